/* store/ — people. */
#include "daemon/store/person.h"

#include <string.h>

#include "daemon/store/page.h"

#define COLUMNS                                                                                                        \
	"p.name, p.email, p.display_name, p.aliases, p.language, p.time_zone, p.working_days, p.days_off,"             \
	" p.quiet_from_minute, p.quiet_until_minute, p.template, p.unix_login, p.create_time, p.update_time,"          \
	" p.group_path, p.muted, p.digest, p.digest_minute"
/* $1: sees all, $2: the viewer, $3: today. */
#define SEEN                                                                                                           \
	"($1 = 1 OR p.name = $2"                                                                                       \
	" OR EXISTS (SELECT 1 FROM coaching c WHERE c.coach = $2 AND c.coachee = p.name AND c.start_date <= $3"        \
	" AND (c.end_date = '' OR c.end_date >= $3))"                                                                  \
	" OR EXISTS (SELECT 1 FROM coaching c WHERE c.coachee = $2 AND c.coach = p.name AND c.start_date <= $3"        \
	" AND (c.end_date = '' OR c.end_date >= $3)))"

/* The same as a list of names: those are few, however many people there are. */
#define NAMES                                                                                                          \
	"p.name IN (SELECT $2 UNION SELECT c.coachee FROM coaching c WHERE c.coach = $2 AND c.start_date <= $3"        \
	" AND (c.end_date = '' OR c.end_date >= $3) UNION SELECT c.coach FROM coaching c WHERE c.coachee = $2"         \
	" AND c.start_date <= $3 AND (c.end_date = '' OR c.end_date >= $3))"
#define PAGE " AND p.sort_email <> '' AND (p.sort_email, p.name) > ($4, $5) ORDER BY p.sort_email, p.name LIMIT $6"

static const char SQL_GET[] = "SELECT " COLUMNS " FROM person p WHERE p.name = $1";
static const char SQL_SEE[] = "SELECT " COLUMNS " FROM person p WHERE p.name = $4 AND " SEEN;
static const char SQL_FIND[] = "SELECT person FROM person_address WHERE address = $1";
static const char SQL_FIND_LOGIN[] = "SELECT name FROM person WHERE unix_login = $1 AND unix_login <> ''";
static const char SQL_LIST[] = "SELECT " COLUMNS " FROM person p WHERE " SEEN PAGE;
static const char SQL_LIST_MINE[] = "SELECT " COLUMNS " FROM person p WHERE $1 = 0 AND " NAMES PAGE;
static const char SQL_INSERT[] =
	"INSERT INTO person (name, email, sort_email, display_name, aliases, language, time_zone, working_days,"
	" days_off, quiet_from_minute, quiet_until_minute, template, unix_login, create_time, update_time,"
	" group_path, muted, digest, digest_minute) VALUES ($1, $2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
	"$13, $14, $15, $16, $17, $18)";
static const char SQL_UPDATE[] =
	"UPDATE person SET email = $2, display_name = $3, aliases = $4, language = $5, time_zone = $6,"
	" working_days = $7, days_off = $8, quiet_from_minute = $9, quiet_until_minute = $10, template = $11,"
	" unix_login = $12, create_time = $13, update_time = $14, group_path = $15, muted = $16, digest = $17, "
	"digest_minute = $18 WHERE name = $1";
static const char SQL_WRITE_FIELDS[] =
	"name email display_name aliases language time_zone working_days days_off quiet_from_minute quiet_until_minute"
	" template unix_login create_time update_time group_path muted digest digest_minute";
static const char SQL_SORT[] = "UPDATE person SET sort_email = $2 WHERE name = $1";
static const char SQL_FORGET_ADDRESSES[] = "DELETE FROM person_address WHERE person = $1";
static const char SQL_ADD_ADDRESS[] =
	"INSERT INTO person_address (address, person) VALUES ($1, $2) ON CONFLICT (address) DO NOTHING";

char *store_person_fold(struct arena *arena, const char *address)
{
	char *folded = arena_strdup(arena, address);

	for (char *at = folded; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at += 'a' - 'A';
	return folded;
}

enum status store_person_get(
	struct store_conn *conn, const char *name, struct arena *arena, Person **ret, struct error *reterr)
{
	return store_get(conn, SQL_GET, &person__descriptor, arena, ret, reterr, "s", name);
}

enum status store_person_see(struct store_conn *conn, const struct store_viewer *viewer, const char *name,
	struct arena *arena, Person **ret, struct error *reterr)
{
	return store_get(conn, SQL_SEE, &person__descriptor, arena, ret, reterr, "bsss", (int)viewer->all,
		viewer->person, viewer->today, name);
}

static enum status find_name(struct store_conn *conn, const char *sql, const char *by, struct arena *arena,
	const char **ret_name, struct error *reterr)
{
	const char *name;
	bool found;
	enum status st = store_row(conn, sql, arena, &found, reterr, "s:s", by, &name);

	if (st == STATUS_OK)
		*ret_name = found ? name : NULL;
	return st;
}

enum status store_person_find(
	struct store_conn *conn, const char *address, struct arena *arena, const char **ret_name, struct error *reterr)
{
	return find_name(conn, SQL_FIND, store_person_fold(arena, address), arena, ret_name, reterr);
}

enum status store_person_find_login(
	struct store_conn *conn, const char *login, struct arena *arena, const char **ret_name, struct error *reterr)
{
	return find_name(conn, SQL_FIND_LOGIN, login, arena, ret_name, reterr);
}

enum status store_person_list(struct store_conn *conn, const struct store_viewer *viewer, const char *after, int limit,
	struct arena *arena, Person ***ret, size_t *ret_count, struct error *reterr)
{
	const char *email = "", *name = "";
	Person *last;
	enum status st;

	if (after != NULL && after[0] != '\0') {
		st = store_person_see(conn, viewer, after, arena, &last, reterr);
		if (st != STATUS_OK)
			return st;
		if (last == NULL)
			return store_page_invalid(reterr);
		email = store_person_fold(arena, last->email);
		name = last->name;
	}
	return store_list(conn, viewer->all ? SQL_LIST : SQL_LIST_MINE, &person__descriptor, arena, ret, ret_count,
		reterr, "bssssn", (int)viewer->all, viewer->person, viewer->today, email, name, limit);
}

static enum status add_address(
	struct store_conn *conn, const char *field, const char *address, const char *person, struct error *reterr)
{
	enum status st;
	int changes;

	st = store_run(conn, SQL_ADD_ADDRESS, &changes, reterr, "ss", address, person);
	if (st == STATUS_OK && changes == 0)
		return error_detail(reterr, STATUS_ALREADY_EXISTS, "ADDRESS", field, "%s: %.200s is in use already",
			field, address);
	return st;
}

static enum status add_addresses(
	struct store_conn *conn, const Person *person, struct arena *arena, struct error *reterr)
{
	enum status st;

	st = add_address(conn, "email", store_person_fold(arena, person->email), person->name, reterr);
	for (size_t i = 0; i < person->n_aliases && st == STATUS_OK; i++)
		st = add_address(conn, "aliases", store_person_fold(arena, person->aliases[i]), person->name, reterr);
	return st;
}

static enum status check_login(struct store_conn *conn, const Person *person, struct arena *arena, struct error *reterr)
{
	const char *holder;
	enum status st;

	st = store_person_find_login(conn, person->unix_login, arena, &holder, reterr);
	if (st == STATUS_OK && holder != NULL && strcmp(holder, person->name) != 0)
		return error_detail(reterr, STATUS_ALREADY_EXISTS, "LOGIN", "unix_login",
			"unix_login: %.200s is somebody's already", person->unix_login);
	return st;
}

static enum status write_person(struct store_conn *conn, const char *sql, const Person *person, struct error *reterr)
{
	struct arena *arena = arena_create();
	enum status st;

	st = check_login(conn, person, arena, reterr);
	if (st == STATUS_OK)
		st = store_write(conn, sql, SQL_WRITE_FIELDS, &person->base, NULL, reterr);
	if (st == STATUS_OK)
		st = store_run(conn, SQL_SORT, NULL, reterr, "ss", person->name,
			(const char *)store_person_fold(arena, person->email));
	if (st == STATUS_OK)
		st = store_run(conn, SQL_FORGET_ADDRESSES, NULL, reterr, "s", person->name);
	if (st == STATUS_OK)
		st = add_addresses(conn, person, arena, reterr);
	arena_destroy(arena);
	return st;
}

enum status store_person_insert(struct store_conn *conn, const Person *person, struct error *reterr)
{
	return write_person(conn, SQL_INSERT, person, reterr);
}

enum status store_person_update(struct store_conn *conn, const Person *person, struct error *reterr)
{
	return write_person(conn, SQL_UPDATE, person, reterr);
}
