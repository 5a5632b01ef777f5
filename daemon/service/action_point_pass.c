/* service/ — when a coaching relation ends, what the coachee has open passes to the next one. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/service/action_point.h"
#include "daemon/service/viewer.h"
#include "daemon/store/action_point.h"
#include "daemon/store/coaching.h"
#include "daemon/store/person.h"

/* The one that goes on, with what makes it what it is: words, date, tags, and when it was agreed. */
static enum status open_here(struct call *call, const ActionPoint *left, const Coaching *next, char **ret_name)
{
	struct action_point point = { arena_alloc(call->arena, sizeof(ActionPoint)), next->coach, next->coachee, "",
		false };
	enum status st;

	action_point__init(point.kept);
	point.kept->coaching = next->name;
	point.kept->owner = left->owner;
	point.kept->text = left->text;
	point.kept->due_date = left->due_date;
	point.kept->learning = left->learning;
	point.kept->skill = left->skill;
	point.kept->agree_time = left->agree_time;
	st = service_action_point_insert(call, &point, ACTION_POINT_CHANGE_KIND_PASSED_ON);
	*ret_name = point.kept->name;
	return st;
}

static enum status pass(struct call *call, ActionPoint *left, const Coaching *next)
{
	ActionPointChange line = service_action_point_line(ACTION_POINT_CHANGE_KIND_PASSED_ON);
	struct action_point point = { .kept = left, .session = "" };
	ActionPoint *again;
	enum status st = store_action_point_get(
		call->conn, left->name, call->arena, &again, &point.coach, &point.coachee, &call->error);

	if (st == STATUS_OK)
		st = open_here(call, left, next, &left->passed_to);
	if (st != STATUS_OK)
		return st;
	left->state = ACTION_POINT_STATE_PASSED_ON;
	return service_action_point_change(call, &point, "action_point.passed_on", ACTION_POINT_STATE_OPEN, &line);
}

/* The relation of today that began last. */
static enum status find_next(struct call *call, const char *coachee, const char *today, Coaching **ret)
{
	Coaching **coachings;
	size_t count;
	enum status st = store_coaching_of(call->conn, coachee, today, call->arena, &coachings, &count, &call->error);

	if (st == STATUS_OK)
		*ret = count == 0 ? NULL : coachings[count - 1];
	return st;
}

enum status service_action_points_pass_on(struct call *call, const char *coachee)
{
	ActionPoint **left;
	size_t count = 0;
	const char *today;
	Coaching *next;
	Person *person;
	enum status st = store_person_get(call->conn, coachee, call->arena, &person, &call->error);

	if (st != STATUS_OK)
		return st;
	today = service_today(call, person->time_zone);
	st = find_next(call, coachee, today, &next);
	if (st == STATUS_OK && next != NULL)
		st = store_action_point_left_behind(
			call->conn, next->name, today, call->arena, &left, &count, &call->error);
	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = pass(call, left[i], next);
	return st;
}
