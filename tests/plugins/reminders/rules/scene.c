/* A session and all that is known about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "scene.h"

int64_t at(const struct scene *scene, const char *day, int hour, int minute)
{
	struct diary_date date;

	assert_true(diary_date_parse(day, &date));
	return diary_at(scene->coachee_days, date, hour * 60 + minute);
}

void set_times(struct scene *scene, const char *day, const char *day_before)
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

int make_scene(void **state)
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

int drop_scene(void **state)
{
	struct scene *scene = *state;

	diary_close(scene->coach_days);
	diary_close(scene->coachee_days);
	return 0;
}

const struct rule *look_as_receiver(struct scene *scene, const char *name)
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

int64_t plan_by(struct scene *scene, const char *actor, const char *name, const char *event, int64_t now)
{
	const struct rule *rule = look_as_receiver(scene, name);

	scene->facts.now = now;
	scene->facts.actor = actor;
	return rule_plan(rule, event, &scene->facts);
}

int64_t plan(struct scene *scene, const char *name, const char *event, int64_t now)
{
	return plan_by(scene, "people/coach", name, event, now);
}

const char *decide(struct scene *scene, const char *name, int64_t now)
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

const char *decide_late(struct scene *scene, const char *name, int64_t due, int64_t now)
{
	const char *decided;

	scene->facts.due = due;
	decided = decide(scene, name, now);
	scene->facts.due = 0;
	return decided;
}
