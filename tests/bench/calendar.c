/* tests/ — what it costs to take a calendar over, against what it costs at the least, in the same run on the same
 * machine: libical's parser on the same bytes, cut into VEVENTs, and a bulk insert of the rows that are there
 * afterwards. */
#include <libical/ical.h>
#include <ridealong/client.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "proto/heap.h"
#include "ridealong/v1/calendar.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "table.h"
#include "tests/support/daemon.h"

enum { PIECE = 512 * 1024, PATIENCE_MS = 20 * 60 * 1000 };

static const char head[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ridealong//Bench//EN\r\n";
static const char tail[] = "END:VCALENDAR\r\n";

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "bench: %s: %s\n", what, why);
	exit(1);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* ---- a calendar: events as calendar programs write them, day by day over nine months from tomorrow on ---- */

enum { DAYS = 252 };

struct text {
	char *bytes;
	size_t length;
};

static struct text calendar_make(long events)
{
	struct text text = { malloc((size_t)events * 1100 + 1000), 0 };

	if (!text.bytes)
		fail("memory", "there is none left");
	text.length = (size_t)sprintf(text.bytes, "%s", head);
	for (long i = 0; i < events; i++) {
		const time_t at = time(NULL) + (1 + i * DAYS / events) * 86400;
		const int hour = 8 + (int)(i % 9), minute = (int)(i % 60);
		char day[16];
		struct tm date;

		strftime(day, sizeof(day), "%Y%m%d", gmtime_r(&at, &date));

		text.length += (size_t)sprintf(text.bytes + text.length,
			"BEGIN:VEVENT\r\n"
			"CREATED:20260102T091500Z\r\n"
			"LAST-MODIFIED:20260210T120000Z\r\n"
			"DTSTAMP:20260210T120000Z\r\n"
			"UID:%08lx-4d1e-4b8e-9f6e-%012lx@calendar.example\r\n"
			"SUMMARY:Visit number %ld with Bakkerij Jansen\r\n"
			"LOCATION:Stationsplein %ld\\, 1012 AB Amsterdam\r\n"
			"DESCRIPTION:Bring the new brochure and ask how the last delivery went. There ar\r\n"
			" e three points on the list: the price\\, the terms and the planning.\\nKlant: Bak\r\n"
			" kerij Jansen\\n\r\n"
			"DTSTART;TZID=Europe/Amsterdam:%sT%02d%02d00\r\n"
			"DTEND;TZID=Europe/Amsterdam:%sT%02d%02d00\r\n"
			"ORGANIZER;CN=Anna Visser:mailto:anna@ridealong.example\r\n"
			"ATTENDEE;CN=Piet Jansen;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:piet@bakk\r\n"
			" erij.example\r\n"
			"ATTENDEE;CN=Anna Visser;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:anna@ride\r\n"
			" along.example\r\n"
			"STATUS:CONFIRMED\r\n"
			"SEQUENCE:%ld\r\n"
			"TRANSP:OPAQUE\r\n"
			"END:VEVENT\r\n",
			i * 2654435761L & 0xffffffffL, i, i, i % 90 + 1, day, hour, minute, day, hour + 1, minute,
			i % 3);
	}
	text.length += (size_t)sprintf(text.bytes + text.length, "%s", tail);
	return text;
}

/* ---- the floor ---- */

static double libical_parse(const struct text *text)
{
	const char *at = text->bytes, *end;
	const double start = now();

	while ((at = strstr(at, "BEGIN:VEVENT")) && (end = strstr(at, "END:VEVENT"))) {
		char event[4096];
		icalcomponent *component;

		end += strlen("END:VEVENT\r\n");
		memcpy(event, at, (size_t)(end - at));
		event[end - at] = '\0';
		component = icalparser_parse_string(event);
		if (!component)
			fail("libical", "it could not read an event");
		icalcomponent_free(component);
		at = end;
	}
	return now() - start;
}

static void run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail(sql, sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		fail(sql, sqlite3_errmsg(db));
	return statement;
}

static sqlite3 *database_open(const struct test_daemon *daemon, const char *name)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/%s", daemon->dir, name);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		fail(path, "cannot be opened");
	return db;
}

/* Everything the import left, in a store of its own: the same tables and indexes, empty, opened as the daemon opens
 * the one that it writes to. */
static sqlite3 *empty_store(const struct test_daemon *daemon, sqlite3 *from)
{
	sqlite3 *to = database_open(daemon, "bulk.db");
	sqlite3_stmt *schema = prepare(from,
		"SELECT sql FROM sqlite_master WHERE sql <> '' AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index'");

	run(to, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0;"
		" PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
		" PRAGMA cache_size = -16384");
	while (sqlite3_step(schema) == SQLITE_ROW)
		run(to, (const char *)sqlite3_column_text(schema, 0));
	sqlite3_finalize(schema);
	return to;
}

/* The rows of a table, in the order in which they came; in memory before the clock starts. */
struct rows {
	sqlite3_value **values;
	size_t count;
	int columns;
};

static struct rows rows_read(sqlite3 *from, const char *table)
{
	struct rows rows = { 0 };
	sqlite3_stmt *select;
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT * FROM %s ORDER BY rowid", table);
	select = prepare(from, sql);
	rows.columns = sqlite3_column_count(select);
	while (sqlite3_step(select) == SQLITE_ROW) {
		rows.values = realloc(rows.values, (rows.count + 1) * (size_t)rows.columns * sizeof(*rows.values));
		for (int i = 0; i < rows.columns; i++)
			rows.values[rows.count * (size_t)rows.columns + (size_t)i] =
				sqlite3_value_dup(sqlite3_column_value(select, i));
		rows.count++;
	}
	sqlite3_finalize(select);
	return rows;
}

static void rows_insert(sqlite3 *to, const char *table, const struct rows *rows)
{
	sqlite3_stmt *insert;
	char sql[512];

	snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES (?", table);
	for (int i = 1; i < rows->columns; i++)
		strcat(sql, ", ?");
	strcat(sql, ")");
	insert = prepare(to, sql);
	for (size_t row = 0; row < rows->count; row++) {
		for (int i = 0; i < rows->columns; i++)
			sqlite3_bind_value(insert, i + 1, rows->values[row * (size_t)rows->columns + (size_t)i]);
		if (sqlite3_step(insert) != SQLITE_DONE)
			fail(table, sqlite3_errmsg(to));
		sqlite3_reset(insert);
	}
	sqlite3_finalize(insert);
}

static void rows_free(struct rows *rows)
{
	for (size_t i = 0; i < rows->count * (size_t)rows->columns; i++)
		sqlite3_value_free(rows->values[i]);
	free(rows->values);
}

/* Inserts what is in these tables of the store (NULL ends them) in one transaction. */
static double bulk_insert(sqlite3 *from, sqlite3 *to, const char *const *tables)
{
	struct rows rows[4];
	double start;

	for (size_t i = 0; tables[i]; i++)
		rows[i] = rows_read(from, tables[i]);
	start = now();
	run(to, "BEGIN IMMEDIATE");
	for (size_t i = 0; tables[i]; i++)
		rows_insert(to, tables[i], &rows[i]);
	run(to, "COMMIT");
	start = now() - start;
	for (size_t i = 0; tables[i]; i++) {
		printf("  %-15s %8zu rows\n", tables[i], rows[i].count);
		rows_free(&rows[i]);
	}
	printf("  bulk insert %*s %6.2f s\n", 20, "", start);
	return start;
}

/* ---- the house ---- */

static struct ridealong_client *client;

static ProtobufCMessage *call(
	const char *method, const ProtobufCMessage *request, const ProtobufCMessageDescriptor *type)
{
	struct ridealong_call_options options = { .size = sizeof(options), .timeout_ms = PATIENCE_MS };
	struct ridealong_error error;
	ProtobufCMessage *reply = NULL;

	if (ridealong_call(client, method, request, &options, type, &reply, &error) != 0)
		fail(method, error.message);
	return reply;
}

static void person_create(void)
{
	CreatePersonRequest request = CREATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;

	person.email = "anna@ridealong.example";
	person.display_name = "Anna Visser";
	person.language = "en";
	person.time_zone = "Europe/Amsterdam";
	request.person = &person;
	protobuf_c_message_free_unpacked(
		call("ridealong.v1.People/CreatePerson", &request.base, &person__descriptor), NULL);
}

static double import(const struct text *text, const char *upload)
{
	ImportCalendarRequest request = IMPORT_CALENDAR_REQUEST__INIT;
	FilePiece piece = FILE_PIECE__INIT;
	const double start = now();

	request.piece = &piece;
	request.owner = "people/anna@ridealong.example";
	piece.upload = (char *)upload;
	piece.file = "anna.ics";
	while (!piece.last) {
		ProtobufCMessage *message;

		piece.data.data = (uint8_t *)text->bytes + piece.offset;
		piece.data.len =
			text->length - (size_t)piece.offset < PIECE ? text->length - (size_t)piece.offset : PIECE;
		piece.last = (size_t)piece.offset + piece.data.len == text->length;
		message = call(
			"ridealong.v1.Calendars/ImportCalendar", &request.base, &import_calendar_response__descriptor);
		if (piece.last) {
			const ImportCalendarResponse *reply = (const ImportCalendarResponse *)message;

			printf("  import: %d events, %d new, %d the same, %d refused: %6.2f s\n", reply->events,
				reply->created, reply->unchanged, reply->refused_total, now() - start);
		}
		protobuf_c_message_free_unpacked(message, NULL);
		piece.offset += (int64_t)piece.data.len;
	}
	return now() - start;
}

/* 0 while it does not run. */
static int host_pid(void)
{
	GetPluginRequest request = GET_PLUGIN_REQUEST__INIT;
	Plugin *plugin;
	int pid;

	request.name = "plugins/calendar";
	plugin = (Plugin *)call("ridealong.v1.Plugins/GetPlugin", &request.base, &plugin__descriptor);
	pid = plugin->state == PLUGIN_STATE_RUNNING ? (int)plugin->pid : 0;
	plugin__free_unpacked(plugin, NULL);
	return pid;
}

/* What a process has used of the processors, seconds. */
static double processor_time(int pid)
{
	unsigned long user = 0, system = 0;
	char path[64];
	FILE *stat;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	stat = fopen(path, "r");
	if (!stat || fscanf(stat, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
		fail(path, "cannot be read");
	fclose(stat);
	return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

/* The most that the plugin's host ever had in memory, MiB. */
static double host_memory(void)
{
	char path[64], line[256];
	long kilobytes = 0;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", host_pid());
	status = fopen(path, "r");
	while (status && fgets(line, sizeof(line), status))
		sscanf(line, "VmHWM: %ld", &kilobytes);
	if (status)
		fclose(status);
	return (double)kilobytes / 1024;
}

int main(int argc, char **argv)
{
	const long events = argc > 1 ? atol(argv[1]) : 100000;
	struct ridealong_options options = { .size = sizeof(options) };
	struct text text = calendar_make(events);
	double first, again, parse, meetings, all, memory;
	struct ridealong_error error;
	struct test_daemon daemon;
	sqlite3 *from, *to;

	heap_keep_messages(); /* as the command line does */
	test_daemon_make(&daemon, NULL, "calendar", "largest_file_mib = 4000\nmost_events = 10000000\n");
	test_daemon_start(&daemon);
	options.server = daemon.server;
	if (ridealong_client_open(&options, &client, &error) != 0)
		fail("client", error.message);
	person_create();
	while (host_pid() == 0) /* how long it takes to start is no part of an import */
		usleep(10000);
	first = import(&text, "first");
	printf("  of the processors: daemon %.2f s, plugin %.2f s\n", processor_time((int)daemon.pid),
		processor_time(host_pid()));
	again = import(&text, "again");
	memory = host_memory();
	ridealong_client_close(client);
	test_daemon_stop(&daemon);
	parse = libical_parse(&text);
	printf("  libical, %ld VEVENTs, %zu MiB: %6.2f s\n", events, text.length >> 20, parse);
	from = database_open(&daemon, "data/ridealong.db");
	to = empty_store(&daemon, from);
	bulk_insert(from, to, (const char *const[]){ "person", NULL });
	meetings = bulk_insert(from, to, (const char *const[]){ "meeting", NULL });
	all = meetings + bulk_insert(from, to, (const char *const[]){ "event", "event_audience", NULL });
	sqlite3_close(from);
	sqlite3_close(to);
	test_daemon_remove(&daemon);
	bench_row(&(struct bench_row){ .name = "import of 100,000 events",
		.unit = "s",
		.ours = first,
		.floor = parse + all,
		.floor_is = "libical per VEVENT + bulk insert of all its rows",
		.must = 1.5,
		.aim = 1.2,
		.memory_mib = memory });
	bench_row(&(struct bench_row){ .name = "the same",
		.unit = "s",
		.ours = first,
		.floor = parse + meetings,
		.floor_is = "libical per VEVENT + bulk insert of the meetings" });
	bench_row(&(struct bench_row){ .name = "import of the same 100,000 again",
		.unit = "s",
		.ours = again,
		.floor = first,
		.floor_is = "the first time",
		.must = 0.1,
		.aim = 0.07 });
	free(text.bytes);
	return 0;
}
