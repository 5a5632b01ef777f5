/* What is sent when of decisions, and of what becomes of a session: moved, off, back, lapsed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "scene.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		scene_test(a_skip_by_the_check_is_told_to_both_and_one_by_the_coach_to_the_coachee),
		scene_test(the_coach_is_asked_to_decide_once_unless_something_stands_out),
		scene_test(when_the_check_may_only_ask_the_coach_hears_that_nothing_came_in),
		scene_test(an_invitation_asks_the_coach_and_not_the_coachee),
		scene_test(a_preparation_in_time_brings_the_coach_back_and_both_hear_of_it),
		scene_test(the_coachee_hears_what_was_decided_and_a_reveal_is_no_decision),
		scene_test(a_move_is_told_to_both_until_the_meeting_begins),
		scene_test(a_move_is_told_to_whoever_made_it_only_where_their_calendar_has_to_follow),
		scene_test(a_card_for_a_late_move_goes_out_until_the_meeting_and_no_other_on_the_way),
		scene_test(that_the_relation_ends_first_is_told_to_both_as_that),
		scene_test(a_meeting_that_is_off_is_told_as_that_and_not_as_a_coach_who_withdrew),
		scene_test(what_came_back_is_told_to_whoever_did_not_bring_it_back),
		scene_test(what_lapsed_can_be_opened_for_a_day_and_the_coach_hears_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
