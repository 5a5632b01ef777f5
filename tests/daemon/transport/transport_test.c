/* tests/ — bytes in, bytes out, over real sockets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <netinet/in.h>
#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/transport/transport.h"
#include "proto/frame.h"

#define ANSWER_SIZE      (1024 * 1024)
#define CALLS_PER_CALLER 6144

/* A transport whose deliver() answers with the same bytes, unless the message says otherwise: "keep" is kept until the
 * test answers, "large" is answered with a megabyte, "wait" does not return before two calls were
 * delivered. */
struct door {
	struct transport *transport;
	char folder[64], path[80], address[96];

	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct transport_slot *kept[CALLS_PER_CALLER + 100];
	int n_kept, delivered, gone;
	uint32_t gone_caller, last_caller;
	bool local;
	uid_t uid;
};

static char large[ANSWER_SIZE];

static void deliver(void *arg, struct transport_slot *slot, const struct transport_message *message)
{
	struct door *door = arg;
	bool keep = message->size >= 4 && memcmp(message->bytes, "keep", 4) == 0;

	pthread_mutex_lock(&door->lock);
	door->delivered++;
	door->last_caller = message->caller;
	door->local = message->local;
	door->uid = message->uid;
	if (keep)
		door->kept[door->n_kept++] = slot;
	pthread_cond_broadcast(&door->changed);
	if (message->size == 4 && memcmp(message->bytes, "wait", 4) == 0)
		while (door->delivered < 2)
			pthread_cond_wait(&door->changed, &door->lock);
	pthread_mutex_unlock(&door->lock);
	if (keep)
		return;
	if (message->size == 5 && memcmp(message->bytes, "large", 5) == 0)
		transport_slot_reply(slot, large, sizeof(large));
	else
		transport_slot_reply(slot, message->bytes, message->size);
}

static void gone(void *arg, uint32_t caller)
{
	struct door *door = arg;

	assert_false(transport_alive(door->transport, caller));
	pthread_mutex_lock(&door->lock);
	door->gone++;
	door->gone_caller = caller;
	pthread_cond_broadcast(&door->changed);
	pthread_mutex_unlock(&door->lock);
}

static void wait_for(struct door *door, const int *number, int at_least)
{
	pthread_mutex_lock(&door->lock);
	while (*number < at_least)
		pthread_cond_wait(&door->changed, &door->lock);
	pthread_mutex_unlock(&door->lock);
}

/* Answers the one that was kept last; false without one. */
static bool answer_one(struct door *door)
{
	struct transport_slot *slot = NULL;

	pthread_mutex_lock(&door->lock);
	if (door->n_kept > 0)
		slot = door->kept[--door->n_kept];
	pthread_mutex_unlock(&door->lock);
	if (slot != NULL)
		transport_slot_reply(slot, "kept", 4);
	return slot != NULL;
}

static void answer_kept(struct door *door)
{
	while (answer_one(door))
		;
}

static enum status open_at(const struct transport_options *options, struct transport **ret, struct error *reterr)
{
	enum status status = transport_create(options, ret, reterr);

	if (status == STATUS_OK)
		status = transport_listen(*ret, reterr);
	return status;
}

static int open_door(void **state)
{
	struct door *door = calloc(1, sizeof(*door));
	const char *listen[] = { door->address, NULL };
	struct transport_options options = {
		.listen = listen, .mode = 0600, .send_timeout_ms = 200, .deliver = deliver, .gone = gone, .arg = door
	};
	struct error error = { 0 };

	pthread_mutex_init(&door->lock, NULL);
	pthread_cond_init(&door->changed, NULL);
	strcpy(door->folder, "/tmp/ridealong-door-XXXXXX");
	assert_non_null(mkdtemp(door->folder));
	snprintf(door->path, sizeof(door->path), "%s/sock", door->folder);
	snprintf(door->address, sizeof(door->address), "ipc://%s", door->path);
	if (open_at(&options, &door->transport, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	*state = door;
	return 0;
}

static int close_door(void **state)
{
	struct door *door = *state;

	answer_kept(door);
	transport_destroy(door->transport);
	unlink(door->path);
	rmdir(door->folder);
	free(door);
	return 0;
}

static nng_socket dial(struct door *door)
{
	nng_socket socket;
	int failed;

	assert_int_equal(nng_req0_open(&socket), 0);
	assert_int_equal(nng_socket_set_ms(socket, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE), 0);
	assert_int_equal(nng_socket_set_ms(socket, NNG_OPT_RECVTIMEO, 20000), 0);
	do /* a listener whose backlog is full of callers who hung up says "again" */
		failed = nng_dial(socket, door->address, NULL, 0);
	while (failed == NNG_EAGAIN);
	assert_int_equal(failed, 0);
	return socket;
}

static void assert_answers(nng_socket socket)
{
	char *answer = NULL;
	size_t size = 0;

	assert_int_equal(nng_send(socket, "hello", 5, 0), 0);
	assert_int_equal(nng_recv(socket, &answer, &size, NNG_FLAG_ALLOC), 0);
	assert_int_equal(size, 5);
	assert_memory_equal(answer, "hello", 5);
	nng_free(answer, size);
}

/* A caller without nng: what it writes is what it says. */
static int call_in(const struct door *door)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, door->path, strlen(door->path) + 1);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void put(int fd, const void *bytes, size_t size)
{
	assert_int_equal(send(fd, bytes, size, MSG_NOSIGNAL), size);
}

static void get(int fd, void *ret, size_t size)
{
	assert_int_equal(recv(fd, ret, size, MSG_WAITALL), size);
}

static int greet(const struct door *door)
{
	uint8_t greeting[FRAME_GREETING_SIZE];
	int fd = call_in(door);

	frame_greet(FRAME_REQUESTER, greeting);
	put(fd, greeting, sizeof(greeting));
	get(fd, greeting, sizeof(greeting));
	assert_true(frame_greets(FRAME_REPLIER, greeting));
	return fd;
}

/* The number of its request tells a reply. Returns how many bytes it is. */
static size_t frame(enum frame_stream stream, uint32_t number, const char *words, uint8_t ret[64])
{
	struct frame_route route;
	size_t size;

	frame_route_number(number, &route);
	size = frame_head(stream, &route, strlen(words), ret);
	memcpy(ret + size, words, strlen(words));
	return size + strlen(words);
}

static void ask(int fd, uint32_t number, const char *words)
{
	uint8_t bytes[64];

	put(fd, bytes, frame(FRAME_LOCAL, number, words, bytes));
}

/* Any words will do for NULL. Returns the reply's number. */
static uint32_t expect(int fd, enum frame_stream stream, const char *words)
{
	uint8_t head[FRAME_PREFIX_MAX], message[64];
	struct frame_route route;
	size_t size, body;

	get(fd, head, frame_prefix_size(stream));
	assert_true(frame_prefix_read(stream, head, sizeof(message), &size));
	get(fd, message, size);
	assert_true(frame_route_read(message, size, &route, &body));
	if (words != NULL) {
		assert_int_equal(size - body, strlen(words));
		assert_memory_equal(message + body, words, strlen(words));
	}
	return frame_number(&route);
}

static void expect_to_be_cut_off(int fd)
{
	char byte;

	while (recv(fd, &byte, 1, 0) > 0)
		;
	close(fd);
}

static void a_message_is_answered_and_says_whose_it_is(void **state)
{
	struct door *door = *state;
	nng_socket socket = dial(door);

	assert_answers(socket);
	assert_true(door->local);
	assert_int_equal(door->uid, getuid());
	assert_true(transport_alive(door->transport, door->last_caller));
	nng_close(socket);
}

static void a_callers_death_is_told(void **state)
{
	struct door *door = *state;
	nng_socket socket = dial(door);
	uint32_t caller;

	assert_int_equal(nng_send(socket, "keep", 4, 0), 0);
	wait_for(door, &door->n_kept, 1);
	caller = door->last_caller;
	nng_close(socket);
	wait_for(door, &door->gone, 1);
	assert_int_equal(door->gone_caller, caller);
	answer_kept(door); /* goes nowhere, harms nobody */
	socket = dial(door);
	assert_answers(socket);
	nng_close(socket);
}

static void two_thousand_who_hang_up_at_once_do_not_close_the_door(void **state)
{
	struct door *door = *state;
	nng_socket socket;

	for (int i = 0; i < 2000; i++)
		close(call_in(door));
	socket = dial(door);
	assert_answers(socket);
	nng_close(socket);
}

static void every_death_in_the_middle_of_a_large_reply_is_told(void **state)
{
	struct door *door = *state;
	char some[4096];
	nng_socket socket;

	for (int i = 1; i <= 300; i++) {
		int fd = greet(door);

		ask(fd, 1, "large");
		ask(fd, 2, "large");
		get(fd, some, sizeof(some));
		close(fd);
		wait_for(door, &door->gone, i);
	}
	socket = dial(door);
	assert_answers(socket);
	nng_close(socket);
	wait_for(door, &door->gone, 301);
}

static void a_hundred_calls_wait_beside_each_other(void **state)
{
	struct door *door = *state;
	struct transport_counts counts;
	nng_socket socket = dial(door), other;
	nng_ctx contexts[100];
	nng_aio *aios[100];

	for (int i = 0; i < 100; i++) {
		nng_msg *msg;

		assert_int_equal(nng_ctx_open(&contexts[i], socket), 0);
		assert_int_equal(nng_aio_alloc(&aios[i], NULL, NULL), 0);
		assert_int_equal(nng_msg_alloc(&msg, 0), 0);
		nng_msg_append(msg, "keep", 4);
		nng_aio_set_msg(aios[i], msg);
		nng_ctx_send(contexts[i], aios[i]);
		nng_aio_wait(aios[i]);
		assert_int_equal(nng_aio_result(aios[i]), 0);
	}
	wait_for(door, &door->n_kept, 100);
	transport_count(door->transport, &counts);
	assert_int_equal(counts.calls, 100);
	assert_int_equal(counts.callers, 1);
	other = dial(door);
	assert_answers(other);
	nng_close(other);
	for (int i = 0; i < 100; i++)
		nng_ctx_recv(contexts[i], aios[i]);
	answer_kept(door);
	for (int i = 0; i < 100; i++) {
		nng_aio_wait(aios[i]);
		assert_int_equal(nng_aio_result(aios[i]), 0);
		nng_msg_free(nng_aio_get_msg(aios[i]));
		nng_aio_free(aios[i]);
	}
	nng_close(socket);
}

static void one_call_does_not_hold_up_the_next_of_the_same_caller(void **state)
{
	struct door *door = *state;
	uint32_t numbers;
	uint8_t both[128];
	size_t size;
	int fd = greet(door);

	size = frame(FRAME_LOCAL, 1, "wait", both);
	size += frame(FRAME_LOCAL, 2, "hello", both + size);
	put(fd, both, size); /* they arrive as one */
	numbers = expect(fd, FRAME_LOCAL, NULL);
	numbers += expect(fd, FRAME_LOCAL, NULL);
	assert_int_equal(numbers, 1 + 2);
	close(fd);
}

static void a_message_may_come_byte_by_byte(void **state)
{
	struct door *door = *state;
	uint8_t bytes[64];
	size_t size = frame(FRAME_LOCAL, 7, "hello", bytes);
	int fd = greet(door);

	for (size_t i = 0; i < size; i++)
		put(fd, bytes + i, 1);
	assert_int_equal(expect(fd, FRAME_LOCAL, "hello"), 7);
	close(fd);
}

static void a_megabyte_goes_in_and_comes_back(void **state)
{
	struct door *door = *state;
	nng_socket socket = dial(door);
	char *answer;
	size_t size;

	for (int i = 0; i < 20; i++) {
		assert_int_equal(nng_send(socket, large, sizeof(large), 0), 0);
		assert_int_equal(nng_recv(socket, &answer, &size, NNG_FLAG_ALLOC), 0);
		assert_int_equal(size, sizeof(large));
		nng_free(answer, size);
	}
	nng_close(socket);
}

static void who_has_thousands_of_calls_under_way_waits_and_others_do_not(void **state)
{
	struct door *door = *state;
	struct transport_counts counts;
	int one = greet(door), other = greet(door);

	for (int i = 0; i < CALLS_PER_CALLER + 50; i++)
		ask(one, (uint32_t)i, "keep");
	wait_for(door, &door->n_kept, CALLS_PER_CALLER);
	ask(other, 1, "hello");
	expect(other, FRAME_LOCAL, "hello");
	transport_count(door->transport, &counts);
	assert_true(counts.calls >= CALLS_PER_CALLER && counts.calls <= CALLS_PER_CALLER + 1);
	for (int i = 0; i < CALLS_PER_CALLER + 50; i++) {
		wait_for(door, &door->n_kept, 1);
		answer_one(door);
		expect(one, FRAME_LOCAL, "kept");
	}
	close(one);
	close(other);
}

static void what_is_no_message_closes_its_own_connection_only(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} garbage[] = {
		{ "\2\0\0\0\0\0\0\0\5", 9 },                 /* no mark of a message */
		{ "\1\0\0\0\0\0\x20\0\0", 9 },               /* two megabytes */
		{ "\1\xff\xff\xff\xff\xff\xff\xff\xff", 9 }, /* more than there is */
		{ "\1\0\0\0\0\0\0\0\0", 9 },                 /* nothing, not even a route */
		{ "\1\0\0\0\0\0\0\0\6\0\0\0\1hi", 15 },      /* a route without an end */
	};
	struct door *door = *state;
	int good = greet(door), stranger = call_in(door);

	put(stranger, "GET / HTTP/1.1\r\n\r\n", 18);
	expect_to_be_cut_off(stranger);
	for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++) {
		int fd = greet(door);

		put(fd, garbage[i].bytes, garbage[i].size);
		expect_to_be_cut_off(fd);
	}
	ask(good, 1, "hello");
	expect(good, FRAME_LOCAL, "hello");
	close(good);
}

static void a_caller_who_does_not_read_is_cut_off(void **state)
{
	struct door *door = *state;
	int good = greet(door), fd = greet(door);

	for (uint32_t i = 0; i < 8; i++)
		ask(fd, i, "large");
	wait_for(door, &door->gone, 1);
	ask(good, 1, "hello");
	expect(good, FRAME_LOCAL, "hello");
	close(fd);
	close(good);
}

/* Asks and reads, until the door closes. */
static void what_is_held_back_goes_out_together_and_all_of_it(void **state)
{
	struct door *door = *state;
	const int fd = greet(door), other = greet(door);
	bool seen[21] = { false };
	char byte;

	for (uint32_t i = 1; i <= 20; i++)
		ask(fd, i, "keep");
	ask(other, 7, "keep");
	wait_for(door, &door->n_kept, 21);
	transport_hold_back();
	answer_kept(door);
	assert_int_equal(recv(fd, &byte, 1, MSG_DONTWAIT), -1); /* nothing is there yet */
	transport_let_out();
	for (int i = 1; i <= 20; i++) {
		const uint32_t number = expect(fd, FRAME_LOCAL, "kept");

		assert_false(seen[number]);
		seen[number] = true;
	}
	assert_int_equal(expect(other, FRAME_LOCAL, "kept"), 7);
	close(fd);
	close(other);
}

static void what_is_held_back_for_a_caller_who_is_gone_is_let_go(void **state)
{
	struct door *door = *state;
	const int fd = greet(door);
	struct transport_counts counts;

	ask(fd, 1, "keep");
	ask(fd, 2, "keep");
	wait_for(door, &door->n_kept, 2);
	transport_hold_back();
	answer_kept(door);
	close(fd);
	wait_for(door, &door->gone, 1);
	transport_let_out();
	transport_count(door->transport, &counts);
	assert_int_equal(counts.calls, 0);
}

static void *chatter(void *arg)
{
	const int fd = *(const int *)arg;
	char some[65536];
	uint8_t bytes[64];
	size_t size = frame(FRAME_LOCAL, 1, "large", bytes);

	while (send(fd, bytes, size, MSG_NOSIGNAL) == (ssize_t)size && recv(fd, some, sizeof(some), 0) > 0)
		;
	expect_to_be_cut_off(fd);
	return NULL;
}

static void the_door_closes_in_the_middle_of_traffic(void **state)
{
	(void)state;
	for (int i = 0; i < 30; i++) {
		pthread_t threads[4];
		struct door *door;
		int fds[4];

		open_door((void **)&door);
		for (int k = 0; k < 4; k++)
			fds[k] = greet(door);
		for (int k = 0; k < 4; k++)
			assert_int_equal(pthread_create(&threads[k], NULL, chatter, &fds[k]), 0);
		wait_for(door, &door->delivered, 4 + i);
		transport_destroy(door->transport);
		door->transport = NULL;
		for (int k = 0; k < 4; k++)
			pthread_join(threads[k], NULL);
		assert_int_equal(door->gone, 4);
		close_door((void **)&door);
	}
}

/* A port that was free a moment ago. */
static unsigned free_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&address, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	close(fd);
	return ntohs(address.sin_port);
}

static void a_caller_from_the_network_is_nobody_of_this_machine(void **state)
{
	struct door *door = *state;
	char address[64];
	const char *listen[] = { address, NULL };
	struct transport_options options = { .listen = listen, .deliver = deliver, .gone = gone, .arg = door };
	struct transport *local = door->transport;
	struct error error = { 0 };
	nng_socket socket;

	do
		snprintf(address, sizeof(address), "tcp://127.0.0.1:%u", free_port());
	while (open_at(&options, &door->transport, &error) == STATUS_UNAVAILABLE);
	assert_int_equal(nng_req0_open(&socket), 0);
	assert_int_equal(nng_dial(socket, address, NULL, 0), 0);
	assert_answers(socket);
	assert_false(door->local);
	nng_close(socket);
	wait_for(door, &door->gone, 1);
	transport_destroy(door->transport);
	door->transport = local;
}

static void an_address_that_is_none_and_one_that_is_taken_are_named(void **state)
{
	struct door *door = *state;
	const char *nonsense[] = { "nonsense", NULL }, *taken[] = { door->address, NULL };
	struct transport_options options = {
		.listen = nonsense, .mode = 0600, .deliver = deliver, .gone = gone, .arg = door
	};
	struct transport *transport;
	struct error error = { 0 };

	assert_int_equal(open_at(&options, &transport, &error), STATUS_INVALID_ARGUMENT);
	assert_non_null(strstr(error.message, "nonsense"));
	transport_destroy(transport);
	options.listen = taken;
	assert_int_equal(open_at(&options, &transport, &error), STATUS_UNAVAILABLE);
	assert_non_null(strstr(error.message, door->address));
	transport_destroy(transport);
}

static void a_file_where_the_socket_is_to_be_is_left_alone(void **state)
{
	struct door *door = *state;
	char path[100], address[110];
	const char *listen[] = { address, NULL };
	struct transport_options options = {
		.listen = listen, .mode = 0600, .deliver = deliver, .gone = gone, .arg = door
	};
	struct transport *transport;
	struct error error = { 0 };
	FILE *file;

	snprintf(path, sizeof(path), "%s/notes", door->folder);
	snprintf(address, sizeof(address), "ipc://%s", path);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs("precious", file) >= 0);
	fclose(file);
	assert_int_equal(open_at(&options, &transport, &error), STATUS_FAILED_PRECONDITION);
	assert_non_null(strstr(error.message, address));
	transport_destroy(transport);
	assert_int_equal(unlink(path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_message_is_answered_and_says_whose_it_is, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			a_caller_from_the_network_is_nobody_of_this_machine, open_door, close_door),
		cmocka_unit_test_setup_teardown(a_message_may_come_byte_by_byte, open_door, close_door),
		cmocka_unit_test_setup_teardown(a_megabyte_goes_in_and_comes_back, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			one_call_does_not_hold_up_the_next_of_the_same_caller, open_door, close_door),
		cmocka_unit_test_setup_teardown(a_hundred_calls_wait_beside_each_other, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			who_has_thousands_of_calls_under_way_waits_and_others_do_not, open_door, close_door),
		cmocka_unit_test_setup_teardown(a_callers_death_is_told, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			every_death_in_the_middle_of_a_large_reply_is_told, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			two_thousand_who_hang_up_at_once_do_not_close_the_door, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			what_is_no_message_closes_its_own_connection_only, open_door, close_door),
		cmocka_unit_test_setup_teardown(a_caller_who_does_not_read_is_cut_off, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			what_is_held_back_goes_out_together_and_all_of_it, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			what_is_held_back_for_a_caller_who_is_gone_is_let_go, open_door, close_door),
		cmocka_unit_test(the_door_closes_in_the_middle_of_traffic),
		cmocka_unit_test_setup_teardown(
			an_address_that_is_none_and_one_that_is_taken_are_named, open_door, close_door),
		cmocka_unit_test_setup_teardown(a_file_where_the_socket_is_to_be_is_left_alone, open_door, close_door),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
