/* A feed on the web as a subscription of the built plugin, beside a real web server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../host.h"
#include "events.h"
#include "server.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct server server;

struct bench {
	struct ridealong_host host;
	char address[300];
	const char *settings[8][2];
	struct ridealong_work work;
};

static int group_set_up(void **state)
{
	(void)state;
	server_start(&server);
	return 0;
}

static int group_tear_down(void **state)
{
	(void)state;
	server_stop(&server);
	return 0;
}

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	bench->settings[0][0] = "work.feed";
	bench->settings[0][1] = bench->address;
	bench->settings[1][0] = "work.owner";
	bench->settings[1][1] = "anna@ridealong.example";
	bench->settings[2][0] = "work.allow_private";
	bench->settings[2][1] = "yes";
	bench->host.settings = (const char *const(*)[2])bench->settings;
	bench->host.now_us = NOW_US;
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	host_stop(&bench->host, false);
	free(bench);
	return 0;
}

static void start(struct bench *bench, const char *path)
{
	snprintf(bench->address, sizeof(bench->address), "%s%s", server.http, path);
	host_start(&bench->host);
	while (!host_due(&bench->host, "read/work"))
		uv_run(&bench->host.loop, UV_RUN_NOWAIT);
}

/* Its time has come. */
static void read_feed(struct bench *bench)
{
	host_timer(&bench->host, "read/work", &bench->work);
	assert_int_equal(bench->work.status, STATUS_OK);
}

/* What the server answers from now on. */
static void put(const char *path, const char *text)
{
	char command[700], file[128];
	FILE *body;

	snprintf(file, sizeof(file), "%s/body", server.folder);
	body = fopen(file, "w");
	assert_non_null(body);
	fputs(text, body);
	assert_int_equal(fclose(body), 0);
	snprintf(command, sizeof(command),
		"python3 -c 'import sys, urllib.request as u; u.urlopen(u.Request(sys.argv[1], open(sys.argv[2], "
		"\"rb\").read(), method=\"PUT\"))' '%s%s' '%s'",
		server.http, path, file);
	assert_int_equal(system(command), 0);
	unlink(file);
}

static void a_feed_is_read_at_its_time(void **state)
{
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;

	put("/file/a?ETag=%221%22", BEGIN AT("one", "10") AT("two", "11") END);
	start(bench, "/file/a");
	read_feed(bench);
	assert_int_equal(host->meeting_count, 2);
	assert_string_equal(host->meetings[0]->calendar, "work");
	assert_in_range(host_due(host, "read/work") - host->now_us, 15 * MINUTES, 15 * MINUTES + 90 * MINUTES / 60);

	put("/file/a?ETag=%222%22", BEGIN AT("one", "12") AT("two", "11") END);
	read_feed(bench);
	assert_int_equal(host->meeting_count, 2);
	assert_int_equal(host_meeting(host, "one", "")->start_time->seconds, 1773306000);
}

static void a_feed_that_has_not_changed_is_not_sent_again(void **state)
{
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;

	/* Whoever asks with the same ETag is not given what stands there by now. */
	put("/file/same?ETag=%22x%22", BEGIN AT("one", "10") END);
	start(bench, "/file/same");
	read_feed(bench);
	put("/file/same?ETag=%22x%22", BEGIN AT("one", "12") END);
	host->batches = 0;
	read_feed(bench);
	assert_int_equal(host->batches, 0);
	assert_int_equal(host_meeting(host, "one", "")->start_time->seconds, 1773133200);
	assert_int_equal(host->warnings, 0);

	/* A daemon that lost something gets it from the shelf. */
	meeting__free_unpacked(host->meetings[--host->meeting_count], NULL);
	host->mark[0] = '\0';
	read_feed(bench);
	assert_int_equal(host->meeting_count, 1);

	/* The same of another server's. */
	put("/file/dated?Last-Modified=Mon,%2002%20Mar%202026%2008:00:00%20GMT", BEGIN AT("one", "11") END);
	host_stop(host, true);
	start(bench, "/file/dated");
	read_feed(bench);
	assert_int_equal(host_meeting(host, "one", "")->start_time->seconds, 1773219600);
	put("/file/dated?Last-Modified=Mon,%2002%20Mar%202026%2008:00:00%20GMT", BEGIN AT("one", "12") END);
	read_feed(bench);
	assert_int_equal(host_meeting(host, "one", "")->start_time->seconds, 1773219600);
}

static void a_failed_read_changes_nothing_and_says_what_to_do(void **state)
{
	static const struct {
		const char *path, *said;
	} cases[] = {
		{ "/status?code=401", "wants a user and a password, or others; mend user, password_file" },
		{ "/status?code=403", "does not let us read the calendar (HTTP 403); is it still shared?" },
		{ "/file/nothing", "has nothing at the feed's address; is it still right?" },
		{ "/status?code=410", "says that the calendar is gone for good" },
		{ "/status?code=500", "cannot answer now (HTTP 500)" },
		{ "/status?code=204", "does not answer with a calendar (HTTP 204)" },
		{ "/page", "answers with a web page in place of a calendar" },
		{ "/redirect?to=/page", "answers with a web page in place of a calendar" },
		{ "/half", "broke off" },
		{ "/echo", "is no calendar" },
		{ "/huge?mib=12", "is larger than 10 MiB" },
	};
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;

	put("/file/good", BEGIN AT("one", "10") END);
	start(bench, "/file/good");
	read_feed(bench);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		host_stop(host, true);
		start(bench, cases[i].path);
		read_feed(bench);
		if (!strstr(host->logged, cases[i].said))
			fail_msg("%s: %s", cases[i].path, host->logged);
		assert_int_equal(host_meeting(host, "one", "")->state, MEETING_STATE_SCHEDULED);
		assert_null(strstr(host->logged, "code=")); /* an address may be a secret */
	}
	host_stop(host, true);
	start(bench, "/file/good");
	host->batches = 0;
	read_feed(bench);
	assert_int_equal(host->batches, 0);
}

static void failures_are_tried_again_ever_more_seldom(void **state)
{
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;
	int64_t expected = 15;

	start(bench, "/status?code=500");
	for (int i = 0; i < 8; i++) {
		read_feed(bench);
		assert_in_range(
			host_due(host, "read/work") - host->now_us, expected * MINUTES, expected * MINUTES * 11 / 10);
		expected = expected * 2 < 360 ? expected * 2 : 360;
	}
	assert_int_equal(host->warnings, 1); /* the same once more is no news */

	host_stop(host, true);
	start(bench, "/status?code=503&Retry-After=86400");
	read_feed(bench);
	assert_in_range(host_due(host, "read/work") - host->now_us, 1440 * MINUTES, 1440 * MINUTES * 11 / 10);

	host_stop(host, true);
	start(bench, "/busy?seconds=7200"); /* a date, which may be a second off */
	read_feed(bench);
	assert_in_range(host_due(host, "read/work") - host->now_us, 119 * MINUTES, 121 * MINUTES * 11 / 10);
}

static void whoever_settles_waits_for_a_read_and_not_for_a_feeds_health(void **state)
{
	struct bench *bench = *state;
	struct ridealong_host *host = &bench->host;
	struct ridealong_timer timer = { .size = sizeof(timer), .key = "read/work" };
	struct ridealong_work reading = { 0 };

	start(bench, "/status?code=500");
	host->plugin->on_timer(host->self, &reading, &timer);
	assert_false(reading.finished);
	host_settle(host, &bench->work);
	assert_true(reading.finished);
	assert_int_equal(bench->work.status, STATUS_OK);
	free(reading.bytes);
}

static void a_feed_that_moved_is_followed_and_told(void **state)
{
	struct bench *bench = *state;

	put("/file/b", BEGIN AT("one", "10") END);
	start(bench, "/redirect?code=301&to=/file/b");
	read_feed(bench);
	assert_int_equal(bench->host.meeting_count, 1);
	assert_non_null(strstr(bench->host.logged, "work: the feed has moved for good, to 127.0.0.1:"));
	read_feed(bench);
	assert_int_equal(bench->host.warnings, 1);
}

static void a_private_network_is_refused_unless_allowed(void **state)
{
	struct bench *bench = *state;

	bench->settings[2][1] = "no";
	start(bench, "/echo");
	read_feed(bench);
	assert_non_null(strstr(bench->host.logged, "leads to 127.0.0.1, an address of a private network"));
}

static void text_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void secrets_lie_in_files(void **state)
{
	struct bench *bench = *state;
	char folder[] = "/tmp/ridealong-secrets.XXXXXX", address[64], password[64];

	assert_non_null(mkdtemp(folder));
	snprintf(address, sizeof(address), "%s/address", folder);
	snprintf(password, sizeof(password), "%s/password", folder);
	bench->settings[0][0] = "work.feed_file";
	bench->settings[0][1] = address;
	bench->settings[3][0] = "work.user";
	bench->settings[3][1] = "anna";
	bench->settings[4][0] = "work.password_file";
	bench->settings[4][1] = password;
	host_start(&bench->host);
	while (!host_due(&bench->host, "read/work"))
		uv_run(&bench->host.loop, UV_RUN_NOWAIT);
	assert_non_null(strstr(bench->host.logged, "the file that feed_file names holds no address"));
	snprintf(bench->address, sizeof(bench->address), "%s/calendar\n", server.http);
	text_write(address, bench->address);
	read_feed(bench);
	assert_non_null(strstr(bench->host.logged, "the password of work cannot be read"));
	text_write(password, "wrong\n");
	read_feed(bench);
	assert_non_null(strstr(bench->host.logged, "wants a user and a password, or others"));
	text_write(password, "secret\n"); /* mended, without any start */
	read_feed(bench);
	assert_int_equal(bench->host.meeting_count, 1);
	unlink(address);
	unlink(password);
	rmdir(folder);
}

static void a_credential_is_systemds(void **state)
{
	struct bench *bench = *state;
	char folder[] = "/tmp/ridealong-credentials.XXXXXX", password[64];

	assert_non_null(mkdtemp(folder));
	snprintf(password, sizeof(password), "%s/calendar", folder);
	text_write(password, "secret");
	bench->settings[3][0] = "work.user";
	bench->settings[3][1] = "anna";
	bench->settings[4][0] = "work.credential";
	bench->settings[4][1] = "calendar";
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	start(bench, "/calendar");
	read_feed(bench);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(bench->host.meeting_count, 1);
	unlink(password);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_feed_is_read_at_its_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_feed_that_has_not_changed_is_not_sent_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_failed_read_changes_nothing_and_says_what_to_do, set_up, tear_down),
		cmocka_unit_test_setup_teardown(failures_are_tried_again_ever_more_seldom, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			whoever_settles_waits_for_a_read_and_not_for_a_feeds_health, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_feed_that_moved_is_followed_and_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_private_network_is_refused_unless_allowed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(secrets_lie_in_files, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_credential_is_systemds, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, group_set_up, group_tear_down);
}
