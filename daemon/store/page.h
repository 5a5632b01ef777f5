/* store/ — pages: a token is the name of the last row that this viewer was shown. */
#ifndef RIDEALONG_STORE_PAGE_H
#define RIDEALONG_STORE_PAGE_H

#include "daemon/store/store.h"

/** Where a page begins: the sort keys of the row `after`, read as store_row() reads, under the viewer's predicate. An
 *  `after` that is NULL or "" is the first page: nothing is read. One that names nothing this viewer was shown in this
 *  list is INVALID_ARGUMENT (AIP-158). */
enum status store_page_begin(struct store_conn *conn, const char *sql, const char *after, struct arena *arena,
	struct error *reterr, const char *types, ...);

/** Says so. */
enum status store_page_invalid(struct error *reterr);

/* A page out of several runs, such as each coachee's meetings. A run is what an index yields in order; it is read only
 * as far as its rows come into the page, so that the page costs the same however much lies behind it. */

/** Where a row stands: by text, then number, then name. */
struct store_place {
	const char *text;
	int64_t number;
	const char *name;
};

/** The first `limit` places of what was merged so far. All in the arena. */
struct store_page {
	struct store_place *places;
	size_t count, limit;
	struct arena *arena;
};

void store_page_init(struct store_page *page, int limit, struct arena *arena);
/** Merges a run: a statement whose columns are text, number and name, in their order. Read as store_query() does. */
enum status store_page_merge(struct store_page *page, struct store_conn *conn, const char *sql, struct error *reterr,
	const char *types, ...);
/** The rows of the page, each by a statement with its name as $1: as store_list(). */
enum status store_page_list(struct store_page *page, struct store_conn *conn, const char *sql,
	const ProtobufCMessageDescriptor *type, void *ret, size_t *ret_count, struct error *reterr);

#endif
