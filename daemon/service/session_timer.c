/* service/ — what happens to a session by itself: a look whether it still fits, reveal, finish, lapse, not confirmed.
 */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/service/erasure.h"
#include "daemon/service/meeting.h"
#include "daemon/service/organisation.h"
#include "daemon/service/policy.h"
#include "daemon/service/rhythm.h"
#include "daemon/service/service.h"
#include "daemon/service/session.h"
#include "daemon/service/sweep.h"
#include "daemon/service/unannounced.h"
#include "daemon/store/debrief.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"
#include "daemon/store/timer.h"

#define NEVER INT64_MAX

static enum status set(struct call *call, const char *kind, const Session *session, int64_t due)
{
	const char *key = arena_printf(call->arena, "%s/%s", kind, session->name);
	struct error error = { 0 };
	enum status st;

	if (due != NEVER)
		return store_timer_set(
			call->conn, STORE_TIMER_SERVICE, key, due, call->now, (ProtobufCBinaryData){ 0 }, &call->error);
	st = store_timer_delete(call->conn, STORE_TIMER_SERVICE, key, &error);
	if (st != STATUS_OK && st != STATUS_NOT_FOUND) {
		call->error = error;
		return st;
	}
	return STATUS_OK;
}

/* A look that is still to come comes, also when its hour is past by now. */
static enum status set_look(struct call *call, const Session *session, int64_t due)
{
	int64_t waits = 0;
	enum status st;

	if (due > call->now)
		return set(call, "fit", session, due);
	st = store_timer_find(call->conn, STORE_TIMER_SERVICE, arena_printf(call->arena, "fit/%s", session->name),
		&waits, &call->error);
	return st == STATUS_OK ? set(call, "fit", session, waits != 0 ? call->now : NEVER) : st;
}

/* Whether anybody wrote a line of the debrief. */
static enum status is_written(struct call *call, const Session *session, bool *ret)
{
	Debrief *debrief;
	enum status st = store_debrief_get(call->conn, session->name, call->arena, &debrief, &call->error);

	if (st == STATUS_OK)
		*ret = debrief != NULL;
	return st;
}

/* When somebody last did something about the debrief; 0: nobody did. */
static enum status last_word(struct call *call, const Session *session, int64_t *ret)
{
	Debrief *debrief;
	enum status st = store_debrief_get(call->conn, session->name, call->arena, &debrief, &call->error);

	if (st != STATUS_OK)
		return st;
	*ret = debrief != NULL ? instant_us(debrief->update_time) : 0;
	for (size_t i = 0; debrief != NULL && i < debrief->n_signatures; i++)
		if (instant_us(debrief->signatures[i]->sign_time) > *ret)
			*ret = instant_us(debrief->signatures[i]->sign_time);
	return STATUS_OK;
}

/* The next five o'clock of a day on which the person works. */
static int64_t next_end(const Person *person, int64_t now)
{
	const int today = day_of(now, person->time_zone, NULL);
	const int64_t end = day_at(today, SERVICE_SESSION_END_MINUTE, person->time_zone);

	return day_working(person, today) && end > now ? end : day_after(person, now, 1, SERVICE_SESSION_END_MINUTE);
}

/* The end of so many working days after a moment, of both: a day counts when it is the coachee's. What is past is given
 * the days anew, or ends with the day: nobody is late for a moment that was never theirs. */
static int64_t wait_until(const Person *coachee, int days, int64_t from, int64_t now, bool anew)
{
	int64_t due = day_after(coachee, from, days, SERVICE_SESSION_END_MINUTE);

	if (due > now)
		return due;
	return anew ? day_after(coachee, now, days, SERVICE_SESSION_END_MINUTE) : next_end(coachee, now);
}

static enum status arrange(struct call *call, const Session *session, bool anew)
{
	int64_t fit = NEVER, reveal = NEVER, finish = NEVER, lapse = NEVER, unconfirmed = NEVER;
	int64_t end = instant_us(session->end_time), said = 0;
	struct policy policy;
	Person *coachee;
	int wait;
	enum status st = store_person_get(call->conn, session->coachee, call->arena, &coachee, &call->error);

	if (st == STATUS_OK)
		st = service_policy_of(call, session->coach, &policy);
	if (st == STATUS_OK && session->state == SESSION_STATE_DEBRIEFING)
		st = last_word(call, session, &said);
	if (st != STATUS_OK)
		return st;
	wait = policy_value(&policy, POLICY_LAPSE_DAYS);
	if (service_session_to_come(session) && lifecycle_hidden(session))
		reveal = instant_us(session->departure_time) - SERVICE_SESSION_REVEAL_US;
	if (reveal != NEVER)
		fit = day_before(coachee, instant_us(session->start_time), 1, SERVICE_SESSION_MORNING);
	if (session->state == SESSION_STATE_IN_PROGRESS)
		finish = end + LIFECYCLE_FINISH_US;
	if (service_session_to_come(session) || (session->state == SESSION_STATE_DEBRIEFING && said == 0))
		lapse = wait_until(coachee, wait, end, call->now, anew);
	if (session->state == SESSION_STATE_DEBRIEFING && said != 0)
		unconfirmed = wait_until(coachee, wait, anew ? call->now : said, call->now, anew);
	st = set_look(call, session, fit);
	if (st == STATUS_OK)
		st = set(call, "reveal", session, reveal);
	if (st == STATUS_OK)
		st = set(call, "finish", session, finish);
	if (st == STATUS_OK)
		st = set(call, "lapse", session, lapse);
	if (st == STATUS_OK)
		st = set(call, "unconfirmed", session, unconfirmed);
	return st;
}

enum status service_session_timers(struct call *call, const Session *session)
{
	return arrange(call, session, true);
}

enum status service_session_timers_again(struct call *call, const Session *session)
{
	return arrange(call, session, false);
}

static enum status fire_reveal(struct call *call, Session *session)
{
	if (!lifecycle_hidden(session) || !service_session_to_come(session) ||
		call->now < instant_us(session->departure_time) - SERVICE_SESSION_REVEAL_US)
		return STATUS_OK;
	return service_unannounced_due(call, session);
}

static enum status step(struct call *call, Session *session, enum lifecycle_action action, bool written)
{
	struct lifecycle_ask ask = { .action = action, .written = written };
	struct lifecycle_step next;
	enum status st = service_session_decide(call, session, &ask, &next);

	if (st != STATUS_OK)
		return st;
	/* one that began after its planned end ended no earlier than it began */
	if (action == LIFECYCLE_FINISH)
		session->actual_end_time = instant_us(session->actual_start_time) > instant_us(session->end_time)
						   ? session->actual_start_time
						   : session->end_time;
	if (action == LIFECYCLE_CLOSE_UNCONFIRMED)
		session->not_confirmed = true;
	return service_session_take(call, session, &next);
}

static enum status fire(struct call *call, const char *kind, Session *session)
{
	bool written = false;
	enum status st;

	if (strcmp(kind, "fit") == 0)
		return service_unannounced_check(call, session);
	if (strcmp(kind, "reveal") == 0)
		return fire_reveal(call, session);
	if (strcmp(kind, "finish") == 0)
		return step(call, session, LIFECYCLE_FINISH, false);
	st = is_written(call, session, &written);
	if (st != STATUS_OK)
		return st;
	if (strcmp(kind, "lapse") == 0)
		return step(call, session, LIFECYCLE_LAPSE, written);
	if (strcmp(kind, "unconfirmed") == 0)
		return step(call, session, LIFECYCLE_CLOSE_UNCONFIRMED, written);
	return error_set(&call->error, STATUS_INTERNAL, "the service knows no timer \"%.100s\"", kind);
}

static bool is_kind(const char *key, const char *kind)
{
	const size_t length = strlen(kind);

	return strncmp(key, kind, length) == 0 && key[length] == '/';
}

bool service_timer_is_apart(const char *key)
{
	return is_kind(key, SERVICE_ERASURE_CLEAN);
}

enum status service_timer_prepare(struct call *call, const char *key)
{
	(void)key;
	return service_erasure_clean(call);
}

enum status service_begin(struct call *call)
{
	enum status st = service_sweep_arrange(call);

	if (st == STATUS_OK)
		st = service_session_policy_changed(call);
	return st == STATUS_OK ? service_organisation_due(call) : st;
}

enum status service_timer_fire(struct call *call, const char *key)
{
	const char *name = strchr(key, '/');
	Session *session;
	enum status st;

	if (strncmp(key, SERVICE_ORGANISATION_TIMER, strlen(SERVICE_ORGANISATION_TIMER)) == 0)
		return service_organisation_due(call);
	if (name == NULL)
		return error_set(&call->error, STATUS_INTERNAL, "the service knows no timer \"%.100s\"", key);
	if (is_kind(key, SERVICE_SWEEP))
		return service_sweep_fire(call);
	if (is_kind(key, SERVICE_ERASURE_ERASE) || is_kind(key, SERVICE_ERASURE_CLEAN))
		return service_erasure_fire(call, arena_strndup(call->arena, key, (size_t)(name - key)), name + 1);
	if (strncmp(key, SERVICE_MEETING_UNMERGE "/", sizeof(SERVICE_MEETING_UNMERGE)) == 0)
		return service_meeting_merge_forget(call, name + 1);
	if (strncmp(name + 1, "coachings/", strlen("coachings/")) == 0)
		return service_coaching_due(call, arena_strndup(call->arena, key, (size_t)(name - key)), name + 1);
	st = store_session_get(call->conn, name + 1, call->arena, &session, NULL, &call->error);
	if (st != STATUS_OK || session == NULL)
		return st;
	st = fire(call, arena_strndup(call->arena, key, (size_t)(name - key)), session);
	/* The session moved on since: that is what the table says, and no fault. */
	if (st == STATUS_FAILED_PRECONDITION || st == STATUS_PERMISSION_DENIED) {
		call->error = (struct error){ 0 };
		return STATUS_OK;
	}
	return st;
}
