/* tests/ — see house.h. */
#include "house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct test_daemon house;

void house_open(const char *plugins)
{
	setenv("TZ", "Europe/Amsterdam", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LANGUAGE");
	unsetenv("COLUMNS");
	test_daemon_make(&house, "manual:2026-03-02T08:00:00+01:00", plugins, NULL);
	test_daemon_start(&house);
	setenv("RIDEALONG_SERVER", house.server, 1);
}

void house_people(void)
{
	WELL("ridealong person add sanne@example.com --display-name Sanne --time-zone Europe/Amsterdam");
	WELL("ridealong person add daan@example.com --display-name Daan --time-zone Europe/Amsterdam");
	WELL("ridealong coaching add sanne@example.com daan@example.com");
}

int house_close(void **state)
{
	(void)state;
	test_daemon_stop(&house);
	test_daemon_remove(&house);
	return 0;
}

const char *house_value(const char *filter, const char *command)
{
	static char values[24][200];
	static unsigned next;
	char *text = values[next++ % 24];

	WELL("ridealong --output json %s | jq -r '%s'", command, filter);
	snprintf(text, sizeof(values[0]), "%.*s", (int)strcspn(typed_out, "\n"), typed_out);
	return text;
}
