/* skip_unprepared — the preparation check's rule. Facts in, a decision and its reasons out; no label about anybody. */
#ifndef RIDEALONG_SKIP_UNPREPARED_RULE_H
#define RIDEALONG_SKIP_UNPREPARED_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ridealong/v1/gate.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "ridealong/v1/template.pb-c.h"

/** The rule and its version: raised whenever the same facts may get another decision. */
#define RULE_FAMILY "skip_unprepared/"
#define RULE_NAME   RULE_FAMILY "1"

#define RULE_REASONS 12

enum rule_reason {
	RULE_NOTHING_YET, /* before the cut-off: what the check would find if it looked now */
	RULE_NOTHING_IN,
	RULE_THIN,     /* of one question: its key */
	RULE_COPIED,   /* of one earlier preparation: how many answers */
	RULE_RETURNED, /* the coach asked something, and has no answer yet */
	RULE_PREPARED,
	RULE_COACH_DECIDED,
	RULE_UNANNOUNCED,
	RULE_BOOKED_LATE, /* inside the window */
	RULE_ABSENT,      /* the coachee is off on the day of the check */
	RULE_TOO_LATE,    /* the cut-off went by without the check: it does not come back */
	RULE_OVER,        /* the session is beyond preparing */
};

struct rule_finding {
	enum rule_reason reason;
	const char *key; /* of the question; the template's */
	int count;
};

/** All as the daemon gives it; strings and messages are the caller's. */
struct rule_facts {
	const Session *session;
	const Person *coachee;
	const Preparation *preparation; /* NULL: none */
	const Template *questions; /* the preparation's version, in the coachee's language; NULL: unknown, then nothing
				      counts as thin */
	const char *zone;          /* of who asks; NULL: the coachee's */
	Preparation *const *earlier; /* handed in before, the newest last */
	size_t n_earlier;
	int64_t now; /* µs */
	bool acting; /* this is the check itself, perhaps late: it withdraws until departure; else somebody asks */
};

struct rule_verdict {
	GateDecision decision;
	struct rule_finding findings[RULE_REASONS];
	size_t n_findings;
};

/** Pure. Thin and copied ask the coach; only nothing received withdraws. A coach's word always wins, and exempt is
 *  whatever could not have been prepared: booked inside the window, the coachee absent, an unannounced session. */
struct rule_verdict rule_judge(const struct rule_facts *facts);

/** What the rule looks at of one answer. */
struct rule_measure {
	const char *key;
	int words;         /* substance.h */
	int words_least;   /* 0: a short answer is fine */
	double similarity; /* similarity.h: to the most alike of the last five */
	bool default_text;
};

#define RULE_ANSWERS 16

/** Measures each answer to a question that counts, in their order; returns how many. None before the preparation is in.
 *  Pure. */
size_t rule_measure(const struct rule_facts *facts, struct rule_measure ret[RULE_ANSWERS]);

#endif
