/* tests — events as rows. */
#include "daemon/store/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/domain/instant.h"
#include "tests/daemon/store/bench.h"

static const struct store_viewer everybody = { .all = true, .hidden = true, .person = "" };
static const struct store_viewer program = { .all = true, .person = "" };
static const struct store_viewer noor = { .person = "people/noor" };

static void append(struct bench *bench, const char *name, const char *type, const char *person, const char *other)
{
	Event event = EVENT__INIT;

	event.name = (char *)name;
	event.type = (char *)type;
	event.subject = "sessions/1";
	event.event_time = instant_new(bench->arena, 42);
	event.actor = "service";
	event.to_state = "SESSION_STATE_PLANNED";
	assert_ok(store_event_append(bench->conn, &event, person, other, NULL));
}

static int open_with_events(void **state)
{
	bench_open(state);
	append(*state, "events/1", "session.planned", "people/ruud", NULL);
	append(*state, "events/2", "session.planned", "people/ruud", "people/noor");
	append(*state, "events/3", "meeting.moved", "people/noor", "people/noor");
	append(*state, "events/4", "session.started", NULL, NULL);
	return 0;
}

static Event **list(struct bench *bench, const struct store_viewer *viewer, int64_t after, const char *type, int limit,
	size_t expected, int64_t *ret_last)
{
	char *types[] = { (char *)type };
	struct store_event_filter filter = {
		.viewer = viewer, .after = after, .types = types, .n_types = type != NULL, .limit = limit
	};
	Event **events;
	size_t count;

	assert_ok(store_event_list(bench->conn, &filter, bench->arena, &events, &count, ret_last, NULL));
	assert_int_equal(count, expected);
	return events;
}

static void each_sees_the_events_they_are_in_the_audience_of(void **state)
{
	struct bench *bench = *state;
	Event **events;
	int64_t last;

	events = list(bench, &everybody, 0, NULL, 10, 4, &last);
	assert_string_equal(events[0]->name, "events/1");
	assert_string_equal(events[0]->subject, "sessions/1");
	assert_string_equal(events[0]->to_state, "SESSION_STATE_PLANNED");
	assert_int_equal(instant_us(events[0]->event_time), 42);
	events = list(bench, &noor, 0, NULL, 10, 2, &last);
	assert_string_equal(events[0]->name, "events/2");
	assert_string_equal(events[1]->name, "events/3");
	list(bench, &noor, last, NULL, 10, 0, &last);
}

static void a_program_sees_none_about_what_only_the_coach_knew(void **state)
{
	struct bench *bench = *state;
	struct error error;
	Event **events;
	int64_t last;

	events = list(bench, &program, 0, NULL, 10, 1, &last);
	assert_string_equal(events[0]->name, "events/2");
	assert_int_equal(store_event_find(bench->conn, &program, "events/1", &last, &error), STATUS_INVALID_ARGUMENT);
	assert_ok(store_event_find(bench->conn, &program, "events/2", &last, NULL));
}

static void types_are_told_apart_whole_or_by_their_beginning(void **state)
{
	struct bench *bench = *state;
	int64_t last;

	list(bench, &everybody, 0, "session.", 10, 3, &last);
	list(bench, &everybody, 0, "session.planned", 10, 2, &last);
	list(bench, &everybody, 0, "session", 10, 0, &last);
	list(bench, &noor, 0, "meeting.", 10, 1, &last);
}

static void a_limit_leaves_the_rest_for_the_next_time(void **state)
{
	struct bench *bench = *state;
	Event **events;
	int64_t last;

	list(bench, &everybody, 0, NULL, 3, 3, &last);
	events = list(bench, &everybody, last, NULL, 3, 1, &last);
	assert_string_equal(events[0]->name, "events/4");
	/* what was looked through without fitting is no place to go on from */
	list(bench, &everybody, 1, "nothing.", 3, 0, &last);
	assert_int_equal(last, 1);
}

static void the_name_of_an_unseen_event_leads_nowhere(void **state)
{
	struct bench *bench = *state;
	struct error hidden, absent;
	int64_t seq;

	assert_ok(store_event_find(bench->conn, &noor, "events/2", &seq, NULL));
	assert_int_equal(store_event_find(bench->conn, &noor, "events/1", &seq, &hidden), STATUS_INVALID_ARGUMENT);
	assert_int_equal(store_event_find(bench->conn, &noor, "events/9", &seq, &absent), STATUS_INVALID_ARGUMENT);
	assert_string_equal(hidden.message, absent.message);
	assert_ok(store_event_find(bench->conn, &everybody, "events/1", &seq, NULL));
	assert_ok(store_event_last(bench->conn, &seq, NULL));
	list(bench, &everybody, seq, NULL, 10, 0, &seq);
}

static void a_plugins_place_moves_on_and_never_back(void **state)
{
	struct bench *bench = *state;
	int64_t seq = -1;
	bool disabled = true;

	assert_ok(store_event_cursor_get(bench->conn, "reminders", &seq, &disabled, NULL));
	assert_int_equal(seq, 0);
	assert_false(disabled);
	assert_ok(store_event_cursor_set(bench->conn, "reminders", 3, NULL));
	assert_ok(store_event_cursor_disable(bench->conn, "reminders", true, NULL));
	assert_ok(store_event_cursor_set(bench->conn, "reminders", 2, NULL));
	assert_ok(store_event_cursor_get(bench->conn, "reminders", &seq, &disabled, NULL));
	assert_int_equal(seq, 3);
	assert_true(disabled);
}

#define with_events(test) cmocka_unit_test_setup_teardown(test, open_with_events, bench_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_events(each_sees_the_events_they_are_in_the_audience_of),
		with_events(a_program_sees_none_about_what_only_the_coach_knew),
		with_events(types_are_told_apart_whole_or_by_their_beginning),
		with_events(a_limit_leaves_the_rest_for_the_next_time),
		with_events(the_name_of_an_unseen_event_leads_nowhere),
		with_events(a_plugins_place_moves_on_and_never_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
