/* base/ — wall time, real or manual, and the monotonic one. */
#include "daemon/base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/base/log.h"

struct clock {
	bool manual;
	_Atomic int64_t now; /* of a manual one */
};

static struct clock *create(bool manual, int64_t now)
{
	struct clock *clock = malloc(sizeof(*clock));

	if (clock == NULL) {
		log_error("out of memory");
		abort();
	}
	clock->manual = manual;
	atomic_init(&clock->now, now);
	return clock;
}

struct clock *clock_create_real(void)
{
	return create(false, 0);
}

struct clock *clock_create_manual(int64_t start_us)
{
	return create(true, start_us);
}

void clock_destroy(struct clock *clock)
{
	free(clock);
}

bool clock_is_manual(const struct clock *clock)
{
	return clock->manual;
}

int64_t clock_now(const struct clock *clock)
{
	struct timespec now;

	if (clock->manual)
		return atomic_load(&clock->now);
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

enum status clock_set(struct clock *clock, int64_t now_us, struct error *reterr)
{
	int64_t now = atomic_load(&clock->now);

	if (!clock->manual)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "the clock is real and moves by itself");
	do {
		if (now_us < now)
			return error_set(reterr, STATUS_FAILED_PRECONDITION, "the clock never runs backwards");
	} while (!atomic_compare_exchange_weak(&clock->now, &now, now_us));
	return STATUS_OK;
}

void clock_jump(struct clock *clock, int64_t now_us)
{
	atomic_store(&clock->now, now_us);
}

int64_t clock_monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar. Years begin in March, so that the leap day comes last. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
	const int64_t y = month > 2 ? year : year - 1;
	const int64_t era = (y >= 0 ? y : y - 399) / 400;
	const int64_t year_of_era = y - era * 400;
	const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

static int days_of_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

/* Reads exactly `digits` digits; -1 when they are not there. */
static int number(const char **at, int digits)
{
	int value = 0;

	for (int i = 0; i < digits; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return -1;
		value = value * 10 + (**at - '0');
	}
	return value;
}

static bool literal(const char **at, const char *any_of)
{
	if (**at == '\0' || strchr(any_of, **at) == NULL)
		return false;
	(*at)++;
	return true;
}

/* ".5", ".123456789": what is finer than a microsecond is cut. Nothing is fine too. */
static bool fraction(const char **at, int64_t *ret_us)
{
	int64_t unit = CLOCK_SECOND;

	*ret_us = 0;
	if (**at != '.')
		return true;
	(*at)++;
	if (**at < '0' || **at > '9')
		return false;
	for (; **at >= '0' && **at <= '9'; (*at)++) {
		unit /= 10;
		*ret_us += (**at - '0') * unit;
	}
	return true;
}

static bool offset(const char **at, int64_t *ret_us)
{
	const char sign = **at;
	int hours, minutes;

	*ret_us = 0;
	if (literal(at, "Zz"))
		return true;
	if (!literal(at, "+-"))
		return false;
	hours = number(at, 2);
	if (hours < 0 || hours > 23 || !literal(at, ":"))
		return false;
	minutes = number(at, 2);
	if (minutes < 0 || minutes > 59)
		return false;
	*ret_us = (hours * CLOCK_HOUR + minutes * CLOCK_MINUTE) * (sign == '-' ? -1 : 1);
	return true;
}

static bool parse(const char *at, int64_t *ret_us)
{
	int64_t part, zone;
	int year, month, day, hour, minute, second;

	year = number(&at, 4);
	if (year < 0 || !literal(&at, "-"))
		return false;
	month = number(&at, 2);
	if (month < 1 || month > 12 || !literal(&at, "-"))
		return false;
	day = number(&at, 2);
	if (day < 1 || day > days_of_month(year, month) || !literal(&at, "Tt "))
		return false;
	hour = number(&at, 2);
	if (hour < 0 || hour > 23 || !literal(&at, ":"))
		return false;
	minute = number(&at, 2);
	if (minute < 0 || minute > 59 || !literal(&at, ":"))
		return false;
	second = number(&at, 2); /* 60 is a leap second: the first of the next minute, to a clock that has none */
	if (second < 0 || second > 60 || !fraction(&at, &part) || !offset(&at, &zone) || *at != '\0')
		return false;
	*ret_us = days_from_civil(year, month, day) * CLOCK_DAY + hour * CLOCK_HOUR + minute * CLOCK_MINUTE +
		  second * CLOCK_SECOND + part - zone;
	return true;
}

enum status clock_parse(const char *text, int64_t *ret_us, struct error *reterr)
{
	int64_t value;

	if (!parse(text, &value))
		return error_set(reterr, STATUS_INVALID_ARGUMENT,
			"\"%.60s\" is not a time such as 2026-03-02T08:00:00+01:00", text);
	*ret_us = value;
	return STATUS_OK;
}
