/* service/ — Sessions.ListSuggestions. */
#include "daemon/service/suggestion.h"

#include <string.h>

#include "daemon/base/clock.h"
#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/policy.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
#include "daemon/service/unannounced.h"
#include "daemon/store/coaching.h"
#include "daemon/store/meeting.h"
#include "daemon/store/page.h"
#include "daemon/store/person.h"
#include "daemon/store/suggestion.h"

#define DAYS      21
#define MOST_DAYS 92
#define PAGE      10
#define MOST_PAGE 100

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
		g->policy = service_policy_for(call, g->coach);
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

/* As a session at it would be. */
static enum status say_confidential(struct call *call, const Person *owner, Suggestion *suggestion)
{
	Template *template;
	char *name;
	int32_t version;
	enum status st = service_template_of_meeting(call, suggestion->meeting->name, owner, &name, &version);

	if (st == STATUS_OK)
		st = service_template_say_head(call, name, version, &template);
	if (st == STATUS_OK)
		suggestion->confidential = template->confidential;
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
	return say_confidential(call, one->coachee, made);
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
		st = service_suggestion_gather(call, coachee, &g);
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
	Person *whose, *owner = NULL;
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
		st = store_person_get(call->conn, made->meeting->owner, call->arena, &owner, &call->error);
	if (st == STATUS_OK)
		st = say_confidential(call, owner, made);
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
