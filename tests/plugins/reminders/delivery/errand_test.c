/* tests — who is written to side by side, and who after whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "plugins/reminders/delivery/errand.h"
#include "plugins/reminders/turn.h"

enum { MANY = 12 };

static struct reminders self;
static struct errand errands[MANY];
static char begun[100]; /* a letter each, in order */

static void note(struct errand *errand)
{
	begun[strlen(begun)] = (char)('a' + (errand - errands));
}

static void note_and_end(struct errand *errand)
{
	note(errand);
	errand_end(&self, errand);
}

static int start(void **state)
{
	(void)state;
	memset(&self, 0, sizeof(self));
	memset(errands, 0, sizeof(errands));
	memset(begun, 0, sizeof(begun));
	return 0;
}

static void go(int number, const char *receiver)
{
	errand_wait(&self, NULL, &errands[number], receiver, note);
}

static void those_to_one_person_go_one_after_the_other(void **state)
{
	(void)state;
	go(0, "people/daan");
	go(1, "people/daan");
	go(2, "people/sanne");
	go(3, "people/daan");
	assert_string_equal(begun, "ac");
	errand_end(&self, &errands[0]);
	assert_string_equal(begun, "acb");
	errand_end(&self, &errands[1]);
	errand_end(&self, &errands[3]);
	errand_end(&self, &errands[2]);
	assert_string_equal(begun, "acbd");
	assert_null(self.errands);
	assert_int_equal(self.errands_under_way, 0);
}

static void only_so_many_are_under_way_and_the_first_to_come_goes_next(void **state)
{
	(void)state;
	for (int i = 0; i < MANY; i++) {
		char receiver[20];

		snprintf(receiver, sizeof(receiver), "people/%d", i);
		go(i, receiver);
	}
	assert_string_equal(begun, "abcdefgh");
	errand_end(&self, &errands[5]);
	errand_end(&self, &errands[0]);
	assert_string_equal(begun, "abcdefghij");
}

static void one_that_is_no_longer_wanted_lets_the_others_go(void **state)
{
	(void)state;
	go(0, "people/daan");
	go(1, "people/daan");
	go(2, "people/daan");
	errand_end(&self, &errands[1]);
	errand_end(&self, &errands[1]);
	errand_end(&self, &errands[0]);
	assert_string_equal(begun, "ac");
}

static void one_that_ends_at_once_is_no_trouble(void **state)
{
	(void)state;
	go(0, "people/daan");
	errand_wait(&self, NULL, &errands[1], "people/daan", note_and_end);
	errand_wait(&self, NULL, &errands[2], "people/daan", note_and_end);
	errand_wait(&self, NULL, &errands[3], "people/sanne", note_and_end);
	assert_string_equal(begun, "ad");
	errand_end(&self, &errands[0]);
	assert_string_equal(begun, "adbc");
	assert_null(self.errands);
}

static int turns_begun;

static void count_turn(struct turn *turn)
{
	(void)turn;
	turns_begun++;
}

static void keep_turn(struct turn *turn)
{
	(void)turn;
}

static void a_turn_that_wants_to_be_alone_waits_for_all_errands(void **state)
{
	struct turn leaving = { 0 }, alone = { .alone = true }, last = { 0 };

	(void)state;
	turns_begun = 0;
	turn_wait(&self, &leaving, count_turn, keep_turn);
	turn_wait(&self, &alone, count_turn, keep_turn);
	turn_wait(&self, &last, count_turn, keep_turn);
	errand_wait(&self, &leaving, &errands[0], "people/daan", note);
	assert_int_equal(turns_begun, 1);
	errand_end(&self, &errands[0]);
	assert_int_equal(turns_begun, 2);
	turn_end(&self, &leaving);
	assert_int_equal(turns_begun, 2);
	turn_end(&self, &alone);
	assert_int_equal(turns_begun, 3);
	turn_end(&self, &last);
	assert_null(self.turns);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(those_to_one_person_go_one_after_the_other, start),
		cmocka_unit_test_setup(only_so_many_are_under_way_and_the_first_to_come_goes_next, start),
		cmocka_unit_test_setup(one_that_is_no_longer_wanted_lets_the_others_go, start),
		cmocka_unit_test_setup(one_that_ends_at_once_is_no_trouble, start),
		cmocka_unit_test_setup(a_turn_that_wants_to_be_alone_waits_for_all_errands, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
