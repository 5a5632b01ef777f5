/* service/ — action points: what somebody will do, by when. */
#include "daemon/service/action_point.h"

#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/debrief.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/refuse.h"
#include "daemon/service/viewer.h"
#include "daemon/store/action_point.h"
#include "daemon/store/coaching.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"

#define RPC_SERVICE ActionPoints_Service

/* The two of the relation it belongs to. */
struct parties {
	const char *coach, *coachee;
};

static const char *state_name(ActionPointState state)
{
	return protobuf_c_enum_descriptor_get_value(&action_point_state__descriptor, (int)state)->name;
}

/* A day some days from now in the owner's zone. */
static char *day_from_now(struct call *call, const Person *owner, int days)
{
	char *text = arena_alloc(call->arena, DAY_TEXT);

	day_format(day_of(call->now, owner->time_zone, NULL) + days, text);
	return text;
}

/* At the next session that both know of, or in fourteen days. */
static enum status default_due(struct call *call, const char *coaching, int64_t after, const Person *owner, char **ret)
{
	int64_t next = 0;
	enum status st = coaching == NULL ? STATUS_OK
					  : store_session_next_time(call->conn, coaching, after, &next, &call->error);

	if (st != STATUS_OK)
		return st;
	*ret = day_from_now(call, owner, SERVICE_ACTION_POINT_DAYS);
	if (next != 0)
		day_format(day_of(next, owner->time_zone, NULL), *ret);
	return STATUS_OK;
}

/* Stores a new one and tells the two. */
static enum status insert(struct call *call, ActionPoint *point, const struct parties *parties)
{
	enum status st;

	point->name = call_new_name(call, "actionPoints");
	point->state = ACTION_POINT_STATE_OPEN;
	point->agree_time = point->update_time = instant_new(call->arena, call->now);
	st = store_action_point_insert(call->conn, point, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(call, "action_point.created", point->name, NULL, state_name(point->state),
			parties->coach, parties->coachee);
	return st;
}

enum status service_action_point_agree(struct call *call, const Session *session, const char *owner, const char *text,
	const char *due, ActionPoint **ret, const char **ret_problem)
{
	struct parties parties = { session->coach, session->coachee };
	ActionPoint *point = arena_alloc(call->arena, sizeof(*point));
	int64_t open, here, after = instant_us(session->end_time);
	struct error full;
	Person *person;
	enum status st = store_person_get(call->conn, owner, call->arena, &person, &call->error);

	if (st == STATUS_OK)
		st = store_action_point_count(
			call->conn, session->coaching, owner, session->name, &open, &here, &call->error);
	if (st != STATUS_OK)
		return st;
	*ret = NULL;
	if (debrief_may_agree((int)here, (int)open, call->locale, &full) != STATUS_OK) {
		*ret_problem = arena_printf(call->arena, "%s; %s", full.message,
			words_pick(call->locale, "kept as text", "bewaard als tekst"));
		return STATUS_OK;
	}
	*ret_problem = "";
	action_point__init(point);
	point->coaching = session->coaching;
	point->session = session->name;
	point->owner = (char *)owner;
	point->text = (char *)text;
	point->due_date = (char *)due;
	if (due[0] == '\0')
		st = default_due(
			call, session->coaching, after > call->now ? after : call->now, person, &point->due_date);
	if (st == STATUS_OK)
		st = insert(call, point, &parties);
	if (st == STATUS_OK)
		*ret = point;
	return st;
}

/* The one a request names, if the caller may have it for this method. */
static enum status open_point(struct call *call, const char *name, ActionPoint **ret, struct parties *ret_parties)
{
	struct may_object object = { .name = name };
	enum status st = service_name_check(call, "name", name, "actionPoints");

	if (st == STATUS_OK)
		st = store_action_point_get(
			call->conn, name, call->arena, ret, &ret_parties->coach, &ret_parties->coachee, &call->error);
	if (st != STATUS_OK)
		return st;
	if (*ret == NULL)
		return may_not_found(name, call->locale, &call->error);
	object.coach = ret_parties->coach;
	object.coachee = ret_parties->coachee;
	object.owner = (*ret)->owner;
	return service_allow(call, &object);
}

/* The same, and it is to be done yet. */
static enum status open_open_point(struct call *call, const char *name, ActionPoint **ret, struct parties *ret_parties)
{
	enum status st = open_point(call, name, ret, ret_parties);

	if (st != STATUS_OK || (*ret)->state == ACTION_POINT_STATE_OPEN)
		return st;
	return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "ACTION_POINT_STATE", NULL,
		words_pick(call->locale, "the action point is %s already", "het actiepunt is al %s"),
		words_action_point_state((*ret)->state, call->locale));
}

/* Writes a change, tells the two, and gives it back as it is now. */
static enum status change(
	struct call *call, ActionPoint *point, const struct parties *parties, const char *event, ActionPoint **ret)
{
	enum status st;

	point->update_time = instant_new(call->arena, call->now);
	if (point->state != ACTION_POINT_STATE_OPEN)
		point->end_time = point->update_time;
	st = store_action_point_update(call->conn, point, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(call, event, point->name, state_name(ACTION_POINT_STATE_OPEN),
			state_name(point->state), parties->coach, parties->coachee);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &point->base);
	*ret = point;
	return STATUS_OK;
}

/* Today or later, in the owner's zone. */
static enum status check_due(struct call *call, const char *field, const char *date, const Person *owner)
{
	int day;
	enum status st = service_check_date(call, field, date);

	if (st != STATUS_OK)
		return st;
	day_parse(date, &day);
	if (day >= day_of(call->now, owner->time_zone, NULL))
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "DATE_PAST", field, "%s must be today or later",
		"%s moet vandaag of later zijn", field);
}

static enum status check_words(struct call *call, const ActionPoint *given)
{
	enum status st = service_check_present(call, "action_point.text", given->text);

	if (st == STATUS_OK)
		st = service_check_size(call, "action_point.text", given->text, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_check_line(call, "action_point.skill", given->skill, CHECK_TITLE);
	if (st == STATUS_OK &&
		(given->learning < LEARNING_KIND_UNSPECIFIED || given->learning > LEARNING_KIND_TRAINING))
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "LEARNING", "action_point.learning",
			"action_point.learning is no kind of learning",
			"action_point.learning is geen manier van leren");
	return st;
}

/* One of the two; the coachee when nobody is named. */
static enum status find_owner(struct call *call, const char *given, const Coaching *coaching, Person **ret)
{
	const char *name = given[0] == '\0' ? coaching->coachee : given;
	enum status st = service_name_person(call, "action_point.owner", name, ret);

	if (st != STATUS_OK)
		return st;
	if (strcmp((*ret)->name, coaching->coach) == 0 || strcmp((*ret)->name, coaching->coachee) == 0)
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "OWNER", "action_point.owner",
		"action_point.owner must be one of the two of the coaching relation",
		"action_point.owner moet een van de twee uit de coachingrelatie zijn");
}

static enum status check_room(struct call *call, const Coaching *coaching, const Person *owner)
{
	int64_t open, here;
	enum status st =
		store_action_point_count(call->conn, coaching->name, owner->name, "", &open, &here, &call->error);

	return st == STATUS_OK ? debrief_may_agree(0, (int)open, call->locale, &call->error) : st;
}

enum status service_action_point_create(
	struct call *call, const Coaching *coaching, const ActionPoint *given, ActionPoint **ret)
{
	ActionPoint *point = arena_alloc(call->arena, sizeof(*point));
	struct parties parties;
	Person *owner;
	enum status st = check_words(call, given);

	if (st == STATUS_OK)
		st = find_owner(call, given->owner, coaching, &owner);
	if (st == STATUS_OK && given->due_date[0] != '\0')
		st = check_due(call, "action_point.due_date", given->due_date, owner);
	if (st == STATUS_OK)
		st = check_room(call, coaching, owner);
	if (st != STATUS_OK)
		return st;
	parties = (struct parties){ coaching->coach, coaching->coachee };
	action_point__init(point);
	point->coaching = coaching->name;
	point->owner = owner->name;
	point->text = given->text;
	point->learning = given->learning;
	point->skill = given->skill;
	point->due_date =
		given->due_date[0] != '\0' ? given->due_date : day_from_now(call, owner, SERVICE_ACTION_POINT_DAYS);
	point->owner_display_name = owner->display_name;
	st = insert(call, point, &parties);
	if (st == STATUS_OK)
		*ret = point;
	return st;
}

RPC_METHOD(create_action_point, CreateActionPointRequest, ActionPoint)
(struct call *call, const CreateActionPointRequest *in, ActionPoint **ret)
{
	ActionPoint none = ACTION_POINT__INIT;
	const ActionPoint *given = in->action_point == NULL ? &none : in->action_point;
	Coaching *coaching;
	enum status st = service_allow_coaching(call, "action_point.coaching", given->coaching, &coaching);

	if (st == STATUS_OK)
		st = service_action_point_create(call, coaching, given, ret);
	if (st == STATUS_OK)
		service_etag_set(call, &(*ret)->base);
	return st;
}

RPC_METHOD(get_action_point, GetActionPointRequest, ActionPoint)
(struct call *call, const GetActionPointRequest *in, ActionPoint **ret)
{
	struct parties parties;
	enum status st = open_point(call, in->name, ret, &parties);

	if (st == STATUS_OK)
		service_etag_set(call, &(*ret)->base);
	return st;
}

static enum status check_states(struct call *call, const ListActionPointsRequest *in)
{
	for (size_t i = 0; i < in->n_states; i++)
		if (in->states[i] < ACTION_POINT_STATE_OPEN || in->states[i] > ACTION_POINT_STATE_DROPPED)
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "STATE", "states",
				"states has a value that is no state of an action point",
				"states bevat een waarde die geen status van een actiepunt is");
	return STATUS_OK;
}

RPC_METHOD(list_action_points, ListActionPointsRequest, ListActionPointsResponse)
(struct call *call, const ListActionPointsRequest *in, ListActionPointsResponse **ret)
{
	static const ActionPointState open[] = { ACTION_POINT_STATE_OPEN };
	struct store_action_point_filter filter = { .coaching = in->coaching, .after = in->page_token };
	ListActionPointsResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	int size = 0;
	enum status st = service_page_size(call, in->page_size, &size);

	list_action_points_response__init(reply);
	filter.states = in->n_states == 0 ? open : in->states;
	filter.n_states = in->n_states == 0 ? 1 : in->n_states;
	filter.limit = size + 1;
	if (st == STATUS_OK)
		st = check_states(call, in);
	if (st == STATUS_OK && in->coaching[0] != '\0')
		st = service_name_check(call, "coaching", in->coaching, "coachings");
	if (st == STATUS_OK)
		st = service_name_filter(call, "owner", in->owner, &filter.owner);
	if (st == STATUS_OK)
		st = service_viewer(call, &filter.viewer);
	if (st == STATUS_OK)
		st = store_action_point_list(
			call->conn, &filter, call->arena, &reply->action_points, &reply->n_action_points, &call->error);
	if (st != STATUS_OK)
		return st;
	reply->next_page_token = service_page_end(reply->action_points, &reply->n_action_points, size);
	service_etag_set_all(call, reply->action_points, reply->n_action_points);
	*ret = reply;
	return STATUS_OK;
}

RPC_METHOD(complete_action_point, CompleteActionPointRequest, ActionPoint)
(struct call *call, const CompleteActionPointRequest *in, ActionPoint **ret)
{
	struct parties parties;
	ActionPoint *point;
	enum status st = open_open_point(call, in->name, &point, &parties);

	if (st != STATUS_OK)
		return st;
	point->state = ACTION_POINT_STATE_DONE;
	return change(call, point, &parties, "action_point.completed", ret);
}

RPC_METHOD(extend_action_point, ExtendActionPointRequest, ActionPoint)
(struct call *call, const ExtendActionPointRequest *in, ActionPoint **ret)
{
	struct parties parties;
	ActionPoint *point;
	Person *owner;
	enum status st = open_open_point(call, in->name, &point, &parties);

	if (st == STATUS_OK)
		st = store_person_get(call->conn, point->owner, call->arena, &owner, &call->error);
	if (st == STATUS_OK)
		st = check_due(call, "due_date", in->due_date, owner);
	if (st != STATUS_OK)
		return st;
	point->due_date = in->due_date;
	point->extensions++;
	return change(call, point, &parties, "action_point.extended", ret);
}

RPC_METHOD(drop_action_point, DropActionPointRequest, ActionPoint)
(struct call *call, const DropActionPointRequest *in, ActionPoint **ret)
{
	struct parties parties;
	ActionPoint *point;
	enum status st = open_open_point(call, in->name, &point, &parties);

	if (st == STATUS_OK)
		st = service_check_present(call, "reason", in->reason);
	if (st == STATUS_OK)
		st = service_check_size(call, "reason", in->reason, CHECK_TEXT);
	if (st != STATUS_OK)
		return st;
	point->state = ACTION_POINT_STATE_DROPPED;
	point->drop_reason = in->reason;
	return change(call, point, &parties, "action_point.dropped", ret);
}

ActionPoints_Service service_action_points = ACTION_POINTS__INIT(handle_);
