/* service/ — what follows for sessions that are to come when days change: those of the two, or the hours of the team.
 */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
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
	bool changed;
	enum status st = set_check(call, session, &changed);

	if (st != STATUS_OK)
		return st;
	if (changed)
		return service_session_keep(call, session, "session.timed");
	st = service_session_timers(call, session);
	return st == STATUS_OK ? service_session_tell(call, session, "session.timed", NULL, NULL, NULL) : st;
}

static enum status reckon_relations(struct call *call, Coaching *const *coachings, size_t count)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; i < count && st == STATUS_OK; i++) {
		Session **sessions;
		size_t n_sessions = 0;

		st = store_session_to_come(
			call->conn, coachings[i]->name, call->now, call->arena, &sessions, &n_sessions, &call->error);
		for (size_t k = 0; k < n_sessions && st == STATUS_OK; k++)
			st = reckon(call, sessions[k]);
	}
	return st;
}

enum status service_session_days_changed(struct call *call, const Person *person)
{
	char today[DAY_TEXT];
	Coaching **coachings;
	size_t count = 0;
	enum status st;

	day_format(day_of(call->now, person->time_zone, NULL), today);
	st = store_coaching_of(call->conn, person->name, today, call->arena, &coachings, &count, &call->error);
	if (st == STATUS_OK)
		st = reckon_relations(call, coachings, count);
	if (st == STATUS_OK)
		st = store_coaching_by(call->conn, person->name, today, call->arena, &coachings, &count, &call->error);
	return st == STATUS_OK ? reckon_relations(call, coachings, count) : st;
}

static enum status reckon_all(struct call *call)
{
	const struct store_viewer everybody = { .all = true, .hidden = true, .person = "", .today = "" };
	const char *after = "";
	enum status st = STATUS_OK;
	size_t count;

	do {
		Coaching **coachings;

		count = 0;
		st = store_coaching_list(
			call->conn, &everybody, "", "", after, PAGE, call->arena, &coachings, &count, &call->error);
		if (st == STATUS_OK)
			st = reckon_relations(call, coachings, count);
		for (size_t i = 0; i < count && st == STATUS_OK; i++)
			st = service_coaching_timers(call, coachings[i], COACHING_RHYTHM);
		after = count > 0 ? coachings[count - 1]->name : "";
	} while (st == STATUS_OK && count == PAGE);
	return st;
}

enum status service_session_policy_changed(struct call *call)
{
	const int64_t mark = policy_mark(&call->service->teams);
	int64_t before = 0;
	enum status st = store_meta_get_policy(call->conn, &before, &call->error);

	if (st != STATUS_OK || before == mark)
		return st;
	st = reckon_all(call);
	return st == STATUS_OK ? store_meta_set_policy(call->conn, mark, &call->error) : st;
}
