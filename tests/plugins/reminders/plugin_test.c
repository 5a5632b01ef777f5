/* The whole plugin over a small world: from events to mails, from answers to acknowledgements. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <ridealong/sdk.h>

#include "fake_host.h"

#define HOUR INT64_C(3600000000)
#define NOW  INT64_C(1778493600000000) /* Monday 2026-05-11, 12:00 in Amsterdam */

static struct ridealong_host host;
static Timestamp start_time, end_time, departure_time, cutoff_time, grace_time, agreed;

static Person somebody(const char *name, const char *email, const char *display_name, const char *language)
{
	Person person = PERSON__INIT;

	person.name = (char *)name;
	person.email = (char *)email;
	person.display_name = (char *)display_name;
	person.language = (char *)language;
	person.time_zone = (char *)"Europe/Amsterdam";
	return person;
}

/* Thursday at ten. */
static int start(void **state)
{
	(void)state;
	memset(&host, 0, sizeof(host));
	host.now = NOW;
	host.coach = somebody("people/coach", "sanne@example.com", "Sanne", "en");
	host.coachee = somebody("people/coachee", "daan@example.com", "Daan", "nl");
	start_time = sdk_time(NOW + 70 * HOUR);
	end_time = sdk_time(NOW + 71 * HOUR);
	departure_time = sdk_time(NOW + 69 * HOUR + HOUR / 2);
	cutoff_time = sdk_time(NOW + 51 * HOUR);
	grace_time = sdk_time(NOW + 53 * HOUR);
	agreed = sdk_time(NOW - 24 * HOUR);
	host.session = (Session)SESSION__INIT;
	host.session.name = (char *)"sessions/1";
	host.session.coach = host.coach.name;
	host.session.coachee = host.coachee.name;
	host.session.meeting = (char *)"meetings/1";
	host.session.customer = (char *)"Bakkerij Crème";
	host.session.state = SESSION_STATE_PLANNED;
	host.session.start_time = &start_time;
	host.session.end_time = &end_time;
	host.session.departure_time = &departure_time;
	host.session.cutoff_time = &cutoff_time;
	host.session.grace_time = &grace_time;
	host.coaching = (Coaching)COACHING__INIT;
	host.coaching.coach = host.coach.name;
	host.coaching.coachee = host.coachee.name;
	host.point = (ActionPoint)ACTION_POINT__INIT;
	host.point.name = (char *)"actionPoints/1";
	host.point.coaching = (char *)"coachings/1";
	host.point.owner = host.coachee.name;
	host.point.text = (char *)"openingsvraag oefenen";
	host.point.due_date = (char *)"2026-05-13";
	host.point.state = ACTION_POINT_STATE_OPEN;
	host.point.agree_time = &agreed;
	host.preparation = (Preparation)PREPARATION__INIT;
	fake_host_start(&host);
	return host.self != NULL ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	fake_host_remove(&host);
	return 0;
}

static int count_files(const char *where, char *ret_path)
{
	char path[300];
	struct dirent *file;
	int count = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s", host.dir, where);
	dir = opendir(path);
	if (dir == NULL)
		return 0;
	while ((file = readdir(dir)) != NULL)
		if (file->d_name[0] != '.') {
			count++;
			if (ret_path != NULL)
				snprintf(ret_path, 600, "%.299s/%.255s", path, file->d_name);
		}
	closedir(dir);
	return count;
}

static int mails_to(const char *who)
{
	char where[100];

	snprintf(where, sizeof(where), "mail/%s/new", who);
	return count_files(where, NULL);
}

/* Whether a mail to somebody holds the words, as they are on the disk. */
static bool is_told(const char *who, const char *words)
{
	char command[400];

	snprintf(command, sizeof(command), "grep -rqF -- '%s' %s/mail/%s/new", words, host.dir, who);
	return system(command) == 0;
}

static void plan_session(void)
{
	assert_int_equal(fake_host_event(&host, "session.planned", "sessions/1"), 0);
}

static void a_planned_session_asks_the_coachee_and_sets_the_rest(void **state)
{
	(void)state;
	plan_session();
	assert_non_null(fake_host_find_timer(&host, "prepare_planned/sessions/1"));
	assert_int_equal(fake_host_find_timer(&host, "prepare_early/sessions/1")->due, NOW + 21 * HOUR);
	assert_int_equal(fake_host_find_timer(&host, "prepare_cutoff/sessions/1")->due, NOW + 45 * HOUR);
	assert_int_equal(fake_host_find_timer(&host, "card/sessions/1")->due, NOW + 68 * HOUR + HOUR / 2);
	assert_int_equal(host.n_timers, 4);
	fake_host_advance(&host, NOW);
	assert_int_equal(mails_to("daan@example.com"), 1);
	assert_int_equal(mails_to("sanne@example.com"), 0);
	assert_true(is_told("daan@example.com", "Reply-To: ridealong+secret1@example.com"));
	assert_int_equal(host.reminders[0].state, REMINDER_STATE_SENT);
	assert_int_equal(host.reminders[0].attempts, 1);
	assert_string_not_equal(host.reminders[0].message_id, "");
}

static void what_is_due_together_goes_out_one_after_the_other(void **state)
{
	const char *const orders[][2] = { { "prepare_planned/sessions/1", "withdrawn/sessions/1" },
		{ "withdrawn/sessions/1", "prepare_planned/sessions/1" } };

	(void)state;
	for (int i = 0; i < 2; i++) {
		host.n_reminders = host.most_pending = 0;
		fake_host_two_timers(&host, orders[i][0], orders[i][1]);
		assert_int_equal(host.n_reminders, 2);
		assert_int_equal(host.most_pending, 1);
		for (int n = 0; n < 2; n++)
			assert_memory_equal(host.reminders[n].key, orders[i][n], strlen(orders[i][n]));
	}
}

/* Daan's mail is only taken once Sanne's has been. */
static void a_channel_that_is_slow_for_one_holds_up_nobody_else(void **state)
{
	char command[200], path[100];
	FILE *script;

	(void)state;
	fake_host_stop(&host);
	snprintf(path, sizeof(path), "%s/slow", host.dir);
	snprintf(command, sizeof(command), "/bin/sh %s", path);
	script = fopen(path, "w");
	assert_non_null(script);
	fprintf(script,
		"if grep -q daan@example.com; then\n"
		"\tuntil [ -e %s/quick ]; do sleep 0.02; done\n"
		"else\n"
		"\techo \"$RIDEALONG_KEY\" > %s/draft && mv %s/draft %s/quick\n"
		"fi\n",
		host.dir, host.dir, host.dir, host.dir);
	fclose(script);
	host.command = command;
	fake_host_restart(&host);
	host.now = NOW + 68 * HOUR + HOUR / 2;
	fake_host_two_timers(&host, "prepare_planned/sessions/1", "card/sessions/1");
	assert_int_equal(host.n_reminders, 2);
	for (int i = 0; i < 2; i++)
		assert_int_equal(host.reminders[i].state, REMINDER_STATE_SENT);
	snprintf(command, sizeof(command), "grep -q ^card/sessions/1/ %s/quick", host.dir);
	assert_int_equal(system(command), 0);
}

static void work_that_waits_for_its_turn_goes_with_the_plugin(void **state)
{
	const struct ridealong_timer timer = {
		.size = sizeof(timer), .key = "prepare_planned/sessions/1", .due_us = NOW
	};

	(void)state;
	for (int i = 0; i < 3; i++)
		host.plugin->on_timer(host.self, NULL, &timer);
	fake_host_stop(&host);
	fake_host_restart(&host);
	assert_int_equal(fake_host_timer(&host, "prepare_planned/sessions/1"), 0);
	assert_int_equal(host.n_reminders, 1);
}

static void work_handed_out_twice_sends_once(void **state)
{
	(void)state;
	plan_session();
	assert_int_equal(fake_host_timer(&host, "prepare_planned/sessions/1"), 0);
	assert_int_equal(fake_host_timer(&host, "prepare_planned/sessions/1"), 0);
	plan_session();
	fake_host_advance(&host, NOW);
	assert_int_equal(mails_to("daan@example.com"), 1);
	assert_int_equal(host.n_reminders, 1);
}

static void a_crash_between_link_and_done_sends_once(void **state)
{
	(void)state;
	assert_int_equal(fake_host_timer(&host, "prepare_planned/sessions/1"), 0);
	/* Delivered, and not recorded. */
	host.reminders[0].state = REMINDER_STATE_PENDING;
	host.reminders[0].attempts = 0;
	fake_host_stop(&host);
	fake_host_restart(&host);
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.reminders[0].state, REMINDER_STATE_SENT);
	assert_int_equal(mails_to("daan@example.com"), 1);
}

static void the_coachee_is_not_asked_for_what_is_in(void **state)
{
	(void)state;
	plan_session();
	fake_host_advance(&host, NOW);
	host.session.state = SESSION_STATE_PREPARED;
	host.preparation.state = PREPARATION_STATE_SUBMITTED;
	fake_host_advance(&host, NOW + 46 * HOUR);
	assert_int_equal(mails_to("daan@example.com"), 1);
	assert_int_equal(host.reminders[1].state, REMINDER_STATE_DROPPED);
	assert_string_equal(host.reminders[1].reason, "de voorbereiding is binnen");
}

static void of_a_hidden_session_the_coachee_gets_nothing_at_all(void **state)
{
	(void)state;
	host.hidden = true;
	host.session.unannounced = true;
	plan_session();
	assert_int_equal(host.n_timers, 1);
	/* A timer of before does not help. */
	assert_int_equal(fake_host_timer(&host, "prepare_early/sessions/1"), 0);
	assert_int_equal(host.n_reminders, 0);
	fake_host_advance(&host, NOW + 68 * HOUR + HOUR / 2);
	assert_int_equal(host.n_reminders, 1);
	assert_string_equal(host.reminders[0].person, "people/coach");
	assert_int_equal(mails_to("daan@example.com"), 0);
	assert_int_equal(mails_to("sanne@example.com"), 1);
}

static void a_skip_is_told_to_both(void **state)
{
	(void)state;
	host.now = NOW + 51 * HOUR;
	host.session.state = SESSION_STATE_SKIPPED;
	host.session.verdict = VERDICT_NOT_JOINING;
	host.session.verdict_rule = (char *)"skip_unprepared/1";
	assert_int_equal(fake_host_event(&host, "session.skipped", "sessions/1"), 0);
	fake_host_advance(&host, host.now);
	assert_true(is_told("daan@example.com", "om 15:00 was er nog geen voorbereiding binnen"));
	assert_true(is_told("sanne@example.com", "No preparation had come in by 15:00."));
}

static void an_action_point_is_told_the_day_before_and_celebrated_when_done(void **state)
{
	(void)state;
	assert_int_equal(fake_host_event(&host, "action_point.created", "actionPoints/1"), 0);
	assert_int_equal(host.n_timers, 2);
	fake_host_advance(&host, NOW + 21 * HOUR);
	assert_true(is_told("daan@example.com", "Subject: Morgen: wat je je voornam"));
	host.point.state = ACTION_POINT_STATE_DONE;
	assert_int_equal(fake_host_event(&host, "action_point.completed", "actionPoints/1"), 0);
	fake_host_advance(&host, host.now);
	assert_true(is_told("sanne@example.com", "Subject: Daan did it"));
}

static void begin_with_command(const char *command)
{
	fake_host_stop(&host);
	host.command = command;
	fake_host_restart(&host);
}

static void a_channel_that_fails_is_tried_again_for_days_and_then_given_up(void **state)
{
	const int64_t open = NOW + 69 * HOUR; /* Thursday morning, the day after its date */
	int64_t again;

	(void)state;
	begin_with_command("/bin/false");
	assert_int_equal(fake_host_event(&host, "action_point.created", "actionPoints/1"), 0);
	fake_host_advance(&host, NOW + 21 * HOUR);
	assert_int_equal(host.reminders[0].state, REMINDER_STATE_PENDING);
	assert_int_equal(host.reminders[0].attempts, 1);
	again = fake_host_find_timer(&host, "retry/reminders/1")->due;
	assert_in_range(again, NOW + 21 * HOUR + 50000000, NOW + 21 * HOUR + 70000000);
	/* What waited until its date was over is left to the message that says so. */
	fake_host_advance(&host, open);
	assert_int_equal(host.n_reminders, 2);
	assert_int_equal(host.reminders[0].state, REMINDER_STATE_DROPPED);
	assert_string_equal(host.reminders[0].reason, "het kon niet op tijd weg, en een latere zegt hetzelfde");
	fake_host_advance(&host, open + 48 * HOUR);
	assert_int_equal(host.reminders[1].state, REMINDER_STATE_PENDING);
	fake_host_advance(&host, open + 10 * 24 * HOUR);
	assert_int_equal(host.reminders[1].state, REMINDER_STATE_FAILED);
	assert_int_equal(host.reminders[1].attempts, 13);
	assert_string_equal(host.reminders[1].reason, "the command ended with 1");
	assert_null(fake_host_find_timer(&host, "retry/reminders/2"));
}

static void who_got_many_in_an_hour_gets_the_next_one_later(void **state)
{
	(void)state;
	fake_host_stop(&host);
	host.most_an_hour = "1";
	fake_host_restart(&host);
	assert_int_equal(fake_host_timer(&host, "prepare_planned/sessions/1"), 0);
	host.session.state = SESSION_STATE_SKIPPED;
	host.session.verdict = VERDICT_NOT_JOINING;
	assert_int_equal(fake_host_timer(&host, "decided/sessions/1"), 0);
	assert_int_equal(host.reminders[1].state, REMINDER_STATE_PENDING);
	assert_int_equal(host.reminders[1].attempts, 0);
	assert_string_equal(host.reminders[1].reason, "genoeg mails voor één uur; deze gaat later weg");
	assert_int_equal(fake_host_find_timer(&host, "retry/reminders/2")->due, NOW + HOUR);
	assert_int_equal(mails_to("daan@example.com"), 1);
	fake_host_advance(&host, NOW + HOUR);
	assert_int_equal(host.reminders[1].state, REMINDER_STATE_SENT);
	assert_int_equal(mails_to("daan@example.com"), 2);
}

static void an_administrator_can_have_it_tried_once_more(void **state)
{
	(void)state;
	assert_int_equal(fake_host_timer(&host, "prepare_planned/sessions/1"), 0);
	assert_int_equal(fake_host_retry(&host, "reminders/1"), 9);
	assert_int_equal(fake_host_retry(&host, "reminders/none"), 5);
	host.reminders[0].state = REMINDER_STATE_FAILED;
	snprintf(host.reminders[0].key, sizeof(host.reminders[0].key), "prepare_planned/sessions/1/other");
	assert_int_equal(fake_host_retry(&host, "reminders/1"), 0);
	assert_int_equal(host.reminders[0].state, REMINDER_STATE_SENT);
	assert_int_equal(mails_to("daan@example.com"), 2);
}

/* ---- answers ---- */

static void write_letter(const char *name, const char *sender, const char *address, const char *more, const char *text)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof(path), "%s/inbox/new/%s", host.dir, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "From: %s\nTo: ridealong%s@example.com\nMessage-ID: <%s@mailer.example>\n%s\n%s\n", sender,
		address, name, more, text);
	fclose(file);
}

static void ask_to_prepare(void)
{
	assert_int_equal(fake_host_timer(&host, "prepare_planned/sessions/1"), 0);
	assert_int_equal(mails_to("daan@example.com"), 1);
}

static void an_answer_is_taken_once_and_acknowledged(void **state)
{
	(void)state;
	ask_to_prepare();
	write_letter("a1", "Daan <daan@example.com>", "+secret1", "", "1 een datum\nzomaar iets\n\n> oud");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
	assert_string_equal(host.answered_text, "1 een datum\nzomaar iets");
	assert_int_equal(mails_to("daan@example.com"), 2);
	assert_true(is_told("daan@example.com", "In-Reply-To: <a1@mailer.example>"));
	assert_true(is_told("daan@example.com", "zomaar iets"));
	assert_int_equal(count_files("inbox/new", NULL), 0);
	assert_int_equal(count_files("inbox/cur", NULL), 1);
	assert_int_equal(count_files("answers", NULL), 0);
	/* The same mail once more, as servers do. */
	write_letter("a1", "Daan <daan@example.com>", "+secret1", "", "1 een datum");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
	assert_int_equal(mails_to("daan@example.com"), 2);
}

static void an_answer_that_comes_by_itself_is_seen(void **state)
{
	(void)state;
	ask_to_prepare();
	write_letter("a1", "daan@example.com", "+secret1", "", "1 een datum");
	while (host.answers == 0)
		uv_run(&host.loop, UV_RUN_NOWAIT);
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
}

static void an_answer_whose_effect_was_not_heard_of_is_acknowledged_all_the_same(void **state)
{
	(void)state;
	ask_to_prepare();
	host.lose_answer = true;
	write_letter("a1", "daan@example.com", "+secret1", "", "1 een datum");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
	assert_int_equal(count_files("inbox/new", NULL), 1);
	fake_host_stop(&host);
	host.answer_status = 0;
	fake_host_restart(&host);
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
	assert_int_equal(count_files("inbox/new", NULL), 0);
	assert_true(is_told("daan@example.com", "Je antwoord is verwerkt."));
}

static void somebody_else_is_politely_refused_and_changes_nothing(void **state)
{
	char path[600];

	(void)state;
	ask_to_prepare();
	write_letter("b1", "sanne@example.com", "+secret1", "", "go");
	write_letter("b2", "stranger@elsewhere.example", "+secret1", "", "go");
	write_letter("b3", "daan@example.com", "+secret9", "", "1 een datum");
	write_letter("b4", "daan@example.com", "", "", "1 een datum");
	write_letter("b5", "stranger@elsewhere.example", "", "", "koop nu");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 0);
	assert_true(host.reminders[0].answerable);
	assert_true(is_told("sanne@example.com", "Your mail was not taken"));
	assert_true(is_told("stranger@elsewhere.example", "Subject: Your mail was not taken"));
	assert_int_equal(mails_to("stranger@elsewhere.example"), 1);
	assert_int_equal(mails_to("daan@example.com"), 3);
	assert_int_equal(count_files("inbox/cur", path), 5);
	assert_non_null(strstr(path, "/refused-b"));
}

static void a_strangers_letter_does_not_use_up_an_answer_with_its_message_id(void **state)
{
	(void)state;
	ask_to_prepare();
	write_letter("e1", "stranger@elsewhere.example", "+secret1", "", "go");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 0);
	write_letter("e1", "daan@example.com", "+secret1", "", "1 een datum");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
}

static void what_is_not_understood_is_shown_back_and_can_be_said_again(void **state)
{
	(void)state;
	ask_to_prepare();
	host.answer_status = 3;
	write_letter("c1", "daan@example.com", "+secret1", "", "nou\n\ntja");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_true(is_told("daan@example.com", "dat kan nu niet. Antwoord"));
	assert_true(is_told("daan@example.com", "Je schreef:"));
	assert_true(is_told("daan@example.com", "tja"));
	host.answer_status = 0;
	write_letter("c2", "daan@example.com", "+secret1", "", "1 een datum");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
}

static void a_line_comes_back_with_what_it_was_taken_for_and_the_subject_says_what_it_is_about(void **state)
{
	(void)state;
	ask_to_prepare();
	write_letter("c1", "daan@example.com", "+secret1", "", "1 een datum\nzomaar iets");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_true(is_told("daan@example.com", "Subject: Je antwoord is binnen: Bakkerij"));
	assert_true(is_told("daan@example.com", "Niet duidelijk:"));
	assert_true(is_told("daan@example.com", "  (dit is geen antwoord op een vraag)"));
	assert_true(is_told("daan@example.com", "Zo zijn je regels begrepen:"));
	assert_true(is_told("daan@example.com", "  (antwoord op 1: doel)"));
}

static void what_cannot_be_done_is_said_in_the_daemons_words(void **state)
{
	(void)state;
	ask_to_prepare();
	host.answer_status = 9;
	write_letter("c1", "daan@example.com", "+secret1", "", "ging goed");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_true(is_told("daan@example.com", "Dat kan nu niet."));
}

static void a_program_is_left_alone(void **state)
{
	(void)state;
	ask_to_prepare();
	write_letter("d1", "daan@example.com", "+secret1", "Auto-Submitted: auto-replied\n", "Ik ben er niet");
	write_letter("d2", "mailer-daemon@example.com", "+secret1", "Return-Path: <>\n", "failed");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 0);
	assert_int_equal(mails_to("daan@example.com"), 1);
	assert_int_equal(count_files("mail", NULL), 1);
	assert_int_equal(count_files("inbox/cur", NULL), 2);
}

static void words_of_more_than_a_megabyte_are_refused(void **state)
{
	char path[200];
	FILE *file;

	(void)state;
	ask_to_prepare();
	write_letter("e1", "daan@example.com", "+secret1", "", "1 een datum");
	snprintf(path, sizeof(path), "%s/inbox/new/e1", host.dir);
	file = fopen(path, "a");
	for (int i = 0; i < 1 << 15; i++)
		fputs("0123456789012345678901234567890123456789\n", file);
	fclose(file);
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 0);
	assert_int_equal(mails_to("daan@example.com"), 2);
	assert_int_equal(count_files("inbox/cur", NULL), 1);
}

/* Photographs make a mail large; the words stand in front of them. */
static void the_words_of_a_mail_with_large_attachments_are_taken(void **state)
{
	char path[200];
	FILE *file;

	(void)state;
	ask_to_prepare();
	write_letter("e2", "daan@example.com", "+secret1", "Content-Type: multipart/mixed; boundary=m\n",
		"--m\nContent-Type: text/plain\n\n1 een datum\n--m\nContent-Type: image/jpeg\n"
		"Content-Transfer-Encoding: base64\n");
	snprintf(path, sizeof(path), "%s/inbox/new/e2", host.dir);
	file = fopen(path, "a");
	for (int i = 0; i < 1 << 19; i++)
		fputs("/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAK\n", file);
	fputs("--m--\n", file);
	fclose(file);
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
	assert_string_equal(host.answered_text, "1 een datum");
}

static void what_cannot_be_read_is_said_with_what_helps(void **state)
{
	(void)state;
	ask_to_prepare();
	write_letter("g1", "daan@example.com", "+secret1",
		"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n", "MIIFAwYJ");
	write_letter(
		"g2", "daan@example.com", "+secret1", "Content-Type: application/ms-tnef; name=winmail.dat\n", "eJ8+");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 0);
	assert_true(is_told("daan@example.com", "Die was versleuteld"));
	assert_true(is_told("daan@example.com", "winmail.dat"));
	assert_true(is_told("daan@example.com", "Stuur gewone tekst, of bel even."));
}

static void a_daemon_that_is_away_leaves_the_answer_for_later(void **state)
{
	(void)state;
	ask_to_prepare();
	host.answer_status = 14;
	write_letter("f1", "daan@example.com", "+secret1", "", "1 een datum");
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(count_files("inbox/new", NULL), 1);
	host.answer_status = 0;
	assert_int_equal(fake_host_settle(&host), 0);
	assert_int_equal(host.answers, 1);
	assert_int_equal(count_files("inbox/new", NULL), 0);
}

/* The one mail to somebody, as a mail program shows it: receiver, subject, text. malloc'd. */
static char *shown_to(const char *who)
{
	char where[100], path[600], *shown;
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *mail;
	InternetAddress *to;
	char *text;

	snprintf(where, sizeof(where), "mail/%s/new", who);
	assert_int_equal(count_files(where, path), 1);
	stream = g_mime_stream_file_open(path, "r", NULL);
	parser = g_mime_parser_new_with_stream(stream);
	mail = g_mime_parser_construct_message(parser, NULL);
	to = internet_address_list_get_address(g_mime_message_get_to(mail), 0);
	text = g_mime_text_part_get_text(
		GMIME_TEXT_PART(g_mime_multipart_get_part(GMIME_MULTIPART(g_mime_message_get_mime_part(mail)), 0)));
	assert_int_not_equal(
		asprintf(&shown, "%s|%s|%s", internet_address_get_name(to), g_mime_message_get_subject(mail), text),
		-1);
	g_free(text);
	g_object_unref(mail);
	g_object_unref(parser);
	g_object_unref(stream);
	return shown;
}

static void what_strangers_wrote_steers_no_mail(void **state)
{
	static const char beginning[] = "Daan Bcc: all@example.com|Bakkerij  mèrC  [31m BV, donderdag 14 mei 10:00: "
					"San ne gaat mee|Hoi Daan Bcc: all@example.com, San ne gaat ";
	char *shown;

	(void)state;
	host.session.customer = (char *)"Bakkerij \u202emèrC\u2066\x1b[31m BV";
	host.coach.display_name = (char *)"San\u202ene";
	host.coachee.display_name = (char *)"Daan\nBcc: all@example.com";
	plan_session();
	fake_host_advance(&host, NOW);
	shown = shown_to("daan@example.com");
	shown[strlen(beginning)] = '\0';
	assert_string_equal(shown, beginning);
	free(shown);
}

int main(void)
{
#define world_test(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		world_test(a_planned_session_asks_the_coachee_and_sets_the_rest),
		world_test(what_is_due_together_goes_out_one_after_the_other),
		world_test(a_channel_that_is_slow_for_one_holds_up_nobody_else),
		world_test(work_that_waits_for_its_turn_goes_with_the_plugin),
		world_test(work_handed_out_twice_sends_once),
		world_test(a_crash_between_link_and_done_sends_once),
		world_test(the_coachee_is_not_asked_for_what_is_in),
		world_test(of_a_hidden_session_the_coachee_gets_nothing_at_all),
		world_test(a_skip_is_told_to_both),
		world_test(an_action_point_is_told_the_day_before_and_celebrated_when_done),
		world_test(a_channel_that_fails_is_tried_again_for_days_and_then_given_up),
		world_test(who_got_many_in_an_hour_gets_the_next_one_later),
		world_test(an_administrator_can_have_it_tried_once_more),
		world_test(an_answer_is_taken_once_and_acknowledged),
		world_test(an_answer_that_comes_by_itself_is_seen),
		world_test(an_answer_whose_effect_was_not_heard_of_is_acknowledged_all_the_same),
		world_test(somebody_else_is_politely_refused_and_changes_nothing),
		world_test(a_strangers_letter_does_not_use_up_an_answer_with_its_message_id),
		world_test(what_is_not_understood_is_shown_back_and_can_be_said_again),
		world_test(a_line_comes_back_with_what_it_was_taken_for_and_the_subject_says_what_it_is_about),
		world_test(what_cannot_be_done_is_said_in_the_daemons_words),
		world_test(a_program_is_left_alone),
		world_test(words_of_more_than_a_megabyte_are_refused),
		world_test(the_words_of_a_mail_with_large_attachments_are_taken),
		world_test(what_cannot_be_read_is_said_with_what_helps),
		world_test(a_daemon_that_is_away_leaves_the_answer_for_later),
		world_test(what_strangers_wrote_steers_no_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
