/* domain/ — what to ask on the way: the turns and the hard questions that somebody wrote down, one by one. */
#ifndef RIDEALONG_DOMAIN_REHEARSAL_H
#define RIDEALONG_DOMAIN_REHEARSAL_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/arena.h"
#include "ridealong/v1/session.pb-c.h"

/** A turn and what is intended then, or a question and its answer; never NULL, `intended` may be "". */
struct rehearsal_pair {
	const char *subject, *intended;
	bool conditional; /* it was written as "if …": the subject is what follows the "if" */
};

/** The turns of an answer such as "If the price is too high, then I ask compared to what. When the buyer is away: plan
 * a second visit". A turn begins with a line, behind a semicolon, at a list mark ("-", "2.", "b)"), behind a full stop
 *  where if, when, suppose, in case, should / als, wanneer, stel, zodra, indien, mocht follows, and behind "and" / "en"
 *  before such a word when what came before has its reply already. It ends, and what is intended begins, at "then" /
 *  "dan", ">", "->", an arrow, a colon, a question mark, or else the first comma. A piece without any of these is one
 *  turn as it stands. Order and words are the writer's. Pure; the result lives in the arena. */
struct rehearsal_pair *rehearsal_turns(const char *text, struct arena *arena, size_t *ret_count);

/** The questions of an answer such as "What does it cost? I show the savings. Why now? …": each ends at its question
 *  mark, and what follows up to the next question is what to say. Without question marks a line or a piece between
 *  semicolons is a question, up to its colon, ">" or arrow. Pure. */
struct rehearsal_pair *rehearsal_questions(const char *text, struct arena *arena, size_t *ret_count);

/** A pair as something to ask aloud: "What will you do if the price is too high?". */
char *rehearsal_say(const struct rehearsal_pair *pair, RehearsalKind kind, const char *locale, struct arena *arena);

#endif
