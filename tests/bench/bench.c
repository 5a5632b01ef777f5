/* tests/ — what the house costs: reads against bare nng, durable writes against bare SQLite, in the same run on the
 * same machine. Ratios travel; numbers do not. */
#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/envelope.pb-c.h"
#include "tests/support/daemon.h"

#define SECONDS    3
#define AT_A_TIME  64 /* calls under way */
#define BARE_SLOTS 64

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void check(int failed, const char *what)
{
	if (failed == 0)
		return;
	fprintf(stderr, "bench: %s: %s\n", what, nng_strerror(failed));
	exit(1);
}

/* Callers: each context sends, receives, and begins again until the time is up. */

struct load {
	nng_socket socket;
	size_t (*make)(uint64_t number, uint8_t *bytes); /* the message */
	_Atomic uint64_t number, answers, failures;
	int64_t until_ns;
};

struct flight {
	struct load *load;
	nng_ctx ctx;
	nng_aio *aio;
	bool receiving;
};

static void send_next(struct flight *flight)
{
	uint8_t bytes[1024];
	size_t size = flight->load->make(atomic_fetch_add(&flight->load->number, 1), bytes);
	nng_msg *msg;

	check(nng_msg_alloc(&msg, 0), "message");
	check(nng_msg_append(msg, bytes, size), "message");
	nng_aio_set_msg(flight->aio, msg);
	flight->receiving = false;
	nng_ctx_send(flight->ctx, flight->aio);
}

static void count_answer(struct load *load, nng_msg *msg)
{
	Reply *reply = reply__unpack(NULL, nng_msg_len(msg), nng_msg_body(msg));

	if (reply == NULL || reply->status != 0)
		atomic_fetch_add(&load->failures, 1);
	if (reply != NULL)
		reply__free_unpacked(reply, NULL);
	atomic_fetch_add(&load->answers, 1);
	nng_msg_free(msg);
}

static void on_done(void *arg)
{
	struct flight *flight = arg;

	if (nng_aio_result(flight->aio) != 0) {
		atomic_fetch_add(&flight->load->failures, 1);
		return;
	}
	if (!flight->receiving) {
		flight->receiving = true;
		nng_ctx_recv(flight->ctx, flight->aio);
		return;
	}
	count_answer(flight->load, nng_aio_get_msg(flight->aio));
	if (now_ns() < flight->load->until_ns)
		send_next(flight);
}

/* Answers a second. */
static double measure(const char *server, size_t (*make)(uint64_t number, uint8_t *bytes))
{
	static struct flight flights[AT_A_TIME];
	struct load load = { .make = make };
	int64_t start;

	check(nng_req0_open(&load.socket), "socket");
	nng_socket_set_ms(load.socket, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE);
	check(nng_dial(load.socket, server, NULL, 0), server);
	start = now_ns();
	load.until_ns = start + INT64_C(1000000000) * SECONDS;
	for (int i = 0; i < AT_A_TIME; i++) {
		flights[i] = (struct flight){ .load = &load };
		check(nng_ctx_open(&flights[i].ctx, load.socket), "context");
		check(nng_aio_alloc(&flights[i].aio, on_done, &flights[i]), "aio");
		send_next(&flights[i]);
	}
	while (now_ns() < load.until_ns)
		usleep(20000);
	for (int i = 0; i < AT_A_TIME; i++) {
		nng_aio_stop(flights[i].aio);
		nng_aio_free(flights[i].aio);
	}
	nng_close(load.socket);
	if (load.answers == 0)
		fprintf(stderr, "bench: %s answered nothing\n", server);
	return (double)load.answers / ((double)(now_ns() - start) / 1e9);
}

static size_t make_read(uint64_t number, uint8_t *bytes)
{
	Request envelope = REQUEST__INIT;

	envelope.method = "ridealong.v1.Admin/GetStatus";
	envelope.call_id = number;
	return request__pack(&envelope, bytes);
}

static size_t make_write(uint64_t number, uint8_t *bytes)
{
	static char *scopes[] = { "meetings.read" };
	CreateTokenRequest in = CREATE_TOKEN_REQUEST__INIT;
	Request envelope = REQUEST__INIT;
	Token token = TOKEN__INIT;
	uint8_t payload[256];
	char id[40];

	snprintf(id, sizeof(id), "bench-%llu", (unsigned long long)number);
	token.display_name = "bench";
	token.scopes = scopes;
	token.n_scopes = 1;
	in.token = &token;
	envelope.method = "ridealong.v1.Admin/CreateToken";
	envelope.call_id = number;
	envelope.request_id = id;
	envelope.payload.len = create_token_request__pack(&in, payload);
	envelope.payload.data = payload;
	return request__pack(&envelope, bytes);
}

/* The floor of reads: a REP that answers an empty Reply, in a process of its own. */

struct bare {
	nng_ctx ctx;
	nng_aio *aio;
	bool receiving;
};

static void on_bare(void *arg)
{
	struct bare *bare = arg;
	nng_msg *msg;

	if (nng_aio_result(bare->aio) != 0)
		return;
	if (bare->receiving) {
		msg = nng_aio_get_msg(bare->aio);
		nng_msg_clear(msg); /* an empty message is a Reply with nothing in it */
		bare->receiving = false;
		nng_ctx_send(bare->ctx, bare->aio);
	} else {
		bare->receiving = true;
		nng_ctx_recv(bare->ctx, bare->aio);
	}
}

static void serve_bare(const char *address, int ready)
{
	static struct bare slots[BARE_SLOTS];
	nng_socket socket;

	check(nng_rep0_open(&socket), "socket");
	for (int i = 0; i < BARE_SLOTS; i++) {
		check(nng_ctx_open(&slots[i].ctx, socket), "context");
		check(nng_aio_alloc(&slots[i].aio, on_bare, &slots[i]), "aio");
		slots[i].receiving = true;
		nng_ctx_recv(slots[i].ctx, slots[i].aio);
	}
	check(nng_listen(socket, address, NULL, 0), address);
	if (write(ready, "", 1) != 1)
		exit(1);
	for (;;)
		pause();
}

static double measure_bare_nng(const char *dir)
{
	char address[128], byte;
	double answers;
	int ready[2];
	pid_t pid;

	snprintf(address, sizeof(address), "ipc://%s/bare.sock", dir);
	if (pipe(ready) != 0 || (pid = fork()) < 0)
		exit(1);
	if (pid == 0)
		serve_bare(address, ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		exit(1);
	answers = measure(address, make_read);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return answers;
}

/* The floor of writes: an INSERT a commit, WAL, synchronous=FULL. */

static void run_sql(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return;
	fprintf(stderr, "bench: %s: %s\n", sql, sqlite3_errmsg(db));
	exit(1);
}

static double measure_bare_sqlite(const char *dir)
{
	const int64_t start = now_ns(), until = start + INT64_C(1000000000) * SECONDS;
	int64_t commits = 0;
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/bare.db", dir);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		exit(1);
	run_sql(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
		    "CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT) STRICT");
	for (; now_ns() < until; commits++)
		run_sql(db, "INSERT INTO row (text) VALUES ('a row such as the daemon writes')");
	sqlite3_close(db);
	return (double)commits / ((double)(now_ns() - start) / 1e9);
}

int main(void)
{
	struct test_daemon daemon;
	double reads, bare_reads, writes, bare_writes;

	test_daemon_make(&daemon, NULL, "", NULL);
	bare_reads = measure_bare_nng(daemon.dir); /* forks: before nng runs threads in here */
	bare_writes = measure_bare_sqlite(daemon.dir);
	test_daemon_start(&daemon);
	reads = measure(daemon.server, make_read);
	writes = measure(daemon.server, make_write);
	test_daemon_stop(&daemon);
	test_daemon_remove(&daemon);
	printf("reads,  %d at a time: %9.0f/s, bare nng    %9.0f/s, ratio %.2f\n", AT_A_TIME, reads, bare_reads,
		reads / bare_reads);
	printf("writes, %d at a time: %9.0f/s, bare SQLite %9.0f/s, ratio %.2f\n", AT_A_TIME, writes, bare_writes,
		writes / bare_writes);
	return 0;
}
