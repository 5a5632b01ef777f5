/* domain/ — short answers around the reveal of an unannounced session: the coachee's to the message itself, the coach's
 * three taps, the coachee's to the intentions. Quoted mail and signature are cut. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_QUICK_REVEAL_H
#define RIDEALONG_DOMAIN_QUICK_REVEAL_H

#include <ridealong/v1/session.pb-c.h>

#include "daemon/base/arena.h"

enum quick_reveal_verb {
	QUICK_REVEAL_NOTHING,      /* not understood: the problem says what could be said */
	QUICK_REVEAL_FINE,         /* ok, prima: nothing is to be done */
	QUICK_REVEAL_INCONVENIENT, /* "komt niet uit", "not convenient", no, niet */
};

struct quick_reveal {
	enum quick_reveal_verb verb;
	const char *text;    /* all that was said; never NULL */
	const char *problem; /* with NOTHING: one sentence in the locale; else empty */
};

/** Whether it is convenient. What is said about the goal is for the conversation on the way, and is no objection. */
struct quick_reveal quick_reveal_read(const char *text, const char *locale, struct arena *arena);

struct quick_check {
	CheckAnswer goal_clear, hardest_question, plan_b;
	char **lines; /* what was said, an intention a line; a "*", a dash or a number before one is cut */
	size_t n_lines;
	const char *problem; /* not empty: nothing may be kept */
};

/** The first line: yes or no three times ("ja ja nee", "y y n", "yes, yes, no"); the lines below it are intentions. */
struct quick_check quick_check_read(const char *text, const char *locale, struct arena *arena);
/** One of the three answers; UNSPECIFIED for what is none. */
CheckAnswer quick_check_word(const char *word);

struct quick_confirm {
	IntentionChange **changes; /* none: all are right */
	size_t n_changes;
	const char *problem; /* not empty: nothing may be kept */
};

/** "ok|klopt": all are right. "2 other words" says one better, "2 -" or "2 weg|drop" strikes it; the others are right.
 */
struct quick_confirm quick_confirm_read(const char *text, const char *locale, struct arena *arena);

#endif
