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

#define SWEEP  "sweep_time"
#define POLICY "policy_mark"

static enum status get_number(
	struct store_conn *conn, const char *key, bool *ret_found, int64_t *ret, struct error *reterr)
{
	struct arena *arena = arena_create();
	const char *value;
	enum status status = store_row(conn, SQL_GET, arena, ret_found, reterr, "s:s", key, &value);

	if (status == STATUS_OK)
		*ret = strtoll(value, NULL, 10);
	arena_destroy(arena);
	return status;
}

static enum status set_number(struct store_conn *conn, const char *key, int64_t time, struct error *reterr)
{
	char value[32];

	snprintf(value, sizeof(value), "%" PRId64, time);
	return store_run(conn, SQL_SET, NULL, reterr, "ss", key, value);
}

enum status store_meta_get_clock(struct store_conn *conn, bool *ret_simulation, int64_t *ret_now, struct error *reterr)
{
	return get_number(conn, SIMULATION, ret_simulation, ret_now, reterr);
}

enum status store_meta_set_clock(struct store_conn *conn, int64_t now, struct error *reterr)
{
	return set_number(conn, SIMULATION, now, reterr);
}

enum status store_meta_get_sweep(struct store_conn *conn, int64_t *ret, struct error *reterr)
{
	return get_number(conn, SWEEP, NULL, ret, reterr);
}

enum status store_meta_set_sweep(struct store_conn *conn, int64_t now, struct error *reterr)
{
	return set_number(conn, SWEEP, now, reterr);
}

enum status store_meta_get_policy(struct store_conn *conn, int64_t *ret, struct error *reterr)
{
	return get_number(conn, POLICY, NULL, ret, reterr);
}

enum status store_meta_set_policy(struct store_conn *conn, int64_t mark, struct error *reterr)
{
	return set_number(conn, POLICY, mark, reterr);
}

enum status store_meta_is_empty(struct store_conn *conn, bool *ret, struct error *reterr)
{
	bool found;
	enum status status = store_row(conn, SQL_ANYBODY, NULL, &found, reterr, "");

	if (status == STATUS_OK)
		*ret = !found;
	return status;
}
