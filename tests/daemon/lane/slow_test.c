/* tests/ — the slow lane: two at a time, each in a snapshot. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "tests/daemon/lane/fixture.h"

struct office {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int running, most, answers, wanted;
};

struct report {
	struct lane_job job; /* first */
	struct office *office;
	int64_t count;
	enum status status;
};

/* Stays until as many run at once as are wanted. */
static enum status run(struct lane_job *job, struct store_conn *conn)
{
	struct report *report = (struct report *)job;
	struct office *office = report->office;

	report->count = fixture_count(conn);
	pthread_mutex_lock(&office->lock);
	if (++office->running > office->most)
		office->most = office->running;
	pthread_cond_broadcast(&office->changed);
	while (office->most < office->wanted)
		pthread_cond_wait(&office->changed, &office->lock);
	office->running--;
	pthread_mutex_unlock(&office->lock);
	return STATUS_OK;
}

static void done(struct lane_job *job, enum status status)
{
	struct report *report = (struct report *)job;
	struct office *office = report->office;

	pthread_mutex_lock(&office->lock);
	report->status = status;
	office->answers++;
	pthread_cond_broadcast(&office->changed);
	pthread_mutex_unlock(&office->lock);
}

static void two_run_at_a_time_and_the_rest_waits(void **state)
{
	struct fixture *fixture = *state;
	struct office office = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .wanted = 2 };
	struct report reports[20];
	struct lane_slow *lane;

	assert_int_equal(lane_slow_start(fixture->store, &lane, NULL), STATUS_OK);
	for (int i = 0; i < 20; i++) {
		reports[i] = (struct report){ .job = { .run = run, .done = done }, .office = &office, .count = -1 };
		assert_int_equal(lane_slow_submit(lane, &reports[i].job), STATUS_OK);
	}
	pthread_mutex_lock(&office.lock);
	while (office.answers < 20)
		pthread_cond_wait(&office.changed, &office.lock);
	pthread_mutex_unlock(&office.lock);
	assert_int_equal(office.most, 2);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(reports[i].status, STATUS_OK);
		assert_int_equal(reports[i].count, 0);
	}
	lane_slow_stop(lane);
}

static void a_lane_that_stops_finishes_what_is_queued(void **state)
{
	struct fixture *fixture = *state;
	struct office office = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
	struct report reports[10];
	struct lane_slow *lane;

	assert_int_equal(lane_slow_start(fixture->store, &lane, NULL), STATUS_OK);
	for (int i = 0; i < 10; i++) {
		reports[i] = (struct report){ .job = { .run = run, .done = done }, .office = &office };
		assert_int_equal(lane_slow_submit(lane, &reports[i].job), STATUS_OK);
	}
	lane_slow_stop(lane);
	assert_int_equal(office.answers, 10);
	lane_slow_stop(NULL);
}

static void what_waited_and_what_found_no_room_is_counted(void **state)
{
	struct fixture *fixture = *state;
	struct office office = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .wanted = 3 };
	struct report *reports = calloc(LANE_SLOW_QUEUE + 3, sizeof(*reports));
	struct lane_slow_counts counts;
	struct lane_slow *lane;

	assert_int_equal(lane_slow_start(fixture->store, &lane, NULL), STATUS_OK);
	for (int i = 0; i < LANE_SLOW_QUEUE + 3; i++)
		reports[i] = (struct report){ .job = { .run = run, .done = done }, .office = &office };
	for (int i = 0; i < 2; i++)
		assert_int_equal(lane_slow_submit(lane, &reports[i].job), STATUS_OK);
	do
		lane_slow_count(lane, &counts);
	while (counts.queue.waiting > 0); /* both run, and wait for a third */
	assert_int_equal(counts.running, 2);
	for (int i = 2; i < LANE_SLOW_QUEUE + 2; i++)
		assert_int_equal(lane_slow_submit(lane, &reports[i].job), STATUS_OK);
	assert_int_equal(lane_slow_submit(lane, &reports[LANE_SLOW_QUEUE + 2].job), STATUS_RESOURCE_EXHAUSTED);
	lane_slow_count(lane, &counts);
	assert_int_equal(counts.queue.waiting, LANE_SLOW_QUEUE);
	assert_int_equal(counts.queue.most, LANE_SLOW_QUEUE);
	assert_int_equal(counts.queue.refused, 1);
	pthread_mutex_lock(&office.lock);
	office.wanted = 2;
	pthread_cond_broadcast(&office.changed);
	pthread_mutex_unlock(&office.lock);
	lane_slow_stop(lane);
	assert_int_equal(office.answers, LANE_SLOW_QUEUE + 2);
	free(reports);
}

/* Counts for ever. */
static enum status run_for_ever(struct lane_job *job, struct store_conn *conn)
{
	struct store_rows *rows;
	enum status status;
	bool row;

	status = store_query(conn,
		"WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number) SELECT count(*) FROM "
		"number",
		&rows, &job->error, "");
	if (status != STATUS_OK)
		return status;
	status = store_next(rows, &row, &job->error);
	store_done(rows);
	return status;
}

static void a_job_that_does_not_end_is_ended_at_its_deadline(void **state)
{
	struct fixture *fixture = *state;
	struct office office = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
	struct report endless = { .job = { .run = run_for_ever, .done = done }, .office = &office }, next;
	struct lane_slow *lane;

	assert_int_equal(lane_slow_start(fixture->store, &lane, NULL), STATUS_OK);
	endless.job.deadline_ns = clock_monotonic_ns() + 10000000;
	assert_int_equal(lane_slow_submit(lane, &endless.job), STATUS_OK);
	pthread_mutex_lock(&office.lock);
	while (office.answers < 1)
		pthread_cond_wait(&office.changed, &office.lock);
	pthread_mutex_unlock(&office.lock);
	assert_int_equal(endless.status, STATUS_CANCELLED);
	next = (struct report){ .job = { .run = run, .done = done }, .office = &office };
	assert_int_equal(lane_slow_submit(lane, &next.job), STATUS_OK);
	lane_slow_stop(lane);
	assert_int_equal(next.status, STATUS_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(two_run_at_a_time_and_the_rest_waits, fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(
			what_waited_and_what_found_no_room_is_counted, fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(a_lane_that_stops_finishes_what_is_queued, fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(
			a_job_that_does_not_end_is_ended_at_its_deadline, fixture_open, fixture_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
