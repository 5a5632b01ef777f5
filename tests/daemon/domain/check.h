/* What every test of this folder starts from. */
#ifndef RIDEALONG_TESTS_DOMAIN_CHECK_H
#define RIDEALONG_TESTS_DOMAIN_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* Fails with the row's own words: a table's row is found by its sentence. */
#define assert_row(condition, row, ...)                                                                                \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			print_error("row \"%s\": ", (row));                                                            \
			print_error(__VA_ARGS__);                                                                      \
			print_error("\n");                                                                             \
			fail();                                                                                        \
		}                                                                                                      \
	} while (0)

#endif
