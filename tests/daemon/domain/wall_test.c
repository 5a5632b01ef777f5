/* What others may see of groups: by rows, and by trying every combination of random ones. */
#include "tests/daemon/domain/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "daemon/domain/wall.h"

#define PRIME INT64_C(1000003) /* linear algebra is done modulo it */

enum { MOST_PEOPLE = 18, MOST_GROUPS = 40, COACHES = 6 };

static const char *const coach_names[COACHES] = { "people/a", "people/b", "people/c", "people/d", "people/e",
	"people/f" };

/* An organisation: each person with a group and the coaches of a mask. */
struct town {
	struct arena *arena;
	struct wall_person people[MOST_PEOPLE];
	unsigned coaches[MOST_PEOPLE];
	size_t count;
};

static struct town town;

static int open_town(void **state)
{
	(void)state;
	town = (struct town){ .arena = arena_create() };
	return 0;
}

static int close_town(void **state)
{
	(void)state;
	arena_destroy(town.arena);
	return 0;
}

static void add(const char *group, unsigned coaches)
{
	struct wall_person *person = &town.people[town.count];
	const char **names = arena_alloc(town.arena, COACHES * sizeof(*names));

	person->group = arena_strdup(town.arena, group);
	person->n_coaches = 0;
	for (int i = 0; i < COACHES; i++)
		if (coaches & 1u << i)
			names[person->n_coaches++] = coach_names[i];
	person->coaches = names;
	town.coaches[town.count++] = coaches;
}

/* So many people in a group, under so many coaches in turn. */
static void add_many(const char *group, int people, int coaches)
{
	for (int i = 0; i < people; i++)
		add(group, 1u << (i % coaches));
}

static Withheld withheld(const char *path)
{
	size_t count;
	struct wall_group *groups = wall_decide(town.people, town.count, town.arena, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(groups[i].path, path) == 0)
			return groups[i].withheld;
	fail_msg("there is no group \"%s\"", path);
	return WITHHELD_UNSPECIFIED;
}

/* ---- rows */

static void a_group_needs_five_people_under_three_coaches(void **state)
{
	(void)state;
	add_many("", 5, 3);
	assert_int_equal(withheld(""), WITHHELD_UNSPECIFIED);
	add_many("few", 4, 3);
	add_many("one-coach", 5, 2);
	assert_int_equal(withheld("few"), WITHHELD_FEW_PEOPLE);
	assert_int_equal(withheld("one-coach"), WITHHELD_FEW_COACHES);
}

static void nobody_is_shown_of_too_few(void **state)
{
	(void)state;
	assert_int_equal(withheld(""), WITHHELD_FEW_PEOPLE);
	add_many("a", 4, 3);
	assert_int_equal(withheld(""), WITHHELD_FEW_PEOPLE);
	assert_int_equal(withheld("a"), WITHHELD_FEW_PEOPLE);
}

static void a_remainder_that_is_too_small_withholds_the_group(void **state)
{
	(void)state;
	add_many("north", 9, 4);
	add_many("south", 4, 3);
	assert_int_equal(withheld(""), WITHHELD_UNSPECIFIED);
	assert_int_equal(withheld("north"), WITHHELD_REMAINDER);
	assert_int_equal(withheld("south"), WITHHELD_FEW_PEOPLE);
}

static void a_remainder_under_two_coaches_is_too_small(void **state)
{
	(void)state;
	add_many("north", 6, 3);
	add_many("south", 6, 2);
	assert_int_equal(withheld("north"), WITHHELD_REMAINDER);
	assert_int_equal(withheld("south"), WITHHELD_FEW_COACHES);
}

static void what_is_left_beside_several_groups_withholds_the_smallest(void **state)
{
	(void)state;
	add_many("north", 6, 3);
	add_many("south", 5, 3);
	add_many("west", 2, 2);
	assert_int_equal(withheld("north"), WITHHELD_UNSPECIFIED);
	assert_int_equal(withheld("south"), WITHHELD_COMPLEMENT);
	assert_int_equal(withheld("west"), WITHHELD_FEW_PEOPLE);
}

static void two_groups_that_are_all_there_is_are_both_shown(void **state)
{
	(void)state;
	add_many("north", 6, 3);
	add_many("south", 5, 4);
	assert_int_equal(withheld("north"), WITHHELD_UNSPECIFIED);
	assert_int_equal(withheld("south"), WITHHELD_UNSPECIFIED);
}

static void nothing_below_a_group_that_is_withheld_is_shown(void **state)
{
	(void)state;
	add_many("sales/north", 6, 3);
	add_many("sales/south", 6, 3);
	add_many("service", 3, 3);
	assert_int_equal(withheld("sales"), WITHHELD_REMAINDER);
	assert_int_equal(withheld("sales/north"), WITHHELD_PARENT);
	assert_int_equal(withheld("service"), WITHHELD_FEW_PEOPLE);
}

static void a_name_that_begins_like_another_is_no_part_of_it(void **state)
{
	(void)state;
	assert_true(wall_within("sales/north", "sales"));
	assert_true(wall_within("sales", "sales"));
	assert_true(wall_within("sales", ""));
	assert_false(wall_within("salesforce", "sales"));
	assert_false(wall_within("sales", "sales/north"));
}

static void a_path_is_names_between_slashes(void **state)
{
	static const char *const good[] = { "", "sales", "sales/north", "R&D/B.V. één", "a/b/c/d/e/f" };
	static const char *const bad[] = { "/", "sales/", "/sales", "sales//north", " sales", "sales /x", "a\nb", "a*b",
		"a/b/c/d/e/f/g" };

	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++)
		assert_row(wall_path_valid(good[i]), good[i], "is one");
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_row(!wall_path_valid(bad[i]), bad[i], "is none");
}

static void numbers_are_rounded_to_fives(void **state)
{
	static const int rows[][2] = { { 0, 0 }, { 1, 0 }, { 2, 0 }, { 3, 5 }, { 5, 5 }, { 7, 5 }, { 8, 10 },
		{ 12, 10 } };

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_int_equal(wall_round(rows[i][0]), rows[i][1]);
}

/* ---- every combination
 *
 * What is shown are sums over people: rows of a matrix of 0 and 1, a column a person. A combination of them that only
 * depends on a set T of people exists when taking T's columns away lowers the rank. T is every four people, and all
 * people who are under two coaches alone: nothing smaller or larger needs to be tried. */

struct matrix {
	int64_t rows[MOST_GROUPS][MOST_PEOPLE];
	size_t n_rows;
};

static int64_t power(int64_t base, int64_t exponent)
{
	int64_t result = 1;

	for (; exponent > 0; exponent /= 2, base = base * base % PRIME)
		if (exponent % 2 == 1)
			result = result * base % PRIME;
	return result;
}

/* Rank over the columns that are not in `without`. */
static size_t rank(const struct matrix *shown, const bool *without)
{
	struct matrix m = *shown;
	size_t done = 0;

	for (size_t column = 0; column < town.count && done < m.n_rows; column++) {
		size_t pivot = done;

		if (without != NULL && without[column])
			continue;
		while (pivot < m.n_rows && m.rows[pivot][column] == 0)
			pivot++;
		if (pivot == m.n_rows)
			continue;
		for (size_t i = 0; i < town.count; i++) {
			const int64_t kept = m.rows[done][i];

			m.rows[done][i] = m.rows[pivot][i];
			m.rows[pivot][i] = kept;
		}
		for (size_t row = done + 1; row < m.n_rows; row++) {
			const int64_t factor = m.rows[row][column] * power(m.rows[done][column], PRIME - 2) % PRIME;

			for (size_t i = 0; factor != 0 && i < town.count; i++)
				m.rows[row][i] = ((m.rows[row][i] - factor * m.rows[done][i]) % PRIME + PRIME) % PRIME;
		}
		done++;
	}
	return done;
}

static struct matrix shown_sums(size_t *ret_groups)
{
	size_t count;
	struct wall_group *groups = wall_decide(town.people, town.count, town.arena, &count);
	struct matrix shown = { .n_rows = 0 };

	for (size_t i = 0; i < count; i++) {
		if (groups[i].withheld != WITHHELD_UNSPECIFIED)
			continue;
		assert_true(shown.n_rows < MOST_GROUPS);
		for (size_t person = 0; person < town.count; person++)
			shown.rows[shown.n_rows][person] = wall_within(town.people[person].group, groups[i].path);
		shown.n_rows++;
	}
	*ret_groups = count;
	return shown;
}

static bool tells_of(const struct matrix *shown, size_t full, const bool *people)
{
	return rank(shown, people) < full;
}

/* Whether some combination of what is shown is about four people or fewer, or about people under two coaches. */
static bool tells_of_few(const struct matrix *shown)
{
	const size_t full = rank(shown, NULL), n = town.count;

	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++)
			for (size_t c = b + 1; c < n; c++)
				for (size_t d = c + 1; d < n; d++) {
					bool four[MOST_PEOPLE] = { 0 };

					four[a] = four[b] = four[c] = four[d] = true;
					if (tells_of(shown, full, four))
						return true;
				}
	for (unsigned one = 0; one < COACHES; one++)
		for (unsigned two = one + 1; two < COACHES; two++) {
			bool under[MOST_PEOPLE] = { 0 };

			for (size_t i = 0; i < n; i++)
				under[i] = (town.coaches[i] & ~(1u << one | 1u << two)) == 0;
			if (tells_of(shown, full, under))
				return true;
		}
	return false;
}

static unsigned random_state;

static unsigned roll(unsigned below)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (random_state >> 16) % below;
}

/* Few names, so that groups are large enough to be shown at times. */
static void random_town(unsigned seed)
{
	static const char *const paths[] = { "", "a", "a/x", "a/y", "a/z", "b", "b/x", "c" };
	const unsigned spread = 2 + seed % 7;

	random_state = seed;
	town.count = 0;
	for (int i = (int)(8 + roll(MOST_PEOPLE - 7)); i > 0; i--) {
		unsigned coaches = 1u << roll(COACHES);

		if (roll(6) == 0)
			coaches |= 1u << roll(COACHES);
		add(paths[roll(spread)], coaches);
	}
}

static void no_combination_of_shown_sums_tells_of_fewer_than_the_fewest(void **state)
{
	size_t shown = 0, withheld_groups = 0, with_parts = 0;

	(void)state;
	for (unsigned seed = 1; seed <= 400; seed++) {
		size_t groups;
		struct matrix sums;

		random_town(seed);
		sums = shown_sums(&groups);
		if (tells_of_few(&sums))
			fail_msg("seed %u: what is shown tells of too few", seed);
		shown += sums.n_rows;
		with_parts += sums.n_rows > 1;
		withheld_groups += groups - sums.n_rows;
		arena_reset(town.arena);
	}
	print_message("400 organisations: %zu groups shown, %zu withheld; %zu show parts\n", shown, withheld_groups,
		with_parts);
	assert_true(with_parts > 40 && withheld_groups > 400);
}

/* The check itself can fail: all groups of five people shown, whatever is left of them. */
static void showing_every_large_group_would_be_caught(void **state)
{
	int caught = 0;

	(void)state;
	for (unsigned seed = 1; seed <= 60; seed++) {
		struct matrix sums = { .n_rows = 0 };
		size_t count;
		struct wall_group *groups;

		random_town(seed);
		groups = wall_decide(town.people, town.count, town.arena, &count);
		for (size_t i = 0; i < count; i++) {
			if (groups[i].people < WALL_PEOPLE || groups[i].coaches < WALL_COACHES)
				continue;
			for (size_t person = 0; person < town.count; person++)
				sums.rows[sums.n_rows][person] = wall_within(town.people[person].group, groups[i].path);
			sums.n_rows++;
		}
		caught += tells_of_few(&sums);
		arena_reset(town.arena);
	}
	assert_true(caught > 10);
}

static void the_order_of_people_changes_nothing(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 50; seed++) {
		size_t count, again;
		struct wall_group *groups, *other;

		random_town(seed);
		groups = wall_decide(town.people, town.count, town.arena, &count);
		for (size_t i = 0; i < town.count / 2; i++) {
			const struct wall_person kept = town.people[i];

			town.people[i] = town.people[town.count - 1 - i];
			town.people[town.count - 1 - i] = kept;
		}
		other = wall_decide(town.people, town.count, town.arena, &again);
		assert_int_equal(count, again);
		for (size_t i = 0; i < count; i++) {
			assert_string_equal(groups[i].path, other[i].path);
			assert_int_equal(groups[i].withheld, other[i].withheld);
		}
		arena_reset(town.arena);
	}
}

#define with_town(test) cmocka_unit_test_setup_teardown(test, open_town, close_town)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_town(a_group_needs_five_people_under_three_coaches),
		with_town(nobody_is_shown_of_too_few),
		with_town(a_remainder_that_is_too_small_withholds_the_group),
		with_town(a_remainder_under_two_coaches_is_too_small),
		with_town(what_is_left_beside_several_groups_withholds_the_smallest),
		with_town(two_groups_that_are_all_there_is_are_both_shown),
		with_town(nothing_below_a_group_that_is_withheld_is_shown),
		with_town(a_name_that_begins_like_another_is_no_part_of_it),
		with_town(a_path_is_names_between_slashes),
		with_town(numbers_are_rounded_to_fives),
		with_town(no_combination_of_shown_sums_tells_of_fewer_than_the_fewest),
		with_town(showing_every_large_group_would_be_caught),
		with_town(the_order_of_people_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
