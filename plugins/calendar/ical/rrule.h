/* plugins/calendar/ical: one recurrence rule, as RFC 5545 section 3.3.10 defines it.
 *
 * Pure: no clock, no zone, no I/O. A rule is read from its text and then walked through from the wall time of its
 * DTSTART; what comes out are wall times (see civil.h) in rising order. Work is counted, so that a rule that never
 * matches (FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30) ends instead of running on.
 *
 * Where the RFC leaves room, this is how it is read here:
 *  - a DTSTART that the rule itself does not produce is not an occurrence and does not count for COUNT;
 *  - BYWEEKNO with FREQ=YEARLY: a period is the calendar year, also for the days at its edges that belong to a week of
 *    the year beside it; without any BYDAY the weekday is that of DTSTART;
 *  - BY… parts that the RFC forbids with a frequency, but whose meaning is plain (BYYEARDAY with MONTHLY), limit the
 * days; those without a plain meaning (2MO in a weekly rule) are refused.
 */
#ifndef CALENDAR_RRULE_H
#define CALENDAR_RRULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reason.h"

enum calendar_freq {
	CALENDAR_SECONDLY,
	CALENDAR_MINUTELY,
	CALENDAR_HOURLY,
	CALENDAR_DAILY,
	CALENDAR_WEEKLY,
	CALENDAR_MONTHLY,
	CALENDAR_YEARLY
};

enum calendar_until { CALENDAR_UNTIL_NONE, CALENDAR_UNTIL_DATE, CALENDAR_UNTIL_LOCAL, CALENDAR_UNTIL_UTC };

enum { CALENDAR_BITS_WORDS = 6 };

/** A set of small numbers, 0 to 383. */
struct calendar_bits {
	uint64_t words[CALENDAR_BITS_WORDS];
};

/** A BY… list whose numbers may count from the end: -1 is number 1 of from_end. */
struct calendar_ordinals {
	struct calendar_bits from_start;
	struct calendar_bits from_end;
	bool given;
};

struct calendar_rrule {
	enum calendar_freq freq;
	int64_t interval;
	int64_t count; /* 0: no COUNT */
	enum calendar_until until_kind;
	int64_t until;     /* wall time; of UTC when the kind says so; of midnight for a date */
	int first_weekday; /* WKST; 0 is Monday */
	uint64_t seconds;  /* bit sets; 0 when the part is not there */
	uint64_t minutes;
	uint64_t hours;
	uint64_t months;                          /* bits 1 to 12 */
	uint64_t weekdays;                        /* bits 0 (Monday) to 6: BYDAY without a number */
	struct calendar_ordinals nth_weekdays[7]; /* BYDAY with a number */
	bool has_nth;
	struct calendar_ordinals month_days;
	struct calendar_ordinals year_days;
	struct calendar_ordinals weeks;
	struct calendar_ordinals positions; /* BYSETPOS */
};

/** Reads the value of an RRULE property. NULL when all is well; otherwise the reason, a static one, and *ret is not to
 * be used. Unknown parts, forbidden combinations and values out of range are reasons. */
const struct calendar_reason *calendar_rrule_read(const char *text, struct calendar_rrule *ret);

enum calendar_step { CALENDAR_STEP_NEXT, CALENDAR_STEP_END, CALENDAR_STEP_TOO_MUCH_WORK };

enum { CALENDAR_PERIOD_DAYS = 366, CALENDAR_POSITIONS = 768 };

/** A walk through a rule. The caller owns it; it holds no memory of its own. */
struct calendar_rrule_walk {
	struct calendar_rrule rule; /* with what DTSTART supplies filled in */
	int64_t start;
	int64_t end;
	int64_t left;   /* of COUNT */
	int64_t work;   /* steps that may still be made */
	int64_t period; /* of the interval: 0 is the one in which DTSTART lies */
	bool finished;
	/* The candidates of the present period: every day with every time; position points at the next one. */
	int64_t days[CALENDAR_PERIOD_DAYS];
	int day_count;
	uint8_t hours[24], minutes[60], seconds[60];
	int hour_count, minute_count, second_count;
	int64_t positions[CALENDAR_POSITIONS];
	int64_t position_count; /* of positions, or of all candidates without BYSETPOS */
	int64_t position;
};

/** Begins a walk at the wall time start. Without COUNT the walk jumps ahead to about `from` (occurrences before it may
 *  still come out); it ends before `end`. work is the number of steps it may take in all. With is_date the BYHOUR,
 *  BYMINUTE and BYSECOND parts are ignored, as the RFC says; a rule more frequent than daily is then a reason. UNTIL is
 * left to the caller, who knows the zone. Returns NULL, or the reason why the rule cannot be walked. */
const struct calendar_reason *calendar_rrule_begin(struct calendar_rrule_walk *walk, const struct calendar_rrule *rule,
	int64_t start, bool is_date, int64_t from, int64_t end, int64_t work);

/** The next occurrence, in *ret_wall when the answer is CALENDAR_STEP_NEXT. */
enum calendar_step calendar_rrule_next(struct calendar_rrule_walk *walk, int64_t *ret_wall);

/* For rrule.c and rrule_text.c. */
static inline void calendar_bits_set(struct calendar_bits *bits, int number)
{
	bits->words[number / 64] |= UINT64_C(1) << (number % 64);
}

static inline bool calendar_bits_has(const struct calendar_bits *bits, int number)
{
	return bits->words[number / 64] >> (number % 64) & 1;
}

#endif
