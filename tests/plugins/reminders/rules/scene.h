/* A session and all that is known about it: what the tests of the rules share. Asserts instead of failing. */
#ifndef RIDEALONG_TESTS_SCENE_H
#define RIDEALONG_TESTS_SCENE_H

#include "plugins/reminders/rules/rule.h"

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

/** For setup and teardown: the one scene, made anew, in *state. */
int make_scene(void **state);
int drop_scene(void **state);

#define scene_test(name) cmocka_unit_test_setup_teardown(name, make_scene, drop_scene)

/** A moment in the coachee's days. */
int64_t at(const struct scene *scene, const char *day, int hour, int minute);
/** Gives the meeting another day, with all that follows, and the check the day before. */
void set_times(struct scene *scene, const char *day, const char *day_before);

/** The row by that name, with its receiver's days and wishes in the facts. */
const struct rule *look_as_receiver(struct scene *scene, const char *name);
/** When the row's timer is set after an event by that actor; by the coach. */
int64_t plan_by(struct scene *scene, const char *actor, const char *name, const char *event, int64_t now);
int64_t plan(struct scene *scene, const char *name, const char *event, int64_t now);
/** What the row says when its timer is due: "send", "later", "silent", or the key of the reason. */
const char *decide(struct scene *scene, const char *name, int64_t now);
/** The same of one whose moment was `due`. */
const char *decide_late(struct scene *scene, const char *name, int64_t due, int64_t now);

#endif
