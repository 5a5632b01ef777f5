/* service/ — meetings that a coach could join: what is known of each. */
#include "daemon/service/suggestion.h"

#include <limits.h>
#include <string.h>

#include "daemon/base/clock.h"
#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/rhythm.h"
#include "daemon/service/session.h"
#include "daemon/service/viewer.h"
#include "daemon/store/action_point.h"
#include "daemon/store/coaching.h"
#include "daemon/store/meeting.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"
#include "daemon/store/suggestion.h"

#define MOST_MEETINGS 1000              /* of one person */
#define LOOK_BACK     (120 * CLOCK_DAY) /* for the last session that was planned */

static bool overlap(int64_t from, int64_t until, const Timestamp *start, const Timestamp *end)
{
	return instant_us(start) < until && instant_us(end) > from;
}

static bool stands(const Session *session)
{
	return service_session_to_come(session) || session->state == SESSION_STATE_IN_PROGRESS;
}

static int64_t way_to(const struct gathering *g, const Meeting *meeting)
{
	return service_session_usual_travel(
		&g->policy, meeting->online ? SESSION_FORMAT_ONLINE : SESSION_FORMAT_ON_SITE);
}

/* The coach has a session at that meeting, or is with somebody else then. */
static bool planned(const struct gathering *g, const Meeting *meeting)
{
	int64_t from = instant_us(meeting->start_time) - way_to(g, meeting), until = instant_us(meeting->end_time);

	for (size_t i = 0; i < g->n_sessions; i++) {
		const Session *session = g->sessions[i];

		if (strcmp(session->meeting, meeting->name) == 0 && session->state != SESSION_STATE_LAPSED)
			return true;
		if (stands(session) && overlap(from, until, session->departure_time, session->end_time))
			return true;
	}
	return false;
}

static bool busy(const struct gathering *g, const Meeting *meeting)
{
	int64_t from = instant_us(meeting->start_time) - way_to(g, meeting), until = instant_us(meeting->end_time);

	for (size_t i = 0; i < g->n_own; i++)
		if (!g->own[i]->all_day && overlap(from, until, g->own[i]->start_time, g->own[i]->end_time))
			return true;
	return false;
}

/* Whether the last session of the two that was to be is one the coach did not go along to. */
static bool skipped(const struct gathering *g, const char *coachee, int64_t now)
{
	const Session *last = NULL;

	for (size_t i = 0; i < g->n_sessions; i++) {
		const Session *session = g->sessions[i];

		if (strcmp(session->coachee, coachee) == 0 && instant_us(session->start_time) < now &&
			(last == NULL || instant_us(session->start_time) > instant_us(last->start_time)))
			last = session;
	}
	return last != NULL && last->state == SESSION_STATE_SKIPPED;
}

/* Whether another coach is known to come along: one of a hidden session is not. */
static bool other_coach(const struct gathering *g, Session *const *others, size_t count, const Meeting *meeting)
{
	for (size_t i = 0; i < count; i++)
		if (stands(others[i]) && strcmp(others[i]->meeting, meeting->name) == 0 &&
			strcmp(others[i]->coach, g->coach->name) != 0)
			return true;
	return false;
}

static enum status list_meetings(
	struct call *call, const struct gathering *g, const char *owner, Meeting ***ret, size_t *ret_count)
{
	struct store_meeting_filter filter = {
		.owner = owner, .from = g->from, .until = g->until, .limit = MOST_MEETINGS
	};

	return store_meeting_list(call->conn, g->viewer, &filter, call->arena, ret, ret_count, &call->error);
}

/* What all meetings of one coachee have in common. */
static enum status describe(struct call *call, const struct gathering *g, const Coaching *coaching,
	struct suggestion *common, Session ***ret_others, size_t *ret_n_others)
{
	static const struct store_viewer announced = { .all = true, .hidden = false, .person = "", .today = "" };
	struct store_session_filter others = { .viewer = &announced,
		.coachee = coaching->coachee,
		.from = g->from,
		.until = g->until,
		.limit = MOST_MEETINGS };
	const struct store_viewer *viewer;
	int64_t last, open, of_session;
	Person *coachee;
	enum status st;

	memset(common, 0, sizeof(*common));
	common->skipped = skipped(g, coaching->coachee, call->now);
	st = store_person_get(call->conn, coaching->coachee, call->arena, &coachee, &call->error);
	if (st == STATUS_OK)
		st = store_session_last_time(call->conn, coaching->coach, coaching->coachee, &last, &call->error);
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_action_point_count(
			call->conn, viewer, coaching->name, coaching->coachee, "", &open, &of_session, &call->error);
	if (st == STATUS_OK)
		st = store_session_list(call->conn, &others, call->arena, ret_others, ret_n_others, &call->error);
	if (st != STATUS_OK)
		return st;
	common->coachee = coachee;
	common->last_day = last == 0 ? INT_MIN : day_of(last, coachee->time_zone, NULL);
	common->open_action_points = (int)open;
	return STATUS_OK;
}

/* Within the time that a session would have taken, but another meeting. */
static bool fits_freed(const struct gathering *g, const Meeting *meeting)
{
	if (g->freed == NULL)
		return true;
	return strcmp(meeting->name, g->freed->meeting) != 0 &&
	       overlap(instant_us(g->freed->departure_time), instant_us(g->freed->end_time), meeting->start_time,
		       meeting->end_time);
}

/* What was put off on purpose is not brought up before its day, unless it is asked for by name. */
static enum status find_postponed(struct call *call, const struct gathering *g, const Coaching *coaching, int *ret_day)
{
	const char *until;
	enum status st = store_coaching_postponed(call->conn, coaching->name, call->arena, &until, &call->error);

	*ret_day = RHYTHM_NEVER;
	if (st == STATUS_OK && g->in->coachee[0] == '\0')
		day_parse(until, ret_day);
	return st;
}

static enum status consider(struct call *call, struct gathering *g, const Coaching *coaching, int postponed,
	const struct suggestion *common, Meeting *meeting, struct suggestion **ret)
{
	struct suggestion *one = arena_memdup(call->arena, common, sizeof(*common));
	int64_t start = instant_us(meeting->start_time);
	enum status st =
		store_suggestion_is_dismissed(call->conn, g->coach->name, meeting->name, &one->dismissed, &call->error);

	*ret = NULL;
	one->meeting = meeting;
	one->meeting_day = day_of(start, common->coachee->time_zone, &one->meeting_minute);
	one->cadence_days = rhythm_every(coaching, &g->policy, one->meeting_day);
	one->planned = start <= call->now || planned(g, meeting) ||
		       !day_working(g->coach, day_of(start, g->coach->time_zone, NULL));
	if (st != STATUS_OK || (one->dismissed && !g->in->include_dismissed) || one->meeting_day < postponed ||
		!fits_freed(g, meeting) || !suggestion_possible(one, g->today))
		return st;
	one->busy = busy(g, meeting);
	*ret = one;
	return STATUS_OK;
}

static enum status gather_coachee(struct call *call, struct gathering *g, const Coaching *coaching)
{
	struct suggestion common, *one;
	Session **others;
	Meeting **meetings;
	size_t n_others, count;
	int postponed;
	enum status st = describe(call, g, coaching, &common, &others, &n_others);

	if (st == STATUS_OK)
		st = find_postponed(call, g, coaching, &postponed);
	if (st == STATUS_OK)
		st = list_meetings(call, g, coaching->coachee, &meetings, &count);
	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		st = consider(call, g, coaching, postponed, &common, meetings[i], &one);
		if (st != STATUS_OK || one == NULL)
			continue;
		one->other_coach = other_coach(g, others, n_others, meetings[i]);
		suggestion_rate(one, g->today, call->locale, call->arena);
		*(struct suggestion **)arena_push(call->arena, &g->found, &g->n_found, sizeof(*g->found)) = one;
	}
	return st;
}

enum status service_suggestion_gather(struct call *call, const char *coachee, struct gathering *g)
{
	struct store_session_filter own = { .viewer = g->viewer,
		.coach = g->coach->name,
		.from = call->now - LOOK_BACK,
		.until = g->until,
		.limit = MOST_MEETINGS };
	Coaching **coachings;
	size_t count;
	enum status st;

	st = store_session_list(call->conn, &own, call->arena, &g->sessions, &g->n_sessions, &call->error);
	if (st == STATUS_OK)
		st = list_meetings(call, g, g->coach->name, &g->own, &g->n_own);
	if (st == STATUS_OK)
		st = store_coaching_by(call->conn, g->coach->name, service_today(call, g->coach->time_zone),
			call->arena, &coachings, &count, &call->error);
	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		if (coachee[0] == '\0' || strcmp(coachings[i]->coachee, coachee) == 0)
			st = gather_coachee(call, g, coachings[i]);
	return st;
}
