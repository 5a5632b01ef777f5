/* The plugin in its own process, beside a real daemon: what calendars say becomes meetings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/daemon.h"

#include <ridealong/client.h>

#include "proto/status.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/calendar.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/privacy.pb-c.h"

#include <signal.h>
#include <stdbool.h>
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

static struct test_daemon served;
static struct ridealong_client *client;
static bool accept_cancellations; /* of imports */

static void connect_to_it(void)
{
	struct ridealong_options options = { .size = sizeof(options), .server = served.server };
	struct ridealong_error error;

	assert_int_equal(ridealong_client_open(&options, &client, &error), 0);
}

/* A call that must succeed; the caller frees the reply. */
static void *call(
	const char *method, const ProtobufCMessage *request, const char *act_as, const ProtobufCMessageDescriptor *type)
{
	struct ridealong_call_options options = { .size = sizeof(options), .act_as = act_as };
	struct ridealong_error error;
	ProtobufCMessage *reply = NULL;

	if (ridealong_call(client, method, request, &options, type, &reply, &error) != 0)
		fail_msg("%s: %d %s", method, error.status, error.message);
	return reply;
}

static void person_create(const char *email)
{
	CreatePersonRequest request = CREATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;

	person.email = (char *)email;
	person.display_name = "Anna";
	person.language = "en";
	person.time_zone = "Europe/Amsterdam";
	request.person = &person;
	protobuf_c_message_free_unpacked(
		call("ridealong.v1.People/CreatePerson", &request.base, NULL, &person__descriptor), NULL);
}

static int start(void **state)
{
	char path[256];
	FILE *config;

	(void)state;
	test_daemon_make(&served, "manual:2026-03-02T08:00:00+00:00", "calendar", NULL);
	snprintf(path, sizeof(path), "%s/ridealong.conf", served.dir);
	config = fopen(path, "a");
	assert_non_null(config);
	fprintf(config, "[plugin calendar bert]\nfolder = %s/watch\nowner = bert@ridealong.example\n", served.dir);
	assert_int_equal(fclose(config), 0);
	test_daemon_start(&served);
	connect_to_it();
	person_create("anna@ridealong.example");
	person_create("bert@ridealong.example");
	return 0;
}

static int stop(void **state)
{
	(void)state;
	ridealong_client_close(client);
	test_daemon_remove(&served);
	return 0;
}

/* Imports a text in pieces as Anna; 0 or the status, and the last answer in *ret. */
static int import(const char *text, size_t piece, ImportCalendarResponse **ret, struct ridealong_error *ret_error)
{
	struct ridealong_call_options options = { .size = sizeof(options), .act_as = "anna@ridealong.example" };
	ImportCalendarRequest request = IMPORT_CALENDAR_REQUEST__INIT;
	FilePiece part = FILE_PIECE__INIT;
	size_t length = strlen(text), at = 0;
	ProtobufCMessage *reply = NULL;
	static int uploads;
	char upload[32];
	int status;

	snprintf(upload, sizeof(upload), "upload-%d", ++uploads);
	request.piece = &part;
	request.accept_cancellations = accept_cancellations;
	part.upload = upload;
	part.file = "anna.ics";
	do {
		part.offset = (int64_t)at;
		part.data.data = (uint8_t *)text + at;
		part.data.len = length - at < piece ? length - at : piece;
		at += part.data.len;
		part.last = at == length;
		if (reply)
			protobuf_c_message_free_unpacked(reply, NULL);
		reply = NULL;
		status = ridealong_call(client, "ridealong.v1.Calendars/ImportCalendar", &request.base, &options,
			&import_calendar_response__descriptor, &reply, ret_error);
	} while (status == 0 && at < length);
	*ret = (ImportCalendarResponse *)reply;
	return status;
}

struct counts {
	int created, moved, unchanged, cancelled, refused;
};

static void assert_import(const char *text, struct counts expected)
{
	ImportCalendarResponse *response;
	struct ridealong_error error;

	if (import(text, 150, &response, &error) != 0)
		fail_msg("the import failed: %d %s", error.status, error.message);
	assert_true(response->done);
	assert_int_equal(response->created, expected.created);
	assert_int_equal(response->moved, expected.moved);
	assert_int_equal(response->unchanged, expected.unchanged);
	assert_int_equal(response->cancelled, expected.cancelled);
	assert_int_equal(response->refused_total, expected.refused);
	import_calendar_response__free_unpacked(response, NULL);
}

static ListMeetingsResponse *meetings_of(const char *owner)
{
	ListMeetingsRequest request = LIST_MEETINGS_REQUEST__INIT;

	request.owner = (char *)owner;
	request.page_size = 100;
	return call("ridealong.v1.Meetings/ListMeetings", &request.base, NULL, &list_meetings_response__descriptor);
}

#define INVITED(uid, answer)                                                                                           \
	EVENT(uid, "DTSTART:20260311T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Invited\r\nATTENDEE;PARTSTAT=" answer         \
		   ":mailto:Anna@Ridealong.example\r\nATTENDEE;PARTSTAT=DECLINED:mailto:piet@acme.example\r\n")

static void what_its_owner_declined_is_off_for_them(void **state)
{
	(void)state;
	assert_import(BEGIN INVITED("one", "ACCEPTED") INVITED("two", "DECLINED") END, (struct counts){ .created = 1 });
	assert_import(
		BEGIN INVITED("one", "DECLINED") INVITED("two", "DECLINED") END, (struct counts){ .cancelled = 1 });
	assert_import(BEGIN INVITED("one", "DECLINED") INVITED("two", "DECLINED") END, (struct counts){ 0 });
}

static void a_calendar_becomes_meetings_and_the_same_one_changes_nothing(void **state)
{
	ListMeetingsResponse *meetings;

	(void)state;
	assert_import(BEGIN VISIT WEEKLY END, (struct counts){ .created = 4 });
	assert_import(BEGIN VISIT WEEKLY END, (struct counts){ .unchanged = 4 });
	meetings = meetings_of("people/anna@ridealong.example");
	assert_int_equal(meetings->n_meetings, 4);
	assert_string_equal(meetings->meetings[1]->title, "Visit with Acme");
	assert_string_equal(meetings->meetings[1]->customer, "Acme");
	assert_int_equal(meetings->meetings[1]->start_time->seconds, 1773133200);
	assert_string_equal(meetings->meetings[1]->time_zone, "Europe/Amsterdam");
	list_meetings_response__free_unpacked(meetings, NULL);
}

static void a_move_keeps_the_meeting_and_an_absence_cancels_it(void **state)
{
	ListMeetingsResponse *before, *after;
	ImportCalendarResponse *response;
	struct ridealong_error error;

	(void)state;
	before = meetings_of("people/anna@ridealong.example");
	assert_int_equal(import(BEGIN VISIT END, 1000, &response, &error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(error.reason, "CANCELS_MOST");
	accept_cancellations = true;
	assert_import(BEGIN EVENT("visit", "DTSTART:20260310T110000Z\r\nDURATION:PT1H\r\nSUMMARY:Visit with Acme\r\n")
			      END,
		(struct counts){ .moved = 1, .cancelled = 3 });
	accept_cancellations = false;
	after = meetings_of("people/anna@ridealong.example");
	assert_int_equal(after->n_meetings, 1);
	assert_string_equal(after->meetings[0]->name, before->meetings[1]->name);
	assert_int_equal(after->meetings[0]->start_time->seconds, 1773140400);
	list_meetings_response__free_unpacked(before, NULL);
	list_meetings_response__free_unpacked(after, NULL);
}

static void one_bad_event_is_listed_and_a_bad_file_changes_nothing(void **state)
{
	ImportCalendarResponse *response;
	struct ridealong_error error;

	(void)state;
	assert_int_equal(import(BEGIN EVENT("visit", "DTSTART:20260310T110000Z\r\nDURATION:PT1H\r\nSUMMARY:Visit with "
						     "Acme\r\n") EVENT("bad", "DTSTART:20260231\r\n") END,
				 1000, &response, &error),
		0);
	assert_int_equal(response->unchanged, 1);
	assert_int_equal(response->refused_total, 1);
	assert_string_equal(response->refused[0]->uid, "bad");
	import_calendar_response__free_unpacked(response, NULL);
	assert_int_equal(import("Dear Anna", 4, &response, &error), 3);
	assert_string_equal(
		error.message, "anna.ics is no calendar: BEGIN:VCALENDAR is not on line 1, nor on any other");
}

#define MESSAGE(method, lines)                                                                                         \
	"BEGIN:VCALENDAR\r\nMETHOD:" method                                                                            \
	"\r\n" EVENT("mailed", "DTSTART:20260312T090000Z\r\nDURATION:PT1H\r\n" lines) END

static void an_invitation_out_of_a_mail_and_its_cancellation_leave_the_rest_alone(void **state)
{
	ListMeetingsResponse *before, *after;
	ImportCalendarResponse *response;
	struct ridealong_error error;

	(void)state;
	before = meetings_of("people/anna@ridealong.example");
	assert_import(MESSAGE("REQUEST", "SEQUENCE:0\r\n"), (struct counts){ .created = 1 });
	assert_import(MESSAGE("REQUEST", "SEQUENCE:0\r\n"), (struct counts){ .unchanged = 1 });
	after = meetings_of("people/anna@ridealong.example");
	assert_int_equal(after->n_meetings, before->n_meetings + 1);
	list_meetings_response__free_unpacked(after, NULL);
	assert_int_equal(import(MESSAGE("CANCEL", "SEQUENCE:1\r\n"), 1000, &response, &error), 0);
	assert_int_equal(response->cancelled, 1);
	assert_string_equal(response->message->method, "CANCEL");
	assert_string_equal(response->message->uid, "mailed");
	assert_string_equal(response->message->calendars[0], "Invitations");
	import_calendar_response__free_unpacked(response, NULL);
	assert_int_equal(import(MESSAGE("REQUEST", "SEQUENCE:0\r\n"), 1000, &response, &error), 0);
	assert_string_equal(response->message->reason, "the calendar has a newer version already");
	import_calendar_response__free_unpacked(response, NULL);
	after = meetings_of("people/anna@ridealong.example");
	assert_int_equal(after->n_meetings, before->n_meetings);
	list_meetings_response__free_unpacked(after, NULL);
	list_meetings_response__free_unpacked(before, NULL);
}

static pid_t plugin_pid(void)
{
	GetPluginRequest request = GET_PLUGIN_REQUEST__INIT;
	Plugin *plugin;
	pid_t pid;

	request.name = "plugins/calendar";
	plugin = call("ridealong.v1.Plugins/GetPlugin", &request.base, NULL, &plugin__descriptor);
	pid = plugin->state == PLUGIN_STATE_RUNNING ? (pid_t)plugin->pid : 0;
	plugin__free_unpacked(plugin, NULL);
	return pid;
}

/* One piece of two; the status of the call. */
static int piece_send(bool second, struct ridealong_error *ret_error)
{
	static const char text[] = BEGIN VISIT WEEKLY END;
	struct ridealong_call_options options = { .size = sizeof(options), .act_as = "anna@ridealong.example" };
	ImportCalendarRequest request = IMPORT_CALENDAR_REQUEST__INIT;
	FilePiece piece = FILE_PIECE__INIT;
	ProtobufCMessage *reply = NULL;
	int status;

	request.piece = &piece;
	piece.upload = "interrupted";
	piece.file = "anna.ics";
	piece.offset = second ? 100 : 0;
	piece.data = (ProtobufCBinaryData){ second ? sizeof(text) - 1 - 100 : 100, (uint8_t *)text + piece.offset };
	piece.last = second;
	status = ridealong_call(client, "ridealong.v1.Calendars/ImportCalendar", &request.base, &options,
		&import_calendar_response__descriptor, &reply, ret_error);
	if (reply)
		protobuf_c_message_free_unpacked(reply, NULL);
	return status;
}

static void a_plugin_that_dies_amid_a_file_asks_for_it_again_and_nothing_is_doubled(void **state)
{
	ListMeetingsResponse *meetings;
	struct ridealong_error error;
	pid_t before = plugin_pid();

	(void)state;
	assert_true(before > 0);
	assert_int_equal(piece_send(false, &error), 0);
	assert_int_equal(kill(before, SIGKILL), 0);
	while (plugin_pid() == 0 || plugin_pid() == before)
		usleep(1000); /* until the supervisor has started it anew */
	assert_int_equal(piece_send(true, &error), 10);
	assert_string_equal(error.reason, "UPLOAD_LOST");
	assert_int_equal(piece_send(false, &error), 0);
	assert_int_equal(piece_send(true, &error), 0);
	meetings = meetings_of("people/anna@ridealong.example");
	assert_int_equal(meetings->n_meetings, 4);
	list_meetings_response__free_unpacked(meetings, NULL);
}

static void advance(int64_t days)
{
	AdvanceClockRequest request = ADVANCE_CLOCK_REQUEST__INIT;
	Duration by = DURATION__INIT;

	by.seconds = days * 86400;
	request.by = &by;
	request.target_case = ADVANCE_CLOCK_REQUEST__TARGET_BY;
	protobuf_c_message_free_unpacked(
		call("ridealong.v1.Admin/AdvanceClock", &request.base, NULL, &advance_clock_response__descriptor),
		NULL);
}

static void watched_write(const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/watch/%s", served.dir, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void a_watched_folder_is_in_line_when_time_has_moved_on(void **state)
{
	ListMeetingsResponse *meetings;

	(void)state;
	watched_write("bert.ics", BEGIN WEEKLY VISIT END);
	advance(1);
	meetings = meetings_of("people/bert@ridealong.example");
	assert_int_equal(meetings->n_meetings, 4);
	list_meetings_response__free_unpacked(meetings, NULL);
	watched_write("bert.ics", BEGIN WEEKLY END);
	advance(1);
	meetings = meetings_of("people/bert@ridealong.example");
	assert_int_equal(meetings->n_meetings, 3);
	list_meetings_response__free_unpacked(meetings, NULL);
	watched_write("bert.ics", BEGIN END); /* too much at once: nobody has said that it is meant */
	advance(1);
	meetings = meetings_of("people/bert@ridealong.example");
	assert_int_equal(meetings->n_meetings, 3);
	list_meetings_response__free_unpacked(meetings, NULL);
}

static void a_check_stores_nothing(void **state)
{
	CheckCalendarRequest request = CHECK_CALENDAR_REQUEST__INIT;
	CheckCalendarResponse *response;
	FilePiece piece = FILE_PIECE__INIT;
	static const char text[] = BEGIN WEEKLY END;

	(void)state;
	request.piece = &piece;
	piece.upload = "check";
	piece.file = "weekly.ics";
	piece.data = (ProtobufCBinaryData){ sizeof(text) - 1, (uint8_t *)text };
	piece.last = true;
	response = call("ridealong.v1.Calendars/CheckCalendar", &request.base, "bert@ridealong.example",
		&check_calendar_response__descriptor);
	assert_int_equal(response->n_occurrences, 3);
	assert_string_equal(response->occurrences[0]->start, "2026-03-09T09:00:00Z");
	check_calendar_response__free_unpacked(response, NULL);
}

/* Asks for an event of Anna's as somebody; the status, and the answer in *ret. */
static int explain(const char *as, const char *uid, ExplainEventResponse **ret, struct ridealong_error *ret_error)
{
	struct ridealong_call_options options = { .size = sizeof(options), .act_as = as };
	ExplainEventRequest request = EXPLAIN_EVENT_REQUEST__INIT;
	ProtobufCMessage *reply = NULL;
	int status;

	request.owner = "people/anna@ridealong.example";
	request.uid = (char *)uid;
	status = ridealong_call(client, "ridealong.v1.Calendars/ExplainEvent", &request.base, &options,
		&explain_event_response__descriptor, &reply, ret_error);
	*ret = (ExplainEventResponse *)reply;
	return status;
}

static bool is_told(const ExplainedEvent *event, const char *text)
{
	for (size_t i = 0; i < event->n_facts; i++) {
		if (strcmp(event->facts[i]->text, text) == 0)
			return true;
	}
	return false;
}

static void an_event_is_explained_to_whose_it_is_and_to_nobody_else(void **state)
{
	ImportCalendarResponse *imported;
	ExplainEventResponse *response;
	struct ridealong_error error;

	(void)state;
	assert_int_equal(import(BEGIN VISIT WEEKLY END, 4000, &imported, &error), 0);
	import_calendar_response__free_unpacked(imported, NULL);
	if (explain("anna@ridealong.example", "weekly", &response, &error) != 0)
		fail_msg("%s", error.message);
	assert_int_equal(response->n_events, 1);
	assert_true(response->events[0]->meeting);
	assert_int_equal(response->events[0]->occurrences_total, 3);
	assert_string_equal(response->events[0]->occurrences[0]->start, "2026-03-09T09:00:00Z");
	assert_true(is_told(response->events[0], "it repeats every week"));
	explain_event_response__free_unpacked(response, NULL);
	assert_int_not_equal(explain("anna@ridealong.example", "elsewhere", &response, &error), 0);
	assert_string_equal(error.reason, "NO_EVENT");
	assert_non_null(strstr(error.message, "looked in: Invitations, anna.ics"));
	assert_int_not_equal(explain("bert@ridealong.example", "weekly", &response, &error), 0);
}

/* How often Anna's list of who read what says that somebody had an event of hers explained. */
static int explained_by_others(void)
{
	ListAccessRequest request = LIST_ACCESS_REQUEST__INIT;
	ListAccessResponse *response;
	int count = 0;

	request.name = "people/me";
	request.page_size = 1000;
	response = call("ridealong.v1.Privacy/ListAccess", &request.base, "anna@ridealong.example",
		&list_access_response__descriptor);
	for (size_t i = 0; i < response->n_accesses; i++)
		count += strcmp(response->accesses[i]->what, "ridealong.v1.Calendars/ExplainEvent") == 0;
	list_access_response__free_unpacked(response, NULL);
	return count;
}

static void who_has_an_event_of_somebody_else_explained_leaves_a_trace(void **state)
{
	ExplainEventResponse *response;
	struct ridealong_error error;
	int before = explained_by_others();

	(void)state;
	assert_int_equal(explain(NULL, "weekly", &response, &error), 0); /* an administrator */
	explain_event_response__free_unpacked(response, NULL);
	assert_int_equal(explained_by_others(), before + 1);
	assert_int_not_equal(explain(NULL, "elsewhere", &response, &error), 0);
	assert_int_equal(explained_by_others(), before + 1);
}

static void coaching_create(char *coach, char *coachee, char *end_date)
{
	CreateCoachingRequest request = CREATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;

	coaching.coach = coach;
	coaching.coachee = coachee;
	coaching.start_date = (char *)"2026-02-02";
	coaching.end_date = end_date;
	request.coaching = &coaching;
	protobuf_c_message_free_unpacked(
		call("ridealong.v1.People/CreateCoaching", &request.base, NULL, &coaching__descriptor), NULL);
}

static void who_coaches_whom_is_recognised_among_those_who_are_invited(void **state)
{
	ImportCalendarResponse *imported;
	ExplainEventResponse *response;
	struct ridealong_error error;

	(void)state;
	person_create("coach@ridealong.example");
	person_create("former@ridealong.example");
	coaching_create("people/coach@ridealong.example", "people/anna@ridealong.example", "");
	coaching_create("people/former@ridealong.example", "people/anna@ridealong.example", "2026-02-20");
	coaching_create("people/anna@ridealong.example", "people/bert@ridealong.example", "");
	assert_int_equal(import(BEGIN VISIT WEEKLY EVENT("people", "DTSTART:20260316T090000Z\r\nDURATION:PT1H\r\n"
								   "ORGANIZER:mailto:Coach@ridealong.example\r\n"
								   "ATTENDEE:mailto:bert@ridealong.example\r\n"
								   "ATTENDEE:mailto:former@ridealong.example\r\n") END,
				 4000, &imported, &error),
		0);
	import_calendar_response__free_unpacked(imported, NULL);
	assert_int_equal(explain("anna@ridealong.example", "people", &response, &error), 0);
	assert_true(is_told(response->events[0], "coach@ridealong.example organises it"));
	assert_true(is_told(response->events[0], "coach@ridealong.example is Anna, who coaches the owner"));
	assert_true(is_told(response->events[0], "bert@ridealong.example is Anna, whom the owner coaches"));
	assert_true(is_told(response->events[0], "former@ridealong.example is somebody else"));
	explain_event_response__free_unpacked(response, NULL);
}

static void an_event_without_a_uid_is_explained_by_its_number_or_by_its_meetings(void **state)
{
	ListMeetingsResponse *meetings;
	ImportCalendarResponse *imported;
	ExplainEventResponse *response;
	struct ridealong_error error;
	const char *uid = NULL;

	(void)state;
	assert_int_equal(import(BEGIN VISIT WEEKLY "BEGIN:VEVENT\r\nDTSTART:20260318T090000Z\r\nDURATION:PT1H\r\n"
						   "SUMMARY:Nameless\r\nEND:VEVENT\r\n" END,
				 4000, &imported, &error),
		0);
	import_calendar_response__free_unpacked(imported, NULL);
	assert_int_equal(explain("anna@ridealong.example", "(no-uid-2)", &response, &error), 0);
	assert_true(is_told(response->events[0], "its subject is \"Nameless\""));
	explain_event_response__free_unpacked(response, NULL);
	meetings = meetings_of("people/anna@ridealong.example");
	for (size_t i = 0; i < meetings->n_meetings; i++) {
		if (strcmp(meetings->meetings[i]->title, "Nameless") == 0)
			uid = meetings->meetings[i]->uid;
	}
	assert_non_null(uid);
	assert_int_equal(explain("anna@ridealong.example", uid, &response, &error), 0);
	assert_int_equal(response->n_events, 1);
	assert_true(is_told(response->events[0], "its subject is \"Nameless\""));
	explain_event_response__free_unpacked(response, NULL);
	list_meetings_response__free_unpacked(meetings, NULL);
	assert_int_not_equal(explain("anna@ridealong.example", "(no-uid-7)", &response, &error), 0);
}

static void what_is_refused_or_private_is_explained_as_far_as_it_was_kept(void **state)
{
	ImportCalendarResponse *imported;
	ExplainEventResponse *response;
	struct ridealong_error error;

	(void)state;
	assert_int_equal(import(BEGIN VISIT WEEKLY EVENT("bad", "DTSTART:20260231\r\n")
					 EVENT("private", "DTSTART:20260320T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Doctor"
							  "\r\nCLASS:PRIVATE\r\n") END,
				 4000, &imported, &error),
		0);
	import_calendar_response__free_unpacked(imported, NULL);
	assert_int_equal(explain("anna@ridealong.example", "bad", &response, &error), 0);
	assert_false(response->events[0]->meeting);
	assert_string_equal(response->events[0]->facts[0]->code, "EXPLAIN_REFUSED");
	assert_string_equal(response->events[0]->facts[1]->code, "LINE_NO_MOMENT");
	explain_event_response__free_unpacked(response, NULL);
	assert_int_equal(explain("anna@ridealong.example", "private", &response, &error), 0);
	assert_true(is_told(response->events[0], "it is private: only its times are taken over"));
	for (size_t i = 0; i < response->events[0]->n_facts; i++)
		assert_null(strstr(response->events[0]->facts[i]->text, "Doctor"));
	assert_string_equal(response->events[0]->occurrences[0]->summary, "");
	explain_event_response__free_unpacked(response, NULL);
}

static void what_messages_said_is_explained_as_theirs(void **state)
{
	ExplainEventResponse *response;
	struct ridealong_error error;

	(void)state;
	assert_int_equal(explain("anna@ridealong.example", "mailed", &response, &error), 0);
	assert_string_equal(response->events[0]->calendar, "Invitations");
	assert_true(is_told(response->events[0], "called off in the calendar: 1"));
	assert_true(is_told(response->events[0],
		"by a message: the event, version 1 (SEQUENCE) of 2026-01-01 00:00 UTC (DTSTAMP)"));
	explain_event_response__free_unpacked(response, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_its_owner_declined_is_off_for_them),
		cmocka_unit_test(a_calendar_becomes_meetings_and_the_same_one_changes_nothing),
		cmocka_unit_test(a_move_keeps_the_meeting_and_an_absence_cancels_it),
		cmocka_unit_test(one_bad_event_is_listed_and_a_bad_file_changes_nothing),
		cmocka_unit_test(an_invitation_out_of_a_mail_and_its_cancellation_leave_the_rest_alone),
		cmocka_unit_test(a_check_stores_nothing),
		cmocka_unit_test(an_event_is_explained_to_whose_it_is_and_to_nobody_else),
		cmocka_unit_test(who_has_an_event_of_somebody_else_explained_leaves_a_trace),
		cmocka_unit_test(what_messages_said_is_explained_as_theirs),
		cmocka_unit_test(a_plugin_that_dies_amid_a_file_asks_for_it_again_and_nothing_is_doubled),
		cmocka_unit_test(a_watched_folder_is_in_line_when_time_has_moved_on),
		cmocka_unit_test(what_is_refused_or_private_is_explained_as_far_as_it_was_kept),
		cmocka_unit_test(an_event_without_a_uid_is_explained_by_its_number_or_by_its_meetings),
		cmocka_unit_test(who_coaches_whom_is_recognised_among_those_who_are_invited),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
