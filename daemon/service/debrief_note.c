/* service/ — notes during the meeting: the first one starts the session. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/debrief.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/store/debrief.h"
#include "daemon/store/observation.h"

static enum status check_client_id(struct call *call, const char *id)
{
	for (size_t i = 0; id[i] != '\0'; i++)
		if (i >= 64 || id[i] < 0x20 || id[i] > 0x7e)
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "CLIENT_ID", "client_id",
				"client_id is at most 64 bytes of printable ASCII",
				"client_id is hooguit 64 bytes afdrukbare ASCII");
	return STATUS_OK;
}

static enum status observed(struct call *call, const AddNotesRequest *in, int64_t *ret)
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

/* The same notes sent again: they were kept, whatever "@now" means by now. *ret_session is "" when they are new. */
static enum status find_before(struct call *call, const AddNotesRequest *in, const char *hash, const char **ret_session)
{
	const char *before;
	enum status st;

	*ret_session = "";
	if (in->client_id[0] == '\0')
		return STATUS_OK;
	st = store_observation_batch_get(
		call->conn, call->actor->person, in->client_id, call->arena, ret_session, &before, &call->error);
	if (st != STATUS_OK || (*ret_session)[0] == '\0' || strcmp(before, hash) == 0)
		return st;
	return service_refuse(call, STATUS_ALREADY_EXISTS, "CLIENT_ID", "client_id",
		"other notes came with this client_id before", "met dit client_id kwamen eerder andere notities");
}

/* During the meeting, or belatedly during the debrief; else the note itself starts the session. One of after the
 * meeting says that it took place, not when it began: then it began as planned. */
static enum status begin(struct call *call, Session *session, int64_t observe_time)
{
	int64_t began = call->now;

	if (session->state == SESSION_STATE_IN_PROGRESS || session->state == SESSION_STATE_DEBRIEFING)
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

static enum status keep(
	struct call *call, const AddNotesRequest *in, Session *session, const char *hash, struct debrief_lines *lines)
{
	enum status st = begin(call, session, lines->observe_time);

	if (st == STATUS_OK)
		st = service_debrief_keep(call, lines);
	if (st == STATUS_OK && in->client_id[0] != '\0')
		st = store_observation_batch_insert(
			call->conn, lines->writer, in->client_id, session->name, hash, &call->error);
	return st == STATUS_OK ? tell(call, session) : st;
}

enum status service_debrief_note(struct call *call, const AddNotesRequest *in, AddNotesResponse **ret)
{
	AddNotesResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	struct debrief_lines lines = { .writer = call->actor->person };
	const char *before = "";
	Session *session;
	char hash[65];
	enum status st = check_client_id(call, in->client_id);

	if (st == STATUS_OK)
		st = observed(call, in, &lines.observe_time);
	id_hash(in->lines, strlen(in->lines), hash);
	if (st == STATUS_OK)
		st = find_before(call, in, hash, &before);
	if (st == STATUS_OK)
		st = service_session_open(call, "session", before[0] != '\0' ? before : in->session, &session);
	if (st == STATUS_OK)
		st = service_debrief_read(call, in->lines, &lines);
	if (st != STATUS_OK)
		return st;
	lines.session = session;
	if (before[0] == '\0')
		st = keep(call, in, session, hash, &lines);
	if (st != STATUS_OK)
		return st;
	add_notes_response__init(reply);
	reply->session = session->name;
	reply->lines = quick_lines_results(&lines.read, call->locale, call->arena, &reply->n_lines);
	reply->observations = lines.kept;
	reply->n_observations = lines.n_kept;
	*ret = reply;
	return STATUS_OK;
}
