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

#endif
