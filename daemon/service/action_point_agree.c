/* service/ — a new action point: whether there is room, by when it is due, and that the two hear of it. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/lifecycle.h"
#include "daemon/service/action_point.h"
#include "daemon/service/event.h"
#include "daemon/service/policy.h"
#include "daemon/service/viewer.h"
#include "daemon/store/action_point.h"
#include "daemon/store/action_point_change.h"
#include "daemon/store/debrief.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"

/* At the next session that both know of, or in as many days as the team has for it. */
static enum status default_due(
	struct call *call, const Coaching *coaching, int64_t after, const Person *owner, char **ret)
{
	struct policy policy;
	int64_t next = 0;
	enum status st = store_session_next_time(call->conn, coaching->name, after, &next, &call->error);

	if (st == STATUS_OK)
		st = service_policy_of(call, coaching->coach, &policy);

	if (st != STATUS_OK)
		return st;
	*ret = arena_alloc(call->arena, DAY_TEXT);
	day_format(next != 0 ? day_of(next, owner->time_zone, NULL)
			     : day_of(call->now, owner->time_zone, NULL) + policy_value(&policy, POLICY_POINTS_DAYS),
		*ret);
	return STATUS_OK;
}

enum status service_action_point_insert(struct call *call, struct action_point *point, ActionPointChangeKind kind)
{
	ActionPointChange line = service_action_point_line(kind);
	ActionPoint *kept = point->kept;
	enum status st;

	kept->name = call_new_name(call, "actionPoints");
	kept->state = ACTION_POINT_STATE_OPEN;
	kept->update_time = instant_new(call->arena, call->now);
	if (kept->agree_time == NULL)
		kept->agree_time = kept->update_time;
	line.field = "due_date";
	line.to_value = kept->due_date;
	st = service_action_point_sign(call, point, &line);
	if (st == STATUS_OK)
		st = store_action_point_insert(call->conn, kept, &call->error);
	if (st == STATUS_OK && point->blind)
		st = store_action_point_hide(call->conn, kept->name, &call->error);
	if (st == STATUS_OK)
		st = store_action_point_change_insert(call->conn, &line, &call->error);
	if (st == STATUS_OK)
		st = service_action_point_tell(
			call, point, "action_point.created", NULL, service_action_point_state(kept->state));
	return st;
}

/* What is written in a session before the coachee has spoken there is not for the coachee yet, unless it is their own.
 */
static enum status writes_blind(struct call *call, const Session *session, bool *ret)
{
	const char *person = call->actor->person;
	Debrief *debrief;
	enum status st;

	*ret = session != NULL && !lifecycle_ended(session->state) &&
	       (person == NULL || strcmp(person, session->coachee) != 0);
	if (!*ret)
		return STATUS_OK;
	st = store_debrief_get(call->conn, session->name, call->arena, &debrief, &call->error);
	*ret = st == STATUS_OK && (debrief == NULL || debrief->coachee_experience[0] == '\0');
	return st;
}

enum status service_action_points_show(struct call *call, const Session *session)
{
	ActionPoint **points;
	size_t count = 0;
	enum status st = store_action_point_show(
		call->conn, session->name, call->now, call->arena, &points, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = service_event_append(call, "action_point.shown", points[i]->name, NULL,
			service_action_point_state(points[i]->state), session->coachee, NULL);
	return st;
}

static enum status check_room(struct call *call, const Coaching *coaching, const Session *session, const Person *owner,
	struct error *ret_full)
{
	const struct store_viewer *viewer;
	struct policy policy;
	int64_t open, here;
	enum status st = service_viewer(call, &viewer);

	if (st == STATUS_OK)
		st = service_policy_of(call, coaching->coach, &policy);
	if (st == STATUS_OK)
		st = store_action_point_count(call->conn, viewer, coaching->name, owner->name,
			session == NULL ? "" : session->name, &open, &here, &call->error);
	if (st == STATUS_OK)
		action_point_may_agree(&policy, (int)here, (int)open, owner->display_name, call->locale, ret_full);
	return st;
}

enum status service_action_point_agree(struct call *call, const Coaching *coaching, const Session *session,
	const ActionPoint *given, ActionPoint **ret, struct error *ret_full)
{
	struct action_point point = { arena_alloc(call->arena, sizeof(ActionPoint)), coaching->coach, coaching->coachee,
		session == NULL ? "" : session->name, false };
	int64_t after = session == NULL ? call->now : instant_us(session->end_time);
	Person *owner;
	enum status st = store_person_get(call->conn, given->owner, call->arena, &owner, &call->error);

	*ret = NULL;
	*ret_full = (struct error){ 0 };
	if (st == STATUS_OK)
		st = check_room(call, coaching, session, owner, ret_full);
	if (st != STATUS_OK || ret_full->status != STATUS_OK)
		return st;
	action_point__init(point.kept);
	point.kept->coaching = coaching->name;
	point.kept->session = (char *)point.session;
	point.kept->owner = owner->name;
	point.kept->owner_display_name = owner->display_name;
	point.kept->text = given->text;
	point.kept->due_date = given->due_date;
	point.kept->learning = given->learning;
	point.kept->skill = given->skill;
	st = writes_blind(call, session, &point.blind);
	if (st == STATUS_OK && given->due_date[0] == '\0')
		st = default_due(call, coaching, after > call->now ? after : call->now, owner, &point.kept->due_date);
	if (st == STATUS_OK)
		st = service_action_point_insert(call, &point, ACTION_POINT_CHANGE_KIND_AGREED);
	if (st == STATUS_OK)
		*ret = point.kept;
	return st;
}
