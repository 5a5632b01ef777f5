/* plugins/reminders/messages/ — what has to be known about a message, asked of the daemon call by call. What the
 * message is about is read acting as its receiver: what they may not see cannot get into a mail to them. */
#ifndef RIDEALONG_REMINDERS_FACTS_H
#define RIDEALONG_REMINDERS_FACTS_H

#include "plugins/reminders/reminders.h"
#include "plugins/reminders/rules/rule.h"
#include "ridealong/v1/person.pb-c.h"

struct facts;

enum { FACTS_OFFERED = 2 };

/** status 0: known; facts->known.session, .point and .rhythm are all NULL when the receiver cannot see it or it is
 * gone. Else the daemon could not say. */
typedef void (*facts_cb)(void *arg, int status, const char *message);

struct facts {
	struct reminders *self;
	struct ridealong_work *work;
	char *resource; /* "sessions/ID", "actionPoints/ID" or "coachings/ID" */
	enum rule_receiver receiver_kind;
	unsigned needs; /* of enum rule_need */
	bool planning;  /* what only counts when a message goes out is not asked */
	/** Called once it is known who the receiver is; what counts when a message goes out is asked only when the
	 * answer is facts_go_on(). NULL: at once. */
	void (*at_receiver)(struct facts *facts);

	Session *whole; /* as the plugin sees it: for who the two are, never for a text */
	ActionPoint *whole_point;
	Coaching *coaching;
	Rhythm *rhythm; /* as the coach sees it */
	Person *coach, *coachee;
	Team *team;       /* what holds for the coach's coachees */
	Session *session; /* as the receiver sees it */
	ActionPoint *point;
	Preparation *preparation;
	Debrief *debrief;
	ExplainGateResponse *gate;
	SessionCard *card;
	SessionCalendar *calendar;
	ListSuggestionsResponse *suggestions;
	ListActionPointsResponse *points; /* agreed in the session */
	ListRemindersResponse *reminders;
	ListSessionsResponse
		*before; /* of the two, before this one: those that took place, and those that were skipped */
	ListSessionsResponse *journeys; /* the receiver's, around now */

	char *offered[FACTS_OFFERED]; /* meetings that the message offers, by number; borrowed */
	size_t n_offered;

	const Person *receiver;
	struct diary *coach_days, *coachee_days;
	struct rule_facts known; /* the same for the rules; now is the daemon's */

	size_t step;
	facts_cb done;
	void *arg;
};

/** Loads; the callback comes once, later. `facts` is zeroed but for self, work, resource, receiver_kind, needs,
 *  planning, at_receiver. */
void facts_load(struct facts *facts, facts_cb done, void *arg);
void facts_go_on(struct facts *facts);
/** What a reminder is about: "sessions/ID", "coachings/ID" or "actionPoints/ID"; "" for one about nothing. Borrowed. */
const char *facts_resource_of(const Reminder *reminder);
/** Fills what the message offers: what was recorded with it, or the best of what is suggested now. */
void facts_offer(struct facts *facts, const Reminder *recorded);
/** The suggestion with that number, from 0; NULL when it is not to be had any more. */
const Suggestion *facts_offered(const struct facts *facts, size_t number);
/** Frees what was loaded, and the resource. */
void facts_finish(struct facts *facts);

#endif
