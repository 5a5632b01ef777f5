/* tests/ — what is counted of calls, and of what they stand on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "daemon/base/bucket.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/event.pb-c.h"
#include "tests/daemon/rpc/house.h"

#define LIST_TOKENS "ridealong.v1.Admin/ListTokens"

static void call(struct house *house, struct slot *slot, const char *method, const char *request_id)
{
	static char *scopes[] = { "meetings.read" };
	CreateTokenRequest in = CREATE_TOKEN_REQUEST__INIT;
	ListTokensRequest all = LIST_TOKENS_REQUEST__INIT;
	Token token = TOKEN__INIT;
	Request envelope = REQUEST__INIT;
	uint8_t bytes[256];

	token.display_name = (char *)"planning";
	token.scopes = scopes;
	token.n_scopes = 1;
	in.token = &token;
	all.page_size = 1000;
	envelope.method = (char *)method;
	envelope.call_id = 5;
	envelope.request_id = (char *)request_id;
	if (strcmp(method, MAKE_TOKEN) == 0)
		envelope.payload =
			(ProtobufCBinaryData){ .len = create_token_request__pack(&in, bytes), .data = bytes };
	if (strcmp(method, LIST_TOKENS) == 0)
		envelope.payload =
			(ProtobufCBinaryData){ .len = list_tokens_request__pack(&all, bytes), .data = bytes };
	house_deliver(house, slot, &envelope);
}

static Metrics *metrics_of(struct house *house, struct arena *arena)
{
	Metrics *metrics = arena_alloc(arena, sizeof(*metrics));

	metrics__init(metrics);
	rpc_fill_metrics(house->rpc, arena, &metrics->base);
	return metrics;
}

static const MethodMetrics *find_method(const Metrics *metrics, const char *method)
{
	for (size_t i = 0; i < metrics->n_methods; i++)
		if (strcmp(metrics->methods[i]->method, method) == 0)
			return metrics->methods[i];
	fail_msg("%s is not there", method);
	return NULL;
}

static const QueueMetrics *find_queue(const Metrics *metrics, const char *name)
{
	for (size_t i = 0; i < metrics->n_queues; i++)
		if (strcmp(metrics->queues[i]->queue, name) == 0)
			return metrics->queues[i];
	fail_msg("%s is not there", name);
	return NULL;
}

static int64_t ns_of(const Duration *duration)
{
	return duration->seconds * 1000000000 + duration->nanos;
}

static int64_t sum(const int64_t *buckets, size_t count)
{
	int64_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += buckets[i];
	return all;
}

static void calls_and_their_time_are_counted(void **state)
{
	struct house *house = *state;
	struct arena *arena = arena_create();
	const MethodMetrics *method;
	const Metrics *metrics;
	struct slot slot;

	for (int i = 0; i < 5; i++) {
		call(house, &slot, STATUS, "");
		house_assert_status(&slot, STATUS_OK);
	}
	call(house, &slot, MAKE_TOKEN, "");
	house_assert_status(&slot, STATUS_INVALID_ARGUMENT);
	metrics = metrics_of(house, arena);
	assert_int_equal(metrics->n_methods, 2);
	method = find_method(metrics, STATUS);
	assert_int_equal(method->calls, 5);
	assert_int_equal(method->errors, 0);
	assert_int_equal(method->n_latency_buckets, BUCKET_COUNT);
	assert_int_equal(sum(method->latency_buckets, BUCKET_COUNT), 5);
	assert_true(ns_of(method->total) > 0);
	assert_string_equal(method->lane, "read");
	method = find_method(metrics, MAKE_TOKEN);
	assert_int_equal(method->calls, 1);
	assert_int_equal(method->errors, 1);
	assert_string_equal(method->lane, "write");
	arena_destroy(arena);
}

static void a_method_that_nobody_called_is_not_there(void **state)
{
	struct house *house = *state;
	struct arena *arena = arena_create();

	assert_int_equal(metrics_of(house, arena)->n_methods, 0);
	arena_destroy(arena);
}

static void time_in_the_queue_is_counted_for_what_waited_and_not_for_reads(void **state)
{
	struct house *house = *state;
	struct arena *arena = arena_create();
	const MethodMetrics *method;
	const Metrics *metrics;
	struct slot written, read;
	int64_t queued_ns, waited_ns;

	house_hold_writes(house);
	call(house, &written, MAKE_TOKEN, "request-1");
	queued_ns = clock_monotonic_ns();
	call(house, &read, STATUS, "");
	house_assert_status(&read, STATUS_OK);
	metrics = metrics_of(house, arena);
	assert_int_equal(find_queue(metrics, "write_small")->waiting, 1);
	assert_int_equal(metrics->write_queue, 1);
	waited_ns = clock_monotonic_ns() - queued_ns;
	house_release_writes(house);
	house_assert_status(&written, STATUS_OK);
	metrics = metrics_of(house, arena);
	method = find_method(metrics, MAKE_TOKEN);
	assert_true(ns_of(method->waited) >= waited_ns);
	assert_true(ns_of(method->waited) < ns_of(method->total));
	assert_int_equal(ns_of(find_method(metrics, STATUS)->waited), 0);
	assert_int_equal(find_queue(metrics, "write_small")->waiting, 0);
	assert_int_equal(find_queue(metrics, "write_small")->most, 1);
	assert_int_equal(find_queue(metrics, "write_small")->limit, LANE_WRITE_QUEUE);
	arena_destroy(arena);
}

static void commits_are_told_with_their_groups_and_the_wal(void **state)
{
	struct house *house = *state;
	struct arena *arena = arena_create();
	const Metrics *metrics;
	struct slot slot;

	call(house, &slot, MAKE_TOKEN, "request-1");
	house_assert_status(&slot, STATUS_OK);
	metrics = metrics_of(house, arena);
	assert_int_equal(metrics->commits, 1);
	assert_int_equal(metrics->writes, 1);
	assert_int_equal(metrics->n_group_size_buckets, LANE_GROUP_BUCKETS);
	assert_int_equal(metrics->group_size_buckets[0], 1);
	assert_int_equal(sum(metrics->commit_buckets, metrics->n_commit_buckets), 1);
	assert_true(ns_of(metrics->commit_time) > 0);
	assert_true(ns_of(metrics->work_time) > 0);
	assert_true(metrics->wal_size > 0);
	arena_destroy(arena);
}

static void a_read_that_runs_again_in_the_slow_lane_is_counted_as_such(void **state)
{
	struct house *house = *state;
	struct arena *arena = arena_create();
	const MethodMetrics *method;
	const Metrics *metrics;
	struct slot slot;

	house_add_tokens(house);
	call(house, &slot, LIST_TOKENS, "");
	house_assert_status(&slot, STATUS_OK);
	metrics = metrics_of(house, arena);
	method = find_method(metrics, LIST_TOKENS);
	assert_int_equal(method->calls, 1);
	assert_int_equal(method->reruns, 1);
	assert_true(ns_of(method->waited) > 0);
	assert_int_equal(metrics->reruns, 1);
	assert_int_equal(find_queue(metrics, "slow")->most, 1);
	assert_int_equal(find_queue(metrics, "slow")->limit, LANE_SLOW_QUEUE);
	arena_destroy(arena);
}

static void calls_that_wait_in_the_loop_are_parked(void **state)
{
	struct house *house = *state;
	struct arena *arena = arena_create();
	struct error error = { 0 };
	const QueueMetrics *parked;
	struct slot slots[RPC_PARKED_PER_CALLER + 1];
	struct rpc_call *calls[RPC_PARKED_PER_CALLER];

	for (int i = 0; i < RPC_PARKED_PER_CALLER; i++) {
		call(house, &slots[i], WATCH, "");
		calls[i] = house->waiting;
	}
	call(house, &slots[RPC_PARKED_PER_CALLER], WATCH, "");
	house_assert_status(&slots[RPC_PARKED_PER_CALLER], STATUS_RESOURCE_EXHAUSTED);
	error_set(&error, STATUS_CANCELLED, "the test is over");
	for (int i = 0; i < RPC_PARKED_PER_CALLER - 1; i++) {
		rpc_call_end(calls[i], &error);
		house_assert_status(&slots[i], STATUS_CANCELLED);
	}
	/* The one that was turned away is no call that was answered fast. */
	assert_int_equal(find_method(metrics_of(house, arena), WATCH)->calls, RPC_PARKED_PER_CALLER - 1);
	parked = find_queue(metrics_of(house, arena), "parked");
	assert_int_equal(parked->waiting, 1);
	assert_int_equal(parked->most, RPC_PARKED_PER_CALLER);
	assert_int_equal(parked->refused, 1);
	assert_int_equal(parked->limit, RPC_PARKED_IN_ALL);
	rpc_call_end(calls[RPC_PARKED_PER_CALLER - 1], &error);
	house_assert_status(&slots[RPC_PARKED_PER_CALLER - 1], STATUS_CANCELLED);
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(calls_and_their_time_are_counted, house_open, house_close),
		cmocka_unit_test_setup_teardown(a_method_that_nobody_called_is_not_there, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			time_in_the_queue_is_counted_for_what_waited_and_not_for_reads, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			commits_are_told_with_their_groups_and_the_wal, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			a_read_that_runs_again_in_the_slow_lane_is_counted_as_such, house_open_impatient, house_close),
		cmocka_unit_test_setup_teardown(calls_that_wait_in_the_loop_are_parked, house_open, house_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
