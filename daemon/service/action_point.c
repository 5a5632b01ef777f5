/* service/ — action points: what somebody will do, by when. The methods. */
#include "daemon/service/action_point.h"

#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/mask.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/policy.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/viewer.h"
#include "daemon/store/action_point.h"
#include "daemon/store/action_point_change.h"
#include "daemon/store/coaching.h"

#define RPC_SERVICE ActionPoints_Service

/* The one a request names, if the caller may have it for this method. */
static enum status find(struct call *call, const char *name, struct action_point *ret)
{
	struct may_object object = { .name = name };
	const struct store_viewer *viewer;
	bool shown = false;
	enum status st = service_name_check(call, "name", name, "actionPoints");

	ret->session = "";
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_action_point_get(
			call->conn, name, call->arena, &ret->kept, &ret->coach, &ret->coachee, &call->error);
	if (st == STATUS_OK)
		st = store_action_point_shown(call->conn, viewer, name, &shown, &call->error);
	if (st != STATUS_OK)
		return st;
	if (!shown)
		return may_not_found(name, call->locale, &call->error);
	object.coach = ret->coach;
	object.coachee = ret->coachee;
	object.owner = ret->kept->owner;
	return service_allow(call, &object);
}

static enum status show(struct call *call, const struct action_point *point, ActionPoint **ret)
{
	service_etag_set(call, &point->kept->base);
	*ret = point->kept;
	return STATUS_OK;
}

static enum status check_text(struct call *call, const char *text)
{
	enum status st = service_check_present(call, "action_point.text", text);

	return st == STATUS_OK ? service_check_size(call, "action_point.text", text, CHECK_TEXT) : st;
}

static enum status check_tags(struct call *call, const ActionPoint *given)
{
	enum status st = service_check_line(call, "action_point.skill", given->skill, CHECK_TITLE);

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

static enum status check_due(struct call *call, const char *date, const Person *owner)
{
	enum status st = service_check_date(call, "action_point.due_date", date);

	if (st != STATUS_OK || strcmp(date, service_today(call, owner->time_zone)) >= 0)
		return st;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "DATE_PAST", "action_point.due_date",
		"action_point.due_date must be today or later", "action_point.due_date moet vandaag of later zijn");
}

static enum status check_lasting(struct call *call, const Coaching *coaching, const Person *owner)
{
	if (coaching->end_date[0] == '\0' || strcmp(coaching->end_date, service_today(call, owner->time_zone)) >= 0)
		return STATUS_OK;
	return service_refuse(call, STATUS_FAILED_PRECONDITION, "COACHING_ENDED", "action_point.coaching",
		"that coaching relation has ended: add it to the one that lasts",
		"die coachrelatie is beëindigd: zet het bij de relatie die loopt");
}

enum status service_action_point_create(
	struct call *call, const Coaching *coaching, const ActionPoint *given, ActionPoint **ret)
{
	ActionPoint made = *given;
	struct error full;
	Person *owner;
	enum status st = check_text(call, given->text);

	if (st == STATUS_OK)
		st = check_tags(call, given);
	if (st == STATUS_OK)
		st = find_owner(call, given->owner, coaching, &owner);
	if (st == STATUS_OK && given->due_date[0] != '\0')
		st = check_due(call, given->due_date, owner);
	if (st == STATUS_OK)
		st = check_lasting(call, coaching, owner);
	if (st != STATUS_OK)
		return st;
	made.owner = owner->name;
	st = service_action_point_agree(call, coaching, NULL, &made, ret, &full);
	if (st != STATUS_OK || *ret != NULL)
		return st;
	call->error = full;
	return full.status;
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
	struct action_point point;
	enum status st = find(call, in->name, &point);

	return st == STATUS_OK ? show(call, &point, ret) : st;
}

static enum status check_filter(struct call *call, const ListActionPointsRequest *in)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; i < in->n_states; i++)
		if (in->states[i] < ACTION_POINT_STATE_OPEN || in->states[i] > ACTION_POINT_STATE_PASSED_ON)
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "STATE", "states",
				"states has a value that is no state of an action point",
				"states bevat een waarde die geen status van een actiepunt is");
	if (in->learning < LEARNING_KIND_UNSPECIFIED || in->learning > LEARNING_KIND_TRAINING)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "LEARNING", "learning",
			"learning is no kind of learning", "learning is geen manier van leren");
	if (in->due_from[0] != '\0')
		st = service_check_date(call, "due_from", in->due_from);
	if (st == STATUS_OK && in->due_until[0] != '\0')
		st = service_check_date(call, "due_until", in->due_until);
	if (st == STATUS_OK && in->coaching[0] != '\0')
		st = service_name_check(call, "coaching", in->coaching, "coachings");
	if (st == STATUS_OK && in->session[0] != '\0')
		st = service_name_check(call, "session", in->session, "sessions");
	return st;
}

RPC_METHOD(list_action_points, ListActionPointsRequest, ListActionPointsResponse)
(struct call *call, const ListActionPointsRequest *in, ListActionPointsResponse **ret)
{
	static const ActionPointState open[] = { ACTION_POINT_STATE_OPEN };
	struct store_action_point_filter filter = { .coaching = in->coaching,
		.session = in->session,
		.skill = in->skill,
		.learning = in->learning,
		.due_from = in->due_from,
		.due_until = in->due_until,
		.after = in->page_token };
	ListActionPointsResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	int size = 0;
	enum status st = service_page_size(call, in->page_size, &size);

	list_action_points_response__init(reply);
	filter.states = in->n_states == 0 ? open : in->states;
	filter.n_states = in->n_states == 0 ? 1 : in->n_states;
	filter.limit = size + 1;
	if (st == STATUS_OK)
		st = check_filter(call, in);
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
	struct action_point point;
	enum status st = find(call, in->name, &point);

	if (st == STATUS_OK)
		st = service_action_point_complete(call, &point);
	return st == STATUS_OK ? show(call, &point, ret) : st;
}

RPC_METHOD(extend_action_point, ExtendActionPointRequest, ActionPoint)
(struct call *call, const ExtendActionPointRequest *in, ActionPoint **ret)
{
	struct action_point_move move = { .due_date = in->due_date, .days = in->days, .earlier = in->earlier };
	struct action_point point;
	enum status st = find(call, in->name, &point);

	if (st == STATUS_OK)
		st = service_action_point_extend(call, &point, &move);
	return st == STATUS_OK ? show(call, &point, ret) : st;
}

RPC_METHOD(drop_action_point, DropActionPointRequest, ActionPoint)
(struct call *call, const DropActionPointRequest *in, ActionPoint **ret)
{
	struct action_point point;
	enum status st = find(call, in->name, &point);

	if (st == STATUS_OK)
		st = service_action_point_drop(call, &point, in->reason);
	return st == STATUS_OK ? show(call, &point, ret) : st;
}

static enum status check_room(struct call *call, const struct action_point *point)
{
	const struct store_viewer *viewer;
	struct policy policy;
	int64_t open, here;
	enum status st = service_viewer(call, &viewer);

	if (st == STATUS_OK)
		st = service_policy_of(call, point->coach, &policy);
	if (st == STATUS_OK)
		st = store_action_point_count(
			call->conn, viewer, point->kept->coaching, point->kept->owner, "", &open, &here, &call->error);
	if (st != STATUS_OK)
		return st;
	return action_point_may_agree(
		&policy, 0, (int)open, point->kept->owner_display_name, call->locale, &call->error);
}

RPC_METHOD(reopen_action_point, ReopenActionPointRequest, ActionPoint)
(struct call *call, const ReopenActionPointRequest *in, ActionPoint **ret)
{
	ActionPointChange line = service_action_point_line(ACTION_POINT_CHANGE_KIND_REOPENED);
	ActionPointState before;
	struct action_point point;
	enum status st = find(call, in->name, &point);

	if (st == STATUS_OK)
		st = action_point_may_reopen(point.kept, call->now, call->locale, &call->error);
	if (st == STATUS_OK)
		st = check_room(call, &point);
	if (st != STATUS_OK)
		return st;
	before = point.kept->state;
	point.kept->state = ACTION_POINT_STATE_OPEN;
	point.kept->drop_reason = "";
	point.kept->praise = "";
	point.kept->praise_time = NULL;
	st = service_action_point_change(call, &point, "action_point.reopened", before, &line);
	return st == STATUS_OK ? show(call, &point, ret) : st;
}

/* A field's value before and after, as a line of history; nothing when it is the same. */
static enum status reword(
	struct call *call, struct action_point *point, const char *field, const char *from, const char *to)
{
	ActionPointChange line = service_action_point_line(ACTION_POINT_CHANGE_KIND_REWORDED);

	if (strcmp(from, to) == 0)
		return STATUS_OK;
	line.field = (char *)field;
	line.from_value = (char *)from;
	line.to_value = (char *)to;
	return service_action_point_change(call, point, "action_point.reworded", point->kept->state, &line);
}

static const char *learning_name(LearningKind kind)
{
	return kind == LEARNING_KIND_UNSPECIFIED
		       ? ""
		       : protobuf_c_enum_descriptor_get_value(&learning_kind__descriptor, (int)kind)->name;
}

static enum status rewrite(
	struct call *call, struct action_point *point, const UpdateActionPointRequest *in, const ActionPoint *given)
{
	ActionPoint before = *point->kept, *kept = point->kept;
	enum status st = STATUS_OK;

	if (service_mask_has(in->update_mask, "text"))
		kept->text = given->text;
	if (service_mask_has(in->update_mask, "learning"))
		kept->learning = given->learning;
	if (service_mask_has(in->update_mask, "skill"))
		kept->skill = given->skill;
	st = check_text(call, kept->text);
	if (st == STATUS_OK)
		st = check_tags(call, kept);
	if (st == STATUS_OK)
		st = reword(call, point, "text", before.text, kept->text);
	if (st == STATUS_OK)
		st = reword(call, point, "learning", learning_name(before.learning), learning_name(kept->learning));
	if (st == STATUS_OK)
		st = reword(call, point, "skill", before.skill, kept->skill);
	return st;
}

RPC_METHOD(update_action_point, UpdateActionPointRequest, ActionPoint)
(struct call *call, const UpdateActionPointRequest *in, ActionPoint **ret)
{
	ActionPoint none = ACTION_POINT__INIT;
	const ActionPoint *given = in->action_point == NULL ? &none : in->action_point;
	struct action_point point;
	enum status st = find(call, given->name, &point);

	if (st == STATUS_OK)
		st = service_mask_check(call, in->update_mask, "text learning skill");
	if (st == STATUS_OK)
		st = service_action_point_open(call, point.kept);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &point.kept->base);
	st = service_etag_check(call, given->etag, &point.kept->base);
	if (st == STATUS_OK)
		st = rewrite(call, &point, in, given);
	return st == STATUS_OK ? show(call, &point, ret) : st;
}

RPC_METHOD(record_action_point_outcome, RecordActionPointOutcomeRequest, ActionPoint)
(struct call *call, const RecordActionPointOutcomeRequest *in, ActionPoint **ret)
{
	struct action_point point;
	Session *session;
	enum status st = find(call, in->name, &point);

	if (st == STATUS_OK)
		st = service_session_open(call, "session", in->session, &session);
	if (st == STATUS_OK)
		st = service_action_point_see(call, &point, session, in->outcome, in->note);
	if (st == STATUS_OK)
		st = find(call, in->name, &point);
	return st == STATUS_OK ? show(call, &point, ret) : st;
}

/* Only what the coachee did, and once: it is a person's word, not a setting. */
static enum status check_praise(struct call *call, const struct action_point *point, const char *words)
{
	if (point->kept->state != ACTION_POINT_STATE_DONE)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "ACTION_POINT_STATE", NULL,
			"it is not done yet", "het is nog niet klaar");
	if (strcmp(point->kept->owner, point->coach) == 0)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "OWN_PROMISE", NULL,
			"that is a promise of the coach", "dat is een toezegging van de coach");
	if (point->kept->praise_time != NULL)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "PRAISED", NULL,
			"you wrote about this one already: give a call for more",
			"hier schreef je al over: bel even als je meer wilt zeggen");
	if (service_check_present(call, "words", words) != STATUS_OK)
		return call->error.status;
	return service_check_size(call, "words", words, CHECK_TEXT);
}

RPC_METHOD(praise_action_point, PraiseActionPointRequest, ActionPoint)
(struct call *call, const PraiseActionPointRequest *in, ActionPoint **ret)
{
	ActionPointChange line = service_action_point_line(ACTION_POINT_CHANGE_KIND_PRAISED);
	struct action_point point;
	enum status st = find(call, in->name, &point);

	if (st == STATUS_OK)
		st = check_praise(call, &point, in->words);
	if (st != STATUS_OK)
		return st;
	point.kept->praise = line.to_value = in->words;
	point.kept->praise_time = instant_new(call->arena, call->now);
	st = service_action_point_change(call, &point, "action_point.praised", ACTION_POINT_STATE_DONE, &line);
	return st == STATUS_OK ? show(call, &point, ret) : st;
}

RPC_METHOD(list_action_point_changes, ListActionPointChangesRequest, ListActionPointChangesResponse)
(struct call *call, const ListActionPointChangesRequest *in, ListActionPointChangesResponse **ret)
{
	ListActionPointChangesResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	const struct store_viewer *viewer;
	struct action_point point;
	int size = 0;
	enum status st = find(call, in->name, &point);

	list_action_point_changes_response__init(reply);
	if (st == STATUS_OK)
		st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_action_point_change_list(call->conn, viewer, in->name, in->page_token, size + 1, call->arena,
			&reply->changes, &reply->n_changes, &call->error);
	if (st != STATUS_OK)
		return st;
	reply->next_page_token = service_page_end(reply->changes, &reply->n_changes, size);
	*ret = reply;
	return STATUS_OK;
}

ActionPoints_Service service_action_points = ACTION_POINTS__INIT(handle_);
