/* lane/ — the write lane: one thread, the only connection that writes or checkpoints. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "daemon/base/log.h"
#include "daemon/lane/lane.h"
#include "daemon/lane/queue.h"

#define GROUP_SIZE   256
#define LARGE        ((size_t)64 * 1024)       /* a request from here on queues with its like */
#define GROUP_BYTES  ((size_t)2 * 1024 * 1024) /* of requests: more would keep those behind it waiting too long */
#define QUEUE_SIZE   4096
#define WAL_SIZE     (INT64_C(16) * 1024 * 1024)
#define IDLE_SECONDS 1 /* without work, before the WAL is moved into the database */

struct lane_write {
	struct store_conn *conn; /* the thread's */
	void (*committed)(void *arg);
	void *committed_arg;
	pthread_t thread;

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t wake;
	struct lane_queue small, large;
	bool large_next; /* whose turn it is when both wait */
	bool running, stopping;
	struct lane_write_counts counts;
};

/* The jobs that go into one transaction, and how each ended. */
struct group {
	struct lane_job *jobs[GROUP_SIZE];
	enum status statuses[GROUP_SIZE];
	size_t count, bytes;
};

/* What the disk did not confirm may or may not be there, and asking again would not tell: only a restart does. */
static void stop_if_disk_failed(const struct error *error)
{
	if (error->status != STATUS_DATA_LOSS)
		return;
	log_error("%s: stopping, so that nothing more is promised", error->message);
	_exit(status_exit_code(STATUS_DATA_LOSS));
}

static bool is_large(const struct lane_job *job)
{
	return job->size >= LARGE;
}

/* Whether the transaction still holds what those before it did, and no more. What is refused is mostly refused before
 * anything is written; a savepoint, which keeps a copy of every page that is changed, is seldom needed. */
static bool run_plainly(struct lane_write *lane, struct lane_job *job, bool first, enum status *ret_status)
{
	const int before = store_changes(lane->conn);

	*ret_status = job->run(job, lane->conn);
	if (!store_in_transaction(lane->conn))
		return false;
	if (*ret_status == STATUS_OK || store_changes(lane->conn) == before)
		return true;
	if (!first)
		return false;
	store_rollback(lane->conn);
	return store_begin_write(lane->conn, NULL) == STATUS_OK;
}

/* The same, with a savepoint to go back to. */
static bool run_carefully(struct lane_write *lane, struct lane_job *job, enum status *ret_status)
{
	*ret_status = store_savepoint(lane->conn, &job->error);
	if (*ret_status != STATUS_OK)
		return store_in_transaction(lane->conn);
	*ret_status = job->run(job, lane->conn);
	if (*ret_status == STATUS_OK && store_in_transaction(lane->conn))
		*ret_status = store_savepoint_release(lane->conn, &job->error);
	if (*ret_status != STATUS_OK)
		store_savepoint_rollback(lane->conn);
	return store_in_transaction(lane->conn);
}

/* Gives back the rest of a group of large ones as soon as a small one waits. */
static void cut_short(struct lane_write *lane, struct group *group, size_t at)
{
	if (at == 0 || !is_large(group->jobs[at]))
		return;
	pthread_mutex_lock(&lane->lock);
	while (lane->small.count > 0 && group->count > at)
		lane_queue_put_back(&lane->large, group->jobs[--group->count]);
	pthread_mutex_unlock(&lane->lock);
}

/* Whether the transaction is there to the end; without it, nothing of the group has happened. */
static bool run_in_one_transaction(struct lane_write *lane, struct group *group, bool carefully)
{
	struct error error = { 0 };

	if (store_begin_write(lane->conn, &error) != STATUS_OK)
		return false;
	for (size_t i = 0; i < group->count; i++) {
		struct lane_job *job = group->jobs[i];

		cut_short(lane, group, i);
		if (i == group->count)
			break;
		if (!(carefully ? run_carefully(lane, job, &group->statuses[i])
				: run_plainly(lane, job, i == 0, &group->statuses[i])))
			return false;
	}
	if (store_commit(lane->conn, &error) == STATUS_OK)
		return true;
	stop_if_disk_failed(&error);
	return false;
}

static void run_alone(struct lane_write *lane, struct lane_job *job, enum status *ret_status)
{
	*ret_status = store_begin_write(lane->conn, &job->error);
	if (*ret_status != STATUS_OK)
		return;
	*ret_status = job->run(job, lane->conn);
	if (*ret_status == STATUS_OK)
		*ret_status = store_commit(lane->conn, &job->error);
	if (*ret_status != STATUS_OK)
		store_rollback(lane->conn);
	stop_if_disk_failed(&job->error);
}

static void run_again(struct lane_write *lane, struct group *group)
{
	if (run_in_one_transaction(lane, group, true))
		return;
	store_rollback(lane->conn);
	for (size_t i = 0; i < group->count; i++)
		run_alone(lane, group->jobs[i], &group->statuses[i]);
}

static void count_commit(struct lane_write *lane, const struct group *group, int64_t ns)
{
	pthread_mutex_lock(&lane->lock);
	lane->counts.commits++;
	lane->counts.commit_ns += ns;
	for (size_t i = 0; i < group->count; i++)
		lane->counts.writes += group->statuses[i] == STATUS_OK;
	pthread_mutex_unlock(&lane->lock);
}

static bool changed_anything(const struct group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (group->statuses[i] == STATUS_OK)
			return true;
	return false;
}

static void run_apart(struct lane_write *lane, struct lane_job *job)
{
	const enum status status = job->run(job, lane->conn);

	stop_if_disk_failed(&job->error);
	job->done(job, status);
}

static void run_group(struct lane_write *lane, struct group *group)
{
	const int64_t start = clock_monotonic_ns();

	if (group->jobs[0]->apart) {
		run_apart(lane, group->jobs[0]);
		return;
	}
	if (!run_in_one_transaction(lane, group, false)) {
		store_rollback(lane->conn);
		run_again(lane, group);
	}
	count_commit(lane, group, clock_monotonic_ns() - start);
	for (size_t i = 0; i < group->count; i++)
		group->jobs[i]->done(group->jobs[i], group->statuses[i]);
	if (changed_anything(group) && lane->committed != NULL)
		lane->committed(lane->committed_arg);
}

static void checkpoint(struct lane_write *lane)
{
	struct error error = { 0 };

	if (store_checkpoint(lane->conn, &error) == STATUS_OK)
		return;
	stop_if_disk_failed(&error);
	log_warning("checkpoint: %s", error.message);
}

static int waiting(const struct lane_write *lane)
{
	return lane->small.count + lane->large.count;
}

/* Waits for work; false when a while went by without. Called and returns with the lock held. */
static bool wait_for_work(struct lane_write *lane, bool may_idle)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += IDLE_SECONDS;
	while (waiting(lane) == 0 && !lane->stopping) {
		if (!may_idle)
			pthread_cond_wait(&lane->wake, &lane->lock);
		else if (pthread_cond_timedwait(&lane->wake, &lane->lock, &until) != 0)
			return waiting(lane) > 0;
	}
	return waiting(lane) > 0;
}

/* One that wants to be alone ends the group before it, and is one of its own. Few large ones are enough. */
static bool fits(const struct group *group, const struct lane_job *job)
{
	if (group->count == 0)
		return true;
	return group->count < GROUP_SIZE && group->bytes + job->size <= GROUP_BYTES && !job->apart &&
	       !group->jobs[0]->apart;
}

/* Small ones and large ones take turns, so that nobody's note waits for all of somebody's calendar. */
static struct lane_queue *choose_queue(struct lane_write *lane)
{
	const bool large = lane->small.count == 0 || (lane->large.count > 0 && lane->large_next);

	lane->large_next = !large;
	return large ? &lane->large : &lane->small;
}

static void take_group(struct lane_write *lane, struct group *group)
{
	struct lane_queue *queue = choose_queue(lane);

	group->count = group->bytes = 0;
	while (queue->first != NULL && fits(group, queue->first)) {
		struct lane_job *job = lane_queue_take(queue);

		group->jobs[group->count++] = job;
		group->bytes += job->size;
	}
	lane->running = true;
}

static void *run(void *arg)
{
	struct lane_write *lane = arg;
	struct group group;

	pthread_mutex_lock(&lane->lock);
	for (;;) {
		bool dirty = store_wal_size(lane->conn) > 0;

		if (wait_for_work(lane, dirty)) {
			take_group(lane, &group);
			pthread_mutex_unlock(&lane->lock);
			run_group(lane, &group);
			if (store_wal_size(lane->conn) >= WAL_SIZE)
				checkpoint(lane);
			pthread_mutex_lock(&lane->lock);
			lane->running = false;
			continue;
		}
		if (dirty) {
			pthread_mutex_unlock(&lane->lock);
			checkpoint(lane);
			pthread_mutex_lock(&lane->lock);
		}
		if (lane->stopping && waiting(lane) == 0)
			break;
	}
	pthread_mutex_unlock(&lane->lock);
	return NULL;
}

enum status lane_write_start(
	struct store *store, void (*committed)(void *arg), void *arg, struct lane_write **ret, struct error *reterr)
{
	struct lane_write *lane = calloc(1, sizeof(*lane));
	enum status status;

	if (lane == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	lane->committed = committed;
	lane->committed_arg = arg;
	status = store_connect(store, STORE_WRITE, &lane->conn, reterr);
	if (status != STATUS_OK)
		goto free_lane;
	pthread_mutex_init(&lane->lock, NULL);
	lane_cond_init(&lane->wake);
	if (pthread_create(&lane->thread, NULL, run, lane) != 0) {
		status = error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "the write lane's thread cannot be started");
		goto disconnect;
	}
	*ret = lane;
	return STATUS_OK;

disconnect:
	pthread_cond_destroy(&lane->wake);
	pthread_mutex_destroy(&lane->lock);
	store_disconnect(lane->conn);
free_lane:
	free(lane);
	return status;
}

enum status lane_write_submit(struct lane_write *lane, struct lane_job *job)
{
	bool room;

	job->error = (struct error){ 0 };
	pthread_mutex_lock(&lane->lock);
	room = waiting(lane) < QUEUE_SIZE && !lane->stopping;
	if (room)
		lane_queue_add(is_large(job) ? &lane->large : &lane->small, job);
	pthread_cond_signal(&lane->wake);
	pthread_mutex_unlock(&lane->lock);
	return room ? STATUS_OK
		    : error_detail(&job->error, STATUS_RESOURCE_EXHAUSTED, "WRITE_QUEUE_FULL", NULL,
			      "%d writes are waiting already; try again in a moment", QUEUE_SIZE);
}

bool lane_write_idle(struct lane_write *lane)
{
	bool idle;

	pthread_mutex_lock(&lane->lock);
	idle = waiting(lane) == 0 && !lane->running;
	pthread_mutex_unlock(&lane->lock);
	return idle;
}

void lane_write_stop(struct lane_write *lane)
{
	if (lane == NULL)
		return;
	pthread_mutex_lock(&lane->lock);
	lane->stopping = true;
	pthread_cond_signal(&lane->wake);
	pthread_mutex_unlock(&lane->lock);
	pthread_join(lane->thread, NULL);
	pthread_cond_destroy(&lane->wake);
	pthread_mutex_destroy(&lane->lock);
	store_disconnect(lane->conn);
	free(lane);
}

void lane_write_count(struct lane_write *lane, struct lane_write_counts *ret)
{
	pthread_mutex_lock(&lane->lock);
	*ret = lane->counts;
	ret->queued = waiting(lane);
	pthread_mutex_unlock(&lane->lock);
}
