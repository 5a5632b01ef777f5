/* service/ — the rhythm of coaching relations, and what happens to a relation by itself. */
#include "daemon/service/rhythm.h"

#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/may.h"
#include "daemon/domain/rhythm.h"
#include "daemon/service/action_point.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/event.h"
#include "daemon/service/name.h"
#include "daemon/service/policy.h"
#include "daemon/service/refuse.h"
#include "daemon/service/viewer.h"
#include "daemon/store/action_point.h"
#include "daemon/store/coaching.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"
#include "daemon/store/timer.h"

#define MORNING    (9 * 60) /* when the coach is told */
#define GRACE_DAYS 7        /* of a relation that has just been entered */
#define MOST_DAYS  366      /* to put it off */

/* What the rhythm hangs on; days are the coach's. */
struct facts {
	const Coaching *coaching;
	Person *coach;
	struct policy policy;             /* of the coach's team */
	int today, last, next, postponed; /* RHYTHM_NEVER for none */
};

static enum status gather(struct call *call, const Coaching *coaching, struct facts *ret)
{
	const char *postponed;
	int64_t last, next;
	enum status st = store_person_get(call->conn, coaching->coach, call->arena, &ret->coach, &call->error);

	if (st == STATUS_OK)
		st = store_session_last_time(call->conn, coaching->coach, coaching->coachee, &last, &call->error);
	if (st == STATUS_OK)
		st = store_session_next_of_two(
			call->conn, coaching->coach, coaching->coachee, call->now, &next, &call->error);
	if (st == STATUS_OK)
		st = store_coaching_postponed(call->conn, coaching->name, call->arena, &postponed, &call->error);
	if (st != STATUS_OK)
		return st;
	ret->coaching = coaching;
	ret->policy = service_policy_for(call, ret->coach);
	ret->today = day_of(call->now, ret->coach->time_zone, NULL);
	ret->last = last == 0 ? RHYTHM_NEVER : day_of(last, ret->coach->time_zone, NULL);
	ret->next = next == 0 ? RHYTHM_NEVER : day_of(next, ret->coach->time_zone, NULL);
	if (!day_parse(postponed, &ret->postponed))
		ret->postponed = RHYTHM_NEVER;
	return STATUS_OK;
}

/* ---- timers ---- */

static enum status set_timer(struct call *call, const char *kind, const Coaching *coaching, int64_t due)
{
	return store_timer_set(call->conn, STORE_TIMER_SERVICE,
		arena_printf(call->arena, "%s/%s", kind, coaching->name), due, call->now, (ProtobufCBinaryData){ 0 },
		&call->error);
}

static enum status drop_timer(struct call *call, const char *kind, const Coaching *coaching)
{
	struct error error = { 0 };
	enum status st = store_timer_delete(
		call->conn, STORE_TIMER_SERVICE, arena_printf(call->arena, "%s/%s", kind, coaching->name), &error);

	if (st == STATUS_OK || st == STATUS_NOT_FOUND)
		return STATUS_OK;
	call->error = error;
	return st;
}

static bool ended_on(const Coaching *coaching, int day)
{
	int end;

	return day_parse(coaching->end_date, &end) && end < day;
}

/* The morning on which to look again: a session that is planned comes first. */
static enum status set_cadence(struct call *call, const struct facts *facts, int earliest)
{
	int day = facts->next != RHYTHM_NEVER
			  ? facts->next + 1
			  : rhythm_slips(facts->coaching, &facts->policy, facts->last, facts->postponed);

	if (day < earliest)
		day = earliest;
	if (ended_on(facts->coaching, day))
		return drop_timer(call, "cadence", facts->coaching);
	return set_timer(call, "cadence", facts->coaching, day_at(day, MORNING, facts->coach->time_zone));
}

/* The next day on which the relation begins or has ended, as the coachee counts days. */
static enum status set_handover(struct call *call, const Coaching *coaching)
{
	int start, end;
	Person *coachee;
	enum status st = store_person_get(call->conn, coaching->coachee, call->arena, &coachee, &call->error);
	int today = st == STATUS_OK ? day_of(call->now, coachee->time_zone, NULL) : 0;

	if (st != STATUS_OK)
		return st;
	if (day_parse(coaching->start_date, &start) && start > today)
		return set_timer(call, "handover", coaching, day_at(start, 0, coachee->time_zone));
	if (day_parse(coaching->end_date, &end) && end >= today)
		return set_timer(call, "handover", coaching, day_at(end + 1, 0, coachee->time_zone));
	return drop_timer(call, "handover", coaching);
}

enum status service_coaching_timers(struct call *call, const Coaching *coaching, enum coaching_change change)
{
	struct facts facts;
	enum status st = gather(call, coaching, &facts);

	if (st == STATUS_OK && change != COACHING_END)
		st = set_cadence(call, &facts, facts.today + (change == COACHING_MADE ? GRACE_DAYS : 1));
	return st == STATUS_OK ? set_handover(call, coaching) : st;
}

/* One whose moment has been there comes at once. */
static enum status keep_day(
	struct call *call, const char *kind, const Coaching *coaching, int minute, const char *from, const char *to)
{
	int64_t due = 0;
	enum status st = store_timer_find(call->conn, STORE_TIMER_SERVICE,
		arena_printf(call->arena, "%s/%s", kind, coaching->name), &due, &call->error);

	if (st != STATUS_OK || due == 0)
		return st;
	return set_timer(call, kind, coaching, day_at(day_of(due, from, NULL), minute, to));
}

enum status service_coaching_moved(
	struct call *call, const Coaching *coaching, const Person *before, const Person *person)
{
	if (strcmp(before->time_zone, person->time_zone) == 0)
		return STATUS_OK;
	if (strcmp(coaching->coach, person->name) == 0)
		return keep_day(call, "cadence", coaching, MORNING, before->time_zone, person->time_zone);
	return keep_day(call, "handover", coaching, 0, before->time_zone, person->time_zone);
}

/* Told again after every such span in which nothing came of it. */
static enum status tell(struct call *call, const struct facts *facts)
{
	const Coaching *coaching = facts->coaching;
	enum status st;

	if (ended_on(coaching, facts->today))
		return STATUS_OK;
	if (facts->next != RHYTHM_NEVER ||
		facts->today < rhythm_slips(coaching, &facts->policy, facts->last, facts->postponed))
		return set_cadence(call, facts, facts->today + 1);
	st = service_event_append(call, "coaching.slipping", coaching->name, NULL, NULL, coaching->coach, NULL);
	return st == STATUS_OK
		       ? set_cadence(call, facts, facts->today + rhythm_every(coaching, &facts->policy, facts->today))
		       : st;
}

enum status service_coaching_due(struct call *call, const char *kind, const char *name)
{
	struct facts facts;
	Coaching *coaching;
	enum status st = store_coaching_get(call->conn, name, call->arena, &coaching, &call->error);

	if (st != STATUS_OK || coaching == NULL)
		return st;
	if (strcmp(kind, "rhythm") == 0)
		st = service_action_points_pass_on(call, coaching->coachee);
	if (st == STATUS_OK && strcmp(kind, "rhythm") == 0)
		return service_coaching_timers(call, coaching, COACHING_MADE);
	if (strcmp(kind, "handover") == 0) {
		st = service_action_points_pass_on(call, coaching->coachee);
		return st == STATUS_OK ? set_handover(call, coaching) : st;
	}
	if (strcmp(kind, "cadence") != 0)
		return error_set(&call->error, STATUS_INTERNAL, "the service knows no timer \"%.100s\"", kind);
	st = gather(call, coaching, &facts);
	return st == STATUS_OK ? tell(call, &facts) : st;
}

/* ---- methods ---- */

static enum status find(struct call *call, const char *given, Coaching **ret)
{
	struct may_object object = { .name = given };
	const char *name;
	enum status st = service_name_parent(call, "name", given, "coachings", "/rhythm", &name);

	if (st == STATUS_OK)
		st = store_coaching_get(call->conn, name, call->arena, ret, &call->error);
	if (st != STATUS_OK)
		return st;
	if (*ret == NULL)
		return may_not_found(given, call->locale, &call->error);
	object.coach = (*ret)->coach;
	object.coachee = (*ret)->coachee;
	return service_allow(call, &object);
}

static char *date(struct call *call, int day)
{
	char *text = (char *)protobuf_c_empty_string;

	if (day == RHYTHM_NEVER)
		return text;
	text = arena_alloc(call->arena, DAY_TEXT);
	day_format(day, text);
	return text;
}

static enum status show(struct call *call, const Coaching *coaching, Rhythm **ret)
{
	Rhythm *rhythm = arena_alloc(call->arena, sizeof(*rhythm));
	const struct store_viewer *viewer;
	int64_t open, of_session;
	struct facts facts;
	enum status st = gather(call, coaching, &facts);

	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_action_point_count(
			call->conn, viewer, coaching->name, coaching->coachee, "", &open, &of_session, &call->error);
	if (st != STATUS_OK)
		return st;
	rhythm__init(rhythm);
	rhythm->name = arena_printf(call->arena, "%s/rhythm", coaching->name);
	rhythm->coach = coaching->coach;
	rhythm->coachee = coaching->coachee;
	rhythm->every_days = rhythm_every(coaching, &facts.policy, facts.today);
	rhythm->starter = rhythm_starter(coaching, facts.today);
	rhythm->last_date = date(call, facts.last);
	rhythm->next_date = date(call, facts.next);
	rhythm->postponed_until = date(call, facts.postponed > facts.today ? facts.postponed : RHYTHM_NEVER);
	rhythm->slips_date = date(call, rhythm_slips(coaching, &facts.policy, facts.last, facts.postponed));
	rhythm->open_action_points = (int32_t)open;
	*ret = rhythm;
	return STATUS_OK;
}

enum status service_rhythm_get(struct call *call, const GetRhythmRequest *in, Rhythm **ret)
{
	Coaching *coaching;
	enum status st = find(call, in->name, &coaching);

	return st == STATUS_OK ? show(call, coaching, ret) : st;
}

static enum status check_until(struct call *call, const Coaching *coaching, const char *until)
{
	struct facts facts;
	int day;
	enum status st = service_check_date(call, "until_date", until);

	if (st == STATUS_OK)
		st = gather(call, coaching, &facts);
	if (st != STATUS_OK)
		return st;
	day_parse(until, &day);
	if (day > facts.today && day <= facts.today + MOST_DAYS)
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "OUT_OF_RANGE", "until_date",
		"until_date must be a day to come, within a year",
		"until_date moet een dag zijn die nog komt, binnen een jaar");
}

enum status service_rhythm_postpone(struct call *call, const PostponeRhythmRequest *in, Rhythm **ret)
{
	Coaching *coaching;
	enum status st = find(call, in->name, &coaching);

	if (st == STATUS_OK && in->until_date[0] != '\0')
		st = check_until(call, coaching, in->until_date);
	if (st == STATUS_OK)
		st = store_coaching_postpone(call->conn, coaching->name, in->until_date, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(
			call, "coaching.postponed", coaching->name, NULL, NULL, coaching->coach, NULL);
	if (st == STATUS_OK)
		st = service_coaching_timers(call, coaching, COACHING_RHYTHM);
	return st == STATUS_OK ? show(call, coaching, ret) : st;
}
