/* store/ — templates that people made, and their versions. All whole, in the arena. */
#ifndef RIDEALONG_STORE_TEMPLATE_H
#define RIDEALONG_STORE_TEMPLATE_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/template.pb-c.h"

/** A version, whoever reads; 0 is the latest. *ret is NULL when there is none. */
enum status store_template_get(struct store_conn *conn, const char *name, int32_t version, struct arena *arena,
	Template **ret, struct error *reterr);
/** The same when the viewer may use the template: it is for everybody, of their team, their coach's, or their own. */
enum status store_template_see(struct store_conn *conn, const struct store_viewer *viewer, const char *name,
	int32_t version, struct arena *arena, Template **ret, struct error *reterr);
/** Those the viewer may use, by name, after the name `after` ("": the first), the latest versions. */
enum status store_template_list(struct store_conn *conn, const struct store_viewer *viewer, const char *after,
	bool deleted, int limit, struct arena *arena, Template ***ret, size_t *ret_count, struct error *reterr);
/** Versions of a template older than `before` (0: all), the newest first. */
enum status store_template_versions(struct store_conn *conn, const char *name, int32_t before, int limit,
	struct arena *arena, Template ***ret, size_t *ret_count, struct error *reterr);

/** A new template with its version 1. ALREADY_EXISTS. */
enum status store_template_insert(struct store_conn *conn, const Template *template, struct error *reterr);
/** Its next version; that of the message. */
enum status store_template_update(struct store_conn *conn, const Template *template, struct error *reterr);
/** Writes delete_time. */
enum status store_template_archive(struct store_conn *conn, const Template *template, struct error *reterr);
/** Keeps a version of a built-in one, unless it is kept. */
enum status store_template_keep(struct store_conn *conn, const Template *template, struct error *reterr);

/** How many people have it as their own. */
enum status store_template_users(struct store_conn *conn, const char *name, int64_t *ret, struct error *reterr);

#endif
