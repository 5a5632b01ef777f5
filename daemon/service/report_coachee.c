/* service/ — Reports: what is counted of one coachee. */
#include <string.h>

#include "daemon/domain/cadence.h"
#include "daemon/domain/day.h"
#include "daemon/domain/delay.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/recurring.h"
#include "daemon/domain/saydo.h"
#include "daemon/service/report.h"
#include "daemon/store/session.h"

#define MOST_INTENTIONS 20
#define MOST_TIPS       10

/* Everything that the counts come from. */
struct material {
	const struct report *report;
	const struct store_report_coachee *of;
	struct store_report_session *sessions; /* the newest first */
	struct store_report_intention *intentions;
	struct store_report_tip *tips;
	ActionPoint **points;
	size_t n_sessions, n_intentions, n_tips, n_points;
};

void *service_report_blank(struct call *call, const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = arena_alloc(call->arena, type->sizeof_message);

	protobuf_c_message_init(type, message);
	return message;
}

/* Times of no length are there, too. */
static Duration *length_of(struct call *call, int64_t us)
{
	Duration *length = instant_length_new(call->arena, us);

	return length != NULL ? length : service_report_blank(call, &duration__descriptor);
}

/* Coverage counts only what both confirmed. */
static bool confirmed(const struct store_report_session *session)
{
	return session->state == SESSION_STATE_CLOSED && !session->not_confirmed;
}

/* ---- sessions */

static void count_state(CoacheeReport *out, const struct store_report_session *session)
{
	out->planned++;
	switch (session->state) {
	case SESSION_STATE_CLOSED:
		out->closed += confirmed(session);
		out->not_confirmed += !confirmed(session);
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

static void count_sessions(struct call *call, const struct material *from, CoacheeReport *out)
{
	out->help = service_report_blank(call, &help_report__descriptor);
	for (size_t i = 0; i < from->n_sessions; i++) {
		const struct store_report_session *session = &from->sessions[i];

		count_state(out, session);
		out->compliments += session->compliments;
		out->tips += session->tips;
		out->help->added += session->added;
		out->help->nudged += session->nudged;
		out->help->took_over += session->took_over;
		if (session->help == HELP_CONFIRMATION_CONFIRMED)
			out->help->confirmed += session->added + session->nudged + session->took_over;
		if (session->help == HELP_CONFIRMATION_DISPUTED)
			out->help->disputed += session->added + session->nudged + session->took_over;
	}
	out->help_given = out->help->added + out->help->nudged + out->help->took_over;
}

static int day_of_text(const char *date, int otherwise)
{
	int day = otherwise;

	day_parse(date, &day);
	return day;
}

/* The span, as far as the two have a relation in it and it is over. */
static void count_coverage(struct call *call, const struct material *from, CoacheeReport *out)
{
	const struct report *report = from->report;
	int *days = arena_alloc(call->arena, (from->n_sessions + 1) * sizeof(*days));
	int first = day_of_text(from->of->start_date, report->from),
	    last = day_of_text(from->of->end_date, report->today);
	size_t count = 0;

	out->coverage = service_report_blank(call, &coverage_report__descriptor);
	for (size_t i = from->n_sessions; i-- > 0;) {
		const struct store_report_session *session = &from->sessions[i];

		if (!confirmed(session))
			continue;
		days[count++] = day_of(session->start, report->zone, NULL);
		out->coverage->went_along++;
		out->coverage->invited += session->invited;
		out->coverage->unannounced += session->unannounced;
	}
	if (first < report->from)
		first = report->from;
	if (last > report->today)
		last = report->today;
	if (last > report->until - 1)
		last = report->until - 1;
	if (last >= first)
		cadence_count(out->coverage, days, count, first, last, from->of->cadence_days);
}

/* ---- preparation */

/* Whether the check looked, or was to look, at the session. */
static bool was_looked_at(const struct store_report_session *session, int64_t now)
{
	return session->state != SESSION_STATE_CANCELLED && !session->unannounced && session->cutoff != 0 &&
	       session->cutoff <= now && session->created <= session->cutoff;
}

static void count_preparation(struct call *call, const struct material *from, CoacheeReport *out)
{
	PreparationReport *counts = out->preparation = service_report_blank(call, &preparation_report__descriptor);

	for (size_t i = 0; i < from->n_sessions; i++) {
		const struct store_report_session *session = &from->sessions[i];

		counts->coach_asked += session->asked > 0;
		counts->withdrawn += session->by_rule;
		counts->appeals += session->appealed;
		counts->appeals_granted += session->appealed && session->state != SESSION_STATE_SKIPPED &&
					   session->state != SESSION_STATE_CANCELLED;
		if (!was_looked_at(session, call->now))
			continue;
		counts->sessions++;
		counts->in_time += session->submitted != 0 && session->submitted <= session->cutoff;
		counts->after += session->submitted > session->cutoff;
		counts->nothing_in += session->submitted == 0;
	}
}

/* ---- delay */

static size_t delays_of(const struct store_report_session *sessions, size_t count, int64_t *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (sessions[i].debrief)
			ret[n++] = sessions[i].delay;
	return n;
}

static void count_delay(struct call *call, const struct material *from, CoacheeReport *out)
{
	int64_t *delays = arena_alloc(call->arena, (from->n_sessions + 1) * sizeof(*delays));
	size_t count = delays_of(from->sessions, from->n_sessions, delays), half = count / 2;
	DelayReport *report = out->delay = service_report_blank(call, &delay_report__descriptor);

	report->debriefs = (int32_t)count;
	if (count == 0)
		return;
	if (count >= DELAY_TREND) { /* the newest first; of an odd number the one in the middle is in neither */
		report->later = length_of(call, delay_median(delays, half));
		report->earlier = length_of(call, delay_median(delays + count - half, half));
	}
	report->median = length_of(call, delay_median(delays, count));
	report->ninety = length_of(call, delay_percentile(delays, count, 90));
	out->debrief_delay = report->median;
}

/* ---- intended and seen */

/* The session that the report shows at a meeting; NULL when it shows none. An unannounced one goes before. */
static const struct store_report_session *session_at(const struct material *from, const char *meeting)
{
	const struct store_report_session *found = NULL;

	for (size_t i = 0; i < from->n_sessions; i++)
		if (strcmp(from->sessions[i].meeting, meeting) == 0 && (found == NULL || from->sessions[i].unannounced))
			found = &from->sessions[i];
	return found;
}

static void month_of(const struct report *report, int64_t us, char ret[8])
{
	char text[DAY_TEXT];

	day_format(day_of(us, report->zone, NULL), text);
	memcpy(ret, text, 7);
	ret[7] = '\0';
}

/* Adds the intentions of one meeting after another: each meeting is one session's worth. With `month`, only those of
 * that month. */
static void add_intentions(struct call *call, const struct material *from, const char *month, IntendedSeen *announced,
	IntendedSeen *unannounced)
{
	Intention **all = arena_zero(call->arena, (from->n_intentions + 1) * sizeof(*all));

	for (size_t i = 0; i < from->n_intentions; i++)
		all[i] = from->intentions[i].intention;
	for (size_t i = 0, next; i < from->n_intentions; i = next) {
		const struct store_report_session *session = session_at(from, from->intentions[i].meeting);
		char of[8] = "";

		for (next = i + 1; next < from->n_intentions &&
				   strcmp(from->intentions[next].meeting, from->intentions[i].meeting) == 0;)
			next++;
		if (month != NULL && session != NULL)
			month_of(from->report, session->start, of);
		if (month == NULL || strcmp(month, of) == 0)
			saydo_add(session != NULL && session->unannounced ? unannounced : announced, all + i, next - i);
	}
	saydo_finish(announced);
	saydo_finish(unannounced);
}

static void count_intentions(struct call *call, const struct material *from, CoacheeReport *out)
{
	out->announced = service_report_blank(call, &intended_seen__descriptor);
	out->unannounced = service_report_blank(call, &intended_seen__descriptor);
	add_intentions(call, from, NULL, out->announced, out->unannounced);
	out->n_intentions = from->n_intentions < MOST_INTENTIONS ? from->n_intentions : MOST_INTENTIONS;
	out->intentions = arena_zero(call->arena, (out->n_intentions + 1) * sizeof(*out->intentions));
	for (size_t i = 0; i < out->n_intentions; i++)
		out->intentions[i] = from->intentions[i].intention;
}

/* ---- month by month */

static MonthReport *count_month(struct call *call, const struct material *from, const char *month)
{
	int64_t *delays = arena_alloc(call->arena, (from->n_sessions + 1) * sizeof(*delays));
	MonthReport *report = service_report_blank(call, &month_report__descriptor);
	size_t n_delays = 0;

	report->month = arena_strdup(call->arena, month);
	report->announced = service_report_blank(call, &intended_seen__descriptor);
	report->unannounced = service_report_blank(call, &intended_seen__descriptor);
	for (size_t i = 0; i < from->n_sessions; i++) {
		const struct store_report_session *session = &from->sessions[i];
		char of[8];

		month_of(from->report, session->start, of);
		if (strcmp(of, month) != 0)
			continue;
		report->went_along += confirmed(session);
		report->compliments += session->compliments;
		report->tips += session->tips;
		if (session->debrief)
			delays[n_delays++] = session->delay;
	}
	add_intentions(call, from, month, report->announced, report->unannounced);
	report->debriefs = (int32_t)n_delays;
	if (n_delays > 0)
		report->debrief_delay = length_of(call, delay_median(delays, n_delays));
	return report;
}

static void next_month(char month[8])
{
	int year = 0, number = 0, day;
	char text[DAY_TEXT];

	day_parse(strcat(strcpy(text, month), "-01"), &day);
	day_split(day, &year, &number, &day);
	if (++number > 12) {
		number = 1;
		year++;
	}
	day_make(year, number, 1, &day);
	day_format(day, text);
	memcpy(month, text, 7);
}

/* A session that took place, was to take place, or was withdrawn from: a month with any is shown, and those between. */
static void count_months(struct call *call, const struct material *from, CoacheeReport *out)
{
	char month[8], last[8];

	if (from->n_sessions == 0)
		return;
	month_of(from->report, from->sessions[from->n_sessions - 1].start, month);
	month_of(from->report, from->sessions[0].start, last);
	for (; strcmp(month, last) <= 0; next_month(month)) {
		MonthReport **slot = arena_push(call->arena, &out->months, &out->n_months, sizeof(*slot));

		*slot = count_month(call, from, month);
	}
}

/* ---- tips that come back */

static void count_tips(struct call *call, const struct material *from, CoacheeReport *out)
{
	struct recurring_tip *tips = arena_zero(call->arena, (from->n_tips + 1) * sizeof(*tips));
	struct recurring_group *groups;
	char text[DAY_TEXT];
	size_t count;

	for (size_t i = 0; i < from->n_tips; i++) {
		tips[i].text = from->tips[i].text;
		tips[i].next_step = from->tips[i].next_step;
		tips[i].session = from->tips[i].session;
		tips[i].day = day_of(from->tips[i].start, from->report->zone, NULL);
	}
	groups = recurring_groups(tips, from->n_tips, call->arena, &count);
	for (size_t i = 0; i < count && i < MOST_TIPS; i++) {
		RecurringTip **slot =
			arena_push(call->arena, &out->recurring_tips, &out->n_recurring_tips, sizeof(*slot));
		RecurringTip *tip = *slot = service_report_blank(call, &recurring_tip__descriptor);

		tip->text = (char *)groups[i].last->text;
		tip->next_step = (char *)groups[i].last->next_step;
		tip->sessions = groups[i].sessions;
		day_format(groups[i].first_day, text);
		tip->first_date = arena_strdup(call->arena, text);
		day_format(groups[i].last_day, text);
		tip->last_date = arena_strdup(call->arena, text);
	}
}

/* ---- one after the other */

static enum status gather(struct call *call, struct material *from)
{
	const struct store_report_filter *filter = &from->report->filter;
	const char *coachee = from->of->coachee;
	enum status st;

	st = store_report_sessions(
		call->conn, filter, coachee, call->arena, &from->sessions, &from->n_sessions, &call->error);
	if (st == STATUS_OK)
		st = store_report_intentions(
			call->conn, filter, coachee, call->arena, &from->intentions, &from->n_intentions, &call->error);
	if (st == STATUS_OK)
		st = store_report_tips(
			call->conn, filter, coachee, call->arena, &from->tips, &from->n_tips, &call->error);
	if (st == STATUS_OK)
		st = store_report_action_points(
			call->conn, filter, coachee, call->arena, &from->points, &from->n_points, &call->error);
	return st;
}

static enum status count_days(struct call *call, const struct material *from, CoacheeReport *out)
{
	const char *zone = from->of->time_zone;
	int64_t last;
	enum status st =
		store_session_last_time(call->conn, from->report->filter.coach, out->coachee, &last, &call->error);

	out->days_since_last = -1;
	if (st == STATUS_OK && last != 0)
		out->days_since_last = day_of(call->now, zone, NULL) - day_of(last, zone, NULL);
	return st;
}

enum status service_report_coachee(
	struct call *call, const struct report *report, const struct store_report_coachee *of, CoacheeReport **ret)
{
	struct material from = { .report = report, .of = of };
	CoacheeReport *out = service_report_blank(call, &coachee_report__descriptor);
	enum status st;

	out->coachee = (char *)of->coachee;
	out->display_name = (char *)of->display_name;
	out->cadence_days = of->cadence_days;
	st = gather(call, &from);
	if (st == STATUS_OK)
		st = count_days(call, &from, out);
	if (st != STATUS_OK)
		return st;
	count_sessions(call, &from, out);
	count_coverage(call, &from, out);
	count_preparation(call, &from, out);
	count_intentions(call, &from, out);
	count_delay(call, &from, out);
	count_months(call, &from, out);
	count_tips(call, &from, out);
	service_report_points(call, of->time_zone, from.points, from.n_points, out);
	*ret = out;
	return STATUS_OK;
}
