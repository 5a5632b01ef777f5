/* Which meetings are worth joining, and why. */
#include "tests/daemon/domain/check.h"

#include <limits.h>

#include "daemon/domain/day.h"
#include "daemon/domain/suggestion.h"

struct fixture {
	struct suggestion suggestion;
	Meeting meeting;
	Person coachee;
	Timestamp start, end;
};

static int today(void)
{
	int day = 0;

	assert_true(day_parse("2026-05-12", &day)); /* a Tuesday */
	return day;
}

/* An hour at nine, that many days ahead; along last time four weeks before today, every four weeks. */
static void fixture_init(struct fixture *f, const char *name, int days_ahead)
{
	memset(&f->suggestion, 0, sizeof(f->suggestion));
	meeting__init(&f->meeting);
	person__init(&f->coachee);
	timestamp__init(&f->start);
	timestamp__init(&f->end);
	f->start.seconds = (today() + days_ahead) * 86400LL + 9 * 3600;
	f->end.seconds = f->start.seconds + 3600;
	f->meeting.name = (char *)name;
	f->meeting.start_time = &f->start;
	f->meeting.end_time = &f->end;
	f->meeting.state = MEETING_STATE_SCHEDULED;
	f->coachee.display_name = (char *)"Ann";
	f->suggestion.meeting = &f->meeting;
	f->suggestion.coachee = &f->coachee;
	f->suggestion.meeting_day = today() + days_ahead;
	f->suggestion.meeting_minute = 9 * 60;
	f->suggestion.cadence_days = 28;
	f->suggestion.last_day = today() - 28;
}

static void only_what_can_be_joined_is_suggested(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f, "meetings/1", 2);
	assert_true(suggestion_possible(&f.suggestion, today()));
	f.meeting.all_day = 1;
	assert_false(suggestion_possible(&f.suggestion, today()));
	fixture_init(&f, "meetings/1", 2);
	f.meeting.confidential = 1;
	assert_false(suggestion_possible(&f.suggestion, today()));
	fixture_init(&f, "meetings/1", 2);
	f.meeting.state = MEETING_STATE_CANCELLED;
	assert_false(suggestion_possible(&f.suggestion, today()));
	fixture_init(&f, "meetings/1", 2);
	f.end.seconds = f.start.seconds + 14 * 60;
	assert_false(suggestion_possible(&f.suggestion, today()));
	f.end.seconds = f.start.seconds + 9 * 3600;
	assert_false(suggestion_possible(&f.suggestion, today()));
	fixture_init(&f, "meetings/1", 4); /* Saturday */
	assert_false(suggestion_possible(&f.suggestion, today()));
	fixture_init(&f, "meetings/1", -1);
	assert_false(suggestion_possible(&f.suggestion, today()));
	fixture_init(&f, "meetings/1", 2);
	f.suggestion.planned = true;
	assert_false(suggestion_possible(&f.suggestion, today()));
}

static void every_fact_has_its_weight_and_its_words(void **state)
{
	struct arena *arena = arena_create();
	struct fixture f;

	(void)state;
	fixture_init(&f, "meetings/1", 7);
	suggestion_rate(&f.suggestion, today(), "en", arena);
	assert_int_equal(f.suggestion.score, 125);
	assert_int_equal(f.suggestion.n_reasons, 1);
	assert_string_equal(
		f.suggestion.reasons[0], "by then 5 weeks since the last time; you meant to go every 4 weeks");

	f.suggestion.open_action_points = 2;
	f.suggestion.skipped = true;
	f.meeting.customer = (char *)"Acme";
	suggestion_rate(&f.suggestion, today(), "nl", arena);
	assert_int_equal(f.suggestion.score, 125 + 16 + 25 + 10);
	assert_int_equal(f.suggestion.n_reasons, 4);
	assert_string_equal(f.suggestion.reasons[0], "dan is het 5 weken geleden; je wilde elke 4 weken mee");
	assert_string_equal(f.suggestion.reasons[1], "er staan 2 actiepunten open");
	assert_string_equal(f.suggestion.reasons[2], "vorige keer ging je niet mee");
	assert_string_equal(f.suggestion.reasons[3], "met een klant: Acme");

	f.suggestion.busy = true;
	suggestion_rate(&f.suggestion, today(), "en", arena);
	assert_int_equal(f.suggestion.score, 125 + 16 + 25 + 10 - 60);

	fixture_init(&f, "meetings/1", 1);
	f.suggestion.last_day = INT_MIN;
	f.suggestion.meeting_minute = 19 * 60;
	suggestion_rate(&f.suggestion, today(), "en", arena);
	assert_int_equal(f.suggestion.score, 150 - 30 - 15);
	assert_string_equal(f.suggestion.reasons[0], "you have not gone along with Ann yet");
	assert_string_equal(f.suggestion.reasons[1], "soon: little time to prepare");

	fixture_init(&f, "meetings/1", 3);
	f.suggestion.last_day = today() - 4;
	f.suggestion.open_action_points = 1;
	suggestion_rate(&f.suggestion, today(), "en", arena);
	assert_int_equal(f.suggestion.score, 25 + 8);
	assert_string_equal(f.suggestion.reasons[0], "by then 7 days since the last time, of the 4 weeks you chose");
	assert_string_equal(f.suggestion.reasons[1], "1 action point is open");
	arena_destroy(arena);
}

static void long_neglect_does_not_grow_without_end(void **state)
{
	struct arena *arena = arena_create();
	struct fixture f;

	(void)state;
	fixture_init(&f, "meetings/1", 7);
	f.suggestion.last_day = today() - 4000;
	f.suggestion.open_action_points = 1000;
	suggestion_rate(&f.suggestion, today(), "en", arena);
	assert_int_equal(f.suggestion.score, 240);
	arena_destroy(arena);
}

static void the_best_come_first_and_the_order_is_always_the_same(void **state)
{
	struct fixture f[4];
	struct suggestion *list[4];

	(void)state;
	for (size_t i = 0; i < 4; i++)
		list[i] = &f[i].suggestion;
	fixture_init(&f[0], "meetings/c", 3);
	fixture_init(&f[1], "meetings/a", 3);
	fixture_init(&f[2], "meetings/b", 2);
	fixture_init(&f[3], "meetings/d", 9);
	f[3].suggestion.score = 10;
	suggestion_sort(list, 4);
	assert_string_equal(list[0]->meeting->name, "meetings/d");
	assert_string_equal(list[1]->meeting->name, "meetings/b");
	assert_string_equal(list[2]->meeting->name, "meetings/a");
	assert_string_equal(list[3]->meeting->name, "meetings/c");
	suggestion_sort(list, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_can_be_joined_is_suggested),
		cmocka_unit_test(every_fact_has_its_weight_and_its_words),
		cmocka_unit_test(long_neglect_does_not_grow_without_end),
		cmocka_unit_test(the_best_come_first_and_the_order_is_always_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
