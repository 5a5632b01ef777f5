/* service/ — quick lines about action points: new ones, and what becomes of those from before. */
#include <string.h>

#include "daemon/domain/words.h"
#include "daemon/service/action_point.h"
#include "daemon/service/debrief.h"
#include "daemon/store/action_point.h"
#include "daemon/store/coaching.h"

enum status service_debrief_agree(
	struct call *call, struct debrief_lines *lines, const struct quick_entry *entry, const char **ret_problem)
{
	const Session *session = lines->session;
	ActionPoint given = ACTION_POINT__INIT, *point;
	struct error full;
	Coaching *coaching;
	enum status st = store_coaching_get(call->conn, session->coaching, call->arena, &coaching, &call->error);

	*ret_problem = "";
	given.owner = entry->kind == QUICK_PROMISE ? session->coach : session->coachee;
	given.text = (char *)entry->text;
	given.due_date = (char *)entry->due;
	given.learning = entry->learning;
	given.skill = (char *)entry->skill;
	if (st == STATUS_OK)
		st = service_action_point_agree(call, coaching, session, &given, &point, &full);
	if (st == STATUS_OK && point == NULL)
		*ret_problem = arena_strdup(call->arena, full.message);
	return st;
}

/* The one of that number among those from before; kept is NULL when there is none. */
static enum status find(struct call *call, const Session *session, int number, struct action_point *ret)
{
	ActionPoint **points;
	size_t count;
	enum status st =
		store_action_point_looked_back(call->conn, session, call->arena, &points, &count, &call->error);

	*ret = (struct action_point){ NULL, session->coach, session->coachee, session->name, false };
	if (st == STATUS_OK && number >= 1 && (size_t)number <= count)
		ret->kept = points[number - 1];
	return st;
}

/* At the table the two say it together; else it is the owner's. */
static bool may_end(const struct debrief_lines *lines, const struct action_point *point)
{
	return lines->together || strcmp(lines->writer, point->kept->owner) == 0;
}

static enum status end(struct call *call, struct action_point *point, const struct quick_entry *entry)
{
	struct action_point_move move = {
		.due_date = entry->due, .days = entry->days, .earlier = true /* who writes a day means it */
	};

	switch (entry->verb) {
	case QUICK_DONE:
		return service_action_point_complete(call, point);
	case QUICK_EXTEND:
		return service_action_point_extend(call, point, &move);
	default:
		return service_action_point_drop(call, point, entry->text);
	}
}

static enum status see_or_end(
	struct call *call, struct debrief_lines *lines, struct action_point *point, const struct quick_entry *entry)
{
	if (entry->kind == QUICK_SIGHTING)
		return service_action_point_see(call, point, lines->session, entry->outcome, entry->text);
	if (!may_end(lines, point))
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "OWNER", NULL,
			words_pick(call->locale, "what becomes of it is for %s to say", "wat ermee gebeurt, is aan %s"),
			point->kept->owner_display_name);
	return end(call, point, entry);
}

enum status service_debrief_point(
	struct call *call, struct debrief_lines *lines, const struct quick_entry *entry, const char **ret_problem)
{
	struct action_point point;
	enum status st = find(call, lines->session, entry->number, &point);

	*ret_problem = "";
	if (st != STATUS_OK)
		return st;
	if (point.kept == NULL) {
		*ret_problem = arena_printf(call->arena,
			words_pick(call->locale, "there is no action point %d from before",
				"er is geen eerder actiepunt %d"),
			entry->number);
		return STATUS_OK;
	}
	st = see_or_end(call, lines, &point, entry);
	/* What cannot be is no fault of the other lines. */
	if (st == STATUS_FAILED_PRECONDITION || st == STATUS_INVALID_ARGUMENT) {
		*ret_problem = arena_strdup(call->arena, call->error.message);
		call->error = (struct error){ 0 };
		return STATUS_OK;
	}
	return st;
}
