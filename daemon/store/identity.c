/* store/ — who is who. */
#include "daemon/store/identity.h"

#include <string.h>

static const char SQL_BY_LOGIN[] = "SELECT name FROM person WHERE unix_login = $1 AND unix_login <> ''";
static const char SQL_BY_ADDRESS[] = "SELECT person FROM person_address WHERE address = $1";
static const char SQL_BY_NAME[] = "SELECT name FROM person WHERE name = $1";
static const char SQL_LANGUAGE[] = "SELECT language FROM person WHERE name = $1";

static enum status one(struct store_conn *conn, const char *sql, const char *key, struct arena *arena, const char **ret,
	struct error *reterr)
{
	const char *name;
	bool found;
	enum status st = store_row(conn, sql, arena, &found, reterr, "s:s", key, &name);

	if (st == STATUS_OK)
		*ret = found ? name : NULL;
	return st;
}

enum status store_identity_of_login(
	struct store_conn *conn, const char *login, struct arena *arena, const char **ret, struct error *reterr)
{
	return one(conn, SQL_BY_LOGIN, login, arena, ret, reterr);
}

enum status store_identity_of_address(
	struct store_conn *conn, const char *address, struct arena *arena, const char **ret, struct error *reterr)
{
	char *key;

	if (strncmp(address, "people/", 7) == 0 && strchr(address, '@') == NULL)
		return one(conn, SQL_BY_NAME, address, arena, ret, reterr);
	key = arena_strdup(arena, strncmp(address, "people/", 7) == 0 ? address + 7 : address);
	for (char *at = key; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return one(conn, SQL_BY_ADDRESS, key, arena, ret, reterr);
}

enum status store_identity_language(
	struct store_conn *conn, const char *person, struct arena *arena, const char **ret, struct error *reterr)
{
	return store_row(conn, SQL_LANGUAGE, arena, NULL, reterr, "s:s", person, ret);
}
