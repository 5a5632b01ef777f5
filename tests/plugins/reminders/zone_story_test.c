/* Mails in the week in which a clock changes, in the whole house: a real daemon in simulation, people in zones that
 * switch, people who move to another, meetings that move. Each mail comes once, at its local time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <ridealong/sdk.h>

#include "daemon/domain/day.h"
#include "mails.h"
#include "zone_house.h"

/* ---- the week of a change ---- */

static void prepare_and_decide(struct house *house, int64_t now)
{
	struct found mail;

	mails_expect(house->daemon.dir, COACHEE, "Sanne gaat mee", &mail);
	mails_send(house->daemon.dir, COACHEE, &mail,
		"* 1 De klant kiest een startdatum; ik wil het budget horen voordat ik vertel\n"
		"2 Wat gehaast, maar vriendelijk. Ik stel eerst drie vragen\n"
		"3 Wat kost het per maand, en waarom nu? Ik leg de besparing uit\n"
		"* 4 Als de prijs te hoog is, dan vraag ik waarmee ze vergelijken\n"
		"* 6 Ik neem een vergelijking mee met drie bedrijven in de buurt");
	advance_to(house, now + MINUTE);
	mails_expect(house->daemon.dir, COACH, "preparation is in", &mail);
	mails_send(house->daemon.dir, COACH, &mail, "go");
	advance_to(house, now + 2 * MINUTE);
}

/* Prepared a week ahead, on the other side of the change: the card an hour before departure, the debrief five minutes
 * after the end, at five, and the next morning at nine, each where its receiver is. */
static size_t debrief_times(const Person *person, int64_t end, int64_t ret[3])
{
	const int64_t first = day_shift_after(person, end + 5 * MINUTE);
	const int64_t five = day_at(day_of(end, person->time_zone, NULL), FIVE, person->time_zone);
	size_t count = 0;

	ret[count++] = first;
	if (five >= first + HOUR / 2)
		ret[count++] = five;
	ret[count++] = day_after(person, first, 1, NINE);
	return count;
}

static void check_prepared(const char *coach_zone, const char *zone, int monday)
{
	const int64_t begin = day_at(monday - 7, NINE, zone), start = day_at(monday, TEN, zone);
	const int64_t card = start - HOUR / 2 - HOUR;
	int64_t debrief[3];
	size_t count;
	struct house house;

	open_house(&house, coach_zone, zone, begin);
	plan(&house, "Bakkerij", start);
	advance_to(&house, begin + MINUTE);
	prepare_and_decide(&house, begin + MINUTE);
	advance_to(&house, start);
	start_session(&house);
	advance_to(&house, start + 3 * 24 * HOUR);
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 1, &begin);
	expect_sent(&house, "card", COACH, REMINDER_KIND_CARD, 1, &card);
	count = debrief_times(&house.coach, start + HOUR, debrief);
	expect_sent(&house, "debrief, coach", COACH, REMINDER_KIND_DEBRIEF, count, debrief);
	debrief_times(&house.coachee, start + HOUR, debrief);
	/* The last of a coachee's five mails is kept for the request to sign. */
	expect_sent(&house, "debrief, coachee", COACHEE, REMINDER_KIND_DEBRIEF, 2, debrief);
	close_house(&house);
}

/* Not prepared: planned before the change, asked and told after it. */
static void check_unprepared(const char *coach_zone, const char *zone, int monday)
{
	const int64_t begin = day_at(monday - 7, NINE, zone), start = day_at(monday + 2, TWO, zone);
	const int64_t asked[] = { begin, day_at(monday, NINE, zone), day_at(monday + 1, NINE, zone) };
	const int64_t cutoff = day_at(monday + 1, CUTOFF, zone);
	struct house house;

	open_house(&house, coach_zone, zone, begin);
	plan(&house, "Smit BV", start);
	advance_to(&house, start + HOUR);
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 3, asked);
	expect_sent(&house, "told of the skip", COACHEE, REMINDER_KIND_SKIPPED, 1, &cutoff);
	close_house(&house);
}

/* The Monday after the change; what zone the coach is in. */
static const struct {
	const char *coach_zone, *zone, *monday;
} changes[] = {
	{ "Europe/Amsterdam", "Europe/Amsterdam", "2026-03-30" },
	{ "Europe/Amsterdam", "America/New_York", "2026-11-02" },
	{ "Australia/Lord_Howe", "Australia/Lord_Howe", "2026-04-06" },
	{ "Antarctica/Troll", "Antarctica/Troll", "2026-10-26" },
};

static void over_a_change_of_the_clock_each_mail_comes_once_at_its_local_time(void **state)
{
	int monday = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		assert_true(day_parse(changes[i].monday, &monday));
		print_message("%s, %s\n", changes[i].zone, changes[i].monday);
		check_prepared(changes[i].coach_zone, changes[i].zone, monday);
		check_unprepared(changes[i].coach_zone, changes[i].zone, monday);
	}
}

/* ---- somebody moves, a meeting moves ---- */

static void who_moves_west_is_asked_by_the_clock_there_and_not_in_the_night(void **state)
{
	static const char before[] = "Europe/Amsterdam", after[] = "America/New_York";
	struct house house;
	int monday = 0;
	int64_t asked[3], cutoff;

	(void)state;
	assert_true(day_parse("2026-06-08", &monday));
	asked[0] = day_at(monday, NINE, before);
	asked[1] = day_at(monday + 4, NINE, after);
	asked[2] = day_at(monday + 7, NINE, after);
	cutoff = day_at(monday + 7, CUTOFF, after); /* the check lies ahead, and goes along */
	open_house(&house, before, before, asked[0]);
	plan(&house, "Smit BV", day_at(monday + 8, TWO, after)); /* 20:00 in Amsterdam: the same day in both */
	advance_to(&house, asked[0] + HOUR);
	move_person(&house, &house.coachee, after);
	advance_to(&house, cutoff + HOUR);
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 3, asked);
	expect_sent(&house, "told of the skip", COACHEE, REMINDER_KIND_SKIPPED, 1, &cutoff);
	close_house(&house);
}

static void a_meeting_that_moves_takes_its_mails_with_it_and_leaves_none_behind(void **state)
{
	static const char zone[] = "Europe/Amsterdam";
	struct house house;
	int monday = 0;
	int64_t asked[2], told;

	(void)state;
	assert_true(day_parse("2026-03-23", &monday)); /* the clock changes in the weekend between */
	asked[0] = day_at(monday, NINE, zone);
	asked[1] = day_at(monday + 8, NINE, zone);
	told = asked[0] + HOUR;
	open_house(&house, zone, zone, asked[0]);
	plan(&house, "Smit BV", day_at(monday + 3, TWO, zone));
	advance_to(&house, asked[0] + HOUR);
	move_meeting(&house, day_at(monday + 10, TWO, zone));
	advance_to(&house, asked[1] + 24 * HOUR);
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 2, asked);
	expect_sent(&house, "told of the move", COACHEE, REMINDER_KIND_CHANGED, 1, &told);
	close_house(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(over_a_change_of_the_clock_each_mail_comes_once_at_its_local_time),
		cmocka_unit_test(who_moves_west_is_asked_by_the_clock_there_and_not_in_the_night),
		cmocka_unit_test(a_meeting_that_moves_takes_its_mails_with_it_and_leaves_none_behind),
	};

	g_mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
