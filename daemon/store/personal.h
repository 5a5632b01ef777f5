/* store/ — what is kept of a person: shown, erased, swept. The rules, a table at a time, are in personal.def; this runs
 * them. A table is named by its number there, from 0 to store_personal_count() - 1: from those that others refer to, to
 * those that refer to others. */
#ifndef RIDEALONG_STORE_PERSONAL_H
#define RIDEALONG_STORE_PERSONAL_H

#include "daemon/domain/retention.h"
#include "daemon/store/store.h"
#include "ridealong/v1/privacy.pb-c.h"

size_t store_personal_count(void);
/** Its name in the schema, constant. */
const char *store_personal_table(size_t table);
/** Whether people are shown rows of it, be it only their own. */
bool store_personal_shown(size_t table);
/** The table of that name; store_personal_count() when there is none. */
size_t store_personal_find(const char *name);

/** What is kept of whom, now, and from whom something of it is kept because it is also about somebody else: "" from
 *  nobody; STORE_PERSONAL_PROGRAM from a program, and "people/ID" from whoever reads for the person: sessions that
 * their coachee, or that reader as the coachee, has not heard of, and what the coach wrote before the coachee spoke. */
struct store_personal_view {
	const char *person;
	int64_t now; /* µs */
	const char *kept_from;
};

#define STORE_PERSONAL_PROGRAM "*"

/** Rows of a table that the person is shown, by name, after the one named `after` ("" for the first); at most `limit`.
 * In the arena. A row that `after` does not name under that predicate is INVALID_ARGUMENT (field page_token). */
enum status store_personal_read(struct store_conn *conn, size_t table, const struct store_personal_view *view,
	const char *after, int limit, struct arena *arena, ExportRecord ***ret, size_t *ret_count,
	struct error *reterr);

/** Whether the person is shown the row of that name. */
enum status store_personal_shows(struct store_conn *conn, size_t table, const struct store_personal_view *view,
	const char *name, bool *ret, struct error *reterr);

/** How many rows that the person is shown would go when they are erased; and how many would be emptied where others'
 * rows refer to them, or else go. */
enum status store_personal_preview(struct store_conn *conn, size_t table, const struct store_personal_view *view,
	int64_t *ret_gone, int64_t *ret_emptied, struct error *reterr);
/** Does it, to all rows. From the last table to the first. Again does nothing more. Write lane. */
enum status store_personal_erase(
	struct store_conn *conn, size_t table, const char *person, int64_t now, struct error *reterr);
/** What tells who somebody is, as they are written, and what stands there afterwards. */
struct store_personal_words {
	const char **list;
	size_t count;
	const char *instead;
};

/** Undoes them wherever others' words may hold them. Write lane. */
enum status store_personal_scrub(
	struct store_conn *conn, size_t table, const struct store_personal_words *words, struct error *reterr);
/** The same in packed values, without regard to case, in at most `limit` rows after the one of `after` ("" for the
 * first). *ret_place is the last of them, NULL when there are no more. Write lane. */
enum status store_personal_scrub_packed(struct store_conn *conn, size_t table, const struct store_personal_words *words,
	const char *after, int limit, struct arena *arena, const char **ret_place, struct error *reterr);

/** Lets go of what has been kept for long enough; at most `limit` rows, *ret_changes says how many. From the last table
 * to the first. Write lane. */
enum status store_personal_sweep(struct store_conn *conn, size_t table, const struct retention *retention, int64_t now,
	int limit, int *ret_changes, struct error *reterr);

/** Whether something of the table goes when the days of that kind are over. */
bool store_personal_swept(size_t table, enum retention_kind kind);

/* For tests: whether the table has a rule for each of the three, and every statement. */

enum store_personal_rule { STORE_PERSONAL_EXPORT, STORE_PERSONAL_ERASURE, STORE_PERSONAL_RETENTION };
bool store_personal_has(size_t table, enum store_personal_rule rule);
/** Whether a column of text or bytes is a name by its table's NAMES, or is emptied by the rules of that kind, or has
 * none that leave its row. */
bool store_personal_empties(size_t table, const char *column, enum store_personal_rule rule);
/** The statement of that number, NULL past the last. */
const char *store_personal_statement(size_t number);

#endif
