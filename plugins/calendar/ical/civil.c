/* plugins/calendar/ical: see civil.h. */
#include "civil.h"

#include <stdio.h>

/* Years are counted from 1 March here, so that the leap day is the last of its year and drops out of the sums. */
int64_t calendar_civil_day(int year, int month, int day)
{
	int64_t from_march = (month + 9) % 12;
	int64_t y = (int64_t)year - (month <= 2);
	int64_t leap_days = y >= 0 ? y / 4 - y / 100 + y / 400 : -((-y + 3) / 4 - (-y + 99) / 100 + (-y + 399) / 400);

	return y * 365 + leap_days + (from_march * 306 + 5) / 10 + day - 1 - 719468;
}

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int calendar_civil_month_length(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

int calendar_civil_year_length(int year)
{
	return is_leap(year) ? 366 : 365;
}

struct calendar_date calendar_civil_date(int64_t day)
{
	struct calendar_date date = { .year = (int)(1970 + day / 366), .month = 1 };

	/* 366 days a year never shoots past the year sought after 1970; before it, step back first. */
	while (calendar_civil_day(date.year, 1, 1) > day)
		date.year--;
	while (day >= calendar_civil_day(date.year + 1, 1, 1))
		date.year++;
	day -= calendar_civil_day(date.year, 1, 1);
	while (day >= calendar_civil_month_length(date.year, date.month))
		day -= calendar_civil_month_length(date.year, date.month++);
	date.day = (int)day + 1;
	return date;
}

int calendar_civil_weekday(int64_t day)
{
	int64_t since_monday = (day + 3) % 7;

	return (int)(since_monday < 0 ? since_monday + 7 : since_monday);
}

int64_t calendar_civil_first_week(int year, int first_weekday)
{
	/* The fourth of January is always in week 1. */
	int64_t fourth = calendar_civil_day(year, 1, 4);

	return fourth - (calendar_civil_weekday(fourth) - first_weekday + 7) % 7;
}

int64_t calendar_civil_wall_day(int64_t wall)
{
	return wall >= 0 ? wall / CALENDAR_DAY : -((-wall + CALENDAR_DAY - 1) / CALENDAR_DAY);
}

static bool digits_read(const char *text, int count, int *ret)
{
	int value = 0;

	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (text[i] - '0');
	}
	*ret = value;
	return true;
}

bool calendar_civil_read(const char *text, size_t length, int64_t *ret_wall, bool *ret_is_date, bool *ret_is_utc)
{
	int year, month, day, hour = 0, minute = 0, second = 0;
	bool is_date = length == 8;
	bool is_utc = length == 16;

	if (!is_date && length != 15 && length != 16)
		return false;
	if (!digits_read(text, 4, &year) || !digits_read(text + 4, 2, &month) || !digits_read(text + 6, 2, &day))
		return false;
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > calendar_civil_month_length(year, month))
		return false;
	if (!is_date) {
		if (text[8] != 'T' && text[8] != 't')
			return false;
		if (!digits_read(text + 9, 2, &hour) || !digits_read(text + 11, 2, &minute) ||
			!digits_read(text + 13, 2, &second))
			return false;
		if (hour > 23 || minute > 59 || second > 60 || (is_utc && text[15] != 'Z' && text[15] != 'z'))
			return false;
		if (second == 60) /* a leap second is the second before it to a calendar */
			second = 59;
	}
	*ret_wall = calendar_civil_day(year, month, day) * CALENDAR_DAY + hour * 3600 + minute * 60 + second;
	*ret_is_date = is_date;
	*ret_is_utc = is_utc;
	return true;
}

void calendar_civil_write_date(int64_t day, char text[CALENDAR_CIVIL_TEXT_MAX])
{
	struct calendar_date date = calendar_civil_date(day);

	snprintf(text, CALENDAR_CIVIL_TEXT_MAX, "%04d-%02d-%02d", date.year, date.month, date.day);
}

void calendar_civil_write_time(int64_t wall, char text[CALENDAR_CIVIL_TEXT_MAX])
{
	int64_t day = calendar_civil_wall_day(wall);
	struct calendar_date date = calendar_civil_date(day);
	int second = (int)(wall - day * CALENDAR_DAY);

	snprintf(text, CALENDAR_CIVIL_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d", date.year, date.month, date.day,
		second / 3600, second / 60 % 60, second % 60);
}
