/* plugins/calendar/back: see view.h. */
#include "back/view.h"

#include "proto/status.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY_US INT64_C(86400000000)

enum { PAGE = 200 };

/* Replies are kept page by page; the lists point into them. */
struct asking {
	const struct sdk *sdk;
	char *name;
	struct calendar_view view;
	ProtobufCMessage **pages;
	size_t page_count;
	const void **sessions, **points;
	int64_t today_us;
	void (*done)(void *arg, const struct ridealong_reply *end, const struct calendar_view *view);
	void *arg;
};

static void *or_abort(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

static void asking_end(struct asking *asking, const struct ridealong_reply *end)
{
	asking->view.sessions = (const Session *const *)asking->sessions;
	asking->view.points = (const ActionPoint *const *)asking->points;
	asking->done(asking->arg, end, end->status == STATUS_OK ? &asking->view : NULL);
	for (size_t i = 0; i < asking->page_count; i++)
		sdk_free(asking->pages[i]);
	free(asking->pages);
	free(asking->sessions);
	free(asking->points);
	free(asking->name);
	free(asking);
}

static const ProtobufCMessage *page_keep(struct asking *asking, const ProtobufCMessage *page)
{
	asking->pages = or_abort(realloc(asking->pages, (asking->page_count + 1) * sizeof(ProtobufCMessage *)));
	return asking->pages[asking->page_count++] = sdk_copy(page);
}

static void list_add(const void ***list, size_t *count, void *const *items, size_t n_items)
{
	*list = or_abort(realloc(*list, (*count + n_items + 1) * sizeof(void *)));
	for (size_t i = 0; i < n_items; i++)
		(*list)[(*count)++] = items[i];
}

static void day_write(int64_t us, char ret[16])
{
	const time_t seconds = (time_t)(us / 1000000);
	struct tm parts;

	strftime(ret, 16, "%Y-%m-%d", gmtime_r(&seconds, &parts));
}

static void ask_points(struct asking *asking, const char *page_token);

SDK_REPLY(on_points, struct asking, asking, ListActionPointsResponse, reply)
{
	const ListActionPointsResponse *page;

	if (end->status != STATUS_OK) {
		asking_end(asking, end);
		return;
	}
	page = (const ListActionPointsResponse *)page_keep(asking, &reply->base);
	list_add(&asking->points, &asking->view.point_count, (void *const *)page->action_points, page->n_action_points);
	if (*page->next_page_token)
		ask_points(asking, page->next_page_token);
	else
		asking_end(asking, end);
}

static void ask_points(struct asking *asking, const char *page_token)
{
	ListActionPointsRequest request = LIST_ACTION_POINTS_REQUEST__INIT;
	ActionPointState open = ACTION_POINT_STATE_OPEN;
	char from[16], until[16];

	day_write(asking->today_us - CALENDAR_VIEW_DAYS_BACK * DAY_US, from);
	day_write(asking->today_us + CALENDAR_VIEW_DAYS_AHEAD * DAY_US, until);
	request.owner = asking->name;
	request.states = &open;
	request.n_states = 1;
	request.due_from = from;
	request.due_until = until;
	request.page_size = PAGE;
	request.page_token = (char *)page_token;
	sdk_call(asking->sdk, NULL, &action_points__descriptor, "ListActionPoints", asking->name, &request.base,
		on_points, asking);
}

static void ask_sessions(struct asking *asking, const char *page_token);

SDK_REPLY(on_sessions, struct asking, asking, ListSessionsResponse, reply)
{
	const ListSessionsResponse *page;

	if (end->status != STATUS_OK) {
		asking_end(asking, end);
		return;
	}
	page = (const ListSessionsResponse *)page_keep(asking, &reply->base);
	list_add(&asking->sessions, &asking->view.session_count, (void *const *)page->sessions, page->n_sessions);
	if (*page->next_page_token)
		ask_sessions(asking, page->next_page_token);
	else
		ask_points(asking, "");
}

static void ask_sessions(struct asking *asking, const char *page_token)
{
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;
	Timestamp from = sdk_time(asking->today_us - CALENDAR_VIEW_DAYS_BACK * DAY_US);
	Timestamp until = sdk_time(asking->today_us + CALENDAR_VIEW_DAYS_AHEAD * DAY_US);

	request.from_time = &from;
	request.until_time = &until;
	request.page_size = PAGE;
	request.page_token = (char *)page_token;
	sdk_call(asking->sdk, NULL, &sessions__descriptor, "ListSessions", asking->name, &request.base, on_sessions,
		asking);
}

SDK_REPLY(on_person, struct asking, asking, Person, person)
{
	if (end->status != STATUS_OK) {
		asking_end(asking, end);
		return;
	}
	asking->view.person = (const Person *)page_keep(asking, &person->base);
	asking->today_us = sdk_now(asking->sdk) - sdk_now(asking->sdk) % DAY_US;
	ask_sessions(asking, "");
}

void calendar_view_ask(const struct sdk *sdk, const char *person,
	void (*done)(void *arg, const struct ridealong_reply *end, const struct calendar_view *view), void *arg)
{
	struct asking *asking = or_abort(calloc(1, sizeof(*asking)));
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	const size_t size = strlen(person) + 1;

	*asking = (struct asking){ .sdk = sdk, .name = or_abort(malloc(size)), .done = done, .arg = arg };
	memcpy(asking->name, person, size);
	request.name = asking->name;
	sdk_call(sdk, NULL, &people__descriptor, "GetPerson", asking->name, &request.base, on_person, asking);
}
