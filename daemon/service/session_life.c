/* service/ — a session's steps: domain/lifecycle.c decides, the store keeps, events tell. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/preparation.h"
#include "daemon/domain/words.h"
#include "daemon/service/action_point.h"
#include "daemon/service/event.h"
#include "daemon/service/policy.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/unannounced.h"
#include "daemon/store/meeting.h"
#include "daemon/store/person.h"
#include "daemon/store/preparation.h"
#include "daemon/store/session.h"

const char *service_session_state(SessionState state)
{
	const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(&session_state__descriptor, (int)state);

	return value == NULL || state == SESSION_STATE_UNSPECIFIED ? NULL : value->name;
}

enum status service_session_decide(
	struct call *call, const Session *session, struct lifecycle_ask *ask, struct lifecycle_step *ret)
{
	ask->now = call->now;
	ask->locale = call->locale;
	if (ask->who == 0)
		ask->who = lifecycle_who(call->actor, session);
	return lifecycle_decide(session, ask, ret, &call->error);
}

/* What happens to a hidden session must not move the ids of anything else that the call makes (a coachee's import that
 * moves two meetings): its events draw theirs from a request id of their own. */
static enum status tell_aside(struct call *call, const Session *session, const char *type, const char *subject,
	const char *from, const char *to)
{
	return service_event_append_aside(
		call, type, subject == NULL ? session->name : subject, session->name, from, to, session->coach);
}

enum status service_session_tell(struct call *call, const Session *session, const char *type, const char *subject,
	const char *from, const char *to)
{
	if (lifecycle_hidden(session))
		return tell_aside(call, session, type, subject, from, to);
	return service_event_append(
		call, type, subject == NULL ? session->name : subject, from, to, session->coach, session->coachee);
}

enum status service_session_collided(struct call *call, const Session *session)
{
	return tell_aside(call, session, "session.collided", NULL, NULL, NULL);
}

bool service_session_to_come(const Session *session)
{
	return session->state == SESSION_STATE_PLANNED || session->state == SESSION_STATE_PREPARED ||
	       session->state == SESSION_STATE_CONFIRMED;
}

/* Writes the row; the names that come with it for lists are not part of it. */
static enum status write_row(struct call *call, Session *session)
{
	session->update_time = instant_new(call->arena, call->now);
	return store_session_update(call->conn, session, &call->error);
}

enum status service_session_take(struct call *call, Session *session, const struct lifecycle_step *step)
{
	enum status st;

	lifecycle_apply(session, step);
	st = write_row(call, session);
	if (st == STATUS_OK && step->event != NULL)
		st = service_session_tell(call, session, step->event, NULL, service_session_state(step->from),
			service_session_state(step->to));
	if (st == STATUS_OK)
		st = service_session_timers(call, session);
	if (st == STATUS_OK && step->to != step->from && lifecycle_ended(step->to))
		st = service_action_points_show(call, session);
	/* What ends takes the ground from under those that were planned on it. */
	if (st == STATUS_OK && step->to != step->from && lifecycle_ended(step->to) && step->to != SESSION_STATE_CLOSED)
		st = service_unannounced_check_all(call, session->coachee);
	return st;
}

enum status service_session_keep(struct call *call, Session *session, const char *event)
{
	enum status st = write_row(call, session);

	if (st == STATUS_OK && event != NULL)
		st = service_session_tell(call, session, event, NULL, NULL, NULL);
	if (st == STATUS_OK)
		st = service_session_timers(call, session);
	return st;
}

/* What the table asks about the world around a session. */
static enum status look_around(struct call *call, const Session *session, struct lifecycle_ask *ask)
{
	Preparation *preparation;
	Meeting *meeting;
	enum status st;

	st = store_preparation_get(call->conn, session->meeting, call->arena, &preparation, &call->error);
	if (st == STATUS_OK)
		st = store_meeting_get(call->conn, session->meeting, call->arena, &meeting, &call->error);
	if (st != STATUS_OK)
		return st;
	ask->submit_time = preparation == NULL ? 0 : instant_us(preparation->submit_time);
	ask->meeting_cancelled = meeting != NULL && meeting->state == MEETING_STATE_CANCELLED;
	return STATUS_OK;
}

enum status service_session_reveal(struct call *call, Session *session)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_REVEAL };
	struct lifecycle_step step;
	enum status st = service_session_decide(call, session, &ask, &step);

	if (st != STATUS_OK)
		return st;
	session->reveal_time = instant_new(call->arena, call->now);
	return service_session_take(call, session, &step);
}

/* Who comes along, or begins, has said yes to the invitation by that. */
static void answer_invitation(Session *session)
{
	if (session->invite_state == INVITE_STATE_OPEN)
		session->invite_state = INVITE_STATE_ACCEPTED;
}

enum status service_session_start(struct call *call, Session *session, int64_t began)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_START };
	struct lifecycle_step step;
	bool hidden = lifecycle_hidden(session);
	enum status st = service_session_decide(call, session, &ask, &step);

	if (st != STATUS_OK)
		return st;
	if (call->now < instant_us(session->start_time) - SERVICE_SESSION_EARLY_US)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "TOO_EARLY", NULL,
			"the meeting is still to come: a session starts on the day itself",
			"de afspraak moet nog komen: een sessie begint op de dag zelf");
	if (hidden && call->now < instant_us(session->end_time))
		st = service_unannounced_may_reveal(call, session);
	if (st != STATUS_OK)
		return st;
	session->actual_start_time = instant_new(call->arena, began);
	answer_invitation(session);
	if (hidden) {
		session->reveal_time = instant_new(call->arena, call->now);
		st = service_session_tell(call, session, "session.revealed", NULL, service_session_state(step.from),
			service_session_state(step.from));
	}
	return st == STATUS_OK ? service_session_take(call, session, &step) : st;
}

void service_session_decided(struct call *call, Session *session, const char *who)
{
	session->decided_by = arena_strdup(call->arena, who);
	session->decide_time = instant_new(call->arena, call->now);
}

/* The same two may have made a new session for the meeting since. */
enum status service_session_alone(struct call *call, const Session *session)
{
	Session *other;
	enum status st = store_session_beside(call->conn, session, call->arena, &other, &call->error);

	if (st != STATUS_OK || other == NULL)
		return st;
	return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "PLANNED_ANEW", NULL,
		words_pick(call->locale, "there is a new session for this meeting: %s",
			"er is voor deze afspraak al een nieuwe sessie: %s"),
		other->name);
}

static enum lifecycle_action action_of(Verdict verdict)
{
	return verdict == VERDICT_GO           ? LIFECYCLE_GO
	       : verdict == VERDICT_COACH_MORE ? LIFECYCLE_COACH_MORE
					       : LIFECYCLE_NOT_JOINING;
}

enum status service_session_verdict(struct call *call, Session *session, const DecideSessionRequest *in)
{
	struct lifecycle_ask ask = { .action = action_of(in->verdict) };
	struct lifecycle_step step;
	SessionState before = session->state;
	enum status st;

	/* A no to an invitation is no skip. */
	if (session->invite_state == INVITE_STATE_OPEN && in->verdict == VERDICT_NOT_JOINING &&
		call->actor->kind != ACTOR_PLUGIN)
		return service_session_decline(call, session, in->reason);
	st = look_around(call, session, &ask);

	if (st == STATUS_OK)
		st = service_session_decide(call, session, &ask, &step);
	if (st != STATUS_OK)
		return st;
	/* Out of a skip the coach comes back into a time that may be taken by now. */
	if (before == SESSION_STATE_SKIPPED && in->verdict != VERDICT_NOT_JOINING) {
		st = service_session_alone(call, session);
		if (st == STATUS_OK)
			st = service_session_check_free(call, session);
	}
	if (st != STATUS_OK)
		return st;
	service_session_decided(call, session, call->actor->name);
	session->verdict = in->verdict;
	session->verdict_reason = in->reason;
	session->verdict_rule = in->rule;
	session->verdict_cause = in->cause;
	if (in->gate_look != NULL)
		session->gate_look = in->gate_look;
	session->talk = in->talk;
	session->talk_time = NULL;
	if (in->verdict != VERDICT_NOT_JOINING)
		answer_invitation(session);
	st = service_session_take(call, session, &step);
	if (st == STATUS_OK && session->state == SESSION_STATE_SKIPPED)
		st = service_session_skip_item(call, session);
	else if (st == STATUS_OK && before == SESSION_STATE_SKIPPED)
		st = service_session_settle_item(call, session);
	return st;
}

/* What the check withdrew comes back by itself for a preparation in time; else the coach is asked, which is no error.
 * So is a coach who goes along elsewhere by now, as far as the coachee may know of that. */
static enum status try_to_grant(struct call *call, Session *session)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_GRANT, .who = LIFECYCLE_SERVICE };
	struct lifecycle_step step;
	Session *other;
	enum status st = service_session_in_the_way(call, session, false, &other);

	if (st != STATUS_OK || other != NULL)
		return st;
	st = look_around(call, session, &ask);

	if (st == STATUS_OK)
		st = service_session_decide(call, session, &ask, &step);
	if (st == STATUS_FAILED_PRECONDITION) {
		call->error = (struct error){ 0 };
		return STATUS_OK;
	}
	if (st != STATUS_OK)
		return st;
	session->verdict = VERDICT_GO;
	service_session_decided(call, session, call_service_actor.name);
	st = service_session_take(call, session, &step);
	if (st == STATUS_OK)
		st = service_session_settle_item(call, session);
	return st == STATUS_OK ? service_session_check_collision(call, session) : st;
}

enum status service_session_appeal(struct call *call, Session *session, const char *reason)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_APPEAL };
	struct lifecycle_step step;
	enum status st = look_around(call, session, &ask);

	if (st == STATUS_OK)
		st = service_session_decide(call, session, &ask, &step);

	if (st != STATUS_OK)
		return st;
	session->appealed = true;
	session->appeal_reason = (char *)reason;
	st = service_session_take(call, session, &step);
	return st == STATUS_OK ? try_to_grant(call, session) : st;
}

/* What the coach is asked to watch for, as the preparation has it. */
static bool take_focus(Session *session, const Preparation *preparation)
{
	char *focus = preparation_text(preparation, "focus");

	if (focus[0] == '\0' || strcmp(focus, session->coachee_focus) == 0)
		return false;
	session->coachee_focus = focus;
	return true;
}

/* One session of a meeting for which a preparation came in. A step that is not possible any more is no reason to refuse
 * the preparation; a hidden session stays as it is, so that nothing here differs for the coachee. */
static enum status submitted(struct call *call, Session *session, const Preparation *preparation)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_SUBMIT,
		.who = LIFECYCLE_COACHEE,
		.submit_time = instant_us(preparation->submit_time) };
	bool by_rule = session->state == SESSION_STATE_SKIPPED && session->verdict_rule[0] != '\0';
	bool refocused = false;
	struct lifecycle_step step;
	enum status st;

	if (lifecycle_hidden(session))
		return STATUS_OK;
	st = service_session_decide(call, session, &ask, &step);
	if (st == STATUS_OK)
		refocused = take_focus(session, preparation);
	if (st == STATUS_OK && by_rule && !session->appealed) {
		session->appealed = true;
		st = service_session_keep(call, session, "session.appealed");
		return st == STATUS_OK ? try_to_grant(call, session) : st;
	}
	if (st == STATUS_OK && step.from != step.to)
		return service_session_take(call, session, &step);
	if (st == STATUS_OK && refocused)
		return service_session_keep(call, session, "session.updated");
	if (st == STATUS_FAILED_PRECONDITION) {
		call->error = (struct error){ 0 };
		return STATUS_OK;
	}
	return st;
}

enum status service_session_submitted(struct call *call, const Preparation *preparation)
{
	Session **sessions;
	size_t count;
	enum status st = store_session_of_meeting(
		call->conn, preparation->meeting, call->arena, &sessions, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = submitted(call, sessions[i], preparation);
	return st;
}

enum status service_session_cancel(struct call *call, Session *session, const char *reason, CancelCause cause)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_CANCEL, .counterpart = cause == CANCEL_CAUSE_COUNTERPART };
	struct lifecycle_step step;
	enum status st = service_session_decide(call, session, &ask, &step);

	if (st != STATUS_OK)
		return st;
	session->cancel_reason = (char *)reason;
	session->cancel_cause = cause;
	return service_session_take(call, session, &step);
}

enum status service_session_reopen(struct call *call, Session *session, unsigned who, int64_t state_time)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_REOPEN, .who = who, .state_time = state_time };
	bool skipped = session->state == SESSION_STATE_SKIPPED;
	struct lifecycle_step step;
	enum status st = look_around(call, session, &ask);

	if (st == STATUS_OK)
		st = service_session_decide(call, session, &ask, &step);
	if (st != STATUS_OK)
		return st;
	session->cancel_reason = session->merged_into = "";
	session->cancel_cause = CANCEL_CAUSE_UNSPECIFIED;
	session->meeting_cancelled = false;
	if (session->invite_state == INVITE_STATE_DECLINED)
		session->invite_state = INVITE_STATE_ACCEPTED;
	if (skipped) {
		service_session_decided(call, session, call->actor->name);
		session->verdict = step.to == SESSION_STATE_CONFIRMED ? VERDICT_GO : VERDICT_UNSPECIFIED;
		session->verdict_rule = session->verdict_reason = "";
		session->verdict_cause = VERDICT_CAUSE_UNSPECIFIED;
	}
	st = service_session_take(call, session, &step);
	return st == STATUS_OK && skipped ? service_session_settle_item(call, session) : st;
}

enum status service_session_check_times(struct call *call, Session *session)
{
	Person *coachee, *coach;
	struct policy policy;
	int64_t card; /* by then the coach is to know whether they go */
	int day, cutoff;
	enum status st = store_person_get(call->conn, session->coachee, call->arena, &coachee, &call->error);

	if (st == STATUS_OK)
		st = store_person_get(call->conn, session->coach, call->arena, &coach, &call->error);
	if (st != STATUS_OK)
		return st;
	policy = service_policy_for(call, coach);
	cutoff = policy_value(&policy, POLICY_CUTOFF);
	card = instant_us(session->departure_time) - policy_value(&policy, POLICY_CARD_BEFORE) * SERVICE_POLICY_MINUTE;
	day = day_of_check(coachee, coach, instant_us(session->start_time), card, cutoff);
	session->cutoff_time = instant_new(call->arena, day_at(day, cutoff, coachee->time_zone));
	session->grace_time =
		instant_new(call->arena, day_at(day, policy_value(&policy, POLICY_GRACE), coachee->time_zone));
	return STATUS_OK;
}

enum status service_session_times(struct call *call, Session *session, const Meeting *meeting)
{
	session->start_time = meeting->start_time;
	session->end_time = meeting->end_time;
	service_session_journey(call, session);
	return service_session_check_times(call, session);
}
