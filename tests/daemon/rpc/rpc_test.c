/* tests/ — one call's life: lanes, deadlines, cancel, death, exactly once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "daemon/store/token.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/event.pb-c.h"
#include "tests/daemon/rpc/house.h"

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
	house_deliver(house, slot, &envelope);
}

static void watch(struct house *house, struct slot *slot)
{
	Request envelope = REQUEST__INIT;

	envelope.method = WATCH;
	envelope.call_id = 6;
	house_deliver(house, slot, &envelope);
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
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_OK);
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
	house_deliver(house, &slot, &envelope);
	assert_non_null(slot.reply);
	assert_int_equal(slot.reply->call_id, 42);
	house_assert_status(&slot, STATUS_OK);
}

static void a_queued_write_whose_deadline_passed_does_not_run(void **state)
{
	struct house *house = *state;
	struct slot late, fine;

	house_hold_writes(house);
	make_token(house, &late, "late", 1);
	make_token(house, &fine, "fine", 30000);
	usleep(2000); /* the millisecond that the call had; how much longer does not matter */
	house_release_writes(house);
	house_assert_status(&late, STATUS_DEADLINE_EXCEEDED);
	house_assert_status(&fine, STATUS_OK);
	assert_int_equal(count_tokens(house), 1);
}

static void a_queued_write_that_is_cancelled_does_not_run(void **state)
{
	struct house *house = *state;
	struct slot slot;

	house_hold_writes(house);
	make_token(house, &slot, "one", 30000);
	cancel(house, 5);
	house_release_writes(house);
	house_assert_status(&slot, STATUS_CANCELLED);
	assert_int_equal(count_tokens(house), 0);
}

static void a_queued_write_dies_with_its_caller(void **state)
{
	struct house *house = *state;
	struct slot before, after;

	house_hold_writes(house);
	make_token(house, &before, "one", 30000);
	house->dead = HERE;
	rpc_gone(house->rpc, HERE);
	make_token(house, &after, "two", 30000); /* was on its way when the caller died */
	house_release_writes(house);
	house_assert_status(&before, STATUS_CANCELLED);
	house_assert_status(&after, STATUS_CANCELLED);
	assert_int_equal(count_tokens(house), 0);
}

static void the_same_write_twice_in_one_group_has_one_effect(void **state)
{
	struct house *house = *state;
	struct slot first, again;

	house_hold_writes(house);
	make_token(house, &first, "one", 30000);
	make_token(house, &again, "one", 30000);
	house_release_writes(house);
	house_assert_status(&first, STATUS_OK);
	house_assert_status(&again, STATUS_OK);
	assert_int_equal(count_tokens(house), 1);
}

static void a_request_id_is_forgotten_after_a_day(void **state)
{
	struct house *house = *state;
	struct slot slot;

	make_token(house, &slot, "one", 30000);
	house_assert_status(&slot, STATUS_OK);
	clock_set(house->clock, NOW + 25 * CLOCK_HOUR, NULL);
	make_token(house, &slot, "another", 30000); /* sweeps */
	house_assert_status(&slot, STATUS_OK);
	make_token(house, &slot, "one", 30000);
	house_assert_status(&slot, STATUS_OK);
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
	house_assert_status(&slot, STATUS_OK);
	assert_int_equal(rpc_parked(house->rpc), 0);
}

static void what_a_plugin_answers_is_read_before_it_goes_out(void **state)
{
	struct house *house = *state;
	struct slot slot;

	watch(house, &slot);
	rpc_call_reply_packed(house->waiting, "\377\377\377", 3);
	house_assert_status(&slot, STATUS_INTERNAL);
}

static void a_read_that_takes_too_long_is_run_again_in_the_slow_lane(void **state)
{
	struct house *house = *state;
	ListTokensResponse *tokens;
	Request envelope = REQUEST__INIT;
	struct slot slot;
	Reply *got;

	house_add_tokens(house);
	envelope.method = "ridealong.v1.Admin/ListTokens";
	envelope.payload = (ProtobufCBinaryData){ .len = 3, .data = (uint8_t *)"\x08\xe8\x07" }; /* page_size 1000 */
	house_deliver(house, &slot, &envelope);
	got = house_answer(&slot);
	assert_int_equal(got->status, STATUS_OK);
	tokens = list_tokens_response__unpack(NULL, got->payload.len, got->payload.data);
	assert_int_equal(tokens->n_tokens, 1000);
	list_tokens_response__free_unpacked(tokens, NULL);
	reply__free_unpacked(got, NULL);
}

static void a_daemon_that_stops_says_so(void **state)
{
	struct house *house = *state;
	Request envelope = REQUEST__INIT;
	struct slot slot;

	rpc_refuse(house->rpc);
	envelope.method = STATUS;
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_UNAVAILABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_read_is_answered_before_deliver_returns, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			a_queued_write_whose_deadline_passed_does_not_run, house_open, house_close),
		cmocka_unit_test_setup_teardown(a_queued_write_that_is_cancelled_does_not_run, house_open, house_close),
		cmocka_unit_test_setup_teardown(a_queued_write_dies_with_its_caller, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			the_same_write_twice_in_one_group_has_one_effect, house_open, house_close),
		cmocka_unit_test_setup_teardown(a_request_id_is_forgotten_after_a_day, house_open, house_close),
		cmocka_unit_test_setup_teardown(a_waiting_call_is_the_loops_to_answer, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			what_a_plugin_answers_is_read_before_it_goes_out, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			a_read_that_takes_too_long_is_run_again_in_the_slow_lane, house_open_impatient, house_close),
		cmocka_unit_test_setup_teardown(a_daemon_that_stops_says_so, house_open, house_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
