/* tests/ — what waiting costs: a daemon with a million timers in its store beside an empty one, and ten thousand that
 * are due in the same second beside a bare SQLite that takes out as many. */
#include <dirent.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "table.h"
#include "tests/support/daemon.h"

#define SECOND INT64_C(1000000)
#define YEAR   (365 * 86400 * SECOND)

enum { WAITING = 1000000, DUE = 10000, STARTS = 7, IDLE_SECONDS = 60, WARM_SECONDS = 20, AT_ONCE = 64, PATIENCE = 120 };

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "bench: %s: %s\n", what, why);
	exit(1);
}

static int64_t clock_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * SECOND + now.tv_nsec / 1000;
}

/* ---- two houses ---- */

static void house_make(struct test_daemon *daemon)
{
	char config[1024];

	snprintf(config, sizeof(config),
		"[plugin counts]\nlibrary = %s/counts.so\nscopes = timers.write\nexpected = %d\nfile = ",
		test_built("tests/plugins"), DUE);
	test_daemon_make(daemon, NULL, "counts", config);
	/* The folder's name is known only now. */
	snprintf(config, sizeof(config), "%s/ridealong.conf", daemon->dir);
	FILE *file = fopen(config, "a");

	if (file == NULL || fprintf(file, "%s/counted\n", daemon->dir) < 0 || fclose(file) != 0)
		fail(config, "cannot be written");
	test_daemon_start(daemon); /* makes the store */
	test_daemon_stop(daemon);
}

static sqlite3 *store_open(const struct test_daemon *daemon)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/data/ridealong.db", daemon->dir);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		fail(path, sqlite3_errmsg(db));
	return db;
}

static void run_sql(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail(sql, sqlite3_errmsg(db));
}

/* As the daemon would have written them: each key has its count, too. `apart`: µs from one to the next. */
static void add_timers(sqlite3 *db, const char *key, int count, int64_t first_due, int64_t apart)
{
	char sql[1024];

	snprintf(sql, sizeof(sql),
		"BEGIN;"
		"WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d - 1)"
		" INSERT INTO timer (owner, key, due, generation, payload, create_time)"
		" SELECT 'counts', '%s/' || i, %lld + i * %lld, 1, X'', 0 FROM n;"
		"WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d - 1)"
		" INSERT INTO counter (name, value) SELECT 'timer/counts/%s/' || i, 1 FROM n;"
		"COMMIT",
		count, key, (long long)first_due, (long long)apart, count, key);
	run_sql(db, sql);
}

/* Over the ten years from a year on: none of them is due. */
static void fill(const struct test_daemon *daemon)
{
	sqlite3 *db = store_open(daemon);

	add_timers(db, "waits", WAITING, clock_us(CLOCK_REALTIME) + YEAR, 10 * YEAR / WAITING);
	run_sql(db, "PRAGMA wal_checkpoint(TRUNCATE)");
	sqlite3_close(db);
}

/* ---- start-up ---- */

static int by_size(const void *left, const void *right)
{
	const double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

/* Milliseconds until it says that it is ready; it runs on. */
static double start_one(struct test_daemon *daemon)
{
	const int64_t start = clock_us(CLOCK_MONOTONIC);

	test_daemon_start(daemon);
	return (double)(clock_us(CLOCK_MONOTONIC) - start) / 1000;
}

/* By turns, and the median of each: whatever else the machine does meets both. Both run at the end. */
static void measure_start(struct test_daemon *full, struct test_daemon *empty, double *ret_full, double *ret_empty)
{
	double fulls[STARTS], empties[STARTS];

	for (int i = 0; i < STARTS; i++) {
		if (i > 0) {
			test_daemon_stop(full);
			test_daemon_stop(empty);
		}
		empties[i] = start_one(empty);
		fulls[i] = start_one(full);
	}
	qsort(fulls, STARTS, sizeof(fulls[0]), by_size);
	qsort(empties, STARTS, sizeof(empties[0]), by_size);
	*ret_full = fulls[STARTS / 2];
	*ret_empty = empties[STARTS / 2];
}

/* ---- memory and idle time ---- */

/* KiB, at its most since the start. */
static double peak_memory(pid_t pid)
{
	char path[64], line[256];
	double kib = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "VmHWM: %lf", &kib) == 1)
			break;
	if (file == NULL || kib == 0)
		fail(path, "cannot be read");
	fclose(file);
	return kib;
}

/* Nanoseconds on a processor, of all threads: the kernel counts them exactly, where clock ticks are 10 ms. */
static int64_t processor_ns(pid_t pid)
{
	char path[300];
	struct dirent *task;
	int64_t sum = 0;
	long long ns;
	DIR *tasks;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	tasks = opendir(path);
	if (tasks == NULL)
		fail(path, "cannot be read");
	while ((task = readdir(tasks)) != NULL) {
		FILE *file;

		snprintf(path, sizeof(path), "/proc/%d/task/%.20s/schedstat", (int)pid, task->d_name);
		file = task->d_name[0] != '.' ? fopen(path, "r") : NULL;
		if (file == NULL)
			continue;
		if (fscanf(file, "%lld", &ns) == 1)
			sum += ns;
		fclose(file);
	}
	closedir(tasks);
	return sum;
}

/* Milliseconds a minute of both at the same time, while nobody asks them anything. */
static void measure_idle(
	const struct test_daemon *full, const struct test_daemon *empty, double *ret_full, double *ret_empty)
{
	int64_t full_ns, empty_ns;

	sleep(WARM_SECONDS);
	full_ns = processor_ns(full->pid);
	empty_ns = processor_ns(empty->pid);
	sleep(IDLE_SECONDS);
	*ret_full = (double)(processor_ns(full->pid) - full_ns) / 1e6 * 60 / IDLE_SECONDS;
	*ret_empty = (double)(processor_ns(empty->pid) - empty_ns) / 1e6 * 60 / IDLE_SECONDS;
}

/* ---- all at once ---- */

/* Of a running daemon whose store is looked at from outside: how many of them are still there. */
static int64_t count_left(const struct test_daemon *daemon)
{
	sqlite3 *db = store_open(daemon);
	sqlite3_stmt *statement;
	int64_t left = -1;

	sqlite3_busy_timeout(db, 1000);
	if (sqlite3_prepare_v2(db, "SELECT count(*) FROM timer WHERE key < 'due0' AND key >= 'due/'", -1, &statement,
		    NULL) == SQLITE_OK &&
		sqlite3_step(statement) == SQLITE_ROW)
		left = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return left;
}

/* Milliseconds from their second until the last was with the plugin. */
static double measure_due(struct test_daemon *daemon)
{
	const int64_t due = (clock_us(CLOCK_REALTIME) / SECOND + 6) * SECOND;
	char path[128];
	long long seen = 0;
	int again = 0;
	sqlite3 *db = store_open(daemon);

	add_timers(db, "due", DUE, due, 0);
	sqlite3_close(db);
	test_daemon_start(daemon);
	if (clock_us(CLOCK_REALTIME) >= due)
		fail("start", "it took so long that the timers were due before");
	snprintf(path, sizeof(path), "%s/counted", daemon->dir);
	for (int tries = 0; access(path, R_OK) != 0; tries++) {
		if (tries == PATIENCE * 20)
			fail(path, "the timers were not handed out");
		usleep(50000);
	}
	FILE *file = fopen(path, "r");

	if (file == NULL || fscanf(file, "%lld %d", &seen, &again) != 2)
		fail(path, "cannot be read");
	fclose(file);
	if (again != 0)
		fprintf(stderr, "bench: %d timers came twice\n", again);
	test_daemon_stop(daemon);
	if (count_left(daemon) > 2 * AT_ONCE)
		fprintf(stderr, "bench: %lld timers were left\n", (long long)count_left(daemon));
	return (double)(seen - due) / 1000;
}

/* The floor: as many found by the same index and taken out, as many at once as are handed out at once, each time
 * synced. */
static double measure_bare(struct test_daemon *daemon)
{
	sqlite3 *db = store_open(daemon);
	const int64_t past = SECOND;
	int64_t start;
	char sql[256];

	add_timers(db, "bare", DUE, past, 0);
	run_sql(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
	snprintf(sql, sizeof(sql),
		"DELETE FROM timer WHERE rowid IN (SELECT rowid FROM timer WHERE owner = 'counts' AND due <= %lld"
		" ORDER BY due, key LIMIT %d)",
		(long long)past, AT_ONCE);
	start = clock_us(CLOCK_MONOTONIC);
	for (int i = 0; i * AT_ONCE < DUE; i++)
		run_sql(db, sql);
	sqlite3_close(db);
	return (double)(clock_us(CLOCK_MONOTONIC) - start) / 1000;
}

int main(void)
{
	struct test_daemon full, empty;
	double ours, floor;

	setvbuf(stdout, NULL, _IOLBF, 0);
	house_make(&empty);
	house_make(&full);
	fill(&full);
	measure_start(&full, &empty, &ours, &floor);
	bench_row(&(struct bench_row){ .name = "a million timers wait: start-up",
		.unit = "ms",
		.ours = ours,
		.floor = floor,
		.floor_is = "with none",
		.must = 2,
		.aim = 1.2 });
	measure_idle(&full, &empty, &ours, &floor);
	bench_row(&(struct bench_row){ .name = "a million timers wait: processor time of an idle minute",
		.unit = "ms",
		.ours = ours,
		.floor = 0,
		.floor_is = "none",
		.must = 1,
		.aim = 0.5,
		.by_difference = true });
	bench_row(&(struct bench_row){ .name = "a million timers wait: memory at its most",
		.unit = "MiB",
		.ours = peak_memory(full.pid) / 1024,
		.floor = peak_memory(empty.pid) / 1024,
		.floor_is = "with none",
		.must = 1.2,
		.aim = 1.05,
		.memory_mib = peak_memory(full.pid) / 1024 });
	test_daemon_stop(&full);
	test_daemon_stop(&empty);
	ours = measure_due(&full);
	floor = measure_bare(&empty);
	bench_row(&(struct bench_row){ .name = "ten thousand due at the same second: all handed out",
		.unit = "ms",
		.ours = ours,
		.floor = 0,
		.floor_is = "their second",
		.must = 2000,
		.aim = 1000,
		.by_difference = true });
	bench_row(&(struct bench_row){ .name = "the same",
		.unit = "ms",
		.ours = ours,
		.floor = floor,
		.floor_is = "SQLite alone taking out as many" });
	test_daemon_remove(&full);
	test_daemon_remove(&empty);
	return 0;
}
