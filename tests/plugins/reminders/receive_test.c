/* What comes in from a mail server: handed over, told apart, and not answered to whoever did not write it. */
#include <dirent.h>
#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "fake_host.h"
#include "plugins/reminders/answers/refusals.h"

#define NOW  INT64_C(1778493600000000) /* Monday 2026-05-11, 12:00 in Amsterdam */
#define OURS "0123456789abcdef0123456789abcdef01234567@example.com"

static struct ridealong_host host;

static Person somebody(const char *name, const char *email, const char *language)
{
	Person person = PERSON__INIT;

	person.name = (char *)name;
	person.email = person.display_name = (char *)email;
	person.language = (char *)language;
	person.time_zone = (char *)"Europe/Amsterdam";
	return person;
}

static int start_with(bool no_inbox, const char *require)
{
	memset(&host, 0, sizeof(host));
	host.now = NOW;
	host.no_inbox = no_inbox;
	host.require = require;
	host.coach = somebody("people/coach", "sanne@example.com", "en");
	host.coachee = somebody("people/coachee", "daan@example.com", "nl");
	host.session = (Session)SESSION__INIT;
	host.coaching = (Coaching)COACHING__INIT;
	host.point = (ActionPoint)ACTION_POINT__INIT;
	host.preparation = (Preparation)PREPARATION__INIT;
	/* Daan was asked something, at the address "secret1". */
	host.reminders[0] = (struct kept_reminder){ .name = "reminders/1",
		.key = "prepare/1",
		.person = "people/coachee",
		.kind = REMINDER_KIND_PREPARE,
		.state = REMINDER_STATE_SENT,
		.answerable = true,
		.created = TIMESTAMP__INIT,
		.due = TIMESTAMP__INIT };
	host.n_reminders = 1;
	fake_host_start(&host);
	return host.self != NULL ? 0 : -1;
}

static int start(void **state)
{
	(void)state;
	return start_with(true, NULL);
}

static int start_with_authority(void **state)
{
	(void)state;
	return start_with(true, "mx.example.com");
}

static int stop(void **state)
{
	(void)state;
	fake_host_remove(&host);
	return 0;
}

static int count_files(const char *where)
{
	char path[300];
	struct dirent *file;
	int count = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s", host.dir, where);
	dir = opendir(path);
	while (dir != NULL && (file = readdir(dir)) != NULL)
		count += file->d_name[0] != '.';
	if (dir != NULL)
		closedir(dir);
	return count;
}

static int mails_to(const char *who)
{
	char where[200];

	snprintf(where, sizeof(where), "mail/%s/new", who);
	return count_files(where);
}

#define MAIL(id, from) "From: " from "\nTo: <ridealong+secret1@example.com>\nMessage-ID: <" id "@x.example>\n"

static void receive(const char *mail)
{
	assert_int_equal(fake_host_receive(&host, mail, NULL, NULL), 0);
	assert_int_equal(fake_host_settle(&host), 0);
}

static void a_mail_that_is_handed_over_is_read_and_does_not_stay(void **state)
{
	(void)state;
	assert_int_equal(fake_host_receive(&host,
				 "From daan@example.com Mon May 11 12:00:00 2026\n" MAIL(
					 "a1", "daan@example.com") "\n1 een datum\n",
				 "ridealong+secret1@example.com", "daan@example.com"),
		0);
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
	assert_string_equal(host.answered_text, "1 een datum");
	assert_int_equal(mails_to("daan@example.com"), 1);
	assert_int_equal(count_files("inbox/new") + count_files("inbox/cur") + count_files("inbox/tmp"), 0);
}

/* Blind copies and aliases leave no address in the headers. */
static void the_servers_word_tells_to_which_address_it_came(void **state)
{
	(void)state;
	assert_int_equal(fake_host_receive(&host, "From: daan@example.com\nTo: undisclosed:;\n\n1 een datum\n",
				 "Ridealong+Secret1@EXAMPLE.com", NULL),
		0);
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
}

static void what_is_no_mail_or_not_for_us_is_never_taken(void **state)
{
	static const char mail[] = "From: daan@example.com\n\nja\n";

	(void)state;
	assert_int_equal(fake_host_receive(&host, "", NULL, NULL), 3);
	assert_int_equal(fake_host_receive(&host, "From daan@example.com\n", NULL, NULL), 3);
	assert_int_equal(fake_host_receive(&host, "hallo daar", NULL, NULL), 3);
	assert_int_equal(fake_host_receive(&host, mail, "sanne@example.com", NULL), 5);
	assert_int_equal(fake_host_receive(&host, mail, "ridealongs@example.com", NULL), 5);
	assert_int_equal(fake_host_receive(&host, mail, "ridealong+secret1@elsewhere.example", NULL), 5);
	assert_int_equal(fake_host_receive(&host, mail, "ridealong+secret1@example.com\nX: y", NULL), 3);
	assert_int_equal(fake_host_receive(&host, mail, NULL, "a b"), 3);
	assert_int_equal(count_files("inbox/new"), 0);
	assert_int_equal(fake_host_receive(&host, mail, "ridealong@example.com", ""), 0);
	assert_int_equal(fake_host_receive(&host, mail, "ridealong-bounces+ab@example.com", "<>"), 0);
}

static void the_same_mail_is_one_answer_with_or_without_a_message_id(void **state)
{
	static const char without[] = "From: daan@example.com\nTo: ridealong+secret1@example.com\n\n1 een datum\n";

	(void)state;
	receive(without);
	receive(without);
	receive(without);
	assert_int_equal(host.answers, 1);
	assert_int_equal(mails_to("daan@example.com"), 1);
}

/* ---- bounces ---- */

#define REPORT                                                                                                         \
	"From: MAILER-DAEMON@x.example\nTo: ridealong@example.com\nMIME-Version: 1.0\nContent-Type: "                  \
	"multipart/report; "                                                                                           \
	"report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n"    \
	"Status: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n--b\nContent-Type: text/rfc822-headers\n\n"         \
	"Message-ID: <" OURS ">\n--b--\n"

static void a_mail_that_came_back_is_recorded_and_nobody_is_answered(void **state)
{
	(void)state;
	receive(REPORT);
	assert_int_equal(host.bounces, 1);
	assert_string_equal(host.bounced, OURS);
	assert_string_equal(host.bounced_words, "5.1.1 550 no such user");
	assert_true(host.bounced_final);
	assert_int_equal(host.answers, 0);
	assert_int_equal(count_files("mail"), 0);
}

/* What stands in a bounce is others' words; the address that it was sent to is ours. */
static void the_address_that_it_came_back_to_counts_for_more(void **state)
{
	(void)state;
	assert_int_equal(fake_host_receive(
				 &host, REPORT, "ridealong-bounces+fedcba9876543210fedcba9876543210@example.com", "<>"),
		0);
	assert_int_equal(fake_host_settle(&host), 0);
	assert_string_equal(host.bounced, "fedcba9876543210fedcba9876543210");
}

static void a_bounce_waits_for_a_daemon_that_is_away(void **state)
{
	(void)state;
	host.answer_status = 14;
	receive(REPORT);
	assert_int_equal(count_files("inbox/new"), 1);
	host.answer_status = 0;
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.bounces, 1);
	assert_int_equal(count_files("inbox/new"), 0);
}

static void what_came_to_the_bounce_address_is_never_an_answer(void **state)
{
	(void)state;
	assert_int_equal(fake_host_receive(&host, MAIL("b1", "daan@example.com") "\n1 een datum\n",
				 "ridealong-bounces+fedcba9876543210fedcba9876543210@example.com", "daan@example.com"),
		0);
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers + host.bounces, 0);
	assert_int_equal(count_files("mail"), 0);
}

/* ---- whom a refusal may reach ---- */

static void who_has_our_mail_is_told_why_and_a_stranger_is_not(void **state)
{
	(void)state;
	receive(MAIL("c1", "daan@private.example") "\n1 een datum\n");
	assert_int_equal(mails_to("daan@private.example"), 1);
	receive("From: victim@elsewhere.example\nTo: ridealong+guess@example.com\n\nja\n");
	receive("From: victim@elsewhere.example\nTo: ridealong@example.com\n\nja\n");
	receive("From: victim@elsewhere.example\nTo: ridealong+secret1@example.com\n\n\n");
	assert_int_equal(mails_to("victim@elsewhere.example"), 0);
	assert_int_equal(host.answers, 0);
}

static void one_of_ours_is_refused_a_few_times_an_hour_at_most(void **state)
{
	char mail[200];

	(void)state;
	for (int i = 0; i < 20; i++) {
		snprintf(mail, sizeof(mail), "From: daan@example.com\nTo: ridealong+guess%d@example.com\n\nja\n", i);
		receive(mail);
	}
	assert_int_equal(mails_to("daan@example.com"), REFUSALS_AN_HOUR);
	host.now += INT64_C(3600000001);
	snprintf(mail, sizeof(mail), "From: daan@example.com\nTo: ridealong+later@example.com\n\nja\n");
	receive(mail);
	assert_int_equal(mails_to("daan@example.com"), REFUSALS_AN_HOUR + 1);
	receive(MAIL("c2", "daan@example.com") "\n1 een datum\n");
	assert_int_equal(host.answers, 1);
}

static void with_an_authority_only_what_it_vouches_for_is_taken(void **state)
{
	(void)state;
	receive(MAIL("d1", "daan@example.com") "\n1 vals\n");
	receive("Authentication-Results: mx.example.com; dkim=fail\n" MAIL("d2", "daan@example.com") "\n1 vals\n");
	receive("Authentication-Results: evil.example; dkim=pass header.d=example.com\n" MAIL(
		"d3", "daan@example.com") "\n1 vals\n");
	assert_int_equal(host.answers, 0);
	assert_int_equal(count_files("mail"), 0);
	receive("Authentication-Results: mx.example.com; dkim=pass header.d=example.com\n" MAIL(
		"d4", "daan@example.com") "\n1 echt\n");
	assert_int_equal(host.answers, 1);
	assert_string_equal(host.answered_text, "1 echt");
}

int main(void)
{
#define world_test(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		world_test(a_mail_that_is_handed_over_is_read_and_does_not_stay),
		world_test(the_servers_word_tells_to_which_address_it_came),
		world_test(what_is_no_mail_or_not_for_us_is_never_taken),
		world_test(the_same_mail_is_one_answer_with_or_without_a_message_id),
		world_test(a_mail_that_came_back_is_recorded_and_nobody_is_answered),
		world_test(the_address_that_it_came_back_to_counts_for_more),
		world_test(a_bounce_waits_for_a_daemon_that_is_away),
		world_test(what_came_to_the_bounce_address_is_never_an_answer),
		world_test(who_has_our_mail_is_told_why_and_a_stranger_is_not),
		world_test(one_of_ours_is_refused_a_few_times_an_hour_at_most),
		cmocka_unit_test_setup_teardown(
			with_an_authority_only_what_it_vouches_for_is_taken, start_with_authority, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
