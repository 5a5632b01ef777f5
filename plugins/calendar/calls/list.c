/* plugins/calendar/calls: Calendars.ListCalendars. See plugin.h. */
#include "caller.h"
#include "listing.h"

#include "proto/status.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 50, PAGE_MOST = 1000, TOKEN_MOST = 2048 };

struct list_call {
	struct calendar_caller caller;
	ListCalendarsRequest *request; /* own */
	struct calendar_arena arena;
};

static void list_call_end(void *arg)
{
	struct list_call *call = arg;

	calendar_arena_free(&call->arena);
	sdk_free(&call->request->base);
	calendar_caller_finish(&call->caller);
	free(call);
}

static void refuse(struct list_call *call, int status, const char *code, enum calendar_why why)
{
	calendar_caller_refuse(&call->caller, status, code, (struct calendar_reason){ .why = why, .name = "" });
	list_call_end(call);
}

/* A token is the name of the last one that was shown. */
static char *token_make(struct list_call *call, const Calendar *last)
{
	size_t length = strlen(last->name);
	size_t size = sodium_base64_encoded_len(length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *token = calendar_arena_take(&call->arena, size);

	if (!token)
		abort(); /* as the SDK does; the host starts anew */
	return sodium_bin2base64(
		token, size, (const unsigned char *)last->name, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* False when it is none of ours. */
static bool token_read(const char *token, char ret[TOKEN_MOST])
{
	size_t length = 0;

	memset(ret, 0, TOKEN_MOST);
	return sodium_base642bin((unsigned char *)ret, TOKEN_MOST - 1, token, strlen(token), NULL, &length, NULL,
		       sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
	       strlen(ret) == length && (length == 0 || *calendar_caller_calendar(ret));
}

/* In the order of the list. */
static bool is_behind(const struct calendar_listed *listed, const char *after)
{
	size_t owner = strcspn(after, "/"), length = strlen(listed->owner);
	int order;

	owner += after[owner] == '/' ? 1 + strcspn(after + owner + 1, "/") : 0;
	order = strncmp(listed->owner, after, length < owner ? length : owner);
	if (order == 0)
		order = (length > owner) - (length < owner);
	return order != 0 ? order > 0 : strcmp(listed->name, calendar_caller_calendar(after)) > 0;
}

static size_t page_size(const ListCalendarsRequest *request)
{
	if (request->page_size <= 0)
		return PAGE;
	return request->page_size < PAGE_MOST ? (size_t)request->page_size : PAGE_MOST;
}

static void answer(struct list_call *call, const struct calendar_listed *list, size_t count, const char *after)
{
	ListCalendarsResponse response = LIST_CALENDARS_RESPONSE__INIT;
	const size_t most = page_size(call->request);
	Calendar *page[PAGE_MOST];
	size_t at = 0;

	while (at < count && *after && !is_behind(&list[at], after))
		at++;
	response.calendars = page;
	for (; at < count && response.n_calendars < most; at++)
		page[response.n_calendars++] =
			calendar_listed_show(call->caller.plugin, &list[at], call->caller.dutch, &call->arena);
	if (at < count)
		response.next_page_token = token_make(call, page[response.n_calendars - 1]);
	sdk_finish(&call->caller.plugin->sdk, call->caller.work, &response.base);
	list_call_end(call);
}

static void on_person(void *arg, const Person *person)
{
	struct list_call *call = arg;
	struct calendar_listed *list;
	char after[TOKEN_MOST];
	size_t count;

	if (!token_read(call->request->page_token, after))
		refuse(call, STATUS_INVALID_ARGUMENT, NULL, CALENDAR_WHY_CALL_PAGE_TOKEN);
	else if (!calendar_listing_make(call->caller.plugin, person, &call->arena, &list, &count))
		refuse(call, STATUS_UNAVAILABLE, NULL, CALENDAR_WHY_SHELF);
	else
		answer(call, list, count, after);
}

static void begin(struct list_call *call)
{
	const char *owner = call->request->owner;
	const bool everybody = strcmp(owner, "people/-") == 0 || (!*owner && !calendar_caller_is_person(&call->caller));

	if (everybody && !call->caller.admin)
		refuse(call, STATUS_PERMISSION_DENIED, "NOT_YOURS", CALENDAR_WHY_CALL_NOT_ADMIN);
	else if (everybody)
		on_person(call, NULL);
	else
		calendar_caller_ask(&call->caller, owner, on_person, list_call_end, call);
}

void calendar_list_call(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *told)
{
	ProtobufCMessage *request = sdk_request(&plugin->sdk, work, told, &list_calendars_request__descriptor);
	struct list_call *call;

	if (!request)
		return;
	call = calloc(1, sizeof(*call));
	if (!call)
		abort();
	calendar_caller_init(&call->caller, plugin, work, told);
	call->request = (ListCalendarsRequest *)request;
	begin(call);
}
