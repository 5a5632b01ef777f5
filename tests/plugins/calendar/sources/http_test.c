/* Requests on the loop, beside a server in every mood. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plugins/net/address.h"
#include "server.h"
#include "sources/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

/* In this test 127.0.0.2 is a host of a private network and every other one is out on the internet. */
bool net_address_is_public(const struct sockaddr *address)
{
	return address->sa_family != AF_INET ||
	       ((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr != htonl(0x7f000002);
}

struct bench {
	struct server server;
	uv_loop_t loop;
	struct calendar_http *http;
	int answers;
	bool stopped, stop_in_answer;
	/* of the last answer */
	int status;
	bool moved, enough, failed;
	char url[256], body[8192], header[256], said[CALENDAR_REASON_TEXT], gezegd[CALENDAR_REASON_TEXT];
	const char *wanted; /* the header to keep */
	size_t length;
	size_t pieces, piece_bytes;
	size_t enough_at;
};

static void on_stopped(void *arg)
{
	((struct bench *)arg)->stopped = true;
}

static void stop(struct bench *bench)
{
	struct calendar_http *http = bench->http;

	bench->http = NULL;
	if (http)
		calendar_http_stop(http, on_stopped, bench);
}

static void on_done(void *arg, const struct calendar_http_answer *answer)
{
	struct bench *bench = arg;
	const char *header = bench->wanted ? calendar_http_header(answer, bench->wanted) : NULL;

	bench->answers++;
	bench->status = answer->status;
	bench->moved = answer->moved;
	bench->enough = answer->enough;
	bench->failed = answer->why != NULL;
	bench->length = answer->length;
	snprintf(bench->url, sizeof(bench->url), "%s", answer->url);
	snprintf(bench->body, sizeof(bench->body), "%s", answer->body);
	snprintf(bench->header, sizeof(bench->header), "%s", header ? header : "(none)");
	bench->said[0] = bench->gezegd[0] = '\0';
	if (answer->why) {
		calendar_reason_say(answer->why, false, bench->said);
		calendar_reason_say(answer->why, true, bench->gezegd);
	}
	if (bench->stop_in_answer)
		stop(bench);
}

static bool on_piece(void *arg, const void *bytes, size_t length)
{
	struct bench *bench = arg;

	(void)bytes;
	bench->pieces++;
	bench->piece_bytes += length;
	return !bench->enough_at || bench->piece_bytes < bench->enough_at;
}

static int group_set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	server_start(&bench->server);
	uv_loop_init(&bench->loop);
	*state = bench;
	return 0;
}

static int group_tear_down(void **state)
{
	struct bench *bench = *state;

	server_stop(&bench->server);
	assert_int_equal(uv_loop_close(&bench->loop), 0);
	free(bench);
	return 0;
}

static void start(struct bench *bench, struct calendar_http_settings settings)
{
	settings.loop = &bench->loop;
	bench->answers = 0;
	bench->stopped = bench->stop_in_answer = false;
	bench->wanted = NULL;
	bench->pieces = bench->piece_bytes = bench->enough_at = 0;
	bench->http = calendar_http_start(&settings);
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	stop(bench);
	uv_run(&bench->loop, UV_RUN_DEFAULT);
	assert_true(bench->stopped);
	return 0;
}

static void ask(struct bench *bench, struct calendar_http_request request)
{
	int before = bench->answers;

	request.method = request.method ? request.method : "GET";
	request.done = on_done;
	request.arg = bench;
	calendar_http_send(bench->http, &request);
	assert_int_equal(bench->answers, before); /* never from within */
	while (bench->answers == before)
		uv_run(&bench->loop, UV_RUN_ONCE);
	assert_int_equal(bench->answers, before + 1);
}

static const char *url(const char *base, const char *path)
{
	static char text[512];

	snprintf(text, sizeof(text), "%s%s", base, path);
	return text;
}

/* ---- what is asked and answered ---- */

static void a_question_and_its_answer_arrive_whole(void **state)
{
	static const char *const headers[] = { "Depth: 1", "Content-Type: text/xml", NULL };
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	bench->wanted = "x-ONE";
	ask(bench, (struct calendar_http_request){ .method = "PROPFIND",
			   .url = url(bench->server.http, "/echo"),
			   .headers = headers,
			   .body = "<propfind/>",
			   .length = 11 });
	assert_false(bench->failed);
	assert_int_equal(bench->status, 200);
	assert_non_null(strstr(bench->body, "PROPFIND /echo\n"));
	assert_non_null(strstr(bench->body, "Depth: 1\n"));
	assert_non_null(strstr(bench->body, "Content-Type: text/xml\n"));
	assert_non_null(strstr(bench->body, "\n<propfind/>"));
	assert_null(strstr(bench->body, "Expect"));
	assert_string_equal(bench->header, "a, b");
	assert_string_equal(bench->url, url(bench->server.http, "/echo"));
	assert_false(bench->moved);
}

static void a_body_comes_in_pieces_to_who_wants_that(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	ask(bench,
		(struct calendar_http_request){ .url = url(bench->server.http, "/huge?mib=3"), .on_piece = on_piece });
	assert_false(bench->failed);
	assert_int_equal(bench->piece_bytes, 3 << 20);
	assert_true(bench->pieces > 3);
	assert_int_equal(bench->length, 0);

	bench->pieces = bench->piece_bytes = 0;
	bench->enough_at = 100000;
	ask(bench,
		(struct calendar_http_request){ .url = url(bench->server.http, "/huge?mib=3"), .on_piece = on_piece });
	assert_false(bench->failed);
	assert_true(bench->enough);
	assert_true(bench->piece_bytes < 1 << 20);
}

static void the_body_of_a_bad_answer_is_no_piece(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	bench->wanted = "Retry-After";
	ask(bench, (struct calendar_http_request){
			   .url = url(bench->server.http, "/status?code=503&Retry-After=120"), .on_piece = on_piece });
	assert_false(bench->failed);
	assert_int_equal(bench->status, 503);
	assert_string_equal(bench->header, "120");
	assert_string_equal(bench->body, "so it is");
	assert_int_equal(bench->pieces, 0);
}

static void what_is_unchanged_says_so(void **state)
{
	static const char *const headers[] = { "If-None-Match: \"1\"", NULL };
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	ask(bench, (struct calendar_http_request){ .method = "PUT",
			   .url = url(bench->server.http, "/file/same?ETag=%221%22"),
			   .body = "text",
			   .length = 4 });
	assert_int_equal(bench->status, 201);
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/file/same"), .headers = headers });
	assert_false(bench->failed);
	assert_int_equal(bench->status, 304);
	assert_int_equal(bench->length, 0);
}

/* ---- redirects ---- */

static void a_redirect_is_followed_and_told(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/redirect?code=302&to=/echo") });
	assert_int_equal(bench->status, 200);
	assert_false(bench->moved);
	assert_string_equal(bench->url, url(bench->server.http, "/echo"));
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/redirect?code=308&to=/echo") });
	assert_true(bench->moved);
	assert_string_equal(bench->url, url(bench->server.http, "/echo"));
	ask(bench, (struct calendar_http_request){ .method = "PROPFIND",
			   .url = url(bench->server.http, "/redirect?code=301&to=/echo"),
			   .body = "<propfind/>",
			   .length = 11 });
	assert_non_null(strstr(bench->body, "PROPFIND /echo\n"));
	assert_non_null(strstr(bench->body, "\n<propfind/>"));
}

static void five_redirects_are_enough(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/chain?left=5") });
	assert_string_equal(bench->body, "arrived");
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/chain?left=6") });
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "leads on to more than 5 other addresses"));
	assert_non_null(strstr(bench->gezegd, "verwijst vaker dan 5 keer door"));
}

static void another_host_does_not_get_the_password(void **state)
{
	struct bench *bench = *state;
	char path[256];

	start(bench, (struct calendar_http_settings){ .user = "anna", .password = "secret", .allow_private = true });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/redirect?to=/echo") });
	assert_non_null(strstr(bench->body, "Authorization: Basic YW5uYTpzZWNyZXQ="));
	snprintf(path, sizeof(path), "/redirect?to=%s/echo", bench->server.other);
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, path) });
	assert_int_equal(bench->status, 200);
	assert_null(strstr(bench->body, "Authorization"));
}

static void a_redirect_leads_to_the_web_only(void **state)
{
	struct bench *bench = *state;
	char path[256], file[128];

	start(bench, (struct calendar_http_settings){ 0 });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/redirect?to=file:///etc/passwd") });
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "leads on to something that is not https"));
	ask(bench, (struct calendar_http_request){ .url = "file:///etc/passwd" });
	assert_true(bench->failed);

	tear_down(state);
	snprintf(file, sizeof(file), "%s/cert.pem", bench->server.folder);
	start(bench, (struct calendar_http_settings){ .ca_file = file });
	snprintf(path, sizeof(path), "/redirect?to=%s/echo", bench->server.http);
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.https, path) });
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "leads on to something that is not https"));
}

static void where_a_redirect_leads_is_told_without_the_password(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ .user = "anna", .password = "secret" });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/redirect?to=/echo") });
	assert_string_equal(bench->url, url(bench->server.http, "/echo"));
	ask(bench,
		(struct calendar_http_request){ .url = url(bench->server.http, "/redirect?to=/slow"), .seconds = 1 });
	assert_true(bench->failed);
	assert_null(strstr(bench->said, "secret"));
}

/* ---- who may be asked ---- */

static void a_private_address_is_refused_unless_allowed(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.other, "/echo") });
	assert_true(bench->failed);
	assert_int_equal(bench->status, 0);
	assert_non_null(strstr(bench->said, "leads to 127.0.0.2, an address of a private network"));
	assert_non_null(strstr(bench->gezegd, "leidt naar 127.0.0.2, een adres in een privénetwerk"));

	tear_down(state);
	start(bench, (struct calendar_http_settings){ .allow_private = true });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.other, "/echo") });
	assert_int_equal(bench->status, 200);
}

static void a_redirect_to_a_private_address_is_refused(void **state)
{
	struct bench *bench = *state;
	char path[256];

	start(bench, (struct calendar_http_settings){ 0 });
	snprintf(path, sizeof(path), "/redirect?to=%s/echo", bench->server.other);
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, path) });
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "an address of a private network"));
	assert_int_equal(bench->length, 0);
}

static void a_certificate_that_nobody_vouches_for_is_refused(void **state)
{
	struct bench *bench = *state;
	char file[128], webcal[128], wrong[128];

	start(bench, (struct calendar_http_settings){ 0 });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.https, "/echo") });
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "cannot show that it is who it says"));

	tear_down(state);
	snprintf(file, sizeof(file), "%s/cert.pem", bench->server.folder);
	start(bench, (struct calendar_http_settings){ .ca_file = file });
	snprintf(webcal, sizeof(webcal), "webcal%s/echo", bench->server.https + strlen("https"));
	ask(bench, (struct calendar_http_request){ .url = webcal });
	assert_int_equal(bench->status, 200);
	assert_string_equal(bench->url, url(bench->server.https, "/echo"));
	snprintf(wrong, sizeof(wrong), "https://127.0.0.1%s/echo", strrchr(bench->server.https, ':'));
	ask(bench, (struct calendar_http_request){ .url = wrong }); /* it is localhost's */
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "cannot show that it is who it says"));
	snprintf(webcal, sizeof(webcal), "webcal%s/echo", bench->server.http + strlen("http"));
	ask(bench, (struct calendar_http_request){ .url = webcal }); /* no way back to http: */
	assert_true(bench->failed);
}

static void a_password_goes_the_way_that_the_server_wants(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ .user = "anna", .password = "secret" });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/basic") });
	assert_string_equal(bench->body, "welcome");
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/digest") });
	assert_string_equal(bench->body, "welcome");
	ask(bench, (struct calendar_http_request){ .url = "http://" });
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "is no address of the network"));

	tear_down(state);
	start(bench, (struct calendar_http_settings){ .user = "anna", .password = "wrong" });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/basic") });
	assert_false(bench->failed);
	assert_int_equal(bench->status, 401);
}

/* ---- limits ---- */

static void an_answer_has_an_end(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	ask(bench,
		(struct calendar_http_request){ .url = url(bench->server.http, "/huge?mib=20"), .on_piece = on_piece });
	assert_true(bench->failed);
	assert_true(bench->piece_bytes <= 10 << 20);
	assert_non_null(strstr(bench->said, "is larger than 10 MiB"));
	ask(bench,
		(struct calendar_http_request){ .url = url(bench->server.http, "/huge?mib=3"), .bytes_max = 2 << 20 });
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "is larger than 2 MiB"));
	bench->pieces = bench->piece_bytes = 0;
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/bomb"), .on_piece = on_piece });
	assert_true(bench->failed);
	assert_true(bench->piece_bytes <= 10 << 20);
	assert_non_null(strstr(bench->said, "is larger than 10 MiB"));
}

static void an_answer_that_does_not_come_is_given_up(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/slow"), .seconds = 1 });
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "did not finish its answer within 1 seconds"));
	ask(bench, (struct calendar_http_request){ .url = url(bench->server.http, "/half") });
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "broke off"));
	ask(bench, (struct calendar_http_request){ .url = "http://127.0.0.1:1/" });
	assert_true(bench->failed);
	assert_string_equal(bench->said, "127.0.0.1:1 does not answer");
	ask(bench, (struct calendar_http_request){ .url = "http://nobody.invalid/" });
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "there is no host nobody.invalid"));
}

/* ---- the end ---- */

static void what_is_under_way_at_the_end_is_broken_off(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	for (int i = 0; i < 3; i++)
		calendar_http_send(bench->http, &(struct calendar_http_request){ .method = "GET",
							.url = url(bench->server.http, "/slow"),
							.on_piece = on_piece,
							.done = on_done,
							.arg = bench });
	while (bench->pieces < 3)
		uv_run(&bench->loop, UV_RUN_ONCE);
	tear_down(state);
	assert_int_equal(bench->answers, 3);
	assert_true(bench->failed);
	assert_non_null(strstr(bench->said, "was broken off"));
}

static void whoever_is_answered_may_end_it_all(void **state)
{
	struct bench *bench = *state;

	start(bench, (struct calendar_http_settings){ 0 });
	bench->stop_in_answer = true;
	calendar_http_send(bench->http,
		&(struct calendar_http_request){
			.method = "GET", .url = url(bench->server.http, "/slow"), .done = on_done, .arg = bench });
	calendar_http_send(bench->http,
		&(struct calendar_http_request){
			.method = "GET", .url = url(bench->server.http, "/echo"), .done = on_done, .arg = bench });
	uv_run(&bench->loop, UV_RUN_DEFAULT);
	assert_int_equal(bench->answers, 2);
	assert_true(bench->stopped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_question_and_its_answer_arrive_whole, tear_down),
		cmocka_unit_test_teardown(a_body_comes_in_pieces_to_who_wants_that, tear_down),
		cmocka_unit_test_teardown(the_body_of_a_bad_answer_is_no_piece, tear_down),
		cmocka_unit_test_teardown(what_is_unchanged_says_so, tear_down),
		cmocka_unit_test_teardown(a_redirect_is_followed_and_told, tear_down),
		cmocka_unit_test_teardown(where_a_redirect_leads_is_told_without_the_password, tear_down),
		cmocka_unit_test_teardown(five_redirects_are_enough, tear_down),
		cmocka_unit_test_teardown(another_host_does_not_get_the_password, tear_down),
		cmocka_unit_test_teardown(a_redirect_leads_to_the_web_only, tear_down),
		cmocka_unit_test_teardown(a_private_address_is_refused_unless_allowed, tear_down),
		cmocka_unit_test_teardown(a_redirect_to_a_private_address_is_refused, tear_down),
		cmocka_unit_test_teardown(a_certificate_that_nobody_vouches_for_is_refused, tear_down),
		cmocka_unit_test_teardown(a_password_goes_the_way_that_the_server_wants, tear_down),
		cmocka_unit_test_teardown(an_answer_has_an_end, tear_down),
		cmocka_unit_test_teardown(an_answer_that_does_not_come_is_given_up, tear_down),
		cmocka_unit_test_teardown(what_is_under_way_at_the_end_is_broken_off, tear_down),
		cmocka_unit_test(whoever_is_answered_may_end_it_all),
	};

	return cmocka_run_group_tests(tests, group_set_up, group_tear_down);
}
