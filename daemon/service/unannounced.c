/* service/ — unannounced sessions: the policy asked, and kept. */
#include "daemon/service/unannounced.h"

#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/quarter.h"
#include "daemon/domain/unannounced.h"
#include "daemon/domain/words.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"
#include "daemon/store/team.h"

/* What is asked about the meeting says whether it may be. */
static enum status template_allows(struct call *call, const char *meeting, const Person *coachee, bool *ret)
{
	Template *template;
	char *name;
	int32_t version;
	enum status st = service_template_of_meeting(call, meeting, coachee, &name, &version);

	if (st == STATUS_OK)
		st = service_template_load(call, name, version, &template);
	if (st == STATUS_OK)
		*ret = template == NULL || template->unannounced_allowed;
	return st;
}

enum status service_unannounced_fits(struct call *call, const Person *coach, const Person *coachee, const char *meeting,
	int64_t start, const char *except, struct error *reterr)
{
	const char *zone = coachee->time_zone;
	struct store_session_count_ask count = {
		.coach = coach->name, .coachee = coachee->name, .except = except, .now = call->now, .start = start
	};
	struct unannounced_ask ask = { .locale = call->locale };
	struct store_session_counts counts;
	int quarter = quarter_of(day_of(start, zone, NULL));
	Team *team;
	enum status st = template_allows(call, meeting, coachee, &ask.template_allows);

	if (st != STATUS_OK)
		*reterr = call->error;
	else
		st = store_team_get(call->conn, coach->name, call->arena, &team, reterr);

	count.from = day_at(quarter_first_day(quarter), 0, zone);
	count.until = day_at(quarter_first_day(quarter + 1), 0, zone);
	if (st == STATUS_OK)
		st = store_session_count(call->conn, &count, &counts, reterr);
	if (st != STATUS_OK)
		return st;
	ask.told_date = team->unannounced_told_date;
	ask.today = day_of(call->now, coach->time_zone, NULL);
	ask.sessions = counts.of_both;
	ask.before = counts.announced_before;
	ask.unannounced = counts.unannounced_of_both;
	ask.in_quarter = counts.unannounced_between;
	return unannounced_may_plan(&ask, reterr);
}

enum status service_unannounced_session_fits(struct call *call, const Session *session, struct error *reterr)
{
	Person *coach, *coachee;
	enum status st = store_person_get(call->conn, session->coach, call->arena, &coach, reterr);

	if (st == STATUS_OK)
		st = store_person_get(call->conn, session->coachee, call->arena, &coachee, reterr);
	if (st != STATUS_OK)
		return st;
	return service_unannounced_fits(
		call, coach, coachee, session->meeting, instant_us(session->start_time), session->name, reterr);
}

enum status service_unannounced_check(struct call *call, const Session *session)
{
	struct error refusal = { 0 };
	enum status st;

	if (!lifecycle_hidden(session) || !service_session_to_come(session))
		return STATUS_OK;
	st = service_unannounced_session_fits(call, session, &refusal);
	if (st == STATUS_FAILED_PRECONDITION)
		return service_session_tell(call, session, "session.unfit", NULL, NULL, NULL);
	if (st != STATUS_OK)
		call->error = refusal;
	return st;
}

enum status service_unannounced_check_all(struct call *call, const char *coachee)
{
	Session **sessions;
	size_t count;
	enum status st = store_session_hidden(call->conn, coachee, call->arena, &sessions, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = service_unannounced_check(call, sessions[i]);
	return st;
}

/* Of the same two at the same meeting, and known to the coachee. */
static enum status find_beside(struct call *call, const Session *session, const Session **ret)
{
	Session *other;
	enum status st =
		store_session_at(call->conn, session->meeting, session->coach, call->arena, &other, &call->error);

	if (st == STATUS_OK && other != NULL && strcmp(other->name, session->name) != 0 && !lifecycle_hidden(other))
		*ret = other;
	return st;
}

enum status service_unannounced_in_the_way(struct call *call, const Session *session, const Session **ret)
{
	Session *elsewhere;
	enum status st;

	*ret = NULL;
	st = find_beside(call, session, ret);
	if (st != STATUS_OK || *ret != NULL)
		return st;
	st = service_session_in_the_way(call, session, false, &elsewhere);
	if (st == STATUS_OK)
		*ret = elsewhere;
	return st;
}

enum status service_unannounced_may_reveal(struct call *call, const Session *session)
{
	struct error refusal = { 0 };
	const Session *other;
	enum status st = service_unannounced_in_the_way(call, session, &other);

	if (st == STATUS_OK && other != NULL)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "ANNOUNCED_BESIDE", NULL,
			"there is an announced session at that time, with %s: %s; cancel one of the two",
			"er is op dat moment een aangekondigde sessie, met %s: %s; zeg een van beide af",
			other->coachee_display_name, other->name);
	if (st != STATUS_OK || call->now < instant_us(session->cutoff_time))
		return st;
	st = service_unannounced_session_fits(call, session, &refusal);
	if (st == STATUS_FAILED_PRECONDITION)
		return error_detail(&call->error, st, refusal.reason, "unannounced",
			words_pick(call->locale, "%s. For this one it is too late to announce it: cancel it",
				"%s. Voor deze is het te laat om aan te kondigen: zeg die af"),
			refusal.message);
	if (st != STATUS_OK)
		call->error = refusal;
	return st;
}

enum status service_unannounced_due(struct call *call, Session *session)
{
	struct error refusal = { 0 };
	const Session *other;
	enum status st;

	if (call->now >= instant_us(session->end_time))
		return STATUS_OK;
	st = service_unannounced_in_the_way(call, session, &other);
	if (st == STATUS_OK && other != NULL)
		return service_session_cancel(call, session, "", CANCEL_CAUSE_ANNOUNCED_BESIDE);
	if (st == STATUS_OK)
		st = service_unannounced_session_fits(call, session, &refusal);
	if (st == STATUS_FAILED_PRECONDITION)
		return service_session_cancel(call, session, "", CANCEL_CAUSE_NOT_UNANNOUNCED);
	if (st != STATUS_OK)
		call->error = refusal;
	return st == STATUS_OK ? service_session_reveal(call, session) : st;
}
