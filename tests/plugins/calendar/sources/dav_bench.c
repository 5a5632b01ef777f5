/* See dav_bench.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dav_bench.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct dav_change {
	struct dav_change *next;
	char *href, *etag, *data; /* no data: it is gone */
};

/* ---- the shelf ---- */

static size_t place_of(const struct dav_shelf *shelf, const char *href, bool *ret_there)
{
	size_t at = 0;

	while (at < shelf->count && strcmp(shelf->list[at].href, href) < 0)
		at++;
	*ret_there = at < shelf->count && strcmp(shelf->list[at].href, href) == 0;
	return at;
}

static void take_out(struct dav_shelf *shelf, size_t at)
{
	free((char *)shelf->list[at].href);
	free((char *)shelf->list[at].etag);
	free(shelf->data[at]);
	shelf->count--;
	memmove(shelf->list + at, shelf->list + at + 1, (shelf->count - at) * sizeof(shelf->list[0]));
	memmove(shelf->data + at, shelf->data + at + 1, (shelf->count - at) * sizeof(shelf->data[0]));
}

static void apply(struct dav_shelf *shelf, const struct dav_change *change)
{
	bool there;
	size_t at = place_of(shelf, change->href, &there);

	if (there)
		take_out(shelf, at);
	if (!change->data)
		return;
	assert_true(shelf->count < BENCH_OBJECTS);
	memmove(shelf->list + at + 1, shelf->list + at, (shelf->count - at) * sizeof(shelf->list[0]));
	memmove(shelf->data + at + 1, shelf->data + at, (shelf->count - at) * sizeof(shelf->data[0]));
	shelf->list[at] = (struct calendar_read_known){ strdup(change->href), strdup(change->etag) };
	shelf->data[at] = strdup(change->data);
	shelf->count++;
}

const char *dav_bench_object(const struct dav_bench *bench, const char *end)
{
	for (size_t i = 0; i < bench->shelf.count; i++) {
		const char *href = bench->shelf.list[i].href;

		if (strlen(href) >= strlen(end) && strcmp(href + strlen(href) - strlen(end), end) == 0)
			return bench->shelf.data[i];
	}
	return NULL;
}

static void changes_end(struct dav_bench *bench, bool well)
{
	while (bench->changes) {
		struct dav_change *change = bench->changes;

		bench->changes = change->next;
		if (well)
			apply(&bench->shelf, change);
		free(change->href);
		free(change->etag);
		free(change->data);
		free(change);
	}
}

static void change_add(struct dav_bench *bench, const char *href, const char *etag, const char *data)
{
	struct dav_change *change = calloc(1, sizeof(*change));

	*change = (struct dav_change){ bench->changes, strdup(href), etag ? strdup(etag) : NULL,
		data ? strdup(data) : NULL };
	bench->changes = change;
}

/* ---- what is asked ---- */

static void wait_for(struct dav_bench *bench)
{
	assert_false(bench->over); /* never from within */
	while (!bench->over)
		uv_run(&bench->loop, UV_RUN_ONCE);
}

static void begin(struct dav_bench *bench)
{
	bench->over = bench->good = bench->unchanged = false;
	bench->brought = bench->gone = bench->missed = bench->beyond = 0;
	bench->said[0] = '\0';
}

static void ended(struct dav_bench *bench, int status, const struct calendar_reason *why)
{
	char gezegd[CALENDAR_REASON_TEXT];

	assert_int_equal(status == STATUS_OK, why == NULL);
	bench->over = true;
	bench->good = !why;
	bench->status = status;
	if (!why)
		return;
	calendar_reason_say(why, false, bench->said);
	assert_string_not_equal(calendar_reason_say(why, true, gezegd), bench->said);
}

static void on_sent(void *arg, const struct calendar_http_answer *answer)
{
	struct dav_bench *bench = arg;

	bench->over = true;
	bench->http_status = answer->status;
	snprintf(bench->body, sizeof(bench->body), "%s", answer->body);
}

void dav_bench_send(struct dav_bench *bench, const char *method, const char *url, const char *body)
{
	static const char *const calendar[] = { "Content-Type: text/calendar", NULL };

	begin(bench);
	calendar_http_send(bench->http, &(struct calendar_http_request){ .method = method,
						.url = url,
						.headers = body ? calendar : NULL,
						.body = body,
						.length = body ? strlen(body) : 0,
						.done = on_sent,
						.arg = bench });
	wait_for(bench);
}

static void on_found(void *arg, const struct calendar_find_end *end)
{
	struct dav_bench *bench = arg;

	ended(bench, end->status, end->why);
	snprintf(bench->url, sizeof(bench->url), "%s", end->url ? end->url : "");
}

void dav_bench_find(struct dav_bench *bench, const char *address, const char *wanted)
{
	begin(bench);
	calendar_find(&(struct calendar_find_job){ .loop = &bench->loop,
		.http = bench->http,
		.address = address,
		.wanted = wanted,
		.done = on_found,
		.arg = bench });
	wait_for(bench);
}

void dav_bench_find_and_break(struct dav_bench *bench, const char *address)
{
	begin(bench);
	calendar_find_break(calendar_find(&(struct calendar_find_job){ .loop = &bench->loop,
		.http = bench->http,
		.address = address,
		.wanted = "",
		.done = on_found,
		.arg = bench }));
	wait_for(bench);
}

static void on_object(void *arg, const char *href, const char *etag, const char *data)
{
	((struct dav_bench *)arg)->brought++;
	change_add(arg, href, etag, data);
}

static void on_gone(void *arg, const char *href)
{
	((struct dav_bench *)arg)->gone++;
	change_add(arg, href, NULL, NULL);
}

static void on_read(void *arg, const struct calendar_read_end *end)
{
	struct dav_bench *bench = arg;

	ended(bench, end->status, end->why);
	bench->http_status = end->http;
	bench->way = end->way;
	bench->unchanged = end->unchanged;
	bench->missed = end->missed;
	bench->beyond = end->beyond;
	if (end->why)
		return;
	snprintf(bench->token, sizeof(bench->token), "%s", end->token);
	snprintf(bench->ctag, sizeof(bench->ctag), "%s", end->ctag);
}

void dav_bench_read(struct dav_bench *bench)
{
	begin(bench);
	calendar_read(&(struct calendar_read_job){ .http = bench->http,
		.url = bench->url,
		.token = bench->token,
		.ctag = bench->ctag,
		.known = bench->shelf.list,
		.known_count = bench->shelf.count,
		.window = { 1772409600, 1772409600 + INT64_C(400) * 86400 }, /* from 2 March 2026 */
		.object = on_object,
		.gone = on_gone,
		.done = on_read,
		.arg = bench });
	wait_for(bench);
	changes_end(bench, bench->good);
}

/* ---- in and out ---- */

static void on_stopped(void *arg)
{
	*(bool *)arg = true;
}

static void logout(struct dav_bench *bench)
{
	bool stopped = false;

	calendar_http_stop(bench->http, on_stopped, &stopped);
	uv_run(&bench->loop, UV_RUN_DEFAULT);
	assert_true(stopped);
}

static void login(struct dav_bench *bench, const char *user, const char *password)
{
	bench->http = calendar_http_start(&(struct calendar_http_settings){ .loop = &bench->loop,
		.user = user,
		.password = password,
		.ca_file = bench->ca_file,
		.allow_private = true });
}

void dav_bench_login(struct dav_bench *bench, const char *user, const char *password)
{
	logout(bench);
	login(bench, user, password);
}

void dav_bench_init(struct dav_bench *bench, const char *user, const char *password)
{
	memset(bench, 0, sizeof(*bench));
	uv_loop_init(&bench->loop);
	login(bench, user, password);
}

void dav_bench_finish(struct dav_bench *bench)
{
	logout(bench);
	while (bench->shelf.count > 0)
		take_out(&bench->shelf, bench->shelf.count - 1);
	assert_int_equal(uv_loop_close(&bench->loop), 0);
}
