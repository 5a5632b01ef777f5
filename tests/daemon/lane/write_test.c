/* tests/ — the write lane: groups, savepoints, and what is answered when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include <stdatomic.h>

#include "tests/daemon/lane/fixture.h"

static const char SQL_ADD[] = "INSERT INTO meta (key, value) VALUES ($1, '')";

struct bench;

enum kind { ADD, CHANGE_NOTHING, FAIL_AFTER_ADDING, LOSE_TRANSACTION_ONCE, HOLD };

struct write {
	struct lane_job job; /* first */
	struct bench *bench;
	enum kind kind;
	char key[32];
	int runs;
	int place; /* among the answers; from 1 */
	enum status status;
};

struct bench {
	struct fixture *fixture;
	struct lane_write *lane;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int answers, hints, answering, most_answered; /* in the group that is being answered, and the most in one */
	bool held, release;
};

static void hold(struct bench *bench)
{
	pthread_mutex_lock(&bench->lock);
	bench->held = true;
	pthread_cond_broadcast(&bench->changed);
	while (!bench->release)
		pthread_cond_wait(&bench->changed, &bench->lock);
	pthread_mutex_unlock(&bench->lock);
}

static enum status run(struct lane_job *job, struct store_conn *conn)
{
	struct write *write = (struct write *)job;

	write->runs++;
	if (write->kind == HOLD)
		hold(write->bench);
	if (write->kind == LOSE_TRANSACTION_ONCE && write->runs == 1) {
		store_rollback(conn); /* as SQLITE_FULL does */
		return STATUS_RESOURCE_EXHAUSTED;
	}
	if (write->kind == CHANGE_NOTHING)
		return STATUS_OK;
	if (store_run(conn, SQL_ADD, NULL, &job->error, "s", write->key) != STATUS_OK)
		return job->error.status;
	return write->kind == FAIL_AFTER_ADDING ? STATUS_FAILED_PRECONDITION : STATUS_OK;
}

static void done(struct lane_job *job, enum status status)
{
	struct write *write = (struct write *)job;
	struct bench *bench = write->bench;

	/* What is said to be done is there for everybody. */
	if (status == STATUS_OK && write->kind != CHANGE_NOTHING)
		assert_true(fixture_count_committed(bench->fixture) > 0);
	pthread_mutex_lock(&bench->lock);
	write->status = status;
	write->place = ++bench->answers;
	bench->answering++;
	pthread_cond_broadcast(&bench->changed);
	pthread_mutex_unlock(&bench->lock);
}

static void committed(void *arg)
{
	struct bench *bench = arg;

	pthread_mutex_lock(&bench->lock);
	bench->hints++;
	pthread_mutex_unlock(&bench->lock);
}

static void answers(void *arg, bool begin)
{
	struct bench *bench = arg;

	pthread_mutex_lock(&bench->lock);
	if (begin)
		bench->answering = 0;
	else if (bench->answering > bench->most_answered)
		bench->most_answered = bench->answering;
	pthread_cond_broadcast(&bench->changed);
	pthread_mutex_unlock(&bench->lock);
}

static int open_bench(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	const struct lane_write_hooks hooks = { .committed = committed, .answers = answers, .arg = bench };

	fixture_open((void **)&bench->fixture);
	pthread_mutex_init(&bench->lock, NULL);
	pthread_cond_init(&bench->changed, NULL);
	assert_int_equal(lane_write_start(bench->fixture->store, &hooks, &bench->lane, NULL), STATUS_OK);
	*state = bench;
	return 0;
}

static int close_bench(void **state)
{
	struct bench *bench = *state;

	lane_write_stop(bench->lane);
	fixture_close((void **)&bench->fixture);
	free(bench);
	return 0;
}

static void prepare(struct bench *bench, struct write *write, enum kind kind, int number)
{
	*write = (struct write){ .job = { .run = run, .done = done }, .bench = bench, .kind = kind };
	snprintf(write->key, sizeof(write->key), "key-%d", number);
}

static void submit(struct bench *bench, struct write *write)
{
	assert_int_equal(lane_write_submit(bench->lane, &write->job), STATUS_OK);
}

/* Everything submitted after this waits, and so makes one group. */
static void hold_lane(struct bench *bench, struct write *holder)
{
	prepare(bench, holder, HOLD, -1);
	submit(bench, holder);
	pthread_mutex_lock(&bench->lock);
	while (!bench->held)
		pthread_cond_wait(&bench->changed, &bench->lock);
	pthread_mutex_unlock(&bench->lock);
}

static void release_lane(struct bench *bench)
{
	pthread_mutex_lock(&bench->lock);
	bench->release = true;
	pthread_cond_broadcast(&bench->changed);
	pthread_mutex_unlock(&bench->lock);
}

static void wait_for_answers(struct bench *bench, int count)
{
	pthread_mutex_lock(&bench->lock);
	while (bench->answers < count)
		pthread_cond_wait(&bench->changed, &bench->lock);
	pthread_mutex_unlock(&bench->lock);
}

static void what_waited_is_committed_as_one_and_answered_in_order(void **state)
{
	struct bench *bench = *state;
	struct write holder, writes[100];
	struct lane_write_counts counts;

	hold_lane(bench, &holder);
	for (int i = 0; i < 100; i++) {
		prepare(bench, &writes[i], ADD, i);
		submit(bench, &writes[i]);
	}
	assert_false(lane_write_idle(bench->lane));
	release_lane(bench);
	wait_for_answers(bench, 101);
	for (int i = 0; i < 100; i++) {
		assert_int_equal(writes[i].status, STATUS_OK);
		assert_int_equal(writes[i].runs, 1);
		assert_int_equal(writes[i].place, i + 2);
	}
	lane_write_count(bench->lane, &counts);
	assert_int_equal(counts.commits, 2);
	assert_int_equal(counts.writes, 101);
	assert_int_equal(fixture_count_committed(bench->fixture), 101);
}

static int64_t sum(const int64_t *buckets, size_t count)
{
	int64_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += buckets[i];
	return all;
}

static void how_many_writes_a_commit_held_is_counted(void **state)
{
	struct bench *bench = *state;
	struct write holder, writes[100];
	struct lane_write_counts counts;

	hold_lane(bench, &holder);
	for (int i = 0; i < 100; i++) {
		prepare(bench, &writes[i], ADD, i);
		submit(bench, &writes[i]);
	}
	lane_write_count(bench->lane, &counts);
	assert_int_equal(counts.small.waiting, 100);
	assert_int_equal(counts.commits, 0);
	release_lane(bench);
	wait_for_answers(bench, 101);
	lane_write_count(bench->lane, &counts);
	assert_int_equal(counts.groups[0], 1);
	assert_int_equal(counts.groups[7], 1); /* more than 64, at most 128 */
	assert_int_equal(sum(counts.groups, LANE_GROUP_BUCKETS), 2);
	assert_int_equal(counts.small.waiting, 0);
	assert_int_equal(counts.small.most, 100);
	assert_int_equal(counts.small.refused, 0);
	assert_int_equal(counts.large.most, 0);
}

static void the_time_of_a_commit_is_counted_apart_from_its_writes_work(void **state)
{
	struct bench *bench = *state;
	struct write holder, write;
	struct lane_write_counts counts;
	int64_t held_ns, start = clock_monotonic_ns();

	hold_lane(bench, &holder);
	held_ns = clock_monotonic_ns();
	while (clock_monotonic_ns() - held_ns < 1000000)
		continue;
	release_lane(bench);
	wait_for_answers(bench, 1);
	prepare(bench, &write, ADD, 1);
	submit(bench, &write);
	wait_for_answers(bench, 2);
	lane_write_count(bench->lane, &counts);
	assert_int_equal(sum(counts.commit_times, BUCKET_COUNT), 2);
	assert_true(counts.commit_ns > 0);
	assert_true(counts.work_ns >= 1000000);
	assert_true(counts.commit_ns + counts.work_ns <= clock_monotonic_ns() - start);
	assert_true(counts.wal_size > 0);
}

static void what_changes_nothing_is_no_commit(void **state)
{
	struct bench *bench = *state;
	struct write again, failing, holder, beside, adding;
	struct lane_write_counts counts;

	prepare(bench, &again, CHANGE_NOTHING, 1);
	submit(bench, &again);
	wait_for_answers(bench, 1);
	prepare(bench, &failing, FAIL_AFTER_ADDING, 1);
	submit(bench, &failing);
	wait_for_answers(bench, 2);
	lane_write_count(bench->lane, &counts);
	assert_int_equal(counts.commits, 0);
	assert_int_equal(counts.writes, 0);
	assert_int_equal(sum(counts.groups, LANE_GROUP_BUCKETS), 0);
	hold_lane(bench, &holder);
	prepare(bench, &beside, CHANGE_NOTHING, 2);
	prepare(bench, &adding, ADD, 3);
	submit(bench, &beside);
	submit(bench, &adding);
	release_lane(bench);
	wait_for_answers(bench, 5);
	lane_write_count(bench->lane, &counts);
	assert_int_equal(counts.commits, 2);
	assert_int_equal(counts.writes, 3);
}

static void an_idle_lane_counts_its_checkpoint(void **state)
{
	struct bench *bench = *state;
	struct lane_write_counts counts;
	struct write write;

	prepare(bench, &write, ADD, 1);
	submit(bench, &write);
	do
		lane_write_count(bench->lane, &counts);
	while (counts.checkpoints == 0);
	assert_true(counts.longest_checkpoint_ns > 0);
	assert_int_equal(counts.longest_checkpoint_ns, counts.checkpoint_ns);
	do
		lane_write_count(bench->lane, &counts);
	while (counts.wal_size > 0);
	assert_int_equal(counts.checkpoints, 1);
}

/* One that fails, in a group between two that do not. */
static void fail_between_two(struct bench *bench, size_t size)
{
	struct write holder, before, failing, after;

	hold_lane(bench, &holder);
	prepare(bench, &before, ADD, 1);
	prepare(bench, &failing, FAIL_AFTER_ADDING, 2);
	prepare(bench, &after, ADD, 3);
	before.job.size = failing.job.size = after.job.size = size;
	submit(bench, &before);
	submit(bench, &failing);
	submit(bench, &after);
	release_lane(bench);
	wait_for_answers(bench, 4);
	assert_int_equal(before.status, STATUS_OK);
	assert_int_equal(failing.status, STATUS_FAILED_PRECONDITION);
	assert_int_equal(after.status, STATUS_OK);
	assert_int_equal(fixture_count_committed(bench->fixture), 3);
}

static void a_write_that_fails_takes_nothing_with_it(void **state)
{
	fail_between_two(*state, 0);
}

static void a_large_one_that_fails_takes_nothing_with_it(void **state)
{
	fail_between_two(*state, 200 * 1024);
}

static void the_first_that_fails_takes_nothing_with_it_and_leaves_nothing(void **state)
{
	struct bench *bench = *state;
	struct write holder, failing, after, alone;

	hold_lane(bench, &holder);
	prepare(bench, &failing, FAIL_AFTER_ADDING, 1);
	prepare(bench, &after, ADD, 2);
	submit(bench, &failing);
	submit(bench, &after);
	release_lane(bench);
	wait_for_answers(bench, 3);
	assert_int_equal(failing.status, STATUS_FAILED_PRECONDITION);
	assert_int_equal(after.status, STATUS_OK);
	prepare(bench, &alone, FAIL_AFTER_ADDING, 3);
	submit(bench, &alone);
	wait_for_answers(bench, 4);
	assert_int_equal(alone.status, STATUS_FAILED_PRECONDITION);
	assert_int_equal(fixture_count_committed(bench->fixture), 2); /* the holder's and the one after */
}

static void large_writes_make_short_groups(void **state)
{
	struct bench *bench = *state;
	struct write holder, writes[6];
	struct lane_write_counts counts;

	hold_lane(bench, &holder);
	for (int i = 0; i < 6; i++) {
		prepare(bench, &writes[i], ADD, i);
		writes[i].job.size = 900 * 1024;
		submit(bench, &writes[i]);
	}
	release_lane(bench);
	wait_for_answers(bench, 7);
	for (int i = 0; i < 6; i++)
		assert_int_equal(writes[i].place, i + 2);
	lane_write_count(bench->lane, &counts);
	assert_int_equal(counts.commits, 4); /* the holder's, and one of each two: of 1.8 MiB */
}

static void a_small_write_waits_for_one_large_one_at_most(void **state)
{
	struct bench *bench = *state;
	struct write holder, large[6], small[2];
	struct lane_write_counts counts;

	hold_lane(bench, &holder);
	for (int i = 0; i < 6; i++) {
		prepare(bench, &large[i], ADD, i);
		large[i].job.size = 900 * 1024;
		submit(bench, &large[i]);
	}
	for (int i = 0; i < 2; i++) {
		prepare(bench, &small[i], ADD, 10 + i);
		submit(bench, &small[i]);
	}
	release_lane(bench);
	wait_for_answers(bench, 9);
	assert_int_equal(large[0].place, 2);
	assert_int_equal(small[0].place, 3);
	assert_int_equal(small[1].place, 4);
	for (int i = 1; i < 6; i++)
		assert_int_equal(large[i].place, i + 4);
	lane_write_count(bench->lane, &counts);
	assert_int_equal(counts.large.most, 6);
	assert_int_equal(counts.small.most, 2);
	assert_int_equal(counts.commits, 6); /* the holder's, one large one's, the small ones', and of 2, 2 and 1 */
}

static void a_group_whose_transaction_is_lost_runs_again_one_by_one(void **state)
{
	struct bench *bench = *state;
	struct write holder, before, losing, after;
	struct lane_write_counts counts;

	hold_lane(bench, &holder);
	prepare(bench, &before, ADD, 1);
	prepare(bench, &losing, LOSE_TRANSACTION_ONCE, 2);
	prepare(bench, &after, ADD, 3);
	submit(bench, &before);
	submit(bench, &losing);
	submit(bench, &after);
	release_lane(bench);
	wait_for_answers(bench, 4);
	assert_int_equal(before.status, STATUS_OK);
	assert_int_equal(before.runs, 2);
	assert_int_equal(losing.status, STATUS_OK);
	assert_int_equal(after.status, STATUS_OK);
	assert_int_equal(after.runs, 1);
	assert_int_equal(fixture_count_committed(bench->fixture), 4);
	lane_write_count(bench->lane, &counts);
	assert_int_equal(counts.commits, 2);
	assert_int_equal(counts.writes, 4);
}

static void nothing_changed_gives_no_hint(void **state)
{
	struct bench *bench = *state;
	struct write failing, adding;

	prepare(bench, &failing, FAIL_AFTER_ADDING, 1);
	submit(bench, &failing);
	wait_for_answers(bench, 1);
	prepare(bench, &adding, ADD, 1);
	submit(bench, &adding);
	wait_for_answers(bench, 2);
	while (!lane_write_idle(bench->lane))
		continue;
	assert_int_equal(bench->hints, 1);
}

static void a_full_queue_refuses_and_leaves_the_job_to_its_caller(void **state)
{
	struct bench *bench = *state;
	struct write *writes = calloc(4097, sizeof(*writes)), holder;
	struct lane_write_counts counts;

	hold_lane(bench, &holder);
	for (int i = 0; i < 4096; i++) {
		prepare(bench, &writes[i], ADD, i);
		submit(bench, &writes[i]);
	}
	prepare(bench, &writes[4096], ADD, 4096);
	assert_int_equal(lane_write_submit(bench->lane, &writes[4096].job), STATUS_RESOURCE_EXHAUSTED);
	assert_string_equal(writes[4096].job.error.reason, "WRITE_QUEUE_FULL");
	lane_write_count(bench->lane, &counts);
	assert_int_equal(counts.small.most, LANE_WRITE_QUEUE);
	assert_int_equal(counts.small.refused, 1);
	assert_int_equal(counts.large.refused, 0);
	release_lane(bench);
	wait_for_answers(bench, 4097);
	assert_int_equal(writes[4096].runs, 0);
	assert_int_equal(fixture_count_committed(bench->fixture), 4097);
	free(writes);
}

static void a_lane_that_stops_finishes_what_is_queued(void **state)
{
	struct bench *bench = *state;
	struct write holder, writes[300];

	hold_lane(bench, &holder);
	for (int i = 0; i < 300; i++) {
		prepare(bench, &writes[i], ADD, i);
		submit(bench, &writes[i]);
	}
	release_lane(bench);
	lane_write_stop(bench->lane);
	bench->lane = NULL;
	assert_int_equal(bench->answers, 301);
	assert_int_equal(fixture_count_committed(bench->fixture), 301);
}

int main(void)
{
#define WITH_BENCH(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)
	const struct CMUnitTest tests[] = {
		WITH_BENCH(what_waited_is_committed_as_one_and_answered_in_order),
		WITH_BENCH(how_many_writes_a_commit_held_is_counted),
		WITH_BENCH(the_time_of_a_commit_is_counted_apart_from_its_writes_work),
		WITH_BENCH(what_changes_nothing_is_no_commit),
		WITH_BENCH(an_idle_lane_counts_its_checkpoint),
		WITH_BENCH(a_write_that_fails_takes_nothing_with_it),
		WITH_BENCH(the_first_that_fails_takes_nothing_with_it_and_leaves_nothing),
		WITH_BENCH(large_writes_make_short_groups),
		WITH_BENCH(a_large_one_that_fails_takes_nothing_with_it),
		WITH_BENCH(a_small_write_waits_for_one_large_one_at_most),
		WITH_BENCH(a_group_whose_transaction_is_lost_runs_again_one_by_one),
		WITH_BENCH(nothing_changed_gives_no_hint),
		WITH_BENCH(a_full_queue_refuses_and_leaves_the_job_to_its_caller),
		WITH_BENCH(a_lane_that_stops_finishes_what_is_queued),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
