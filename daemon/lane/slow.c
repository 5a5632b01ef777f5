/* lane/ — the slow lane: threads for what takes its time, each with a read connection and a limit. */
#include <stdlib.h>

#include "daemon/base/log.h"
#include "daemon/lane/lane.h"
#include "daemon/lane/queue.h"

#define THREADS       2
#define LIMIT_NS      (INT64_C(30) * 1000 * 1000 * 1000)
#define WATCH_SECONDS 1

struct worker {
	struct lane_slow *lane;
	struct store_conn *conn; /* the thread's; interrupted by the watcher, under the lock */
	pthread_t thread;
	int64_t ends_ns; /* when the job at hand has to; 0 without one */
};

struct lane_slow {
	struct worker workers[THREADS];
	pthread_t watcher;

	pthread_mutex_t lock; /* of what follows, and of each worker's ends_ns */
	pthread_cond_t wake, watch;
	struct lane_queue queue;
	int running;
	bool stopping;
};

static enum status run_in_snapshot(struct worker *worker, struct lane_job *job)
{
	enum status status;

	status = store_begin_read(worker->conn, &job->error);
	if (status != STATUS_OK)
		return status;
	status = job->run(job, worker->conn);
	store_rollback(worker->conn);
	return status;
}

static int64_t end_of(const struct lane_job *job)
{
	const int64_t limit = clock_monotonic_ns() + LIMIT_NS;

	return job->deadline_ns != 0 && job->deadline_ns < limit ? job->deadline_ns : limit;
}

static void *work(void *arg)
{
	struct worker *worker = arg;
	struct lane_slow *lane = worker->lane;
	struct lane_job *job;

	pthread_mutex_lock(&lane->lock);
	for (;;) {
		enum status status;

		while (lane->queue.first == NULL && !lane->stopping)
			pthread_cond_wait(&lane->wake, &lane->lock);
		job = lane_queue_take(&lane->queue);
		if (job == NULL)
			break;
		lane->running++;
		worker->ends_ns = end_of(job);
		pthread_cond_signal(&lane->watch);
		pthread_mutex_unlock(&lane->lock);

		status = run_in_snapshot(worker, job);

		/* From here the watcher leaves the connection alone: a late interrupt would hit the next job. */
		pthread_mutex_lock(&lane->lock);
		worker->ends_ns = 0;
		pthread_mutex_unlock(&lane->lock);
		job->done(job, status);
		pthread_mutex_lock(&lane->lock);
		lane->running--;
	}
	pthread_mutex_unlock(&lane->lock);
	return NULL;
}

static void interrupt_overdue(struct lane_slow *lane)
{
	const int64_t now = clock_monotonic_ns();

	for (int i = 0; i < THREADS; i++)
		if (lane->workers[i].ends_ns != 0 && lane->workers[i].ends_ns <= now)
			store_interrupt(lane->workers[i].conn);
}

static void *watch(void *arg)
{
	struct lane_slow *lane = arg;

	pthread_mutex_lock(&lane->lock);
	while (!lane->stopping || lane->running > 0) {
		struct timespec until;

		if (lane->running == 0) {
			pthread_cond_wait(&lane->watch, &lane->lock);
			continue;
		}
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += WATCH_SECONDS;
		pthread_cond_timedwait(&lane->watch, &lane->lock, &until);
		interrupt_overdue(lane);
	}
	pthread_mutex_unlock(&lane->lock);
	return NULL;
}

/* Threads that were started end when told so; `workers` counts them. */
static void end_threads(struct lane_slow *lane, int workers, bool watcher)
{
	pthread_mutex_lock(&lane->lock);
	lane->stopping = true;
	pthread_cond_broadcast(&lane->wake);
	pthread_cond_broadcast(&lane->watch);
	pthread_mutex_unlock(&lane->lock);
	for (int i = 0; i < workers; i++)
		pthread_join(lane->workers[i].thread, NULL);
	if (!watcher)
		return;
	pthread_mutex_lock(&lane->lock);
	pthread_cond_broadcast(&lane->watch);
	pthread_mutex_unlock(&lane->lock);
	pthread_join(lane->watcher, NULL);
}

static void destroy(struct lane_slow *lane)
{
	for (int i = 0; i < THREADS; i++)
		store_disconnect(lane->workers[i].conn);
	pthread_cond_destroy(&lane->wake);
	pthread_cond_destroy(&lane->watch);
	pthread_mutex_destroy(&lane->lock);
	free(lane);
}

enum status lane_slow_start(struct store *store, struct lane_slow **ret, struct error *reterr)
{
	struct lane_slow *lane = calloc(1, sizeof(*lane));
	enum status status = STATUS_OK;
	int started = 0;

	if (lane == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	pthread_mutex_init(&lane->lock, NULL);
	lane_cond_init(&lane->wake);
	lane_cond_init(&lane->watch);
	for (int i = 0; i < THREADS && status == STATUS_OK; i++) {
		lane->workers[i].lane = lane;
		status = store_connect(store, STORE_READ, &lane->workers[i].conn, reterr);
	}
	while (status == STATUS_OK && started < THREADS) {
		struct worker *worker = &lane->workers[started];

		if (pthread_create(&worker->thread, NULL, work, worker) != 0)
			status = error_set(
				reterr, STATUS_RESOURCE_EXHAUSTED, "the slow lane's threads cannot be started");
		else
			started++;
	}
	if (status == STATUS_OK && pthread_create(&lane->watcher, NULL, watch, lane) != 0)
		status = error_set(
			reterr, STATUS_RESOURCE_EXHAUSTED, "the slow lane's watching thread cannot be started");
	if (status != STATUS_OK) {
		end_threads(lane, started, false);
		destroy(lane);
		return status;
	}
	*ret = lane;
	return STATUS_OK;
}

enum status lane_slow_submit(struct lane_slow *lane, struct lane_job *job)
{
	bool room;

	job->error = (struct error){ 0 };
	pthread_mutex_lock(&lane->lock);
	room = lane->queue.count < LANE_SLOW_QUEUE && !lane->stopping;
	if (room)
		lane_queue_add(&lane->queue, job);
	else
		lane->queue.refused += !lane->stopping;
	pthread_cond_signal(&lane->wake);
	pthread_mutex_unlock(&lane->lock);
	return room ? STATUS_OK
		    : error_detail(&job->error, STATUS_RESOURCE_EXHAUSTED, "SLOW_QUEUE_FULL", NULL,
			      "%d reports and backups are waiting already; try again in a moment", LANE_SLOW_QUEUE);
}

int lane_slow_queued(struct lane_slow *lane)
{
	int queued;

	pthread_mutex_lock(&lane->lock);
	queued = lane->queue.count + lane->running;
	pthread_mutex_unlock(&lane->lock);
	return queued;
}

void lane_slow_count(struct lane_slow *lane, struct lane_slow_counts *ret)
{
	pthread_mutex_lock(&lane->lock);
	ret->queue = lane_queue_count(&lane->queue);
	ret->running = lane->running;
	pthread_mutex_unlock(&lane->lock);
}

void lane_slow_stop(struct lane_slow *lane)
{
	if (lane == NULL)
		return;
	end_threads(lane, THREADS, true);
	destroy(lane);
}
