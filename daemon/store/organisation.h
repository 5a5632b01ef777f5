/* store/ — groups of the organisation: who is in which, and what each quarter amounted to. */
#ifndef RIDEALONG_STORE_ORGANISATION_H
#define RIDEALONG_STORE_ORGANISATION_H

#include "daemon/store/store.h"
#include "ridealong/v1/report.pb-c.h"

/** The person is in that group ("" for none) from then on (µs). Write lane. */
enum status store_organisation_join(
	struct store_conn *conn, const char *person, const char *group_path, int64_t from, struct error *reterr);

/** Somebody who was coached by somebody in a span, with the group they were in at its end. */
struct store_organisation_pair {
	const char *coachee, *coach, *group_path;
};

/** By coachee, each coach once. Days as "2026-01-01", the second is the one after the last; `end` is the same, in µs.
 */
enum status store_organisation_pairs(struct store_conn *conn, const char *from_date, const char *until_date,
	int64_t end, struct arena *arena, struct store_organisation_pair **ret, size_t *ret_count,
	struct error *reterr);

/** What sessions that both confirmed, and that began within the span (µs), amounted to for one coachee: in `counts`
 *  people, coaches, coached and withheld are not filled. */
struct store_organisation_counts {
	const char *coachee;
	GroupReport counts;
};

/** By coachee; those without a session are not among them. */
enum status store_organisation_counts(struct store_conn *conn, int64_t from, int64_t until, struct arena *arena,
	struct store_organisation_counts **ret, size_t *ret_count, struct error *reterr);

/** When the first session of all begins, µs; 0 without any. */
enum status store_organisation_first(struct store_conn *conn, int64_t *ret, struct error *reterr);

/** Keeps a quarter ("2026-Q1") with its groups. ALREADY_EXISTS: it was counted. Write lane. */
enum status store_organisation_put(struct store_conn *conn, const char *quarter, int64_t count_time,
	GroupReport *const *groups, size_t count, struct error *reterr);

/** The quarters that were counted, the last one first; at most `limit`. */
enum status store_organisation_quarters(
	struct store_conn *conn, int limit, struct arena *arena, char ***ret, size_t *ret_count, struct error *reterr);
/** When the quarter was counted; 0 when it was not. */
enum status store_organisation_count_time(
	struct store_conn *conn, const char *quarter, int64_t *ret, struct error *reterr);
/** Its groups by path. */
enum status store_organisation_groups(struct store_conn *conn, const char *quarter, struct arena *arena,
	GroupReport ***ret, size_t *ret_count, struct error *reterr);

#endif
