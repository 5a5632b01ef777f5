/* service/ — what the coachee says of what the coach saw: outcomes seen otherwise, help confirmed. */
#include <string.h>

#include "daemon/domain/debrief.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/outcome.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/debrief.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/store/debrief.h"
#include "daemon/store/outcome.h"

/* The session they talk through right now; after the closing there are amendments. */
static enum status open_talk(struct call *call, const char *given, Session **ret)
{
	enum status st = service_debrief_session(call, given, ret);

	if (st != STATUS_OK || (*ret)->state == SESSION_STATE_DEBRIEFING)
		return st;
	if ((*ret)->state == SESSION_STATE_CLOSED)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "SESSION_CLOSED", NULL,
			"the debrief is closed and stays as it is; what is to be said can be added to it as an "
			"amendment",
			"de nabespreking is afgerond en blijft zoals die is; wat er nog bij hoort kan als aanvulling");
	return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "SESSION_STATE", NULL,
		words_pick(call->locale, "the session is marked \"%s\": there is nothing to talk through yet",
			"de sessie staat op \"%s\": er valt nog niets na te bespreken"),
		words_session_state((*ret)->state, call->locale));
}

static enum status tell(struct call *call, const Session *session, const char *type)
{
	return service_session_tell(
		call, session, type, arena_printf(call->arena, "%s/debrief", session->name), NULL, NULL);
}

static enum status check_contest(struct call *call, const Session *session, const ContestOutcomeRequest *in)
{
	Intention **intentions;
	bool found = false;
	size_t count;
	char *goal;
	enum status st = service_check_size(call, "text", in->text, CHECK_TEXT);

	if (st == STATUS_OK && in->outcome != OUTCOME_UNSPECIFIED && !outcome_known(in->outcome))
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "OUTCOME", "outcome",
			"outcome must be HAPPENED, PARTLY, NOT or NOT_OBSERVABLE",
			"outcome moet HAPPENED, PARTLY, NOT of NOT_OBSERVABLE zijn");
	if (st == STATUS_OK)
		st = service_debrief_intentions(call, session, &intentions, &count, &goal);
	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		found = found || intentions[i]->number == in->number;
	if (st != STATUS_OK || found)
		return st;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "NO_INTENTION", "number", "there is no intention %d",
		"er is geen voornemen %d", (int)in->number);
}

enum status service_debrief_contest(struct call *call, const ContestOutcomeRequest *in, Debrief **ret)
{
	struct debrief_ready before;
	Debrief *debrief;
	Session *session;
	enum status st = open_talk(call, in->name, &session);

	if (st == STATUS_OK)
		st = check_contest(call, session, in);
	if (st == STATUS_OK)
		st = service_debrief_look(call, session, &before);
	if (st == STATUS_OK)
		st = store_outcome_contest(call->conn, session->name, in->number, in->outcome, in->text, &call->error);
	if (st == STATUS_OK)
		st = service_debrief_row(call, session, &debrief);
	if (st == STATUS_OK)
		st = service_debrief_put(call, session, debrief);
	if (st == STATUS_OK)
		st = service_session_timers(call, session);
	if (st == STATUS_OK)
		st = tell(call, session, "debrief.contested");
	if (st == STATUS_OK)
		st = service_debrief_ask(call, session, &before);
	return st == STATUS_OK ? service_debrief_load(call, session, ret) : st;
}

/* That there is none is said only to one who may know. */
static enum status check_help(struct call *call, const Session *session, const ConfirmHelpRequest *in)
{
	Debrief *debrief;
	enum status st;

	if (in->confirmation != HELP_CONFIRMATION_CONFIRMED && in->confirmation != HELP_CONFIRMATION_DISPUTED)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "HELP", "confirmation",
			"confirmation must be CONFIRMED or DISPUTED", "confirmation moet CONFIRMED of DISPUTED zijn");
	st = service_debrief_load(call, session, &debrief);
	if (st == STATUS_OK)
		st = debrief_may_respond(debrief, call->locale, &call->error);
	if (st == STATUS_OK && debrief->n_help_given == 0)
		st = service_refuse(call, STATUS_FAILED_PRECONDITION, "NO_HELP", NULL,
			"no help was noted, so there is nothing to confirm",
			"er is geen hulp genoteerd, dus er valt niets te bevestigen");
	return st;
}

enum status service_debrief_confirm_help(struct call *call, const ConfirmHelpRequest *in, Debrief **ret)
{
	Session *session;
	enum status st = open_talk(call, in->name, &session);

	if (st == STATUS_OK)
		st = check_help(call, session, in);
	if (st == STATUS_OK)
		st = store_debrief_confirm_help(call->conn, session->name, in->confirmation, call->now, &call->error);
	if (st == STATUS_OK)
		st = tell(call, session, "debrief.help_confirmed");
	return st == STATUS_OK ? service_debrief_load(call, session, ret) : st;
}
