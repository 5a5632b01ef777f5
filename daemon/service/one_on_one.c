/* service/ — subjects for the next one-on-one. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
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
	item->create_time = instant_new(call->arena, call->now);
	st = store_one_on_one_insert(call->conn, item, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(call, "one_on_one_item.opened", item->name, NULL, OPEN, coach, coachee);
	return st;
}

static enum status discuss(struct call *call, const char *name, const char *coach, const char *coachee)
{
	enum status st = store_one_on_one_discuss(call->conn, name, call->now, &call->error);

	if (st == STATUS_OK)
		st = service_event_append(call, "one_on_one_item.discussed", name, OPEN, DISCUSSED, coach, coachee);
	return st;
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
	const char *name;
	enum status st = store_one_on_one_of_session(call->conn, session->name, call->arena, &name, &call->error);

	if (st != STATUS_OK || name[0] == '\0')
		return st;
	return discuss(call, name, session->coach, session->coachee);
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

RPC_METHOD(discuss_one_on_one_item, DiscussOneOnOneItemRequest, OneOnOneItem)
(struct call *call, const DiscussOneOnOneItemRequest *in, OneOnOneItem **ret)
{
	const char *coach, *coachee;
	OneOnOneItem *item;
	enum status st = open_item(call, in->name, &item, &coach, &coachee);

	if (st != STATUS_OK)
		return st;
	if (item->state == ONE_ON_ONE_ITEM_STATE_DISCUSSED)
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "DISCUSSED", NULL, "%s",
			words_pick(call->locale, "it is marked as talked about already", "het staat al op besproken"));
	st = discuss(call, item->name, coach, coachee);
	if (st != STATUS_OK)
		return st;
	item->state = ONE_ON_ONE_ITEM_STATE_DISCUSSED;
	item->discuss_time = instant_new(call->arena, call->now);
	*ret = item;
	return show(call, item);
}

OneOnOnes_Service service_one_on_ones = ONE_ON_ONES__INIT(handle_);
