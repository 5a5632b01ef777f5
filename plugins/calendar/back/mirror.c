/* plugins/calendar/back: see mirror.h. */
#include "back/mirror.h"
#include "back/daily.h"
#include "back/entries.h"
#include "back/view.h"

#include "ical/reason.h"
#include "sources/http.h"
#include "sources/login.h"

#include "proto/status.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <uv.h>

enum {
	QUIET_MS = 1000,  /* of real time, after an event: they come in a row */
	AGAIN_MS = 60000, /* of real time, after a failure */
	SECONDS = 20,     /* for one object */
	LINE = 2048,
	ETAG = 512,
};

/* On what the server is to insist. When it was not so, on nothing: it is ours ("If-Match: *" is not known everywhere).
 */
enum insist { INSIST_ETAG, INSIST_ABSENT, INSIST_NOTHING };

/* An object of ours there. */
struct object {
	struct object *next;
	char *uid;
	char etag[ETAG];
	uint64_t digest; /* of what was written; 0: it is to be written again */
	char *fresh;     /* what is to stand there, in this run; NULL: nothing any more */
};

struct waiter {
	struct waiter *next;
	void (*then)(void *arg);
	void *arg;
};

static const char NO_PASSWORD[] = "the password that password_file or credential names cannot be read";

struct mirror {
	const struct sdk *sdk;
	const char *part; /* the section's name */
	struct calendar_http *http;
	char *url;    /* ends with "/" */
	char *owner;  /* "people/ADDRESS" */
	char *person; /* "people/ID", when it is known */
	char *state;  /* the file */
	struct object *objects;
	struct object *at; /* the one that is asked about */
	enum insist insist;
	bool due, running, told;
	struct waiter *waiters;
	struct daily daily;
	uv_timer_t timer;
	int open; /* timer and http */
	void (*stopped)(void *arg);
	void *stopped_arg;
};

static void *or_abort(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

/* ---- what is there ---- */

static void object_remove(struct mirror *mirror, struct object *object)
{
	struct object **at = &mirror->objects;

	while (*at != object)
		at = &(*at)->next;
	*at = object->next;
	free(object->uid);
	free(object->fresh);
	free(object);
}

static struct object *object_of(struct mirror *mirror, const char *uid)
{
	struct object *object;

	for (object = mirror->objects; object; object = object->next)
		if (strcmp(object->uid, uid) == 0)
			return object;
	object = or_abort(calloc(1, sizeof(*object)));
	object->uid = or_abort(strdup(uid));
	object->next = mirror->objects;
	mirror->objects = object;
	return object;
}

/* FNV-1a: it tells a change, and nobody gains by a collision. */
static uint64_t digest_of(const char *text)
{
	uint64_t digest = UINT64_C(14695981039346656037);

	for (; *text; text++)
		digest = (digest ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return digest;
}

/* The address, and an object a line; of another address nothing counts. */
static void state_load(struct mirror *mirror)
{
	char line[LINE], uid[LINE], etag[ETAG];
	FILE *file = fopen(mirror->state, "re");
	uint64_t digest;

	if (file && fgets(line, sizeof(line), file) && line[strcspn(line, "\n")] == '\n' &&
		strncmp(line, mirror->url, strcspn(line, "\n")) == 0 && strlen(mirror->url) == strcspn(line, "\n")) {
		while (fgets(line, sizeof(line), file)) {
			struct object *object;

			*etag = '\0';
			if (sscanf(line, "%" SCNx64 " %1000s %511[^\n]", &digest, uid, etag) < 2)
				continue;
			object = object_of(mirror, uid);
			object->digest = digest;
			memcpy(object->etag, etag, sizeof(etag));
		}
	}
	if (file)
		fclose(file);
}

static void state_save(struct mirror *mirror)
{
	char *fresh;
	int fd;
	FILE *file;
	bool good;

	if (asprintf(&fresh, "%s.new", mirror->state) < 0)
		abort();
	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	file = fd < 0 ? NULL : fdopen(fd, "w");
	good = file != NULL;
	if (file) {
		fprintf(file, "%s\n", mirror->url);
		for (const struct object *object = mirror->objects; object; object = object->next)
			fprintf(file, "%" PRIx64 " %s %s\n", object->digest, object->uid, object->etag);
		good = fclose(file) == 0 && rename(fresh, mirror->state) == 0;
	}
	/* Without it everything is written once more: no harm. */
	if (!good)
		sdk_log(mirror->sdk, RIDEALONG_WARNING, "cannot write %s: %s", mirror->state, strerror(errno));
	free(fresh);
}

/* ---- a run ---- */

static void work_on(struct mirror *mirror);

static void on_timer(uv_timer_t *timer)
{
	work_on(timer->data);
}

static void soon(struct mirror *mirror, uint64_t ms)
{
	if (!mirror->stopped)
		uv_timer_start(&mirror->timer, on_timer, ms, 0);
}

static void waiters_tell(struct mirror *mirror)
{
	struct waiter *waiters = mirror->waiters;

	mirror->waiters = NULL;
	while (waiters) {
		struct waiter *waiter = waiters;

		waiters = waiter->next;
		waiter->then(waiter->arg);
		free(waiter);
	}
}

static void run_end(struct mirror *mirror)
{
	mirror->running = false;
	for (struct object *object = mirror->objects; object; object = object->next) {
		free(object->fresh);
		object->fresh = NULL;
	}
	state_save(mirror);
	if (mirror->due)
		work_on(mirror);
	else
		waiters_tell(mirror);
}

static void run_fail(struct mirror *mirror, const char *why)
{
	if (!mirror->told && !mirror->stopped)
		sdk_log(mirror->sdk, RIDEALONG_WARNING, "the sessions of %s cannot be written to their calendar: %s",
			mirror->owner, why);
	mirror->told = true;
	run_end(mirror);
	if (!mirror->due)
		soon(mirror, AGAIN_MS);
	mirror->due = true;
}

static void step(struct mirror *mirror);

static void object_ask(struct mirror *mirror);

/* The calendar itself is not there: should it come back, it is empty. */
static void calendar_gone(struct mirror *mirror)
{
	while (mirror->objects)
		object_remove(mirror, mirror->objects);
	run_fail(mirror, "there is no calendar at its address");
}

static void object_insist_less(struct mirror *mirror)
{
	mirror->insist = INSIST_NOTHING;
	object_ask(mirror);
}

static void on_put(struct mirror *mirror, const struct calendar_http_answer *answer)
{
	struct object *object = mirror->at;
	const char *etag = calendar_http_header(answer, "ETag");

	if (answer->status >= 200 && answer->status < 300) {
		object->digest = digest_of(object->fresh);
		snprintf(object->etag, sizeof(object->etag), "%s", etag && strlen(etag) < ETAG ? etag : "");
		step(mirror);
	} else if (answer->status == 412 && mirror->insist != INSIST_NOTHING) {
		object_insist_less(mirror);
	} else if (answer->status == 404 || answer->status == 409 || answer->status == 410) {
		calendar_gone(mirror);
	} else {
		char why[64];

		snprintf(why, sizeof(why), "the server answers %d", answer->status);
		run_fail(mirror, why);
	}
}

static void on_delete(struct mirror *mirror, const struct calendar_http_answer *answer)
{
	if ((answer->status >= 200 && answer->status < 300) || answer->status == 404 || answer->status == 410) {
		object_remove(mirror, mirror->at);
		step(mirror);
	} else if (answer->status == 412 && mirror->insist != INSIST_NOTHING) {
		object_insist_less(mirror);
	} else {
		char why[64];

		snprintf(why, sizeof(why), "the server answers %d", answer->status);
		run_fail(mirror, why);
	}
}

static void on_answer(void *arg, const struct calendar_http_answer *answer)
{
	struct mirror *mirror = arg;
	char reason[CALENDAR_REASON_TEXT];

	if (answer->status == 0)
		run_fail(mirror, answer->why ? calendar_reason_say(answer->why, false, reason) : "no answer");
	else if (mirror->at->fresh)
		on_put(mirror, answer);
	else
		on_delete(mirror, answer);
}

static void object_ask(struct mirror *mirror)
{
	const struct object *object = mirror->at;
	char condition[ETAG + 32] = "If-None-Match: *";
	const char *headers[3] = { NULL }, **header = headers;
	char *url;

	if (mirror->insist == INSIST_ETAG)
		snprintf(condition, sizeof(condition), "If-Match: %s", object->etag);
	if (mirror->insist != INSIST_NOTHING)
		*header++ = condition;
	if (object->fresh)
		*header++ = "Content-Type: text/calendar; charset=utf-8";
	if (asprintf(&url, "%s%.*s.ics", mirror->url, (int)strcspn(object->uid, "@"), object->uid) < 0)
		abort();
	calendar_http_send(mirror->http, &(struct calendar_http_request){ .method = object->fresh ? "PUT" : "DELETE",
						 .url = url,
						 .headers = headers,
						 .body = object->fresh,
						 .length = object->fresh ? strlen(object->fresh) : 0,
						 .seconds = SECONDS,
						 .done = on_answer,
						 .arg = mirror });
	free(url);
}

/* The next object that is not as it should be. What is new is not to overwrite; what was there is to be as it was left,
 * or else is ours all the same. */
static void step(struct mirror *mirror)
{
	struct object *object = mirror->objects;

	while (object && object->fresh && digest_of(object->fresh) == object->digest)
		object = object->next;
	if (!object) {
		mirror->told = false;
		run_end(mirror);
		return;
	}
	mirror->at = object;
	mirror->insist = *object->etag                      ? INSIST_ETAG
			 : object->digest || !object->fresh ? INSIST_NOTHING
							    : INSIST_ABSENT;
	object_ask(mirror);
}

static char *object_text(const struct icalendar_event *event)
{
	struct icalendar calendar = { 0 };

	icalendar_begin(&calendar, &(struct icalendar_head){ .stored = true });
	icalendar_event(&calendar, event);
	icalendar_end(&calendar);
	return calendar.bytes;
}

static void stop_end(struct mirror *mirror)
{
	if (!mirror->stopped || mirror->open > 0)
		return;
	while (mirror->objects)
		object_remove(mirror, mirror->objects);
	mirror->stopped(mirror->stopped_arg);
	free(mirror->url);
	free(mirror->owner);
	free(mirror->person);
	free(mirror->state);
	free(mirror);
}

static void on_view(void *arg, const struct ridealong_reply *end, const struct calendar_view *view)
{
	struct calendar_entries entries;
	struct mirror *mirror = arg;

	if (!view) {
		run_fail(mirror, end->message);
		return;
	}
	daily_wake(&mirror->daily);
	free(mirror->person);
	mirror->person = or_abort(strdup(view->person->name));
	if (!calendar_entries_make_coach(&entries, view)) {
		calendar_entries_free(&entries);
		run_fail(mirror, "there is no memory left");
		return;
	}
	for (size_t i = 0; i < entries.count; i++)
		object_of(mirror, entries.list[i].uid)->fresh = object_text(&entries.list[i]);
	calendar_entries_free(&entries);
	if (calendar_login_renew(mirror->sdk, mirror->part, mirror->http))
		step(mirror);
	else
		run_fail(mirror, NO_PASSWORD);
}

static void work_on(struct mirror *mirror)
{
	if (mirror->running || mirror->stopped)
		return;
	if (!mirror->due) {
		waiters_tell(mirror);
		return;
	}
	mirror->due = false;
	mirror->running = true;
	calendar_view_ask(mirror->sdk, mirror->owner, on_view, mirror);
}

void mirror_mark(struct mirror *mirror, const char *person)
{
	if (person && mirror->person && strcmp(person, mirror->person) != 0)
		return;
	mirror->due = true;
	soon(mirror, mirror->waiters ? 0 : QUIET_MS);
}

void mirror_wait(struct mirror *mirror, void (*then)(void *arg), void *arg)
{
	struct waiter *waiter = or_abort(calloc(1, sizeof(*waiter)));

	*waiter = (struct waiter){ mirror->waiters, then, arg };
	mirror->waiters = waiter;
	work_on(mirror);
}

bool mirror_wipe(struct mirror *mirror, const char *person)
{
	if (mirror->person && strcmp(mirror->person, person) != 0)
		return true;
	return unlink(mirror->state) == 0 || errno == ENOENT;
}

/* ---- settings and life ---- */

const char *mirror_url_fault(const char *value)
{
	const char *host = strncasecmp(value, "https://", 8) == 0  ? value + 8
			   : strncasecmp(value, "http://", 7) == 0 ? value + 7
								   : NULL;

	if (!host)
		return "is no address that begins with https:// or http://";
	return memchr(host, '@', strcspn(host, "/")) ? "has a user in it; that is what user and password_file are for"
						     : NULL;
}

const char *mirror_fault(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key)
{
	static const char *const others[] = { "caldav", "calendar", "feed", "feed_file", "folder", "interval" };
	const char *url = value(arg, "sessions_to");

	*ret_key = "sessions_to";
	if (!value(arg, "owner"))
		return "sessions_to wants owner beside it, the address of the coach";
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		*ret_key = others[i];
		if (value(arg, others[i]))
			return "that is for a calendar that comes in; sessions_to wants a section of its own";
	}
	return calendar_login_fault(value, arg, url, ret_key);
}

static char *joined(const char *first, const char *second, const char *end)
{
	char *text;

	if (asprintf(&text, "%s%s%s", first, second, end) < 0)
		abort();
	return text;
}

static char *state_path(const struct sdk *sdk, const char *part)
{
	char *name = or_abort(strdup(part)), *path;

	for (char *at = name; *at; at++)
		if (*at == '/' || *at == '.')
			*at = '_';
	path = joined(sdk->api->data_dir(sdk->host), "/sessions-", name);
	free(name);
	return path;
}

struct mirror *mirror_start(const struct sdk *sdk, const char *part, const char **ret_error)
{
	const char *url = sdk_part_config(sdk, part, "sessions_to", "");
	char password[NET_LINE];
	struct calendar_http_settings settings;
	struct mirror *mirror;

	if (!calendar_login_read(sdk, part, password, &settings)) {
		*ret_error = NO_PASSWORD;
		return NULL;
	}
	mirror = or_abort(calloc(1, sizeof(*mirror)));
	mirror->sdk = mirror->daily.sdk = sdk;
	mirror->url = joined(url, "", *url && url[strlen(url) - 1] == '/' ? "" : "/");
	mirror->owner = joined("people/", sdk_part_config(sdk, part, "owner", ""), "");
	mirror->state = state_path(sdk, part);
	mirror->part = part;
	mirror->http = calendar_http_start(&settings);
	explicit_bzero(password, sizeof(password));
	state_load(mirror);
	uv_timer_init(sdk->api->loop(sdk->host), &mirror->timer);
	mirror->timer.data = mirror;
	mirror->open = 2;
	mirror->due = true;
	soon(mirror, 0);
	return mirror;
}

static void on_closed(uv_handle_t *handle)
{
	struct mirror *mirror = handle->data;

	mirror->open--;
	stop_end(mirror);
}

static void on_http_stopped(void *arg)
{
	struct mirror *mirror = arg;

	mirror->open--;
	stop_end(mirror);
}

void mirror_stop(struct mirror *mirror, void (*stopped)(void *arg), void *arg)
{
	mirror->stopped = stopped;
	mirror->stopped_arg = arg;
	waiters_tell(mirror);
	uv_close((uv_handle_t *)&mirror->timer, on_closed);
	calendar_http_stop(mirror->http, on_http_stopped, mirror);
}
