/* plugins/calendar/ical: dates and times of day as plain numbers, without any zone.
 *
 * A day is a count from 1970-01-01 in the proleptic Gregorian calendar; a wall time is day * 86400 plus the seconds
 * shown by the clock on the wall. All functions are pure and good for the years 1 to 9999.
 */
#ifndef CALENDAR_CIVIL_H
#define CALENDAR_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CALENDAR_DAY = 86400 };

struct calendar_date {
	int year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
};

int64_t calendar_civil_day(int year, int month, int day);
struct calendar_date calendar_civil_date(int64_t day);
int calendar_civil_month_length(int year, int month);
int calendar_civil_year_length(int year);

/** 0 is Monday, as in ISO 8601. */
int calendar_civil_weekday(int64_t day);

/** The Monday (or other first weekday) on which week 1 of the year starts: the first week that has at least four days
 * in the year (RFC 5545 section 3.3.10, BYWEEKNO). It can lie in the year before. */
int64_t calendar_civil_first_week(int year, int first_weekday);

/** The day on which a wall time lies; rounds down for times before 1970. */
int64_t calendar_civil_wall_day(int64_t wall);

/** Reads YYYYMMDD, or YYYYMMDDTHHMMSS with or without a Z, and nothing else (RFC 5545 sections 3.3.4 and 3.3.5).
 *  False when text is not exactly that or names a day or time that does not exist; then nothing is written. */
bool calendar_civil_read(const char *text, size_t length, int64_t *ret_wall, bool *ret_is_date, bool *ret_is_utc);

enum { CALENDAR_CIVIL_TEXT_MAX = 40 };

/** Writes 2026-03-02 into text. */
void calendar_civil_write_date(int64_t day, char text[CALENDAR_CIVIL_TEXT_MAX]);

/** Writes 2026-03-02T08:00:00, without a zone. */
void calendar_civil_write_time(int64_t wall, char text[CALENDAR_CIVIL_TEXT_MAX]);

#endif
