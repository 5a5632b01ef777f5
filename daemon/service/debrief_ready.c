/* service/ — a debrief that can be signed: who has to be asked to read it, and when anew. */
#include <string.h>

#include "daemon/service/debrief.h"
#include "daemon/service/session.h"

static bool has_signed(const Debrief *debrief, const char *person)
{
	for (size_t i = 0; i < debrief->n_signatures; i++)
		if (strcmp(debrief->signatures[i]->person, person) == 0)
			return true;
	return false;
}

enum status service_debrief_look(struct call *call, const Session *session, struct debrief_ready *ret)
{
	Debrief *debrief;
	enum status st = service_debrief_load(call, session, &debrief);

	*ret = (struct debrief_ready){ 0 };
	if (st != STATUS_OK)
		return st;
	ret->complete = debrief->n_missing == 0;
	ret->coach = has_signed(debrief, session->coach);
	ret->coachee = has_signed(debrief, session->coachee);
	return STATUS_OK;
}

enum status service_debrief_ask_again(struct call *call, const Session *session, const char *person)
{
	bool coach = strcmp(person, session->coach) == 0;

	return service_session_tell(
		call, session, coach ? "session.unsigned_coach" : "session.unsigned_coachee", NULL, NULL, NULL);
}

enum status service_debrief_ask(struct call *call, const Session *session, const struct debrief_ready *before)
{
	struct debrief_ready now;
	enum status st = service_debrief_look(call, session, &now);

	if (st != STATUS_OK || session->state != SESSION_STATE_DEBRIEFING || !now.complete)
		return st;
	if (!before->complete)
		return service_session_tell(call, session, "session.signable", NULL, NULL, NULL);
	if (before->coach && !now.coach)
		st = service_debrief_ask_again(call, session, session->coach);
	if (st == STATUS_OK && before->coachee && !now.coachee)
		st = service_debrief_ask_again(call, session, session->coachee);
	return st;
}
