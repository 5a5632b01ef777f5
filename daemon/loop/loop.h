/* loop/ — the main thread: whatever waits. The only storey that knows libuv.
 *
 * Everything here runs in the thread of loop_run(), unless it says "any thread". Files beside this one add what they
 * know: take.c and serve.c (plugins' work), advance.c (a simulation's clock), supervisor.c (plugins' processes),
 * watch.c (watchers), timer.c (the next due timer). They keep their state behind a pointer in struct loop and join by
 * handlers and hooks. */
#ifndef RIDEALONG_LOOP_LOOP_H
#define RIDEALONG_LOOP_LOOP_H

#include <uv.h>

#include "daemon/base/clock.h"
#include "daemon/loop/call.h"
#include "daemon/rpc/rpc.h"
#include "daemon/service/service.h"

/** A plugin of the configuration: "[plugin NAME]". Constant for the daemon's life. */
struct loop_plugin {
	const char *name;
	const char *const *keys, *const *values; /* n_settings of each, as written; "scopes" is among them if given */
	size_t n_settings;
};

/** What the loop stands on; all of it outlives the loop. */
struct loop_options {
	struct rpc *rpc;
	struct store *store;
	struct clock *clock;
	struct service *service;
	const char *data_dir;
	const char *server; /* where plugins' hosts find the daemon: the first listen address */
	const struct loop_plugin *plugins;
	size_t n_plugins;
	void (*reload)(void *arg); /* SIGHUP; may be NULL */
	void *reload_arg;
};

/** Something to do in the main thread, embedded in whatever is posted. */
struct loop_task {
	void (*run)(struct loop_task *task);
	struct loop_task *next;
};

/** Called on each occasion it was added for; lives as long as the loop. */
struct loop_hook {
	void (*run)(struct loop_hook *hook);
	void *data;
	struct loop_hook *next;
};

struct loop_handler_row {
	const char *method; /* full name; NULL: every method that a plugin serves */
	loop_handler handler;
};

struct loop_inbox; /* inbox.c: posted tasks */
struct loop_calls; /* call.c: calls that wait */
struct loop_timer; /* timer.c: service timers and the next due */
struct loop_watch; /* watch.c */

/** Members are for the files of this folder. */
struct loop {
	uv_loop_t uv;
	struct loop_options options;
	struct store_conn *conn; /* the main thread's read connection: loop_conn() */
	bool stopping;           /* loop_stop() was called: start nothing new */

	uv_signal_t signals[3]; /* SIGTERM, SIGINT, SIGHUP */
	struct loop_inbox *inbox;
	struct loop_calls *calls;
	struct loop_timer *timer;
	struct loop_watch *watch;
	int writes; /* of loop_write(), under way */

	struct loop_handler_row handlers[16];
	size_t n_handlers;
	struct loop_hook *on_commit, *on_due, *on_stop;

	/* The plugins' side; each made by its own start function, NULL before. */
	struct take *take;
	struct serve *serve;
	struct advance *advance;
	struct supervisor *supervisor;
};

enum status loop_create(const struct loop_options *options, struct loop **ret, struct error *reterr);
/** Runs until loop_stop() and until every handle that was put on the loop is closed. */
void loop_run(struct loop *loop);
/** Begins the end: on_stop hooks close what they own, waiting calls end with UNAVAILABLE. Again is fine. */
void loop_stop(struct loop *loop);
void loop_destroy(struct loop *loop); /* NULL is fine; after loop_run() */

/** Runs task->run in the main thread, in the order of posting. Any thread; the task is the loop's until then. */
void loop_post(struct loop *loop, struct loop_task *task);

/** The daemon's time, µs. */
int64_t loop_now(const struct loop *loop);

/** The main thread's read connection. Between store_begin_read() and store_commit(), and never over a return to the
 *  loop. */
struct store_conn *loop_conn(struct loop *loop);

/** Registers the handler of a loop-lane method; at most 16. Before loop_run(). */
void loop_handle(struct loop *loop, const char *method, loop_handler handler);

/** After a commit that changed something: one call may stand for many. */
void loop_on_commit(struct loop *loop, struct loop_hook *hook);
/** A timer of any owner is due that was not before. */
void loop_on_due(struct loop *loop, struct loop_hook *hook);
/** The loop is to end: close handles, end processes. */
void loop_on_stop(struct loop *loop, struct loop_hook *hook);

/** A write of the daemon's own: `run` in the write lane, in a transaction, perhaps twice, with a call whose actor is a
 *  copy of `actor` and whose request id is a copy of `request_id` (unique for the actor: ids derive from it). Then
 *  `done` in the main thread, after the commit; error is NULL when all is well, valid within the call. `arg` is shared
 *  between the threads in that order only. */
void loop_write(struct loop *loop, const struct actor *actor, const char *request_id,
	enum status (*run)(struct call *call, void *arg), void *arg,
	void (*done)(struct loop *loop, void *arg, const struct error *error));

/** The same for what no transaction can hold: it runs alone, between two of them. */
void loop_write_apart(struct loop *loop, const struct actor *actor, const char *request_id,
	enum status (*run)(struct call *call, void *arg), void *arg,
	void (*done)(struct loop *loop, void *arg, const struct error *error));

/** Moves a manual clock to `to_us`, remembers it in the data folder before, and lets everything happen that is due:
 *  service timers begin to fire and on_due hooks run, within this call. FAILED_PRECONDITION on a real clock or
 *  backwards. For advance.c. */
enum status loop_clock_advance(struct loop *loop, int64_t to_us, struct error *reterr);

/** Nothing is under way that could still change something without outside help: no posted task, no queued or running
 *  write or slow job, no service timer due and unfired. Says nothing of plugins' work. */
bool loop_quiet(struct loop *loop);

/* What daemon.c joins with the storeys below. Any thread. */

/** A commit changed something: for lane_write_start(). */
void loop_hint(struct loop *loop);
/** For rpc's wait() and drop(). */
void loop_accept(struct loop *loop, struct rpc_call *call);
void loop_drop(struct loop *loop, uint64_t serial, enum status why);

#endif
