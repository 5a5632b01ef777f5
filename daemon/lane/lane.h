/* lane/ — the doors between threads. A call runs in one lane from start to end.
 *
 * read: on the caller's own thread, see lane_read_*. write: one thread, one connection, commits in groups. slow: two
 * threads with read connections and a limit of thirty seconds a job. Only a door takes a lock. */
#ifndef RIDEALONG_LANE_LANE_H
#define RIDEALONG_LANE_LANE_H

#include "daemon/base/bucket.h"
#include "daemon/base/clock.h"
#include "daemon/store/store.h"

#define LANE_WRITE_QUEUE    4096 /* writes that may wait */
#define LANE_SLOW_QUEUE     256  /* slow jobs that may */
#define LANE_GROUP          256  /* writes in one transaction, at most */
#define LANE_GROUP_BUCKETS  9    /* 1, 2, 4, … 256 */
#define LANE_SLOW_COMMIT_NS (INT64_C(100) * 1000 * 1000)

struct lane_job;

/** Runs in the lane's thread: write, inside a transaction of its group's; slow, inside a snapshot. A write that fails
 * leaves nothing behind. It may run three times, so it leaves no trace outside of its transaction: when one fails that
 * has written already, its group is run again with a savepoint for each, and when the transaction itself is lost, one
 * by one. */
typedef enum status (*lane_run)(struct lane_job *job, struct store_conn *conn);
/** Runs in the lane's thread when the outcome stands: of a write, after the COMMIT that holds it. Owns the job again.
 */
typedef void (*lane_done)(struct lane_job *job, enum status status);

/** Embedded in whatever waits. Fill run, done and, if there are any, size and deadline_ns; the rest is the lane's. */
struct lane_job {
	lane_run run;
	lane_done done;
	struct error error; /* of a commit that failed */
	bool apart;  /* a write that runs alone, outside of any transaction, between two groups: what none can hold */
	size_t size; /* bytes of what a write was asked with: a small one waits for one large one at most */
	int64_t deadline_ns; /* monotonic: a slow job still running then is ended with CANCELLED; 0: the lane's limit
				only */
	struct lane_job *next;
};

struct lane_write;
struct lane_slow;

/** What others do beside the lane, in its thread. Any may be NULL. */
struct lane_write_hooks {
	void (*committed)(void *arg);           /* after each commit that changed anything: the loop's hint */
	void (*answers)(void *arg, bool begin); /* before the first job of a group is done, and after the last */
	void *arg;
};

/** Hooks are copied; NULL: none. */
enum status lane_write_start(
	struct store *store, const struct lane_write_hooks *hooks, struct lane_write **ret, struct error *reterr);
/** Any thread. RESOURCE_EXHAUSTED when LANE_WRITE_QUEUE wait: the job stays the caller's. */
enum status lane_write_submit(struct lane_write *lane, struct lane_job *job);
/** Nothing queued, nothing running. Any thread. */
bool lane_write_idle(struct lane_write *lane);
/** Finishes what is queued, then ends the thread. NULL is fine. */
void lane_write_stop(struct lane_write *lane);

/** How many jobs wait, the most that did at one time, and how many found no room. */
struct lane_queue_counts {
	int waiting, most;
	int64_t refused;
};

/** Since the start. A commit counts when it changed something, and so waited for the disk; one that changed nothing is
 *  work. Times by bucket_number_of_time(). */
struct lane_write_counts {
	int64_t commits, writes;            /* the writes in them */
	int64_t groups[LANE_GROUP_BUCKETS]; /* commits by how many writes they held: bucket_number() */
	int64_t commit_times[BUCKET_COUNT]; /* by the time of COMMIT alone */
	int64_t commit_ns, slow_commits;    /* its sum; and those that took longer than LANE_SLOW_COMMIT_NS */
	int64_t work_ns;                    /* what groups took apart from that */
	int64_t checkpoints, checkpoint_ns, longest_checkpoint_ns;
	int64_t wal_size; /* bytes written since the last checkpoint */
	struct lane_queue_counts small, large;
};
/** Any thread. */
void lane_write_count(struct lane_write *lane, struct lane_write_counts *ret);

struct lane_slow_counts {
	struct lane_queue_counts queue;
	int running;
};

enum status lane_slow_start(struct store *store, struct lane_slow **ret, struct error *reterr);
enum status lane_slow_submit(struct lane_slow *lane, struct lane_job *job);
/** Waiting and running. Any thread. */
int lane_slow_queued(struct lane_slow *lane);
/** Any thread. */
void lane_slow_count(struct lane_slow *lane, struct lane_slow_counts *ret);
void lane_slow_stop(struct lane_slow *lane);

/** The calling thread's own read connection, made at first use, closed by lane_read_stop() or the thread's end. */
struct lane_read;
enum status lane_read_start(struct store *store, struct lane_read **ret, struct error *reterr);
enum status lane_read_conn(struct lane_read *lane, struct store_conn **ret, struct error *reterr);
void lane_read_stop(struct lane_read *lane);

#endif
