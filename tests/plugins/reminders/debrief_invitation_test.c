/* The debrief in the calendar of who is coached, as the mails put it there: with the command line, a real daemon and
 * real Maildirs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mails.h"
#include "tests/clients/cli/house.h"

#define DAAN "daan@example.com"

static char meeting[200], session[200]; /* the one at hand, by name */

static const char *line(const struct calendar_part *part, const char *name)
{
	static char lines[8][300];
	static unsigned next;
	char start[40], *ret = lines[next++ % 8];
	const char *at;

	snprintf(start, sizeof(start), "\r\n%s", name);
	at = strstr(part->content, start);
	if (at == NULL)
		fail_msg("no line begins with %s in:\n%s", name, part->content);
	snprintf(ret, sizeof(lines[0]), "%.*s", (int)strcspn(at + 2, "\r"), at + 2);
	return ret;
}

static int sequence(const struct calendar_part *part)
{
	return atoi(line(part, "SEQUENCE:") + strlen("SEQUENCE:"));
}

/* What the last mail to Daan with these words does to his calendar. */
static struct calendar_part entry(const char *words, const char *method)
{
	struct calendar_part part;
	char inside[40];

	if (!mails_calendar(house.dir, DAAN, words, &part))
		fail_msg("nothing for the calendar goes with \"%s\"", words);
	snprintf(inside, sizeof(inside), "METHOD:%s", method);
	assert_string_equal(part.method, method);
	assert_string_equal(line(&part, "METHOD:"), inside);
	return part;
}

/* The later one is about the same, and counts. */
static void replaces(const struct calendar_part *later, const struct calendar_part *former)
{
	assert_string_equal(line(later, "UID:"), line(former, "UID:"));
	assert_true(sequence(later) > sequence(former));
}

/* Daan has prepared for it, and is told that Sanne comes along. */
static void goes_along(const char *customer, const char *start)
{
	char filter[200];

	WELL("ridealong meeting add %s --customer %s --owner " DAAN " --start %s", customer, customer, start);
	snprintf(filter, sizeof(filter), ".meetings[] | select(.title == \"%s\") | .name", customer);
	snprintf(meeting, sizeof(meeting), "%s", house_value(filter, "meeting list --owner " DAAN));
	WELL("ridealong " COACH "session plan %s", meeting);
	snprintf(filter, sizeof(filter), ".sessions[] | select(.meeting == \"%s\") | .name", meeting);
	snprintf(session, sizeof(session), "%s", house_value(filter, COACH "session list"));
	WELL("ridealong " COACHEE
	     "prep write %s '1 Een startdatum en het budget' '2 Gehaast maar vriendelijk, ik vraag' "
	     "'3 Wat kost het per maand, en waarom' '4 Als de prijs te hoog is, dan vraag ik' '6 Een vergelijking "
	     "met drie bedrijven'",
		session);
	WELL("ridealong " COACHEE "prep submit %s", session);
	WELL("ridealong clock advance 1h");
	WELL("ridealong " COACH "session decide %s go", session);
	WELL("ridealong clock advance 1h");
}

static int setup(void **state)
{
	(void)state;
	g_mime_init();
	house_open("reminders");
	house_people();
	goes_along("Kemper", "2026-03-23T10:00");
	return 0;
}

static void who_is_asked_to_prepare_has_no_debrief_in_the_calendar_yet(void **state)
{
	struct calendar_part part;

	(void)state;
	assert_false(mails_calendar(house.dir, DAAN, "Please before Friday", &part));
}

static void a_coach_who_comes_along_puts_the_debrief_into_the_calendar(void **state)
{
	const struct calendar_part first = entry("going ahead, with Sanne", "REQUEST");

	(void)state;
	assert_string_equal(line(&first, "DTSTART"), "DTSTART:20260323T100000Z"); /* from 11:00 to 11:20 */
	assert_string_equal(line(&first, "DTEND"), "DTEND:20260323T102000Z");
	assert_string_equal(line(&first, "SUMMARY"), "SUMMARY:Debrief: Kemper");
	assert_string_equal(line(&first, "ORGANIZER"), "ORGANIZER;CN=\"Ridealong\":mailto:ridealong@example.com");
	assert_non_null(strstr(first.content, "RSVP=FALSE"));
	assert_non_null(strstr(first.content, DAAN));
}

static void when_the_meeting_moves_so_does_the_debrief(void **state)
{
	const struct calendar_part first = entry("going ahead, with Sanne", "REQUEST");
	struct calendar_part moved;

	(void)state;
	WELL("ridealong " COACHEE "meeting move %s 2026-03-24T13:00", meeting);
	WELL("ridealong clock advance 1h");
	moved = entry("Kemper: now Tuesday 24 March 13:00", "REQUEST");
	replaces(&moved, &first);
	assert_string_equal(line(&moved, "DTSTART"), "DTSTART:20260324T130000Z");
	assert_string_equal(line(&moved, "DTEND"), "DTEND:20260324T132000Z");
}

static void a_coach_who_withdraws_takes_it_out_again(void **state)
{
	const struct calendar_part moved = entry("Kemper: now Tuesday 24 March 13:00", "REQUEST");
	struct calendar_part off;

	(void)state;
	WELL("ridealong " COACH "session cancel %s", session);
	WELL("ridealong clock advance 1h");
	off = entry("Sanne is not coming along this time", "CANCEL");
	replaces(&off, &moved);
	assert_string_equal(line(&off, "STATUS"), "STATUS:CANCELLED");
}

static void a_coach_who_comes_along_after_all_brings_it_back(void **state)
{
	const struct calendar_part off = entry("Sanne is not coming along this time", "CANCEL");
	struct calendar_part back;

	(void)state;
	WELL("ridealong " COACH "session reopen %s", session);
	WELL("ridealong clock advance 1h");
	back = entry("Sanne is coming along after all", "REQUEST");
	replaces(&back, &off);
	assert_string_equal(line(&back, "STATUS"), "STATUS:CONFIRMED");
	assert_string_equal(line(&back, "DTSTART"), "DTSTART:20260324T130000Z");
}

static void it_goes_with_a_meeting_that_is_off_and_comes_back_with_it_in_dutch(void **state)
{
	struct calendar_part first, off, back;

	(void)state;
	WELL("ridealong person set " DAAN " --language nl");
	WELL("ridealong clock advance 1d");
	goes_along("Berk", "2026-03-25T09:00");
	first = entry("Berk, woensdag 25 maart 09:00: het gaat door, met Sanne", "REQUEST");
	assert_string_equal(line(&first, "SUMMARY"), "SUMMARY:Nabespreken: Berk");
	WELL("ridealong " COACHEE "meeting cancel %s", meeting);
	WELL("ridealong clock advance 1h");
	off = entry("Berk, woensdag 25 maart 09:00: afgezegd", "CANCEL");
	replaces(&off, &first);
	WELL("ridealong " COACHEE "meeting restore %s", meeting);
	WELL("ridealong clock advance 1h");
	back = entry("Berk, woensdag 25 maart 09:00: Sanne gaat toch mee", "REQUEST");
	replaces(&back, &off);
}

static void two_sessions_are_two_entries(void **state)
{
	const struct calendar_part kemper = entry("Kemper: now Tuesday 24 March 13:00", "REQUEST");
	const struct calendar_part berk = entry("het gaat door, met Sanne", "REQUEST");

	(void)state;
	assert_string_not_equal(line(&kemper, "UID:"), line(&berk, "UID:"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_asked_to_prepare_has_no_debrief_in_the_calendar_yet),
		cmocka_unit_test(a_coach_who_comes_along_puts_the_debrief_into_the_calendar),
		cmocka_unit_test(when_the_meeting_moves_so_does_the_debrief),
		cmocka_unit_test(a_coach_who_withdraws_takes_it_out_again),
		cmocka_unit_test(a_coach_who_comes_along_after_all_brings_it_back),
		cmocka_unit_test(it_goes_with_a_meeting_that_is_off_and_comes_back_with_it_in_dutch),
		cmocka_unit_test(two_sessions_are_two_entries),
	};

	return cmocka_run_group_tests(tests, setup, house_close);
}
