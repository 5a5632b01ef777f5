/* skip_unprepared — which sessions a simulation is about. */
#define _DEFAULT_SOURCE /* timegm */
#include "simulation_period.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECOND       INT64_C(1000000)
#define THREE_MONTHS (92 * 24 * 3600 * SECOND)

static int64_t time_us(const Timestamp *time)
{
	const int64_t most = INT64_C(253402300799); /* the end of 9999 */
	const int64_t seconds = time->seconds < -most ? -most : time->seconds > most ? most : time->seconds;

	return seconds * SECOND + time->nanos / 1000;
}

static int64_t first_of(int year, int month)
{
	struct tm day = { .tm_year = year - 1900, .tm_mon = month, .tm_mday = 1 };

	return (int64_t)timegm(&day) * SECOND;
}

/* "2026-Q1", and nothing else. */
static bool read_quarter(const char *text, struct period *ret)
{
	int year, quarter;

	if (strlen(text) != 7 || strspn(text, "0123456789") != 4 || text[4] != '-' ||
		toupper((unsigned char)text[5]) != 'Q' || text[6] < '1' || text[6] > '4')
		return false;
	year = atoi(text);
	quarter = text[6] - '1';
	if (year < 1970)
		return false;
	ret->from = first_of(year, quarter * 3);
	ret->until = first_of(year, quarter * 3 + 3);
	return true;
}

const char *period_read(const SimulateGateRequest *request, int64_t now, struct period *ret)
{
	if (request->quarter[0] != '\0') {
		if (request->from_time != NULL || request->until_time != NULL || !read_quarter(request->quarter, ret))
			return "quarter";
		return NULL;
	}
	ret->until = request->until_time != NULL ? time_us(request->until_time) : now;
	ret->from = request->from_time != NULL ? time_us(request->from_time) : ret->until - THREE_MONTHS;
	return ret->from < ret->until ? NULL : "from_time";
}
