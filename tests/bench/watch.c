/* tests/bench/ — a thousand who wait for what happens: how long after a write the last of them knows, beside the write
 * alone, and what each costs while it waits. */
#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "history.h"
#include "load.h"
#include "mix.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/event.pb-c.h"
#include "table.h"

enum { SOCKETS = 20, EACH = 50, WATCHERS = SOCKETS * EACH, ROUNDS = 7 };

struct watcher {
	nng_ctx ctx;
	nng_aio *aio;
	bool receiving;
};

static struct watcher watchers[WATCHERS];
static nng_socket sockets[SOCKETS];
static struct load_token tokens[SOCKETS]; /* one who waits may do so 64 times */
static _Atomic int told;
static _Atomic int64_t last_ns;

static void check(int failed, const char *what)
{
	if (failed == 0)
		return;
	fprintf(stderr, "watch: %s: %s\n", what, nng_strerror(failed));
	exit(1);
}

static void on_done(void *arg)
{
	struct watcher *watcher = arg;
	nng_msg *msg;
	Reply *reply;

	check(nng_aio_result(watcher->aio), "answer");
	if (!watcher->receiving) {
		watcher->receiving = true;
		nng_ctx_recv(watcher->ctx, watcher->aio);
		return;
	}
	last_ns = load_now_ns();
	msg = nng_aio_get_msg(watcher->aio);
	reply = reply__unpack(NULL, nng_msg_len(msg), nng_msg_body(msg));
	if (reply == NULL || reply->status != 0 || reply->payload.len == 0) {
		fprintf(stderr, "watch: %s\n", reply != NULL ? reply->message : "no answer");
		exit(1);
	}
	reply__free_unpacked(reply, NULL);
	nng_msg_free(msg);
	atomic_fetch_add(&told, 1);
}

static void watch(struct watcher *watcher, const char *token)
{
	WatchEventsRequest request = WATCH_EVENTS_REQUEST__INIT;
	uint8_t bytes[LOAD_MESSAGE];
	size_t size = load_pack(bytes, "ridealong.v1.Events/WatchEvents", 1, token, NULL, &request.base);
	nng_msg *msg;

	check(nng_msg_alloc(&msg, 0), "message");
	check(nng_msg_append(msg, bytes, size), "message");
	nng_aio_set_msg(watcher->aio, msg);
	watcher->receiving = false;
	nng_ctx_send(watcher->ctx, watcher->aio);
}

static int parked(const char *server)
{
	GetMetricsRequest request = GET_METRICS_REQUEST__INIT;
	uint8_t bytes[LOAD_MESSAGE], *reply;
	Metrics *metrics;
	size_t size;
	int count;

	size = load_pack(bytes, "ridealong.v1.Admin/GetMetrics", 1, NULL, NULL, &request.base);
	reply = load_ask(server, bytes, size, &size);
	metrics = metrics__unpack(NULL, size, reply);
	free(reply);
	if (metrics == NULL)
		abort();
	count = (int)metrics->parked;
	metrics__free_unpacked(metrics, NULL);
	return count;
}

static void open_sockets(const char *server)
{
	for (int i = 0; i < SOCKETS; i++) {
		check(nng_req0_open(&sockets[i]), "socket");
		check(nng_socket_set_ms(sockets[i], NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE), "socket");
		check(nng_dial(sockets[i], server, NULL, 0), server);
		load_token_make(server, NULL, &tokens[i]);
	}
	for (int i = 0; i < WATCHERS; i++) {
		check(nng_ctx_open(&watchers[i].ctx, sockets[i / EACH]), "context");
		check(nng_aio_alloc(&watchers[i].aio, on_done, &watchers[i]), "aio");
	}
}

static void all_wait(const char *server)
{
	told = 0;
	for (int i = 0; i < WATCHERS; i++)
		watch(&watchers[i], tokens[i / EACH].secret);
	while (parked(server) < WATCHERS)
		usleep(2000);
}

/* One write; ms until it was answered. */
static double write_one(const char *server, struct mix *mix, uint64_t number)
{
	uint8_t bytes[LOAD_MESSAGE];
	size_t size = mix_make(mix, number, bytes);
	const int64_t start = load_now_ns();

	free(load_ask(server, bytes, size, &size));
	return (double)(load_now_ns() - start) / 1e6;
}

int main(void)
{
	double alone[ROUNDS], all[ROUNDS], before, waiting;
	struct test_daemon daemon;
	uint64_t number = 0;
	struct mix *mix;

	history_play(&daemon);
	history_multiply(&daemon, &(struct history){ .teams = 1, .coachees = 5, .sessions = 10 });
	test_daemon_start(&daemon);
	mix = mix_open(daemon.server, 1, HISTORY_COACHEE);
	mix_parse(mix, "write");
	for (int i = 0; i < ROUNDS; i++)
		alone[i] = write_one(daemon.server, mix, number++);
	open_sockets(daemon.server);
	before = bench_resident_mib(daemon.pid);
	all_wait(daemon.server);
	waiting = bench_resident_mib(daemon.pid);
	for (int i = 0; i < ROUNDS; i++) {
		int64_t begin;

		if (i > 0)
			all_wait(daemon.server);
		begin = load_now_ns();
		write_one(daemon.server, mix, number++);
		while (told < WATCHERS)
			usleep(200);
		all[i] = (double)(last_ns - begin) / 1e6;
	}
	bench_row(&(struct bench_row){ .name = "1,000 waiting WatchEvents, one event: all told",
		.unit = "ms",
		.ours = bench_median(all, ROUNDS),
		.floor = bench_median(alone, ROUNDS),
		.floor_is = "one write",
		.must = 50,
		.aim = 15,
		.by_difference = true });
	bench_row(&(struct bench_row){ .name = "1,000 waiting WatchEvents, memory of each",
		.unit = "KiB",
		.ours = (waiting - before) * 1024 / WATCHERS,
		.floor = 0,
		.floor_is = "nobody waiting",
		.must = 16,
		.aim = 4,
		.by_difference = true,
		.memory_mib = waiting });
	for (int i = 0; i < SOCKETS; i++)
		nng_close(sockets[i]);
	mix_close(mix);
	test_daemon_remove(&daemon);
	return 0;
}
