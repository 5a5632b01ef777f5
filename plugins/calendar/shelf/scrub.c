/* plugins/calendar/shelf: nothing is left of somebody who is being erased, see shelf.h. */
#include "inside.h"

#include <string.h>
#include <strings.h>

struct scrubbing {
	const char *const *words;
	size_t count;
	const char *instead;
	struct calendar_arena arena; /* of the present event */
};

/* Where any of the words begins; NULL when none does. */
static const char *find(const struct scrubbing *scrubbing, const char *at, const char *end, size_t *ret_length)
{
	for (; at < end; at++) {
		for (size_t i = 0; i < scrubbing->count; i++) {
			size_t length = strlen(scrubbing->words[i]);

			if (length > 0 && length <= (size_t)(end - at) &&
				strncasecmp(at, scrubbing->words[i], length) == 0) {
				*ret_length = length;
				return at;
			}
		}
	}
	return NULL;
}

static size_t append(char *to, size_t used, const char *text, size_t length)
{
	memcpy(to + used, text, length);
	return used + length;
}

/* A text without the words, in the arena; NULL when it has none of them. A UID stays, for it is what the event is known
 * by here and with the daemon. */
static const char *text_without(struct scrubbing *scrubbing, const char *text, size_t length, size_t *ret_length)
{
	const size_t more = strlen(scrubbing->instead);
	const char *at = text, *end = text + length, *found;
	size_t used = 0, word;
	char *to = NULL;

	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		const char *next = line ? line + 1 : end;
		bool is_uid = (size_t)(next - at) > 3 && strncasecmp(at, "UID", 3) == 0;

		while (!is_uid && (found = find(scrubbing, at, next, &word))) {
			if (!to)
				to = calendar_arena_take(&scrubbing->arena, length * (more + 1) + 1);
			if (!to)
				return NULL;
			if (used == 0)
				used = append(to, 0, text, (size_t)(at - text));
			used = append(to, used, at, (size_t)(found - at));
			used = append(to, used, scrubbing->instead, more);
			at = found + word;
		}
		if (to)
			used = append(to, used, at, (size_t)(next - at));
		at = next;
	}
	*ret_length = used;
	return to;
}

static bool event_scrub(struct calendar_shelf *shelf, struct scrubbing *scrubbing, sqlite3_stmt *event)
{
	sqlite3_stmt *statement;
	const char *text;
	size_t length;

	if (sqlite3_column_bytes(event, 1) == 0)
		return true;
	text = text_without(scrubbing, sqlite3_column_blob(event, 1), (size_t)sqlite3_column_bytes(event, 1), &length);
	if (!text)
		return true;
	statement = shelf_statement(shelf, SHELF_EVENT_SCRUB);
	sqlite3_bind_int64(statement, 1, sqlite3_column_int64(event, 0));
	sqlite3_bind_blob(statement, 2, text, (int)length, SQLITE_STATIC);
	return shelf_run(shelf, statement);
}

static bool events_scrub(struct calendar_shelf *shelf, struct scrubbing *scrubbing)
{
	sqlite3_stmt *events = shelf_statement(shelf, SHELF_EVENT_ALL);
	bool good = true;
	int step;

	while ((step = sqlite3_step(events)) == SQLITE_ROW && good) {
		calendar_arena_reset(&scrubbing->arena);
		good = event_scrub(shelf, scrubbing, events);
	}
	if (good && step != SQLITE_DONE)
		good = shelf_failed(shelf);
	sqlite3_reset(events);
	calendar_arena_free(&scrubbing->arena);
	return good;
}

/* What was deleted is overwritten (secure_delete); the log of what was written is cut off. */
bool shelf_scour(struct calendar_shelf *shelf)
{
	return !sqlite3_get_autocommit(shelf->db) ||
	       sqlite3_wal_checkpoint_v2(shelf->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK ||
	       shelf_failed(shelf);
}

bool calendar_shelf_erase(
	struct calendar_shelf *shelf, const char *owner, const char *const *words, size_t count, const char *instead)
{
	struct scrubbing scrubbing = { .words = words, .count = count, .instead = instead };
	sqlite3_stmt *statement;
	bool good;

	if (!calendar_shelf_begin(shelf))
		return false;
	statement = shelf_statement(shelf, SHELF_CALENDAR_FORGET_OWNER);
	shelf_bind_text(statement, 1, owner);
	good = shelf_run(shelf, statement);
	statement = shelf_statement(shelf, SHELF_MESSAGE_FORGET_OWNER);
	shelf_bind_text(statement, 1, owner);
	good = good && shelf_run(shelf, statement) && events_scrub(shelf, &scrubbing) &&
	       shelf_run(shelf, shelf_statement(shelf, SHELF_REFUSAL_FORGET)) && calendar_shelf_commit(shelf);
	if (!good)
		calendar_shelf_rollback(shelf);
	return good && shelf_scour(shelf);
}
