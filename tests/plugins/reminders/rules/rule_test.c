/* What is sent when, over days, zones and leaping clocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "plugins/reminders/rules/rule.h"
#include "plugins/reminders/rules/when.h"

/* A Thursday meeting at 10:00 in Amsterdam, half an hour away, planned the week before. */
struct scene {
	Person coach, coachee;
	struct diary *coach_days, *coachee_days;
	Timestamp start, end, departure, cutoff, sent, moved, changed;
	Session session;
	Preparation preparation;
	Debrief debrief;
	ActionPoint point;
	ExplainGateResponse gate;
	Reminder reminder[6];
	Reminder *reminders[6];
	TeamPolicy policy;
	struct rule_facts facts;
};

static int64_t at(const struct scene *scene, const char *day, int hour, int minute)
{
	struct diary_date date;

	assert_true(diary_date_parse(day, &date));
	return diary_at(scene->coachee_days, date, hour * 60 + minute);
}

static void set_times(struct scene *scene, const char *day, const char *day_before)
{
	scene->start = sdk_time(at(scene, day, 10, 0));
	scene->end = sdk_time(at(scene, day, 11, 0));
	scene->departure = sdk_time(at(scene, day, 9, 30));
	scene->cutoff = sdk_time(at(scene, day_before, 15, 0));
}

/* What holds where nobody chose, as the daemon says it (its own test holds it to the method). */
static TeamPolicy scene_policy(void)
{
	TeamPolicy policy = TEAM_POLICY__INIT;

#define SETTING(NAME, key, field, type, usual, least, most, en, nl) policy.field = usual;
#include "daemon/domain/policy.def"
#undef SETTING
	return policy;
}

static int make_scene(void **state)
{
	static struct scene scene;
	struct error error = { 0 };

	memset(&scene, 0, sizeof(scene));
	scene.coach = (Person)PERSON__INIT;
	scene.coach.name = (char *)"people/coach";
	scene.coach.time_zone = (char *)"Europe/Amsterdam";
	scene.coachee = (Person)PERSON__INIT;
	scene.coachee.name = (char *)"people/coachee";
	scene.coachee.time_zone = (char *)"Europe/Amsterdam";
	assert_int_equal(diary_open(&scene.coach, &scene.coach_days, &error), STATUS_OK);
	assert_int_equal(diary_open(&scene.coachee, &scene.coachee_days, &error), STATUS_OK);
	set_times(&scene, "2026-05-14", "2026-05-13");
	scene.session = (Session)SESSION__INIT;
	scene.session.coach = scene.coach.name;
	scene.session.coachee = scene.coachee.name;
	scene.session.state = SESSION_STATE_PLANNED;
	scene.session.start_time = &scene.start;
	scene.session.end_time = &scene.end;
	scene.session.departure_time = &scene.departure;
	scene.session.cutoff_time = &scene.cutoff;
	scene.preparation = (Preparation)PREPARATION__INIT;
	scene.debrief = (Debrief)DEBRIEF__INIT;
	scene.gate = (ExplainGateResponse)EXPLAIN_GATE_RESPONSE__INIT;
	scene.point = (ActionPoint)ACTION_POINT__INIT;
	scene.point.owner = scene.coachee.name;
	scene.point.state = ACTION_POINT_STATE_OPEN;
	scene.point.due_date = (char *)"2026-05-15";
	for (size_t i = 0; i < 6; i++) {
		scene.reminder[i] = (Reminder)REMINDER__INIT;
		scene.reminder[i].kind = REMINDER_KIND_PREPARE;
		scene.reminder[i].state = REMINDER_STATE_SENT;
		scene.reminder[i].send_time = &scene.sent;
		scene.reminders[i] = &scene.reminder[i];
	}
	scene.policy = scene_policy();
	scene.facts = (struct rule_facts){ .session = &scene.session,
		.policy = &scene.policy,
		.coach = scene.coach.name,
		.preparation = &scene.preparation,
		.debrief = &scene.debrief,
		.gate = &scene.gate,
		.coachee = scene.coachee_days,
		.reminders = scene.reminders };
	*state = &scene;
	return 0;
}

static int drop_scene(void **state)
{
	struct scene *scene = *state;

	diary_close(scene->coach_days);
	diary_close(scene->coachee_days);
	return 0;
}

static const struct rule *look_as_receiver(struct scene *scene, const char *name)
{
	const struct rule *rule = rule_find(name);
	bool coach;

	assert_non_null(rule);
	coach = rule->receiver == RULE_COACH ||
		(rule->receiver == RULE_OWNER && strcmp(scene->point.owner, "people/coach") == 0);
	scene->facts.receiver = coach ? scene->coach_days : scene->coachee_days;
	scene->facts.receiver_name = coach ? "people/coach" : "people/coachee";
	scene->facts.wishes = coach ? &scene->coach : &scene->coachee;
	return rule;
}

static int64_t plan_by(struct scene *scene, const char *actor, const char *name, const char *event, int64_t now)
{
	const struct rule *rule = look_as_receiver(scene, name);

	scene->facts.now = now;
	scene->facts.actor = actor;
	return rule_plan(rule, event, &scene->facts);
}

static int64_t plan(struct scene *scene, const char *name, const char *event, int64_t now)
{
	return plan_by(scene, "people/coach", name, event, now);
}

static const char *decide(struct scene *scene, const char *name, int64_t now)
{
	const struct rule *rule = look_as_receiver(scene, name);
	const char *reason = NULL;
	int64_t due = 0;

	scene->facts.now = now;
	scene->facts.actor = NULL;
	switch (rule_decide(rule, &scene->facts, &reason, &due)) {
	case RULE_SEND:
		return "send";
	case RULE_LATER:
		return "later";
	case RULE_SILENT:
		return "silent";
	default:
		return reason;
	}
}

static void the_coachee_is_asked_at_planning_two_days_before_and_on_the_cutoff_morning(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-06", 11, 0);

	assert_int_equal(plan(scene, "prepare_planned", "session.planned", now), now);
	assert_int_equal(plan(scene, "prepare_early", "session.planned", now), at(scene, "2026-05-12", 9, 0));
	assert_int_equal(plan(scene, "prepare_cutoff", "session.planned", now), at(scene, "2026-05-13", 9, 0));
	assert_string_equal(decide(scene, "prepare_planned", now), "send");
	assert_string_equal(decide(scene, "prepare_early", at(scene, "2026-05-12", 9, 0)), "send");
	assert_string_equal(decide(scene, "prepare_cutoff", at(scene, "2026-05-13", 9, 0)), "send");
}

static void a_team_s_own_hours_hold_in_place_of_the_usual_ones(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-06", 11, 0), later = at(scene, "2026-05-14", 11, 0);

	scene->policy.prepare_days = 3;
	scene->policy.prepare_minute = 8 * 60 + 15;
	scene->policy.card_before_minutes = 90;
	scene->policy.debrief_after_minutes = 20;
	scene->policy.debrief_evening_minute = 18 * 60;
	scene->policy.debrief_morning_minute = 10 * 60;
	scene->policy.action_points_minute = 11 * 60;
	assert_int_equal(plan(scene, "prepare_early", "session.planned", now), at(scene, "2026-05-11", 8, 15));
	assert_int_equal(plan(scene, "prepare_cutoff", "session.planned", now), at(scene, "2026-05-13", 8, 15));
	assert_int_equal(plan(scene, "card", "session.planned", now), at(scene, "2026-05-14", 8, 0));
	scene->session.state = SESSION_STATE_DEBRIEFING;
	assert_int_equal(
		plan(scene, "debrief_coach_first", "session.finished", later), at(scene, "2026-05-14", 11, 20));
	assert_int_equal(
		plan(scene, "debrief_coach_second", "session.finished", later), at(scene, "2026-05-14", 18, 0));
	assert_int_equal(plan(scene, "debrief_coach_third", "session.finished", later), at(scene, "2026-05-15", 10, 0));
	scene->facts.point = &scene->point;
	assert_int_equal(plan(scene, "action_due", "action_point.created", now), at(scene, "2026-05-14", 11, 0));
}

static void what_the_team_or_the_receiver_does_without_is_not_sent_and_it_is_said_why(void **state)
{
	static ReminderKind some[] = { REMINDER_KIND_CADENCE, REMINDER_KIND_ACTION_POINT };
	struct scene *scene = *state;
	int64_t morning = at(scene, "2026-05-14", 9, 0);

	scene->facts.point = &scene->point;
	assert_string_equal(decide(scene, "action_due", morning), "send");
	scene->coachee.muted = some;
	scene->coachee.n_muted = 2;
	assert_string_equal(decide(scene, "action_due", morning), "dropped.muted");
	scene->policy.quiet = some;
	scene->policy.n_quiet = 2;
	assert_string_equal(decide(scene, "action_due", morning), "dropped.quiet");
	assert_string_equal(decide(scene, "prepare_cutoff", at(scene, "2026-05-13", 9, 0)), "send");
	scene->point.owner = (char *)"people/coach";
	scene->policy.n_quiet = 0;
	assert_string_equal(decide(scene, "action_due", morning), "send"); /* the other's wish is the other's */
	scene->point.state = ACTION_POINT_STATE_DONE;
	assert_string_equal(decide(scene, "action_due", morning), "dropped.closed");
}

/* The method's defaults, a promise a line: which row keeps it, and when. The meeting is on Thursday 14 May from 10:00
 * to 11:00, half an hour away; the action point is due on Friday the 15th. */
static void every_default_of_the_method_is_kept_by_a_row_at_its_moment(void **state)
{
	static const struct {
		const char *promise, *row, *event, *day;
		int hour, minute;
	} rows[] = {
		{ "ask to prepare at planning", "prepare_planned", "session.planned", "2026-05-06", 11, 0 },
		{ "and two working days before, 09:00", "prepare_early", "session.planned", "2026-05-12", 9, 0 },
		{ "and on the cut-off day 09:00", "prepare_cutoff", "session.planned", "2026-05-13", 9, 0 },
		{ "what is thin or copied, at the cut-off", "decide_cutoff", "session.prepared", "2026-05-13", 15, 0 },
		{ "card an hour before departure", "card", "session.planned", "2026-05-14", 8, 30 },
		{ "debrief five minutes after the end", "debrief_coach_first", "session.finished", "2026-05-14", 11,
			5 },
		{ "for the one who goes first, too", "debrief_coachee_first", "session.finished", "2026-05-14", 11, 5 },
		{ "17:00 if empty", "debrief_coach_second", "session.finished", "2026-05-14", 17, 0 },
		{ "17:00 if empty", "debrief_coachee_second", "session.finished", "2026-05-14", 17, 0 },
		{ "next working day 09:00", "debrief_coach_third", "session.finished", "2026-05-15", 9, 0 },
		{ "next working day 09:00", "debrief_coachee_third", "session.finished", "2026-05-15", 9, 0 },
		{ "action point: the day before", "action_due", "action_point.created", "2026-05-14", 9, 0 },
		{ "once when overdue", "action_open", "action_point.created", "2026-05-18", 9, 0 },
	};
	struct scene *scene = *state;
	const int64_t now = at(scene, "2026-05-06", 11, 0), over = at(scene, "2026-05-14", 11, 0);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const bool after = strcmp(rows[i].event, "session.finished") == 0;
		const int64_t due = at(scene, rows[i].day, rows[i].hour, rows[i].minute);

		scene->facts.point = strncmp(rows[i].event, "action_point.", 13) == 0 ? &scene->point : NULL;
		scene->session.state = after ? SESSION_STATE_DEBRIEFING : SESSION_STATE_PLANNED;
		if (plan(scene, rows[i].row, rows[i].event, after ? over : now) != due)
			fail_msg("%s: %s is not due at %s %02d:%02d", rows[i].promise, rows[i].row, rows[i].day,
				rows[i].hour, rows[i].minute);
		if (strcmp(rows[i].row, "decide_cutoff") != 0 && strcmp(decide(scene, rows[i].row, due), "send") != 0)
			fail_msg("%s: %s is not sent then: %s", rows[i].promise, rows[i].row,
				decide(scene, rows[i].row, due));
	}
}

static void who_has_answered_everything_is_asked_to_hand_it_in_and_not_to_begin(void **state)
{
	static char *open[] = { (char *)"goal" };
	struct scene *scene = *state;
	const struct rule *rule = look_as_receiver(scene, "prepare_early");

	assert_string_equal(rule_text(rule, &scene->facts), "prepare");
	scene->preparation.state = PREPARATION_STATE_DRAFT;
	scene->preparation.open_keys = open;
	scene->preparation.n_open_keys = 1;
	assert_string_equal(rule_text(rule, &scene->facts), "prepare");
	scene->preparation.n_open_keys = 0;
	assert_string_equal(rule_text(rule, &scene->facts), "prepare_ready");
	assert_string_equal(rule_text(rule_find("prepare_cutoff"), &scene->facts), "prepare_ready");
}

static void planned_in_the_evening_it_is_told_in_the_morning(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(plan(scene, "prepare_planned", "session.planned", at(scene, "2026-05-08", 21, 0)),
		at(scene, "2026-05-11", 7, 0));
}

static void what_has_gone_by_at_planning_is_left_out(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-13", 9, 30);

	assert_true(plan(scene, "prepare_early", "session.planned", now) == DIARY_NEVER);
	assert_true(plan(scene, "prepare_cutoff", "session.planned", now) == DIARY_NEVER);
	assert_int_equal(plan(scene, "prepare_planned", "session.planned", now), now);
}

static void nobody_is_asked_for_what_is_in_or_twice_a_day(void **state)
{
	struct scene *scene = *state;
	int64_t morning = at(scene, "2026-05-13", 9, 0);

	scene->facts.n_reminders = 1;
	scene->sent = sdk_time(morning - 60 * DIARY_MINUTE);
	assert_string_equal(decide(scene, "prepare_cutoff", morning), "dropped.asked_today");
	scene->sent = sdk_time(morning - 24 * 60 * DIARY_MINUTE);
	assert_string_equal(decide(scene, "prepare_cutoff", morning), "send");
	scene->preparation.state = PREPARATION_STATE_SUBMITTED;
	assert_string_equal(decide(scene, "prepare_cutoff", morning), "dropped.prepared");
	scene->session.state = SESSION_STATE_CANCELLED;
	scene->preparation.state = PREPARATION_STATE_UNSPECIFIED;
	assert_string_equal(decide(scene, "prepare_cutoff", morning), "dropped.state");
}

static void a_hidden_session_leaves_no_trace(void **state)
{
	struct scene *scene = *state;

	scene->facts.session = NULL;
	assert_string_equal(decide(scene, "prepare_cutoff", at(scene, "2026-05-13", 9, 0)), "silent");
	assert_true(plan(scene, "prepare_planned", "session.planned", at(scene, "2026-05-06", 9, 0)) == DIARY_NEVER);
}

static void a_moved_meeting_takes_its_mail_along(void **state)
{
	struct scene *scene = *state;

	set_times(scene, "2026-05-21", "2026-05-20");
	assert_string_equal(decide(scene, "prepare_early", at(scene, "2026-05-12", 9, 0)), "later");
	assert_string_equal(decide(scene, "card", at(scene, "2026-05-14", 8, 30)), "later");
}

static void the_sixth_mail_about_a_session_is_not_sent(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-14", 11, 5);

	scene->session.state = SESSION_STATE_CLOSED;
	scene->facts.n_reminders = 5;
	assert_string_equal(decide(scene, "helped", now), "dropped.enough");
	scene->reminder[0].kind = REMINDER_KIND_ACKNOWLEDGEMENT;
	assert_string_equal(decide(scene, "helped", now), "send");
	scene->session.state = SESSION_STATE_DEBRIEFING;
	assert_string_equal(decide(scene, "debrief_coach_first", now), "send");
}

static void of_the_five_mails_one_is_kept_for_signing_and_one_for_what_changes_plans(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-12", 9, 0), after = at(scene, "2026-05-14", 11, 5);
	Timestamp moved = sdk_time(now);

	scene->session.move_time = &moved;
	scene->facts.n_reminders = 2;
	assert_string_equal(decide(scene, "prepare_early", now), "send");
	assert_string_equal(decide(scene, "moved_coachee", now), "send");
	scene->facts.n_reminders = 3;
	assert_string_equal(decide(scene, "prepare_early", now), "dropped.enough");
	assert_string_equal(decide(scene, "moved_coachee", now), "dropped.enough");
	scene->preparation.state = PREPARATION_STATE_RETURNED;
	assert_string_equal(decide(scene, "prepare_again", now), "send");
	scene->session.state = SESSION_STATE_CONFIRMED;
	scene->session.verdict = VERDICT_GO;
	assert_string_equal(decide(scene, "going", now), "dropped.enough");
	scene->session.state = SESSION_STATE_SKIPPED;
	scene->session.verdict = VERDICT_NOT_JOINING;
	assert_string_equal(decide(scene, "decided", now), "send");
	scene->session.state = SESSION_STATE_DEBRIEFING;
	assert_string_equal(decide(scene, "debrief_coachee_first", after), "send");
	scene->facts.n_reminders = 4;
	assert_string_equal(decide(scene, "debrief_coachee_second", after), "dropped.enough");
	assert_string_equal(decide(scene, "sign_coachee", after), "send");
}

static void no_mail_to_the_coachee_takes_the_last_place_before_the_request_to_sign(void **state)
{
	size_t count;
	const struct rule *rules = rule_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = &rules[i];
		/* once it is closed, nothing is to be signed; praise is about an action point */
		bool last = rule->kind == REMINDER_KIND_SIGN || rule->kind == REMINDER_KIND_HELPED ||
			    rule->kind == REMINDER_KIND_ENDED || rule->kind == REMINDER_KIND_CELEBRATE;

		if (rule->receiver == RULE_COACHEE && !rule->answers && last != (rule->leaves == RULE_LEAVES_NONE))
			fail_msg("%s leaves %d", rule->name, (int)rule->leaves);
	}
}

static void what_answers_the_coachee_is_none_of_the_five(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-13", 16, 0);
	Timestamp answered = sdk_time(now);

	scene->session.state = SESSION_STATE_CONFIRMED;
	scene->session.verdict = VERDICT_GO;
	scene->session.verdict_rule = (char *)"skip_unprepared/1";
	scene->facts.n_reminders = 5;
	assert_string_equal(decide(scene, "granted_coachee", now), "send");
	scene->reminder[0].key = (char *)"granted_coachee/sessions/1/1-2026-05-13";
	scene->session.state = SESSION_STATE_DEBRIEFING;
	assert_string_equal(decide(scene, "sign_coachee", now), "send");
	/* Signed by answering: a second request is in place of the first. */
	scene->reminder[0].key = (char *)"";
	scene->reminder[4].kind = REMINDER_KIND_SIGN;
	assert_string_equal(decide(scene, "sign_coachee_again", now), "dropped.enough");
	scene->reminder[4].answer_time = &answered;
	assert_string_equal(decide(scene, "sign_coachee_again", now), "send");
	scene->session.state = SESSION_STATE_CLOSED;
	assert_string_equal(decide(scene, "helped", now), "dropped.enough");
}

static void who_heard_that_the_coach_stays_away_always_hears_when_that_is_taken_back(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-13", 16, 0);

	scene->session.state = SESSION_STATE_CONFIRMED;
	scene->session.verdict = VERDICT_GO;
	scene->reminder[0].key = (char *)"skipped_coachee/sessions/1/2026-05-14";
	scene->facts.n_reminders = 4; /* three times asked, and told that the coach stays away */
	assert_string_equal(decide(scene, "going", now), "send");
	scene->reminder[0].state = REMINDER_STATE_DROPPED; /* nobody was told */
	assert_string_equal(decide(scene, "going", now), "dropped.enough");
	scene->reminder[0].state = REMINDER_STATE_SENT;
	scene->session.verdict = VERDICT_COACH_MORE;
	assert_string_equal(decide(scene, "talking", now), "send");
	scene->reminder[0].key = (char *)"off_coachee/sessions/1/1";
	assert_string_equal(decide(scene, "back_coachee", now), "send");
	/* It is none of the five itself, and takes back once what was said once: the newest is first. */
	scene->reminder[1] = scene->reminder[0];
	scene->reminder[0].key = (char *)"back_coachee/sessions/1/1";
	scene->facts.n_reminders = 5;
	assert_string_equal(decide(scene, "back_coachee", now), "dropped.enough");
	scene->session.state = SESSION_STATE_DEBRIEFING;
	assert_string_equal(decide(scene, "sign_coachee", now), "send");
}

static void the_card_comes_an_hour_before_departure_or_the_evening_before(void **state)
{
	struct scene *scene = *state;
	int64_t planned = at(scene, "2026-05-11", 11, 0);

	assert_int_equal(plan(scene, "card", "session.planned", planned), at(scene, "2026-05-14", 8, 30));
	scene->departure = sdk_time(at(scene, "2026-05-14", 7, 15));
	assert_int_equal(plan(scene, "card", "session.planned", planned), at(scene, "2026-05-13", 18, 0));
	assert_string_equal(decide(scene, "card", at(scene, "2026-05-13", 18, 0)), "send");
	/* Planned after that evening: as soon as may be, but not to somebody on the way. */
	assert_int_equal(
		plan(scene, "card", "session.planned", at(scene, "2026-05-13", 22, 0)), at(scene, "2026-05-14", 7, 0));
	assert_string_equal(decide(scene, "card", at(scene, "2026-05-14", 7, 0)), "send");
	assert_string_equal(decide(scene, "card", at(scene, "2026-05-14", 7, 30)), "dropped.late");
}

static void a_skip_by_the_check_is_told_to_both_and_one_by_the_coach_to_the_coachee(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-13", 15, 0);

	scene->session.state = SESSION_STATE_SKIPPED;
	scene->session.verdict = VERDICT_NOT_JOINING;
	scene->session.verdict_rule = (char *)"skip_unprepared/1";
	assert_int_equal(plan(scene, "skipped_coachee", "session.skipped", now), now);
	assert_int_equal(plan(scene, "skipped_coach", "session.skipped", now), now);
	assert_true(plan(scene, "decided", "session.skipped", now) == DIARY_NEVER);
	scene->session.verdict_rule = (char *)"";
	assert_true(plan(scene, "skipped_coachee", "session.skipped", now) == DIARY_NEVER);
	assert_true(plan(scene, "skipped_coach", "session.skipped", now) == DIARY_NEVER);
	assert_int_equal(plan(scene, "decided", "session.skipped", now), now);
	assert_string_equal(rule_text(rule_find("decided"), &scene->facts), "decided_not");
}

static void the_coach_is_asked_to_decide_once_unless_something_stands_out(void **state)
{
	struct scene *scene = *state;
	char *reasons[] = { (char *)"kort" };
	int64_t now = at(scene, "2026-05-12", 9, 0), cutoff = at(scene, "2026-05-13", 15, 0);

	scene->session.state = SESSION_STATE_PREPARED;
	assert_int_equal(plan(scene, "decide", "session.prepared", now), now);
	assert_int_equal(plan(scene, "decide_cutoff", "session.prepared", now), cutoff);
	assert_string_equal(decide(scene, "decide", now), "send");
	assert_string_equal(rule_text(rule_find("decide"), &scene->facts), "decide");
	assert_string_equal(decide(scene, "decide_cutoff", cutoff), "dropped.clear");
	scene->gate.decision = GATE_DECISION_ASK_COACH;
	scene->gate.reasons = reasons;
	scene->gate.n_reasons = 1;
	assert_string_equal(decide(scene, "decide_cutoff", cutoff), "send");
	assert_string_equal(rule_text(rule_find("decide"), &scene->facts), "decide_look");
	scene->session.verdict = VERDICT_GO;
	assert_string_equal(decide(scene, "decide_cutoff", cutoff), "dropped.decided");
}

static void when_the_check_may_only_ask_the_coach_hears_that_nothing_came_in(void **state)
{
	struct scene *scene = *state;
	char *reasons[] = { (char *)"om 15:00 was er nog geen voorbereiding binnen" };
	int64_t cutoff = at(scene, "2026-05-13", 15, 0);

	scene->session.state = SESSION_STATE_PLANNED;
	scene->facts.gate = NULL; /* at planning */
	assert_int_equal(plan(scene, "decide_nothing", "session.looked", cutoff), cutoff);
	scene->facts.gate = &scene->gate;
	assert_string_equal(decide(scene, "decide_nothing", cutoff), "dropped.clear");
	scene->gate.decision = GATE_DECISION_ASK_COACH;
	scene->gate.reasons = reasons;
	scene->gate.n_reasons = 1;
	assert_string_equal(decide(scene, "decide_nothing", cutoff), "send");
	scene->session.verdict = VERDICT_GO;
	assert_string_equal(decide(scene, "decide_nothing", cutoff), "dropped.decided");
	scene->session.verdict = VERDICT_UNSPECIFIED;
	scene->session.state = SESSION_STATE_PREPARED;
	assert_string_equal(decide(scene, "decide_nothing", cutoff), "dropped.state");
}

static void a_preparation_in_time_brings_the_coach_back_and_both_hear_of_it(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-13", 16, 0);

	scene->session.state = SESSION_STATE_CONFIRMED;
	scene->session.verdict = VERDICT_GO;
	assert_true(plan(scene, "granted_coach", "session.confirmed", now) == DIARY_NEVER);
	assert_true(plan(scene, "granted_coachee", "session.confirmed", now) == DIARY_NEVER);
	assert_int_equal(plan(scene, "going", "session.confirmed", now), now);
	scene->session.verdict_rule = (char *)"skip_unprepared/1";
	assert_int_equal(plan(scene, "granted_coach", "session.confirmed", now), now);
	assert_int_equal(plan(scene, "granted_coachee", "session.confirmed", now), now);
	assert_true(plan(scene, "going", "session.confirmed", now) == DIARY_NEVER);
}

static void the_coachee_hears_what_was_decided_and_a_reveal_is_no_decision(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-12", 9, 0);

	scene->session.state = SESSION_STATE_CONFIRMED;
	assert_true(plan(scene, "talking", "session.confirmed", now) == DIARY_NEVER);
	assert_true(plan(scene, "going", "session.confirmed", now) == DIARY_NEVER);
	scene->session.verdict = VERDICT_COACH_MORE;
	assert_int_equal(plan(scene, "talking", "session.confirmed", now), now);
	assert_string_equal(rule_text(rule_find("talking"), &scene->facts), "decided_talk");
	assert_true(plan(scene, "going", "session.confirmed", now) == DIARY_NEVER);
	scene->session.verdict = VERDICT_GO;
	assert_true(plan(scene, "talking", "session.confirmed", now) == DIARY_NEVER);
	assert_int_equal(plan(scene, "going", "session.confirmed", now), now);
	scene->preparation.state = PREPARATION_STATE_DRAFT;
	assert_string_equal(rule_text(rule_find("going"), &scene->facts), "decided_ahead"); /* nothing was seen */
	scene->preparation.state = PREPARATION_STATE_SUBMITTED;
	assert_string_equal(rule_text(rule_find("going"), &scene->facts), "decided_go");
	scene->session.unannounced = true;
	scene->session.verdict = VERDICT_UNSPECIFIED;
	now = at(scene, "2026-05-14", 6, 10); /* in quiet hours: waiting would take its sense */
	assert_int_equal(plan(scene, "reveal", "session.revealed", now), now);
	assert_string_equal(decide(scene, "reveal", now), "send");
	assert_string_equal(decide(scene, "reveal", at(scene, "2026-05-14", 10, 0)), "dropped.late");
}

static void the_debrief_is_asked_for_after_the_end_at_five_and_the_next_morning(void **state)
{
	struct scene *scene = *state;
	Timestamp ended = sdk_time(at(scene, "2026-05-14", 10, 50));
	int64_t now = at(scene, "2026-05-14", 10, 50);

	scene->session.state = SESSION_STATE_DEBRIEFING;
	scene->session.actual_end_time = &ended;
	assert_int_equal(plan(scene, "debrief_coach_first", "session.finished", now), now + 5 * DIARY_MINUTE);
	assert_int_equal(
		plan(scene, "debrief_coachee_second", "session.finished", now), at(scene, "2026-05-14", 17, 0));
	assert_int_equal(plan(scene, "debrief_coachee_third", "session.finished", now), at(scene, "2026-05-15", 9, 0));
	/* Finished by itself five minutes after the planned end: that is the moment. */
	ended = sdk_time(at(scene, "2026-05-14", 11, 5));
	assert_int_equal(plan(scene, "debrief_coach_first", "session.finished", at(scene, "2026-05-14", 11, 5)),
		at(scene, "2026-05-14", 11, 5));
	scene->debrief.coachee_experience = (char *)"ging goed";
	assert_string_equal(decide(scene, "debrief_coachee_second", at(scene, "2026-05-14", 17, 0)), "dropped.written");
	assert_string_equal(decide(scene, "debrief_coach_second", at(scene, "2026-05-14", 17, 0)), "send");
}

/* Nobody says "start" on a car park: who meant to come along came along, until one of the two says otherwise. */
static void a_session_that_nobody_started_is_debriefed_all_the_same(void **state)
{
	struct scene *scene = *state;
	int64_t before = at(scene, "2026-05-11", 10, 0), after = at(scene, "2026-05-14", 11, 5);

	set_times(scene, "2026-05-14", "2026-05-13");
	scene->session.state = SESSION_STATE_CONFIRMED;
	assert_int_equal(plan(scene, "debrief_coach_first", "session.confirmed", before), after);
	assert_int_equal(plan(scene, "debrief_coachee_first", "session.moved", before), after);
	assert_int_equal(
		plan(scene, "debrief_coachee_third", "session.confirmed", before), at(scene, "2026-05-15", 9, 0));
	assert_string_equal(decide(scene, "debrief_coach_first", after), "send");
	assert_string_equal(decide(scene, "debrief_coachee_first", after), "send");
	assert_int_equal(plan(scene, "debrief_coachee_first", "session.revealed", before), after);
	/* without a decision the coach may have gone: they are asked, the coachee is not */
	scene->session.state = SESSION_STATE_PREPARED;
	assert_int_equal(plan(scene, "debrief_coach_first", "session.prepared", before), after);
	assert_string_equal(decide(scene, "debrief_coach_first", after), "send");
	assert_string_equal(decide(scene, "debrief_coachee_first", after), "dropped.state");
	scene->session.state = SESSION_STATE_SKIPPED;
	assert_string_equal(decide(scene, "debrief_coach_first", after), "dropped.state");
	/* moved to later than its timer knows */
	set_times(scene, "2026-05-15", "2026-05-14");
	scene->session.state = SESSION_STATE_CONFIRMED;
	assert_string_equal(decide(scene, "debrief_coach_first", after), "later");
}

static void the_coach_is_not_asked_to_debrief_while_the_two_are_at_it(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-14", 11, 30); /* the first line, late, ends the meeting */
	Timestamp written = sdk_time(now);

	scene->session.state = SESSION_STATE_DEBRIEFING;
	scene->session.actual_end_time = &scene->end;
	scene->debrief.coachee_experience = (char *)"ging goed";
	scene->debrief.update_time = &written;
	assert_string_equal(decide(scene, "debrief_coach_first", now), "later");
	assert_string_equal(decide(scene, "debrief_coachee_first", now), "dropped.written");
	assert_string_equal(decide(scene, "debrief_coach_first", now + 5 * DIARY_MINUTE), "send");
	scene->debrief.coach_experience = (char *)"fine";
	assert_string_equal(decide(scene, "debrief_coach_first", now + 5 * DIARY_MINUTE), "dropped.written");
	/* What the coach wrote by themselves moves nothing of the coachee's. */
	scene->debrief.coachee_experience = (char *)"";
	assert_string_equal(decide(scene, "debrief_coachee_first", now), "send");
}

static void an_evening_meeting_is_debriefed_in_the_morning_once(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-15", 21, 0); /* a Friday */

	scene->session.state = SESSION_STATE_DEBRIEFING;
	scene->start = sdk_time(at(scene, "2026-05-15", 20, 0));
	scene->end = sdk_time(now);
	assert_int_equal(plan(scene, "debrief_coach_first", "session.finished", now), at(scene, "2026-05-18", 7, 0));
	assert_true(plan(scene, "debrief_coach_second", "session.finished", now) == DIARY_NEVER);
	assert_int_equal(plan(scene, "debrief_coach_third", "session.finished", now), at(scene, "2026-05-19", 9, 0));
}

static void an_action_point_is_told_the_day_before_and_once_after(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-06", 12, 0);

	scene->facts.session = NULL;
	scene->facts.point = &scene->point;
	assert_int_equal(plan(scene, "action_due", "action_point.agreed", now), at(scene, "2026-05-14", 9, 0));
	assert_int_equal(plan(scene, "action_open", "action_point.agreed", now), at(scene, "2026-05-18", 9, 0));
	assert_string_equal(decide(scene, "action_due", at(scene, "2026-05-14", 9, 0)), "send");
	assert_string_equal(rule_text(rule_find("action_due"), &scene->facts), "action_due");
	/* Due on a Monday: the last working day before is no "tomorrow". */
	scene->point.due_date = (char *)"2026-05-18";
	assert_string_equal(decide(scene, "action_due", at(scene, "2026-05-14", 9, 0)), "later");
	assert_string_equal(decide(scene, "action_due", at(scene, "2026-05-15", 9, 0)), "send");
	assert_string_equal(rule_text(rule_find("action_due"), &scene->facts), "action_soon");
	scene->point.state = ACTION_POINT_STATE_DONE;
	assert_string_equal(decide(scene, "action_open", at(scene, "2026-05-19", 9, 0)), "dropped.closed");
	assert_true(plan(scene, "celebrate", "action_point.completed", now) == now);
}

static const char *decide_late(struct scene *scene, const char *name, int64_t due, int64_t now)
{
	const char *decided;

	scene->facts.due = due;
	decided = decide(scene, name, now);
	scene->facts.due = 0;
	return decided;
}

static void what_could_not_go_out_in_time_is_dropped_or_left_to_a_later_one(void **state)
{
	struct scene *scene = *state;
	int64_t tuesday = at(scene, "2026-05-12", 9, 0), ended = at(scene, "2026-05-14", 11, 5);

	/* Asked before the check, it makes no sense after it; until then it does. */
	assert_string_equal(decide_late(scene, "prepare_early", tuesday, at(scene, "2026-05-13", 14, 0)), "send");
	assert_string_equal(
		decide_late(scene, "prepare_early", tuesday, at(scene, "2026-05-13", 15, 0)), "dropped.passed");
	assert_string_equal(
		decide_late(scene, "prepare_planned", tuesday, at(scene, "2026-05-13", 16, 0)), "dropped.passed");
	/* Planned after the check it is asked all the same. */
	assert_string_equal(
		decide_late(scene, "prepare_planned", at(scene, "2026-05-13", 16, 0), at(scene, "2026-05-13", 16, 0)),
		"send");
	/* Of three nudges that come together the last one goes out. */
	scene->session.state = SESSION_STATE_DEBRIEFING;
	for (int i = 0; i < 2; i++) {
		const char *first = i == 0 ? "debrief_coach_first" : "debrief_coachee_first";
		const char *second = i == 0 ? "debrief_coach_second" : "debrief_coachee_second";
		const char *third = i == 0 ? "debrief_coach_third" : "debrief_coachee_third";
		int64_t five = at(scene, "2026-05-14", 17, 0), morning = at(scene, "2026-05-15", 9, 0);

		assert_string_equal(decide_late(scene, first, ended, five - DIARY_MINUTE), "send");
		assert_string_equal(decide_late(scene, first, ended, five), "dropped.merged");
		assert_string_equal(decide_late(scene, second, five, morning - DIARY_MINUTE), "send");
		assert_string_equal(decide_late(scene, first, ended, morning), "dropped.merged");
		assert_string_equal(decide_late(scene, second, five, morning), "dropped.merged");
		assert_string_equal(decide_late(scene, third, morning, morning + 60 * DIARY_MINUTE), "send");
	}
	scene->session.state = SESSION_STATE_CLOSED;
	assert_string_equal(decide_late(scene, "helped", ended, at(scene, "2026-05-21", 11, 0)), "send");
	assert_string_equal(decide_late(scene, "helped", ended, at(scene, "2026-05-21", 12, 0)), "dropped.late");
}

static void a_date_that_is_today_is_no_tomorrow_and_one_that_has_gone_by_is_told_as_that(void **state)
{
	struct scene *scene = *state;
	int64_t due = at(scene, "2026-05-14", 9, 0);

	scene->facts.session = NULL;
	scene->facts.point = &scene->point; /* for Friday 15 May */
	assert_string_equal(decide_late(scene, "action_due", due, at(scene, "2026-05-15", 10, 0)), "send");
	assert_string_equal(rule_text(rule_find("action_due"), &scene->facts), "action_today");
	scene->point.owner = scene->coach.name;
	scene->facts.coach = scene->coach.name;
	assert_string_equal(rule_text(rule_find("action_due"), &scene->facts), "promise_today");
	scene->point.owner = scene->coachee.name;
	assert_string_equal(decide_late(scene, "action_due", due, at(scene, "2026-05-18", 9, 0)), "dropped.merged");
	assert_string_equal(
		decide_late(scene, "action_open", at(scene, "2026-05-18", 9, 0), at(scene, "2026-06-08", 9, 0)),
		"send");
	scene->point.state = ACTION_POINT_STATE_DONE;
	assert_string_equal(decide_late(scene, "celebrate", due, due + 5 * 24 * 60 * DIARY_MINUTE), "send");
	assert_string_equal(decide_late(scene, "celebrate", due, due + 8 * 24 * 60 * DIARY_MINUTE), "dropped.late");
}

static void whether_it_helped_is_asked_once_it_is_closed_by_both(void **state)
{
	struct scene *scene = *state;
	Debrief debrief = DEBRIEF__INIT;
	int64_t now = at(scene, "2026-05-13", 10, 0);

	scene->facts.debrief = &debrief;
	scene->session.state = SESSION_STATE_CLOSED;
	assert_true(plan(scene, "helped", "session.closed", now) == now);
	assert_string_equal(decide(scene, "helped", now), "send");
	debrief.helped = HELPED_YES;
	assert_string_equal(decide(scene, "helped", now), "dropped.answered");
	debrief.helped = HELPED_UNSPECIFIED;
	scene->session.not_confirmed = true;
	assert_string_equal(decide(scene, "helped", now), "dropped.state");
}

static void a_promise_is_the_coachs_own_and_not_celebrated(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-14", 9, 0);

	scene->facts.session = NULL;
	scene->facts.point = &scene->point;
	scene->point.owner = scene->coach.name;
	assert_string_equal(decide(scene, "action_due", now), "send");
	assert_string_equal(rule_text(rule_find("action_due"), &scene->facts), "promise_due");
	scene->point.state = ACTION_POINT_STATE_DONE;
	assert_true(plan(scene, "celebrate", "action_point.completed", now) == DIARY_NEVER);
}

static void nine_in_the_morning_is_the_receivers_own_over_a_leaping_clock(void **state)
{
	struct scene *scene = *state;
	int64_t early;

	/* A Tuesday after the night of 29 March, in which Europe's clocks leap. */
	set_times(scene, "2026-03-31", "2026-03-30");
	early = plan(scene, "prepare_early", "session.planned", at(scene, "2026-03-20", 12, 0));
	assert_int_equal(
		early, INT64_C(1774598400000000)); /* Friday 27 March, 07:00Z would be summer; 08:00Z is nine */
}

static void a_key_tells_messages_apart_and_repeats_itself(void **state)
{
	struct scene *scene = *state;
	char key[RULE_KEY], again[RULE_KEY];

	look_as_receiver(scene, "prepare_early");
	rule_reminder_key(rule_find("prepare_early"), "sessions/1", &scene->facts, key);
	assert_string_equal(key, "prepare_early/sessions/1/2026-05-14");
	rule_timer_key(rule_find("prepare_early"), "sessions/1", again);
	assert_string_equal(again, "prepare_early/sessions/1");
	assert_ptr_equal(rule_find(again), rule_find("prepare_early"));
	assert_null(rule_find("prepare_earlier/sessions/1"));
}

static void an_invitation_asks_the_coach_and_not_the_coachee(void **state)
{
	struct scene *scene = *state;
	const int64_t now = at(scene, "2026-05-07", 12, 0);

	assert_int_equal(plan(scene, "invited", "session.planned", now), DIARY_NEVER);
	assert_int_equal(plan(scene, "invited_again", "session.planned", now), DIARY_NEVER);
	scene->session.invite_state = INVITE_STATE_OPEN;
	assert_int_equal(plan(scene, "invited", "session.planned", now), now);
	assert_int_equal(plan(scene, "invited_again", "session.planned", now), at(scene, "2026-05-12", 9, 0));
	assert_int_equal(plan(scene, "prepare_planned", "session.planned", now), DIARY_NEVER);
	scene->session.invite_state = INVITE_STATE_ACCEPTED;
	assert_int_equal(plan(scene, "prepare_planned", "session.accepted", now), now);
	assert_int_equal(plan(scene, "declined", "session.declined", now), DIARY_NEVER);
	scene->session.invite_state = INVITE_STATE_DECLINED;
	scene->session.state = SESSION_STATE_CANCELLED;
	assert_int_equal(plan(scene, "declined", "session.declined", now), now);
}

static void who_is_on_the_road_is_sent_nothing_until_they_arrive(void **state)
{
	struct scene *scene = *state;
	Session *sessions[] = { &scene->session };
	Duration back = DURATION__INIT;
	const char *reason;
	int64_t due;

	scene->session.state = SESSION_STATE_CONFIRMED;
	scene->session.format = SESSION_FORMAT_ON_SITE;
	assert_int_equal(when_arrived("people/coach", sessions, 1, at(scene, "2026-05-14", 9, 29)), 0);
	assert_int_equal(when_arrived("people/coach", sessions, 1, at(scene, "2026-05-14", 9, 30)),
		at(scene, "2026-05-14", 10, 0));
	assert_int_equal(when_arrived("people/coachee", sessions, 1, at(scene, "2026-05-14", 9, 30)), 0);
	scene->session.travel_together = TRAVEL_TOGETHER_BOTH;
	back.seconds = 1800;
	scene->session.travel_back = &back;
	assert_int_equal(when_arrived("people/coachee", sessions, 1, at(scene, "2026-05-14", 9, 30)),
		at(scene, "2026-05-14", 10, 0));
	assert_int_equal(when_arrived("people/coach", sessions, 1, at(scene, "2026-05-14", 11, 5)),
		at(scene, "2026-05-14", 11, 30));
	assert_int_equal(when_arrived("people/coach", sessions, 1, at(scene, "2026-05-14", 11, 30)), 0);
	scene->session.format = SESSION_FORMAT_ONLINE;
	assert_int_equal(when_arrived("people/coach", sessions, 1, at(scene, "2026-05-14", 9, 30)), 0);
	scene->session.state = SESSION_STATE_DEBRIEFING;
	look_as_receiver(scene, "debrief_coach_first");
	scene->facts.now = at(scene, "2026-05-14", 11, 5);
	scene->facts.arrival = at(scene, "2026-05-14", 11, 30);
	assert_int_equal(rule_decide(rule_find("debrief_coach_first"), &scene->facts, &reason, &due), RULE_LATER);
	assert_int_equal(due, scene->facts.arrival);
}

/* The meeting was to be at two in the afternoon; at `now` it moves to ten. */
static void move_meeting(struct scene *scene, int64_t now)
{
	scene->moved = sdk_time(now);
	scene->session.move_time = &scene->moved;
}

static void a_move_is_told_to_both_until_the_meeting_begins(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-13", 21, 0), morning = at(scene, "2026-05-14", 7, 0);

	assert_true(plan(scene, "moved_coachee", "session.moved", now) == DIARY_NEVER);
	move_meeting(scene, now);
	assert_int_equal(plan_by(scene, "plugins/calendar", "moved_coachee", "session.moved", now), morning);
	assert_int_equal(plan_by(scene, "plugins/calendar", "moved_coach", "session.moved", now), morning);
	assert_string_equal(decide(scene, "moved_coachee", morning), "send");
	assert_string_equal(decide(scene, "moved_coach", at(scene, "2026-05-14", 9, 45)), "send");
	assert_string_equal(decide(scene, "moved_coach", at(scene, "2026-05-14", 10, 0)), "dropped.late");
	scene->session.state = SESSION_STATE_SKIPPED;
	assert_string_equal(decide(scene, "moved_coach", morning), "dropped.state");
}

static void a_move_is_told_to_whoever_made_it_only_where_their_calendar_has_to_follow(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-13", 12, 0);

	move_meeting(scene, now);
	assert_true(plan_by(scene, "people/coachee", "moved_coachee", "session.moved", now) == DIARY_NEVER);
	assert_int_equal(plan_by(scene, "people/coachee", "moved_coach", "session.moved", now), now);
	scene->session.state = SESSION_STATE_CONFIRMED; /* the invitation to the debrief is theirs */
	assert_int_equal(plan_by(scene, "people/coachee", "moved_coachee", "session.moved", now), now);
}

static void a_card_for_a_late_move_goes_out_until_the_meeting_and_no_other_on_the_way(void **state)
{
	struct scene *scene = *state;
	int64_t on_the_way = at(scene, "2026-05-14", 9, 40);

	assert_string_equal(decide(scene, "card", on_the_way), "dropped.late");
	move_meeting(scene, at(scene, "2026-05-13", 12, 0)); /* known long before */
	assert_string_equal(decide(scene, "card", on_the_way), "dropped.late");
	move_meeting(scene, on_the_way);
	assert_int_equal(plan(scene, "card", "session.moved", on_the_way), on_the_way);
	assert_string_equal(decide(scene, "card", on_the_way), "send");
	assert_string_equal(decide(scene, "card", at(scene, "2026-05-14", 10, 0)), "dropped.late");
}

static void that_the_relation_ends_first_is_told_to_both_as_that(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-12", 11, 0);

	scene->session.state = SESSION_STATE_CANCELLED;
	assert_true(plan(scene, "ended_coachee", "session.cancelled", now) == DIARY_NEVER);
	scene->session.cancel_cause = CANCEL_CAUSE_COACHING_ENDED;
	assert_int_equal(plan(scene, "ended_coachee", "session.cancelled", now), now);
	assert_int_equal(plan(scene, "ended_coach", "session.cancelled", now), now);
	assert_true(plan(scene, "withdrawn", "session.cancelled", now) == DIARY_NEVER);
	assert_true(plan(scene, "withdrawn_coach", "session.cancelled", now) == DIARY_NEVER);
}

static void a_meeting_that_is_off_is_told_as_that_and_not_as_a_coach_who_withdrew(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-12", 11, 0);

	scene->session.state = SESSION_STATE_CANCELLED;
	assert_int_equal(plan(scene, "withdrawn", "session.cancelled", now), now);
	assert_true(plan(scene, "off_coachee", "session.cancelled", now) == DIARY_NEVER);
	scene->session.meeting_cancelled = true;
	assert_true(plan(scene, "withdrawn", "session.cancelled", now) == DIARY_NEVER);
	assert_int_equal(plan(scene, "off_coachee", "session.cancelled", now), now);
	assert_int_equal(plan(scene, "off_coach", "session.cancelled", now), now);
	scene->session.meeting_cancelled = false;
	scene->session.merged_into = (char *)"sessions/2";
	assert_true(plan(scene, "withdrawn", "session.cancelled", now) == DIARY_NEVER);
}

static void what_came_back_is_told_to_whoever_did_not_bring_it_back(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-12", 11, 0);

	assert_int_equal(plan(scene, "back_coachee", "session.reopened", now), now);
	assert_true(plan(scene, "back_coach", "session.reopened", now) == DIARY_NEVER);
	look_as_receiver(scene, "back_coach");
	scene->facts.actor = "plugins/calendar";
	assert_int_equal(rule_plan(rule_find("back_coach"), "session.reopened", &scene->facts), now);
}

static void what_lapsed_can_be_opened_for_a_day_and_the_coach_hears_in_time(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-21", 17, 0);

	scene->session.state = SESSION_STATE_LAPSED;
	scene->changed = sdk_time(now);
	scene->session.update_time = &scene->changed;
	assert_int_equal(plan(scene, "lapsed", "session.lapsed", now), now);
	assert_string_equal(decide(scene, "lapsed", at(scene, "2026-05-22", 16, 59)), "send");
	assert_string_equal(decide(scene, "lapsed", at(scene, "2026-05-22", 17, 0)), "dropped.late");
	scene->session.state = SESSION_STATE_CLOSED;
	assert_string_equal(decide(scene, "unconfirmed_coachee", now), "dropped.state");
	scene->session.not_confirmed = true;
	assert_string_equal(decide(scene, "unconfirmed_coachee", now), "send");
	assert_string_equal(decide(scene, "unconfirmed_coach", now), "send");
}

static void who_has_not_signed_is_asked_once_the_four_are_in(void **state)
{
	struct scene *scene = *state;
	int64_t now = at(scene, "2026-05-14", 11, 20);
	Signature signature = SIGNATURE__INIT, *signatures[] = { &signature };
	Timestamp written = sdk_time(now), later;
	char *missing[] = { (char *)"compliment" };

	scene->session.state = SESSION_STATE_DEBRIEFING;
	scene->debrief.update_time = &written;
	scene->facts.debrief = NULL; /* at planning */
	assert_int_equal(plan(scene, "sign_coach", "session.signable", now), now + 5 * DIARY_MINUTE);
	assert_int_equal(plan(scene, "sign_coach_again", "session.signable", now), DIARY_NEVER);
	assert_int_equal(plan(scene, "sign_coachee_again", "session.unsigned_coachee", now), now + 5 * DIARY_MINUTE);
	assert_int_equal(plan(scene, "sign_coach_again", "session.unsigned_coachee", now), DIARY_NEVER);
	scene->facts.debrief = &scene->debrief;
	assert_string_equal(decide(scene, "sign_coachee", now + 2 * DIARY_MINUTE), "later"); /* lines still come in */
	now += 5 * DIARY_MINUTE;
	assert_string_equal(decide(scene, "sign_coachee", now), "send");
	assert_string_equal(decide(scene, "sign_coach", now), "send");
	signature.person = scene->coachee.name;
	scene->debrief.signatures = signatures;
	scene->debrief.n_signatures = 1;
	assert_string_equal(decide(scene, "sign_coachee", now), "dropped.signed");
	assert_string_equal(decide(scene, "sign_coach", now), "send");
	scene->debrief.missing = missing;
	scene->debrief.n_missing = 1;
	assert_string_equal(decide(scene, "sign_coach", now), "dropped.missing");
	scene->debrief.n_missing = scene->debrief.n_signatures = 0;
	later = sdk_time(at(scene, "2026-05-14", 22, 0)); /* quiet hours */
	scene->debrief.update_time = &later;
	assert_string_equal(decide(scene, "sign_coachee", at(scene, "2026-05-14", 22, 5)), "later");
	scene->session.state = SESSION_STATE_CLOSED;
	assert_string_equal(decide(scene, "sign_coachee", now), "dropped.signed");
	scene->session.state = SESSION_STATE_DEBRIEFING;
	scene->debrief.update_time = &written;
	scene->facts.n_reminders = 5;
	assert_string_equal(decide(scene, "sign_coachee", now), "dropped.enough");
	scene->facts.session = NULL; /* hidden */
	assert_string_equal(decide(scene, "sign_coachee", now), "silent");
}

int main(void)
{
#define scene_test(name) cmocka_unit_test_setup_teardown(name, make_scene, drop_scene)
	const struct CMUnitTest tests[] = {
		scene_test(the_coachee_is_asked_at_planning_two_days_before_and_on_the_cutoff_morning),
		scene_test(planned_in_the_evening_it_is_told_in_the_morning),
		scene_test(every_default_of_the_method_is_kept_by_a_row_at_its_moment),
		scene_test(who_has_answered_everything_is_asked_to_hand_it_in_and_not_to_begin),
		scene_test(a_team_s_own_hours_hold_in_place_of_the_usual_ones),
		scene_test(what_the_team_or_the_receiver_does_without_is_not_sent_and_it_is_said_why),
		scene_test(what_has_gone_by_at_planning_is_left_out),
		scene_test(nobody_is_asked_for_what_is_in_or_twice_a_day),
		scene_test(a_hidden_session_leaves_no_trace),
		scene_test(a_moved_meeting_takes_its_mail_along),
		scene_test(the_sixth_mail_about_a_session_is_not_sent),
		scene_test(of_the_five_mails_one_is_kept_for_signing_and_one_for_what_changes_plans),
		scene_test(no_mail_to_the_coachee_takes_the_last_place_before_the_request_to_sign),
		scene_test(what_answers_the_coachee_is_none_of_the_five),
		scene_test(who_heard_that_the_coach_stays_away_always_hears_when_that_is_taken_back),
		scene_test(the_card_comes_an_hour_before_departure_or_the_evening_before),
		scene_test(a_skip_by_the_check_is_told_to_both_and_one_by_the_coach_to_the_coachee),
		scene_test(the_coach_is_asked_to_decide_once_unless_something_stands_out),
		scene_test(when_the_check_may_only_ask_the_coach_hears_that_nothing_came_in),
		scene_test(an_invitation_asks_the_coach_and_not_the_coachee),
		scene_test(who_is_on_the_road_is_sent_nothing_until_they_arrive),
		scene_test(a_preparation_in_time_brings_the_coach_back_and_both_hear_of_it),
		scene_test(the_coachee_hears_what_was_decided_and_a_reveal_is_no_decision),
		scene_test(the_debrief_is_asked_for_after_the_end_at_five_and_the_next_morning),
		scene_test(a_session_that_nobody_started_is_debriefed_all_the_same),
		scene_test(the_coach_is_not_asked_to_debrief_while_the_two_are_at_it),
		scene_test(an_evening_meeting_is_debriefed_in_the_morning_once),
		scene_test(who_has_not_signed_is_asked_once_the_four_are_in),
		scene_test(an_action_point_is_told_the_day_before_and_once_after),
		scene_test(what_could_not_go_out_in_time_is_dropped_or_left_to_a_later_one),
		scene_test(a_date_that_is_today_is_no_tomorrow_and_one_that_has_gone_by_is_told_as_that),
		scene_test(whether_it_helped_is_asked_once_it_is_closed_by_both),
		scene_test(a_promise_is_the_coachs_own_and_not_celebrated),
		scene_test(nine_in_the_morning_is_the_receivers_own_over_a_leaping_clock),
		scene_test(a_move_is_told_to_both_until_the_meeting_begins),
		scene_test(a_move_is_told_to_whoever_made_it_only_where_their_calendar_has_to_follow),
		scene_test(a_card_for_a_late_move_goes_out_until_the_meeting_and_no_other_on_the_way),
		scene_test(that_the_relation_ends_first_is_told_to_both_as_that),
		scene_test(a_meeting_that_is_off_is_told_as_that_and_not_as_a_coach_who_withdrew),
		scene_test(what_came_back_is_told_to_whoever_did_not_bring_it_back),
		scene_test(what_lapsed_can_be_opened_for_a_day_and_the_coach_hears_in_time),
		scene_test(a_key_tells_messages_apart_and_repeats_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
