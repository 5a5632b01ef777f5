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
#define RULE_NAME   RULE_FAMILY "2"

#define RULE_REASONS 12
#define RULE_EARLIER 20 /* earlier preparations, at the most */

struct rule_finding {
	GateReason reason;
	const char *key; /* of the question; the template's */
	int count;
};

/** What the rule goes by; in each number 0 switches off what it is for. */
struct rule_settings {
	GateMode mode;      /* UNSPECIFIED is ON */
	int thin_words;     /* an answer with fewer words than this beyond its question is thin (substance.h) */
	int alike_permille; /* from this similarity on an answer is taken over (similarity.h) */
	int alike_answers;  /* so many answers taken over from one earlier preparation make a copy */
	int alike_last;     /* so many earlier preparations are looked at; RULE_EARLIER at the most */
};

/** What holds where nobody said otherwise. */
extern const struct rule_settings rule_defaults;

/** All as the daemon gives it; strings and messages are the caller's. */
struct rule_facts {
	const Session *session;
	const struct rule_settings *settings; /* NULL: the defaults */
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

/** Pure. Thin and copied ask the coach; only nothing received withdraws, and that only where the check may. A coach's
 *  word always wins, and exempt is whatever could not have been prepared: booked inside the window, the coachee absent,
 *  an unannounced session; and an invitation to which the coach has not said yes. There is always a finding. */
struct rule_verdict rule_judge(const struct rule_facts *facts);

/** Whether a preparation has come in, whatever became of it since. NULL has not. Pure. */
bool rule_received(const Preparation *preparation);

/** What the rule looks at of one answer. */
struct rule_measure {
	const char *key;
	int words;         /* substance.h */
	int words_least;   /* 0: a short answer is fine */
	double similarity; /* similarity.h: to the most alike of those looked at */
	bool default_text;
};

#define RULE_ANSWERS 16

/** Measures each answer to a question that counts, in their order; returns how many. None before the preparation is in.
 *  Pure. */
size_t rule_measure(const struct rule_facts *facts, struct rule_measure ret[RULE_ANSWERS]);

#endif
