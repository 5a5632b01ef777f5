/* plugins/calendar/sources: see caldav_read.h. */
#include "caldav_read.h"

#include "caldav_ask.h"
#include "dav/href.h"
#include "dav/question.h"

#include "proto/status.h"

#include <stdlib.h>
#include <string.h>

enum { PORTION_MAX = 50, PAGES_MAX = 100 };
static const uint64_t BYTES_MAX = UINT64_C(64) << 20; /* of objects, in one read */

/* What the server says of an object; the last word counts. */
struct listed {
	const char *href, *etag;
	size_t order; /* in which it was said */
	bool gone, given;
};

struct reading {
	struct calendar_read_job job;
	struct calendar_arena arena; /* texts, the list; of the whole read */
	struct calendar_arena asked; /* the body under way */
	const char *path;            /* of the calendar */
	const char *token, *ctag;    /* of now */
	enum calendar_read_way way;
	bool is_calendar, can_sync, is_gone;
	bool whole; /* the list is of all there is */
	bool cut;   /* the answer under way is not the whole one */
	struct listed *list;
	size_t count, room, beyond;
	size_t pages;
	size_t at, portion, portion_max; /* of the list: asked for up to here; under way; at once */
	size_t missed;
	uint64_t bytes;
	struct calendar_reason why;
};

static void *checked(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

static const char *keep(struct reading *reading, const char *text)
{
	return checked(calendar_arena_text(&reading->arena, text, strlen(text)));
}

/* ---- the end ---- */

static void read_end(struct reading *reading, struct calendar_read_end end)
{
	end.way = reading->way;
	reading->job.done(reading->job.arg, &end);
	calendar_arena_free(&reading->asked);
	calendar_arena_free(&reading->arena);
	free(reading);
}

static void ask_failed(struct reading *reading, const struct calendar_ask_end *end)
{
	read_end(reading,
		(struct calendar_read_end){
			.why = end->why, .status = end->status, .http = end->http, .retry_us = end->retry_us });
}

static void refused(struct reading *reading, enum calendar_why why)
{
	reading->why = (struct calendar_reason){ .why = why, .name = "", .text = reading->job.url };
	reading->why.count = why == CALENDAR_WHY_NET_LARGE ? BYTES_MAX >> 20 : 0;
	read_end(reading, (struct calendar_read_end){ .why = &reading->why,
				  .status = STATUS_FAILED_PRECONDITION,
				  .http = why == CALENDAR_WHY_DAV_GONE ? 404 : 207 });
}

static int known_compare(const void *left, const void *right)
{
	return strcmp(
		((const struct calendar_read_known *)left)->href, ((const struct calendar_read_known *)right)->href);
}

static const struct calendar_read_known *known_find(const struct reading *reading, const char *href)
{
	struct calendar_read_known key = { href, "" };

	if (reading->job.known_count == 0)
		return NULL;
	return bsearch(&key, reading->job.known, reading->job.known_count, sizeof(key), known_compare);
}

static int listed_compare(const void *left, const void *right)
{
	const struct listed *a = left, *b = right;
	int order = strcmp(a->href, b->href);

	return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

static int listed_compare_href(const void *left, const void *right)
{
	return strcmp(((const struct listed *)left)->href, ((const struct listed *)right)->href);
}

static struct listed *listed_find(const struct reading *reading, const char *href)
{
	struct listed key = { .href = href };

	if (reading->count == 0)
		return NULL;
	return bsearch(&key, reading->list, reading->count, sizeof(key), listed_compare_href);
}

/* In order of the hrefs, each once, with what was said last. */
static void list_settle(struct reading *reading)
{
	size_t count = 0;

	if (reading->count > 0)
		qsort(reading->list, reading->count, sizeof(*reading->list), listed_compare);
	for (size_t i = 0; i < reading->count; i++) {
		if (i + 1 < reading->count && strcmp(reading->list[i].href, reading->list[i + 1].href) == 0)
			continue;
		reading->list[count++] = reading->list[i];
	}
	reading->count = count;
}

static void gone_tell(struct reading *reading)
{
	for (size_t i = 0; i < reading->job.known_count; i++) {
		const char *href = reading->job.known[i].href;
		const struct listed *listed = listed_find(reading, href);

		/* beyond the limit is not the same as gone */
		if (listed ? listed->gone : reading->whole && reading->beyond == 0)
			reading->job.gone(reading->job.arg, href);
	}
}

static void read_well(struct reading *reading)
{
	bool complete = reading->missed == 0 && reading->beyond == 0 && reading->way != CALENDAR_READ_WINDOW;

	gone_tell(reading);
	read_end(reading, (struct calendar_read_end){ .status = STATUS_OK,
				  .token = complete && reading->way == CALENDAR_READ_BY_TOKEN ? reading->token : "",
				  .ctag = complete ? reading->ctag : "",
				  .missed = reading->missed,
				  .beyond = reading->beyond });
}

/* ---- asking ---- */

static void ask(struct reading *reading, const char *method, const char *depth, const char *body,
	void (*on_response)(void *arg, const struct calendar_dav_response *response),
	void (*done)(void *arg, const struct calendar_ask_end *end))
{
	reading->cut = false;
	calendar_ask(reading->job.http, &(struct calendar_question){ .method = method,
						.url = reading->job.url,
						.body = body,
						.depth = depth,
						.on_response = on_response,
						.done = done,
						.arg = reading });
}

/* The object's path, NULL when it is none of this calendar; in the arena. */
static const char *object_href(struct reading *reading, struct calendar_arena *arena, const char *href)
{
	const char *url = calendar_href_resolve(arena, reading->job.url, href);
	const char *path = url ? calendar_href_path(url) : "";
	size_t length = strlen(reading->path);

	return strncmp(path, reading->path, length) == 0 && path[length] && path[strlen(path) - 1] != '/' ? path : NULL;
}

/* NULL: beyond the limit. What is gone takes no room from what is there. */
static struct listed *list_add(struct reading *reading, const char *href, const char *etag, bool gone)
{
	if (reading->count >= (gone ? 2 : 1) * CALENDAR_READ_OBJECTS_MAX) {
		reading->beyond++;
		return NULL;
	}
	reading->list = checked(calendar_arena_grow(
		&reading->arena, reading->list, reading->count, &reading->room, sizeof(*reading->list)));
	reading->list[reading->count] = (struct listed){
		.href = keep(reading, href), .etag = keep(reading, etag), .order = reading->count, .gone = gone
	};
	return &reading->list[reading->count++];
}

/* Whether the server does not know that kind of question, rather than that it cannot answer now. */
static bool is_unknown_to_it(const struct calendar_ask_end *end)
{
	return end->http == 400 || end->http == 403 || end->http == 405 || end->http == 415 || end->http == 422 ||
	       end->http == 501;
}

/* ---- all of the window at once ---- */

static void object_give(struct reading *reading, struct listed *listed, const struct calendar_dav_response *response)
{
	const char *etag = response->texts[CALENDAR_DAV_ETAG], *data = response->texts[CALENDAR_DAV_DATA];

	listed->given = true;
	reading->bytes += strlen(data);
	reading->job.object(reading->job.arg, listed->href, etag ? etag : listed->etag, data);
}

static void on_window_object(void *arg, const struct calendar_dav_response *response)
{
	struct reading *reading = arg;
	const char *href = object_href(reading, &reading->arena, response->href);
	struct listed *listed;

	if (!href)
		reading->cut = reading->cut || response->status == 507;
	else if (!response->texts[CALENDAR_DAV_DATA])
		reading->missed++;
	else if ((listed = list_add(reading, href, "", false)))
		object_give(reading, listed, response);
}

static void on_window(void *arg, const struct calendar_ask_end *end)
{
	struct reading *reading = arg;

	if (end->why) {
		ask_failed(reading, end);
		return;
	}
	if (reading->cut || reading->missed > 0) { /* what is not there cannot be told from what is gone */
		refused(reading, CALENDAR_WHY_DAV_CUT);
		return;
	}
	list_settle(reading);
	read_well(reading);
}

static void window_ask(struct reading *reading)
{
	reading->way = CALENDAR_READ_WINDOW;
	reading->whole = true;
	reading->count = reading->beyond = reading->missed = 0;
	ask(reading, "REPORT", "1", calendar_question_window(&reading->asked, reading->job.window), on_window_object,
		on_window);
}

/* ---- the objects that are new or changed, in portions ---- */

static bool is_wanted(const struct reading *reading, const struct listed *listed)
{
	const struct calendar_read_known *known = known_find(reading, listed->href);

	return !listed->gone && !(known && *known->etag && strcmp(known->etag, listed->etag) == 0);
}

static void on_object(void *arg, const struct calendar_dav_response *response)
{
	struct reading *reading = arg;
	const char *href = object_href(reading, &reading->asked, response->href);
	struct listed *listed = href ? listed_find(reading, href) : NULL;

	if (!listed)
		return;
	if (response->texts[CALENDAR_DAV_DATA])
		object_give(reading, listed, response);
	else if (response->status == 404 || response->status == 410)
		listed->given = listed->gone = true; /* just now */
}

static void portion_ask(struct reading *reading);

/* Some objects are large: fewer of them at once, if that can help. */
static bool portion_shrink(struct reading *reading, const struct calendar_ask_end *end)
{
	if (!end->why || end->why->why != CALENDAR_WHY_NET_LARGE)
		return false;
	if (reading->portion_max > 1) {
		reading->portion_max /= 2;
	} else {
		reading->missed++;
		reading->at += reading->portion;
	}
	portion_ask(reading);
	return true;
}

static void on_portion(void *arg, const struct calendar_ask_end *end)
{
	struct reading *reading = arg;

	calendar_arena_free(&reading->asked);
	if (portion_shrink(reading, end))
		return;
	if (end->why && is_unknown_to_it(end) && reading->way == CALENDAR_READ_BY_ETAGS && reading->at == 0) {
		window_ask(reading);
		return;
	}
	if (end->why) {
		ask_failed(reading, end);
		return;
	}
	for (size_t i = reading->at; i < reading->at + reading->portion; i++)
		reading->missed += is_wanted(reading, &reading->list[i]) && !reading->list[i].given;
	reading->at += reading->portion;
	if (reading->bytes > BYTES_MAX)
		refused(reading, CALENDAR_WHY_NET_LARGE);
	else
		portion_ask(reading);
}

static void portion_ask(struct reading *reading)
{
	const char *hrefs[PORTION_MAX];
	size_t wanted = 0, at = reading->at;

	for (; at < reading->count && wanted < reading->portion_max; at++)
		if (is_wanted(reading, &reading->list[at]))
			hrefs[wanted++] = reading->list[at].href;
	reading->portion = at - reading->at;
	if (wanted == 0)
		read_well(reading);
	else
		ask(reading, "REPORT", "1", calendar_question_objects(&reading->asked, hrefs, wanted), on_object,
			on_portion);
}

static void list_ended(struct reading *reading)
{
	list_settle(reading);
	reading->portion_max = PORTION_MAX;
	portion_ask(reading);
}

/* ---- the list, by etags ---- */

static void on_etag(void *arg, const struct calendar_dav_response *response)
{
	struct reading *reading = arg;
	const char *href = object_href(reading, &reading->asked, response->href);
	const char *etag = response->texts[CALENDAR_DAV_ETAG];

	if (href && (response->status == 0 || response->status / 100 == 2))
		list_add(reading, href, etag ? etag : "", false);
	else if (response->status == 507)
		reading->cut = true;
}

static void on_etags(void *arg, const struct calendar_ask_end *end)
{
	struct reading *reading = arg;

	calendar_arena_free(&reading->asked);
	if (end->why && is_unknown_to_it(end))
		window_ask(reading);
	else if (end->why)
		ask_failed(reading, end);
	else if (reading->cut)
		refused(reading, CALENDAR_WHY_DAV_CUT);
	else
		list_ended(reading);
}

static void etags_ask(struct reading *reading)
{
	reading->way = CALENDAR_READ_BY_ETAGS;
	reading->whole = true;
	reading->count = reading->beyond = 0;
	ask(reading, "PROPFIND", "1", calendar_question_etags, on_etag, on_etags);
}

/* ---- the list, by what has changed since the token ---- */

static void on_change(void *arg, const struct calendar_dav_response *response)
{
	struct reading *reading = arg;
	const char *href = object_href(reading, &reading->asked, response->href);
	const char *etag = response->texts[CALENDAR_DAV_ETAG];

	if (response->status == 507)
		reading->cut = true;
	else if (href)
		list_add(reading, href, etag ? etag : "", response->status == 404 || response->status == 410);
}

static void changes_ask(struct reading *reading, const char *token);

/* A token that the server does not know (any more), however it says so. */
static bool is_lost(const struct reading *reading, const struct calendar_ask_end *end)
{
	return *reading->token && (is_unknown_to_it(end) || end->http == 409 || end->http == 410 || end->http == 412 ||
					  end->http == 500 || end->http == 507);
}

static void on_changes(void *arg, const struct calendar_ask_end *end)
{
	struct reading *reading = arg;

	calendar_arena_free(&reading->asked);
	if (end->why && is_lost(reading, end)) {
		changes_ask(reading, "");
	} else if (end->why && (is_unknown_to_it(end) || end->http == 507)) {
		etags_ask(reading);
	} else if (end->why) {
		ask_failed(reading, end);
	} else if (!*end->token) {
		etags_ask(reading); /* what it says is of no use the next time */
	} else if (reading->cut && (strcmp(end->token, reading->token) == 0 || ++reading->pages == PAGES_MAX)) {
		etags_ask(reading);
	} else if (reading->cut) {
		bool whole = reading->whole;
		size_t count = reading->count;

		changes_ask(reading, end->token);
		reading->whole = whole; /* it goes on where it was cut */
		reading->count = count;
	} else {
		reading->token = keep(reading, end->token);
		list_ended(reading);
	}
}

static void changes_ask(struct reading *reading, const char *token)
{
	reading->way = CALENDAR_READ_BY_TOKEN;
	reading->token = keep(reading, token);
	reading->whole = !*token;
	reading->count = reading->beyond = 0;
	ask(reading, "REPORT", "0", calendar_question_changes(&reading->asked, token), on_change, on_changes);
}

/* ---- what it is ---- */

static void on_self(void *arg, const struct calendar_dav_response *response)
{
	struct reading *reading = arg;

	reading->is_gone |= response->status == 404 || response->status == 410; /* Xandikos says it so */
	reading->is_calendar |= response->traits[CALENDAR_DAV_CALENDAR];
	reading->can_sync |= response->traits[CALENDAR_DAV_CAN_SYNC];
	if (response->texts[CALENDAR_DAV_TOKEN])
		reading->token = keep(reading, response->texts[CALENDAR_DAV_TOKEN]);
	if (response->texts[CALENDAR_DAV_CTAG])
		reading->ctag = keep(reading, response->texts[CALENDAR_DAV_CTAG]);
}

static bool is_as_known(const struct reading *reading)
{
	if (reading->can_sync && *reading->job.token)
		return strcmp(reading->token, reading->job.token) == 0;
	return *reading->job.ctag && strcmp(reading->ctag, reading->job.ctag) == 0;
}

static void on_what(void *arg, const struct calendar_ask_end *end)
{
	struct reading *reading = arg;

	if (end->why)
		ask_failed(reading, end);
	else if (reading->is_gone)
		refused(reading, CALENDAR_WHY_DAV_GONE);
	else if (!reading->is_calendar)
		refused(reading, CALENDAR_WHY_DAV_NO_CALENDAR);
	else if (is_as_known(reading))
		read_end(reading, (struct calendar_read_end){ .status = STATUS_OK,
					  .unchanged = true,
					  .token = reading->job.token,
					  .ctag = reading->job.ctag });
	else if (reading->can_sync)
		changes_ask(reading, reading->job.token);
	else
		etags_ask(reading);
}

void calendar_read(const struct calendar_read_job *job)
{
	struct reading *reading = checked(calloc(1, sizeof(*reading)));

	reading->job = *job;
	reading->job.url = keep(reading, job->url);
	reading->job.token = keep(reading, job->token);
	reading->job.ctag = keep(reading, job->ctag);
	reading->path = calendar_href_path(checked((void *)calendar_href_resolve(&reading->arena, job->url, "")));
	reading->token = reading->ctag = "";
	ask(reading, "PROPFIND", "0", calendar_question_what, on_self, on_what);
}
