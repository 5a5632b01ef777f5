/* service/ — sessions: a coach going along to one meeting of a coachee. The methods; what they stand on is beside it.
 */
#include "daemon/service/session.h"
#include "daemon/service/refuse.h"

#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/mask.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/suggestion.h"
#include "daemon/service/unannounced.h"
#include "daemon/service/viewer.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"

#define RPC_SERVICE Sessions_Service

#define COACHS_FIELDS "coach_focus coach_help coach_bridge role travel format"
#define BOTHS_FIELDS  "introduction customer_knows"
#define TRAVEL_MOST   INT64_C(43200000000)

/* As the caller sees it, with its etag. */
static enum status show(struct call *call, Session *session, Session **ret)
{
	service_etag_set(call, &session->base);
	*ret = session;
	return service_session_say(call, ret, 1);
}

RPC_METHOD(plan_session, PlanSessionRequest, Session)(struct call *call, const PlanSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_plan(call, in, &session);

	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(get_session, GetSessionRequest, Session)(struct call *call, const GetSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	return st == STATUS_OK ? show(call, session, ret) : st;
}

static enum status check_states(struct call *call, const ListSessionsRequest *in)
{
	for (size_t i = 0; i < in->n_states; i++)
		if (service_session_state(in->states[i]) == NULL)
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "STATE", "states",
				"states has a value that is no state of a session",
				"states bevat een waarde die geen status van een sessie is");
	return STATUS_OK;
}

/* Names, times and states of the request as the store wants them. */
static enum status read_filter(struct call *call, const ListSessionsRequest *in, struct store_session_filter *filter)
{
	enum status st = check_states(call, in);

	filter->states = in->states;
	filter->n_states = in->n_states;
	filter->meeting = in->meeting;
	filter->after = in->page_token;
	filter->from = INT64_MIN;
	if (st == STATUS_OK && in->from_time != NULL)
		st = service_check_time(call, "from_time", in->from_time, &filter->from);
	if (st == STATUS_OK && in->until_time != NULL)
		st = service_check_time(call, "until_time", in->until_time, &filter->until);
	if (st == STATUS_OK && in->meeting[0] != '\0')
		st = service_name_check(call, "meeting", in->meeting, "meetings");
	if (st == STATUS_OK)
		st = service_name_filter(call, "coach", in->coach, &filter->coach);
	if (st == STATUS_OK)
		st = service_name_filter(call, "coachee", in->coachee, &filter->coachee);
	return st;
}

RPC_METHOD(list_sessions, ListSessionsRequest, ListSessionsResponse)
(struct call *call, const ListSessionsRequest *in, ListSessionsResponse **ret)
{
	ListSessionsResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	struct store_session_filter filter = { 0 };
	int size = 0;
	enum status st = service_page_size(call, in->page_size, &size);

	list_sessions_response__init(reply);
	filter.limit = size + 1;
	if (st == STATUS_OK)
		st = read_filter(call, in, &filter);
	if (st == STATUS_OK)
		st = service_viewer(call, &filter.viewer);
	if (st == STATUS_OK)
		st = store_session_list(
			call->conn, &filter, call->arena, &reply->sessions, &reply->n_sessions, &call->error);
	if (st != STATUS_OK)
		return st;
	reply->next_page_token = service_page_end(reply->sessions, &reply->n_sessions, size);
	service_etag_set_all(call, reply->sessions, reply->n_sessions);
	*ret = reply;
	return service_session_say(call, reply->sessions, reply->n_sessions);
}

static int64_t usual_travel(SessionFormat format)
{
	return format == SESSION_FORMAT_ON_SITE ? SERVICE_SESSION_TRAVEL_US : 0;
}

static enum status check_update(struct call *call, const Session *given)
{
	int64_t travel = instant_length_us(given->travel);
	enum status st = service_check_size(call, "session.coach_focus", given->coach_focus, CHECK_TEXT);

	if (st == STATUS_OK)
		st = service_check_size(call, "session.coach_help", given->coach_help, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_check_size(call, "session.coach_bridge", given->coach_bridge, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_check_size(call, "session.introduction", given->introduction, CHECK_TEXT);
	if (st == STATUS_OK && (given->role < TABLE_ROLE_UNSPECIFIED || given->role > TABLE_ROLE_PARTICIPANT))
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "ROLE", "session.role",
			"session.role is no role at the table", "session.role is geen rol aan tafel");
	if (st == STATUS_OK &&
		(given->format < SESSION_FORMAT_UNSPECIFIED || given->format > SESSION_FORMAT_SIDE_BY_SIDE))
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "FORMAT", "session.format",
			"session.format is no way to go along", "session.format is geen manier van meegaan");
	if (st == STATUS_OK && (travel < 0 || travel > TRAVEL_MOST))
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "TRAVEL", "session.travel",
			"session.travel must be between nothing and twelve hours",
			"session.travel moet tussen niets en twaalf uur liggen");
	return st;
}

/* What only concerns the coach is the coach's; a coachee who names no fields means the others. */
static enum status check_whose(struct call *call, const Session *session, const FieldMask *mask, bool *ret_coach)
{
	bool named = mask != NULL && mask->n_paths > 0 && !(mask->n_paths == 1 && strcmp(mask->paths[0], "*") == 0);
	unsigned who = lifecycle_who(call->actor, session);

	*ret_coach = call->actor->kind != ACTOR_PERSON || who != LIFECYCLE_COACHEE;
	if (*ret_coach || !named)
		return STATUS_OK;
	for (size_t i = 0; i < mask->n_paths; i++)
		if (strcmp(mask->paths[i], "introduction") != 0 && strcmp(mask->paths[i], "customer_knows") != 0)
			return error_detail(&call->error, STATUS_PERMISSION_DENIED, "NOT_YOURS", "update_mask",
				words_pick(call->locale, "only the coach can change %s",
					"alleen de coach kan %s wijzigen"),
				mask->paths[i]);
	return STATUS_OK;
}

static void change(struct call *call, Session *session, const Session *given, const FieldMask *mask, bool coach)
{
	bool format = coach && service_mask_has(mask, "format") && given->format != SESSION_FORMAT_UNSPECIFIED;
	bool travel = coach && service_mask_has(mask, "travel") && given->travel != NULL;

	if (coach && service_mask_has(mask, "coach_focus"))
		session->coach_focus = given->coach_focus;
	if (coach && service_mask_has(mask, "coach_help"))
		session->coach_help = given->coach_help;
	if (coach && service_mask_has(mask, "coach_bridge"))
		session->coach_bridge = given->coach_bridge;
	if (coach && service_mask_has(mask, "role"))
		session->role = given->role == TABLE_ROLE_UNSPECIFIED ? TABLE_ROLE_OBSERVER : given->role;
	if (service_mask_has(mask, "introduction"))
		session->introduction = given->introduction;
	if (service_mask_has(mask, "customer_knows"))
		session->customer_knows = given->customer_knows;
	if (travel)
		session->travel = given->travel;
	else if (format && given->format != session->format)
		session->travel = instant_length_new(call->arena, usual_travel(given->format));
	if (format)
		session->format = given->format;
	session->departure_time =
		instant_new(call->arena, instant_us(session->start_time) - instant_length_us(session->travel));
}

/* Whether the session is still what the caller read. */
static enum status check_etag(struct call *call, const Session *session, const char *given)
{
	Session *seen;
	enum status st = STATUS_OK;

	if (given[0] == '\0')
		return STATUS_OK;
	st = store_session_get(call->conn, session->name, call->arena, &seen, NULL, &call->error);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &seen->base);
	return service_etag_check(call, given, &seen->base);
}

RPC_METHOD(update_session, UpdateSessionRequest, Session)
(struct call *call, const UpdateSessionRequest *in, Session **ret)
{
	Session none = SESSION__INIT, *session;
	const Session *given = in->session == NULL ? &none : in->session;
	bool coach = false;
	enum status st = service_session_open(call, "session.name", given->name, &session);

	if (st == STATUS_OK)
		st = service_mask_check(call, in->update_mask, COACHS_FIELDS " " BOTHS_FIELDS);
	if (st == STATUS_OK)
		st = check_update(call, given);
	if (st == STATUS_OK)
		st = check_whose(call, session, in->update_mask, &coach);
	if (st == STATUS_OK)
		st = check_etag(call, session, given->etag);
	if (st != STATUS_OK)
		return st;
	if (!service_session_to_come(session))
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "SESSION_STATE", NULL,
			words_pick(call->locale, "the session is marked \"%s\" and stays as it is",
				"de sessie staat op \"%s\" en blijft zoals zij is"),
			words_session_state(session->state, call->locale));
	change(call, session, given, in->update_mask, coach);
	st = service_session_keep(call, session, "session.updated");
	return st == STATUS_OK ? show(call, session, ret) : st;
}

/* A rule gives its name, and may give a cause in place of words; a person gives words. */
static enum status check_decision(struct call *call, const DecideSessionRequest *in)
{
	enum status st = service_check_size(call, "reason", in->reason, CHECK_TEXT);

	if (st == STATUS_OK)
		st = service_check_line(call, "rule", in->rule, 100);
	if (st != STATUS_OK)
		return st;
	if (in->verdict != VERDICT_GO && in->verdict != VERDICT_COACH_MORE && in->verdict != VERDICT_NOT_JOINING)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "VERDICT", "verdict",
			"verdict must be GO, COACH_MORE or NOT_JOINING",
			"verdict moet GO, COACH_MORE of NOT_JOINING zijn");
	if (call->actor->kind == ACTOR_PLUGIN && in->rule[0] == '\0')
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "RULE", "rule",
			"rule is missing: a plugin says which rule decided, and its version",
			"rule ontbreekt: een plug-in zegt welke regel besloot, en welke versie");
	if (call->actor->kind != ACTOR_PLUGIN && in->rule[0] != '\0')
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "RULE", "rule",
			"rule is for rules; a person's decision has a reason",
			"rule is voor regels; het besluit van een persoon heeft een reden");
	if (protobuf_c_enum_descriptor_get_value(&verdict_cause__descriptor, (int)in->cause) == NULL ||
		(in->cause != VERDICT_CAUSE_UNSPECIFIED && in->rule[0] == '\0'))
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "CAUSE", "cause",
			"cause must be one that the contract knows, and is for rules",
			"cause moet er een uit het contract zijn, en is voor regels");
	if (in->cause != VERDICT_CAUSE_UNSPECIFIED && in->reason[0] != '\0')
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "REASON", "reason",
			"reason is for what has no cause", "reason is voor wat geen cause heeft");
	return STATUS_OK;
}

/* Who decided what in the meantime: what somebody who decides at the same moment has to know. */
static enum status decided_meanwhile(struct call *call, const Session *session)
{
	Person *person = NULL;
	const char *zone;
	enum status st = service_session_zone(call, session, &zone);

	if (st == STATUS_OK && strncmp(session->decided_by, "people/", strlen("people/")) == 0)
		st = store_person_get(call->conn, session->decided_by, call->arena, &person, &call->error);
	if (st != STATUS_OK)
		return st;
	call->error = (struct error){ 0 };
	return error_detail(&call->error, STATUS_ABORTED, "ETAG", "etag",
		words_pick(call->locale, "%s decided at %s: %s. That stands until you decide anew: read it again first",
			"%s heeft om %s besloten: %s. Dat geldt tot je opnieuw besluit: lees het eerst opnieuw"),
		person != NULL ? person->display_name : session->decided_by,
		day_time_text(instant_us(session->decide_time), zone, call->arena),
		words_verdict(session->verdict, call->locale));
}

RPC_METHOD(decide_session, DecideSessionRequest, Session)
(struct call *call, const DecideSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = check_decision(call, in);
	if (st == STATUS_OK)
		st = check_etag(call, session, in->etag);
	if (st == STATUS_ABORTED && session->decide_time != NULL)
		st = decided_meanwhile(call, session);
	if (st == STATUS_OK)
		st = service_session_verdict(call, session, in);
	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(appeal_session, AppealSessionRequest, Session)
(struct call *call, const AppealSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = service_check_size(call, "reason", in->reason, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_session_appeal(call, session, in->reason);
	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(reveal_session, RevealSessionRequest, Session)
(struct call *call, const RevealSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK && lifecycle_hidden(session) && service_session_to_come(session))
		st = service_unannounced_may_reveal(call, session);
	if (st == STATUS_OK)
		st = service_session_reveal(call, session);
	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(start_session, StartSessionRequest, Session)(struct call *call, const StartSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = service_session_start(call, session, call->now);
	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(finish_session, FinishSessionRequest, Session)
(struct call *call, const FinishSessionRequest *in, Session **ret)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_FINISH };
	struct lifecycle_step step;
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = service_session_decide(call, session, &ask, &step);
	if (st != STATUS_OK)
		return st;
	session->actual_end_time = instant_new(call->arena, call->now);
	st = service_session_take(call, session, &step);
	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(cancel_session, CancelSessionRequest, Session)
(struct call *call, const CancelSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = service_check_size(call, "reason", in->reason, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_session_cancel(call, session, in->reason);
	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(reopen_session, ReopenSessionRequest, Session)
(struct call *call, const ReopenSessionRequest *in, Session **ret)
{
	int64_t state_time = 0;
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = store_session_get(call->conn, session->name, call->arena, &session, &state_time, &call->error);
	if (st == STATUS_OK)
		st = service_session_alone(call, session);
	if (st == STATUS_OK && lifecycle_hidden(session))
		st = service_unannounced_session_fits(call, session, &call->error);
	if (st == STATUS_OK)
		st = service_session_reopen(call, session, 0, state_time);
	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(get_session_card, GetSessionCardRequest, SessionCard)
(struct call *call, const GetSessionCardRequest *in, SessionCard **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	return st == STATUS_OK ? service_session_card(call, session, ret) : st;
}

RPC_METHOD(list_suggestions, ListSuggestionsRequest, ListSuggestionsResponse)
(struct call *call, const ListSuggestionsRequest *in, ListSuggestionsResponse **ret)
{
	return service_suggestions_list(call, in, ret);
}

Sessions_Service service_sessions = SESSIONS__INIT(handle_);
