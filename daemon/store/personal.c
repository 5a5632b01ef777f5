/* store/ — what is kept of a person: the rules of personal.def as statements.
 *
 * Statements are made once, from the table's name and a rule's clauses; their addresses are their keys in the caches of
 * the connections, as those of written-out ones are. */
#include "daemon/store/personal.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/conn.h"
#include "daemon/store/page.h"
#include "daemon/store/personal_sql.h"
#include "daemon/store/personal_value.h"
#include "daemon/store/personal_words.h"
#include "proto/services.h"

enum what {
	END_OF_RULES,
	NAMED,
	HOLDS,
	UNSAYS,
	EMPTIES_ROW,
	GOES_ROW,
	SPARES,
	SCRUBS,
	SCRUBS_PACKED,
	SWEEPS_ROW,
	DROPS_ROW,
	KEEPS
};

struct rule {
	enum what what;
	const char *set, *where; /* set: of HOLD and SCRUB the column, of reasons the reason */
	enum retention_kind kind;
	const char *run, *read; /* made: what is run; of SCRUB_PACKED also how its rows are read */
};

struct table {
	const char *name, *keys, *label, *about;
	const ProtobufCMessageDescriptor *type;
	struct rule *rules;
	const char *page, *find, *count; /* made */
};

/* clang-format off */
#define OF_NOBODY(table, why)                  static struct rule rules_##table[] = { { UNSAYS, why, "", 0, NULL, NULL }, { SPARES, why, "", 0, NULL, NULL }, { KEEPS, why, "", 0, NULL, NULL }, { 0 } };
#define TABLE(table, keys, label, type, about) static struct rule rules_##table[] = {
#define NAMES(columns)                         { NAMED, columns, "", 0, NULL, NULL },
#define HOLD(column, when)                     { HOLDS, #column, when, 0, NULL, NULL },
#define UNSAID(why)                            { UNSAYS, why, "", 0, NULL, NULL },
#define EMPTIES(set, where)                    { EMPTIES_ROW, set, where, 0, NULL, NULL },
#define GOES(where)                            { GOES_ROW, "", where, 0, NULL, NULL },
#define SPARED(why)                            { SPARES, why, "", 0, NULL, NULL },
#define SCRUB(column)                          { SCRUBS, #column, "", 0, NULL, NULL },
#define SCRUB_PACKED(column)                   { SCRUBS_PACKED, #column, "", 0, NULL, NULL },
#define SWEEPS(KIND, set, where)               { SWEEPS_ROW, set, where, RETENTION_##KIND, NULL, NULL },
#define DROPS(KIND, where)                     { DROPS_ROW, "", where, RETENTION_##KIND, NULL, NULL },
#define KEPT(until)                            { KEEPS, until, "", 0, NULL, NULL },
#define END(table)                             { 0 } };
#include "daemon/store/personal.def"
#undef OF_NOBODY
#undef TABLE
#undef HOLD
#undef NAMES
#undef UNSAID
#undef EMPTIES
#undef GOES
#undef SPARED
#undef SCRUB
#undef SCRUB_PACKED
#undef SWEEPS
#undef DROPS
#undef KEPT
#undef END

static struct table tables[] = {
#define OF_NOBODY(table, why)                  { #table, "", "", "", NULL, rules_##table, NULL, NULL, NULL },
#define TABLE(table, keys, label, type, about) { #table, keys, label, about, type, rules_##table, NULL, NULL, NULL },
#define NAMES(columns)
#define HOLD(column, when)
#define UNSAID(why)
#define EMPTIES(set, where)
#define GOES(where)
#define SPARED(why)
#define SCRUB(column)
#define SCRUB_PACKED(column)
#define SWEEPS(KIND, set, where)
#define DROPS(KIND, where)
#define KEPT(until)
#define END(table)
#include "daemon/store/personal.def"
};
/* clang-format on */

#define TABLES (sizeof(tables) / sizeof(tables[0]))

/* ---- statements ---- */

static const char **statements;
static size_t n_statements;

static const char *make(const char *format, ...) __attribute__((format(printf, 1, 2)));

static const char *make(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	statements = realloc(statements, (n_statements + 1) * sizeof(*statements));
	if (statements == NULL)
		abort();
	return statements[n_statements++] = text;
}

/* Keeps the parameters in every statement: they are bound whether or not a clause asks for them. */
#define BOTH " AND $1 <> '' AND $2 >= 0"
#define VIEW BOTH " AND $3 <> '?'"

static void make_rule(const struct table *table, struct rule *rule)
{
	const char *name = table->name;

	switch (rule->what) {
	case EMPTIES_ROW:
		rule->run = make("UPDATE %s AS t SET %s WHERE (%s)" BOTH, name, rule->set, rule->where);
		break;
	case GOES_ROW:
		rule->run = make("DELETE FROM %s AS t WHERE (%s)" BOTH, name, rule->where);
		break;
	case SCRUBS:
		rule->run = make("UPDATE %s SET %s = replace(%s, $1, $2) WHERE %s <> replace(%s, $1, $2)", name,
			rule->set, rule->set, rule->set, rule->set);
		return;
	case SCRUBS_PACKED:
		rule->run = make("UPDATE %s SET %s = $2 WHERE name = $1", name, rule->set);
		rule->read = make("SELECT name, %s FROM %s WHERE name > $1 AND length(%s) > 0 ORDER BY name LIMIT $2",
			rule->set, name, rule->set);
		return;
	case SWEEPS_ROW:
		rule->run = make("UPDATE %s SET %s WHERE (%s) IN (SELECT %s FROM %s AS t WHERE (%s) LIMIT $2)", name,
			rule->set, table->keys, table->keys, name, rule->where);
		return;
	case DROPS_ROW:
		rule->run = make("DELETE FROM %s WHERE (%s) IN (SELECT %s FROM %s AS t WHERE (%s) LIMIT $2)", name,
			table->keys, table->keys, name, rule->where);
		return;
	default:
		return;
	}
}

/* The columns that are held back are marked, a mark each behind the row's own columns. */
static void make_page(struct table *table)
{
	char marks[4096] = "";
	size_t length = 0;

	for (const struct rule *rule = table->rules; rule->what != END_OF_RULES; rule++)
		if (rule->what == HOLDS)
			length += (size_t)snprintf(marks + length, sizeof(marks) - length,
				", CASE WHEN %s THEN 1 ELSE 0 END AS hold_%s", rule->where, rule->set);
	if (length >= sizeof(marks))
		abort();
	table->page = make("SELECT %s AS label%s, t.* FROM %s AS t WHERE (%s)" VIEW " AND %s > $4 ORDER BY 1 LIMIT $5",
		table->label, marks, table->name, table->about, table->label);
	table->find =
		make("SELECT 1 FROM %s AS t WHERE (%s)" VIEW " AND %s = $4", table->name, table->about, table->label);
}

/* Each row that any rule finds, once: which of them does must not tell of what the person is not shown. */
static void make_count(struct table *table)
{
	char found[8192] = "1 = 0";
	size_t length = strlen(found);

	for (const struct rule *rule = table->rules; rule->what != END_OF_RULES; rule++)
		if ((rule->what == EMPTIES_ROW || rule->what == GOES_ROW) && length < sizeof(found))
			length += (size_t)snprintf(found + length, sizeof(found) - length, " OR (%s)", rule->where);
	if (length >= sizeof(found))
		abort();
	table->count = make("SELECT count(*) FROM %s AS t WHERE (%s) AND (%s)" VIEW, table->name, found, table->about);
}

static void make_all(void)
{
	for (size_t i = 0; i < TABLES; i++) {
		for (struct rule *rule = tables[i].rules; rule->what != END_OF_RULES; rule++)
			make_rule(&tables[i], rule);
		if (tables[i].about[0] == '\0')
			continue;
		make_page(&tables[i]);
		make_count(&tables[i]);
	}
}

static struct table *table_of(size_t number)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_all);
	return &tables[number];
}

/* ---- tables ---- */

size_t store_personal_count(void)
{
	return TABLES;
}

const char *store_personal_table(size_t table)
{
	return tables[table].name;
}

size_t store_personal_find(const char *name)
{
	size_t table = 0;

	while (table < TABLES && strcmp(tables[table].name, name) != 0)
		table++;
	return table;
}

const char *store_personal_statement(size_t number)
{
	table_of(0);
	return number < n_statements ? statements[number] : NULL;
}

bool store_personal_shown(size_t table)
{
	return tables[table].about[0] != '\0';
}

bool store_personal_has(size_t table, enum store_personal_rule which)
{
	bool has = which == STORE_PERSONAL_EXPORT && tables[table].about[0] != '\0';

	for (const struct rule *rule = tables[table].rules; rule->what != END_OF_RULES; rule++) {
		if (which == STORE_PERSONAL_EXPORT)
			has = has || rule->what == UNSAYS;
		else if (which == STORE_PERSONAL_ERASURE)
			has = has || rule->what == EMPTIES_ROW || rule->what == GOES_ROW || rule->what == SPARES;
		else
			has = has || rule->what == SWEEPS_ROW || rule->what == DROPS_ROW || rule->what == KEEPS;
	}
	return has;
}

bool store_personal_swept(size_t table, enum retention_kind kind)
{
	for (const struct rule *rule = tables[table].rules; rule->what != END_OF_RULES; rule++)
		if ((rule->what == SWEEPS_ROW || rule->what == DROPS_ROW) && rule->kind == kind)
			return true;
	return false;
}

/* Whether "column = " stands in a list of settings. */
static bool sets(const char *settings, const char *column)
{
	const size_t length = strlen(column);

	for (const char *at = settings; (at = strstr(at, column)) != NULL; at += length)
		if ((at == settings || at[-1] == ' ') && strncmp(at + length, " = ", 3) == 0)
			return true;
	return false;
}

/* Whether the word stands in a list of them. */
static bool lists(const char *list, const char *word)
{
	const size_t length = strlen(word);

	for (const char *at = list; (at = strstr(at, word)) != NULL; at += length)
		if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

bool store_personal_empties(size_t table, const char *column, enum store_personal_rule which)
{
	const enum what setting = which == STORE_PERSONAL_ERASURE ? EMPTIES_ROW : SWEEPS_ROW;
	bool stays = false, spared = false;

	for (const struct rule *rule = tables[table].rules; rule->what != END_OF_RULES; rule++) {
		stays = stays || rule->what == setting;
		spared = spared || (which == STORE_PERSONAL_ERASURE && rule->what == SPARES);
		if ((rule->what == setting && sets(rule->set, column)) ||
			(rule->what == NAMED && lists(rule->set, column)))
			return true;
	}
	return tables[table].keys[0] == '\0' || !(stays || spared);
}

/* ---- shown ---- */

static bool is_held(const struct store_rows *rows, int column)
{
	const char *name = sqlite3_column_name(rows->stmt, column);

	for (int i = 1; i < column; i++) {
		const char *mark = sqlite3_column_name(rows->stmt, i);

		if (strncmp(mark, "hold_", 5) == 0 && strcmp(mark + 5, name) == 0)
			return sqlite3_column_int(rows->stmt, i) != 0;
	}
	return strncmp(name, "hold_", 5) == 0;
}

static ExportRecord *read_record(const struct table *table, struct store_rows *rows, struct arena *arena)
{
	ExportRecord *record = arena_alloc(arena, sizeof(*record));
	const int columns = sqlite3_column_count(rows->stmt);

	export_record__init(record);
	record->kind = (char *)table->name;
	record->name = (char *)store_text(rows, 0, arena);
	for (int i = 1; i < columns; i++)
		if (!is_held(rows, i))
			personal_value_add(record, table->type, rows->stmt, i, arena);
	return record;
}

static enum status read_page(const struct table *table, struct store_rows *rows, struct arena *arena,
	ExportRecord ***ret, size_t *ret_count, struct error *reterr)
{
	ExportRecord **records = NULL;
	size_t count = 0;
	enum status st;
	bool row;

	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		ExportRecord **slot = arena_push(arena, &records, &count, sizeof(*slot));

		*slot = read_record(table, rows, arena);
	}
	store_done(rows);
	if (st == STATUS_OK) {
		*ret = records;
		*ret_count = count;
	}
	return st;
}

enum status store_personal_read(struct store_conn *conn, size_t number, const struct store_personal_view *view,
	const char *after, int limit, struct arena *arena, ExportRecord ***ret, size_t *ret_count, struct error *reterr)
{
	const struct table *table = table_of(number);
	struct store_rows *rows;
	int64_t one;
	enum status st;

	*ret = NULL;
	*ret_count = 0;
	if (table->page == NULL)
		return after[0] == '\0' ? STATUS_OK : store_page_invalid(reterr);
	st = store_page_begin(conn, table->find, after, NULL, reterr, "siss:i", view->person, view->now,
		view->kept_from, after, &one);
	if (st == STATUS_OK)
		st = store_query(conn, table->page, &rows, reterr, "sissn", view->person, view->now, view->kept_from,
			after, limit);
	return st == STATUS_OK ? read_page(table, rows, arena, ret, ret_count, reterr) : st;
}

enum status store_personal_shows(struct store_conn *conn, size_t number, const struct store_personal_view *view,
	const char *name, bool *ret, struct error *reterr)
{
	int64_t one;

	return store_row(conn, table_of(number)->find, NULL, ret, reterr, "siss:i", view->person, view->now,
		view->kept_from, name, &one);
}

/* ---- erased ---- */

enum status store_personal_preview(struct store_conn *conn, size_t number, const struct store_personal_view *view,
	int64_t *ret_gone, int64_t *ret_emptied, struct error *reterr)
{
	const struct table *table = table_of(number);
	int64_t count = 0;
	enum status st = STATUS_OK;
	bool empties = false;

	for (const struct rule *rule = table->rules; rule->what != END_OF_RULES; rule++)
		empties = empties || rule->what == EMPTIES_ROW;
	if (table->count != NULL)
		st = store_row(conn, table->count, NULL, NULL, reterr, "sis:i", view->person, view->now,
			view->kept_from, &count);
	*ret_gone = empties ? 0 : count;
	*ret_emptied = empties ? count : 0;
	return st;
}

enum status store_personal_erase(
	struct store_conn *conn, size_t number, const char *person, int64_t now, struct error *reterr)
{
	const struct table *table = table_of(number);
	enum status st = STATUS_OK;

	for (const struct rule *rule = table->rules; rule->what != END_OF_RULES && st == STATUS_OK; rule++)
		if (rule->what == EMPTIES_ROW || rule->what == GOES_ROW)
			st = store_run(conn, rule->run, NULL, reterr, "si", person, now);
	return st;
}

enum status store_personal_scrub(
	struct store_conn *conn, size_t number, const struct store_personal_words *words, struct error *reterr)
{
	const struct table *table = table_of(number);
	enum status st = STATUS_OK;

	for (const struct rule *rule = table->rules; rule->what != END_OF_RULES; rule++)
		for (size_t i = 0; rule->what == SCRUBS && i < words->count && st == STATUS_OK; i++)
			st = store_run(conn, rule->run, NULL, reterr, "ss", words->list[i], words->instead);
	return st;
}

static const struct rule *packed_rule(const struct table *table)
{
	for (const struct rule *rule = table->rules; rule->what != END_OF_RULES; rule++)
		if (rule->what == SCRUBS_PACKED)
			return rule;
	return NULL;
}

static enum status scrub_row(struct store_conn *conn, const struct table *table, const struct rule *rule,
	const char *name, ProtobufCBinaryData packed, const struct store_personal_words *words, struct arena *arena,
	struct error *reterr)
{
	ProtobufCBinaryData changed;

	if (!personal_words_undo(table->type, packed, words, arena, &changed))
		return STATUS_OK;
	return store_run(conn, rule->run, NULL, reterr, "sB", name, (const void *)changed.data, changed.len);
}

enum status store_personal_scrub_packed(struct store_conn *conn, size_t number,
	const struct store_personal_words *words, const char *after, int limit, struct arena *arena,
	const char **ret_place, struct error *reterr)
{
	const struct table *table = table_of(number);
	const struct rule *rule = packed_rule(table);
	ProtobufCBinaryData *packed = NULL;
	const char **names = NULL;
	size_t count = 0, n_packed = 0;
	struct store_rows *rows;
	enum status st;
	bool row;

	*ret_place = NULL;
	if (rule == NULL)
		return STATUS_OK;
	st = store_query(conn, rule->read, &rows, reterr, "sn", after, limit);
	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		const char **name = arena_push(arena, &names, &count, sizeof(*name));
		ProtobufCBinaryData *bytes = arena_push(arena, &packed, &n_packed, sizeof(*bytes));

		*name = store_text(rows, 0, arena);
		*bytes = store_bytes(rows, 1, arena);
	}
	store_done(rows);
	for (size_t i = 0; i < count && st == STATUS_OK; i++)
		st = scrub_row(conn, table, rule, names[i], packed[i], words, arena, reterr);
	if (st == STATUS_OK && count == (size_t)limit)
		*ret_place = names[count - 1];
	return st;
}

/* ---- swept ---- */

enum status store_personal_sweep(struct store_conn *conn, size_t number, const struct retention *retention, int64_t now,
	int limit, int *ret_changes, struct error *reterr)
{
	const struct table *table = table_of(number);
	enum status st = STATUS_OK;
	int changes;

	*ret_changes = 0;
	for (const struct rule *rule = table->rules; rule->what != END_OF_RULES && st == STATUS_OK; rule++) {
		if (rule->what != SWEEPS_ROW && rule->what != DROPS_ROW)
			continue;
		if (*ret_changes >= limit)
			break;
		st = store_run(conn, rule->run, &changes, reterr, "in", retention_cutoff(retention, rule->kind, now),
			limit - *ret_changes);
		*ret_changes += st == STATUS_OK ? changes : 0;
	}
	return st;
}
