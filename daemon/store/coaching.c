/* store/ — who coaches whom. */
#include "daemon/store/coaching.h"

#include "daemon/domain/day.h"
#include "daemon/store/page.h"

#define COLUMNS "name, coach, coachee, start_date, end_date, cadence_days, create_time, update_time, starter_until"
#define SEEN    "($1 = 1 OR coach = $2 OR coachee = $2)"

static const char SQL_GET[] = "SELECT " COLUMNS " FROM coaching WHERE name = $1";
static const char SQL_SEE[] = "SELECT " COLUMNS " FROM coaching WHERE name = $3 AND " SEEN;
static const char SQL_FIND[] =
	"SELECT " COLUMNS " FROM coaching WHERE coach = $1 AND coachee = $2"
	" AND start_date <= $3 AND (end_date = '' OR end_date >= $3) ORDER BY start_date, name LIMIT 1";
static const char SQL_OVERLAP[] =
	"SELECT " COLUMNS " FROM coaching WHERE coach = $1 AND coachee = $2 AND name <> $3"
	" AND (end_date = '' OR end_date >= $4) AND ($5 = '' OR start_date <= $5) ORDER BY start_date, name LIMIT 1";
static const char SQL_OF[] = "SELECT " COLUMNS " FROM coaching WHERE coachee = $1"
			     " AND start_date <= $2 AND (end_date = '' OR end_date >= $2) ORDER BY start_date, name";
static const char SQL_BY[] = "SELECT " COLUMNS " FROM coaching WHERE coach = $1"
			     " AND start_date <= $2 AND (end_date = '' OR end_date >= $2) ORDER BY coachee, name";
static const char SQL_LIST[] =
	"SELECT " COLUMNS " FROM coaching WHERE " SEEN " AND ($3 = '' OR coach = $3) AND ($4 = '' OR coachee = $4)"
	" AND name > $5 ORDER BY name LIMIT $6";
static const char SQL_INSERT[] = "INSERT INTO coaching (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
static const char SQL_INSERT_FIELDS[] =
	"name coach coachee start_date end_date cadence_days create_time update_time starter_until";
static const char SQL_ZONE[] = "SELECT time_zone FROM person WHERE name = $1";
static const char SQL_BEGIN[] = "UPDATE coaching SET start_time = $2 WHERE name = $1";
static const char SQL_UPDATE[] =
	"UPDATE coaching SET end_date = $2, cadence_days = $3, update_time = $4, starter_until = $5 WHERE name = $1";
static const char SQL_UPDATE_FIELDS[] = "name end_date cadence_days update_time starter_until";
static const char SQL_EARLIER[] = "SELECT count(*) FROM coaching WHERE coachee = $1 AND name <> $2 AND start_date < $3";
static const char SQL_POSTPONED[] = "SELECT postponed_until FROM coaching WHERE name = $1";
static const char SQL_POSTPONE[] = "UPDATE coaching SET postponed_until = $2 WHERE name = $1";

enum status store_coaching_get(
	struct store_conn *conn, const char *name, struct arena *arena, Coaching **ret, struct error *reterr)
{
	return store_get(conn, SQL_GET, &coaching__descriptor, arena, ret, reterr, "s", name);
}

enum status store_coaching_see(struct store_conn *conn, const struct store_viewer *viewer, const char *name,
	struct arena *arena, Coaching **ret, struct error *reterr)
{
	return store_get(conn, SQL_SEE, &coaching__descriptor, arena, ret, reterr, "bss", (int)viewer->all,
		viewer->person, name);
}

enum status store_coaching_find(struct store_conn *conn, const char *coach, const char *coachee, const char *day,
	struct arena *arena, Coaching **ret, struct error *reterr)
{
	return store_get(conn, SQL_FIND, &coaching__descriptor, arena, ret, reterr, "sss", coach, coachee, day);
}

enum status store_coaching_overlap(struct store_conn *conn, const char *coach, const char *coachee, const char *except,
	const char *first, const char *last, struct arena *arena, Coaching **ret, struct error *reterr)
{
	return store_get(conn, SQL_OVERLAP, &coaching__descriptor, arena, ret, reterr, "sssss", coach, coachee, except,
		first, last);
}

enum status store_coaching_of(struct store_conn *conn, const char *coachee, const char *day, struct arena *arena,
	Coaching ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_OF, &coaching__descriptor, arena, ret, ret_count, reterr, "ss", coachee, day);
}

enum status store_coaching_by(struct store_conn *conn, const char *coach, const char *day, struct arena *arena,
	Coaching ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_BY, &coaching__descriptor, arena, ret, ret_count, reterr, "ss", coach, day);
}

enum status store_coaching_list(struct store_conn *conn, const struct store_viewer *viewer, const char *coach,
	const char *coachee, const char *after, int limit, struct arena *arena, Coaching ***ret, size_t *ret_count,
	struct error *reterr)
{
	Coaching *last;
	enum status st;

	if (after != NULL && after[0] != '\0') {
		st = store_coaching_see(conn, viewer, after, arena, &last, reterr);
		if (st != STATUS_OK)
			return st;
		if (last == NULL)
			return store_page_invalid(reterr);
	}
	/* Names are ids by time: the order of making. */
	return store_list(conn, SQL_LIST, &coaching__descriptor, arena, ret, ret_count, reterr, "bssssn",
		(int)viewer->all, viewer->person, coach, coachee, after != NULL ? after : "", limit);
}

/* From the midnight on with which its first day begins, where the coachee is. */
static enum status begin(struct store_conn *conn, const Coaching *coaching, struct error *reterr)
{
	struct arena *arena = arena_create();
	const char *zone = "";
	int day = 0;
	enum status st = store_row(conn, SQL_ZONE, arena, NULL, reterr, "s:s", coaching->coachee, &zone);

	if (st == STATUS_OK && day_parse(coaching->start_date, &day))
		st = store_run(conn, SQL_BEGIN, NULL, reterr, "si", coaching->name, day_at(day, 0, zone));
	arena_destroy(arena);
	return st;
}

enum status store_coaching_insert(struct store_conn *conn, const Coaching *coaching, struct error *reterr)
{
	enum status st = store_write(conn, SQL_INSERT, SQL_INSERT_FIELDS, &coaching->base, NULL, reterr);

	return st == STATUS_OK ? begin(conn, coaching, reterr) : st;
}

enum status store_coaching_update(struct store_conn *conn, const Coaching *coaching, struct error *reterr)
{
	return store_write(conn, SQL_UPDATE, SQL_UPDATE_FIELDS, &coaching->base, NULL, reterr);
}

enum status store_coaching_is_first(struct store_conn *conn, const Coaching *coaching, bool *ret, struct error *reterr)
{
	int64_t earlier;
	enum status st = store_row(conn, SQL_EARLIER, NULL, NULL, reterr, "sss:i", coaching->coachee, coaching->name,
		coaching->start_date, &earlier);

	*ret = st == STATUS_OK && earlier == 0;
	return st;
}

enum status store_coaching_postponed(
	struct store_conn *conn, const char *name, struct arena *arena, const char **ret, struct error *reterr)
{
	return store_row(conn, SQL_POSTPONED, arena, NULL, reterr, "s:s", name, ret);
}

enum status store_coaching_postpone(struct store_conn *conn, const char *name, const char *until, struct error *reterr)
{
	return store_run(conn, SQL_POSTPONE, NULL, reterr, "ss", name, until);
}
