/* Somebody moves to another zone while mails to them wait, in the whole house: each comes at its hour where they are
 * now, as soon as may be when that hour has been, none twice, and none is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "daemon/domain/day.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "zone_house.h"

static const char amsterdam[] = "Europe/Amsterdam", tokyo[] = "Asia/Tokyo", moscow[] = "Europe/Moscow",
		  york[] = "America/New_York";

/* A week without a change of any clock; its Monday. */
static int monday(void)
{
	int day = 0;

	assert_true(day_parse("2026-06-08", &day));
	return day;
}

static int64_t on(int weekday, int minute, const char *zone)
{
	return day_at(monday() + weekday - 1, minute, zone);
}

enum { MON = 1, TUE, WED, THU, FRI, NEXT_MON = 8 };

static void wish(struct house *house, const char *path, Person *change)
{
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *paths[] = { (char *)path, (char *)"digest_minute" };

	change->name = (char *)"people/" COACHEE;
	mask.paths = paths;
	mask.n_paths = strcmp(path, "digest") == 0 ? 2 : 1;
	in.person = change;
	in.update_mask = &mask;
	done(ask(house, "", "People/UpdatePerson", &in.base, &person__descriptor));
}

/* The coach comes along. */
static void decide(struct house *house)
{
	DecideSessionRequest in = DECIDE_SESSION_REQUEST__INIT;

	in.name = house->session;
	in.verdict = VERDICT_GO;
	done(ask(house, COACH, "Sessions/DecideSession", &in.base, &session__descriptor));
}

/* ---- action points ---- */

static void agree(struct house *house, const char *owner, const char *text, const char *due_date)
{
	CreateActionPointRequest in = CREATE_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT;

	point.coaching = house->coaching;
	point.owner = (char *)owner;
	point.text = (char *)text;
	point.due_date = (char *)due_date;
	in.action_point = &point;
	done(ask(house, COACH, "ActionPoints/CreateActionPoint", &in.base, &action_point__descriptor));
}

/* Due on Friday; the owner moves at a moment, and is written to at these. */
static void check_point(const char *what, int64_t moves, const char *zone, int64_t asked)
{
	const int64_t wanted[] = { asked, on(NEXT_MON, NINE, zone) };
	struct house house;

	open_house(&house, amsterdam, amsterdam, on(MON, NINE, amsterdam));
	agree(&house, "people/" COACHEE, "oefenen", "2026-06-12");
	advance_to(&house, moves);
	move_person(&house, &house.coachee, zone);
	advance_to(&house, on(NEXT_MON + 1, NINE, zone));
	expect_sent(&house, what, COACHEE, REMINDER_KIND_ACTION_POINT, 2, wanted);
	close_house(&house);
}

static void an_action_point_is_asked_about_by_the_clock_where_its_owner_is_now(void **state)
{
	(void)state;
	check_point("east", on(WED, TEN, amsterdam), tokyo, on(THU, NINE, tokyo));
	check_point("west", on(WED, TEN, amsterdam), york, on(THU, NINE, york));
	check_point("west, asked already", on(THU, TEN, amsterdam), york, on(THU, NINE, amsterdam));
	check_point("east, and it is past nine there", on(THU, 180, amsterdam), tokyo, on(THU, 180, amsterdam));
}

static void a_promise_of_the_coach_moves_with_the_coach_alone(void **state)
{
	const int64_t wanted[] = { on(THU, NINE, tokyo), on(NEXT_MON, NINE, tokyo) };
	struct house house;

	(void)state;
	open_house(&house, amsterdam, amsterdam, on(MON, NINE, amsterdam));
	agree(&house, "people/" COACH, "bellen", "2026-06-12");
	advance_to(&house, on(WED, TEN, amsterdam));
	move_person(&house, &house.coachee, york);
	move_person(&house, &house.coach, tokyo);
	advance_to(&house, on(NEXT_MON + 1, NINE, tokyo));
	expect_sent(&house, "promise", COACH, REMINDER_KIND_ACTION_POINT, 2, wanted);
	close_house(&house);
}

/* ---- the debrief ---- */

/* Joined on Wednesday from ten to eleven in Amsterdam. */
static void open_debrief(struct house *house)
{
	open_house_with(
		house, amsterdam, amsterdam, on(MON, NINE, amsterdam), "[team " COACH "]\nmails_per_session = 10\n");
	plan(house, "Bakkerij", on(WED, TEN, amsterdam));
	decide(house);
	advance_to(house, on(WED, TEN, amsterdam));
	start_session(house);
}

struct move {
	int64_t at;
	const char *zone;
};

/* Both move on the day; what each is asked, and when. */
static void check_debrief(
	const char *what, size_t n_moves, const struct move moves[], size_t count, const int64_t wanted[])
{
	struct house house;

	open_debrief(&house);
	for (size_t i = 0; i < n_moves; i++) {
		advance_to(&house, moves[i].at);
		move_person(&house, &house.coach, moves[i].zone);
		move_person(&house, &house.coachee, moves[i].zone);
	}
	advance_to(&house, on(FRI, FIVE, amsterdam));
	print_message("%s\n", what);
	expect_sent(&house, "coach", COACH, REMINDER_KIND_DEBRIEF, count, wanted);
	expect_sent(&house, "coachee", COACHEE, REMINDER_KIND_DEBRIEF, count, wanted);
	close_house(&house);
}

static void a_debrief_is_asked_for_by_the_clock_where_each_is_now(void **state)
{
	const int64_t first = on(WED, 11 * 60 + 5, amsterdam), five = on(WED, FIVE, amsterdam);
	const int64_t early = on(WED, 16 * 60, amsterdam), late = on(WED, 18 * 60, amsterdam);
	const int64_t just = on(WED, FIVE - 10, amsterdam);

	(void)state;
	check_debrief("east, after five", 1, (struct move[]){ { late, tokyo } }, 3,
		(int64_t[]){ first, five, on(THU, NINE, tokyo) });
	check_debrief("west, after five", 1, (struct move[]){ { late, york } }, 3,
		(int64_t[]){ first, five, on(THU, NINE, york) });
	/* it ended at six in the evening there */
	check_debrief("east, before five", 1, (struct move[]){ { early, tokyo } }, 2,
		(int64_t[]){ first, on(THU, NINE, tokyo) });
	check_debrief("west, before five", 1, (struct move[]){ { early, york } }, 3,
		(int64_t[]){ first, on(WED, FIVE, york), on(THU, NINE, york) });
	check_debrief("east, where five has just been", 1, (struct move[]){ { just, moscow } }, 3,
		(int64_t[]){ first, just, on(THU, NINE, moscow) });
	check_debrief("east by mistake", 2, (struct move[]){ { early, tokyo }, { early + HOUR / 2, amsterdam } }, 3,
		(int64_t[]){ first, five, on(THU, NINE, amsterdam) });
}

/* ---- one mail a day ---- */

/* Two action points that wait for the digest of Friday at eight; when it comes. */
static void check_digest(const char *what, int64_t moves, const char *zone, int64_t wanted)
{
	Person change = PERSON__INIT;
	struct house house;

	open_house(&house, amsterdam, amsterdam, on(MON, NINE, amsterdam));
	change.digest = true;
	change.digest_minute = EIGHT;
	wish(&house, "digest", &change);
	agree(&house, "people/" COACHEE, "oefenen", "2026-06-12");
	agree(&house, "people/" COACHEE, "vragen", "2026-06-12");
	advance_to(&house, moves);
	move_person(&house, &house.coachee, zone);
	advance_to(&house, on(FRI, 18 * 60, york));
	expect_sent(&house, what, COACHEE, REMINDER_KIND_DIGEST, 1, &wanted);
	expect_sent(&house, what, COACHEE, REMINDER_KIND_ACTION_POINT, 2, (int64_t[]){ wanted, wanted });
	close_house(&house);
}

static void what_waits_for_one_mail_a_day_comes_with_the_one_there(void **state)
{
	const int64_t noon = on(THU, 12 * 60, amsterdam), early = on(FRI, EIGHT - 30, amsterdam);

	(void)state;
	check_digest("east", noon, tokyo, on(FRI, EIGHT, tokyo) + MINUTE);
	check_digest("west", noon, york, on(FRI, EIGHT, york) + MINUTE);
	check_digest(
		"west, when it is not yet eight there", on(THU, TEN, amsterdam), york, on(FRI, EIGHT, york) + MINUTE);
	/* not on Monday: the date is today */
	check_digest("east, where it is past eight", early, tokyo, early);
}

static void who_has_no_digest_any_more_gets_what_waited_for_it(void **state)
{
	const int64_t noon = on(THU, 12 * 60, amsterdam);
	Person with = PERSON__INIT, without = PERSON__INIT;
	struct house house;

	(void)state;
	open_house(&house, amsterdam, amsterdam, on(MON, NINE, amsterdam));
	with.digest = true;
	with.digest_minute = EIGHT;
	wish(&house, "digest", &with);
	agree(&house, "people/" COACHEE, "oefenen", "2026-06-12");
	advance_to(&house, noon);
	wish(&house, "digest", &without);
	advance_to(&house, on(FRI, TEN, amsterdam));
	expect_sent(&house, "at once", COACHEE, REMINDER_KIND_ACTION_POINT, 1, &noon);
	close_house(&house);
}

static void what_cannot_wait_for_the_digest_there_comes_by_itself(void **state)
{
	const int64_t four = on(MON, 16 * 60, amsterdam);
	Person change = PERSON__INIT;
	struct house house;

	(void)state;
	open_house(&house, amsterdam, amsterdam, on(MON, NINE, amsterdam));
	change.digest = true;
	change.digest_minute = EIGHT;
	wish(&house, "digest", &change);
	plan(&house, "Bakkerij", on(TUE, TWO, amsterdam));
	decide(&house);
	advance_to(&house, on(MON, TEN, amsterdam));
	move_meeting(&house, on(TUE, TWO + 60, amsterdam)); /* at eight in New York the coachee is about to leave */
	advance_to(&house, four);
	expect_sent(&house, "told of the move", COACHEE, REMINDER_KIND_CHANGED, 0, &four);
	move_person(&house, &house.coachee, york);
	advance_to(&house, on(TUE, FIVE, amsterdam));
	expect_sent(&house, "told of the move", COACHEE, REMINDER_KIND_CHANGED, 1, &four);
	close_house(&house);
}

/* ---- asked before, and the card ---- */

static void who_lives_on_another_date_now_is_not_asked_once_more(void **state)
{
	/* planned on Thursday the week before; on Wednesday evening here it is Thursday in Tokyo */
	const int64_t asked[] = { on(MON - 4, NINE, amsterdam), on(MON, NINE, amsterdam), on(WED, NINE, tokyo) };
	struct house house;

	(void)state;
	open_house(&house, amsterdam, amsterdam, asked[0]);
	plan(&house, "Bakkerij", on(WED, 20 * 60, amsterdam));
	advance_to(&house, on(MON, TEN, amsterdam));
	move_person(&house, &house.coachee, tokyo);
	advance_to(&house, on(WED, 16 * 60, tokyo));
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 3, asked);
	close_house(&house);
}

static void check_card(const char *what, int64_t moves, const char *zone, int64_t wanted)
{
	struct house house;

	open_house(&house, amsterdam, amsterdam, on(MON, NINE, amsterdam));
	plan(&house, "Bakkerij", on(WED, TEN, amsterdam));
	decide(&house);
	advance_to(&house, moves);
	move_person(&house, &house.coach, zone);
	advance_to(&house, on(WED, TEN, amsterdam));
	expect_sent(&house, what, COACH, REMINDER_KIND_CARD, 1, &wanted);
	close_house(&house);
}

static void the_card_comes_the_evening_before_where_the_coach_sleeps_an_hour_before_departure(void **state)
{
	const int64_t before = on(WED, EIGHT + 30, amsterdam), noon = on(TUE, 12 * 60, amsterdam);

	(void)state;
	check_card("east", noon, tokyo, before);
	check_card("west", noon, york, on(TUE, 18 * 60, york));
	/* who would sleep by then, and did not get it in the evening that has been, gets it when they wake up */
	check_card("west, in the night", before - 2 * HOUR, moscow, before);
}

/* ---- what waits for the morning ---- */

static void what_came_at_night_waits_for_the_morning_there(void **state)
{
	const int64_t ten_pm = on(MON, 22 * 60, amsterdam);
	int64_t asked = on(TUE, 7 * 60, tokyo); /* an hour from now */
	CancelSessionRequest cancel = CANCEL_SESSION_REQUEST__INIT;
	struct house house;

	(void)state;
	open_house(&house, amsterdam, amsterdam, ten_pm);
	plan(&house, "Bakkerij", on(FRI, TEN, amsterdam));
	advance_to(&house, ten_pm + HOUR / 2);
	move_person(&house, &house.coachee, tokyo);
	advance_to(&house, on(TUE, TWO, amsterdam));
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 1, &asked);

	/* the same of a session that is none any more */
	advance_to(&house, on(WED, 22 * 60, tokyo));
	cancel.name = house.session;
	done(ask(&house, COACH, "Sessions/CancelSession", &cancel.base, &session__descriptor));
	move_person(&house, &house.coachee, york); /* nine in the morning */
	advance_to(&house, on(WED, 22 * 60, tokyo) + MINUTE);
	asked = on(WED, 22 * 60, tokyo);
	expect_sent(&house, "told", COACHEE, REMINDER_KIND_DECIDED, 1, &asked);
	close_house(&house);
}

static void what_had_to_wait_its_turn_and_then_for_the_morning_waits_for_the_one_there(void **state)
{
	const int64_t evening = on(MON, 18 * 60 + 30, amsterdam);
	const int64_t wanted[] = { evening, on(TUE, 7 * 60, tokyo) };
	struct house house;

	(void)state;
	open_house_with(&house, amsterdam, amsterdam, evening, "most_an_hour = 1\n");
	plan(&house, "Bakkerij", on(FRI, TEN, amsterdam));
	advance_to(&house, evening + MINUTE);
	decide(&house); /* the second mail within the hour: quiet hours have begun when there is room */
	advance_to(&house, on(MON, 21 * 60, amsterdam));
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 1, wanted);
	move_person(&house, &house.coachee, tokyo);
	advance_to(&house, on(TUE, TEN, amsterdam));
	expect_sent(&house, "told that the coach comes", COACHEE, REMINDER_KIND_DECIDED, 1, wanted + 1);
	close_house(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_action_point_is_asked_about_by_the_clock_where_its_owner_is_now),
		cmocka_unit_test(a_promise_of_the_coach_moves_with_the_coach_alone),
		cmocka_unit_test(a_debrief_is_asked_for_by_the_clock_where_each_is_now),
		cmocka_unit_test(what_waits_for_one_mail_a_day_comes_with_the_one_there),
		cmocka_unit_test(who_has_no_digest_any_more_gets_what_waited_for_it),
		cmocka_unit_test(what_cannot_wait_for_the_digest_there_comes_by_itself),
		cmocka_unit_test(who_lives_on_another_date_now_is_not_asked_once_more),
		cmocka_unit_test(the_card_comes_the_evening_before_where_the_coach_sleeps_an_hour_before_departure),
		cmocka_unit_test(what_had_to_wait_its_turn_and_then_for_the_morning_waits_for_the_one_there),
		cmocka_unit_test(what_came_at_night_waits_for_the_morning_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
