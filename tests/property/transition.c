#include "tests/property/transition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

#include <cmocka.h>

#define FROM_MS  1577836800000.0 /* 2020-01-01 */
#define UNTIL_MS 2145916800000.0 /* 2038-01-01 */
#define DAY      1440
#define NEAR     (10 * DAY)

static int offset_at(UCalendar *calendar, UDate ms)
{
	UErrorCode error = U_ZERO_ERROR;
	int offset;

	ucal_setMillis(calendar, ms, &error);
	offset = ucal_get(calendar, UCAL_ZONE_OFFSET, &error) + ucal_get(calendar, UCAL_DST_OFFSET, &error);
	assert_true(U_SUCCESS(error) && offset % 60000 == 0);
	return offset / 60000;
}

static int by_content(const void *left, const void *right)
{
	const struct transition *a = left, *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->before != b->before)
		return a->before < b->before ? -1 : 1;
	return (a->after > b->after) - (a->after < b->after);
}

static void add_zone(const UChar *name, struct transition **list, size_t *count)
{
	UErrorCode error = U_ZERO_ERROR;
	UCalendar *calendar = ucal_open(name, -1, "en_GB", UCAL_GREGORIAN, &error);
	int64_t last = 0;
	UDate at;

	assert_true(U_SUCCESS(error));
	ucal_setMillis(calendar, FROM_MS, &error);
	while (ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &at, &error) && at < UNTIL_MS) {
		struct transition found = { .at = (int64_t)(at / 60000),
			.before = offset_at(calendar, at - 1),
			.after = offset_at(calendar, at) };

		ucal_setMillis(calendar, at, &error);
		if (found.before == found.after) /* the name of the time changed, its clock did not */
			continue;
		assert_true(found.at - last > NEAR); /* what is reckoned here knows of one at a time */
		last = found.at;
		u_strToUTF8(found.zone, sizeof(found.zone), NULL, name, -1, &error);
		assert_true(U_SUCCESS(error));
		*list = realloc(*list, (*count + 1) * sizeof(**list));
		assert_non_null(*list);
		(*list)[(*count)++] = found;
	}
	ucal_close(calendar);
}

size_t transition_collect(struct transition **ret)
{
	UErrorCode error = U_ZERO_ERROR;
	UEnumeration *zones = ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL, NULL, NULL, &error);
	struct transition *list = NULL;
	size_t count = 0, kept = 0;
	const UChar *name;

	while ((name = uenum_unext(zones, NULL, &error)) != NULL)
		add_zone(name, &list, &count);
	uenum_close(zones);
	assert_true(U_SUCCESS(error) && count > 0);
	qsort(list, count, sizeof(*list), by_content);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || by_content(&list[kept - 1], &list[i]) != 0)
			list[kept++] = list[i];
	*ret = list;
	return kept;
}

int64_t transition_wall(const struct transition *transition, int64_t minute)
{
	return minute + (minute < transition->at ? transition->before : transition->after);
}

int64_t transition_minute(const struct transition *transition, int64_t wall)
{
	if (wall - transition->before < transition->at)
		return wall - transition->before;
	if (wall - transition->after >= transition->at)
		return wall - transition->after;
	return transition->at;
}

static int minute_of_day(int64_t wall)
{
	return (int)(wall % DAY);
}

/* 1 is Monday; 1970-01-01 was a Thursday. */
static int weekday_of(int64_t wall)
{
	return (int)((wall / DAY + 3) % 7) + 1;
}

static void set_quiet(Person *person, int64_t from, int64_t until)
{
	person->quiet_from_minute = minute_of_day(from);
	person->quiet_until_minute = minute_of_day(until);
}

void transition_person(const struct transition *transition, int which, Person *ret)
{
	static DayOfWeek every[] = { 1, 2, 3, 4, 5, 6, 7 };
	static DayOfWeek two[2];
	const int less = transition->before < transition->after ? transition->before : transition->after;
	const int size = abs(transition->after - transition->before);
	const int64_t odd = transition->at + less; /* on the wall: what is leaped over, or comes twice, begins */

	person__init(ret);
	ret->name = (char *)"people/1";
	ret->language = (char *)"en";
	ret->time_zone = (char *)transition->zone;
	ret->working_days = every;
	ret->n_working_days = 7;
	switch (which) {
	case 0: /* as nearly everybody */
		ret->n_working_days = 0;
		break;
	case 1:
		set_quiet(ret, odd + size / 4, odd + size * 3 / 4);
		break;
	case 2:
		set_quiet(ret, odd - 2 * size - 300, odd + size / 2);
		break;
	case 3:
		set_quiet(ret, odd + size / 2, odd + size + 300);
		break;
	case 4: /* open for little more than that */
		set_quiet(ret, odd + size + 20, odd - 20);
		break;
	case 5: /* free from that day on */
		two[0] = (DayOfWeek)weekday_of(transition_wall(transition, transition->at) - DAY);
		two[1] = (DayOfWeek)weekday_of(transition_wall(transition, transition->at) - 2 * DAY);
		ret->working_days = two;
		ret->n_working_days = 2;
		break;
	case 6: /* no quiet hours at all, and a free weekend */
		set_quiet(ret, 600, 600);
		ret->n_working_days = 5;
		break;
	default:
		set_quiet(ret, 12 * 60, 13 * 60);
	}
	/* Both 0 are the usual quiet hours, which this row did not mean. */
	if (which != 0 && which != 5 && ret->quiet_from_minute == 0 && ret->quiet_until_minute == 0)
		ret->quiet_until_minute = 1;
}

bool transition_open(const struct transition *transition, const Person *person, int64_t minute)
{
	const int64_t wall = transition_wall(transition, minute);
	const bool usual = person->quiet_from_minute == 0 && person->quiet_until_minute == 0;
	const int from = usual ? 19 * 60 : person->quiet_from_minute,
		  until = usual ? 7 * 60 : person->quiet_until_minute;
	const int now = minute_of_day(wall), weekday = weekday_of(wall);
	bool working = person->n_working_days == 0 && weekday <= 5;

	for (size_t i = 0; i < person->n_working_days; i++)
		working = working || (int)person->working_days[i] == weekday;
	return working && !(from <= until ? now >= from && now < until : now >= from || now < until);
}
