/* tests/ — sets of questions as files, and the method on paper, on the command line against a real daemon. */
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
	house_open("reminders skip_unprepared");
	house_people();
	return 0;
}

static const char own[] = "\xef\xbb\xbf# our engineers\n"
			  "[template]\nkey = engineer\ndisplay_name.en = Field engineer\nunannounced = yes\n\n"
			  "[before goal]\nrequired = yes\nintention = yes\n"
			  "text.en = What should run ; or \"stand\" = after this visit?\n"
			  "label.en = running\n\n"
			  "[before introduction]\nrequired = yes\ntext.en = Who is {coach}?\n"
			  "default.en = {coach} watches me, {coachee}.\n\n"
			  "[during d.watch]\ntext.en = Watch the tools.\n\n"
			  "[debrief coachee_experience]\nspeaker = coachee\ntext.en = Does it run?\n";

static void what_is_exported_is_imported_as_it_was(void **state)
{
	static const char *const keys[] = { "account-manager", "consultant", "customer-contact", "hr", "team-lead" };

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(RUN("ridealong template export %s | sed 's/^key = .*/key = again-%zu/' > a.ini && "
				     "ridealong " COACH "template import a.ini && "
				     "ridealong template export again-%zu | diff - a.ini",
					 keys[i], i, i),
			0);
		assert_int_equal(RUN("ridealong " COACH "template import a.ini | grep 'Version: *1'"), 0);
	}
	assert_int_equal(RUN("ridealong " COACH "template list"), 0);
	typed_says("again-3");
	assert_int_equal(RUN("ridealong " COACH "template delete again-3"), 0);
	typed_says("ridealong template undelete again-3");
	assert_int_equal(RUN("ridealong " COACH "template list | grep again-3"), 1);
	assert_int_equal(RUN("ridealong " COACH "template undelete again-3"), 0);
}

static void a_file_is_checked_with_its_line_or_its_key(void **state)
{
	(void)state;
	typed_file(house.dir, "own.ini", own);
	assert_int_equal(RUN("ridealong " COACH "template check own.ini"), 0);
	typed_says("Nothing was kept");
	assert_int_equal(RUN("ridealong template show engineer"), 3);
	assert_int_equal(RUN("sed 's/required = yes/required = maybe/' own.ini > bad.ini; ridealong " COACH
			     "template check bad.ini"),
		2);
	typed_complains("bad.ini:8: say yes or no, not \"maybe\"");
	assert_int_equal(
		RUN("sed 's/required = yes/required = ja/' own.ini > ja.ini; ridealong " COACH "template check ja.ini"),
		0);
	assert_int_equal(RUN("sed 's/^text.en = Does/txt.en = Does/' own.ini > bad.ini; ridealong " COACH
			     "template check bad.ini"),
		2);
	typed_complains("bad.ini:23: \"txt.en\" means nothing here");
	assert_int_equal(RUN("sed 's/Watch the/Watch {their}/' own.ini > bad.ini; ridealong --locale nl " COACH
			     "template check bad.ini"),
		2);
	typed_complains("d.watch: text.en: alleen {coach} en {coachee} worden ingevuld, niet \"{their}\"");
	assert_int_equal(RUN("echo hello > bad.ini; ridealong " COACH "template check bad.ini"), 2);
	typed_complains("bad.ini:1: \"hello\" is no line of a set of questions");
	assert_int_equal(RUN("ridealong " COACH "template check nowhere.ini"), 2);
	assert_int_equal(RUN("ridealong " COACHEE "template import own.ini"), 6);
}

static void own_questions_are_asked_until_the_end_of_what_was_planned_with_them(void **state)
{
	(void)state;
	typed_file(house.dir, "own.ini", own);
	assert_int_equal(RUN("ridealong " COACH "template import own.ini"), 0);
	assert_int_equal(RUN("ridealong " COACH "person set daan@example.com --template engineer"), 0);
	assert_int_equal(
		RUN("ridealong " COACHEE "meeting add Pump --start 2026-03-05T10:00 --end 2026-03-05T11:00"), 0);
	assert_int_equal(RUN("ridealong " COACH "session plan $(ridealong " COACHEE
			     "meeting list --output json | grep -o 'meetings/[0-9a-f-]*' | head -1)"),
		0);
	assert_int_equal(RUN("sed 's/\\[before goal\\]/[before first]\\nrequired = yes\\ntext.en = First?\\n\\n&/' "
			     "own.ini > two.ini && "
			     "ridealong " COACH "template import two.ini"),
		0);
	typed_says("Version:            2");
	/* The mail that asks has the same numbers. */
	assert_int_equal(RUN("ridealong clock advance 1m"), 0);
	assert_int_equal(RUN("cat mail/daan@example.com/new/* | sed -z 's/=\\n//g' | grep 'What should run'"), 0);
	typed_says("1 What should run");
	assert_int_equal(RUN("cat mail/daan@example.com/new/* | sed -z 's/=\\n//g' | grep '2 questions'"), 0);
	assert_int_equal(RUN("ridealong " COACHEE "prep show @next"), 0);
	typed_says("1. running: What should run ; or \"stand\" = after this visit?");
	assert_int_equal(RUN("ridealong " COACHEE "prep write @next '1 the pump runs' --submit"), 0);
	typed_says("Sanne watches me, Daan.");
	assert_int_equal(RUN("ridealong " COACH "session card @next"), 0);
	typed_says("the pump runs");
	typed_says("Watch the tools.");
	assert_int_equal(RUN("ridealong " COACH "debrief show @next --output json"), 0);
	typed_says("Does it run?");
	assert_int_equal(RUN("ridealong " COACH "template history engineer"), 0);
}

static void the_method_is_there_on_paper(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong " COACH "checklist --template hr --locale nl"), 0);
	typed_says("Schrijf alleen over je eigen aanpak");
	typed_says("^z");
	assert_int_equal(RUN("ridealong " COACH "checklist @next"), 0);
	typed_says("> the pump runs");
	assert_int_equal(
		RUN("ridealong " COACH "checklist @next --format html > page.html && grep -c '<h2>' page.html"), 0);
	typed_says("5");
	assert_int_equal(RUN("ridealong " COACH "checklist --format markdown | head -1"), 0);
	typed_says("# Coaching on the job\\: Account manager");
	assert_int_equal(RUN("ridealong " COACH "checklist @next --template hr"), 2);
}

static void the_other_party_may_prefer_the_two_of_them(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong " COACHEE "session cancel @next --counterpart --locale nl"), 0);
	typed_says("de ander houdt het liever bij jullie tweeën");
	assert_int_equal(RUN("ridealong " COACHEE "agenda list"), 0);
	typed_says("Nothing for the next 1-on-1.");
}

/* The name of who is talked with is in no subject, and the notice is above every mail. */
static void confidential_conversations_stay_out_of_subjects(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong " COACH "person set daan@example.com --template hr"), 0);
	assert_int_equal(
		RUN("ridealong " COACHEE "meeting add 'Piet Puk' --start 2026-03-06T10:00 --end 2026-03-06T11:00"), 0);
	assert_int_equal(RUN("rm -rf mail/*/new/*; ridealong " COACH "session plan $(ridealong " COACHEE
			     "meeting list --from 2026-03-06 --output json | grep -o 'meetings/[0-9a-f-]*' | head -1)"),
		0);
	assert_int_equal(RUN("ridealong clock advance 1m"), 0);
	assert_int_equal(RUN("cat mail/*/new/* | grep '^Subject:'"), 0);
	typed_says("your conversation");
	assert_int_equal(RUN("cat mail/*/new/* | sed -z 's/=\\n//g' | grep 'Write only about your own approach'"), 0);
	assert_int_equal(RUN("ridealong " COACHEE "prep write @next '1 calm and a next step agreed' --submit"), 0);
	typed_says("Write only about your own approach.");
	assert_int_equal(RUN("ridealong clock advance 1m"), 0);
	assert_int_equal(RUN("cat mail/sanne@example.com/new/* | sed -z 's/=\\n//g' | grep 'alone when the other'"), 0);
	assert_int_equal(RUN("ridealong " COACH "session cancel @next --counterpart"), 0);
	assert_int_equal(RUN("ridealong clock advance 3d"), 0);
	assert_int_equal(RUN("cat mail/*/new/* | sed -z 's/\\n //g' | grep '^Subject:' | grep -c Piet"), 1);
	assert_int_equal(
		RUN("cat mail/daan@example.com/new/* | sed -z 's/=\\n//g' | grep 'the other person would rather'"), 0);
	assert_int_equal(RUN("ridealong " COACHEE "agenda list"), 0);
	typed_says("Nothing for the next 1-on-1.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_exported_is_imported_as_it_was),
		cmocka_unit_test(a_file_is_checked_with_its_line_or_its_key),
		cmocka_unit_test(own_questions_are_asked_until_the_end_of_what_was_planned_with_them),
		cmocka_unit_test(the_method_is_there_on_paper),
		cmocka_unit_test(the_other_party_may_prefer_the_two_of_them),
		cmocka_unit_test(confidential_conversations_stay_out_of_subjects),
	};

	return cmocka_run_group_tests(tests, setup, house_close);
}
