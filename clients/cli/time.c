/* clients/cli — times in the caller's zone and language. */
#include "cli.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/day.h"
#include "proto/json_time.h"
#include "proto/quick_due.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "zone.h"

static const char *const months[] = { N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"),
	N_("Aug"), N_("Sept"), N_("Oct"), N_("Nov"), N_("Dec") };

/* The zone the daemon knows for the caller; the machine's when it knows none. */
static void enter_zone(struct cli *cli)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	Person *me;

	if (cli->zone != CLI_ZONE_UNASKED)
		return;
	cli->zone = CLI_ZONE_KNOWN;
	request.name = (char *)"people/me";
	if (cli_try(cli, "People/GetPerson", &request, &person__descriptor, 0, &me, NULL) == STATUS_OK &&
		me->time_zone[0] != '\0' && !zone_enter(me->time_zone))
		cli->zone = CLI_ZONE_UNKNOWN;
}

static void print_day(int day, char ret[80])
{
	int year, month, day_of_month;

	day_split(day, &year, &month, &day_of_month);
	snprintf(ret, 80, _("%s, %d %s %d"), cli_enum(&day_of_week__descriptor, day_of_week(day)), day_of_month,
		_(months[month - 1]), year);
}

void cli_time_print(struct cli *cli, const Timestamp *timestamp, char ret[80])
{
	struct zone_wall wall;
	char day[80];

	ret[0] = '\0';
	if (timestamp == NULL)
		return;
	enter_zone(cli);
	wall = zone_wall_at(timestamp->seconds);
	print_day(wall.day, day);
	snprintf(ret, 80, cli->zone == CLI_ZONE_UNKNOWN ? _("%s, %02d:%02d UTC") : _("%s, %02d:%02d"), day, wall.hour,
		wall.minute);
}

void cli_date_print(const char *date, char ret[80])
{
	int day;

	if (day_parse(date, &day))
		print_day(day, ret);
	else
		snprintf(ret, 80, "%s", date);
}

/* "08:00", "9:30", "08:00:30": nothing may follow. */
static bool read_hour(const char *text, int *ret_hour, int *ret_minute, int *ret_second)
{
	int length = 0;

	*ret_second = 0;
	if (!isdigit((unsigned char)*text) || sscanf(text, "%2d:%2d%n", ret_hour, ret_minute, &length) != 2 ||
		text[length - 3] != ':')
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

/* The caller's day by the daemon's clock; 0, or the exit code of what was said. */
static int today(struct cli *cli, int *ret)
{
	GetStatusRequest request = GET_STATUS_REQUEST__INIT;
	Status *status;
	const int failed = cli_call(cli, "Admin/GetStatus", &request, &status__descriptor, &status);

	if (failed != 0)
		return failed;
	enter_zone(cli);
	*ret = zone_wall_at(status->clock_time->seconds).day;
	return 0;
}

#define NO_DAY (-1)

/* A day alone, as quick lines know them; "@" before it is fine. 0, the exit code of what was said, or NO_DAY. Only a
 * day that depends on today asks the daemon for it. */
static int read_day(struct cli *cli, const char *text, int *ret)
{
	size_t length;
	int now, code;

	text += text[0] == '@';
	if (day_parse(text, ret))
		return 0;
	if (quick_due_parse(text, 0, ret, &length) == QUICK_DUE_NONE || text[length] != '\0')
		return NO_DAY;
	code = today(cli, &now);
	if (code == 0 && quick_due_parse(text, now, ret, &length) == QUICK_DUE_NONE)
		return NO_DAY;
	return code;
}

int cli_date_read(struct cli *cli, const char *text, char ret[16])
{
	int day = 0, code = read_day(cli, text, &day);

	if (code == NO_DAY)
		return cli_usage(
			cli, _("\"%s\" is no day: write 2026-03-20, 20-3, 20 mar, today, tomorrow, fri or +3d"), text);
	if (code == 0)
		day_format(day, ret);
	return code;
}

/* "call them @fri", "bel @20 mrt": a day behind the last "@". A word there at the end that is no day is a mistake. */
int cli_due_read(struct cli *cli, const char *flag, char *text, char ret[16])
{
	char *at = flag != NULL ? NULL : (char *)quick_due_find(text);
	size_t length;
	int day, code;

	if (flag != NULL)
		return cli_date_read(cli, flag, ret);
	if (at == NULL || at == text || at[1] == '\0')
		return 0;
	if (quick_due_parse(at + 1, 0, &day, &length) == QUICK_DUE_NONE)
		return strchr(at, ' ') != NULL ? 0 : cli_date_read(cli, at, ret);
	code = today(cli, &day);
	if (code != 0)
		return code;
	quick_due_parse(at + 1, day, &day, &length);
	day_format(day, ret);
	length += 1 + strspn(at + 1 + length, " ");
	memmove(at, at + length, strlen(at + length) + 1);
	for (at = text + strlen(text); at > text && at[-1] == ' ';)
		*--at = '\0';
	return 0;
}

/* Where the hour begins of "fri 10:00", "2026-03-02T09:00" or "09:00"; NULL without one. */
static const char *find_hour(const char *text)
{
	const char *space = strrchr(text, ' ');

	if (space != NULL)
		return space + 1;
	if (strlen(text) >= DAY_TEXT && text[DAY_TEXT - 1] == 'T')
		return text + DAY_TEXT;
	return strchr(text, ':') != NULL ? text : NULL;
}

bool cli_time_read(struct cli *cli, const char *text, Timestamp *ret)
{
	const char *clock = find_hour(text);
	struct zone_wall wall = { 0 };
	char date[40];
	int second = 0;

	if (read_with_offset(text, ret))
		return true;
	if (clock != NULL && !read_hour(clock, &wall.hour, &wall.minute, &second))
		wall.hour = wall.minute = second = 0, clock = NULL;
	if (clock == text)
		snprintf(date, sizeof(date), "today");
	else
		snprintf(date, sizeof(date), "%.*s", clock == NULL ? (int)strlen(text) : (int)(clock - text - 1), text);
	if (read_day(cli, date, &wall.day) != 0)
		return false;
	enter_zone(cli);
	if (!zone_moment(&wall, &ret->seconds))
		return false;
	ret->seconds += second;
	ret->nanos = 0;
	return true;
}
