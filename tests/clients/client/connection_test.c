/* tests/ — the client's connection: how it comes about, what it bears, and what its end means for the calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "clients/client/private.h"
#include "fake.h"
#include "outcome.h"
#include "proto/status.h"
#include "raw.h"
#include "ridealong/client.h"
#include "ridealong/v1/admin.pb-c.h"

#define METHOD  "ridealong.v1.Admin/GetStatus"
#define ONCE    "ridealong.v1.Admin/AdvanceClock" /* is never sent again by the library */
#define LARGE   (600 * 1024)
#define LARGEST (1000 * 1024)

static uint8_t large[LARGEST];

static struct ridealong_client *open_at(const char *url)
{
	const struct ridealong_options options = { .size = sizeof(options), .server = url };
	struct ridealong_client *client;

	assert_int_equal(ridealong_client_open(&options, &client, NULL), STATUS_OK);
	return client;
}

/* So that a test can wait for its end. */
static void be_patient_for(struct ridealong_client *client, int patience_ms)
{
	pthread_mutex_lock(&client->lock);
	client->patience_ms = patience_ms;
	pthread_mutex_unlock(&client->lock);
}

static uint64_t ask(struct ridealong_client *client, size_t size, struct outcome *outcome)
{
	uint64_t id;

	outcome_init(outcome);
	id = ridealong_call_async(client, METHOD, large, size, NULL, outcome_on_done, outcome);
	assert_int_not_equal(id, 0);
	return id;
}

/* Waits for the call itself; returns the status. */
static int ask_and_wait(struct ridealong_client *client)
{
	GetStatusRequest request = GET_STATUS_REQUEST__INIT;
	ProtobufCMessage *reply;
	const int status = ridealong_call(client, ONCE, &request.base, NULL, &status__descriptor, &reply, NULL);

	if (status == STATUS_OK)
		protobuf_c_message_free_unpacked(reply, NULL);
	return status;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void close_at_once(struct ridealong_client *client)
{
	const int64_t begun = now_ms();

	ridealong_client_close(client);
	assert_true(now_ms() - begun < 1000);
}

/* Answers the next request with a payload of so many bytes. */
static void serve(int caller, size_t payload)
{
	struct frame_route route;
	Request *request = raw_receive(caller, &route);

	assert_non_null(request);
	raw_reply(caller, &route, request->call_id, payload, NULL);
	request__free_unpacked(request, NULL);
}

static int answer_empty(void *arg, const Request *request, Reply *reply)
{
	(void)arg;
	(void)request;
	(void)reply;
	return 1;
}

static void a_daemon_on_the_network_is_called_as_one_nearby(void **state)
{
	struct fake *fake = fake_start("tcp://127.0.0.1:0", answer_empty, NULL);
	struct ridealong_client *client;
	struct outcome small, big;
	char url[40];

	(void)state;
	snprintf(url, sizeof(url), "tcp://127.0.0.1:%d", fake_port(fake));
	client = open_at(url);
	ask(client, 0, &small);
	ask(client, LARGEST, &big);
	assert_int_equal(outcome_wait(&small), STATUS_OK);
	assert_int_equal(outcome_wait(&big), STATUS_OK);
	ridealong_client_close(client);
	fake_stop(fake);
}

static void a_daemon_at_a_name_without_a_file_is_called_too(void **state)
{
	char url[60];
	struct ridealong_client *client;
	struct fake *fake;

	(void)state;
	snprintf(url, sizeof(url), "abstract://ridealong-connection-test-%d", (int)getpid());
	fake = fake_start(url, answer_empty, NULL);
	client = open_at(url);
	assert_int_equal(ask_and_wait(client), STATUS_OK);
	ridealong_client_close(client);
	fake_stop(fake);
}

static int answer_large(void *arg, const Request *request, Reply *reply)
{
	(void)arg;
	(void)request;
	reply->payload.data = calloc(1, LARGE);
	reply->payload.len = LARGE;
	return 1;
}

static int answer_at_last(void *arg, const Request *request, Reply *reply)
{
	(void)request;
	(void)reply;
	outcome_wait(arg);
	return 1;
}

static void what_a_daemon_on_the_network_takes_slowly_arrives_whole(void **state)
{
	struct outcome outcomes[40], at_last;
	struct ridealong_client *client;
	struct fake *fake;
	char url[40];

	(void)state;
	outcome_init(&at_last);
	fake = fake_start("tcp://127.0.0.1:0", answer_at_last, &at_last);
	snprintf(url, sizeof(url), "tcp://127.0.0.1:%d", fake_port(fake));
	client = open_at(url);
	for (unsigned i = 0; i < 40; i++)
		ask(client, LARGEST, &outcomes[i]); /* more than it and the sockets have room for */
	outcome_on_done(&at_last, &(struct ridealong_error){ 0 }, NULL, 0);
	for (unsigned i = 0; i < 40; i++)
		assert_int_equal(outcome_wait(&outcomes[i]), STATUS_OK);
	ridealong_client_close(client);
	fake_stop(fake);
}

static int answer_nothing(void *arg, const Request *request, Reply *reply)
{
	(void)request;
	(void)reply;
	outcome_on_done(arg, &(struct ridealong_error){ 0 }, NULL, 0);
	return 0;
}

static void a_daemon_on_the_network_may_go_and_come_back(void **state)
{
	struct outcome asked, outcome;
	struct ridealong_client *client;
	struct fake *fake;
	char url[40];

	(void)state;
	outcome_init(&asked);
	fake = fake_start("tcp://127.0.0.1:0", answer_nothing, &asked);
	snprintf(url, sizeof(url), "tcp://127.0.0.1:%d", fake_port(fake));
	client = open_at(url);
	ask(client, 0, &outcome);
	outcome_wait(&asked);
	fake_stop(fake);
	assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
	assert_string_equal(outcome.error.reason, "CONNECTION_LOST");
	fake = fake_start(url, answer_large, NULL);
	for (unsigned i = 0; i < 3; i++) {
		ask(client, 0, &outcome);
		assert_int_equal(outcome_wait(&outcome), STATUS_OK);
		assert_int_equal(outcome.length, LARGE);
	}
	ridealong_client_close(client);
	fake_stop(fake);
}

static void a_client_connects_again_after_a_daemon_died_in_a_large_request(void **state)
{
	static uint8_t some[LARGE / 10];
	struct ridealong_client *client = open_at(fake_url());
	int listener = raw_listen();
	struct outcome outcome;
	struct fake *fake;

	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		int caller;

		ask(client, LARGE, &outcome);
		caller = raw_accept_and_greet(listener);
		assert_true(raw_read(caller, some, 1 + sizeof(some) * (i % 10) / 10));
		close(caller);
		assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
		assert_string_equal(outcome.error.reason, "CONNECTION_LOST");
	}
	close(listener);
	fake = fake_start(fake_url(), answer_empty, NULL);
	ask(client, LARGE, &outcome);
	assert_int_equal(outcome_wait(&outcome), STATUS_OK);
	close_at_once(client);
	fake_stop(fake);
}

static void a_close_during_a_large_request_returns_at_once(void **state)
{
	const int listener = raw_listen();
	uint8_t some[1000];

	(void)state;
	for (unsigned i = 0; i < 50; i++) {
		struct ridealong_client *client = open_at(fake_url());
		struct outcome outcome;
		int caller;

		ask(client, LARGE, &outcome);
		caller = raw_accept_and_greet(listener);
		assert_true(raw_read(caller, some, sizeof(some))); /* the rest is stuck */
		close_at_once(client);
		assert_int_equal(outcome.times, 1);
		assert_int_equal(outcome.error.status, STATUS_CANCELLED);
		close(caller);
	}
	close(listener);
}

static void a_close_during_a_large_reply_returns_at_once(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	uint8_t *reply = malloc(LARGE + 100);
	struct frame_route route;
	struct outcome outcome;
	Request *request;
	int caller;

	(void)state;
	assert_non_null(reply);
	ask(client, 0, &outcome);
	caller = raw_accept_and_greet(listener);
	request = raw_receive(caller, &route);
	raw_reply(caller, &route, request->call_id, LARGE, reply);
	raw_write(caller, reply, LARGE / 2);
	close_at_once(client);
	assert_int_equal(outcome.times, 1);
	assert_int_equal(outcome.error.status, STATUS_CANCELLED);
	request__free_unpacked(request, NULL);
	free(reply);
	close(caller);
	close(listener);
}

static void a_close_while_it_dials_and_greets_returns_at_once(void **state)
{
	const int listener = raw_listen();

	(void)state;
	for (unsigned i = 0; i < 50; i++) {
		struct ridealong_client *client = open_at(fake_url());
		struct outcome outcome;
		int caller;

		ask(client, 0, &outcome);
		if (i % 2 == 0)
			close_at_once(client);
		caller = raw_accept(listener);
		if (i % 2 != 0)
			close_at_once(client);
		assert_int_equal(outcome.times, 1);
		assert_int_equal(outcome.error.status, STATUS_CANCELLED);
		close(caller);
	}
	close(listener);
}

static void replies_in_another_order_find_their_calls(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	struct outcome outcomes[30];
	struct frame_route routes[30];
	uint64_t ids[30];
	int caller;

	(void)state;
	for (unsigned i = 0; i < 30; i++)
		ids[i] = ask(client, 0, &outcomes[i]);
	caller = raw_accept_and_greet(listener);
	for (unsigned i = 0; i < 30; i++) {
		Request *request = raw_receive(caller, &routes[i]);

		assert_int_equal(request->call_id, ids[i]); /* they are sent in their order */
		request__free_unpacked(request, NULL);
	}
	for (unsigned i = 30; i-- > 0;)
		raw_reply(caller, &routes[i], ids[i], 100 + i, NULL);
	for (unsigned i = 0; i < 30; i++) {
		assert_int_equal(outcome_wait(&outcomes[i]), STATUS_OK);
		assert_int_equal(outcomes[i].length, 100 + i);
	}
	ridealong_client_close(client);
	close(caller);
	close(listener);
}

static void a_reply_to_nobody_is_dropped(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	struct frame_route route, nobody;
	struct outcome first, second;
	Request *request;
	int caller;

	(void)state;
	ask(client, 0, &first);
	caller = raw_accept_and_greet(listener);
	request = raw_receive(caller, &route);
	frame_route_number(frame_number(&route) ^ 0x1000, &nobody);
	raw_reply(caller, &nobody, request->call_id, 0, NULL);
	raw_reply(caller, &nobody, request->call_id, LARGE, NULL);
	raw_reply(caller, &route, request->call_id, 7, NULL);
	raw_reply(caller, &route, request->call_id, 8, NULL); /* its call is over */
	assert_int_equal(outcome_wait(&first), STATUS_OK);
	assert_int_equal(first.length, 7);
	ask(client, 0, &second);
	serve(caller, 9);
	assert_int_equal(outcome_wait(&second), STATUS_OK);
	assert_int_equal(second.length, 9);
	request__free_unpacked(request, NULL);
	ridealong_client_close(client);
	close(caller);
	close(listener);
}

static void replies_are_read_in_whatever_pieces_they_come(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	uint8_t *reply = malloc(LARGEST + 100);
	struct frame_route route;
	struct outcome outcome;
	int caller = -1;

	(void)state;
	assert_non_null(reply);
	for (unsigned i = 0; i < 3; i++) {
		static const size_t payloads[] = { 30, 40000, LARGEST }, pieces[] = { 1, 999, LARGEST };
		Request *request;
		size_t size;

		ask(client, 0, &outcome);
		if (i == 0)
			caller = raw_accept_and_greet(listener);
		request = raw_receive(caller, &route);
		size = raw_reply(caller, &route, request->call_id, payloads[i], reply);
		for (size_t at = 0; at < size; at += pieces[i])
			raw_write(caller, reply + at, size - at < pieces[i] ? size - at : pieces[i]);
		assert_int_equal(outcome_wait(&outcome), STATUS_OK);
		assert_int_equal(outcome.length, payloads[i]);
		request__free_unpacked(request, NULL);
	}
	free(reply);
	ridealong_client_close(client);
	close(caller);
	close(listener);
}

/* After a first answer, the daemon says that; the connection does not outlive it. */
static void check_ends_the_connection(const void *bytes, size_t size)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	struct outcome first, second, third;
	struct frame_route route;
	int caller, again;

	ask(client, 0, &first);
	caller = raw_accept_and_greet(listener);
	serve(caller, 0);
	assert_int_equal(outcome_wait(&first), STATUS_OK);
	ask(client, 0, &second);
	request__free_unpacked(raw_receive(caller, &route), NULL);
	raw_write(caller, bytes, size);
	assert_int_equal(outcome_wait(&second), STATUS_UNAVAILABLE);
	assert_string_equal(second.error.reason, "CONNECTION_LOST");
	assert_null(raw_receive(caller, &route));
	ask(client, 0, &third);
	again = raw_accept_and_greet(listener);
	serve(again, 0);
	assert_int_equal(outcome_wait(&third), STATUS_OK);
	ridealong_client_close(client);
	close(caller);
	close(again);
	close(listener);
}

static void what_is_no_reply_ends_the_connection(void **state)
{
	static const uint8_t too_large[9] = { 1, 0, 0, 0, 0, 0, 0x11, 0, 1 }, empty[9] = { 1 },
			     no_mark[9] = { 2, 0, 0, 0, 0, 0, 0, 0, 4 },
			     no_route[13] = { 1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1 };

	(void)state;
	check_ends_the_connection(too_large, sizeof(too_large));
	check_ends_the_connection(empty, sizeof(empty));
	check_ends_the_connection(no_mark, sizeof(no_mark));
	check_ends_the_connection(no_route, sizeof(no_route));
}

static void garbage_instead_of_a_greeting_is_said_plainly(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	struct outcome outcome;
	uint8_t bytes[FRAME_GREETING_SIZE + 1];
	int caller;

	(void)state;
	ask(client, 0, &outcome);
	caller = raw_accept(listener);
	raw_write(caller, "HTTP/1.1 400 Bad Request\r\n", 26);
	assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
	assert_string_equal(outcome.error.reason, "NOT_RIDEALONG");
	assert_non_null(strstr(outcome.error.message, "is no Ridealong daemon"));
	assert_non_null(strstr(outcome.error.message, fake_url()));
	assert_false(raw_read(caller, bytes, sizeof(bytes))); /* a stranger is told nothing but our greeting */
	close(caller);

	ask(client, 0, &outcome);
	caller = raw_accept_and_greet(listener);
	serve(caller, 0);
	assert_int_equal(outcome_wait(&outcome), STATUS_OK); /* the right one came */
	ridealong_client_close(client);
	close(caller);
	close(listener);
}

static void a_daemon_that_never_greets_is_given_up_on(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	struct outcome outcome;
	const int64_t begun = now_ms();
	uint8_t bytes[FRAME_GREETING_SIZE + 1];
	int caller, again;

	(void)state;
	be_patient_for(client, 100);
	ask(client, 0, &outcome);
	caller = raw_accept(listener);
	assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
	assert_string_equal(outcome.error.reason, "NO_DAEMON");
	assert_true(now_ms() - begun >= 100);
	assert_false(raw_read(caller, bytes, sizeof(bytes))); /* the client hung up */
	be_patient_for(client, CLIENT_PATIENCE_MS);
	ask(client, 0, &outcome);
	again = raw_accept_and_greet(listener);
	serve(again, 0);
	assert_int_equal(outcome_wait(&outcome), STATUS_OK);
	ridealong_client_close(client);
	close(again);
	close(caller);
	close(listener);
}

/* A listener whose queue is full: the kernel drops who knocks. */
static int swallow(char url[40], int ret_fillers[4])
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const int listener = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t size = sizeof(address);

	assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(listener, 0), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
	for (unsigned i = 0; i < 4; i++) {
		ret_fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(ret_fillers[i], (struct sockaddr *)&address, size);
	}
	snprintf(url, 40, "tcp://127.0.0.1:%d", ntohs(address.sin_port));
	return listener;
}

static void an_address_that_swallows_all_holds_nobody_for_long(void **state)
{
	struct ridealong_client *client;
	struct outcome outcome;
	int fillers[4], listener;
	char url[40];

	(void)state;
	listener = swallow(url, fillers);
	client = open_at(url);
	be_patient_for(client, 50);
	for (unsigned i = 0; i < 10; i++) {
		const int64_t begun = now_ms();

		ask(client, 0, &outcome);
		assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
		assert_string_equal(outcome.error.reason, "NO_DAEMON");
		assert_true(now_ms() - begun >= 50);
	}
	be_patient_for(client, CLIENT_PATIENCE_MS);
	ask(client, 0, &outcome);
	close_at_once(client);
	assert_int_equal(outcome.error.status, STATUS_CANCELLED);
	for (unsigned i = 0; i < 4; i++)
		close(fillers[i]);
	close(listener);
}

static void a_daemon_that_reads_nothing_is_given_up_on(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	struct outcome stuck, queued;
	uint8_t some[1000];
	int caller;

	(void)state;
	ask(client, LARGEST, &stuck);
	caller = raw_accept_and_greet(listener);
	assert_true(raw_read(caller, some, sizeof(some))); /* it is being written */
	be_patient_for(client, 100);
	ask(client, 0, &queued);
	assert_int_equal(outcome_wait(&queued), STATUS_UNAVAILABLE);
	assert_string_equal(queued.error.reason, "NO_DAEMON");
	assert_non_null(strstr(queued.error.message, "does not take calls"));
	close_at_once(client);
	assert_int_equal(outcome_wait(&stuck), STATUS_CANCELLED);
	close(caller);
	close(listener);
}

static void what_was_not_sent_waits_for_the_next_connection(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	struct outcome sent, queued;
	uint8_t some[1000];
	int caller;

	(void)state;
	ask(client, LARGEST, &sent);
	caller = raw_accept_and_greet(listener);
	assert_true(raw_read(caller, some, sizeof(some)));
	ask(client, 5, &queued);
	close(caller);
	assert_int_equal(outcome_wait(&sent), STATUS_UNAVAILABLE);
	assert_string_equal(sent.error.reason, "CONNECTION_LOST");
	caller = raw_accept_and_greet(listener);
	serve(caller, 6);
	assert_int_equal(outcome_wait(&queued), STATUS_OK);
	assert_int_equal(queued.length, 6);
	ridealong_client_close(client);
	close(caller);
	close(listener);
}

static void a_call_that_was_not_sent_is_taken_back(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	struct outcome taken_back, sent;
	struct frame_route route;
	Request *request;
	uint64_t id;
	int caller;

	(void)state;
	id = ask(client, 0, &taken_back);
	ridealong_cancel(client, id);
	assert_int_equal(outcome_wait(&taken_back), STATUS_CANCELLED);
	id = ask(client, 0, &sent);
	caller = raw_accept_and_greet(listener);
	request = raw_receive(caller, &route);
	assert_int_equal(request->call_id, id); /* the daemon hears of no other call, nor of a cancel */
	raw_reply(caller, &route, id, 0, NULL);
	assert_int_equal(outcome_wait(&sent), STATUS_OK);
	assert_int_equal(taken_back.times, 1);
	request__free_unpacked(request, NULL);
	ridealong_client_close(client);
	close(caller);
	close(listener);
}

/* Has the client know a daemon, which then goes. */
static void know(struct ridealong_client *client)
{
	const int listener = raw_listen();
	struct outcome outcome;
	int caller;

	ask(client, 0, &outcome);
	caller = raw_accept_and_greet(listener);
	serve(caller, 0);
	assert_int_equal(outcome_wait(&outcome), STATUS_OK);
	unlink(fake_url() + strlen("ipc://"));
	close(listener);
	ask(client, 0, &outcome);
	close(caller);
	assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
}

static void a_daemon_that_was_there_is_waited_for(void **state)
{
	struct ridealong_client *client = open_at(fake_url());
	struct outcome outcomes[10];
	int listener, caller;

	(void)state;
	know(client);
	for (unsigned i = 0; i < 10; i++)
		ask(client, 0, &outcomes[i]); /* nobody listens now */
	listener = raw_listen();
	caller = raw_accept_and_greet(listener);
	for (unsigned i = 0; i < 10; i++)
		serve(caller, i);
	for (unsigned i = 0; i < 10; i++) {
		assert_int_equal(outcome_wait(&outcomes[i]), STATUS_OK);
		assert_int_equal(outcomes[i].length, i);
	}
	ridealong_client_close(client);
	close(caller);
	close(listener);
}

static void a_daemon_that_does_not_come_back_is_given_up_on(void **state)
{
	struct ridealong_client *client = open_at(fake_url());
	struct outcome outcome;
	int64_t begun;

	(void)state;
	know(client);
	be_patient_for(client, 250);
	begun = now_ms();
	ask(client, 0, &outcome);
	assert_int_equal(outcome_wait(&outcome), STATUS_UNAVAILABLE);
	assert_string_equal(outcome.error.reason, "NO_DAEMON");
	assert_true(now_ms() - begun >= 250);
	ask(client, 0, &outcome);
	close_at_once(client); /* between two dials */
	assert_int_equal(outcome.error.status, STATUS_CANCELLED);
}

static void a_daemon_too_busy_to_let_anybody_in_is_waited_for(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	int knocking[100], before = 0, caller;
	struct outcome outcome;

	(void)state;
	while ((knocking[before] = raw_knock()) >= 0)
		before++;
	ask(client, 0, &outcome);
	for (int i = 0; i < before; i++) {
		close(raw_accept(listener));
		close(knocking[i]);
	}
	caller = raw_accept_and_greet(listener);
	serve(caller, 0);
	assert_int_equal(outcome_wait(&outcome), STATUS_OK);
	ridealong_client_close(client);
	close(caller);
	close(listener);
}

static void a_program_that_waits_for_its_calls_gets_no_thread(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_empty, NULL);
	struct ridealong_client *client = open_at(fake_url());

	(void)state;
	assert_int_equal(ask_and_wait(client), STATUS_OK);
	assert_int_equal(ask_and_wait(client), STATUS_OK);
	assert_false(client->drive.has_thread);
	ridealong_client_close(client);
	fake_stop(fake);
}

static void *wait_apart(void *arg)
{
	return ask_and_wait(arg) == STATUS_OK ? NULL : arg;
}

static void who_gets_an_answer_leaves_the_others_theirs(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	static const unsigned order[] = { 0, 2, 1 };
	struct frame_route routes[3];
	Request *requests[3];
	pthread_t threads[3];
	int caller = -1;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		pthread_create(&threads[i], NULL, wait_apart, client);
		if (i == 0)
			caller = raw_accept_and_greet(listener);
		requests[i] = raw_receive(caller, &routes[i]); /* the first waits for the daemon, the others for it */
	}
	for (unsigned i = 0; i < 3; i++) {
		const unsigned next = order[i];
		void *failed;

		raw_reply(caller, &routes[next], requests[next]->call_id, 0, NULL);
		pthread_join(threads[next], &failed);
		assert_null(failed);
		request__free_unpacked(requests[next], NULL);
	}
	ridealong_client_close(client);
	close(caller);
	close(listener);
}

/* Somebody else's hand reads the answer of the one who listens to the daemon, and wakes both who wait: whichever comes
 * first, the second answer is listened for. */
static void who_is_handed_an_answer_leaves_the_others_theirs(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	int caller = -1;

	(void)state;
	for (unsigned i = 0; i < 30; i++) {
		struct frame_route routes[2];
		Request *requests[2];
		pthread_t threads[2];

		for (unsigned n = 0; n < 2; n++) {
			pthread_create(&threads[n], NULL, wait_apart, client);
			if (caller < 0)
				caller = raw_accept_and_greet(listener);
			requests[n] = raw_receive(caller, &routes[n]);
		}
		pthread_mutex_lock(&client->lock);
		raw_reply(caller, &routes[0], requests[0]->call_id, 0, NULL);
		client_connection_go_on(&client->connection);
		pthread_mutex_unlock(&client->lock);
		pthread_join(threads[0], NULL);
		raw_reply(caller, &routes[1], requests[1]->call_id, 0, NULL);
		pthread_join(threads[1], NULL);
		request__free_unpacked(requests[0], NULL);
		request__free_unpacked(requests[1], NULL);
	}
	ridealong_client_close(client);
	close(caller);
	close(listener);
}

/* Does not return before the other outcome is there; its own comes last. */
struct slow {
	struct outcome other, own;
};

static void on_done_slowly(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	struct slow *slow = arg;

	outcome_wait(&slow->other);
	outcome_on_done(&slow->own, error, bytes, length);
}

static void a_callback_that_takes_its_time_holds_up_nobody_who_waits(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_empty, NULL);
	struct ridealong_client *client = open_at(fake_url());
	struct slow slow;

	(void)state;
	outcome_init(&slow.other);
	outcome_init(&slow.own);
	ridealong_call_async(client, METHOD, NULL, 0, NULL, on_done_slowly, &slow);
	assert_int_equal(ask_and_wait(client), STATUS_OK);
	assert_int_equal(ask_and_wait(client), STATUS_OK);
	outcome_on_done(&slow.other, &(struct ridealong_error){ 0 }, NULL, 0);
	assert_int_equal(outcome_wait(&slow.own), STATUS_OK);
	ridealong_client_close(client);
	fake_stop(fake);
}

static struct ridealong_client *asked_within;

static void on_done_ask(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	(void)bytes;
	(void)length;
	outcome_on_done(arg, error, NULL, ask_and_wait(asked_within) == STATUS_OK ? 1 : 0);
}

static void a_callback_may_wait_for_a_call(void **state)
{
	struct fake *fake = fake_start(fake_url(), answer_empty, NULL);
	struct outcome outcome;

	(void)state;
	asked_within = open_at(fake_url());
	outcome_init(&outcome);
	ridealong_call_async(asked_within, METHOD, NULL, 0, NULL, on_done_ask, &outcome);
	assert_int_equal(outcome_wait(&outcome), STATUS_OK);
	assert_int_equal(outcome.length, 1);
	ridealong_client_close(asked_within);
	fake_stop(fake);
}

static void a_daemon_that_went_between_two_calls_is_not_asked_in_vain(void **state)
{
	const int listener = raw_listen();
	struct ridealong_client *client = open_at(fake_url());
	pthread_t thread;
	void *failed;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		int caller;

		pthread_create(&thread, NULL, wait_apart, client);
		caller = raw_accept_and_greet(listener); /* each time anew */
		serve(caller, 0);
		pthread_join(thread, &failed);
		assert_null(failed);
		close(caller);
	}
	ridealong_client_close(client);
	close(listener);
}

/* Serves a few calls per connection and hangs up on the others. */
static void *serve_and_hang_up(void *arg)
{
	const int listener = *(int *)arg;
	int caller;

	for (unsigned few = 1; (caller = raw_accept(listener)) >= 0; few = few % 37 + 1) {
		raw_greet(caller);
		for (unsigned i = 0; i < few; i++) {
			struct frame_route route;
			Request *request = raw_receive(caller, &route);

			if (request == NULL)
				break;
			raw_reply(caller, &route, request->call_id, 0, NULL);
			request__free_unpacked(request, NULL);
		}
		close(caller);
	}
	return NULL;
}

static struct tally {
	pthread_mutex_t lock;
	pthread_cond_t told;
	struct ridealong_client *client;
	unsigned asked, ended, wrong;
} tally = { .lock = PTHREAD_MUTEX_INITIALIZER, .told = PTHREAD_COND_INITIALIZER };

/* Asks again from within the callback, as programs do. */
static void on_tallied(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	bool again;

	(void)arg;
	(void)bytes;
	(void)length;
	pthread_mutex_lock(&tally.lock);
	tally.ended++;
	if (error->status != STATUS_OK && strcmp(error->reason, "CONNECTION_LOST") != 0)
		tally.wrong++;
	again = tally.asked < 1000;
	if (again)
		tally.asked++;
	pthread_cond_signal(&tally.told);
	pthread_mutex_unlock(&tally.lock);
	if (again)
		ridealong_call_async(tally.client, METHOD, large, 1000, NULL, on_tallied, NULL);
}

static void every_call_ends_once_however_often_the_connection_breaks(void **state)
{
	int listener = raw_listen();
	pthread_t thread;

	(void)state;
	tally.client = open_at(fake_url());
	pthread_create(&thread, NULL, serve_and_hang_up, &listener);
	tally.asked = 20;
	for (unsigned i = 0; i < 20; i++)
		ridealong_call_async(tally.client, METHOD, large, 1000, NULL, on_tallied, NULL);
	pthread_mutex_lock(&tally.lock);
	while (tally.ended < 1000)
		pthread_cond_wait(&tally.told, &tally.lock);
	pthread_mutex_unlock(&tally.lock);
	close_at_once(tally.client);
	assert_int_equal(tally.asked, 1000);
	assert_int_equal(tally.ended, 1000);
	assert_int_equal(tally.wrong, 0);
	shutdown(listener, SHUT_RDWR);
	pthread_join(thread, NULL);
	close(listener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_daemon_on_the_network_is_called_as_one_nearby),
		cmocka_unit_test(a_daemon_at_a_name_without_a_file_is_called_too),
		cmocka_unit_test(what_a_daemon_on_the_network_takes_slowly_arrives_whole),
		cmocka_unit_test(a_daemon_on_the_network_may_go_and_come_back),
		cmocka_unit_test(a_client_connects_again_after_a_daemon_died_in_a_large_request),
		cmocka_unit_test(a_close_during_a_large_request_returns_at_once),
		cmocka_unit_test(a_close_during_a_large_reply_returns_at_once),
		cmocka_unit_test(a_close_while_it_dials_and_greets_returns_at_once),
		cmocka_unit_test(replies_in_another_order_find_their_calls),
		cmocka_unit_test(a_reply_to_nobody_is_dropped),
		cmocka_unit_test(replies_are_read_in_whatever_pieces_they_come),
		cmocka_unit_test(what_is_no_reply_ends_the_connection),
		cmocka_unit_test(garbage_instead_of_a_greeting_is_said_plainly),
		cmocka_unit_test(a_daemon_that_never_greets_is_given_up_on),
		cmocka_unit_test(an_address_that_swallows_all_holds_nobody_for_long),
		cmocka_unit_test(a_daemon_that_reads_nothing_is_given_up_on),
		cmocka_unit_test(what_was_not_sent_waits_for_the_next_connection),
		cmocka_unit_test(a_call_that_was_not_sent_is_taken_back),
		cmocka_unit_test(a_daemon_that_was_there_is_waited_for),
		cmocka_unit_test(a_daemon_that_does_not_come_back_is_given_up_on),
		cmocka_unit_test(a_daemon_too_busy_to_let_anybody_in_is_waited_for),
		cmocka_unit_test(a_program_that_waits_for_its_calls_gets_no_thread),
		cmocka_unit_test(who_gets_an_answer_leaves_the_others_theirs),
		cmocka_unit_test(who_is_handed_an_answer_leaves_the_others_theirs),
		cmocka_unit_test(a_callback_that_takes_its_time_holds_up_nobody_who_waits),
		cmocka_unit_test(a_callback_may_wait_for_a_call),
		cmocka_unit_test(a_daemon_that_went_between_two_calls_is_not_asked_in_vain),
		cmocka_unit_test(every_call_ends_once_however_often_the_connection_breaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
