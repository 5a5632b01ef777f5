/* tests/ — one call's life, on a real store and real lanes, without a socket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/rpc/rpc.h"
#include "daemon/store/audit.h"
#include "daemon/store/token.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/envelope.pb-c.h"
#include "ridealong/v1/event.pb-c.h"

#define NOW        INT64_C(1772434800000000)
#define HERE       1 /* a caller */
#define STATUS     "ridealong.v1.Admin/GetStatus"
#define MAKE_TOKEN "ridealong.v1.Admin/CreateToken"
#define WATCH      "ridealong.v1.Events/WatchEvents"

/* Where an answer arrives. */
struct slot {
	struct house *house;
	Reply *reply;
};

struct house {
	char dir[64];
	struct store *store;
	struct clock *clock;
	struct service service;
	struct lane_read *read;
	struct lane_write *write;
	struct lane_slow *slow;
	struct rpc *rpc;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool holding, release;
	struct rpc_call *waiting;
	uint64_t dropped;
	uint32_t dead; /* a caller that is gone */
};

static void reply(void *arg, const void *bytes, size_t size)
{
	struct slot *slot = arg;

	pthread_mutex_lock(&slot->house->lock);
	assert_null(slot->reply);
	slot->reply = reply__unpack(NULL, size, bytes);
	assert_non_null(slot->reply);
	pthread_cond_broadcast(&slot->house->changed);
	pthread_mutex_unlock(&slot->house->lock);
}

static bool alive(void *arg, uint32_t caller)
{
	return ((struct house *)arg)->dead != caller;
}

static void wait_in_loop(void *arg, struct rpc_call *call)
{
	((struct house *)arg)->waiting = call;
}

static void drop_in_loop(void *arg, uint64_t serial, enum status why)
{
	assert_int_equal(why, STATUS_CANCELLED);
	((struct house *)arg)->dropped = serial;
}

static int open_with(void **state, int read_budget)
{
	struct house *house = calloc(1, sizeof(*house));
	struct rpc_options options = { .service = &house->service,
		.same_user = true,
		.read_budget = read_budget,
		.reply = reply,
		.alive = alive,
		.transport = house,
		.wait = wait_in_loop,
		.drop = drop_in_loop,
		.loop = house };

	pthread_mutex_init(&house->lock, NULL);
	pthread_cond_init(&house->changed, NULL);
	strcpy(house->dir, "/tmp/ridealong-rpc-XXXXXX");
	assert_non_null(mkdtemp(house->dir));
	assert_int_equal(contract_init(NULL), STATUS_OK);
	assert_int_equal(store_open(house->dir, NOW, &house->store, NULL), STATUS_OK);
	assert_int_equal(lane_read_start(house->store, &house->read, NULL), STATUS_OK);
	assert_int_equal(lane_write_start(house->store, NULL, NULL, &house->write, NULL), STATUS_OK);
	assert_int_equal(lane_slow_start(house->store, &house->slow, NULL), STATUS_OK);
	house->clock = clock_create_manual(NOW);
	house->service.simulation = true;
	house->service.data_dir = house->dir;
	options.store = house->store;
	options.clock = house->clock;
	options.read = house->read;
	options.write = house->write;
	options.slow = house->slow;
	assert_int_equal(rpc_create(&options, &house->rpc, NULL), STATUS_OK);
	*state = house;
	return 0;
}

static int open_house(void **state)
{
	return open_with(state, 0);
}

/* Reads of more than a thousand steps are too much for the read lane. */
static int open_impatient(void **state)
{
	return open_with(state, 1);
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static int close_house(void **state)
{
	struct house *house = *state;

	rpc_refuse(house->rpc);
	lane_write_stop(house->write);
	lane_slow_stop(house->slow);
	rpc_destroy(house->rpc);
	lane_read_stop(house->read);
	clock_destroy(house->clock);
	store_close(house->store);
	nftw(house->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(house);
	return 0;
}

/* Calls */

static void deliver(struct house *house, struct slot *slot, const Request *envelope)
{
	uint8_t bytes[4096];
	struct rpc_arrival arrival = { .slot = slot, .caller = HERE, .local = true, .uid = getuid(), .bytes = bytes };

	*slot = (struct slot){ .house = house };
	arrival.size = request__pack(envelope, bytes);
	rpc_deliver(house->rpc, &arrival);
}

static Reply *answer_in(struct slot *slot)
{
	struct house *house = slot->house;
	Reply *got;

	pthread_mutex_lock(&house->lock);
	while (slot->reply == NULL)
		pthread_cond_wait(&house->changed, &house->lock);
	got = slot->reply;
	pthread_mutex_unlock(&house->lock);
	return got;
}

static void assert_status(struct slot *slot, enum status status)
{
	Reply *got = answer_in(slot);

	if (got->status != (uint32_t)status)
		fail_msg("%s: %s", status_name((enum status)got->status), got->message);
	reply__free_unpacked(got, NULL);
}

/* A CreateToken, packed; static storage. */
static ProtobufCBinaryData token_request(const char *display_name)
{
	static uint8_t bytes[256];
	static char *scopes[] = { "meetings.read" };
	CreateTokenRequest in = CREATE_TOKEN_REQUEST__INIT;
	Token token = TOKEN__INIT;

	token.display_name = (char *)display_name;
	token.scopes = scopes;
	token.n_scopes = 1;
	in.token = &token;
	return (ProtobufCBinaryData){ .len = create_token_request__pack(&in, bytes), .data = bytes };
}

static void make_token(struct house *house, struct slot *slot, const char *request_id, uint32_t timeout_ms)
{
	Request envelope = REQUEST__INIT;

	envelope.method = MAKE_TOKEN;
	envelope.call_id = 5;
	envelope.request_id = (char *)request_id;
	envelope.timeout_ms = timeout_ms;
	envelope.payload = token_request("planning");
	deliver(house, slot, &envelope);
}

static void watch(struct house *house, struct slot *slot)
{
	Request envelope = REQUEST__INIT;

	envelope.method = WATCH;
	envelope.call_id = 6;
	deliver(house, slot, &envelope);
}

static void cancel(struct house *house, uint64_t call_id)
{
	CancelRequest in = CANCEL_REQUEST__INIT;
	Request envelope = REQUEST__INIT;
	uint8_t bytes[32];
	struct slot slot;

	in.call_id = call_id;
	envelope.method = "ridealong.v1.Calls/Cancel";
	envelope.payload.len = cancel_request__pack(&in, bytes);
	envelope.payload.data = bytes;
	deliver(house, &slot, &envelope);
	assert_status(&slot, STATUS_OK);
}

/* The write lane, held by a write of the daemon's own. */

static enum status hold(struct call *call, void *arg)
{
	struct house *house = arg;

	(void)call;
	pthread_mutex_lock(&house->lock);
	house->holding = true;
	pthread_cond_broadcast(&house->changed);
	while (!house->release)
		pthread_cond_wait(&house->changed, &house->lock);
	pthread_mutex_unlock(&house->lock);
	return STATUS_OK;
}

static void held(void *arg, const struct error *error)
{
	(void)arg;
	assert_null(error);
}

static void hold_writes(struct house *house)
{
	static const struct actor service = { .kind = ACTOR_SERVICE, .name = "service" };

	rpc_write(house->rpc, &service, "hold", hold, house, held);
	pthread_mutex_lock(&house->lock);
	while (!house->holding)
		pthread_cond_wait(&house->changed, &house->lock);
	pthread_mutex_unlock(&house->lock);
}

static void release_writes(struct house *house)
{
	pthread_mutex_lock(&house->lock);
	house->release = true;
	pthread_cond_broadcast(&house->changed);
	pthread_mutex_unlock(&house->lock);
}

static size_t count_tokens(struct house *house)
{
	struct arena *arena = arena_create();
	struct store_conn *conn;
	Token **tokens;
	size_t count;

	assert_int_equal(store_connect(house->store, STORE_READ, &conn, NULL), STATUS_OK);
	assert_int_equal(store_token_list(conn, "", 100, arena, &tokens, &count, NULL), STATUS_OK);
	store_disconnect(conn);
	arena_destroy(arena);
	return count;
}

static void a_read_is_answered_before_deliver_returns(void **state)
{
	struct house *house = *state;
	Request envelope = REQUEST__INIT;
	struct slot slot;

	envelope.method = STATUS;
	envelope.call_id = 42;
	deliver(house, &slot, &envelope);
	assert_non_null(slot.reply);
	assert_int_equal(slot.reply->call_id, 42);
	assert_status(&slot, STATUS_OK);
}

static void a_queued_write_whose_deadline_passed_does_not_run(void **state)
{
	struct house *house = *state;
	struct slot late, fine;

	hold_writes(house);
	make_token(house, &late, "late", 1);
	make_token(house, &fine, "fine", 30000);
	usleep(2000); /* the millisecond that the call had; how much longer does not matter */
	release_writes(house);
	assert_status(&late, STATUS_DEADLINE_EXCEEDED);
	assert_status(&fine, STATUS_OK);
	assert_int_equal(count_tokens(house), 1);
}

static void a_queued_write_that_is_cancelled_does_not_run(void **state)
{
	struct house *house = *state;
	struct slot slot;

	hold_writes(house);
	make_token(house, &slot, "one", 30000);
	cancel(house, 5);
	release_writes(house);
	assert_status(&slot, STATUS_CANCELLED);
	assert_int_equal(count_tokens(house), 0);
}

static void a_queued_write_dies_with_its_caller(void **state)
{
	struct house *house = *state;
	struct slot before, after;

	hold_writes(house);
	make_token(house, &before, "one", 30000);
	house->dead = HERE;
	rpc_gone(house->rpc, HERE);
	make_token(house, &after, "two", 30000); /* was on its way when the caller died */
	release_writes(house);
	assert_status(&before, STATUS_CANCELLED);
	assert_status(&after, STATUS_CANCELLED);
	assert_int_equal(count_tokens(house), 0);
}

static void the_same_write_twice_in_one_group_has_one_effect(void **state)
{
	struct house *house = *state;
	struct slot first, again;

	hold_writes(house);
	make_token(house, &first, "one", 30000);
	make_token(house, &again, "one", 30000);
	release_writes(house);
	assert_status(&first, STATUS_OK);
	assert_status(&again, STATUS_OK);
	assert_int_equal(count_tokens(house), 1);
}

static void a_request_id_is_forgotten_after_a_day(void **state)
{
	struct house *house = *state;
	struct slot slot;

	make_token(house, &slot, "one", 30000);
	assert_status(&slot, STATUS_OK);
	clock_set(house->clock, NOW + 25 * CLOCK_HOUR, NULL);
	make_token(house, &slot, "another", 30000); /* sweeps */
	assert_status(&slot, STATUS_OK);
	make_token(house, &slot, "one", 30000);
	assert_status(&slot, STATUS_OK);
	assert_int_equal(count_tokens(house), 3);
}

static void a_waiting_call_is_the_loops_to_answer(void **state)
{
	struct house *house = *state;
	ListEventsResponse nothing = LIST_EVENTS_RESPONSE__INIT;
	struct slot slot;

	watch(house, &slot);
	assert_non_null(house->waiting);
	assert_int_equal(rpc_parked(house->rpc), 1);
	cancel(house, 6);
	assert_int_equal(house->dropped, house->waiting->serial);
	assert_true(rpc_call_dropped(house->waiting));
	rpc_call_reply(house->waiting, &nothing.base);
	assert_status(&slot, STATUS_OK);
	assert_int_equal(rpc_parked(house->rpc), 0);
}

static void what_a_plugin_answers_is_read_before_it_goes_out(void **state)
{
	struct house *house = *state;
	struct slot slot;

	watch(house, &slot);
	rpc_call_reply_packed(house->waiting, "\377\377\377", 3);
	assert_status(&slot, STATUS_INTERNAL);
}

static void a_plugins_host_comes_in_by_its_token_until_it_is_dismissed(void **state)
{
	struct house *house = *state;
	static const char *const scopes[] = { "events.read", NULL };
	char first[RPC_TOKEN_SIZE], second[RPC_TOKEN_SIZE];
	Request envelope = REQUEST__INIT;
	struct slot slot;

	rpc_plugin_admit(house->rpc, "reminders", scopes, first);
	rpc_plugin_admit(house->rpc, "reminders", scopes, second);
	assert_int_equal(strlen(second), RPC_TOKEN_SIZE - 1);
	envelope.method = "ridealong.v1.Events/ListEvents";
	envelope.token = first; /* its place was taken */
	deliver(house, &slot, &envelope);
	assert_status(&slot, STATUS_UNAUTHENTICATED);
	envelope.token = second;
	deliver(house, &slot, &envelope);
	assert_status(&slot, STATUS_OK);
	envelope.act_as = "nobody@example.com";
	deliver(house, &slot, &envelope);
	assert_status(&slot, STATUS_NOT_FOUND);
	envelope.act_as = "";
	rpc_plugin_dismiss(house->rpc, "reminders");
	deliver(house, &slot, &envelope);
	assert_status(&slot, STATUS_UNAUTHENTICATED);
}

static enum status add_tokens(struct call *call, void *arg)
{
	enum status status = STATUS_OK;

	(void)arg;
	for (int i = 0; i < 1000 && status == STATUS_OK; i++) {
		Token token = TOKEN__INIT;

		token.name = call_new_name(call, "tokens");
		status = store_token_insert(call->conn, &token, token.name, &call->error);
	}
	return status;
}

static void a_read_that_takes_too_long_is_run_again_in_the_slow_lane(void **state)
{
	struct house *house = *state;
	static const struct actor service = { .kind = ACTOR_SERVICE, .name = "service" };
	ListTokensResponse *tokens;
	Request envelope = REQUEST__INIT;
	struct slot slot;
	Reply *got;

	rpc_write(house->rpc, &service, "tokens", add_tokens, house, held);
	while (!lane_write_idle(house->write))
		continue;
	envelope.method = "ridealong.v1.Admin/ListTokens";
	envelope.payload = (ProtobufCBinaryData){ .len = 3, .data = (uint8_t *)"\x08\xe8\x07" }; /* page_size 1000 */
	deliver(house, &slot, &envelope);
	got = answer_in(&slot);
	assert_int_equal(got->status, STATUS_OK);
	tokens = list_tokens_response__unpack(NULL, got->payload.len, got->payload.data);
	assert_int_equal(tokens->n_tokens, 1000);
	list_tokens_response__free_unpacked(tokens, NULL);
	reply__free_unpacked(got, NULL);
}

static size_t count_audit(struct house *house)
{
	struct arena *arena = arena_create();
	struct store_audit *audit;
	struct store_conn *conn;
	size_t count;

	assert_int_equal(store_connect(house->store, STORE_READ, &conn, NULL), STATUS_OK);
	assert_int_equal(store_audit_list(conn, "", 100, arena, &audit, &count, NULL), STATUS_OK);
	if (count > 0) {
		assert_string_equal(audit[0].actor, "admin");
		assert_string_equal(audit[0].method, "ridealong.v1.Sessions/ListSessions");
		assert_string_equal(audit[0].resource, "");
	}
	store_disconnect(conn);
	arena_destroy(arena);
	return count;
}

static void who_reads_what_is_about_others_leaves_a_trace_but_plugins_do_not(void **state)
{
	struct house *house = *state;
	static const char *const scopes[] = { "sessions.read", NULL };
	char token[RPC_TOKEN_SIZE];
	Request envelope = REQUEST__INIT;
	struct slot slot;

	envelope.method = STATUS;
	deliver(house, &slot, &envelope);
	assert_status(&slot, STATUS_OK);
	assert_int_equal(count_audit(house), 0);
	envelope.method = "ridealong.v1.Sessions/ListSessions";
	deliver(house, &slot, &envelope);
	assert_status(&slot, STATUS_OK);
	assert_int_equal(count_audit(house), 1);
	rpc_plugin_admit(house->rpc, "reminders", scopes, token);
	envelope.token = token;
	deliver(house, &slot, &envelope);
	assert_status(&slot, STATUS_OK);
	assert_int_equal(count_audit(house), 1);
}

static void a_caller_known_by_nothing_may_ask_for_the_status_only(void **state)
{
	struct house *house = *state;
	Request envelope = REQUEST__INIT;
	struct rpc_arrival arrival = { .caller = HERE, .local = true, .uid = getuid() + 4242 };
	uint8_t bytes[256];
	struct slot slot = { .house = house };

	arrival.slot = &slot;
	arrival.bytes = bytes;
	envelope.method = STATUS;
	arrival.size = request__pack(&envelope, bytes);
	rpc_deliver(house->rpc, &arrival);
	assert_status(&slot, STATUS_OK);

	slot.reply = NULL;
	envelope.method = "ridealong.v1.Admin/GetMetrics";
	arrival.size = request__pack(&envelope, bytes);
	rpc_deliver(house->rpc, &arrival);
	assert_status(&slot, STATUS_UNAUTHENTICATED);
}

static void a_daemon_that_stops_says_so(void **state)
{
	struct house *house = *state;
	Request envelope = REQUEST__INIT;
	struct slot slot;

	rpc_refuse(house->rpc);
	envelope.method = STATUS;
	deliver(house, &slot, &envelope);
	assert_status(&slot, STATUS_UNAVAILABLE);
}

static void calls_and_their_time_are_counted(void **state)
{
	struct house *house = *state;
	struct arena *arena = arena_create();
	Metrics metrics = METRICS__INIT;
	Request envelope = REQUEST__INIT;
	struct slot slot;
	int64_t in_buckets = 0;

	envelope.method = STATUS;
	for (int i = 0; i < 5; i++) {
		deliver(house, &slot, &envelope);
		assert_status(&slot, STATUS_OK);
	}
	rpc_fill_metrics(house->rpc, arena, &metrics.base);
	assert_int_equal(metrics.n_methods, 1);
	assert_string_equal(metrics.methods[0]->method, STATUS);
	assert_int_equal(metrics.methods[0]->calls, 5);
	assert_int_equal(metrics.methods[0]->errors, 0);
	for (size_t i = 0; i < metrics.methods[0]->n_latency_buckets; i++)
		in_buckets += metrics.methods[0]->latency_buckets[i];
	assert_int_equal(in_buckets, 5);
	arena_destroy(arena);
}

int main(void)
{
#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)
	const struct CMUnitTest tests[] = {
		IN_HOUSE(a_read_is_answered_before_deliver_returns),
		IN_HOUSE(a_queued_write_whose_deadline_passed_does_not_run),
		IN_HOUSE(a_queued_write_that_is_cancelled_does_not_run),
		IN_HOUSE(a_queued_write_dies_with_its_caller),
		IN_HOUSE(the_same_write_twice_in_one_group_has_one_effect),
		IN_HOUSE(a_request_id_is_forgotten_after_a_day),
		IN_HOUSE(a_waiting_call_is_the_loops_to_answer),
		IN_HOUSE(what_a_plugin_answers_is_read_before_it_goes_out),
		IN_HOUSE(a_plugins_host_comes_in_by_its_token_until_it_is_dismissed),
		cmocka_unit_test_setup_teardown(
			a_read_that_takes_too_long_is_run_again_in_the_slow_lane, open_impatient, close_house),
		IN_HOUSE(who_reads_what_is_about_others_leaves_a_trace_but_plugins_do_not),
		IN_HOUSE(a_caller_known_by_nothing_may_ask_for_the_status_only),
		IN_HOUSE(a_daemon_that_stops_says_so),
		IN_HOUSE(calls_and_their_time_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
