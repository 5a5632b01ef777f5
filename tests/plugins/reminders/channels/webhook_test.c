/* Messages as signed requests, beside a receiver in every mood, and beside the library that receivers use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "bench.h"
#include "plugins/reminders/channels/webhook.h"

/* Two secrets of 24 and of 32 bytes. */
#define OLD "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define NEW "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

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
	bench_write(&bench, "secrets", "# of the partner\n" NEW "\r\n\n" OLD "\n");
	bench_set(&bench, "webhook_secret_file", "%s/secrets");
	bench_set(&bench, "webhook_seconds", "2");
	bench_set(&bench, "allow_private", "yes");
	bench_set(&bench, "webhook", "http://127.0.0.1:%d/in?x=1");
}

static void assert_answer(const char *mood, enum status status, int64_t wait_us, const char *words)
{
	beside(mood);
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), status);
	assert_int_equal(bench.wait_us, wait_us);
	if (strstr(bench.message[0], words) == NULL)
		fail_msg("%s: \"%s\" does not say \"%s\"", mood, bench.message[0], words);
	bench_close(&bench);
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL ? text : "";
}

static void a_message_is_a_cloud_event(void **state)
{
	char path[200];
	json_t *event, *data;

	(void)state;
	beside("200");
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_OK);
	assert_true(bench_has(&bench, "head.1", "POST /in?x=1\n"));
	assert_true(bench_has(&bench, "head.1", "content-type: application/cloudevents+json; charset=utf-8\n"));
	snprintf(path, sizeof(path), "%s/body.1", bench.folder);
	event = json_load_file(path, 0, NULL);
	data = json_object_get(event, "data");
	assert_string_equal(text_of(event, "specversion"), "1.0");
	assert_string_equal(text_of(event, "id"), "msg_00000000000000000000000000000000");
	assert_string_equal(text_of(event, "source"), "https://example.com/ridealong");
	assert_string_equal(text_of(event, "type"), "ridealong.reminder.card");
	assert_string_equal(text_of(event, "subject"), "sessions/1");
	assert_string_equal(text_of(event, "time"), "2026-05-12T07:00:00Z");
	assert_string_equal(text_of(event, "datacontenttype"), "application/json");
	assert_string_equal(text_of(data, "key"), "card/0");
	assert_string_equal(text_of(data, "to"), "daan@example.com");
	assert_string_equal(text_of(data, "toName"), "Daan");
	assert_string_equal(text_of(data, "subject"), "Bakkerij Crème");
	assert_string_equal(text_of(data, "body"), "Hoi");
	assert_string_equal(text_of(data, "language"), "nl");
	assert_string_equal(text_of(data, "kind"), "card");
	assert_null(json_object_get(data, "replyTo")); /* nothing can be answered */
	json_decref(event);
}

static void its_key_is_the_same_at_each_attempt(void **state)
{
	(void)state;
	beside("500");
	bench_channel(&bench);
	bench_send(&bench);
	bench_send(&bench);
	for (int i = 1; i <= 2; i++) {
		char name[20];

		sprintf(name, "head.%d", i);
		assert_true(bench_has(&bench, name, "webhook-id: msg_00000000000000000000000000000000\n"));
		assert_true(bench_has(&bench, name, "idempotency-key: msg_00000000000000000000000000000000\n"));
	}
}

static void answers_mean_what_they_say(void **state)
{
	(void)state;
	assert_answer("200", STATUS_OK, 0, "");
	assert_answer("204", STATUS_OK, 0, "");
	assert_answer("talk", STATUS_OK, 0, "");
	assert_answer("410", STATUS_FAILED_PRECONDITION, 0, "answered 410");
	assert_answer("400", STATUS_FAILED_PRECONDITION, 0, "answered 400");
	assert_answer("401", STATUS_UNAVAILABLE, 0, "answered 401");
	assert_answer("404", STATUS_UNAVAILABLE, 0, "answered 404");
	assert_answer("500", STATUS_UNAVAILABLE, 0, "answered 500");
	assert_answer("wait", STATUS_UNAVAILABLE, INT64_C(120000000), "answered 429");
	assert_answer("long", STATUS_UNAVAILABLE, INT64_C(21600000000), "answered 503");
	assert_answer("redirect", STATUS_UNAVAILABLE, 0, "answered 307: redirects are not followed");
	assert_answer("silent", STATUS_UNAVAILABLE, 0, "took more than 2 seconds");
	assert_answer("drop", STATUS_UNAVAILABLE, 0, "broke off");
}

static void a_receiver_that_is_down_or_unsafe_gets_nothing(void **state)
{
	(void)state;
	bench_open(&bench, "200");
	bench_leave_server(&bench);
	bench_write(&bench, "secrets", NEW);
	bench_set(&bench, "webhook", "http://127.0.0.1:%d/");
	bench_set(&bench, "webhook_secret_file", "%s/secrets");
	bench_set(&bench, "allow_private", "yes");
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_UNAVAILABLE);
	assert_non_null(strstr(bench.message[0], "does not answer"));
	bench_close(&bench);
	for (int trusted = 0; trusted < 2; trusted++) {
		bench_open(&bench, "tls");
		bench_write(&bench, "secrets", NEW);
		bench_set(&bench, "webhook", "https://localhost:%d/");
		bench_set(&bench, "webhook_secret_file", "%s/secrets");
		bench_set(&bench, "allow_private", "yes");
		if (trusted)
			bench_set(&bench, "ca_file", "%s/cert.pem");
		bench_channel(&bench);
		assert_int_equal(bench_send(&bench), trusted ? STATUS_OK : STATUS_UNAVAILABLE);
		if (!trusted)
			assert_non_null(strstr(bench.message[0], "the certificate of localhost:"));
		bench_close(&bench);
	}
	bench_open(&bench, "tls");
	bench_write(&bench, "secrets", NEW);
	bench_set(&bench, "webhook", "https://127.0.0.1:%d/");
	bench_set(&bench, "webhook_secret_file", "%s/secrets");
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_UNAVAILABLE);
	assert_non_null(strstr(bench.message[0], "leads to 127.0.0.1, an address of a private network"));
}

static void without_a_secret_nothing_is_sent_and_a_new_one_is_taken_as_it_comes(void **state)
{
	(void)state;
	beside("200");
	bench_write(&bench, "secrets", "whsec_short\n");
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_UNAVAILABLE);
	assert_non_null(strstr(bench.message[0], "the secret for 127.0.0.1:"));
	assert_null(strstr(bench.message[0], "whsec_short"));
	assert_false(bench_has(&bench, "head.1", "POST"));
	bench_write(&bench, "secrets", NEW);
	assert_int_equal(bench_send(&bench), STATUS_OK);
	assert_true(bench_has(&bench, "head.1", "webhook-signature: v1,"));
}

/* ---- pure ---- */

/* The example that the standard's own libraries are tested with. */
static void the_signature_is_the_standards(void **state)
{
	struct webhook_secrets secrets;
	char signatures[WEBHOOK_SIGNATURES];

	(void)state;
	assert_true(webhook_secrets_read(OLD, &secrets));
	webhook_sign(&secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}", signatures);
	assert_string_equal(signatures, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	assert_true(webhook_secrets_read(NEW "\n" OLD "\n", &secrets));
	webhook_sign(&secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}", signatures);
	assert_int_equal(strncmp(signatures, "v1,", 3), 0);
	assert_string_equal(strchr(signatures, ' '), " v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

static void what_is_no_list_of_secrets_is_none(void **state)
{
	static const char *const bad[] = { "", "\n\n# nothing\n", "secret", "whsec_",
		"whsec_AAECAwQFBgc=", "whsec_!!!!", OLD "\nrest\n", OLD "x",
		"whsec_"
		"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8AAQIDBAUGBwgJCgsM"
		"DQ4PEBESExQVFhcYGRobHB0eHwABAgMEBQYHCAkKCwwNDg8Q",
		NEW "\n" NEW "\n" NEW "\n" NEW "\n" NEW "\n" NEW "\n" NEW "\n" NEW "\n" NEW "\n" };
	struct webhook_secrets secrets;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (webhook_secrets_read(bad[i], &secrets))
			fail_msg("taken: %s", bad[i]);
	assert_true(webhook_secrets_read(
		NEW "\n" NEW "\n" NEW "\n" NEW "\n" NEW "\n" NEW "\n" NEW "\n" NEW "\n", &secrets));
	assert_int_equal(secrets.count, WEBHOOK_SECRETS);
}

static void a_section_that_makes_no_sense_is_said(void **state)
{
	static const struct {
		const char *values[3][2], *key, *fault;
	} cases[] = { { { { "webhook", "example.com" } }, "webhook", "is no address that begins with https://" },
		{ { { "webhook", "https://" } }, "webhook", "is no address" },
		{ { { "webhook", "https://u:p@example.com/" } }, "webhook",
			"has a user in it; the signature is what says who we are" },
		{ { { "webhook", "http://example.com/" }, { "credential", "c" } }, "webhook",
			"messages go over https only, unless allow_private = yes says that the network is yours" },
		{ { { "webhook", "https://example.com/" } }, "webhook",
			"webhook wants webhook_secret_file or credential beside it, to sign with" },
		{ { { "webhook", "https://example.com/" }, { "credential", "c" }, { "webhook_secret_file", "/f" } },
			"credential", "secrets lie in one place: webhook_secret_file or credential" } };

	(void)state;
	bench_open(&bench, "200");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *key, *fault;

		for (size_t at = 0; at < bench.n_values; at++)
			free((void *)bench.values[at][1]);
		bench.n_values = 0;
		for (size_t at = 0; at < 3 && cases[i].values[at][0] != NULL; at++)
			bench_set(&bench, cases[i].values[at][0], cases[i].values[at][1]);
		fault = bench_fault(&bench, &key);
		assert_non_null(fault);
		assert_string_equal(fault, cases[i].fault);
		assert_string_equal(key, cases[i].key);
	}
}

/* ---- the library that receivers use ---- */

static int run(const char *format, const char *a, const char *b)
{
	char command[1500];

	snprintf(command, sizeof(command), format, a, b);
	return WEXITSTATUS(system(command));
}

/* Each of the secrets by itself verifies, another one does not, and neither does a body that was touched. */
static void the_library_of_the_standard_takes_our_signatures(void **state)
{
	static const char script[] =
		"const { Webhook } = require('standardwebhooks'); const fs = require('fs');\n"
		"const body = fs.readFileSync('body.1', 'utf8'), headers = {};\n"
		"for (const line of fs.readFileSync('head.1', 'utf8').split('\\n').slice(1)) {\n"
		"  const at = line.indexOf(': '); if (at > 0) headers[line.slice(0, at)] = line.slice(at + 2); }\n"
		"const takes = (secret, text) => { try { new Webhook(secret).verify(text, headers); return true; }\n"
		"  catch (error) { return false; } };\n"
		"const found = [takes('" NEW "', body), takes('" OLD "', body),\n"
		"  takes('whsec_Zm9yZWlnbiBzZWNyZXQgb2YgMjQgYnl0', body), takes('" NEW
		"', body.replace('Daan', 'Dean'))];\n"
		"console.log(found.join(' ')); process.exit(found.join(' ') === 'true true false false' ? 0 : 1);\n";

	(void)state;
	beside("200");
	if (run("command -v node >/dev/null && cd %s && npm install --no-audit --no-fund --silent --fetch-retries=1 "
		"--fetch-timeout=20000 standardwebhooks@1 >npm.log 2>&1%s",
		    bench.folder, "") != 0) {
		print_message(
			"standardwebhooks cannot be had here: npm is not installed, or its registry out of reach\n");
		bench.done = bench.wanted = 0;
		skip();
	}
	bench_channel(&bench);
	assert_int_equal(bench_send(&bench), STATUS_OK);
	bench_write(&bench, "verify.js", script);
	assert_int_equal(run("cd %s && node verify.js%s", bench.folder, ""), 0);
}

static int serve(void **state)
{
	static const char *const moods[] = { "200", "204", "400", "401", "404", "410", "500", "drop", "long",
		"redirect", "silent", "talk", "tls", "wait", NULL };

	(void)state;
	bench_serve("webhook_server.py", moods);
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
		beside_test(a_message_is_a_cloud_event),
		beside_test(its_key_is_the_same_at_each_attempt),
		cmocka_unit_test(answers_mean_what_they_say),
		beside_test(a_receiver_that_is_down_or_unsafe_gets_nothing),
		beside_test(without_a_secret_nothing_is_sent_and_a_new_one_is_taken_as_it_comes),
		cmocka_unit_test(the_signature_is_the_standards),
		cmocka_unit_test(what_is_no_list_of_secrets_is_none),
		beside_test(a_section_that_makes_no_sense_is_said),
		beside_test(the_library_of_the_standard_takes_our_signatures),
	};

	return cmocka_run_group_tests(tests, serve, serve_no_more);
}
