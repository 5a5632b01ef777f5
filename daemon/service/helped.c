/* service/ — whether sessions help: the coachee answers, the coach sees where it goes and no answer. */
#include "daemon/domain/helped.h"

#include <string.h>

#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/debrief.h"
#include "daemon/service/event.h"
#include "daemon/service/name.h"
#include "daemon/service/refuse.h"
#include "daemon/store/helped.h"

static enum status check_answer(struct call *call, const Session *session, const AnswerHelpedRequest *in)
{
	Helped before;
	int64_t block;
	enum status st;

	if (!helped_known(in->helped))
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "HELPED", "helped",
			"helped must be YES, A_LITTLE or NO", "helped moet YES, A_LITTLE of NO zijn");
	if (session->state != SESSION_STATE_CLOSED)
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "NOT_CLOSED", NULL,
			words_pick(call->locale, "the session is marked \"%s\": this is asked once it is closed",
				"de sessie staat op \"%s\": dit vragen we pas als die is afgerond"),
			words_session_state(session->state, call->locale));
	st = store_helped_get(call->conn, session->name, &before, &block, &call->error);
	if (st == STATUS_OK && block != 0 && before != in->helped)
		st = service_refuse(call, STATUS_FAILED_PRECONDITION, "COUNTED", NULL,
			"your answer counts in the trend now and stays as it is",
			"je antwoord telt nu mee in de trend en blijft zoals het is");
	return st;
}

/* Five make a block: from then on they stay, so that no reading before and after can be set side by side. */
static enum status seal(struct call *call, const char *coach)
{
	Helped *answers;
	size_t count;
	enum status st =
		store_helped_waiting(call->conn, coach, HELPED_BLOCK, call->arena, &answers, &count, &call->error);

	if (st != STATUS_OK || count < HELPED_BLOCK)
		return st;
	return store_helped_seal(call->conn, coach, helped_level(answers, count), &call->error);
}

enum status service_helped_answer(struct call *call, const AnswerHelpedRequest *in, Debrief **ret)
{
	Session *session;
	enum status st = service_debrief_session(call, in->name, &session);

	if (st == STATUS_OK)
		st = check_answer(call, session, in);
	if (st == STATUS_OK)
		st = store_helped_put(call->conn, session->name, session->coach, in->helped, call->now, &call->error);
	if (st == STATUS_OK)
		st = seal(call, session->coach);
	if (st == STATUS_OK)
		st = service_event_append(call, "debrief.answered",
			arena_printf(call->arena, "%s/debrief", session->name), NULL, NULL, session->coachee, NULL);
	return st == STATUS_OK ? service_debrief_load(call, session, ret) : st;
}

enum status service_helped_trend(struct call *call, const GetHelpTrendRequest *in, HelpTrend **ret)
{
	HelpTrend *trend = arena_alloc(call->arena, sizeof(*trend));
	const char *given = in->coach[0] == '\0' ? "people/me" : in->coach;
	struct may_object object = { .name = given };
	Person *coach;
	enum status st = service_name_person(call, "coach", given, &coach);

	help_trend__init(trend);
	if (st == STATUS_OK) {
		object.coach = coach->name;
		st = service_allow(call, &object);
	}
	if (st == STATUS_OK)
		st = store_helped_levels(
			call->conn, coach->name, call->arena, &trend->levels, &trend->n_levels, &call->error);
	if (st != STATUS_OK)
		return st;
	trend->coach = coach->name;
	trend->direction = helped_direction(trend->levels, trend->n_levels);
	trend->answers_each = HELPED_BLOCK;
	*ret = trend;
	return STATUS_OK;
}
