/* plugins/calendar/shelf: what the files of this room share. */
#ifndef CALENDAR_SHELF_INSIDE_H
#define CALENDAR_SHELF_INSIDE_H

#include "shelf.h"

#include <sqlite3.h>

enum shelf_statement {
#define STATEMENT(id, sql) SHELF_##id,
#include "statement.def"
#undef STATEMENT
	SHELF_STATEMENTS
};

struct calendar_shelf {
	sqlite3 *db;
	sqlite3_stmt *statements[SHELF_STATEMENTS];
	char *folder;
	struct calendar_turn *turns; /* the first has it */
	int64_t walked;              /* the calendar of the walk */
	sqlite3_stmt *firsts;        /* of each series; NULL: only one is walked, or none */
	sqlite3_stmt *series;        /* the events of the present one; NULL: the next is to be begun */
	bool walk_failed;
	int logged; /* pages that were committed since the shelf was settled */
	char trouble[200];
};

/** A statement, ready to bind, as in shelf_statement; each is used up before it is asked for again. */
sqlite3_stmt *shelf_statement(struct calendar_shelf *shelf, enum shelf_statement which);
/** Runs one that gives no rows. False when the database failed. */
bool shelf_run(struct calendar_shelf *shelf, sqlite3_stmt *statement);
/** Notes what went wrong. Always false. */
bool shelf_failed(struct calendar_shelf *shelf);
void shelf_bind_text(sqlite3_stmt *statement, int at, const char *text);
/** A column's text in the arena; "" for none. */
const char *shelf_column(sqlite3_stmt *statement, int column, struct calendar_arena *arena);
/** Cuts off the log of what was written, unless a transaction is open. */
bool shelf_scour(struct calendar_shelf *shelf);
/** The name of an enum calendar_why, "" for CALENDAR_WHYS. */
const char *shelf_why_name(int why);

#endif
