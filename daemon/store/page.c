/* store/ — pages. */
#include "daemon/store/page.h"

#include <stdarg.h>

#include "daemon/store/conn.h"

enum status store_page_begin(struct store_conn *conn, const char *sql, const char *after, struct arena *arena,
	struct error *reterr, const char *types, ...)
{
	enum status st;
	bool found;
	va_list args;

	if (after == NULL || after[0] == '\0')
		return STATUS_OK;
	va_start(args, types);
	st = conn_row(conn, sql, arena, &found, reterr, types, args);
	va_end(args);
	return st == STATUS_OK && !found ? store_page_invalid(reterr) : st;
}

enum status store_page_invalid(struct error *reterr)
{
	return error_detail(reterr, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN", "page_token",
		"page_token is not one of this list; begin again without it");
}
