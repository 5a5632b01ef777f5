/* lane/ — the write lane: one thread, the only connection that writes or checkpoints. */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "daemon/base/log.h"
#include "daemon/lane/lane.h"
#include "daemon/lane/queue.h"

#define LARGE        ((size_t)64 * 1024)       /* a request from here on queues with its like */
#define GROUP_BYTES  ((size_t)2 * 1024 * 1024) /* of requests: more would keep those behind it waiting too long */
#define WAL_SIZE     (INT64_C(16) * 1024 * 1024)
#define STRETCH      2                          /* writes that are run, or answered, at a stretch */
#define LONG_TURN_NS (INT64_C(2) * 1000 * 1000) /* a slice of the scheduler, nearly */
#define OFFERS_REST  20                         /* times what an offer cost: so at most a twentieth is lost */
#define IDLE_SECONDS 1                          /* without work, before the WAL is moved into the database */

struct lane_write {
	struct store_conn *conn;   /* the thread's */
	int changes;               /* of the connection, when the transaction began */
	int64_t no_offer_until_ns; /* of its processor, because the last one was costly */
	struct lane_write_hooks hooks;
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
	struct lane_job *jobs[LANE_GROUP];
	enum status statuses[LANE_GROUP];
	size_t count, bytes;
	int64_t commit_ns; /* of its COMMITs */
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

static enum status begin(struct lane_write *lane, struct error *reterr)
{
	lane->changes = store_changes(lane->conn);
	return store_begin_write(lane->conn, reterr);
}

static void count_commit(struct lane_write *lane, int writes, int64_t ns)
{
	struct lane_write_counts *counts = &lane->counts;

	pthread_mutex_lock(&lane->lock);
	counts->commits++;
	counts->writes += writes;
	counts->groups[bucket_number(writes, LANE_GROUP_BUCKETS)]++;
	counts->commit_times[bucket_number_of_time(ns)]++;
	counts->commit_ns += ns;
	counts->slow_commits += ns > LANE_SLOW_COMMIT_NS;
	pthread_mutex_unlock(&lane->lock);
}

/* Of so many writes; the one place that waits for the disk, unless there is nothing to be written. */
static enum status commit(struct lane_write *lane, struct group *group, int writes, struct error *reterr)
{
	const bool empty = writes == 0 || store_changes(lane->conn) == lane->changes;
	const int64_t start = clock_monotonic_ns();
	const enum status status = store_commit(lane->conn, reterr);
	const int64_t ns = clock_monotonic_ns() - start;

	if (status != STATUS_OK || empty)
		return status;
	group->commit_ns += ns;
	count_commit(lane, writes, ns);
	return STATUS_OK;
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
	return begin(lane, NULL) == STATUS_OK;
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

static int count_done(const struct group *group)
{
	int done = 0;

	for (size_t i = 0; i < group->count; i++)
		done += group->statuses[i] == STATUS_OK;
	return done;
}

/* A large group is long work, and a read is short: one that waits for this processor goes first. Where other programs
 * keep it busy they would, too, each for a whole turn: after an offer that cost as much none is made for a while. */
static void let_reads_pass(struct lane_write *lane, size_t done)
{
	int64_t start, lost;

	if (done % STRETCH != STRETCH - 1)
		return;
	start = clock_monotonic_ns();
	if (start < lane->no_offer_until_ns)
		return;
	sched_yield();
	lost = clock_monotonic_ns() - start;
	if (lost > LONG_TURN_NS)
		lane->no_offer_until_ns = start + OFFERS_REST * lost;
}

/* Whether the transaction is there to the end; without it, nothing of the group has happened. */
static bool run_in_one_transaction(struct lane_write *lane, struct group *group, bool carefully)
{
	struct error error = { 0 };

	if (begin(lane, &error) != STATUS_OK)
		return false;
	for (size_t i = 0; i < group->count; i++) {
		struct lane_job *job = group->jobs[i];

		let_reads_pass(lane, i);
		cut_short(lane, group, i);
		if (i == group->count)
			break;
		if (!(carefully ? run_carefully(lane, job, &group->statuses[i])
				: run_plainly(lane, job, i == 0, &group->statuses[i])))
			return false;
	}
	if (commit(lane, group, count_done(group), &error) == STATUS_OK)
		return true;
	stop_if_disk_failed(&error);
	return false;
}

static void run_alone(struct lane_write *lane, struct group *group, size_t at)
{
	struct lane_job *job = group->jobs[at];
	enum status *ret_status = &group->statuses[at];

	*ret_status = begin(lane, &job->error);
	if (*ret_status != STATUS_OK)
		return;
	*ret_status = job->run(job, lane->conn);
	if (*ret_status == STATUS_OK)
		*ret_status = commit(lane, group, 1, &job->error);
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
		run_alone(lane, group, i);
}

static void count_work(struct lane_write *lane, int64_t ns)
{
	pthread_mutex_lock(&lane->lock);
	lane->counts.work_ns += ns;
	pthread_mutex_unlock(&lane->lock);
}

static void run_apart(struct lane_write *lane, struct lane_job *job)
{
	const enum status status = job->run(job, lane->conn);

	stop_if_disk_failed(&job->error);
	job->done(job, status);
}

static void answer(struct lane_write *lane, struct group *group)
{
	if (lane->hooks.answers != NULL)
		lane->hooks.answers(lane->hooks.arg, true);
	for (size_t i = 0; i < group->count; i++) {
		let_reads_pass(lane, i);
		group->jobs[i]->done(group->jobs[i], group->statuses[i]);
	}
	if (lane->hooks.answers != NULL)
		lane->hooks.answers(lane->hooks.arg, false);
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
	count_work(lane, clock_monotonic_ns() - start - group->commit_ns);
	answer(lane, group);
	if (count_done(group) > 0 && lane->hooks.committed != NULL)
		lane->hooks.committed(lane->hooks.arg);
}

static void count_checkpoint(struct lane_write *lane, int64_t ns)
{
	struct lane_write_counts *counts = &lane->counts;

	pthread_mutex_lock(&lane->lock);
	counts->checkpoints++;
	counts->checkpoint_ns += ns;
	if (ns > counts->longest_checkpoint_ns)
		counts->longest_checkpoint_ns = ns;
	pthread_mutex_unlock(&lane->lock);
}

static void checkpoint(struct lane_write *lane)
{
	const int64_t start = clock_monotonic_ns();
	struct error error = { 0 };

	if (store_checkpoint(lane->conn, &error) == STATUS_OK) {
		count_checkpoint(lane, clock_monotonic_ns() - start);
		return;
	}
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
	return group->count < LANE_GROUP && group->bytes + job->size <= GROUP_BYTES && !job->apart &&
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
	group->commit_ns = 0;
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
		const bool dirty = store_wal_size(lane->conn) > 0;

		lane->counts.wal_size = store_wal_size(lane->conn);
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
	struct store *store, const struct lane_write_hooks *hooks, struct lane_write **ret, struct error *reterr)
{
	struct lane_write *lane = calloc(1, sizeof(*lane));
	enum status status;

	if (lane == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	if (hooks != NULL)
		lane->hooks = *hooks;
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
	struct lane_queue *queue = is_large(job) ? &lane->large : &lane->small;
	bool room;

	job->error = (struct error){ 0 };
	pthread_mutex_lock(&lane->lock);
	room = waiting(lane) < LANE_WRITE_QUEUE && !lane->stopping;
	if (room)
		lane_queue_add(queue, job);
	else
		queue->refused += !lane->stopping;
	pthread_cond_signal(&lane->wake);
	pthread_mutex_unlock(&lane->lock);
	return room ? STATUS_OK
		    : error_detail(&job->error, STATUS_RESOURCE_EXHAUSTED, "WRITE_QUEUE_FULL", NULL,
			      "%d writes are waiting already; try again in a moment", LANE_WRITE_QUEUE);
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
	ret->small = lane_queue_count(&lane->small);
	ret->large = lane_queue_count(&lane->large);
	pthread_mutex_unlock(&lane->lock);
}
