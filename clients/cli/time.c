/* clients/cli — times in the caller's zone and language, by ICU: a minimal Debian knows no Dutch days of the week. */
#include "cli.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "proto/json_time.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/person.pb-c.h"

#define DAY_MS 86400000.0

struct cli_time {
	UChar zone[64];
	UDateFormat *moment, *date;
};

/* ICU gives the names of days and months; what stands between them is ours, for its releases differ about that. */
static const struct pattern {
	const char *locale, *moment, *date;
} english = { "en_GB", "EEE, d MMM y, HH:mm", "EEE, d MMM y" }, dutch = { "nl_NL", "EEE d MMM y HH:mm", "EEE d MMM y" };

static UDateFormat *open_format(const char *locale, const char *pattern, const UChar *zone)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar wide[32];
	UDateFormat *format;

	u_uastrcpy(wide, pattern);
	format = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, zone, -1, wide, -1, &code);
	return U_FAILURE(code) ? NULL : format;
}

/* The zone the daemon knows for the caller; the machine's when it knows none. */
static struct cli_time *times(struct cli *cli)
{
	const struct pattern *pattern = strcmp(cli->locale, "nl") == 0 ? &dutch : &english;
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	UErrorCode code = U_ZERO_ERROR;
	static const UChar utc[] = { 'U', 'T', 'C', 0 };
	Person *me;

	if (cli->time != NULL)
		return cli->time;
	cli->time = calloc(1, sizeof(*cli->time));
	if (cli->time == NULL)
		abort();
	request.name = (char *)"people/me";
	if (cli_try(cli, "People/GetPerson", &request, &person__descriptor, 0, &me, NULL) == STATUS_OK &&
		me->time_zone[0] != '\0' && strlen(me->time_zone) < 60)
		u_uastrcpy(cli->time->zone, me->time_zone);
	else
		ucal_getDefaultTimeZone(cli->time->zone, 64, &code);
	cli->time->moment = open_format(pattern->locale, pattern->moment, cli->time->zone);
	cli->time->date = open_format(pattern->locale, pattern->date, utc);
	return cli->time;
}

static void print(const UDateFormat *format, double ms, char ret[80])
{
	UErrorCode code = U_ZERO_ERROR;
	UChar text[80];

	ret[0] = '\0';
	if (format == NULL)
		return;
	udat_format(format, ms, text, 80, NULL, &code);
	u_strToUTF8(ret, 80, NULL, text, -1, &code);
	if (U_FAILURE(code))
		ret[0] = '\0';
}

void cli_time_print(struct cli *cli, const Timestamp *timestamp, char ret[80])
{
	ret[0] = '\0';
	if (timestamp != NULL)
		print(times(cli)->moment, (double)timestamp->seconds * 1000.0, ret);
}

static bool read_date(const char *text, int *year, int *month, int *day, int *length)
{
	*length = 0;
	return sscanf(text, "%4d-%2d-%2d%n", year, month, day, length) == 3 && *length == 10 && *month >= 1 &&
	       *month <= 12 && *day >= 1 && *day <= 31;
}

/* Local fields to ms since 1970; the zone NULL is UTC. */
static bool to_ms(const UChar *zone, int year, int month, int day, int hour, int minute, double *ret)
{
	static const UChar utc[] = { 'U', 'T', 'C', 0 };
	UErrorCode code = U_ZERO_ERROR;
	UCalendar *calendar = ucal_open(zone == NULL ? utc : zone, -1, "en_GB", UCAL_GREGORIAN, &code);

	if (U_FAILURE(code))
		return false;
	ucal_clear(calendar);
	ucal_setAttribute(calendar, UCAL_LENIENT, 0);
	ucal_setDateTime(calendar, year, month - 1, day, hour, minute, 0, &code);
	*ret = ucal_getMillis(calendar, &code);
	ucal_close(calendar);
	return !U_FAILURE(code);
}

void cli_date_print(struct cli *cli, const char *date, char ret[80])
{
	int year, month, day, length;
	double ms;

	if (read_date(date, &year, &month, &day, &length) && to_ms(NULL, year, month, day, 0, 0, &ms))
		print(times(cli)->date, ms, ret);
	else
		snprintf(ret, 80, "%s", date);
}

/* "T08:00", " 08:00:30": nothing may follow. */
static bool read_hour(const char *text, int *ret_hour, int *ret_minute, int *ret_second)
{
	int length = 0;

	*ret_second = 0;
	if (sscanf(text, "%*1[T ]%2d:%2d%n", ret_hour, ret_minute, &length) != 2)
		return false;
	text += length;
	if (sscanf(text, ":%2d%n", ret_second, &length) == 1)
		text += length;
	return *text == '\0' && *ret_second >= 0 && *ret_second < 60;
}

/* RFC 3339 wants seconds; people leave them out: "2026-03-09T08:00+01:00". */
static bool read_with_offset(const char *text, Timestamp *ret)
{
	const size_t minutes = strlen("2026-03-09T08:00");
	char whole[64];

	if (json_time_parse(text, &ret->seconds, &ret->nanos))
		return true;
	if (strlen(text) <= minutes || strchr("Zz+-", text[minutes]) == NULL)
		return false;
	snprintf(whole, sizeof(whole), "%.*s:00%s", (int)minutes, text, text + minutes);
	return json_time_parse(whole, &ret->seconds, &ret->nanos);
}

/* "10:30", of today. */
static bool is_hour(const char *text)
{
	const size_t length = strlen(text);

	return (length == 4 || length == 5) && strspn(text, "0123456789:") == length && text[length - 3] == ':';
}

bool cli_time_read(struct cli *cli, const char *text, Timestamp *ret)
{
	int year, month, day, hour = 0, minute = 0, second = 0, length;
	char whole[40], date[16];
	double ms;

	if (read_with_offset(text, ret))
		return true;
	if (is_hour(text) && cli_date_read(cli, "today", date) == 0) {
		snprintf(whole, sizeof(whole), "%sT%s", date, text);
		text = whole;
	}
	if (!read_date(text, &year, &month, &day, &length))
		return false;
	if (text[length] != '\0' && !read_hour(text + length, &hour, &minute, &second))
		return false;
	if (!to_ms(times(cli)->zone, year, month, day, hour, minute, &ms))
		return false;
	ret->seconds = (int64_t)(ms / 1000.0) + second;
	ret->nanos = 0;
	return true;
}

bool cli_duration_read(const char *text, int64_t *ret_seconds)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 } };
	int64_t total = 0;

	if (*text == '\0')
		return false;
	while (*text != '\0') {
		char *end;
		const long long count = strtoll(text, &end, 10);
		size_t i = 0;

		if (!isdigit((unsigned char)*text) || count > 100000000)
			return false;
		while (i < sizeof(units) / sizeof(units[0]) && units[i].unit != *end)
			i++;
		if (i == sizeof(units) / sizeof(units[0]))
			return false;
		total += count * units[i].seconds;
		text = end + 1;
	}
	*ret_seconds = total;
	return true;
}

/* Monday is 1; 0 when the word is no day. English and Dutch, as the quick lines have them. */
static int weekday(const char *text)
{
	static const char *const days[7][4] = { { "mon", "ma", "monday", "maandag" },
		{ "tue", "di", "tuesday", "dinsdag" }, { "wed", "wo", "wednesday", "woensdag" },
		{ "thu", "do", "thursday", "donderdag" }, { "fri", "vr", "friday", "vrijdag" },
		{ "sat", "za", "saturday", "zaterdag" }, { "sun", "zo", "sunday", "zondag" } };

	for (int day = 0; day < 7; day++)
		for (int language = 0; language < 4; language++)
			if (strcasecmp(days[day][language], text) == 0)
				return day + 1;
	return 0;
}

/* Midnight of the caller's today, as if it were in UTC: days can be added to it. */
static int today(struct cli *cli, double *ret)
{
	GetStatusRequest request = GET_STATUS_REQUEST__INIT;
	UErrorCode code = U_ZERO_ERROR;
	UCalendar *calendar;
	Status *status;
	int failed = cli_call(cli, "Admin/GetStatus", &request, &status__descriptor, &status);

	if (failed != 0)
		return failed;
	calendar = ucal_open(times(cli)->zone, -1, "en_GB", UCAL_GREGORIAN, &code);
	if (U_FAILURE(code))
		return 1;
	ucal_setMillis(calendar, (double)status->clock_time->seconds * 1000.0, &code);
	to_ms(NULL, ucal_get(calendar, UCAL_YEAR, &code), ucal_get(calendar, UCAL_MONTH, &code) + 1,
		ucal_get(calendar, UCAL_DAY_OF_MONTH, &code), 0, 0, ret);
	ucal_close(calendar);
	return 0;
}

static void print_iso(double ms, char ret[16])
{
	const time_t seconds = (time_t)(ms / 1000.0);
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(ret, 16, "%Y-%m-%d", &tm);
}

/* "call them @fri": a word at the end that a day would be read from. */
int cli_due_read(struct cli *cli, const char *flag, char *text, char ret[16])
{
	char *at = strrchr(text, '@');
	int code;

	if (flag != NULL)
		return cli_date_read(cli, flag, ret);
	if (at == NULL || at == text || at[-1] != ' ' || at[1] == '\0' || strchr(at, ' ') != NULL)
		return 0;
	code = cli_date_read(cli, at, ret);
	while (code == 0 && at > text && at[-1] == ' ')
		*--at = '\0';
	return code;
}

int cli_date_read(struct cli *cli, const char *text, char ret[16])
{
	const char *typed = text;
	int wanted, year, month, day, length, code;
	int64_t seconds = 0;
	double ms;

	text += text[0] == '@'; /* as in quick lines */
	wanted = weekday(text);
	if (read_date(text, &year, &month, &day, &length) && text[length] == '\0' &&
		to_ms(NULL, year, month, day, 0, 0, &ms)) {
		snprintf(ret, 16, "%s", text);
		return 0;
	}
	if (strcmp(text, "tomorrow") == 0 || strcmp(text, "morgen") == 0)
		seconds = 86400;
	else if (strcmp(text, "today") != 0 && strcmp(text, "vandaag") != 0 && wanted == 0 &&
		 !(text[0] == '+' && cli_duration_read(text + 1, &seconds)))
		return cli_usage(cli, _("\"%s\" is no day: write 2026-03-20, today, tomorrow, fri or +3d"), typed);
	code = today(cli, &ms);
	if (code != 0)
		return code;
	ms += (double)seconds * 1000.0;
	if (wanted != 0) {
		/* 1970-01-01 was a Thursday. */
		const int now = (int)(((int64_t)(ms / DAY_MS) + 3) % 7) + 1;

		ms += DAY_MS * ((wanted - now + 6) % 7 + 1);
	}
	print_iso(ms, ret);
	return 0;
}
