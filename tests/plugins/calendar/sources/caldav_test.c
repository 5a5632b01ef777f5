/* Reading a calendar from servers of many kinds, in every mood (caldav.py). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dav_bench.h"
#include "server.h"

#include "proto/status.h"

#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct server server;
static struct dav_bench bench;
static const char *target; /* of the domain "localhost": its calendars' host, by the name service; or NULL */

/* In this test the name service knows nothing but that. */
int res_nquery(res_state state, const char *name, int class, int type, unsigned char *answer, int room)
{
	static const unsigned char head[] = { 0, 1, 0x81, 0x80, 0, 0, 0, 1, 0, 0, 0, 0, /* root */ 0, 0, 0 };
	const char *path = "\x0fpath=/dav/sync/";
	unsigned char *at = answer;
	int port = atoi(strrchr(server.https, ':') + 1);

	(void)state;
	assert_int_equal(class, 1);
	assert_true(room > 512);
	if (!target || strcmp(name, "_caldavs._tcp.localhost") != 0)
		return -1;
	memcpy(at, head, sizeof(head));
	at[14] = (unsigned char)type;
	at += 15;
	memcpy(at, "\0\1\0\0\0\1\0", 7);
	at += 7;
	if (type == 33) {
		size_t length = strlen(target);

		*at++ = (unsigned char)(6 + 1 + length + 1);
		memcpy(at, (unsigned char[]){ 0, 1, 0, 1, (unsigned char)(port >> 8), (unsigned char)port }, 6);
		at += 6;
		*at++ = (unsigned char)length;
		memcpy(at, target, length + 1);
		at += length + 1;
	} else {
		*at++ = (unsigned char)strlen(path);
		memcpy(at, path, strlen(path));
		at += strlen(path);
	}
	return (int)(at - answer);
}

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
	(void)state;
	dav_bench_init(&bench, "anna", "secret");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	dav_bench_finish(&bench);
	return 0;
}

static const char *place(const char *kind, const char *name)
{
	static char text[256];

	snprintf(text, sizeof(text), "%s/dav/%s/work/%s", server.http, kind, name);
	return text;
}

static void put(const char *kind, int number, const char *summary)
{
	char name[32], body[256];

	snprintf(name, sizeof(name), "%d.ics", number);
	snprintf(body, sizeof(body), "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:%d\nSUMMARY:%s\nEND:VEVENT\nEND:VCALENDAR\n",
		number, summary);
	dav_bench_send(&bench, "PUT", place(kind, name), body);
	assert_int_equal(bench.http_status, 204);
}

static void take(const char *kind, int number)
{
	char name[32];

	snprintf(name, sizeof(name), "%d.ics", number);
	dav_bench_send(&bench, "DELETE", place(kind, name), NULL);
	assert_int_equal(bench.http_status, 204);
}

static void open_calendar(const char *kind, int count)
{
	snprintf(bench.url, sizeof(bench.url), "%s", place(kind, ""));
	for (int i = 1; i <= count; i++)
		put(kind, i, "first");
}

static void assert_asked(const char *kind, const char *expected)
{
	dav_bench_send(&bench, "GET", place(kind, ""), NULL);
	assert_string_equal(bench.body, expected);
}

static void assert_brings(size_t brought, size_t gone, size_t there)
{
	dav_bench_read(&bench);
	if (!bench.good)
		fail_msg("%s", bench.said);
	assert_int_equal(bench.brought, brought);
	assert_int_equal(bench.gone, gone);
	assert_int_equal(bench.shelf.count, there);
}

static void assert_fails(int status, const char *part)
{
	size_t before = bench.shelf.count;

	dav_bench_read(&bench);
	assert_false(bench.good);
	assert_int_equal(bench.status, status);
	if (!strstr(bench.said, part))
		fail_msg("%s", bench.said);
	assert_int_equal(bench.shelf.count, before);
}

/* Whatever the server knows, the same changes come over. */
static void follow(const char *kind, enum calendar_read_way way)
{
	open_calendar(kind, 3);
	assert_brings(3, 0, 3);
	assert_int_equal(bench.way, way);
	assert_non_null(strstr(dav_bench_object(&bench, "/1.ics"), "SUMMARY:first"));
	put(kind, 1, "second");
	put(kind, 4, "new");
	take(kind, 3);
	dav_bench_read(&bench);
	assert_true(bench.good);
	assert_int_equal(bench.gone, 1);
	assert_int_equal(bench.shelf.count, 3);
	assert_non_null(strstr(dav_bench_object(&bench, "/1.ics"), "SUMMARY:second"));
	assert_non_null(dav_bench_object(&bench, "/4.ics"));
	assert_null(dav_bench_object(&bench, "/3.ics"));
}

/* ---- every way ---- */

static void a_token_brings_only_what_has_changed(void **state)
{
	(void)state;
	follow("sync", CALENDAR_READ_BY_TOKEN);
	assert_asked("sync", "what changes get-3 what changes get-2");
	assert_brings(0, 0, 3);
	assert_true(bench.unchanged);
	assert_asked("sync", "what");
}

static void without_tokens_the_versions_tell_what_has_changed(void **state)
{
	(void)state;
	follow("ctag", CALENDAR_READ_BY_ETAGS);
	assert_asked("ctag", "what etags get-3 what etags get-2");
	assert_brings(0, 0, 3);
	assert_true(bench.unchanged);
	assert_asked("ctag", "what");
}

static void without_a_ctag_the_versions_are_asked_each_time(void **state)
{
	(void)state;
	follow("etags", CALENDAR_READ_BY_ETAGS);
	assert_asked("etags", "what etags get-3 what etags get-2");
	assert_brings(0, 0, 3);
	assert_asked("etags", "what etags");
}

static void a_server_that_knows_only_queries_is_asked_for_the_window(void **state)
{
	(void)state;
	follow("query", CALENDAR_READ_WINDOW);
	assert_asked("query", "what etags window what etags window");
	assert_brings(3, 0, 3); /* the window moves, so that nothing is remembered */
	dav_bench_finish(&bench);
	dav_bench_init(&bench, "anna", "secret");
	follow("unwilling", CALENDAR_READ_WINDOW);
	assert_asked("unwilling", "what etags get-3 window what etags get-2 window");
}

static void many_objects_come_in_portions(void **state)
{
	(void)state;
	open_calendar("portions", 0);
	for (int i = 1; i <= 120; i++)
		put("portions", i, "many");
	assert_brings(120, 0, 120);
	assert_asked("portions", "what etags get-50 get-50 get-20");
}

/* ---- when it does not go as it should ---- */

static void an_answer_that_is_cut_short_goes_on(void **state)
{
	(void)state;
	open_calendar("cut", 5);
	take("cut", 1);
	assert_brings(4, 0, 4);
	assert_asked("cut", "what changes changes changes get-4");
	put("cut", 2, "second");
	assert_brings(1, 0, 4);
	assert_asked("cut", "what changes get-1");
}

static void an_answer_that_stays_cut_is_given_up_for_another_way(void **state)
{
	(void)state;
	open_calendar("stuck", 2);
	assert_brings(2, 0, 2);
	assert_int_equal(bench.way, CALENDAR_READ_BY_ETAGS);
	dav_bench_finish(&bench);
	dav_bench_init(&bench, "anna", "secret");
	open_calendar("untold", 2); /* no token in the end */
	assert_brings(2, 0, 2);
	assert_int_equal(bench.way, CALENDAR_READ_BY_ETAGS);
}

static void a_token_that_is_refused_brings_nothing_that_is_there(void **state)
{
	(void)state;
	open_calendar("lost", 3);
	assert_brings(3, 0, 3);
	take("lost", 2);
	put("lost", 4, "new");
	assert_brings(1, 1, 3);
	assert_asked("lost", "what changes get-3 what changes changes get-1");
	snprintf(bench.token, sizeof(bench.token), "http://example.com/?t=a&n=1");
	assert_brings(0, 0, 3);
	assert_asked("lost", "what changes changes");
}

static void a_portion_that_fails_changes_nothing(void **state)
{
	(void)state;
	open_calendar("broken", 40);
	assert_brings(40, 0, 40);
	for (int i = 41; i <= 99; i++)
		put("broken", i, "more");
	take("broken", 1);
	assert_fails(STATUS_UNAVAILABLE, "cannot answer now (HTTP 503)");
	take("broken", 99);
	assert_brings(58, 1, 97);
}

static void an_object_that_is_not_given_is_asked_for_again(void **state)
{
	(void)state;
	open_calendar("partial", 3);
	assert_brings(2, 0, 2);
	assert_int_equal(bench.missed, 1);
	assert_string_equal(bench.token, "");
	assert_brings(0, 0, 2);
	assert_int_equal(bench.missed, 1);
	assert_asked("partial", "what changes get-3 what changes get-1");
}

static void objects_have_an_end(void **state)
{
	(void)state;
	open_calendar("many", 0); /* one more than that */
	assert_brings(CALENDAR_READ_OBJECTS_MAX, 0, CALENDAR_READ_OBJECTS_MAX);
	assert_int_equal(bench.beyond, 1);
	assert_string_equal(bench.ctag, "");
}

static void what_is_no_calendar_is_said(void **state)
{
	(void)state;
	snprintf(bench.url, sizeof(bench.url), "%s/dav/page/work/", server.http);
	assert_fails(STATUS_FAILED_PRECONDITION, "is not that of a calendar server");
	snprintf(bench.url, sizeof(bench.url), "%s/dav/doctype/work/", server.http);
	assert_fails(STATUS_FAILED_PRECONDITION, "holds a DOCTYPE");
	snprintf(bench.url, sizeof(bench.url), "%s/dav/sync/", server.http);
	assert_fails(STATUS_FAILED_PRECONDITION, "is no calendar");
	snprintf(bench.url, sizeof(bench.url), "%s/nothing/", server.http);
	assert_fails(STATUS_FAILED_PRECONDITION, "has nothing at that address");
	snprintf(bench.url, sizeof(bench.url), "%s/basic/", server.http);
	dav_bench_login(&bench, "anna", "wrong");
	assert_fails(STATUS_FAILED_PRECONDITION, "does not take the user and the password");
	snprintf(bench.url, sizeof(bench.url), "%s/dav/down/work/", server.http);
	assert_fails(STATUS_UNAVAILABLE, "cannot answer now (HTTP 503)");
	snprintf(bench.url, sizeof(bench.url), "http://127.0.0.1:1/work/");
	assert_fails(STATUS_UNAVAILABLE, "does not answer");
}

/* ---- finding it ---- */

static void a_home_leads_to_its_calendar(void **state)
{
	char address[256];

	(void)state;
	snprintf(address, sizeof(address), "%s/dav/sync/", server.http);
	dav_bench_find(&bench, address, "");
	assert_string_equal(bench.url, place("sync", ""));
	dav_bench_find(&bench, address, "Work");
	assert_string_equal(bench.url, place("sync", ""));
	dav_bench_find(&bench, address, "/dav/sync/work");
	assert_string_equal(bench.url, place("sync", ""));
	dav_bench_find(&bench, address, "Private");
	assert_non_null(strstr(bench.said, "is called so; there are: Work"));
	snprintf(address, sizeof(address), "%s/dav/sync/work", server.http);
	dav_bench_find(&bench, address, "");
	assert_string_equal(bench.url, place("sync", ""));
}

static void the_password_does_not_go_elsewhere(void **state)
{
	char address[256];

	(void)state;
	snprintf(address, sizeof(address), "%s/dav/elsewhere/", server.http);
	dav_bench_find(&bench, address, "");
	assert_false(bench.good);
	assert_non_null(strstr(bench.said, "write caldav = https://calendars.example.net/me/"));
}

static void a_domain_says_where_its_calendars_are(void **state)
{
	char file[128], expected[256];

	(void)state;
	snprintf(file, sizeof(file), "%s/cert.pem", server.folder);
	snprintf(expected, sizeof(expected), "%s/dav/sync/work/", server.https);
	bench.ca_file = file;
	dav_bench_login(&bench, "anna", "secret");
	target = "localhost";
	dav_bench_find(&bench, "anna@localhost", "");
	assert_string_equal(bench.said, "");
	assert_string_equal(bench.url, expected);
	dav_bench_find(&bench, "localhost", "Work");
	assert_string_equal(bench.url, expected);
	target = "elsewhere";
	dav_bench_find(&bench, "anna@localhost", "");
	assert_false(bench.good);
	assert_non_null(strstr(bench.said, "write caldav = https://elsewhere:"));
	target = NULL;
	dav_bench_find(&bench, "anna@localhost", ""); /* nobody listens there */
	assert_int_equal(bench.status, STATUS_UNAVAILABLE);
	assert_non_null(strstr(bench.said, "localhost does not answer"));
}

static void a_search_can_be_broken_off(void **state)
{
	(void)state;
	dav_bench_find_and_break(&bench, "anna@localhost");
	assert_false(bench.good);
	assert_non_null(strstr(bench.said, "was broken off"));
}

static void an_address_that_is_none_is_said(void **state)
{
	(void)state;
	dav_bench_find(&bench, "http://", "");
	assert_false(bench.good);
	dav_bench_find(&bench, "anna@nobody.invalid", "");
	assert_int_equal(bench.status, STATUS_UNAVAILABLE);
	assert_non_null(strstr(bench.said, "there is no host nobody.invalid"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_token_brings_only_what_has_changed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_tokens_the_versions_tell_what_has_changed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_a_ctag_the_versions_are_asked_each_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_server_that_knows_only_queries_is_asked_for_the_window, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_objects_come_in_portions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_answer_that_is_cut_short_goes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_answer_that_stays_cut_is_given_up_for_another_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_token_that_is_refused_brings_nothing_that_is_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_portion_that_fails_changes_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_object_that_is_not_given_is_asked_for_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(objects_have_an_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_calendar_is_said, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_home_leads_to_its_calendar, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_password_does_not_go_elsewhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_domain_says_where_its_calendars_are, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_search_can_be_broken_off, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_address_that_is_none_is_said, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, group_set_up, group_tear_down);
}
