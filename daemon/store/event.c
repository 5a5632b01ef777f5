/* store/ — events. */
#include "daemon/store/event.h"

#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/store/conn.h"

#define COLUMNS "e.seq, e.name, e.type, e.subject, e.event_time, e.actor, e.from_state, e.to_state, e.via"
/* $1: sees hidden sessions, $2: the viewer. An event about a session that is for one person is for its coach. One about
 * what a coach was written of a session then hidden stays as it was when it is revealed. */
#define SEEN_OF_ALL                                                                                                    \
	"($1 = 1 OR e.audience > 1 OR substr(e.subject, 1, 9) <> 'sessions/')"                                         \
	" AND (NOT EXISTS (SELECT 1 FROM session s WHERE s.name = e.subject AND s.coachee = $2)"                       \
	" OR EXISTS (SELECT 1 FROM event_audience a WHERE a.person = $2 AND a.seq = e.seq))"                           \
	" AND (substr(e.subject, 1, 10) <> 'reminders/'"                                                               \
	" OR NOT EXISTS (SELECT 1 FROM reminder r JOIN session s ON s.name = r.session WHERE r.name = e.subject"       \
	" AND s.unannounced = 1 AND (s.reveal_time = 0 OR e.event_time < s.reveal_time)"                               \
	" AND ($1 = 0 OR s.coachee = $2) AND r.person <> $2))"

static const char SQL_APPEND[] =
	"INSERT INTO event (name, type, subject, event_time, actor, from_state, to_state, audience, via)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
static const char SQL_AUDIENCE[] = "INSERT INTO event_audience (person, seq) VALUES ($1, $2)";
static const char SQL_LIST[] = "SELECT " COLUMNS " FROM event e WHERE e.seq > $3 AND " SEEN_OF_ALL " ORDER BY e.seq";
static const char SQL_LIST_ABOUT[] =
	"SELECT " COLUMNS " FROM event e WHERE e.subject = $4 AND e.seq > $3 AND " SEEN_OF_ALL " ORDER BY e.seq";
static const char SQL_LIST_FOR[] = "SELECT " COLUMNS " FROM event_audience a JOIN event e ON e.seq = a.seq"
				   " WHERE a.person = $1 AND a.seq > $2 AND ($3 = '' OR e.subject = $3) ORDER BY a.seq";
/* The same, the last first. */
static const char SQL_LAST_OF[] = "SELECT " COLUMNS " FROM event e WHERE ($4 = '' OR e.subject = $4) AND e.seq > $3"
				  " AND " SEEN_OF_ALL " ORDER BY e.seq DESC";
static const char SQL_LAST_FOR[] =
	"SELECT " COLUMNS " FROM event_audience a JOIN event e ON e.seq = a.seq"
	" WHERE a.person = $1 AND a.seq > $2 AND ($3 = '' OR e.subject = $3) ORDER BY a.seq DESC";
static const char SQL_FIND[] = "SELECT e.seq FROM event e WHERE e.name = $3 AND " SEEN_OF_ALL;
static const char SQL_FIND_FOR[] =
	"SELECT e.seq FROM event e JOIN event_audience a ON a.seq = e.seq WHERE e.name = $1 AND a.person = $2";
static const char SQL_LAST[] = "SELECT seq FROM event ORDER BY seq DESC LIMIT 1";
static const char SQL_CURSOR_GET[] = "SELECT seq, disabled FROM plugin_cursor WHERE plugin = $1";
static const char SQL_CURSOR_SET[] = "INSERT INTO plugin_cursor (plugin, seq, disabled) VALUES ($1, $2, 0)"
				     " ON CONFLICT (plugin) DO UPDATE SET seq = excluded.seq"
				     " WHERE plugin_cursor.seq < excluded.seq";
static const char SQL_CURSOR_DISABLE[] = "INSERT INTO plugin_cursor (plugin, seq, disabled) VALUES ($1, 0, $2)"
					 " ON CONFLICT (plugin) DO UPDATE SET disabled = excluded.disabled";

static const char *or_nobody(const char *person)
{
	return person != NULL && person[0] != '\0' ? person : NULL;
}

static enum status add_audience(struct store_conn *conn, const char *person, int64_t seq, struct error *reterr)
{
	if (person == NULL)
		return STATUS_OK;
	return store_run(conn, SQL_AUDIENCE, NULL, reterr, "si", person, seq);
}

enum status store_event_append(
	struct store_conn *conn, const Event *event, const char *person, const char *other, struct error *reterr)
{
	int64_t seq;
	enum status st;

	person = or_nobody(person);
	other = or_nobody(other);
	if (person != NULL && other != NULL && strcmp(person, other) == 0)
		other = NULL;
	st = store_run(conn, SQL_APPEND, NULL, reterr, "sssisssns", event->name, event->type, event->subject,
		instant_us(event->event_time), event->actor, event->from_state, event->to_state,
		(int)(person != NULL) + (int)(other != NULL), event->via);
	if (st != STATUS_OK)
		return st;
	/* No RETURNING: within a savepoint, SQLite takes longer for it the more the savepoint has written (each ends
	 * with a walk through the journal in memory). */
	seq = conn_last_id(conn);
	st = add_audience(conn, person, seq, reterr);
	if (st == STATUS_OK)
		st = add_audience(conn, other, seq, reterr);
	return st;
}

static bool type_fits(const char *type, const char *wanted)
{
	size_t length = strlen(wanted);

	if (length > 0 && wanted[length - 1] == '.')
		return strncmp(type, wanted, length) == 0;
	return strcmp(type, wanted) == 0;
}

static bool wanted(const struct store_event_filter *filter, const char *type)
{
	for (size_t i = 0; i < filter->n_types; i++)
		if (type_fits(type, filter->types[i]))
			return true;
	return filter->n_types == 0;
}

static enum status query_list(
	struct store_conn *conn, const struct store_event_filter *filter, struct store_rows **ret, struct error *reterr)
{
	const char *subject = filter->subject != NULL ? filter->subject : "";

	const struct store_viewer *viewer = filter->viewer;

	if (!viewer->all)
		return store_query(conn, filter->latest ? SQL_LAST_FOR : SQL_LIST_FOR, ret, reterr, "sis",
			viewer->person, filter->after, subject);
	if (filter->latest)
		return store_query(conn, SQL_LAST_OF, ret, reterr, "bsis", (int)viewer->hidden, viewer->person,
			filter->after, subject);
	if (subject[0] != '\0')
		return store_query(conn, SQL_LIST_ABOUT, ret, reterr, "bsis", (int)viewer->hidden, viewer->person,
			filter->after, subject);
	return store_query(conn, SQL_LIST, ret, reterr, "bsi", (int)viewer->hidden, viewer->person, filter->after);
}

static Event *read_event(struct store_rows *rows, const char *type, struct arena *arena)
{
	Event *event = arena_alloc(arena, sizeof(*event));

	event__init(event);
	event->name = (char *)store_text(rows, 1, arena);
	event->type = (char *)type;
	event->subject = (char *)store_text(rows, 3, arena);
	event->event_time = instant_new(arena, store_int(rows, 4));
	event->actor = (char *)store_text(rows, 5, arena);
	event->from_state = (char *)store_text(rows, 6, arena);
	event->to_state = (char *)store_text(rows, 7, arena);
	event->via = (char *)store_text(rows, 8, arena);
	return event;
}

/* Types are told apart here rather than in SQL: any number of them, some of them prefixes, and one statement. */
enum status store_event_list(struct store_conn *conn, const struct store_event_filter *filter, struct arena *arena,
	Event ***ret, size_t *ret_count, int64_t *ret_last, struct error *reterr)
{
	struct store_rows *rows;
	Event **events = NULL, **event;
	size_t count = 0;
	int64_t last = filter->after;
	const char *type;
	enum status st;
	bool row = true;

	st = query_list(conn, filter, &rows, reterr);
	if (st != STATUS_OK)
		return st;
	while (count < (size_t)filter->limit && (st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		type = store_text(rows, 2, arena);
		if (!wanted(filter, type))
			continue;
		event = arena_push(arena, &events, &count, sizeof(*events));
		*event = read_event(rows, type, arena);
		last = filter->latest && count > 1 ? last : store_int(rows, 0);
	}
	store_done(rows);
	if (st != STATUS_OK)
		return st;
	for (size_t i = 0; filter->latest && i < count / 2; i++) {
		Event *swapped = events[i];

		events[i] = events[count - 1 - i];
		events[count - 1 - i] = swapped;
	}
	*ret = events;
	*ret_count = count;
	*ret_last = last;
	return STATUS_OK;
}

enum status store_event_find(struct store_conn *conn, const struct store_viewer *viewer, const char *name,
	int64_t *ret_seq, struct error *reterr)
{
	int64_t seq;
	enum status st;
	bool found;

	if (viewer->all)
		st = store_row(
			conn, SQL_FIND, NULL, &found, reterr, "bss:i", (int)viewer->hidden, viewer->person, name, &seq);
	else
		st = store_row(conn, SQL_FIND_FOR, NULL, &found, reterr, "ss:i", name, viewer->person, &seq);
	if (st == STATUS_OK && !found)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "EVENT", "after",
			"after names no event that you were shown; begin again without it");
	if (st == STATUS_OK)
		*ret_seq = seq;
	return st;
}

enum status store_event_last(struct store_conn *conn, int64_t *ret_seq, struct error *reterr)
{
	return store_row(conn, SQL_LAST, NULL, NULL, reterr, ":i", ret_seq);
}

enum status store_event_cursor_get(
	struct store_conn *conn, const char *plugin, int64_t *ret_seq, bool *ret_disabled, struct error *reterr)
{
	return store_row(conn, SQL_CURSOR_GET, NULL, NULL, reterr, "s:ib", plugin, ret_seq, ret_disabled);
}

enum status store_event_cursor_set(struct store_conn *conn, const char *plugin, int64_t seq, struct error *reterr)
{
	return store_run(conn, SQL_CURSOR_SET, NULL, reterr, "si", plugin, seq);
}

enum status store_event_cursor_disable(struct store_conn *conn, const char *plugin, bool disabled, struct error *reterr)
{
	return store_run(conn, SQL_CURSOR_DISABLE, NULL, reterr, "sb", plugin, (int)disabled);
}
