/* store/ — events, in the order in which they were written, and how far plugins came with them. */
#ifndef RIDEALONG_STORE_EVENT_H
#define RIDEALONG_STORE_EVENT_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/event.pb-c.h"

/** Which events. Strings are the caller's. */
struct store_event_filter {
	/** A person sees the events with them in the audience. `all` sees every event, but none about a session of
	 * which the viewer is the coachee and that was not for them; without `hidden`, also none about a session that
	 * its coach alone knew of then. */
	const struct store_viewer *viewer;
	int64_t after;       /* sequence number of the last one seen; 0: from the first */
	const char *subject; /* only about this resource; NULL or "" for any */
	char *const *types;  /* only these; one that ends in "." stands for all that begin so */
	size_t n_types;      /* 0 for any */
	int limit;
	bool latest; /* the last ones in place of the first after one; they still come oldest first */
};

/** Appends. The audience is up to two people, NULL for none; it is never changed. Write lane. */
enum status store_event_append(
	struct store_conn *conn, const Event *event, const char *person, const char *other, struct error *reterr);

/** Oldest first. *ret_last is the sequence number of the last one returned, filter->after without one. In the arena. */
enum status store_event_list(struct store_conn *conn, const struct store_event_filter *filter, struct arena *arena,
	Event ***ret, size_t *ret_count, int64_t *ret_last, struct error *reterr);

/** Sequence number of an event this viewer may see; INVALID_ARGUMENT (field after) else. The number is never shown. */
enum status store_event_find(struct store_conn *conn, const struct store_viewer *viewer, const char *name,
	int64_t *ret_seq, struct error *reterr);
/** Sequence number of the newest event of all; 0 without one. */
enum status store_event_last(struct store_conn *conn, int64_t *ret_seq, struct error *reterr);

/** How far a plugin came with the events, and whether an administrator stopped it; 0 and false when nothing is known.
 */
enum status store_event_cursor_get(
	struct store_conn *conn, const char *plugin, int64_t *ret_seq, bool *ret_disabled, struct error *reterr);
/** Moves it on; never back. */
enum status store_event_cursor_set(struct store_conn *conn, const char *plugin, int64_t seq, struct error *reterr);
enum status store_event_cursor_disable(
	struct store_conn *conn, const char *plugin, bool disabled, struct error *reterr);

#endif
