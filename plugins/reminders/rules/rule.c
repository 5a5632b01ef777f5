/* plugins/reminders/rules/ — what becomes of a row of the table: when it is planned, and whether it goes out. */
#include "plugins/reminders/rules/rule.h"

#include <stdio.h>
#include <string.h>

const struct rule *rule_find(const char *name)
{
	size_t length = strcspn(name, "/"), count;
	const struct rule *table = rule_table(&count);

	for (size_t i = 0; i < count; i++)
		if (strlen(table[i].name) == length && strncmp(table[i].name, name, length) == 0)
			return &table[i];
	return NULL;
}

const char *rule_text(const struct rule *rule, const struct rule_facts *facts)
{
	return rule->pick != NULL ? rule->pick(facts) : rule->text;
}

bool rule_cannot_wait(const struct rule *rule)
{
	return rule->urgent || rule->kind == REMINDER_KIND_CARD;
}

bool rule_is_hidden(const Session *session)
{
	return session->unannounced && session->reveal_time == NULL;
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

bool rule_is_timed(const char *event_type)
{
	const char *what = strchr(event_type, '.');

	return what != NULL && strcmp(what, ".timed") == 0;
}

bool rule_has_moment(const struct rule *rule, const char *event_type)
{
	return rule->due != NULL && strncmp(rule->events[0], event_type, strcspn(event_type, ".") + 1) == 0;
}

bool rule_is_at_once(const struct rule *rule)
{
	return rule->due == NULL && !rule->urgent;
}

bool rule_moves(const struct rule *rule, const char *event_type, const struct rule_facts *facts, int64_t *ret_due)
{
	int64_t due;

	if (!rule_is_timed(event_type) || !rule_has_moment(rule, event_type) || !is_seen(facts))
		return false;
	due = rule->due(facts);
	if (due <= facts->now)
		due = rule->urgent ? facts->now : diary_next_open(facts->receiver, facts->now);
	*ret_due = due;
	return true;
}

/* What lies ahead as the days are now, and makes sense as things are: for that alone nothing goes out at once. */
static int64_t plan_anew(const struct rule *rule, const struct rule_facts *facts)
{
	const int64_t due = rule->due != NULL ? rule->due(facts) : DIARY_NEVER;

	return due > facts->now && rule->objection(facts) == NULL ? due : DIARY_NEVER;
}

int64_t rule_plan(const struct rule *rule, const char *event_type, const struct rule_facts *facts)
{
	int64_t due, soonest;

	if (!rule_names(rule, event_type) || !is_seen(facts))
		return DIARY_NEVER;
	if (rule_is_timed(event_type))
		return plan_anew(rule, facts);
	soonest = rule->urgent ? facts->now : diary_next_open(facts->receiver, facts->now);
	if (rule->due == NULL)
		return rule->objection(facts) == NULL ? soonest : DIARY_NEVER;
	due = rule->due(facts);
	if (due > facts->now)
		return due;
	return rule->late_is_fine ? soonest : DIARY_NEVER;
}

/* Whether an earlier mail is one of the five, as this row counts them; its own row is NULL when there is none now. */
static bool counts(const struct rule *rule, const Reminder *earlier, const struct rule *its)
{
	if (its != NULL && its->answers)
		return false;
	return rule->kind != REMINDER_KIND_SIGN || earlier->kind != REMINDER_KIND_SIGN || earlier->answer_time == NULL;
}

static bool has_had_enough(const struct rule *rule, const struct rule_facts *facts)
{
	size_t sent = 0;
	bool away = false; /* the last word was that the coach stays away */

	if (rule->receiver != RULE_COACHEE || rule->answers)
		return false;
	for (size_t i = facts->n_reminders; i-- > 0;) {
		const Reminder *earlier = facts->reminders[i];
		const struct rule *its = rule_find(earlier->key);

		if (earlier->state != REMINDER_STATE_SENT || earlier->kind == REMINDER_KIND_ACKNOWLEDGEMENT)
			continue;
		if (away && its != NULL && its->after_all) {
			away = false;
			continue;
		}
		away = away || (its != NULL && its->stays_away);
		sent += counts(rule, earlier, its);
	}
	if (away && rule->after_all)
		return false;
	return sent + rule->leaves >= (size_t)facts->policy->mails_per_session;
}

static bool is_among(ReminderKind kind, const ReminderKind *kinds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (kinds[i] == kind)
			return true;
	return false;
}

/* The team does without such messages, or the receiver does. */
static const char *unwanted(const struct rule *rule, const struct rule_facts *facts)
{
	if (is_among(rule->kind, facts->policy->quiet, facts->policy->n_quiet))
		return "dropped.quiet";
	return is_among(rule->kind, facts->wishes->muted, facts->wishes->n_muted) ? "dropped.muted" : NULL;
}

enum rule_answer rule_decide(
	const struct rule *rule, const struct rule_facts *facts, const char **ret_reason, int64_t *ret_due)
{
	int64_t due;

	if (!is_seen(facts))
		return RULE_SILENT;
	*ret_reason = rule->objection(facts);
	if (*ret_reason == NULL && rule->stale != NULL && facts->due != 0)
		*ret_reason = rule->stale(facts);
	if (*ret_reason == NULL)
		*ret_reason = unwanted(rule, facts);
	if (*ret_reason == NULL && has_had_enough(rule, facts))
		*ret_reason = "dropped.enough";
	if (*ret_reason != NULL)
		return RULE_DROP;
	due = rule->due != NULL ? rule->due(facts) : facts->now;
	if (due <= facts->now && facts->arrival > facts->now) {
		*ret_due = facts->arrival;
		return RULE_LATER;
	}
	if (due <= facts->now)
		due = rule->urgent ? facts->now : diary_next_open(facts->receiver, facts->now);
	if (due <= facts->now)
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
