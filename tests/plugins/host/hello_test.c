/* What a host is told, and what it refuses to be told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "plugins/host/hello.h"

static const char whole[] =
	"{\"plugin\":\"p\",\"server\":\"ipc:///s\",\"token\":\"ra_1\",\"data_dir\":\"/d\","
	"\"now_us\":1772434800000000,\"simulation\":true,\"config\":{\"folder\":\"/in\",\"subject\":\"caf\\u00e9\"}}";

static void a_whole_hello_is_read(void **state)
{
	struct hello hello;

	(void)state;
	assert_int_equal(hello_parse(whole, &hello, NULL), STATUS_OK);
	assert_string_equal(hello.plugin, "p");
	assert_string_equal(hello.token, "ra_1");
	assert_null(hello.share_dir);
	assert_int_equal(hello.memory_limit_mb, 1024);
	assert_int_equal(hello.now_us, INT64_C(1772434800000000));
	assert_true(hello.simulation);
	assert_int_equal(hello.n_config, 2);
	hello_finish(&hello);
	hello_finish(&hello);
}

static void who_is_only_asked_needs_no_token(void **state)
{
	struct hello hello;

	(void)state;
	assert_int_equal(hello_parse("{\"plugin\":\"p\",\"check\":true,\"config\":{\"folder\":\"/in\"}}", &hello, NULL),
		STATUS_OK);
	assert_true(hello.check);
	assert_int_equal(hello.n_config, 1);
	hello_finish(&hello);
}

static void a_hello_that_makes_no_sense_names_what_is_wrong(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{ "", "the hello is no JSON object (column 1)" },
		{ "[]", "the hello is no JSON object (column 1)" },
		{ "{\"plugin\":\"p\"}", "the hello's member \"server\" must be a text" },
		{ "{\"plugin\":\"p\",\"server\":\"s\",\"token\":1,\"data_dir\":\"/d\"}",
			"the hello's member \"token\" must be a text" },
		{ "{\"plugin\":\"p\",\"server\":\"s\",\"token\":\"t\",\"data_dir\":\"/d\",\"config\":{\"a\":1}}",
			"the hello's setting \"a\" must be a text" },
		{ "{\"plugin\":\"p\",\"server\":\"s\",\"token\":\"t\",\"data_dir\":\"/d\",\"memory_limit_mb\":-1}",
			"the hello's member \"memory_limit_mb\" must be a whole number, 0 for none" },
		{ "{\"plugin\":\"p\",\"server\":\"s\",\"token\":\"t\",\"data_dir\":\"/d\",\"now_us\":0}",
			"the hello's member \"now_us\" must be a time in microseconds since 1970" },
	};
	struct hello hello;
	struct error error;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(hello_parse(rows[i].text, &hello, &error), STATUS_INVALID_ARGUMENT);
		assert_string_equal(error.message, rows[i].message);
	}
}

static void only_the_line_is_read_from_a_descriptor(void **state)
{
	struct hello hello;
	char rest[8] = "";
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], whole, strlen(whole)), strlen(whole));
	assert_int_equal(write(ends[1], "\nrest", 5), 5);
	assert_int_equal(hello_read(ends[0], &hello, NULL), STATUS_OK);
	assert_int_equal(read(ends[0], rest, 7), 4);
	assert_string_equal(rest, "rest");
	hello_finish(&hello);
	close(ends[0]);
	close(ends[1]);
}

static void a_starter_that_says_nothing_is_told_so(void **state)
{
	struct hello hello;
	struct error error;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	close(ends[1]);
	assert_int_equal(hello_read(ends[0], &hello, &error), STATUS_DATA_LOSS);
	assert_string_equal(error.message, "there was no hello");
	close(ends[0]);
}

static void a_credential_may_have_several_lines(void **state)
{
	char folder[] = "/tmp/ridealong-hello-XXXXXX", path[100];
	struct hello hello;
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/ridealong-plugin", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "{\n\"plugin\":\"p\",\n\"server\":\"s\",\"token\":\"t\",\"data_dir\":\"/d\"\n}\n");
	fclose(file);
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	assert_int_equal(hello_read_credential(&hello, NULL), STATUS_OK);
	assert_string_equal(hello.server, "s");
	hello_finish(&hello);
	unlink(path);
	assert_int_equal(hello_read_credential(&hello, NULL), STATUS_NOT_FOUND);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(hello_read_credential(&hello, NULL), STATUS_FAILED_PRECONDITION);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_hello_is_read),
		cmocka_unit_test(who_is_only_asked_needs_no_token),
		cmocka_unit_test(a_hello_that_makes_no_sense_names_what_is_wrong),
		cmocka_unit_test(only_the_line_is_read_from_a_descriptor),
		cmocka_unit_test(a_starter_that_says_nothing_is_told_so),
		cmocka_unit_test(a_credential_may_have_several_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
