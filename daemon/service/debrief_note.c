/* service/ — notes during the meeting: the first one starts the session. They may come days later, in any number. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/debrief.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/store/debrief.h"
#include "daemon/store/observation.h"

#define NOTES_MOST 200 /* in one call */

/* A note on its way. */
struct note {
	const Note *in;
	int64_t observe_time;
	char hash[65];
	const char *before; /* the session with which it was kept before; "" when it is new */
};

/* One call's notes. */
struct delivery {
	struct note *notes;
	size_t n_notes;
	const char *before; /* the session of one that was kept before; "" when all are new */
	Session *session;
	struct debrief_lines lines;
	AddNotesResponse *reply;
};

static enum status check_client_id(struct call *call, const char *id)
{
	for (size_t i = 0; id[i] != '\0'; i++)
		if (i >= 64 || id[i] < 0x20 || id[i] > 0x7e)
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "CLIENT_ID", "client_id",
				"client_id is at most 64 bytes of printable ASCII",
				"client_id is hooguit 64 bytes afdrukbare ASCII");
	return STATUS_OK;
}

static enum status observed(struct call *call, const Note *in, int64_t *ret)
{
	enum status st = STATUS_OK;

	*ret = call->now;
	if (in->observe_time != NULL)
		st = service_check_time(call, "observe_time", in->observe_time, ret);
	if (st == STATUS_OK && *ret > call->now)
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "FUTURE", "observe_time",
			"observe_time lies in the future", "observe_time ligt in de toekomst");
	return st;
}

/* The same note sent again: it was kept, whatever "@now" means by now. */
static enum status find_before(struct call *call, struct note *note)
{
	const char *hash;
	enum status st;

	note->before = "";
	if (note->in->client_id[0] == '\0')
		return STATUS_OK;
	st = store_observation_batch_get(
		call->conn, call->actor->person, note->in->client_id, call->arena, &note->before, &hash, &call->error);
	if (st != STATUS_OK || note->before[0] == '\0' || strcmp(note->hash, hash) == 0)
		return st;
	return service_refuse(call, STATUS_ALREADY_EXISTS, "CLIENT_ID", "client_id",
		"other notes came with the client_id \"%s\" before",
		"met het client_id \"%s\" kwamen eerder andere notities", note->in->client_id);
}

static enum status read_note(struct call *call, const Note *in, struct note *ret)
{
	enum status st = check_client_id(call, in->client_id);

	ret->in = in;
	if (st == STATUS_OK)
		st = observed(call, in, &ret->observe_time);
	id_hash(in->lines, strlen(in->lines), ret->hash);
	return st == STATUS_OK ? find_before(call, ret) : st;
}

/* A call says one note in its own fields, or a list of them. */
static enum status list_notes(struct call *call, const AddNotesRequest *in, struct delivery *delivery)
{
	Note *only = arena_alloc(call->arena, sizeof(*only));
	size_t count = in->n_notes == 0 ? 1 : in->n_notes;
	enum status st = service_check_count(call, "notes", in->n_notes, NOTES_MOST);

	if (st == STATUS_OK && in->n_notes > 0 &&
		(in->lines[0] != '\0' || in->observe_time != NULL || in->client_id[0] != '\0'))
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "EITHER", "notes",
			"notes goes without lines, observe_time and client_id",
			"notes gaat niet samen met lines, observe_time en client_id");
	note__init(only);
	only->lines = in->lines;
	only->observe_time = in->observe_time;
	only->client_id = in->client_id;
	delivery->before = "";
	delivery->notes = arena_zero(call->arena, count * sizeof(*delivery->notes));
	for (; st == STATUS_OK && delivery->n_notes < count; delivery->n_notes++) {
		struct note *note = &delivery->notes[delivery->n_notes];

		st = read_note(call, in->n_notes == 0 ? only : in->notes[delivery->n_notes], note);
		if (st == STATUS_OK && delivery->before[0] == '\0')
			delivery->before = note->before;
	}
	return st;
}

/* When the first of the new ones was written; -1 when there is none. */
static int64_t first_new(const struct delivery *delivery)
{
	int64_t first = -1;

	for (size_t i = 0; i < delivery->n_notes; i++)
		if (delivery->notes[i].before[0] == '\0' && (first < 0 || delivery->notes[i].observe_time < first))
			first = delivery->notes[i].observe_time;
	return first;
}

/* During the meeting, or belatedly; else the note itself starts the session. One of after the meeting says that it took
 * place, not when it began: then it began as planned. */
static enum status begin(struct call *call, Session *session, int64_t observe_time)
{
	int64_t began = call->now;

	if (session->state == SESSION_STATE_IN_PROGRESS || session->state == SESSION_STATE_DEBRIEFING ||
		session->state == SESSION_STATE_CLOSED)
		return STATUS_OK;
	if (observe_time >= instant_us(session->departure_time))
		began = observe_time;
	if (began > instant_us(session->end_time))
		began = instant_us(session->start_time);
	return service_session_start(call, session, began);
}

/* Until the coachee has spoken, notes are the coach's: so is the word that there are some. */
static enum status tell(struct call *call, const Session *session)
{
	Session only_coach = *session;
	Debrief *debrief;
	enum status st = store_debrief_get(call->conn, session->name, call->arena, &debrief, &call->error);

	if (st != STATUS_OK)
		return st;
	if (debrief == NULL || debrief->coachee_experience[0] == '\0')
		only_coach.coachee = NULL;
	return service_session_tell(call, &only_coach, "observation.added", NULL, NULL, NULL);
}

/* What comes after the closing is not lost: it stands beside the debrief, as it was written. */
static enum status keep_late(struct call *call, struct delivery *delivery, const struct note *note)
{
	const char *beside = words_pick(call->locale, "the debrief is closed: kept beside it, as it is written",
		"de nabespreking is afgerond: ernaast bewaard, zoals het er staat");
	struct quick_lines *read = &delivery->lines.read;
	Amendment *amendment;
	enum status st = service_check_size(call, "lines", note->in->lines, CHECK_TEXT);

	if (st == STATUS_OK)
		st = service_debrief_add_amendment(
			call, delivery->session, note->in->lines, note->observe_time, &amendment);
	if (st != STATUS_OK)
		return st;
	*(Amendment **)arena_push(call->arena, &delivery->reply->amendments, &delivery->reply->n_amendments,
		sizeof(amendment)) = amendment;
	for (size_t i = 0; i < read->n_entries; i++) {
		read->entries[i].kind = QUICK_TEXT;
		read->entries[i].observation = OBSERVATION_KIND_TEXT;
		read->entries[i].number = 0;
		read->entries[i].problem = i > 0 && read->entries[i].row == read->entries[i - 1].row ? "" : beside;
	}
	return STATUS_OK;
}

static enum status keep_note(struct call *call, struct delivery *delivery, const struct note *note)
{
	struct debrief_lines *lines = &delivery->lines;
	bool late = delivery->session->state == SESSION_STATE_CLOSED;
	enum status st;

	lines->observe_time = note->observe_time;
	lines->intention = note->in->intention;
	st = late ? keep_late(call, delivery, note) : service_debrief_keep(call, lines);
	if (st == STATUS_OK && note->in->client_id[0] != '\0')
		st = store_observation_batch_insert(call->conn, lines->writer, note->in->client_id,
			delivery->session->name, note->hash, &call->error);
	return st;
}

static void add_results(struct call *call, struct delivery *delivery)
{
	size_t count;
	LineResult **results = quick_lines_results(&delivery->lines.read, call->locale, call->arena, &count);

	for (size_t i = 0; i < count; i++)
		*(LineResult **)arena_push(
			call->arena, &delivery->reply->lines, &delivery->reply->n_lines, sizeof(*results)) = results[i];
}

/* In the order given; what was kept before is read once more for the answer alone. */
static enum status keep_all(struct call *call, struct delivery *delivery)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < delivery->n_notes; i++) {
		struct note *note = &delivery->notes[i];

		/* the same one twice in a call, too */
		st = note->before[0] == '\0' ? find_before(call, note) : STATUS_OK;
		if (st == STATUS_OK)
			st = service_debrief_read(call, note->in->lines, &delivery->lines);
		if (st == STATUS_OK && note->before[0] == '\0')
			st = keep_note(call, delivery, note);
		if (st == STATUS_OK)
			add_results(call, delivery);
	}
	return st;
}

/* New notes change what was signed or was to be, and put off the day on which nobody answered. */
static enum status finish(struct call *call, const Session *session, const struct debrief_ready *before)
{
	Debrief *debrief;
	enum status st = STATUS_OK;

	if (session->state == SESSION_STATE_CLOSED)
		return STATUS_OK;
	if (before->complete)
		st = service_debrief_row(call, session, &debrief);
	if (st == STATUS_OK && before->complete)
		st = service_debrief_put(call, session, debrief);
	if (st == STATUS_OK && (before->coach || before->coachee))
		st = service_session_timers(call, session);
	if (st == STATUS_OK)
		st = tell(call, session);
	return st == STATUS_OK ? service_debrief_ask(call, session, before) : st;
}

enum status service_debrief_note(struct call *call, const AddNotesRequest *in, AddNotesResponse **ret)
{
	AddNotesResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	struct delivery delivery = { .lines = { .writer = call->actor->person }, .reply = reply };
	struct debrief_ready before;
	int64_t first;
	enum status st = list_notes(call, in, &delivery);

	add_notes_response__init(reply);
	if (st == STATUS_OK)
		st = service_session_open(
			call, "session", delivery.before[0] != '\0' ? delivery.before : in->session, &delivery.session);
	if (st != STATUS_OK)
		return st;
	delivery.lines.session = delivery.session;
	first = first_new(&delivery);
	if (first >= 0)
		st = begin(call, delivery.session, first);
	if (st == STATUS_OK)
		st = service_debrief_look(call, delivery.session, &before);
	if (st == STATUS_OK)
		st = keep_all(call, &delivery);
	if (st == STATUS_OK && first >= 0)
		st = finish(call, delivery.session, &before);
	if (st != STATUS_OK)
		return st;
	reply->session = delivery.session->name;
	reply->observations = delivery.lines.kept;
	reply->n_observations = delivery.lines.n_kept;
	*ret = reply;
	return STATUS_OK;
}
