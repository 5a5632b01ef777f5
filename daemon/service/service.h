/* service/ — the methods, as a whole: how rpc/ and loop/ reach them. */
#ifndef RIDEALONG_SERVICE_SERVICE_H
#define RIDEALONG_SERVICE_SERVICE_H

#include "daemon/domain/policy.h"
#include "daemon/domain/retention.h"
#include "daemon/service/call.h"

/** What outlives calls. Written before threads start, read-only after. */
struct service {
	uint8_t key[ID_KEY_BYTES]; /* of ids and answer addresses; DIR/key */
	bool simulation;           /* the clock is manual */
	int64_t start_time;        /* µs, real clock */
	const char *data_dir;
	const char *const *listen; /* NULL-terminated */
	const char *time_zone;     /* the machine's, of people of whom none is said; NULL for UTC */
	int schema_version;
	struct retention retention; /* zeroed: what holds by default */
	struct policy_teams teams;  /* likewise; policy.h reads it */
	/** What only other storeys know (queues, callers, memory, plugins' processes); any thread; each may be NULL in
	 * tests. */
	void (*fill_metrics)(void *arg, struct arena *arena, ProtobufCMessage *metrics);
	void (*fill_plugin)(void *arg, struct arena *arena, const char *plugin, ProtobufCMessage *message);
	void *fill_arg;
	const char *const *plugins; /* names of the configured plugins, sorted, NULL-terminated */
};

/** Runs the call's method in this thread: sets call->status and call->reply. The caller has decided the lane. */
enum status service_invoke(struct call *call, const ProtobufCMessage *in);

/** What the service does by itself and belongs to no session: catches up with what was due while it was down, and sets
 * the timers that go on and on. At every start; again does nothing more. Write lane, as ACTOR_SERVICE. */
enum status service_begin(struct call *call);

/** A timer of the service itself is due ("fit/sessions/ID", "reveal/…", "finish/…", "lapse/…", "unconfirmed/…",
 * "quarter/next", "sweep/night", "erase/people/ID", "clean/people/ID"; of a coaching relation "cadence/coachings/ID",
 * "handover/…", "rhythm/…"). Runs in the write lane as ACTOR_SERVICE; a timer whose moment has gone by, or whose
 * session moved on, does nothing. */
enum status service_timer_fire(struct call *call, const char *key);
/** Whether something comes before it that no transaction can hold: then service_timer_prepare() is run, between two
 *  transactions of the write lane, and service_timer_fire() after it. */
bool service_timer_is_apart(const char *key);
enum status service_timer_prepare(struct call *call, const char *key);

#endif
