/* What plugin authors get, over a host that only remembers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "ridealong/v1/gate.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "ridealong/v1/timer.pb-c.h"

#define MAX 8

/* A host with what was called and what was finished. */
struct ridealong_host {
	int calls;
	struct {
		char method[100];
		uint8_t bytes[200];
		size_t length;
		ridealong_reply_cb done;
		void *arg;
	} call[MAX];
	int finished;
	int status;
	char message[400], reason[64];
	uint8_t bytes[200];
	size_t length;
};

static void host_call(struct ridealong_host *host, struct ridealong_work *work, const char *method, const char *act_as,
	const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	int n = host->calls++;

	(void)work;
	(void)act_as;
	snprintf(host->call[n].method, sizeof(host->call[n].method), "%s", method);
	memcpy(host->call[n].bytes, bytes, length);
	host->call[n].length = length;
	host->call[n].done = done;
	host->call[n].arg = arg;
}

static const char *host_config(struct ridealong_host *host, const char *key)
{
	(void)host;
	return strcmp(key, "work.url") == 0 ? "https://a.example/" : NULL;
}

static const char *host_config_part(struct ridealong_host *host, size_t index)
{
	(void)host;
	return index == 0 ? "work" : NULL;
}

static void host_finish(struct ridealong_host *host, struct ridealong_work *work, int status, const char *message,
	const char *reason, const void *bytes, size_t length)
{
	(void)work;
	host->finished++;
	host->status = status;
	snprintf(host->message, sizeof(host->message), "%s", message);
	snprintf(host->reason, sizeof(host->reason), "%s", reason);
	if (length > 0)
		memcpy(host->bytes, bytes, length);
	host->length = length;
}

static const struct ridealong_host_api api = { .size = sizeof(api),
	.call = host_call,
	.finish = host_finish,
	.config = host_config,
	.config_part = host_config_part };

static void answer(struct ridealong_host *host, int n, int status, const char *message, const ProtobufCMessage *reply)
{
	uint8_t bytes[200];
	struct ridealong_reply end = { .size = sizeof(end), .status = status, .message = message, .reason = "" };

	if (reply != NULL) {
		end.bytes = bytes;
		end.length = protobuf_c_message_pack(reply, bytes);
	}
	host->call[n].done(host->call[n].arg, &end);
}

struct seen {
	int status;
	char coach[40];
};

SDK_REPLY(on_session, struct seen, seen, Session, session)
{
	seen->status = end->status;
	snprintf(seen->coach, sizeof(seen->coach), "%s", session != NULL ? session->coach : "");
}

static void a_call_comes_back_as_its_own_message(void **state)
{
	struct ridealong_host host = { 0 };
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;
	Session session = SESSION__INIT;
	struct seen seen = { .status = -1 };
	const char *why = NULL;
	struct sdk sdk;

	(void)state;
	assert_true(sdk_init(&sdk, &host, &api, &why));
	request.name = "sessions/1";
	sdk_call(&sdk, NULL, &sessions__descriptor, "GetSession", NULL, &request.base, on_session, &seen);
	assert_string_equal(host.call[0].method, "ridealong.v1.Sessions/GetSession");
	session.coach = "people/c";
	answer(&host, 0, 0, "", &session.base);
	assert_int_equal(seen.status, 0);
	assert_string_equal(seen.coach, "people/c");
}

static void an_answer_that_cannot_be_read_is_data_loss(void **state)
{
	struct ridealong_host host = { 0 };
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;
	struct ridealong_reply end = { .size = sizeof(end), .bytes = "\xff\xff\xff", .length = 3 };
	struct seen seen = { .status = -1 };
	struct sdk sdk = { &host, &api };

	(void)state;
	sdk_call(&sdk, NULL, &sessions__descriptor, "GetSession", NULL, &request.base, on_session, &seen);
	host.call[0].done(host.call[0].arg, &end);
	assert_int_equal(seen.status, 15);
}

static void an_older_host_is_refused_with_a_sentence(void **state)
{
	struct ridealong_host_api old = api;
	const char *why = NULL;
	struct sdk sdk;

	(void)state;
	old.size = sizeof(old) - sizeof(void *);
	assert_false(sdk_init(&sdk, NULL, &old, &why));
	assert_non_null(why);
}

static void work_of_many_calls_ends_once_with_the_first_failure(void **state)
{
	struct ridealong_host host = { 0 };
	struct sdk sdk = { &host, &api };
	struct sdk_all *all = sdk_all_begin(&sdk, NULL);

	(void)state;
	for (int i = 0; i < 3; i++)
		sdk_timer_set(&sdk, NULL, "key", i, NULL, 0, sdk_all_one, sdk_all_add(all));
	sdk_all_end(all);
	answer(&host, 0, 0, "", NULL);
	answer(&host, 2, 14, "gone", NULL);
	assert_int_equal(host.finished, 0);
	answer(&host, 1, 3, "later", NULL);
	assert_int_equal(host.finished, 1);
	assert_int_equal(host.status, 14);
	assert_string_equal(host.message, "gone");
}

static void work_without_a_call_ends_at_once(void **state)
{
	struct ridealong_host host = { 0 };
	struct sdk sdk = { &host, &api };

	(void)state;
	sdk_all_end(sdk_all_begin(&sdk, NULL));
	assert_int_equal(host.finished, 1);
	assert_int_equal(host.status, 0);
}

static void deleting_a_timer_that_is_not_there_is_fine(void **state)
{
	struct ridealong_host host = { 0 };
	struct sdk sdk = { &host, &api };

	(void)state;
	sdk_timer_delete(&sdk, NULL, "key", sdk_end_with, sdk_last(&sdk, NULL));
	answer(&host, 0, 5, "no such timer", NULL);
	assert_int_equal(host.finished, 1);
	assert_int_equal(host.status, 0);
}

static void a_request_that_is_none_ends_the_call_with_a_sentence(void **state)
{
	struct ridealong_host host = { 0 };
	struct sdk sdk = { &host, &api };
	struct ridealong_call call = { .size = sizeof(call), .bytes = "\xff\xff", .length = 2 };

	(void)state;
	assert_null(sdk_request(&sdk, NULL, &call, &explain_gate_request__descriptor));
	assert_int_equal(host.status, 3);
	assert_string_equal(host.message, "the request is no ExplainGateRequest");
}

static void times_before_1970_survive(void **state)
{
	Timestamp time = sdk_time(-1500000);

	(void)state;
	assert_int_equal(time.seconds, -2);
	assert_int_equal(time.nanos, 500000000);
	assert_int_equal(sdk_time_us(&time), -1500000);
	assert_int_equal(sdk_time_us(NULL), 0);
}

static void sections_of_its_own_are_found_one_by_one_with_their_values(void **state)
{
	struct ridealong_host host = { 0 };
	struct sdk sdk = { &host, &api };

	(void)state;
	assert_string_equal(sdk_part(&sdk, 0), "work");
	assert_null(sdk_part(&sdk, 1));
	assert_string_equal(sdk_part_config(&sdk, "work", "url", ""), "https://a.example/");
	assert_string_equal(sdk_part_config(&sdk, "work", "owner", "nobody"), "nobody");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_comes_back_as_its_own_message),
		cmocka_unit_test(an_answer_that_cannot_be_read_is_data_loss),
		cmocka_unit_test(sections_of_its_own_are_found_one_by_one_with_their_values),
		cmocka_unit_test(an_older_host_is_refused_with_a_sentence),
		cmocka_unit_test(work_of_many_calls_ends_once_with_the_first_failure),
		cmocka_unit_test(work_without_a_call_ends_at_once),
		cmocka_unit_test(deleting_a_timer_that_is_not_there_is_fine),
		cmocka_unit_test(a_request_that_is_none_ends_the_call_with_a_sentence),
		cmocka_unit_test(times_before_1970_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
