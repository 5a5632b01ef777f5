/* store/ — what the daemon has to know of itself. */
#include "daemon/store/meta.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char SQL_GET[] = "SELECT value FROM meta WHERE key = $1";
static const char SQL_SET[] = "INSERT INTO meta (key, value) VALUES ($1, $2)"
			      " ON CONFLICT (key) DO UPDATE SET value = excluded.value";
static const char SQL_ANYBODY[] = "SELECT name FROM person LIMIT 1";

#define SIMULATION "simulation_time"

enum status store_meta_get_clock(struct store_conn *conn, bool *ret_simulation, int64_t *ret_now, struct error *reterr)
{
	struct arena *arena = arena_create();
	struct store_rows *rows;
	enum status status;
	bool found;

	status = store_query(conn, SQL_GET, &rows, reterr, "s", SIMULATION);
	if (status == STATUS_OK) {
		status = store_next(rows, &found, reterr);
		if (status == STATUS_OK) {
			*ret_simulation = found;
			*ret_now = found ? strtoll(store_text(rows, 0, arena), NULL, 10) : 0;
		}
		store_done(rows);
	}
	arena_destroy(arena);
	return status;
}

enum status store_meta_set_clock(struct store_conn *conn, int64_t now, struct error *reterr)
{
	char value[32];

	snprintf(value, sizeof(value), "%" PRId64, now);
	return store_run(conn, SQL_SET, NULL, reterr, "ss", SIMULATION, value);
}

enum status store_meta_is_empty(struct store_conn *conn, bool *ret, struct error *reterr)
{
	struct store_rows *rows;
	enum status status;
	bool found;

	status = store_query(conn, SQL_ANYBODY, &rows, reterr, "");
	if (status != STATUS_OK)
		return status;
	status = store_next(rows, &found, reterr);
	if (status == STATUS_OK)
		*ret = !found;
	store_done(rows);
	return status;
}
