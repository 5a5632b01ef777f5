/* tests/bench/ — bare nng. */
#include "echo.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ridealong/v1/envelope.pb-c.h"

extern char **environ;

enum { CONTEXTS = 64 };

struct slot {
	nng_ctx ctx;
	nng_aio *aio;
	bool receiving;
};

static uint8_t *answer;
static size_t answer_size;

static void check(int failed, const char *what)
{
	if (failed == 0)
		return;
	fprintf(stderr, "echo: %s: %s\n", what, nng_strerror(failed));
	exit(1);
}

static void on_slot(void *arg)
{
	struct slot *slot = arg;
	nng_msg *msg;

	if (nng_aio_result(slot->aio) != 0)
		return;
	slot->receiving = !slot->receiving;
	if (slot->receiving) {
		nng_ctx_recv(slot->ctx, slot->aio);
		return;
	}
	msg = nng_aio_get_msg(slot->aio);
	nng_msg_clear(msg);
	check(nng_msg_append(msg, answer, answer_size), "answer");
	nng_aio_set_msg(slot->aio, msg);
	nng_ctx_send(slot->ctx, slot->aio);
}

static void serve(const char *address)
{
	static struct slot slots[CONTEXTS];
	nng_socket socket;

	check(nng_rep0_open(&socket), "socket");
	for (int i = 0; i < CONTEXTS; i++) {
		check(nng_ctx_open(&slots[i].ctx, socket), "context");
		check(nng_aio_alloc(&slots[i].aio, on_slot, &slots[i]), "aio");
		slots[i].receiving = true;
		nng_ctx_recv(slots[i].ctx, slots[i].aio);
	}
	check(nng_listen(socket, address, NULL, 0), address);
	if (write(STDOUT_FILENO, "", 1) != 1)
		exit(1);
	for (;;)
		pause();
}

/* A Reply with a payload of that size. */
static void make_answer(size_t payload)
{
	Reply reply = REPLY__INIT;

	reply.payload.data = calloc(1, payload + 1);
	reply.payload.len = payload;
	answer = malloc(reply__get_packed_size(&reply) + 1);
	if (reply.payload.data == NULL || answer == NULL)
		abort();
	answer_size = reply__pack(&reply, answer);
}

void echo_main(int argc, char **argv)
{
	if (argc != 4 || strcmp(argv[1], "--echo") != 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	make_answer((size_t)atol(argv[3]));
	serve(argv[2]);
}

pid_t echo_start(const char *address, size_t payload)
{
	char size[24], byte;
	char *argv[] = { (char *)"/proc/self/exe", (char *)"--echo", (char *)address, size, NULL };
	posix_spawn_file_actions_t actions;
	int ready[2];
	pid_t pid;

	snprintf(size, sizeof(size), "%zu", payload);
	if (pipe(ready) != 0)
		abort();
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ready[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, ready[0]);
	if (posix_spawn(&pid, "/proc/self/exe", &actions, NULL, argv, environ) != 0)
		abort();
	posix_spawn_file_actions_destroy(&actions);
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1) {
		fprintf(stderr, "echo: does not come up\n");
		exit(1);
	}
	close(ready[0]);
	return pid;
}

void echo_stop(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
