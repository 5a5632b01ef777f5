/* skip_unprepared — what a simulation comes to: a row a session, and sums. */
#ifndef RIDEALONG_SKIP_UNPREPARED_SIMULATION_ROW_H
#define RIDEALONG_SKIP_UNPREPARED_SIMULATION_ROW_H

#include "past.h"
#include "ridealong/v1/gate.pb-c.h"

/** What a session comes to with some settings; the verdict counts only when it is known. */
struct simulation_outcome {
	struct rule_verdict verdict;
	bool known, recorded; /* kept when the check looked */
};

/** Zeroed but for `locale` ("en" or "nl"); the rows are its own. */
struct simulation_rows {
	const char *locale;
	SimulatedSession **list;
	size_t count;
};

/** Keeps nothing of what it is given. */
void simulation_rows_add(struct simulation_rows *rows, const struct past *past, const struct rule_facts *facts,
	const struct simulation_outcome *before, const struct simulation_outcome *after);
/** By start, then name. */
void simulation_rows_sort(struct simulation_rows *rows);
void simulation_rows_free(struct simulation_rows *rows);

/** What all come to, and over how many people. */
struct simulation_sums {
	GateTally before, after;
	int differing, left_out;
	int n_coachees, n_coaches;
	char **coaches, *last_coachee;
};

void simulation_sums_init(struct simulation_sums *sums);
/** Sessions of one coachee come one after the other. */
void simulation_sums_add(struct simulation_sums *sums, const Session *session, const struct simulation_outcome *before,
	const struct simulation_outcome *after);
/** Each number to the nearest multiple. */
void simulation_sums_round(struct simulation_sums *sums, int multiple);
void simulation_sums_free(struct simulation_sums *sums);

#endif
