/* tests — the store's statements, by "noun.SQL_NAME" (statements.cmake). */
#ifndef RIDEALONG_TESTS_STORE_STATEMENTS_H
#define RIDEALONG_TESTS_STORE_STATEMENTS_H

#include <stddef.h>

struct statement {
	const char *name, *sql;
};

/** A list a source of the store, NULL at the end; each ends with a name that is NULL. */
extern const struct statement *const statements[];

#endif
