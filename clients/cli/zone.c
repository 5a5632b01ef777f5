/* clients/cli — moments to what the wall's clock shows, and back. */
#include "zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "proto/day.h"

#define DATABASE        "/usr/share/zoneinfo"
#define NAME_MAX_LENGTH 64

/* A name comes from the daemon: it is not to lead anywhere else. */
static bool is_known(const char *name)
{
	const size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");
	char path[sizeof(DATABASE) + NAME_MAX_LENGTH + 1];
	struct stat info;

	if (length == 0 || length > NAME_MAX_LENGTH || name[length] != '\0' || name[0] == '/')
		return false;
	snprintf(path, sizeof(path), DATABASE "/%s", name);
	return strcmp(name, "UTC") == 0 || (stat(path, &info) == 0 && S_ISREG(info.st_mode));
}

bool zone_enter(const char *name)
{
	const bool known = is_known(name);

	setenv("TZ", known ? name : "UTC", 1);
	tzset();
	return known;
}

static struct zone_wall wall_of(const struct tm *time)
{
	struct zone_wall wall = { .hour = time->tm_hour, .minute = time->tm_min };

	day_make(time->tm_year + 1900, time->tm_mon + 1, time->tm_mday, &wall.day);
	return wall;
}

struct zone_wall zone_wall_at(int64_t seconds)
{
	const time_t moment = (time_t)seconds;
	struct tm time = { .tm_mday = 1 };

	localtime_r(&moment, &time); /* has no answer for years that no integer holds */
	return wall_of(&time);
}

/* The moment at which the wall shows this while it is summer time there, or while it is not. */
static bool find(const struct zone_wall *wall, bool summer, int64_t *ret)
{
	struct tm time = { .tm_hour = wall->hour, .tm_min = wall->minute, .tm_isdst = summer };
	struct zone_wall found;
	int year, month;

	day_split(wall->day, &year, &month, &time.tm_mday);
	time.tm_year = year - 1900;
	time.tm_mon = month - 1;
	*ret = (int64_t)mktime(&time);
	found = wall_of(&time);
	return found.day == wall->day && found.hour == wall->hour && found.minute == wall->minute;
}

bool zone_moment(const struct zone_wall *wall, int64_t *ret_seconds)
{
	int64_t summer, winter;
	const bool in_summer = find(wall, true, &summer), in_winter = find(wall, false, &winter);

	if (!in_summer && !in_winter)
		return false;
	*ret_seconds = !in_summer || (in_winter && winter > summer) ? winter : summer;
	return true;
}
