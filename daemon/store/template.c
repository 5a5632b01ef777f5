/* store/ — templates that people made, and their versions. */
#include "daemon/store/template.h"

#define COLUMNS                                                                                                        \
	"t.name, v.version, t.coach, v.texts, v.questions, v.confidential, v.unannounced_allowed, v.author,"           \
	" t.create_time, v.update_time, t.delete_time"
#define FROM " FROM template t JOIN template_version v ON v.template = t.name"
/* $1 all, $2 the person, $3 today. */
#define SEEN                                                                                                           \
	"($1 = 1 OR t.coach = '' OR t.coach = $2"                                                                      \
	" OR EXISTS (SELECT 1 FROM coaching c WHERE c.coach = t.coach AND c.coachee = $2 AND c.start_date <= $3"       \
	" AND (c.end_date = '' OR c.end_date >= $3))"                                                                  \
	" OR EXISTS (SELECT 1 FROM person p WHERE p.name = $2 AND t.name = 'templates/' || p.template))"

static const char SQL_GET[] =
	"SELECT " COLUMNS FROM " WHERE t.name = $1 AND v.version = CASE WHEN $2 = 0 THEN t.version ELSE $2 END";
/* A built-in one has no row of its own. */
static const char SQL_KEPT[] = "SELECT v.template AS name, v.version, v.texts, v.questions, v.confidential,"
			       " v.unannounced_allowed FROM template_version v WHERE v.template = $1 AND v.version = $2"
			       " AND NOT EXISTS (SELECT 1 FROM template t WHERE t.name = $1)";
static const char SQL_SEE[] = "SELECT " COLUMNS FROM " WHERE " SEEN " AND t.name = $4"
			      " AND v.version = CASE WHEN $5 = 0 THEN t.version ELSE $5 END";
static const char SQL_LIST[] = "SELECT " COLUMNS FROM " AND v.version = t.version WHERE " SEEN
			       " AND t.name > $4 AND ($5 = 1 OR t.delete_time = 0) ORDER BY t.name LIMIT $6";
static const char SQL_VERSIONS[] = "SELECT " COLUMNS FROM " WHERE t.name = $1 AND ($2 = 0 OR v.version < $2)"
				   " ORDER BY v.version DESC LIMIT $3";
static const char SQL_INSERT[] =
	"INSERT INTO template (name, coach, version, create_time, delete_time) VALUES ($1, $2, $3, $4, 0)";
static const char SQL_INSERT_FIELDS[] = "name coach version create_time";
static const char SQL_ADD_VERSION[] =
	"INSERT INTO template_version (template, version, texts, questions, confidential, unannounced_allowed, author,"
	" update_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
static const char SQL_KEEP[] =
	"INSERT INTO template_version (template, version, texts, questions, confidential, unannounced_allowed, author,"
	" update_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (template, version) DO NOTHING";
static const char SQL_VERSION_FIELDS[] =
	"name version texts questions confidential unannounced_allowed author update_time";
static const char SQL_LATEST[] = "UPDATE template SET version = $2 WHERE name = $1";
static const char SQL_ARCHIVE[] = "UPDATE template SET delete_time = $2 WHERE name = $1";
static const char SQL_USERS[] = "SELECT count(*) FROM person WHERE 'templates/' || template = $1";

enum status store_template_get(struct store_conn *conn, const char *name, int32_t version, struct arena *arena,
	Template **ret, struct error *reterr)
{
	enum status st = store_get(conn, SQL_GET, &template__descriptor, arena, ret, reterr, "sn", name, (int)version);

	if (st != STATUS_OK || *ret != NULL || version == 0)
		return st;
	st = store_get(conn, SQL_KEPT, &template__descriptor, arena, ret, reterr, "sn", name, (int)version);
	if (st == STATUS_OK && *ret != NULL)
		(*ret)->built_in = true;
	return st;
}

enum status store_template_see(struct store_conn *conn, const struct store_viewer *viewer, const char *name,
	int32_t version, struct arena *arena, Template **ret, struct error *reterr)
{
	return store_get(conn, SQL_SEE, &template__descriptor, arena, ret, reterr, "bsssn", (int)viewer->all,
		viewer->person, viewer->today, name, (int)version);
}

enum status store_template_list(struct store_conn *conn, const struct store_viewer *viewer, const char *after,
	bool deleted, int limit, struct arena *arena, Template ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_LIST, &template__descriptor, arena, ret, ret_count, reterr, "bsssbn",
		(int)viewer->all, viewer->person, viewer->today, after, (int)deleted, limit);
}

enum status store_template_versions(struct store_conn *conn, const char *name, int32_t before, int limit,
	struct arena *arena, Template ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_VERSIONS, &template__descriptor, arena, ret, ret_count, reterr, "snn", name,
		(int)before, limit);
}

static enum status add_version(struct store_conn *conn, const Template *template, struct error *reterr)
{
	return store_write(conn, SQL_ADD_VERSION, SQL_VERSION_FIELDS, &template->base, NULL, reterr);
}

enum status store_template_insert(struct store_conn *conn, const Template *template, struct error *reterr)
{
	enum status st = store_write(conn, SQL_INSERT, SQL_INSERT_FIELDS, &template->base, NULL, reterr);

	return st == STATUS_OK ? add_version(conn, template, reterr) : st;
}

enum status store_template_update(struct store_conn *conn, const Template *template, struct error *reterr)
{
	enum status st = store_write(conn, SQL_LATEST, "name version", &template->base, NULL, reterr);

	return st == STATUS_OK ? add_version(conn, template, reterr) : st;
}

enum status store_template_archive(struct store_conn *conn, const Template *template, struct error *reterr)
{
	return store_write(conn, SQL_ARCHIVE, "name delete_time", &template->base, NULL, reterr);
}

enum status store_template_keep(struct store_conn *conn, const Template *template, struct error *reterr)
{
	return store_write(conn, SQL_KEEP, SQL_VERSION_FIELDS, &template->base, NULL, reterr);
}

enum status store_template_users(struct store_conn *conn, const char *name, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_USERS, NULL, NULL, reterr, "s:i", name, ret);
}
