/* plugins/calendar/sources: see caldav.h. */
#include "caldav.h"

#include "caldav_find.h"
#include "caldav_read.h"
#include "haul.h"

#include "shelf/intake.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REFUSALS_LOGGED = 10 };

/* Keys of the calendar's state on the shelf. */
#define STATE_PLACE "place" /* what the configuration said when … */
#define STATE_URL   "url"   /* … it was found there */
#define STATE_TOKEN "sync_token"
#define STATE_CTAG  "ctag"

struct calendar_caldav {
	const struct sdk *sdk;
	struct calendar_desk *desk;
	struct calendar_arena arena; /* the settings */
	const char *owner, *calendar, *address, *wanted, *place;
	struct calendar_http *http;
	/* of the read under way */
	bool reading;
	bool searched; /* the calendar was looked for in this read */
	bool accept_cancellations;
	void (*done)(void *arg, const struct calendar_caldav_end *end);
	void *arg;
	struct calendar_arena read; /* all texts below */
	const char *person;         /* "people/ID" */
	const char *url, *token, *ctag;
	struct calendar_read_known *known;
	size_t known_count, known_room;
	bool cut;                   /* not all that is there has come */
	struct calendar_find *find; /* under way, or NULL */
	struct calendar_haul *haul;
	size_t refused;
	bool stopping, http_stopped;
	void (*stopped)(void *arg);
	void *stopped_arg;
};

static void *checked(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

static const char *keep(struct calendar_arena *arena, const char *text)
{
	return checked(calendar_arena_text(arena, text, strlen(text)));
}

/* ---- the end of a read, and of it all ---- */

static void stop_end(struct calendar_caldav *caldav)
{
	if (caldav->reading || !caldav->http_stopped)
		return;
	caldav->stopped(caldav->stopped_arg);
	calendar_arena_free(&caldav->arena);
	free(caldav);
}

static void read_end(struct calendar_caldav *caldav, const struct calendar_caldav_end *end)
{
	calendar_haul_destroy(caldav->haul);
	caldav->haul = NULL;
	caldav->known = NULL;
	caldav->known_count = caldav->known_room = 0;
	calendar_arena_free(&caldav->read);
	caldav->reading = false;
	if (caldav->stopping)
		stop_end(caldav);
	else
		caldav->done(caldav->arg, end);
}

static void shelf_failed(struct calendar_caldav *caldav)
{
	struct calendar_reason why = { .why = CALENDAR_WHY_SHELF, .name = "", .text = caldav->calendar };

	sdk_log(caldav->sdk, RIDEALONG_WARNING, "%s", calendar_shelf_trouble(calendar_desk_shelf(caldav->desk)));
	read_end(caldav, &(struct calendar_caldav_end){ .status = STATUS_UNAVAILABLE, .why = &why, .code = "" });
}

/* ---- what was read goes onto the shelf ---- */

static void refusal_log(struct calendar_caldav *caldav, const char *href, const struct calendar_reason *why)
{
	char text[CALENDAR_REASON_TEXT];

	if (caldav->refused++ < REFUSALS_LOGGED)
		sdk_log(caldav->sdk, RIDEALONG_WARNING, "%s: %s is refused: %s", caldav->calendar, href,
			calendar_reason_say(why, false, text));
}

static bool state_put(struct calendar_caldav *caldav, struct calendar_shelf *shelf, int64_t calendar)
{
	return calendar_shelf_state_set(shelf, calendar, STATE_PLACE, caldav->place) &&
	       calendar_shelf_state_set(shelf, calendar, STATE_URL, caldav->url) &&
	       calendar_shelf_state_set(shelf, calendar, STATE_TOKEN, caldav->token) &&
	       calendar_shelf_state_set(shelf, calendar, STATE_CTAG, caldav->ctag) &&
	       calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_CUT, caldav->cut ? "1" : NULL);
}

static bool on_put(void *arg, struct calendar_shelf *shelf, int64_t calendar)
{
	struct calendar_caldav *caldav = arg;
	struct calendar_hauled object;
	bool good = true;

	while (good && calendar_haul_next(caldav->haul, &object)) {
		const struct calendar_reason *refused = NULL;
		struct calendar_arena arena = { 0 };

		if (object.data)
			good = calendar_shelf_put(shelf, calendar, object.href, object.etag, object.data, object.length,
				NULL, &arena, &refused);
		else
			good = calendar_shelf_remove(shelf, calendar, object.href);
		if (refused)
			refusal_log(caldav, object.href, refused);
		calendar_arena_free(&arena);
	}
	return good && !calendar_haul_is_broken(caldav->haul) && state_put(caldav, shelf, calendar);
}

static void on_synced(void *arg, const struct calendar_sync_result *result)
{
	read_end(arg, &(struct calendar_caldav_end){
			      .status = result->status, .why = result->why, .code = result->code, .result = result });
}

/* ---- reading ---- */

static void on_object(void *arg, const char *href, const char *etag, const char *data)
{
	calendar_haul_add(((struct calendar_caldav *)arg)->haul, href, etag, data);
}

static void on_gone(void *arg, const char *href)
{
	calendar_haul_add(((struct calendar_caldav *)arg)->haul, href, "", NULL);
}

static void find_begin(struct calendar_caldav *caldav);

/* It may have moved: found anew, it begins anew. */
static bool is_lost(const struct calendar_caldav *caldav, const struct calendar_read_end *end)
{
	return (end->http == 404 || end->http == 410) && !caldav->searched && !caldav->stopping;
}

static void sync_begin(struct calendar_caldav *caldav)
{
	calendar_sync_start(caldav->desk, &(struct calendar_sync_job){ .owner = caldav->person,
						  .calendar = caldav->calendar,
						  .kind = "caldav",
						  .put = on_put,
						  .accept_cancellations = caldav->accept_cancellations,
						  .done = on_synced,
						  .arg = caldav });
}

static void on_read(void *arg, const struct calendar_read_end *end)
{
	struct calendar_caldav *caldav = arg;

	if (end->why && is_lost(caldav, end)) {
		find_begin(caldav);
		return;
	}
	if (end->why || caldav->stopping) {
		read_end(caldav,
			&(struct calendar_caldav_end){
				.status = end->status, .why = end->why, .code = "", .retry_us = end->retry_us });
		return;
	}
	if (end->missed + end->beyond > 0)
		sdk_log(caldav->sdk, RIDEALONG_WARNING, "%s: %zu objects were not given, %zu are too many",
			caldav->calendar, end->missed, end->beyond);
	caldav->token = keep(&caldav->read, end->token);
	caldav->ctag = keep(&caldav->read, end->ctag);
	caldav->cut = caldav->cut && end->unchanged ? true : end->missed + end->beyond > 0;
	sync_begin(caldav); /* nothing new is worked out anew, too: days have passed */
}

static void read_begin(struct calendar_caldav *caldav)
{
	calendar_read(&(struct calendar_read_job){ .http = caldav->http,
		.url = caldav->url,
		.token = caldav->token,
		.ctag = caldav->ctag,
		.known = caldav->known,
		.known_count = caldav->known_count,
		.window = calendar_sync_window(sdk_now(caldav->sdk)),
		.object = on_object,
		.gone = on_gone,
		.done = on_read,
		.arg = caldav });
}

/* ---- finding it ---- */

static void on_found(void *arg, const struct calendar_find_end *end)
{
	struct calendar_caldav *caldav = arg;

	caldav->find = NULL;
	if (end->why || caldav->stopping) {
		read_end(caldav,
			&(struct calendar_caldav_end){
				.status = end->status, .why = end->why, .code = "", .retry_us = end->retry_us });
		return;
	}
	if (strcmp(caldav->url, end->url) != 0)
		caldav->token = caldav->ctag = "";
	caldav->url = keep(&caldav->read, end->url);
	read_begin(caldav);
}

static void find_begin(struct calendar_caldav *caldav)
{
	caldav->searched = true;
	caldav->find = calendar_find(&(struct calendar_find_job){ .loop = caldav->sdk->api->loop(caldav->sdk->host),
		.http = caldav->http,
		.address = caldav->address,
		.wanted = caldav->wanted,
		.done = on_found,
		.arg = caldav });
}

/* ---- what is here from last time ---- */

static void on_known(void *arg, const char *href, const char *etag)
{
	struct calendar_caldav *caldav = arg;

	caldav->known = checked(calendar_arena_grow(
		&caldav->read, caldav->known, caldav->known_count, &caldav->known_room, sizeof(*caldav->known)));
	caldav->known[caldav->known_count++] =
		(struct calendar_read_known){ keep(&caldav->read, href), keep(&caldav->read, etag) };
}

static int known_compare(const void *left, const void *right)
{
	return strcmp(
		((const struct calendar_read_known *)left)->href, ((const struct calendar_read_known *)right)->href);
}

/* The calendar on the shelf; 0 when there is none, or another kind of thing took its name. */
static bool calendar_find_shelved(struct calendar_caldav *caldav, int64_t *ret)
{
	struct calendar_shelved *list;
	size_t count;

	*ret = 0;
	if (!calendar_shelf_list(calendar_desk_shelf(caldav->desk), caldav->person, &caldav->read, &list, &count))
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].name, caldav->calendar) == 0 && strcmp(list[i].kind, "caldav") == 0)
			*ret = list[i].calendar;
	return true;
}

static bool known_load(struct calendar_caldav *caldav)
{
	struct calendar_shelf *shelf = calendar_desk_shelf(caldav->desk);
	int64_t calendar;

	caldav->url = caldav->token = caldav->ctag = "";
	caldav->cut = false;
	if (!calendar_find_shelved(caldav, &calendar))
		return false;
	if (!calendar)
		return true;
	if (strcmp(calendar_shelf_state(shelf, calendar, STATE_PLACE, &caldav->read), caldav->place) == 0) {
		caldav->url = calendar_shelf_state(shelf, calendar, STATE_URL, &caldav->read);
		caldav->token = calendar_shelf_state(shelf, calendar, STATE_TOKEN, &caldav->read);
		caldav->ctag = calendar_shelf_state(shelf, calendar, STATE_CTAG, &caldav->read);
	}
	caldav->cut = *calendar_shelf_state(shelf, calendar, CALENDAR_STATE_CUT, &caldav->read) != '\0';
	if (!calendar_shelf_objects(shelf, calendar, on_known, caldav))
		return false;
	if (caldav->known_count > 0)
		qsort(caldav->known, caldav->known_count, sizeof(*caldav->known), known_compare);
	return true;
}

SDK_REPLY(on_person, struct calendar_caldav, caldav, Person, person)
{
	if (end->status != STATUS_OK || caldav->stopping) {
		struct calendar_reason why = { .told = end->message };

		read_end(caldav,
			&(struct calendar_caldav_end){ .status = end->status, .why = &why, .code = end->reason });
		return;
	}
	caldav->person = keep(&caldav->read, person->name);
	caldav->haul = calendar_haul_create(calendar_shelf_folder(calendar_desk_shelf(caldav->desk)));
	if (!caldav->haul || !known_load(caldav))
		shelf_failed(caldav);
	else if (*caldav->url)
		read_begin(caldav);
	else
		find_begin(caldav);
}

struct calendar_http *calendar_caldav_http(const struct calendar_caldav *caldav)
{
	return caldav->http;
}

void calendar_caldav_read(struct calendar_caldav *caldav, bool accept_cancellations,
	void (*done)(void *arg, const struct calendar_caldav_end *end), void *arg)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	caldav->reading = true;
	caldav->searched = false;
	caldav->accept_cancellations = accept_cancellations;
	caldav->refused = 0;
	caldav->done = done;
	caldav->arg = arg;
	request.name = (char *)caldav->owner;
	sdk_call(caldav->sdk, NULL, &people__descriptor, "GetPerson", NULL, &request.base, on_person, caldav);
}

/* ---- in and out ---- */

struct calendar_caldav *calendar_caldav_start(const struct calendar_caldav_settings *settings)
{
	struct calendar_caldav *caldav = checked(calloc(1, sizeof(*caldav)));

	caldav->sdk = settings->sdk;
	caldav->desk = settings->desk;
	caldav->owner = keep(&caldav->arena, settings->owner);
	caldav->calendar = keep(&caldav->arena, settings->calendar);
	caldav->address = keep(&caldav->arena, settings->address);
	caldav->wanted = keep(&caldav->arena, settings->wanted);
	caldav->place = calendar_arena_print(&caldav->arena, "%s %s", settings->address, settings->wanted);
	caldav->http = calendar_http_start(
		&(struct calendar_http_settings){ .loop = settings->sdk->api->loop(settings->sdk->host),
			.user = settings->user,
			.password = settings->password,
			.ca_file = settings->ca_file,
			.allow_private = settings->allow_private });
	return caldav;
}

static void on_http_stopped(void *arg)
{
	struct calendar_caldav *caldav = arg;

	caldav->http_stopped = true;
	stop_end(caldav);
}

void calendar_caldav_stop(struct calendar_caldav *caldav, void (*stopped)(void *arg), void *arg)
{
	caldav->stopping = true;
	caldav->stopped = stopped;
	caldav->stopped_arg = arg;
	if (caldav->find)
		calendar_find_break(caldav->find);
	calendar_http_stop(caldav->http, on_http_stopped, caldav);
}
