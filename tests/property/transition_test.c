/* Every change of every zone's clock from 2020 to 2037: nothing early, nothing lost, nothing twice, and never when
 * somebody is not to be disturbed. What a calendar says is held against what the two offsets alone say. */
#include "tests/property/transition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "daemon/domain/day.h"
#include "plugins/reminders/rules/diary.h"
#include "plugins/reminders/rules/rule.h"

#define DAY  1440
#define HOUR 60

enum {
	SPAN = 4 * DAY, /* what is looked at on both sides */
	MINUTES = 2 * SPAN,
	CLOSE = 3 * HOUR, /* where every few minutes count */
	TOGETHER = 2,     /* people at each; every one of them meets hundreds */
	ODD_SECONDS = 13
};

static struct transition *transitions;
static size_t n_transitions;

static int collect(void **state)
{
	(void)state;
	n_transitions = transition_collect(&transitions);
	return 0;
}

static int release(void **state)
{
	(void)state;
	free(transitions);
	return 0;
}

#define fail_at(transition, which, minute, ...)                                                                        \
	do {                                                                                                           \
		print_error("%s, %+d minutes from the change at %lld, person %d: ", (transition)->zone,                \
			(int)((minute) - (transition)->at), (long long)(transition)->at * 60, which);                  \
		fail_msg(__VA_ARGS__);                                                                                 \
	} while (0)

/* ---- one person's time around a transition ---- */

struct model {
	const struct transition *transition;
	Person person;
	int which;
	int64_t first; /* the minute that [0] is */
	bool open[MINUTES];
	int64_t next[MINUTES]; /* the first open minute from there on; INT64_MAX */
};

static void make_model(const struct transition *transition, int which, struct model *model)
{
	int64_t next = INT64_MAX;

	model->transition = transition;
	model->which = which;
	model->first = transition->at - SPAN;
	transition_person(transition, which, &model->person);
	for (int i = MINUTES - 1; i >= 0; i--) {
		model->open[i] = transition_open(transition, &model->person, model->first + i);
		if (model->open[i])
			next = model->first + i;
		model->next[i] = next;
	}
}

static bool is_open(const struct model *model, int64_t minute)
{
	return model->open[minute - model->first];
}

static int64_t next_of(const struct model *model, int64_t minute)
{
	return model->next[minute - model->first];
}

/* An hour before the last open stretch ends, at its begin when it is shorter; 18:00 where no quiet evening ends it. */
static int64_t evening_of(const struct model *model, int64_t minute)
{
	const Person *person = &model->person;
	const bool usual = person->quiet_from_minute == 0 && person->quiet_until_minute == 0;
	const bool quiet_evening = usual || person->quiet_from_minute > person->quiet_until_minute;
	int64_t at = minute, wall, earlier;

	while (!is_open(model, at - 1))
		at--;
	for (int i = 0; i < HOUR && is_open(model, at - 1); i++)
		at--;
	wall = transition_wall(model->transition, at);
	earlier = transition_minute(model->transition, wall - wall % DAY + 18 * HOUR);
	return !quiet_evening && earlier < at && is_open(model, earlier) ? earlier : at;
}

/* Every few minutes close to the change, some further away. */
static int64_t step_on(const struct transition *transition, int64_t minute)
{
	return minute + (llabs(minute - transition->at) < CLOSE ? 11 : 173);
}

static void there_are_transitions_of_all_kinds(void **state)
{
	int halves = 0, doubles = 0, midnights = 0;

	(void)state;
	for (size_t i = 0; i < n_transitions; i++) {
		const int size = abs(transitions[i].after - transitions[i].before);

		halves += size == 30;
		doubles += size == 120;
		midnights += transition_wall(&transitions[i], transitions[i].at) % DAY == HOUR;
	}
	print_message("%zu transitions\n", n_transitions);
	assert_true(n_transitions > 500);
	assert_true(halves >= 30);  /* Lord Howe */
	assert_true(doubles >= 30); /* Troll */
	assert_true(midnights > 30);
}

/* ---- the wall ---- */

static void every_minute_on_the_wall_is_its_first_or_the_first_after_a_leap(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_transitions; i++) {
		const struct transition *transition = &transitions[i];
		const int64_t odd = transition->at + transition->before;
		struct error error;
		struct diary *diary;
		Person person;

		transition_person(transition, 0, &person);
		assert_int_equal(diary_open(&person, &diary, &error), STATUS_OK);
		for (int64_t wall = odd - 30 * HOUR; wall < odd + 30 * HOUR;
			wall += llabs(wall - odd) < CLOSE ? 15 : 111) {
			const struct diary_date date =
				diary_date_add((struct diary_date){ 1970, 1, 1 }, (int)(wall / DAY));
			const int64_t wanted = transition_minute(transition, wall) * TRANSITION_MINUTE;

			if (diary_at(diary, date, (int)(wall % DAY)) != wanted)
				fail_at(transition, 0, wanted / TRANSITION_MINUTE, "the diary has another minute");
			if (day_at((int)(wall / DAY), (int)(wall % DAY), transition->zone) != wanted)
				fail_at(transition, 0, wanted / TRANSITION_MINUTE, "the day has another minute");
		}
		diary_close(diary);
	}
}

/* ---- the diary ---- */

static void check_reading(const struct model *model, const struct diary *diary, int64_t minute, int64_t at)
{
	const int64_t wall = transition_wall(model->transition, minute);
	const struct diary_date date = diary_date_add((struct diary_date){ 1970, 1, 1 }, (int)(wall / DAY));

	if (diary_date_compare(diary_date_of(diary, at), date) != 0 || diary_minute_of(diary, at) != wall % DAY)
		fail_at(model->transition, model->which, minute, "the diary shows another time");
	if (diary_is_open(diary, at) != is_open(model, minute))
		fail_at(model->transition, model->which, minute, "the diary is %s then",
			is_open(model, minute) ? "shut" : "open");
}

/* INT64_MAX stays: there is none. */
static int64_t instant_of(int64_t minute)
{
	return minute == INT64_MAX ? minute : minute * TRANSITION_MINUTE;
}

static void check_diary(const struct model *model)
{
	const struct transition *transition = model->transition;
	struct diary *diary;
	struct error error;
	int64_t wanted;

	assert_int_equal(diary_open(&model->person, &diary, &error), STATUS_OK);
	for (int64_t minute = transition->at - 30 * HOUR; minute < transition->at + 30 * HOUR;
		minute = step_on(transition, minute)) {
		const int64_t at = minute * TRANSITION_MINUTE + ODD_SECONDS * (TRANSITION_MINUTE / 60);

		check_reading(model, diary, minute, at);
		wanted = is_open(model, minute) ? at : instant_of(next_of(model, minute));
		if (next_of(model, minute) != INT64_MAX && diary_next_open(diary, at) != wanted)
			fail_at(transition, model->which, minute, "it opens %+lld minutes from where it does",
				(long long)((diary_next_open(diary, at) - wanted) / TRANSITION_MINUTE));
		if (is_open(model, minute) || minute % 3 != 0)
			continue;
		wanted = instant_of(evening_of(model, minute));
		if (diary_evening_before(diary, at) != wanted)
			fail_at(transition, model->which, minute,
				"the evening before is %+lld minutes from where it is",
				(long long)((diary_evening_before(diary, at) - wanted) / TRANSITION_MINUTE));
	}
	diary_close(diary);
}

static void each_for_all(void (*check)(const struct model *model))
{
	static struct model model;

	for (size_t i = 0; i < n_transitions; i++)
		for (int k = 0; k < TOGETHER; k++) {
			make_model(&transitions[i], (int)((i * TOGETHER + (size_t)k) % TRANSITION_PEOPLE), &model);
			check(&model);
		}
}

static void a_diary_is_open_by_the_wall_and_opens_at_the_first_such_minute(void **state)
{
	(void)state;
	each_for_all(check_diary);
}

/* ---- the service's days ---- */

static void check_days(const struct model *model)
{
	const struct transition *transition = model->transition;

	for (int64_t minute = transition->at - 27 * HOUR; minute < transition->at + 27 * HOUR;
		minute += llabs(minute - transition->at) < CLOSE ? 37 : 311) {
		const int64_t at = minute * TRANSITION_MINUTE, wall = transition_wall(transition, minute);
		int shown;

		if (day_of(at, transition->zone, &shown) != wall / DAY || shown != wall % DAY)
			fail_at(transition, model->which, minute, "another day is shown");
		if (day_quiet(&model->person, at) == is_open(model, minute))
			fail_at(transition, model->which, minute, "it is quiet where it is not");
		if (next_of(model, minute) != INT64_MAX &&
			day_shift_after(&model->person, at) != next_of(model, minute) * TRANSITION_MINUTE)
			fail_at(transition, model->which, minute, "what is quiet ends elsewhere");
	}
}

static void what_is_shifted_comes_at_the_first_minute_that_is_not_quiet(void **state)
{
	(void)state;
	each_for_all(check_days);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_are_transitions_of_all_kinds),
		cmocka_unit_test(every_minute_on_the_wall_is_its_first_or_the_first_after_a_leap),
		cmocka_unit_test(a_diary_is_open_by_the_wall_and_opens_at_the_first_such_minute),
		cmocka_unit_test(what_is_shifted_comes_at_the_first_minute_that_is_not_quiet),
	};

	return cmocka_run_group_tests(tests, collect, release);
}
