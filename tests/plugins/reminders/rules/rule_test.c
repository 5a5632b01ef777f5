/* What is sent when, and how much of it, over days, zones and leaping clocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "scene.h"

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

/* Where the timer of a row is moved to after such an event, if it waits; 0: nowhere. */
static int64_t move(struct scene *scene, const char *name, const char *event, int64_t now)
{
	const struct rule *rule = look_as_receiver(scene, name);
	int64_t due = 0;

	scene->facts.now = now;
	return rule_moves(rule, event, &scene->facts, &due) ? due : 0;
}

static void days_that_change_plan_what_lies_ahead_and_move_what_waits(void **state)
{
	struct scene *scene = *state;
	const int64_t monday = at(scene, "2026-05-11", 12, 0), evening = at(scene, "2026-05-14", 20, 0);
	const int64_t five = at(scene, "2026-05-14", 17, 0), morning = at(scene, "2026-05-15", 7, 0);

	assert_int_equal(plan(scene, "prepare_early", "session.timed", monday), at(scene, "2026-05-12", 9, 0));
	assert_int_equal(plan(scene, "prepare_early", "session.timed", at(scene, "2026-05-12", 9, 0)), DIARY_NEVER);
	/* What makes no sense as things are, and may yet, is not begun, but goes along. */
	assert_int_equal(plan(scene, "debrief_coach_second", "session.timed", monday), DIARY_NEVER);
	assert_int_equal(move(scene, "debrief_coach_second", "session.timed", monday), five);
	scene->session.state = SESSION_STATE_CONFIRMED;
	assert_int_equal(plan(scene, "debrief_coach_second", "session.timed", monday), five);
	/* What was to come and has been there comes as soon as may be; nothing is sent for that alone. */
	assert_int_equal(plan(scene, "debrief_coach_second", "session.timed", evening), DIARY_NEVER);
	assert_int_equal(move(scene, "debrief_coach_second", "session.timed", evening), morning);
	assert_int_equal(plan(scene, "card", "session.timed", at(scene, "2026-05-14", 9, 0)), DIARY_NEVER);
	assert_int_equal(
		move(scene, "card", "session.timed", at(scene, "2026-05-14", 9, 0)), at(scene, "2026-05-14", 9, 0));
	/* One that has no moment any more goes. */
	scene->end = sdk_time(at(scene, "2026-05-14", 18, 0));
	assert_int_equal(move(scene, "debrief_coach_second", "session.timed", monday), DIARY_NEVER);
	/* At once is no moment, and another event moves nothing; nor does one about something else. */
	assert_int_equal(plan(scene, "prepare_planned", "session.timed", monday), DIARY_NEVER);
	assert_int_equal(move(scene, "prepare_planned", "session.timed", monday), 0);
	assert_int_equal(move(scene, "debrief_coach_third", "session.moved", monday), 0);
	assert_int_equal(move(scene, "debrief_coach_third", "action_point.timed", monday), 0);
}

static void days_that_change_ask_about_action_points_at_their_hour_and_celebrate_nothing_anew(void **state)
{
	struct scene *scene = *state;
	const int64_t wednesday = at(scene, "2026-05-13", 12, 0);

	scene->facts.session = NULL;
	scene->facts.point = &scene->point;
	assert_int_equal(plan(scene, "action_due", "action_point.timed", wednesday), at(scene, "2026-05-14", 9, 0));
	assert_int_equal(plan(scene, "action_open", "action_point.timed", wednesday), at(scene, "2026-05-18", 9, 0));
	assert_int_equal(plan(scene, "action_due", "action_point.timed", at(scene, "2026-05-14", 10, 0)), DIARY_NEVER);
	scene->point.state = ACTION_POINT_STATE_DONE;
	assert_int_equal(plan(scene, "action_open", "action_point.timed", wednesday), DIARY_NEVER);
	assert_int_equal(plan(scene, "celebrate", "action_point.timed", wednesday), DIARY_NEVER);
	assert_int_not_equal(plan(scene, "celebrate", "action_point.completed", wednesday), DIARY_NEVER);
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
	/* The day is the meeting's: it does not change with where the coachee lives. */
	scene->facts.coachee = NULL;
	rule_reminder_key(rule_find("prepare_early"), "sessions/1", &scene->facts, again);
	assert_string_equal(again, key);
}

int main(void)
{
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
		scene_test(what_could_not_go_out_in_time_is_dropped_or_left_to_a_later_one),
		scene_test(nine_in_the_morning_is_the_receivers_own_over_a_leaping_clock),
		scene_test(days_that_change_plan_what_lies_ahead_and_move_what_waits),
		scene_test(days_that_change_ask_about_action_points_at_their_hour_and_celebrate_nothing_anew),
		scene_test(a_key_tells_messages_apart_and_repeats_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
