/* tests — a person's sessions and action points as entries of a calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "back/entries.h"

#define HOUR INT64_C(3600)
#define NINE INT64_C(1772614800) /* 2026-03-04T09:00:00Z */

static struct {
	Timestamp created, updated, start, end, debrief_start, debrief_end, revealed;
	Duration travel, travel_back;
	Session session;
	const Session *sessions[2];
	ActionPoint point;
	const ActionPoint *points[1];
	Person coach, coachee;
	struct calendar_view view;
} f;

static Timestamp at(int64_t seconds)
{
	Timestamp time = TIMESTAMP__INIT;

	time.seconds = seconds;
	return time;
}

static Duration lasting(int64_t seconds)
{
	Duration length = DURATION__INIT;

	length.seconds = seconds;
	return length;
}

static int setup(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	person__init(&f.coach);
	f.coach.name = "people/ruud";
	f.coach.display_name = "Ruud";
	f.coach.language = "nl";
	person__init(&f.coachee);
	f.coachee.name = "people/noor";
	f.coachee.display_name = "Noor";
	f.coachee.language = "en";
	session__init(&f.session);
	f.session.name = "sessions/s1";
	f.session.coach = f.coach.name;
	f.session.coachee = f.coachee.name;
	f.session.coach_display_name = "Ruud";
	f.session.coachee_display_name = "Noor";
	f.session.customer = "Bakker, Zn";
	f.session.meeting_title = "Kwartaal";
	f.session.place = "Dam 1";
	f.session.coach_focus = "the silence";
	f.session.state = SESSION_STATE_CONFIRMED;
	f.created = at(NINE - 48 * HOUR);
	f.updated = at(NINE - 24 * HOUR);
	f.start = at(NINE);
	f.end = at(NINE + HOUR);
	f.debrief_start = at(NINE + HOUR);
	f.debrief_end = at(NINE + HOUR + 1200);
	f.travel = lasting(1800);
	f.session.create_time = &f.created;
	f.session.update_time = &f.updated;
	f.session.start_time = &f.start;
	f.session.end_time = &f.end;
	f.session.debrief_start_time = &f.debrief_start;
	f.session.debrief_end_time = &f.debrief_end;
	f.session.travel = &f.travel;
	f.sessions[0] = &f.session;
	action_point__init(&f.point);
	f.point.name = "actionPoints/a1";
	f.point.owner = f.coachee.name;
	f.point.text = "call the dentist";
	f.point.due_date = "2026-03-20";
	f.point.state = ACTION_POINT_STATE_OPEN;
	f.point.agree_time = &f.created;
	f.point.update_time = &f.updated;
	f.points[0] = &f.point;
	f.view = (struct calendar_view){ .sessions = f.sessions, .session_count = 1, .points = f.points };
	return 0;
}

static char *feed_of(const Person *person)
{
	struct calendar_entries entries;
	struct icalendar feed;

	f.view.person = person;
	assert_true(calendar_entries_make(&entries, &f.view));
	feed = calendar_entries_feed(&entries, person);
	calendar_entries_free(&entries);
	return feed.bytes;
}

static void has(const Person *person, const char *part)
{
	char *text = feed_of(person);

	if (strstr(text, part) == NULL)
		fail_msg("there is no %s in\n%s", part, text);
	free(text);
}

static void lacks(const Person *person, const char *part)
{
	char *text = feed_of(person);

	if (strstr(text, part) != NULL)
		fail_msg("there is %s in\n%s", part, text);
	free(text);
}

static void test_each_reads_who_comes_along_in_their_own_language(void **state)
{
	(void)state;
	has(&f.coach,
		"SUMMARY:Mee met Noor: Bakker\\, Zn\r\nDESCRIPTION:Stand: gaat door\\nRuud let op: the silence\r\n"
		"LOCATION:Dam 1\r\n");
	has(&f.coachee, "SUMMARY:Ruud comes along: Bakker\\, Zn\r\n"
			"DESCRIPTION:State: going ahead\\nRuud watches for: the silence\r\n");
}

static void test_the_debrief_follows_under_the_identity_that_its_file_has(void **state)
{
	(void)state;
	has(&f.coachee, "UID:debrief-s1@ridealong\r\n");
	has(&f.coachee, "DTSTART:20260304T100000Z\r\nDTEND:20260304T102000Z\r\nSUMMARY:Debrief: Bakker\\, Zn\r\n");
}

static void test_the_way_there_is_the_coachs_until_they_travel_together(void **state)
{
	(void)state;
	has(&f.coach, "DTSTART:20260304T083000Z\r\nDTEND:20260304T090000Z\r\nSUMMARY:Onderweg: Bakker\\, Zn\r\n");
	lacks(&f.coachee, "there-s1");
	f.session.travel_together = TRAVEL_TOGETHER_THERE;
	has(&f.coach, "SUMMARY:Samen onderweg: Bakker\\, Zn\r\n");
	has(&f.coachee, "SUMMARY:On the way together: Bakker\\, Zn\r\n");
	lacks(&f.coachee, "back-s1");
}

static void test_the_way_back_begins_after_the_debrief_unless_that_waits_for_it(void **state)
{
	(void)state;
	f.session.travel_together = TRAVEL_TOGETHER_BOTH;
	f.travel_back = lasting(2400);
	f.session.travel_back = &f.travel_back;
	has(&f.coachee, "DTSTART:20260304T102000Z\r\nDTEND:20260304T110000Z\r\nSUMMARY:On the way back together");
	f.session.debrief_after_travel = true;
	has(&f.coachee, "DTSTART:20260304T100000Z\r\nDTEND:20260304T104000Z\r\nSUMMARY:On the way back together");
}

static void test_a_confidential_session_names_nobody(void **state)
{
	(void)state;
	f.session.confidential = true;
	f.session.coachee_focus = "how Noor asks";
	f.session.travel_together = TRAVEL_TOGETHER_BOTH;
	has(&f.coach, "SUMMARY:Sessie\r\nDESCRIPTION:Stand: gaat door\r\nSTATUS:CONFIRMED\r\nCLASS:CONFIDENTIAL\r\n");
	lacks(&f.coach, "Noor");
	lacks(&f.coach, "Bakker");
	lacks(&f.coach, "Dam 1");
	has(&f.coachee, "SUMMARY:Session\r\n");
	lacks(&f.coachee, "Ruud");
	lacks(&f.coachee, "silence");
}

static void test_an_action_point_is_its_day_and_not_its_words(void **state)
{
	(void)state;
	f.view.point_count = 1;
	has(&f.coachee, "UID:action-a1@ridealong\r\n");
	has(&f.coachee, "DTSTART;VALUE=DATE:20260320\r\nDTEND;VALUE=DATE:20260321\r\nSUMMARY:Action point\r\n");
	has(&f.coachee, "TRANSP:TRANSPARENT\r\n");
	lacks(&f.coachee, "dentist");
}

static void test_what_does_not_take_place_has_no_entry(void **state)
{
	(void)state;
	f.session.state = SESSION_STATE_SKIPPED;
	lacks(&f.coach, "VEVENT");
	f.session.state = SESSION_STATE_CANCELLED;
	lacks(&f.coach, "VEVENT");
	f.session.state = SESSION_STATE_LAPSED;
	lacks(&f.coach, "VEVENT");
	f.session.actual_start_time = &f.start;
	has(&f.coach, "DESCRIPTION:Stand: niet nabesproken");
}

static void test_what_is_not_announced_is_private_and_stays_out_of_a_calendar_that_others_read(void **state)
{
	struct calendar_entries entries;

	(void)state;
	f.session.unannounced = true;
	has(&f.coach, "Nog niet aangekondigd");
	has(&f.coach, "CLASS:PRIVATE\r\n");
	assert_true(calendar_entries_make_coach(&entries, &f.view));
	assert_int_equal(entries.count, 0);
	calendar_entries_free(&entries);
	f.revealed = at(NINE - HOUR);
	f.session.reveal_time = &f.revealed;
	lacks(&f.coach, "CLASS:PRIVATE\r\n");
	assert_true(calendar_entries_make_coach(&entries, &f.view));
	assert_int_equal(entries.count, 3);
	calendar_entries_free(&entries);
	f.view.person = &f.coachee;
	assert_true(calendar_entries_make_coach(&entries, &f.view));
	assert_int_equal(entries.count, 0);
	calendar_entries_free(&entries);
}

static void test_an_invitation_that_waits_is_no_promise(void **state)
{
	(void)state;
	f.session.state = SESSION_STATE_PLANNED;
	f.session.invited = true;
	f.session.invite_state = INVITE_STATE_OPEN;
	has(&f.coach, "SUMMARY:Noor vraagt je mee: Bakker\\, Zn\r\n");
	has(&f.coach, "STATUS:TENTATIVE\r\n");
	lacks(&f.coach, "STATUS:CONFIRMED");
	has(&f.coachee, "SUMMARY:Ruud is asked along: Bakker\\, Zn\r\n");
}

static void test_the_same_view_gives_the_same_bytes(void **state)
{
	char *first = feed_of(&f.coach), *second = feed_of(&f.coach);

	(void)state;
	assert_string_equal(first, second);
	free(first);
	free(second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_each_reads_who_comes_along_in_their_own_language, setup),
		cmocka_unit_test_setup(test_the_debrief_follows_under_the_identity_that_its_file_has, setup),
		cmocka_unit_test_setup(test_the_way_there_is_the_coachs_until_they_travel_together, setup),
		cmocka_unit_test_setup(test_the_way_back_begins_after_the_debrief_unless_that_waits_for_it, setup),
		cmocka_unit_test_setup(test_a_confidential_session_names_nobody, setup),
		cmocka_unit_test_setup(test_an_action_point_is_its_day_and_not_its_words, setup),
		cmocka_unit_test_setup(test_what_does_not_take_place_has_no_entry, setup),
		cmocka_unit_test_setup(
			test_what_is_not_announced_is_private_and_stays_out_of_a_calendar_that_others_read, setup),
		cmocka_unit_test_setup(test_an_invitation_that_waits_is_no_promise, setup),
		cmocka_unit_test_setup(test_the_same_view_gives_the_same_bytes, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
