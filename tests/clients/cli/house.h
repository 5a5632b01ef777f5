/* tests/ — a daemon of their own for a coach and a coachee who type commands: Monday 2 March 2026, eight o'clock in
 * Amsterdam, with the clock in the test's hands. */
#ifndef RIDEALONG_TESTS_CLI_HOUSE_H
#define RIDEALONG_TESTS_CLI_HOUSE_H

#include "tests/support/daemon.h"
#include "typed.h"

#define COACH   "--as sanne@example.com "
#define COACHEE "--as daan@example.com "

extern struct test_daemon house;

#define RUN(...) typed(house.dir, __VA_ARGS__)

/* Runs, and fails when it does not end well. */
#define WELL(...)                                                                                                      \
	do {                                                                                                           \
		if (RUN(__VA_ARGS__) != 0)                                                                             \
			fail_msg("%s%s", typed_out, typed_err);                                                        \
	} while (0)

/** Starts it with these plugins, and nobody in it. */
void house_open(const char *plugins);
/** Sanne, and Daan whom she coaches. */
void house_people(void);
/** cmocka's teardown. */
int house_close(void **state);

/** What jq says of the JSON that the command prints, its first line. Lives until the next two dozen calls. */
const char *house_value(const char *filter, const char *command);

#endif
