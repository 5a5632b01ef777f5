/* domain/ — a preparation given as lines: "2 text" or "goal: text" (its key or label) answers one question, a "*"
 * before it marks an intention, bare lines fill the open questions in order. A bare line below a quoted question ("> 2
 * What will …?") answers that one. What fits nowhere is added to the last answer, with a problem. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_QUICK_PREPARE_H
#define RIDEALONG_DOMAIN_QUICK_PREPARE_H

#include <ridealong/v1/preparation.pb-c.h>
#include <stdbool.h>

#include "daemon/base/arena.h"

/** A question that can be answered, in the order of the numbers: the first is 1. */
struct quick_question {
	const char *key;
	const char *text;      /* as it was asked; NULL: quotes of it are not looked for */
	const char *label;     /* what people call it; NULL: its key */
	bool answered;         /* has words of the person's own already; a default text counts as open */
	bool has_default;      /* a text stands there that counts when nothing else is said */
	bool takes_intentions; /* intentions may be picked from its answer */
};

struct quick_prepare {
	/** One a line: the line, what it was taken for, what was not understood. */
	LineResult **results;
	size_t n_results;
	/** One a question that was answered here, in the order of the questions; lines of one question are joined. */
	Answer **answers;
	size_t n_answers;
	/** Of each answer: whether no line named its question. Then it goes behind what was answered before. */
	bool *adds;
	/** Keys marked with "*", in the order of the lines. At most three; more become problems. */
	char **intention_keys;
	size_t n_intention_keys;
	/** Whether it reads like answers: one has an address or a "*", or the bare lines say at least
	 *  QUICK_PREPARE_WORDS words that are neither courtesy nor put-off ("thanks, I will look tomorrow") nor bytes
	 * that are no words. Said of the text alone; what is done with it is the caller's. */
	bool meant;
	/** Whether a line leaves what stands there: "5 klopt", "5 ok", or the word alone on its line where something
	 * stands: a default text, or an answer from before. No answer is made of it. */
	bool keeps;
};

#define QUICK_PREPARE_WORDS 4

struct quick_prepare quick_prepare_read(const char *text, const struct quick_question *questions, size_t n_questions,
	const char *locale, struct arena *arena);

#endif
