/* plugins/reminders/rules/ — what is sent when: one table, a row a message. Pure: it is handed what is known and the
 * time.
 *
 * An event sets the timers of the rows that name it; when a timer is due, everything is looked at anew, as its receiver
 * sees it, and the row says whether the message still makes sense. Source of the rows: the defaults of the method
 * (asking, card, debrief, action points), or what the coach's team has in their place, and the rule that a coachee gets
 * at most five mails about a session (or as many as the team has). What matters most keeps a place among the five,
 * however long a session lives: the last is for the request to sign, which is promised to whoever completes a debrief;
 * the one before it for what changes what the coachee does, the coach who stays away or asks for more, and for the
 * first word of the debrief. None of the five is what answers an act of their own: an acknowledgement, a coach brought
 * back by what was handed in, a request to sign in place of one that they answered after lines had come in. Nor is what
 * takes back a mail that said the coach stays away: who heard that would otherwise believe it. */
#ifndef RIDEALONG_REMINDERS_RULE_H
#define RIDEALONG_REMINDERS_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plugins/reminders/rules/diary.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/gate.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

enum { RULE_KEY = 200 };

/** How many of a coachee's five mails have to be left after this one, for what matters more. */
enum rule_leaves { RULE_LEAVES_NONE, RULE_LEAVES_SIGNING, RULE_LEAVES_NEWS };

enum rule_receiver { RULE_COACHEE, RULE_COACH, RULE_OWNER };

/** What a row needs to know beside session or action point, and people. Bits. */
enum rule_need {
	RULE_NEEDS_PREPARATION = 1,
	RULE_NEEDS_DEBRIEF = 2,
	RULE_NEEDS_GATE = 4,
	RULE_NEEDS_CARD = 8,
	RULE_NEEDS_SUGGESTIONS = 16,
	RULE_NEEDS_QUESTIONS = 32,
	RULE_NEEDS_CALENDAR = 64, /* the time of the debrief goes with the mail, or is taken back by it */
	RULE_NEEDS_BEFORE = 256,  /* how it went the time before */
	RULE_NEEDS_POINTS = 128,  /* what was agreed: the debrief itself stands below the mail */
};

/** What is known. What was not asked for, or is not there, is NULL. All is borrowed. */
struct rule_facts {
	int64_t now;
	int64_t due;               /* when it should have gone out; 0: it is only thought of now */
	const Session *session;    /* as the receiver sees it; NULL: not at all */
	const ActionPoint *point;  /* likewise */
	const Rhythm *rhythm;      /* likewise */
	const char *coach;         /* "people/ID" of the relation that the action point belongs to */
	const char *receiver_name; /* "people/ID" */
	const char *actor;         /* of the event; NULL when a timer is due */
	const struct diary *receiver, *coachee;
	const Person *wishes;     /* the receiver, for what they do without */
	const TeamPolicy *policy; /* of the coach's team */
	const Preparation *preparation;
	const Debrief *debrief;
	const ExplainGateResponse *gate;
	int64_t arrival;            /* the receiver is on the way until then, and is sent nothing; 0: is not */
	Reminder *const *reminders; /* to the receiver about the session, so far, the newest first */
	size_t n_reminders;
};

/** What to do with a message whose timer is due. */
enum rule_answer {
	RULE_SEND,
	RULE_DROP,  /* the reason is a phrase's key: "dropped.…" */
	RULE_LATER, /* at another time */
	RULE_SILENT /* the receiver cannot see what it is about: no trace */
};

struct rule {
	const char *name; /* first part of the timer's and the reminder's key; "rule.NAME" is its phrase */
	ReminderKind kind;
	enum rule_receiver receiver;
	const char *events[7]; /* types that set its timer */
	unsigned needs;        /* of enum rule_need */
	bool answerable;
	enum rule_leaves leaves; /* of a coachee's mails about a session */
	bool answers;            /* an act of the coachee's own: none of the five */
	bool stays_away;         /* says that the coach does not come along */
	bool after_all;          /* says that the coach does: after one that stays away, none of the five */
	bool urgent;             /* goes out in quiet hours, too: waiting would take its sense */
	/** When, or DIARY_NEVER; NULL: at once. */
	int64_t (*due)(const struct rule_facts *facts);
	/** What to do when that has gone by at planning already: send as soon as may be, instead of not at all. */
	bool late_is_fine;
	/** NULL: it makes sense; else the key of the reason why not. */
	const char *(*objection)(const struct rule_facts *facts);
	/** Asked when it could not go out in time: NULL: it is of use still; else as objection. May be NULL. */
	const char *(*stale)(const struct rule_facts *facts);
	/** Name of the template; NULL where it depends on how things are, which `pick` says. */
	const char *text;
	const char *(*pick)(const struct rule_facts *facts);
	/** What tells this message from an earlier one by the same row about the same thing; may be NULL. */
	void (*stamp)(const struct rule_facts *facts, char ret[32]);
};

/** The table (rule_table.c), and a row by name (up to a "/"); NULL when there is none. */
const struct rule *rule_table(size_t *ret_count);
const struct rule *rule_find(const char *name);

/** Name of the template that the row's message gets, as things are. */
const char *rule_text(const struct rule *rule, const struct rule_facts *facts);

/** Whether its message is not held up by how many others there are: it would come too late. */
bool rule_cannot_wait(const struct rule *rule);

/** Whether the coachee must not know of the session yet. */
bool rule_is_hidden(const Session *session);

/** Whether an event of that type concerns the row. */
bool rule_names(const struct rule *rule, const char *event_type);

/** When the timer of this row is to be set after an event of that type; DIARY_NEVER: not at all. */
int64_t rule_plan(const struct rule *rule, const char *event_type, const struct rule_facts *facts);

/** Whether a type ("session.timed") says that days or hours are others now: what had its moment has another one. */
bool rule_is_timed(const char *event_type);
/** Whether, after such an event, a timer of this row that waits is to be moved: to *ret_due, which is not past, or,
 * with DIARY_NEVER, out of the way. One whose moment has been by the clock that counts now is due as soon as may be.
 * What rule_plan() sets has no need of it. */
bool rule_moves(const struct rule *rule, const char *event_type, const struct rule_facts *facts, int64_t *ret_due);
/** Whether it is about what such an event is about, and has a moment of its own; and whether it goes out at once, so
 *  that its timer only ever waits until its receiver may be written to. */
bool rule_has_moment(const struct rule *rule, const char *event_type);
bool rule_is_at_once(const struct rule *rule);

/** What to do now that the timer is due. With RULE_DROP *ret_reason is filled, with RULE_LATER *ret_due. */
enum rule_answer rule_decide(
	const struct rule *rule, const struct rule_facts *facts, const char **ret_reason, int64_t *ret_due);

/** "NAME/RESOURCE" and "NAME/RESOURCE/STAMP". */
void rule_timer_key(const struct rule *rule, const char *resource, char ret[RULE_KEY]);
void rule_reminder_key(
	const struct rule *rule, const char *resource, const struct rule_facts *facts, char ret[RULE_KEY]);

#endif
