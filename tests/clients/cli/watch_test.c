/* tests/ — watching events while the daemon restarts, with a real daemon and the real command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/daemon.h"
#include "typed.h"

static struct test_daemon house;

#define RUN(...) typed(house.dir, __VA_ARGS__)

static int setup(void **state)
{
	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LANGUAGE");
	test_daemon_make(&house, NULL, "", NULL);
	test_daemon_start(&house);
	setenv("RIDEALONG_SERVER", house.server, 1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	test_daemon_remove(&house);
	return 0;
}

static void add(const char *name)
{
	if (RUN("ridealong person add %s@example.com --display-name %s", name, name) != 0)
		fail_msg("%s", typed_err);
}

/* The id of the last event, as a list of one shows it. */
static void last_event(char ret[200])
{
	const char *at;

	assert_int_equal(RUN("ridealong --output json event list --last 1"), 0);
	at = strstr(typed_out, "events/");
	assert_non_null(at);
	snprintf(ret, 200, "%.*s", (int)strcspn(at, "\""), at);
}

static void expect_line(FILE *watch, const char *event)
{
	char line[2000];

	assert_non_null(fgets(line, sizeof(line), watch));
	if (strstr(line, event) == NULL)
		fail_msg("in place of %s: %s", event, line);
}

static void a_watch_waits_for_the_daemon_and_goes_on_after_the_last_event(void **state)
{
	char command[600], before[200], first[200], second[200];
	FILE *watch;

	(void)state;
	add("anna");
	last_event(before);
	add("bram");
	last_event(first);
	snprintf(command, sizeof(command), "%s --output jsonl event watch --after %s --limit 2 2>%s/watch.err",
		test_built("bin/ridealong"), before, house.dir);
	watch = popen(command, "r");
	assert_non_null(watch);
	expect_line(watch, first);
	test_daemon_stop(&house);
	test_daemon_start(&house);
	add("carla");
	last_event(second);
	assert_string_not_equal(first, second);
	expect_line(watch, second); /* and not the first one again */
	assert_int_equal(pclose(watch), 0);
}

static void a_table_begins_with_the_events_id(void **state)
{
	char event[200];

	(void)state;
	last_event(event);
	assert_int_equal(RUN("ridealong event list --last 1"), 0);
	assert_int_equal(strncmp(typed_out, event + strlen(event) - 8, 8), 0);
	assert_int_equal(RUN("ridealong event list --last 2000"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_watch_waits_for_the_daemon_and_goes_on_after_the_last_event),
		cmocka_unit_test(a_table_begins_with_the_events_id),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
