/* What the name service answers, whole, broken, and hostile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dav/service.h"

#include <string.h>

#define QUESTION(count, type)                                                                                          \
	"\x12\x34\x81\x80\x00\x01\x00" count "\x00\x00\x00\x00"                                                        \
	"\x08_caldavs\x04_tcp\x07"                                                                                     \
	"example\x03"                                                                                                  \
	"com\x00\x00" type "\x00\x01"
/* name (the question's), type, class, time to live, length */
#define RECORD(type, length) "\xc0\x0c\x00" type "\x00\x01\x00\x00\x0e\x10\x00" length
/* priority, weight, port, "NAME.example.com" with a letter for a name */
#define SRV(priority, weight, port, name)                                                                              \
	RECORD("\x21", "\x15")                                                                                         \
	"\x00" priority "\x00" weight port "\x01" name "\x07"                                                          \
	"example\x03"                                                                                                  \
	"com\x00"

static const unsigned char two[] = QUESTION("\x03", "\x21") SRV("\x0a", "\x05", "\x01\xbb", "b")
	SRV("\x01", "\x05", "\x20\xfb", "a") SRV("\x01", "\x01", "\x01\xbb", "c");
static const unsigned char none[] = QUESTION("\x01", "\x21") RECORD("\x21", "\x07") "\x00\x00\x00\x00\x00\x00";
static const unsigned char path[] = QUESTION("\x01", "\x10") RECORD("\x10", "\x10") "\x05"
										    "other\x09"
										    "path=/dav";

static void the_first_by_rank_and_weight_is_taken(void **state)
{
	struct calendar_service service = { .port = 0 };

	(void)state;
	assert_true(calendar_service_read(two, sizeof(two) - 1, &service));
	assert_string_equal(service.host, "a.example.com");
	assert_int_equal(service.port, 8443);
	assert_string_equal(service.path, "");
	calendar_service_read_path(path, sizeof(path) - 1, &service);
	assert_string_equal(service.path, "/dav");
	calendar_service_read_path(two, sizeof(two) - 1, &service);
	assert_string_equal(service.path, "/dav");
}

static void a_dot_is_no_service(void **state)
{
	struct calendar_service service;

	(void)state;
	assert_false(calendar_service_read(none, sizeof(none), &service)); /* the dot is the final NUL */
}

static void a_broken_answer_says_nothing(void **state)
{
	struct calendar_service service = { .path = "/" };
	unsigned char answer[sizeof(two)];

	(void)state;
	for (size_t length = 0; length < sizeof(two) - 1; length++)
		assert_false(calendar_service_read(two, length, &service));
	for (size_t at = 0; at < sizeof(two) - 1; at++)
		for (int bit = 0; bit < 8; bit++) {
			memcpy(answer, two, sizeof(two));
			answer[at] ^= (unsigned char)(1 << bit);
			calendar_service_read(answer, sizeof(two) - 1, &service);
			memcpy(answer, path, sizeof(path));
			answer[at % sizeof(path)] ^= (unsigned char)(1 << bit);
			calendar_service_read_path(answer, sizeof(path) - 1, &service);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_by_rank_and_weight_is_taken),
		cmocka_unit_test(a_dot_is_no_service),
		cmocka_unit_test(a_broken_answer_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
