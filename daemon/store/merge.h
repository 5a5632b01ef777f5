/* store/ — meetings that were merged into another, and what is needed to take that back. */
#ifndef RIDEALONG_STORE_MERGE_H
#define RIDEALONG_STORE_MERGE_H

#include "daemon/store/store.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

struct store_merge {
	const char *duplicate, *keep; /* "meetings/ID" */
	int64_t merge_time;           /* µs */
	MeetingState state;           /* of the duplicate, as whoever it comes from has it */
	int64_t prepared_time; /* µs; update_time that the merge gave to the kept meeting's preparation, 0: none */
	ProtobufCBinaryData preparation; /* of the kept meeting as it was before, packed; empty: it had none */
};

/** A session that stood at one of the two, as it was before. */
struct store_merge_session {
	const char *session;
	bool moved; /* it was the duplicate's */
	SessionState state;
};

enum status store_merge_insert(struct store_conn *conn, const struct store_merge *merge, struct error *reterr);
/** *ret is NULL when the meeting was not merged into another. In the arena. */
enum status store_merge_get(struct store_conn *conn, const char *duplicate, struct arena *arena,
	struct store_merge **ret, struct error *reterr);
enum status store_merge_add_session(struct store_conn *conn, const char *duplicate,
	const struct store_merge_session *session, struct error *reterr);
/** By name. */
enum status store_merge_sessions(struct store_conn *conn, const char *duplicate, struct arena *arena,
	struct store_merge_session **ret, size_t *ret_count, struct error *reterr);
enum status store_merge_set_state(
	struct store_conn *conn, const char *duplicate, MeetingState state, struct error *reterr);
/** Of what is needed to take it back nothing stays; that it was merged does. */
enum status store_merge_forget(struct store_conn *conn, const char *duplicate, struct error *reterr);
/** As if it had not been merged. */
enum status store_merge_delete(struct store_conn *conn, const char *duplicate, struct error *reterr);

#endif
