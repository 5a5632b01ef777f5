/* service/ — notes during the meeting and the conversation right after: the methods. What they do is beside it. */
#include "daemon/service/debrief.h"

#include <string.h>

#include "daemon/service/page.h"
#include "daemon/service/session.h"
#include "daemon/store/debrief.h"
#include "daemon/store/observation.h"

#define RPC_SERVICE Debriefs_Service

enum status service_debrief_session(struct call *call, const char *given, Session **ret)
{
	const char *name;
	enum status st = service_session_of_debrief(call, "name", given, &name);

	return st == STATUS_OK ? service_session_open(call, "name", name, ret) : st;
}

RPC_METHOD(add_notes, AddNotesRequest, AddNotesResponse)
(struct call *call, const AddNotesRequest *in, AddNotesResponse **ret)
{
	return service_debrief_note(call, in, ret);
}

/* Until the coachee has spoken, they see what they wrote themselves, and a program nothing; so does a coach who writes
 * blind. Once it is over, everybody sees all. */
static enum status whose_notes(struct call *call, const Session *session, const char **ret_author)
{
	const char *person = call->actor->person;
	bool coach = person != NULL && strcmp(person, session->coach) == 0;
	bool coachee = person != NULL && strcmp(person, session->coachee) == 0;
	bool program = call->actor->kind == ACTOR_PROGRAM;
	bool apart, spoken, coach_spoken;
	Debrief *debrief;
	enum status st = store_debrief_get(call->conn, session->name, call->arena, &debrief, &call->error);

	if (st != STATUS_OK)
		return st;
	apart = debrief != NULL && debrief->mode == DEBRIEF_MODE_APART;
	spoken = lifecycle_ended(session->state) || (debrief != NULL && debrief->coachee_experience[0] != '\0');
	coach_spoken = lifecycle_ended(session->state) || (debrief != NULL && debrief->coach_experience[0] != '\0');
	*ret_author = (coachee && !coach && !spoken) || (coach && !coachee && apart && !coach_spoken) ? person
		      : program && !spoken ? call->actor->name
					   : "";
	return STATUS_OK;
}

RPC_METHOD(list_observations, ListObservationsRequest, ListObservationsResponse)
(struct call *call, const ListObservationsRequest *in, ListObservationsResponse **ret)
{
	ListObservationsResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	const char *author;
	Session *session;
	int size = 0;
	enum status st = service_session_open(call, "session", in->session, &session);

	list_observations_response__init(reply);
	if (st == STATUS_OK)
		st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = whose_notes(call, session, &author);
	if (st == STATUS_OK)
		st = store_observation_list(call->conn, session->name, author, in->page_token, size + 1, call->arena,
			&reply->observations, &reply->n_observations, &call->error);
	if (st != STATUS_OK)
		return st;
	reply->next_page_token = service_page_end(reply->observations, &reply->n_observations, size);
	*ret = reply;
	return STATUS_OK;
}

RPC_METHOD(get_debrief, GetDebriefRequest, Debrief)(struct call *call, const GetDebriefRequest *in, Debrief **ret)
{
	Session *session;
	enum status st = service_debrief_session(call, in->name, &session);

	return st == STATUS_OK ? service_debrief_load(call, session, ret) : st;
}

RPC_METHOD(write_debrief, WriteDebriefRequest, WriteDebriefResponse)
(struct call *call, const WriteDebriefRequest *in, WriteDebriefResponse **ret)
{
	return service_debrief_write(call, in, ret);
}

RPC_METHOD(sign_debrief, SignDebriefRequest, Debrief)(struct call *call, const SignDebriefRequest *in, Debrief **ret)
{
	return service_debrief_sign(call, in, ret);
}

RPC_METHOD(amend_debrief, AmendDebriefRequest, Debrief)(struct call *call, const AmendDebriefRequest *in, Debrief **ret)
{
	return service_debrief_amend(call, in, ret);
}

RPC_METHOD(contest_outcome, ContestOutcomeRequest, Debrief)
(struct call *call, const ContestOutcomeRequest *in, Debrief **ret)
{
	return service_debrief_contest(call, in, ret);
}

RPC_METHOD(confirm_help, ConfirmHelpRequest, Debrief)(struct call *call, const ConfirmHelpRequest *in, Debrief **ret)
{
	return service_debrief_confirm_help(call, in, ret);
}

RPC_METHOD(answer_helped, AnswerHelpedRequest, Debrief)(struct call *call, const AnswerHelpedRequest *in, Debrief **ret)
{
	return service_helped_answer(call, in, ret);
}

RPC_METHOD(get_help_trend, GetHelpTrendRequest, HelpTrend)
(struct call *call, const GetHelpTrendRequest *in, HelpTrend **ret)
{
	return service_helped_trend(call, in, ret);
}

Debriefs_Service service_debriefs = DEBRIEFS__INIT(handle_);
