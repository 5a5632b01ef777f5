/* service/ — events: how they come about, how they are listed and watched. */
#include "daemon/service/event.h"

#include "daemon/domain/instant.h"
#include "daemon/service/page.h"
#include "daemon/service/viewer.h"
#include "daemon/store/event.h"

#define RPC_SERVICE Events_Service

enum status service_event_append(struct call *call, const char *type, const char *subject, const char *from,
	const char *to, const char *person, const char *other)
{
	Event event = EVENT__INIT;

	event.name = call_new_name(call, "events");
	event.type = (char *)type;
	event.subject = (char *)subject;
	event.event_time = instant_new(call->arena, call->now);
	event.actor = (char *)call->actor->name;
	if (call->actor->via != NULL)
		event.via = (char *)call->actor->via;
	if (from != NULL)
		event.from_state = (char *)from;
	if (to != NULL)
		event.to_state = (char *)to;
	return store_event_append(call->conn, &event, person, other, &call->error);
}

/* It draws its id from a request id of its own: what it is `about` and happened to that. */
enum status service_event_append_aside(struct call *call, const char *type, const char *subject, const char *about,
	const char *from, const char *to, const char *person)
{
	struct call aside = *call;
	enum status st;

	aside.request_id = arena_printf(call->arena, "%s/%s/%s", call->request_id, about, type);
	aside.ordinal = call->aside++;
	st = service_event_append(&aside, type, subject, from, to, person, NULL);
	call->error = aside.error;
	return st;
}

static enum status list_after(struct call *call, struct store_event_filter *filter, ListEventsResponse **ret)
{
	ListEventsResponse *response = arena_alloc(call->arena, sizeof(*response));
	int64_t last;
	enum status status;

	list_events_response__init(response);
	status = store_event_list(
		call->conn, filter, call->arena, &response->events, &response->n_events, &last, &call->error);
	if (status == STATUS_OK)
		*ret = response;
	return status;
}

RPC_METHOD(list_events, ListEventsRequest, ListEventsResponse)
(struct call *call, const ListEventsRequest *in, ListEventsResponse **ret)
{
	struct store_event_filter filter = {
		.subject = in->subject, .types = in->types, .n_types = in->n_types, .latest = in->latest
	};
	enum status status;

	status = service_page_size(call, in->page_size, &filter.limit);
	if (status == STATUS_OK)
		status = service_viewer(call, &filter.viewer);
	if (status == STATUS_OK && in->after[0] != '\0')
		status = store_event_find(call->conn, filter.viewer, in->after, &filter.after, &call->error);
	if (status != STATUS_OK)
		return status;
	return list_after(call, &filter, ret);
}

/* Where to look from: after the event named, or, when none is, from now on. */
static enum status watch_from(
	struct call *call, const struct store_viewer *viewer, const char *after, int64_t *ret_after)
{
	if (after[0] != '\0')
		return store_event_find(call->conn, viewer, after, ret_after, &call->error);
	return store_event_last(call->conn, ret_after, &call->error);
}

/* Asked again after each commit until there is something. The first asking settles where it begins, each asking what
 * has been looked through: an event's audience never changes. The mark is one more than the last number looked at. */
RPC_METHOD(watch_events, WatchEventsRequest, ListEventsResponse)
(struct call *call, const WatchEventsRequest *in, ListEventsResponse **ret)
{
	struct store_event_filter filter = {
		.after = call->resume - 1, .subject = in->subject, .types = in->types, .n_types = in->n_types
	};
	enum status status;
	int64_t last;

	status = service_page_size(call, in->page_size, &filter.limit);
	if (status == STATUS_OK)
		status = service_viewer(call, &filter.viewer);
	if (status == STATUS_OK && call->resume == 0)
		status = watch_from(call, filter.viewer, in->after, &filter.after);
	if (status == STATUS_OK)
		status = store_event_last(call->conn, &last, &call->error);
	if (status == STATUS_OK)
		status = list_after(call, &filter, ret);
	if (status != STATUS_OK)
		return status;
	call->wait = (*ret)->n_events == 0;
	call->resume = last + 1;
	return STATUS_OK;
}

Events_Service service_events = EVENTS__INIT(handle_);
