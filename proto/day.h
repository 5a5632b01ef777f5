/* proto/ — days of the calendar, as the contract writes them: numbers, counted from 1970-01-01 (0) in the proleptic
 * Gregorian calendar. Pure; any thread. */
#ifndef RIDEALONG_PROTO_DAY_H
#define RIDEALONG_PROTO_DAY_H

#include <stdbool.h>

#define DAY_TEXT 11 /* "2026-05-12" and its NUL */

/** Reads "2026-05-12" and nothing else; false for what is no day of the calendar. Years 1583 to 9999. */
bool day_parse(const char *text, int *ret_day);
void day_format(int day, char ret[DAY_TEXT]);
/** The day of a date; months and days from 1. False when there is no such day. */
bool day_make(int year, int month, int day_of_month, int *ret_day);
void day_split(int day, int *ret_year, int *ret_month, int *ret_day_of_month);
/** ISO 8601: Monday is 1, Sunday 7. */
int day_of_week(int day);

#endif
