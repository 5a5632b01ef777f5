/* Who sits at the table. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/attendance.h"

static const struct attendance_host coach = { "people/ruud", "ruud@house.example" };
static const struct attendance_host coachee = { "people/noor", "noor@branch.example" };

static const struct row {
	const char *what;
	struct attendance_guest guests[4];
	int ours, theirs;
	bool outnumbers;
} rows[] = {
	{ "an empty list says nothing", { { NULL, NULL } }, 0, 0, false },
	{ "only we are on the list", { { "noor@branch.example", "people/noor" }, { "x@house.example", NULL } }, 0, 0,
		false },
	{ "one of theirs against the two", { { "c@client.example", NULL } }, 2, 1, true },
	{ "two against two", { { "c@client.example", NULL }, { "d@client.example", "" } }, 2, 2, false },
	{ "a colleague by host makes three",
		{ { "C@client.example", NULL }, { "d@client.example", NULL }, { "kim@HOUSE.example", NULL } }, 3, 2,
		true },
	{ "a known person with another address is ours",
		{ { "kim@elsewhere.example", "people/kim" }, { "c@client.example", NULL } }, 3, 1, true },
	{ "the coachee under an alias is the coachee",
		{ { "n@alias.example", "people/noor" }, { "c@client.example", NULL } }, 2, 1, true },
	{ "the coachee unknown to the store is so by address",
		{ { "NOOR@branch.example", NULL }, { "c@client.example", NULL } }, 2, 1, true },
	{ "somebody twice on the list is one",
		{ { "c@client.example", NULL }, { "C@client.example", NULL }, { "d@client.example", NULL } }, 2, 2,
		false },
};

static void ours_and_theirs_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		size_t count = 0;
		struct attendance found;

		while (count < 4 && rows[i].guests[count].email != NULL)
			count++;
		found = attendance_count(rows[i].guests, count, &coach, &coachee);
		assert_row(found.ours == rows[i].ours && found.theirs == rows[i].theirs, rows[i].what, "%d, %d",
			found.ours, found.theirs);
		assert_row(attendance_outnumbers(&found) == rows[i].outnumbers, rows[i].what, "outnumbers %d",
			(int)attendance_outnumbers(&found));
	}
}

static void an_address_that_anybody_can_have_makes_nobody_ours(void **state)
{
	const struct attendance_host self_employed = { "people/sam", "sam@gmail.com" };
	const struct attendance_guest guests[] = { { "customer@gmail.com", NULL } };
	struct attendance found = attendance_count(guests, 1, &self_employed, &coachee);

	(void)state;
	assert_int_equal(found.theirs, 1);
	assert_int_equal(found.ours, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ours_and_theirs_are_told_apart),
		cmocka_unit_test(an_address_that_anybody_can_have_makes_nobody_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
