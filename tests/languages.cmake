# Fails on a sentence that may answer somebody's call and has no Dutch: cmake -P tests/languages.cmake
#
# Looked at is each error_set() and error_detail() that has a literal of several words, and no words_…() that picks one
# by locale. Faults of ours (INTERNAL, DATA_LOSS, no memory) are for the log.
cmake_minimum_required(VERSION 3.25)

# Files in which every sentence is English, for nobody's call is answered with it.
set(english_ask      "what a plugin makes of its section, at the start")
set(english_inbox    "the start of the loop")
set(english_loop     "the start of the loop")
set(english_process  "a host that cannot be started: the log")
set(english_section  "complaints about the configuration, at the start")
set(english_spawn    "a host that cannot be started: the log")
set(english_timer    "the start; Admin/AdvanceClock asks before whether the clock may be moved")

# Sentences, in files whose others are said in both.
set(sentences_loop/take # answers of Plugins/Take, which go to a plugin's host
	"the host is gone"
	"another process takes the work of %s now"
	"only a plugin's host takes work"
	"the configuration has no plugin %s"
	"error_set(reterr, STATUS_ABORTED, 'the plugin %s is switched off', call->actor.plugin)"
	"error_set(&error, STATUS_ABORTED, 'the plugin %s is switched off', plugin->config->name)"
	"instance must be 1 to %zu bytes"
	"sequence counts from 1")
set(sentences_rpc/rpc # the envelope, with the locale in it, is not read
	"the message of %zu bytes is larger than 1 MiB")

# *ret: the file's statements that have a sentence and pick no language; a CMake list, with its signs replaced.
function(find_english file ret)
	file(READ ${file} text)
	string(ASCII 1 end)
	string(REGEX REPLACE ";[ \t]*(/\\*[^\n]*)?\n" "${end}" text "${text}")
	string(REPLACE "\\\"" "`" text "${text}")
	string(REGEX REPLACE ";" "," text "${text}")
	string(REGEX REPLACE "[][]" "|" text "${text}")
	string(REGEX MATCHALL "error_(set|detail)\\([^${end}]*" statements "${text}")
	set(english "")
	foreach(statement ${statements})
		string(REGEX REPLACE "\"[^\" ]*\"" "" spoken "${statement}")
		if(spoken MATCHES "\"" AND NOT statement MATCHES "words_|STATUS_INTERNAL|STATUS_DATA_LOSS|out of memory")
			string(REGEX REPLACE "[ \t\n]+" " " statement "${statement}")
			string(REPLACE "( " "(" statement "${statement}")
			string(REPLACE "\"" "'" statement "${statement}")
			list(APPEND english "${statement}")
		endif()
	endforeach()
	set(${ret} "${english}" PARENT_SCOPE)
endfunction()

get_filename_component(source ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)
set(wrong "")
foreach(storey domain service rpc loop)
	file(GLOB files ${source}/daemon/${storey}/*.c)
	foreach(file ${files})
		get_filename_component(noun ${file} NAME_WE)
		if(storey STREQUAL loop AND DEFINED english_${noun})
			continue()
		endif()
		find_english(${file} found)
		foreach(statement ${found})
			set(known FALSE)
			foreach(sentence ${sentences_${storey}/${noun}})
				string(FIND "${statement}" "${sentence}" at)
				if(at GREATER_EQUAL 0)
					set(known TRUE)
				endif()
			endforeach()
			if(NOT known)
				string(APPEND wrong "${file}: ${statement}\n")
			endif()
		endforeach()
	endforeach()
endforeach()
if(wrong)
	message(FATAL_ERROR "What may answer a call is said in English and Dutch (words_pick, service_refuse):\n${wrong}")
endif()
