/* service/ — Sessions.ListSuggestions. */
#include "daemon/service/suggestion.h"

#include <limits.h>
#include <string.h>

#include "daemon/base/clock.h"
#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/rhythm.h"
#include "daemon/domain/suggestion.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/session.h"
#include "daemon/service/unannounced.h"
#include "daemon/service/viewer.h"
#include "daemon/store/action_point.h"
#include "daemon/store/coaching.h"
#include "daemon/store/meeting.h"
#include "daemon/store/page.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"
#include "daemon/store/suggestion.h"

#define DAYS          21
#define MOST_DAYS     92
#define PAGE          10
#define MOST_PAGE     100
#define MOST_MEETINGS 1000                /* of one person */
#define LOOK_BACK     (120 * CLOCK_DAY)   /* for the last session that was planned */
#define TRAVEL        (30 * CLOCK_MINUTE) /* DESIGN: the default way there */

/* What the asking is about, and what was gathered for it. */
struct gathering {
	const struct store_viewer *viewer;
	const ListSuggestionsRequest *in;
	Session *freed; /* only what could be joined in its time; NULL for any */
	Person *coach;
	int today;           /* the coach's */
	int64_t from, until; /* µs */
	Session **sessions;  /* of the coach: those to come, and a while back */
	size_t n_sessions;
	Meeting **own; /* the coach's own appointments */
	size_t n_own;
	struct suggestion **found;
	size_t n_found;
};

static bool overlap(int64_t from, int64_t until, const Timestamp *start, const Timestamp *end)
{
	return instant_us(start) < until && instant_us(end) > from;
}

static bool to_come(const Session *session)
{
	return session->state == SESSION_STATE_PLANNED || session->state == SESSION_STATE_PREPARED ||
	       session->state == SESSION_STATE_CONFIRMED || session->state == SESSION_STATE_IN_PROGRESS;
}

static int64_t way_to(const Meeting *meeting)
{
	return meeting->online ? 0 : TRAVEL;
}

/* The coach has a session at that meeting, or is with somebody else then. */
static bool planned(const struct gathering *g, const Meeting *meeting)
{
	int64_t from = instant_us(meeting->start_time) - way_to(meeting), until = instant_us(meeting->end_time);

	for (size_t i = 0; i < g->n_sessions; i++) {
		const Session *session = g->sessions[i];

		if (strcmp(session->meeting, meeting->name) == 0 && session->state != SESSION_STATE_LAPSED)
			return true;
		if (to_come(session) && overlap(from, until, session->departure_time, session->end_time))
			return true;
	}
	return false;
}

static bool busy(const struct gathering *g, const Meeting *meeting)
{
	int64_t from = instant_us(meeting->start_time) - way_to(meeting), until = instant_us(meeting->end_time);

	for (size_t i = 0; i < g->n_own; i++)
		if (!g->own[i]->all_day && overlap(from, until, g->own[i]->start_time, g->own[i]->end_time))
			return true;
	return false;
}

/* Whether the last session of the two that was to be is one the coach did not go along to. */
static bool skipped(const struct gathering *g, const char *coachee, int64_t now)
{
	const Session *last = NULL;

	for (size_t i = 0; i < g->n_sessions; i++) {
		const Session *session = g->sessions[i];

		if (strcmp(session->coachee, coachee) == 0 && instant_us(session->start_time) < now &&
			(last == NULL || instant_us(session->start_time) > instant_us(last->start_time)))
			last = session;
	}
	return last != NULL && last->state == SESSION_STATE_SKIPPED;
}

/* Whether another coach is known to come along: one of a hidden session is not. */
static bool other_coach(const struct gathering *g, Session *const *others, size_t count, const Meeting *meeting)
{
	for (size_t i = 0; i < count; i++)
		if (to_come(others[i]) && strcmp(others[i]->meeting, meeting->name) == 0 &&
			strcmp(others[i]->coach, g->coach->name) != 0)
			return true;
	return false;
}

static enum status list_meetings(
	struct call *call, const struct gathering *g, const char *owner, Meeting ***ret, size_t *ret_count)
{
	struct store_meeting_filter filter = {
		.owner = owner, .from = g->from, .until = g->until, .limit = MOST_MEETINGS
	};

	return store_meeting_list(call->conn, g->viewer, &filter, call->arena, ret, ret_count, &call->error);
}

/* What all meetings of one coachee have in common. */
static enum status describe(struct call *call, const struct gathering *g, const Coaching *coaching,
	struct suggestion *common, Session ***ret_others, size_t *ret_n_others)
{
	static const struct store_viewer announced = { .all = true, .hidden = false, .person = "", .today = "" };
	struct store_session_filter others = { .viewer = &announced,
		.coachee = coaching->coachee,
		.from = g->from,
		.until = g->until,
		.limit = MOST_MEETINGS };
	int64_t last, open, of_session;
	Person *coachee;
	enum status st;

	memset(common, 0, sizeof(*common));
	common->skipped = skipped(g, coaching->coachee, call->now);
	st = store_person_get(call->conn, coaching->coachee, call->arena, &coachee, &call->error);
	if (st == STATUS_OK)
		st = store_session_last_time(call->conn, coaching->coach, coaching->coachee, &last, &call->error);
	if (st == STATUS_OK)
		st = store_action_point_count(
			call->conn, coaching->name, coaching->coachee, "", &open, &of_session, &call->error);
	if (st == STATUS_OK)
		st = store_session_list(call->conn, &others, call->arena, ret_others, ret_n_others, &call->error);
	if (st != STATUS_OK)
		return st;
	common->coachee = coachee;
	common->last_day = last == 0 ? INT_MIN : day_of(last, coachee->time_zone, NULL);
	common->open_action_points = (int)open;
	return STATUS_OK;
}

/* Within the time that a session would have taken, but another meeting. */
static bool fits_freed(const struct gathering *g, const Meeting *meeting)
{
	if (g->freed == NULL)
		return true;
	return strcmp(meeting->name, g->freed->meeting) != 0 &&
	       overlap(instant_us(g->freed->departure_time), instant_us(g->freed->end_time), meeting->start_time,
		       meeting->end_time);
}

/* What was put off on purpose is not brought up before its day, unless it is asked for by name. */
static enum status find_postponed(struct call *call, const struct gathering *g, const Coaching *coaching, int *ret_day)
{
	const char *until;
	enum status st = store_coaching_postponed(call->conn, coaching->name, call->arena, &until, &call->error);

	*ret_day = RHYTHM_NEVER;
	if (st == STATUS_OK && g->in->coachee[0] == '\0')
		day_parse(until, ret_day);
	return st;
}

static enum status consider(struct call *call, struct gathering *g, const Coaching *coaching, int postponed,
	const struct suggestion *common, Meeting *meeting, struct suggestion **ret)
{
	struct suggestion *one = arena_memdup(call->arena, common, sizeof(*common));
	int64_t start = instant_us(meeting->start_time);
	enum status st =
		store_suggestion_is_dismissed(call->conn, g->coach->name, meeting->name, &one->dismissed, &call->error);

	*ret = NULL;
	one->meeting = meeting;
	one->meeting_day = day_of(start, common->coachee->time_zone, &one->meeting_minute);
	one->cadence_days = rhythm_every(coaching, one->meeting_day);
	one->planned = start <= call->now || planned(g, meeting) ||
		       !day_working(g->coach, day_of(start, g->coach->time_zone, NULL));
	if (st != STATUS_OK || (one->dismissed && !g->in->include_dismissed) || one->meeting_day < postponed ||
		!fits_freed(g, meeting) || !suggestion_possible(one, g->today))
		return st;
	one->busy = busy(g, meeting);
	*ret = one;
	return STATUS_OK;
}

static enum status gather_coachee(struct call *call, struct gathering *g, const Coaching *coaching)
{
	struct suggestion common, *one;
	Session **others;
	Meeting **meetings;
	size_t n_others, count;
	int postponed;
	enum status st = describe(call, g, coaching, &common, &others, &n_others);

	if (st == STATUS_OK)
		st = find_postponed(call, g, coaching, &postponed);
	if (st == STATUS_OK)
		st = list_meetings(call, g, coaching->coachee, &meetings, &count);
	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		st = consider(call, g, coaching, postponed, &common, meetings[i], &one);
		if (st != STATUS_OK || one == NULL)
			continue;
		one->other_coach = other_coach(g, others, n_others, meetings[i]);
		suggestion_rate(one, g->today, call->locale, call->arena);
		*(struct suggestion **)arena_push(call->arena, &g->found, &g->n_found, sizeof(*g->found)) = one;
	}
	return st;
}

static enum status gather(struct call *call, const char *coachee, struct gathering *g)
{
	struct store_session_filter own = { .viewer = g->viewer,
		.coach = g->coach->name,
		.from = call->now - LOOK_BACK,
		.until = g->until,
		.limit = MOST_MEETINGS };
	Coaching **coachings;
	size_t count;
	enum status st;

	st = store_session_list(call->conn, &own, call->arena, &g->sessions, &g->n_sessions, &call->error);
	if (st == STATUS_OK)
		st = list_meetings(call, g, g->coach->name, &g->own, &g->n_own);
	if (st == STATUS_OK)
		st = store_coaching_by(call->conn, g->coach->name, service_today(call, g->coach->time_zone),
			call->arena, &coachings, &count, &call->error);
	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		if (coachee[0] == '\0' || strcmp(coachings[i]->coachee, coachee) == 0)
			st = gather_coachee(call, g, coachings[i]);
	return st;
}

/* Whom somebody coaches knows that they do: that person is told whose the list is, others that there is nobody. */
static enum status find_coachee(struct call *call, const Person *coach, const char **ret)
{
	const char *self = call->actor->person;
	Coaching *coaching = NULL;
	enum status st = STATUS_OK;

	if (self != NULL && strcmp(self, coach->name) != 0)
		st = store_coaching_find(call->conn, coach->name, self, service_today(call, coach->time_zone),
			call->arena, &coaching, &call->error);
	if (st == STATUS_OK && coaching != NULL)
		*ret = self;
	return st;
}

/* Whose suggestions, checked. */
static enum status find_coach(struct call *call, const char *given, Person **ret)
{
	struct may_object object = { .name = given };
	enum status st;

	if (given[0] == '\0' && call->actor->person == NULL)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "MISSING", "coach", "%s",
			words_pick(call->locale, "say for which coach", "zeg voor welke coach"));
	st = service_name_person(call, "coach", given[0] != '\0' ? given : "people/me", ret);
	if (st != STATUS_OK)
		return st;
	object.coach = (*ret)->name;
	st = find_coachee(call, *ret, &object.coachee);
	return st == STATUS_OK ? service_allow(call, &object) : st;
}

/* And of what: only for one coachee when *ret_coachee is not "", only in the time of a session when there is one. */
static enum status find_asked(struct call *call, struct gathering *g, const char **ret_coachee)
{
	enum status st = find_coach(call, g->in->coach, &g->coach);

	if (st == STATUS_OK)
		st = service_name_filter(call, "coachee", g->in->coachee, ret_coachee);
	if (st == STATUS_OK)
		st = service_viewer(call, &g->viewer);
	if (st == STATUS_OK && g->in->session[0] != '\0')
		st = service_session_open(call, "session", g->in->session, &g->freed);
	return st;
}

static enum status find_span(struct call *call, int32_t days, struct gathering *g)
{
	if (days < 0 || days > MOST_DAYS)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "OUT_OF_RANGE", "days",
			words_pick(call->locale, "days must be 1 to %d", "days moet tussen 1 en %d liggen"), MOST_DAYS);
	g->today = day_of(call->now, g->coach->time_zone, NULL);
	g->from = call->now;
	g->until = call->now + (days == 0 ? DAYS : days) * CLOCK_DAY;
	return STATUS_OK;
}

/* Whether the coach could come unannounced to it. The answer tells of hidden sessions: those from whom these are kept
 * get none. */
static enum status ask_unannounced(
	struct call *call, const struct gathering *g, const struct suggestion *one, bool *ret)
{
	const bool kept_from =
		g->viewer->all && (!g->viewer->hidden || strcmp(g->viewer->person, one->coachee->name) == 0);
	struct error refusal = { 0 };
	enum status st;

	*ret = false;
	if (kept_from)
		return STATUS_OK;
	st = service_unannounced_fits(
		call, g->coach, one->coachee, one->meeting->name, instant_us(one->meeting->start_time), "", &refusal);
	*ret = st == STATUS_OK;
	if (st == STATUS_OK || st == STATUS_FAILED_PRECONDITION)
		return STATUS_OK;
	call->error = refusal;
	return st;
}

static enum status make(struct call *call, const struct gathering *g, const struct suggestion *one, Suggestion **ret)
{
	Suggestion *made = arena_alloc(call->arena, sizeof(*made));
	bool possible = false;
	enum status st = ask_unannounced(call, g, one, &possible);

	if (st != STATUS_OK)
		return st;
	suggestion__init(made);
	made->meeting = one->meeting;
	service_etag_set(call, &made->meeting->base);
	made->coachee_display_name = one->coachee->display_name;
	made->reasons = one->reasons;
	made->n_reasons = one->n_reasons;
	made->unannounced_possible = possible;
	made->dismissed = one->dismissed;
	*ret = made;
	return STATUS_OK;
}

/* Where the page begins: behind the meeting that was shown last. */
static enum status find_place(struct call *call, const struct gathering *g, const char *token, size_t *ret)
{
	*ret = 0;
	if (token[0] == '\0')
		return STATUS_OK;
	for (size_t i = 0; i < g->n_found; i++)
		if (strcmp(g->found[i]->meeting->name, token) == 0) {
			*ret = i + 1;
			return STATUS_OK;
		}
	return store_page_invalid(&call->error);
}

/* The best of those from `begin` on that planning would take: one more than fit tells whether there is a next page. */
static enum status fill_page(
	struct call *call, const struct gathering *g, size_t begin, size_t most, ListSuggestionsResponse *out)
{
	enum status st = STATUS_OK;

	out->suggestions = arena_zero(call->arena, (most + 1) * sizeof(*out->suggestions));
	for (size_t i = begin; st == STATUS_OK && i < g->n_found; i++) {
		struct suggestion *one = g->found[i];
		bool plannable = false;

		st = service_session_plannable(call, g->coach, (Person *)one->coachee, one->meeting, &plannable);
		if (st != STATUS_OK || !plannable)
			continue;
		if (out->n_suggestions == most) {
			out->next_page_token = out->suggestions[most - 1]->meeting->name;
			return STATUS_OK;
		}
		st = make(call, g, one, &out->suggestions[out->n_suggestions]);
		out->n_suggestions += st == STATUS_OK;
	}
	return st;
}

static enum status find_size(struct call *call, int32_t given, size_t *ret)
{
	int size = PAGE;
	enum status st = given == 0 ? STATUS_OK : service_page_size(call, given, &size);

	*ret = (size_t)(size > MOST_PAGE ? MOST_PAGE : size);
	return st;
}

enum status service_suggestions_list(struct call *call, const ListSuggestionsRequest *in, ListSuggestionsResponse **ret)
{
	ListSuggestionsResponse *out = arena_alloc(call->arena, sizeof(*out));
	struct gathering g = { .in = in };
	const char *coachee;
	size_t begin, size;
	enum status st = find_asked(call, &g, &coachee);

	list_suggestions_response__init(out);
	if (st == STATUS_OK)
		st = find_span(call, in->days, &g);
	if (st == STATUS_OK)
		st = find_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = gather(call, coachee, &g);
	if (st != STATUS_OK)
		return st;
	suggestion_sort(g.found, g.n_found);
	st = find_place(call, &g, in->page_token, &begin);
	if (st == STATUS_OK)
		st = fill_page(call, &g, begin, size, out);
	if (st == STATUS_OK)
		*ret = out;
	return st;
}

enum status service_suggestion_dismiss(
	struct call *call, const char *coach, const char *meeting, bool dismissed, Suggestion **ret)
{
	Suggestion *made = arena_alloc(call->arena, sizeof(*made));
	const struct store_viewer *viewer;
	Person *whose;
	enum status st = find_coach(call, coach, &whose);

	suggestion__init(made);
	if (st == STATUS_OK)
		st = service_name_check(call, "meeting", meeting, "meetings");
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_meeting_see(call->conn, viewer, meeting, call->arena, &made->meeting, &call->error);
	if (st == STATUS_OK && made->meeting == NULL)
		st = may_not_found(meeting, call->locale, &call->error);
	if (st == STATUS_OK)
		st = dismissed ? store_suggestion_dismiss(call->conn, whose->name, meeting, call->now, &call->error)
			       : store_suggestion_restore(call->conn, whose->name, meeting, &call->error);
	if (st == STATUS_OK)
		st = service_event_append(call, dismissed ? "suggestion.dismissed" : "suggestion.restored", meeting,
			NULL, NULL, whose->name, NULL);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &made->meeting->base);
	made->dismissed = dismissed;
	*ret = made;
	return STATUS_OK;
}
