/* store/ — tokens. */
#include "daemon/store/token.h"

#include <stdatomic.h>

#include "daemon/store/conn.h"
#include "daemon/store/open.h"

#define COLUMNS "name, display_name, person, scopes, expire_time, create_time, revoke_time"

static const char SQL_INSERT[] =
	"INSERT INTO token (name, display_name, person, scopes, expire_time, create_time, revoke_time, hash)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, '')";
static const char SQL_SET_HASH[] = "UPDATE token SET hash = $2 WHERE name = $1";
static const char SQL_FIND[] = "SELECT " COLUMNS " FROM token WHERE hash = $1";
static const char SQL_GET[] = "SELECT " COLUMNS " FROM token WHERE name = $1";
static const char SQL_LIST[] =
	"SELECT " COLUMNS " FROM token WHERE $1 = '' OR (create_time, name) >"
	" (SELECT t.create_time, t.name FROM token AS t WHERE t.name = $1) ORDER BY create_time, name LIMIT $2";
static const char SQL_REVOKE[] =
	"UPDATE token SET revoke_time = CASE WHEN revoke_time = 0 THEN $2 ELSE revoke_time END WHERE name = $1";

static enum status not_found(const char *name, struct error *reterr)
{
	return error_detail(reterr, STATUS_NOT_FOUND, "TOKEN", "name", "there is no token %s", name);
}

enum status store_token_insert(struct store_conn *conn, const Token *token, const char *hash, struct error *reterr)
{
	enum status status;

	status = store_write(conn, SQL_INSERT, "name display_name person scopes expire_time create_time revoke_time",
		&token->base, NULL, reterr);
	if (status != STATUS_OK)
		return status;
	return store_run(conn, SQL_SET_HASH, NULL, reterr, "ss", token->name, hash);
}

enum status store_token_find(
	struct store_conn *conn, const char *hash, struct arena *arena, Token **ret, struct error *reterr)
{
	return store_get(conn, SQL_FIND, &token__descriptor, arena, ret, reterr, "s", hash);
}

enum status store_token_get(
	struct store_conn *conn, const char *name, struct arena *arena, Token **ret, struct error *reterr)
{
	Token *token;
	enum status status;

	status = store_get(conn, SQL_GET, &token__descriptor, arena, &token, reterr, "s", name);
	if (status != STATUS_OK)
		return status;
	if (token == NULL)
		return not_found(name, reterr);
	*ret = token;
	return STATUS_OK;
}

enum status store_token_list(struct store_conn *conn, const char *after, int limit, struct arena *arena, Token ***ret,
	size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_LIST, &token__descriptor, arena, ret, ret_count, reterr, "sn", after, limit);
}

enum status store_token_revoke(struct store_conn *conn, const char *name, int64_t now, struct error *reterr)
{
	enum status status;
	int changes;

	status = store_run(conn, SQL_REVOKE, &changes, reterr, "si", name, now);
	if (status == STATUS_OK && changes == 0)
		return not_found(name, reterr);
	return status;
}

unsigned store_token_changes(const struct store_conn *conn)
{
	return atomic_load(&conn->store->token_changes);
}

unsigned store_token_changes_at_begin(const struct store_conn *conn)
{
	return conn->token_changes;
}
