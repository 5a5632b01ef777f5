/* loop/ — the standing Take of each plugin's host: takes in what is done, parks, and carries work out. */
#include "daemon/loop/take.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"
#include "daemon/domain/words.h"

/* What an answer holds at most; one piece always fits, for it came in a message itself. */
#define ANSWER_SIZE (960 * 1024)

static void *or_abort(void *memory)
{
	if (memory == NULL)
		abort();
	return memory;
}

struct take_plugin *take_find(struct loop *loop, const char *name)
{
	struct take *take = loop->take;

	for (size_t i = 0; take != NULL && i < take->n_plugins; i++)
		if (strcmp(take->plugins[i].config->name, name) == 0)
			return &take->plugins[i];
	return NULL;
}

static void moved(struct loop *loop)
{
	if (loop->take->moved != NULL)
		loop->take->moved(loop);
}

/* Answers the Take that waits, with the work that is in the response. */
static void answer(struct take_plugin *plugin, TakeResponse *response)
{
	struct loop_call *call = plugin->parked;
	const int64_t now = loop_now(plugin->loop);
	Timestamp time = TIMESTAMP__INIT;

	time.seconds = now / CLOCK_SECOND;
	time.nanos = (int32_t)(now % CLOCK_SECOND) * 1000;
	response->clock_time = &time;
	response->simulation = plugin->loop->options.service->simulation;
	plugin->parked = NULL;
	plugin->gap_ns = clock_monotonic_ns();
	loop_call_reply(call, &response->base);
}

static void answer_empty(struct take_plugin *plugin)
{
	TakeResponse response = TAKE_RESPONSE__INIT;

	if (plugin->parked != NULL)
		answer(plugin, &response);
}

static void note_timer(struct take_plugin *plugin, const struct take_work *work)
{
	strncpy(plugin->timer_key, work->timer.key, sizeof(plugin->timer_key) - 1);
	plugin->timers++;
}

/* Hands out what is ready, in order. */
static void hand_out(struct take_plugin *plugin)
{
	const int64_t now = loop_now(plugin->loop);
	TakeResponse response = TAKE_RESPONSE__INIT;
	struct take_work *work;
	bool timers = false;
	size_t size = 0;

	for (work = plugin->work; work != NULL; work = work->next) {
		if (!take_work_ready(work, now))
			continue;
		size += work->size;
		if (size > ANSWER_SIZE && response.n_work > 0)
			break;
		*(Work **)arena_push(plugin->loop->take->scratch, &response.work, &response.n_work, sizeof(Work *)) =
			&work->message;
		work->state = TAKE_HANDED;
		work->carried = plugin->sequence;
		if (work->kind != TAKE_SETTLE) {
			plugin->dirty = true;
			plugin->settled = false;
		}
		if (work->kind == TAKE_TIMER) {
			note_timer(plugin, work);
			timers = true;
		}
	}
	if (response.n_work == 0)
		return;
	plugin->timer_rounds += timers;
	plugin->handed += (int64_t)response.n_work;
	answer(plugin, &response);
	moved(plugin->loop);
}

void take_pump(struct take_plugin *plugin)
{
	if (!plugin->enabled || plugin->parked == NULL || plugin->loop->stopping)
		return;
	take_work_look(plugin);
	hand_out(plugin);
	arena_reset(plugin->loop->take->scratch);
}

/* In a simulation the clock's next jump goes there. */
static void arm_retry(struct loop *loop);

void take_pump_all(struct loop *loop)
{
	for (size_t i = 0; i < loop->take->n_plugins; i++)
		take_pump(&loop->take->plugins[i]);
	arm_retry(loop);
}

static void on_retry(uv_timer_t *timer)
{
	take_pump_all(timer->data);
}

static void arm_retry(struct loop *loop)
{
	const int64_t next = take_next_retry(loop), now = loop_now(loop);

	if (loop->stopping || loop->options.service->simulation)
		return;
	if (next == INT64_MAX)
		uv_timer_stop(&loop->take->retry);
	else
		uv_timer_start(&loop->take->retry, on_retry, next > now ? (uint64_t)(next - now) / 1000 + 1 : 1, 0);
}

static void on_hint(struct loop_hook *hook)
{
	take_pump_all(hook->data);
	moved(hook->data);
}

/* A Take that nobody waits for any more. At its deadline the host gets an empty answer, and asks again. */
static void on_dropped(struct loop_call *call, enum status why)
{
	struct take_plugin *plugin = call->data;
	struct error error;

	if (why == STATUS_DEADLINE_EXCEEDED) {
		answer_empty(plugin);
		return;
	}
	plugin->parked = NULL;
	plugin->gap_ns = clock_monotonic_ns();
	error_set(&error, why, "the host is gone");
	loop_call_end(call, &error);
}

/* Events of nouns that the plugin may not read are as if they never happened. */
static bool may_see_type(const struct actor *actor, const char *type)
{
	static const struct {
		const char *noun, *scope;
	} nouns[] = {
		{ "action_point", "actionpoints.read" },
		{ "coaching", "people.read" },
		{ "debrief", "debriefs.read" },
		{ "meeting", "meetings.read" },
		{ "observation", "debriefs.read" },
		{ "one_on_one_item", "oneonones.read" },
		{ "person", "people.read" },
		{ "preparation", "preparations.read" },
		{ "reminder", "reminders.read" },
		{ "session", "sessions.read" },
		{ "team", "people.read" },
	};
	const size_t length = strcspn(type, ".");
	const char *scope = "admin.read";

	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++)
		if (strncmp(nouns[i].noun, type, length) == 0 && nouns[i].noun[length] == '\0')
			scope = nouns[i].scope;
	for (size_t i = 0; i < actor->n_scopes; i++)
		if (strcmp(actor->scopes[i], scope) == 0)
			return true;
	return actor->admin;
}

static void keep_types(struct take_plugin *plugin, const struct actor *actor, const TakeRequest *request)
{
	bool equal = request->n_event_types == plugin->n_event_types;

	for (size_t i = 0; equal && i < request->n_event_types; i++)
		equal = strcmp(request->event_types[i], plugin->event_types[i]) == 0;
	if (equal)
		return;
	arena_reset(plugin->arena);
	plugin->event_types = NULL;
	plugin->allowed = NULL;
	plugin->n_event_types = plugin->n_allowed = 0;
	for (size_t i = 0; i < request->n_event_types; i++) {
		char *type = arena_strdup(plugin->arena, request->event_types[i]);

		*(char **)arena_push(plugin->arena, &plugin->event_types, &plugin->n_event_types, sizeof(char *)) =
			type;
		if (may_see_type(actor, type))
			*(char **)arena_push(plugin->arena, &plugin->allowed, &plugin->n_allowed, sizeof(char *)) =
				type;
		else
			log_warning(
				"plugin %s: its scopes do not let it see events \"%s\"", plugin->config->name, type);
	}
}

static void back_to_waiting(struct take_plugin *plugin, uint64_t sequence)
{
	for (struct take_work *work = plugin->work; work != NULL; work = work->next)
		if (work->state == TAKE_HANDED && (sequence == 0 || work->carried == sequence))
			work->state = TAKE_WAITING;
}

void take_gone(struct take_plugin *plugin)
{
	plugin->instance[0] = '\0';
	plugin->sequence = 0;
	back_to_waiting(plugin, 0);
}

/* Another process than before: what the former had is this one's. */
static void greet(struct take_plugin *plugin, const TakeRequest *request)
{
	struct loop_call *former = plugin->parked;
	struct error error;

	if (strcmp(plugin->instance, request->instance) == 0)
		return;
	take_gone(plugin);
	strcpy(plugin->instance, request->instance);
	if (former == NULL)
		return;
	plugin->parked = NULL;
	error_set(&error, STATUS_ABORTED, "another process takes the work of %s now", plugin->config->name);
	loop_call_end(former, &error);
}

static void take_in(struct take_plugin *plugin, const TakeRequest *request)
{
	for (size_t i = 0; i < request->n_done; i++) {
		struct take_work *work = take_work_find(plugin, request->done[i]->work);

		/* What is not known any more was said before. */
		if (work != NULL && work->state != TAKE_ENDING)
			take_work_end(work, request->done[i]);
	}
	for (size_t i = 0; i < request->n_lost; i++)
		back_to_waiting(plugin, request->lost[i]);
}

static void park(struct take_plugin *plugin, struct loop_call *call, uint64_t sequence)
{
	answer_empty(plugin);
	plugin->sequence = sequence;
	plugin->parked = call;
	plugin->gap_ns = 0;
	call->data = plugin;
	call->dropped = on_dropped;
	loop_call_hasten(call);
}

static enum status check(const struct loop_call *call, struct take_plugin **ret, struct error *reterr)
{
	const TakeRequest *request = (const TakeRequest *)call->in;

	if (call->actor.kind != ACTOR_PLUGIN || call->actor.plugin == NULL)
		return error_set(reterr, STATUS_PERMISSION_DENIED, "only a plugin's host takes work");
	*ret = take_find(call->loop, call->actor.plugin);
	if (*ret == NULL)
		return error_set(reterr, STATUS_NOT_FOUND, "the configuration has no plugin %s", call->actor.plugin);
	if (!(*ret)->enabled)
		return error_set(reterr, STATUS_ABORTED, "the plugin %s is switched off", call->actor.plugin);
	if (request->instance[0] == '\0' || strlen(request->instance) >= sizeof((*ret)->instance))
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "instance",
			"instance must be 1 to %zu bytes", sizeof((*ret)->instance) - 1);
	if (request->sequence == 0)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "sequence", "sequence counts from 1");
	return STATUS_OK;
}

static void handle(struct loop_call *call)
{
	const TakeRequest *request = (const TakeRequest *)call->in;
	struct take_plugin *plugin = NULL; /* check() fills it */
	struct error error;

	if (check(call, &plugin, &error) != STATUS_OK) {
		loop_call_end(call, &error);
		return;
	}
	greet(plugin, request);
	keep_types(plugin, &call->actor, request);
	take_in(plugin, request);
	if (request->sequence > plugin->sequence) {
		park(plugin, call, request->sequence);
	} else { /* overtaken on its way by the next one */
		TakeResponse nothing = TAKE_RESPONSE__INIT;

		loop_call_reply(call, &nothing.base);
	}
	take_pump_all(plugin->loop);
	moved(plugin->loop);
}

enum status take_disabled(const struct take_plugin *plugin, const char *locale, struct error *reterr)
{
	return error_detail(reterr, STATUS_UNAVAILABLE, "PLUGIN_DISABLED", NULL,
		words_pick(locale, "the plugin %s is switched off", "de plug-in %s staat uit"), plugin->config->name);
}

/* Each in the language of its own call. */
static void turn_away(struct take_work *work)
{
	struct error error;

	while (work->callers != NULL) {
		struct loop_call *call = work->callers;

		work->callers = call->next;
		take_disabled(work->plugin, call->locale, &error);
		loop_call_end(call, &error);
	}
}

void take_enable(struct take_plugin *plugin, bool enabled)
{
	struct take_work *work, *next;
	struct error error;

	if (plugin->enabled == enabled)
		return;
	plugin->enabled = enabled;
	plugin->gap_ns = clock_monotonic_ns();
	if (enabled)
		return;
	if (plugin->parked != NULL) {
		struct loop_call *parked = plugin->parked;

		plugin->parked = NULL;
		error_set(&error, STATUS_ABORTED, "the plugin %s is switched off", plugin->config->name);
		loop_call_end(parked, &error);
	}
	take_gone(plugin);
	for (work = plugin->work; work != NULL; work = next) {
		next = work->next;
		if (work->state == TAKE_ENDING)
			continue;
		turn_away(work);
		take_work_remove(work);
	}
	moved(plugin->loop);
}

static void on_stop(struct loop_hook *hook)
{
	struct loop *loop = hook->data;

	for (size_t i = 0; i < loop->take->n_plugins; i++) {
		answer_empty(&loop->take->plugins[i]);
		for (struct take_work *work = loop->take->plugins[i].work; work != NULL; work = work->next)
			work->callers = NULL; /* the loop ends them itself */
	}
	uv_close((uv_handle_t *)&loop->take->retry, NULL);
}

enum status take_start(struct loop *loop, struct error *reterr)
{
	struct take *take = or_abort(calloc(1, sizeof(*take)));
	int r = uv_timer_init(&loop->uv, &take->retry);

	if (r < 0) {
		free(take);
		return error_set(reterr, STATUS_INTERNAL, "no timer: %s", uv_strerror(r));
	}
	take->retry.data = loop;
	take->scratch = arena_create();
	take->n_plugins = loop->options.n_plugins;
	take->plugins = or_abort(calloc(take->n_plugins + 1, sizeof(*take->plugins)));
	for (size_t i = 0; i < take->n_plugins; i++)
		take->plugins[i] = (struct take_plugin){ .loop = loop,
			.config = &loop->options.plugins[i],
			.enabled = true,
			.arena = arena_create(),
			.gap_ns = clock_monotonic_ns() };
	take->on_commit = (struct loop_hook){ .run = on_hint, .data = loop };
	take->on_due = (struct loop_hook){ .run = on_hint, .data = loop };
	take->on_stop = (struct loop_hook){ .run = on_stop, .data = loop };
	loop->take = take;
	loop_handle(loop, "ridealong.v1.Plugins/Take", handle);
	loop_on_commit(loop, &take->on_commit);
	loop_on_due(loop, &take->on_due);
	loop_on_stop(loop, &take->on_stop);
	return STATUS_OK;
}

void take_finish(struct loop *loop)
{
	struct take *take = loop->take;

	if (take == NULL)
		return;
	for (size_t i = 0; i < take->n_plugins; i++) {
		while (take->plugins[i].work != NULL)
			take_work_remove(take->plugins[i].work);
		arena_destroy(take->plugins[i].arena);
	}
	arena_destroy(take->scratch);
	free(take->plugins);
	free(take);
	loop->take = NULL;
}
