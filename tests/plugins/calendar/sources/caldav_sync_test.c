/* A calendar on a server becomes meetings, and stays them: Radicale and Xandikos on one side, a host with a small
 * daemon on the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "counterpart.h"
#include "dav_bench.h"
#include "sources/caldav.h"
#include "sources/haul.h"
#include "tests/plugins/calendar/host.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t now_us = INT64_C(1772438400) * 1000000; /* 2026-03-02 08:00 UTC */

static struct counterpart server;
static struct dav_bench bench; /* somebody with a calendar program */
static struct ridealong_host host;
static struct sdk sdk;
static struct calendar_shelf *shelf;
static struct calendar_desk *desk;
static struct calendar_caldav *caldav;

/* of the last read */
static bool over;
static int status;
static int created, updated, moved, cancelled, unchanged, held;
static char said[CALENDAR_REASON_TEXT], code[64];

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

/* ---- in and out ---- */

static void on_stopped(void *arg)
{
	*(bool *)arg = true;
}

static void run_until(const bool *done)
{
	while (!*done)
		uv_run(&host.loop, UV_RUN_NOWAIT);
}

static void caldav_start(const char *password)
{
	caldav = calendar_caldav_start(&(struct calendar_caldav_settings){ .sdk = &sdk,
		.desk = desk,
		.owner = "people/anna@ridealong.example",
		.calendar = "work",
		.address = server.url,
		.wanted = "work",
		.user = "anna",
		.password = password,
		.allow_private = true });
}

static void caldav_stop(void)
{
	bool stopped = false;

	calendar_caldav_stop(caldav, on_stopped, &stopped);
	run_until(&stopped);
}

static int set_up(void **state)
{
	const char *error = "";

	(void)state;
	dav_bench_init(&bench, "anna", "secret");
	counterpart_make(&server, &bench);
	memset(&host, 0, sizeof(host));
	host.now_us = now_us;
	host_open(&host);
	assert_true(sdk_init(&sdk, &host, &host_api, &error));
	shelf = calendar_shelf_open(host.data_dir, &error);
	assert_non_null(shelf);
	desk = calendar_desk_create(&sdk, shelf, &calendar_limits_default);
	caldav_start("secret");
	return 0;
}

static int tear_down(void **state)
{
	bool stopped = false;

	(void)state;
	caldav_stop();
	calendar_desk_stop(desk, on_stopped, &stopped);
	run_until(&stopped);
	calendar_shelf_close(shelf);
	host_close(&host);
	dav_bench_send(&bench, "DELETE", place("work/"), NULL); /* or it was the test that did it */
	dav_bench_finish(&bench);
	return 0;
}

/* ---- reading ---- */

static void on_read(void *arg, const struct calendar_caldav_end *end)
{
	const struct calendar_sync_result nothing = { 0 }, *result = end->result ? end->result : &nothing;

	(void)arg;
	over = true;
	status = end->status;
	created = result->created;
	updated = result->updated;
	moved = result->moved;
	cancelled = result->cancelled;
	unchanged = result->unchanged;
	held = result->held;
	snprintf(code, sizeof(code), "%s", end->code);
	said[0] = '\0';
	if (end->why)
		calendar_reason_say(end->why, false, said);
}

static void read_with(bool accept_cancellations)
{
	over = false;
	calendar_caldav_read(caldav, accept_cancellations, on_read, NULL);
	assert_false(over);
	run_until(&over);
}

static void read_well(void)
{
	read_with(false);
	if (status != STATUS_OK)
		fail_msg("%s", said);
}

static void assert_state(const char *uid, const char *recurrence, MeetingState state)
{
	assert_int_equal(host_meeting(&host, uid, recurrence)->state, state);
}

/* ---- the story ---- */

static void meetings_follow_the_calendar(void **state)
{
	(void)state;
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	put("two", "20260311T090000Z", "END:VEVENT\r\n");
	put("three", "20260312T090000Z", "END:VEVENT\r\n");
	read_well();
	assert_int_equal(created, 3);
	put("one", "20260310T140000Z", "END:VEVENT\r\n");
	put("two", "20260311T090000Z", "STATUS:CANCELLED\r\nEND:VEVENT\r\n");
	read_well();
	assert_int_equal(moved, 1);
	assert_int_equal(cancelled, 1);
	assert_int_equal(created, 0);
	assert_int_equal(host_meeting(&host, "one", "")->start_time->seconds, 1773151200);
	assert_state("two", "", MEETING_STATE_CANCELLED);
	put("four", "20260313T090000Z", "END:VEVENT\r\n");
	read_well();
	take("work/three.ics");
	read_well();
	assert_int_equal(cancelled, 1);
	assert_state("three", "", MEETING_STATE_CANCELLED);
}

static void the_same_calendar_again_changes_nothing(void **state)
{
	size_t batches;

	(void)state;
	put("series", "20260310T090000Z",
		"RRULE:FREQ=WEEKLY;COUNT=5\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:series\r\nDTSTAMP:20260302T080000Z\r\n"
		"RECURRENCE-ID:20260317T090000Z\r\nDTSTART:20260318T100000Z\r\nDURATION:PT1H\r\nSUMMARY:Moved\r\n"
		"END:VEVENT\r\n");
	read_well();
	assert_int_equal(created, 5);
	assert_int_equal(host_meeting(&host, "series", "20260317T090000Z")->start_time->seconds, 1773828000);
	batches = host.batches;
	for (int i = 0; i < 10; i++) {
		read_well();
		assert_int_equal(unchanged, 5);
	}
	caldav_stop(); /* also after a restart */
	caldav_start("secret");
	read_well();
	assert_int_equal(unchanged, 5);
	assert_int_equal(host.batches, batches);
}

static void a_lost_token_changes_nothing(void **state)
{
	size_t batches;

	(void)state;
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	put("two", "20260311T090000Z", "END:VEVENT\r\n");
	read_well();
	batches = host.batches;
	assert_true(calendar_shelf_state_set(
		shelf, calendar_shelf_find(shelf, "people/1", "work"), "sync_token", "nonsense"));
	read_well();
	assert_int_equal(unchanged, 2);
	assert_int_equal(host.batches, batches);
}

static void what_the_brake_holds_comes_again(void **state)
{
	(void)state;
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	put("two", "20260311T090000Z", "END:VEVENT\r\n");
	read_well();
	take("work/one.ics");
	take("work/two.ics");
	for (int i = 0; i < 2; i++) {
		read_with(false);
		assert_int_equal(status, STATUS_FAILED_PRECONDITION);
		assert_string_equal(code, "CANCELS_MOST");
		assert_int_equal(held, 2);
		assert_state("one", "", MEETING_STATE_SCHEDULED);
	}
	read_with(true);
	assert_int_equal(status, STATUS_OK);
	assert_int_equal(cancelled, 2);
	assert_state("one", "", MEETING_STATE_CANCELLED);
}

static void a_deleted_calendar_cancels_nothing(void **state)
{
	(void)state;
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	read_well();
	take("work/");
	read_with(false);
	assert_int_equal(status, STATUS_FAILED_PRECONDITION);
	assert_non_null(strstr(said, "no ")); /* it was looked for again: none of that name, or none at all */
	assert_state("one", "", MEETING_STATE_SCHEDULED);
	dav_bench_send(&bench, "MKCALENDAR", place("work/"), NULL);
	put("one", "20260310T100000Z", "END:VEVENT\r\n");
	read_well();
	assert_int_equal(moved, 1);
}

static void a_server_that_is_down_or_shut_changes_nothing(void **state)
{
	(void)state;
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	read_well();
	counterpart_end(&server);
	read_with(false);
	assert_int_equal(status, STATUS_UNAVAILABLE);
	assert_state("one", "", MEETING_STATE_SCHEDULED);
	counterpart_again(&server);
	if (server.is_radicale) { /* the other one knows no passwords */
		caldav_stop();
		caldav_start("wrong");
		read_with(false);
		assert_int_equal(status, STATUS_FAILED_PRECONDITION);
		assert_non_null(strstr(said, "does not take the user and the password"));
		caldav_stop();
		caldav_start("secret");
	}
	read_well();
	assert_int_equal(unchanged, 1);
}

static void a_daemon_that_fails_is_told_again_later(void **state)
{
	(void)state;
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	host.fail_next = STATUS_UNAVAILABLE;
	read_with(false);
	assert_int_equal(status, STATUS_UNAVAILABLE);
	assert_string_equal(said, "not now");
	read_well();
	assert_int_equal(created, 1);
}

static void it_can_be_stopped_at_any_time(void **state)
{
	(void)state;
	put("one", "20260310T090000Z", "END:VEVENT\r\n");
	for (int turns = 20; turns < 400; turns += 20) {
		over = false;
		calendar_caldav_read(caldav, false, on_read, NULL);
		for (int i = 0; i < turns || host.requests; i++)
			uv_run(&host.loop, UV_RUN_NOWAIT);
		caldav_stop();
		caldav_start("secret");
	}
	read_well();
	assert_int_equal(created + unchanged, 1);
}

/* ---- what is kept aside ---- */

static void a_haul_gives_back_what_it_got(void **state)
{
	struct calendar_haul *haul = calendar_haul_create(host.data_dir);
	struct calendar_hauled object;

	(void)state;
	assert_null(calendar_haul_create("/nowhere"));
	calendar_haul_add(haul, "/1.ics", "\"a\"", "BEGIN:VCALENDAR\n");
	calendar_haul_add(haul, "/2.ics", "", NULL);
	calendar_haul_add(haul, "/3.ics", "", "");
	assert_true(calendar_haul_next(haul, &object));
	assert_string_equal(object.href, "/1.ics");
	assert_string_equal(object.etag, "\"a\"");
	assert_string_equal(object.data, "BEGIN:VCALENDAR\n");
	assert_int_equal(object.length, strlen(object.data));
	assert_true(calendar_haul_next(haul, &object));
	assert_string_equal(object.href, "/2.ics");
	assert_null(object.data);
	assert_true(calendar_haul_next(haul, &object));
	assert_string_equal(object.data, "");
	assert_false(calendar_haul_next(haul, &object));
	assert_false(calendar_haul_is_broken(haul));
	calendar_haul_destroy(haul);
}

#define STORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY(meetings_follow_the_calendar),
		STORY(the_same_calendar_again_changes_nothing),
		STORY(a_lost_token_changes_nothing),
		STORY(what_the_brake_holds_comes_again),
		STORY(a_deleted_calendar_cancels_nothing),
		STORY(a_server_that_is_down_or_shut_changes_nothing),
		STORY(a_daemon_that_fails_is_told_again_later),
		STORY(it_can_be_stopped_at_any_time),
		STORY(a_haul_gives_back_what_it_got),
	};

	return counterpart_run(&server, tests, sizeof(tests) / sizeof(tests[0]));
}
