/* SIGHUP: the configuration is read again while the daemon runs, and plugins start again with what changed for them. */
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

#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/timer.pb-c.h"
#include "tests/support/daemon.h"

#define MONDAY "manual:2026-03-02T08:00:00+01:00"

struct house {
	struct test_daemon daemon;
	struct ridealong_client *client;
	char head[1024]; /* of the file, up to the sections of plugins */
};

static void write_config(const struct house *house, const char *head, const char *every)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/ridealong.conf", house->daemon.dir);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "%s[plugin skip_unprepared]\n[plugin ticks]\nlibrary = %s/ticks.so\n", head,
		test_built("tests/plugins"));
	fprintf(file, "scopes = people.read timers.write\nevery_s = %s\n", every);
	assert_int_equal(fclose(file), 0);
}

static void start(struct house *house)
{
	struct ridealong_options options = { .size = sizeof(options) };
	struct ridealong_error error;

	memset(house, 0, sizeof(*house));
	test_daemon_make(&house->daemon, MONDAY, "skip_unprepared ticks", NULL);
	snprintf(house->head, sizeof(house->head),
		"[daemon]\ndata = %s/data\nlisten = %s\nsame_user = admin\nlog_level = info\n"
		"plugins = skip_unprepared ticks\n",
		house->daemon.dir, house->daemon.server);
	write_config(house, house->head, "60");
	test_daemon_start(&house->daemon);
	options.server = house->daemon.server;
	assert_int_equal(ridealong_client_open(&options, &house->client, &error), 0);
}

static void end(struct house *house)
{
	ridealong_client_close(house->client);
	test_daemon_stop(&house->daemon);
	test_daemon_remove(&house->daemon);
}

static void *call(
	struct house *house, const char *method, ProtobufCMessage *request, const ProtobufCMessageDescriptor *type)
{
	const struct ridealong_call_options options = { .size = sizeof(options) };
	ProtobufCMessage *reply = NULL;
	struct ridealong_error error;

	if (ridealong_call(house->client, method, request, &options, type, &reply, &error) != 0)
		fail_msg("%s: %s", method, error.message);
	return reply;
}

static void release(void *message)
{
	protobuf_c_message_free_unpacked(message, NULL);
}

static void breathe(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
}

/* The pid of a plugin that takes work, and is not that one. The deadline is CTest's. */
static int64_t await_process(struct house *house, const char *name, int64_t other)
{
	GetPluginRequest request = GET_PLUGIN_REQUEST__INIT;
	char full[100];

	snprintf(full, sizeof(full), "plugins/%s", name);
	request.name = full;
	for (;;) {
		Plugin *plugin = call(house, "ridealong.v1.Plugins/GetPlugin", &request.base, &plugin__descriptor);
		const int64_t pid = plugin->state == PLUGIN_STATE_RUNNING && plugin->parked ? plugin->pid : 0;

		release(plugin);
		if (pid != 0 && pid != other)
			return pid;
		breathe();
	}
}

/* How often the log has these words. */
static int count_in_log(const struct house *house, const char *words)
{
	char path[128], line[2048];
	int count = 0;
	FILE *log;

	snprintf(path, sizeof(path), "%s/log", house->daemon.dir);
	log = fopen(path, "r");
	assert_non_null(log);
	while (fgets(line, sizeof(line), log) != NULL)
		count += strstr(line, words) != NULL;
	fclose(log);
	return count;
}

static void hang_up_and_await(const struct house *house, const char *words)
{
	const int before = count_in_log(house, words);

	assert_int_equal(kill(house->daemon.pid, SIGHUP), 0);
	while (count_in_log(house, words) == before)
		breathe();
}

/* Each new person gets a timer of the plugin's, `every_s` later: how much later that is. */
static int64_t seconds_to_the_timer_of_a_new_person(struct house *house)
{
	CreatePersonRequest person_in = CREATE_PERSON_REQUEST__INIT;
	AdvanceClockRequest clock_in = ADVANCE_CLOCK_REQUEST__INIT;
	ListTimersRequest in = LIST_TIMERS_REQUEST__INIT;
	ListTimersResponse *list;
	Person person = PERSON__INIT;
	Duration second = DURATION__INIT;
	int64_t seconds = 0;

	person.email = (char *)"noor@example.com";
	person.display_name = (char *)"Noor";
	person_in.person = &person;
	release(call(house, "ridealong.v1.People/CreatePerson", &person_in.base, &person__descriptor));
	second.seconds = 1;
	clock_in.target_case = ADVANCE_CLOCK_REQUEST__TARGET_BY;
	clock_in.by = &second;
	release(call(house, "ridealong.v1.Admin/AdvanceClock", &clock_in.base, &advance_clock_response__descriptor));
	in.page_size = 1000;
	list = call(house, "ridealong.v1.Timers/ListTimers", &in.base, &list_timers_response__descriptor);
	for (size_t i = 0; i < list->n_timers; i++)
		if (strncmp(list->timers[i]->name, "plugins/ticks/", 14) == 0)
			seconds = list->timers[i]->due_time->seconds - list->timers[i]->create_time->seconds;
	release(list);
	return seconds;
}

static void a_plugin_whose_section_changed_starts_again_with_it_and_no_other_does(void **state)
{
	struct house house;
	int64_t ticks, other;

	(void)state;
	start(&house);
	ticks = await_process(&house, "ticks", 0);
	other = await_process(&house, "skip_unprepared", 0);
	write_config(&house, house.head, "7200");
	hang_up_and_await(&house, "ridealong.conf: read again");
	assert_int_equal(count_in_log(&house, "plugin ticks: its section changed"), 1);
	await_process(&house, "ticks", ticks);
	assert_int_equal(await_process(&house, "skip_unprepared", 0), other);
	assert_int_equal(seconds_to_the_timer_of_a_new_person(&house), 7200);
	/* An end that was asked for is no crash. */
	assert_int_equal(count_in_log(&house, "plugin ticks: its process"), 0);
	/* The same again changes nothing. */
	ticks = await_process(&house, "ticks", 0);
	hang_up_and_await(&house, "ridealong.conf: read again");
	assert_int_equal(await_process(&house, "ticks", 0), ticks);
	assert_int_equal(count_in_log(&house, "its section changed"), 1);
	end(&house);
}

static void a_file_that_is_wrong_anywhere_changes_nothing_and_is_told_with_its_line(void **state)
{
	struct house house;
	int64_t ticks;
	char head[1200];

	(void)state;
	start(&house);
	ticks = await_process(&house, "ticks", 0);
	write_config(&house, house.head, "often");
	hang_up_and_await(
		&house, "ridealong.conf:11: plugin ticks: every_s: \"often\" is no whole number; going on as before");
	write_config(&house, "[daemon]\nlog_level = loud\n", "7200");
	hang_up_and_await(&house, "ridealong.conf:2: ");
	assert_int_equal(count_in_log(&house, "read again"), 0);
	assert_int_equal(count_in_log(&house, "its section changed"), 0);
	assert_int_equal(await_process(&house, "ticks", 0), ticks);
	/* A level that comes with a bad section does not take effect either. */
	snprintf(head, sizeof(head), "%s", house.head);
	memcpy(strstr(head, "info"), "warn", 4);
	write_config(&house, head, "often");
	hang_up_and_await(&house, "going on as before");
	write_config(&house, house.head, "60");
	hang_up_and_await(&house, "ridealong.conf: read again");
	assert_int_equal(await_process(&house, "ticks", 0), ticks);
	end(&house);
}

static void what_waits_for_a_restart_is_named(void **state)
{
	struct house house;
	char head[1200];

	(void)state;
	start(&house);
	await_process(&house, "ticks", 0);
	snprintf(head, sizeof(head), "%sadmin = root\n[team]\nquiet = celebrate\n", house.head);
	write_config(&house, head, "60");
	hang_up_and_await(&house, "ridealong.conf: read again");
	assert_int_equal(count_in_log(&house, "ridealong.conf: admin changed, and waits for a restart"), 1);
	assert_int_equal(count_in_log(&house, "ridealong.conf: a section [team] changed, and waits for a restart"), 1);
	end(&house);
}

static void a_plugin_that_is_switched_off_stays_so_and_has_the_new_section_when_it_is_switched_on(void **state)
{
	GetPluginRequest request = GET_PLUGIN_REQUEST__INIT;
	DisablePluginRequest off = DISABLE_PLUGIN_REQUEST__INIT;
	EnablePluginRequest on = ENABLE_PLUGIN_REQUEST__INIT;
	struct house house;
	Plugin *plugin;

	(void)state;
	start(&house);
	await_process(&house, "ticks", 0);
	request.name = off.name = on.name = (char *)"plugins/ticks";
	release(call(&house, "ridealong.v1.Plugins/DisablePlugin", &off.base, &plugin__descriptor));
	write_config(&house, house.head, "7200");
	hang_up_and_await(&house, "ridealong.conf: read again");
	/* Who switched it off, switches it on. */
	plugin = call(&house, "ridealong.v1.Plugins/GetPlugin", &request.base, &plugin__descriptor);
	assert_int_equal(plugin->state, PLUGIN_STATE_DISABLED);
	release(plugin);
	release(call(&house, "ridealong.v1.Plugins/EnablePlugin", &on.base, &plugin__descriptor));
	await_process(&house, "ticks", 0);
	assert_int_equal(seconds_to_the_timer_of_a_new_person(&house), 7200);
	end(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plugin_whose_section_changed_starts_again_with_it_and_no_other_does),
		cmocka_unit_test(a_file_that_is_wrong_anywhere_changes_nothing_and_is_told_with_its_line),
		cmocka_unit_test(what_waits_for_a_restart_is_named),
		cmocka_unit_test(a_plugin_that_is_switched_off_stays_so_and_has_the_new_section_when_it_is_switched_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
