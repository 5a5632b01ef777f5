/* proto/ — days of the calendar. */
#include "proto/day.h"

#include <stdio.h>
#include <string.h>

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && leap(year) ? 29 : length[month - 1];
}

/* Days from 0001-01-01 to January 1st of the year. */
static int days_before_year(int year)
{
	int past = year - 1;

	return past * 365 + past / 4 - past / 100 + past / 400;
}

#define EPOCH 719162 /* days_before_year(1970) */

bool day_make(int year, int month, int day_of_month, int *ret_day)
{
	int day;

	if (year < 1583 || year > 9999 || month < 1 || month > 12 || day_of_month < 1 ||
		day_of_month > days_in_month(year, month))
		return false;
	day = days_before_year(year) - EPOCH + day_of_month - 1;
	for (int m = 1; m < month; m++)
		day += days_in_month(year, m);
	*ret_day = day;
	return true;
}

void day_split(int day, int *ret_year, int *ret_month, int *ret_day_of_month)
{
	int year = 1970 + day / 366, month = 1, rest;

	if (day < 0)
		year = 1970 + day / 365 - 1;
	while (days_before_year(year + 1) - EPOCH <= day)
		year++;
	rest = day - (days_before_year(year) - EPOCH);
	while (rest >= days_in_month(year, month))
		rest -= days_in_month(year, month++);
	*ret_year = year;
	*ret_month = month;
	*ret_day_of_month = rest + 1;
}

static bool number(const char *text, int digits, int *ret)
{
	*ret = 0;
	for (int i = 0; i < digits; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*ret = *ret * 10 + text[i] - '0';
	}
	return true;
}

bool day_parse(const char *text, int *ret_day)
{
	int year, month, day;

	if (text == NULL || strlen(text) != DAY_TEXT - 1 || text[4] != '-' || text[7] != '-')
		return false;
	return number(text, 4, &year) && number(text + 5, 2, &month) && number(text + 8, 2, &day) &&
	       day_make(year, month, day, ret_day);
}

void day_format(int day, char ret[DAY_TEXT])
{
	int year, month, day_of_month;

	day_split(day, &year, &month, &day_of_month);
	snprintf(ret, DAY_TEXT, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
		(unsigned)day_of_month % 100);
}

int day_of_week(int day)
{
	int rest = (day + 3) % 7; /* 1970-01-01 was a Thursday */

	return (rest < 0 ? rest + 7 : rest) + 1;
}
