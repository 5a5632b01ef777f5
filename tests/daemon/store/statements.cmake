# Makes every `static const char SQL_…[]` of the store visible to a test: a file a source, which includes it and lists
# its statements. Names that end in _FIELDS are lists of columns.
file(GLOB store_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/daemon/store/*.c)
set(declarations "")
set(rows "")
set(statement_sources "")
foreach(source ${store_sources})
	get_filename_component(noun ${source} NAME_WE)
	set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
	file(STRINGS ${source} lines REGEX "^static const char SQL_[A-Z0-9_]+\\[\\]")
	set(listed "")
	foreach(line ${lines})
		string(REGEX MATCH "SQL_[A-Z0-9_]+" statement ${line})
		if(NOT statement MATCHES "_FIELDS$")
			string(APPEND listed "\t{ \"${noun}.${statement}\", ${statement} },\n")
		endif()
	endforeach()
	set(text "#include \"daemon/store/${noun}.c\"\n")
	if(listed)
		string(APPEND text "#include \"statements.h\"\nconst struct statement statements_${noun}[] = {\n${listed}\t{ NULL, NULL },\n};\n")
		string(APPEND declarations "extern const struct statement statements_${noun}[];\n")
		string(APPEND rows "\tstatements_${noun},\n")
	endif()
	file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/statements/${noun}.c @ONLY CONTENT "${text}")
	list(APPEND statement_sources ${CMAKE_CURRENT_BINARY_DIR}/statements/${noun}.c)
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/statements/all.c @ONLY CONTENT
"#include \"statements.h\"
${declarations}
const struct statement *const statements[] = {
${rows}	NULL,
};
")
list(APPEND statement_sources ${CMAKE_CURRENT_BINARY_DIR}/statements/all.c)
