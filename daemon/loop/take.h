/* loop/ — plugins' work: what waits for each, what was handed out, and the Take that carries it. */
#ifndef RIDEALONG_LOOP_TAKE_H
#define RIDEALONG_LOOP_TAKE_H

#include "daemon/loop/loop.h"
#include "daemon/store/timer.h"
#include "ridealong/v1/plugin.pb-c.h"

enum take_kind { TAKE_EVENT, TAKE_TIMER, TAKE_CALL, TAKE_SETTLE };

enum take_state {
	TAKE_WAITING, /* to be handed out, not before its time */
	TAKE_HANDED,  /* with the plugin */
	TAKE_ENDING,  /* done; that is being written */
};

/** A piece of work. Everything in it lives in its own arena. */
struct take_work {
	struct arena *arena;
	enum take_kind kind;
	enum take_state state;
	Work message;
	size_t size;        /* packed */
	uint64_t carried;   /* sequence of the Take that carried it, when handed */
	int tries;          /* that failed */
	int64_t not_before; /* daemon's time, µs; of a failed one */
	int64_t seq;        /* of an event */
	struct store_timer timer;
	struct loop_call *callers; /* of a call: who waits; none when all gave up */
	struct take_plugin *plugin;
	struct take_work *next;
};

/** What is known of a plugin's work. Lives as long as the loop. */
struct take_plugin {
	struct loop *loop;
	const struct loop_plugin *config;
	bool enabled;

	char instance[64]; /* of the host process; "" before the first Take */
	uint64_t sequence; /* of its last Take */
	struct loop_call *parked;
	int64_t gap_ns; /* monotonic, since when no Take waits; 0 while one does */
	char **event_types;
	size_t n_event_types;
	char **allowed; /* those of them whose events its scopes let it see: what is asked for */
	size_t n_allowed;
	struct arena *arena; /* of the types */

	bool knows_cursor, writes_cursor;
	int64_t cursor, written; /* sequence number of the last event that is done; of the last that is written so */

	struct take_work *work; /* the oldest first */
	bool dirty;             /* it got work since its last settle */
	bool settled;           /* its last settle was after all other work */
	int timer_rounds;       /* Takes that carried timers, since the clock last moved */
	char timer_key[201];    /* the last such */
	int64_t settled_us;     /* daemon's time of its last settle, and which it was at that time */
	int settles;
	uint64_t done;   /* pieces of work that ended, ever: progress */
	uint64_t timers; /* handed out, ever */
	int64_t handed;  /* pieces of work handed out, ever */
};

struct take {
	struct take_plugin *plugins;
	size_t n_plugins;
	struct arena *scratch; /* of one pump */
	uv_timer_t retry;      /* the next failed work's time; real clocks only */
	struct loop_hook on_commit, on_due, on_stop;
	bool settling; /* somebody moves the clock: plugins are to settle */
	/** Something about some plugin's work moved on; only notes it. NULL is fine. */
	void (*moved)(struct loop *loop);
};

/** After loop_create(). Registers Plugins/Take and the hooks. */
enum status take_start(struct loop *loop, struct error *reterr);
/** After the loop has run. NULL take is fine. */
void take_finish(struct loop *loop);

/** NULL when the configuration has no such plugin. */
struct take_plugin *take_find(struct loop *loop, const char *name);

/** A disabled plugin gets nothing: its calls end with UNAVAILABLE, its events and timers wait in the store. */
void take_enable(struct take_plugin *plugin, bool enabled);
/** The answer to who calls it then. */
enum status take_disabled(const struct take_plugin *plugin, const char *locale, struct error *reterr);
/** Its process has ended: what it had is handed to the next one. */
void take_gone(struct take_plugin *plugin);

/** Looks for events and due timers and hands out what the parked Take can carry. */
void take_pump(struct take_plugin *plugin);
void take_pump_all(struct loop *loop);

/** Hands a call to the plugin; `id` is constant for the call. When there is such work already, the call joins those
 *  who wait for it: ALREADY_EXISTS (nothing done) when its content is another. */
enum status take_add_call(struct take_plugin *plugin, const char *id, struct loop_call *call, struct error *reterr);
/** A caller gave up: the call is ended with that error. */
void take_drop_call(struct take_plugin *plugin, struct loop_call *call, const struct error *error);

/** Begins a round: every enabled plugin is to settle after whatever else it has, and again after whatever comes then.
 */
void take_settle_all(struct loop *loop);
/** Nobody moves the clock any more. */
void take_settle_no_more(struct loop *loop);
/** Nothing to do as of the last pump, nothing at hand, and it settled after the last of it. */
bool take_is_settled(const struct take_plugin *plugin);
/** Whether waiting work can be handed out at `now`: its time has come, or lies further ahead than any delay, for then
 * the clock was set back since. */
bool take_work_ready(const struct take_work *work, int64_t now);
/** When the next failed work is due again; INT64_MAX without. */
int64_t take_next_retry(const struct loop *loop);

/** Work handed out, and all other that is known to wait. */
void take_count(const struct take_plugin *plugin, int *ret_unfinished, int *ret_waiting);

/* work.c and look.c, for each other and take.c */

/** Appends work with its message and size. */
void take_work_add(struct take_plugin *plugin, struct take_work *work);
struct take_work *take_work_create(struct take_plugin *plugin, enum take_kind kind);
struct take_work *take_work_find(struct take_plugin *plugin, const char *id);
/** Out of the list, and freed. */
void take_work_remove(struct take_work *work);
/** The plugin says that it ended so. */
void take_work_end(struct take_work *work, const WorkDone *done);
/** Writes how far the plugin came with the events, unless that is known. */
void take_work_cursor(struct take_plugin *plugin);
/** Reads what there is to do into the list. */
void take_work_look(struct take_plugin *plugin);
/** Ends a call's callers, all of them. */
void take_work_refuse(struct take_work *work, const struct error *error);

#endif
