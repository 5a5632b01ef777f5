/* store/ — pages. */
#include "daemon/store/page.h"

#include <stdarg.h>
#include <string.h>

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

void store_page_init(struct store_page *page, int limit, struct arena *arena)
{
	page->limit = limit > 0 ? (size_t)limit : 0;
	page->count = 0;
	page->arena = arena;
	page->places = arena_alloc(arena, (page->limit + 1) * sizeof(*page->places));
}

static int compare(const struct store_place *left, const struct store_place *right)
{
	const int by_text = strcmp(left->text, right->text);

	if (by_text != 0)
		return by_text;
	if (left->number != right->number)
		return left->number < right->number ? -1 : 1;
	return strcmp(left->name, right->name);
}

/* Behind *at, where the one before it of the same run went; false when the page has no room for it. */
static bool insert(struct store_page *page, const struct store_place *place, size_t *at)
{
	while (*at < page->count && compare(&page->places[*at], place) < 0)
		++*at;
	if (*at >= page->limit)
		return false;
	memmove(&page->places[*at + 1], &page->places[*at], (page->count - *at) * sizeof(*page->places));
	page->places[(*at)++] = *place;
	page->count += page->count < page->limit;
	return true;
}

enum status store_page_merge(
	struct store_page *page, struct store_conn *conn, const char *sql, struct error *reterr, const char *types, ...)
{
	struct store_rows *rows;
	enum status st;
	size_t at = 0;
	bool row;
	va_list args;

	va_start(args, types);
	st = conn_query(conn, sql, &rows, reterr, types, args);
	va_end(args);
	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		const struct store_place place = { store_text(rows, 0, page->arena), store_int(rows, 1),
			store_text(rows, 2, page->arena) };

		if (!insert(page, &place, &at))
			break;
	}
	store_done(rows);
	return st;
}

enum status store_page_list(struct store_page *page, struct store_conn *conn, const char *sql,
	const ProtobufCMessageDescriptor *type, void *ret, size_t *ret_count, struct error *reterr)
{
	ProtobufCMessage **list = arena_alloc(page->arena, (page->count + 1) * sizeof(*list));
	enum status st = STATUS_OK;

	for (size_t i = 0; i < page->count && st == STATUS_OK; i++)
		st = store_get(conn, sql, type, page->arena, &list[i], reterr, "s", page->places[i].name);
	if (st != STATUS_OK)
		return st;
	*(ProtobufCMessage ***)ret = list;
	*ret_count = page->count;
	return STATUS_OK;
}
