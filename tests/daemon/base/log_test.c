/* tests/ — log lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/log.h"

/* Runs `say` with stderr in a pipe; gives what was written. */
static const char *captured(void (*say)(void))
{
	static char text[8192];
	int ends[2], saved = dup(STDERR_FILENO);
	ssize_t length;

	assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
	dup2(ends[1], STDERR_FILENO);
	say();
	dup2(saved, STDERR_FILENO);
	length = read(ends[0], text, sizeof(text) - 1);
	text[length < 0 ? 0 : length] = '\0';
	close(ends[0]);
	close(ends[1]);
	close(saved);
	return text;
}

static void say_forged(void)
{
	log_warning("session %s\n2026 error: forged", "sessions/1");
}

static void say_debug(void)
{
	log_debug("not asked for");
}

static void say_long(void)
{
	char text[5000];

	memset(text, '\t', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	log_error("%s", text);
}

static void a_line_has_time_level_and_no_control_characters(void **state)
{
	const char *line;

	(void)state;
	unsetenv("JOURNAL_STREAM");
	line = captured(say_forged);
	assert_true(strstr(line, "Z warning: session sessions/1\\x0a2026 error: forged\n") != NULL);
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void under_systemd_a_line_carries_its_priority(void **state)
{
	(void)state;
	setenv("JOURNAL_STREAM", "8:1", 1);
	assert_string_equal(captured(say_forged), "<4>session sessions/1\\x0a2026 error: forged\n");
	unsetenv("JOURNAL_STREAM");
}

static void lines_above_the_level_are_left_out(void **state)
{
	(void)state;
	assert_string_equal(captured(say_debug), "");
	log_set_level(LOG_LEVEL_DEBUG);
	assert_true(strstr(captured(say_debug), "debug: not asked for\n") != NULL);
	log_set_level(LOG_LEVEL_INFO);
}

static void a_line_too_long_is_cut_and_ends(void **state)
{
	const char *line = captured(say_long);

	(void)state;
	assert_true(strlen(line) > 1000 && strlen(line) <= 2048);
	assert_int_equal(line[strlen(line) - 1], '\n');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_time_level_and_no_control_characters),
		cmocka_unit_test(under_systemd_a_line_carries_its_priority),
		cmocka_unit_test(lines_above_the_level_are_left_out),
		cmocka_unit_test(a_line_too_long_is_cut_and_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
