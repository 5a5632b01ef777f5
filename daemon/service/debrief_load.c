/* service/ — a debrief as a whole, put together from what was written, agreed and prepared. */
#include <stdlib.h>
#include <string.h>

#include "daemon/domain/debrief.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/lifecycle.h"
#include "daemon/domain/outcome.h"
#include "daemon/domain/preparation.h"
#include "daemon/domain/template.h"
#include "daemon/service/debrief.h"
#include "daemon/service/preparation.h"
#include "daemon/service/template.h"
#include "daemon/service/viewer.h"
#include "daemon/store/action_point.h"
#include "daemon/store/action_point_change.h"
#include "daemon/store/debrief.h"
#include "daemon/store/helped.h"
#include "daemon/store/observation.h"
#include "daemon/store/outcome.h"
#include "daemon/store/preparation.h"

#define MOST 1000 /* observations and action points of one session */

static void put_observation(struct call *call, Debrief *debrief, Observation *observation)
{
	Observation ***list = &debrief->other;
	size_t *count = &debrief->n_other;

	switch (observation->kind) {
	case OBSERVATION_KIND_HEARD:
		list = &debrief->seen_heard;
		count = &debrief->n_seen_heard;
		break;
	case OBSERVATION_KIND_WORKED:
		list = &debrief->compliments;
		count = &debrief->n_compliments;
		break;
	case OBSERVATION_KIND_TIP:
		list = &debrief->tips;
		count = &debrief->n_tips;
		break;
	case OBSERVATION_KIND_HELP_ADDED:
	case OBSERVATION_KIND_HELP_NUDGED:
	case OBSERVATION_KIND_HELP_TOOK_OVER:
		list = &debrief->help_given;
		count = &debrief->n_help_given;
		break;
	default:
		break;
	}
	*(Observation **)arena_push(call->arena, list, count, sizeof(**list)) = observation;
}

static enum status add_observations(struct call *call, Debrief *debrief)
{
	Observation **observations;
	size_t count;
	enum status st = store_observation_list(
		call->conn, debrief->session, "", "", MOST, call->arena, &observations, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		put_observation(call, debrief, observations[i]);
	debrief_fold_tips(debrief);
	debrief->help_counts = debrief_count_help(debrief, call->arena, &debrief->n_help_counts);
	return st;
}

/* Those agreed here, by owner, in the order of agreeing: a closed debrief does not change when a date does. Until the
 * coachee has spoken, the coachee finds only their own among them. */
static enum status add_agreed(struct call *call, const Session *session, Debrief *debrief)
{
	const struct store_viewer *viewer;
	struct store_viewer both;
	ActionPoint **points;
	size_t count;
	enum status st = service_viewer(call, &viewer);

	if (st != STATUS_OK)
		return st;
	both = *viewer;
	both.all = true;
	st = store_action_point_agreed(
		call->conn, &both, session->name, MOST, call->arena, &points, &count, &call->error);
	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		bool promise = strcmp(points[i]->owner, session->coach) == 0;

		*(char **)arena_push(call->arena, promise ? &debrief->promises : &debrief->action_points,
			promise ? &debrief->n_promises : &debrief->n_action_points, sizeof(char *)) = points[i]->name;
	}
	return st;
}

/* What they look back at, and what was seen of it. */
static enum status add_carried(struct call *call, const Session *session, Debrief *debrief)
{
	ActionPoint **points;
	size_t count;
	enum status st =
		store_action_point_looked_back(call->conn, session, call->arena, &points, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		*(char **)arena_push(call->arena, &debrief->carried, &debrief->n_carried, sizeof(char *)) =
			points[i]->name;
	if (st == STATUS_OK)
		st = store_action_point_sighting_list(call->conn, session->name, call->arena, &debrief->sightings,
			&debrief->n_sightings, &call->error);
	return st;
}

enum status service_debrief_intentions(
	struct call *call, const Session *session, Intention ***ret, size_t *ret_count, char **ret_goal)
{
	Preparation *preparation;
	enum status st = store_preparation_get(call->conn, session->meeting, call->arena, &preparation, &call->error);

	*ret = NULL;
	*ret_count = 0;
	*ret_goal = (char *)protobuf_c_empty_string;
	if (st == STATUS_OK)
		st = service_preparation_intentions(call, session->meeting, preparation, ret, ret_count);
	if (st != STATUS_OK || preparation == NULL || preparation->state == PREPARATION_STATE_DRAFT)
		return st;
	st = service_preparation_say(call, preparation);
	*ret_goal = preparation_text(preparation, "goal");
	return st;
}

/* The goal it returns to, and the intentions with what both say of them. */
static enum status add_preparation(struct call *call, const Session *session, Debrief *debrief)
{
	enum status st =
		service_debrief_intentions(call, session, &debrief->intentions, &debrief->n_intentions, &debrief->goal);

	if (st == STATUS_OK)
		st = store_outcome_fill(call->conn, session->name, debrief->intentions, debrief->n_intentions,
			call->arena, &call->error);
	for (size_t i = 0; st == STATUS_OK && i < debrief->n_intentions; i++)
		debrief->intentions[i]->contested = outcome_contested(debrief->intentions[i]);
	return st;
}

/* What is asked at each step, as the session's template has it. */
static enum status add_questions(struct call *call, const Session *session, Debrief *debrief)
{
	Template *template;
	enum status st = service_template_say(call, session->template_, session->template_version, &template);

	if (st != STATUS_OK)
		return st;
	debrief->notice = template->notice;
	debrief->questions = template_debrief(template, call->arena);
	debrief->n_questions = TEMPLATE_STEPS;
	for (size_t i = 0; i < TEMPLATE_STEPS; i++)
		template_fill_question(
			debrief->questions[i], session->coach_display_name, session->coachee_display_name, call->arena);
	return STATUS_OK;
}

static enum status add_what_came_after(struct call *call, const Session *session, Debrief *debrief)
{
	int64_t block;
	enum status st;

	if (session->state != SESSION_STATE_CLOSED)
		return STATUS_OK;
	st = store_debrief_amendments(call->conn, session->name, MOST, call->arena, &debrief->amendments,
		&debrief->n_amendments, &call->error);
	return st == STATUS_OK ? store_helped_get(call->conn, session->name, &debrief->helped, &block, &call->error)
			       : st;
}

enum status service_debrief_load(struct call *call, const Session *session, Debrief **ret)
{
	const Debrief *known;
	Debrief *debrief;
	enum status st = store_debrief_get(call->conn, session->name, call->arena, &debrief, &call->error);

	if (st == STATUS_OK && debrief == NULL) {
		debrief = arena_alloc(call->arena, sizeof(*debrief));
		debrief__init(debrief);
		debrief->name = arena_printf(call->arena, "%s/debrief", session->name);
		debrief->session = session->name;
		debrief->mode = DEBRIEF_MODE_TOGETHER;
	}
	if (st == STATUS_OK)
		st = add_observations(call, debrief);
	if (st == STATUS_OK)
		st = add_agreed(call, session, debrief);
	if (st == STATUS_OK)
		st = add_carried(call, session, debrief);
	if (st == STATUS_OK)
		st = add_preparation(call, session, debrief);
	if (st == STATUS_OK)
		st = add_what_came_after(call, session, debrief);
	if (st == STATUS_OK)
		st = add_questions(call, session, debrief);
	if (st != STATUS_OK)
		return st;
	debrief->coach = session->coach;
	debrief->coachee = session->coachee;
	debrief->over = lifecycle_ended(session->state);
	known = debrief_known_to(debrief, call->actor->person, call->arena);
	debrief->missing = debrief_missing(known, call->arena, &debrief->n_missing);
	if (session->state != SESSION_STATE_CLOSED)
		debrief->nudge = (char *)debrief_nudge(known, call->locale, call->arena);
	*ret = debrief;
	return STATUS_OK;
}
