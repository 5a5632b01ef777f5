/* tests/bench/ — the table: a row for each thing that is measured, with its floor from the same run.
 *
 * Each program of the bench hands its rows in; where RIDEALONG_BENCH_ROWS names a file, they are gathered there, and
 * `bench_table FILE` prints all of them as one table. Without it a row is printed as it comes. */
#ifndef RIDEALONG_TESTS_BENCH_TABLE_H
#define RIDEALONG_TESTS_BENCH_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct bench_row {
	const char *name;
	const char *unit; /* of ours and floor: "us", "/s", "MiB", … */
	double ours, floor;
	const char *floor_is; /* what the floor is */
	/** What the ratio (ours ÷ floor) has to be, and what it should: at most, or with `at_least` at least. With
	 *  `by_difference` it is ours − floor that counts, in `unit`. 0: nothing is asked. */
	double must, aim;
	bool at_least, by_difference;
	double p50, p99;   /* us; 0: not of this row */
	double memory_mib; /* of the daemon; 0: not of this row */
};

void bench_row(const struct bench_row *row);

/** Prints the rows that were gathered in a file as one table; false when it cannot be read. */
bool bench_table_print(const char *path);

/** What a process has in memory. */
double bench_resident_mib(int pid);

/** The middle one; sorts them. */
double bench_median(double *numbers, size_t count);

#endif
