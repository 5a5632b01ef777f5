/* plugins/calendar/sources: see caldav_find.h. */
#include "caldav_find.h"

#include "caldav_ask.h"
#include "caldav_look.h"
#include "dav/href.h"
#include "dav/question.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STARTS_MAX = 3, HOMES_MAX = 8, RESOURCES_MAX = 1000, NAMES_SIZE = 300 };

/* What was said of one resource. */
struct resource {
	const char *href, *name, *principal, *homes;
	bool is_calendar;
};

struct calendar_find {
	struct calendar_find_job job;
	struct calendar_arena arena; /* all texts */
	const char *starts[STARTS_MAX];
	size_t start_count, start;
	const char *homes[HOMES_MAX];
	size_t home_count, home;
	struct resource *resources; /* of the last answer */
	size_t resource_count, resource_room;
	struct resource *calendars; /* of all homes; with addresses, not hrefs */
	size_t calendar_count, calendar_room;
	bool broken; /* whoever asked has gone */
	struct calendar_reason why;
	char names[NAMES_SIZE];
};

static void *checked(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

static const char *keep(struct calendar_find *find, const char *text)
{
	return text ? checked(calendar_arena_text(&find->arena, text, strlen(text))) : NULL;
}

/* ---- the end ---- */

static void find_end(struct calendar_find *find, const struct calendar_find_end *end)
{
	find->job.done(find->job.arg, end);
	calendar_arena_free(&find->arena);
	free(find);
}

static void not_found(struct calendar_find *find, enum calendar_why why)
{
	find->why = (struct calendar_reason){ .why = why, .name = find->names, .text = find->job.address };
	find_end(find, &(struct calendar_find_end){ .why = &find->why, .status = STATUS_FAILED_PRECONDITION });
}

static void ask_failed(struct calendar_find *find, const struct calendar_ask_end *end)
{
	find_end(
		find, &(struct calendar_find_end){ .why = end->why, .status = end->status, .retry_us = end->retry_us });
}

static void found(struct calendar_find *find, const char *url)
{
	size_t length = strlen(url);

	url = calendar_arena_print(&find->arena, "%s%s", url, url[length - 1] == '/' ? "" : "/");
	find_end(find, &(struct calendar_find_end){ .status = STATUS_OK, .url = url });
}

/* ---- asking ---- */

static bool is_for_events(const struct calendar_dav_response *response)
{
	return response->traits[CALENDAR_DAV_CALENDAR] &&
	       (response->traits[CALENDAR_DAV_EVENTS] || !response->traits[CALENDAR_DAV_PARTICULAR]);
}

static void on_response(void *arg, const struct calendar_dav_response *response)
{
	struct calendar_find *find = arg;

	if (find->resource_count == RESOURCES_MAX)
		return;
	find->resources = checked(calendar_arena_grow(
		&find->arena, find->resources, find->resource_count, &find->resource_room, sizeof(*find->resources)));
	find->resources[find->resource_count++] = (struct resource){ .href = keep(find, response->href),
		.name = keep(find, response->texts[CALENDAR_DAV_NAME]),
		.principal = keep(find, response->texts[CALENDAR_DAV_PRINCIPAL]),
		.homes = keep(find, response->texts[CALENDAR_DAV_HOMES]),
		.is_calendar = is_for_events(response) };
}

static void ask(struct calendar_find *find, const char *url, const char *depth,
	void (*done)(void *arg, const struct calendar_ask_end *end))
{
	find->resource_count = 0;
	calendar_ask(find->job.http, &(struct calendar_question){ .method = "PROPFIND",
					     .url = url,
					     .body = calendar_question_what,
					     .depth = depth,
					     .on_response = on_response,
					     .done = done,
					     .arg = find });
}

/* ---- which of the calendars ---- */

static const char *last_part(const char *path, size_t *ret_length)
{
	size_t end = strlen(path), start;

	while (end > 0 && path[end - 1] == '/')
		end--;
	for (start = end; start > 0 && path[start - 1] != '/'; start--)
		;
	*ret_length = end - start;
	return path + start;
}

static bool is_text(const char *text, const char *start, size_t length)
{
	return strlen(text) == length && memcmp(text, start, length) == 0;
}

static bool is_wanted(struct calendar_find *find, const struct resource *calendar)
{
	const char *wanted = find->job.wanted, *path = calendar_href_path(calendar->href), *spelt, *part;
	size_t length, path_length = strlen(path);

	if (!*wanted || (calendar->name && strcmp(calendar->name, wanted) == 0))
		return true;
	part = last_part(path, &length);
	if (is_text(wanted, part, length))
		return true;
	spelt = *wanted == '/' ? calendar_href_resolve(&find->arena, calendar->href, wanted) : NULL;
	spelt = spelt ? calendar_href_path(spelt) : wanted;
	return is_text(spelt, path, path_length) || (path_length > 0 && is_text(spelt, path, path_length - 1));
}

static void names_gather(struct calendar_find *find)
{
	size_t at = 0;

	for (size_t i = 0; i < find->calendar_count && at < NAMES_SIZE; i++) {
		const struct resource *calendar = &find->calendars[i];
		size_t length;
		const char *part = last_part(calendar_href_path(calendar->href), &length);
		bool named = calendar->name && *calendar->name;

		at += (size_t)snprintf(find->names + at, NAMES_SIZE - at, "%s%.*s", i > 0 ? ", " : "",
			named ? (int)strlen(calendar->name) : (int)length, named ? calendar->name : part);
	}
}

static void choose(struct calendar_find *find)
{
	const struct resource *chosen = NULL;
	size_t count = 0;

	for (size_t i = 0; i < find->calendar_count; i++) {
		if (!is_wanted(find, &find->calendars[i]))
			continue;
		chosen = &find->calendars[i];
		count++;
	}
	names_gather(find);
	if (count == 1)
		found(find, chosen->href);
	else if (find->calendar_count == 0)
		not_found(find, CALENDAR_WHY_DAV_NONE);
	else
		not_found(find, count == 0 ? CALENDAR_WHY_DAV_NOT_AMONG : CALENDAR_WHY_DAV_WHICH);
}

/* ---- where the calendars are ---- */

static void calendar_add(struct calendar_find *find, const struct resource *resource, const char *url)
{
	for (size_t i = 0; i < find->calendar_count; i++)
		if (strcmp(find->calendars[i].href, url) == 0)
			return;
	find->calendars = checked(calendar_arena_grow(
		&find->arena, find->calendars, find->calendar_count, &find->calendar_room, sizeof(*find->calendars)));
	find->calendars[find->calendar_count] = *resource;
	find->calendars[find->calendar_count++].href = url;
}

static void home_next(struct calendar_find *find);

static void on_home(void *arg, const struct calendar_ask_end *end)
{
	struct calendar_find *find = arg;

	if (end->why) {
		ask_failed(find, end);
		return;
	}
	for (size_t i = 0; i < find->resource_count; i++) {
		const char *url = calendar_href_resolve(&find->arena, end->url, find->resources[i].href);

		if (find->resources[i].is_calendar && url && calendar_href_may_follow(end->url, url))
			calendar_add(find, &find->resources[i], url);
	}
	home_next(find);
}

static void home_next(struct calendar_find *find)
{
	if (find->home < find->home_count)
		ask(find, find->homes[find->home++], "1", on_home);
	else
		choose(find);
}

/* Each of the lines. False: one is elsewhere, where the password must not go. */
static bool homes_take(struct calendar_find *find, const char *base, const char *lines)
{
	while (*lines && find->home_count < HOMES_MAX) {
		size_t length = strcspn(lines, "\n");
		const char *line = checked(calendar_arena_text(&find->arena, lines, length));
		const char *url = calendar_href_resolve(&find->arena, base, line);

		if (!url || !calendar_href_may_follow(base, url)) {
			snprintf(find->names, sizeof(find->names), "%s", line);
			return false;
		}
		find->homes[find->home_count++] = url;
		lines += length + (lines[length] == '\n');
	}
	return true;
}

/* ---- whose they are ---- */

static void homes_visit(struct calendar_find *find, const char *base, const char *homes)
{
	if (homes_take(find, base, homes))
		home_next(find);
	else
		not_found(find, CALENDAR_WHY_DAV_ELSEWHERE);
}

static void on_principal(void *arg, const struct calendar_ask_end *end)
{
	struct calendar_find *find = arg;
	const struct resource *self = find->resource_count > 0 ? &find->resources[0] : NULL;

	if (end->why)
		ask_failed(find, end);
	else
		homes_visit(find, end->url, self && self->homes ? self->homes : end->url);
}

static void principal_visit(struct calendar_find *find, const char *base, const char *href)
{
	const char *url = calendar_href_resolve(&find->arena, base, href);

	if (url && calendar_href_may_follow(base, url)) {
		ask(find, url, "0", on_principal);
		return;
	}
	snprintf(find->names, sizeof(find->names), "%s", href);
	not_found(find, CALENDAR_WHY_DAV_ELSEWHERE);
}

/* ---- where it begins ---- */

static void start_next(struct calendar_find *find);

/* Another start may do better where the server is there and just knows nothing of this one. */
static bool is_worth_another(const struct calendar_find *find, const struct calendar_ask_end *end)
{
	return end->why && end->http != 0 && end->http != 401 && end->status != STATUS_UNAVAILABLE &&
	       find->start < find->start_count;
}

static void on_start(void *arg, const struct calendar_ask_end *end)
{
	struct calendar_find *find = arg;
	const struct resource *self = find->resource_count > 0 ? &find->resources[0] : NULL;
	struct resource calendar;

	if (is_worth_another(find, end)) {
		start_next(find);
		return;
	}
	if (end->why || !self) {
		if (end->why)
			ask_failed(find, end);
		else
			not_found(find, CALENDAR_WHY_DAV_NONE);
		return;
	}
	calendar = (struct resource){ .href = keep(find, end->url), .name = self->name };
	if (self->is_calendar && is_wanted(find, &calendar))
		found(find, calendar.href);
	else if (self->homes)
		homes_visit(find, end->url, self->homes);
	else if (self->principal && *self->principal)
		principal_visit(find, end->url, self->principal);
	else
		homes_visit(find, end->url, end->url);
}

static void start_next(struct calendar_find *find)
{
	ask(find, find->starts[find->start++], "0", on_start);
}

static void start_add(struct calendar_find *find, const char *url)
{
	if (url && find->start_count < STARTS_MAX)
		find->starts[find->start_count++] = url;
}

/* An address with a path is meant so; a bare one has its calendars where RFC 6764 says. */
static void starts_add(struct calendar_find *find, const char *address)
{
	const char *url = calendar_href_resolve(&find->arena, address, "");
	const char *known = url ? calendar_href_resolve(&find->arena, url, "/.well-known/caldav") : NULL;
	bool is_bare = url && strcmp(calendar_href_path(url), "/") == 0;

	start_add(find, is_bare ? known : url);
	start_add(find, is_bare ? url : known);
}

static void on_looked(void *arg, const struct calendar_service *service)
{
	struct calendar_find *find = arg;
	const char *url;

	if (find->broken) {
		not_found(find, CALENDAR_WHY_NET_STOPPED);
		return;
	}
	if (service) {
		url = calendar_arena_print(
			&find->arena, "https://%s:%d%s", service->host, service->port, service->path);
		if (!calendar_href_may_follow(find->starts[0], url)) {
			snprintf(find->names, sizeof(find->names), "%s", url);
			not_found(find, CALENDAR_WHY_DAV_ELSEWHERE);
			return;
		}
		find->start_count = 0;
		starts_add(find, url);
	}
	start_next(find);
}

struct calendar_find *calendar_find(const struct calendar_find_job *job)
{
	struct calendar_find *find = checked(calloc(1, sizeof(*find)));
	const char *at = strrchr(job->address, '@');
	bool is_url = strstr(job->address, "://");
	const char *domain = is_url || !at ? job->address : at + 1;

	find->job = *job;
	find->job.address = keep(find, job->address);
	find->job.wanted = keep(find, job->wanted);
	starts_add(find, is_url ? job->address : calendar_arena_print(&find->arena, "https://%s", domain));
	if (find->start_count == 0) /* the question says what is wrong with it */
		start_add(find, find->job.address);
	if (is_url || strpbrk(domain, ":/"))
		start_next(find);
	else
		calendar_look(job->loop, domain, on_looked, find);
	return find;
}

void calendar_find_break(struct calendar_find *find)
{
	find->broken = true;
}
