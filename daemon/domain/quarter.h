/* domain/ — quarters of the year: "2026-Q1" is January to March. A quarter is a number, four a year, so that the next
 * one is one more. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_QUARTER_H
#define RIDEALONG_DOMAIN_QUARTER_H

#include <stdbool.h>

#define QUARTER_TEXT 8 /* "2026-Q1" and its NUL */

/** Reads "2026-Q1" (or "2026-q1") and nothing else; false for what is none. Years 1583 to 9998. */
bool quarter_parse(const char *text, int *ret_quarter);
void quarter_format(int quarter, char ret[QUARTER_TEXT]);
/** The quarter that a day (domain/day.h) lies in. */
int quarter_of(int day);
/** Its first day; the day after its last is the first of the next. */
int quarter_first_day(int quarter);

#endif
