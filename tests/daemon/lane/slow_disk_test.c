/* tests/ — the write lane on a disk that takes its time: the syncs of this program do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdatomic.h>
#include <unistd.h>

#include "tests/daemon/lane/fixture.h"

static _Atomic int sync_ms;

/* In place of libc's: what is "synced" so is on no disk. */
int fdatasync(int fd)
{
	const int64_t until = clock_monotonic_ns() + sync_ms * INT64_C(1000000);

	(void)fd;
	while (clock_monotonic_ns() < until)
		continue;
	return 0;
}

int fsync(int fd)
{
	return fdatasync(fd);
}

static enum status run(struct lane_job *job, struct store_conn *conn)
{
	return store_run(conn,
		"INSERT INTO meta (key, value) VALUES ('key', '') ON CONFLICT (key) DO UPDATE SET value = 'b'", NULL,
		&job->error, "");
}

struct write {
	struct lane_job job; /* first */
	_Atomic bool answered;
};

static void done(struct lane_job *job, enum status status)
{
	assert_int_equal(status, STATUS_OK);
	atomic_store(&((struct write *)job)->answered, true);
}

static void write_once(struct lane_write *lane)
{
	struct write write = { .job = { .run = run, .done = done } };

	assert_int_equal(lane_write_submit(lane, &write.job), STATUS_OK);
	while (!atomic_load(&write.answered))
		continue;
}

static void a_commit_that_waits_long_for_the_disk_is_counted_as_slow(void **state)
{
	struct fixture *fixture = *state;
	struct lane_write_counts counts;
	struct lane_write *lane;
	int64_t work_ns;

	assert_int_equal(lane_write_start(fixture->store, NULL, &lane, NULL), STATUS_OK);
	write_once(lane);
	lane_write_count(lane, &counts);
	assert_int_equal(counts.commits, 1);
	assert_int_equal(counts.slow_commits, 0);
	work_ns = counts.work_ns;
	sync_ms = 140;
	write_once(lane);
	sync_ms = 0;
	lane_write_count(lane, &counts);
	assert_int_equal(counts.commits, 2);
	assert_int_equal(counts.slow_commits, 1);
	assert_true(counts.commit_ns >= 140 * INT64_C(1000000));
	assert_int_equal(
		counts.commit_times[18] + counts.commit_times[19] + counts.commit_times[20], 1); /* from 131 ms */
	assert_true(counts.work_ns - work_ns < 140 * INT64_C(1000000));
	lane_write_stop(lane);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_commit_that_waits_long_for_the_disk_is_counted_as_slow, fixture_open, fixture_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
