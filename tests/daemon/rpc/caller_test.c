/* tests/ — who calls, what they may, and what trace it leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "daemon/store/audit.h"
#include "tests/daemon/rpc/house.h"

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
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_UNAUTHENTICATED);
	envelope.token = second;
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_OK);
	envelope.act_as = "nobody@example.com";
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_NOT_FOUND);
	envelope.act_as = "";
	rpc_plugin_dismiss(house->rpc, "reminders");
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_UNAUTHENTICATED);
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
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_OK);
	assert_int_equal(count_audit(house), 0);
	envelope.method = "ridealong.v1.Sessions/ListSessions";
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_OK);
	assert_int_equal(count_audit(house), 1);
	rpc_plugin_admit(house->rpc, "reminders", scopes, token);
	envelope.token = token;
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_OK);
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
	house_assert_status(&slot, STATUS_OK);

	slot.reply = NULL;
	envelope.method = "ridealong.v1.Admin/GetMetrics";
	arrival.size = request__pack(&envelope, bytes);
	rpc_deliver(house->rpc, &arrival);
	house_assert_status(&slot, STATUS_UNAUTHENTICATED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_plugins_host_comes_in_by_its_token_until_it_is_dismissed, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			who_reads_what_is_about_others_leaves_a_trace_but_plugins_do_not, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			a_caller_known_by_nothing_may_ask_for_the_status_only, house_open, house_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
