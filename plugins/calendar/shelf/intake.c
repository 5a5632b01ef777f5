/* plugins/calendar/shelf: see intake.h. */
#include "intake.h"

#include "inside.h"
#include "keep.h"

#include "ical/structure.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { REFUSED_LISTED = 100, ZONES_MAX = 1024 * 1024, METHOD_MAX = 32, ZONE_NAME_MAX = 256 };

struct calendar_intake {
	struct calendar_shelf *shelf;
	int64_t calendar, object;
	char *name;
	struct calendar_limits limits;
	struct calendar_structure structure;
	struct calendar_keep keep; /* the present event */
	size_t number;             /* its number */
	size_t before;             /* events of the calendar's other objects */
	enum calendar_why why;     /* why it is not to be read; CALENDAR_WHYS: it is */
	int64_t scope;             /* of the present VCALENDAR: 0 until its first event */
	char *head;                /* its text: its zones, and before them, in the end, … */
	size_t head_length, head_room;
	bool head_full; /* a line did not fit: no zone is known from there on, rather than half of one */
	char method[METHOD_MAX], zone[ZONE_NAME_MAX]; /* … METHOD and X-WR-TIMEZONE */
	uint64_t bytes;
	struct calendar_survey *survey; /* NULL: nobody asks what is ready */
	struct calendar_ready *ready;   /* in the arena, as long as the piece */
	size_t ready_count, ready_room, ready_taken;
	struct calendar_arena arena;
	bool has_no_lines;                           /* it lies in no file */
	bool too_large, too_many, no_memory, broken; /* broken: the database failed */
};

/* Puts a line into the head's text at a place. */
static void head_put(struct calendar_intake *intake, size_t at, const char *text, size_t length)
{
	size_t wanted = intake->head_length + length + 1;

	if (wanted > intake->head_room) {
		char *moved = realloc(intake->head, wanted * 2);

		if (!moved) {
			intake->no_memory = true;
			return;
		}
		intake->head = moved;
		intake->head_room = wanted * 2;
	}
	memmove(intake->head + at + length + 1, intake->head + at, intake->head_length - at);
	memcpy(intake->head + at, text, length);
	intake->head[at + length] = '\n';
	intake->head_length = wanted;
}

/* Before the zones, of which the last may have no end. */
static void head_put_property(struct calendar_intake *intake, const char *name, const char *value)
{
	char line[2 * ZONE_NAME_MAX];

	if (*value)
		head_put(intake, 0, line, (size_t)snprintf(line, sizeof(line), "%s:%s", name, value));
}

static void note(struct calendar_intake *intake, bool good)
{
	intake->broken = intake->broken || !good;
}

/* ---- scopes: a VCALENDAR's properties and zones. Its row is there from its first event on, and gets its text at its
 * end; when there is the same already, its events go there. ---- */

static int64_t row_made(struct calendar_intake *intake, sqlite3_stmt *statement)
{
	int64_t id = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;

	if (!id)
		shelf_failed(intake->shelf);
	sqlite3_reset(statement);
	note(intake, id != 0);
	return id;
}

static int64_t scope_make(struct calendar_intake *intake)
{
	sqlite3_stmt *statement = shelf_statement(intake->shelf, SHELF_SCOPE_MAKE);

	sqlite3_bind_int64(statement, 1, intake->calendar);
	return row_made(intake, statement);
}

static int64_t scope_find(struct calendar_intake *intake, const void *digest, size_t size)
{
	sqlite3_stmt *statement = shelf_statement(intake->shelf, SHELF_SCOPE_FIND);
	int64_t id;

	sqlite3_bind_int64(statement, 1, intake->calendar);
	sqlite3_bind_blob(statement, 2, digest, (int)size, SQLITE_STATIC);
	id = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_reset(statement);
	return id;
}

/* Its text is written now; its events go to the same one that is there already, if any. */
static void scope_fill(struct calendar_intake *intake)
{
	unsigned char digest[crypto_generichash_BYTES];
	sqlite3_stmt *statement;
	int64_t known;

	head_put_property(intake, "X-WR-TIMEZONE", intake->zone);
	head_put_property(intake, "METHOD", intake->method);
	head_put_property(intake, "BEGIN", "VCALENDAR");
	crypto_generichash(digest, sizeof(digest), (const unsigned char *)intake->head, intake->head_length, NULL, 0);
	known = scope_find(intake, digest, sizeof(digest));
	if (known) {
		statement = shelf_statement(intake->shelf, SHELF_EVENT_SCOPE);
		sqlite3_bind_int64(statement, 1, intake->scope);
		sqlite3_bind_int64(statement, 2, known);
		note(intake, shelf_run(intake->shelf, statement));
		statement = shelf_statement(intake->shelf, SHELF_SCOPE_DROP);
		sqlite3_bind_int64(statement, 1, intake->scope);
	} else {
		statement = shelf_statement(intake->shelf, SHELF_SCOPE_FILL);
		sqlite3_bind_int64(statement, 1, intake->scope);
		sqlite3_bind_blob(statement, 2, digest, sizeof(digest), SQLITE_STATIC);
		sqlite3_bind_blob(statement, 3, intake->head, (int)intake->head_length, SQLITE_STATIC);
	}
	note(intake, shelf_run(intake->shelf, statement));
	intake->scope = known ? known : intake->scope;
}

static void scope_end(struct calendar_intake *intake)
{
	if (intake->scope && !intake->survey)
		scope_fill(intake);
	intake->scope = 0;
}

static int64_t scope_of_event(struct calendar_intake *intake)
{
	if (intake->scope)
		return intake->scope;
	intake->scope = scope_make(intake);
	if (intake->scope && intake->survey) /* all of its text has come, and events are read before its end */
		scope_fill(intake);
	return intake->scope;
}

/* ---- what is ready to be read ---- */

static void ready_note(struct calendar_intake *intake)
{
	struct calendar_ready *ready;

	if (!intake->survey || intake->broken || !calendar_survey_count(intake->survey, intake->keep.uid))
		return;
	ready = calendar_arena_grow(
		&intake->arena, intake->ready, intake->ready_count, &intake->ready_room, sizeof(*ready));
	if (!ready) {
		intake->no_memory = true;
		return;
	}
	intake->ready = ready;
	ready[intake->ready_count++] =
		(struct calendar_ready){ calendar_arena_print(&intake->arena, "%s", intake->keep.uid),
			sqlite3_last_insert_rowid(intake->shelf->db) };
}

static void ready_clear(struct calendar_intake *intake)
{
	calendar_arena_reset(&intake->arena);
	intake->ready = NULL;
	intake->ready_count = intake->ready_room = intake->ready_taken = 0;
}

bool calendar_intake_ready(struct calendar_intake *intake, struct calendar_ready *ret)
{
	if (intake->ready_taken == intake->ready_count)
		return false;
	*ret = intake->ready[intake->ready_taken++];
	return true;
}

void calendar_intake_follow(struct calendar_intake *intake, struct calendar_survey *survey)
{
	intake->survey = survey;
}

/* ---- what the structure says ---- */

static void on_calendar(void *arg)
{
	struct calendar_intake *intake = arg;

	scope_end(intake);
	intake->head_length = 0;
	intake->head_full = false;
	intake->method[0] = intake->zone[0] = '\0';
}

static void on_property(void *arg, const struct calendar_line *line)
{
	struct calendar_intake *intake = arg;

	if (calendar_line_is(line, "METHOD"))
		snprintf(intake->method, sizeof(intake->method), "%s", line->value);
	else if (calendar_line_is(line, "X-WR-TIMEZONE"))
		snprintf(intake->zone, sizeof(intake->zone), "%s", line->value);
}

static void on_zone(void *arg, const struct calendar_line *line)
{
	struct calendar_intake *intake = arg;

	if (!calendar_keep_has_zone_line(line))
		return;
	intake->head_full = intake->head_full || intake->head_length + line->length > ZONES_MAX;
	if (!intake->head_full)
		head_put(intake, intake->head_length, line->text, line->length);
}

static bool on_event(void *arg, const struct calendar_line *line, size_t number)
{
	struct calendar_intake *intake = arg;

	size_t all = intake->before + number;

	intake->too_many = intake->too_many || all >= intake->limits.events;
	if (calendar_intake_dropped(all + 1, &intake->limits) > 0)
		return false;
	intake->number = number;
	intake->why = all < intake->limits.events ? CALENDAR_WHYS : CALENDAR_WHY_MANY_EVENTS;
	calendar_keep_begin(&intake->keep, line->number);
	return true;
}

static void on_event_line(void *arg, const struct calendar_line *line)
{
	struct calendar_intake *intake = arg;

	if (intake->why == CALENDAR_WHYS || calendar_line_is(line, "UID"))
		calendar_keep_take(&intake->keep, line);
	if (intake->why == CALENDAR_WHYS && intake->keep.arena.held > intake->limits.memory)
		intake->why = CALENDAR_WHY_MUCH_MEMORY;
}

static void on_event_end(void *arg, enum calendar_why why)
{
	struct calendar_intake *intake = arg;
	sqlite3_stmt *statement;
	const char *text;
	size_t length;

	if (intake->broken)
		return;
	if (intake->why == CALENDAR_WHYS)
		intake->why = why;
	text = calendar_keep_end(&intake->keep, &length);
	if (!text) {
		intake->no_memory = true;
		return;
	}
	if (intake->why != CALENDAR_WHYS)
		length = 0;
	statement = shelf_statement(intake->shelf, SHELF_EVENT_MAKE);
	sqlite3_bind_int64(statement, 1, intake->calendar);
	sqlite3_bind_int64(statement, 2, intake->object);
	shelf_bind_text(statement, 3, intake->keep.uid);
	sqlite3_bind_int64(statement, 4, (int64_t)intake->number);
	sqlite3_bind_int64(statement, 5, intake->has_no_lines ? 0 : intake->keep.line);
	shelf_bind_text(statement, 6, shelf_why_name((int)intake->why));
	sqlite3_bind_int64(statement, 7, intake->why == CALENDAR_WHY_MANY_EVENTS ? (int64_t)intake->limits.events : 0);
	sqlite3_bind_int64(statement, 8, scope_of_event(intake));
	sqlite3_bind_blob(statement, 9, text, (int)length, SQLITE_STATIC);
	note(intake, shelf_run(intake->shelf, statement));
	ready_note(intake);
}

static const struct calendar_structure_calls calls = { .calendar = on_calendar,
	.property = on_property,
	.zone = on_zone,
	.event = on_event,
	.event_line = on_event_line,
	.event_end = on_event_end };

/* ---- the object ---- */

static int64_t object_make(struct calendar_intake *intake, const char *href, const char *etag)
{
	sqlite3_stmt *statement;

	if (!calendar_shelf_remove(intake->shelf, intake->calendar, href))
		return 0;
	statement = shelf_statement(intake->shelf, SHELF_OBJECT_MAKE);
	sqlite3_bind_int64(statement, 1, intake->calendar);
	shelf_bind_text(statement, 2, href);
	shelf_bind_text(statement, 3, etag);
	return row_made(intake, statement);
}

static struct calendar_intake *intake_create(
	struct calendar_shelf *shelf, int64_t calendar, const char *name, const struct calendar_limits *limits)
{
	struct calendar_intake *intake = calloc(1, sizeof(*intake));

	if (!intake)
		return NULL;
	intake->shelf = shelf;
	intake->calendar = calendar;
	intake->limits = limits ? *limits : calendar_limits_default;
	intake->name = strdup(name);
	calendar_structure_init(&intake->structure, &calls, intake);
	on_calendar(intake); /* events before any BEGIN:VCALENDAR have one all the same */
	if (intake->name)
		return intake;
	calendar_intake_destroy(intake);
	return NULL;
}

struct calendar_intake *calendar_intake_begin(struct calendar_shelf *shelf, int64_t calendar, const char *href,
	const char *etag, const char *name, const struct calendar_limits *limits)
{
	struct calendar_intake *intake = intake_create(shelf, calendar, name, limits);

	if (intake)
		intake->object = object_make(intake, href, etag);
	if (intake && intake->object)
		return intake;
	calendar_intake_destroy(intake);
	return NULL;
}

void calendar_intake_feed(struct calendar_intake *intake, const void *bytes, size_t length)
{
	ready_clear(intake);
	intake->bytes += length;
	intake->too_large = intake->too_large || intake->bytes > intake->limits.bytes;
	if (intake->too_large || intake->broken || intake->no_memory)
		return;
	intake->no_memory = !calendar_structure_feed(&intake->structure, bytes, length);
}

static enum calendar_why refused(const struct calendar_intake *intake)
{
	if (intake->too_large)
		return CALENDAR_WHY_FILE_LARGE;
	if (intake->no_memory)
		return CALENDAR_WHY_FILE_NO_MEMORY;
	return intake->broken ? CALENDAR_WHY_SHELF : calendar_structure_fault(&intake->structure);
}

const struct calendar_reason *calendar_intake_end(struct calendar_intake *intake, struct calendar_arena *arena)
{
	enum calendar_why why;

	ready_clear(intake);
	calendar_structure_end(&intake->structure);
	scope_end(intake);
	why = refused(intake);
	if (why == CALENDAR_WHYS)
		return NULL;
	return calendar_reason_keep(arena, (struct calendar_reason){ .why = why,
						   .text = calendar_arena_print(arena, "%s", intake->name),
						   .line = intake->structure.first_line,
						   .count = intake->limits.bytes / 1024 / 1024 });
}

size_t calendar_intake_events(const struct calendar_intake *intake)
{
	return intake->structure.events;
}

size_t calendar_intake_dropped(size_t events, const struct calendar_limits *limits)
{
	size_t kept = limits->events + REFUSED_LISTED;

	return events > kept ? events - kept : 0;
}

bool calendar_intake_is_cut(const struct calendar_intake *intake)
{
	return intake->structure.cut_short || intake->too_many;
}

const char *calendar_intake_method(const struct calendar_intake *intake)
{
	return intake->method;
}

void calendar_intake_destroy(struct calendar_intake *intake)
{
	if (!intake)
		return;
	calendar_structure_finish(&intake->structure);
	calendar_keep_finish(&intake->keep);
	calendar_arena_free(&intake->arena);
	free(intake->head);
	free(intake->name);
	free(intake);
}

/* ---- objects by their href: the calendar's content is then known by all that was done to it ---- */

static bool content_add(
	struct calendar_shelf *shelf, int64_t calendar, const char *href, const void *bytes, size_t length)
{
	unsigned char digest[crypto_generichash_BYTES];
	char text[2 * sizeof(digest) + 1];
	struct calendar_arena arena = { 0 };
	const char *before = calendar_shelf_state(shelf, calendar, CALENDAR_STATE_CONTENT, &arena);
	crypto_generichash_state state;
	bool good;

	crypto_generichash_init(&state, NULL, 0, sizeof(digest));
	crypto_generichash_update(&state, (const unsigned char *)before, strlen(before) + 1);
	crypto_generichash_update(&state, (const unsigned char *)href, strlen(href) + 1);
	crypto_generichash_update(&state, bytes, length);
	crypto_generichash_final(&state, digest, sizeof(digest));
	sodium_bin2hex(text, sizeof(text), digest, sizeof(digest));
	good = calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_CONTENT, text);
	calendar_arena_free(&arena);
	return good;
}

static size_t event_count(struct calendar_shelf *shelf, int64_t calendar)
{
	struct calendar_arena arena = { 0 };
	size_t count = strtoull(calendar_shelf_state(shelf, calendar, CALENDAR_STATE_EVENTS, &arena), NULL, 10);

	calendar_arena_free(&arena);
	return count;
}

static bool event_count_set(struct calendar_shelf *shelf, int64_t calendar, size_t count)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", count);
	return calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_EVENTS, text);
}

static size_t object_event_count(struct calendar_shelf *shelf, int64_t calendar, const char *href)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_EVENT_COUNT);
	size_t count;

	sqlite3_bind_int64(statement, 1, calendar);
	shelf_bind_text(statement, 2, href);
	count = sqlite3_step(statement) == SQLITE_ROW ? (size_t)sqlite3_column_int64(statement, 0) : 0;
	sqlite3_reset(statement);
	return count;
}

bool calendar_shelf_remove(struct calendar_shelf *shelf, int64_t calendar, const char *href)
{
	size_t all = event_count(shelf, calendar), gone = object_event_count(shelf, calendar, href);
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_OBJECT_DROP);

	sqlite3_bind_int64(statement, 1, calendar);
	shelf_bind_text(statement, 2, href);
	if (!shelf_run(shelf, statement))
		return false;
	if (sqlite3_changes(shelf->db) == 0)
		return true;
	return content_add(shelf, calendar, href, "", 0) &&
	       event_count_set(shelf, calendar, all > gone ? all - gone : 0);
}

bool calendar_shelf_put(struct calendar_shelf *shelf, int64_t calendar, const char *href, const char *etag,
	const void *bytes, size_t length, const struct calendar_limits *limits, struct calendar_arena *arena,
	const struct calendar_reason **ret_refused)
{
	struct calendar_intake *intake = calendar_intake_begin(shelf, calendar, href, etag, href, limits);
	const struct calendar_reason *why;

	if (!intake)
		return false;
	intake->before = event_count(shelf, calendar);
	calendar_intake_feed(intake, bytes, length);
	why = calendar_intake_end(intake, arena);
	*ret_refused = why;
	calendar_intake_destroy(intake);
	if (why && why->why == CALENDAR_WHY_SHELF)
		return false;
	return content_add(shelf, calendar, href, bytes, length) &&
	       event_count_set(
		       shelf, calendar, event_count(shelf, calendar) + object_event_count(shelf, calendar, href));
}

/* ---- the events of one UID, in whichever object they are ---- */

static int64_t object_of(struct calendar_shelf *shelf, int64_t calendar, const char *uid)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_EVENT_OBJECT);
	int64_t object;

	sqlite3_bind_int64(statement, 1, calendar);
	shelf_bind_text(statement, 2, uid);
	object = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_reset(statement);
	return object;
}

/* How many there were; below 0 when the database failed. */
static int uid_drop(struct calendar_shelf *shelf, int64_t calendar, const char *uid)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_EVENT_DROP_UID);

	sqlite3_bind_int64(statement, 1, calendar);
	shelf_bind_text(statement, 2, uid);
	return shelf_run(shelf, statement) ? sqlite3_changes(shelf->db) : -1;
}

static bool text_take(struct calendar_intake *intake, int64_t object, const char *uid, const char *text)
{
	struct calendar_arena arena = { 0 };
	bool good;

	intake->has_no_lines = true;
	intake->object = object ? object : object_make(intake, uid, "");
	calendar_intake_feed(intake, text, strlen(text));
	good = intake->object && !calendar_intake_end(intake, &arena);
	calendar_arena_free(&arena);
	return good;
}

bool calendar_shelf_put_uid(struct calendar_shelf *shelf, int64_t calendar, const char *uid, const char *text,
	const struct calendar_limits *limits)
{
	struct calendar_intake *intake = intake_create(shelf, calendar, uid, limits);
	int64_t object = object_of(shelf, calendar, uid);
	int dropped = intake ? uid_drop(shelf, calendar, uid) : -1;
	size_t all = event_count(shelf, calendar);
	bool good = dropped >= 0;

	if (good) {
		intake->before = all > (size_t)dropped ? all - (size_t)dropped : 0;
		all = intake->before;
		good = text_take(intake, object, uid, text);
		all += calendar_intake_events(intake);
	}
	calendar_intake_destroy(intake);
	return good && content_add(shelf, calendar, uid, text, strlen(text)) && event_count_set(shelf, calendar, all) &&
	       calendar_shelf_tidy(shelf, calendar);
}
