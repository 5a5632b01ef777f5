/* plugins/reminders/messages/ — what has to be known about a message. */
#include "plugins/reminders/messages/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/mail/mail.h"
#include "plugins/reminders/rules/when.h"
#include "proto/status.h"

enum {
	NAME = 300,
	SUGGESTION_DAYS = 21,
	SUGGESTIONS = 20,
	MOST_REMINDERS = 200,
	MOST_JOURNEYS = 50,
	MOST_POINTS = 50,
	MOST_BEFORE = 100
};

#define LONGEST_WAY (12 * 60 * DIARY_MINUTE)
#define LONG_AGO    (120 * 24 * 60 * DIARY_MINUTE)

/* One question to the daemon. */
struct step {
	unsigned need; /* asked only when the message needs it; 0: always */
	enum {
		ABOUT_SESSION = 1,
		ABOUT_POINT = 2,
		ABOUT_RHYTHM = 4,
		ABOUT_ALL = ABOUT_SESSION | ABOUT_POINT | ABOUT_RHYTHM
	} about;
	enum { HAS_TO_BE, MAY_BE_MISSING, MAY_FAIL } answer;
	bool at_planning;
	void (*ask)(struct facts *facts);
	size_t slot; /* of the answer in struct facts */
};

static void on_answer(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply);

static void ask(struct facts *facts, const ProtobufCServiceDescriptor *service, const char *method, const char *act_as,
	const ProtobufCMessage *request)
{
	sdk_call(&facts->self->sdk, facts->work, service, method, act_as, request, on_answer, facts);
}

static void ask_session(struct facts *facts, const char *act_as)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	request.name = facts->resource;
	ask(facts, &sessions__descriptor, "GetSession", act_as, &request.base);
}

static void ask_whole_session(struct facts *facts)
{
	ask_session(facts, NULL);
}

static void ask_seen_session(struct facts *facts)
{
	ask_session(facts, facts->receiver->name);
}

static void ask_point(struct facts *facts, const char *act_as)
{
	GetActionPointRequest request = GET_ACTION_POINT_REQUEST__INIT;

	request.name = facts->resource;
	ask(facts, &action_points__descriptor, "GetActionPoint", act_as, &request.base);
}

static void ask_whole_point(struct facts *facts)
{
	ask_point(facts, NULL);
}

static void ask_seen_point(struct facts *facts)
{
	ask_point(facts, facts->receiver->name);
}

static void ask_coaching(struct facts *facts)
{
	GetCoachingRequest request = GET_COACHING_REQUEST__INIT;

	request.name = facts->whole_point != NULL ? facts->whole_point->coaching : facts->resource;
	ask(facts, &people__descriptor, "GetCoaching", NULL, &request.base);
}

static void ask_rhythm(struct facts *facts)
{
	GetRhythmRequest request = GET_RHYTHM_REQUEST__INIT;
	char name[NAME];

	snprintf(name, sizeof(name), "%s/rhythm", facts->coaching->name);
	request.name = name;
	ask(facts, &people__descriptor, "GetRhythm", facts->coach->name, &request.base);
}

static void ask_person(struct facts *facts, char *name)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	request.name = name;
	ask(facts, &people__descriptor, "GetPerson", NULL, &request.base);
}

static void ask_coach(struct facts *facts)
{
	ask_person(facts, facts->whole != NULL ? facts->whole->coach : facts->coaching->coach);
}

static void ask_coachee(struct facts *facts)
{
	ask_person(facts, facts->whole != NULL ? facts->whole->coachee : facts->coaching->coachee);
}

static void ask_team(struct facts *facts)
{
	GetTeamRequest request = GET_TEAM_REQUEST__INIT;
	char name[NAME];

	snprintf(name, sizeof(name), "%s/team", facts->coach->name);
	request.name = name;
	ask(facts, &people__descriptor, "GetTeam", NULL, &request.base);
}

static void ask_preparation(struct facts *facts)
{
	GetPreparationRequest request = GET_PREPARATION_REQUEST__INIT;
	char name[NAME];

	snprintf(name, sizeof(name), "%s/preparation", facts->session->meeting);
	request.name = name;
	ask(facts, &preparations__descriptor, "GetPreparation", facts->receiver->name, &request.base);
}

static void ask_debrief(struct facts *facts)
{
	GetDebriefRequest request = GET_DEBRIEF_REQUEST__INIT;
	char name[NAME];

	snprintf(name, sizeof(name), "%s/debrief", facts->session->name);
	request.name = name;
	ask(facts, &debriefs__descriptor, "GetDebrief", facts->receiver->name, &request.base);
}

static void ask_gate(struct facts *facts)
{
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;

	request.session = facts->session->name;
	ask(facts, &gate__descriptor, "ExplainGate", facts->coach->name, &request.base);
}

static void ask_card(struct facts *facts)
{
	GetSessionCardRequest request = GET_SESSION_CARD_REQUEST__INIT;

	request.name = facts->session->name;
	ask(facts, &sessions__descriptor, "GetSessionCard", facts->coach->name, &request.base);
}

static void ask_calendar(struct facts *facts)
{
	GetSessionCalendarRequest request = GET_SESSION_CALENDAR_REQUEST__INIT;
	char inviter[MAIL_SENDER], name[MAIL_SENDER];

	if (facts->self->from != NULL && mail_read_sender(facts->self->from, inviter, name)) {
		request.inviter_email = inviter;
		request.inviter_name = name;
	}
	request.name = facts->session->name;
	request.language = (char *)(strncmp(facts->receiver->language, "nl", 2) == 0 ? "nl" : "en");
	ask(facts, &sessions__descriptor, "GetSessionCalendar", facts->receiver->name, &request.base);
}

static void ask_suggestions(struct facts *facts)
{
	ListSuggestionsRequest request = LIST_SUGGESTIONS_REQUEST__INIT;

	request.days = SUGGESTION_DAYS;
	request.page_size = SUGGESTIONS;
	if (facts->session != NULL)
		request.session = facts->session->name;
	else
		request.coachee = facts->coachee->name;
	ask(facts, &sessions__descriptor, "ListSuggestions", facts->coach->name, &request.base);
}

static void ask_before(struct facts *facts)
{
	static const SessionState states[] = { SESSION_STATE_SKIPPED, SESSION_STATE_IN_PROGRESS,
		SESSION_STATE_DEBRIEFING, SESSION_STATE_CLOSED };
	const int64_t start = sdk_time_us(facts->session->start_time);
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;
	Timestamp from = sdk_time(start - LONG_AGO), until = sdk_time(start);

	request.coach = facts->coach->name;
	request.coachee = facts->coachee->name;
	request.states = (SessionState *)states;
	request.n_states = sizeof(states) / sizeof(states[0]);
	request.from_time = &from;
	request.until_time = &until;
	request.page_size = MOST_BEFORE;
	ask(facts, &sessions__descriptor, "ListSessions", facts->coach->name, &request.base);
}

/* Whatever has become of them since. */
static void ask_points(struct facts *facts)
{
	static const ActionPointState states[] = { ACTION_POINT_STATE_OPEN, ACTION_POINT_STATE_DONE,
		ACTION_POINT_STATE_DROPPED };
	ListActionPointsRequest request = LIST_ACTION_POINTS_REQUEST__INIT;

	request.session = facts->session->name;
	request.states = (ActionPointState *)states;
	request.n_states = sizeof(states) / sizeof(states[0]);
	request.page_size = MOST_POINTS;
	ask(facts, &action_points__descriptor, "ListActionPoints", facts->receiver->name, &request.base);
}

static void ask_reminders(struct facts *facts)
{
	ListRemindersRequest request = LIST_REMINDERS_REQUEST__INIT;

	request.person = facts->receiver->name;
	request.session = facts->session->name;
	request.page_size = MOST_REMINDERS;
	ask(facts, &reminders__descriptor, "ListReminders", NULL, &request.base);
}

/* What the receiver is at, goes to or comes from. */
static void ask_journeys(struct facts *facts)
{
	const int64_t now = sdk_now(&facts->self->sdk);
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;
	Timestamp from = sdk_time(now - LONGEST_WAY), until = sdk_time(now + LONGEST_WAY);

	request.from_time = &from;
	request.until_time = &until;
	request.page_size = MOST_JOURNEYS;
	ask(facts, &sessions__descriptor, "ListSessions", facts->receiver->name, &request.base);
}

#define SLOT(member) offsetof(struct facts, member)

static const struct step steps[] = {
	{ 0, ABOUT_SESSION, MAY_BE_MISSING, true, ask_whole_session, SLOT(whole) },
	{ 0, ABOUT_POINT, MAY_BE_MISSING, true, ask_whole_point, SLOT(whole_point) },
	{ 0, ABOUT_POINT | ABOUT_RHYTHM, MAY_BE_MISSING, true, ask_coaching, SLOT(coaching) },
	{ 0, ABOUT_ALL, HAS_TO_BE, true, ask_coach, SLOT(coach) },
	{ 0, ABOUT_ALL, HAS_TO_BE, true, ask_coachee, SLOT(coachee) },
	{ 0, ABOUT_ALL, HAS_TO_BE, true, ask_team, SLOT(team) },
	{ 0, ABOUT_RHYTHM, MAY_BE_MISSING, true, ask_rhythm, SLOT(rhythm) },
	{ 0, ABOUT_SESSION, MAY_BE_MISSING, true, ask_seen_session, SLOT(session) },
	{ 0, ABOUT_POINT, MAY_BE_MISSING, true, ask_seen_point, SLOT(point) },
	{ RULE_NEEDS_PREPARATION | RULE_NEEDS_QUESTIONS, ABOUT_SESSION, MAY_BE_MISSING, true, ask_preparation,
		SLOT(preparation) },
	{ RULE_NEEDS_DEBRIEF, ABOUT_SESSION, MAY_BE_MISSING, false, ask_debrief, SLOT(debrief) },
	{ RULE_NEEDS_GATE, ABOUT_SESSION, MAY_FAIL, false, ask_gate, SLOT(gate) },
	{ RULE_NEEDS_CARD, ABOUT_SESSION, MAY_BE_MISSING, false, ask_card, SLOT(card) },
	{ RULE_NEEDS_CALENDAR, ABOUT_SESSION, MAY_FAIL, false, ask_calendar, SLOT(calendar) },
	{ RULE_NEEDS_SUGGESTIONS, ABOUT_SESSION | ABOUT_RHYTHM, MAY_FAIL, false, ask_suggestions, SLOT(suggestions) },
	{ RULE_NEEDS_BEFORE, ABOUT_SESSION, MAY_FAIL, false, ask_before, SLOT(before) },
	{ RULE_NEEDS_POINTS, ABOUT_SESSION, MAY_BE_MISSING, false, ask_points, SLOT(points) },
	{ 0, ABOUT_SESSION, HAS_TO_BE, false, ask_reminders, SLOT(reminders) },
	{ 0, ABOUT_ALL, MAY_FAIL, false, ask_journeys, SLOT(journeys) },
};

enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

static ProtobufCMessage **slot_of(struct facts *facts, const struct step *step)
{
	return (ProtobufCMessage **)(void *)((char *)facts + step->slot);
}

static unsigned about(const struct facts *facts)
{
	if (strncmp(facts->resource, "sessions/", strlen("sessions/")) == 0)
		return ABOUT_SESSION;
	return strncmp(facts->resource, "coachings/", strlen("coachings/")) == 0 ? ABOUT_RHYTHM : ABOUT_POINT;
}

static void know(struct facts *facts)
{
	facts->known.now = sdk_now(&facts->self->sdk);
	facts->known.session = facts->session;
	facts->known.point = facts->point;
	facts->known.rhythm = facts->rhythm;
	facts->known.preparation = facts->preparation;
	facts->known.debrief = facts->debrief;
	facts->known.policy = facts->team != NULL ? facts->team->policy : NULL;
	facts->known.wishes = facts->receiver;
	facts->known.gate = facts->gate;
	if (facts->journeys != NULL)
		facts->known.arrival = when_arrived(facts->receiver->name, facts->journeys->sessions,
			facts->journeys->n_sessions, facts->known.now);
	if (facts->reminders != NULL) {
		facts->known.reminders = facts->reminders->reminders;
		facts->known.n_reminders = facts->reminders->n_reminders;
	}
}

static void end(struct facts *facts, int status, const char *message)
{
	know(facts);
	facts->done(facts->arg, status, message);
}

/* Both people are known: whose message it is, and their days. */
static enum status choose_receiver(struct facts *facts, struct error *reterr)
{
	const char *owner = facts->whole_point != NULL ? facts->whole_point->owner : "";
	enum status st = diary_open(facts->coach, &facts->coach_days, reterr);
	bool coach;

	if (st == STATUS_OK)
		st = diary_open(facts->coachee, &facts->coachee_days, reterr);
	if (st != STATUS_OK)
		return st;
	coach = facts->receiver_kind == RULE_COACH ||
		(facts->receiver_kind == RULE_OWNER && strcmp(owner, facts->coach->name) == 0);
	facts->receiver = coach ? facts->coach : facts->coachee;
	facts->known.receiver = coach ? facts->coach_days : facts->coachee_days;
	facts->known.coachee = facts->coachee_days;
	facts->known.receiver_name = facts->receiver->name;
	facts->known.coach = facts->coach->name;
	return STATUS_OK;
}

static bool is_asked(const struct facts *facts, const struct step *step)
{
	if ((step->about & about(facts)) == 0)
		return false;
	if (facts->planning && !step->at_planning)
		return false;
	return step->need == 0 || (facts->needs & step->need) != 0;
}

/* Without the thing itself there is nothing more to know. */
static bool is_gone(const struct facts *facts, const struct step *step)
{
	return (step->slot == SLOT(whole) && facts->whole == NULL) ||
	       (step->slot == SLOT(whole_point) && facts->whole_point == NULL) ||
	       (step->slot == SLOT(coaching) && facts->coaching == NULL) ||
	       (step->slot == SLOT(rhythm) && facts->rhythm == NULL) ||
	       (step->slot == SLOT(session) && facts->session == NULL) ||
	       (step->slot == SLOT(point) && facts->point == NULL);
}

static void ask_next(struct facts *facts)
{
	while (facts->step < STEPS && !is_asked(facts, &steps[facts->step]))
		facts->step++;
	if (facts->step == STEPS)
		end(facts, STATUS_OK, "");
	else
		steps[facts->step].ask(facts);
}

static void on_answer(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct facts *facts = arg;
	const struct step *step = &steps[facts->step++];
	struct error error = { 0 };

	if (reply_end->status == STATUS_OK) {
		*slot_of(facts, step) = sdk_copy(reply);
	} else if (!(step->answer == MAY_FAIL ||
			   (step->answer == MAY_BE_MISSING && reply_end->status == STATUS_NOT_FOUND))) {
		end(facts, reply_end->status, reply_end->message);
		return;
	}
	if (is_gone(facts, step)) {
		end(facts, STATUS_OK, "");
		return;
	}
	if (step->slot == SLOT(coachee) && choose_receiver(facts, &error) != STATUS_OK)
		end(facts, error.status, error.message);
	else if (step->slot == SLOT(coachee) && facts->at_receiver != NULL)
		facts->at_receiver(facts);
	else
		ask_next(facts);
}

void facts_go_on(struct facts *facts)
{
	ask_next(facts);
}

void facts_load(struct facts *facts, facts_cb done, void *arg)
{
	facts->done = done;
	facts->arg = arg;
	ask_next(facts);
}

/* In the time that became free there is one; else there is a choice. */
void facts_offer(struct facts *facts, const Reminder *recorded)
{
	const ListSuggestionsResponse *now = facts->suggestions;
	size_t most = facts->session != NULL ? 1 : FACTS_OFFERED;

	if (recorded != NULL) {
		for (size_t i = 0; i < recorded->n_options && i < FACTS_OFFERED; i++)
			facts->offered[facts->n_offered++] = recorded->options[i];
		return;
	}
	for (size_t i = 0; now != NULL && i < now->n_suggestions && facts->n_offered < most; i++)
		facts->offered[facts->n_offered++] = now->suggestions[i]->meeting->name;
}

const Suggestion *facts_offered(const struct facts *facts, size_t number)
{
	const ListSuggestionsResponse *now = facts->suggestions;

	for (size_t i = 0; number < facts->n_offered && now != NULL && i < now->n_suggestions; i++)
		if (strcmp(now->suggestions[i]->meeting->name, facts->offered[number]) == 0)
			return now->suggestions[i];
	return NULL;
}

const char *facts_resource_of(const Reminder *reminder)
{
	return reminder->session[0] != '\0'    ? reminder->session
	       : reminder->coaching[0] != '\0' ? reminder->coaching
					       : reminder->action_point;
}

void facts_finish(struct facts *facts)
{
	diary_close(facts->coach_days);
	diary_close(facts->coachee_days);
	for (size_t i = 0; i < STEPS; i++)
		sdk_free(*slot_of(facts, &steps[i]));
	free(facts->resource);
}
