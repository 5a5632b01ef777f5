/* plugins/calendar/sources: see caldav_ask.h. */
#include "caldav_ask.h"

#include "dav/href.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOST_SIZE = 256 };

struct asking {
	struct calendar_http *http;
	struct calendar_question question;
	struct calendar_arena arena; /* of the addresses */
	struct calendar_multistatus *multistatus;
	bool followed; /* to another host, with the password */
	char host[HOST_SIZE];
	struct calendar_reason why;
};

static bool on_piece(void *arg, const void *bytes, size_t length)
{
	return calendar_multistatus_feed(((struct asking *)arg)->multistatus, bytes, length);
}

/* ---- what an answer means ---- */

static enum calendar_why why_not(int http)
{
	if (http == 401)
		return CALENDAR_WHY_DAV_PASSWORD;
	if (http == 403)
		return CALENDAR_WHY_DAV_FORBIDDEN;
	if (http == 404 || http == 410)
		return CALENDAR_WHY_DAV_GONE;
	return http == 429 || http >= 500 ? CALENDAR_WHY_DAV_BUSY : CALENDAR_WHY_DAV_STATUS;
}

static bool may_pass(int http)
{
	return http == 0 || http == 429 || http >= 500;
}

static void failed(struct asking *asking, const struct calendar_http_answer *answer, struct calendar_ask_end *end)
{
	bool read = answer->status / 100 == 2 && (answer->enough || !answer->why);

	end->why = &asking->why;
	end->status =
		may_pass(answer->status) || (answer->why && !read) ? STATUS_UNAVAILABLE : STATUS_FAILED_PRECONDITION;
	if (answer->why && !read) {
		end->why = answer->why;
		return;
	}
	snprintf(asking->host, sizeof(asking->host), "%s", answer->host);
	asking->why = (struct calendar_reason){ .name = "",
		.text = asking->host,
		.count = (uint64_t)answer->status,
		.why = read ? calendar_multistatus_refused(asking->multistatus) : why_not(answer->status) };
}

/* ---- asking ---- */

static void send(struct asking *asking);

/* A redirect leaves the password behind. Within the server's own domain it may follow. */
static bool follow(struct asking *asking, const struct calendar_http_answer *answer)
{
	const char *url = asking->question.url;

	if (answer->status != 401 || asking->followed || calendar_href_is_same_server(url, answer->url) ||
		!calendar_href_may_follow(url, answer->url))
		return false;
	asking->followed = true;
	asking->question.url = calendar_arena_print(&asking->arena, "%s", answer->url);
	calendar_multistatus_destroy(asking->multistatus);
	send(asking);
	return true;
}

static void on_done(void *arg, const struct calendar_http_answer *answer)
{
	struct asking *asking = arg;
	struct calendar_ask_end end = { .status = STATUS_OK,
		.http = answer->status,
		.url = answer->url,
		.token = "",
		.retry_us = calendar_http_retry_us(answer) };

	if (!answer->why && follow(asking, answer))
		return;
	if (answer->why || answer->status / 100 != 2 || !calendar_multistatus_end(asking->multistatus))
		failed(asking, answer, &end);
	else if (calendar_multistatus_token(asking->multistatus))
		end.token = calendar_multistatus_token(asking->multistatus);
	asking->question.done(asking->question.arg, &end);
	calendar_multistatus_destroy(asking->multistatus);
	calendar_arena_free(&asking->arena);
	free(asking);
}

static void send(struct asking *asking)
{
	const struct calendar_question *question = &asking->question;
	const char *headers[] = { calendar_arena_print(&asking->arena, "Depth: %s", question->depth),
		"Content-Type: application/xml; charset=utf-8", NULL };

	asking->multistatus = calendar_multistatus_create(question->on_response, question->arg);
	calendar_http_send(asking->http, &(struct calendar_http_request){ .method = question->method,
						 .url = question->url,
						 .headers = headers,
						 .body = question->body,
						 .length = strlen(question->body),
						 .on_piece = on_piece,
						 .done = on_done,
						 .arg = asking });
}

void calendar_ask(struct calendar_http *http, const struct calendar_question *question)
{
	struct asking *asking = calloc(1, sizeof(*asking));

	if (!asking)
		abort(); /* as the SDK does; the host starts anew */
	asking->http = http;
	asking->question = *question;
	asking->question.url = calendar_arena_print(&asking->arena, "%s", question->url);
	send(asking);
}
