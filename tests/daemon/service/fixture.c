/* tests — service methods on a store in memory. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/domain/may.h"
#include "daemon/domain/see.h"
#include "daemon/store/coaching.h"
#include "daemon/store/event.h"
#include "daemon/store/person.h"
#include "proto/contract.h"

static const char *const plugin_scopes[] = { "actionpoints.read", "events.read", "meetings.read", "meetings.write",
	"people.read", "preparations.read", "reminders.read", "reminders.write", "sessions.read", "sessions.write",
	"templates.read", "timers.read", "timers.write" };
static const char *const program_scopes[] = { "meetings.read", "people.read", "sessions.read" };

static struct actor person(const char *name)
{
	return (struct actor){ .kind = ACTOR_PERSON, .person = name, .name = name };
}

static void add_actors(struct fixture *fixture)
{
	fixture->admin = (struct actor){ .kind = ACTOR_ADMIN, .admin = true, .name = "admin" };
	fixture->ruud = person("people/ruud");
	fixture->noor = person("people/noor");
	fixture->sam = person("people/sam");
	fixture->kim = person("people/kim");
	fixture->plugin = (struct actor){ .kind = ACTOR_PLUGIN,
		.name = "plugins/reminders",
		.plugin = "reminders",
		.scopes = plugin_scopes,
		.n_scopes = sizeof(plugin_scopes) / sizeof(plugin_scopes[0]) };
	fixture->program = (struct actor){ .kind = ACTOR_PROGRAM,
		.name = "tokens/crm",
		.scopes = program_scopes,
		.n_scopes = sizeof(program_scopes) / sizeof(program_scopes[0]) };
	fixture->nobody = (struct actor){ .kind = ACTOR_NOBODY, .name = "nobody" };
}

static void add_person(struct fixture *fixture, const char *id, const char *display_name, const char *language)
{
	DayOfWeek days[] = { DAY_OF_WEEK_MONDAY, DAY_OF_WEEK_TUESDAY, DAY_OF_WEEK_WEDNESDAY, DAY_OF_WEEK_THURSDAY,
		DAY_OF_WEEK_FRIDAY };
	Person added = PERSON__INIT;

	added.name = arena_printf(fixture->arena, "people/%s", id);
	added.email = arena_printf(fixture->arena, "%s@example.org", id);
	added.display_name = (char *)display_name;
	added.language = (char *)language;
	added.time_zone = "Europe/Amsterdam";
	added.n_working_days = sizeof(days) / sizeof(days[0]);
	added.working_days = days;
	added.quiet_from_minute = 1140;
	added.quiet_until_minute = 420;
	added.template_ = "account-manager";
	added.create_time = added.update_time = instant_new(fixture->arena, FIXTURE_NOW - CLOCK_DAY);
	assert_int_equal(store_person_insert(fixture->conn, &added, &fixture->error), STATUS_OK);
}

static void add_coaching(struct fixture *fixture, const char *coachee)
{
	Coaching coaching = COACHING__INIT;

	coaching.name = arena_printf(fixture->arena, "coachings/%s", coachee);
	coaching.coach = "people/ruud";
	coaching.coachee = arena_printf(fixture->arena, "people/%s", coachee);
	coaching.start_date = "2026-01-01";
	coaching.cadence_days = 28;
	coaching.create_time = coaching.update_time = instant_new(fixture->arena, FIXTURE_NOW - CLOCK_DAY);
	assert_int_equal(store_coaching_insert(fixture->conn, &coaching, &fixture->error), STATUS_OK);
}

int fixture_open(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	assert_int_equal(contract_init(&fixture->error), STATUS_OK);
	fixture->arena = arena_create();
	fixture->now = FIXTURE_NOW;
	memset(fixture->service.key, 7, sizeof(fixture->service.key));
	fixture->service.simulation = true;
	assert_int_equal(store_open(":memory:", FIXTURE_NOW, &fixture->store, &fixture->error), STATUS_OK);
	assert_int_equal(store_connect(fixture->store, STORE_WRITE, &fixture->conn, &fixture->error), STATUS_OK);
	add_actors(fixture);
	add_person(fixture, "ruud", "Ruud", "en");
	add_person(fixture, "noor", "Noor", "nl");
	add_person(fixture, "sam", "Sam", "en");
	add_person(fixture, "kim", "Kim", "en");
	add_coaching(fixture, "noor");
	add_coaching(fixture, "sam");
	*state = fixture;
	return 0;
}

int fixture_close(void **state)
{
	struct fixture *fixture = *state;

	store_disconnect(fixture->conn);
	store_close(fixture->store);
	arena_destroy(fixture->arena);
	free(fixture);
	return 0;
}

struct call *fixture_bare_call(struct fixture *fixture, const struct actor *actor, const char *method)
{
	struct call *call = arena_zero(fixture->arena, sizeof(*call));

	call->arena = fixture->arena;
	call->conn = fixture->conn;
	call->actor = actor;
	call->method = contract_find(method);
	assert_non_null(call->method);
	call->now = fixture->now;
	call->request_id = arena_printf(fixture->arena, "request-%d", ++fixture->calls);
	call->locale = fixture->locale != NULL ? fixture->locale : "en";
	call->service = &fixture->service;
	return call;
}

/* As rpc/ does it, without the lanes. */
static enum status run(struct call *call, ProtobufCService *service, const void *in)
{
	const char *method = call->method->full_name;
	enum status st;

	st = may(call->actor, method, NULL, call->locale, &call->error);
	if (st != STATUS_OK)
		return st;
	assert_int_equal(store_begin_write(call->conn, &call->error), STATUS_OK);
	service->invoke(service, call->method->index, in, NULL, call);
	if (call->status != STATUS_OK) {
		store_rollback(call->conn);
		return call->status;
	}
	assert_int_equal(store_commit(call->conn, &call->error), STATUS_OK);
	if (call->reply != NULL)
		see(call->actor, method, call->reply);
	return STATUS_OK;
}

enum status fixture_call_as(struct fixture *fixture, const struct actor *actor, const char *request_id, void *service,
	const char *method, const void *in, void *ret)
{
	ProtobufCService *generated = service;
	struct call *call;
	enum status st;

	call = fixture_bare_call(
		fixture, actor, arena_printf(fixture->arena, "%s/%s", generated->descriptor->name, method));
	if (request_id != NULL)
		call->request_id = request_id;
	st = run(call, generated, in);
	if (st != STATUS_OK)
		fixture->error = call->error;
	else if (ret != NULL)
		memcpy(ret, &call->reply, sizeof(call->reply));
	return st;
}

enum status fixture_call(struct fixture *fixture, const struct actor *actor, void *service, const char *method,
	const void *in, void *ret)
{
	return fixture_call_as(fixture, actor, NULL, service, method, in, ret);
}

int fixture_events(struct fixture *fixture, const char *type, const char *for_whom)
{
	struct store_viewer viewer = { .all = for_whom == NULL, .person = for_whom != NULL ? for_whom : "" };
	char *types[] = { (char *)type };
	struct store_event_filter filter = {
		.viewer = &viewer, .types = types, .n_types = type != NULL ? 1 : 0, .limit = 1000000
	};
	Event **events;
	size_t count;
	int64_t last;

	assert_int_equal(
		store_event_list(fixture->conn, &filter, fixture->arena, &events, &count, &last, NULL), STATUS_OK);
	return (int)count;
}
