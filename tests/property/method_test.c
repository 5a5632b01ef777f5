/* tests — the method under random histories: what it promises holds after every move, whoever made it. */
#include "moves.h"
#include "promises.h"

#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SEEDS 30 /* many times slower, and after another kind of fault */
#else
#define SEEDS 150
#endif
#define MOVES 250

static void whatever_people_do_the_method_keeps_its_promises(void **state)
{
	const char *seed_given = getenv("RIDEALONG_SEED");
	uint32_t first = seed_given != NULL ? (uint32_t)strtoul(seed_given, NULL, 10) : 1;
	uint32_t last = seed_given != NULL ? first : SEEDS;
	static struct world world;
	int done = 0, refused = 0, transitions = 0, points = 0, marks = 0, closed = 0;

	(void)state;
	for (uint32_t seed = first; seed <= last; seed++) {
		world_open(&world, seed);
		for (int move = 0; move < MOVES; move++) {
			moves_any(&world);
			promises_of_life(&world);
			promises_of_action_points(&world);
			promises_of_closed_debriefs(&world);
			promises_of_the_blind_text(&world);
		}
		promises_of_what_was_said(&world);
		done += world.done;
		refused += world.refused;
		transitions += world.transitions;
		points += (int)world.n_points;
		marks += (int)world.n_marks;
		for (size_t i = 0; i < world.n_sessions; i++)
			closed += world.sessions[i].closed != NULL;
		world_close(&world);
	}
	print_message(
		"%u histories: %d moves had an effect, %d were refused; %d changes of state, %d action points, %d "
		"lines, %d closed debriefs\n",
		last - first + 1, done, refused, transitions, points, marks, closed);
	/* a history in which nothing happens proves nothing */
	if (seed_given == NULL)
		assert_true(done > 50 * SEEDS && transitions > 10 * SEEDS && points > 4 * SEEDS && marks > 10 * SEEDS &&
			    closed > SEEDS / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_people_do_the_method_keeps_its_promises),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
