/* plugins/calendar/ical: reads the text of a recurrence rule. See rrule.h. */
#include "rrule.h"

#include "civil.h"

#include <string.h>
#include <strings.h>

enum part {
	PART_FREQ,
	PART_INTERVAL,
	PART_COUNT,
	PART_UNTIL,
	PART_WKST,
	PART_BYSECOND,
	PART_BYMINUTE,
	PART_BYHOUR,
	PART_BYDAY,
	PART_BYMONTHDAY,
	PART_BYYEARDAY,
	PART_BYWEEKNO,
	PART_BYMONTH,
	PART_BYSETPOS,
	PART_RSCALE,
	PART_SKIP
};

struct span {
	const char *at;
	const char *end;
};

static bool span_is(struct span span, const char *word)
{
	size_t length = (size_t)(span.end - span.at);

	return length == strlen(word) && strncasecmp(span.at, word, length) == 0;
}

/* Cuts what stands before the separator off the front of *rest. False when nothing is left. */
static bool span_cut(struct span *rest, char separator, struct span *ret)
{
	const char *found;

	if (rest->at > rest->end)
		return false;
	found = memchr(rest->at, separator, (size_t)(rest->end - rest->at));
	ret->at = rest->at;
	ret->end = found ? found : rest->end;
	rest->at = ret->end + 1;
	while (ret->at < ret->end && (*ret->at == ' ' || *ret->at == '\t'))
		ret->at++;
	while (ret->end > ret->at && (ret->end[-1] == ' ' || ret->end[-1] == '\t'))
		ret->end--;
	return true;
}

static bool number_read(struct span span, int64_t low, int64_t high, int64_t *ret)
{
	bool negative = false;
	int64_t value = 0;

	if (span.at < span.end && (*span.at == '+' || *span.at == '-'))
		negative = *span.at++ == '-';
	if (span.at == span.end || span.end - span.at > 12)
		return false;
	for (; span.at < span.end; span.at++) {
		if (*span.at < '0' || *span.at > '9')
			return false;
		value = value * 10 + (*span.at - '0');
	}
	value = negative ? -value : value;
	if (value < low || value > high)
		return false;
	*ret = value;
	return true;
}

static bool weekday_read(struct span span, int *ret)
{
	static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

	for (int i = 0; i < 7; i++) {
		if (span_is(span, names[i])) {
			*ret = i;
			return true;
		}
	}
	return false;
}

static bool small_set_read(struct span list, int low, int high, uint64_t *ret)
{
	struct span item;
	int64_t number;

	while (span_cut(&list, ',', &item)) {
		if (!number_read(item, low, high, &number))
			return false;
		*ret |= UINT64_C(1) << number;
	}
	return true;
}

static void ordinal_add(struct calendar_ordinals *ordinals, int64_t number)
{
	calendar_bits_set(
		number > 0 ? &ordinals->from_start : &ordinals->from_end, (int)(number > 0 ? number : -number));
	ordinals->given = true;
}

static bool ordinals_read(struct span list, int high, struct calendar_ordinals *ret)
{
	struct span item;
	int64_t number;

	while (span_cut(&list, ',', &item)) {
		if (!number_read(item, -high, high, &number) || number == 0)
			return false;
		ordinal_add(ret, number);
	}
	return true;
}

static bool weekdays_read(struct span list, struct calendar_rrule *rule)
{
	struct span item, number_part;
	int64_t number;
	int weekday;

	while (span_cut(&list, ',', &item)) {
		if (item.end - item.at < 2)
			return false;
		number_part = (struct span){ item.at, item.end - 2 };
		item.at = item.end - 2;
		if (!weekday_read(item, &weekday))
			return false;
		if (number_part.at == number_part.end) {
			rule->weekdays |= UINT64_C(1) << weekday;
			continue;
		}
		if (!number_read(number_part, -53, 53, &number) || number == 0)
			return false;
		ordinal_add(&rule->nth_weekdays[weekday], number);
		rule->has_nth = true;
	}
	return true;
}

static bool freq_read(struct span value, enum calendar_freq *ret)
{
	static const char *const names[] = { "SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };

	for (int i = CALENDAR_SECONDLY; i <= CALENDAR_YEARLY; i++) {
		if (span_is(value, names[i])) {
			*ret = (enum calendar_freq)i;
			return true;
		}
	}
	return false;
}

static bool until_read(struct span value, struct calendar_rrule *rule)
{
	bool is_date, is_utc;

	if (!calendar_civil_read(value.at, (size_t)(value.end - value.at), &rule->until, &is_date, &is_utc))
		return false;
	rule->until_kind = is_date ? CALENDAR_UNTIL_DATE : is_utc ? CALENDAR_UNTIL_UTC : CALENDAR_UNTIL_LOCAL;
	return true;
}

static bool part_value_read(enum part part, struct span value, struct calendar_rrule *rule)
{
	switch (part) {
	case PART_FREQ:
		return freq_read(value, &rule->freq);
	case PART_INTERVAL:
		return number_read(value, 1, INT32_MAX, &rule->interval);
	case PART_COUNT:
		return number_read(value, 1, INT32_MAX, &rule->count);
	case PART_UNTIL:
		return until_read(value, rule);
	case PART_WKST:
		return weekday_read(value, &rule->first_weekday);
	case PART_BYSECOND:
		return small_set_read(value, 0, 60, &rule->seconds);
	case PART_BYMINUTE:
		return small_set_read(value, 0, 59, &rule->minutes);
	case PART_BYHOUR:
		return small_set_read(value, 0, 23, &rule->hours);
	case PART_BYDAY:
		return weekdays_read(value, rule);
	case PART_BYMONTHDAY:
		return ordinals_read(value, 31, &rule->month_days);
	case PART_BYYEARDAY:
		return ordinals_read(value, 366, &rule->year_days);
	case PART_BYWEEKNO:
		return ordinals_read(value, 53, &rule->weeks);
	case PART_BYMONTH:
		return small_set_read(value, 1, 12, &rule->months);
	case PART_BYSETPOS:
		return ordinals_read(value, 366, &rule->positions);
	case PART_RSCALE: /* RFC 7529; other calendars are not known here */
		return span_is(value, "GREGORIAN");
	case PART_SKIP:
		return span_is(value, "OMIT");
	}
	return false;
}

/* The value of each part is wrong in one way only: it is not what the RFC allows there. */
static const struct {
	const char *name;
	enum calendar_why reason;
} parts[] = {
	[PART_FREQ] = { "FREQ", CALENDAR_WHY_RULE_FREQ },
	[PART_INTERVAL] = { "INTERVAL", CALENDAR_WHY_RULE_INTERVAL },
	[PART_COUNT] = { "COUNT", CALENDAR_WHY_RULE_COUNT },
	[PART_UNTIL] = { "UNTIL", CALENDAR_WHY_RULE_UNTIL },
	[PART_WKST] = { "WKST", CALENDAR_WHY_RULE_WKST },
	[PART_BYSECOND] = { "BYSECOND", CALENDAR_WHY_RULE_BYSECOND },
	[PART_BYMINUTE] = { "BYMINUTE", CALENDAR_WHY_RULE_BYMINUTE },
	[PART_BYHOUR] = { "BYHOUR", CALENDAR_WHY_RULE_BYHOUR },
	[PART_BYDAY] = { "BYDAY", CALENDAR_WHY_RULE_BYDAY },
	[PART_BYMONTHDAY] = { "BYMONTHDAY", CALENDAR_WHY_RULE_BYMONTHDAY },
	[PART_BYYEARDAY] = { "BYYEARDAY", CALENDAR_WHY_RULE_BYYEARDAY },
	[PART_BYWEEKNO] = { "BYWEEKNO", CALENDAR_WHY_RULE_BYWEEKNO },
	[PART_BYMONTH] = { "BYMONTH", CALENDAR_WHY_RULE_BYMONTH },
	[PART_BYSETPOS] = { "BYSETPOS", CALENDAR_WHY_RULE_BYSETPOS },
	[PART_RSCALE] = { "RSCALE", CALENDAR_WHY_RULE_RSCALE },
	[PART_SKIP] = { "SKIP", CALENDAR_WHY_RULE_SKIP },
};

static const struct calendar_reason *part_read(struct span text, struct calendar_rrule *rule, unsigned *seen)
{
	struct span rest = text, name;

	span_cut(&rest, '=', &name);
	if (rest.at > rest.end)
		return calendar_reason(CALENDAR_WHY_RULE_PART_EMPTY);
	for (unsigned i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (!span_is(name, parts[i].name))
			continue;
		if (*seen & 1U << i)
			return calendar_reason(CALENDAR_WHY_RULE_PART_TWICE);
		*seen |= 1U << i;
		return part_value_read((enum part)i, rest, rule) ? NULL : calendar_reason(parts[i].reason);
	}
	return calendar_reason(CALENDAR_WHY_RULE_PART_UNKNOWN);
}

/* What the RFC forbids and has no plain meaning. */
static const struct calendar_reason *combination_check(const struct calendar_rrule *rule, unsigned seen)
{
	bool limits_anything =
		seen & ~(1U << PART_FREQ | 1U << PART_INTERVAL | 1U << PART_COUNT | 1U << PART_UNTIL | 1U << PART_WKST |
			       1U << PART_BYSETPOS | 1U << PART_RSCALE | 1U << PART_SKIP);

	if (!(seen & 1U << PART_FREQ))
		return calendar_reason(CALENDAR_WHY_RULE_NO_FREQ);
	if (rule->has_nth && rule->freq < CALENDAR_MONTHLY)
		return calendar_reason(CALENDAR_WHY_RULE_NTH_WITHIN_WEEKS);
	if (rule->has_nth && rule->weeks.given)
		return calendar_reason(CALENDAR_WHY_RULE_NTH_AND_WEEKS);
	if (rule->positions.given && !limits_anything)
		return calendar_reason(CALENDAR_WHY_RULE_NO_POSITIONS);
	return NULL;
}

const struct calendar_reason *calendar_rrule_read(const char *text, struct calendar_rrule *ret)
{
	struct span rest = { text, text + strlen(text) }, part;
	const struct calendar_reason *reason;
	unsigned seen = 0;

	*ret = (struct calendar_rrule){ .interval = 1 };
	while (span_cut(&rest, ';', &part)) {
		if (part.at == part.end)
			continue;
		reason = part_read(part, ret, &seen);
		if (reason)
			return reason;
	}
	return combination_check(ret, seen);
}
