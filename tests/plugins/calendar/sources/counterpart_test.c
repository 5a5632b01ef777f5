/* Reading calendars from real servers, Radicale and Xandikos, as people change them there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "counterpart.h"
#include "dav_bench.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct counterpart server;
static struct dav_bench bench;

static const char *place(const char *path)
{
	return counterpart_place(&server, path);
}

static void put(const char *name, const char *start, const char *more)
{
	counterpart_put(&server, &bench, name, start, more);
}

static void take(const char *path)
{
	counterpart_take(&server, &bench, path);
}

static int set_up(void **state)
{
	(void)state;
	dav_bench_init(&bench, "anna", "secret");
	counterpart_make(&server, &bench);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	dav_bench_finish(&bench);
	dav_bench_init(&bench, "anna", "secret");
	dav_bench_send(&bench, "DELETE", place("work/"), NULL); /* or it was the test that did it */
	dav_bench_finish(&bench);
	return 0;
}

static void assert_brings(size_t brought, size_t gone, size_t there)
{
	dav_bench_read(&bench);
	if (!bench.good)
		fail_msg("%s", bench.said);
	assert_int_equal(bench.brought, brought);
	assert_int_equal(bench.gone, gone);
	assert_int_equal(bench.shelf.count, there);
}

static void assert_holds(const char *name, const char *part)
{
	const char *object = dav_bench_object(&bench, name);

	assert_non_null(object);
	if (!strstr(object, part))
		fail_msg("%s is not in: %s", part, object);
}

static void find_calendar(void)
{
	dav_bench_find(&bench, place("work/"), "");
	assert_string_equal(bench.url, place("work/"));
}

/* ---- the story of a calendar ---- */

static void what_is_created_moved_and_cancelled_comes_over(void **state)
{
	(void)state;
	find_calendar();
	assert_brings(0, 0, 0);
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	put("two", "20260311T090000Z", "END:VEVENT\r\n");
	assert_brings(2, 0, 2);
	assert_int_equal(bench.way, CALENDAR_READ_BY_TOKEN);
	assert_holds("/one.ics", "DTSTART:20260310T090000Z");
	assert_holds("/one.ics", "SUMMARY:Visit & talk");
	put("one", "20260310T140000Z", "END:VEVENT\r\n");
	assert_brings(1, 0, 2);
	assert_holds("/one.ics", "DTSTART:20260310T140000Z");
	put("two", "20260311T090000Z", "STATUS:CANCELLED\r\nEND:VEVENT\r\n");
	assert_brings(1, 0, 2);
	assert_holds("/two.ics", "STATUS:CANCELLED");
	take("work/one.ics");
	assert_brings(0, 1, 1);
	assert_null(dav_bench_object(&bench, "/one.ics"));
	assert_brings(0, 0, 1);
	assert_true(bench.unchanged);
}

static void a_series_with_an_exception_comes_over_whole(void **state)
{
	(void)state;
	find_calendar();
	put("series", "20260310T090000Z", "RRULE:FREQ=WEEKLY;COUNT=5\r\nEND:VEVENT\r\n");
	assert_brings(1, 0, 1);
	put("series", "20260310T090000Z",
		"RRULE:FREQ=WEEKLY;COUNT=5\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:series\r\nDTSTAMP:20260302T080000Z\r\n"
		"RECURRENCE-ID:20260317T090000Z\r\nDTSTART:20260318T100000Z\r\nDURATION:PT1H\r\nSUMMARY:Moved\r\n"
		"END:VEVENT\r\n");
	assert_brings(1, 0, 1);
	assert_holds("/series.ics", "RRULE:FREQ=WEEKLY;COUNT=5");
	assert_holds("/series.ics", "RECURRENCE-ID:20260317T090000Z");
	assert_holds("/series.ics", "DTSTART:20260318T100000Z");
}

static void many_objects_come_over(void **state)
{
	char name[32];

	(void)state;
	find_calendar();
	for (int i = 0; i < 60; i++) {
		snprintf(name, sizeof(name), "many-%d", i);
		put(name, "20260310T090000Z", "END:VEVENT\r\n");
	}
	assert_brings(60, 0, 60);
}

static void a_lost_token_brings_only_what_is_new(void **state)
{
	(void)state;
	find_calendar();
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	put("two", "20260311T090000Z", "END:VEVENT\r\n");
	assert_brings(2, 0, 2);
	snprintf(bench.token, sizeof(bench.token), "http://radicale.org/ns/sync/%064d", 0);
	assert_brings(0, 0, 2);
	take("work/two.ics");
	put("three", "20260312T090000Z", "END:VEVENT\r\n");
	snprintf(bench.token, sizeof(bench.token), "nonsense");
	assert_brings(1, 1, 2);
	bench.token[0] = bench.ctag[0] = '\0';
	assert_brings(0, 0, 2);
}

static void a_calendar_that_is_deleted_is_said_and_changes_nothing(void **state)
{
	(void)state;
	find_calendar();
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	assert_brings(1, 0, 1);
	take("work/");
	dav_bench_read(&bench);
	assert_false(bench.good);
	assert_int_equal(bench.http_status, 404);
	assert_int_equal(bench.status, STATUS_FAILED_PRECONDITION);
	assert_non_null(strstr(bench.said, "has nothing at that address"));
	assert_int_equal(bench.shelf.count, 1);
}

static void a_server_that_is_down_is_said_and_read_again_later(void **state)
{
	(void)state;
	find_calendar();
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	assert_brings(1, 0, 1);
	counterpart_end(&server);
	dav_bench_read(&bench);
	assert_int_equal(bench.status, STATUS_UNAVAILABLE);
	assert_non_null(strstr(bench.said, "does not answer"));
	assert_int_equal(bench.shelf.count, 1);
	counterpart_again(&server);
	put("two", "20260310T090000Z", "END:VEVENT\r\n");
	assert_brings(1, 0, 2);
}

/* ---- finding it ---- */

static void the_bare_address_is_enough(void **state)
{
	(void)state;
	if (!server.is_radicale) { /* it has made one itself */
		dav_bench_find(&bench, server.url, "");
		assert_false(bench.good);
		assert_non_null(strstr(bench.said, "there is more than one calendar"));
		assert_non_null(strstr(bench.said, "work"));
	}
	dav_bench_find(&bench, server.url, server.is_radicale ? "" : "work");
	assert_string_equal(bench.url, place("work/"));
	dav_bench_send(&bench, "MKCALENDAR", place("private/"), NULL);
	dav_bench_find(&bench, server.url, "private");
	assert_string_equal(bench.url, place("private/"));
	dav_bench_find(&bench, server.url, "nobody's");
	assert_false(bench.good);
	assert_non_null(strstr(bench.said, "private"));
	take("private/");
}

static void a_wrong_password_is_said(void **state)
{
	(void)state;
	if (!server.is_radicale) /* it knows no passwords */
		skip();
	find_calendar();
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	assert_brings(1, 0, 1);
	dav_bench_login(&bench, "anna", "wrong");
	dav_bench_read(&bench);
	assert_int_equal(bench.status, STATUS_FAILED_PRECONDITION);
	assert_non_null(strstr(bench.said, "does not take the user and the password"));
	assert_int_equal(bench.shelf.count, 1);
	dav_bench_find(&bench, server.url, "");
	assert_non_null(strstr(bench.said, "does not take the user and the password"));
}

#define STORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY(what_is_created_moved_and_cancelled_comes_over),
		STORY(a_series_with_an_exception_comes_over_whole),
		STORY(many_objects_come_over),
		STORY(a_lost_token_brings_only_what_is_new),
		STORY(a_calendar_that_is_deleted_is_said_and_changes_nothing),
		STORY(a_server_that_is_down_is_said_and_read_again_later),
		STORY(the_bare_address_is_enough),
		STORY(a_wrong_password_is_said),
	};

	return counterpart_run(&server, tests, sizeof(tests) / sizeof(tests[0]));
}
