/* The built plugin in a host of the test's own: real bytes over the real border. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BEGIN             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ridealong//Test//EN\r\n"
#define END               "END:VCALENDAR\r\n"
#define EVENT(uid, lines) "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20260101T000000Z\r\n" lines "END:VEVENT\r\n"

#define VISIT                                                                                                          \
	EVENT("visit", "DTSTART;TZID=Europe/Amsterdam:20260310T100000\r\nDURATION:PT1H\r\nSUMMARY:Visit with "         \
		       "Acme\r\n")
#define WEEKLY                                                                                                         \
	EVENT("weekly", "DTSTART:20260309T090000Z\r\nDURATION:PT30M\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY:"          \
			"Weekly\r\n")

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
	int created, updated, moved, unchanged, cancelled, outside, refused;
};

static void assert_import(struct ridealong_host *host, const char *text, struct counts expected)
{
	struct ridealong_work work;
	ImportCalendarResponse *response = host_import(host, text, 100, &work);

	if (!response)
		fail_msg("the import failed: %s", work.message);
	assert_true(response->done);
	assert_int_equal(response->received, strlen(text));
	assert_int_equal(response->created, expected.created);
	assert_int_equal(response->updated, expected.updated);
	assert_int_equal(response->moved, expected.moved);
	assert_int_equal(response->unchanged, expected.unchanged);
	assert_int_equal(response->cancelled, expected.cancelled);
	assert_int_equal(response->outside, expected.outside);
	assert_int_equal(response->refused_total, expected.refused);
	assert_string_equal(response->window_from, "2026-01-01");
	assert_string_equal(response->window_until, "2027-04-06");
	import_calendar_response__free_unpacked(response, NULL);
}

static void the_same_file_again_changes_nothing(void **state)
{
	struct ridealong_host *host = *state;

	assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .created = 4 });
	for (int i = 0; i < 5; i++)
		assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .unchanged = 4 });
	assert_int_equal(host->meeting_count, 4);
	assert_string_equal(host->meetings[0]->calendar, "anna.ics");
	assert_string_equal(host->last_act_as, "people/1");
	assert_string_equal(host_meeting(host, "visit", "")->customer, "Acme");
	assert_int_equal(host_meeting(host, "visit", "")->start_time->seconds, 1773133200);
	assert_string_equal(host_meeting(host, "visit", "")->time_zone, "Europe/Amsterdam");
	assert_int_equal(host_meeting(host, "weekly", "20260316T090000Z")->start_time->seconds, 1773651600);
}

static void a_move_keeps_the_meeting(void **state)
{
	struct ridealong_host *host = *state;

	assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .created = 4 });
	assert_import(host,
		BEGIN EVENT("visit", "DTSTART:20260311T120000Z\r\nDURATION:PT1H\r\nSUMMARY:Visit with Acme\r\n")
			WEEKLY EVENT("weekly", "RECURRENCE-ID:20260316T090000Z\r\nDTSTART:20260317T100000Z\r\n"
					       "DURATION:PT30M\r\nSUMMARY:Weekly\r\n") END,
		(struct counts){ .moved = 2, .unchanged = 2 });
	assert_int_equal(host->meeting_count, 4);
	assert_int_equal(host_meeting(host, "weekly", "20260316T090000Z")->start_time->seconds, 1773741600);
}

static void what_is_called_off_or_gone_is_cancelled(void **state)
{
	struct ridealong_host *host = *state;

	assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .created = 4 });
	host->accept_cancellations = true;
	assert_import(host,
		BEGIN EVENT("visit", "DTSTART:20260310T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Visit with Acme\r\n"
				     "STATUS:CANCELLED\r\n") END,
		(struct counts){ .cancelled = 4 });
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(host->meetings[i]->state, MEETING_STATE_CANCELLED);
	assert_string_equal(host_meeting(host, "weekly", "20260316T090000Z")->title, "Weekly");
	assert_import(host, BEGIN END, (struct counts){ 0 });
	assert_import(host, BEGIN VISIT END, (struct counts){ .updated = 1 });
	assert_int_equal(host_meeting(host, "visit", "")->state, MEETING_STATE_SCHEDULED);
}

static void what_is_past_is_not_cancelled_by_its_absence(void **state)
{
	struct ridealong_host *host = *state;
	ImportCalendarResponse *response;
	struct ridealong_work work;

	assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .created = 4 });
	host->now_us += INT64_C(9) * 86400 * 1000000; /* 2026-03-11 */
	host->accept_cancellations = true;
	response = host_import(host, BEGIN END, 1000, &work);
	assert_non_null(response);
	assert_int_equal(response->cancelled, 2); /* of the 16th and the 23rd; the 9th and the visit are past */
	import_calendar_response__free_unpacked(response, NULL);
	assert_int_equal(host_meeting(host, "visit", "")->state, MEETING_STATE_SCHEDULED);
}

static void response_ignore(struct ridealong_host *host, const char *text)
{
	struct ridealong_work work;
	ImportCalendarResponse *response = host_import(host, text, 1000, &work);

	assert_non_null(response);
	import_calendar_response__free_unpacked(response, NULL);
}

static void a_calendar_that_loses_most_of_what_is_coming_is_held(void **state)
{
	struct ridealong_host *host = *state;
	struct ridealong_work work;

	assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .created = 4 });
	host->batches = 0;
	assert_null(host_import(host, BEGIN END, 1000, &work));
	assert_int_equal(work.status, STATUS_FAILED_PRECONDITION);
	assert_string_equal(work.reason, "CANCELS_MOST");
	assert_string_equal(work.message,
		"4 of the 4 meetings that are coming would be cancelled: nothing was changed; if that is right, do it "
		"again with --accept-cancellations");
	assert_int_equal(host->batches, 0);
	assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .unchanged = 4 });
	host->locale = "nl";
	assert_null(host_import(host, BEGIN VISIT END, 1000, &work));
	assert_string_equal(work.message,
		"3 van de 4 komende afspraken zouden worden afgezegd: er is niets veranderd; klopt dat, doe het dan "
		"opnieuw met --accept-cancellations");
	host->accept_cancellations = true;
	assert_import(host, BEGIN VISIT END, (struct counts){ .unchanged = 1, .cancelled = 3 });
}

static void a_calendar_that_has_not_changed_is_not_compared(void **state)
{
	static const char text[] =
		BEGIN VISIT EVENT("old", "DTSTART:20200310T090000Z\r\n") EVENT("bad", "DTSTART:never\r\n") END;
	struct ridealong_host *host = *state;
	struct ridealong_work work;
	ImportCalendarResponse *response;

	assert_import(host, text, (struct counts){ .created = 1, .outside = 1, .refused = 1 });
	meeting__free_unpacked(host->meetings[--host->meeting_count], NULL); /* nobody looks */
	assert_import(host, text, (struct counts){ .unchanged = 1, .outside = 1, .refused = 1 });
	host->locale = "nl";
	response = host_import(host, text, 1000, &work);
	assert_non_null(response);
	assert_int_equal(response->events, 3);
	assert_string_equal(response->refused[0]->uid, "bad");
	assert_string_equal(response->refused[0]->reason, "regel 19: DTSTART is geen datum of tijd: \"never\"");
	import_calendar_response__free_unpacked(response, NULL);
	host->mark[0] = '\0'; /* a backup was restored, or somebody else has sent a batch */
	assert_import(host, text, (struct counts){ .created = 1, .outside = 1, .refused = 1 });
}

static void another_day_or_another_file_is_compared(void **state)
{
	struct ridealong_host *host = *state;
	char before[130];

	assert_import(host, BEGIN VISIT END, (struct counts){ .created = 1 });
	strcpy(before, host->mark);
	assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .created = 3, .unchanged = 1 });
	assert_string_not_equal(host->mark, before);
	strcpy(before, host->mark);
	host->now_us += INT64_C(86400000000);
	response_ignore(host, BEGIN VISIT WEEKLY END);
	assert_string_not_equal(host->mark, before);
}

#define SERIES(start, more)                                                                                            \
	EVENT("series", "DTSTART:" start "\r\nDURATION:PT1H\r\nSUMMARY:Series\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\n" more)

static void a_series_that_is_moved_as_a_whole_keeps_its_meetings(void **state)
{
	struct ridealong_host *host = *state;
	struct counts moved = { .moved = 5 };

	assert_import(host, BEGIN SERIES("20260310T090000Z", "") END, (struct counts){ .created = 5 });
	assert_import(host, BEGIN SERIES("20260311T100000Z", "") END, moved);
	assert_import(host, BEGIN SERIES("20260311T100000Z", "") END, (struct counts){ .unchanged = 5 });
	assert_import(host, BEGIN SERIES("20260314T100000Z", "") END, moved); /* Wednesday to Saturday */
	assert_import(host, BEGIN SERIES("20260309T080000Z", "") END, moved); /* and back to Monday */
	assert_int_equal(host->meeting_count, 5);
	assert_int_equal(host_meeting(host, "series", "20260406T080000Z")->start_time->seconds, 1775462400);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(host->meetings[i]->state, MEETING_STATE_SCHEDULED);
}

static void what_is_past_of_a_moved_series_stays_as_it_was(void **state)
{
	struct ridealong_host *host = *state;
	struct ridealong_work work;
	ImportCalendarResponse *response;

	assert_import(host, BEGIN SERIES("20260310T090000Z", "") END, (struct counts){ .created = 5 });
	host->now_us = INT64_C(1773741600000000); /* 2026-03-17T10:00:00Z: two are past */
	response = host_import(host, BEGIN SERIES("20260311T100000Z", "") END, 1000, &work);
	assert_non_null(response);
	assert_int_equal(response->moved, 3);
	assert_int_equal(response->unchanged, 2);
	import_calendar_response__free_unpacked(response, NULL);
	assert_int_equal(host->meeting_count, 5);
	assert_int_equal(host_meeting(host, "series", "20260317T090000Z")->start_time->seconds, 1773738000);
}

static void an_exception_with_a_date_of_its_own_in_that_week_is_a_move(void **state)
{
	struct ridealong_host *host = *state;

	assert_import(host, BEGIN SERIES("20260310T090000Z", "") END, (struct counts){ .created = 5 });
	assert_import(host,
		BEGIN SERIES("20260310T090000Z", "EXDATE:20260317T090000Z\r\nRDATE:20260319T110000Z\r\n") END,
		(struct counts){ .moved = 1, .unchanged = 4 });
	assert_int_equal(host->meeting_count, 5);
	assert_import(host,
		BEGIN SERIES("20260310T090000Z", "EXDATE:20260317T090000Z\r\nRDATE:20260419T110000Z\r\n") END,
		(struct counts){ .created = 1, .unchanged = 4, .cancelled = 1 });
}

static void what_could_be_two_is_not_guessed_at(void **state)
{
	struct ridealong_host *host = *state;

	host->accept_cancellations = true;
	assert_import(host,
		BEGIN EVENT("long", "DTSTART:20250310T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;UNTIL="
				    "20260320T000000Z\r\n") END,
		(struct counts){ .created = 11 });
	/* from Monday to Friday, or to the Friday before? */
	assert_import(host,
		BEGIN EVENT("long", "DTSTART:20250314T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;UNTIL="
				    "20260321T000000Z\r\n") END,
		(struct counts){ .created = 12, .cancelled = 3 });
}

static void the_window_moves_on_by_itself(void **state)
{
	struct ridealong_host *host = *state;
	struct ridealong_work work;

	assert_import(host,
		BEGIN EVENT("ever", "DTSTART:20260302T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n") END,
		(struct counts){ .created = 58 });
	for (int day = 0; day < 7; day++) {
		assert_true(host_due(host, "roll ") > host->now_us);
		assert_true(host_due(host, "roll ") - host->now_us <= INT64_C(86400000000));
		host_timer(host, "roll ", &work);
		assert_int_equal(work.status, STATUS_OK);
	}
	assert_int_equal(host->meeting_count, 59);
	assert_int_equal(host_meeting(host, "ever", "20270412T090000Z")->state, MEETING_STATE_SCHEDULED);
	host->fail_next = STATUS_UNAVAILABLE;
	host_timer(host, "roll ", &work);
	assert_int_equal(work.status, STATUS_UNAVAILABLE);
}

static void half_of_what_is_coming_may_go_unasked(void **state)
{
	struct ridealong_host *host = *state;

	assert_import(host,
		BEGIN VISIT EVENT("other", "DTSTART:20260311T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Other\r\n") END,
		(struct counts){ .created = 2 });
	assert_import(host, BEGIN VISIT END, (struct counts){ .unchanged = 1, .cancelled = 1 });
}

static void what_a_calendar_calls_off_itself_is_not_held(void **state)
{
	struct ridealong_host *host = *state;

	assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .created = 4 });
	assert_import(host, "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n" VISIT WEEKLY END, (struct counts){ .cancelled = 4 });
}

static void a_cut_off_file_cancels_nothing(void **state)
{
	struct ridealong_host *host = *state;

	assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .created = 4 });
	assert_import(host, BEGIN VISIT, (struct counts){ .unchanged = 1 });
	assert_int_equal(host_meeting(host, "weekly", "20260309T090000Z")->state, MEETING_STATE_SCHEDULED);
}

static void one_bad_event_is_listed_and_keeps_its_meetings(void **state)
{
	struct ridealong_host *host = *state;
	struct ridealong_work work;
	ImportCalendarResponse *response;

	assert_import(host, BEGIN VISIT WEEKLY END, (struct counts){ .created = 4 });
	response = host_import(host,
		BEGIN VISIT EVENT("weekly", "DTSTART:whenever\r\nSUMMARY:Weekly\r\n")
			EVENT("odd", "DTSTART:20260310T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Refuse me\r\n") END,
		33, &work);
	assert_non_null(response);
	assert_int_equal(response->unchanged, 1);
	assert_int_equal(response->cancelled, 0);
	assert_int_equal(response->refused_total, 2);
	assert_string_equal(response->refused[0]->uid, "weekly");
	assert_string_equal(response->refused[0]->reason, "line 14: DTSTART is not a date or time: \"whenever\"");
	assert_int_equal(response->refused[0]->line, 11);
	assert_string_equal(response->refused[1]->uid, "odd");
	assert_string_equal(response->refused[1]->reason, "it asked to be refused");
	import_calendar_response__free_unpacked(response, NULL);
}

static void the_window_leaves_out_and_counts(void **state)
{
	struct ridealong_host *host = *state;

	assert_import(host,
		BEGIN EVENT("old", "DTSTART:20200310T090000Z\r\n") EVENT("far", "DTSTART:20290310T090000Z\r\n")
			EVENT("ended", "DTSTART:20200310T090000Z\r\nRRULE:FREQ=DAILY;COUNT=9\r\n") VISIT END,
		(struct counts){ .created = 1, .outside = 3 });
	/* A meeting that is known and moves out of the window is moved, not lost. */
	assert_import(host,
		BEGIN EVENT("visit", "DTSTART:20290310T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Visit with Acme\r\n") END,
		(struct counts){ .moved = 1 });
}

static void a_private_event_keeps_only_its_time(void **state)
{
	struct ridealong_host *host = *state;
	const Meeting *meeting;

	assert_import(host,
		BEGIN EVENT("secret",
			"DTSTART:20260310T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Doctor\r\nLOCATION:Clinic\r\n"
			"CLASS:PRIVATE\r\nATTENDEE:mailto:doctor@clinic.example\r\n") END,
		(struct counts){ .created = 1 });
	meeting = host_meeting(host, "secret", "");
	assert_true(meeting->confidential);
	assert_string_equal(meeting->title, "");
	assert_string_equal(meeting->place, "");
	assert_string_equal(meeting->customer, "");
	assert_int_equal(meeting->n_attendees, 0);
}

static void whole_days_and_floating_times_are_the_owners(void **state)
{
	struct ridealong_host *host = *state;
	const Meeting *meeting;

	assert_import(host,
		BEGIN EVENT("day", "DTSTART;VALUE=DATE:20260701\r\nSUMMARY:Fair\r\n")
			EVENT("floating", "DTSTART:20260701T090000\r\nDURATION:PT1H\r\n"
					  "ATTENDEE:mailto:A.Visser@ridealong.example\r\n"
					  "ATTENDEE;CUTYPE=ROOM:mailto:room@ridealong.example\r\n") END,
		(struct counts){ .created = 2 });
	meeting = host_meeting(host, "day", "");
	assert_true(meeting->all_day);
	assert_int_equal(meeting->start_time->seconds, 1782856800);
	assert_int_equal(meeting->end_time->seconds, 1782856800 + 86400);
	meeting = host_meeting(host, "floating", "");
	assert_int_equal(meeting->start_time->seconds, 1782889200);
	assert_string_equal(meeting->time_zone, "Europe/Amsterdam");
	assert_int_equal(meeting->n_attendees, 1);
	assert_string_equal(meeting->attendees[0]->email, "anna@ridealong.example");
}

static void an_event_without_uid_is_the_same_again_next_time(void **state)
{
	struct ridealong_host *host = *state;
	static const char text[] = BEGIN
		"BEGIN:VEVENT\r\nDTSTART:20260310T090000Z\r\nDURATION:PT1H\r\nSUMMARY:No name\r\nEND:VEVENT\r\n" END;

	assert_import(host, text, (struct counts){ .created = 1 });
	assert_import(host, text, (struct counts){ .unchanged = 1 });
	assert_int_equal(strncmp(host->meetings[0]->uid, "no-uid-", 7), 0);
}

static void what_lasts_no_time_is_no_appointment(void **state)
{
	struct ridealong_host *host = *state;
	struct ridealong_work work;
	ImportCalendarResponse *response = host_import(host,
		BEGIN EVENT("reminder", "DTSTART:20260310T090000Z\r\nRRULE:FREQ=DAILY;COUNT=9\r\n") VISIT END, 500,
		&work);

	assert_non_null(response);
	assert_int_equal(response->created, 1);
	assert_int_equal(response->refused_total, 1);
	assert_string_equal(response->refused[0]->reason, "it lasts no time at all");
	import_calendar_response__free_unpacked(response, NULL);
}

static int meeting_compare(const void *left, const void *right)
{
	const Meeting *a = *(Meeting *const *)left, *b = *(Meeting *const *)right;
	int order = strcmp(a->uid, b->uid);

	return order != 0 ? order : strcmp(a->recurrence_id, b->recurrence_id);
}

/* The second text says the same, but has something behind its events, so that none is read before its end. */
static void a_file_says_the_same_whether_read_on_its_way_or_at_its_end(void **state)
{
	static const char zoned[] =
		BEGIN "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
		      "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" WEEKLY EVENT(
			      "zoned", "DTSTART;TZID=Ours:20260310T100000\r\nDURATION:PT1H\r\n") VISIT
		"BEGIN:VEVENT\r\nDTSTART:20260311T090000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n" EVENT(
			"weekly", "RECURRENCE-ID:20260316T090000Z\r\nDTSTART:20260317T090000Z\r\nDURATION:PT30M\r\n")
			EVENT("broken", "DTSTART:20260310T090000Z\r\nRRULE:FREQ=NEVER\r\n")
				EVENT("visit", "SEQUENCE:1\r\nDTSTART:20260312T100000Z\r\nDURATION:PT1H\r\n");
	struct ridealong_host *host = *state;
	char text[sizeof(zoned) + 100];
	void *other;

	set_up(&other);
	snprintf(text, sizeof(text), "%s%s", zoned, END);
	assert_import(host, text, (struct counts){ .created = 6, .refused = 1 });
	snprintf(text, sizeof(text), "%sX-LATE:1\r\n%s", zoned, END);
	assert_import(other, text, (struct counts){ .created = 6, .refused = 1 });
	qsort(host->meetings, host->meeting_count, sizeof(*host->meetings), meeting_compare);
	host = other;
	qsort(host->meetings, host->meeting_count, sizeof(*host->meetings), meeting_compare);
	host = *state;
	for (size_t i = 0; i < 6; i++) {
		const Meeting *one = host->meetings[i], *same = ((struct ridealong_host *)other)->meetings[i];

		assert_string_equal(one->uid, same->uid);
		assert_string_equal(one->recurrence_id, same->recurrence_id);
		assert_int_equal(one->start_time->seconds, same->start_time->seconds);
		assert_int_equal(one->end_time->seconds, same->end_time->seconds);
	}
	assert_int_equal(host_meeting(host, "weekly", "20260316T090000Z")->start_time->seconds, 1773738000);
	assert_int_equal(host_meeting(host, "zoned", "")->start_time->seconds, 1773126000);
	assert_import(host, text, (struct counts){ .unchanged = 6, .refused = 1 });
	tear_down(&other);
}

static void many_meetings_go_two_thousand_at_a_time(void **state)
{
	struct ridealong_host *host = *state;
	char *text = malloc(1000000);
	size_t used = (size_t)sprintf(text, BEGIN);

	for (int i = 0; i < 4500; i++)
		used += (size_t)sprintf(text + used,
			"BEGIN:VEVENT\r\nUID:%d\r\nDTSTART:20260310T090000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n", i);
	sprintf(text + used, END);
	assert_import(host, text, (struct counts){ .created = 4500 });
	assert_int_equal(host->largest_batch, 2000);
	assert_int_equal(host->batches, 3);
	assert_import(host, text, (struct counts){ .unchanged = 4500 });
	free(text);
}

static void a_piece_out_of_order_asks_for_the_file_again(void **state)
{
	struct ridealong_host *host = *state;
	ImportCalendarRequest request = IMPORT_CALENDAR_REQUEST__INIT;
	FilePiece piece = FILE_PIECE__INIT;
	struct ridealong_work work;

	request.piece = &piece;
	piece.upload = "upload-2";
	piece.offset = 10;
	piece.data = (ProtobufCBinaryData){ 4, (uint8_t *)"text" };
	host_call(host, "ridealong.v1.Calendars/ImportCalendar", &request.base, "people/1", &work);
	assert_int_equal(work.status, STATUS_ABORTED);
	assert_string_equal(work.reason, "UPLOAD_LOST");
	free(work.bytes);
	piece.upload = "";
	host_call(host, "ridealong.v1.Calendars/ImportCalendar", &request.base, "people/1", &work);
	assert_int_equal(work.status, STATUS_INVALID_ARGUMENT);
	free(work.bytes);
	request.piece = NULL;
	host_call(host, "ridealong.v1.Calendars/ImportCalendar", &request.base, "people/1", &work);
	assert_int_equal(work.status, STATUS_INVALID_ARGUMENT);
	free(work.bytes);
	host_call(host, "ridealong.v1.Calendars/ImportCalendar", &request.base, "admin", &work);
	assert_int_equal(work.status, STATUS_INVALID_ARGUMENT);
	free(work.bytes);
}

static void what_is_no_calendar_is_refused_and_changes_nothing(void **state)
{
	struct ridealong_host *host = *state;
	struct ridealong_work work;

	assert_import(host, BEGIN VISIT END, (struct counts){ .created = 1 });
	assert_null(host_import(host, "Dear Anna,\nplease find attached\n", 7, &work));
	assert_int_equal(work.status, STATUS_INVALID_ARGUMENT);
	assert_string_equal(
		work.message, "anna.ics is no calendar: BEGIN:VCALENDAR is not on line 1, nor on any other");
	assert_int_equal(host_meeting(host, "visit", "")->state, MEETING_STATE_SCHEDULED);
}

static void a_failing_daemon_fails_the_import_as_it_failed(void **state)
{
	struct ridealong_host *host = *state;
	struct ridealong_work work;

	host->fail_next = STATUS_UNAVAILABLE;
	assert_null(host_import(host, BEGIN VISIT END, 1000, &work));
	assert_int_equal(work.status, STATUS_UNAVAILABLE);
	assert_import(host, BEGIN VISIT END, (struct counts){ .created = 1 });
}

static CheckCalendarResponse *check_within(struct ridealong_host *host, const char *text, const char *from,
	const char *until, const char *token, struct ridealong_work *ret_work)
{
	CheckCalendarRequest request = CHECK_CALENDAR_REQUEST__INIT;
	CheckCalendarResponse *response;
	FilePiece piece = FILE_PIECE__INIT;

	request.piece = &piece;
	request.from_date = (char *)from;
	request.until_date = (char *)until;
	request.page_token = (char *)token;
	piece.upload = "check-1";
	piece.file = "anna.ics";
	piece.data = (ProtobufCBinaryData){ strlen(text), (uint8_t *)text };
	piece.last = true;
	host_call(host, "ridealong.v1.Calendars/CheckCalendar", &request.base, "people/1", ret_work);
	response = ret_work->status == STATUS_OK
			   ? check_calendar_response__unpack(NULL, ret_work->length, ret_work->bytes)
			   : NULL;
	free(ret_work->bytes);
	return response;
}

static CheckCalendarResponse *check(
	struct ridealong_host *host, const char *text, const char *token, struct ridealong_work *ret_work)
{
	return check_within(host, text, "2026-01-01", "2027-01-01", token, ret_work);
}

static void a_check_shows_everything_and_stores_nothing(void **state)
{
	struct ridealong_host *host = *state;
	struct ridealong_work work;
	CheckCalendarResponse *response = check(host,
		BEGIN VISIT EVENT("bad", "DTSTART:never\r\n") EVENT("old", "DTSTART:20200101\r\n") END, "", &work);

	assert_non_null(response);
	assert_true(response->done);
	assert_int_equal(response->events, 3);
	assert_int_equal(response->n_occurrences, 2);
	assert_string_equal(response->occurrences[0]->start, "2026-03-10T09:00:00Z");
	assert_string_equal(response->occurrences[0]->end, "2026-03-10T10:00:00Z");
	assert_string_equal(response->occurrences[1]->uid, "old");
	assert_string_equal(response->occurrences[1]->start, "-");
	assert_int_equal(response->n_refused, 1);
	assert_string_equal(response->next_page_token, "");
	assert_int_equal(host->meeting_count, 0);
	check_calendar_response__free_unpacked(response, NULL);

	response = check(host, "nothing of the kind", "", &work);
	assert_non_null(response);
	assert_string_equal(
		response->file_refused, "anna.ics is no calendar: BEGIN:VCALENDAR is not on line 1, nor on any other");
	check_calendar_response__free_unpacked(response, NULL);
}

static void a_window_begins_and_ends_with_a_day_or_a_moment(void **state)
{
	static const struct {
		const char *from, *until;
		bool there;
	} windows[] = {
		{ "2026-03-10", "2026-03-11", true },
		{ "2026-03-10T09:00:00", "2026-03-10T09:00:01", true },
		{ "2026-03-10T08:00:00", "2026-03-10T09:00:00", false },
		{ "2026-03-10T09:00:01", "2026-03-11", false },
	};
	static const char *const senseless[] = { "2026-02-30", "10 March", "2026-3-10", "2026-03-10T09:00",
		"2026-03-10T25:00:00", "2026-03-10 09:00:00", "2026-03-10T09:00:0x" };
	struct ridealong_host *host = *state;
	struct ridealong_work work;

	for (size_t i = 0; i < sizeof(windows) / sizeof(windows[0]); i++) {
		CheckCalendarResponse *response =
			check_within(host, BEGIN VISIT END, windows[i].from, windows[i].until, "", &work);

		assert_non_null(response);
		assert_int_equal(response->n_occurrences, 1);
		assert_int_equal(strcmp(response->occurrences[0]->start, "-") != 0, windows[i].there);
		check_calendar_response__free_unpacked(response, NULL);
	}
	for (size_t i = 0; i < sizeof(senseless) / sizeof(senseless[0]); i++) {
		assert_null(check_within(host, BEGIN VISIT END, senseless[i], "2027-01-01", "", &work));
		assert_int_equal(work.status, STATUS_INVALID_ARGUMENT);
	}
}

static void who_reads_dutch_is_refused_in_dutch(void **state)
{
	static const char text[] =
		BEGIN EVENT("bad", "DTSTART:never\r\n") EVENT("short", "DTSTART:20260310T090000Z\r\n")
			EVENT("zone", "DTSTART;TZID=Atlantis:20260310T090000\r\nDURATION:PT1H\r\n") END;
	struct ridealong_host *host = *state;
	struct ridealong_work work;
	CheckCalendarResponse *checked;
	ImportCalendarResponse *imported;

	host->locale = "nl_NL.UTF-8";
	checked = check(host, text, "", &work);
	assert_non_null(checked);
	assert_int_equal(checked->n_refused, 2);
	assert_string_equal(checked->refused[0]->reason, "regel 7: DTSTART is geen datum of tijd: \"never\"");
	assert_string_equal(checked->refused[1]->reason,
		"de tijdzone \"Atlantis\" staat niet in het bestand en is ook niet bekend");
	check_calendar_response__free_unpacked(checked, NULL);
	checked = check(host, "", "", &work);
	assert_non_null(checked);
	assert_string_equal(checked->file_refused, "anna.ics is leeg");
	check_calendar_response__free_unpacked(checked, NULL);

	imported = host_import(host, text, 100, &work);
	assert_non_null(imported);
	assert_int_equal(imported->n_refused, 3);
	assert_string_equal(imported->refused[0]->reason, "regel 7: DTSTART is geen datum of tijd: \"never\"");
	assert_string_equal(imported->refused[1]->reason, "het heeft geen duur");
	import_calendar_response__free_unpacked(imported, NULL);
	assert_null(host_import(host, "Beste Anna,\n", 7, &work));
	assert_string_equal(work.message,
		"anna.ics is geen agenda: BEGIN:VCALENDAR staat niet op regel 1, en ook niet op een andere");
}

static void a_long_check_comes_in_pages(void **state)
{
	struct ridealong_host *host = *state;
	struct ridealong_work work;
	size_t rows = 0;
	char token[32] = "";
	int pages = 0;

	do {
		CheckCalendarResponse *response = check(host,
			BEGIN EVENT("often", "DTSTART:20260101T000000Z\r\nRRULE:FREQ=HOURLY;INTERVAL=3\r\n") END, token,
			&work);

		assert_non_null(response);
		rows += response->n_occurrences;
		snprintf(token, sizeof(token), "%s", response->next_page_token);
		check_calendar_response__free_unpacked(response, NULL);
		pages++;
	} while (token[0] != '\0');
	assert_int_equal(rows, 365 * 8);
	assert_int_equal(pages, 3);
	assert_null(check(host, "", "77", &work)); /* the last page has let the file go */
	assert_int_equal(work.status, STATUS_ABORTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_same_file_again_changes_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_move_keeps_the_meeting, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_called_off_or_gone_is_cancelled, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_past_is_not_cancelled_by_its_absence, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_calendar_that_loses_most_of_what_is_coming_is_held, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_calendar_that_has_not_changed_is_not_compared, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_day_or_another_file_is_compared, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_series_that_is_moved_as_a_whole_keeps_its_meetings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_past_of_a_moved_series_stays_as_it_was, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_exception_with_a_date_of_its_own_in_that_week_is_a_move, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_could_be_two_is_not_guessed_at, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_window_moves_on_by_itself, set_up, tear_down),
		cmocka_unit_test_setup_teardown(half_of_what_is_coming_may_go_unasked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_a_calendar_calls_off_itself_is_not_held, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_cut_off_file_cancels_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_bad_event_is_listed_and_keeps_its_meetings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_window_leaves_out_and_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_private_event_keeps_only_its_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(whole_days_and_floating_times_are_the_owners, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_event_without_uid_is_the_same_again_next_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_lasts_no_time_is_no_appointment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_file_says_the_same_whether_read_on_its_way_or_at_its_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_meetings_go_two_thousand_at_a_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_piece_out_of_order_asks_for_the_file_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_calendar_is_refused_and_changes_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_failing_daemon_fails_the_import_as_it_failed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_check_shows_everything_and_stores_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_window_begins_and_ends_with_a_day_or_a_moment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_reads_dutch_is_refused_in_dutch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_long_check_comes_in_pages, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
