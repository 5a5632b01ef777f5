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
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/reveal.h"
#include "daemon/service/suggestion.h"
#include "daemon/service/unannounced.h"
#include "daemon/service/viewer.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"

#define RPC_SERVICE Sessions_Service

/* As the caller sees it, with its etag. */
static enum status show(struct call *call, Session *session, Session **ret)
{
	enum status st;

	service_etag_set(call, &session->base);
	st = service_session_warn(call, session);
	*ret = session;
	if (st == STATUS_OK)
		st = service_session_say(call, ret, 1);
	return st == STATUS_OK ? service_session_collision(call, session) : st;
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

RPC_METHOD(update_session, UpdateSessionRequest, Session)
(struct call *call, const UpdateSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_update(call, in, &session);

	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(accept_session, AcceptSessionRequest, Session)
(struct call *call, const AcceptSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_accept(call, in, &session);

	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(decline_session, DeclineSessionRequest, Session)
(struct call *call, const DeclineSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = service_check_size(call, "reason", in->reason, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_session_decline(call, session, in->reason);
	return st == STATUS_OK ? show(call, session, ret) : st;
}

/* A rule gives its name, and may give a cause in place of words; a person gives words. */
static enum status check_decision(struct call *call, const DecideSessionRequest *in)
{
	enum status st = service_check_size(call, "reason", in->reason, CHECK_TEXT);

	if (st == STATUS_OK)
		st = service_check_size(call, "talk", in->talk, CHECK_TEXT);
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
	if (in->talk[0] != '\0' && in->verdict != VERDICT_COACH_MORE)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "TALK", "talk",
			"talk goes with COACH_MORE only: say why in reason",
			"talk hoort alleen bij COACH_MORE: zeg waarom in reason");
	if (in->cause != VERDICT_CAUSE_UNSPECIFIED && in->reason[0] != '\0')
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "REASON", "reason",
			"reason is for what has no cause", "reason is voor wat geen cause heeft");
	return in->gate_look != NULL ? service_session_check_look(call, in->gate_look, true) : STATUS_OK;
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
		person != NULL ? person->display_name : words_actor(session->decided_by, call->locale),
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
		st = service_session_check_etag(call, session, in->etag);
	if (st == STATUS_ABORTED && session->decide_time != NULL)
		st = decided_meanwhile(call, session);
	if (st == STATUS_OK)
		st = service_session_verdict(call, session, in);
	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(record_gate_look, RecordGateLookRequest, Session)
(struct call *call, const RecordGateLookRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_record_look(call, in, &session);

	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(talk_session, TalkSessionRequest, Session)(struct call *call, const TalkSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_talk(call, in, &session);

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

RPC_METHOD(record_reveal_check, RecordRevealCheckRequest, Session)
(struct call *call, const RecordRevealCheckRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_reveal_check(call, in, &session);

	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(confirm_intentions, ConfirmIntentionsRequest, Preparation)
(struct call *call, const ConfirmIntentionsRequest *in, Preparation **ret)
{
	return service_reveal_confirm(call, in, ret);
}

RPC_METHOD(object_to_session, ObjectToSessionRequest, Session)
(struct call *call, const ObjectToSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_reveal_object(call, in, &session);

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

/* What has a name needs no words: they could say too much about somebody else. */
static enum status check_cause(struct call *call, const CancelSessionRequest *in)
{
	if (protobuf_c_enum_descriptor_get_value(&cancel_cause__descriptor, (int)in->cause) == NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "CAUSE", "cause",
			"cause must be one that the contract knows", "cause moet er een uit het contract zijn");
	if (in->cause == CANCEL_CAUSE_COACHING_ENDED)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "CAUSE", "cause",
			"that the coaching relation ends is not for a call to say: give the relation its last day",
			"dat de coachrelatie eindigt, zeg je niet hier: geef de relatie een laatste dag");
	if (in->cause != CANCEL_CAUSE_UNSPECIFIED && in->cause != CANCEL_CAUSE_COUNTERPART)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "CAUSE", "cause",
			"this cause is for the service to say: give a reason",
			"deze oorzaak noemt de dienst zelf: geef een reden");
	if (in->cause != CANCEL_CAUSE_UNSPECIFIED && in->reason[0] != '\0')
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "REASON", "reason",
			"reason is for what has no cause", "reason is voor wat geen cause heeft");
	return STATUS_OK;
}

RPC_METHOD(cancel_session, CancelSessionRequest, Session)
(struct call *call, const CancelSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = service_check_size(call, "reason", in->reason, CHECK_TEXT);
	if (st == STATUS_OK)
		st = check_cause(call, in);
	if (st == STATUS_OK)
		st = service_session_cancel(call, session, in->reason, in->cause);
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
	if (st == STATUS_OK && session->state != SESSION_STATE_LAPSED)
		st = service_session_check_free(call, session);
	if (st == STATUS_OK && lifecycle_hidden(session))
		st = service_unannounced_session_fits(call, session, &call->error);
	if (st == STATUS_OK)
		st = service_session_reopen(call, session, 0, state_time);
	return st == STATUS_OK ? show(call, session, ret) : st;
}

RPC_METHOD(get_session_calendar, GetSessionCalendarRequest, SessionCalendar)
(struct call *call, const GetSessionCalendarRequest *in, SessionCalendar **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK && in->language[0] != '\0')
		st = service_check_language(call, "language", in->language);
	if (st == STATUS_OK && in->inviter_email[0] != '\0')
		st = service_check_email(call, "inviter_email", in->inviter_email);
	return st == STATUS_OK ? service_session_calendar(call, session, in, ret) : st;
}

RPC_METHOD(get_session_card, GetSessionCardRequest, SessionCard)
(struct call *call, const GetSessionCardRequest *in, SessionCard **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	return st == STATUS_OK ? service_session_card(call, session, ret) : st;
}

RPC_METHOD(get_session_rehearsal, GetSessionRehearsalRequest, SessionRehearsal)
(struct call *call, const GetSessionRehearsalRequest *in, SessionRehearsal **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	return st == STATUS_OK ? service_session_rehearsal(call, session, ret) : st;
}

RPC_METHOD(get_customer_line, GetCustomerLineRequest, CustomerLine)
(struct call *call, const GetCustomerLineRequest *in, CustomerLine **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	return st == STATUS_OK ? service_session_customer_line(call, session, in->language, ret) : st;
}

RPC_METHOD(list_suggestions, ListSuggestionsRequest, ListSuggestionsResponse)
(struct call *call, const ListSuggestionsRequest *in, ListSuggestionsResponse **ret)
{
	return service_suggestions_list(call, in, ret);
}

RPC_METHOD(dismiss_suggestion, DismissSuggestionRequest, Suggestion)
(struct call *call, const DismissSuggestionRequest *in, Suggestion **ret)
{
	return service_suggestion_dismiss(call, in->coach, in->meeting, true, ret);
}

RPC_METHOD(restore_suggestion, RestoreSuggestionRequest, Suggestion)
(struct call *call, const RestoreSuggestionRequest *in, Suggestion **ret)
{
	return service_suggestion_dismiss(call, in->coach, in->meeting, false, ret);
}

Sessions_Service service_sessions = SESSIONS__INIT(handle_);
