/* service/ — signing, and what happens next. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/debrief.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/debrief.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/store/action_point.h"
#include "daemon/store/debrief.h"
#include "daemon/store/session.h"

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

static enum status check_help(struct call *call, const Session *session, const SignDebriefRequest *in)
{
	if (in->help_confirmation == HELP_CONFIRMATION_UNSPECIFIED)
		return STATUS_OK;
	if (in->help_confirmation != HELP_CONFIRMATION_CONFIRMED && in->help_confirmation != HELP_CONFIRMATION_DISPUTED)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "HELP", "help_confirmation",
			"help_confirmation must be CONFIRMED or DISPUTED",
			"help_confirmation moet CONFIRMED of DISPUTED zijn");
	if (strcmp(call->actor->person, session->coachee) == 0)
		return STATUS_OK;
	return service_refuse(call, STATUS_PERMISSION_DENIED, "NOT_YOURS", "help_confirmation",
		"whether help was given so is for the person who was coached to say",
		"of de hulp zo is gegeven, zegt degene die gecoacht is");
}

/* Who calls the whole correct calls the help correct, unless they said of it what they think. */
static enum status confirm_help(
	struct call *call, const Session *session, const SignDebriefRequest *in, const Debrief *debrief)
{
	HelpConfirmation said = in->help_confirmation;

	if (strcmp(call->actor->person, session->coachee) != 0 || debrief->n_help_given == 0)
		return STATUS_OK;
	if (said == HELP_CONFIRMATION_UNSPECIFIED && debrief->help_confirmation == HELP_CONFIRMATION_UNSPECIFIED &&
		in->kind == SIGNATURE_KIND_CORRECT)
		said = HELP_CONFIRMATION_CONFIRMED;
	if (said == HELP_CONFIRMATION_UNSPECIFIED)
		return STATUS_OK;
	return store_debrief_confirm_help(call->conn, session->name, said, call->now, &call->error);
}

enum status service_debrief_sign(struct call *call, const SignDebriefRequest *in, Debrief **ret)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_CLOSE, .signed_by_both = true };
	struct lifecycle_step step;
	Debrief *debrief;
	Session *session;
	enum status st = service_debrief_session(call, in->name, &session);

	if (st == STATUS_OK)
		st = service_check_size(call, "remark", in->remark, CHECK_TEXT);
	if (st == STATUS_OK)
		st = check_help(call, session, in);
	if (st == STATUS_OK)
		st = service_session_decide(call, session, &ask, &step);
	if (st == STATUS_OK)
		st = service_debrief_load(call, session, &debrief);
	if (st == STATUS_OK)
		st = debrief_may_sign(debrief, call->actor->person, in->kind, in->remark, call->locale, &call->error);
	if (st == STATUS_OK)
		st = confirm_help(call, session, in, debrief);
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
		st = service_debrief_load(call, session, ret);
	return st == STATUS_OK ? service_debrief_next(call, session, *ret) : st;
}

/* ---- what happens next ---- */

static enum status say_point(struct call *call, const Session *session, const char *name, const char **text)
{
	const char *coach, *coachee, *who;
	ActionPoint *point;
	int day;
	enum status st = store_action_point_get(call->conn, name, call->arena, &point, &coach, &coachee, &call->error);

	if (st != STATUS_OK || point == NULL)
		return st;
	who = strcmp(point->owner, session->coach) == 0 ? session->coach_display_name : session->coachee_display_name;
	*text = arena_printf(call->arena, "%s%s%s: %s", *text, (*text)[0] == '\0' ? "" : "\n", who, point->text);
	if (day_parse(point->due_date, &day))
		*text = arena_printf(call->arena, "%s (%s %s)", *text, words_pick(call->locale, "by", "uiterlijk"),
			day_text(day, call->locale, call->arena));
	return STATUS_OK;
}

/* The next time that both know of. */
static enum status say_next_time(struct call *call, const Session *session, const char **text)
{
	const char *zone, *when;
	int64_t next;
	enum status st = store_session_next_time(call->conn, session->coaching, call->now, &next, &call->error);

	if (st == STATUS_OK)
		st = service_session_zone(call, session, &zone);
	if (st != STATUS_OK)
		return st;
	when = next == 0 ? words_pick(call->locale, "No next time is planned yet.",
				   "Er is nog geen volgende keer gepland.")
			 : arena_printf(call->arena,
				   words_pick(call->locale, "The next time: %s.", "De volgende keer: %s."),
				   day_moment_text(next, zone, call->locale, call->arena));
	*text = arena_printf(call->arena, "%s%s%s", *text, (*text)[0] == '\0' ? "" : "\n", when);
	return STATUS_OK;
}

static bool has_signed(const Debrief *debrief, const char *person)
{
	for (size_t i = 0; i < debrief->n_signatures; i++)
		if (strcmp(debrief->signatures[i]->person, person) == 0)
			return true;
	return false;
}

static const char *say_signing(struct call *call, const Session *session, const Debrief *debrief)
{
	bool coach = has_signed(debrief, session->coach), coachee = has_signed(debrief, session->coachee);

	if (!coach && !coachee)
		return words_pick(call->locale,
			"All is there. Next: each of you reads it and signs, with \"Correct\" or with a remark.",
			"Alles staat er. Nu nog: ieder leest het en tekent, met \"Klopt\" of met een opmerking.");
	return arena_printf(call->arena,
		words_pick(call->locale, "Next: %s reads it and signs.", "Nu nog: %s leest het en tekent."),
		coach ? session->coachee_display_name : session->coach_display_name);
}

enum status service_debrief_next(struct call *call, const Session *session, Debrief *debrief)
{
	const char *text = "";
	enum status st = STATUS_OK;

	if (debrief->n_missing > 0)
		return STATUS_OK; /* the nudge says it */
	if (session->state != SESSION_STATE_CLOSED) {
		debrief->next = (char *)say_signing(call, session, debrief);
		return STATUS_OK;
	}
	for (size_t i = 0; st == STATUS_OK && i < debrief->n_action_points; i++)
		st = say_point(call, session, debrief->action_points[i], &text);
	for (size_t i = 0; st == STATUS_OK && i < debrief->n_promises; i++)
		st = say_point(call, session, debrief->promises[i], &text);
	if (st == STATUS_OK)
		st = say_next_time(call, session, &text);
	debrief->next = (char *)text;
	return st;
}
