/* Days, zones, working hours: as people count them. */
#include "tests/daemon/domain/check.h"

#include "daemon/base/clock.h"
#include "daemon/domain/day.h"

#define AMSTERDAM "Europe/Amsterdam"

static int64_t instant(const char *text)
{
	struct error error = { 0 };
	int64_t us = 0;

	if (clock_parse(text, &us, &error) != STATUS_OK)
		fail_msg("%s: %s", text, error.message);
	return us;
}

static int day(const char *text)
{
	int value = 0;

	if (!day_parse(text, &value))
		fail_msg("%s is no day", text);
	return value;
}

static Person person_in(const char *zone)
{
	Person person = PERSON__INIT;

	person.time_zone = (char *)zone;
	return person;
}

static void a_day_is_read_and_written_as_iso_says(void **state)
{
	static const char *const good[] = { "1583-01-01", "1969-12-31", "1970-01-01", "2000-02-29", "2024-02-29",
		"2026-05-12", "2026-12-31", "9999-12-31" };
	static const char *const bad[] = { "", "2026-5-12", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
		"1582-10-15", "2026-05-12 ", "2026/05/12", "12-05-2026", "x026-05-12", "1900-02-29" };
	int value = 0;

	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		char text[DAY_TEXT];

		day_format(day(good[i]), text);
		assert_string_equal(text, good[i]);
	}
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_row(!day_parse(bad[i], &value), bad[i], "taken for a day");
	assert_false(day_parse(NULL, &value));
	assert_int_equal(day("1970-01-02"), 1);
	assert_int_equal(day_of_week(day("2026-05-12")), 2);
	assert_int_equal(day_of_week(day("1969-12-28")), 7);
}

static void every_day_of_four_centuries_comes_back_as_itself(void **state)
{
	int year, month, day_of_month, back = 0;

	(void)state;
	for (int d = day("1583-01-01"); d < day("2101-01-01"); d++) {
		day_split(d, &year, &month, &day_of_month);
		assert_true(day_make(year, month, day_of_month, &back));
		if (back != d)
			fail_msg("%d becomes %d", d, back);
	}
}

static void the_wall_clock_is_followed_over_gaps_and_folds(void **state)
{
	static const struct {
		const char *sentence, *day;
		int minute;
		const char *zone, *instant;
	} rows[] = {
		{ "winter", "2026-01-15", 15 * 60, AMSTERDAM, "2026-01-15T14:00:00Z" },
		{ "summer", "2026-07-15", 15 * 60, AMSTERDAM, "2026-07-15T13:00:00Z" },
		{ "the hour that summer time leaves out begins after it", "2026-03-29", 150, AMSTERDAM,
			"2026-03-29T01:00:00Z" },
		{ "the hour that comes twice is the first", "2026-10-25", 150, AMSTERDAM, "2026-10-25T00:30:00Z" },
		{ "the morning of a short day", "2026-03-29", 9 * 60, AMSTERDAM, "2026-03-29T07:00:00Z" },
		{ "a zone with half an hour", "2026-01-15", 9 * 60, "Asia/Kolkata", "2026-01-15T03:30:00Z" },
		{ "a midnight that does not exist", "2026-09-06", 0, "America/Santiago", "2026-09-06T04:00:00Z" },
		{ "an unknown zone is UTC", "2026-01-15", 9 * 60, "Mars/Olympus", "2026-01-15T09:00:00Z" },
		{ "no zone is UTC", "2026-01-15", 9 * 60, "", "2026-01-15T09:00:00Z" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		int64_t at = day_at(day(rows[i].day), rows[i].minute, rows[i].zone);

		assert_row(at == instant(rows[i].instant), rows[i].sentence, "off by %lld minutes",
			(long long)((at - instant(rows[i].instant)) / CLOCK_MINUTE));
	}
}

static void the_local_day_of_an_instant_is_the_persons(void **state)
{
	int minute;

	(void)state;
	assert_int_equal(day_of(instant("2026-05-12T22:30:00Z"), AMSTERDAM, &minute), day("2026-05-13"));
	assert_int_equal(minute, 30);
	assert_int_equal(day_of(instant("2026-05-12T22:30:00Z"), "America/New_York", NULL), day("2026-05-12"));
	assert_int_equal(day_of(instant("1969-12-31T23:59:59Z"), "UTC", &minute), day("1969-12-31"));
	assert_int_equal(minute, 23 * 60 + 59);
	assert_true(day_zone_known(AMSTERDAM));
	assert_true(day_zone_known("UTC"));
	assert_false(day_zone_known("Europe/Atlantis"));
	assert_false(day_zone_known(""));
	assert_false(day_zone_known(NULL));
}

static void the_cut_off_is_the_working_day_before_in_the_coachees_zone(void **state)
{
	char off[] = "2026-05-05";
	char *days_off[] = { off };
	DayOfWeek four_days[] = { DAY_OF_WEEK_TUESDAY, DAY_OF_WEEK_WEDNESDAY, DAY_OF_WEEK_THURSDAY,
		DAY_OF_WEEK_FRIDAY };
	Person person = person_in(AMSTERDAM);

	(void)state;
	assert_int_equal(day_before(&person, instant("2026-05-13T08:00:00Z"), 1, 900), instant("2026-05-12T13:00:00Z"));
	/* Over the weekend. */
	assert_int_equal(day_before(&person, instant("2026-05-11T08:00:00Z"), 1, 900), instant("2026-05-08T13:00:00Z"));
	/* Two working days before, at nine. */
	assert_int_equal(day_before(&person, instant("2026-05-12T08:00:00Z"), 2, 540), instant("2026-05-08T07:00:00Z"));
	/* Over a day off. */
	person.days_off = days_off;
	person.n_days_off = 1;
	assert_int_equal(day_before(&person, instant("2026-05-06T08:00:00Z"), 1, 900), instant("2026-05-04T13:00:00Z"));
	/* Over a free Monday. */
	person.working_days = four_days;
	person.n_working_days = 4;
	assert_int_equal(day_before(&person, instant("2026-05-12T08:00:00Z"), 1, 900), instant("2026-05-08T13:00:00Z"));
	assert_int_equal(day_after(&person, instant("2026-05-08T08:00:00Z"), 1, 540), instant("2026-05-12T07:00:00Z"));
	/* The local day counts: 23:30 in Amsterdam is the evening, not yet the next day. */
	assert_int_equal(day_before(&person, instant("2026-05-13T21:30:00Z"), 1, 900), instant("2026-05-12T13:00:00Z"));
}

static void somebody_who_never_works_still_gets_an_answer(void **state)
{
	DayOfWeek none[] = { DAY_OF_WEEK_UNSPECIFIED };
	Person person = person_in(AMSTERDAM);

	(void)state;
	person.working_days = none;
	person.n_working_days = 1;
	assert_int_equal(day_step_working(&person, day("2026-05-12"), -2), day("2026-05-10"));
}

static void nothing_comes_in_quiet_hours_or_on_days_off(void **state)
{
	static const struct {
		const char *sentence, *due, *after;
	} rows[] = {
		{ "in working hours nothing moves", "2026-05-12T10:00:00+02:00", "2026-05-12T10:00:00+02:00" },
		{ "early in the morning comes at seven", "2026-05-12T06:30:00+02:00", "2026-05-12T07:00:00+02:00" },
		{ "late in the evening comes the next morning", "2026-05-12T20:00:00+02:00",
			"2026-05-13T07:00:00+02:00" },
		{ "early on Monday comes on Monday", "2026-05-11T06:00:00+02:00", "2026-05-11T07:00:00+02:00" },
		{ "Saturday comes on Monday", "2026-05-09T12:00:00+02:00", "2026-05-11T07:00:00+02:00" },
		{ "Friday night comes on Monday", "2026-05-08T22:00:00+02:00", "2026-05-11T07:00:00+02:00" },
	};
	Person person = person_in(AMSTERDAM);

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_row(day_shift_after(&person, instant(rows[i].due)) == instant(rows[i].after), rows[i].sentence,
			"elsewhere");
}

static void one_may_choose_other_quiet_hours(void **state)
{
	Person person = person_in(AMSTERDAM);

	(void)state;
	person.quiet_from_minute = 12 * 60;
	person.quiet_until_minute = 13 * 60;
	assert_true(day_quiet(&person, instant("2026-05-12T12:00:00+02:00")));
	assert_false(day_quiet(&person, instant("2026-05-12T13:00:00+02:00")));
	assert_false(day_quiet(&person, instant("2026-05-12T23:00:00+02:00")));
	assert_int_equal(
		day_shift_after(&person, instant("2026-05-12T12:30:00+02:00")), instant("2026-05-12T13:00:00+02:00"));
}

static void people_read_days_in_their_language(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	assert_string_equal(day_text(day("2026-05-12"), "nl", arena), "dinsdag 12 mei");
	assert_string_equal(day_text(day("2026-05-12"), "en", arena), "Tuesday 12 May");
	assert_string_equal(day_text(day("2026-03-01"), "nl_NL.UTF-8", arena), "zondag 1 maart");
	assert_string_equal(day_time_text(instant("2026-05-12T07:05:00Z"), AMSTERDAM, arena), "09:05");
	assert_string_equal(
		day_moment_text(instant("2026-05-12T22:30:00Z"), AMSTERDAM, "nl", arena), "woensdag 13 mei 00:30");
	arena_destroy(arena);
}

/* Friday 8 May to Sunday 10 May. The coachee works Wednesday to Sunday, the coach Monday to Friday. */
static void the_check_looks_while_the_coach_can_still_be_told_before_the_journey(void **state)
{
	DayOfWeek late[] = { 3, 4, 5, 6, 7 }, half[] = { 1, 2, 3 };
	char *off[] = { (char *)"2026-05-08", (char *)"2026-05-07" };
	Person coachee = person_in(AMSTERDAM), coach = person_in(AMSTERDAM);
	const int64_t sunday = instant("2026-05-10T08:00:00Z"), monday = instant("2026-05-11T08:00:00Z");

	(void)state;
	coachee.working_days = late;
	coachee.n_working_days = LENGTH(late);
	assert_int_equal(day_of_check(&coachee, &coachee, sunday, sunday, 900), day("2026-05-09"));
	assert_int_equal(day_of_check(&coachee, &coach, sunday, sunday, 900), day("2026-05-08"));
	coach.n_days_off = 2;
	coach.days_off = off;
	assert_int_equal(day_of_check(&coachee, &coach, sunday, sunday, 900), day("2026-05-06"));
	/* told at seven on the day itself, unless they leave before that */
	assert_int_equal(day_of_check(&coachee, &coach, monday, monday, 900), day("2026-05-10"));
	assert_int_equal(
		day_of_check(&coachee, &coach, monday, instant("2026-05-11T04:00:00Z"), 900), day("2026-05-06"));
	/* part of the week */
	coachee.n_working_days = coach.n_days_off = 0;
	coach.working_days = half;
	coach.n_working_days = LENGTH(half);
	assert_int_equal(
		day_of_check(&coachee, &coach, instant("2026-05-08T08:00:00Z"), instant("2026-05-08T07:00:00Z"), 900),
		day("2026-05-06"));
	/* half the world away: their evening, and the morning after it is early enough */
	coach = person_in("Asia/Tokyo");
	assert_int_equal(
		day_of_check(&coachee, &coach, instant("2026-05-08T08:00:00Z"), instant("2026-05-08T07:00:00Z"), 900),
		day("2026-05-07"));
	/* nobody to be told: as usual */
	coach.working_days = half;
	coach.n_working_days = 1;
	coach.n_days_off = 1;
	coach.days_off = (char *[]){ (char *)"2026-05-04" };
	assert_int_equal(
		day_of_check(&coachee, &coach, instant("2026-05-08T08:00:00Z"), instant("2026-05-08T07:00:00Z"), 900),
		day("2026-05-07"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_is_read_and_written_as_iso_says),
		cmocka_unit_test(every_day_of_four_centuries_comes_back_as_itself),
		cmocka_unit_test(the_wall_clock_is_followed_over_gaps_and_folds),
		cmocka_unit_test(the_local_day_of_an_instant_is_the_persons),
		cmocka_unit_test(the_cut_off_is_the_working_day_before_in_the_coachees_zone),
		cmocka_unit_test(somebody_who_never_works_still_gets_an_answer),
		cmocka_unit_test(nothing_comes_in_quiet_hours_or_on_days_off),
		cmocka_unit_test(one_may_choose_other_quiet_hours),
		cmocka_unit_test(the_check_looks_while_the_coach_can_still_be_told_before_the_journey),
		cmocka_unit_test(people_read_days_in_their_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
