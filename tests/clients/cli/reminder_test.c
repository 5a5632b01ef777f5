/* tests/ — messages that could not be sent, as somebody finds them with the command line and sends them after all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "house.h"

#define IN_THE_WAY "mail/daan@example.com" /* a file where Daan's Maildir should be */

static int setup(void **state)
{
	(void)state;
	house_open("reminders");
	house_people();
	typed_file(house.dir, IN_THE_WAY, "no folder\n");
	return 0;
}

static const char *daans(const char *filter)
{
	return house_value(filter, "reminder list --to daan@example.com");
}

static void what_waits_says_when_it_is_tried_next(void **state)
{
	const char *meeting;

	(void)state;
	WELL("ridealong meeting add Jaarcontract --owner daan@example.com --start 2026-03-23T10:00");
	meeting = house_value(".meetings[0].name", "meeting list --owner daan@example.com");
	WELL("ridealong " COACH "session plan %s", meeting);
	WELL("ridealong clock advance 10s");
	assert_string_equal(daans(".reminders[0].state"), "REMINDER_STATE_PENDING");
	WELL("ridealong reminder list --state pending");
	typed_says("Reason");
	WELL("ridealong reminder explain %s", daans(".reminders[0].name"));
	typed_says("Rule:");
	typed_says("Attempts:\n  1. Mon, 2 Mar 2026, 08:00  maildir: ");
	typed_says("It waits: ");
	typed_says("Next attempt: Mon, 2 Mar 2026, 08:0");
	WELL("ridealong reminder list --failed");
	typed_says("No message failed.");
	WELL("ridealong doctor");
	typed_says("messages: none that could not be sent");
}

static void what_failed_is_listed_told_of_and_explained(void **state)
{
	const char *name;

	(void)state;
	WELL("ridealong clock advance 13d");
	assert_string_equal(daans(".reminders[0].state"), "REMINDER_STATE_FAILED");
	name = daans(".reminders[0].name");
	WELL("ridealong reminder list --failed");
	typed_says("Daan");
	typed_says("Reason");
	WELL("ridealong --locale nl reminder explain %s", name);
	typed_says("\n  13. ");
	typed_says("Het kon niet verstuurd worden: ");
	typed_says("Probeer het nog eens: ridealong reminder retry ");
	WELL("ridealong --output json reminder explain %s", name);
	typed_says("\"history\"");
	WELL("ridealong status");
	typed_says("Messages that could not be sent: 1. Why: ridealong reminder list --failed");
	assert_int_not_equal(RUN("ridealong --locale nl doctor"), 0);
	typed_says("berichten: 1 konden niet verstuurd worden.");
	WELL("ridealong " COACH "status");
	assert_null(strstr(typed_out, "could not be sent"));
}

static void what_failed_goes_out_after_all_once(void **state)
{
	char path[300];
	const char *name = daans(".reminders[0].name");

	(void)state;
	assert_int_equal(RUN("ridealong reminder retry"), 2);
	typed_complains("--all-failed");
	assert_int_equal(RUN("ridealong reminder retry %s --all-failed", name), 2);
	assert_int_equal(RUN("ridealong reminder list --failed --state sent"), 2);
	assert_int_equal(RUN("ridealong " COACHEE "reminder retry %s", name), 6);
	snprintf(path, sizeof(path), "%s/" IN_THE_WAY, house.dir);
	assert_int_equal(unlink(path), 0);
	/* It is a Sunday. */
	WELL("ridealong reminder retry --all-failed");
	typed_says("to be sent");
	typed_says("its moment comes later");
	typed_says("Mon, 16 Mar 2026, 07:00");
	assert_string_equal(daans(".reminders[0].state"), "REMINDER_STATE_PENDING");
	WELL("ridealong clock advance 1d");
	assert_string_equal(daans(".reminders[0].state"), "REMINDER_STATE_SENT");
	assert_int_equal(RUN("ridealong reminder retry %s", name), 4);
	typed_complains("only a reminder that failed or waits can be tried again");
	assert_int_equal(RUN("ridealong --locale nl reminder retry %s", name), 4);
	typed_complains("alleen een herinnering die mislukte of die wacht kan opnieuw geprobeerd worden");
	assert_int_equal(RUN("ridealong --locale nl reminder retry 00000000-0000-7000-8000-000000000000"), 3);
	typed_complains("bestaat niet");
	WELL("ridealong reminder retry --all-failed");
	typed_says("No message failed.");
	snprintf(path, sizeof(path), "%s/" IN_THE_WAY "/new", house.dir);
	assert_int_equal(RUN("ls %s | wc -l | grep -qx 1", path), 0);
	WELL("ridealong doctor");
}

static void what_is_to_come_says_what_would_become_of_it_now(void **state)
{
	const char *session = house_value(".sessions[0].name", COACH "session list");

	(void)state;
	WELL("ridealong reminder list --coming --session %s", session);
	typed_says("Thu, 19 Mar 2026, 09:00 Daan  prepare");
	typed_says("two working days before at 09:00");
	typed_says("Sanne");
	assert_null(strstr(typed_out, "the preparation is in"));
	WELL("ridealong --locale nl reminder list --coming --session %s --to sanne@example.com", session);
	typed_says("een uur voor vertrek");
	assert_null(strstr(typed_out, "Daan"));
	WELL("ridealong " COACHEE
	     "prep write %s '1 Een startdatum en het budget' '2 Gehaast maar vriendelijk, ik vraag' "
	     "'3 Wat kost het per maand, en waarom' '4 Als de prijs te hoog is, dan vraag ik' '6 Een vergelijking "
	     "met drie bedrijven'",
		session);
	WELL("ridealong " COACHEE "prep submit %s", session);
	WELL("ridealong reminder list --coming --session %s --to daan@example.com", session);
	typed_says("Would not be sent, because");
	typed_says("the preparation is in");
	assert_int_equal(RUN("ridealong reminder list --coming --failed"), 2);
	assert_int_equal(RUN("ridealong reminder list --coming --to nobody@example.com"), 3);
}

static const char *to_whom(const char *who)
{
	char command[100];

	snprintf(command, sizeof(command), "%sreminder list --coming", who);
	return house_value("[.reminders[].person] | unique | join(\" \")", command);
}

static void a_person_sees_what_comes_to_them_and_nothing_else(void **state)
{
	const char *daan = house_value(".name", "person show daan@example.com");
	const char *sanne = house_value(".name", "person show sanne@example.com");
	const char *session = house_value(".sessions[0].name", COACH "session list");

	(void)state;
	assert_string_equal(to_whom(COACHEE), daan);
	assert_string_equal(to_whom(COACH), sanne);
	assert_non_null(strchr(to_whom(""), ' '));
	WELL("ridealong " COACHEE "reminder list --coming --session %s", session);
	typed_says("the preparation is in");
	assert_null(strstr(typed_out, "card"));
	WELL("ridealong " COACH "reminder list --coming --session %s", session);
	typed_says("card");
	assert_null(strstr(typed_out, "prepare"));
	WELL("ridealong " COACHEE "reminder list --coming --to daan@example.com");
	typed_says("prepare");
	WELL("ridealong " COACHEE "reminder list --coming --to me");
	typed_says("prepare");

	WELL("ridealong " COACHEE "reminder list --coming --to sanne@example.com");
	typed_says("Nothing is to come.");
	WELL("ridealong --locale nl " COACH "reminder list --coming --to daan@example.com");
	typed_says("Er komt niets.");
	WELL("ridealong " COACHEE "reminder list --coming --session 00000000-0000-7000-8000-000000000000");
	typed_says("Nothing is to come.");
	assert_int_equal(RUN("ridealong " COACHEE "reminder list --coming --to nobody@example.com"), 3);
}

static const char *page_behind(const char *token, const char *filter)
{
	char command[400];

	snprintf(command, sizeof(command), COACHEE "reminder list --coming --page-size 1 %s%s",
		token[0] != '\0' ? "--page-token " : "", token);
	return house_value(filter, command);
}

static void what_is_to_come_has_pages_that_hold_as_many_as_they_may(void **state)
{
	const int all = atoi(house_value(".reminders | length", COACHEE "reminder list --coming"));
	const char *token = "";
	int pages = 0;

	(void)state;
	assert_true(all > 2);
	do {
		assert_string_equal(page_behind(token, ".reminders | length"), "1");
		token = page_behind(token, ".nextPageToken // \"\"");
		pages++;
	} while (token[0] != '\0' && pages <= all);
	assert_int_equal(pages, all);
	assert_int_equal(RUN("ridealong " COACHEE "reminder list --coming --page-token no"), 2);
	typed_complains("page_token is not one of this list; begin again without it");
	assert_int_equal(RUN("ridealong --locale nl " COACHEE "reminder list --coming --page-token no"), 2);
	typed_complains("page_token hoort niet bij deze lijst; begin opnieuw zonder");
}

/* All that somebody is shown, page by page. */
static const char *all_pages(const char *who, int size)
{
	static char all[6][8000];
	static int next;
	char *text = all[next++ % 6], token[300] = "";

	text[0] = '\0';
	do {
		size_t length = strlen(text);

		WELL("ridealong --output json %sreminder list --coming --page-size %d %s%s | jq -c .", who, size,
			token[0] != '\0' ? "--page-token " : "", token);
		snprintf(text + length, sizeof(all[0]) - length, "%s", typed_out);
		WELL("jq -r '.nextPageToken // \"\"' <<'END'\n%sEND", text + length);
		snprintf(token, sizeof(token), "%.*s", (int)strcspn(typed_out, "\n"), typed_out);
	} while (token[0] != '\0');
	return text;
}

/* Its card is the last of all: a page that ends before it does not tell of it either. */
static void of_an_unannounced_session_nothing_is_to_come_for_anybody_else(void **state)
{
	const char *meeting, *coachees, *admins, *both;
	char daan[200];

	(void)state;
	typed_file(house.dir, "token",
		house_value(".secret", "token create daans --person daan@example.com --scopes admin"));
	snprintf(daan, sizeof(daan), "--token-file %s/token ", house.dir);
	WELL("ridealong " COACH "team set --told 2026-02-01");
	WELL("ridealong meeting add Geheim --owner daan@example.com --start 2026-04-08T10:00");
	coachees = all_pages(COACHEE, 1);
	admins = all_pages("", 1);
	both = all_pages(daan, 1);
	assert_string_equal(both, admins);
	meeting = house_value(
		".meetings[] | select(.title == \"Geheim\") | .name", "meeting list --owner daan@example.com");
	WELL("ridealong " COACH "session plan %s --unannounced", meeting);
	WELL("ridealong clock advance 10s");
	assert_string_equal(all_pages(COACHEE, 1), coachees);
	assert_string_equal(all_pages("", 1), admins);
	assert_string_equal(all_pages(daan, 1), both);
	WELL("ridealong " COACH "reminder list --coming");
	typed_says("Wed, 8 Apr 2026, 08:30");
	WELL("ridealong reminder list --coming --to sanne@example.com");
	assert_null(strstr(typed_out, "8 Apr"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_waits_says_when_it_is_tried_next),
		cmocka_unit_test(what_failed_is_listed_told_of_and_explained),
		cmocka_unit_test(what_failed_goes_out_after_all_once),
		cmocka_unit_test(what_is_to_come_says_what_would_become_of_it_now),
		cmocka_unit_test(a_person_sees_what_comes_to_them_and_nothing_else),
		cmocka_unit_test(what_is_to_come_has_pages_that_hold_as_many_as_they_may),
		cmocka_unit_test(of_an_unannounced_session_nothing_is_to_come_for_anybody_else),
	};

	return cmocka_run_group_tests(tests, setup, house_close);
}
