/* The program itself: what it tells whoever started it. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "plugins/host/host.h"

static const char *fixture(const char *name)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/tests/plugins/%s.so", getenv("RIDEALONG_BUILD"), name);
	return path;
}

/* Runs the program itself and reads what it tells its starter. */
static int run_host(const char *name, const char *more, char *ret_said, size_t size)
{
	char program[4096], hello[600];
	int ends[2], status;
	ssize_t n;
	pid_t pid;

	snprintf(program, sizeof(program), "%s/bin/ridealong-plugin-host", getenv("RIDEALONG_BUILD"));
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	pid = fork();
	if (pid == 0) {
		dup2(ends[0], 3);
		execl(program, program, "--fd", "3", fixture(name), (char *)NULL);
		_exit(127);
	}
	close(ends[0]);
	snprintf(hello, sizeof(hello), "{\"plugin\":\"%s\",%s}\n", name, more);
	assert_int_equal(write(ends[1], hello, strlen(hello)), strlen(hello));
	n = read(ends[1], ret_said, size - 1);
	ret_said[n > 0 ? n : 0] = '\0';
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(ends[1]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#define RUN   "\"server\":\"ipc:///nowhere\",\"token\":\"ra_x\",\"data_dir\":\"/tmp\""
#define CHECK "\"check\":true,\"config\":"

static void the_program_says_why_and_that_trying_again_cannot_mend_it(void **state)
{
	char said[500];

	(void)state;
	assert_int_equal(run_host("old_abi", RUN, said, sizeof(said)), HOST_EXIT_NEVER);
	assert_non_null(strstr(said, "wanted abi 1, got 0"));
	assert_int_equal(run_host("refuses", RUN, said, sizeof(said)), HOST_EXIT_NEVER);
	assert_string_equal(said, "did not start: the setting \"folder\" is missing\n");
}

static void a_plugin_that_crashes_takes_only_its_host_along(void **state)
{
	char said[500];

	(void)state;
	assert_int_equal(run_host("crashes", RUN, said, sizeof(said)), 128 + SIGABRT);
	assert_string_equal(said, "");
}

static void asked_about_a_section_it_answers_and_starts_nothing(void **state)
{
	char said[500];

	(void)state;
	assert_int_equal(run_host("ticks", CHECK "{\"every_s\":\"60\"}", said, sizeof(said)), HOST_EXIT_DONE);
	assert_string_equal(said, "{\"status\":0,\"message\":\"\"}\n");
	assert_int_equal(run_host("ticks", CHECK "{\"every_s\":\"often\"}", said, sizeof(said)), HOST_EXIT_DONE);
	assert_string_equal(said, "{\"status\":3,\"message\":\"every_s: \\\"often\\\" is no whole number\","
				  "\"key\":\"every_s\"}\n");
	assert_int_equal(run_host("crashes", CHECK "{}", said, sizeof(said)), HOST_EXIT_DONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_program_says_why_and_that_trying_again_cannot_mend_it),
		cmocka_unit_test(a_plugin_that_crashes_takes_only_its_host_along),
		cmocka_unit_test(asked_about_a_section_it_answers_and_starts_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
