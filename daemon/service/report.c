/* service/ — Reports: what the work of two people amounts to, in counts. */
#include "daemon/service/report.h"

#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/may.h"
#include "daemon/domain/quarter.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/name.h"
#include "daemon/service/organisation.h"
#include "daemon/service/refuse.h"
#include "daemon/service/viewer.h"
#include "daemon/service/works_council.h"
#include "daemon/store/coaching.h"
#include "daemon/store/person.h"

#define RPC_SERVICE Reports_Service
#define DAYS        365 /* back, when no first day is given */
#define MOST_DAYS   3660

/* Whose report the caller wants when they name nobody: their coachees', or their own when they coach nobody. */
static enum status own_report(struct call *call, struct report *report)
{
	const char *me = report->filter.person;
	const struct store_viewer *viewer;
	Coaching **coachings;
	size_t count;
	enum status st = service_viewer(call, &viewer);

	if (st == STATUS_OK)
		st = store_coaching_list(
			call->conn, viewer, me, "", NULL, 1, call->arena, &coachings, &count, &call->error);
	if (st != STATUS_OK)
		return st;
	if (count > 0)
		report->filter.coach = me;
	else
		report->filter.coachee = me;
	return STATUS_OK;
}

/* A coach sees what they did with their own coachees, a coachee what was done with them; nobody else sees either. */
static enum status find_people(struct call *call, const ReportCoachingRequest *in, struct report *report)
{
	struct store_report_filter *filter = &report->filter;
	struct may_object object = { 0 };
	enum status st;

	st = service_name_filter(call, "coach", in->coach, &filter->coach);
	if (st == STATUS_OK)
		st = service_name_filter(call, "coachee", in->coachee, &filter->coachee);
	if (st == STATUS_OK && filter->coach[0] == '\0' && filter->coachee[0] == '\0')
		st = own_report(call, report);
	if (st != STATUS_OK)
		return st;
	if (filter->coach[0] == '\0' && strcmp(filter->coachee, filter->person) != 0)
		filter->coach = filter->person;
	if (filter->coachee[0] == '\0' && strcmp(filter->coach, filter->person) != 0)
		filter->coachee = filter->person;
	object.name = in->coach[0] != '\0' ? in->coach : in->coachee;
	object.coach = filter->coach;
	object.coachee = filter->coachee;
	return service_allow(call, &object);
}

static enum status find_zone(struct call *call, struct report *report)
{
	const char *name = report->filter.coach[0] != '\0' ? report->filter.coach : report->filter.coachee;
	Person *person;
	enum status st = store_person_get(call->conn, name, call->arena, &person, &call->error);

	if (st == STATUS_OK)
		report->zone = person != NULL ? person->time_zone : "";
	return st;
}

/* A quarter stands for its two days. */
static enum status read_quarter(struct call *call, const ReportCoachingRequest *in, struct report *report)
{
	int quarter;

	if (in->from_date[0] != '\0' || in->until_date[0] != '\0')
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "QUARTER_OR_DATES", "quarter",
			"quarter: give a quarter or the two days, not both",
			"quarter: geef een kwartaal of de twee dagen, niet allebei");
	if (!quarter_parse(in->quarter, &quarter))
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "QUARTER", "quarter",
			"quarter must be such as \"2026-Q1\"", "quarter moet zijn zoals \"2026-Q1\"");
	report->from = quarter_first_day(quarter);
	report->until = quarter_first_day(quarter + 1);
	return STATUS_OK;
}

static enum status read_days(struct call *call, const ReportCoachingRequest *in, struct report *report)
{
	enum status st = STATUS_OK;

	if (in->from_date[0] != '\0')
		st = service_check_date(call, "from_date", in->from_date);
	if (st == STATUS_OK && in->until_date[0] != '\0')
		st = service_check_date(call, "until_date", in->until_date);
	if (st != STATUS_OK)
		return st;
	report->until = report->today + 1;
	day_parse(in->until_date, &report->until);
	if (!day_parse(in->from_date, &report->from))
		report->from = report->until - 1 - DAYS;
	if (report->until <= report->from || report->until - report->from > MOST_DAYS)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "DATE_ORDER", "until_date",
			"until_date must be after from_date, by at most %d days",
			"until_date moet na from_date liggen, hooguit %d dagen", MOST_DAYS);
	return STATUS_OK;
}

static enum status find_span(struct call *call, const ReportCoachingRequest *in, struct report *report)
{
	char text[DAY_TEXT];
	enum status st;

	report->today = day_of(call->now, report->zone, NULL);
	st = in->quarter[0] != '\0' ? read_quarter(call, in, report) : read_days(call, in, report);
	if (st != STATUS_OK)
		return st;
	report->filter.from = day_at(report->from, 0, report->zone);
	report->filter.until = day_at(report->until, 0, report->zone);
	day_format(report->from, text);
	report->filter.from_date = arena_strdup(call->arena, text);
	day_format(report->until, text);
	report->filter.until_date = arena_strdup(call->arena, text);
	return STATUS_OK;
}

/** What a coach and their coachees did together. Slow lane. */
RPC_METHOD(report_coaching, ReportCoachingRequest, CoachingReport)
(struct call *call, const ReportCoachingRequest *in, CoachingReport **ret)
{
	CoachingReport *out = arena_alloc(call->arena, sizeof(*out));
	struct store_report_coachee *coachees;
	struct report report = { .filter.person = call->actor->person };
	size_t count;
	enum status st = find_people(call, in, &report);

	coaching_report__init(out);
	if (st == STATUS_OK)
		st = find_zone(call, &report);
	if (st == STATUS_OK)
		st = find_span(call, in, &report);
	if (st == STATUS_OK)
		st = store_report_coachees(call->conn, &report.filter, call->arena, &coachees, &count, &call->error);
	if (st != STATUS_OK)
		return st;
	out->from_date = (char *)report.filter.from_date;
	out->until_date = (char *)report.filter.until_date;
	out->coachees = arena_zero(call->arena, (count + 1) * sizeof(*out->coachees));
	for (size_t i = 0; i < count; i++) {
		st = service_report_coachee(call, &report, &coachees[i], &out->coachees[i]);
		if (st != STATUS_OK)
			return st;
	}
	out->n_coachees = count;
	*ret = out;
	return STATUS_OK;
}

/** Sums of groups over a whole quarter. Slow lane. */
RPC_METHOD(report_organisation, ReportOrganisationRequest, OrganisationReport)
(struct call *call, const ReportOrganisationRequest *in, OrganisationReport **ret)
{
	return service_organisation_report(call, in, ret);
}

/** Written from what holds. Read lane. */
RPC_METHOD(get_works_council_report, GetWorksCouncilReportRequest, WorksCouncilReport)
(struct call *call, const GetWorksCouncilReportRequest *in, WorksCouncilReport **ret)
{
	(void)in;
	return service_works_council(call, ret);
}

Reports_Service service_reports = REPORTS__INIT(handle_);
