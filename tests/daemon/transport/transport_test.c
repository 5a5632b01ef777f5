/* tests/ — bytes in, bytes out, over real sockets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
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

#define ANSWER_SIZE (1024 * 1024)

/* A transport whose deliver() answers with the same bytes, unless the message says otherwise: "keep" is kept until the
 * test answers, "large" is answered with a megabyte. */
struct door {
	struct transport *transport;
	char folder[64], path[80], address[96];

	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct transport_slot *kept[200];
	int n_kept, gone;
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
	door->last_caller = message->caller;
	door->local = message->local;
	door->uid = message->uid;
	if (keep)
		door->kept[door->n_kept++] = slot;
	pthread_cond_broadcast(&door->changed);
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

static void answer_kept(struct door *door)
{
	for (int i = 0; i < door->n_kept; i++)
		transport_slot_reply(door->kept[i], "kept", 4);
	door->n_kept = 0;
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

/* A connection without nng. */
static int socket_connect(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)address, sizeof(*address)), 0);
	return fd;
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
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	nng_socket socket;

	memcpy(address.sun_path, door->path, strlen(door->path) + 1);
	for (int i = 0; i < 2000; i++) {
		int fd = socket_connect(&address);

		close(fd);
	}
	socket = dial(door);
	assert_answers(socket);
	nng_close(socket);
}

static void contexts_are_added_while_calls_wait(void **state)
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
	assert_true(counts.slots >= 131);
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

static void an_oversized_message_and_garbage_close_their_own_pipe_only(void **state)
{
	struct door *door = *state;
	nng_socket good = dial(door), bad = dial(door);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char *oversized = calloc(1, TRANSPORT_MESSAGE_SIZE + 1);
	int fd;

	assert_answers(good);
	assert_int_equal(nng_send(bad, oversized, TRANSPORT_MESSAGE_SIZE + 1, 0), 0);
	wait_for(door, &door->gone, 1);
	memcpy(address.sun_path, door->path, strlen(door->path) + 1);
	fd = socket_connect(&address);
	assert_int_equal(send(fd, "GET / HTTP/1.1\r\n\r\n", 18, MSG_NOSIGNAL), 18);
	while (recv(fd, oversized, 64, 0) > 0)
		;
	close(fd);
	assert_answers(good);
	free(oversized);
	nng_close(bad);
	nng_close(good);
}

/* A REQ without nng, as nng's SP over ipc has it: 8 bytes of greeting, then 1, the length, the request's number, the
 * body. (sp-tcp-mapping-01; nng's ipc puts a 1 before each message.) */
static void send_large_requests(int fd, int count)
{
	static const uint8_t greeting[8] = { 0, 'S', 'P', 0, 0, 0x30, 0, 0 };
	static const uint8_t request[18] = { 1, 0, 0, 0, 0, 0, 0, 0, 9, 0x80, 0, 0, 1, 'l', 'a', 'r', 'g', 'e' };
	uint8_t theirs[8];

	assert_int_equal(send(fd, greeting, sizeof(greeting), MSG_NOSIGNAL), sizeof(greeting));
	assert_int_equal(recv(fd, theirs, sizeof(theirs), MSG_WAITALL), sizeof(theirs));
	for (int i = 0; i < count; i++)
		assert_int_equal(send(fd, request, sizeof(request), MSG_NOSIGNAL), sizeof(request));
}

static void a_caller_who_does_not_read_is_cut_off(void **state)
{
	struct door *door = *state;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	nng_socket good = dial(door);
	int fd;

	memcpy(address.sun_path, door->path, strlen(door->path) + 1);
	fd = socket_connect(&address);
	send_large_requests(fd, 8);
	wait_for(door, &door->gone, 1);
	assert_answers(good);
	close(fd);
	nng_close(good);
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
		cmocka_unit_test_setup_teardown(a_callers_death_is_told, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			two_thousand_who_hang_up_at_once_do_not_close_the_door, open_door, close_door),
		cmocka_unit_test_setup_teardown(contexts_are_added_while_calls_wait, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			an_oversized_message_and_garbage_close_their_own_pipe_only, open_door, close_door),
		cmocka_unit_test_setup_teardown(a_caller_who_does_not_read_is_cut_off, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			an_address_that_is_none_and_one_that_is_taken_are_named, open_door, close_door),
		cmocka_unit_test_setup_teardown(a_file_where_the_socket_is_to_be_is_left_alone, open_door, close_door),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
