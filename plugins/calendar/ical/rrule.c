/* plugins/calendar/ical: walks through a recurrence rule. See rrule.h.
 *
 * A rule is seen as a row of periods (years, months, … seconds), INTERVAL apart. In each period the days that pass all
 * BY… parts are listed, and every time of day with them; BYSETPOS picks from days × times by arithmetic, so the product
 * is never written out.
 */
#include "rrule.h"

#include "civil.h"

#include <stdlib.h>
#include <string.h>

static const int64_t unit_seconds[] = { [CALENDAR_SECONDLY] = 1, [CALENDAR_MINUTELY] = 60, [CALENDAR_HOURLY] = 3600 };

/* The number of a day within a longer stretch, counted from both ends. */
static bool ordinals_match(const struct calendar_ordinals *ordinals, int from_start, int from_end)
{
	return calendar_bits_has(&ordinals->from_start, from_start) || calendar_bits_has(&ordinals->from_end, from_end);
}

static bool week_matches(const struct calendar_rrule *rule, int64_t day, int year)
{
	int64_t first = calendar_civil_first_week(year, rule->first_weekday);
	int64_t next = calendar_civil_first_week(year + 1, rule->first_weekday);

	if (day < first) {
		next = first;
		first = calendar_civil_first_week(year - 1, rule->first_weekday);
	} else if (day >= next) {
		first = next;
		next = calendar_civil_first_week(year + 2, rule->first_weekday);
	}
	return ordinals_match(&rule->weeks, (int)(day - first) / 7 + 1, (int)(next - 1 - day) / 7 + 1);
}

static bool nth_matches(const struct calendar_rrule *rule, const struct calendar_date *date, int year_day, int weekday)
{
	const struct calendar_ordinals *nth = &rule->nth_weekdays[weekday];
	int length = calendar_civil_month_length(date->year, date->month);

	if (!nth->given)
		return false;
	if (rule->freq == CALENDAR_YEARLY && !rule->months)
		return ordinals_match(
			nth, (year_day - 1) / 7 + 1, (calendar_civil_year_length(date->year) - year_day) / 7 + 1);
	return ordinals_match(nth, (date->day - 1) / 7 + 1, (length - date->day) / 7 + 1);
}

static bool day_matches(const struct calendar_rrule *rule, int64_t day, const struct calendar_date *date)
{
	int weekday = calendar_civil_weekday(day);
	int year_day;

	if (rule->months && !(rule->months >> date->month & 1))
		return false;
	if (rule->month_days.given && !ordinals_match(&rule->month_days, date->day,
					      calendar_civil_month_length(date->year, date->month) - date->day + 1))
		return false;
	year_day = (int)(day - calendar_civil_day(date->year, 1, 1)) + 1;
	if (rule->year_days.given &&
		!ordinals_match(&rule->year_days, year_day, calendar_civil_year_length(date->year) - year_day + 1))
		return false;
	if ((rule->weekdays || rule->has_nth) && !(rule->weekdays >> weekday & 1) &&
		!nth_matches(rule, date, year_day, weekday))
		return false;
	return !rule->weeks.given || week_matches(rule, day, date->year);
}

/* Takes the days of [first, last) that match. */
static void days_take(struct calendar_rrule_walk *walk, int64_t first, int64_t last)
{
	struct calendar_date date = calendar_civil_date(first);

	for (int64_t day = first; day < last; day++) {
		if (day_matches(&walk->rule, day, &date))
			walk->days[walk->day_count++] = day;
		if (++date.day > calendar_civil_month_length(date.year, date.month)) {
			date.day = 1;
			date.month = date.month % 12 + 1;
			date.year += date.month == 1;
		}
	}
	walk->work -= last - first;
}

static void year_take(struct calendar_rrule_walk *walk, int year)
{
	walk->work--;
	for (int month = 1; month <= 12; month++) {
		int64_t first = calendar_civil_day(year, month, 1);

		if (!walk->rule.months || walk->rule.months >> month & 1)
			days_take(walk, first, first + calendar_civil_month_length(year, month));
	}
}

static int first_year(const struct calendar_rrule_walk *walk)
{
	return calendar_civil_date(calendar_civil_wall_day(walk->start)).year;
}

/* The wall time at which a period begins; periods of less than a day begin on a whole unit of their frequency. */
static int64_t period_start(const struct calendar_rrule_walk *walk, int64_t period)
{
	int64_t ahead = period * walk->rule.interval;
	int64_t day = calendar_civil_wall_day(walk->start);
	struct calendar_date date;
	int64_t unit, month;

	switch (walk->rule.freq) {
	case CALENDAR_YEARLY:
		if (first_year(walk) + ahead > 9998)
			return INT64_MAX;
		return calendar_civil_day((int)(first_year(walk) + ahead), 1, 1) * CALENDAR_DAY;
	case CALENDAR_MONTHLY:
		date = calendar_civil_date(day);
		month = (int64_t)date.year * 12 + date.month - 1 + ahead;
		return month >= 9999 * 12
			       ? INT64_MAX
			       : calendar_civil_day((int)(month / 12), (int)(month % 12) + 1, 1) * CALENDAR_DAY;
	case CALENDAR_WEEKLY:
		day -= (calendar_civil_weekday(day) - walk->rule.first_weekday + 7) % 7;
		return (day + 7 * ahead) * CALENDAR_DAY;
	case CALENDAR_DAILY:
		return (day + ahead) * CALENDAR_DAY;
	default:
		unit = unit_seconds[walk->rule.freq];
		return walk->start - (walk->start - day * CALENDAR_DAY) % unit + ahead * unit;
	}
}

/* The last period that begins at or before a wall time after the start; fine to be one too early. */
static int64_t period_of(const struct calendar_rrule_walk *walk, int64_t wall)
{
	static const int64_t longest[] = { [CALENDAR_SECONDLY] = 1,
		[CALENDAR_MINUTELY] = 60,
		[CALENDAR_HOURLY] = 3600,
		[CALENDAR_DAILY] = CALENDAR_DAY,
		[CALENDAR_WEEKLY] = 7 * CALENDAR_DAY,
		[CALENDAR_MONTHLY] = 31 * CALENDAR_DAY,
		[CALENDAR_YEARLY] = 366 * CALENDAR_DAY };

	if (wall <= walk->start)
		return 0;
	return (wall - walk->start) / (longest[walk->rule.freq] * walk->rule.interval);
}

static int set_list(uint64_t set, int size, uint8_t *list)
{
	int count = 0;

	for (int i = 0; i < size; i++) {
		if (set >> i & 1)
			list[count++] = (uint8_t)i;
	}
	return count;
}

/* Moves to the first period that begins at or after a wall time. */
static void skip_to(struct calendar_rrule_walk *walk, int64_t wall)
{
	int64_t stride = unit_seconds[walk->rule.freq] * walk->rule.interval;
	int64_t behind = wall - period_start(walk, walk->period);

	walk->period += behind > 0 ? (behind + stride - 1) / stride : 1;
}

/* Fills in the candidates of a period shorter than a day. False when there are none; the period has then moved on, past
 * all others that cannot match for the same reason. */
static bool short_period_take(struct calendar_rrule_walk *walk, int64_t wall)
{
	const struct calendar_rrule *rule = &walk->rule;
	int64_t day = calendar_civil_wall_day(wall);
	int second = (int)(wall - day * CALENDAR_DAY);
	struct calendar_date date;

	walk->work--;
	if (walk->days[0] != day) {
		date = calendar_civil_date(day);
		walk->days[0] = day;
		walk->day_count = day_matches(rule, day, &date);
	}
	if (walk->day_count == 0) {
		skip_to(walk, (day + 1) * CALENDAR_DAY);
		return false;
	}
	if (rule->hours && !(rule->hours >> second / 3600 & 1)) {
		skip_to(walk, day * CALENDAR_DAY + (second / 3600 + 1) * 3600);
		return false;
	}
	walk->hours[0] = (uint8_t)(second / 3600);
	if (rule->freq == CALENDAR_HOURLY)
		return true;
	if (rule->minutes && !(rule->minutes >> second / 60 % 60 & 1)) {
		skip_to(walk, day * CALENDAR_DAY + (second / 60 + 1) * 60);
		return false;
	}
	walk->minutes[0] = (uint8_t)(second / 60 % 60);
	if (rule->freq == CALENDAR_MINUTELY)
		return true;
	if (rule->seconds && !(rule->seconds >> second % 60 & 1)) {
		walk->period++;
		return false;
	}
	walk->seconds[0] = (uint8_t)(second % 60);
	return true;
}

static int position_compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

static void positions_take(struct calendar_rrule_walk *walk)
{
	const struct calendar_ordinals *wanted = &walk->rule.positions;
	int64_t total = (int64_t)walk->day_count * walk->hour_count * walk->minute_count * walk->second_count;
	int64_t count = 0, kept = 0;

	walk->position = 0;
	walk->position_count = total;
	if (!wanted->given)
		return;
	for (int i = 1; i <= 366 && i <= total; i++) {
		if (calendar_bits_has(&wanted->from_start, i))
			walk->positions[count++] = i - 1;
		if (calendar_bits_has(&wanted->from_end, i))
			walk->positions[count++] = total - i;
	}
	qsort(walk->positions, (size_t)count, sizeof(*walk->positions), position_compare);
	for (int64_t i = 0; i < count; i++) {
		if (kept == 0 || walk->positions[kept - 1] != walk->positions[i])
			walk->positions[kept++] = walk->positions[i];
	}
	walk->position_count = kept;
}

static int64_t candidate(const struct calendar_rrule_walk *walk, int64_t position)
{
	int64_t index = walk->rule.positions.given ? walk->positions[position] : position;
	int64_t second = walk->seconds[index % walk->second_count];
	int64_t minute = walk->minutes[index / walk->second_count % walk->minute_count];
	int64_t hour = walk->hours[index / walk->second_count / walk->minute_count % walk->hour_count];
	int64_t day = walk->days[index / walk->second_count / walk->minute_count / walk->hour_count];

	return day * CALENDAR_DAY + hour * 3600 + minute * 60 + second;
}

/* Fills in the candidates of the next period that has any. False when the end is reached, or the work used up. */
static bool period_take(struct calendar_rrule_walk *walk)
{
	for (;;) {
		int64_t wall = period_start(walk, walk->period);
		int64_t day = calendar_civil_wall_day(wall);

		if (wall >= walk->end || walk->work <= 0)
			return false;
		if (walk->rule.freq <= CALENDAR_HOURLY) {
			if (!short_period_take(walk, wall))
				continue;
		} else {
			walk->day_count = 0;
			if (walk->rule.freq == CALENDAR_DAILY)
				days_take(walk, day, day + 1);
			else if (walk->rule.freq == CALENDAR_WEEKLY)
				days_take(walk, day, day + 7);
			else if (walk->rule.freq == CALENDAR_YEARLY)
				year_take(walk, (int)(first_year(walk) + walk->period * walk->rule.interval));
			else {
				struct calendar_date date = calendar_civil_date(day);

				days_take(walk, day, day + calendar_civil_month_length(date.year, date.month));
			}
		}
		walk->period++;
		positions_take(walk);
		if (walk->position_count > 0)
			return true;
	}
}

static int64_t common_divisor(int64_t a, int64_t b)
{
	while (b != 0) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* Whether the times of day that INTERVAL can ever reach include one that the BY… parts allow. Without this, a rule that
 * always lands beside its BYSECOND would be tried to the end. */
static bool times_reachable(struct calendar_rrule_walk *walk)
{
	const struct calendar_rrule *rule = &walk->rule;
	int64_t unit = unit_seconds[rule->freq];
	int64_t stride = common_divisor(rule->interval * unit, CALENDAR_DAY);
	int64_t base = (walk->start - calendar_civil_wall_day(walk->start) * CALENDAR_DAY) / unit * unit;

	walk->work -= CALENDAR_DAY / stride / 5;
	for (int64_t time = base % stride; time < CALENDAR_DAY; time += stride) {
		if (rule->hours && !(rule->hours >> time / 3600 & 1))
			continue;
		if (rule->freq < CALENDAR_HOURLY && rule->minutes && !(rule->minutes >> time / 60 % 60 & 1))
			continue;
		if (rule->freq < CALENDAR_MINUTELY && rule->seconds && !(rule->seconds >> time % 60 & 1))
			continue;
		return true;
	}
	return false;
}

/* Whatever the rule does not say is taken from DTSTART (RFC 5545 section 3.3.10). */
static void defaults_fill(struct calendar_rrule_walk *walk)
{
	struct calendar_rrule *rule = &walk->rule;
	int64_t day = calendar_civil_wall_day(walk->start);
	int second = (int)(walk->start - day * CALENDAR_DAY);
	struct calendar_date date = calendar_civil_date(day);
	bool has_weekdays = rule->weekdays || rule->has_nth;
	bool has_days = has_weekdays || rule->month_days.given || rule->year_days.given || rule->weeks.given;

	if (rule->freq > CALENDAR_SECONDLY && !rule->seconds)
		rule->seconds = UINT64_C(1) << second % 60;
	if (rule->freq > CALENDAR_MINUTELY && !rule->minutes)
		rule->minutes = UINT64_C(1) << second / 60 % 60;
	if (rule->freq > CALENDAR_HOURLY && !rule->hours)
		rule->hours = UINT64_C(1) << second / 3600;
	if (rule->freq == CALENDAR_YEARLY && !rule->months && !has_days)
		rule->months = UINT64_C(1) << date.month;
	if (rule->freq >= CALENDAR_MONTHLY && !has_days) {
		calendar_bits_set(&rule->month_days.from_start, date.day);
		rule->month_days.given = true;
	}
	if ((rule->freq == CALENDAR_WEEKLY && !has_days) ||
		(rule->freq == CALENDAR_YEARLY && rule->weeks.given && !has_weekdays && !rule->month_days.given &&
			!rule->year_days.given))
		rule->weekdays = UINT64_C(1) << calendar_civil_weekday(day);
}

const struct calendar_reason *calendar_rrule_begin(struct calendar_rrule_walk *walk, const struct calendar_rrule *rule,
	int64_t start, bool is_date, int64_t from, int64_t end, int64_t work)
{
	walk->rule = *rule;
	walk->start = start;
	walk->end = end;
	walk->left = rule->count;
	walk->work = work;
	walk->period = 0;
	walk->finished = false;
	walk->day_count = 0;
	walk->days[0] = INT64_MIN;
	walk->position = walk->position_count = 0;
	if (is_date && rule->freq < CALENDAR_DAILY)
		return calendar_reason(CALENDAR_WHY_RULE_WITHIN_DAYS);
	if (is_date)
		walk->rule.hours = walk->rule.minutes = walk->rule.seconds = 0;
	walk->rule.seconds &= ~(UINT64_C(1) << 60);
	if (rule->seconds && !is_date && !walk->rule.seconds)
		return calendar_reason(CALENDAR_WHY_RULE_LEAP_SECONDS);
	defaults_fill(walk);
	walk->hour_count = walk->minute_count = walk->second_count = 1;
	if (rule->freq > CALENDAR_HOURLY)
		walk->hour_count = set_list(walk->rule.hours, 24, walk->hours);
	if (rule->freq > CALENDAR_MINUTELY)
		walk->minute_count = set_list(walk->rule.minutes, 60, walk->minutes);
	if (rule->freq > CALENDAR_SECONDLY)
		walk->second_count = set_list(walk->rule.seconds, 60, walk->seconds);
	if (rule->freq < CALENDAR_DAILY && work > 0)
		walk->finished = !times_reachable(walk);
	if (rule->count == 0) {
		/* One period less, because the estimate divides by the longest a period can be. */
		walk->period = period_of(walk, from);
		walk->period -= walk->period > 0;
	}
	return NULL;
}

enum calendar_step calendar_rrule_next(struct calendar_rrule_walk *walk, int64_t *ret_wall)
{
	while (!walk->finished) {
		int64_t wall;

		if (walk->position >= walk->position_count && !period_take(walk)) {
			walk->finished = true;
			return walk->work <= 0 ? CALENDAR_STEP_TOO_MUCH_WORK : CALENDAR_STEP_END;
		}
		wall = candidate(walk, walk->position++);
		if (walk->work-- <= 0)
			return CALENDAR_STEP_TOO_MUCH_WORK;
		if (wall < walk->start)
			continue;
		if (wall >= walk->end || (walk->rule.count > 0 && walk->left-- <= 0))
			break;
		*ret_wall = wall;
		return CALENDAR_STEP_NEXT;
	}
	walk->finished = true;
	return CALENDAR_STEP_END;
}
