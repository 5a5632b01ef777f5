# Reads every storey's include list aloud and fails on one that reaches upwards: cmake -P tests/layers.cmake
cmake_minimum_required(VERSION 3.25)

set(may_base      base)                       # proto/status.h and proto/frame.h are open to all
set(may_domain    domain base proto)
set(may_store     store domain base proto)
set(may_lane      lane store base)
set(may_service   service lane store domain base proto)
set(may_rpc       rpc service lane store domain base proto)
set(may_transport transport base)             # bytes, not messages
set(may_loop      loop rpc service lane store domain base proto)

# A library belongs to the storey that alone knows it.
set(alone_sqlite3.h store)
set(alone_nng transport)
set(alone_uv.h loop)

get_filename_component(source ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)
set(wrong "")
foreach(storey base domain store lane service rpc transport loop)
	file(GLOB files ${source}/daemon/${storey}/*.[ch])
	foreach(file ${files})
		file(STRINGS ${file} lines REGEX "^#include")
		foreach(line ${lines})
			if(line MATCHES "\"proto/(status|frame)\\.h\"")
				continue()
			elseif(line MATCHES "\"(daemon/)?([a-z]+)/")
				set(whose ${CMAKE_MATCH_2})
				if(whose MATCHES "^(google|ridealong)$") # generated messages
					set(whose proto)
				endif()
				if(NOT whose IN_LIST may_${storey})
					string(APPEND wrong "${file}: ${line}\n")
				endif()
			elseif(line MATCHES "<(sqlite3\\.h|uv\\.h|nng)")
				if(NOT storey STREQUAL "${alone_${CMAKE_MATCH_1}}")
					string(APPEND wrong "${file}: ${line}\n")
				endif()
			endif()
		endforeach()
	endforeach()
	message(STATUS "${storey} may use: ${may_${storey}}")
endforeach()

# The rooms of the calendar plugin.
set(may_ical     ical)                        # pure: bytes in, occurrences out
set(may_dav      dav ical)                    # pure: bytes in, what a server says of its resources out
set(may_shelf    shelf ical)                  # alone knows SQLite
set(may_meetings meetings shelf ical)
set(may_sources  sources meetings shelf dav ical)
set(may_back     back sources dav ical)
set(may_calls    calls back sources meetings shelf ical)
foreach(room ical dav shelf meetings sources back calls)
	file(GLOB files ${source}/plugins/calendar/${room}/*.[ch])
	foreach(file ${files})
		file(STRINGS ${file} lines REGEX "^#include")
		foreach(line ${lines})
			if(line MATCHES "\"(ical|dav|shelf|meetings|sources|back|calls)/" AND NOT CMAKE_MATCH_1 IN_LIST may_${room})
				string(APPEND wrong "${file}: ${line}\n")
			endif()
		endforeach()
	endforeach()
	message(STATUS "plugins/calendar/${room} may use: ${may_${room}}")
endforeach()

# The rooms of the reminders plugin.
set(may_rules     rules)                      # pure: what is known and the time in, what is sent when out
set(may_catalogue catalogue)                  # pure but for reading the folder of texts once
set(may_mail      mail)                       # pure: a mail as bytes, out and in
set(may_channels  channels mail)
set(may_delivery  delivery channels mail)
set(may_messages  messages delivery mail catalogue rules)
set(may_answers   answers messages delivery mail catalogue)
foreach(room rules catalogue mail channels delivery messages answers)
	file(GLOB files ${source}/plugins/reminders/${room}/*.[ch])
	foreach(file ${files})
		file(STRINGS ${file} lines REGEX "^#include")
		foreach(line ${lines})
			if(line MATCHES "\"plugins/reminders/([a-z]+)/" AND NOT CMAKE_MATCH_1 IN_LIST may_${room})
				string(APPEND wrong "${file}: ${line}\n")
			endif()
		endforeach()
	endforeach()
	message(STATUS "plugins/reminders/${room} may use: ${may_${room}}")
endforeach()
if(wrong)
	message(FATAL_ERROR "A storey calls only storeys below it:\n${wrong}")
endif()
