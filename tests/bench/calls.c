/* tests/bench/ — what a call costs: reads beside bare nng, durable writes beside SQLite alone, reads while others
 * write. Floor and ours by turns, the middle ratio counts. Ratios travel; numbers do not. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "echo.h"
#include "history.h"
#include "load.h"
#include "replay.h"
#include "ridealong/client.h"
#include "ridealong/v1/admin.pb-c.h"
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
	struct replay *replay;
	char store[128], before[128]; /* and the store as it was before what is replayed */
	unsigned run;                 /* so that no request id comes twice */
};

static _Noreturn void die(const char *why)
{
	fprintf(stderr, "bench: %s\n", why);
	exit(1);
}

/* ---- the calls ---- */

typedef size_t (*make_function)(void *arg, uint64_t number, uint8_t *bytes);

static size_t make_status(void *arg, uint64_t number, uint8_t *bytes)
{
	const struct bench *bench = arg;
	const GetStatusRequest request = GET_STATUS_REQUEST__INIT;

	return load_pack(bytes, "ridealong.v1.Admin/GetStatus", number, bench->token.secret, NULL, &request.base);
}

static size_t make_session(void *arg, uint64_t number, uint8_t *bytes)
{
	const struct bench *bench = arg;
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	request.name = (char *)bench->session;
	return load_pack(bytes, "ridealong.v1.Sessions/GetSession", number, bench->token.secret, NULL, &request.base);
}

/* A meeting by hand: the meeting, its event and audience, the request id. */
struct write {
	CreateMeetingRequest request;
	Meeting meeting;
	Timestamp start, end;
	char id[64];
};

static void fill_write(const struct bench *bench, uint64_t number, struct write *write)
{
	create_meeting_request__init(&write->request);
	meeting__init(&write->meeting);
	timestamp__init(&write->start);
	timestamp__init(&write->end);
	snprintf(write->id, sizeof(write->id), "bench-%u-%llu", bench->run, (unsigned long long)number);
	write->start.seconds = 1773700000 + (int64_t)(number % 100000) * 3600;
	write->end.seconds = write->start.seconds + 3600;
	write->meeting.owner = (char *)"people/" HISTORY_COACHEE;
	write->meeting.title = (char *)"Quarterly talk";
	write->meeting.customer = (char *)"Harbour Logistics";
	write->meeting.start_time = &write->start;
	write->meeting.end_time = &write->end;
	write->request.meeting = &write->meeting;
}

static size_t make_write(void *arg, uint64_t number, uint8_t *bytes)
{
	const struct bench *bench = arg;
	struct write write;

	fill_write(bench, number, &write);
	return load_pack(bytes, "ridealong.v1.Meetings/CreateMeeting", number, bench->token.secret, write.id,
		&write.request.base);
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
	if (list == NULL || list->n_sessions == 0)
		die("no session is there to be read");
	snprintf(bench->session, sizeof(bench->session), "%s", list->sessions[0]->name);
	list_sessions_response__free_unpacked(list, NULL);
	free(reply);
}

static struct load_result run(struct bench *bench, const char *server, int callers, double seconds, make_function make)
{
	const struct load load = {
		.server = server, .callers = callers, .seconds = seconds, .make = make, .arg = bench
	};
	struct load_result result;

	bench->run++;
	load_run(&load, &result);
	if (result.failures > 0)
		die(result.failure);
	return result;
}

/* ---- reads ---- */

static size_t payload_of(struct bench *bench, make_function make)
{
	uint8_t bytes[LOAD_MESSAGE];
	const size_t size = make(bench, 1, bytes);
	size_t payload;

	free(load_ask(bench->daemon.server, bytes, size, &payload));
	return payload;
}

static void bench_reads(struct bench *bench, int callers, const char *name, make_function make)
{
	const bool alone = callers == 1;
	double ours[ROUNDS], ratios[ROUNDS], p50[ROUNDS], p99[ROUNDS], our;
	char address[128];
	pid_t echo;

	snprintf(address, sizeof(address), "ipc://%s/echo.sock", bench->daemon.dir);
	echo = echo_start(address, payload_of(bench, make));
	for (int i = 0; i < ROUNDS; i++) {
		const struct load_result floor = run(bench, address, callers, SECONDS, make);
		const struct load_result result = run(bench, bench->daemon.server, callers, SECONDS, make);

		ours[i] = alone ? result.p50 : result.a_second;
		ratios[i] = ours[i] / (alone ? floor.p50 : floor.a_second);
		p50[i] = result.p50;
		p99[i] = result.p99;
	}
	echo_stop(echo);
	our = bench_median(ours, ROUNDS);
	bench_row(&(struct bench_row){ .name = name,
		.unit = alone ? "us" : "/s",
		.ours = our,
		.floor = our / bench_median(ratios, ROUNDS),
		.floor_is = "bare nng, a context a caller, same sizes",
		.must = alone ? 2.2 : 0.35,
		.aim = alone ? 1.6 : 0.5,
		.at_least = !alone,
		.p50 = bench_median(p50, ROUNDS),
		.p99 = bench_median(p99, ROUNDS) });
}

/* ---- writes ---- */

static void copy(const char *from, const char *to)
{
	char command[400];

	snprintf(command, sizeof(command), "cp '%s' '%s'", from, to);
	if (system(command) != 0)
		exit(1);
}

/* What the daemon asks of SQLite for so many writes, one after the other. */
static void record_writes(struct bench *bench)
{
	char record[128];
	uint8_t bytes[LOAD_MESSAGE];

	snprintf(bench->store, sizeof(bench->store), "%s/data/ridealong.db", bench->daemon.dir);
	snprintf(bench->before, sizeof(bench->before), "%s/before.db", bench->daemon.dir);
	copy(bench->store, bench->before);
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

/* So many callers, as a company's program has them: the client library, many calls under way at once. */
struct writers {
	struct bench *bench;
	struct ridealong_client *client;
	struct load_times times;
	_Atomic uint64_t number;
	_Atomic int under_way;
	int64_t until_ns;
};

struct writer {
	struct writers *writers;
	int64_t asked_ns;
};

static void on_written(void *arg, const struct ridealong_error *error, const void *bytes, size_t length);

static void write_next(struct writer *writer)
{
	struct writers *writers = writer->writers;
	struct ridealong_call_options how = { .size = sizeof(how) };
	uint8_t bytes[LOAD_MESSAGE];
	struct write write;

	fill_write(writers->bench, atomic_fetch_add(&writers->number, 1), &write);
	how.request_id = write.id;
	writer->asked_ns = load_now_ns();
	ridealong_call_async(writers->client, "ridealong.v1.Meetings/CreateMeeting", bytes,
		create_meeting_request__pack(&write.request, bytes), &how, on_written, writer);
}

static void on_written(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	struct writer *writer = arg;
	const int64_t now = load_now_ns();

	(void)bytes;
	(void)length;
	if (error->status != 0)
		die(error->message);
	load_times_add(&writer->writers->times, now - writer->asked_ns);
	if (now < writer->writers->until_ns)
		write_next(writer);
	else
		atomic_fetch_sub(&writer->writers->under_way, 1);
}

static struct load_result write_for(struct bench *bench, const char *server, int callers, double seconds)
{
	const struct ridealong_options options = {
		.size = sizeof(options), .server = server, .token = bench->token.secret
	};
	struct writers writers = { .bench = bench, .under_way = callers };
	struct writer *each = calloc((size_t)callers, sizeof(*each));
	const int64_t start = load_now_ns();
	struct ridealong_error error;

	if (each == NULL || ridealong_client_open(&options, &writers.client, &error) != 0)
		die("no client");
	bench->run++;
	writers.until_ns = start + (int64_t)(seconds * 1e9);
	for (int i = 0; i < callers; i++) {
		each[i].writers = &writers;
		write_next(&each[i]);
	}
	while (atomic_load(&writers.under_way) > 0)
		usleep(5000);
	ridealong_client_close(writers.client);
	free(each);
	return (struct load_result){ .answers = writers.times.count,
		.a_second = (double)writers.times.count / ((double)(load_now_ns() - start) / 1e9),
		.p50 = load_times_at(&writers.times, 0.5),
		.p99 = load_times_at(&writers.times, 0.99) };
}

/* Each round begins with the same store as the floor's: in one that has grown, a write touches more pages. */
static struct load_result write_anew(struct bench *bench, int callers, const char *sync_us)
{
	struct load_result result;

	copy(bench->before, bench->store);
	start_with_sync(bench, sync_us);
	result = write_for(bench, bench->daemon.server, callers, SECONDS * (callers == 1 ? 2 : 1));
	test_daemon_stop(&bench->daemon);
	return result;
}

static void bench_writes(struct bench *bench, int callers, const char *sync_us)
{
	double ours[ROUNDS], ratios[ROUNDS], p50[ROUNDS], p99[ROUNDS], our;
	char name[100];

	for (int i = 0; i < ROUNDS; i++) {
		const struct load_result result = write_anew(bench, callers, sync_us);
		const double floor = replay_run(bench->replay, bench->before, (size_t)callers);

		ours[i] = callers == 1 ? 1e6 / result.a_second : result.a_second;
		ratios[i] = callers == 1 ? ours[i] / (1e6 / floor) : ours[i] / floor;
		p50[i] = result.p50;
		p99[i] = result.p99;
	}
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
	write_for(&bench, server, MANY, SECONDS * 1.5);
}

static void bench_beside(struct bench *bench)
{
	double alone[ROUNDS], beside[ROUNDS], ratios[ROUNDS], p50[ROUNDS], p99;

	start_with_sync(bench, "1000");
	for (int i = 0; i < ROUNDS; i++) {
		struct load_result result = run(bench, bench->daemon.server, 1, SECONDS, make_session);
		pid_t writers;

		alone[i] = result.p99;
		writers = start_writers(bench);
		usleep(300000);
		result = run(bench, bench->daemon.server, 1, SECONDS, make_session);
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

/* bench_calls [reads|writes|beside]: all, without a word. */
static bool wants(int argc, char **argv, const char *rows)
{
	return argc == 1 || strcmp(argv[1], rows) == 0;
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
	if (wants(argc, argv, "reads")) {
		bench_reads(&bench, 1, "read of a session, 1 caller, ipc, p50", make_session);
		bench_reads(&bench, 1, "read of the status, 1 caller, ipc, p50", make_status);
		bench_reads(&bench, MANY, "reads of a session, 64 outstanding", make_session);
		bench_reads(&bench, MANY, "reads of the status, 64 outstanding", make_status);
	}
	test_daemon_stop(&bench.daemon);
	if (wants(argc, argv, "writes")) {
		record_writes(&bench);
		bench_writes(&bench, MANY, NULL);
		bench_writes(&bench, 1, NULL);
		bench_writes(&bench, MANY, "1000");
		bench_writes(&bench, 1, "1000");
	}
	if (wants(argc, argv, "beside"))
		bench_beside(&bench);
	replay_free(bench.replay);
	test_daemon_remove(&bench.daemon);
	return 0;
}
