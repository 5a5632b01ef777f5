/* tests — secrecy: two histories with equal request ids, one of them with sessions the coachee must not know of. What
 * the coachee gets in the two is compared byte for byte. */
#include "story.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/domain/see.h"
#include "daemon/service/session.h"
#include "daemon/store/meeting.h"
#include "ridealong/v1/event.pb-c.h"

extern Events_Service service_events;

/* A history: everything Noor gets, as hex lines. */
struct history {
	struct fixture *fixture;
	char *text;
	size_t size;
	FILE *out;
	int calls;
};

static void write_message(FILE *out, const ProtobufCMessage *message)
{
	size_t size = protobuf_c_message_get_packed_size(message);
	uint8_t *bytes = malloc(size + 1);

	protobuf_c_message_pack(message, bytes);
	for (size_t i = 0; i < size; i++)
		fprintf(out, "%02x", bytes[i]);
	free(bytes);
}

/* Calls as Noor under a request id that both histories share, and writes down what comes back. */
static void ask(struct history *history, void *service, const char *method, const void *in)
{
	struct fixture *f = history->fixture;
	char id[32];
	ProtobufCMessage *reply = NULL;
	enum status st;

	snprintf(id, sizeof(id), "noor-%d", ++history->calls);
	st = fixture_call_as(f, &f->noor, id, service, method, in, &reply);
	fprintf(history->out, "%d %s: %s ", history->calls, method, status_name(st));
	if (st == STATUS_OK)
		write_message(history->out, reply);
	else
		fprintf(history->out, "%s %s %s", f->error.reason, f->error.field == NULL ? "" : f->error.field,
			f->error.message);
	fprintf(history->out, "\n");
}

static void ask_all(struct history *history)
{
	ListSessionsRequest sessions = LIST_SESSIONS_REQUEST__INIT;
	GetSessionRequest session = GET_SESSION_REQUEST__INIT;
	GetPreparationRequest preparation = GET_PREPARATION_REQUEST__INIT;
	ListPreparationsRequest preparations = LIST_PREPARATIONS_REQUEST__INIT;
	ListOneOnOneItemsRequest items = LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT;
	ListActionPointsRequest points = LIST_ACTION_POINTS_REQUEST__INIT;
	ListRemindersRequest reminders = LIST_REMINDERS_REQUEST__INIT;
	ListEventsRequest events = LIST_EVENTS_REQUEST__INIT;
	static const char *const aliases[] = { "sessions/@now", "sessions/@next", "sessions/@last" };

	sessions.page_size = 1;
	ask(history, &service_sessions, "ListSessions", &sessions);
	sessions.page_size = 0;
	sessions.meeting = "meetings/secret";
	ask(history, &service_sessions, "ListSessions", &sessions);
	for (size_t i = 0; i < 3; i++) {
		session.name = (char *)aliases[i];
		ask(history, &service_sessions, "GetSession", &session);
	}
	preparation.name = "meetings/secret/preparation";
	ask(history, &service_preparations, "GetPreparation", &preparation);
	preparation.name = "meetings/@next/preparation";
	ask(history, &service_preparations, "GetPreparation", &preparation);
	ask(history, &service_preparations, "ListPreparations", &preparations);
	ask(history, &service_one_on_ones, "ListOneOnOneItems", &items);
	ask(history, &service_action_points, "ListActionPoints", &points);
	ask(history, &service_reminders, "ListReminders", &reminders);
	ask(history, &service_events, "ListEvents", &events);
}

static void invite(struct history *history, const char *meeting)
{
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;

	in.meeting = (char *)meeting;
	in.coach = "people/ruud";
	ask(history, &service_sessions, "PlanSession", &in);
}

static void prepare(struct history *history, const char *meeting)
{
	WritePreparationRequest in = WRITE_PREPARATION_REQUEST__INIT;

	in.name = arena_printf(history->fixture->arena, "%s/preparation", meeting);
	in.lines = "* 1 een datum\n2 gehaast";
	in.submit = true;
	ask(history, &service_preparations, "WritePreparation", &in);
}

/* A write of the coachee's calendar: it moves one meeting and tells of another, under one request id. */
static void import(struct history *history, const char *meeting, int64_t start)
{
	struct fixture *f = history->fixture;
	struct call *call = fixture_bare_call(f, &f->noor, "ridealong.v1.Meetings/BatchUpsertMeetings");
	Meeting *moved;

	call->request_id = "import";
	assert_int_equal(store_meeting_get(f->conn, meeting, f->arena, &moved, NULL), STATUS_OK);
	moved->start_time = instant_new(f->arena, start);
	moved->end_time = instant_new(f->arena, start + CLOCK_HOUR);
	assert_int_equal(store_begin_write(f->conn, NULL), STATUS_OK);
	assert_int_equal(store_meeting_update(f->conn, moved, NULL), STATUS_OK);
	assert_int_equal(service_session_meeting_moved(call, moved), STATUS_OK);
	fprintf(history->out, "the next meeting: %s\n", call_new_name(call, "meetings"));
	assert_int_equal(store_commit(f->conn, NULL), STATUS_OK);
}

/* What both histories have in common. */
static void begin(struct history *history, void **state)
{
	struct fixture *f;

	assert_int_equal(fixture_open(state), 0);
	history->fixture = f = *state;
	history->calls = 0;
	history->out = open_memstream(&history->text, &history->size);
	story_tell_team(f);
	story_meeting(f, "known", "people/noor", STORY_START);
	story_meeting(f, "sams-first", "people/sam", STORY_START + CLOCK_DAY);
	story_meeting(f, "secret", "people/noor", STORY_START + 6 * CLOCK_DAY);
	story_meeting(f, "beside", "people/noor", STORY_START + 6 * CLOCK_DAY + 30 * CLOCK_MINUTE);
	story_meeting(f, "sams", "people/sam", STORY_START + 7 * CLOCK_DAY);
	story_meeting(f, "as-sams", "people/noor", STORY_START + 7 * CLOCK_DAY);
	assert_int_equal(
		fixture_call_as(f, &f->ruud, "plan-1", &service_sessions, "PlanSession",
			&(PlanSessionRequest){ .base = PROTOBUF_C_MESSAGE_INIT(&plan_session_request__descriptor),
				.meeting = "meetings/known",
				.coach = "",
				.coach_focus = "",
				.coachee_focus = "",
				.invite_note = "" },
			NULL),
		STATUS_OK);
	assert_int_equal(
		fixture_call_as(f, &f->ruud, "plan-2", &service_sessions, "PlanSession",
			&(PlanSessionRequest){ .base = PROTOBUF_C_MESSAGE_INIT(&plan_session_request__descriptor),
				.meeting = "meetings/sams-first",
				.coach = "",
				.coach_focus = "",
				.coachee_focus = "",
				.invite_note = "" },
			NULL),
		STATUS_OK);
}

static void plan_hidden(struct fixture *f, const char *meeting)
{
	Session *session = NULL;

	assert_ok(f, story_plan(f, &f->ruud, meeting, NULL, true, &session));
	assert_true(session->unannounced);
}

/* What Noor does, before anything would be revealed. */
static void go_on(struct history *history)
{
	struct fixture *f = history->fixture;
	GetSessionRequest guess = GET_SESSION_REQUEST__INIT;

	ask_all(history);
	guess.name = "sessions/00000000-0000-7000-8000-000000000000";
	ask(history, &service_sessions, "GetSession", &guess);
	prepare(history, "meetings/known");
	prepare(history, "meetings/secret");
	ask_all(history);
	import(history, "meetings/secret", STORY_START + 6 * CLOCK_DAY + 2 * CLOCK_HOUR);
	f->now += CLOCK_HOUR;
	invite(history, "meetings/beside");
	invite(history, "meetings/secret");
	invite(history, "meetings/as-sams");
	invite(history, "meetings/sams");
	ask_all(history);
	story_until(f, STORY_START + 6 * CLOCK_DAY - 3 * CLOCK_HOUR);
	ask_all(history);
}

static void what_the_coachee_gets_is_equal_byte_for_byte(void **state)
{
	struct history with = { 0 }, without = { 0 };
	void *one, *two;

	(void)state;
	begin(&with, &one);
	plan_hidden(with.fixture, "meetings/secret");
	plan_hidden(with.fixture, "meetings/sams");
	go_on(&with);
	begin(&without, &two);
	go_on(&without);
	fclose(with.out);
	fclose(without.out);
	assert_true(with.size > 1000);
	assert_string_equal(with.text, without.text);
	/* The coach, however, is asked what to do about the invitations. */
	assert_int_equal(fixture_events(with.fixture, "session.collided", "people/ruud"), 2);
	assert_int_equal(fixture_events(with.fixture, "session.collided", "people/noor"), 0);
	free(with.text);
	free(without.text);
	fixture_close(&one);
	fixture_close(&two);
}

static Session *planned_unannounced(struct fixture *f)
{
	Session *session = story_planned(f), *hidden = NULL;

	story_takes_place(f, session);

	story_tell_team(f);
	story_meeting(f, "secret", "people/noor", STORY_START + CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/secret", NULL, true, &hidden));
	return hidden;
}

static void it_comes_unannounced_only_within_the_policy(void **state)
{
	struct fixture *f = *state;

	story_meeting(f, "first", "people/noor", STORY_START);
	story_meeting(f, "second", "people/noor", STORY_START + CLOCK_DAY);
	story_meeting(f, "third", "people/noor", STORY_START + 2 * CLOCK_DAY);
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, "meetings/first", NULL, true, NULL));
	story_tell_team(f);
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, "meetings/first", NULL, true, NULL));
	assert_ok(f, story_plan(f, &f->ruud, "meetings/first", NULL, false, NULL));
	assert_ok(f, story_plan(f, &f->ruud, "meetings/second", NULL, true, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, "meetings/third", NULL, true, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, story_plan(f, &f->noor, "meetings/third", "people/ruud", true, NULL));
}

static void it_is_revealed_an_hour_before_departure(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f), *seen;
	int64_t reveal = STORY_START + CLOCK_DAY - 90 * CLOCK_MINUTE;

	story_until(f, reveal - 1);
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", hidden->name, NULL));
	assert_int_equal(fixture_events(f, "session.planned", "people/noor"), 1);
	assert_int_equal(story_count(f, &f->noor), 1);
	assert_int_equal(story_count(f, &f->ruud), 2);
	story_until(f, reveal);
	assert_ok(f, story_do(f, &f->noor, "GetSession", hidden->name, &seen));
	assert_int_equal(seen->state, SESSION_STATE_CONFIRMED);
	assert_int_equal(instant_us(seen->reveal_time), reveal);
	assert_int_equal(fixture_events(f, "session.revealed", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.revealed", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.planned", "people/noor"), 1);
}

static void a_hidden_one_that_starts_is_revealed_by_it(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f);

	f->now = STORY_START + CLOCK_DAY - 3 * CLOCK_HOUR;
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "StartSession", hidden->name, NULL));
	assert_ok(f, story_do(f, &f->ruud, "StartSession", hidden->name, NULL));
	assert_int_equal(fixture_events(f, "session.revealed", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.started", "people/noor"), 2);
}

static void a_hidden_one_that_is_cancelled_was_never_there(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f);
	int before = fixture_events(f, NULL, "people/noor");

	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "CancelSession", hidden->name, NULL));
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", hidden->name, NULL));
	assert_int_equal(fixture_events(f, NULL, "people/noor"), before);
	assert_int_equal(fixture_events(f, "session.cancelled", "people/ruud"), 1);
	story_until(f, STORY_START + 3 * CLOCK_DAY);
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", hidden->name, NULL));
}

static void a_hidden_one_gives_way_to_an_invitation(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f), *seen;

	assert_ok(f, story_plan(f, &f->noor, "meetings/secret", "people/ruud", false, NULL));
	story_until(f, STORY_START + CLOCK_DAY - CLOCK_HOUR);
	assert_ok(f, story_do(f, &f->ruud, "GetSession", hidden->name, &seen));
	assert_int_equal(seen->state, SESSION_STATE_CANCELLED);
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", hidden->name, NULL));
	assert_int_equal(fixture_events(f, "session.revealed", NULL), 0);
}

static void nobody_is_reminded_of_what_is_hidden(void **state)
{
	struct fixture *f = *state;
	CreateReminderRequest in = CREATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT;

	reminder.key = "reveal/early";
	reminder.kind = REMINDER_KIND_REVEAL;
	reminder.person = "people/noor";
	reminder.session = planned_unannounced(f)->name;
	in.reminder = &reminder;
	assert_status(
		f, STATUS_NOT_FOUND, fixture_call(f, &f->plugin, &service_reminders, "CreateReminder", &in, NULL));
	reminder.person = "people/ruud";
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "CreateReminder", &in, NULL));
}

static void a_program_does_not_see_hidden_ones(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f);

	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->program, "GetSession", hidden->name, NULL));
	assert_int_equal(story_count(f, &f->program), 1);
	assert_int_equal(story_count(f, &f->plugin), 2);
	assert_int_equal(story_count(f, &f->admin), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_coachee_gets_is_equal_byte_for_byte),
		with_fixture(it_comes_unannounced_only_within_the_policy),
		with_fixture(it_is_revealed_an_hour_before_departure),
		with_fixture(a_hidden_one_that_starts_is_revealed_by_it),
		with_fixture(a_hidden_one_that_is_cancelled_was_never_there),
		with_fixture(a_hidden_one_gives_way_to_an_invitation),
		with_fixture(nobody_is_reminded_of_what_is_hidden),
		with_fixture(a_program_does_not_see_hidden_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
