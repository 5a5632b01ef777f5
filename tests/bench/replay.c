/* tests/bench/ — a record of statements, and running it. */
#include "replay.h"

#include <ctype.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"

enum { VALUES = 80, STATEMENTS = 400 };

enum kind { VALUE_NULL, VALUE_INTEGER, VALUE_TEXT, VALUE_BLOB };

struct value {
	enum kind kind;
	int64_t integer;
	char *bytes;
	int size;
};

/* A statement with its values; `sql` is an index into the texts. */
struct step {
	int sql, n_values;
	struct value *values;
	bool begins; /* a write */
};

struct replay {
	char *texts[STATEMENTS];
	int n_texts;
	struct step *steps;
	size_t n_steps, n_writes;
};

static void *or_die(void *memory)
{
	if (memory == NULL)
		abort();
	return memory;
}

static void die(const char *what, const char *why)
{
	fprintf(stderr, "replay: %s: %s\n", what, why);
	exit(1);
}

/* ---- values, out of the text in which they are filled in ---- */

static int nibble(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* 'it''s' */
static const char *read_text(const char *at, struct value *ret)
{
	char *to = ret->bytes = or_die(malloc(strlen(at) + 1));

	ret->kind = VALUE_TEXT;
	for (at++; at[0] != '\'' || at[1] == '\''; at++) {
		at += at[0] == '\'';
		*to++ = *at;
	}
	ret->size = (int)(to - ret->bytes);
	return at + 1;
}

/* x'00ff' */
static const char *read_blob(const char *at, struct value *ret)
{
	char *to = ret->bytes = or_die(malloc(strlen(at) / 2 + 1));

	ret->kind = VALUE_BLOB;
	for (at += 2; *at != '\''; at += 2)
		*to++ = (char)(nibble(at[0]) << 4 | nibble(at[1]));
	ret->size = (int)(to - ret->bytes);
	return at + 1;
}

static const char *read_value(const char *at, struct value *ret)
{
	char *end;

	if (*at == '\'')
		return read_text(at, ret);
	if (*at == 'x')
		return read_blob(at, ret);
	if (*at == 'N') {
		ret->kind = VALUE_NULL;
		return at + 4;
	}
	ret->kind = VALUE_INTEGER;
	ret->integer = strtoll(at, &end, 10);
	return end;
}

/* Side by side through both texts: where one has "$3", the other has the value. */
static void read_values(const char *sql, const char *filled, struct step *ret)
{
	struct value values[VALUES];
	bool known[VALUES] = { false };

	while (*sql != '\0') {
		struct value value = { 0 };
		char *end;
		long number;

		if (*sql != '$') {
			sql++;
			filled++;
			continue;
		}
		number = strtol(sql + 1, &end, 10);
		sql = end;
		filled = read_value(filled, &value);
		if (number < 1 || number >= VALUES)
			die("value", "too many");
		if (known[number]) {
			free(value.bytes);
			continue;
		}
		known[number] = true;
		values[number] = value;
		if (number > ret->n_values)
			ret->n_values = (int)number;
	}
	ret->values = or_die(calloc((size_t)ret->n_values + 1, sizeof(*ret->values)));
	memcpy(ret->values, values + 1, (size_t)ret->n_values * sizeof(*ret->values));
}

/* ---- the record ---- */

static char *read_piece(FILE *file)
{
	uint32_t size;
	char *text;

	if (fread(&size, sizeof(size), 1, file) != 1)
		return NULL;
	text = or_die(malloc(size + 1));
	if (fread(text, 1, size, file) != size) {
		free(text);
		return NULL;
	}
	text[size] = '\0';
	return text;
}

static int text_of(struct replay *replay, const char *sql)
{
	for (int i = 0; i < replay->n_texts; i++)
		if (strcmp(replay->texts[i], sql) == 0)
			return i;
	if (replay->n_texts == STATEMENTS)
		die("statements", "too many");
	replay->texts[replay->n_texts] = or_die(strdup(sql));
	return replay->n_texts++;
}

static bool begins_with(const char *sql, const char *word)
{
	return strncmp(sql, word, strlen(word)) == 0;
}

/* The transaction's own words are the replay's, not the record's. */
static bool is_frame(const char *sql)
{
	return begins_with(sql, "COMMIT") || begins_with(sql, "ROLLBACK") || begins_with(sql, "SAVEPOINT") ||
	       begins_with(sql, "RELEASE") || begins_with(sql, "PRAGMA");
}

struct replay *replay_read(const char *path)
{
	struct replay *replay = or_die(calloc(1, sizeof(*replay)));
	FILE *file = fopen(path, "r");
	bool begins = false;
	char *sql, *filled;

	if (file == NULL)
		die(path, "cannot be read");
	while ((sql = read_piece(file)) != NULL && (filled = read_piece(file)) != NULL) {
		if (begins_with(sql, "BEGIN")) {
			begins = true;
		} else if (!is_frame(sql)) {
			struct step *step;

			if ((replay->n_steps & (replay->n_steps - 1)) == 0)
				replay->steps = or_die(realloc(replay->steps,
					(replay->n_steps == 0 ? 1 : replay->n_steps * 2) * sizeof(*replay->steps)));
			step = &replay->steps[replay->n_steps++];
			*step = (struct step){ .sql = text_of(replay, sql), .begins = begins };
			read_values(sql, filled, step);
			replay->n_writes += begins;
			begins = false;
		}
		free(sql);
		free(filled);
	}
	fclose(file);
	if (replay->n_writes == 0)
		die(path, "holds no write");
	return replay;
}

void replay_free(struct replay *replay)
{
	if (replay == NULL)
		return;
	for (size_t i = 0; i < replay->n_steps; i++) {
		for (int k = 0; k < replay->steps[i].n_values; k++)
			free(replay->steps[i].values[k].bytes);
		free(replay->steps[i].values);
	}
	for (int i = 0; i < replay->n_texts; i++)
		free(replay->texts[i]);
	free(replay->steps);
	free(replay);
}

/* ---- running it ---- */

/* As the daemon does it: what is committed must also come to rest in the database, by whoever writes. */
#define WAL_PAGES (16 * 1024 * 1024 / 4096)

static int checkpoint(void *arg, sqlite3 *db, const char *name, int pages)
{
	(void)arg;
	if (pages < WAL_PAGES)
		return SQLITE_OK;
	return sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

static void run_sql(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(sql, sqlite3_errmsg(db));
}

static void copy_file(const char *from, const char *to)
{
	char bytes[65536];
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	size_t size;

	if (in == NULL || out == NULL)
		die(to, "cannot be copied");
	while ((size = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, size, out);
	fclose(in);
	if (fclose(out) != 0)
		die(to, "cannot be copied");
}

static void bind(sqlite3_stmt *stmt, const struct step *step)
{
	for (int i = 0; i < step->n_values; i++) {
		const struct value *value = &step->values[i];
		char name[16];
		int index;

		snprintf(name, sizeof(name), "$%d", i + 1);
		index = sqlite3_bind_parameter_index(stmt, name);
		switch (value->kind) {
		case VALUE_NULL:
			sqlite3_bind_null(stmt, index);
			break;
		case VALUE_INTEGER:
			sqlite3_bind_int64(stmt, index, value->integer);
			break;
		case VALUE_TEXT:
			sqlite3_bind_text(stmt, index, value->bytes, value->size, SQLITE_STATIC);
			break;
		case VALUE_BLOB:
			sqlite3_bind_blob(stmt, index, value->bytes, value->size, SQLITE_STATIC);
			break;
		}
	}
}

static void run_step(sqlite3 *db, sqlite3_stmt *stmt, const struct step *step)
{
	int code;

	bind(stmt, step);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
		;
	if (code != SQLITE_DONE)
		die(sqlite3_sql(stmt), sqlite3_errmsg(db));
	sqlite3_reset(stmt);
}

static void run_all(const struct replay *replay, sqlite3 *db, sqlite3_stmt *const *stmts, size_t group)
{
	size_t writes = 0;

	for (size_t i = 0; i < replay->n_steps; i++) {
		const struct step *step = &replay->steps[i];

		if (step->begins && writes++ % group == 0)
			run_sql(db, writes == 1 ? "BEGIN IMMEDIATE" : "COMMIT; BEGIN IMMEDIATE");
		run_step(db, stmts[step->sql], step);
	}
	run_sql(db, "COMMIT");
}

double replay_run(const struct replay *replay, const char *database, size_t group)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	sqlite3_stmt *stmts[STATEMENTS];
	char path[512], beside[520];
	sqlite3 *db;
	int64_t start, ns;

	snprintf(path, sizeof(path), "%s.replay", database);
	copy_file(database, path);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		die(path, sqlite3_errmsg(db));
	run_sql(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
		    "PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384");
	sqlite3_wal_hook(db, checkpoint, NULL);
	for (int i = 0; i < replay->n_texts; i++)
		if (sqlite3_prepare_v2(db, replay->texts[i], -1, &stmts[i], NULL) != SQLITE_OK)
			die(replay->texts[i], sqlite3_errmsg(db));
	start = load_now_ns();
	run_all(replay, db, stmts, group);
	ns = load_now_ns() - start;
	for (int i = 0; i < replay->n_texts; i++)
		sqlite3_finalize(stmts[i]);
	sqlite3_close(db);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(beside, sizeof(beside), "%s%s", path, ends[i]);
		unlink(beside);
	}
	return (double)replay->n_writes / ((double)ns / 1e9);
}
