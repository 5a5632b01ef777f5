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
	MOST_DAYS = 400,        /* how far a search goes */
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

static int field(const struct diary *diary, int64_t at, UCalendarDateFields which)
{
	UErrorCode failure = U_ZERO_ERROR;

	ucal_setMillis(diary->calendar, (UDate)(at / 1000), &failure);
	return ucal_get(diary->calendar, which, &failure);
}

struct diary_date diary_date_of(const struct diary *diary, int64_t at)
{
	return (struct diary_date){ field(diary, at, UCAL_YEAR), field(diary, at, UCAL_MONTH) + 1,
		field(diary, at, UCAL_DATE) };
}

int diary_minute_of(const struct diary *diary, int64_t at)
{
	return field(diary, at, UCAL_HOUR_OF_DAY) * 60 + field(diary, at, UCAL_MINUTE);
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
	return diary_is_working(diary, diary_date_of(diary, at)) && !is_quiet(diary, diary_minute_of(diary, at));
}

int64_t diary_next_open(const struct diary *diary, int64_t at)
{
	struct diary_date date = diary_date_of(diary, at);
	int minute = diary_minute_of(diary, at);

	if (diary_is_open(diary, at))
		return at;
	for (int tried = 0; tried < MOST_DAYS; tried++) {
		if (diary_is_working(diary, date)) {
			while (minute < DAY_MINUTES && is_quiet(diary, minute))
				minute++;
			if (minute < DAY_MINUTES)
				return diary_at(diary, date, minute);
		}
		date = diary_date_add(date, 1);
		minute = 0;
	}
	return DIARY_NEVER;
}

int64_t diary_evening_before(const struct diary *diary, int64_t at)
{
	struct diary_date date = diary_date_of(diary, at);
	bool quiet_evening = diary->quiet_from > diary->quiet_until;
	int evening = quiet_evening ? diary->quiet_from - 60 : LAST_EVENING;

	if (diary_minute_of(diary, at) < evening || !diary_is_working(diary, date))
		date = diary_working_before(diary, date, 1);
	return diary_at(diary, date, evening > diary->quiet_until || !quiet_evening ? evening : diary->quiet_until);
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
