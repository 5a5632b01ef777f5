/* service/ — coaching relations. */
#include "daemon/service/coaching.h"

#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/rhythm.h"
#include "daemon/domain/words.h"
#include "daemon/service/action_point.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/mask.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/policy.h"
#include "daemon/service/refuse.h"
#include "daemon/service/rhythm.h"
#include "daemon/service/session.h"
#include "daemon/service/viewer.h"
#include "daemon/store/coaching.h"

#define MOST_CADENCE 366

static enum status check_coaching(struct call *call, const Coaching *coaching)
{
	enum status st;

	st = service_check_date(call, "start_date", coaching->start_date);
	if (st == STATUS_OK && coaching->end_date[0] != '\0')
		st = service_check_date(call, "end_date", coaching->end_date);
	if (st == STATUS_OK && coaching->starter_until[0] != '\0')
		st = service_check_date(call, "starter_until", coaching->starter_until);
	if (st != STATUS_OK)
		return st;
	if (coaching->end_date[0] != '\0' && strcmp(coaching->end_date, coaching->start_date) < 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "DATE_ORDER", "end_date",
			"end_date must not be before start_date, %s", "end_date mag niet vóór start_date liggen, %s",
			coaching->start_date);
	if (coaching->cadence_days < 1 || coaching->cadence_days > MOST_CADENCE)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "CADENCE", "cadence_days",
			"cadence_days must be 1 to %d", "cadence_days moet 1 tot en met %d zijn", MOST_CADENCE);
	return STATUS_OK;
}

static enum status check_alone(struct call *call, const Coaching *coaching)
{
	Coaching *other;
	enum status st;

	st = store_coaching_overlap(call->conn, coaching->coach, coaching->coachee, coaching->name,
		coaching->start_date, coaching->end_date, call->arena, &other, &call->error);
	if (st != STATUS_OK || other == NULL)
		return st;
	return service_refuse(call, STATUS_ALREADY_EXISTS, "COACHING", "coaching",
		"the two have a coaching relation already, %s, since %s%s%s",
		"deze twee hebben al een coachrelatie, %s, sinds %s%s%s", other->name, other->start_date,
		other->end_date[0] != '\0' ? words_pick(call->locale, " until ", " tot ") : "", other->end_date);
}

/* The two whom the request means. */
static enum status find_people(struct call *call, const Coaching *in, Person **ret_coach, Person **ret_coachee)
{
	enum status st;

	st = service_name_person(call, "coach", in->coach, ret_coach);
	if (st == STATUS_OK)
		st = service_name_person(call, "coachee", in->coachee, ret_coachee);
	if (st == STATUS_OK && strcmp((*ret_coach)->name, (*ret_coachee)->name) == 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "SAME_PERSON", "coachee",
			"coachee must be somebody else than coach", "coachee moet iemand anders zijn dan coach");
	return st;
}

/* Nobody said how often: as the team has it. */
static enum status choose_cadence(struct call *call, Coaching *coaching)
{
	struct policy policy;
	enum status st = service_policy_of(call, coaching->coach, &policy);

	if (st == STATUS_OK)
		coaching->cadence_days = policy_value(&policy, POLICY_CADENCE_DAYS);
	return st;
}

/* Who was never coached before, and of whom nobody says how often: the first weeks are a starter's. */
static enum status choose_rhythm(struct call *call, const Coaching *given, Coaching *coaching)
{
	bool first;
	int start;
	enum status st = store_coaching_is_first(call->conn, coaching, &first, &call->error);

	if (st == STATUS_OK && coaching->cadence_days == 0)
		st = choose_cadence(call, coaching);
	if (st != STATUS_OK || !first || given->cadence_days != 0 || given->starter_until[0] != '\0' ||
		!day_parse(coaching->start_date, &start))
		return st;
	coaching->starter_until = arena_alloc(call->arena, DAY_TEXT);
	day_format(start + RHYTHM_STARTER_FOR - 1, coaching->starter_until);
	return STATUS_OK;
}

/* What hangs on the days of a relation: its timers, and what is left behind in those that ended. */
static enum status follow(struct call *call, const Coaching *coaching, enum coaching_change change)
{
	enum status st = service_coaching_timers(call, coaching, change);

	return st == STATUS_OK ? service_action_points_pass_on(call, coaching->coachee) : st;
}

enum status service_coaching_create(struct call *call, const CreateCoachingRequest *in, Coaching **ret)
{
	Person *coach, *coachee;
	Coaching *coaching;
	enum status st;

	if (in->coaching == NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "MISSING", "coaching", "coaching is missing",
			"coaching ontbreekt");
	st = find_people(call, in->coaching, &coach, &coachee);
	if (st != STATUS_OK)
		return st;
	coaching = arena_memdup(call->arena, in->coaching, sizeof(*coaching));
	coaching->name = call_new_name(call, "coachings");
	coaching->coach = coach->name;
	coaching->coachee = coachee->name;
	if (coaching->start_date[0] == '\0')
		coaching->start_date = (char *)service_today(call, coach->time_zone);
	st = choose_rhythm(call, in->coaching, coaching);
	if (st != STATUS_OK)
		return st;
	coaching->create_time = coaching->update_time = instant_new(call->arena, call->now);
	st = check_coaching(call, coaching);
	if (st == STATUS_OK)
		st = check_alone(call, coaching);
	if (st == STATUS_OK)
		st = store_coaching_insert(call->conn, coaching, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(
			call, "coaching.created", coaching->name, NULL, NULL, coach->name, coachee->name);
	if (st == STATUS_OK)
		st = follow(call, coaching, COACHING_MADE);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &coaching->base);
	*ret = coaching;
	return STATUS_OK;
}

/* The relation, when the caller may do this call's method to it. */
static enum status find(struct call *call, const char *field, const char *name, Coaching **ret)
{
	const struct store_viewer *viewer;
	struct may_object object = { .name = name };
	Coaching *coaching;
	enum status st;

	st = service_name_check(call, field, name, "coachings");
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_coaching_see(call->conn, viewer, name, call->arena, &coaching, &call->error);
	if (st != STATUS_OK)
		return st;
	if (coaching == NULL)
		return may_not_found(name, call->locale, &call->error);
	object.coach = coaching->coach;
	object.coachee = coaching->coachee;
	*ret = coaching;
	return service_allow(call, &object);
}

enum status service_coaching_get(struct call *call, const GetCoachingRequest *in, Coaching **ret)
{
	enum status st = find(call, "name", in->name, ret);

	if (st == STATUS_OK)
		service_etag_set(call, &(*ret)->base);
	return st;
}

enum status service_coaching_list(struct call *call, const ListCoachingsRequest *in, ListCoachingsResponse **ret)
{
	ListCoachingsResponse *list = arena_alloc(call->arena, sizeof(*list));
	const struct store_viewer *viewer;
	const char *coach, *coachee;
	enum status st;
	int size;

	list_coachings_response__init(list);
	st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = service_name_filter(call, "coach", in->coach, &coach);
	if (st == STATUS_OK)
		st = service_name_filter(call, "coachee", in->coachee, &coachee);
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_coaching_list(call->conn, viewer, coach, coachee, in->page_token, size + 1, call->arena,
			&list->coachings, &list->n_coachings, &call->error);
	if (st != STATUS_OK)
		return st;
	list->next_page_token = service_page_end(list->coachings, &list->n_coachings, size);
	service_etag_set_all(call, list->coachings, list->n_coachings);
	*ret = list;
	return STATUS_OK;
}

/* A coach whose time with somebody is over does not take it up again by themself. */
static enum status check_not_over(struct call *call, const Coaching *coaching)
{
	const struct store_viewer *viewer;
	enum status st;

	if (call->actor->kind != ACTOR_PERSON || call->actor->admin || coaching->end_date[0] == '\0')
		return STATUS_OK;
	st = service_viewer(call, &viewer);
	if (st != STATUS_OK || strcmp(viewer->today, coaching->end_date) <= 0)
		return st;
	return service_refuse(call, STATUS_FAILED_PRECONDITION, "ENDED", "coaching.name",
		"it ended on %s: who administrates begins a new one",
		"het eindigde op %s: wie beheert begint een nieuwe", coaching->end_date);
}

enum status service_coaching_update(struct call *call, const UpdateCoachingRequest *in, Coaching **ret)
{
	enum coaching_change change = COACHING_END;
	Coaching *coaching, before;
	enum status st;

	if (in->coaching == NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "MISSING", "coaching", "coaching is missing",
			"coaching ontbreekt");
	st = find(call, "coaching.name", in->coaching->name, &coaching);
	if (st == STATUS_OK)
		st = check_not_over(call, coaching);
	if (st == STATUS_OK)
		st = service_mask_check(call, in->update_mask, "end_date cadence_days starter_until");
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &coaching->base);
	st = service_etag_check(call, in->coaching->etag, &coaching->base);
	if (st != STATUS_OK)
		return st;
	before = *coaching;
	if (service_mask_has(in->update_mask, "end_date"))
		coaching->end_date = in->coaching->end_date;
	if (service_mask_has(in->update_mask, "cadence_days"))
		coaching->cadence_days = in->coaching->cadence_days;
	if (service_mask_has(in->update_mask, "cadence_days") && coaching->cadence_days == 0)
		st = choose_cadence(call, coaching);
	if (st != STATUS_OK)
		return st;
	if (service_mask_has(in->update_mask, "starter_until"))
		coaching->starter_until = in->coaching->starter_until;
	/* One that ends later than it did may have lost its timer. */
	if (coaching->cadence_days != before.cadence_days ||
		strcmp(coaching->starter_until, before.starter_until) != 0 ||
		(before.end_date[0] != '\0' && strcmp(coaching->end_date, before.end_date) != 0))
		change = COACHING_RHYTHM;
	coaching->update_time = instant_new(call->arena, call->now);
	st = check_coaching(call, coaching);
	if (st == STATUS_OK)
		st = check_alone(call, coaching);
	if (st == STATUS_OK)
		st = store_coaching_update(call->conn, coaching, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(
			call, "coaching.updated", coaching->name, NULL, NULL, coaching->coach, coaching->coachee);
	if (st == STATUS_OK && strcmp(coaching->end_date, before.end_date) != 0)
		st = service_session_coaching_ended(call, coaching);
	if (st == STATUS_OK)
		st = follow(call, coaching, change);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &coaching->base);
	*ret = coaching;
	return STATUS_OK;
}
