/* domain/ — quarters of the year. */
#include "daemon/domain/quarter.h"

#include <stdio.h>
#include <string.h>

#include "daemon/domain/day.h"

bool quarter_parse(const char *text, int *ret_quarter)
{
	int year = 0;

	if (strlen(text) != QUARTER_TEXT - 1 || text[4] != '-' || (text[5] != 'Q' && text[5] != 'q') || text[6] < '1' ||
		text[6] > '4')
		return false;
	for (int i = 0; i < 4; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		year = year * 10 + (text[i] - '0');
	}
	if (year < 1583 || year > 9998)
		return false;
	*ret_quarter = year * 4 + (text[6] - '1');
	return true;
}

void quarter_format(int quarter, char ret[QUARTER_TEXT])
{
	snprintf(ret, QUARTER_TEXT, "%04d-Q%d", quarter / 4 % 10000, quarter % 4 + 1);
}

int quarter_of(int day)
{
	int year, month, day_of_month;

	day_split(day, &year, &month, &day_of_month);
	return year * 4 + (month - 1) / 3;
}

int quarter_first_day(int quarter)
{
	int day = 0;

	day_make(quarter / 4, quarter % 4 * 3 + 1, 1, &day);
	return day;
}
