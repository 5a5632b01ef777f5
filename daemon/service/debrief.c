/* service/ — notes during the meeting and the conversation right after: the methods, and the debrief as a whole. */
#include "daemon/service/debrief.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/domain/debrief.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/template.h"
#include "daemon/service/check.h"
#include "daemon/service/page.h"
#include "daemon/service/preparation.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
#include "daemon/store/action_point.h"
#include "daemon/store/action_point_change.h"
#include "daemon/store/debrief.h"
#include "daemon/store/observation.h"
#include "daemon/store/preparation.h"

#define RPC_SERVICE Debriefs_Service

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
	return st;
}

static int by_name(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Those agreed here, by owner, in the order of their names, which is that of agreeing: a closed debrief does not change
 * when a date does. */
static enum status add_agreed(struct call *call, const Session *session, Debrief *debrief)
{
	static const struct store_viewer both = { .all = true, .person = "", .today = "" };
	const struct store_action_point_filter filter = { .viewer = &both, .session = session->name, .limit = MOST };
	ActionPoint **points;
	size_t count;
	enum status st = store_action_point_list(call->conn, &filter, call->arena, &points, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		bool promise = strcmp(points[i]->owner, session->coach) == 0;

		*(char **)arena_push(call->arena, promise ? &debrief->promises : &debrief->action_points,
			promise ? &debrief->n_promises : &debrief->n_action_points, sizeof(char *)) = points[i]->name;
	}
	if (debrief->n_action_points > 1)
		qsort(debrief->action_points, debrief->n_action_points, sizeof(char *), by_name);
	if (debrief->n_promises > 1)
		qsort(debrief->promises, debrief->n_promises, sizeof(char *), by_name);
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

/* The goal it returns to, and the intentions. A draft is its owner's own. */
static enum status add_preparation(struct call *call, const Session *session, Debrief *debrief)
{
	Preparation *preparation;
	enum status st = store_preparation_get(call->conn, session->meeting, call->arena, &preparation, &call->error);

	if (st == STATUS_OK)
		st = service_preparation_intentions(
			call, session->meeting, preparation, &debrief->intentions, &debrief->n_intentions);
	if (st != STATUS_OK || preparation == NULL || preparation->state == PREPARATION_STATE_DRAFT)
		return st;
	if (st == STATUS_OK)
		st = service_preparation_say(call, preparation);
	for (size_t i = 0; i < preparation->n_answers; i++)
		if (strcmp(preparation->answers[i]->key, "goal") == 0)
			debrief->goal = preparation->answers[i]->text;
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
		st = add_agreed(call, session, debrief);
	if (st == STATUS_OK)
		st = add_carried(call, session, debrief);
	if (st == STATUS_OK)
		st = add_preparation(call, session, debrief);
	if (st == STATUS_OK)
		st = add_questions(call, session, debrief);
	if (st != STATUS_OK)
		return st;
	debrief->coach = session->coach;
	debrief->coachee = session->coachee;
	debrief->missing = debrief_missing(debrief, call->arena, &debrief->n_missing);
	debrief->nudge = (char *)debrief_nudge(debrief, call->locale);
	*ret = debrief;
	return STATUS_OK;
}

RPC_METHOD(add_notes, AddNotesRequest, AddNotesResponse)
(struct call *call, const AddNotesRequest *in, AddNotesResponse **ret)
{
	return service_debrief_note(call, in, ret);
}

/* Until the coachee has spoken, they see what they wrote themselves. */
static enum status whose_notes(struct call *call, const Session *session, const char **ret_author)
{
	const char *person = call->actor->person;
	bool coachee = person != NULL && strcmp(person, session->coachee) == 0 && strcmp(person, session->coach) != 0;
	Debrief *debrief;
	enum status st = store_debrief_get(call->conn, session->name, call->arena, &debrief, &call->error);

	if (st == STATUS_OK)
		*ret_author = coachee && (debrief == NULL || debrief->coachee_experience[0] == '\0') ? person : "";
	return st;
}

RPC_METHOD(list_observations, ListObservationsRequest, ListObservationsResponse)
(struct call *call, const ListObservationsRequest *in, ListObservationsResponse **ret)
{
	ListObservationsResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	const char *author;
	Session *session;
	int size = 0;
	enum status st = service_session_open(call, "session", in->session, &session);

	list_observations_response__init(reply);
	if (st == STATUS_OK)
		st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = whose_notes(call, session, &author);
	if (st == STATUS_OK)
		st = store_observation_list(call->conn, session->name, author, in->page_token, size + 1, call->arena,
			&reply->observations, &reply->n_observations, &call->error);
	if (st != STATUS_OK)
		return st;
	reply->next_page_token = service_page_end(reply->observations, &reply->n_observations, size);
	*ret = reply;
	return STATUS_OK;
}

static enum status open_debrief(struct call *call, const char *given, Session **ret)
{
	const char *name;
	enum status st = service_session_of_debrief(call, "name", given, &name);

	return st == STATUS_OK ? service_session_open(call, "name", name, ret) : st;
}

RPC_METHOD(get_debrief, GetDebriefRequest, Debrief)(struct call *call, const GetDebriefRequest *in, Debrief **ret)
{
	Session *session;
	enum status st = open_debrief(call, in->name, &session);

	return st == STATUS_OK ? service_debrief_load(call, session, ret) : st;
}

RPC_METHOD(write_debrief, WriteDebriefRequest, WriteDebriefResponse)
(struct call *call, const WriteDebriefRequest *in, WriteDebriefResponse **ret)
{
	return service_debrief_write(call, in, ret);
}

static enum status sign(struct call *call, const Session *session, const SignDebriefRequest *in)
{
	Signature signature = SIGNATURE__INIT;
	enum status st;

	signature.person = (char *)call->actor->person;
	signature.kind = in->kind;
	signature.remark = in->remark;
	signature.sign_time = instant_new(call->arena, call->now);
	st = store_debrief_sign(call->conn, session->name, &signature, &call->error);
	if (st != STATUS_OK)
		return st;
	return service_session_tell(
		call, session, "debrief.signed", arena_printf(call->arena, "%s/debrief", session->name), NULL, NULL);
}

RPC_METHOD(sign_debrief, SignDebriefRequest, Debrief)(struct call *call, const SignDebriefRequest *in, Debrief **ret)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_CLOSE, .signed_by_both = true };
	struct lifecycle_step step;
	Debrief *debrief;
	Session *session;
	enum status st = open_debrief(call, in->name, &session);

	if (st == STATUS_OK)
		st = service_check_size(call, "remark", in->remark, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_session_decide(call, session, &ask, &step);
	if (st == STATUS_OK)
		st = service_debrief_load(call, session, &debrief);
	if (st == STATUS_OK)
		st = debrief_may_sign(debrief, call->actor->person, in->kind, in->remark, call->locale, &call->error);
	if (st == STATUS_OK)
		st = sign(call, session, in);
	if (st == STATUS_OK)
		st = service_debrief_load(call, session, &debrief);
	if (st != STATUS_OK)
		return st;
	if (debrief_signed_by_both(debrief, session->coach, session->coachee))
		st = service_session_take(call, session, &step);
	else
		st = service_session_timers(call, session);
	if (st == STATUS_OK)
		*ret = debrief;
	return st;
}

Debriefs_Service service_debriefs = DEBRIEFS__INIT(handle_);
