/* tests/ — who calls, what they may, and what trace it leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "daemon/store/audit.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/report.pb-c.h"
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

/* One of so many rows: those of one instant have no order. */
static void assert_traces(struct house *house, size_t rows, const char *method, const char *actor)
{
	struct arena *arena = arena_create();
	struct store_audit *audit;
	struct store_conn *conn;
	bool found = false;
	size_t count;

	assert_int_equal(store_connect(house->store, STORE_READ, &conn, NULL), STATUS_OK);
	assert_int_equal(store_audit_list(conn, "", 100, arena, &audit, &count, NULL), STATUS_OK);
	assert_int_equal(count, rows);
	while (count-- > 0)
		found = found || (strcmp(audit[count].method, method) == 0 && strcmp(audit[count].actor, actor) == 0);
	assert_true(found);
	store_disconnect(conn);
	arena_destroy(arena);
}

static void somebodys_calendar_and_mails_are_about_them_too(void **state)
{
	struct house *house = *state;
	Request envelope = REQUEST__INIT;
	struct slot slot;

	envelope.method = "ridealong.v1.Meetings/ListMeetings";
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_OK);
	assert_traces(house, 1, "ridealong.v1.Meetings/ListMeetings", "admin");
	envelope.method = "ridealong.v1.Reminders/ListReminders";
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_OK);
	assert_traces(house, 2, "ridealong.v1.Reminders/ListReminders", "admin");
}

static void a_report_in_the_slow_lane_leaves_a_trace_when_somebody_reads_it_for_another(void **state)
{
	struct house *house = *state;
	CreatePersonRequest add = CREATE_PERSON_REQUEST__INIT;
	ReportCoachingRequest report = REPORT_COACHING_REQUEST__INIT;
	Person person = PERSON__INIT, *added;
	Request envelope = REQUEST__INIT;
	struct slot slot;
	uint8_t bytes[256];
	Reply *reply;

	person.email = "Noor@example.org";
	add.person = &person;
	envelope.method = "ridealong.v1.People/CreatePerson";
	envelope.request_id = "add";
	envelope.payload = (ProtobufCBinaryData){ create_person_request__pack(&add, bytes), bytes };
	house_deliver(house, &slot, &envelope);
	reply = house_answer(&slot);
	assert_int_equal(reply->status, STATUS_OK);
	added = person__unpack(NULL, reply->payload.len, reply->payload.data);
	reply__free_unpacked(reply, NULL);

	report.coachee = "people/noor@example.org";
	envelope.method = "ridealong.v1.Reports/ReportCoaching";
	envelope.payload = (ProtobufCBinaryData){ report_coaching_request__pack(&report, bytes), bytes };
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_PERMISSION_DENIED);

	/* A report that failed told nobody anything. */
	envelope.act_as = "noor@example.org";
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_OK);
	assert_traces(house, 1, "ridealong.v1.Reports/ReportCoaching", added->name);
	report.quarter = "spring";
	envelope.payload = (ProtobufCBinaryData){ report_coaching_request__pack(&report, bytes), bytes };
	house_deliver(house, &slot, &envelope);
	house_assert_status(&slot, STATUS_INVALID_ARGUMENT);
	assert_traces(house, 1, "ridealong.v1.Reports/ReportCoaching", added->name);
	person__free_unpacked(added, NULL);
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
			somebodys_calendar_and_mails_are_about_them_too, house_open, house_close),
		cmocka_unit_test_setup_teardown(
			a_report_in_the_slow_lane_leaves_a_trace_when_somebody_reads_it_for_another, house_open,
			house_close),
		cmocka_unit_test_setup_teardown(
			a_caller_known_by_nothing_may_ask_for_the_status_only, house_open, house_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
