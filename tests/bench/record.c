/* tests/bench/ — writes down what a daemon's write connection asks of SQLite: loaded before it (LD_PRELOAD). Into the
 * file that RIDEALONG_RECORD names goes each statement as it is run: the length and text of the statement, then the
 * length and text with its values filled in. replay.c reads it. */
#include <dlfcn.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int (*exec_function)(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);

/* POSIX has dlsym() give functions as data. */
static void (*find(const char *name))(void)
{
	void *data = dlsym(RTLD_NEXT, name);
	void (*function)(void);

	memcpy(&function, &data, sizeof(function));
	return function;
}

static void put(FILE *file, const char *text)
{
	const uint32_t size = (uint32_t)strlen(text);

	fwrite(&size, sizeof(size), 1, file);
	fwrite(text, size, 1, file);
}

/* The write lane's is the one that begins so; it has one thread. */
static int is_the_writer(sqlite3 *db, const char *sql)
{
	static sqlite3 *writer;

	if (sql == NULL) /* SQLite asks itself */
		return 0;
	if (writer == NULL && strncmp(sql, "BEGIN IMMEDIATE", 15) == 0)
		writer = db;
	return writer != NULL && writer == db;
}

static void record(const char *sql, const char *filled)
{
	static FILE *file;

	if (file == NULL && getenv("RIDEALONG_RECORD") != NULL)
		file = fopen(getenv("RIDEALONG_RECORD"), "w");
	if (file == NULL)
		return;
	put(file, sql);
	put(file, filled);
	fflush(file);
}

int sqlite3_step(sqlite3_stmt *stmt)
{
	static int (*next)(sqlite3_stmt *);

	if (next == NULL)
		next = (int (*)(sqlite3_stmt *))find("sqlite3_step");
	if (!sqlite3_stmt_busy(stmt) && is_the_writer(sqlite3_db_handle(stmt), sqlite3_sql(stmt))) {
		char *filled = sqlite3_expanded_sql(stmt);

		record(sqlite3_sql(stmt), filled != NULL ? filled : "");
		sqlite3_free(filled);
	}
	return next(stmt);
}

int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *arg, char **error)
{
	static exec_function next;

	if (next == NULL)
		next = (exec_function)find("sqlite3_exec");
	if (is_the_writer(db, sql))
		record(sql, sql);
	return next(db, sql, row, arg, error);
}
