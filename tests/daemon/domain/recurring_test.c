/* Tips that come back. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/recurring.h"

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_create();
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

static double like(const char *a, const char *b)
{
	const struct recurring_tip left = { .text = a }, right = { .text = b };

	return recurring_likeness(&left, &right, arena);
}

static void tips_about_the_same_things_are_alike_however_the_sentence_runs(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} rows[] = {
		{ "drie argumenten achter elkaar", "Weer drie argumenten achter elkaar!", true },
		{ "ask a question first, then explain", "questions first; explain after that", true },
		{ "stilte na de prijs", "na het noemen van de prijs geen stilte", true },
		{ "één vraag tegelijk stellen", "een vraag tegelijk, stél hem kort", true },
		{ "three arguments in a row", "sum up before you leave", false },
		{ "the price", "the price", false }, /* one word is too little to say so */
		{ "", "", false },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_row((like(rows[i].a, rows[i].b) >= RECURRING_LIKE) == rows[i].same, rows[i].a, "%f",
			like(rows[i].a, rows[i].b));
}

static void likeness_is_symmetric_and_one_for_the_same_words(void **state)
{
	static const char *const texts[] = { "drie argumenten achter elkaar", "ask first, then listen closely",
		"listen closely and ask", "argumenten, drie", "\xff\xfe broken bytes here", "" };

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++)
		for (size_t j = 0; j < LENGTH(texts); j++) {
			const double ab = like(texts[i], texts[j]);

			assert_true(ab == like(texts[j], texts[i]));
			assert_true(ab >= 0 && ab <= 1);
		}
	assert_true(like("Listen closely, and ask", "ask: and CLOSELY listen") == 1);
}

static void a_group_needs_two_sessions(void **state)
{
	const struct recurring_tip tips[] = {
		{ "three arguments in a row", "ask first", "sessions/1", 10 },
		{ "again three arguments in a row", "", "sessions/1", 10 },
		{ "no summary before leaving", "sum up", "sessions/1", 10 },
		{ "left without a summary before leaving", "sum up", "sessions/2", 20 },
		{ "no summary, leaving before it", "", "sessions/3", 30 },
		{ "arguments, three in a row", "", "sessions/3", 30 },
		{ "talked over the customer twice", "count to three", "sessions/3", 30 },
	};
	struct recurring_group *groups;
	size_t count;

	(void)state;
	groups = recurring_groups(tips, LENGTH(tips), arena, &count);
	assert_int_equal(count, 2);
	assert_ptr_equal(groups[0].last, &tips[4]);
	assert_int_equal(groups[0].sessions, 3);
	assert_int_equal(groups[0].first_day, 10);
	assert_int_equal(groups[0].last_day, 30);
	assert_ptr_equal(groups[1].last, &tips[5]);
	assert_int_equal(groups[1].sessions, 2);
	recurring_groups(NULL, 0, arena, &count);
	assert_int_equal(count, 0);
}

#define with_arena(test) cmocka_unit_test_setup_teardown(test, open_arena, close_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_arena(tips_about_the_same_things_are_alike_however_the_sentence_runs),
		with_arena(likeness_is_symmetric_and_one_for_the_same_words),
		with_arena(a_group_needs_two_sessions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
