/* domain/ — a session's life as a table. */
#include "daemon/domain/lifecycle.h"

#include <stddef.h>
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"

#define COACH   LIFECYCLE_COACH
#define COACHEE LIFECYCLE_COACHEE
#define SERVICE LIFECYCLE_SERVICE
#define GATE    LIFECYCLE_GATE

/* A transition's own condition; NULL in the table: none. */
typedef enum status (*condition)(const Session *session, const struct lifecycle_ask *ask, struct error *reterr);

static enum status refuse(
	struct error *reterr, const struct lifecycle_ask *ask, const char *reason, const char *en, const char *nl)
{
	return error_detail(reterr, STATUS_FAILED_PRECONDITION, reason, NULL, "%s", words_pick(ask->locale, en, nl));
}

static enum status announced(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if (!lifecycle_hidden(session))
		return STATUS_OK;
	return refuse(reterr, ask, "NOT_REVEALED",
		"the session is unannounced and not revealed yet: reveal it first, or cancel it",
		"de sessie is onaangekondigd en nog niet bekendgemaakt: maak die eerst bekend, of zeg af");
}

static enum status hidden(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if (lifecycle_hidden(session))
		return STATUS_OK;
	if (session->unannounced)
		return refuse(
			reterr, ask, "REVEALED", "the session is revealed already", "de sessie is al bekendgemaakt");
	return refuse(reterr, ask, "ANNOUNCED", "the session is not unannounced: there is nothing to reveal",
		"de sessie is gewoon aangekondigd: er valt niets bekend te maken");
}

/* Nobody is told of a surprise that is over. */
static enum status hidden_and_not_over(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	enum status st = hidden(session, ask, reterr);

	if (st != STATUS_OK || ask->now < instant_us(session->end_time))
		return st;
	return refuse(reterr, ask, "TOO_LATE", "the meeting is over: there is nothing to reveal any more",
		"de afspraak is voorbij: er valt niets meer bekend te maken");
}

static enum status hidden_and_by_coach(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if (lifecycle_hidden(session) && (ask->who & (COACH | SERVICE)))
		return STATUS_OK;
	return refuse(reterr, ask, "NOT_PREPARED",
		"no preparation has come in yet: hand one in, or let the coach say GO, then start",
		"er is nog geen voorbereiding binnen: lever die in, of laat de coach 'gaat mee' zeggen, en begin dan");
}

/* The check withdraws only where nothing came in, nobody decided and nothing is secret. */
static enum status not_against_the_coach(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if (announced(session, ask, reterr) != STATUS_OK)
		return STATUS_FAILED_PRECONDITION;
	if (ask->who & (COACH | SERVICE))
		return STATUS_OK;
	if (session->unannounced)
		return refuse(reterr, ask, "UNANNOUNCED", "the preparation check does not look at unannounced sessions",
			"de voorbereidingscheck kijkt niet naar onaangekondigde sessies");
	if (session->invite_state == INVITE_STATE_OPEN)
		return refuse(reterr, ask, "NOT_ACCEPTED",
			"the coach has not said yes to the invitation yet: there is nobody to withdraw",
			"de coach heeft nog geen ja gezegd op de uitnodiging: er is niemand om terug te trekken");
	if (session->state == SESSION_STATE_CONFIRMED || session->verdict == VERDICT_GO ||
		session->verdict == VERDICT_COACH_MORE)
		return refuse(reterr, ask, "COACH_DECIDED", "the coach has said to come along, and that wins",
			"de coach heeft gezegd mee te gaan, en dat geldt");
	if (ask->submit_time != 0)
		return refuse(reterr, ask, "PREPARATION_CAME_IN",
			"a preparation has come in: from here on the coach decides",
			"er is een voorbereiding binnen: vanaf hier besluit de coach");
	return STATUS_OK;
}

/* A preparation that a merge had brought went back with the meeting it was for. */
static enum status by_coach_or_nothing_in(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	(void)session;
	if ((ask->who & COACH) || ask->submit_time == 0)
		return STATUS_OK;
	return refuse(reterr, ask, "PREPARATION_CAME_IN", "a preparation has come in: only the coach gives it back",
		"er is een voorbereiding binnen: alleen de coach geeft die terug");
}

static enum status by_coach_only(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	(void)session;
	if (ask->who & COACH)
		return STATUS_OK;
	return refuse(reterr, ask, "PREPARATION_CAME_IN", "a preparation has come in: from here on the coach decides",
		"er is een voorbereiding binnen: vanaf hier besluit de coach");
}

/* The coachee hears it when the other party would rather have no third one there; withdrawing for another reason is the
 * coach's. */
static enum status by_coach_or_counterpart(
	const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	(void)session;
	if ((ask->who & (COACH | SERVICE)) || ask->counterpart)
		return STATUS_OK;
	return error_detail(reterr, STATUS_PERMISSION_DENIED, "NOT_YOURS", NULL, "%s",
		words_pick(ask->locale,
			"only the coach withdraws; if the other party would rather have no third one there, say that",
			"alleen de coach trekt zich terug; heeft de ander er liever niemand bij, zeg dat dan"));
}

static enum status meeting_stands(const struct lifecycle_ask *ask, struct error *reterr)
{
	if (!ask->meeting_cancelled)
		return STATUS_OK;
	return refuse(
		reterr, ask, "MEETING_CANCELLED", "the meeting itself was cancelled", "de afspraak zelf is afgezegd");
}

static enum status before_departure(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	int64_t departure = instant_us(session->departure_time);

	if (meeting_stands(ask, reterr) != STATUS_OK)
		return STATUS_FAILED_PRECONDITION;
	if (departure == 0)
		departure = instant_us(session->start_time) - instant_length_us(session->travel);
	if (ask->now < departure)
		return STATUS_OK;
	return refuse(reterr, ask, "TOO_LATE",
		"the time of departure has passed: call your coach, or take it up in the next one-on-one",
		"de vertrektijd is voorbij: bel je coach, of pak het op in de volgende 1-op-1");
}

static enum status before_the_end(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if (meeting_stands(ask, reterr) != STATUS_OK)
		return STATUS_FAILED_PRECONDITION;
	if (ask->now < instant_us(session->end_time))
		return STATUS_OK;
	return refuse(reterr, ask, "TOO_LATE", "the meeting is over: plan a new session",
		"de afspraak is voorbij: plan een nieuwe sessie");
}

/* By itself only what the check withdrew, and only for a preparation that came before the grace ended. */
static enum status grantable(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	enum status st = before_the_end(session, ask, reterr);
	bool by_rule = session->verdict_rule != NULL && session->verdict_rule[0] != '\0';
	bool in_time = ask->submit_time != 0 && ask->submit_time <= instant_us(session->grace_time);

	if (st != STATUS_OK || (ask->who & COACH))
		return st;
	if (by_rule && in_time)
		return STATUS_OK;
	return refuse(reterr, ask, "COACH_DECIDES", "from here on the coach decides", "vanaf hier besluit de coach");
}

static enum status coach_or_after_the_end(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if ((ask->who & COACH) || ask->now >= instant_us(session->end_time) + LIFECYCLE_FINISH_US)
		return STATUS_OK;
	return refuse(reterr, ask, "STILL_UNDER_WAY", "the meeting is still under way", "de afspraak is nog bezig");
}

static enum status both_signed(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	(void)session;
	if (ask->signed_by_both)
		return STATUS_OK;
	return refuse(reterr, ask, "NOT_SIGNED", "both have to sign before the session is closed",
		"beiden moeten tekenen voor de sessie is afgerond");
}

static enum status something_written(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	(void)session;
	if (ask->written)
		return STATUS_OK;
	return refuse(reterr, ask, "NOTHING_WRITTEN", "nobody has written a line of the debrief yet",
		"er staat nog geen regel van de nabespreking");
}

static enum status nothing_written(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	(void)session;
	if (!ask->written)
		return STATUS_OK;
	return refuse(reterr, ask, "WRITTEN", "there are lines of the debrief: it can only be closed",
		"er staan al regels van de nabespreking: die kan alleen nog worden afgerond");
}

static enum status after_the_end(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if (ask->now >= instant_us(session->end_time))
		return STATUS_OK;
	return refuse(reterr, ask, "STILL_TO_COME", "the meeting is not over yet", "de afspraak is nog niet voorbij");
}

static enum status within_a_day(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if (meeting_stands(ask, reterr) != STATUS_OK)
		return STATUS_FAILED_PRECONDITION;
	if (session->previous_state == SESSION_STATE_UNSPECIFIED)
		return refuse(reterr, ask, "NO_STATE_BEFORE", "there is no state before to go back to",
			"er is geen eerdere stand om naar terug te gaan");
	if (ask->now - ask->state_time <= LIFECYCLE_REOPEN_US)
		return STATUS_OK;
	return refuse(reterr, ask, "TOO_LATE", "it can be taken back within 24 hours only: plan a new session",
		"terugdraaien kan alleen binnen 24 uur: plan een nieuwe sessie");
}

static enum status invited(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if (session->invite_state == INVITE_STATE_OPEN)
		return STATUS_OK;
	if (session->invite_state == INVITE_STATE_ACCEPTED)
		return refuse(reterr, ask, "ACCEPTED",
			"the invitation was accepted already: withdraw with a decision, or cancel",
			"de uitnodiging is al aangenomen: trek je terug met een besluit, of zeg af");
	return refuse(reterr, ask, "NOT_INVITED", "there is no open invitation: the coach planned this session",
		"er is geen open uitnodiging: de coach heeft deze sessie gepland");
}

/* The coach takes back within a day; what was cancelled with its meeting comes back with it, by itself or by the coach,
 * as long as it is still to come, however long that took. */
static enum status within_a_day_or_with_the_meeting(
	const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if (meeting_stands(ask, reterr) != STATUS_OK)
		return STATUS_FAILED_PRECONDITION;
	if ((session->meeting_cancelled || (session->merged_into[0] != '\0' && (ask->who & SERVICE))) &&
		session->previous_state != SESSION_STATE_UNSPECIFIED && ask->now < instant_us(session->start_time))
		return STATUS_OK;
	if (ask->who & COACH)
		return within_a_day(session, ask, reterr);
	return refuse(reterr, ask, "NOT_WITH_THE_MEETING", "the meeting is not what it was cancelled for",
		"de sessie is niet om de afspraak afgezegd");
}

/* "No" once more, in answer to "prepared after all": nothing that somebody asked for dies without a word. */
static enum status appealed(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	if ((ask->who & COACH) && session->appealed)
		return before_departure(session, ask, reterr);
	return refuse(reterr, ask, "SESSION_ENDED", "it is decided already that the coach does not come along",
		"er is al besloten dat de coach niet meegaat");
}

#define S(state) SESSION_STATE_##state

/* The one table. At most one row an action and state; `to` UNSPECIFIED is the state before. */
static const struct row {
	enum lifecycle_action action;
	SessionState from, to;
	unsigned who;
	condition condition;
} table[] = {
	{ LIFECYCLE_SUBMIT, S(PLANNED), S(PREPARED), COACHEE | SERVICE, NULL },
	{ LIFECYCLE_SUBMIT, S(PREPARED), S(PREPARED), COACHEE | SERVICE, NULL },
	{ LIFECYCLE_SUBMIT, S(CONFIRMED), S(CONFIRMED), COACHEE | SERVICE, NULL },
	{ LIFECYCLE_SUBMIT, S(SKIPPED), S(SKIPPED), COACHEE | SERVICE, before_departure },

	{ LIFECYCLE_RETURN, S(PREPARED), S(PLANNED), COACH | SERVICE, by_coach_or_nothing_in },

	{ LIFECYCLE_GO, S(PLANNED), S(CONFIRMED), COACH, announced },
	{ LIFECYCLE_GO, S(PREPARED), S(CONFIRMED), COACH, NULL },
	{ LIFECYCLE_GO, S(CONFIRMED), S(CONFIRMED), COACH, NULL },
	{ LIFECYCLE_GO, S(SKIPPED), S(CONFIRMED), COACH, before_the_end },
	{ LIFECYCLE_COACH_MORE, S(PLANNED), S(CONFIRMED), COACH, announced },
	{ LIFECYCLE_COACH_MORE, S(PREPARED), S(CONFIRMED), COACH, NULL },
	{ LIFECYCLE_COACH_MORE, S(CONFIRMED), S(CONFIRMED), COACH, NULL },
	{ LIFECYCLE_COACH_MORE, S(SKIPPED), S(CONFIRMED), COACH, before_the_end },
	{ LIFECYCLE_NOT_JOINING, S(PLANNED), S(SKIPPED), COACH | GATE, not_against_the_coach },
	{ LIFECYCLE_NOT_JOINING, S(PREPARED), S(SKIPPED), COACH | GATE, by_coach_only },
	{ LIFECYCLE_NOT_JOINING, S(CONFIRMED), S(SKIPPED), COACH | GATE, not_against_the_coach },
	{ LIFECYCLE_NOT_JOINING, S(SKIPPED), S(SKIPPED), COACH | GATE, appealed },

	{ LIFECYCLE_APPEAL, S(SKIPPED), S(SKIPPED), COACHEE, before_departure },
	{ LIFECYCLE_GRANT, S(SKIPPED), S(CONFIRMED), COACH | SERVICE, grantable },

	{ LIFECYCLE_REVEAL, S(PLANNED), S(CONFIRMED), COACH | SERVICE, hidden_and_not_over },

	{ LIFECYCLE_START, S(PLANNED), S(IN_PROGRESS), COACH | COACHEE, hidden_and_by_coach },
	{ LIFECYCLE_START, S(PREPARED), S(IN_PROGRESS), COACH | COACHEE, NULL },
	{ LIFECYCLE_START, S(CONFIRMED), S(IN_PROGRESS), COACH | COACHEE, NULL },
	{ LIFECYCLE_FINISH, S(IN_PROGRESS), S(DEBRIEFING), COACH | SERVICE, coach_or_after_the_end },
	{ LIFECYCLE_FIRST_LINE, S(IN_PROGRESS), S(DEBRIEFING), COACH | COACHEE, NULL },
	{ LIFECYCLE_FIRST_LINE, S(DEBRIEFING), S(DEBRIEFING), COACH | COACHEE, NULL },
	{ LIFECYCLE_CLOSE, S(DEBRIEFING), S(CLOSED), COACH | COACHEE, both_signed },
	{ LIFECYCLE_CLOSE_UNCONFIRMED, S(DEBRIEFING), S(CLOSED), SERVICE, something_written },

	{ LIFECYCLE_CANCEL, S(PLANNED), S(CANCELLED), COACH | COACHEE | SERVICE, by_coach_or_counterpart },
	{ LIFECYCLE_CANCEL, S(PREPARED), S(CANCELLED), COACH | COACHEE | SERVICE, by_coach_or_counterpart },
	{ LIFECYCLE_CANCEL, S(CONFIRMED), S(CANCELLED), COACH | COACHEE | SERVICE, by_coach_or_counterpart },
	{ LIFECYCLE_LAPSE, S(PLANNED), S(LAPSED), SERVICE, after_the_end },
	{ LIFECYCLE_LAPSE, S(PREPARED), S(LAPSED), SERVICE, after_the_end },
	{ LIFECYCLE_LAPSE, S(CONFIRMED), S(LAPSED), SERVICE, after_the_end },
	{ LIFECYCLE_LAPSE, S(DEBRIEFING), S(LAPSED), SERVICE, nothing_written },
	{ LIFECYCLE_ACCEPT, S(PLANNED), S(PLANNED), COACH, invited },
	{ LIFECYCLE_ACCEPT, S(PREPARED), S(PREPARED), COACH, invited },
	{ LIFECYCLE_DECLINE, S(PLANNED), S(CANCELLED), COACH, invited },
	{ LIFECYCLE_DECLINE, S(PREPARED), S(CANCELLED), COACH, invited },
	{ LIFECYCLE_REOPEN, S(SKIPPED), S(UNSPECIFIED), COACH, within_a_day },
	{ LIFECYCLE_REOPEN, S(CANCELLED), S(UNSPECIFIED), COACH | SERVICE, within_a_day_or_with_the_meeting },
	{ LIFECYCLE_REOPEN, S(LAPSED), S(UNSPECIFIED), COACH, within_a_day },
};

/* The event of each action, and the action in words. */
static const struct {
	const char *event, *en, *nl;
} actions[LIFECYCLE_ACTIONS] = {
	[LIFECYCLE_SUBMIT] = { "session.prepared", "handed in", "ingeleverd" },
	[LIFECYCLE_RETURN] = { "session.returned", "given back", "teruggegeven" },
	[LIFECYCLE_GO] = { "session.confirmed", "decided on", "besloten" },
	[LIFECYCLE_COACH_MORE] = { "session.confirmed", "decided on", "besloten" },
	[LIFECYCLE_NOT_JOINING] = { "session.skipped", "decided on", "besloten" },
	[LIFECYCLE_APPEAL] = { "session.appealed", "looked at again", "opnieuw bekeken" },
	[LIFECYCLE_GRANT] = { "session.confirmed", "granted", "toegekend" },
	[LIFECYCLE_REVEAL] = { "session.revealed", "revealed", "bekendgemaakt" },
	[LIFECYCLE_START] = { "session.started", "started", "begonnen" },
	[LIFECYCLE_FINISH] = { "session.finished", "finished", "beëindigd" },
	[LIFECYCLE_FIRST_LINE] = { "session.finished", "debriefed", "nabesproken" },
	[LIFECYCLE_CLOSE] = { "session.closed", "closed", "afgerond" },
	[LIFECYCLE_CLOSE_UNCONFIRMED] = { "session.closed", "closed", "afgerond" },
	[LIFECYCLE_CANCEL] = { "session.cancelled", "cancelled", "afgezegd" },
	[LIFECYCLE_LAPSE] = { "session.lapsed", "closed as not debriefed", "gesloten als niet nabesproken" },
	[LIFECYCLE_REOPEN] = { "session.reopened", "reopened", "heropend" },
	[LIFECYCLE_ACCEPT] = { "session.accepted", "accepted", "aangenomen" },
	[LIFECYCLE_DECLINE] = { "session.declined", "declined", "afgewezen" },
};

/* Everybody whom a row of the action names. */
static unsigned who_ever(enum lifecycle_action action)
{
	unsigned who = 0;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].action == action)
			who |= table[i].who;
	return who;
}

/* What only moves the state is no event when it does not; a verdict and an appeal are told in any case. */
static const char *event_of(enum lifecycle_action action, bool moved)
{
	if (!moved && (action == LIFECYCLE_SUBMIT || action == LIFECYCLE_FIRST_LINE))
		return NULL;
	return actions[action].event;
}

/* Why nothing is possible from here; the sentence that a person can act on. */
static enum status wrong_state(const Session *session, const struct lifecycle_ask *ask, struct error *reterr)
{
	const char *state = words_session_state(session->state, ask->locale);
	const char *en = actions[ask->action].en, *nl = actions[ask->action].nl;

	if (session->state == SESSION_STATE_CLOSED)
		return refuse(reterr, ask, "SESSION_CLOSED", "the session is closed and stays as it is",
			"de sessie is afgerond en blijft zoals die is");
	if (session->state == SESSION_STATE_DEBRIEFING && ask->action == LIFECYCLE_FINISH)
		return refuse(reterr, ask, "FINISHED_ALREADY",
			"the meeting's part is over already: five minutes after the planned end that goes by itself",
			"het deel van de afspraak is al afgesloten: vijf minuten na het geplande einde gaat dat "
			"vanzelf");
	if (lifecycle_ended(session->state) && ask->action != LIFECYCLE_REOPEN)
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "SESSION_ENDED", NULL,
			words_dutch(ask->locale)
				? "de sessie staat op \"%s\" en kan nu niet worden %s; heropenen kan binnen 24 uur"
				: "the session is marked \"%s\" and cannot be %s now; it can be reopened within 24 "
				  "hours",
			state, words_pick(ask->locale, en, nl));
	return error_detail(reterr, STATUS_FAILED_PRECONDITION, "SESSION_STATE", NULL,
		words_dutch(ask->locale) ? "de sessie staat op \"%s\" en kan nu niet worden %s"
					 : "the session is marked \"%s\" and cannot be %s now",
		state, words_pick(ask->locale, en, nl));
}

static enum status wrong_person(unsigned who, const struct lifecycle_ask *ask, struct error *reterr)
{
	const char *sentence;

	if ((who & COACH) && (who & COACHEE))
		sentence = words_pick(ask->locale, "only coach and coachee can do this",
			"alleen de coach en degene die gecoacht wordt kunnen dit doen");
	else if (who & COACH)
		sentence = words_pick(ask->locale, "only the coach can do this", "alleen de coach kan dit doen");
	else if (who & COACHEE)
		sentence = words_pick(ask->locale, "only the person who is coached can do this",
			"alleen degene die gecoacht wordt kan dit doen");
	else
		sentence = words_pick(ask->locale, "this happens by itself, nobody can do it",
			"dit gaat vanzelf, niemand kan het doen");
	return error_detail(reterr, STATUS_PERMISSION_DENIED, "NOT_YOURS", NULL, "%s", sentence);
}

/* A coachee who prepares a meeting knows nothing of a hidden session: it stays where it is, without an event. */
static bool unnoticed(const Session *session, const struct lifecycle_ask *ask)
{
	return ask->action == LIFECYCLE_SUBMIT && lifecycle_hidden(session);
}

enum status lifecycle_decide(
	const Session *session, const struct lifecycle_ask *ask, struct lifecycle_step *ret, struct error *reterr)
{
	if ((unsigned)ask->action >= LIFECYCLE_ACTIONS)
		return error_set(reterr, STATUS_INTERNAL, "no such action in a session's life: %d", (int)ask->action);
	if ((who_ever(ask->action) & ask->who) == 0)
		return wrong_person(who_ever(ask->action), ask, reterr);
	if (unnoticed(session, ask)) {
		*ret = (struct lifecycle_step){ session->state, session->state, NULL };
		return STATUS_OK;
	}
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct row *row = &table[i];
		enum status st = STATUS_OK;

		if (row->action != ask->action || row->from != session->state)
			continue;
		if ((row->who & ask->who) == 0)
			return wrong_person(row->who, ask, reterr);
		if (row->condition != NULL)
			st = row->condition(session, ask, reterr);
		if (st != STATUS_OK)
			return st;
		ret->from = row->from;
		ret->to = row->to == SESSION_STATE_UNSPECIFIED ? session->previous_state : row->to;
		ret->event = event_of(ask->action, ret->to != ret->from);
		return STATUS_OK;
	}
	return wrong_state(session, ask, reterr);
}

void lifecycle_apply(Session *session, const struct lifecycle_step *step)
{
	bool ends = lifecycle_ended(step->to) && step->to != SESSION_STATE_CLOSED;

	if (step->to == step->from)
		return;
	session->previous_state = ends ? step->from : SESSION_STATE_UNSPECIFIED;
	session->state = step->to;
}

bool lifecycle_hidden(const Session *session)
{
	return session->unannounced && session->reveal_time == NULL;
}

bool lifecycle_begun(const Session *session)
{
	return session->state == SESSION_STATE_IN_PROGRESS || session->state == SESSION_STATE_DEBRIEFING ||
	       session->state == SESSION_STATE_CLOSED;
}

static bool same(const char *left, const char *right)
{
	return left != NULL && right != NULL && strcmp(left, right) == 0;
}

unsigned lifecycle_who(const struct actor *actor, const Session *session)
{
	unsigned who = 0;

	if (actor->kind == ACTOR_SERVICE)
		return SERVICE;
	if (actor->kind == ACTOR_PLUGIN && same(actor->plugin, "skip_unprepared"))
		return GATE;
	if (actor->kind == ACTOR_PERSON && same(actor->person, session->coach))
		who |= COACH;
	if (actor->kind == ACTOR_PERSON && same(actor->person, session->coachee))
		who |= COACHEE;
	if (actor->admin && who == 0)
		who = COACH | COACHEE;
	return who;
}

bool lifecycle_ended(SessionState state)
{
	switch (state) {
	case SESSION_STATE_CLOSED:
	case SESSION_STATE_SKIPPED:
	case SESSION_STATE_CANCELLED:
	case SESSION_STATE_LAPSED:
		return true;
	default:
		return false;
	}
}
