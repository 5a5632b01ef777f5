/* service/ — Reports: what the work of two people amounts to, in counts. */
#include <stdlib.h>
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/saydo.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/call.h"
#include "daemon/service/check.h"
#include "daemon/service/name.h"
#include "daemon/service/viewer.h"
#include "daemon/store/coaching.h"
#include "daemon/store/person.h"
#include "daemon/store/report.h"
#include "daemon/store/session.h"
#include "ridealong/v1/report.pb-c.h"

#define RPC_SERVICE     Reports_Service
#define DAYS            365 /* back, when no first day is given */
#define MOST_DAYS       3660
#define MOST_INTENTIONS 20

/* Who reads what of whom. */
struct report {
	struct store_report_filter filter;
	const char *zone; /* in which days are counted */
	int from, until;  /* days */
};

/* Whose report the caller wants when they name nobody: their coachees', or their own when they coach nobody. */
static enum status own_report(struct call *call, struct report *report)
{
	const char *me = call->actor->person;
	Coaching **coachings;
	size_t count;
	enum status st;

	if (me == NULL)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "WHOSE", "coach", "%s",
			words_pick(call->locale, "say whose report: give a coach or a coachee",
				"zeg wiens verslag: noem een coach of wie er gecoacht wordt"));
	st = store_coaching_list(
		call->conn, report->filter.viewer, me, "", NULL, 1, call->arena, &coachings, &count, &call->error);
	if (st != STATUS_OK)
		return st;
	if (count > 0)
		report->filter.coach = me;
	else
		report->filter.coachee = me;
	return STATUS_OK;
}

static bool is_caller(const struct call *call, const char *person)
{
	return call->actor->person != NULL && strcmp(call->actor->person, person) == 0;
}

/* A coach sees what they did with their own coachees, a coachee what was done with them; administrators see both. */
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
	if (!call->actor->admin && filter->coach[0] == '\0' && !is_caller(call, filter->coachee))
		filter->coach = call->actor->person != NULL ? call->actor->person : "";
	if (!call->actor->admin && filter->coachee[0] == '\0' && !is_caller(call, filter->coach))
		filter->coachee = call->actor->person != NULL ? call->actor->person : "";
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

static enum status find_span(struct call *call, const ReportCoachingRequest *in, struct report *report)
{
	int today = day_of(call->now, report->zone, NULL);
	char text[DAY_TEXT];
	enum status st = STATUS_OK;

	report->from = today - DAYS;
	report->until = today + 1;
	if (in->from_date[0] != '\0')
		st = service_check_date(call, "from_date", in->from_date);
	if (st == STATUS_OK && in->until_date[0] != '\0')
		st = service_check_date(call, "until_date", in->until_date);
	if (st != STATUS_OK)
		return st;
	day_parse(in->until_date, &report->until);
	if (!day_parse(in->from_date, &report->from))
		report->from = report->until - 1 - DAYS;
	if (report->until <= report->from || report->until - report->from > MOST_DAYS)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "DATE_ORDER", "until_date",
			words_pick(call->locale, "until_date must be after from_date, by at most %d days",
				"until_date moet na from_date liggen, hooguit %d dagen"),
			MOST_DAYS);
	report->filter.from = day_at(report->from, 0, report->zone);
	report->filter.until = day_at(report->until, 0, report->zone);
	day_format(report->from, text);
	report->filter.from_date = arena_strdup(call->arena, text);
	day_format(report->until, text);
	report->filter.until_date = arena_strdup(call->arena, text);
	return STATUS_OK;
}

static int ascending(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return a < b ? -1 : a > b;
}

/* The median; of an even number the mean of the two in the middle. */
static Duration *median(struct call *call, int64_t *values, size_t count)
{
	Duration *duration;
	int64_t us;

	if (count == 0)
		return NULL;
	qsort(values, count, sizeof(*values), ascending);
	us = count % 2 == 1 ? values[count / 2]
			    : values[count / 2 - 1] + (values[count / 2] - values[count / 2 - 1]) / 2;
	duration = arena_alloc(call->arena, sizeof(*duration));
	duration__init(duration);
	duration->seconds = us / 1000000;
	duration->nanos = (int32_t)(us % 1000000) * 1000;
	return duration;
}

static void count_state(CoacheeReport *out, const struct store_report_session *session)
{
	out->planned++;
	switch (session->state) {
	case SESSION_STATE_CLOSED:
		if (session->not_confirmed)
			out->not_confirmed++;
		else
			out->closed++;
		break;
	case SESSION_STATE_SKIPPED:
		out->skipped += session->by_rule;
		break;
	case SESSION_STATE_CANCELLED:
		out->cancelled++;
		break;
	case SESSION_STATE_LAPSED:
		out->lapsed++;
		break;
	default:
		break;
	}
}

static void count_sessions(
	struct call *call, CoacheeReport *out, const struct store_report_session *sessions, size_t count)
{
	int64_t *delays = arena_alloc(call->arena, (count + 1) * sizeof(*delays));
	size_t n_delays = 0;

	for (size_t i = 0; i < count; i++) {
		count_state(out, &sessions[i]);
		out->compliments += sessions[i].compliments;
		out->tips += sessions[i].tips;
		out->help_given += sessions[i].help;
		if (sessions[i].debrief)
			delays[n_delays++] = sessions[i].delay;
	}
	out->debrief_delay = median(call, delays, n_delays);
}

/* Whether the meeting's session was unannounced, as far as the report shows it. */
static bool unannounced_at(const struct store_report_session *sessions, size_t count, const char *meeting)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(sessions[i].meeting, meeting) == 0 && sessions[i].unannounced)
			return true;
	return false;
}

/* Intentions come meeting by meeting: each meeting is one session's worth. */
static void count_intentions(struct call *call, CoacheeReport *out, const struct store_report_intention *found,
	size_t count, const struct store_report_session *sessions, size_t n_sessions)
{
	Intention **all = arena_zero(call->arena, (count + 1) * sizeof(*all));

	out->announced = arena_alloc(call->arena, sizeof(IntendedSeen));
	out->unannounced = arena_alloc(call->arena, sizeof(IntendedSeen));
	intended_seen__init(out->announced);
	intended_seen__init(out->unannounced);
	for (size_t i = 0; i < count; i++)
		all[i] = found[i].intention;
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && strcmp(found[next].meeting, found[i].meeting) == 0;)
			next++;
		saydo_add(unannounced_at(sessions, n_sessions, found[i].meeting) ? out->unannounced : out->announced,
			all + i, next - i);
	}
	saydo_finish(out->announced);
	saydo_finish(out->unannounced);
	out->intentions = all;
	out->n_intentions = count < MOST_INTENTIONS ? count : MOST_INTENTIONS;
}

/* Done after its date, or open beyond it, in days of whoever the report is counted for. */
static bool late(const ActionPoint *point, int today, const char *zone)
{
	int due;

	if (!day_parse(point->due_date, &due))
		return false;
	if (point->state == ACTION_POINT_STATE_DONE)
		return day_of(instant_us(point->end_time), zone, NULL) > due;
	return point->state == ACTION_POINT_STATE_OPEN && today > due;
}

static void count_action_points(
	struct call *call, CoacheeReport *out, const char *zone, ActionPoint *const *points, size_t count)
{
	int today = day_of(call->now, zone, NULL);

	for (size_t i = 0; i < count; i++) {
		bool finished = points[i]->state == ACTION_POINT_STATE_DONE;

		if (strcmp(points[i]->owner, out->coachee) != 0) {
			out->promises++;
			out->promises_done += finished;
			continue;
		}
		out->action_points++;
		out->action_points_done += finished;
		out->action_points_late += late(points[i], today, zone);
	}
}

static enum status count_days(struct call *call, const struct report *report, CoacheeReport *out, const char *zone)
{
	int64_t last;
	enum status st = store_session_last_time(call->conn, report->filter.coach, out->coachee, &last, &call->error);

	out->days_since_last = -1;
	if (st == STATUS_OK && last != 0)
		out->days_since_last = day_of(call->now, zone, NULL) - day_of(last, zone, NULL);
	return st;
}

static enum status report_coachee(
	struct call *call, const struct report *report, const struct store_report_coachee *of, CoacheeReport **ret)
{
	CoacheeReport *out = arena_alloc(call->arena, sizeof(*out));
	struct store_report_session *sessions;
	struct store_report_intention *intentions;
	ActionPoint **points;
	size_t n_sessions, n_intentions, n_points;
	enum status st;

	coachee_report__init(out);
	out->coachee = (char *)of->coachee;
	out->display_name = (char *)of->display_name;
	out->cadence_days = of->cadence_days;
	st = store_report_sessions(
		call->conn, &report->filter, of->coachee, call->arena, &sessions, &n_sessions, &call->error);
	if (st == STATUS_OK)
		st = store_report_intentions(call->conn, &report->filter, of->coachee, call->arena, &intentions,
			&n_intentions, &call->error);
	if (st == STATUS_OK)
		st = store_report_action_points(
			call->conn, &report->filter, of->coachee, call->arena, &points, &n_points, &call->error);
	if (st == STATUS_OK)
		st = count_days(call, report, out, of->time_zone);
	if (st != STATUS_OK)
		return st;
	count_sessions(call, out, sessions, n_sessions);
	count_intentions(call, out, intentions, n_intentions, sessions, n_sessions);
	count_action_points(call, out, of->time_zone, points, n_points);
	*ret = out;
	return STATUS_OK;
}

/** What a coach and their coachees did together. Slow lane. */
RPC_METHOD(report_coaching, ReportCoachingRequest, CoachingReport)
(struct call *call, const ReportCoachingRequest *in, CoachingReport **ret)
{
	CoachingReport *out = arena_alloc(call->arena, sizeof(*out));
	struct store_report_coachee *coachees;
	struct report report = { 0 };
	size_t count;
	enum status st;

	coaching_report__init(out);
	st = service_viewer(call, &report.filter.viewer);
	if (st == STATUS_OK)
		st = find_people(call, in, &report);
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
		st = report_coachee(call, &report, &coachees[i], &out->coachees[i]);
		if (st != STATUS_OK)
			return st;
	}
	out->n_coachees = count;
	*ret = out;
	return STATUS_OK;
}

Reports_Service service_reports = REPORTS__INIT(handle_);
