/* plugins/reminders/rules/ — what speaks against a message, as things are now. */
#include "plugins/reminders/rules/objection.h"

#include <ridealong/sdk.h>
#include <string.h>

#include "plugins/reminders/rules/when.h"

static SessionState state_of(const struct rule_facts *facts)
{
	return facts->session->state;
}

static bool is_in(const struct rule_facts *facts)
{
	return facts->preparation != NULL && facts->preparation->state == PREPARATION_STATE_SUBMITTED;
}

/* Asking to prepare makes sense until departure, also when the coach has said to come along in any case. */
const char *objection_no_need_to_prepare(const struct rule_facts *facts)
{
	bool open = state_of(facts) == SESSION_STATE_PLANNED || state_of(facts) == SESSION_STATE_CONFIRMED;

	if (state_of(facts) == SESSION_STATE_PREPARED || is_in(facts))
		return "dropped.prepared";
	if (facts->session->invite_state == INVITE_STATE_OPEN)
		return "dropped.invited";
	if (!open || facts->session->unannounced)
		return "dropped.state";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

/* Whether something of that kind went to the receiver on this day. */
static bool was_asked_today(const struct rule_facts *facts, ReminderKind kind)
{
	struct diary_date today = diary_date_of(facts->receiver, facts->now);

	for (size_t i = 0; i < facts->n_reminders; i++) {
		const Reminder *reminder = facts->reminders[i];

		if (reminder->kind == kind && reminder->state == REMINDER_STATE_SENT &&
			diary_date_compare(diary_date_of(facts->receiver, sdk_time_us(reminder->send_time)), today) ==
				0)
			return true;
	}
	return false;
}

const char *objection_not_invited(const struct rule_facts *facts)
{
	if (facts->session->invite_state != INVITE_STATE_OPEN)
		return "dropped.replied";
	if (state_of(facts) != SESSION_STATE_PLANNED && state_of(facts) != SESSION_STATE_PREPARED)
		return "dropped.state";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

const char *objection_not_invited_still(const struct rule_facts *facts)
{
	const char *objection = objection_not_invited(facts);

	return objection == NULL && was_asked_today(facts, REMINDER_KIND_INVITATION) ? "dropped.asked_today"
										     : objection;
}

const char *objection_not_declined(const struct rule_facts *facts)
{
	if (facts->session->invite_state != INVITE_STATE_DECLINED)
		return "dropped.state";
	return facts->now >= when_start_of(facts) ? "dropped.late" : NULL;
}

const char *objection_no_need_to_ask_again(const struct rule_facts *facts)
{
	const char *objection = objection_no_need_to_prepare(facts);

	return objection == NULL && was_asked_today(facts, REMINDER_KIND_PREPARE) ? "dropped.asked_today" : objection;
}

const char *objection_cutoff_has_been(const struct rule_facts *facts)
{
	const char *objection = objection_no_need_to_ask_again(facts);

	return objection == NULL && facts->now >= sdk_time_us(facts->session->cutoff_time) ? "dropped.passed"
											   : objection;
}

const char *objection_not_returned(const struct rule_facts *facts)
{
	if (facts->preparation == NULL || facts->preparation->state != PREPARATION_STATE_RETURNED)
		return "dropped.prepared";
	return objection_no_need_to_prepare(facts);
}

const char *objection_not_skipped_by_rule(const struct rule_facts *facts)
{
	if (state_of(facts) != SESSION_STATE_SKIPPED || facts->session->verdict_rule[0] == '\0')
		return "dropped.state";
	return facts->now >= when_start_of(facts) ? "dropped.late" : NULL;
}

const char *objection_nothing_to_decide(const struct rule_facts *facts)
{
	if (facts->session->verdict != VERDICT_UNSPECIFIED)
		return "dropped.decided";
	if (state_of(facts) != SESSION_STATE_PREPARED)
		return "dropped.state";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

bool objection_asks_the_coach(const struct rule_facts *facts)
{
	return facts->gate != NULL && facts->gate->decision == GATE_DECISION_ASK_COACH && facts->gate->n_reasons > 0;
}

const char *objection_nothing_stood_out(const struct rule_facts *facts)
{
	const char *objection = objection_nothing_to_decide(facts);

	/* At planning nobody has looked yet. */
	return objection == NULL && facts->actor == NULL && !objection_asks_the_coach(facts) ? "dropped.clear"
											     : objection;
}

const char *objection_check_does_not_ask(const struct rule_facts *facts)
{
	if (facts->session->verdict != VERDICT_UNSPECIFIED)
		return "dropped.decided";
	if (state_of(facts) != SESSION_STATE_PLANNED)
		return "dropped.state";
	/* What the check found is asked for when the message is due. */
	if (facts->actor == NULL && !objection_asks_the_coach(facts))
		return "dropped.clear";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

const char *objection_no_appeal(const struct rule_facts *facts)
{
	if (state_of(facts) != SESSION_STATE_SKIPPED || !facts->session->appealed)
		return "dropped.decided";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

/* The check withdrew the coach, and a preparation in time brought them back: nobody decided that. */
bool objection_is_granted(const struct rule_facts *facts)
{
	return state_of(facts) == SESSION_STATE_CONFIRMED && facts->session->verdict_rule[0] != '\0';
}

/* The coach said no, themselves. */
const char *objection_not_refused(const struct rule_facts *facts)
{
	if (state_of(facts) != SESSION_STATE_SKIPPED || facts->session->verdict != VERDICT_NOT_JOINING ||
		facts->session->verdict_rule[0] != '\0')
		return "dropped.state";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

/* A yes with a condition. A reveal is no decision: it has a message of its own. */
const char *objection_not_talking(const struct rule_facts *facts)
{
	if (state_of(facts) != SESSION_STATE_CONFIRMED || facts->session->verdict != VERDICT_COACH_MORE ||
		facts->session->verdict_rule[0] != '\0')
		return "dropped.state";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

/* A yes as it is, also to an appeal. */
const char *objection_not_going(const struct rule_facts *facts)
{
	bool yes = facts->session->verdict == VERDICT_GO ||
		   (facts->session->appealed && facts->session->verdict != VERDICT_COACH_MORE);

	if (state_of(facts) != SESSION_STATE_CONFIRMED || !yes || objection_is_granted(facts))
		return "dropped.state";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

const char *objection_not_granted(const struct rule_facts *facts)
{
	if (!objection_is_granted(facts))
		return "dropped.state";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

const char *objection_not_withdrawn(const struct rule_facts *facts)
{
	if (state_of(facts) != SESSION_STATE_CANCELLED || facts->session->meeting_cancelled ||
		facts->session->merged_into[0] != '\0' || facts->session->cancel_cause == CANCEL_CAUSE_COACHING_ENDED ||
		(facts->actor != NULL && strcmp(facts->actor, facts->session->coach) != 0))
		return "dropped.state";
	return facts->now >= when_start_of(facts) ? "dropped.late" : NULL;
}

static bool is_to_come(const struct rule_facts *facts)
{
	return state_of(facts) == SESSION_STATE_PLANNED || state_of(facts) == SESSION_STATE_PREPARED ||
	       state_of(facts) == SESSION_STATE_CONFIRMED;
}

/* The coachee said that the other party would rather have no third one there. */
const char *objection_not_left_alone(const struct rule_facts *facts)
{
	if (state_of(facts) != SESSION_STATE_CANCELLED || facts->session->cancel_cause != CANCEL_CAUSE_COUNTERPART ||
		(facts->actor != NULL && strcmp(facts->actor, facts->session->coach) == 0))
		return "dropped.state";
	return facts->now >= when_start_of(facts) ? "dropped.late" : NULL;
}

/* The relation ends before that day: the service cancelled it for both. */
const char *objection_not_ended(const struct rule_facts *facts)
{
	if (state_of(facts) != SESSION_STATE_CANCELLED || facts->session->cancel_cause != CANCEL_CAUSE_COACHING_ENDED)
		return "dropped.state";
	return facts->now >= when_start_of(facts) ? "dropped.late" : NULL;
}

/* Nobody is written to on the way; but who heard so late of another time is not on the way yet. */
const char *objection_no_journey(const struct rule_facts *facts)
{
	int64_t end = when_moved_late(facts) ? when_start_of(facts) : when_departure_of(facts);

	if (!is_to_come(facts))
		return "dropped.state";
	return facts->now >= end ? "dropped.late" : NULL;
}

/* Who moved it themselves knows; where the debrief stands in their calendar by an invitation, that has to move, too. */
const char *objection_not_moved(const struct rule_facts *facts)
{
	if (!is_to_come(facts) || facts->session->move_time == NULL)
		return "dropped.state";
	if (facts->actor != NULL && strcmp(facts->actor, facts->receiver_name) == 0 &&
		state_of(facts) != SESSION_STATE_CONFIRMED)
		return "dropped.state";
	return facts->now >= when_start_of(facts) ? "dropped.late" : NULL;
}

const char *objection_meeting_not_off(const struct rule_facts *facts)
{
	if (state_of(facts) != SESSION_STATE_CANCELLED || !facts->session->meeting_cancelled)
		return "dropped.state";
	return facts->now >= when_start_of(facts) ? "dropped.late" : NULL;
}

const char *objection_not_back(const struct rule_facts *facts)
{
	if (!is_to_come(facts))
		return "dropped.state";
	return facts->now >= when_start_of(facts) ? "dropped.late" : NULL;
}

/* Who took it back knows. */
const char *objection_not_back_by_itself(const struct rule_facts *facts)
{
	if (facts->actor != NULL && strcmp(facts->actor, facts->session->coach) == 0)
		return "dropped.state";
	return objection_not_back(facts);
}

/* One that could not come back with its meeting is asked about like one that is to come. */
const char *objection_no_collision(const struct rule_facts *facts)
{
	bool could_come_back = state_of(facts) == SESSION_STATE_CANCELLED && facts->session->meeting_cancelled;

	/* a hidden one has a message of its own */
	if ((!is_to_come(facts) && !could_come_back) || objection_not_hidden(facts) == NULL)
		return "dropped.state";
	if (facts->session->invite_state == INVITE_STATE_OPEN)
		return "dropped.invited";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

const char *objection_not_lapsed(const struct rule_facts *facts)
{
	if (state_of(facts) != SESSION_STATE_LAPSED)
		return "dropped.state";
	return facts->now >= when_reopening_ends(facts) ? "dropped.late" : NULL;
}

const char *objection_confirmed(const struct rule_facts *facts)
{
	return state_of(facts) == SESSION_STATE_CLOSED && facts->session->not_confirmed ? NULL : "dropped.state";
}

const char *objection_not_revealed(const struct rule_facts *facts)
{
	if (!facts->session->unannounced || state_of(facts) != SESSION_STATE_CONFIRMED)
		return "dropped.state";
	return facts->now >= when_start_of(facts) ? "dropped.late" : NULL;
}

const char *objection_no_check(const struct rule_facts *facts)
{
	return facts->session->check_time != NULL ? "dropped.checked" : objection_not_revealed(facts);
}

/* The intentions are the meeting's: its preparation brings them, also where nobody began it. */
const char *objection_nothing_to_confirm(const struct rule_facts *facts)
{
	const Preparation *preparation = facts->preparation;
	bool open = state_of(facts) == SESSION_STATE_CONFIRMED || state_of(facts) == SESSION_STATE_IN_PROGRESS ||
		    state_of(facts) == SESSION_STATE_DEBRIEFING;

	if (!open)
		return "dropped.state";
	for (size_t i = 0; preparation != NULL && i < preparation->n_intentions; i++)
		if (preparation->intentions[i]->unconfirmed)
			return NULL;
	return "dropped.confirmed";
}

const char *objection_not_hidden(const struct rule_facts *facts)
{
	if (!rule_is_hidden(facts->session) || state_of(facts) != SESSION_STATE_PLANNED)
		return "dropped.state";
	return facts->now >= when_departure_of(facts) ? "dropped.late" : NULL;
}

const char *objection_not_inconvenient(const struct rule_facts *facts)
{
	if (!facts->session->inconvenient || state_of(facts) != SESSION_STATE_CONFIRMED)
		return "dropped.state";
	return facts->now >= when_start_of(facts) ? "dropped.late" : NULL;
}

/* Nobody has to say that a meeting began: a session to which the coach was to come took place, until somebody says
 * otherwise. Where they never decided, they alone know whether they went. */
static bool may_have_taken_place(const struct rule_facts *facts, bool is_coach)
{
	const SessionState state = state_of(facts);

	return state == SESSION_STATE_DEBRIEFING || state == SESSION_STATE_CONFIRMED ||
	       (state == SESSION_STATE_PREPARED && is_coach);
}

const char *objection_no_debrief(const struct rule_facts *facts)
{
	const bool is_coach = strcmp(facts->receiver_name, facts->session->coach) == 0;
	const Debrief *debrief = facts->debrief;
	const char *written = "";

	if (!may_have_taken_place(facts, is_coach))
		return state_of(facts) == SESSION_STATE_CLOSED ? "dropped.written" : "dropped.state";
	if (debrief != NULL)
		written = is_coach ? debrief->coach_experience : debrief->coachee_experience;
	return written[0] != '\0' ? "dropped.written" : NULL;
}

const char *objection_nothing_to_sign(const struct rule_facts *facts)
{
	const Debrief *debrief = facts->debrief;

	if (state_of(facts) == SESSION_STATE_CLOSED)
		return "dropped.signed";
	if (state_of(facts) != SESSION_STATE_DEBRIEFING)
		return "dropped.state";
	if (debrief == NULL)
		return NULL;
	for (size_t i = 0; i < debrief->n_signatures; i++)
		if (strcmp(debrief->signatures[i]->person, facts->receiver_name) == 0)
			return "dropped.signed";
	return debrief->n_missing > 0 ? "dropped.missing" : NULL;
}

/* Who did not answer the debrief is not asked once more; who said it already, neither. */
const char *objection_not_closed_by_both(const struct rule_facts *facts)
{
	if (state_of(facts) != SESSION_STATE_CLOSED || facts->session->not_confirmed)
		return "dropped.state";
	return facts->debrief != NULL && facts->debrief->helped != HELPED_UNSPECIFIED ? "dropped.answered" : NULL;
}

const char *objection_not_open(const struct rule_facts *facts)
{
	return facts->point->state != ACTION_POINT_STATE_OPEN ? "dropped.closed" : NULL;
}

/* The owner's deed; the coach does not congratulate themselves. */
const char *objection_nothing_to_celebrate(const struct rule_facts *facts)
{
	if (facts->point->praise_time != NULL)
		return "dropped.praised";
	return facts->point->state != ACTION_POINT_STATE_DONE || strcmp(facts->point->owner, facts->coach) == 0
		       ? "dropped.closed"
		       : NULL;
}

const char *objection_not_praised(const struct rule_facts *facts)
{
	return facts->point->praise[0] == '\0' ? "dropped.closed" : NULL;
}

/* They sat down together, something was planned, or it was put off, since the service looked. */
const char *objection_in_rhythm(const struct rule_facts *facts)
{
	struct diary_date slips, today = diary_date_of(facts->receiver, facts->now);

	if (facts->rhythm->next_date[0] != '\0' || !diary_date_parse(facts->rhythm->slips_date, &slips))
		return "dropped.rhythm";
	return diary_date_compare(today, slips) < 0 ? "dropped.rhythm" : NULL;
}
