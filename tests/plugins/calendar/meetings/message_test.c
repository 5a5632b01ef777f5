/* Scheduling messages (iTIP) that somebody imports into the built plugin: what becomes of meetings, and what is said.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../host.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALENDAR(method, events) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" method events "END:VCALENDAR\r\n"
#define SNAPSHOT(events)         CALENDAR("", events)
#define REQUEST(events)          CALENDAR("METHOD:REQUEST\r\n", events)
#define CANCEL(events)           CALENDAR("METHOD:CANCEL\r\n", events)
#define REPLY(events)            CALENDAR("METHOD:REPLY\r\n", events)
#define ADD(events)              CALENDAR("METHOD:ADD\r\n", events)
#define COUNTER(events)          CALENDAR("METHOD:COUNTER\r\n", events)
#define EVENT(uid, version, lines)                                                                                     \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nSEQUENCE:" version "\r\nORGANIZER:mailto:piet@acme.example\r\n"                \
	"SUMMARY:Visit with Acme\r\n" lines "END:VEVENT\r\n"
#define VERSION(sequence, day) #sequence "\r\nDTSTAMP:202601" #day "T000000Z"
#define AT(day, hour)          "DTSTART;TZID=Europe/Amsterdam:202603" #day "T" #hour "0000\r\nDURATION:PT1H\r\n"
#define WEEKLY(count)          AT(09, 10) "RRULE:FREQ=WEEKLY;COUNT=" #count "\r\n"
#define OF(day)                "RECURRENCE-ID;TZID=Europe/Amsterdam:202603" #day "T100000\r\n"
#define ANNA(answer)           "ATTENDEE;PARTSTAT=" answer ":mailto:anna@ridealong.example\r\n"

static int set_up(void **state)
{
	struct ridealong_host *host = calloc(1, sizeof(*host));

	host->now_us = INT64_C(1772438400000000); /* 2026-03-02T08:00:00Z */
	host_start(host);
	*state = host;
	return 0;
}

static int tear_down(void **state)
{
	host_stop(*state, false);
	free(*state);
	return 0;
}

struct counts {
	int created, updated, moved, cancelled;
};

/* The answer, which the caller frees. */
static ImportCalendarResponse *import(struct ridealong_host *host, const char *text)
{
	struct ridealong_work work;
	ImportCalendarResponse *response = host_import(host, text, 700, &work);

	if (!response)
		fail_msg("the import failed: %s", work.message);
	return response;
}

static void assert_counts(const ImportCalendarResponse *response, struct counts expected)
{
	assert_int_equal(response->created, expected.created);
	assert_int_equal(response->updated, expected.updated);
	assert_int_equal(response->moved, expected.moved);
	assert_int_equal(response->cancelled, expected.cancelled);
}

/* It is applied in one calendar; code says more, or is "". */
static void assert_applied(
	struct ridealong_host *host, const char *text, const char *calendar, const char *code, struct counts expected)
{
	ImportCalendarResponse *response = import(host, text);

	assert_non_null(response->message);
	assert_string_equal(response->message->code, code);
	assert_int_equal(response->message->n_calendars, 1);
	assert_string_equal(response->message->calendars[0], calendar);
	assert_counts(response, expected);
	import_calendar_response__free_unpacked(response, NULL);
}

static void assert_ignored(struct ridealong_host *host, const char *text, const char *code)
{
	ImportCalendarResponse *response = import(host, text);

	assert_non_null(response->message);
	assert_string_equal(response->message->code, code);
	assert_true(*response->message->reason);
	assert_int_equal(response->message->n_calendars, 0);
	assert_counts(response, (struct counts){ 0 });
	import_calendar_response__free_unpacked(response, NULL);
}

static void assert_snapshot(struct ridealong_host *host, const char *text, struct counts expected)
{
	ImportCalendarResponse *response = import(host, text);

	assert_null(response->message);
	assert_counts(response, expected);
	import_calendar_response__free_unpacked(response, NULL);
}

static void assert_state(const struct ridealong_host *host, const char *recurrence_id, MeetingState state)
{
	assert_int_equal(host_meeting(host, "a", recurrence_id)->state, state);
}

#define ACTIVE MEETING_STATE_SCHEDULED

static void an_invitation_becomes_a_meeting_and_a_newer_one_moves_it(void **state)
{
	struct ridealong_host *host = *state;

	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), AT(10, 10))), "Invitations", "",
		(struct counts){ .created = 1 });
	assert_string_equal(host_meeting(host, "a", "")->calendar, "Invitations");
	assert_applied(host, REQUEST(EVENT("b", VERSION(0, 01), AT(10, 12))), "Invitations", "",
		(struct counts){ .created = 1 });
	assert_applied(host, REQUEST(EVENT("a", VERSION(1, 02), AT(11, 10))), "Invitations", "",
		(struct counts){ .moved = 1 });
	assert_int_equal(host->meeting_count, 2);
}

static void a_series_that_a_message_moves_as_a_whole_keeps_its_meetings(void **state)
{
	struct ridealong_host *host = *state;

	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), WEEKLY(3))), "Invitations", "",
		(struct counts){ .created = 3 });
	assert_applied(host, REQUEST(EVENT("a", VERSION(1, 02), AT(10, 11) "RRULE:FREQ=WEEKLY;COUNT=3\r\n")),
		"Invitations", "", (struct counts){ .moved = 3 });
	assert_int_equal(host->meeting_count, 3);
}

static void what_lies_outside_of_the_window_is_counted(void **state)
{
	struct ridealong_host *host = *state;
	ImportCalendarResponse *response =
		import(host, REQUEST(EVENT("a", VERSION(0, 01), "DTSTART:20280310T090000Z\r\nDURATION:PT1H\r\n")));

	assert_counts(response, (struct counts){ 0 });
	assert_int_equal(response->outside, 1);
	import_calendar_response__free_unpacked(response, NULL);
}

static void an_older_one_that_comes_late_changes_nothing_and_is_said(void **state)
{
	struct ridealong_host *host = *state;

	assert_applied(host, REQUEST(EVENT("a", VERSION(2, 03), AT(11, 10))), "Invitations", "",
		(struct counts){ .created = 1 });
	assert_ignored(host, REQUEST(EVENT("a", VERSION(1, 04), AT(12, 10))), "MESSAGE_OLD");
	assert_ignored(host, REQUEST(EVENT("a", VERSION(2, 02), AT(12, 10))), "MESSAGE_OLD");
	assert_int_equal(host_meeting(host, "a", "")->start_time->seconds, 1773219600);
}

static void one_occurrence_is_called_off_then_all_and_an_old_invitation_does_not_bring_it_back(void **state)
{
	struct ridealong_host *host = *state;

	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), WEEKLY(3))), "Invitations", "",
		(struct counts){ .created = 3 });
	assert_applied(
		host, CANCEL(EVENT("a", VERSION(1, 02), OF(16))), "Invitations", "", (struct counts){ .cancelled = 1 });
	assert_state(host, "20260316T090000Z", MEETING_STATE_CANCELLED);
	assert_applied(
		host, CANCEL(EVENT("a", VERSION(2, 03), "")), "Invitations", "", (struct counts){ .cancelled = 2 });
	assert_ignored(host, REQUEST(EVENT("a", VERSION(1, 04), WEEKLY(3))), "MESSAGE_OLD");
	assert_state(host, "20260309T090000Z", MEETING_STATE_CANCELLED);
}

static void what_follows_an_occurrence_is_called_off_with_it(void **state)
{
	struct ridealong_host *host = *state;

	assert_applied(host,
		REQUEST(EVENT("a", VERSION(0, 01), WEEKLY(3)) EVENT("a", VERSION(0, 01), OF(23) AT(24, 10))),
		"Invitations", "", (struct counts){ .created = 3 });
	assert_applied(host,
		CANCEL("BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260103T000000Z\r\nSEQUENCE:1\r\n"
		       "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Amsterdam:20260316T100000\r\nEND:VEVENT\r\n"),
		"Invitations", "", (struct counts){ .cancelled = 2 });
	assert_state(host, "20260323T090000Z", MEETING_STATE_CANCELLED);
}

static void a_change_from_an_occurrence_on_moves_all_that_follow(void **state)
{
	struct ridealong_host *host = *state;

	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), WEEKLY(3))), "Invitations", "",
		(struct counts){ .created = 3 });
	assert_applied(host,
		REQUEST(EVENT("a", VERSION(1, 02),
			"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Amsterdam:20260316T100000\r\n" AT(16, 14))),
		"Invitations", "", (struct counts){ .moved = 2 });
	assert_int_equal(host_meeting(host, "a", "20260323T090000Z")->start_time->seconds, 1774270800);
}

static void what_is_called_off_that_nobody_knew_is_not_listed_for_its_length(void **state)
{
	struct ridealong_host *host = *state;
	ImportCalendarResponse *response;

	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), WEEKLY(2))), "Invitations", "",
		(struct counts){ .created = 2 });
	response = import(host, CANCEL(EVENT("a", VERSION(1, 02), OF(17))));
	assert_int_equal(response->refused_total, 0);
	import_calendar_response__free_unpacked(response, NULL);
}

static void an_answer_by_which_the_owner_declines_calls_it_off(void **state)
{
	struct ridealong_host *host = *state;

	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), WEEKLY(2) ANNA("NEEDS-ACTION"))), "Invitations", "",
		(struct counts){ .created = 2 });
	assert_applied(host, REPLY(EVENT("a", VERSION(0, 02), OF(16) ANNA("DECLINED"))), "Invitations", "",
		(struct counts){ .cancelled = 1 });
	assert_applied(host, REPLY(EVENT("a", VERSION(0, 03), ANNA("DECLINED"))), "Invitations", "",
		(struct counts){ .cancelled = 1 });
	assert_ignored(host,
		REPLY(EVENT("a", VERSION(0, 04), "ATTENDEE;PARTSTAT=DECLINED:mailto:klaas@acme.example\r\n")),
		"MESSAGE_STRANGER");
}

static void an_occurrence_is_added(void **state)
{
	struct ridealong_host *host = *state;

	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), WEEKLY(2))), "Invitations", "",
		(struct counts){ .created = 2 });
	assert_applied(
		host, ADD(EVENT("a", VERSION(1, 02), AT(18, 15))), "Invitations", "", (struct counts){ .created = 1 });
	assert_ignored(host, ADD(EVENT("b", VERSION(1, 02), AT(18, 15))), "MESSAGE_ALONE");
}

static void a_proposal_changes_nothing_and_what_is_unknown_is_said(void **state)
{
	struct ridealong_host *host = *state;

	assert_ignored(host, COUNTER(EVENT("a", VERSION(0, 02), AT(12, 10))), "MESSAGE_METHOD");
	assert_ignored(host, CANCEL(EVENT("a", VERSION(0, 02), "")), "MESSAGE_ALONE");
	assert_ignored(host, REPLY(EVENT("a", VERSION(0, 02), ANNA("DECLINED"))), "MESSAGE_ALONE");
	assert_int_equal(host->meeting_count, 0);
	assert_int_equal(host->batches, 0);
	/* With its times it stays off, should an older invitation come late. */
	assert_applied(host, CANCEL(EVENT("a", VERSION(1, 02), AT(12, 10))), "Invitations", "MESSAGE_ALONE",
		(struct counts){ 0 });
	assert_ignored(host, REQUEST(EVENT("a", VERSION(0, 01), AT(12, 10))), "MESSAGE_OLD");
	assert_applied(host, REQUEST(EVENT("b", VERSION(0, 01), AT(12, 10))), "Invitations", "",
		(struct counts){ .created = 1 });
	assert_ignored(host, COUNTER(EVENT("b", VERSION(0, 02), AT(12, 11))), "MESSAGE_METHOD");
}

static void the_same_messages_again_change_nothing(void **state)
{
	static const char *const messages[] = { REQUEST(EVENT("a", VERSION(0, 01), WEEKLY(3) ANNA("NEEDS-ACTION"))),
		REQUEST(EVENT("a", VERSION(0, 02), OF(16) AT(17, 10) ANNA("NEEDS-ACTION"))),
		REPLY(EVENT("a", VERSION(0, 03), OF(09) ANNA("DECLINED"))), ADD(EVENT("a", VERSION(0, 04), AT(19, 15))),
		CANCEL(EVENT("a", VERSION(1, 05), OF(23))) };
	struct ridealong_host *host = *state;

	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
			ImportCalendarResponse *response = import(host, messages[i]);

			if (round > 0)
				assert_counts(response, (struct counts){ 0 });
			import_calendar_response__free_unpacked(response, NULL);
		}
	}
	assert_int_equal(host->meeting_count, 4);
	assert_state(host, "20260309T090000Z", MEETING_STATE_CANCELLED);
	assert_state(host, "20260323T090000Z", MEETING_STATE_CANCELLED);
	assert_int_equal(host_meeting(host, "a", "20260316T090000Z")->start_time->seconds, 1773738000);
}

#define KEPT                                                                                                           \
	EVENT("a", VERSION(0, 01), AT(10, 10))                                                                         \
	EVENT("b", VERSION(0, 01), AT(11, 10)) EVENT("c", VERSION(0, 01), AT(12, 10))

static void it_is_applied_where_its_event_is_and_the_next_snapshot_wins(void **state)
{
	struct ridealong_host *host = *state;

	assert_snapshot(host, SNAPSHOT(KEPT), (struct counts){ .created = 3 });
	assert_applied(
		host, REQUEST(EVENT("a", VERSION(1, 02), AT(10, 14))), "anna.ics", "", (struct counts){ .moved = 1 });
	assert_snapshot(host, SNAPSHOT(KEPT), (struct counts){ 0 }); /* it is not a later one */
	assert_int_equal(host_meeting(host, "a", "")->start_time->seconds, 1773147600);
	assert_snapshot(host, SNAPSHOT(KEPT EVENT("d", VERSION(0, 01), AT(13, 10))),
		(struct counts){ .created = 1, .moved = 1 });
	assert_int_equal(host_meeting(host, "a", "")->start_time->seconds, 1773133200);
	assert_int_equal(host->meeting_count, 4);
}

static void what_a_message_takes_away_of_its_own_event_is_not_held(void **state)
{
	struct ridealong_host *host = *state;

	assert_snapshot(host, SNAPSHOT(EVENT("a", VERSION(0, 01), WEEKLY(3))), (struct counts){ .created = 3 });
	assert_applied(host, REQUEST(EVENT("a", VERSION(1, 02), WEEKLY(1))), "anna.ics", "",
		(struct counts){ .cancelled = 2 });
	assert_applied(host, REQUEST(EVENT("b", VERSION(0, 01), WEEKLY(3))), "Invitations", "",
		(struct counts){ .created = 3 });
	assert_applied(host, REQUEST(EVENT("b", VERSION(1, 02), WEEKLY(1))), "Invitations", "",
		(struct counts){ .cancelled = 2 });
}

static void every_copy_hears_of_it(void **state)
{
	struct ridealong_host *host = *state;
	ImportCalendarResponse *response;

	assert_snapshot(host, SNAPSHOT(KEPT), (struct counts){ .created = 3 });
	assert_snapshot(host, SNAPSHOT(EVENT("b", VERSION(0, 01), AT(11, 10)) EVENT("c", VERSION(0, 01), AT(12, 10))),
		(struct counts){ .cancelled = 1 });
	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), AT(10, 10))), "Invitations", "",
		(struct counts){ .created = 1 });
	assert_snapshot(host, SNAPSHOT(KEPT), (struct counts){ .updated = 1 });
	response = import(host, CANCEL(EVENT("a", VERSION(1, 02), "")));
	assert_int_equal(response->message->n_calendars, 2);
	assert_string_equal(response->message->calendars[0], "Invitations");
	assert_string_equal(response->message->calendars[1], "anna.ics");
	assert_counts(response, (struct counts){ .cancelled = 2 });
	import_calendar_response__free_unpacked(response, NULL);
}

static void an_invitation_that_comes_into_the_owners_calendar_goes_on_there(void **state)
{
	struct ridealong_host *host = *state;

	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), AT(10, 10))), "Invitations", "",
		(struct counts){ .created = 1 });
	assert_applied(host, REQUEST(EVENT("other", VERSION(0, 01), AT(10, 12))), "Invitations", "",
		(struct counts){ .created = 1 });
	assert_snapshot(host, SNAPSHOT(EVENT("a", VERSION(1, 02), AT(10, 14)) EVENT("b", VERSION(0, 01), AT(11, 10))),
		(struct counts){ .created = 1, .moved = 1 });
	assert_int_equal(host->meeting_count, 3);
	assert_string_equal(host_meeting(host, "a", "")->calendar, "anna.ics");
	assert_string_equal(host_meeting(host, "other", "")->calendar, "Invitations");
	assert_applied(host, CANCEL(EVENT("a", VERSION(2, 03), "")), "anna.ics", "", (struct counts){ .cancelled = 1 });
	assert_applied(
		host, CANCEL(EVENT("other", VERSION(2, 03), "")), "Invitations", "", (struct counts){ .cancelled = 1 });
}

static void the_calendar_of_invitations_goes_with_the_last_of_them(void **state)
{
	ListCalendarsRequest request = LIST_CALENDARS_REQUEST__INIT;
	struct ridealong_host *host = *state;
	ListCalendarsResponse *response;
	struct ridealong_work work = { 0 };

	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), AT(10, 10))), "Invitations", "",
		(struct counts){ .created = 1 });
	assert_snapshot(host, SNAPSHOT(KEPT), (struct counts){ .created = 2 });
	host_call(host, "ridealong.v1.Calendars/ListCalendars", &request.base, "people/1", &work);
	assert_int_equal(work.status, STATUS_OK);
	response = list_calendars_response__unpack(NULL, work.length, work.bytes);
	assert_int_equal(response->n_calendars, 1);
	assert_string_equal(response->calendars[0]->name, "people/1/calendars/anna.ics");
	list_calendars_response__free_unpacked(response, NULL);
	free(work.bytes);
}

static void an_export_that_says_request_is_a_calendar(void **state)
{
	struct ridealong_host *host = *state;

	assert_snapshot(host, REQUEST(KEPT), (struct counts){ .created = 3 });
	host->accept_cancellations = true;
	assert_snapshot(host, REQUEST(EVENT("a", VERSION(0, 01), AT(10, 10))), (struct counts){ .cancelled = 2 });
}

static void assert_refused(struct ridealong_host *host, const char *text, const char *beginning)
{
	struct ridealong_work work;

	assert_null(host_import(host, text, 700, &work));
	assert_int_equal(work.status, STATUS_INVALID_ARGUMENT);
	assert_string_equal(work.reason, "FILE_REFUSED");
	if (strncmp(work.message, beginning, strlen(beginning)) != 0)
		fail_msg("%s", work.message);
}

static void what_is_neither_a_message_nor_a_calendar_is_refused(void **state)
{
	struct ridealong_host *host = *state;

	assert_snapshot(host, SNAPSHOT(KEPT), (struct counts){ .created = 3 });
	assert_refused(host, REPLY(KEPT), "anna.ics holds several messages (METHOD:REPLY");
	assert_refused(host, ADD(""), "the message holds no event");
	assert_refused(host, ADD("BEGIN:VEVENT\r\nDTSTAMP:20260101T000000Z\r\nEND:VEVENT\r\n"),
		"anna.ics is a message of METHOD:ADD that does not say which event");
	assert_refused(host, "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:a\r\n",
		"anna.ics breaks off in the middle");
	assert_refused(host, REQUEST(EVENT("a", VERSION(1, 02), "")) REPLY(EVENT("a", VERSION(1, 02), "")),
		"anna.ics holds several messages (METHOD:REQUEST");
	assert_int_equal(host->batches, 1);
}

static void what_cannot_be_read_of_a_message_does_not_replace_what_could(void **state)
{
	struct ridealong_host *host = *state;

	assert_applied(host, REQUEST(EVENT("a", VERSION(0, 01), AT(10, 10))), "Invitations", "",
		(struct counts){ .created = 1 });
	assert_ignored(host, REQUEST(EVENT("a", VERSION(1, 02), "DTSTART:20260231T100000Z\r\n")), "LINE_NO_MOMENT");
	assert_ignored(host, REQUEST(EVENT("a", VERSION(1, 02), "")), "NO_START");
	assert_ignored(host, CANCEL(EVENT("a", VERSION(1, 02), "RECURRENCE-ID:soon\r\n")), "LINE_NO_MOMENT");
	assert_state(host, "", ACTIVE);
}

static void what_messages_said_outlives_the_plugin_and_a_lost_shelf_cancels_nothing(void **state)
{
	struct ridealong_host *host = *state;
	char path[100];

	assert_applied(host, REQUEST(EVENT("a", VERSION(1, 01), AT(10, 10))), "Invitations", "",
		(struct counts){ .created = 1 });
	assert_applied(host, REQUEST(EVENT("b", VERSION(1, 01), AT(11, 10))), "Invitations", "",
		(struct counts){ .created = 1 });
	host_stop(host, true);
	host_start(host);
	assert_ignored(host, REQUEST(EVENT("a", VERSION(0, 01), AT(10, 12))), "MESSAGE_OLD");
	host_stop(host, true);
	snprintf(path, sizeof(path), "%s/shelf.db", host->data_dir);
	assert_int_equal(remove(path), 0);
	host_start(host);
	assert_applied(host, REQUEST(EVENT("b", VERSION(2, 02), AT(11, 12))), "Invitations", "",
		(struct counts){ .moved = 1 });
	assert_state(host, "", ACTIVE);
}

static void who_reads_dutch_hears_of_it_in_dutch(void **state)
{
	struct ridealong_host *host = *state;
	ImportCalendarResponse *response;

	host->locale = "nl";
	response = import(host, CANCEL(EVENT("a", VERSION(0, 02), "")));
	assert_string_equal(response->message->reason, "het bericht gaat over iets dat niet in de agenda staat");
	import_calendar_response__free_unpacked(response, NULL);
}

#define with_plugin(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_plugin(an_invitation_becomes_a_meeting_and_a_newer_one_moves_it),
		with_plugin(a_series_that_a_message_moves_as_a_whole_keeps_its_meetings),
		with_plugin(what_lies_outside_of_the_window_is_counted),
		with_plugin(an_older_one_that_comes_late_changes_nothing_and_is_said),
		with_plugin(one_occurrence_is_called_off_then_all_and_an_old_invitation_does_not_bring_it_back),
		with_plugin(what_follows_an_occurrence_is_called_off_with_it),
		with_plugin(a_change_from_an_occurrence_on_moves_all_that_follow),
		with_plugin(what_is_called_off_that_nobody_knew_is_not_listed_for_its_length),
		with_plugin(an_answer_by_which_the_owner_declines_calls_it_off),
		with_plugin(an_occurrence_is_added),
		with_plugin(a_proposal_changes_nothing_and_what_is_unknown_is_said),
		with_plugin(the_same_messages_again_change_nothing),
		with_plugin(it_is_applied_where_its_event_is_and_the_next_snapshot_wins),
		with_plugin(what_a_message_takes_away_of_its_own_event_is_not_held),
		with_plugin(every_copy_hears_of_it),
		with_plugin(an_invitation_that_comes_into_the_owners_calendar_goes_on_there),
		with_plugin(the_calendar_of_invitations_goes_with_the_last_of_them),
		with_plugin(an_export_that_says_request_is_a_calendar),
		with_plugin(what_is_neither_a_message_nor_a_calendar_is_refused),
		with_plugin(what_cannot_be_read_of_a_message_does_not_replace_what_could),
		with_plugin(what_messages_said_outlives_the_plugin_and_a_lost_shelf_cancels_nothing),
		with_plugin(who_reads_dutch_hears_of_it_in_dutch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
