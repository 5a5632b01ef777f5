/* service/ — plugins' timers. The service's own are set where the session changes. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/service/refuse.h"
#include "daemon/service/service.h"
#include "daemon/store/timer.h"
#include "ridealong/v1/timer.pb-c.h"

#define RPC_SERVICE Timers_Service

#define KEY_SIZE     200
#define PAYLOAD_SIZE 4096
#define MOST_MOVED   5000
#define DEFAULT_PAGE 50
#define LARGEST_PAGE 1000

static enum status check_key(struct call *call, const char *key, const char *field)
{
	const size_t length = strlen(key);

	if (length == 0 || length > KEY_SIZE)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "KEY_INVALID", field,
			"a timer's key is 1 to %d bytes long", "de sleutel van een timer is 1 tot %d bytes lang",
			KEY_SIZE);
	return STATUS_OK;
}

static char *make_name(struct call *call, const char *owner, const char *key)
{
	if (strcmp(owner, STORE_TIMER_SERVICE) == 0)
		return arena_printf(call->arena, "service/timers/%s", key);
	return arena_printf(call->arena, "plugins/%s/timers/%s", owner, key);
}

/* may() lets plugins only come here; a plugin's timers are its own also when it acts for somebody. */
RPC_METHOD(set_timer, SetTimerRequest, Timer)
(struct call *call, const SetTimerRequest *in, Timer **ret)
{
	Timer *timer = arena_alloc(call->arena, sizeof(*timer));
	enum status status;

	if (in->timer == NULL || in->timer->due_time == NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "DUE_TIME_MISSING", "timer.due_time",
			"say when the timer is due", "zeg wanneer de timer afloopt");
	status = check_key(call, in->timer->key, "timer.key");
	if (status != STATUS_OK)
		return status;
	if (in->timer->payload.len > PAYLOAD_SIZE)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "PAYLOAD_TOO_LARGE", "timer.payload",
			"a timer's payload is at most %d bytes", "de payload van een timer is hooguit %d bytes",
			PAYLOAD_SIZE);
	status = store_timer_set(call->conn, call->actor->plugin, in->timer->key, instant_us(in->timer->due_time),
		call->now, in->timer->payload, &call->error);
	if (status != STATUS_OK)
		return status;
	timer__init(timer);
	timer->name = make_name(call, call->actor->plugin, in->timer->key);
	timer->key = in->timer->key;
	timer->due_time = in->timer->due_time;
	timer->payload = in->timer->payload;
	timer->create_time = instant_new(call->arena, call->now);
	*ret = timer;
	return STATUS_OK;
}

static enum status move(struct call *call, const Timer *timer, bool *ret_there)
{
	enum status st = check_key(call, timer->key, "timers.key");
	struct error error = { 0 };

	if (st != STATUS_OK)
		return st;
	if (timer->due_time != NULL)
		return store_timer_move(call->conn, call->actor->plugin, timer->key, instant_us(timer->due_time),
			ret_there, &call->error);
	st = store_timer_delete(call->conn, call->actor->plugin, timer->key, &error);
	*ret_there = st == STATUS_OK;
	if (st == STATUS_OK || st == STATUS_NOT_FOUND)
		return STATUS_OK;
	call->error = error;
	return st;
}

RPC_METHOD(move_timers, MoveTimersRequest, MoveTimersResponse)
(struct call *call, const MoveTimersRequest *in, MoveTimersResponse **ret)
{
	MoveTimersResponse *response = arena_alloc(call->arena, sizeof(*response));
	enum status st = STATUS_OK;

	move_timers_response__init(response);
	if (in->n_timers > MOST_MOVED)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "TOO_MANY", "timers",
			"at most %d timers move at once", "er schuiven hooguit %d timers tegelijk op", MOST_MOVED);
	for (size_t i = 0; st == STATUS_OK && i < in->n_timers; i++) {
		bool there = false;

		st = move(call, in->timers[i], &there);
		response->count += there;
	}
	*ret = response;
	return st;
}

RPC_METHOD(delete_timer, DeleteTimerRequest, DeleteTimerResponse)
(struct call *call, const DeleteTimerRequest *in, DeleteTimerResponse **ret)
{
	enum status status = check_key(call, in->key, "key");

	if (status == STATUS_OK)
		status = store_timer_delete(call->conn, call->actor->plugin, in->key, &call->error);
	if (status != STATUS_OK)
		return status;
	*ret = arena_alloc(call->arena, sizeof(**ret));
	delete_timer_response__init(*ret);
	return STATUS_OK;
}

static Timer *make(struct call *call, const struct store_timer *row)
{
	Timer *timer = arena_alloc(call->arena, sizeof(*timer));

	timer__init(timer);
	timer->name = make_name(call, row->owner, row->key);
	timer->key = (char *)row->key;
	timer->due_time = instant_new(call->arena, row->due);
	timer->payload = row->payload;
	timer->create_time = instant_new(call->arena, row->create_time);
	return timer;
}

/* A page token is the name of the last timer shown: "service/timers/KEY" or "plugins/PLUGIN/timers/KEY". */
static enum status read_token(
	struct call *call, const char *token, const char *owner, const char **ret_owner, const char **ret_key)
{
	static const char middle[] = "/timers/";
	const char *at = strstr(token, middle);

	*ret_owner = *ret_key = NULL;
	if (token[0] == '\0')
		return STATUS_OK;
	if (at != NULL && strncmp(token, "service/", 8) == 0 && at == token + 7)
		*ret_owner = STORE_TIMER_SERVICE;
	else if (at != NULL && strncmp(token, "plugins/", 8) == 0 && at > token + 8)
		*ret_owner = arena_strndup(call->arena, token + 8, (size_t)(at - token - 8));
	if (*ret_owner == NULL || (owner != NULL && strcmp(*ret_owner, owner) != 0))
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID", "page_token",
			"the page token is not of this list",
			"page_token hoort niet bij deze lijst; begin opnieuw zonder");
	*ret_key = at + strlen(middle);
	return STATUS_OK;
}

RPC_METHOD(list_timers, ListTimersRequest, ListTimersResponse)
(struct call *call, const ListTimersRequest *in, ListTimersResponse **ret)
{
	const char *owner = call->actor->admin ? NULL : call->actor->plugin, *after_owner, *after_key;
	ListTimersResponse *response = arena_alloc(call->arena, sizeof(*response));
	int size = in->page_size == 0 ? DEFAULT_PAGE : in->page_size > LARGEST_PAGE ? LARGEST_PAGE : in->page_size;
	struct store_timer *rows;
	size_t count;
	enum status status;

	if (!call->actor->admin && owner == NULL) /* keys tell of sessions that others do not know of */
		return service_refuse(call, STATUS_PERMISSION_DENIED, NULL, NULL, "timers are their plugin's own",
			"timers zijn van hun plug-in");
	if (in->page_size < 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "PAGE_SIZE_INVALID", "page_size",
			"page_size is negative", "page_size mag niet negatief zijn");
	status = read_token(call, in->page_token, owner, &after_owner, &after_key);
	if (status == STATUS_OK)
		status = store_timer_list(
			call->conn, owner, after_owner, after_key, size + 1, call->arena, &rows, &count, &call->error);
	if (status != STATUS_OK)
		return status;
	list_timers_response__init(response);
	for (size_t i = 0; i < count && i < (size_t)size; i++)
		*(Timer **)arena_push(call->arena, &response->timers, &response->n_timers, sizeof(Timer *)) =
			make(call, &rows[i]);
	if (count > (size_t)size)
		response->next_page_token = response->timers[size - 1]->name;
	*ret = response;
	return STATUS_OK;
}

Timers_Service service_timers = TIMERS__INIT(handle_);
