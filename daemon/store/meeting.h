/* store/ — appointments. */
#ifndef RIDEALONG_STORE_MEETING_H
#define RIDEALONG_STORE_MEETING_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/meeting.pb-c.h"

/* A viewer sees their own meetings and those of whom they coach today. Messages live in the arena; all is filled but
 * the etag. Nothing here ever depends on sessions: a meeting is the same whether or not somebody plans to come along.
 */

/** No meeting lasts longer, µs: who writes one makes sure of it. */
#define STORE_MEETING_LONGEST_US 31622400000000 /* 366 days */
#define STORE_MEETING_LONGEST    ((int64_t)STORE_MEETING_LONGEST_US)

/** By name, whoever asks; *ret is NULL when there is none. */
enum status store_meeting_get(
	struct store_conn *conn, const char *name, struct arena *arena, Meeting **ret, struct error *reterr);
/** By name, under the viewer's predicate. */
enum status store_meeting_see(struct store_conn *conn, const struct store_viewer *viewer, const char *name,
	struct arena *arena, Meeting **ret, struct error *reterr);
/** By where it comes from: owner, calendar, uid and recurrence_id together are its identity. */
enum status store_meeting_find(struct store_conn *conn, const char *owner, const char *calendar, const char *uid,
	const char *recurrence_id, struct arena *arena, Meeting **ret, struct error *reterr);

struct store_meeting_filter {
	const char *owner;    /* "people/ID"; "" or NULL for any */
	int64_t from;         /* µs; only those that end after it; INT64_MIN for any */
	int64_t until;        /* µs; only those that start before it; INT64_MAX for any */
	const char *calendar; /* "" or NULL for any */
	bool cancelled;       /* cancelled ones, too */
	bool merged;          /* those that were merged into another, too */
	const char *after;    /* name of the last one shown; "" or NULL: from the first */
	int limit;
};

/** By start, then name. INVALID_ARGUMENT (field page_token) when the viewer was shown no such meeting. */
enum status store_meeting_list(struct store_conn *conn, const struct store_viewer *viewer,
	const struct store_meeting_filter *filter, struct arena *arena, Meeting ***ret, size_t *ret_count,
	struct error *reterr);

/** Makes the occurrence of a calendar that is known by one recurrence_id known by another, unless that one is known. */
enum status store_meeting_rename(struct store_conn *conn, const char *owner, const char *calendar,
	const MeetingRename *rename, struct error *reterr);

/** Calls an owner's calendar otherwise, in each of its meetings, but for those that are known under that name already;
 * its mark goes. */
enum status store_meeting_rename_calendar(
	struct store_conn *conn, const char *owner, const char *from, const char *to, struct error *reterr);

/** The same for the meetings of one UID. */
enum status store_meeting_rename_calendar_of(struct store_conn *conn, const char *owner, const char *from,
	const char *to, const char *uid, struct error *reterr);

/** The mark of an owner's calendar, "" when it has none. */
enum status store_meeting_mark_get(struct store_conn *conn, const char *owner, const char *calendar,
	struct arena *arena, char **ret, struct error *reterr);
/** "" takes it away. */
enum status store_meeting_mark_set(
	struct store_conn *conn, const char *owner, const char *calendar, const char *mark, struct error *reterr);

enum status store_meeting_insert(struct store_conn *conn, const Meeting *meeting, struct error *reterr);
/** The same, when there is none of that owner, calendar, uid and recurrence_id; *ret_new says so. */
enum status store_meeting_insert_new(
	struct store_conn *conn, const Meeting *meeting, bool *ret_new, struct error *reterr);
/** Writes all but owner, identity and create_time. */
enum status store_meeting_update(struct store_conn *conn, const Meeting *meeting, struct error *reterr);

#endif
