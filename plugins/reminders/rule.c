/* plugins/reminders/ — what is sent when. */
#include "plugins/reminders/rule.h"

#include <ridealong/sdk.h>
#include <stdio.h>
#include <string.h>

#include "plugins/reminders/objection.h"
#include "plugins/reminders/when.h"

/* ---- texts ---- */

#define ALWAYS(name)                                                                                                   \
	static const char *text_##name(const struct rule_facts *facts)                                                 \
	{                                                                                                              \
		(void)facts;                                                                                           \
		return #name;                                                                                          \
	}

ALWAYS(prepare)
ALWAYS(prepare_again)
ALWAYS(skipped_coachee)
ALWAYS(skipped_coach)
ALWAYS(decide_appeal)
ALWAYS(granted_coach)
ALWAYS(withdrawn_coach)
ALWAYS(card)
ALWAYS(invited)
ALWAYS(declined)
ALWAYS(check)
ALWAYS(confirm)
ALWAYS(unfit)
ALWAYS(collided)
ALWAYS(inconvenient)
ALWAYS(debrief_coach)
ALWAYS(debrief_coachee)
ALWAYS(helped)
ALWAYS(celebrate)
ALWAYS(celebrate_coachee)
ALWAYS(moved_coachee)
ALWAYS(moved_coach)
ALWAYS(off_coachee)
ALWAYS(off_coach)
ALWAYS(back_coachee)
ALWAYS(back_coach)
ALWAYS(lapsed)
ALWAYS(unconfirmed_coachee)
ALWAYS(unconfirmed_coach)

static const char *text_cadence(const struct rule_facts *facts)
{
	return facts->rhythm->last_date[0] != '\0' ? "cadence" : "cadence_first";
}

static const char *text_decide(const struct rule_facts *facts)
{
	return objection_asks_the_coach(facts) ? "decide_look" : "decide";
}

/* An hour before departure, or announced in time. */
static const char *text_reveal(const struct rule_facts *facts)
{
	struct diary_date day = diary_date_of(facts->receiver, when_start_of(facts));

	return diary_date_compare(day, diary_date_of(facts->receiver, facts->now)) == 0 ? "reveal" : "reveal_early";
}

static const char *text_decided(const struct rule_facts *facts)
{
	if (facts->session->state == SESSION_STATE_SKIPPED)
		return "decided_not";
	if (objection_is_granted(facts))
		return "decided_granted";
	return facts->session->verdict == VERDICT_COACH_MORE ? "decided_talk" : "decided_go";
}

static const char *text_crossed(const struct rule_facts *facts)
{
	return facts->session->state == SESSION_STATE_CANCELLED ? "crossed_back" : "crossed";
}

static const char *text_withdrawn(const struct rule_facts *facts)
{
	return facts->session->cancel_cause == CANCEL_CAUSE_COUNTERPART ? "decided_alone" : "decided_not";
}

static const char *text_due(const struct rule_facts *facts)
{
	bool promise = strcmp(facts->point->owner, facts->coach) == 0;
	struct diary_date due, today = diary_date_of(facts->receiver, facts->now);

	if (diary_date_parse(facts->point->due_date, &due) && diary_date_compare(diary_date_add(today, 1), due) == 0)
		return promise ? "promise_due" : "action_due";
	return promise ? "promise_soon" : "action_soon";
}

static const char *text_open(const struct rule_facts *facts)
{
	return strcmp(facts->point->owner, facts->coach) == 0 ? "promise_open" : "action_open";
}

/* ---- stamps ---- */

static void stamp_day(const struct diary *diary, int64_t at, char ret[32])
{
	diary_date_format(diary_date_of(diary, at), ret);
}

static void stamp_start(const struct rule_facts *facts, char ret[32])
{
	stamp_day(facts->coachee, when_start_of(facts), ret);
}

static void stamp_today(const struct rule_facts *facts, char ret[32])
{
	stamp_day(facts->receiver, facts->now, ret);
}

static void stamp_departure(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", (long long)(when_departure_of(facts) / 1000000));
}

static void stamp_submitted(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld",
		facts->preparation != NULL ? (long long)sdk_time_us(facts->preparation->submit_time) : 0LL);
}

static void stamp_returned(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld",
		facts->preparation != NULL ? (long long)sdk_time_us(facts->preparation->update_time) : 0LL);
}

static void stamp_moved(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", (long long)(sdk_time_us(facts->session->move_time) / 1000000));
}

static void stamp_changed(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", (long long)(sdk_time_us(facts->session->update_time) / 1000000));
}

static void stamp_checked(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", (long long)sdk_time_us(facts->session->check_time));
}

static void stamp_verdict(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 8, "%d-", (int)facts->session->verdict);
	stamp_day(facts->receiver, facts->now, ret + strlen(ret));
}

/* One that was opened again may be done once more. */
static void stamp_ended(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", (long long)(sdk_time_us(facts->point->end_time) / 1000000));
}

static void stamp_due_date(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%.20s", facts->point->due_date);
}

/* ---- the table ---- */

#define BEGINS   "session.planned", "session.moved", "session.reopened"
#define AGREED   "action_point."
#define PREPARED RULE_NEEDS_PREPARATION

static const struct rule table[] = {
	{ .name = "prepare_planned",
		.kind = REMINDER_KIND_PREPARE,
		.receiver = RULE_COACHEE,
		.events = { "session.planned", "session.accepted" },
		.needs = PREPARED | RULE_NEEDS_QUESTIONS,
		.answerable = true,
		.objection = objection_no_need_to_prepare,
		.text = text_prepare },
	{ .name = "prepare_early",
		.kind = REMINDER_KIND_PREPARE,
		.receiver = RULE_COACHEE,
		.events = { BEGINS },
		.needs = PREPARED | RULE_NEEDS_QUESTIONS,
		.answerable = true,
		.due = when_two_days_before,
		.objection = objection_no_need_to_ask_again,
		.text = text_prepare,
		.stamp = stamp_start },
	{ .name = "prepare_cutoff",
		.kind = REMINDER_KIND_PREPARE,
		.receiver = RULE_COACHEE,
		.events = { BEGINS },
		.needs = PREPARED | RULE_NEEDS_QUESTIONS,
		.answerable = true,
		.due = when_cutoff_morning,
		.objection = objection_cutoff_has_been,
		.text = text_prepare,
		.stamp = stamp_start },
	{ .name = "prepare_again",
		.kind = REMINDER_KIND_PREPARE,
		.receiver = RULE_COACHEE,
		.events = { "session.returned" },
		.needs = PREPARED | RULE_NEEDS_QUESTIONS,
		.answerable = true,
		.objection = objection_not_returned,
		.text = text_prepare_again,
		.stamp = stamp_returned },
	{ .name = "invited",
		.kind = REMINDER_KIND_INVITATION,
		.receiver = RULE_COACH,
		.events = { "session.planned" },
		.answerable = true,
		.objection = objection_not_invited,
		.text = text_invited },
	{ .name = "invited_again",
		.kind = REMINDER_KIND_INVITATION,
		.receiver = RULE_COACH,
		.events = { BEGINS },
		.answerable = true,
		.due = when_invited_again,
		.objection = objection_not_invited_still,
		.text = text_invited,
		.stamp = stamp_start },
	{ .name = "declined",
		.kind = REMINDER_KIND_INVITATION,
		.receiver = RULE_COACHEE,
		.events = { "session.declined" },
		.objection = objection_not_declined,
		.text = text_declined,
		.stamp = stamp_today },
	{ .name = "skipped_coachee",
		.kind = REMINDER_KIND_SKIPPED,
		.receiver = RULE_COACHEE,
		.events = { "session.skipped" },
		.needs = RULE_NEEDS_QUESTIONS,
		.answerable = true,
		.objection = objection_not_skipped_by_rule,
		.text = text_skipped_coachee,
		.stamp = stamp_start },
	{ .name = "skipped_coach",
		.kind = REMINDER_KIND_SKIPPED,
		.receiver = RULE_COACH,
		.events = { "session.skipped" },
		.needs = RULE_NEEDS_SUGGESTIONS,
		.answerable = true,
		.objection = objection_not_skipped_by_rule,
		.text = text_skipped_coach,
		.stamp = stamp_start },
	{ .name = "decide",
		.kind = REMINDER_KIND_DECIDE,
		.receiver = RULE_COACH,
		.events = { "session.prepared" },
		.needs = PREPARED | RULE_NEEDS_GATE,
		.answerable = true,
		.objection = objection_nothing_to_decide,
		.text = text_decide,
		.stamp = stamp_submitted },
	{ .name = "decide_cutoff",
		.kind = REMINDER_KIND_DECIDE,
		.receiver = RULE_COACH,
		.events = { "session.prepared", "session.moved" },
		.needs = PREPARED | RULE_NEEDS_GATE,
		.answerable = true,
		.due = when_cutoff,
		.objection = objection_nothing_stood_out,
		.text = text_decide,
		.stamp = stamp_submitted },
	{ .name = "decide_appeal",
		.kind = REMINDER_KIND_DECIDE,
		.receiver = RULE_COACH,
		.events = { "session.appealed" },
		.needs = PREPARED,
		.answerable = true,
		.objection = objection_no_appeal,
		.text = text_decide_appeal,
		.stamp = stamp_today },
	{ .name = "granted_coach",
		.kind = REMINDER_KIND_DECIDE,
		.receiver = RULE_COACH,
		.events = { "session.confirmed" },
		.needs = PREPARED,
		.answerable = true,
		.objection = objection_not_granted,
		.text = text_granted_coach,
		.stamp = stamp_today },
	{ .name = "decided",
		.kind = REMINDER_KIND_DECIDED,
		.receiver = RULE_COACHEE,
		.events = { "session.confirmed", "session.skipped" },
		.needs = RULE_NEEDS_CALENDAR,
		.objection = objection_not_decided,
		.text = text_decided,
		.stamp = stamp_verdict },
	{ .name = "withdrawn",
		.kind = REMINDER_KIND_DECIDED,
		.receiver = RULE_COACHEE,
		.events = { "session.cancelled" },
		.objection = objection_not_withdrawn,
		.text = text_withdrawn,
		.stamp = stamp_today },
	{ .name = "withdrawn_coach",
		.kind = REMINDER_KIND_DECIDED,
		.receiver = RULE_COACH,
		.events = { "session.cancelled" },
		.objection = objection_not_left_alone,
		.text = text_withdrawn_coach,
		.stamp = stamp_today },
	{ .name = "moved_coachee",
		.kind = REMINDER_KIND_CHANGED,
		.receiver = RULE_COACHEE,
		.events = { "session.moved" },
		.needs = PREPARED,
		.objection = objection_not_moved,
		.text = text_moved_coachee,
		.stamp = stamp_moved },
	{ .name = "moved_coach",
		.kind = REMINDER_KIND_CHANGED,
		.receiver = RULE_COACH,
		.events = { "session.moved" },
		.objection = objection_not_moved,
		.text = text_moved_coach,
		.stamp = stamp_moved },
	{ .name = "off_coachee",
		.kind = REMINDER_KIND_CHANGED,
		.receiver = RULE_COACHEE,
		.events = { "session.cancelled" },
		.objection = objection_meeting_not_off,
		.text = text_off_coachee,
		.stamp = stamp_changed },
	{ .name = "off_coach",
		.kind = REMINDER_KIND_CHANGED,
		.receiver = RULE_COACH,
		.events = { "session.cancelled" },
		.needs = RULE_NEEDS_SUGGESTIONS,
		.objection = objection_meeting_not_off,
		.text = text_off_coach,
		.stamp = stamp_changed },
	{ .name = "back_coachee",
		.kind = REMINDER_KIND_CHANGED,
		.receiver = RULE_COACHEE,
		.events = { "session.reopened" },
		.needs = PREPARED,
		.objection = objection_not_back,
		.text = text_back_coachee,
		.stamp = stamp_changed },
	{ .name = "back_coach",
		.kind = REMINDER_KIND_CHANGED,
		.receiver = RULE_COACH,
		.events = { "session.reopened" },
		.objection = objection_not_back_by_itself,
		.text = text_back_coach,
		.stamp = stamp_changed },
	{ .name = "crossed",
		.kind = REMINDER_KIND_COLLIDED,
		.receiver = RULE_COACH,
		.events = { "session.collided" },
		.answerable = true,
		.objection = objection_no_collision,
		.text = text_crossed,
		.stamp = stamp_today },
	{ .name = "lapsed",
		.kind = REMINDER_KIND_ENDED,
		.receiver = RULE_COACH,
		.events = { "session.lapsed" },
		.answerable = true,
		.objection = objection_not_lapsed,
		.text = text_lapsed,
		.stamp = stamp_changed },
	{ .name = "unconfirmed_coachee",
		.kind = REMINDER_KIND_ENDED,
		.receiver = RULE_COACHEE,
		.events = { "session.closed" },
		.objection = objection_confirmed,
		.text = text_unconfirmed_coachee },
	{ .name = "unconfirmed_coach",
		.kind = REMINDER_KIND_ENDED,
		.receiver = RULE_COACH,
		.events = { "session.closed" },
		.objection = objection_confirmed,
		.text = text_unconfirmed_coach },
	{ .name = "card",
		.kind = REMINDER_KIND_CARD,
		.receiver = RULE_COACH,
		.events = { BEGINS, "session.confirmed", "session.updated" },
		.needs = RULE_NEEDS_CARD,
		.answerable = true,
		.due = when_before_departure,
		.late_is_fine = true,
		.objection = objection_no_journey,
		.text = text_card,
		.stamp = stamp_departure },
	{ .name = "reveal",
		.kind = REMINDER_KIND_REVEAL,
		.receiver = RULE_COACHEE,
		.events = { "session.revealed" },
		.answerable = true,
		.urgent = true,
		.objection = objection_not_revealed,
		.text = text_reveal },
	{ .name = "check",
		.kind = REMINDER_KIND_CHECK,
		.receiver = RULE_COACH,
		.events = { "session.revealed" },
		.answerable = true,
		.urgent = true,
		.due = when_before_departure,
		.late_is_fine = true,
		.objection = objection_no_check,
		.text = text_check },
	{ .name = "confirm",
		.kind = REMINDER_KIND_CONFIRM,
		.receiver = RULE_COACHEE,
		.events = { "session.checked" },
		.needs = PREPARED,
		.answerable = true,
		.due = when_not_on_the_way,
		.late_is_fine = true,
		.objection = objection_nothing_to_confirm,
		.text = text_confirm,
		.stamp = stamp_checked },
	{ .name = "inconvenient",
		.kind = REMINDER_KIND_DECIDE,
		.receiver = RULE_COACH,
		.events = { "session.inconvenient" },
		.answerable = true,
		.urgent = true,
		.objection = objection_not_inconvenient,
		.text = text_inconvenient },
	{ .name = "unfit",
		.kind = REMINDER_KIND_UNANNOUNCED,
		.receiver = RULE_COACH,
		.events = { "session.unfit" },
		.answerable = true,
		.objection = objection_not_hidden,
		.text = text_unfit,
		.stamp = stamp_today },
	{ .name = "collided",
		.kind = REMINDER_KIND_UNANNOUNCED,
		.receiver = RULE_COACH,
		.events = { "session.collided" },
		.answerable = true,
		.objection = objection_not_hidden,
		.text = text_collided,
		.stamp = stamp_today },
	{ .name = "debrief_coach_first",
		.kind = REMINDER_KIND_DEBRIEF,
		.receiver = RULE_COACH,
		.events = { "session.finished" },
		.needs = RULE_NEEDS_DEBRIEF,
		.answerable = true,
		.due = when_after_the_end,
		.late_is_fine = true,
		.objection = objection_no_debrief,
		.text = text_debrief_coach },
	{ .name = "debrief_coachee_first",
		.kind = REMINDER_KIND_DEBRIEF,
		.receiver = RULE_COACHEE,
		.events = { "session.finished" },
		.needs = RULE_NEEDS_DEBRIEF,
		.answerable = true,
		.due = when_after_the_end,
		.late_is_fine = true,
		.objection = objection_no_debrief,
		.text = text_debrief_coachee },
	{ .name = "debrief_coach_second",
		.kind = REMINDER_KIND_DEBRIEF,
		.receiver = RULE_COACH,
		.events = { "session.finished" },
		.needs = RULE_NEEDS_DEBRIEF,
		.answerable = true,
		.due = when_same_afternoon,
		.objection = objection_no_debrief,
		.text = text_debrief_coach },
	{ .name = "debrief_coachee_second",
		.kind = REMINDER_KIND_DEBRIEF,
		.receiver = RULE_COACHEE,
		.events = { "session.finished" },
		.needs = RULE_NEEDS_DEBRIEF,
		.answerable = true,
		.due = when_same_afternoon,
		.objection = objection_no_debrief,
		.text = text_debrief_coachee },
	{ .name = "debrief_coach_third",
		.kind = REMINDER_KIND_DEBRIEF,
		.receiver = RULE_COACH,
		.events = { "session.finished" },
		.needs = RULE_NEEDS_DEBRIEF,
		.answerable = true,
		.due = when_next_morning,
		.objection = objection_no_debrief,
		.text = text_debrief_coach },
	{ .name = "debrief_coachee_third",
		.kind = REMINDER_KIND_DEBRIEF,
		.receiver = RULE_COACHEE,
		.events = { "session.finished" },
		.needs = RULE_NEEDS_DEBRIEF,
		.answerable = true,
		.due = when_next_morning,
		.objection = objection_no_debrief,
		.text = text_debrief_coachee },
	{ .name = "helped",
		.kind = REMINDER_KIND_HELPED,
		.receiver = RULE_COACHEE,
		.events = { "session.closed" },
		.needs = RULE_NEEDS_DEBRIEF,
		.answerable = true,
		.objection = objection_not_closed_by_both,
		.text = text_helped },
	{ .name = "action_due",
		.kind = REMINDER_KIND_ACTION_POINT,
		.receiver = RULE_OWNER,
		.events = { AGREED },
		.answerable = true,
		.due = when_day_before_due,
		.objection = objection_not_open,
		.text = text_due,
		.stamp = stamp_due_date },
	{ .name = "action_open",
		.kind = REMINDER_KIND_ACTION_POINT,
		.receiver = RULE_OWNER,
		.events = { AGREED },
		.answerable = true,
		.due = when_day_after_due,
		.objection = objection_not_open,
		.text = text_open,
		.stamp = stamp_due_date },
	{ .name = "celebrate",
		.kind = REMINDER_KIND_CELEBRATE,
		.receiver = RULE_COACH,
		.events = { AGREED },
		.answerable = true,
		.objection = objection_nothing_to_celebrate,
		.text = text_celebrate,
		.stamp = stamp_ended },
	{ .name = "celebrate_coachee",
		.kind = REMINDER_KIND_CELEBRATE,
		.receiver = RULE_COACHEE,
		.events = { "action_point.praised" },
		.objection = objection_not_praised,
		.text = text_celebrate_coachee,
		.stamp = stamp_ended },
	{ .name = "cadence",
		.kind = REMINDER_KIND_CADENCE,
		.receiver = RULE_COACH,
		.events = { "coaching.slipping" },
		.needs = RULE_NEEDS_SUGGESTIONS,
		.answerable = true,
		.objection = objection_in_rhythm,
		.text = text_cadence,
		.stamp = stamp_today },
};

const struct rule *rule_table(size_t *ret_count)
{
	*ret_count = sizeof(table) / sizeof(table[0]);
	return table;
}

const struct rule *rule_find(const char *name)
{
	size_t length = strcspn(name, "/");

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strlen(table[i].name) == length && strncmp(table[i].name, name, length) == 0)
			return &table[i];
	return NULL;
}

bool rule_names(const struct rule *rule, const char *event_type)
{
	for (size_t i = 0; i < sizeof(rule->events) / sizeof(rule->events[0]) && rule->events[i] != NULL; i++) {
		const char *wanted = rule->events[i];
		size_t length = strlen(wanted);

		if (wanted[length - 1] == '.' ? strncmp(event_type, wanted, length) == 0
					      : strcmp(event_type, wanted) == 0)
			return true;
	}
	return false;
}

static bool is_seen(const struct rule_facts *facts)
{
	return facts->session != NULL || facts->point != NULL || facts->rhythm != NULL;
}

int64_t rule_plan(const struct rule *rule, const char *event_type, const struct rule_facts *facts)
{
	int64_t due, soonest;

	if (!rule_names(rule, event_type) || !is_seen(facts))
		return DIARY_NEVER;
	soonest = rule->urgent ? facts->now : diary_next_open(facts->receiver, facts->now);
	if (rule->due == NULL)
		return rule->objection(facts) == NULL ? soonest : DIARY_NEVER;
	due = rule->due(facts);
	if (due > facts->now)
		return due;
	return rule->late_is_fine ? soonest : DIARY_NEVER;
}

static bool has_had_enough(const struct rule *rule, const struct rule_facts *facts)
{
	size_t sent = 0;

	if (rule->receiver != RULE_COACHEE)
		return false;
	for (size_t i = 0; i < facts->n_reminders; i++)
		sent += facts->reminders[i]->state == REMINDER_STATE_SENT &&
			facts->reminders[i]->kind != REMINDER_KIND_ACKNOWLEDGEMENT;
	return sent >= RULE_MOST_MAILS;
}

enum rule_answer rule_decide(
	const struct rule *rule, const struct rule_facts *facts, const char **ret_reason, int64_t *ret_due)
{
	int64_t due;

	if (!is_seen(facts))
		return RULE_SILENT;
	*ret_reason = rule->objection(facts);
	if (*ret_reason == NULL && has_had_enough(rule, facts))
		*ret_reason = "dropped.enough";
	if (*ret_reason != NULL)
		return RULE_DROP;
	due = rule->due != NULL ? rule->due(facts) : facts->now;
	if (due < facts->now + DIARY_MINUTE && facts->arrival > facts->now) {
		*ret_due = facts->arrival;
		return RULE_LATER;
	}
	if (due < facts->now + DIARY_MINUTE)
		due = rule->urgent ? facts->now : diary_next_open(facts->receiver, facts->now);
	if (due < facts->now + DIARY_MINUTE)
		return RULE_SEND;
	if (due == DIARY_NEVER) {
		*ret_reason = "dropped.moved";
		return RULE_DROP;
	}
	*ret_due = due;
	return RULE_LATER;
}

void rule_timer_key(const struct rule *rule, const char *resource, char ret[RULE_KEY])
{
	snprintf(ret, RULE_KEY, "%s/%s", rule->name, resource);
}

void rule_reminder_key(
	const struct rule *rule, const char *resource, const struct rule_facts *facts, char ret[RULE_KEY])
{
	char stamp[32] = "";

	if (rule->stamp != NULL)
		rule->stamp(facts, stamp);
	snprintf(ret, RULE_KEY, "%s/%s%s%s", rule->name, resource, stamp[0] != '\0' ? "/" : "", stamp);
}
