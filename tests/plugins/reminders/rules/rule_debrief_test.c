/* What is sent when of the conversation right after, and of what was agreed in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "plugins/reminders/rules/when.h"
#include "scene.h"

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
	const struct CMUnitTest tests[] = {
		scene_test(who_is_on_the_road_is_sent_nothing_until_they_arrive),
		scene_test(the_debrief_is_asked_for_after_the_end_at_five_and_the_next_morning),
		scene_test(a_session_that_nobody_started_is_debriefed_all_the_same),
		scene_test(the_coach_is_not_asked_to_debrief_while_the_two_are_at_it),
		scene_test(an_evening_meeting_is_debriefed_in_the_morning_once),
		scene_test(who_has_not_signed_is_asked_once_the_four_are_in),
		scene_test(an_action_point_is_told_the_day_before_and_once_after),
		scene_test(a_date_that_is_today_is_no_tomorrow_and_one_that_has_gone_by_is_told_as_that),
		scene_test(whether_it_helped_is_asked_once_it_is_closed_by_both),
		scene_test(a_promise_is_the_coachs_own_and_not_celebrated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
