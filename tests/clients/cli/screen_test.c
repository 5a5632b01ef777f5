/* tests/ — what somebody reads on the screen: names, days, widths, in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "house.h"

static int setup(void **state)
{
	(void)state;
	house_open("reminders");
	house_people();
	return 0;
}

/* Adds a meeting of the coachee's; returns its name. */
static const char *meeting(const char *title, const char *start)
{
	char command[300];

	snprintf(command, sizeof(command), COACHEE "meeting add \"%s\" --start \"%s\"", title, start);
	return house_value(".name", command);
}

static void no_line_is_wider_than(int columns)
{
	char *rest = NULL;

	for (char *line = strtok_r(typed_out, "\r\n", &rest); line != NULL; line = strtok_r(NULL, "\r\n", &rest)) {
		int wide = 0;

		for (const char *at = line; *at != '\0'; at++)
			wide += ((unsigned char)*at & 0xc0) != 0x80;
		if (wide > columns)
			fail_msg("this line has %d columns: %s", wide, line);
	}
}

/* ---- days and times */

static void a_day_is_typed_as_in_quick_lines_wherever_one_is_wanted(void **state)
{
	static const struct {
		const char *typed, *due;
	} days[] = { { "@20-3", "2026-03-20" }, { "24-3", "2026-03-24" }, { "21/3/2026", "2026-03-21" },
		{ "22 mrt", "2026-03-22" }, { "@23 march", "2026-03-23" }, { "overmorgen", "2026-03-04" },
		{ "vrijdag", "2026-03-06" }, { "+2w", "2026-03-20" }, { "2026-04-01", "2026-04-01" } };
	const char *action =
		house_value(".name", COACHEE "action add \"call them @19 maart\" --with sanne@example.com");
	char command[200];

	(void)state;
	snprintf(command, sizeof(command), COACHEE "action show %s", action);
	assert_string_equal(house_value(".text", command), "call them");
	assert_string_equal(house_value(".dueDate", command), "2026-03-19");
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		WELL("ridealong " COACHEE "action extend %s '%s' --earlier", action, days[i].typed);
		assert_string_equal(house_value(".dueDate", command), days[i].due);
	}
	assert_int_equal(RUN("ridealong " COACHEE "action extend %s 32-3", action), 2);
	typed_complains("\"32-3\" is no day: write 2026-03-20, 20-3");
	assert_int_equal(RUN("ridealong --locale nl " COACHEE "action extend %s ooit", action), 2);
	typed_complains("\"ooit\" is geen dag: schrijf 2026-03-20, 20-3, 20 mrt, vandaag");
}

static void a_time_is_a_day_and_an_hour(void **state)
{
	static const struct {
		const char *typed, *start;
	} times[] = { { "20-3 9:00", "2026-03-20T08:00:00Z" }, { "vr 14:30", "2026-03-06T13:30:00Z" },
		{ "20 maart 10:00", "2026-03-20T09:00:00Z" }, { "2026-03-09T08:00", "2026-03-09T07:00:00Z" },
		{ "2026-03-09 08:00:30", "2026-03-09T07:00:30Z" }, { "11:00", "2026-03-02T10:00:00Z" },
		{ "2026-03-10", "2026-03-09T23:00:00Z" } };
	char command[200];

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		snprintf(command, sizeof(command), COACHEE "meeting show %s", meeting("Desk hour", times[i].typed));
		assert_string_equal(house_value(".startTime", command), times[i].start);
	}
	assert_int_equal(RUN("ridealong " COACHEE "meeting add X --start 'fri 9'"), 2);
	assert_int_equal(RUN("ridealong " COACHEE "meeting add X --start 'fri 25:00'"), 2);
}

static void help_says_how_days_and_times_are_typed(void **state)
{
	(void)state;
	WELL("ridealong action extend --help");
	typed_says("A day is 2026-03-20, 20-3, 20 mar, today");
	WELL("ridealong --locale nl meeting move --help");
	typed_says("Een tijd is een dag en een uur, zoals 'vr 9:00'");
	WELL("ridealong session set --help");
	typed_says("--travel LENGTH");
}

/* ---- sessions */

static void a_list_of_sessions_marks_an_invitation_that_is_not_answered(void **state)
{
	char command[200];
	const char *session;

	(void)state;
	snprintf(command, sizeof(command), COACHEE "session invite %s", meeting("Bakkerij", "2026-03-11 10:00"));
	session = house_value(".name", command);
	WELL("ridealong " COACH "session list");
	typed_says("Invitation");
	typed_says("not answered yet");
	WELL("ridealong --locale nl " COACHEE "session list");
	typed_says("nog niet beantwoord");
	WELL("ridealong " COACH "session accept %s", session);
	WELL("ridealong " COACH "session list");
	typed_says("accepted");
}

static void a_card_is_as_wide_as_the_terminal(void **state)
{
	(void)state;
	WELL("ridealong " COACH "session set @next --focus 'asking before telling, silence after the price, and who "
	     "of the two at the other side of the table decides in the end'");
	WELL("COLUMNS=60 ridealong " COACH "session card @next");
	no_line_is_wider_than(60);
	WELL("COLUMNS=50 ridealong --locale nl " COACH "session card @next");
	no_line_is_wider_than(50);
	WELL("ridealong " COACH "team set --told 2-2-2026");
	WELL("COLUMNS=60 ridealong " COACHEE "team show");
	no_line_is_wider_than(60);
	WELL("ridealong " COACHEE "team show --output json");
	WELL("script -qec 'stty cols 60; ridealong " COACH "session card @next' /dev/null");
	typed_says("You watch for");
	no_line_is_wider_than(60);
}

static void what_a_debrief_misses_is_said_with_names(void **state)
{
	(void)state;
	WELL("ridealong " COACH "session decide @next go");
	WELL("ridealong clock advance --to '2026-03-11 10:10'");
	WELL("ridealong " COACH "note @now 'zag iets'");
	WELL("ridealong clock advance --to '2026-03-11 11:30'");
	WELL("ridealong " COACH "debrief show @last");
	typed_says("Still missing: how it went for Daan\n");
	typed_says("Still missing: what it was like for Sanne\n");
	WELL("ridealong --locale nl " COACHEE "debrief show @last");
	typed_says("Ontbreekt nog: hoe het ging volgens Daan\n");
	typed_says("Ontbreekt nog: hoe het was voor Sanne\n");
}

/* ---- what is kept */

static void what_is_kept_is_read_in_the_reader_s_language(void **state)
{
	(void)state;
	WELL("ridealong --locale nl " COACHEE "export");
	typed_says("Tijdzone: Europe/Amsterdam");
	typed_says("  Coach: Sanne\n");
	typed_says("Stil vanaf: 19:00");
	typed_says("een sessie is gepland");
	assert_null(strstr(typed_out, "people/"));
	assert_null(strstr(typed_out, "sessions/"));
	assert_null(strstr(typed_out, "display name"));
	WELL("ridealong " COACHEE "export");
	typed_says("Coach: Sanne");
	WELL("ridealong --output json " COACHEE "export | jq -e '.records.person[0].display_name == \"Daan\"'");
}

static void who_read_and_changed_what_is_said_in_words(void **state)
{
	(void)state;
	WELL("ridealong " COACHEE "person access");
	typed_says("an invitation was accepted");
	typed_says("a session");
	assert_null(strstr(typed_out, "ridealong.v1."));
	assert_null(strstr(typed_out, "session.accepted"));
	assert_null(strstr(typed_out, " admin "));
	WELL("ridealong --locale nl " COACHEE "person access");
	typed_says("een uitnodiging is aangenomen");
}

/* ---- groups */

static void groups_come_from_a_table_and_refused_lines_are_listed(void **state)
{
	(void)state;
	typed_file(house.dir, "groups.csv",
		"\xef\xbb\xbf"
		"e-mail;groep\r\nsanne@example.com;sales/noord\r\n\"daan@example.com\";\"sales/noord\"\r\n"
		"niemand@example.com;sales\r\n\r\ndaan@example.com\r\n");
	assert_int_equal(RUN("ridealong person import-groups groups.csv"), 2);
	typed_says("in another group now: 2, the same: 0, refused: 2");
	typed_says("not taken over: line 4, niemand@example.com: ");
	typed_says("not taken over: line 6, daan@example.com: a line is an address and a group");
	assert_string_equal(house_value(".groupPath", "person show daan@example.com"), "sales/noord");
	assert_int_equal(RUN("ridealong --locale nl person import-groups groups.csv"), 2);
	typed_says("nu in een andere groep: 0, hetzelfde: 2, geweigerd: 2");
	WELL("printf 'daan@example.com,\\n' | ridealong --output json person import-groups - | jq -e '.changed == 1'");
	assert_string_equal(house_value(".groupPath", "person show daan@example.com"), "null");
	assert_int_equal(RUN("ridealong person import-groups nowhere.csv"), 2);
	typed_complains("nowhere.csv cannot be read");
	assert_int_equal(RUN("ridealong " COACHEE "person import-groups groups.csv"), 2);
	typed_says("in another group now: 0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_is_typed_as_in_quick_lines_wherever_one_is_wanted),
		cmocka_unit_test(a_time_is_a_day_and_an_hour),
		cmocka_unit_test(help_says_how_days_and_times_are_typed),
		cmocka_unit_test(a_list_of_sessions_marks_an_invitation_that_is_not_answered),
		cmocka_unit_test(a_card_is_as_wide_as_the_terminal),
		cmocka_unit_test(what_a_debrief_misses_is_said_with_names),
		cmocka_unit_test(what_is_kept_is_read_in_the_reader_s_language),
		cmocka_unit_test(who_read_and_changed_what_is_said_in_words),

		cmocka_unit_test(groups_come_from_a_table_and_refused_lines_are_listed),
	};

	return cmocka_run_group_tests(tests, setup, house_close);
}
