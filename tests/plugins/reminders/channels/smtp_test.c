/* Mail over SMTP, beside a server in every mood. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "plugins/reminders/channels/smtp.h"

static struct bench bench;

static int tear_down(void **state)
{
	(void)state;
	bench_close(&bench);
	return 0;
}

static void beside(const char *mood)
{
	bench_open(&bench, mood);
	bench_set(&bench, "smtp", "smtp://127.0.0.1:%d");
	bench_set(&bench, "smtp_seconds", "2");
}

/* With TLS: the server's certificate is for localhost. */
static void beside_secure(const char *mood, const char *url)
{
	bench_open(&bench, mood);
	bench_set(&bench, "smtp", url);
	bench_set(&bench, "smtp_seconds", "5");
}

static void with_login(void)
{
	bench_write(&bench, "password", "secret\nnot this line\n");
	bench_set(&bench, "smtp_user", "anna");
	bench_set(&bench, "smtp_password_file", "%s/password");
}

static void assert_again(const char *words)
{
	assert_int_equal(bench_send(&bench), STATUS_UNAVAILABLE);
	if (strstr(bench.message[0], words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", bench.message[0], words);
}

static void assert_for_good(const char *words)
{
	assert_int_equal(bench_send(&bench), STATUS_FAILED_PRECONDITION);
	if (strstr(bench.message[0], words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", bench.message[0], words);
}

static void a_mail_arrives_as_it_is_with_an_address_of_its_own_for_bounces(void **state)
{
	(void)state;
	beside("plain");
	bench_set(&bench, "smtp_name", "coaching.example.com");
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_OK);
	assert_string_equal(bench.message[0], "");
	assert_true(bench_has(&bench, "log", "EHLO coaching.example.com\n"));
	assert_true(bench_has(
		&bench, "log", "MAIL FROM:<ridealong-bounces+00000000000000000000000000000000@example.com> SIZE="));
	assert_true(bench_has(&bench, "log", "RCPT TO:<daan@example.com>\n"));
	assert_true(bench_has(
		&bench, "mail.1", "Subject: s\r\n\r\nHello\r\n.\r\n..dots\r\nand a last line without an end\r\n"));
	assert_int_equal(bench_lines(&bench, "mail.1", "Message-ID: "), 1);
}

static void where_bounces_go_can_be_one_address(void **state)
{
	(void)state;
	beside("plain");
	bench_set(&bench, "envelope_from", "post@example.org");
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_OK);
	assert_true(bench_has(&bench, "log", "MAIL FROM:<post@example.org>"));
}

static void many_mails_go_over_few_connections(void **state)
{
	(void)state;
	beside("plain");
	bench_channel(&bench);
	for (int i = 0; i < 40; i++)
		bench_hand(&bench, "daan@example.com");
	bench_wait(&bench);
	for (int i = 0; i < 40; i++)
		assert_int_equal(bench.status[i], STATUS_OK);
	assert_int_equal(bench_lines(&bench, "log", "DATA"), 40);
	assert_in_range(bench_lines(&bench, "log", "connect"), 1, 4);
}

static void a_connection_that_was_let_go_meanwhile_costs_nothing(void **state)
{
	static const char *const moods[] = { "once", "tired" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		beside(moods[i]);
		bench_channel(&bench);
		for (int mail = 0; mail < 3; mail++)
			assert_int_equal(bench_send(&bench), STATUS_OK);
		assert_int_equal(bench_lines(&bench, "log", "DATA"), 3);
		if (i == 0)
			bench_close(&bench);
	}
}

static void a_server_that_is_down_is_tried_again(void **state)
{
	(void)state;
	bench_open(&bench, "plain");
	bench_leave_server(&bench);
	bench_set(&bench, "smtp", "smtp://127.0.0.1:%d");
	bench_channel(&bench);
	assert_again(" does not answer");
}

static void a_server_that_says_nothing_is_tried_again_and_holds_nobody_up(void **state)
{
	(void)state;
	beside("silent");
	bench_channel(&bench);
	assert_again("took more than 2 seconds");
	assert_in_range(bench.longest_pause, 0, 500);
}

static void a_server_that_never_says_whether_it_took_the_mail_is_tried_again(void **state)
{
	(void)state;
	beside("nofinal");
	bench_channel(&bench);
	assert_again("took more than 2 seconds");
}

static void a_server_that_breaks_off_in_the_middle_is_tried_again(void **state)
{
	(void)state;
	beside("drop");
	bench_channel(&bench);
	assert_again("broke off");
}

static void who_does_not_want_us_at_the_door_is_tried_again(void **state)
{
	static const struct {
		const char *mood, *words;
	} doors[] = { { "greet421", "421 4.3.2 too busy" }, { "greet554", "554 5.7.1 nobody from there" },
		{ "mail550", "said: 550 5.7.1 not with this sender" },
		{ "relay", "said: 554 5.7.1 relay access denied" }, { "auth530", "said: 530 5.7.0 log in first" },
		{ "web", "took more than 2 seconds" } };

	(void)state;
	for (size_t i = 0; i < sizeof(doors) / sizeof(doors[0]); i++) {
		beside(doors[i].mood);
		bench_channel(&bench);
		assert_again(doors[i].words);
		if (i + 1 < sizeof(doors) / sizeof(doors[0]))
			bench_close(&bench);
	}
}

static void not_now_is_tried_again(void **state)
{
	(void)state;
	beside("rcpt451");
	bench_channel(&bench);
	assert_again("said: 451 4.3.0 not now");
	bench_close(&bench);
	beside("data452");
	bench_channel(&bench);
	assert_again("said: 452 4.3.1 the disk is full");
}

static void a_receiver_who_is_nobody_is_refused_for_good_and_their_address_is_not_told(void **state)
{
	(void)state;
	beside("rcpt550");
	bench_channel(&bench);
	assert_for_good("said: 550 5.1.1 <*> is nobody here");
}

static void a_mail_that_is_not_wanted_is_refused_for_good(void **state)
{
	(void)state;
	beside("data554");
	bench_channel(&bench);
	assert_for_good("said: 554 5.6.0 that is no mail for us");
}

static void who_greylists_takes_the_mail_the_second_time(void **state)
{
	(void)state;
	beside("greylist");
	bench_channel(&bench);
	assert_again("451 4.7.1 greylisted, come again");
	assert_int_equal(bench_send(&bench), STATUS_OK);
	assert_int_equal(bench_lines(&bench, "log", "DATA"), 1);
}

static void a_server_that_answers_no_good_bye_holds_nobody_up(void **state)
{
	(void)state;
	beside("hangquit");
	bench_channel(&bench);
	assert_for_good("nobody here");
	assert_in_range(bench.longest_pause, 0, 500);
}

static void closing_waits_for_no_server(void **state)
{
	uint64_t before;

	(void)state;
	beside("quietquit"); /* takes the mail, and answers no good-bye */
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_OK);
	before = uv_hrtime();
	bench.channel->close(bench.channel);
	bench.channel = NULL;
	uv_run(&bench.loop, UV_RUN_DEFAULT);
	assert_in_range((uv_hrtime() - before) / 1000000, 0, 1000);
	bench_close(&bench);
	beside("silent");
	bench_channel(&bench);
	for (int i = 0; i < 8; i++)
		bench_hand(&bench, "daan@example.com");
	while (bench_lines(&bench, "log", "connect") < 4)
		uv_run(&bench.loop, UV_RUN_NOWAIT);
	before = uv_hrtime();
	bench.channel->close(bench.channel);
	bench.channel = NULL;
	assert_int_equal(bench.done, 0);
	bench_wait(&bench);
	assert_in_range((uv_hrtime() - before) / 1000000, 0, 1000);
	for (int i = 0; i < 8; i++)
		assert_int_equal(bench.status[i], STATUS_UNAVAILABLE);
}

static void what_is_no_address_goes_nowhere(void **state)
{
	(void)state;
	beside("plain");
	bench_channel(&bench);
	bench_hand(&bench, "daan@example.com>\r\nRCPT TO:<eve@example.com");
	bench_hand(&bench, "");
	bench_wait(&bench);
	assert_int_equal(bench.status[0], STATUS_FAILED_PRECONDITION);
	assert_int_equal(bench.status[1], STATUS_FAILED_PRECONDITION);
	assert_int_equal(bench_lines(&bench, "log", "connect"), 0);
}

static void an_address_beyond_ascii_goes_where_it_can(void **state)
{
	(void)state;
	beside("plain");
	bench_channel(&bench);
	bench_hand(&bench, "daan.crème@example.com");
	bench_wait(&bench);
	assert_int_equal(bench.status[0], STATUS_OK);
	assert_true(bench_has(&bench, "log", "SMTPUTF8"));
	assert_true(bench_has(&bench, "log", "RCPT TO:<daan.crème@example.com>"));
}

/* ---- TLS ---- */

static void mail_goes_over_tls_and_the_password_with_it(void **state)
{
	(void)state;
	beside_secure("starttls", "smtp://localhost:%d");
	with_login();
	bench_set(&bench, "ca_file", "%s/cert.pem");
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_OK);
	assert_int_equal(bench_lines(&bench, "log", "STARTTLS"), 1);
	assert_int_equal(bench_lines(&bench, "log", "AUTH secure"), 1);
	bench_close(&bench);
	beside_secure("smtps", "smtps://localhost:%d");
	with_login();
	bench_set(&bench, "ca_file", "%s/cert.pem");
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_OK);
	assert_int_equal(bench_lines(&bench, "log", "AUTH secure"), 1);
}

static void a_certificate_that_nobody_vouches_for_is_said_and_nothing_is_told(void **state)
{
	(void)state;
	beside_secure("starttls", "smtp://localhost:%d");
	with_login();
	bench_channel(&bench);
	assert_again("the certificate of localhost:");
	assert_int_equal(bench_lines(&bench, "log", "AUTH"), 0);
	assert_int_equal(bench_lines(&bench, "log", "MAIL"), 0);
}

static void the_certificate_of_another_host_is_said(void **state)
{
	(void)state;
	beside_secure("starttls", "smtp://127.0.0.1:%d");
	bench_set(&bench, "smtp_tls", "required");
	bench_set(&bench, "ca_file", "%s/cert.pem");
	bench_channel(&bench);
	assert_again("is not to be trusted, or is another host's");
	assert_int_equal(bench_lines(&bench, "log", "MAIL"), 0);
}

static void a_server_without_tls_gets_nothing_where_it_is_required(void **state)
{
	(void)state;
	beside_secure("plain", "smtp://localhost:%d");
	with_login();
	bench_channel(&bench);
	assert_again("offers no TLS");
	assert_int_equal(bench_lines(&bench, "log", "AUTH"), 0);
	bench_close(&bench);
	beside_secure("notls454", "smtp://localhost:%d");
	bench_set(&bench, "smtp_tls", "required");
	bench_channel(&bench);
	assert_again("offers no TLS");
	assert_int_equal(bench_lines(&bench, "log", "MAIL"), 0);
}

static void tls_that_is_offered_is_taken_and_can_be_done_without(void **state)
{
	(void)state;
	beside_secure("starttls", "smtp://localhost:%d");
	bench_set(&bench, "smtp_tls", "offered");
	bench_set(&bench, "ca_file", "%s/cert.pem");
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_OK);
	assert_int_equal(bench_lines(&bench, "log", "STARTTLS"), 1);
	bench_close(&bench);
	beside_secure("plain", "smtp://localhost:%d");
	bench_set(&bench, "smtp_tls", "offered");
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_OK);
}

static void one_that_speaks_no_tls_where_it_should_is_said(void **state)
{
	(void)state;
	beside_secure("plain", "smtps://localhost:%d");
	bench_channel(&bench);
	assert_again("do not agree on TLS");
}

static void a_password_that_is_not_taken_is_tried_again_and_one_that_is_mended_is_taken(void **state)
{
	(void)state;
	beside_secure("starttls", "smtp://localhost:%d");
	with_login();
	bench_set(&bench, "ca_file", "%s/cert.pem");
	bench_write(&bench, "password", "wrong\n");
	bench_channel(&bench);
	assert_again("does not take the user and the password: 535 5.7.8 that is not the password");
	assert_null(strstr(bench.message[0], "wrong"));
	bench_write(&bench, "password", "secret\n");
	assert_int_equal(bench_send(&bench), STATUS_OK);
	bench_write(&bench, "password", "");
	assert_again("the password for localhost:");
}

/* ---- pure ---- */

static void lines_end_as_mail_wants_it(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = { { "", "" }, { "a", "a\r\n" }, { "a\nb\n", "a\r\nb\r\n" }, { "a\r\nb", "a\r\nb\r\n" },
		{ "\n\n", "\r\n\r\n" }, { "a\rb\n", "a\rb\r\n" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size;
		char *lines = smtp_lines(cases[i].from, strlen(cases[i].from), &size);

		assert_string_equal(lines, cases[i].to);
		assert_int_equal(size, strlen(cases[i].to));
		free(lines);
	}
}

static void only_what_is_about_the_receiver_or_the_mail_is_for_good(void **state)
{
	(void)state;
	assert_true(smtp_is_for_good(SMTP_RCPT, "550 5.1.1 nobody"));
	assert_true(smtp_is_for_good(SMTP_RCPT, "550 nobody"));
	assert_true(smtp_is_for_good(SMTP_DATA, "554 no"));
	assert_true(smtp_is_for_good(SMTP_BODY, "552 5.2.2 full"));
	assert_false(smtp_is_for_good(SMTP_RCPT, "450 4.2.1 busy"));
	assert_false(smtp_is_for_good(SMTP_RCPT, "554 5.7.1 relay"));
	assert_false(smtp_is_for_good(SMTP_MAIL, "550 5.1.8 sender"));
	assert_false(smtp_is_for_good(SMTP_AUTH, "535 no"));
	assert_false(smtp_is_for_good(SMTP_GREETING, "554 no"));
	assert_false(smtp_is_for_good(SMTP_BODY, ""));
	assert_false(smtp_is_for_good(SMTP_BODY, "250 taken"));
}

static void a_section_that_makes_no_sense_is_said(void **state)
{
	static const struct {
		const char *values[4][2], *key, *fault;
	} cases[] = {
		{ { { "smtp", "mail.example.com" } }, "smtp", "is no address that begins with smtp:// or smtps://" },
		{ { { "smtp", "smtp://" } }, "smtp", "has no host" },
		{ { { "smtp", "smtp://:25" } }, "smtp", "has no host" },
		{ { { "smtp", "smtp://a:b" } }, "smtp", "has a port that is no number" },
		{ { { "smtp", "smtp://a/b" } }, "smtp", "is more than a host and its port" },
		{ { { "smtp", "smtp://u:p@a" } }, "smtp",
			"has a user in it; that is what smtp_user and smtp_password_file are for" },
		{ { { "smtp", "smtp://a" }, { "smtp_tls", "yes" } }, "smtp_tls",
			"is none of required, offered and none" },
		{ { { "smtp", "smtps://a" }, { "smtp_tls", "none" } }, "smtp_tls",
			"smtps is TLS from the start; smtp_tls is for smtp://" },
		{ { { "smtp", "smtp://a" }, { "smtp_user", "u" } }, "smtp_user",
			"smtp_user wants smtp_password_file or credential beside it" },
		{ { { "smtp", "smtp://a" }, { "credential", "c" } }, "credential",
			"a password wants smtp_user beside it" },
		{ { { "smtp", "smtp://a" }, { "smtp_user", "u" }, { "credential", "c" }, { "smtp_tls", "offered" } },
			"smtp_tls", "a password goes over TLS only: smtp_tls = required" },
		{ { { "smtp", "smtp://a" }, { "smtp_user", "u" }, { "credential", "c" },
			  { "smtp_password_file", "/f" } },
			"credential", "one password is enough: smtp_password_file or credential" },
		{ { { "smtp", "smtp://a" }, { "envelope_from", "Anna <a@b>" } }, "envelope_from",
			"is no address, as user@host" },
		{ { { "smtp", "smtp://a" }, { "webhook_seconds", "3" } }, "webhook_seconds",
			"webhook_seconds says nothing about smtp, the way that mails go here" },
	};

	(void)state;
	bench_open(&bench, "plain");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *key, *fault;

		for (size_t at = 0; at < bench.n_values; at++)
			free((void *)bench.values[at][1]);
		bench.n_values = 0;
		for (size_t at = 0; at < 4 && cases[i].values[at][0] != NULL; at++)
			bench_set(&bench, cases[i].values[at][0], cases[i].values[at][1]);
		fault = bench_fault(&bench, &key);
		assert_non_null(fault);
		assert_string_equal(fault, cases[i].fault);
		assert_string_equal(key, cases[i].key);
	}
}

static int serve(void **state)
{
	static const char *const moods[] = { "auth530", "data452", "data554", "drop", "greet421", "greet554",
		"greylist", "hangquit", "mail550", "nofinal", "notls454", "once", "plain", "quietquit", "rcpt451",
		"rcpt550", "relay", "silent", "smtps", "starttls", "tired", "web", NULL };

	(void)state;
	bench_serve("smtp_server.py", moods);
	return 0;
}

static int serve_no_more(void **state)
{
	(void)state;
	bench_serve_no_more();
	return 0;
}

int main(void)
{
#define beside_test(name) cmocka_unit_test_teardown(name, tear_down)
	const struct CMUnitTest tests[] = {
		beside_test(a_mail_arrives_as_it_is_with_an_address_of_its_own_for_bounces),
		beside_test(where_bounces_go_can_be_one_address),
		beside_test(many_mails_go_over_few_connections),
		beside_test(a_connection_that_was_let_go_meanwhile_costs_nothing),
		beside_test(a_server_that_is_down_is_tried_again),
		beside_test(a_server_that_says_nothing_is_tried_again_and_holds_nobody_up),
		beside_test(a_server_that_never_says_whether_it_took_the_mail_is_tried_again),
		beside_test(a_server_that_breaks_off_in_the_middle_is_tried_again),
		beside_test(who_does_not_want_us_at_the_door_is_tried_again),
		beside_test(not_now_is_tried_again),
		beside_test(a_receiver_who_is_nobody_is_refused_for_good_and_their_address_is_not_told),
		beside_test(a_mail_that_is_not_wanted_is_refused_for_good),
		beside_test(who_greylists_takes_the_mail_the_second_time),
		beside_test(a_server_that_answers_no_good_bye_holds_nobody_up),
		beside_test(closing_waits_for_no_server),
		beside_test(what_is_no_address_goes_nowhere),
		beside_test(an_address_beyond_ascii_goes_where_it_can),
		beside_test(mail_goes_over_tls_and_the_password_with_it),
		beside_test(a_certificate_that_nobody_vouches_for_is_said_and_nothing_is_told),
		beside_test(the_certificate_of_another_host_is_said),
		beside_test(a_server_without_tls_gets_nothing_where_it_is_required),
		beside_test(tls_that_is_offered_is_taken_and_can_be_done_without),
		beside_test(one_that_speaks_no_tls_where_it_should_is_said),
		beside_test(a_password_that_is_not_taken_is_tried_again_and_one_that_is_mended_is_taken),
		cmocka_unit_test(lines_end_as_mail_wants_it),
		cmocka_unit_test(only_what_is_about_the_receiver_or_the_mail_is_for_good),
		beside_test(a_section_that_makes_no_sense_is_said),
	};

	return cmocka_run_group_tests(tests, serve, serve_no_more);
}
