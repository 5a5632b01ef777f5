/* What may wait for one mail a day, and when that comes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "plugins/reminders/rules/digest.h"

/* Somebody with a digest at 08:00; a session on Thursday 14 May at 10:00, the check on Wednesday at 15:00. */
struct scene {
	Person person;
	struct diary *diary;
	Timestamp start, cutoff;
	Session session;
	TeamPolicy policy;
	struct rule_facts facts;
};

static int64_t at(const struct scene *scene, const char *day, int hour, int minute)
{
	struct diary_date date;

	assert_true(diary_date_parse(day, &date));
	return diary_at(scene->diary, date, hour * 60 + minute);
}

static int make_scene(void **state)
{
	static struct scene scene;
	struct error error = { 0 };

	memset(&scene, 0, sizeof(scene));
	scene.person = (Person)PERSON__INIT;
	scene.person.time_zone = (char *)"Europe/Amsterdam";
	scene.person.digest = true;
	scene.person.digest_minute = 8 * 60;
	assert_int_equal(diary_open(&scene.person, &scene.diary, &error), STATUS_OK);
	scene.start = sdk_time(at(&scene, "2026-05-14", 10, 0));
	scene.cutoff = sdk_time(at(&scene, "2026-05-13", 15, 0));
	scene.session = (Session)SESSION__INIT;
	scene.session.start_time = &scene.start;
	scene.session.cutoff_time = &scene.cutoff;
	scene.policy = (TeamPolicy)TEAM_POLICY__INIT;
	scene.facts = (struct rule_facts){ .session = &scene.session,
		.receiver = scene.diary,
		.coachee = scene.diary,
		.wishes = &scene.person,
		.policy = &scene.policy };
	*state = &scene;
	return 0;
}

static int drop_scene(void **state)
{
	diary_close(((struct scene *)*state)->diary);
	return 0;
}

static int64_t wait_of(struct scene *scene, const char *rule, int64_t now)
{
	scene->facts.now = now;
	return digest_wait(rule_find(rule), &scene->facts);
}

static void it_comes_a_minute_after_its_time_on_working_days_outside_quiet_hours(void **state)
{
	struct scene *scene = *state;
	static char *off[] = { (char *)"2026-05-18" };

	assert_int_equal(digest_next(&scene->person, scene->diary, at(scene, "2026-05-13", 7, 30)),
		at(scene, "2026-05-13", 8, 1));
	assert_int_equal(digest_next(&scene->person, scene->diary, at(scene, "2026-05-13", 8, 0)),
		at(scene, "2026-05-13", 8, 1));
	assert_int_equal(digest_next(&scene->person, scene->diary, at(scene, "2026-05-13", 8, 1)),
		at(scene, "2026-05-14", 8, 1));
	scene->person.days_off = off;
	scene->person.n_days_off = 1;
	assert_int_equal(digest_next(&scene->person, scene->diary, at(scene, "2026-05-15", 9, 0)),
		at(scene, "2026-05-19", 8, 1));
	scene->person.digest_minute = 5 * 60; /* quiet until 7:00 */
	assert_int_equal(digest_next(&scene->person, scene->diary, at(scene, "2026-05-19", 9, 0)),
		at(scene, "2026-05-20", 7, 0));
	scene->person.digest_minute = 21 * 60; /* quiet from 19:00: the morning after, then */
	assert_int_equal(digest_next(&scene->person, scene->diary, at(scene, "2026-05-19", 9, 0)),
		at(scene, "2026-05-20", 7, 0));
}

static void the_hour_follows_the_clock_on_the_wall(void **state)
{
	struct scene *scene = *state;

	/* Summer time ends on Sunday 25 October. */
	assert_int_equal(digest_next(&scene->person, scene->diary, at(scene, "2026-10-23", 9, 0)),
		at(scene, "2026-10-26", 8, 1));
}

static void what_can_still_be_acted_on_waits_and_the_rest_comes_at_once(void **state)
{
	struct scene *scene = *state;
	const int64_t monday = at(scene, "2026-05-11", 9, 0), cutoff_day = at(scene, "2026-05-13", 9, 0);
	const int64_t tuesday = at(scene, "2026-05-12", 8, 1), eve = at(scene, "2026-05-13", 16, 0);

	assert_int_equal(wait_of(scene, "prepare_planned", monday), tuesday);
	assert_int_equal(wait_of(scene, "prepare_cutoff", cutoff_day), 0);
	assert_int_equal(wait_of(scene, "moved_coachee", monday), tuesday);
	assert_int_equal(wait_of(scene, "moved_coachee", eve), 0); /* at 8:01 one is about to leave */
	assert_int_equal(wait_of(scene, "helped", eve), at(scene, "2026-05-14", 8, 1));
	assert_int_equal(wait_of(scene, "action_due", monday), tuesday);
	assert_int_equal(wait_of(scene, "cadence", monday), tuesday);
	for (size_t i = 0; i < 7; i++) {
		static const char *const never[] = { "card", "reveal", "check", "confirm", "skipped_coachee", "decide",
			"inconvenient" };

		assert_int_equal(wait_of(scene, never[i], monday), 0);
	}
	scene->person.digest = false;
	assert_int_equal(wait_of(scene, "action_due", monday), 0);
}

static int64_t again(struct scene *scene, const char *zone, int64_t due, int64_t now)
{
	struct diary *there;
	struct error error = { 0 };
	Person person = scene->person;
	int64_t ret;

	person.time_zone = (char *)zone;
	assert_int_equal(diary_open(&person, &there, &error), STATUS_OK);
	ret = digest_again(&person, there, due, now);
	diary_close(there);
	return ret;
}

static void who_moves_has_the_next_one_there_and_skips_none(void **state)
{
	struct scene *scene = *state;
	static char *off[] = { (char *)"2026-05-13" };
	const int64_t hour = 60 * DIARY_MINUTE, due = at(scene, "2026-05-13", 8, 1); /* Wednesday */
	const int64_t noon = at(scene, "2026-05-12", 12, 0), seven = at(scene, "2026-05-13", 7, 0);

	assert_int_equal(again(scene, "Europe/Amsterdam", due, noon), due);
	assert_int_equal(again(scene, "Asia/Tokyo", due, noon), due - 7 * hour);
	assert_int_equal(again(scene, "America/New_York", due, seven), due + 6 * hour);
	/* In Tokyo eight has been: that is no reason to wait for another day. */
	assert_int_equal(again(scene, "Asia/Tokyo", due, seven), seven);
	/* What is late is not put off. */
	assert_int_equal(again(scene, "Asia/Tokyo", due, due + hour), due + hour);
	/* A day off is one. */
	scene->person.days_off = off;
	scene->person.n_days_off = 1;
	assert_int_equal(again(scene, "Europe/Amsterdam", due, noon), due + 24 * hour);
	scene->person.n_days_off = 0;
	scene->person.digest = false;
	assert_int_equal(again(scene, "Europe/Amsterdam", due, noon), noon);
}

static void of_two_about_the_same_the_later_will_do(void **state)
{
	Reminder first = REMINDER__INIT, second = REMINDER__INIT;
	Timestamp made = sdk_time(1), due = sdk_time(INT64_C(2000000));

	(void)state;
	first.kind = second.kind = REMINDER_KIND_DEBRIEF;
	first.session = second.session = (char *)"sessions/one";
	assert_true(digest_repeats(&first, &second));
	second.session = (char *)"sessions/two";
	assert_false(digest_repeats(&first, &second));
	first.create_time = &made;
	first.due_time = &due;
	assert_true(digest_holds(&first));
	first.due_time = &made;
	assert_false(digest_holds(&first));
}

int main(void)
{
#define scene_test(name) cmocka_unit_test_setup_teardown(name, make_scene, drop_scene)
	const struct CMUnitTest tests[] = {
		scene_test(it_comes_a_minute_after_its_time_on_working_days_outside_quiet_hours),
		scene_test(the_hour_follows_the_clock_on_the_wall),
		scene_test(what_can_still_be_acted_on_waits_and_the_rest_comes_at_once),
		scene_test(who_moves_has_the_next_one_there_and_skips_none),
		scene_test(of_two_about_the_same_the_later_will_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
