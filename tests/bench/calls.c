/* tests/bench/ — what a call costs: reads beside bare nng, durable writes beside SQLite alone, reads while others
 * write. Floor and ours by turns, the middle ratio counts. Ratios travel; numbers do not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "echo.h"
#include "history.h"
#include "load.h"
#include "replay.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "table.h"

#define ROUNDS  5
#define SECONDS 1.0

enum { MANY = 64, RECORDED = 3000 };

struct bench {
	struct test_daemon daemon;
	struct load_token token; /* the coachee's */
	char session[64];        /* one to read */
	size_t payload;          /* of its answer */
	struct replay *replay;
	char before[128]; /* the store as it was before what is replayed */
	unsigned run;     /* so that no request id comes twice */
};

/* ---- the calls ---- */

static size_t make_read(void *arg, uint64_t number, uint8_t *bytes)
{
	const struct bench *bench = arg;
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	request.name = (char *)bench->session;
	return load_pack(bytes, "ridealong.v1.Sessions/GetSession", number, bench->token.secret, NULL, &request.base);
}

/* A meeting by hand: the meeting, its event and audience, the request id. */
static size_t make_write(void *arg, uint64_t number, uint8_t *bytes)
{
	const struct bench *bench = arg;
	CreateMeetingRequest request = CREATE_MEETING_REQUEST__INIT;
	Timestamp start = TIMESTAMP__INIT, end = TIMESTAMP__INIT;
	Meeting meeting = MEETING__INIT;
	char id[64];

	snprintf(id, sizeof(id), "bench-%u-%llu", bench->run, (unsigned long long)number);
	start.seconds = 1773700000 + (int64_t)(number % 100000) * 3600;
	end.seconds = start.seconds + 3600;
	meeting.owner = (char *)"people/" HISTORY_COACHEE;
	meeting.title = (char *)"Quarterly talk";
	meeting.customer = (char *)"Harbour Logistics";
	meeting.start_time = &start;
	meeting.end_time = &end;
	request.meeting = &meeting;
	return load_pack(bytes, "ridealong.v1.Meetings/CreateMeeting", number, bench->token.secret, id, &request.base);
}

static void find_session(struct bench *bench)
{
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;
	uint8_t bytes[LOAD_MESSAGE], *reply;
	ListSessionsResponse *list;
	size_t size;

	size = load_pack(bytes, "ridealong.v1.Sessions/ListSessions", 1, bench->token.secret, NULL, &request.base);
	reply = load_ask(bench->daemon.server, bytes, size, &size);
	list = list_sessions_response__unpack(NULL, size, reply);
	if (list == NULL || list->n_sessions == 0) {
		fprintf(stderr, "bench: no session is there to be read\n");
		exit(1);
	}
	snprintf(bench->session, sizeof(bench->session), "%s", list->sessions[0]->name);
	list_sessions_response__free_unpacked(list, NULL);
	free(reply);
	size = make_read(bench, 1, bytes);
	free(load_ask(bench->daemon.server, bytes, size, &bench->payload));
}

static struct load_result run(struct bench *bench, const char *server, int callers, double seconds,
	size_t (*make)(void *arg, uint64_t number, uint8_t *bytes))
{
	const struct load load = {
		.server = server, .callers = callers, .seconds = seconds, .make = make, .arg = bench
	};
	struct load_result result;

	bench->run++;
	load_run(&load, &result);
	if (result.failures > 0) {
		fprintf(stderr, "bench: %llu calls failed: %s\n", (unsigned long long)result.failures, result.failure);
		exit(1);
	}
	return result;
}

/* ---- reads ---- */

static void bench_reads(struct bench *bench, int callers)
{
	double ours[ROUNDS], floors[ROUNDS], ratios[ROUNDS], p50[ROUNDS], p99[ROUNDS];
	char address[128];
	pid_t echo;

	snprintf(address, sizeof(address), "ipc://%s/echo.sock", bench->daemon.dir);
	echo = echo_start(address, bench->payload);
	for (int i = 0; i < ROUNDS; i++) {
		const struct load_result floor = run(bench, address, callers, SECONDS, make_read);
		const struct load_result our = run(bench, bench->daemon.server, callers, SECONDS, make_read);

		ours[i] = callers == 1 ? our.p50 : our.a_second;
		floors[i] = callers == 1 ? floor.p50 : floor.a_second;
		ratios[i] = ours[i] / floors[i];
		p50[i] = our.p50;
		p99[i] = our.p99;
	}
	echo_stop(echo);
	const double our = bench_median(ours, ROUNDS);

	bench_row(&(struct bench_row){
		.name = callers == 1 ? "read of a session, 1 caller, ipc, p50" : "reads of a session, 64 outstanding",
		.unit = callers == 1 ? "us" : "/s",
		.ours = our,
		.floor = our / bench_median(ratios, ROUNDS),
		.floor_is = "bare nng, a context a caller, same sizes",
		.must = callers == 1 ? 2.2 : 0.35,
		.aim = callers == 1 ? 1.6 : 0.5,
		.at_least = callers != 1,
		.p50 = bench_median(p50, ROUNDS),
		.p99 = bench_median(p99, ROUNDS) });
}

/* ---- writes ---- */

/* What the daemon asks of SQLite for so many writes, one after the other. */
static void record_writes(struct bench *bench)
{
	char record[128], command[400];
	uint8_t bytes[LOAD_MESSAGE];

	snprintf(bench->before, sizeof(bench->before), "%s/before.db", bench->daemon.dir);
	snprintf(command, sizeof(command), "cp '%s/data/ridealong.db' '%s'", bench->daemon.dir, bench->before);
	if (system(command) != 0)
		exit(1);
	snprintf(record, sizeof(record), "%s/record", bench->daemon.dir);
	setenv("RIDEALONG_RECORD", record, 1);
	setenv("LD_PRELOAD", test_built("tests/libbench_record.so"), 1);
	test_daemon_start(&bench->daemon);
	unsetenv("LD_PRELOAD");
	unsetenv("RIDEALONG_RECORD");
	bench->run++;
	for (uint64_t i = 0; i < RECORDED; i++) {
		size_t size = make_write(bench, i, bytes), payload;

		free(load_ask(bench->daemon.server, bytes, size, &payload));
	}
	test_daemon_stop(&bench->daemon);
	bench->replay = replay_read(record);
}

static void start_with_sync(struct bench *bench, const char *sync_us)
{
	if (sync_us != NULL) {
		setenv("RIDEALONG_SYNC_US", sync_us, 1); /* the floor's too: slow_sync.c is in this program */
		setenv("LD_PRELOAD", test_built("tests/libbench_slow_sync.so"), 1);
	}
	test_daemon_start(&bench->daemon);
	unsetenv("LD_PRELOAD");
}

static void bench_writes(struct bench *bench, int callers, const char *sync_us)
{
	double ours[ROUNDS], ratios[ROUNDS], p50[ROUNDS], p99[ROUNDS], our;
	char name[100];

	start_with_sync(bench, sync_us);
	for (int i = 0; i < ROUNDS; i++) {
		const double floor = replay_run(bench->replay, bench->before, (size_t)callers);
		const struct load_result result =
			run(bench, bench->daemon.server, callers, SECONDS * (callers == 1 ? 2 : 1), make_write);

		ours[i] = callers == 1 ? 1e6 / result.a_second : result.a_second;
		ratios[i] = callers == 1 ? ours[i] / (1e6 / floor) : ours[i] / floor;
		p50[i] = result.p50;
		p99[i] = result.p99;
	}
	test_daemon_stop(&bench->daemon);
	unsetenv("RIDEALONG_SYNC_US");
	snprintf(name, sizeof(name), "durable writes, %d outstanding, %s", callers,
		sync_us != NULL ? "1 ms sync" : "the disk's own sync");
	our = bench_median(ours, ROUNDS);
	bench_row(&(struct bench_row){ .name = name,
		.unit = callers == 1 ? "us" : "/s",
		.ours = our,
		.floor = our / bench_median(ratios, ROUNDS),
		.floor_is = callers == 1 ? "SQLite alone, same statements, a commit each"
					 : "SQLite alone, same statements, 64 a commit",
		.must = sync_us == NULL ? 0
			: callers == 1  ? 1.3
					: 0.5,
		.aim = callers == 1 ? 1.15 : 0.65,
		.at_least = callers != 1,
		.p50 = bench_median(p50, ROUNDS),
		.p99 = bench_median(p99, ROUNDS) });
}

/* ---- reads beside writes ---- */

/* Another process, so that the writers' threads are not the reader's. */
static pid_t start_writers(struct bench *bench)
{
	const pid_t pid = fork();

	if (pid != 0)
		return pid;
	execl("/proc/self/exe", "calls", "--write", bench->daemon.server, bench->token.secret, (char *)NULL);
	_exit(127);
}

static void write_for_a_while(const char *server, const char *secret)
{
	struct bench bench = { .run = (unsigned)getpid() * 100U };

	snprintf(bench.token.secret, sizeof(bench.token.secret), "%s", secret);
	run(&bench, server, MANY, SECONDS * 1.5, make_write);
}

static void bench_beside(struct bench *bench)
{
	double alone[ROUNDS], beside[ROUNDS], ratios[ROUNDS], p50[ROUNDS], p99;

	start_with_sync(bench, "1000");
	for (int i = 0; i < ROUNDS; i++) {
		struct load_result result = run(bench, bench->daemon.server, 1, SECONDS, make_read);
		pid_t writers;

		alone[i] = result.p99;
		writers = start_writers(bench);
		usleep(300000);
		result = run(bench, bench->daemon.server, 1, SECONDS, make_read);
		echo_stop(writers);
		beside[i] = result.p99;
		p50[i] = result.p50;
		ratios[i] = beside[i] / alone[i];
	}
	test_daemon_stop(&bench->daemon);
	unsetenv("RIDEALONG_SYNC_US");
	p99 = bench_median(beside, ROUNDS);
	bench_row(&(struct bench_row){ .name = "reads while 64 writers run, p99",
		.unit = "us",
		.ours = p99,
		.floor = p99 / bench_median(ratios, ROUNDS),
		.floor_is = "the same without writers",
		.must = 4,
		.aim = 2,
		.p50 = bench_median(p50, ROUNDS),
		.p99 = p99 });
}

int main(int argc, char **argv)
{
	const struct history small = { .teams = 1, .coachees = 5, .sessions = 10 };
	struct bench bench = { .run = 0 };

	echo_main(argc, argv);
	if (argc == 4 && strcmp(argv[1], "--write") == 0) {
		write_for_a_while(argv[2], argv[3]);
		return 0;
	}
	history_play(&bench.daemon);
	history_multiply(&bench.daemon, &small);
	test_daemon_start(&bench.daemon);
	load_token_make(bench.daemon.server, HISTORY_COACHEE, &bench.token);
	find_session(&bench);
	bench_reads(&bench, 1);
	bench_reads(&bench, MANY);
	test_daemon_stop(&bench.daemon);
	if (argc == 2 && strcmp(argv[1], "reads") == 0) {
		test_daemon_remove(&bench.daemon);
		return 0;
	}
	record_writes(&bench);
	bench_writes(&bench, MANY, NULL);
	bench_writes(&bench, 1, NULL);
	bench_writes(&bench, MANY, "1000");
	bench_writes(&bench, 1, "1000");
	bench_beside(&bench);
	replay_free(bench.replay);
	test_daemon_remove(&bench.daemon);
	return 0;
}
