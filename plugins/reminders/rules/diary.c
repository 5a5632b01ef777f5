/* plugins/reminders/rules/ — when a person may be written to. */
#include "plugins/reminders/rules/diary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

enum {
	DAY_MINUTES = 24 * 60,
	QUIET_FROM = 19 * 60,
	QUIET_UNTIL = 7 * 60,
	LAST_EVENING = 18 * 60, /* of a day that has no quiet evening */
	HOUR_MINUTES = 60,
	MOST_DAYS = 400,                          /* how far a search goes */
	MOST_STEPS = MOST_DAYS + 3 * DAY_MINUTES, /* days that it leaps over, and minutes where it must not leap */
};

struct diary {
	const Person *person;
	UCalendar *calendar;
	UDateFormat *day;
	int quiet_from, quiet_until; /* equal: no quiet hours */
};

enum status diary_open(const Person *person, struct diary **ret, struct error *reterr)
{
	const char *zone = person->time_zone[0] != '\0' ? person->time_zone : "UTC";
	const char *locale = strncmp(person->language, "nl", 2) == 0 ? "nl_NL" : "en_GB";
	static const UChar pattern[] = u"EEEE d MMMM";
	struct diary *diary = calloc(1, sizeof(*diary));
	UErrorCode failure = U_ZERO_ERROR;
	UChar name[80], canonical[80];

	if (diary == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for a person's days");
	diary->person = person;
	diary->quiet_from = person->quiet_from_minute;
	diary->quiet_until = person->quiet_until_minute;
	if (diary->quiet_from == 0 && diary->quiet_until == 0) {
		diary->quiet_from = QUIET_FROM;
		diary->quiet_until = QUIET_UNTIL;
	}
	u_strFromUTF8(name, 80, NULL, zone, -1, &failure);
	ucal_getCanonicalTimeZoneID(name, -1, canonical, 80, NULL, &failure);
	diary->calendar = ucal_open(name, -1, locale, UCAL_GREGORIAN, &failure);
	diary->day = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, name, -1, pattern, -1, &failure);
	if (U_FAILURE(failure)) {
		diary_close(diary);
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "%s has the time zone \"%s\", which is not known",
			person->name, zone);
	}
	/* A minute that comes twice is its first; one that the clock leaps over is the first after the leap. */
	ucal_setAttribute(diary->calendar, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
	ucal_setAttribute(diary->calendar, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_NEXT_VALID);
	*ret = diary;
	return STATUS_OK;
}

void diary_close(struct diary *diary)
{
	if (diary == NULL)
		return;
	ucal_close(diary->calendar);
	udat_close(diary->day);
	free(diary);
}

/* Day and minute in one go: ICU reckons all of a moment's fields at the first that is asked. */
static struct diary_date read_wall(const struct diary *diary, int64_t at, int *ret_minute)
{
	UErrorCode failure = U_ZERO_ERROR;
	UCalendar *calendar = diary->calendar;

	ucal_setMillis(calendar, (UDate)(at / 1000), &failure);
	*ret_minute = ucal_get(calendar, UCAL_HOUR_OF_DAY, &failure) * 60 + ucal_get(calendar, UCAL_MINUTE, &failure);
	return (struct diary_date){ ucal_get(calendar, UCAL_YEAR, &failure),
		ucal_get(calendar, UCAL_MONTH, &failure) + 1, ucal_get(calendar, UCAL_DATE, &failure) };
}

struct diary_date diary_date_of(const struct diary *diary, int64_t at)
{
	int minute;

	return read_wall(diary, at, &minute);
}

int diary_minute_of(const struct diary *diary, int64_t at)
{
	int minute;

	read_wall(diary, at, &minute);
	return minute;
}

int64_t diary_at(const struct diary *diary, struct diary_date date, int minute)
{
	UErrorCode failure = U_ZERO_ERROR;

	ucal_clear(diary->calendar);
	ucal_setDateTime(diary->calendar, date.year, date.month - 1, date.day, minute / 60, minute % 60, 0, &failure);
	return (int64_t)ucal_getMillis(diary->calendar, &failure) * 1000;
}

/* Days since 0000-03-01 of the Gregorian calendar, by which dates are counted. */
static long days_of(struct diary_date date)
{
	long year = date.month > 2 ? date.year : date.year - 1;
	long month = (date.month + 9) % 12;

	return year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + date.day - 1;
}

static struct diary_date date_of_days(long days)
{
	long year = (10000 * days + 14780) / 3652425;
	long rest = days - (365 * year + year / 4 - year / 100 + year / 400);
	long month;

	if (rest < 0) {
		year--;
		rest = days - (365 * year + year / 4 - year / 100 + year / 400);
	}
	month = (100 * rest + 52) / 3060;
	return (struct diary_date){ (int)(year + (month + 2) / 12), (int)((month + 2) % 12 + 1),
		(int)(rest - (month * 306 + 5) / 10 + 1) };
}

struct diary_date diary_date_add(struct diary_date date, int days)
{
	return date_of_days(days_of(date) + days);
}

bool diary_date_parse(const char *text, struct diary_date *ret)
{
	struct diary_date date, back;
	int used = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &date.year, &date.month, &date.day, &used) != 3 || text[used] != '\0' ||
		used != 10 || date.month < 1 || date.month > 12 || date.day < 1)
		return false;
	back = diary_date_add(date, 0);
	if (date.month != back.month || date.day != back.day)
		return false;
	*ret = date;
	return true;
}

int diary_date_compare(struct diary_date left, struct diary_date right)
{
	long difference = days_of(left) - days_of(right);

	return (difference > 0) - (difference < 0);
}

void diary_date_format(struct diary_date date, char ret[16])
{
	snprintf(ret, 16, "%04u-%02u-%02u", (unsigned)date.year % 10000, (unsigned)date.month % 100,
		(unsigned)date.day % 100);
}

/* 1 is Monday, as in ISO 8601; 0000-03-01 was a Wednesday. */
static int weekday_of(struct diary_date date)
{
	return (int)((days_of(date) + 2) % 7) + 1;
}

bool diary_is_working(const struct diary *diary, struct diary_date date)
{
	const Person *person = diary->person;
	int weekday = weekday_of(date);
	bool working = person->n_working_days == 0 && weekday <= 5;
	char day[16];

	for (size_t i = 0; i < person->n_working_days && !working; i++)
		working = (int)person->working_days[i] == weekday;
	diary_date_format(date, day);
	for (size_t i = 0; i < person->n_days_off && working; i++)
		working = strcmp(person->days_off[i], day) != 0;
	return working;
}

static struct diary_date working_day(const struct diary *diary, struct diary_date date, int n, int step)
{
	struct diary_date found = date;

	for (int tried = 0, left = n; tried < MOST_DAYS; tried++) {
		found = diary_date_add(found, step);
		if (diary_is_working(diary, found) && --left == 0)
			return found;
	}
	return diary_date_add(date, n * step);
}

struct diary_date diary_working_before(const struct diary *diary, struct diary_date date, int n)
{
	return working_day(diary, date, n, -1);
}

struct diary_date diary_working_after(const struct diary *diary, struct diary_date date, int n)
{
	return working_day(diary, date, n, 1);
}

static bool is_quiet(const struct diary *diary, int minute)
{
	if (diary->quiet_from <= diary->quiet_until)
		return minute >= diary->quiet_from && minute < diary->quiet_until;
	return minute >= diary->quiet_from || minute < diary->quiet_until;
}

bool diary_is_open(const struct diary *diary, int64_t at)
{
	int minute;
	const struct diary_date date = read_wall(diary, at, &minute);

	return !is_quiet(diary, minute) && diary_is_working(diary, date);
}

/* The first minute of the day from that one on that is not quiet; DAY_MINUTES when none is left. */
static int open_minute(const struct diary *diary, int minute)
{
	while (minute < DAY_MINUTES && is_quiet(diary, minute))
		minute++;
	return minute;
}

/* Leaps from a shut moment to the next that can be open by the clock on the wall: later that day, or another day. Where
 * the clock itself leaps in between, the wall is no guide (its minutes come twice, or not at all): one minute on. */
static int64_t leap(const struct diary *diary, int64_t at)
{
	int minute;
	const struct diary_date date = read_wall(diary, at, &minute);
	const bool working = diary_is_working(diary, date);
	const int open = working ? open_minute(diary, minute) : DAY_MINUTES;
	const int64_t from = at - at % DIARY_MINUTE;
	const int64_t to =
		open < DAY_MINUTES ? diary_at(diary, date, open) : diary_at(diary, diary_date_add(date, 1), 0);

	if (to > from && (!working || to - from == (open - minute) * DIARY_MINUTE))
		return to;
	return from + DIARY_MINUTE;
}

int64_t diary_next_open(const struct diary *diary, int64_t at)
{
	for (int tried = 0; tried < MOST_STEPS; tried++, at = leap(diary, at))
		if (diary_is_open(diary, at))
			return at;
	return DIARY_NEVER;
}

/* Where the last open stretch before then ends; DIARY_NEVER without one. Minute by minute, but over whole days off. */
static int64_t end_of_stretch(const struct diary *diary, int64_t at)
{
	at -= at % DIARY_MINUTE;
	for (int tried = 0; tried < MOST_STEPS; tried++) {
		const int64_t before = at - DIARY_MINUTE;
		int minute;
		const struct diary_date date = read_wall(diary, before, &minute);
		const bool working = diary_is_working(diary, date);

		if (working && !is_quiet(diary, minute))
			return at;
		at = working ? before : diary_at(diary, date, 0);
		if (at > before) /* the day began twice */
			at = before;
	}
	return DIARY_NEVER;
}

int64_t diary_evening_before(const struct diary *diary, int64_t at)
{
	const bool quiet_evening = diary->quiet_from > diary->quiet_until;
	const int64_t end = end_of_stretch(diary, at);
	int64_t evening = end, earlier;

	if (end == DIARY_NEVER)
		return DIARY_NEVER;
	for (int i = 0; i < HOUR_MINUTES && diary_is_open(diary, evening - DIARY_MINUTE); i++)
		evening -= DIARY_MINUTE;
	earlier = diary_at(diary, diary_date_of(diary, evening), LAST_EVENING);
	return !quiet_evening && earlier < evening && diary_is_open(diary, earlier) ? earlier : evening;
}

void diary_say_day(const struct diary *diary, int64_t at, char ret[DIARY_WORDS])
{
	UErrorCode failure = U_ZERO_ERROR;
	UChar words[DIARY_WORDS];
	int32_t length = udat_format(diary->day, (UDate)(at / 1000), words, DIARY_WORDS, NULL, &failure);

	ret[0] = '\0';
	if (U_SUCCESS(failure))
		u_strToUTF8(ret, DIARY_WORDS, NULL, words, length, &failure);
}

void diary_say_time(const struct diary *diary, int64_t at, char ret[DIARY_WORDS])
{
	int minute = diary_minute_of(diary, at);

	snprintf(ret, DIARY_WORDS, "%02d:%02d", minute / 60, minute % 60);
}
