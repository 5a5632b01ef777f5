/* service/ — a debrief as a whole, put together from what was written, agreed and prepared. */
#include <stdlib.h>
#include <string.h>

#include "daemon/domain/debrief.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/outcome.h"
#include "daemon/service/debrief.h"
#include "daemon/service/preparation.h"
#include "daemon/store/action_point.h"
#include "daemon/store/debrief.h"
#include "daemon/store/helped.h"
#include "daemon/store/observation.h"
#include "daemon/store/outcome.h"
#include "daemon/store/preparation.h"
#include "daemon/store/session.h"

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

/* When the session was closed; 0 while it is not. */
static enum status find_closing(struct call *call, const Session *session, int64_t *ret)
{
	Session *row;
	int64_t time = 0;
	enum status st = STATUS_OK;

	if (session->state == SESSION_STATE_CLOSED)
		st = store_session_get(call->conn, session->name, call->arena, &row, &time, &call->error);
	*ret = time;
	return st;
}

/* Open when they looked back; a closed debrief keeps those that were open then, whatever became of them. */
static bool was_open(const ActionPoint *point, int64_t closed)
{
	bool open = point->state == ACTION_POINT_STATE_OPEN;

	if (closed == 0)
		return open;
	return instant_us(point->agree_time) < closed && (open || instant_us(point->end_time) >= closed);
}

static int by_name(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static void sort_names(char **names, size_t count)
{
	if (count > 1)
		qsort(names, count, sizeof(*names), by_name);
}

/* Those agreed here by owner, and the open ones of the two from before; in the order of their names, which is that of
 * agreeing: a closed debrief does not change when a date does. */
static enum status add_action_points(struct call *call, const Session *session, Debrief *debrief)
{
	static const struct store_viewer both = { .all = true, .person = "", .today = "" };
	const struct store_action_point_filter filter = {
		.viewer = &both, .coaching = session->coaching, .limit = MOST
	};
	ActionPoint **points;
	int64_t closed;
	size_t count = 0;
	enum status st = find_closing(call, session, &closed);

	if (st == STATUS_OK)
		st = store_action_point_list(call->conn, &filter, call->arena, &points, &count, &call->error);
	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		char ***list = &debrief->carried;
		size_t *length = &debrief->n_carried;

		if (strcmp(points[i]->session, session->name) == 0) {
			bool promise = strcmp(points[i]->owner, session->coach) == 0;

			list = promise ? &debrief->promises : &debrief->action_points;
			length = promise ? &debrief->n_promises : &debrief->n_action_points;
		} else if (!was_open(points[i], closed)) {
			continue;
		}
		*(char **)arena_push(call->arena, list, length, sizeof(char *)) = points[i]->name;
	}
	sort_names(debrief->action_points, debrief->n_action_points);
	sort_names(debrief->promises, debrief->n_promises);
	sort_names(debrief->carried, debrief->n_carried);
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
	for (size_t i = 0; i < preparation->n_answers; i++)
		if (strcmp(preparation->answers[i]->key, "goal") == 0)
			*ret_goal = preparation->answers[i]->text;
	return STATUS_OK;
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
		st = add_action_points(call, session, debrief);
	if (st == STATUS_OK)
		st = add_preparation(call, session, debrief);
	if (st == STATUS_OK)
		st = add_what_came_after(call, session, debrief);
	if (st != STATUS_OK)
		return st;
	debrief->coach = session->coach;
	debrief->coachee = session->coachee;
	debrief->missing = debrief_missing(debrief, call->arena, &debrief->n_missing);
	if (session->state != SESSION_STATE_CLOSED)
		debrief->nudge = (char *)debrief_nudge(debrief, call->locale, call->arena);
	*ret = debrief;
	return STATUS_OK;
}
