/* plugins/reminders/messages/ — what somebody has a part in. */
#include "plugins/reminders/messages/parts.h"

#include <stdlib.h>
#include <string.h>

#include "proto/status.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

enum { PAGE = 200 };

/* ---- the lists, one after the other ---- */

static void on_page(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply);

static void ask(struct parts *parts, const ProtobufCServiceDescriptor *service, const char *method,
	const ProtobufCMessage *request)
{
	sdk_call(&parts->self->sdk, parts->work, service, method, parts->person, request, on_page, parts);
}

static void ask_sessions(struct parts *parts, const char *token)
{
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;

	request.page_size = PAGE;
	request.page_token = (char *)token;
	ask(parts, &sessions__descriptor, "ListSessions", &request.base);
}

/* Of those that are done the coach hears, too. */
static void ask_points(struct parts *parts, const char *token)
{
	static const ActionPointState states[] = { ACTION_POINT_STATE_OPEN, ACTION_POINT_STATE_DONE,
		ACTION_POINT_STATE_DROPPED };
	ListActionPointsRequest request = LIST_ACTION_POINTS_REQUEST__INIT;

	request.states = (ActionPointState *)states;
	request.n_states = sizeof(states) / sizeof(states[0]);
	request.page_size = PAGE;
	request.page_token = (char *)token;
	ask(parts, &action_points__descriptor, "ListActionPoints", &request.base);
}

static void ask_coachings(struct parts *parts, const char *token)
{
	ListCoachingsRequest request = LIST_COACHINGS_REQUEST__INIT;

	request.page_size = PAGE;
	request.page_token = (char *)token;
	ask(parts, &people__descriptor, "ListCoachings", &request.base);
}

static void (*const lists[])(struct parts *parts, const char *token) = { ask_sessions, ask_points, ask_coachings };

enum { LISTS = sizeof(lists) / sizeof(lists[0]) };

/* ---- their pages ---- */

/* Every resource opens with its name, every list with its resources and the next page's token. */
static void keep(struct parts *parts, const ProtobufCMessage *page)
{
	const ProtobufCFieldDescriptor *field = &page->descriptor->fields[0];
	const size_t count = *(const size_t *)(const void *)((const char *)page + field->quantifier_offset);
	const ProtobufCMessage *const *items =
		*(const ProtobufCMessage *const *const *)(const void *)((const char *)page + field->offset);

	parts->names = realloc(parts->names, (parts->n_names + count + 1) * sizeof(*parts->names));
	if (parts->names == NULL)
		abort();
	for (size_t i = 0; i < count; i++) {
		const ProtobufCFieldDescriptor *name = &items[i]->descriptor->fields[0];

		parts->names[parts->n_names++] =
			task_copy(*(char *const *)(const void *)((const char *)items[i] + name->offset));
	}
}

static const char *next_token(const ProtobufCMessage *page)
{
	const ProtobufCFieldDescriptor *field = &page->descriptor->fields[1];

	return *(const char *const *)(const void *)((const char *)page + field->offset);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void on_page(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct parts *parts = arg;
	const char *token = "";

	if (end->status == STATUS_OK) {
		keep(parts, reply);
		token = next_token(reply);
		if (token[0] == '\0')
			parts->step++;
	}
	if (end->status == STATUS_OK && parts->step < LISTS) {
		lists[parts->step](parts, token);
		return;
	}
	if (parts->n_names > 1)
		qsort(parts->names, parts->n_names, sizeof(*parts->names), by_name);
	parts->done(parts->arg, end, NULL);
}

void parts_load(struct parts *parts, sdk_reply_cb done, void *arg)
{
	parts->done = done;
	parts->arg = arg;
	lists[0](parts, "");
}

bool parts_has(const struct parts *parts, const char *name)
{
	return parts->n_names > 0 &&
	       bsearch(&name, parts->names, parts->n_names, sizeof(*parts->names), by_name) != NULL;
}

void parts_finish(struct parts *parts)
{
	for (size_t i = 0; i < parts->n_names; i++)
		free(parts->names[i]);
	free(parts->names);
	parts->names = NULL;
	parts->n_names = 0;
}
