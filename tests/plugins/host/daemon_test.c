/* Plugins as processes of a real daemon: good ones, and ones that crash, spin, hold on or lie. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <ridealong/client.h>

#include "proto/status.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/event.pb-c.h"
#include "ridealong/v1/gate.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/timer.pb-c.h"
#include "tests/support/daemon.h"

#define MONDAY "manual:2026-03-02T08:00:00+01:00"

struct fixture {
	struct test_daemon daemon;
	struct ridealong_client *client;
	struct ridealong_error error; /* of the last call */
};

static void connect_client(struct fixture *f)
{
	const struct ridealong_options options = { .size = sizeof(options), .server = f->daemon.server };

	assert_int_equal(ridealong_client_open(&options, &f->client, &f->error), 0);
}

/* A daemon with one fixture as its plugin, and more lines in the plugin's section. */
static void start(struct fixture *f, const char *clock, const char *plugin, const char *more)
{
	char config[1024];

	memset(f, 0, sizeof(*f));
	snprintf(config, sizeof(config), "[plugin %s]\nlibrary = %s/%s.so\n%s", plugin, test_built("tests/plugins"),
		plugin, more);
	test_daemon_make(&f->daemon, clock, plugin, config);
	test_daemon_start(&f->daemon);
	connect_client(f);
}

static void end(struct fixture *f)
{
	ridealong_client_close(f->client);
	test_daemon_stop(&f->daemon);
	test_daemon_remove(&f->daemon);
}

static void *call(struct fixture *f, const char *method, ProtobufCMessage *request,
	const ProtobufCMessageDescriptor *type, uint32_t timeout_ms)
{
	const struct ridealong_call_options options = { .size = sizeof(options), .timeout_ms = timeout_ms };
	ProtobufCMessage *reply = NULL;

	memset(&f->error, 0, sizeof(f->error));
	if (ridealong_call(f->client, method, request, &options, type, &reply, &f->error) != 0)
		return NULL;
	return reply;
}

static void release(void *message)
{
	protobuf_c_message_free_unpacked(message, NULL);
}

static Plugin *get_plugin(struct fixture *f, const char *name)
{
	GetPluginRequest request = GET_PLUGIN_REQUEST__INIT;
	char full[100];
	Plugin *plugin;

	snprintf(full, sizeof(full), "plugins/%s", name);
	request.name = full;
	plugin = call(f, "ridealong.v1.Plugins/GetPlugin", &request.base, &plugin__descriptor, 0);
	if (plugin == NULL)
		fail_msg("GetPlugin: %s", f->error.message);
	return plugin;
}

/* Asks until it is so; the daemon's own deadline of a test is CTest's. */
static Plugin *await(struct fixture *f, const char *name, int (*holds)(const Plugin *plugin, int number), int number)
{
	const struct timespec breath = { .tv_nsec = 5000000 };

	for (;;) {
		Plugin *plugin = get_plugin(f, name);

		if (holds(plugin, number))
			return plugin;
		release(plugin);
		nanosleep(&breath, NULL);
	}
}

static int is_in_state(const Plugin *plugin, int state)
{
	return (int)plugin->state == state;
}

/* After so many restarts it waits for work again. */
static int is_parked_after(const Plugin *plugin, int restarts)
{
	return plugin->restarts >= restarts && plugin->parked && plugin->waiting == 0;
}

static int is_running_after(const Plugin *plugin, int restarts)
{
	return plugin->restarts >= restarts && plugin->state == PLUGIN_STATE_RUNNING;
}

static int has_unfinished(const Plugin *plugin, int number)
{
	return plugin->unfinished >= number;
}

static void create_person(struct fixture *f, const char *email, char ret_name[64])
{
	CreatePersonRequest request = CREATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT, *created;

	person.email = (char *)email;
	person.display_name = (char *)email;
	person.language = "en";
	person.time_zone = "Europe/Amsterdam";
	request.person = &person;
	created = call(f, "ridealong.v1.People/CreatePerson", &request.base, &person__descriptor, 0);
	if (created == NULL)
		fail_msg("CreatePerson: %s", f->error.message);
	snprintf(ret_name, 64, "%s", created->name);
	release(created);
}

static size_t count_events(struct fixture *f, const char *type, const char *subject)
{
	ListEventsRequest request = LIST_EVENTS_REQUEST__INIT;
	ListEventsResponse *response;
	char *types[] = { (char *)type };
	size_t count;

	request.types = types;
	request.n_types = 1;
	request.subject = (char *)subject;
	response = call(f, "ridealong.v1.Events/ListEvents", &request.base, &list_events_response__descriptor, 0);
	if (response == NULL)
		fail_msg("ListEvents: %s", f->error.message);
	count = response->n_events;
	release(response);
	return count;
}

static AdvanceClockResponse *advance(struct fixture *f, int64_t seconds, uint32_t timeout_ms)
{
	AdvanceClockRequest request = ADVANCE_CLOCK_REQUEST__INIT;
	Duration by = DURATION__INIT;

	by.seconds = seconds;
	request.target_case = ADVANCE_CLOCK_REQUEST__TARGET_BY;
	request.by = &by;
	return call(
		f, "ridealong.v1.Admin/AdvanceClock", &request.base, &advance_clock_response__descriptor, timeout_ms);
}

static int64_t now(struct fixture *f)
{
	GetStatusRequest request = GET_STATUS_REQUEST__INIT;
	Status *status = call(f, "ridealong.v1.Admin/GetStatus", &request.base, &status__descriptor, 0);
	int64_t seconds;

	if (status == NULL)
		fail_msg("GetStatus: %s", f->error.message);
	seconds = status->clock_time->seconds;
	release(status);
	return seconds;
}

static void turn(struct fixture *f, const char *method, const char *name)
{
	EnablePluginRequest request = ENABLE_PLUGIN_REQUEST__INIT; /* both have a name and nothing else */
	DisablePluginRequest other = DISABLE_PLUGIN_REQUEST__INIT;
	char full[100], path[100];
	Plugin *plugin;

	snprintf(full, sizeof(full), "plugins/%s", name);
	snprintf(path, sizeof(path), "ridealong.v1.Plugins/%s", method);
	request.name = other.name = full;
	plugin = call(
		f, path, strcmp(method, "EnablePlugin") == 0 ? &request.base : &other.base, &plugin__descriptor, 0);
	if (plugin == NULL)
		fail_msg("%s: %s", method, f->error.message);
	release(plugin);
}

static void work_of_a_plugin_that_dies_between_effect_and_done_is_done_once(void **state)
{
	char names[3][64];
	struct fixture f;

	(void)state;
	start(&f, NULL, "dies", "scopes = people.read people.write\n");
	for (int i = 0; i < 3; i++) {
		char email[40];

		snprintf(email, sizeof(email), "person%d@example.com", i);
		create_person(&f, email, names[i]); /* no call fails, whenever the plugin dies */
	}
	release(await(&f, "dies", is_parked_after, 3));
	for (int i = 0; i < 3; i++)
		assert_int_equal(count_events(&f, "person.updated", names[i]), 1);
	end(&f);
}

static void work_of_a_plugin_that_is_killed_is_handed_to_the_next_process(void **state)
{
	char name[64];
	struct fixture f;
	Plugin *plugin;

	(void)state;
	start(&f, NULL, "holds", "scopes = people.read\n");
	create_person(&f, "one@example.com", name);
	plugin = await(&f, "holds", has_unfinished, 1);
	kill((pid_t)plugin->pid, SIGKILL);
	release(plugin);
	release(await(&f, "holds", is_running_after, 1));
	plugin = await(&f, "holds", has_unfinished, 1);
	assert_string_equal(plugin->last_error, "ended by signal 9 (Killed)");
	release(plugin);
	end(&f);
}

static void a_plugin_that_spins_is_killed_and_at_last_switched_off(void **state)
{
	char name[64];
	struct fixture f;
	Plugin *plugin;

	(void)state;
	start(&f, NULL, "spins", "scopes = people.read\nwatchdog_s = 1\n");
	create_person(&f, "one@example.com", name);
	plugin = await(&f, "spins", is_in_state, PLUGIN_STATE_DISABLED);
	assert_string_equal(plugin->last_error, "took no work for 1 seconds and was killed");
	assert_int_equal(plugin->pid, 0);
	release(plugin);
	create_person(&f, "two@example.com", name);
	end(&f);
}

static void a_plugin_that_crashes_for_ever_is_switched_off_until_somebody_switches_it_on(void **state)
{
	struct fixture f;
	Plugin *plugin;

	(void)state;
	start(&f, NULL, "crashes", "");
	plugin = await(&f, "crashes", is_in_state, PLUGIN_STATE_DISABLED);
	assert_string_equal(plugin->last_error, "ended by signal 6 (Aborted)");
	assert_int_equal(plugin->restarts, 4);
	release(plugin);
	turn(&f, "EnablePlugin", "crashes");
	release(await(&f, "crashes", is_in_state, PLUGIN_STATE_BACKOFF));
	plugin = await(&f, "crashes", is_in_state, PLUGIN_STATE_DISABLED);
	assert_int_equal(plugin->restarts, 8);
	release(plugin);
	end(&f);
}

static void a_plugin_of_another_abi_is_not_tried_again(void **state)
{
	struct fixture f;
	Plugin *plugin;

	(void)state;
	start(&f, NULL, "old_abi", "");
	plugin = await(&f, "old_abi", is_in_state, PLUGIN_STATE_DISABLED);
	assert_non_null(strstr(plugin->last_error, "wanted abi 1, got 0"));
	assert_int_equal(plugin->restarts, 0);
	release(plugin);
	end(&f);
}

static void switched_off_a_plugin_waits_and_switched_on_it_goes_on(void **state)
{
	char name[64];
	struct fixture f;

	(void)state;
	start(&f, NULL, "dies", "scopes = people.read people.write\n");
	release(await(&f, "dies", is_parked_after, 0));
	turn(&f, "DisablePlugin", "dies");
	release(await(&f, "dies", is_in_state, PLUGIN_STATE_DISABLED));
	create_person(&f, "one@example.com", name);
	ridealong_client_close(f.client);
	test_daemon_stop(&f.daemon); /* it stays switched off */
	test_daemon_start(&f.daemon);
	connect_client(&f);
	release(await(&f, "dies", is_in_state, PLUGIN_STATE_DISABLED));
	assert_int_equal(count_events(&f, "person.updated", name), 0);
	turn(&f, "EnablePlugin", "dies");
	release(await(&f, "dies", is_parked_after, 1));
	assert_int_equal(count_events(&f, "person.updated", name), 1);
	end(&f);
}

static int explain(struct fixture *f)
{
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;
	void *reply;

	request.session = "sessions/00000000-0000-7000-8000-000000000000";
	reply = call(f, "ridealong.v1.Gate/ExplainGate", &request.base, &explain_gate_response__descriptor, 0);
	if (reply != NULL)
		release(reply);
	return f->error.status;
}

static void a_served_call_is_answered_by_its_plugin_or_says_which_is_missing(void **state)
{
	struct fixture f;

	(void)state;
	memset(&f, 0, sizeof(f));
	test_daemon_make(&f.daemon, NULL, "skip_unprepared", "[plugin skip_unprepared]\n");
	test_daemon_start(&f.daemon);
	connect_client(&f);
	assert_int_equal(explain(&f), STATUS_NOT_FOUND);
	turn(&f, "DisablePlugin", "skip_unprepared");
	release(await(&f, "skip_unprepared", is_in_state, PLUGIN_STATE_DISABLED));
	assert_int_equal(explain(&f), STATUS_UNAVAILABLE);
	assert_string_equal(f.error.message, "the plugin skip_unprepared is switched off");
	assert_string_equal(f.error.reason, "PLUGIN_DISABLED");
	end(&f);
}

static void the_clock_goes_from_one_due_moment_to_the_next(void **state)
{
	AdvanceClockResponse *response;
	char name[64];
	struct fixture f;
	int64_t before;

	(void)state;
	start(&f, MONDAY, "ticks", "scopes = people.read timers.write\nevery_s = 3600\n");
	create_person(&f, "one@example.com", name);
	before = now(&f);
	response = advance(&f, 48 * 3600, 0);
	if (response == NULL)
		fail_msg("AdvanceClock: %s", f.error.message);
	/* the plugin's, and the service's two nights, which may fall on the same moments */
	assert_in_range(response->rounds, 48, 50);
	assert_int_equal(response->timers, 48 + 2);
	assert_int_equal(response->clock_time->seconds, before + 48 * 3600);
	release(response);
	assert_int_equal(now(&f), before + 48 * 3600);
	end(&f);
}

static void a_timer_that_never_lets_go_of_an_instant_is_named(void **state)
{
	char name[64];
	struct fixture f;

	(void)state;
	start(&f, MONDAY, "ticks", "scopes = people.read timers.write\nevery_s = 0\n");
	create_person(&f, "one@example.com", name);
	assert_null(advance(&f, 3600, 0));
	assert_int_equal(f.error.status, STATUS_RESOURCE_EXHAUSTED);
	assert_non_null(strstr(f.error.message, name));
	end(&f);
}

static void a_plugin_that_is_stuck_is_named_and_the_clock_stays(void **state)
{
	AdvanceClockResponse *response;
	char name[64];
	struct fixture f;
	int64_t before;

	(void)state;
	start(&f, MONDAY, "holds", "scopes = people.read\n");
	create_person(&f, "one@example.com", name);
	before = now(&f);
	assert_null(advance(&f, 3600, 500));
	assert_int_equal(f.error.status, STATUS_DEADLINE_EXCEEDED);
	assert_string_equal(
		f.error.message, "the clock stays where it is: the plugin holds did not finish its work in time");
	assert_int_equal(now(&f), before);
	turn(&f, "DisablePlugin", "holds");
	release(await(&f, "holds", is_in_state, PLUGIN_STATE_DISABLED));
	response = advance(&f, 3600, 0);
	assert_non_null(response);
	release(response);
	assert_int_equal(now(&f), before + 3600);
	end(&f);
}

/* Timers of plugins, by key: each stands for an event that was done. */
static bool has_timer(struct fixture *f, const char *key)
{
	ListTimersRequest request = LIST_TIMERS_REQUEST__INIT;
	ListTimersResponse *response;
	bool found = false;

	response = call(f, "ridealong.v1.Timers/ListTimers", &request.base, &list_timers_response__descriptor, 0);
	if (response == NULL)
		fail_msg("ListTimers: %s", f->error.message);
	for (size_t i = 0; i < response->n_timers; i++)
		found = found || strcmp(response->timers[i]->key, key) == 0;
	release(response);
	return found;
}

static void step(struct fixture *f, int64_t seconds)
{
	AdvanceClockResponse *response = advance(f, seconds, 0);

	if (response == NULL)
		fail_msg("AdvanceClock: %s", f->error.message);
	release(response);
}

static void an_event_that_fails_comes_again_later_and_those_after_it_wait(void **state)
{
	char names[3][64];
	struct fixture f;

	(void)state;
	start(&f, MONDAY, "fails", "scopes = people.read timers.write\n");
	for (int i = 0; i < 3; i++) {
		char email[40];

		snprintf(email, sizeof(email), "person%d@example.com", i);
		create_person(&f, email, names[i]);
	}
	step(&f, 0); /* the first try; the next comes a second later, the third two seconds after that */
	assert_false(has_timer(&f, names[0]));
	step(&f, 2);
	assert_false(has_timer(&f, names[0]));
	assert_false(has_timer(&f, names[2]));
	step(&f, 1);
	assert_true(has_timer(&f, names[0]));
	assert_false(has_timer(&f, names[1])); /* what cannot be mended is given up, and does not hold up the rest */
	assert_true(has_timer(&f, names[2]));
	end(&f);
}

static void a_real_clock_is_not_moved(void **state)
{
	struct fixture f;

	(void)state;
	memset(&f, 0, sizeof(f));
	test_daemon_make(&f.daemon, NULL, "", NULL);
	test_daemon_start(&f.daemon);
	connect_client(&f);
	assert_null(advance(&f, 3600, 0));
	assert_int_equal(f.error.status, STATUS_FAILED_PRECONDITION);
	assert_string_equal(f.error.reason, "CLOCK_REAL");
	end(&f);
}

static void hosts_end_with_a_daemon_that_is_killed(void **state)
{
	const struct timespec breath = { .tv_nsec = 5000000 };
	char name[64];
	struct fixture f;
	Plugin *plugin;
	pid_t pid;

	(void)state;
	start(&f, NULL, "spins", "scopes = people.read\n");
	create_person(&f, "one@example.com", name);
	plugin = await(&f, "spins", has_unfinished, 1);
	pid = (pid_t)plugin->pid;
	release(plugin);
	ridealong_client_close(f.client);
	test_daemon_kill(&f.daemon);
	while (kill(pid, 0) == 0)
		nanosleep(&breath, NULL);
	test_daemon_remove(&f.daemon);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(work_of_a_plugin_that_dies_between_effect_and_done_is_done_once),
		cmocka_unit_test(work_of_a_plugin_that_is_killed_is_handed_to_the_next_process),
		cmocka_unit_test(a_plugin_that_spins_is_killed_and_at_last_switched_off),
		cmocka_unit_test(a_plugin_that_crashes_for_ever_is_switched_off_until_somebody_switches_it_on),
		cmocka_unit_test(a_plugin_of_another_abi_is_not_tried_again),
		cmocka_unit_test(switched_off_a_plugin_waits_and_switched_on_it_goes_on),
		cmocka_unit_test(a_served_call_is_answered_by_its_plugin_or_says_which_is_missing),
		cmocka_unit_test(the_clock_goes_from_one_due_moment_to_the_next),
		cmocka_unit_test(a_timer_that_never_lets_go_of_an_instant_is_named),
		cmocka_unit_test(a_plugin_that_is_stuck_is_named_and_the_clock_stays),
		cmocka_unit_test(an_event_that_fails_comes_again_later_and_those_after_it_wait),
		cmocka_unit_test(a_real_clock_is_not_moved),
		cmocka_unit_test(hosts_end_with_a_daemon_that_is_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
