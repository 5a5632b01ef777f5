/* tests/bench/ — what years of history cost: the same calls on ten million rows and on ten thousand, and starting with
 * them and without. BENCH_ROWS in the environment is another number than ten million. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "history.h"
#include "load.h"
#include "mix.h"
#include "table.h"

#define MILLION INT64_C(1000000)

enum { ROUNDS = 5, STARTS = 5, ROWS_A_SESSION = 220, COACHEES = 5, SESSIONS = 160, MANY = 64 };

struct house {
	struct test_daemon daemon;
	struct mix *mix; /* of the first coach */
};

/* ---- houses ---- */

/* One that was played and multiplied; they differ in nothing else. */
static void house_make(struct house *house, const struct test_daemon *played, int teams, int sessions)
{
	const struct history history = { .teams = teams, .coachees = COACHEES, .sessions = sessions };

	test_daemon_make(&house->daemon, HISTORY_CLOCK, "", NULL);
	history_copy(played, &house->daemon);
	if (sessions > 0)
		history_multiply(&house->daemon, &history);
	fprintf(stderr, "%d teams: %.2f million rows\n", teams, (double)history_rows(&house->daemon) / MILLION);
}

static void house_open(struct house *house, const char *calls)
{
	test_daemon_start(&house->daemon);
	house->mix = mix_open(house->daemon.server, 1 << 20, HISTORY_COACH);
	if (mix_parse(house->mix, calls) != NULL)
		abort();
}

static void house_close(struct house *house)
{
	mix_close(house->mix);
	test_daemon_stop(&house->daemon);
}

static struct load_result ask(struct house *house, int callers, double seconds)
{
	const struct load load = { .server = house->daemon.server,
		.callers = callers,
		.seconds = seconds,
		.make = mix_make,
		.arg = house->mix };
	struct load_result result;

	load_run(&load, &result);
	if (result.failures > 0) {
		fprintf(stderr, "bench: %s\n", result.failure);
		exit(1);
	}
	return result;
}

/* ---- the rows ---- */

static void compare(struct house *large, struct house *small, const char *call, const char *name, const char *floor_is,
	double must, double aim)
{
	double ours[ROUNDS], ratios[ROUNDS], p99[ROUNDS], our;

	house_open(large, call);
	house_open(small, call);
	ask(large, 1, 0.3); /* warm */
	ask(small, 1, 0.3);
	for (int i = 0; i < ROUNDS; i++) {
		const struct load_result floor = ask(small, 1, 1);
		const struct load_result result = ask(large, 1, 1);

		ours[i] = result.p50;
		ratios[i] = result.p50 / floor.p50;
		p99[i] = result.p99;
	}
	house_close(small);
	house_close(large);
	our = bench_median(ours, ROUNDS);
	bench_row(&(struct bench_row){ .name = name,
		.unit = "us",
		.ours = our,
		.floor = our / bench_median(ratios, ROUNDS),
		.floor_is = floor_is,
		.must = must,
		.aim = aim,
		.p50 = our,
		.p99 = bench_median(p99, ROUNDS) });
}

static double start(struct house *house)
{
	const int64_t begin = load_now_ns();

	test_daemon_start(&house->daemon);
	return (double)(load_now_ns() - begin) / 1e6;
}

static void compare_starts(struct house *large, struct house *empty)
{
	double ours[STARTS], ratios[STARTS], our;

	for (int i = 0; i < STARTS; i++) {
		const double floor = start(empty);

		ours[i] = start(large);
		ratios[i] = ours[i] / floor;
		test_daemon_stop(&large->daemon);
		test_daemon_stop(&empty->daemon);
	}
	our = bench_median(ours, STARTS);
	bench_row(&(struct bench_row){ .name = "start-up with 10 million rows",
		.unit = "ms",
		.ours = our,
		.floor = our / bench_median(ratios, STARTS),
		.floor_is = "with none",
		.must = 1.5,
		.aim = 1.1 });
}

/* MiB that are resident, after everybody has asked for everything. */
static double memory(struct house *house, const char *calls)
{
	double mib;

	house_open(house, calls);
	ask(house, MANY, 5);
	mib = bench_resident_mib(house->daemon.pid);
	house_close(house);
	return mib;
}

static void compare_memory(struct house *large, struct house *empty)
{
	const char *calls =
		"session=10,last=10,sessions=10,meetings=10,events=10,actions=10,reminders=10,items=10,report=2";
	const double floor =
		memory(empty, "status=10,sessions=10,meetings=10,events=10,actions=10,reminders=10,items=10");
	const double ours = memory(large, calls);

	bench_row(&(struct bench_row){ .name = "resident memory at 10 million rows, 64 callers",
		.unit = "MiB",
		.ours = ours,
		.floor = floor,
		.floor_is = "with none, 64 callers",
		.must = 32,
		.aim = 12,
		.by_difference = true,
		.memory_mib = ours });
}

int main(void)
{
	static const struct {
		const char *call, *name;
	} lists[] = { { "sessions", "list of 50 sessions, 10 million rows" },
		{ "meetings", "list of 50 meetings, 10 million rows" },
		{ "events", "list of 50 events, 10 million rows" },
		{ "actions", "list of 50 action points, 10 million rows" },
		{ "reminders", "list of 50 reminders, 10 million rows" },
		{ "ahead", "list of what lies ahead, 10 million rows" },
		{ "session", "read of a session, 10 million rows" },
		{ "last", "read of the last session, 10 million rows" },
		{ "items", "list of 50 subjects, 10 million rows" } };
	const char *wanted = getenv("BENCH_ROWS");
	const int64_t rows = wanted != NULL ? atoll(wanted) : 10 * MILLION;
	const int teams = (int)(rows / ((int64_t)ROWS_A_SESSION * SESSIONS * COACHEES)) + 1;
	struct test_daemon played;
	struct house large, small, alone, empty;

	history_play(&played);
	house_make(&empty, &played, 1, 0);
	house_make(&small, &played, 1, 10);
	house_make(&alone, &played, 1, SESSIONS);
	house_make(&large, &played, teams, SESSIONS);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		compare(&large, &small, lists[i].call, lists[i].name, "the same with 10 thousand", 1.3, 1.1);
	compare(&large, &alone, "report", "report over one team, 10 million rows in all",
		"the team alone in a database", 1.5, 1.2);
	compare_starts(&large, &empty);
	compare_memory(&large, &empty);
	test_daemon_remove(&large.daemon);
	test_daemon_remove(&alone.daemon);
	test_daemon_remove(&small.daemon);
	test_daemon_remove(&empty.daemon);
	test_daemon_remove(&played);
	return 0;
}
