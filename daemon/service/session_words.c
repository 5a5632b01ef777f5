/* service/ — what is kept of a session as a code, in words for whoever reads it. */
#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/session.h"
#include "daemon/store/person.h"

enum status service_session_zone(struct call *call, const Session *session, const char **ret)
{
	const char *name = call->actor->person != NULL ? call->actor->person : session->coachee;
	Person *person;
	enum status st = store_person_get(call->conn, name, call->arena, &person, &call->error);

	if (st == STATUS_OK)
		*ret = person == NULL ? "" : person->time_zone;
	return st;
}

static enum status say(struct call *call, Session *session)
{
	const char *zone;
	enum status st;

	if (session->meeting_cancelled)
		session->cancel_reason = (char *)words_pick(
			call->locale, "the meeting itself was cancelled", "de afspraak zelf is afgezegd");
	if (session->verdict_cause != VERDICT_CAUSE_NOTHING_RECEIVED)
		return STATUS_OK;
	st = service_session_zone(call, session, &zone);
	if (st != STATUS_OK)
		return st;
	session->verdict_reason = arena_printf(call->arena,
		words_pick(
			call->locale, "no preparation had come in by %s", "om %s was er nog geen voorbereiding binnen"),
		day_time_text(instant_us(session->cutoff_time), zone, call->arena));
	return STATUS_OK;
}

enum status service_session_say(struct call *call, Session *const *sessions, size_t count)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = say(call, sessions[i]);
	return st;
}
