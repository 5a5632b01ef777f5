/* domain/ — short answers to a single question: about an action point, a skip, a decision.
 *
 * The first line says it; what follows on it and on the lines below are the words that go with it. Quoted mail and
 * signature are cut. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_QUICK_ANSWER_H
#define RIDEALONG_DOMAIN_QUICK_ANSWER_H

#include <stdbool.h>

#include "daemon/base/arena.h"

enum quick_verb {
	QUICK_NOTHING, /* not understood: nothing may be done; the problem says what could be said */
	QUICK_DONE,    /* done, klaar */
	QUICK_EXTEND,  /* @date */
	QUICK_DROP,    /* drop, vervalt; with a reason */
	QUICK_GO,      /* go, ga */
	QUICK_TALK,    /* talk, doorspreken */
	QUICK_NO,      /* no, niet, nee */
	QUICK_OPTION,  /* the number of what was offered */
	QUICK_YES,     /* yes, ja */
	QUICK_LITTLE,  /* a little, een beetje */
	QUICK_REOPEN,  /* reopen, heropen */
	QUICK_ALONE,   /* alone, alleen: the other party prefers just the two of them */
};

struct quick_answer {
	enum quick_verb verb;
	const char *text;    /* the words that go with it; never NULL, may be empty */
	const char *due;     /* with EXTEND: "2026-05-15", or empty with days; else empty */
	int days;            /* with EXTEND: so many days more; else 0 */
	int option;          /* with OPTION: 1 or more; else 0 */
	const char *problem; /* with NOTHING: one sentence in the locale; else empty */
	bool refused; /* with NOTHING: it was about that, but something is missing or wrong: no reason, a past day */
};

/** What became of an action point: `done|klaar`, `@date` or `@+3d`, `drop|vervalt reason`. */
struct quick_answer quick_answer_action_point(const char *text, int today, const char *locale, struct arena *arena);
/** Whether the coach goes after all: `go|ga`; or to what was offered in its place: its number. */
struct quick_answer quick_answer_skip(const char *text, int options, const char *locale, struct arena *arena);
/** What the coach makes of a rhythm that slips: the number of what was offered, or EXTEND: the day until which it is
 * put off, `@date` or `@+2w`. */
struct quick_answer quick_answer_rhythm(
	const char *text, int options, int today, const char *locale, struct arena *arena);
/** What the coach decides: `go|ga`, `talk|doorspreken`, `no|niet`, and why; `alone|alleen`; YES for a `yes|ja` that
 *  stands alone, where "are you coming along?" was the question. */
struct quick_answer quick_answer_decision(const char *text, const char *locale, struct arena *arena);
/** How to say what the coach decides. */
const char *quick_answer_decision_problem(const char *locale);
/** What is to become of a session that ended without a debrief: `reopen|heropen`. */
struct quick_answer quick_answer_ended(const char *text, const char *locale, struct arena *arena);
/** What is to become of one of two at the same time: `no|niet` withdraws, `go|ga` keeps both for now, and
 * `reopen|heropen` takes back one that was cancelled. */
struct quick_answer quick_answer_collision(const char *text, const char *locale, struct arena *arena);
/** Whether a session helped: `yes|ja`, `a little|een beetje`, `no|nee`. */
struct quick_answer quick_answer_helped(const char *text, const char *locale, struct arena *arena);

#endif
