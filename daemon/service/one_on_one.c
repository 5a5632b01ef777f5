/* service/ — subjects for the next one-on-one. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/words.h"
#include "daemon/service/action_point.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/mask.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
#include "daemon/service/viewer.h"
#include "daemon/store/coaching.h"
#include "daemon/store/one_on_one.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"

#define RPC_SERVICE OneOnOnes_Service

#define OPEN      "ONE_ON_ONE_ITEM_STATE_OPEN"
#define DISCUSSED "ONE_ON_ONE_ITEM_STATE_DISCUSSED"

static enum status open_item(
	struct call *call, const char *name, OneOnOneItem **ret, const char **ret_coach, const char **ret_coachee)
{
	struct may_object object = { .name = name };
	enum status st = service_name_check(call, "name", name, "oneOnOneItems");

	if (st == STATUS_OK)
		st = store_one_on_one_get(call->conn, name, call->arena, ret, ret_coach, ret_coachee, &call->error);
	if (st != STATUS_OK)
		return st;
	if (*ret == NULL)
		return may_not_found(name, call->locale, &call->error);
	object.coach = *ret_coach;
	object.coachee = *ret_coachee;
	return service_allow(call, &object);
}

static enum status insert(struct call *call, OneOnOneItem *item, const char *coach, const char *coachee)
{
	enum status st;

	item->name = call_new_name(call, "oneOnOneItems");
	item->state = ONE_ON_ONE_ITEM_STATE_OPEN;
	item->create_time = item->update_time = instant_new(call->arena, call->now);
	st = store_one_on_one_insert(call->conn, item, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(call, "one_on_one_item.opened", item->name, NULL, OPEN, coach, coachee);
	return st;
}

/* Writes what became of an item, and tells the two. */
static enum status change(struct call *call, OneOnOneItem *item, const char *event, OneOnOneItemState before,
	const char *coach, const char *coachee)
{
	enum status st;

	item->update_time = instant_new(call->arena, call->now);
	st = store_one_on_one_update(call->conn, item, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(call, event, item->name,
			before == ONE_ON_ONE_ITEM_STATE_OPEN ? OPEN : DISCUSSED,
			item->state == ONE_ON_ONE_ITEM_STATE_OPEN ? OPEN : DISCUSSED, coach, coachee);
	return st;
}

static enum status discuss(struct call *call, OneOnOneItem *item, const char *coach, const char *coachee)
{
	item->state = ONE_ON_ONE_ITEM_STATE_DISCUSSED;
	item->discuss_time = instant_new(call->arena, call->now);
	return change(call, item, "one_on_one_item.discussed", ONE_ON_ONE_ITEM_STATE_OPEN, coach, coachee);
}

enum status service_session_skip_item(struct call *call, const Session *session)
{
	OneOnOneItem *item = arena_alloc(call->arena, sizeof(*item));
	const char *known;
	enum status st = store_one_on_one_of_session(call->conn, session->name, call->arena, &known, &call->error);

	if (st != STATUS_OK || known[0] != '\0')
		return st;
	one_on_one_item__init(item);
	item->coaching = session->coaching;
	item->session = session->name;
	item->verdict_cause = session->verdict_cause;
	return insert(call, item, session->coach, session->coachee);
}

enum status service_session_settle_item(struct call *call, const Session *session)
{
	const char *name, *coach, *coachee;
	OneOnOneItem *item;
	enum status st = store_one_on_one_of_session(call->conn, session->name, call->arena, &name, &call->error);

	if (st != STATUS_OK || name[0] == '\0')
		return st;
	st = store_one_on_one_get(call->conn, name, call->arena, &item, &coach, &coachee, &call->error);
	return st == STATUS_OK ? discuss(call, item, coach, coachee) : st;
}

static enum status is_confidential(struct call *call, const Session *session, bool *ret)
{
	Template *template;
	enum status st = service_template_load(call, session->template_, session->template_version, &template);

	if (st == STATUS_OK)
		*ret = template != NULL && template->confidential;
	return st;
}

/* What a skip is called: what the system knows, and nothing about a person. With a confidential template the other
 * party's name stays out. */
static enum status skip_subject(struct call *call, const Session *session, VerdictCause cause, char **ret)
{
	const char *locale = call->locale, *zone, *day;
	const char *who = session->customer[0] != '\0' ? session->customer : session->meeting_title;
	bool confidential;
	enum status st = is_confidential(call, session, &confidential);

	if (st == STATUS_OK)
		st = service_session_zone(call, session, &zone);
	if (st != STATUS_OK)
		return st;
	day = day_text(day_of(instant_us(session->start_time), zone, NULL), locale, call->arena);
	if (who[0] == '\0' || confidential)
		who = words_pick(locale, "your conversation", "je gesprek");
	if (cause != VERDICT_CAUSE_NOTHING_RECEIVED)
		*ret = arena_printf(call->arena,
			words_pick(locale, "%s, %s: %s did not go along", "%s, %s: %s ging niet mee"), who, day,
			session->coach_display_name);
	else
		*ret = arena_printf(call->arena,
			words_pick(locale, "%s, %s: nothing had come in by %s, and %s did not go along",
				"%s, %s: er was om %s nog niets binnen, en %s ging niet mee"),
			who, day, day_time_text(instant_us(session->cutoff_time), zone, call->arena),
			session->coach_display_name);
	return STATUS_OK;
}

/* As the caller sees it: its etag, which is the same for everybody, and then what the service itself has to say. */
static enum status show(struct call *call, OneOnOneItem *item)
{
	Session *session;
	enum status st;

	service_etag_set(call, &item->base);
	if (item->session[0] == '\0')
		return STATUS_OK;
	st = store_session_get(call->conn, item->session, call->arena, &session, NULL, &call->error);
	if (st != STATUS_OK || session == NULL)
		return st;
	return skip_subject(call, session, item->verdict_cause, &item->subject);
}

RPC_METHOD(create_one_on_one_item, CreateOneOnOneItemRequest, OneOnOneItem)
(struct call *call, const CreateOneOnOneItemRequest *in, OneOnOneItem **ret)
{
	OneOnOneItem none = ONE_ON_ONE_ITEM__INIT, *item = arena_alloc(call->arena, sizeof(*item));
	const OneOnOneItem *given = in->one_on_one_item == NULL ? &none : in->one_on_one_item;
	Coaching *coaching;
	enum status st = service_allow_coaching(call, "one_on_one_item.coaching", given->coaching, &coaching);

	if (st == STATUS_OK)
		st = service_check_present(call, "one_on_one_item.subject", given->subject);
	if (st == STATUS_OK)
		st = service_check_size(call, "one_on_one_item.subject", given->subject, CHECK_TEXT);
	if (st != STATUS_OK)
		return st;
	one_on_one_item__init(item);
	item->coaching = coaching->name;
	item->subject = given->subject;
	item->author = arena_strdup(call->arena, call->actor->person == NULL ? "" : call->actor->person);
	st = insert(call, item, coaching->coach, coaching->coachee);
	if (st != STATUS_OK)
		return st;
	*ret = item;
	return show(call, item);
}

RPC_METHOD(get_one_on_one_item, GetOneOnOneItemRequest, OneOnOneItem)
(struct call *call, const GetOneOnOneItemRequest *in, OneOnOneItem **ret)
{
	const char *coach, *coachee;
	enum status st = open_item(call, in->name, ret, &coach, &coachee);

	return st == STATUS_OK ? show(call, *ret) : st;
}

RPC_METHOD(list_one_on_one_items, ListOneOnOneItemsRequest, ListOneOnOneItemsResponse)
(struct call *call, const ListOneOnOneItemsRequest *in, ListOneOnOneItemsResponse **ret)
{
	ListOneOnOneItemsResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	const struct store_viewer *viewer;
	int size = 0;
	enum status st = service_page_size(call, in->page_size, &size);

	list_one_on_one_items_response__init(reply);
	if (st == STATUS_OK && in->coaching[0] != '\0')
		st = service_name_check(call, "coaching", in->coaching, "coachings");
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_one_on_one_list(call->conn, viewer, in->coaching, in->include_discussed, in->page_token,
			size + 1, call->arena, &reply->one_on_one_items, &reply->n_one_on_one_items, &call->error);
	if (st != STATUS_OK)
		return st;
	reply->next_page_token = service_page_end(reply->one_on_one_items, &reply->n_one_on_one_items, size);
	for (size_t i = 0; st == STATUS_OK && i < reply->n_one_on_one_items; i++)
		st = show(call, reply->one_on_one_items[i]);
	*ret = reply;
	return st;
}

/* The item a request names, when it is to be talked about yet. */
static enum status open_open_item(
	struct call *call, const char *name, OneOnOneItem **ret, const char **ret_coach, const char **ret_coachee)
{
	enum status st = open_item(call, name, ret, ret_coach, ret_coachee);

	if (st != STATUS_OK || (*ret)->state == ONE_ON_ONE_ITEM_STATE_OPEN)
		return st;
	if ((*ret)->action_point[0] != '\0')
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "CONVERTED", NULL,
			"it became an action point already: %s", "het is al een actiepunt geworden: %s",
			(*ret)->action_point);
	return service_refuse(call, STATUS_FAILED_PRECONDITION, "DISCUSSED", NULL,
		"it is marked as talked about already: reopen it first, or add a new subject",
		"het staat al op besproken: heropen het eerst, of zet er een nieuw onderwerp bij");
}

RPC_METHOD(discuss_one_on_one_item, DiscussOneOnOneItemRequest, OneOnOneItem)
(struct call *call, const DiscussOneOnOneItemRequest *in, OneOnOneItem **ret)
{
	const char *coach, *coachee;
	enum status st = open_open_item(call, in->name, ret, &coach, &coachee);

	if (st == STATUS_OK)
		st = discuss(call, *ret, coach, coachee);
	return st == STATUS_OK ? show(call, *ret) : st;
}

static enum status check_etag(struct call *call, const OneOnOneItem *item, const char *given)
{
	OneOnOneItem seen = *item;

	service_etag_set(call, &seen.base);
	return service_etag_check(call, given, &seen.base);
}

RPC_METHOD(update_one_on_one_item, UpdateOneOnOneItemRequest, OneOnOneItem)
(struct call *call, const UpdateOneOnOneItemRequest *in, OneOnOneItem **ret)
{
	OneOnOneItem none = ONE_ON_ONE_ITEM__INIT;
	const OneOnOneItem *given = in->one_on_one_item == NULL ? &none : in->one_on_one_item;
	const char *coach, *coachee;
	enum status st = open_open_item(call, given->name, ret, &coach, &coachee);

	if (st == STATUS_OK)
		st = service_mask_check(call, in->update_mask, "subject");
	if (st == STATUS_OK)
		st = check_etag(call, *ret, given->etag);
	if (st == STATUS_OK && (*ret)->author[0] == '\0' && (*ret)->session[0] != '\0')
		st = service_refuse(call, STATUS_FAILED_PRECONDITION, "OF_A_SESSION", NULL,
			"this subject says what happened to a session, and stays so: add one of your own beside it",
			"dit onderwerp zegt wat er met een sessie gebeurde, en blijft zo: zet er een eigen onderwerp "
			"naast");
	if (st == STATUS_OK)
		st = service_check_present(call, "one_on_one_item.subject", given->subject);
	if (st == STATUS_OK)
		st = service_check_size(call, "one_on_one_item.subject", given->subject, CHECK_TEXT);
	if (st != STATUS_OK)
		return st;
	(*ret)->subject = given->subject;
	st = change(call, *ret, "one_on_one_item.updated", ONE_ON_ONE_ITEM_STATE_OPEN, coach, coachee);
	return st == STATUS_OK ? show(call, *ret) : st;
}

RPC_METHOD(reopen_one_on_one_item, ReopenOneOnOneItemRequest, OneOnOneItem)
(struct call *call, const ReopenOneOnOneItemRequest *in, OneOnOneItem **ret)
{
	const char *coach, *coachee;
	enum status st = open_item(call, in->name, ret, &coach, &coachee);

	if (st != STATUS_OK)
		return st;
	if ((*ret)->state == ONE_ON_ONE_ITEM_STATE_OPEN)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "OPEN", NULL, "it is still to be talked about",
			"het moet nog besproken worden");
	if ((*ret)->action_point[0] != '\0')
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "CONVERTED", NULL,
			"it became an action point: go on with that one, or drop it: %s",
			"het is een actiepunt geworden: ga daarmee verder, of laat dat vervallen: %s",
			(*ret)->action_point);
	(*ret)->state = ONE_ON_ONE_ITEM_STATE_OPEN;
	(*ret)->discuss_time = NULL;
	st = change(call, *ret, "one_on_one_item.reopened", ONE_ON_ONE_ITEM_STATE_DISCUSSED, coach, coachee);
	return st == STATUS_OK ? show(call, *ret) : st;
}

RPC_METHOD(convert_one_on_one_item, ConvertOneOnOneItemRequest, OneOnOneItem)
(struct call *call, const ConvertOneOnOneItemRequest *in, OneOnOneItem **ret)
{
	ActionPoint none = ACTION_POINT__INIT, *point;
	const ActionPoint *given = in->action_point == NULL ? &none : in->action_point;
	const char *coach, *coachee;
	Coaching *coaching;
	enum status st = open_item(call, in->name, ret, &coach, &coachee);

	/* What was talked about may still become one; what became one may not do so again. */
	if (st == STATUS_OK && (*ret)->action_point[0] != '\0')
		st = service_refuse(call, STATUS_FAILED_PRECONDITION, "CONVERTED", NULL,
			"it became an action point already: %s", "het is al een actiepunt geworden: %s",
			(*ret)->action_point);
	if (st == STATUS_OK)
		st = store_coaching_get(call->conn, (*ret)->coaching, call->arena, &coaching, &call->error);
	if (st == STATUS_OK)
		st = service_action_point_create(call, coaching, given, &point);
	if (st != STATUS_OK)
		return st;
	(*ret)->action_point = point->name;
	if ((*ret)->state == ONE_ON_ONE_ITEM_STATE_OPEN)
		st = discuss(call, *ret, coach, coachee);
	else
		st = change(call, *ret, "one_on_one_item.updated", ONE_ON_ONE_ITEM_STATE_DISCUSSED, coach, coachee);
	return st == STATUS_OK ? show(call, *ret) : st;
}

OneOnOnes_Service service_one_on_ones = ONE_ON_ONES__INIT(handle_);
