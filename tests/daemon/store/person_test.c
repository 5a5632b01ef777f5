/* tests — people and their coaching relations as rows. */
#include "daemon/store/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/coaching.h"
#include "daemon/store/team.h"
#include "tests/daemon/store/bench.h"

static enum status add(
	struct bench *bench, const char *name, const char *email, const char *alias, struct error *reterr)
{
	Person person = PERSON__INIT;
	char *aliases[] = { (char *)alias };

	person.name = (char *)name;
	person.email = (char *)email;
	person.n_aliases = alias != NULL;
	person.aliases = aliases;
	return store_person_insert(bench->conn, &person, reterr);
}

static void coach(struct bench *bench, const char *name, const char *coachee, const char *from, const char *until)
{
	Coaching coaching = COACHING__INIT;

	coaching.name = (char *)name;
	coaching.coach = "people/ruud";
	coaching.coachee = (char *)coachee;
	coaching.start_date = (char *)from;
	coaching.end_date = (char *)until;
	assert_ok(store_coaching_insert(bench->conn, &coaching, NULL));
}

static int open_with_people(void **state)
{
	struct bench *bench;

	bench_open(state);
	bench = *state;
	assert_ok(add(bench, "people/ruud", "Ruud@Example.org", NULL, NULL));
	assert_ok(add(bench, "people/noor", "noor@example.org", "n@example.org", NULL));
	assert_ok(add(bench, "people/sam", "aa@example.org", NULL, NULL));
	coach(bench, "coachings/1", "people/noor", "2026-01-01", "2026-03-31");
	coach(bench, "coachings/2", "people/sam", "2026-02-01", "");
	return 0;
}

static void addresses_are_compared_without_case_and_kept_as_written(void **state)
{
	struct bench *bench = *state;
	const char *name;
	Person *person;

	assert_string_equal(store_person_fold(bench->arena, "Éva@Example.ORG"), "Éva@example.org");
	assert_ok(store_person_find(bench->conn, "ruud@example.ORG", bench->arena, &name, NULL));
	assert_string_equal(name, "people/ruud");
	assert_ok(store_person_find(bench->conn, "N@example.org", bench->arena, &name, NULL));
	assert_string_equal(name, "people/noor");
	assert_ok(store_person_find(bench->conn, "x@example.org", bench->arena, &name, NULL));
	assert_null(name);
	assert_ok(store_person_get(bench->conn, "people/ruud", bench->arena, &person, NULL));
	assert_string_equal(person->email, "Ruud@Example.org");
}

static void an_address_that_is_given_up_is_free_again(void **state)
{
	struct bench *bench = *state;
	struct error error;
	Person *noor;

	assert_int_equal(add(bench, "people/eva", "N@example.org", NULL, &error), STATUS_ALREADY_EXISTS);
	assert_ok(store_person_get(bench->conn, "people/noor", bench->arena, &noor, NULL));
	noor->n_aliases = 0;
	assert_ok(store_person_update(bench->conn, noor, NULL));
	assert_ok(add(bench, "people/eva2", "N@example.org", NULL, &error));
}

static void a_list_follows_the_addresses(void **state)
{
	struct bench *bench = *state;
	const struct store_viewer all = { .all = true, .person = "", .today = "" };
	Person **people;
	size_t count;

	assert_ok(store_person_list(bench->conn, &all, "", 10, bench->arena, &people, &count, NULL));
	assert_int_equal(count, 3);
	assert_string_equal(people[0]->name, "people/sam");
	assert_string_equal(people[2]->name, "people/ruud");
	assert_ok(store_person_list(bench->conn, &all, "people/sam", 1, bench->arena, &people, &count, NULL));
	assert_int_equal(count, 1);
	assert_string_equal(people[0]->name, "people/noor");
}

static void a_relation_counts_from_its_first_to_its_last_day(void **state)
{
	struct bench *bench = *state;
	static const struct {
		const char *day;
		bool noor, sam;
	} rows[] = { { "2025-12-31", false, false }, { "2026-01-01", true, false }, { "2026-03-31", true, true },
		{ "2026-04-01", false, true } };
	Coaching *found, **all;
	Person *person;
	size_t count;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct store_viewer ruud = { .person = "people/ruud", .today = rows[i].day };

		assert_ok(store_coaching_find(
			bench->conn, "people/ruud", "people/noor", rows[i].day, bench->arena, &found, NULL));
		assert_int_equal(found != NULL, rows[i].noor);
		assert_ok(store_person_see(bench->conn, &ruud, "people/noor", bench->arena, &person, NULL));
		assert_int_equal(person != NULL, rows[i].noor);
		assert_ok(store_coaching_by(bench->conn, "people/ruud", rows[i].day, bench->arena, &all, &count, NULL));
		assert_int_equal(count, rows[i].noor + rows[i].sam);
		assert_ok(store_coaching_of(bench->conn, "people/sam", rows[i].day, bench->arena, &all, &count, NULL));
		assert_int_equal(count, rows[i].sam);
	}
}

static void overlaps_are_found_to_the_day(void **state)
{
	struct bench *bench = *state;
	static const struct {
		const char *first, *last;
		bool overlap;
	} rows[] = { { "2026-04-01", "", false }, { "2026-03-31", "", true }, { "2025-01-01", "2025-12-31", false },
		{ "2025-01-01", "2026-01-01", true }, { "2025-01-01", "", true } };
	Coaching *found;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_ok(store_coaching_overlap(bench->conn, "people/ruud", "people/noor", "", rows[i].first,
			rows[i].last, bench->arena, &found, NULL));
		assert_int_equal(found != NULL, rows[i].overlap);
	}
	assert_ok(store_coaching_overlap(bench->conn, "people/ruud", "people/noor", "coachings/1", "2026-01-01", "",
		bench->arena, &found, NULL));
	assert_null(found);
}

static void a_team_that_was_never_told_is_there_all_the_same(void **state)
{
	struct bench *bench = *state;
	Team *team;

	assert_ok(store_team_get(bench->conn, "people/ruud", bench->arena, &team, NULL));
	assert_string_equal(team->name, "people/ruud/team");
	assert_string_equal(team->unannounced_told_date, "");
	team->unannounced_told_date = "2026-03-02";
	assert_ok(store_team_set(bench->conn, "people/ruud", team, NULL));
	team->unannounced_told_date = "2026-03-03";
	assert_ok(store_team_set(bench->conn, "people/ruud", team, NULL));
	assert_ok(store_team_get(bench->conn, "people/ruud", bench->arena, &team, NULL));
	assert_string_equal(team->unannounced_told_date, "2026-03-03");
}

#define with_bench(test) cmocka_unit_test_setup_teardown(test, open_with_people, bench_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_bench(addresses_are_compared_without_case_and_kept_as_written),
		with_bench(an_address_that_is_given_up_is_free_again),
		with_bench(a_list_follows_the_addresses),
		with_bench(a_relation_counts_from_its_first_to_its_last_day),
		with_bench(overlaps_are_found_to_the_day),
		with_bench(a_team_that_was_never_told_is_there_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
