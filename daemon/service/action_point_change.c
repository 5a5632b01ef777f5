/* service/ — what becomes of an action point: each change with its line of history and its event. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/action_point.h"
#include "daemon/service/check.h"
#include "daemon/service/event.h"
#include "daemon/store/action_point.h"
#include "daemon/store/action_point_change.h"
#include "daemon/store/person.h"

enum { POINTS_AT_ONCE = 200 };

const char *service_action_point_state(ActionPointState state)
{
	return protobuf_c_enum_descriptor_get_value(&action_point_state__descriptor, (int)state)->name;
}

ActionPointChange service_action_point_line(ActionPointChangeKind kind)
{
	ActionPointChange line = ACTION_POINT_CHANGE__INIT;

	line.kind = kind;
	return line;
}

enum status service_action_point_open(struct call *call, const ActionPoint *point)
{
	if (point->state == ACTION_POINT_STATE_OPEN)
		return STATUS_OK;
	return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "ACTION_POINT_STATE", NULL,
		words_pick(call->locale, "the action point is %s already", "het actiepunt is al %s"),
		words_action_point_state(point->state, call->locale));
}

enum status service_action_point_sign(struct call *call, const struct action_point *point, ActionPointChange *line)
{
	int64_t last;
	enum status st = store_action_point_change_last(call->conn, point->kept->name, &last, &call->error);

	line->name = call_new_name(call, arena_printf(call->arena, "%s/changes", point->kept->name));
	line->action_point = point->kept->name;
	line->change_time = instant_new(call->arena, last >= call->now ? last + 1 : call->now);
	line->author = (char *)(call->actor->person == NULL ? "" : call->actor->person);
	line->session = (char *)point->session;
	return st;
}

enum status service_action_point_change(struct call *call, struct action_point *point, const char *event,
	ActionPointState before, ActionPointChange *change)
{
	ActionPoint *kept = point->kept;
	enum status st;

	kept->update_time = instant_new(call->arena, call->now);
	if (kept->state != before)
		kept->end_time = kept->state == ACTION_POINT_STATE_OPEN ? NULL : kept->update_time;
	st = service_action_point_sign(call, point, change);
	if (st == STATUS_OK)
		st = store_action_point_update(call->conn, kept, &call->error);
	if (st == STATUS_OK)
		st = store_action_point_change_insert(call->conn, change, &call->error);
	if (st == STATUS_OK)
		st = service_action_point_tell(call, point, event, service_action_point_state(before),
			service_action_point_state(kept->state));
	return st;
}

enum status service_action_point_tell(
	struct call *call, const struct action_point *point, const char *event, const char *from, const char *to)
{
	const struct store_viewer coachee = { .person = point->coachee, .today = "" };
	bool shown;
	enum status st = store_action_point_shown(call->conn, &coachee, point->kept->name, &shown, &call->error);

	if (st != STATUS_OK)
		return st;
	return service_event_append(
		call, event, point->kept->name, from, to, point->coach, shown ? point->coachee : NULL);
}

/* ---- when days change ---- */

static enum status tell_timed(struct call *call, ActionPoint *kept)
{
	static const char event[] = "action_point.timed";
	struct store_viewer coachee = { .today = "" };
	struct action_point point = { .session = "" };
	bool shown;
	enum status st = store_action_point_get(
		call->conn, kept->name, call->arena, &point.kept, &point.coach, &point.coachee, &call->error);

	coachee.person = point.coachee;
	if (st == STATUS_OK)
		st = store_action_point_shown(call->conn, &coachee, kept->name, &shown, &call->error);
	if (st != STATUS_OK || (!shown && strcmp(kept->owner, point.coachee) == 0))
		return st;
	if (!shown)
		return service_event_append_aside(call, event, kept->name, kept->name, NULL, NULL, point.coach);
	return service_event_append(call, event, kept->name, NULL, NULL, point.coach, point.coachee);
}

enum status service_action_points_timed(struct call *call, const char *owner, const char *coaching)
{
	static const struct store_viewer everybody = { .all = true, .hidden = true, .person = "", .today = "" };
	static const ActionPointState open[] = { ACTION_POINT_STATE_OPEN };
	struct store_action_point_filter filter = { .viewer = &everybody,
		.owner = owner,
		.coaching = coaching,
		.states = open,
		.n_states = 1,
		.after = "",
		.limit = POINTS_AT_ONCE };
	enum status st;
	size_t count;

	do {
		ActionPoint **points;

		count = 0;
		st = store_action_point_list(call->conn, &filter, call->arena, &points, &count, &call->error);
		for (size_t i = 0; st == STATUS_OK && i < count; i++)
			st = tell_timed(call, points[i]);
		filter.after = count > 0 ? points[count - 1]->name : "";
	} while (st == STATUS_OK && count == POINTS_AT_ONCE);
	return st;
}

/* ---- what the owner does ---- */

enum status service_action_point_complete(struct call *call, struct action_point *point)
{
	ActionPointChange line = service_action_point_line(ACTION_POINT_CHANGE_KIND_COMPLETED);
	enum status st = service_action_point_open(call, point->kept);

	if (st != STATUS_OK)
		return st;
	point->kept->state = ACTION_POINT_STATE_DONE;
	return service_action_point_change(call, point, "action_point.completed", ACTION_POINT_STATE_OPEN, &line);
}

enum status service_action_point_extend(struct call *call, struct action_point *point, struct action_point_move *move)
{
	ActionPointChange line = service_action_point_line(ACTION_POINT_CHANGE_KIND_EXTENDED);
	Person *owner;
	int day;
	enum status st = service_action_point_open(call, point->kept);

	if (st == STATUS_OK)
		st = store_person_get(call->conn, point->kept->owner, call->arena, &owner, &call->error);
	if (st != STATUS_OK)
		return st;
	move->today = day_of(call->now, owner->time_zone, NULL);
	move->locale = call->locale;
	st = action_point_move_to(point->kept, move, &day, &call->error);
	if (st != STATUS_OK)
		return st;
	line.field = "due_date";
	line.from_value = point->kept->due_date;
	point->kept->due_date = line.to_value = arena_alloc(call->arena, DAY_TEXT);
	day_format(day, line.to_value);
	point->kept->extensions++;
	return service_action_point_change(call, point, "action_point.extended", ACTION_POINT_STATE_OPEN, &line);
}

enum status service_action_point_drop(struct call *call, struct action_point *point, const char *reason)
{
	ActionPointChange line = service_action_point_line(ACTION_POINT_CHANGE_KIND_DROPPED);
	enum status st = service_action_point_open(call, point->kept);

	if (st == STATUS_OK)
		st = service_check_present(call, "reason", reason);
	if (st == STATUS_OK)
		st = service_check_size(call, "reason", reason, CHECK_TEXT);
	if (st != STATUS_OK)
		return st;
	point->kept->state = ACTION_POINT_STATE_DROPPED;
	point->kept->drop_reason = line.to_value = (char *)reason;
	return service_action_point_change(call, point, "action_point.dropped", ACTION_POINT_STATE_OPEN, &line);
}
