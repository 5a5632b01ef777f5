/* store/ — durable timers. */
#ifndef RIDEALONG_STORE_TIMER_H
#define RIDEALONG_STORE_TIMER_H

#include "daemon/store/store.h"

/** Owner of the daemon's own timers; plugins' are owned by the plugin's name. */
#define STORE_TIMER_SERVICE "service"

struct store_timer {
	const char *owner, *key;
	int64_t due;        /* µs */
	int64_t generation; /* how often this key was set, also before it was gone: work of an older one is stale */
	ProtobufCBinaryData payload;
	int64_t create_time; /* µs; when it was set */
};

/** Sets or moves. */
enum status store_timer_set(struct store_conn *conn, const char *owner, const char *key, int64_t due, int64_t now,
	ProtobufCBinaryData payload, struct error *reterr);
/** Moves one that is there, with its payload; *ret says whether it is. Due then already, it is left as it is. */
enum status store_timer_move(
	struct store_conn *conn, const char *owner, const char *key, int64_t due, bool *ret, struct error *reterr);
/** When it is due; 0 when there is none. */
enum status store_timer_find(
	struct store_conn *conn, const char *owner, const char *key, int64_t *ret_due, struct error *reterr);
/** NOT_FOUND when there is none. */
enum status store_timer_delete(struct store_conn *conn, const char *owner, const char *key, struct error *reterr);
/** Deletes it unless it was set anew since. */
enum status store_timer_finish(
	struct store_conn *conn, const char *owner, const char *key, int64_t generation, struct error *reterr);
/** Timers of an owner (NULL: of all) due at or before `until`, by due and key; at most `limit`. */
enum status store_timer_due(struct store_conn *conn, const char *owner, int64_t until, int limit, struct arena *arena,
	struct store_timer **ret, size_t *ret_count, struct error *reterr);
/** Timers of an owner (NULL: of all) that come after the one of (`after_owner`, `after_key`), by due, owner and key;
 * from the first when after_key is NULL. INVALID_ARGUMENT (field page_token) when there is no such timer. */
enum status store_timer_list(struct store_conn *conn, const char *owner, const char *after_owner, const char *after_key,
	int limit, struct arena *arena, struct store_timer **ret, size_t *ret_count, struct error *reterr);
/** Due time of the next one of any owner that is due after `after` (what is due by then is somebody's work already);
 *  INT64_MAX without one. */
enum status store_timer_next(struct store_conn *conn, int64_t after, int64_t *ret_due, struct error *reterr);
enum status store_timer_count(struct store_conn *conn, int64_t *ret, struct error *reterr);

#endif
