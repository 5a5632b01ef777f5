/* tests/ — the whole house: a call in each lane of a real daemon, over a real socket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/event.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "tests/support/caller.h"
#include "tests/support/daemon.h"

#define START "manual:2026-03-02T08:00:00+01:00"

struct house {
	struct test_daemon daemon;
	struct test_caller caller;
};

static int open_with(void **state, const char *clock)
{
	struct house *house = calloc(1, sizeof(*house));

	test_daemon_make(&house->daemon, clock, "", NULL);
	test_daemon_start(&house->daemon);
	test_caller_open(&house->caller, house->daemon.server);
	*state = house;
	return 0;
}

static int open_real(void **state)
{
	return open_with(state, NULL);
}

static int open_simulation(void **state)
{
	return open_with(state, START);
}

static int close_house(void **state)
{
	struct house *house = *state;

	test_caller_close(&house->caller);
	test_daemon_remove(&house->daemon);
	free(house);
	return 0;
}

static void free_message(void *message)
{
	protobuf_c_message_free_unpacked(message, NULL);
}

static Status *get_status(struct house *house)
{
	GetStatusRequest in = GET_STATUS_REQUEST__INIT;

	return test_answer(
		test_call(&house->caller, "ridealong.v1.Admin/GetStatus", &in.base, NULL), &status__descriptor);
}

static Reply *create_token(struct house *house, const char *display_name, const char *request_id)
{
	static char *scopes[] = { "events.read" };
	CreateTokenRequest in = CREATE_TOKEN_REQUEST__INIT;
	Token token = TOKEN__INIT;

	token.display_name = (char *)display_name;
	token.scopes = scopes;
	token.n_scopes = 1;
	in.token = &token;
	return test_call(&house->caller, "ridealong.v1.Admin/CreateToken", &in.base, request_id);
}

static void a_read_is_answered(void **state)
{
	Status *status = get_status(*state);

	assert_string_equal(status->caller, "admin");
	assert_true(status->admin);
	assert_false(status->simulation);
	assert_int_equal(status->n_listen, 1);
	free_message(status);
}

static void a_write_is_answered_and_has_its_effect_once(void **state)
{
	struct house *house = *state;
	Token *first = test_answer(create_token(house, "planning", "request-1"), &token__descriptor);
	Token *again = test_answer(create_token(house, "planning", "request-1"), &token__descriptor);
	ListTokensRequest in = LIST_TOKENS_REQUEST__INIT;
	ListTokensResponse *tokens;

	assert_memory_equal(first->secret, "ra_", 3);
	assert_string_equal(again->name, first->name);
	assert_string_equal(again->secret, ""); /* shown once */
	test_refused(create_token(house, "another", "request-1"), 6, "REQUEST_ID_REUSED");
	tokens = test_answer(test_call(&house->caller, "ridealong.v1.Admin/ListTokens", &in.base, NULL),
		&list_tokens_response__descriptor);
	assert_int_equal(tokens->n_tokens, 1);
	free_message(tokens);
	free_message(first);
	free_message(again);
}

static void a_slow_call_is_answered(void **state)
{
	struct house *house = *state;
	BackupStoreRequest in = BACKUP_STORE_REQUEST__INIT;
	BackupStoreResponse *backup =
		test_answer(test_call(&house->caller, "ridealong.v1.Admin/BackupStore", &in.base, NULL),
			&backup_store_response__descriptor);
	char path[512];
	struct stat found;

	snprintf(path, sizeof(path), "%s/data/backups/%s", house->daemon.dir, backup->file);
	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_size, backup->size);
	assert_int_equal(found.st_mode & 0777, 0600);
	free_message(backup);
}

static void the_operator_is_told_how_busy_it_is(void **state)
{
	struct house *house = *state;
	GetMetricsRequest in = GET_METRICS_REQUEST__INIT;
	struct test_caller another;
	Metrics *metrics;

	reply__free_unpacked(create_token(house, "planning", "request-1"), NULL);
	test_caller_open(&another, house->daemon.server);
	free_message(test_answer(test_call(&another, "ridealong.v1.Admin/GetStatus", NULL, NULL), &status__descriptor));
	metrics = test_answer(
		test_call(&house->caller, "ridealong.v1.Admin/GetMetrics", &in.base, NULL), &metrics__descriptor);
	assert_int_equal(metrics->callers, 2);
	assert_true(metrics->calls_under_way >= 1); /* this one, and perhaps one whose answer is just being written */
	assert_true(metrics->memory > 1024 * 1024);
	assert_true(metrics->peak_memory > 1024 * 1024);
	assert_int_equal(metrics->n_queues, 4);
	assert_true(metrics->commits > 0 && metrics->wal_size > 0);
	assert_non_null(metrics->start_time);
	free_message(metrics);
	test_caller_close(&another);
}

/* Sees to it that something has happened; ret: the name of the last of it. */
static void make_event(struct house *house, char ret[64])
{
	ListEventsRequest in = LIST_EVENTS_REQUEST__INIT;
	ListEventsResponse *events;

	reply__free_unpacked(create_token(house, "before", "request-0"), NULL);
	in.page_size = 1;
	in.latest = true;
	events = test_answer(test_call(&house->caller, "ridealong.v1.Events/ListEvents", &in.base, NULL),
		&list_events_response__descriptor);
	assert_int_equal(events->n_events, 1);
	snprintf(ret, 64, "%s", events->events[0]->name);
	free_message(events);
}

/* For what comes after something that has happened: a call that is counted as parked may not have been looked at yet,
 * and "from now on" begins when it is. */
static void begin_watch(struct house *house, uint64_t call_id, uint32_t timeout_ms, struct test_call *ret)
{
	WatchEventsRequest in = WATCH_EVENTS_REQUEST__INIT;
	Request envelope = REQUEST__INIT;
	char before[64];

	make_event(house, before);
	in.after = before;
	envelope.method = "ridealong.v1.Events/WatchEvents";
	envelope.call_id = call_id;
	envelope.timeout_ms = timeout_ms;
	test_call_begin(&house->caller, &envelope, &in.base, ret);
}

static int parked(struct house *house)
{
	GetMetricsRequest in = GET_METRICS_REQUEST__INIT;
	Metrics *metrics = test_answer(
		test_call(&house->caller, "ridealong.v1.Admin/GetMetrics", &in.base, NULL), &metrics__descriptor);
	int count = metrics->parked;

	free_message(metrics);
	return count;
}

static void wait_until_parked(struct house *house, int count)
{
	while (parked(house) != count)
		continue;
}

static void a_watch_waits_until_something_happens(void **state)
{
	struct house *house = *state;
	ListEventsResponse *events;
	struct test_call watch;

	begin_watch(house, 71, 30000, &watch);
	wait_until_parked(house, 1);
	reply__free_unpacked(create_token(house, "planning", "request-2"), NULL);
	events = test_answer(test_call_end(&watch), &list_events_response__descriptor);
	assert_int_equal(events->n_events, 1);
	assert_string_equal(events->events[0]->type, "token.created");
	assert_string_equal(events->events[0]->actor, "admin");
	free_message(events);
}

static void a_watch_in_vain_is_answered_with_nothing(void **state)
{
	ListEventsResponse *events;
	struct test_call watch;

	begin_watch(*state, 72, 300, &watch);
	events = test_answer(test_call_end(&watch), &list_events_response__descriptor);
	assert_int_equal(events->n_events, 0);
	free_message(events);
}

static void a_watch_can_be_cancelled_and_dies_with_its_caller(void **state)
{
	struct house *house = *state;
	CancelRequest in = CANCEL_REQUEST__INIT;
	struct house other = { .daemon = house->daemon };
	struct test_call watch;

	begin_watch(house, 73, 30000, &watch);
	wait_until_parked(house, 1);
	in.call_id = 73;
	free_message(test_answer(
		test_call(&house->caller, "ridealong.v1.Calls/Cancel", &in.base, NULL), &cancel_response__descriptor));
	test_refused(test_call_end(&watch), 1, NULL);
	assert_int_equal(parked(house), 0);

	test_caller_open(&other.caller, house->daemon.server);
	begin_watch(&other, 74, 30000, &watch);
	wait_until_parked(house, 1);
	test_call_abandon(&watch);
	test_caller_close(&other.caller);
	wait_until_parked(house, 0);
}

static void a_caller_may_leave_so_many_calls_waiting_and_no_more(void **state)
{
	struct house *house = *state;
	struct test_call watches[65];

	for (uint64_t i = 0; i < 64; i++)
		begin_watch(house, 100 + i, 30000, &watches[i]);
	wait_until_parked(house, 64);
	begin_watch(house, 200, 30000, &watches[64]);
	test_refused(test_call_end(&watches[64]), 8, "TOO_MANY_WAITING");
	reply__free_unpacked(create_token(house, "planning", "request-3"), NULL);
	for (int i = 0; i < 64; i++)
		free_message(test_answer(test_call_end(&watches[i]), &list_events_response__descriptor));
}

static void the_clock_of_a_simulation_advances_and_is_kept(void **state)
{
	struct house *house = *state;
	AdvanceClockRequest in = ADVANCE_CLOCK_REQUEST__INIT;
	Duration day = DURATION__INIT;
	AdvanceClockResponse *advanced;
	Status *status = get_status(house);
	int64_t before = status->clock_time->seconds;

	assert_true(status->simulation);
	free_message(status);
	day.seconds = 86400;
	in.by = &day;
	in.target_case = ADVANCE_CLOCK_REQUEST__TARGET_BY;
	advanced = test_answer(test_call(&house->caller, "ridealong.v1.Admin/AdvanceClock", &in.base, "advance-1"),
		&advance_clock_response__descriptor);
	assert_int_equal(advanced->clock_time->seconds, before + 86400);
	free_message(advanced);

	test_caller_close(&house->caller);
	test_daemon_kill(&house->daemon);
	test_daemon_start(&house->daemon); /* with the clock of the first start */
	test_caller_open(&house->caller, house->daemon.server);
	status = get_status(house);
	assert_int_equal(status->clock_time->seconds, before + 86400);
	free_message(status);
}

static void a_read_is_recorded_at_the_same_instant_of_a_later_start(void **state)
{
	struct house *house = *state;
	ListSessionsRequest in = LIST_SESSIONS_REQUEST__INIT;

	for (int start = 0; start < 2; start++) {
		free_message(
			test_answer(test_call(&house->caller, "ridealong.v1.Sessions/ListSessions", &in.base, NULL),
				&list_sessions_response__descriptor));
		test_caller_close(&house->caller);
		test_daemon_kill(&house->daemon);
		test_daemon_start(&house->daemon);
		test_caller_open(&house->caller, house->daemon.server);
	}
}

static void the_clock_is_real_otherwise(void **state)
{
	struct house *house = *state;
	AdvanceClockRequest in = ADVANCE_CLOCK_REQUEST__INIT;
	Duration day = DURATION__INIT;

	day.seconds = 86400;
	in.by = &day;
	in.target_case = ADVANCE_CLOCK_REQUEST__TARGET_BY;
	test_refused(test_call(&house->caller, "ridealong.v1.Admin/AdvanceClock", &in.base, "advance-1"), 9, NULL);
}

static void what_is_no_call_gets_a_clean_answer(void **state)
{
	struct house *house = *state;
	CreateTokenRequest in = CREATE_TOKEN_REQUEST__INIT;
	Request envelope = REQUEST__INIT;
	uint8_t noise[512];
	uint32_t seed = 7;

	for (int round = 0; round < 200; round++) {
		size_t size = (size_t)round * 2;

		for (size_t i = 0; i < size; i++)
			noise[i] = (uint8_t)((seed = seed * 1664525 + 1013904223) >> 24);
		Reply *reply = test_send(&house->caller, noise, size);

		assert_non_null(reply);
		assert_true(reply->status == 3 || reply->status == 12);
		reply__free_unpacked(reply, NULL);
	}
	test_refused(test_call(&house->caller, "ridealong.v1.Admin/MakeCoffee", NULL, NULL), 12, "METHOD_UNKNOWN");
	test_refused(
		test_call(&house->caller, "ridealong.v1.Admin/CreateToken", &in.base, NULL), 3, "REQUEST_ID_MISSING");
	test_refused(test_call(&house->caller, "ridealong.v1.Admin/CreateToken", &in.base, "one\ntwo"), 3,
		"REQUEST_ID_INVALID");
	test_refused(test_call(&house->caller, "ridealong.v1.Admin/CreateToken", &in.base, "request-9"), 3,
		"DISPLAY_NAME_MISSING");
	envelope.method = "ridealong.v1.Admin/GetStatus";
	envelope.payload.data = noise;
	envelope.payload.len = sizeof(noise);
	test_refused(test_call_with(&house->caller, &envelope, NULL), 3, NULL);
	free_message(get_status(house));
}

static void a_message_over_a_mebibyte_is_refused_with_its_size(void **state)
{
	struct house *house = *state;
	size_t size = 1024 * 1024 + 1000;
	uint8_t *large = calloc(1, size);
	Reply *reply = test_send(&house->caller, large, size);

	test_refused(reply, 8, "MESSAGE_TOO_LARGE");
	free(large);
	free_message(get_status(house));
}

static void a_token_opens_what_it_says_until_it_is_revoked(void **state)
{
	struct house *house = *state;
	Token *token = test_answer(create_token(house, "planning", "request-4"), &token__descriptor);
	RevokeTokenRequest revoke = REVOKE_TOKEN_REQUEST__INIT;
	ListEventsRequest list = LIST_EVENTS_REQUEST__INIT;
	ListTokensRequest tokens = LIST_TOKENS_REQUEST__INIT;
	Request envelope = REQUEST__INIT;

	envelope.token = token->secret;
	envelope.method = "ridealong.v1.Events/ListEvents";
	free_message(
		test_answer(test_call_with(&house->caller, &envelope, &list.base), &list_events_response__descriptor));
	envelope.method = "ridealong.v1.Admin/ListTokens";
	test_refused(test_call_with(&house->caller, &envelope, &tokens.base), 7, NULL);
	envelope.act_as = "somebody@example.com";
	envelope.method = "ridealong.v1.Events/ListEvents";
	test_refused(test_call_with(&house->caller, &envelope, &list.base), 7, "ACT_AS_DENIED");
	envelope.act_as = "";
	revoke.name = token->name;
	free_message(test_answer(test_call(&house->caller, "ridealong.v1.Admin/RevokeToken", &revoke.base, "request-5"),
		&token__descriptor));
	test_refused(test_call_with(&house->caller, &envelope, &list.base), 16, "TOKEN_INVALID");
	envelope.token = "ra_nothing";
	test_refused(test_call_with(&house->caller, &envelope, &list.base), 16, "TOKEN_INVALID");
	free_message(token);
}

/* The envelope's call is refused with that sentence, for a Dutch caller. */
static void assert_said(struct house *house, Request envelope, const ProtobufCMessage *in, const char *sentence)
{
	Reply *reply;

	envelope.locale = "nl_NL.UTF-8";
	reply = test_call_with(&house->caller, &envelope, in);
	assert_non_null(reply);
	assert_string_equal(reply->message, sentence);
	reply__free_unpacked(reply, NULL);
}

static void who_calls_in_dutch_is_refused_in_dutch(void **state)
{
	struct house *house = *state;
	ListEventsRequest list = LIST_EVENTS_REQUEST__INIT;
	AdvanceClockRequest advance = ADVANCE_CLOCK_REQUEST__INIT;
	CreateTokenRequest token = CREATE_TOKEN_REQUEST__INIT;
	Duration day = DURATION__INIT;
	Request read = REQUEST__INIT, write = REQUEST__INIT;

	read.method = "ridealong.v1.Events/ListEvents";
	list.after = "events/none";
	assert_said(
		house, read, &list.base, "after: dit is geen gebeurtenis die je te zien kreeg; begin opnieuw zonder");
	read.act_as = "niemand@example.com";
	assert_said(house, read, &list.base, "er is niemand met het adres niemand@example.com");
	read.act_as = "";
	read.token = "ra_nothing";
	assert_said(house, read, &list.base,
		"het token is onbekend, ingetrokken of verlopen; vraag een beheerder om een nieuw");
	read.token = "";
	read.method = "ridealong.v1.Admin/MakeCoffee";
	assert_said(house, read, NULL, "er is geen methode \"ridealong.v1.Admin/MakeCoffee\"");

	write.method = "ridealong.v1.Admin/AdvanceClock";
	write.request_id = "dutch-1";
	day.seconds = 86400;
	advance.by = &day;
	advance.target_case = ADVANCE_CLOCK_REQUEST__TARGET_BY;
	assert_said(house, write, &advance.base, "dit is geen simulatie: de klok loopt vanzelf");
	write.method = "ridealong.v1.Admin/CreateToken";
	assert_said(house, write, &token.base, "zeg waar het token voor is");
	write.request_id = "";
	assert_said(house, write, &token.base, "wat schrijft heeft een request_id nodig, zodat het veilig opnieuw kan");
}

/* Runs the program with arguments; its exit code. */
static int exit_code_of(const char *arguments)
{
	char command[1024];

	snprintf(command, sizeof(command), "%s %s >/dev/null 2>&1", test_built("bin/ridealongd"), arguments);
	return WEXITSTATUS(system(command));
}

static void a_second_daemon_on_the_same_folder_gives_up(void **state)
{
	struct house *house = *state;
	char arguments[512];

	snprintf(arguments, sizeof(arguments), "--data %s/data --listen ipc://%s/second.sock", house->daemon.dir,
		house->daemon.dir);
	assert_int_equal(exit_code_of(arguments), 4);
	free_message(get_status(house));
}

static void a_simulations_folder_never_runs_in_real_time(void **state)
{
	struct house *house = *state;
	char arguments[512];

	test_caller_close(&house->caller);
	test_daemon_stop(&house->daemon);
	snprintf(arguments, sizeof(arguments), "--data %s/data --listen ipc://%s/second.sock", house->daemon.dir,
		house->daemon.dir);
	assert_int_equal(exit_code_of(arguments), 4);
	test_daemon_start(&house->daemon);
	test_caller_open(&house->caller, house->daemon.server);
	free_message(get_status(house));
}

static void arguments_that_make_no_sense_are_refused(void **state)
{
	(void)state;
	assert_int_equal(exit_code_of("--help"), 0);
	assert_int_equal(exit_code_of("--version"), 0);
	assert_int_equal(exit_code_of("--nonsense"), 2);
	assert_int_equal(exit_code_of("nonsense"), 2);
	assert_int_equal(exit_code_of("--config /nowhere/at/all"), 3);
}

int main(void)
{
#define WITH(test, open) cmocka_unit_test_setup_teardown(test, open, close_house)
	const struct CMUnitTest tests[] = {
		WITH(a_read_is_answered, open_real),
		WITH(a_write_is_answered_and_has_its_effect_once, open_real),
		WITH(a_slow_call_is_answered, open_real),
		WITH(the_operator_is_told_how_busy_it_is, open_real),
		WITH(a_watch_waits_until_something_happens, open_real),
		WITH(a_watch_in_vain_is_answered_with_nothing, open_real),
		WITH(a_watch_can_be_cancelled_and_dies_with_its_caller, open_real),
		WITH(a_caller_may_leave_so_many_calls_waiting_and_no_more, open_real),
		WITH(the_clock_of_a_simulation_advances_and_is_kept, open_simulation),
		WITH(a_read_is_recorded_at_the_same_instant_of_a_later_start, open_simulation),
		WITH(the_clock_is_real_otherwise, open_real),
		WITH(what_is_no_call_gets_a_clean_answer, open_real),
		WITH(a_message_over_a_mebibyte_is_refused_with_its_size, open_real),
		WITH(a_token_opens_what_it_says_until_it_is_revoked, open_real),
		WITH(who_calls_in_dutch_is_refused_in_dutch, open_real),
		WITH(a_second_daemon_on_the_same_folder_gives_up, open_real),
		WITH(a_simulations_folder_never_runs_in_real_time, open_simulation),
		cmocka_unit_test(arguments_that_make_no_sense_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
