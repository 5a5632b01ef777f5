# Builds the numbered SQL files of migrations/ into the store: one array a file, and the table of them.
file(GLOB sql_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/migrations/*.sql)
list(SORT sql_files)
set(declarations "")
set(rows "")
set(expected 0)
foreach(file ${sql_files})
	get_filename_component(name ${file} NAME_WE)
	if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
		message(FATAL_ERROR "${file}: a migration is named NNNN_name.sql")
	endif()
	math(EXPR number "1${CMAKE_MATCH_1} - 10000")
	math(EXPR expected "${expected} + 1")
	if(NOT number EQUAL expected)
		message(FATAL_ERROR "${file}: migrations count up by one; this one's number should be ${expected}")
	endif()
	set(out ${CMAKE_CURRENT_BINARY_DIR}/migrations/${name}.c)
	add_custom_command(OUTPUT ${out}
		COMMAND sh ${CMAKE_SOURCE_DIR}/proto/embed.sh ${file} migration_${name} ${out}
		DEPENDS ${file} ${CMAKE_SOURCE_DIR}/proto/embed.sh VERBATIM)
	target_sources(ridealong_store PRIVATE ${out})
	string(APPEND declarations "extern const unsigned char migration_${name}[];\nextern const size_t migration_${name}_size;\n")
	string(APPEND rows "\t{ ${number}, \"${name}\", migration_${name}, &migration_${name}_size },\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/migrations/table.c @ONLY CONTENT
"#include \"daemon/store/migrate.h\"

@declarations@
const struct migration migrations[] = {
@rows@};
const size_t n_migrations = sizeof(migrations) / sizeof(migrations[0]);
")
target_sources(ridealong_store PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/migrations/table.c)
