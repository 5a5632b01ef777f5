/* service/ — what can be changed about a session before it starts, and whose each of it is. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/mask.h"
#include "daemon/service/policy.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/store/session.h"

#define COACHS_FIELDS   "coach_focus coach_help coach_bridge travel format"
#define COACHEES_FIELDS "coachee_focus"
#define BOTHS_FIELDS    "role introduction customer_knows travel_together travel_back debrief_after_travel"

/* One change on its way. */
struct change {
	struct call *call;
	Session *session;
	const Session *given;
	const FieldMask *mask;
	struct policy policy;  /* of the coach's team */
	bool coachs, coachees; /* may change what only concerns that one; others (an administrator) both */
};

static bool lists(const char *fields, const char *path)
{
	size_t length = strlen(path);

	for (const char *at = strstr(fields, path); at != NULL; at = strstr(at + 1, path))
		if ((at == fields || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

static enum status check_given(struct call *call, const Session *given)
{
	enum status st = service_check_size(call, "session.coach_focus", given->coach_focus, CHECK_TEXT);

	if (st == STATUS_OK)
		st = service_check_size(call, "session.coach_help", given->coach_help, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_check_size(call, "session.coach_bridge", given->coach_bridge, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_check_size(call, "session.coachee_focus", given->coachee_focus, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_check_size(call, "session.introduction", given->introduction, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_session_check_format(call, "session.format", given->format);
	if (st == STATUS_OK)
		st = service_session_check_travel(call, "session.travel", given->travel);
	if (st == STATUS_OK)
		st = service_session_check_travel(call, "session.travel_back", given->travel_back);
	if (st == STATUS_OK)
		st = service_session_check_together(call, "session.travel_together", given->travel_together);
	if (st == STATUS_OK && (given->role < TABLE_ROLE_UNSPECIFIED || given->role > TABLE_ROLE_PARTICIPANT))
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "ROLE", "session.role",
			"session.role is no role at the table", "session.role is geen rol aan tafel");
	return st;
}

static enum status not_yours(struct call *call, const char *path, bool coachs)
{
	return error_detail(&call->error, STATUS_PERMISSION_DENIED, "NOT_YOURS", "update_mask",
		coachs ? words_pick(call->locale, "only the coach can change %s", "alleen de coach kan %s wijzigen")
		       : words_pick(call->locale, "only the person who is coached can change %s",
				 "alleen degene die gecoacht wordt kan %s wijzigen"),
		path);
}

/* Who names no fields means those that are theirs. */
static enum status check_whose(struct change *change)
{
	const FieldMask *mask = change->mask;
	bool named = mask != NULL && mask->n_paths > 0 && !(mask->n_paths == 1 && strcmp(mask->paths[0], "*") == 0);
	unsigned who = lifecycle_who(change->call->actor, change->session);

	if (change->call->actor->kind != ACTOR_PERSON)
		who = 0;
	change->coachs = who != LIFECYCLE_COACHEE;
	change->coachees = who != LIFECYCLE_COACH;
	for (size_t i = 0; named && i < mask->n_paths; i++) {
		if (!change->coachs && lists(COACHS_FIELDS, mask->paths[i]))
			return not_yours(change->call, mask->paths[i], true);
		if (!change->coachees && lists(COACHEES_FIELDS, mask->paths[i]))
			return not_yours(change->call, mask->paths[i], false);
	}
	return STATUS_OK;
}

static void change_words(struct change *change)
{
	Session *session = change->session;
	const Session *given = change->given;

	if (change->coachs && service_mask_has(change->mask, "coach_focus"))
		session->coach_focus = given->coach_focus;
	if (change->coachs && service_mask_has(change->mask, "coach_help"))
		session->coach_help = given->coach_help;
	if (change->coachs && service_mask_has(change->mask, "coach_bridge"))
		session->coach_bridge = given->coach_bridge;
	if (change->coachees && service_mask_has(change->mask, "coachee_focus"))
		session->coachee_focus = given->coachee_focus;
	if (service_mask_has(change->mask, "introduction"))
		session->introduction = given->introduction;
	if (service_mask_has(change->mask, "customer_knows"))
		session->customer_knows = given->customer_knows;
	if (service_mask_has(change->mask, "role"))
		session->role = given->role == TABLE_ROLE_UNSPECIFIED ? TABLE_ROLE_OBSERVER : given->role;
}

static void change_journey(struct change *change)
{
	Session *session = change->session;
	const Session *given = change->given;
	bool format = change->coachs && service_mask_has(change->mask, "format") &&
		      given->format != SESSION_FORMAT_UNSPECIFIED;
	bool travel = change->coachs && service_mask_has(change->mask, "travel") && given->travel != NULL;
	bool together = service_mask_has(change->mask, "travel_together") &&
			given->travel_together != TRAVEL_TOGETHER_UNSPECIFIED;

	if (travel)
		session->travel = given->travel;
	else if (format && given->format != session->format)
		session->travel = instant_length_new(
			change->call->arena, service_session_usual_travel(&change->policy, given->format));
	if (format)
		session->format = given->format;
	if (together)
		session->travel_together = given->travel_together;
	if (service_mask_has(change->mask, "travel_back") && given->travel_back != NULL)
		session->travel_back = given->travel_back;
	if (service_mask_has(change->mask, "debrief_after_travel"))
		session->debrief_after_travel = given->debrief_after_travel;
	service_session_journey(change->call, session);
}

/* Against the way back as it will be. */
static enum status check_after_travel(const struct change *change)
{
	TravelTogether together = change->session->travel_together;
	bool named = service_mask_has(change->mask, "debrief_after_travel");

	if (service_mask_has(change->mask, "travel_together") &&
		change->given->travel_together != TRAVEL_TOGETHER_UNSPECIFIED)
		together = change->given->travel_together;
	return service_session_check_after_travel(
		change->call, "session.debrief_after_travel", named && change->given->debrief_after_travel, together);
}

/* Who leaves earlier may leave while they are elsewhere. As with planning: what the caller may know of is said, and of
 * a hidden session only the coach hears. */
static enum status check_departure(const struct change *change, int64_t departure)
{
	struct call *call = change->call;
	bool sees_hidden = call->actor->kind != ACTOR_PROGRAM;
	Session *other = NULL;
	enum status st;

	if (instant_us(change->session->departure_time) >= departure)
		return STATUS_OK;
	st = service_session_in_the_way(call, change->session, false, &other);
	if (st == STATUS_OK && other != NULL)
		return service_session_refuse_busy(call, other);
	if (st == STATUS_OK)
		st = service_session_in_the_way(call, change->session, true, &other);
	if (st != STATUS_OK || other == NULL)
		return st;
	return sees_hidden ? service_session_refuse_busy(call, other) : service_session_collided(call, change->session);
}

enum status service_session_check_etag(struct call *call, const Session *session, const char *etag)
{
	Session *seen;
	enum status st;

	if (etag[0] == '\0')
		return STATUS_OK;
	st = store_session_get(call->conn, session->name, call->arena, &seen, NULL, &call->error);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &seen->base);
	return service_etag_check(call, etag, &seen->base);
}

enum status service_session_update(struct call *call, const UpdateSessionRequest *in, Session **ret)
{
	Session none = SESSION__INIT;
	struct change change = {
		.call = call, .given = in->session == NULL ? &none : in->session, .mask = in->update_mask
	};
	enum status st = service_session_open(call, "session.name", change.given->name, &change.session);
	int64_t departure;

	if (st == STATUS_OK)
		st = service_policy_of(call, change.session->coach, &change.policy);
	if (st == STATUS_OK)
		st = service_mask_check(call, in->update_mask, COACHS_FIELDS " " COACHEES_FIELDS " " BOTHS_FIELDS);
	if (st == STATUS_OK)
		st = check_given(call, change.given);
	if (st == STATUS_OK)
		st = check_whose(&change);
	if (st == STATUS_OK)
		st = service_session_check_etag(call, change.session, change.given->etag);
	if (st != STATUS_OK)
		return st;
	if (!service_session_to_come(change.session))
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "SESSION_STATE", NULL,
			words_pick(call->locale, "the session is marked \"%s\" and stays as it is",
				"de sessie staat op \"%s\" en blijft zoals die is"),
			words_session_state(change.session->state, call->locale));
	st = check_after_travel(&change);
	if (st != STATUS_OK)
		return st;
	departure = instant_us(change.session->departure_time);
	change_words(&change);
	change_journey(&change);
	st = check_departure(&change, departure);
	if (st == STATUS_OK)
		st = service_session_keep(call, change.session, "session.updated");
	if (st == STATUS_OK)
		*ret = change.session;
	return st;
}
