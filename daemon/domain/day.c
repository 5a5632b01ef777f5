/* domain/ — days, zones and working hours. */
#include "daemon/domain/day.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "daemon/domain/words.h"

#define US_PER_MS     INT64_C(1000)
#define US_PER_DAY    INT64_C(86400000000)
#define US_PER_MINUTE INT64_C(60000000)
#define MAX_STEPS     3660 /* ten years without a working day: count plain days */
#define MINUTES       1440
#define QUIET_FROM    (19 * 60)
#define QUIET_UNTIL   (7 * 60)
#define A_WEEK        7
#define ZONES         4 /* that a thread keeps at hand */

/* ICU's name of a zone; UTC for what it does not know. */
static const UChar *zone_name(const char *zone, UChar buffer[64])
{
	UErrorCode error = U_ZERO_ERROR;

	if (!day_zone_known(zone))
		zone = "UTC";
	u_strFromUTF8(buffer, 64, NULL, zone, -1, &error);
	return buffer;
}

bool day_zone_known(const char *zone)
{
	UErrorCode error = U_ZERO_ERROR;
	UBool system = 0;
	UChar name[64], canonical[64];

	if (zone == NULL || zone[0] == '\0' || strlen(zone) >= 64)
		return false;
	u_strFromUTF8(name, 64, NULL, zone, -1, &error);
	ucal_getCanonicalTimeZoneID(name, -1, canonical, 64, &system, &error);
	return U_SUCCESS(error) && system && strcmp(zone, "Etc/Unknown") != 0;
}

static UCalendar *calendar_open(const char *zone)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar name[64];
	UCalendar *calendar = ucal_open(zone_name(zone, name), -1, "en_GB", UCAL_GREGORIAN, &error);

	if (U_FAILURE(error)) {
		ucal_close(calendar);
		return NULL;
	}
	ucal_setAttribute(calendar, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
	ucal_setAttribute(calendar, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_NEXT_VALID);
	return calendar;
}

/* A thread's calendars of the zones it was asked for last: to open one costs more than all that is asked of it. */
struct drawer {
	struct {
		char zone[64];
		UCalendar *calendar;
	} places[ZONES];
	unsigned next; /* to be given up */
};

static pthread_key_t drawer_key;

static void drawer_destroy(void *arg)
{
	struct drawer *drawer = arg;

	for (unsigned i = 0; i < ZONES; i++)
		ucal_close(drawer->places[i].calendar);
	free(drawer);
}

static void drawer_key_make(void)
{
	if (pthread_key_create(&drawer_key, drawer_destroy) != 0)
		abort();
}

static struct drawer *drawer_of_thread(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct drawer *drawer;

	pthread_once(&once, drawer_key_make);
	drawer = pthread_getspecific(drawer_key);
	if (drawer == NULL) {
		drawer = calloc(1, sizeof(*drawer));
		if (drawer == NULL || pthread_setspecific(drawer_key, drawer) != 0)
			abort();
	}
	return drawer;
}

/* The drawer's; NULL as calendar_open(). Its time is whatever it was set to last. */
static UCalendar *calendar_of(const char *zone)
{
	struct drawer *drawer = drawer_of_thread();
	unsigned place;

	if (zone == NULL || strlen(zone) >= sizeof(drawer->places[0].zone))
		zone = "UTC";
	for (place = 0; place < ZONES; place++)
		if (drawer->places[place].calendar != NULL && strcmp(drawer->places[place].zone, zone) == 0)
			return drawer->places[place].calendar;
	place = drawer->next++ % ZONES;
	ucal_close(drawer->places[place].calendar);
	drawer->places[place].calendar = calendar_open(zone);
	snprintf(drawer->places[place].zone, sizeof(drawer->places[place].zone), "%s", zone);
	return drawer->places[place].calendar;
}

/* Without ICU's data (a broken installation) days are UTC's. */
static int day_of_utc(int64_t us, int *ret_minute)
{
	int64_t day = us / US_PER_DAY - (us % US_PER_DAY < 0);

	if (ret_minute != NULL)
		*ret_minute = (int)((us - day * US_PER_DAY) / US_PER_MINUTE);
	return (int)day;
}

int day_of(int64_t us, const char *zone, int *ret_minute)
{
	UErrorCode error = U_ZERO_ERROR;
	UCalendar *calendar = calendar_of(zone);
	int64_t ms = us / US_PER_MS - (us % US_PER_MS < 0);
	int day = 0, year, month, day_of_month;
	bool ok;

	if (calendar == NULL)
		return day_of_utc(us, ret_minute);
	ucal_setMillis(calendar, (UDate)ms, &error);
	year = ucal_get(calendar, UCAL_YEAR, &error);
	month = ucal_get(calendar, UCAL_MONTH, &error) + 1;
	day_of_month = ucal_get(calendar, UCAL_DATE, &error);
	if (ret_minute != NULL)
		*ret_minute =
			ucal_get(calendar, UCAL_HOUR_OF_DAY, &error) * 60 + ucal_get(calendar, UCAL_MINUTE, &error);
	ok = U_SUCCESS(error) && day_make(year, month, day_of_month, &day);
	return ok ? day : day_of_utc(us, ret_minute);
}

int64_t day_at(int day, int minute, const char *zone)
{
	UErrorCode error = U_ZERO_ERROR;
	UCalendar *calendar = calendar_of(zone);
	int64_t plain = day * US_PER_DAY + minute * US_PER_MINUTE;
	int year, month, day_of_month;
	UDate ms;

	if (calendar == NULL)
		return plain;
	day_split(day, &year, &month, &day_of_month);
	ucal_clear(calendar);
	ucal_setDateTime(calendar, year, month - 1, day_of_month, minute / 60, minute % 60, 0, &error);
	ms = ucal_getMillis(calendar, &error);
	return U_SUCCESS(error) ? (int64_t)ms * US_PER_MS : plain;
}

static bool weekday_worked(const Person *person, int day)
{
	int weekday = day_of_week(day);

	if (person->n_working_days == 0)
		return weekday <= 5;
	for (size_t i = 0; i < person->n_working_days; i++)
		if ((int)person->working_days[i] == weekday)
			return true;
	return false;
}

bool day_working(const Person *person, int day)
{
	char text[DAY_TEXT];

	if (!weekday_worked(person, day))
		return false;
	day_format(day, text);
	for (size_t i = 0; i < person->n_days_off; i++)
		if (strcmp(person->days_off[i], text) == 0)
			return false;
	return true;
}

int day_step_working(const Person *person, int day, int n)
{
	int step = n < 0 ? -1 : 1, left = n < 0 ? -n : n, at = day;

	for (int steps = 0; left > 0 && steps < MAX_STEPS; steps++) {
		at += step;
		if (day_working(person, at))
			left--;
	}
	return left == 0 ? at : day + n;
}

int64_t day_before(const Person *person, int64_t us, int n, int minute)
{
	int day = day_of(us, person->time_zone, NULL);

	return day_at(day_step_working(person, day, -n), minute, person->time_zone);
}

int64_t day_after(const Person *person, int64_t us, int n, int minute)
{
	int day = day_of(us, person->time_zone, NULL);

	return day_at(day_step_working(person, day, n), minute, person->time_zone);
}

static void quiet_hours(const Person *person, int *ret_from, int *ret_until)
{
	bool given = person->quiet_from_minute != 0 || person->quiet_until_minute != 0;

	*ret_from = given ? person->quiet_from_minute : QUIET_FROM;
	*ret_until = given ? person->quiet_until_minute : QUIET_UNTIL;
}

/* Quiet hours lie within a day, or reach over midnight. */
static bool quiet_minute(const Person *person, int minute)
{
	int from, until;

	quiet_hours(person, &from, &until);
	if (from <= until)
		return minute >= from && minute < until;
	return minute >= from || minute < until;
}

bool day_quiet(const Person *person, int64_t us)
{
	int minute, day = day_of(us, person->time_zone, &minute);

	return !day_working(person, day) || quiet_minute(person, minute);
}

/* The first minute of the day from that one on that is not quiet; MINUTES when none is left. */
static int open_minute(const Person *person, int minute)
{
	while (minute < MINUTES && quiet_minute(person, minute))
		minute++;
	return minute;
}

/* From a quiet instant to the next that can be open by the clock on the wall: later that day, or another working day.
 * Where the clock itself leaps in between, the wall is no guide (its minutes come twice, or not at all): a minute on.
 */
static int64_t leap(const Person *person, int64_t us)
{
	int minute, day = day_of(us, person->time_zone, &minute);
	const bool working = day_working(person, day);
	const int open = working ? open_minute(person, minute) : MINUTES;
	const int64_t from = us - us % US_PER_MINUTE;
	int64_t to;

	if (open < MINUTES)
		to = day_at(day, open, person->time_zone);
	else
		to = day_at(working ? day + 1 : day_step_working(person, day, 1), 0, person->time_zone);
	if (to > from && (!working || to - from == (open - minute) * US_PER_MINUTE))
		return to;
	return from + US_PER_MINUTE;
}

int64_t day_shift_after(const Person *person, int64_t us)
{
	int from, until, day = day_of(us, person->time_zone, NULL);

	if (!day_working(person, day) && !day_working(person, day_step_working(person, day, 1))) {
		quiet_hours(person, &from, &until); /* who never works has plain days */
		return day_at(day_step_working(person, day, 1), until, person->time_zone);
	}
	while (day_quiet(person, us))
		us = leap(person, us);
	return us;
}

int day_of_check(const Person *coachee, const Person *coach, int64_t start, int64_t until, int minute)
{
	const int meeting = day_of(start, coachee->time_zone, NULL), usual = day_step_working(coachee, meeting, -1);

	for (int day = usual; day >= usual - A_WEEK; day = day_step_working(coachee, day, -1))
		if (day_shift_after(coach, day_at(day, minute, coachee->time_zone)) <= until)
			return day;
	return usual;
}

static const char *format(double ms, const char *zone, const char *pattern, const char *locale, struct arena *arena)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar name[64], in[32], out[96];
	char text[256] = "";
	UDateFormat *formatter;

	u_strFromUTF8(in, 32, NULL, pattern, -1, &error);
	formatter = udat_open(UDAT_PATTERN, UDAT_PATTERN, words_dutch(locale) ? "nl_NL" : "en_GB",
		zone_name(zone, name), -1, in, -1, &error);
	if (U_SUCCESS(error))
		udat_format(formatter, ms, out, 96, NULL, &error);
	if (U_SUCCESS(error))
		u_strToUTF8(text, sizeof(text), NULL, out, -1, &error);
	if (formatter != NULL)
		udat_close(formatter);
	return arena_strdup(arena, text);
}

const char *day_text(int day, const char *locale, struct arena *arena)
{
	return format(day * 86400000.0, "UTC", "EEEE d MMMM", locale, arena);
}

const char *day_time_text(int64_t us, const char *zone, struct arena *arena)
{
	int minute;

	day_of(us, zone, &minute);
	return arena_printf(arena, "%02d:%02d", minute / 60, minute % 60);
}

const char *day_moment_text(int64_t us, const char *zone, const char *locale, struct arena *arena)
{
	return arena_printf(
		arena, "%s %s", day_text(day_of(us, zone, NULL), locale, arena), day_time_text(us, zone, arena));
}
