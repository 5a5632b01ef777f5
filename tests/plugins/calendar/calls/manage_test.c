/* What the built plugin says of the calendars there are, and what may be done with them: ListCalendars, SyncCalendar,
 * DeleteCalendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../host.h"
#include "../sources/events.h"

#include "proto/status.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ANNA "people/1"

struct bench {
	struct ridealong_host host;
	char folder[64];
	const char *settings[8][2];
	struct ridealong_work work;
	void *answer; /* own: the bytes of the last sync's */
	ListCalendarsResponse *list;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	strcpy(bench->folder, "/tmp/ridealong-manage.XXXXXX");
	assert_non_null(mkdtemp(bench->folder));
	bench->settings[0][0] = "work.folder";
	bench->settings[0][1] = bench->folder;
	bench->settings[1][0] = "work.owner";
	bench->settings[1][1] = "anna@ridealong.example";
	bench->host.settings = (const char *const(*)[2])bench->settings;
	bench->host.now_us = NOW_US;
	host_start(&bench->host);
	*state = bench;
	return 0;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	host_stop(&bench->host, false);
	nftw(bench->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	if (bench->list)
		list_calendars_response__free_unpacked(bench->list, NULL);
	free(bench->answer);
	free(bench);
	return 0;
}

static void file_write(const struct bench *bench, const char *name, const char *text)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", bench->folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void settle(struct bench *bench)
{
	host_settle(&bench->host, &bench->work);
	assert_int_equal(bench->work.status, STATUS_OK);
}

static void begin_anew(struct bench *bench)
{
	host_stop(&bench->host, true);
	host_start(&bench->host);
	settle(bench);
}

static int list_page(struct bench *bench, const char *caller, const char *owner, int size, const char *token)
{
	ListCalendarsRequest request = LIST_CALENDARS_REQUEST__INIT;

	request.owner = (char *)owner;
	request.page_size = size;
	request.page_token = (char *)token;
	host_call(&bench->host, "ridealong.v1.Calendars/ListCalendars", &request.base, caller, &bench->work);
	if (bench->work.status == STATUS_OK) {
		ListCalendarsResponse *former = bench->list;

		bench->list = list_calendars_response__unpack(NULL, bench->work.length, bench->work.bytes);
		assert_non_null(bench->list);
		if (former)
			list_calendars_response__free_unpacked(former, NULL);
	}
	free(bench->work.bytes);
	return bench->work.status;
}

static const Calendar *calendar(struct bench *bench, const char *name)
{
	assert_int_equal(list_page(bench, ANNA, "", 0, ""), STATUS_OK);
	for (size_t i = 0; i < bench->list->n_calendars; i++)
		if (strcmp(bench->list->calendars[i]->calendar, name) == 0)
			return bench->list->calendars[i];
	return NULL;
}

static int sync_now(struct bench *bench, const char *caller, const char *name, bool accept)
{
	SyncCalendarRequest request = SYNC_CALENDAR_REQUEST__INIT;

	request.name = (char *)name;
	request.accept_cancellations = accept;
	host_call(&bench->host, "ridealong.v1.Calendars/SyncCalendar", &request.base, caller, &bench->work);
	free(bench->answer);
	bench->answer = bench->work.bytes;
	return bench->work.status;
}

static int forget(struct bench *bench, const char *caller, const char *name)
{
	DeleteCalendarRequest request = DELETE_CALENDAR_REQUEST__INIT;

	request.name = (char *)name;
	host_call(&bench->host, "ridealong.v1.Calendars/DeleteCalendar", &request.base, caller, &bench->work);
	free(bench->work.bytes);
	return bench->work.status;
}

/* As the calendar "mine.ics". */
static void import(struct bench *bench, const char *text)
{
	ImportCalendarResponse *response = host_import(&bench->host, text, 4096, &bench->work);

	assert_non_null(response);
	import_calendar_response__free_unpacked(response, NULL);
}

static MeetingState state_of(const struct bench *bench, const char *uid)
{
	return host_meeting(&bench->host, uid, "")->state;
}

static void each_calendar_says_how_its_last_read_went(void **state)
{
	struct bench *bench = *state;
	const Calendar *found;

	file_write(bench, "a b.ics", BEGIN AT("one", "10") AT("two", "11") EVENT("bad", "SUMMARY:No start\r\n") END);
	settle(bench);
	found = calendar(bench, "work/a b.ics");
	assert_non_null(found);
	assert_string_equal(found->name, "people/1/calendars/work/a b.ics");
	assert_string_equal(found->owner, "people/1");
	assert_int_equal(found->kind, CALENDAR_KIND_FOLDER);
	assert_int_equal(found->events, 3);
	assert_int_equal(found->meetings, 2);
	assert_int_equal(found->refused, 1);
	assert_int_equal(found->sync_time->seconds, NOW_US / 1000000);
	assert_int_equal(found->read_time->seconds, NOW_US / 1000000);
	assert_null(found->next_read_time); /* a folder is read when it changes */
	assert_null(found->trouble);
	found = calendar(bench, "work"); /* the folder holds what its files hold */
	assert_int_equal(found->meetings, 2);
	assert_null(found->sync_time);
	import(bench, BEGIN AT("three", "12") END);
	assert_int_equal(list_page(bench, ANNA, "", 0, ""), STATUS_OK);
	assert_int_equal(bench->list->n_calendars, 3);
	found = bench->list->calendars[0];
	assert_int_equal(found->kind, CALENDAR_KIND_FILE);
	assert_int_equal(found->meetings, 1);
	assert_null(found->read_time);
}

static void a_page_goes_on_where_the_one_before_ended(void **state)
{
	struct bench *bench = *state;
	char names[200] = "", token[200] = "", name[16];
	int pages = 0;

	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), "%d.ics", i);
		file_write(bench, name, BEGIN END);
	}
	settle(bench);
	do {
		assert_int_equal(list_page(bench, ANNA, "", 2, token), STATUS_OK);
		for (size_t i = 0; i < bench->list->n_calendars; i++)
			snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s ",
				bench->list->calendars[i]->calendar);
		snprintf(token, sizeof(token), "%s", bench->list->next_page_token);
		pages++;
	} while (*token);
	assert_string_equal(names, "work work/0.ics work/1.ics work/2.ics work/3.ics work/4.ics ");
	assert_int_equal(pages, 3);
	assert_int_equal(list_page(bench, ANNA, "", 2, "!"), STATUS_INVALID_ARGUMENT);
	assert_int_equal(list_page(bench, ANNA, "", 2, "bm9uZQ"), STATUS_INVALID_ARGUMENT);
}

static void what_is_somebodys_is_theirs_and_the_administrators(void **state)
{
	struct bench *bench = *state;

	settle(bench);
	assert_int_equal(list_page(bench, "people/2", "people/1", 0, ""), STATUS_PERMISSION_DENIED);
	assert_string_equal(bench->work.reason, "NOT_YOURS");
	assert_int_equal(sync_now(bench, "people/2", "people/1/calendars/work", false), STATUS_PERMISSION_DENIED);
	assert_int_equal(forget(bench, "people/2", "people/1/calendars/work"), STATUS_PERMISSION_DENIED);
	assert_int_equal(list_page(bench, "people/1", "people/-", 0, ""), STATUS_PERMISSION_DENIED);
	assert_int_equal(list_page(bench, "people/1", "people/bert@ridealong.example", 0, ""), STATUS_NOT_FOUND);
	assert_int_equal(list_page(bench, "people/1", "people/me", 0, ""), STATUS_OK);
	assert_int_equal(list_page(bench, "admin", "", 0, ""), STATUS_OK);
	assert_int_equal(bench->list->n_calendars, 1);
	assert_string_equal(bench->list->calendars[0]->owner, "people/1");
	bench->host.admin = true;
	assert_int_equal(list_page(bench, "people/2", "people/a.visser@ridealong.example", 0, ""), STATUS_OK);
	assert_int_equal(list_page(bench, "people/2", "people/-", 0, ""), STATUS_OK);
	assert_int_equal(bench->list->n_calendars, 1);
}

static void what_was_wrong_with_a_file_that_went_is_wrong_no_more(void **state)
{
	struct bench *bench = *state;
	char path[200];

	file_write(bench, "a.ics", BEGIN AT("one", "10") END);
	file_write(bench, "b.ics", "no calendar");
	settle(bench);
	assert_string_equal(calendar(bench, "work/b.ics")->trouble->code, "FILE_REFUSED");
	snprintf(path, sizeof(path), "%s/b.ics", bench->folder);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(sync_now(bench, ANNA, "people/me/calendars/work", false), STATUS_OK);
	assert_null(calendar(bench, "work/b.ics"));
}

static void what_a_section_reads_is_not_imported(void **state)
{
	struct bench *bench = *state;

	file_write(bench, "a.ics", BEGIN AT("one", "10") END);
	settle(bench);
	bench->host.accept_cancellations = true;
	bench->host.import_as = "work/a.ics";
	assert_null(host_import(&bench->host, BEGIN AT("two", "11") END, 4096, &bench->work));
	assert_int_equal(bench->work.status, STATUS_INVALID_ARGUMENT);
	assert_string_equal(bench->work.message,
		"the calendar work/a.ics is read by itself already: import the file under another name");
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
	bench->host.import_as = "elsewhere";
	import(bench, BEGIN AT("two", "11") END);
}

static void a_name_that_no_meeting_can_have_is_no_calendar(void **state)
{
	struct bench *bench = *state;

	bench->host.import_as = "a\nb";
	assert_null(host_import(&bench->host, BEGIN AT("one", "10") END, 4096, &bench->work));
	assert_int_equal(bench->work.status, STATUS_INVALID_ARGUMENT);
	assert_int_equal(list_page(bench, ANNA, "", 0, ""), STATUS_OK);
	assert_int_equal(bench->list->n_calendars, 1); /* the folder */
}

static void of_the_events_that_are_too_many_each_one_counts(void **state)
{
	struct bench *bench = *state;
	char text[20000] = BEGIN, *end = text + strlen(text);
	ImportCalendarResponse *response;

	bench->settings[2][0] = "most_events";
	bench->settings[2][1] = "2";
	begin_anew(bench);
	for (int i = 0; i < 120; i++)
		end += sprintf(end, AT("event-%d", "10"), i);
	strcpy(end, END);
	response = host_import(&bench->host, text, 4096, &bench->work);
	assert_non_null(response);
	assert_int_equal(response->created, 2);
	assert_int_equal(response->refused_total, 118);
	import_calendar_response__free_unpacked(response, NULL);
	assert_int_equal(calendar(bench, "anna.ics")->refused, 118);
}

static void an_import_that_the_brake_held_is_listed_with_what_it_held(void **state)
{
	struct bench *bench = *state;
	const Calendar *found;

	import(bench, BEGIN AT("one", "10") AT("two", "11") AT("three", "12") END);
	assert_null(host_import(&bench->host, BEGIN AT("one", "10") END, 4096, &bench->work));
	assert_string_equal(bench->work.reason, "CANCELS_MOST");
	found = calendar(bench, "anna.ics");
	assert_int_equal(found->held_cancellations, 2);
	assert_string_equal(found->trouble->text, "2 of the 3 meetings that are coming are in it no more: nothing is "
						  "changed until somebody says that this is "
						  "right");
}

static void what_the_brake_holds_is_told_until_somebody_lets_it_through(void **state)
{
	struct bench *bench = *state;
	const Calendar *found;

	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") AT("three", "12") END);
	settle(bench);
	file_write(bench, "a.ics", BEGIN AT("one", "10") END);
	settle(bench);
	for (int turn = 0; turn < 2; turn++) {
		found = calendar(bench, "work/a.ics");
		assert_int_equal(found->held_cancellations, 2);
		assert_string_equal(found->trouble->code, "CANCELS_MOST");
		assert_non_null(strstr(found->trouble->text, "2 of the 3 meetings that are coming"));
		assert_int_equal(found->trouble->since_time->seconds, NOW_US / 1000000);
		assert_int_equal(
			sync_now(bench, ANNA, "people/me/calendars/work/a.ics", false), STATUS_FAILED_PRECONDITION);
		assert_string_equal(bench->work.reason, "CANCELS_MOST");
		assert_memory_equal(bench->work.message, "2 of the 3", 10);
		assert_int_equal(sync_now(bench, ANNA, "people/me/calendars/work", false), STATUS_FAILED_PRECONDITION);
		assert_memory_equal(bench->work.message, "work/a.ics: 2 of the 3", 22);
		begin_anew(bench);
	}
	host_timer(
		&bench->host, "roll ", &bench->work); /* what was there is worked out anew; it is held all the same */
	found = calendar(bench, "work/a.ics");
	assert_int_equal(found->held_cancellations, 2);
	assert_int_equal(state_of(bench, "two"), MEETING_STATE_SCHEDULED);
	assert_int_equal(sync_now(bench, ANNA, "people/me/calendars/work/a.ics", true), STATUS_OK);
	assert_int_equal(state_of(bench, "two"), MEETING_STATE_CANCELLED);
	found = calendar(bench, "work/a.ics");
	assert_null(found->trouble);
	assert_int_equal(found->held_cancellations, 0);
}

static void a_held_calendar_that_is_as_it_was_is_held_no_more(void **state)
{
	struct bench *bench = *state;

	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") AT("three", "12") END);
	settle(bench);
	file_write(bench, "a.ics", BEGIN END);
	settle(bench);
	assert_int_equal(calendar(bench, "work/a.ics")->held_cancellations, 3);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") AT("three", "12") END);
	settle(bench);
	assert_null(calendar(bench, "work/a.ics")->trouble);
	begin_anew(bench);
	assert_int_equal(calendar(bench, "work/a.ics")->held_cancellations, 0);
}

static void a_file_that_went_is_let_go_by_whoever_says_that_it_is_right(void **state)
{
	struct bench *bench = *state;
	SyncCalendarResponse *response;
	char path[200];

	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") END);
	settle(bench);
	snprintf(path, sizeof(path), "%s/a.ics", bench->folder);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(sync_now(bench, ANNA, "people/me/calendars/work/a.ics", false), STATUS_FAILED_PRECONDITION);
	assert_string_equal(bench->work.reason, "CANCELS_MOST");
	assert_int_equal(sync_now(bench, ANNA, "people/me/calendars/work/a.ics", true), STATUS_OK);
	response = sync_calendar_response__unpack(NULL, bench->work.length, bench->work.bytes);
	assert_int_equal(response->cancelled, 2);
	assert_string_equal(response->calendar->name, "people/1/calendars/work/a.ics");
	assert_int_equal(response->calendar->meetings, 0);
	sync_calendar_response__free_unpacked(response, NULL);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_CANCELLED);
	assert_null(calendar(bench, "work/a.ics"));
}

static void a_sync_says_what_it_changed(void **state)
{
	struct bench *bench = *state;
	SyncCalendarResponse *response;

	settle(bench);
	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("two", "11") EVENT("bad", "SUMMARY:No start\r\n") END);
	file_write(bench, "b.ics", BEGIN AT("three", "12") END);
	assert_int_equal(sync_now(bench, ANNA, "people/1/calendars/work", false), STATUS_OK);
	response = sync_calendar_response__unpack(NULL, bench->work.length, bench->work.bytes);
	assert_int_equal(response->created, 3);
	assert_int_equal(response->refused_total, 1);
	assert_string_equal(response->calendar->calendar, "work");
	sync_calendar_response__free_unpacked(response, NULL);
	assert_int_equal(sync_now(bench, ANNA, "people/1/calendars/work/a.ics", false), STATUS_OK);
	response = sync_calendar_response__unpack(NULL, bench->work.length, bench->work.bytes);
	assert_int_equal(response->created, 0);
	assert_int_equal(response->unchanged, 2);
	assert_int_equal(response->n_refused, 1);
	assert_string_equal(response->refused[0]->uid, "bad");
	assert_string_equal(response->refused[0]->reason, "it has no DTSTART");
	sync_calendar_response__free_unpacked(response, NULL);
	assert_int_equal(sync_now(bench, ANNA, "people/1/calendars/nothing", false), STATUS_NOT_FOUND);
	assert_int_equal(sync_now(bench, ANNA, "people/1", false), STATUS_NOT_FOUND);
	assert_int_equal(sync_now(bench, ANNA, "", false), STATUS_NOT_FOUND);
}

static void what_keeps_a_calendar_from_being_read_is_the_answer(void **state)
{
	struct bench *bench = *state;
	char away[80];

	settle(bench);
	snprintf(away, sizeof(away), "%s-away", bench->folder);
	assert_int_equal(rename(bench->folder, away), 0);
	bench->host.locale = "nl";
	assert_int_equal(sync_now(bench, ANNA, "people/1/calendars/work", false), STATUS_FAILED_PRECONDITION);
	assert_non_null(strstr(bench->work.message, " is er niet"));
	assert_string_equal(bench->work.reason, "FOLDER_GONE");
	assert_string_equal(calendar(bench, "work")->trouble->code, "FOLDER_GONE");
	assert_int_equal(rename(away, bench->folder), 0);
	assert_int_equal(sync_now(bench, ANNA, "people/1/calendars/work", false), STATUS_OK);
}

static void an_owner_whom_nobody_knows_is_told_of_and_is_read_once_they_come(void **state)
{
	struct bench *bench = *state;
	const Calendar *found;

	file_write(bench, "a.ics", BEGIN AT("one", "10") END);
	bench->host.is_empty = true;
	settle(bench);
	assert_int_equal(list_page(bench, "admin", "people/-", 0, ""), STATUS_OK);
	assert_int_equal(bench->list->n_calendars, 1);
	found = bench->list->calendars[0];
	assert_string_equal(found->name, "people/anna@ridealong.example/calendars/work");
	assert_string_equal(found->trouble->code, "OWNER_UNKNOWN");
	assert_non_null(strstr(found->trouble->text, "anna@ridealong.example"));
	bench->host.is_empty = false;
	host_event(&bench->host, "person.created");
	while (bench->host.meeting_count == 0)
		uv_run(&bench->host.loop, UV_RUN_NOWAIT);
	settle(bench);
	assert_null(calendar(bench, "work")->trouble);
}

static void what_two_sections_read_is_read_once(void **state)
{
	struct bench *bench = *state;

	host_stop(&bench->host, true);
	bench->settings[2][0] = "again.folder";
	bench->settings[2][1] = bench->folder;
	bench->settings[3][0] = "again.owner";
	bench->settings[3][1] = "anna@ridealong.example";
	host_start(&bench->host);
	file_write(bench, "a.ics", BEGIN AT("one", "10") END);
	settle(bench);
	assert_int_equal(bench->host.meeting_count, 1);
	assert_null(calendar(bench, "work")->trouble);
	assert_string_equal(calendar(bench, "again")->trouble->code, "SECTION_TWICE");
	assert_non_null(strstr(calendar(bench, "again")->trouble->text, "by the section work already"));
}

static void a_calendar_that_no_section_reads_any_more_is_told_of_and_can_be_deleted(void **state)
{
	struct bench *bench = *state;
	const Calendar *found;

	file_write(bench, "a.ics", BEGIN AT("one", "10") AT("past", "01") END);
	settle(bench);
	assert_int_equal(forget(bench, ANNA, "people/1/calendars/work/a.ics"), STATUS_FAILED_PRECONDITION);
	assert_string_equal(bench->work.reason, "COMES_BY_ITSELF");
	host_stop(&bench->host, true);
	bench->settings[0][0] = NULL;
	host_start(&bench->host);
	settle(bench);
	found = calendar(bench, "work/a.ics");
	assert_string_equal(found->trouble->code, "SECTION_GONE");
	assert_int_equal(bench->list->n_calendars, 1);
	assert_int_equal(forget(bench, ANNA, "people/me/calendars/work/a.ics"), STATUS_OK);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_CANCELLED);
	assert_int_equal(state_of(bench, "past"), MEETING_STATE_SCHEDULED);
	assert_null(calendar(bench, "work/a.ics"));
}

static void what_was_imported_by_mistake_can_be_deleted_and_comes_back_when_it_is_imported_again(void **state)
{
	struct bench *bench = *state;
	char name[100];

	settle(bench);
	import(bench, BEGIN AT("one", "10") AT("two", "11") END);
	assert_int_equal(list_page(bench, ANNA, "", 0, ""), STATUS_OK);
	snprintf(name, sizeof(name), "%s", bench->list->calendars[0]->name);
	assert_int_equal(forget(bench, ANNA, name), STATUS_OK);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_CANCELLED);
	assert_int_equal(forget(bench, ANNA, name), STATUS_NOT_FOUND);
	assert_string_equal(bench->work.reason, "NO_CALENDAR");
	import(bench, BEGIN AT("one", "10") AT("two", "11") END);
	assert_int_equal(state_of(bench, "one"), MEETING_STATE_SCHEDULED);
	assert_int_equal(bench->host.meeting_count, 2);
	assert_int_equal(sync_now(bench, ANNA, name, false), STATUS_OK); /* from what is kept of it */
}

static void what_messages_began_is_a_calendar_that_can_be_deleted_too(void **state)
{
	struct bench *bench = *state;
	const Calendar *found;

	settle(bench);
	import(bench, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ridealong//Test//EN\r\nMETHOD:REQUEST\r\n" AT(
			      "invited", "10") END);
	found = calendar(bench, "Invitations");
	assert_non_null(found);
	assert_int_equal(found->kind, CALENDAR_KIND_MESSAGES);
	assert_null(found->trouble);
	assert_int_equal(sync_now(bench, ANNA, "people/me/calendars/Invitations", false), STATUS_OK);
	assert_int_equal(state_of(bench, "invited"), MEETING_STATE_SCHEDULED);
	assert_int_equal(forget(bench, ANNA, "people/me/calendars/Invitations"), STATUS_OK);
	assert_int_equal(state_of(bench, "invited"), MEETING_STATE_CANCELLED);
	assert_null(calendar(bench, "Invitations"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_calendar_says_how_its_last_read_went, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_page_goes_on_where_the_one_before_ended, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_somebodys_is_theirs_and_the_administrators, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_the_brake_holds_is_told_until_somebody_lets_it_through, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_was_wrong_with_a_file_that_went_is_wrong_no_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_a_section_reads_is_not_imported, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_name_that_no_meeting_can_have_is_no_calendar, set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_the_events_that_are_too_many_each_one_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_import_that_the_brake_held_is_listed_with_what_it_held, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_held_calendar_that_is_as_it_was_is_held_no_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_file_that_went_is_let_go_by_whoever_says_that_it_is_right, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_sync_says_what_it_changed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_keeps_a_calendar_from_being_read_is_the_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_owner_whom_nobody_knows_is_told_of_and_is_read_once_they_come, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_two_sections_read_is_read_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_calendar_that_no_section_reads_any_more_is_told_of_and_can_be_deleted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_was_imported_by_mistake_can_be_deleted_and_comes_back_when_it_is_imported_again, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			what_messages_began_is_a_calendar_that_can_be_deleted_too, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
