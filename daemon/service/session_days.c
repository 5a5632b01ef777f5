/* service/ — what follows for what is to come when days change: those of the two, or the hours of the team. */
#include "daemon/domain/instant.h"
#include "daemon/service/action_point.h"
#include "daemon/service/policy.h"
#include "daemon/service/rhythm.h"
#include "daemon/service/service.h"
#include "daemon/service/session.h"
#include "daemon/store/coaching.h"
#include "daemon/store/meta.h"
#include "daemon/store/session.h"
#include "daemon/store/viewer.h"

#define PAGE 200

/* Whether the check still lies ahead, and lies ahead where it would be now. One that has looked does not look again,
 * and nobody is found to be late for a moment that was never theirs. */
static enum status set_check(struct call *call, Session *session, bool *ret_changed)
{
	Timestamp *cutoff = session->cutoff_time, *grace = session->grace_time;
	enum status st = STATUS_OK;

	*ret_changed = false;
	if (instant_us(cutoff) <= call->now)
		return STATUS_OK;
	st = service_session_check_times(call, session);
	if (st != STATUS_OK)
		return st;
	*ret_changed = instant_us(session->cutoff_time) > call->now &&
		       (instant_us(session->cutoff_time) != instant_us(cutoff) ||
			       instant_us(session->grace_time) != instant_us(grace));
	if (!*ret_changed) {
		session->cutoff_time = cutoff;
		session->grace_time = grace;
	}
	return STATUS_OK;
}

/* Plugins count days, too: they hear of it in any case. */
static enum status reckon(struct call *call, Session *session)
{
	bool changed = false;
	enum status st = service_session_to_come(session) ? set_check(call, session, &changed) : STATUS_OK;

	if (st != STATUS_OK)
		return st;
	if (changed)
		return service_session_keep(call, session, "session.timed");
	st = service_session_timers_again(call, session);
	return st == STATUS_OK ? service_session_tell(call, session, "session.timed", NULL, NULL, NULL) : st;
}

static enum status reckon_sessions(struct call *call, const Coaching *coaching)
{
	Session **sessions;
	size_t count = 0;
	enum status st = store_session_open(call->conn, coaching->name, call->arena, &sessions, &count, &call->error);

	for (size_t i = 0; i < count && st == STATUS_OK; i++)
		st = reckon(call, sessions[i]);
	return st;
}

/* Whose days changed, and to what; or nobody's: the hours of the team did. */
struct change {
	const Person *before, *person;
};

static enum status reckon_relation(struct call *call, const Coaching *coaching, const struct change *change)
{
	enum status st = reckon_sessions(call, coaching);

	if (st != STATUS_OK)
		return st;
	if (change->person != NULL)
		return service_coaching_moved(call, coaching, change->before, change->person);
	st = service_coaching_timers(call, coaching, COACHING_RHYTHM);
	return st == STATUS_OK ? service_action_points_timed(call, NULL, coaching->name) : st;
}

/* Those of a coach or of a coachee ("" for any), also past ones: something of them may still be open. */
static enum status reckon_relations(
	struct call *call, const char *coach, const char *coachee, const struct change *change)
{
	const struct store_viewer everybody = { .all = true, .hidden = true, .person = "", .today = "" };
	const char *after = "";
	enum status st = STATUS_OK;
	size_t count;

	do {
		Coaching **coachings;

		count = 0;
		st = store_coaching_list(call->conn, &everybody, coach, coachee, after, PAGE, call->arena, &coachings,
			&count, &call->error);
		for (size_t i = 0; i < count && st == STATUS_OK; i++)
			st = reckon_relation(call, coachings[i], change);
		after = count > 0 ? coachings[count - 1]->name : "";
	} while (st == STATUS_OK && count == PAGE);
	return st;
}

enum status service_session_days_changed(struct call *call, const Person *before, const Person *person)
{
	const struct change change = { before, person };
	enum status st = reckon_relations(call, "", person->name, &change);

	if (st == STATUS_OK)
		st = reckon_relations(call, person->name, "", &change);
	return st == STATUS_OK ? service_action_points_timed(call, person->name, NULL) : st;
}

enum status service_session_policy_changed(struct call *call)
{
	const int64_t mark = policy_mark(&call->service->teams);
	const struct change change = { NULL, NULL };
	int64_t before = 0;
	enum status st = store_meta_get_policy(call->conn, &before, &call->error);

	if (st != STATUS_OK || before == mark)
		return st;
	st = reckon_relations(call, "", "", &change);
	return st == STATUS_OK ? store_meta_set_policy(call->conn, mark, &call->error) : st;
}
