/* tests/ — the client library against a daemon that the test plays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fake.h"
#include "outcome.h"
#include "proto/status.h"
#include "ridealong/client.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"

#define CREATE "ridealong.v1.People/CreatePerson"
#define GET    "ridealong.v1.Admin/GetStatus"

/* What the daemon saw last, and how often it was asked. */
static struct seen {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	char method[100], request_id[80], token[80], act_as[80], locale[8];
	uint64_t call_id, cancelled;
	uint32_t timeout_ms;
	unsigned calls;
} seen = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

static void see(const Request *request)
{
	pthread_mutex_lock(&seen.lock);
	snprintf(seen.method, sizeof(seen.method), "%s", request->method);
	snprintf(seen.request_id, sizeof(seen.request_id), "%s", request->request_id);
	snprintf(seen.token, sizeof(seen.token), "%s", request->token);
	snprintf(seen.act_as, sizeof(seen.act_as), "%s", request->act_as);
	snprintf(seen.locale, sizeof(seen.locale), "%s", request->locale);
	seen.call_id = request->call_id;
	seen.timeout_ms = request->timeout_ms;
	seen.calls++;
	pthread_cond_broadcast(&seen.changed);
	pthread_mutex_unlock(&seen.lock);
}

static void wait_for_calls(unsigned calls)
{
	pthread_mutex_lock(&seen.lock);
	while (seen.calls < calls)
		pthread_cond_wait(&seen.changed, &seen.lock);
	pthread_mutex_unlock(&seen.lock);
}

static int answer_status(void *arg, const Request *request, Reply *reply)
{
	Status status = STATUS__INIT;

	(void)arg;
	see(request);
	status.version = (char *)"1.2.3";
	fake_payload(reply, &status.base);
	return 1;
}

static int answer_person(void *arg, const Request *request, Reply *reply)
{
	Person person = PERSON__INIT;

	(void)arg;
	see(request);
	person.name = (char *)"people/1";
	fake_payload(reply, &person.base);
	return 1;
}

static int answer_refusal(void *arg, const Request *request, Reply *reply)
{
	static ErrorInfo info = ERROR_INFO__INIT;

	(void)arg;
	see(request);
	info.reason = (char *)"COACHEE_FIRST";
	info.field = (char *)"lines";
	reply->status = STATUS_FAILED_PRECONDITION;
	reply->message = (char *)"Eva speaks first";
	reply->error = &info;
	return 1;
}

static int answer_nothing(void *arg, const Request *request, Reply *reply)
{
	(void)arg;
	(void)reply;
	see(request);
	return 0;
}

static int answer_rubbish(void *arg, const Request *request, Reply *reply)
{
	(void)arg;
	see(request);
	reply->payload.data = malloc(3);
	memcpy(reply->payload.data, "\xff\xff\xff", 3);
	reply->payload.len = 3;
	return 1;
}

static struct ridealong_client *open_with(struct ridealong_options options)
{
	struct ridealong_client *client;

	options.size = sizeof(options);
	if (options.server == NULL)
		options.server = fake_url();
	assert_int_equal(ridealong_client_open(&options, &client, NULL), STATUS_OK);
	return client;
}

static int get_status(struct ridealong_client *client, struct ridealong_error *error)
{
	GetStatusRequest request = GET_STATUS_REQUEST__INIT;
	ProtobufCMessage *reply = NULL;
	const int status = ridealong_call(client, GET, &request.base, NULL, &status__descriptor, &reply, error);

	if (status == STATUS_OK) {
		assert_string_equal(((Status *)reply)->version, "1.2.3");
		protobuf_c_message_free_unpacked(reply, NULL);
	}
	return status;
}

static int create_person(struct ridealong_client *client, const struct ridealong_call_options *options)
{
	CreatePersonRequest request = CREATE_PERSON_REQUEST__INIT;
	ProtobufCMessage *reply;
	const int status = ridealong_call(client, CREATE, &request.base, options, &person__descriptor, &reply, NULL);

	if (status == STATUS_OK)
		protobuf_c_message_free_unpacked(reply, NULL);
	return status;
}

static int setup(void **state)
{
	(void)state;
	seen.calls = 0;
	return 0;
}

static void a_read_goes_out_without_a_request_id_and_comes_back(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_status, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){
		.token = "ra_secret", .act_as = "eva@example.com", .locale = "nl", .timeout_ms = 4000 });
	struct ridealong_error error;

	(void)state;
	assert_int_equal(get_status(client, &error), STATUS_OK);
	assert_int_equal(error.status, STATUS_OK);
	assert_string_equal(error.message, "");
	assert_string_equal(seen.method, GET);
	assert_string_equal(seen.request_id, "");
	assert_string_equal(seen.token, "ra_secret");
	assert_string_equal(seen.act_as, "eva@example.com");
	assert_string_equal(seen.locale, "nl");
	assert_int_equal(seen.timeout_ms, 4000);
	ridealong_client_close(client);
	fake_stop(fake);
}

static void every_write_gets_a_request_id_of_its_own(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_person, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ 0 });
	struct ridealong_call_options mine = { .size = sizeof(mine), .request_id = "mine", .act_as = "" };
	char first[80];

	(void)state;
	assert_int_equal(create_person(client, NULL), STATUS_OK);
	assert_int_equal(strlen(seen.request_id), 36);
	snprintf(first, sizeof(first), "%s", seen.request_id);
	assert_int_equal(create_person(client, NULL), STATUS_OK);
	assert_string_not_equal(seen.request_id, first);
	assert_int_equal(create_person(client, &mine), STATUS_OK);
	assert_string_equal(seen.request_id, "mine");
	ridealong_client_close(client);
	fake_stop(fake);
}

static void a_refusal_arrives_with_its_reason_and_field(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_refusal, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ 0 });
	struct ridealong_error error;

	(void)state;
	assert_int_equal(get_status(client, &error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(error.message, "Eva speaks first");
	assert_string_equal(error.reason, "COACHEE_FIRST");
	assert_string_equal(error.field, "lines");
	ridealong_client_close(client);
	fake_stop(fake);
}

static void without_a_daemon_a_call_says_at_once_what_to_do(void **state)
{
	struct ridealong_client *client =
		open_with((struct ridealong_options){ .server = "ipc:///nonexistent/ridealong.sock" });
	struct ridealong_error error;

	(void)state;
	assert_int_equal(get_status(client, &error), STATUS_UNAVAILABLE);
	assert_string_equal(error.reason, "NO_DAEMON");
	assert_non_null(strstr(error.message, "no daemon answers at ipc:///nonexistent/ridealong.sock"));
	assert_non_null(strstr(error.message, "--server"));
	ridealong_client_close(client);
}

static void ones_own_private_instance_is_found_without_a_name(void **state)
{
	struct ridealong_options options = { .size = sizeof(options) };
	char dir[] = "/tmp/ridealong-client-XXXXXX", url[64];
	struct ridealong_client *client;
	struct ridealong_error error;
	struct fake *fake;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(url, sizeof(url), "ipc://%s/ridealong.sock", dir);
	unsetenv("RIDEALONG_SERVER");
	setenv("XDG_RUNTIME_DIR", dir, 1);
	fake = fake_start(url, answer_status, NULL);
	assert_int_equal(ridealong_client_open(&options, &client, NULL), STATUS_OK);
	assert_int_equal(get_status(client, &error), STATUS_OK);
	ridealong_client_close(client);
	fake_stop(fake);
	unsetenv("XDG_RUNTIME_DIR");
	unlink(url + strlen("ipc://"));
	rmdir(dir);
}

static void an_address_that_is_none_is_refused_at_once(void **state)
{
	static const char *const none[] = { "somewhere", "carrier://pigeon", "inproc://inside", "tcp://127.0.0.1",
		"ws://127.0.0.1:7411/", "ipc://" };
	struct ridealong_client *client = NULL;
	struct ridealong_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		const struct ridealong_options options = { .size = sizeof(options), .server = none[i] };

		assert_int_equal(ridealong_client_open(&options, &client, &error), STATUS_INVALID_ARGUMENT);
		assert_string_equal(error.reason, "BAD_SERVER");
		assert_non_null(strstr(error.message, none[i]));
		assert_null(client);
	}
}

static void more_than_a_mebibyte_is_refused_before_it_is_sent(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_person, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ 0 });
	CreatePersonRequest request = CREATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;
	ProtobufCMessage *reply = NULL;
	struct ridealong_error error;
	char *long_name = malloc(1024 * 1024 + 1);

	(void)state;
	assert_non_null(long_name);
	memset(long_name, 'x', 1024 * 1024);
	long_name[1024 * 1024] = '\0';
	person.display_name = long_name;
	request.person = &person;
	assert_int_equal(ridealong_call(client, CREATE, &request.base, NULL, &person__descriptor, &reply, &error),
		STATUS_RESOURCE_EXHAUSTED);
	assert_string_equal(error.reason, "MESSAGE_TOO_LARGE");
	assert_null(reply);
	assert_int_equal(seen.calls, 0);
	long_name[1024 * 1024 - 300] = '\0';
	assert_int_equal(
		ridealong_call(client, CREATE, &request.base, NULL, &person__descriptor, &reply, NULL), STATUS_OK);
	protobuf_c_message_free_unpacked(reply, NULL);
	free(long_name);
	ridealong_client_close(client);
	fake_stop(fake);
}

static void an_answer_that_makes_no_sense_is_an_internal_error(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_rubbish, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ 0 });
	struct ridealong_error error;

	(void)state;
	assert_int_equal(get_status(client, &error), STATUS_INTERNAL);
	assert_string_equal(error.reason, "BAD_REPLY");
	ridealong_client_close(client);
	fake_stop(fake);
}

static void a_silent_daemon_runs_into_the_deadline_just_after_its_own(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_nothing, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ .timeout_ms = 100 });
	const struct ridealong_call_options longer = { .size = sizeof(longer), .timeout_ms = UINT32_MAX };
	struct ridealong_error error;
	struct outcome outcome;

	(void)state;
	outcome_init(&outcome);
	ridealong_call_async(client, GET, NULL, 0, &longer, outcome_on_done, &outcome);
	wait_for_calls(1);
	assert_int_equal(get_status(client, &error), STATUS_DEADLINE_EXCEEDED);
	assert_string_equal(error.reason, "DEADLINE");
	wait_for_calls(2);
	assert_int_equal(seen.timeout_ms, 100);
	ridealong_client_close(client);
	assert_int_equal(outcome.error.status, STATUS_CANCELLED); /* it still had time */
	fake_stop(fake);
}

/* Keeps a call's reply until a Cancel comes for it, as the daemon does. */
static int answer_when_cancelled(void *arg, const Request *request, Reply *reply)
{
	(void)arg;
	if (strcmp(request->method, "ridealong.v1.Calls/Cancel") == 0) {
		CancelRequest *cancel = cancel_request__unpack(NULL, request->payload.len, request->payload.data);

		pthread_mutex_lock(&seen.lock);
		seen.cancelled = cancel->call_id;
		pthread_cond_broadcast(&seen.changed);
		pthread_mutex_unlock(&seen.lock);
		cancel_request__free_unpacked(cancel, NULL);
		return 1;
	}
	see(request);
	pthread_mutex_lock(&seen.lock);
	while (seen.cancelled != request->call_id)
		pthread_cond_wait(&seen.changed, &seen.lock);
	pthread_mutex_unlock(&seen.lock);
	reply->status = STATUS_CANCELLED;
	return 1;
}

static void a_cancelled_call_ends_with_cancelled_once(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_when_cancelled, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ 0 });
	struct outcome outcome;
	uint64_t id;

	(void)state;
	outcome_init(&outcome);
	id = ridealong_call_async(client, GET, NULL, 0, NULL, outcome_on_done, &outcome);
	wait_for_calls(1);
	assert_int_equal(seen.call_id, id);
	ridealong_cancel(client, id);
	assert_int_equal(outcome_wait(&outcome), STATUS_CANCELLED);
	ridealong_cancel(client, id); /* of a call that is over: nothing happens */
	ridealong_client_close(client);
	assert_int_equal(outcome.times, 1);
	fake_stop(fake);
}

static void closing_ends_calls_under_way_with_their_callback(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_nothing, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ 0 });
	struct outcome outcomes[20];

	(void)state;
	for (unsigned i = 0; i < 20; i++) {
		outcome_init(&outcomes[i]);
		ridealong_call_async(client, GET, NULL, 0, NULL, outcome_on_done, &outcomes[i]);
	}
	wait_for_calls(1);
	ridealong_client_close(client);
	for (unsigned i = 0; i < 20; i++) {
		assert_int_equal(outcomes[i].times, 1);
		assert_int_equal(outcomes[i].error.status, STATUS_CANCELLED);
	}
	fake_stop(fake);
}

static void a_daemon_that_goes_away_ends_the_call_as_unavailable(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_nothing, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ 0 });
	struct outcome outcome;

	(void)state;
	outcome_init(&outcome);
	ridealong_call_async(client, CREATE, NULL, 0, NULL, outcome_on_done, &outcome);
	wait_for_calls(1);
	fake_stop(fake);
	assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
	fake = fake_start(fake_url(), answer_status, NULL);
	assert_int_equal(get_status(client, NULL), STATUS_OK); /* the same client, a new connection */
	ridealong_client_close(client);
	assert_int_equal(outcome.times, 1);
	fake_stop(fake);
}

static void *restart(void *arg)
{
	struct fake **fake = arg;

	wait_for_calls(1);
	fake_stop(*fake);
	*fake = fake_start(fake_url(), answer_person, NULL);
	return NULL;
}

static void a_write_cut_off_by_a_restart_is_sent_again_under_its_id(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_nothing, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ 0 });
	struct ridealong_call_options options = { .size = sizeof(options), .request_id = "once" };
	pthread_t thread;

	(void)state;
	pthread_create(&thread, NULL, restart, &fake);
	assert_int_equal(create_person(client, &options), STATUS_OK);
	pthread_join(thread, NULL);
	assert_string_equal(seen.request_id, "once");
	assert_int_equal(seen.calls, 2);
	ridealong_client_close(client);
	fake_stop(fake);
}

static void *read_often(void *arg)
{
	for (unsigned i = 0; i < 50; i++)
		if (get_status(arg, NULL) != STATUS_OK)
			return arg;
	return NULL;
}

static void eight_threads_share_one_client(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_status, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ 0 });
	pthread_t threads[8];
	void *failed;

	(void)state;
	for (unsigned i = 0; i < 8; i++)
		pthread_create(&threads[i], NULL, read_often, client);
	for (unsigned i = 0; i < 8; i++) {
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
	assert_int_equal(seen.calls, 400);
	ridealong_client_close(client);
	fake_stop(fake);
}

static void on_person(const Person *person, void *arg)
{
	snprintf(arg, 20, "%s", person == NULL ? "none" : person->name);
}

static void generated_stubs_make_round_trips(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_person, NULL);
	struct ridealong_client *client = open_with((struct ridealong_options){ 0 });
	ProtobufCService *people = ridealong_client_service(client, &people__descriptor);
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	char name[20];

	(void)state;
	people__get_person(people, &request, on_person, name);
	assert_string_equal(name, "people/1");
	assert_ptr_equal(ridealong_client_service(client, &people__descriptor), people);
	fake_stop(fake);
	fake = fake_start(fake_url(), answer_refusal, NULL);
	people__get_person(people, &request, on_person, name);
	assert_string_equal(name, "none");
	assert_int_equal(ridealong_last_error(client)->status, STATUS_FAILED_PRECONDITION);
	ridealong_client_close(client);
	fake_stop(fake);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_read_goes_out_without_a_request_id_and_comes_back, setup),
		cmocka_unit_test_setup(every_write_gets_a_request_id_of_its_own, setup),
		cmocka_unit_test_setup(a_refusal_arrives_with_its_reason_and_field, setup),
		cmocka_unit_test_setup(without_a_daemon_a_call_says_at_once_what_to_do, setup),
		cmocka_unit_test_setup(ones_own_private_instance_is_found_without_a_name, setup),
		cmocka_unit_test_setup(an_address_that_is_none_is_refused_at_once, setup),
		cmocka_unit_test_setup(more_than_a_mebibyte_is_refused_before_it_is_sent, setup),
		cmocka_unit_test_setup(an_answer_that_makes_no_sense_is_an_internal_error, setup),
		cmocka_unit_test_setup(a_silent_daemon_runs_into_the_deadline_just_after_its_own, setup),
		cmocka_unit_test_setup(a_cancelled_call_ends_with_cancelled_once, setup),
		cmocka_unit_test_setup(closing_ends_calls_under_way_with_their_callback, setup),
		cmocka_unit_test_setup(a_daemon_that_goes_away_ends_the_call_as_unavailable, setup),
		cmocka_unit_test_setup(a_write_cut_off_by_a_restart_is_sent_again_under_its_id, setup),
		cmocka_unit_test_setup(eight_threads_share_one_client, setup),
		cmocka_unit_test_setup(generated_stubs_make_round_trips, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
