/* service/ — what was seen of an action point in a session: said beside it, and never changed. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/action_point.h"
#include "daemon/service/check.h"
#include "daemon/service/event.h"
#include "daemon/service/refuse.h"
#include "daemon/store/action_point_change.h"
#include "daemon/store/debrief.h"

static enum status check(
	struct call *call, const struct action_point *point, const Session *session, Outcome outcome, const char *note)
{
	if (outcome < OUTCOME_HAPPENED || outcome > OUTCOME_NOT_OBSERVABLE)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "OUTCOME", "outcome",
			"say what was seen of it: happened, partly, not, or could not be seen",
			"zeg wat ervan te zien was: gebeurd, deels, niet, of niet te zien");
	if (strcmp(point->kept->coaching, session->coaching) != 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "OTHER_COACHING", "session",
			"session is of another coaching relation than the action point",
			"session hoort bij een andere coachrelatie dan het actiepunt");
	if (strcmp(point->kept->session, session->name) == 0)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "AGREED_HERE", "session",
			"it was agreed in this session: what is seen of it shows in the next",
			"het is in deze sessie afgesproken: wat ervan te zien is, blijkt in de volgende");
	if (session->state != SESSION_STATE_IN_PROGRESS && session->state != SESSION_STATE_DEBRIEFING)
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "SESSION_STATE", "session",
			words_pick(call->locale,
				"the session is %s: what was seen is said during the meeting and in the debrief",
				"de sessie is %s: wat te zien was, zeg je tijdens de afspraak en bij de nabespreking"),
			words_session_state(session->state, call->locale));
	return service_check_size(call, "note", note, CHECK_TEXT);
}

/* Until the coachee has spoken, what the coach saw is the coach's: so is the word that there is something. */
static enum status tell(struct call *call, const struct action_point *point, const Session *session)
{
	bool coach = call->actor->person != NULL && strcmp(call->actor->person, point->coach) == 0;
	Debrief *debrief;
	enum status st = store_debrief_get(call->conn, session->name, call->arena, &debrief, &call->error);

	if (st != STATUS_OK)
		return st;
	if (coach && (debrief == NULL || debrief->coachee_experience[0] == '\0'))
		return service_event_append(
			call, "action_point.seen", point->kept->name, NULL, NULL, point->coach, NULL);
	return service_action_point_tell(call, point, "action_point.seen", NULL, NULL);
}

enum status service_action_point_see(
	struct call *call, const struct action_point *point, const Session *session, Outcome outcome, const char *note)
{
	ActionPointChange sighting = service_action_point_line(ACTION_POINT_CHANGE_KIND_SEEN);
	enum status st = check(call, point, session, outcome, note);

	if (st != STATUS_OK)
		return st;
	st = service_action_point_sign(call, point, &sighting);
	sighting.session = session->name;
	sighting.to_value = (char *)note;
	sighting.outcome = outcome;
	if (st == STATUS_OK)
		st = store_action_point_sighting_insert(call->conn, &sighting, &call->error);
	return st == STATUS_OK ? tell(call, point, session) : st;
}
