/* service/ — what the organisation amounts to, a quarter at a time. */
#include "daemon/service/organisation.h"

#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/quarter.h"
#include "daemon/domain/wall.h"
#include "daemon/service/event.h"
#include "daemon/service/refuse.h"
#include "daemon/service/service.h"
#include "daemon/store/organisation.h"
#include "daemon/store/timer.h"

#define MOST_QUARTERS 40 /* that a report names */

/* The people of a quarter, each with what they did in it. */
struct census {
	struct wall_person *people;
	GroupReport *counts; /* one each */
	size_t count;
};

static const char *zone_of(const struct call *call)
{
	return call->service->time_zone != NULL ? call->service->time_zone : "UTC";
}

static char *name_of(struct call *call, int quarter)
{
	char text[QUARTER_TEXT];

	quarter_format(quarter, text);
	return arena_strdup(call->arena, text);
}

/* When a quarter is counted, and the day of that. */
static int64_t due_of(const struct call *call, int quarter, int *ret_day)
{
	const int day = quarter_first_day(quarter + 1) + SERVICE_ORGANISATION_DAYS;

	if (ret_day != NULL)
		*ret_day = day;
	return day_at(day, SERVICE_ORGANISATION_MINUTE, zone_of(call));
}

/* ---- counting */

/* Pairs come by coachee: each coachee with all their coaches is a person. */
static void add_people(struct call *call, struct census *census, const struct store_organisation_pair *pairs,
	size_t count, const struct store_organisation_counts *counts, size_t n_counts)
{
	const char **coaches = arena_zero(call->arena, (count + 1) * sizeof(*coaches));
	size_t found = 0;

	census->people = arena_zero(call->arena, (count + 1) * sizeof(*census->people));
	census->counts = arena_zero(call->arena, (count + 1) * sizeof(*census->counts));
	for (size_t i = 0, next; i < count; i = next) {
		struct wall_person *person = &census->people[census->count];
		GroupReport *of = &census->counts[census->count++];

		person->group = pairs[i].group_path;
		person->coaches = &coaches[i];
		for (next = i; next < count && strcmp(pairs[next].coachee, pairs[i].coachee) == 0; next++)
			coaches[next] = pairs[next].coach;
		person->n_coaches = next - i;
		while (found < n_counts && strcmp(counts[found].coachee, pairs[i].coachee) < 0)
			found++;
		group_report__init(of);
		if (found < n_counts && strcmp(counts[found].coachee, pairs[i].coachee) == 0)
			*of = counts[found].counts;
	}
}

static enum status take_census(struct call *call, int quarter, struct census *ret)
{
	const int first = quarter_first_day(quarter), after = quarter_first_day(quarter + 1);
	const int64_t from = day_at(first, 0, zone_of(call)), until = day_at(after, 0, zone_of(call));
	struct store_organisation_counts *counts;
	struct store_organisation_pair *pairs;
	char from_date[DAY_TEXT], until_date[DAY_TEXT];
	size_t n_counts, n_pairs;
	enum status st;

	day_format(first, from_date);
	day_format(after, until_date);
	st = store_organisation_pairs(
		call->conn, from_date, until_date, until, call->arena, &pairs, &n_pairs, &call->error);
	if (st == STATUS_OK)
		st = store_organisation_counts(call->conn, from, until, call->arena, &counts, &n_counts, &call->error);
	if (st == STATUS_OK)
		add_people(call, ret, pairs, n_pairs, counts, n_counts);
	return st;
}

static void add_up(GroupReport *sum, const GroupReport *of)
{
	sum->coached += of->sessions > 0;
	sum->sessions += of->sessions;
	sum->prepared += of->prepared;
	sum->compliments += of->compliments;
	sum->tips += of->tips;
	sum->help_given += of->help_given;
	sum->action_points += of->action_points;
	sum->action_points_done += of->action_points_done;
}

static void round_off(GroupReport *sum)
{
	int32_t *numbers[] = { &sum->people, &sum->coaches, &sum->coached, &sum->sessions, &sum->prepared,
		&sum->compliments, &sum->tips, &sum->help_given, &sum->action_points, &sum->action_points_done };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		*numbers[i] = wall_round(*numbers[i]);
}

/* What is kept of a group: of one that is withheld, that it is. */
static GroupReport *sum_up(struct call *call, const struct census *census, const struct wall_group *group)
{
	GroupReport *sum = arena_alloc(call->arena, sizeof(*sum));

	group_report__init(sum);
	sum->group_path = (char *)group->path;
	sum->withheld = group->withheld;
	if (group->withheld != WITHHELD_UNSPECIFIED)
		return sum;
	sum->people = group->people;
	sum->coaches = group->coaches;
	for (size_t i = 0; i < census->count; i++)
		if (wall_within(census->people[i].group, group->path))
			add_up(sum, &census->counts[i]);
	round_off(sum);
	return sum;
}

static enum status count_quarter(struct call *call, int quarter)
{
	struct census census = { 0 };
	struct wall_group *groups;
	GroupReport **sums;
	const char *name = name_of(call, quarter);
	size_t count;
	enum status st = take_census(call, quarter, &census);

	if (st != STATUS_OK)
		return st;
	groups = wall_decide(census.people, census.count, call->arena, &count);
	sums = arena_zero(call->arena, (count + 1) * sizeof(*sums));
	for (size_t i = 0; i < count; i++)
		sums[i] = sum_up(call, &census, &groups[i]);
	st = store_organisation_put(call->conn, name, call->now, sums, count, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(call, "organisation_report.counted",
			arena_printf(call->arena, "organisationReports/%s", name), NULL, NULL, NULL, NULL);
	return st;
}

/* The first one that was not counted: after the last that was, or the one of the first session. False: nothing ever
 * took place. */
static enum status next_quarter(struct call *call, int *ret_quarter, bool *ret_any)
{
	char **quarters;
	size_t count;
	int64_t first = 0;
	enum status st = store_organisation_quarters(call->conn, 1, call->arena, &quarters, &count, &call->error);

	if (st == STATUS_OK && count == 0)
		st = store_organisation_first(call->conn, &first, &call->error);
	if (st != STATUS_OK)
		return st;
	*ret_any = count > 0 || first != 0;
	*ret_quarter = quarter_of(day_of(first, zone_of(call), NULL));
	if (count > 0 && quarter_parse(quarters[0], ret_quarter))
		++*ret_quarter;
	return STATUS_OK;
}

enum status service_organisation_due(struct call *call)
{
	int quarter = 0, now = quarter_of(day_of(call->now, zone_of(call), NULL));
	bool any = false;
	enum status st = next_quarter(call, &quarter, &any);

	for (; st == STATUS_OK && any && due_of(call, quarter, NULL) <= call->now; quarter++)
		st = count_quarter(call, quarter);
	if (st != STATUS_OK)
		return st;
	while (due_of(call, now, NULL) > call->now)
		now--;
	return store_timer_set(call->conn, STORE_TIMER_SERVICE, SERVICE_ORGANISATION_TIMER "next",
		due_of(call, now + 1, NULL), call->now, (ProtobufCBinaryData){ 0 }, &call->error);
}

/* ---- telling */

static enum status not_counted(struct call *call, int quarter)
{
	int day;

	if (due_of(call, quarter, &day) > call->now)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "NOT_COUNTED_YET", "quarter",
			"%s is counted on %s, fourteen days after it is over: ask for an earlier quarter",
			"%s wordt op %s geteld, veertien dagen nadat het voorbij is: vraag een eerder kwartaal",
			name_of(call, quarter), day_text(day, call->locale, call->arena));
	return service_refuse(call, STATUS_NOT_FOUND, "NOT_COUNTED", "quarter",
		"there is nothing of %s: nobody went along before or in it",
		"van %s is er niets: toen en daarvoor ging niemand mee", name_of(call, quarter));
}

/* The quarter that is asked for, or the last one that was counted. */
static enum status find_quarter(
	struct call *call, const ReportOrganisationRequest *in, OrganisationReport *out, int64_t *ret_time)
{
	int quarter = quarter_of(day_of(call->now, zone_of(call), NULL));
	enum status st;

	if (in->quarter[0] != '\0' && !quarter_parse(in->quarter, &quarter))
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "QUARTER", "quarter",
			"quarter must be such as \"2026-Q1\"", "quarter moet zijn zoals \"2026-Q1\"");
	if (in->quarter[0] == '\0' && out->n_quarters > 0)
		quarter_parse(out->quarters[0], &quarter);
	out->quarter = name_of(call, quarter);
	st = store_organisation_count_time(call->conn, out->quarter, ret_time, &call->error);
	return st == STATUS_OK && *ret_time == 0 ? not_counted(call, quarter) : st;
}

static void keep_within(OrganisationReport *out, const char *path)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->n_groups; i++)
		if (wall_within(out->groups[i]->group_path, path))
			out->groups[kept++] = out->groups[i];
	out->n_groups = kept;
}

enum status service_organisation_report(
	struct call *call, const ReportOrganisationRequest *in, OrganisationReport **ret)
{
	OrganisationReport *out = arena_alloc(call->arena, sizeof(*out));
	int64_t time = 0;
	enum status st;

	organisation_report__init(out);
	st = store_organisation_quarters(
		call->conn, MOST_QUARTERS, call->arena, &out->quarters, &out->n_quarters, &call->error);
	if (st == STATUS_OK)
		st = find_quarter(call, in, out, &time);
	if (st == STATUS_OK)
		st = store_organisation_groups(
			call->conn, out->quarter, call->arena, &out->groups, &out->n_groups, &call->error);
	if (st != STATUS_OK)
		return st;
	keep_within(out, in->group_path);
	if (out->n_groups == 0)
		return service_refuse(call, STATUS_NOT_FOUND, "NO_SUCH_GROUP", "group_path",
			"there was no group \"%.200s\" in %s", "er was geen groep \"%.200s\" in %s", in->group_path,
			out->quarter);
	out->name = arena_printf(call->arena, "organisationReports/%s", out->quarter);
	out->count_time = instant_new(call->arena, time);
	out->fewest_people = WALL_PEOPLE;
	out->fewest_coaches = WALL_COACHES;
	out->rounding = WALL_ROUND;
	*ret = out;
	return STATUS_OK;
}
