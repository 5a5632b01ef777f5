/* plugins/reminders/messages/ — what a message's template is filled with: values by name, each put once. Loop thread;
 * the values are malloc'd, and go with words_write(). */
#ifndef RIDEALONG_REMINDERS_WORDS_PUT_H
#define RIDEALONG_REMINDERS_WORDS_PUT_H

#include "plugins/reminders/messages/words.h"

enum { WORDS_MOST = 50, WORDS_EXCERPT = 160, WORDS_LINE = 1000 };

/** The values of one message; what they point to is kept in `own`. */
struct words {
	const struct text_catalogue *texts;
	const struct facts *facts;
	const char *language, *template;
	struct text_value values[WORDS_MOST];
	char *own[WORDS_MOST];
	size_t count;
};

/** NULL and "" stand for "there is none". */
void words_put(struct words *words, const char *name, const char *value);
/** Takes the value; NULL stands for "there is none". */
void words_put_own(struct words *words, const char *name, char *value);
/** A person's words: in one line, not too long, and without the full stop that the sentence around it brings. Malloc'd;
 *  NULL for none. */
char *words_excerpt(const char *value);
void words_put_excerpt(struct words *words, const char *name, const char *value);
void words_put_day(struct words *words, const char *name, int64_t at);
/** A day and a time in one phrase; with `time_will_do` the time alone when it is today. */
void words_put_moment(struct words *words, const char *name, int64_t at, bool time_will_do);

/** A phrase of the catalogue in the message's language; "" when there is none. */
const char *words_phrase(const struct words *words, const char *key);
/** A phrase with its values filled in. */
void words_put_phrase(
	struct words *words, const char *name, const char *key, const struct text_value *parts, size_t count);
/** A phrase with a number {n} in it: "KEY.one" for 1, else "KEY.many". */
void words_put_count(struct words *words, const char *name, const char *key, int count);

/** A meeting that is offered, from 0: who, when, and with whom where that is not the one the message is about. */
void words_put_offer(struct words *words, const char *name, size_t number);

/* ---- of a session (words_session.c) ---- */

void words_put_session(struct words *words);
void words_put_card(struct words *words, const SessionCard *card);
void words_put_preparation(struct words *words);

/* ---- of a debrief (words_debrief.c) ---- */

/** The mail with the debrief below it; takes the body. */
char *words_append_debrief(const struct words *words, char *body);

#endif
