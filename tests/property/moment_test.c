/* Messages around every change of every zone's clock from 2020 to 2037: each is sent once, at the local minute that was
 * promised, or when its receiver may next be written to. The oracle is domain/day, which transition_test holds against
 * the offsets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "daemon/domain/day.h"
#include "plugins/reminders/rules/rule.h"
#include "tests/property/transition.h"

#define MINUTE TRANSITION_MINUTE
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

enum { MORNING = 540, AFTERNOON = 1020, CUTOFF = 900, LIVES = 6 };

/* A meeting of an hour, half an hour away; the coach lives with the coachee or in Amsterdam. */
struct scene {
	const struct transition *transition;
	Person coach, coachee;
	struct diary *coach_days, *coachee_days;
	Timestamp start, end, departure, cutoff;
	char due_date[DAY_TEXT];
	int64_t start_us, end_us, cutoff_us;
	int due_day;
	Session session;
	ActionPoint point;
	TeamPolicy policy;
	struct rule_facts facts;
};

static void open_scene(struct scene *scene, const struct transition *transition, int number)
{
	struct error error;

	memset(scene, 0, sizeof(*scene));
	scene->transition = transition;
	transition_person(transition, number % 3 == 0 ? 0 : number % TRANSITION_PEOPLE, &scene->coachee);
	transition_person(transition, 0, &scene->coach);
	scene->coach.name = (char *)"people/2";
	if (number % 2 == 0)
		scene->coach.time_zone = (char *)"Europe/Amsterdam";
	assert_int_equal(diary_open(&scene->coach, &scene->coach_days, &error), STATUS_OK);
	assert_int_equal(diary_open(&scene->coachee, &scene->coachee_days, &error), STATUS_OK);
}

static void close_scene(struct scene *scene)
{
	diary_close(scene->coach_days);
	diary_close(scene->coachee_days);
}

/* The meeting is at ten on the wall of that day; the action point is due that day. */
static void set_day(struct scene *scene, int day)
{
	scene->start_us = day_at(day, 600, scene->coachee.time_zone);
	scene->end_us = scene->start_us + HOUR;
	scene->cutoff_us = day_before(&scene->coachee, scene->start_us, 1, CUTOFF);
	scene->start = sdk_time(scene->start_us);
	scene->end = sdk_time(scene->end_us);
	scene->departure = sdk_time(scene->start_us - HOUR / 2);
	scene->cutoff = sdk_time(scene->cutoff_us);
	scene->session = (Session)SESSION__INIT;
	scene->session.coach = scene->coach.name;
	scene->session.coachee = scene->coachee.name;
	scene->session.start_time = &scene->start;
	scene->session.end_time = &scene->end;
	scene->session.departure_time = &scene->departure;
	scene->session.cutoff_time = &scene->cutoff;
	scene->point = (ActionPoint)ACTION_POINT__INIT;
	scene->point.owner = scene->coachee.name;
	scene->point.due_date = scene->due_date;
	scene->due_day = day;
	day_format(day, scene->due_date);
	scene->policy = (TeamPolicy)TEAM_POLICY__INIT; /* what holds where nobody chose */
#define SETTING(NAME, key, field, type, usual, least, most, en, nl) scene->policy.field = usual;
#include "daemon/domain/policy.def"
#undef SETTING
	scene->facts = (struct rule_facts){ .session = &scene->session,
		.point = &scene->point,
		.policy = &scene->policy,
		.wishes = &scene->coachee,
		.coach = scene->coach.name,
		.coachee = scene->coachee_days };
}

/* ---- what is promised ---- */

static int64_t debrief_first(const struct scene *scene, const Person *receiver)
{
	return day_shift_after(receiver, scene->end_us + 5 * MINUTE);
}

/* INT64_MAX: it is not sent. */
static int64_t promised(const struct scene *scene, const char *name, const Person *receiver)
{
	const char *zone = receiver->time_zone;
	int64_t at;

	if (strcmp(name, "prepare_early") == 0)
		return day_before(&scene->coachee, scene->start_us, 2, MORNING);
	if (strcmp(name, "prepare_cutoff") == 0)
		return day_before(&scene->coachee, scene->start_us, 1, MORNING);
	if (strcmp(name, "decide_cutoff") == 0)
		return scene->cutoff_us;
	if (strncmp(name, "debrief_", 8) == 0 && strstr(name, "_first") != NULL)
		return debrief_first(scene, receiver);
	if (strncmp(name, "debrief_", 8) == 0 && strstr(name, "_second") != NULL) {
		at = day_at(day_of(scene->end_us, zone, NULL), AFTERNOON, zone);
		return at >= debrief_first(scene, receiver) + HOUR / 2 ? at : INT64_MAX;
	}
	if (strncmp(name, "debrief_", 8) == 0)
		return day_after(receiver, debrief_first(scene, receiver), 1, MORNING);
	if (strcmp(name, "action_due") == 0)
		return day_at(day_step_working(receiver, scene->due_day, -1), MORNING, zone);
	assert_string_equal(name, "action_open");
	return day_at(day_step_working(receiver, scene->due_day, 1), MORNING, zone);
}

/* ---- a timer's life ---- */

static const char *no_objection(const struct rule_facts *facts)
{
	(void)facts;
	return NULL;
}

static const char *first_event(const struct rule *rule)
{
	const char *type = rule->events[0];

	return type[strlen(type) - 1] == '.' ? "action_point.created" : type;
}

/* When it is sent; INT64_MAX: never. The row as it is, but for what the session and others would object. */
static int64_t live(struct scene *scene, const struct rule *rule, int64_t planned)
{
	struct rule row = *rule;
	const char *reason;
	int64_t due;

	row.objection = no_objection;
	scene->facts.now = planned;
	due = rule_plan(&row, first_event(rule), &scene->facts);
	for (int i = 0; due != DIARY_NEVER; i++) {
		assert_true(i < LIVES && due >= scene->facts.now);
		scene->facts.now = due;
		switch (rule_decide(&row, &scene->facts, &reason, &due)) {
		case RULE_SEND:
			return scene->facts.now;
		case RULE_LATER:
			assert_true(due > scene->facts.now);
			continue;
		default:
			return INT64_MAX;
		}
	}
	return INT64_MAX;
}

static void check_row(struct scene *scene, const char *name)
{
	const struct rule *rule = rule_find(name);
	const bool coach = rule->receiver == RULE_COACH;
	const Person *receiver = coach ? &scene->coach : &scene->coachee;
	int64_t sent, wanted;

	scene->facts.receiver = coach ? scene->coach_days : scene->coachee_days;
	scene->facts.receiver_name = receiver->name;
	wanted = promised(scene, name, receiver);
	sent = live(scene, rule, scene->start_us - 12 * DAY);
	if (wanted != INT64_MAX && !rule->urgent)
		wanted = day_shift_after(receiver, wanted);
	if (sent == wanted)
		return;
	fail_msg("%s in %s, for a meeting %+lld hours from the change at %lld: %+lld minutes from what is promised",
		name, receiver->time_zone, (long long)((scene->start_us / MINUTE - scene->transition->at) / 60),
		(long long)scene->transition->at * 60, (long long)((sent - wanted) / MINUTE));
}

static void check_card(struct scene *scene)
{
	const struct rule *rule = rule_find("card");
	const int64_t hour_before = scene->start_us - HOUR / 2 - HOUR;
	int64_t sent;

	scene->facts.receiver = scene->coach_days;
	scene->facts.receiver_name = scene->coach.name;
	sent = live(scene, rule, scene->start_us - 12 * DAY);
	if (!day_quiet(&scene->coach, hour_before))
		assert_int_equal(sent, hour_before);
	else
		assert_true(sent < hour_before && !day_quiet(&scene->coach, sent) &&
			    day_shift_after(&scene->coach, sent + HOUR) > sent + HOUR);
}

static void each_message_is_sent_once_at_its_local_minute(void **state)
{
	static const char *const rows[] = { "prepare_early", "prepare_cutoff", "decide_cutoff", "debrief_coach_first",
		"debrief_coachee_first", "debrief_coach_second", "debrief_coachee_second", "debrief_coach_third",
		"debrief_coachee_third", "action_due", "action_open" };
	struct transition *transitions;
	const size_t count = transition_collect(&transitions);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		const int day = (int)(transition_wall(&transitions[i], transitions[i].at) / 1440);
		struct scene scene;

		open_scene(&scene, &transitions[i], (int)i);
		for (int k = -1; k < 4; k++) {
			set_day(&scene, day + k);
			for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++)
				check_row(&scene, rows[row]);
			check_card(&scene);
		}
		close_scene(&scene);
	}
	free(transitions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_message_is_sent_once_at_its_local_minute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
