/* plugins/calendar/ical: see tzfile.h. */
#include "tzfile.h"

#include "civil.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { HEADER = 44, FILE_MAX = 128 * 1024, LAST_YEAR = 2200, OFFSET_MAX = 26 * 3600 };

/* The counts of a header, in the order of RFC 8536 section 3.1. */
struct counts {
	size_t utc, standard, leap, times, types, letters;
};

static int64_t number_read(const unsigned char *at, int bytes)
{
	uint64_t value = at[0] & 0x80 ? UINT64_MAX : 0;

	for (int i = 0; i < bytes; i++)
		value = value << 8 | at[i];
	return (int64_t)value;
}

bool calendar_onsets_add(struct calendar_onsets *onsets, struct calendar_arena *arena, int64_t at, int after)
{
	struct calendar_onset *list =
		calendar_arena_grow(arena, onsets->list, onsets->count, &onsets->room, sizeof(*list));

	if (!list)
		return false;
	onsets->list = list;
	list[onsets->count++] = (struct calendar_onset){ at, after };
	return true;
}

/* Names of the database, and none of the files beside them: right/ counts leap seconds, localtime is the machine's. */
static bool is_zone_name(const char *name)
{
	size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

	return length > 0 && length < 64 && name[length] == '\0' && name[0] != '/' && name[length - 1] != '/' &&
	       strncmp(name, "right/", 6) != 0 && strcmp(name, "localtime") != 0 && strcmp(name, "Factory") != 0;
}

static size_t file_read(const char *folder, const char *name, unsigned char *bytes, size_t size)
{
	size_t length = 0;
	ssize_t more = 0;
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	while (length < size && (more = read(fd, bytes + length, size - length)) > 0)
		length += (size_t)more;
	close(fd);
	return more < 0 ? 0 : length;
}

static bool header_read(const unsigned char *at, size_t length, struct counts *ret)
{
	if (length < HEADER || memcmp(at, "TZif", 4) != 0)
		return false;
	ret->utc = (size_t)number_read(at + 20, 4);
	ret->standard = (size_t)number_read(at + 24, 4);
	ret->leap = (size_t)number_read(at + 28, 4);
	ret->times = (size_t)number_read(at + 32, 4);
	ret->types = (size_t)number_read(at + 36, 4);
	ret->letters = (size_t)number_read(at + 40, 4);
	return ret->utc <= 256 && ret->standard <= 256 && ret->leap <= 1000 && ret->times <= 10000 && ret->types >= 1 &&
	       ret->types <= 256 && ret->letters <= 1000;
}

static size_t body_length(const struct counts *counts, size_t time_size)
{
	return counts->times * (time_size + 1) + counts->types * 6 + counts->letters + counts->leap * (time_size + 4) +
	       counts->standard + counts->utc;
}

/* hh[:mm[:ss]] with a sign, as POSIX writes it in TZ. */
static bool clock_read(const char **at, int *ret)
{
	int sign = **at == '-' ? -1 : 1, parts[3] = { 0 };

	*at += **at == '-' || **at == '+';
	for (int i = 0; i < 3; i++) {
		if (!isdigit((unsigned char)**at))
			return false;
		while (isdigit((unsigned char)**at) && parts[i] < 1000)
			parts[i] = parts[i] * 10 + (*(*at)++ - '0');
		if (**at != ':')
			break;
		(*at)++;
	}
	*ret = sign * (parts[0] * 3600 + parts[1] * 60 + parts[2]);
	return parts[0] <= 167;
}

static bool letters_skip(const char **at)
{
	const char *begin = *at;

	if (**at == '<') {
		*at += strcspn(*at, ">");
		*at += **at == '>';
		return true;
	}
	while (isalpha((unsigned char)**at))
		(*at)++;
	return *at > begin;
}

/* When a change comes within a year: Mm.w.d, Jn or n, and the time of day. */
struct change {
	char kind;
	int month, week, weekday, day;
	int time;
};

static bool change_read(const char **at, struct change *ret)
{
	int used = 0;

	*ret = (struct change){ .kind = 'M', .time = 2 * 3600 };
	if (sscanf(*at, ",M%2d.%1d.%1d%n", &ret->month, &ret->week, &ret->weekday, &used) == 3) {
		if (ret->month < 1 || ret->month > 12 || ret->week < 1 || ret->week > 5 || ret->weekday > 6)
			return false;
	} else if (sscanf(*at, ",J%3d%n", &ret->day, &used) == 1) {
		ret->kind = 'J';
	} else if (sscanf(*at, ",%3d%n", &ret->day, &used) == 1) {
		ret->kind = 'n';
	} else {
		return false;
	}
	*at += used;
	if (**at != '/')
		return true;
	(*at)++;
	return clock_read(at, &ret->time);
}

static int64_t change_wall(const struct change *change, int year)
{
	int64_t first = calendar_civil_day(year, 1, 1);
	int length;

	if (change->kind == 'n')
		return (first + change->day) * CALENDAR_DAY + change->time;
	if (change->kind == 'J') /* 29 February is never counted */
		return (first + change->day - 1 + (calendar_civil_year_length(year) == 366 && change->day >= 60)) *
			       CALENDAR_DAY +
		       change->time;
	length = calendar_civil_month_length(year, change->month);
	first = calendar_civil_day(year, change->month, 1);
	/* POSIX counts weekdays from Sunday, and week 5 is the last one */
	first += (change->weekday + 6 - calendar_civil_weekday(first) + 7) % 7 + 7 * (change->week - 1);
	while (first >= calendar_civil_day(year, change->month, 1) + length)
		first -= 7;
	return first * CALENDAR_DAY + change->time;
}

/* The rule for all time after the last onset, "CET-1CEST,M3.5.0,M10.5.0/3". */
static bool rule_add(struct calendar_onsets *onsets, struct calendar_arena *arena, const char *rule)
{
	int64_t last = onsets->count > 0 ? onsets->list[onsets->count - 1].at : INT64_MIN;
	struct change summer, winter;
	int standard, saving;
	int year = onsets->count > 0 ? calendar_civil_date(calendar_civil_wall_day(last)).year : 1970;

	if (!letters_skip(&rule) || !clock_read(&rule, &standard))
		return false;
	standard = -standard; /* POSIX counts west of Greenwich */
	if (*rule == '\0') {
		if (onsets->count == 0)
			onsets->first = standard;
		return true;
	}
	saving = standard + 3600;
	if (!letters_skip(&rule))
		return false;
	if (*rule != ',') {
		if (!clock_read(&rule, &saving))
			return false;
		saving = -saving;
	}
	if (!change_read(&rule, &summer) || !change_read(&rule, &winter))
		return false;
	for (; year < LAST_YEAR; year++) {
		int64_t begin = change_wall(&summer, year) - standard, end = change_wall(&winter, year) - saving;
		bool fine = true;

		for (int i = 0; i < 2 && fine; i++) {
			bool to_summer = (begin < end) == (i == 0);
			int64_t at = to_summer ? begin : end;

			if (at > last)
				fine = calendar_onsets_add(onsets, arena, at, to_summer ? saving : standard);
		}
		if (!fine)
			return false;
	}
	return true;
}

static bool body_read(
	const unsigned char *at, const struct counts *counts, struct calendar_arena *arena, struct calendar_onsets *ret)
{
	const unsigned char *indexes = at + counts->times * 8, *types = indexes + counts->times;

	ret->first = (int)number_read(types, 4);
	for (size_t i = 0; i < counts->times; i++) {
		int64_t offset;

		if (indexes[i] >= counts->types)
			return false;
		offset = number_read(types + 6 * indexes[i], 4);
		if (offset < -OFFSET_MAX || offset > OFFSET_MAX ||
			!calendar_onsets_add(ret, arena, number_read(at + 8 * i, 8), (int)offset))
			return false;
	}
	return ret->first >= -OFFSET_MAX && ret->first <= OFFSET_MAX;
}

static bool bytes_read(unsigned char *bytes, size_t length, struct calendar_arena *arena, struct calendar_onsets *ret)
{
	struct counts counts;
	size_t at, rule;

	if (!header_read(bytes, length, &counts) || bytes[4] < '2')
		return false;
	at = HEADER + body_length(&counts, 4); /* the first part is for programs that know 32 bits only */
	if (at > length || !header_read(bytes + at, length - at, &counts))
		return false;
	at += HEADER;
	rule = at + body_length(&counts, 8);
	if (rule >= length || bytes[rule] != '\n' || !body_read(bytes + at, &counts, arena, ret))
		return false;
	bytes[length] = '\0';
	rule++;
	bytes[rule + strcspn((char *)bytes + rule, "\n")] = '\0';
	return bytes[rule] == '\0' || rule_add(ret, arena, (const char *)bytes + rule);
}

bool calendar_tzfile_read(
	const char *folder, const char *name, struct calendar_arena *arena, struct calendar_onsets *ret)
{
	struct calendar_arena file = { 0 };
	unsigned char *bytes;
	bool fine = false;

	*ret = (struct calendar_onsets){ 0 };
	if (!is_zone_name(name))
		return false;
	bytes = calendar_arena_take(&file, FILE_MAX + 1);
	if (bytes)
		fine = bytes_read(bytes, file_read(folder, name, bytes, FILE_MAX), arena, ret);
	calendar_arena_free(&file);
	return fine;
}
