/* tests — two worlds on one clock, alike but for what is hidden: the one with unannounced sessions, and the one
 * without. Whatever happens in both happens in lockstep, under the same request ids, and what the coachees get is
 * compared at once.
 *
 * Ruud coaches Noor and Sam, Kim coaches Noor, too (tests/daemon/service/fixture.h). What Noor and Sam can obtain must
 * not differ by one byte while nothing was revealed to them. */
#ifndef RIDEALONG_TESTS_PROPERTY_PAIR_H
#define RIDEALONG_TESTS_PROPERTY_PAIR_H

#include <stdio.h>

#include "plugins/reminders/catalogue/text.h"
#include "tests/daemon/service/story.h"

enum { PAIR_WITH, PAIR_WITHOUT, PAIR_WORLDS };
enum { PAIR_KINDS = 12, PAIR_NAMES = 48, PAIR_METHODS = 256, PAIR_TIMERS = 400, PAIR_STEPS = 64 };

/** On purpose wrong, to prove that it would be found. */
enum pair_leak { PAIR_TIGHT, PAIR_LEAK_ROW, PAIR_LEAK_EVENT, PAIR_LEAK_ID, PAIR_LEAK_REVEAL };

/** A message of the reminders' rules that waits for its time. */
struct pair_timer {
	char key[300];
	int64_t due;
};

struct pair_world {
	struct fixture *fixture;
	int64_t seen; /* the last event the rules were asked about */
	struct pair_timer timers[PAIR_TIMERS];
	int n_timers;
	char *mails; /* all that went to Noor and Sam */
	size_t mails_size;
	FILE *mailbox;
	struct pair_plugin *gate, *calendar, *reminders; /* in this process, behind this world's front door */
};

/** What comes of many histories; shared by the processes that play them. */
struct pair_counts {
	long pairs, steps, hidden, calls, answers, pages, mails, ended;
	long answered[PAIR_METHODS]; /* by number in contract_methods(): OK for a coachee */
	long reached[PAIR_METHODS];  /* refused for what it would do, not for how it was asked */
};

struct pair {
	struct pair_world worlds[PAIR_WORLDS];
	struct pair_counts *counts;
	struct text_catalogue *texts;
	struct actor calendar; /* the plugin that imports */
	uint64_t random;
	const char *names[PAIR_KINDS][PAIR_NAMES]; /* learnt, by kind: what requests may name */
	int n_names[PAIR_KINDS];
	const char *hidden[PAIR_NAMES]; /* sessions that only one of the worlds has */
	int n_hidden;
	const char *revealed;  /* Noor's session that was unannounced once, and waits for its debrief */
	int requests, secrets; /* request ids of both worlds, and of the one alone */
	enum pair_leak leak;
	bool over;          /* something was revealed: from here on they differ by right */
	const char *move;   /* what is being done, for whoever reads a failure */
	char failure[1000]; /* the first difference */
};

/** How a call ended, in one world. */
struct pair_answer {
	enum status status;
	bool wait;
	struct error error;
	ProtobufCMessage *reply;
	ProtobufCBinaryData bytes;
};

/* ---- pair.c ---- */

/** Two equal worlds on 1 April 2026, with a past: sessions that took place, one that was unannounced and waits for its
 *  debrief. Slow; a history is played in a fork of it. */
void pair_open(struct pair *pair, struct pair_counts *counts);
void pair_close(struct pair *pair);
/** In the fork: what has files of its own, feeds, begins there and ends there. */
void pair_enter(struct pair *pair);
void pair_leave(struct pair *pair);

/** A number from 0 up to below; the same for the same seed and step. */
int pair_any(struct pair *pair, int below);
bool pair_chance(struct pair *pair, int in);

/** Calls in one world. */
void pair_call(struct pair *pair, int world, const struct actor *actor, const char *request_id,
	const struct contract_method *method, const ProtobufCMessage *in, struct pair_answer *ret);
/** The same call in both; a coachee's answers must be equal. *ret (NULL is fine) is the answer of the world without. */
void pair_both(struct pair *pair, const struct actor *actor, const struct contract_method *method,
	const ProtobufCMessage *in, struct pair_answer *ret);
/** Notes the first difference. */
void pair_differ(struct pair *pair, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool pair_failed(const struct pair *pair);
/** Whether what is answered to them is compared. */
bool pair_is_coachee(const struct actor *actor);
/** In which language they are answered. */
const char *pair_locale(const struct actor *actor);

/** Remembers the names in a message, to ask for. */
void pair_learn(struct pair *pair, const ProtobufCMessage *message);
/** One of a kind ("sessions"), or something that is none. */
const char *pair_name(struct pair *pair, const char *kind);

/* ---- pair_request.c ---- */

/** A request of the method, filled at random: names from what is known and what is not, filters, words, dates. */
ProtobufCMessage *pair_request(struct pair *pair, const struct contract_method *method);
/** A string field of a request; NULL when it has none of that name. */
char **pair_text_field(const ProtobufCMessage *message, const char *name);
int32_t *pair_int_field(const ProtobufCMessage *message, const char *name);

/* ---- pair_ask.c ---- */

/** Whether a method is not asked: the front door answers it, without a store. */
bool pair_left_out(const char *method);

/** Calls one method as a coachee, whatever lane it has. */
void pair_ask(struct pair *pair, const struct actor *actor, const struct contract_method *method);
/** A few methods, and what everybody looks at first. */
void pair_glance(struct pair *pair);
/** Every method of the contract, lists page by page. */
void pair_sweep(struct pair *pair);

/* ---- pair_move.c ---- */

/** One step of a history: something in both worlds, or in secret in the one. */
void pair_step(struct pair *pair);

/** A method by its short name: "Sessions/PlanSession". */
const struct contract_method *pair_method(struct pair *pair, const char *name);
/** A coach's call in both, which may fail beside a hidden session, but not once that is out of the way. *ret (NULL is
 *  fine) is the answer of the world without; untouched when the request names an alias. */
void pair_as_coach(struct pair *pair, const struct actor *coach, const char *name, const ProtobufCMessage *in,
	struct pair_answer *ret);

/* ---- pair_together.c ---- */

/** The coach stays away, and the coachee has prepared after all. */
void pair_skips(struct pair *pair);
/** A session that was unannounced in both, revealed, and not convenient. */
void pair_surprises(struct pair *pair);
/** A session that the coachee starts, with help given, to its debrief. */
void pair_goes_along(struct pair *pair);
/** A coachee takes in an invitation that came by mail, asks what was read of it, reads it again, and may forget it. */
void pair_reads_a_calendar(struct pair *pair);

/* ---- pair_time.c ---- */

/** Moves both clocks; timers of the service and of the rules fire on the way. Hidden sessions whose reveal would come
 * are called off in time. */
void pair_advance(struct pair *pair, int64_t to);

/* ---- pair_mail.c ---- */

/** Asks the reminders' rules about what happened since, for messages to Noor and Sam; those to their coaches only wait.
 */
void pair_mail_events(struct pair *pair, int world);
/** A message's time has come. */
void pair_mail_due(struct pair *pair, int world, int timer);
/** What a coach would have been written by now waits no longer. */
void pair_mail_pass(struct pair *pair, int world);
/** The mails of the two worlds must be the same. */
void pair_mail_compare(struct pair *pair);

/* ---- pair_plugin.c ---- */

/** The plugin's library: loaded before a fork, it costs the histories nothing. */
void *pair_plugin_load(const char *name);
/** The built plugin, with its calls going to that world. */
struct pair_plugin *pair_plugin_open(struct pair *pair, int world, const char *name);
void pair_plugin_close(struct pair_plugin *plugin);
/** A call that the plugin serves, as that person. */
void pair_plugin_call(struct pair_plugin *plugin, const struct actor *actor, const char *request_id,
	const struct contract_method *method, const ProtobufCMessage *in, struct pair_answer *ret);
/** The host's side of a call made by a plugin, without waiting: packed in, packed out. */
void pair_plugin_serve(struct pair *pair, int world, const char *plugin, const char *request_id, const char *method,
	const char *act_as, const void *bytes, size_t length, struct pair_answer *ret);

#endif
