/* skip_unprepared — moments. */
#include "moment.h"

#include <stdio.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#define ZONE_SIZE 100

static void format(int64_t us, const char *zone, const char *locale, const char *pattern, char *ret, int32_t size)
{
	UChar wide_zone[ZONE_SIZE], wide_pattern[ZONE_SIZE], text[MOMENT_TEXT];
	UErrorCode error = U_ZERO_ERROR;
	UDateFormat *formatter;
	int32_t length;

	u_uastrncpy(wide_zone, zone[0] != '\0' ? zone : "UTC", ZONE_SIZE - 1);
	u_uastrncpy(wide_pattern, pattern, ZONE_SIZE - 1);
	wide_zone[ZONE_SIZE - 1] = wide_pattern[ZONE_SIZE - 1] = 0;
	formatter = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, wide_zone, -1, wide_pattern, -1, &error);
	length = udat_format(formatter, (double)us / 1000, text, MOMENT_TEXT, NULL, &error);
	ret[0] = '\0';
	u_strToUTF8(ret, size, NULL, text, length, &error);
	if (U_FAILURE(error))
		ret[0] = '\0';
	udat_close(formatter);
}

void moment_day(int64_t us, const char *zone, char ret[MOMENT_DAY])
{
	format(us, zone, "en", "yyyy-MM-dd", ret, MOMENT_DAY);
}

void moment_time(int64_t us, const char *zone, char ret[MOMENT_TEXT])
{
	format(us, zone, "en", "HH:mm", ret, MOMENT_TEXT);
}

void moment_text(int64_t us, const char *zone, const char *locale, char ret[MOMENT_TEXT])
{
	format(us, zone, locale, "EEEE d MMMM HH:mm", ret, MOMENT_TEXT);
}
