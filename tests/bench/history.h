/* tests/bench/ — years of history: one session with all that it left (prototype.sh, played by the real programs),
 * multiplied in the store. Every row is one that the service wrote, with other names, people and times; so a table or a
 * column that is new is there, too. */
#ifndef RIDEALONG_TESTS_BENCH_HISTORY_H
#define RIDEALONG_TESTS_BENCH_HISTORY_H

#include <stdint.h>

#include "tests/support/daemon.h"

struct history {
	int teams;    /* coaches */
	int coachees; /* of each */
	int sessions; /* of each of them, a week apart, the last one early in March 2026 */
};

/** The names of people: of the first team in any history. */
#define HISTORY_COACH   "coach-00000000@example.com"
#define HISTORY_COACHEE "coachee-00000000@example.com"

/** When the history is over: a daemon on it is started with this clock. */
#define HISTORY_CLOCK "manual:2026-03-16T10:00:00+01:00"

/** Makes a data folder for a daemon (test_daemon_make(), with HISTORY_CLOCK) and plays the prototype in it; the daemon
 * does not run at the end. */
void history_play(struct test_daemon *daemon);
/** Multiplies it. The daemon must not run, and must have been played in, or be a copy of one. */
void history_multiply(const struct test_daemon *daemon, const struct history *history);
/** Rows of all tables. */
int64_t history_rows(const struct test_daemon *daemon);
/** Puts a copy of one's store in another's place. Neither runs. */
void history_copy(const struct test_daemon *from, const struct test_daemon *to);

#endif
