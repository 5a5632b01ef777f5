/* tests/ — the voice of what people read: what a text may say, and what it has to. Each check says what is wrong in one
 * sentence. */
#ifndef RIDEALONG_TESTS_VOICE_H
#define RIDEALONG_TESTS_VOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "plugins/reminders/catalogue/text.h"

enum { VOICE_SAYS = 400 };

/** Words in one language ("nl", else English), already filled in: no blame, no rank, no gender, no "u", no program's
 *  name. True when they keep the voice; else *ret says what does not. */
bool voice_words(const char *language, const char *words, char ret[VOICE_SAYS]);

/** What is said to callers and on screen, of which only the blame and the genders are looked for. */
bool voice_blames_nobody(const char *words, char ret[VOICE_SAYS]);

/** A template as it stands: its subject names only what a lock screen may show; it says how it is answered once,
 *  and only where there is a `how` (NULL: nothing is asked). */
bool voice_template(const struct text *text, const char *how, char ret[VOICE_SAYS]);

struct voice_mail {
	const char *language, *subject, *body;
	bool asks;
	size_t spared; /* words that do not count */
};

/** A mail as somebody gets it: at most sixty words, nothing left in braces, a way to say no, shift it or phone where it
 *  asks. */
bool voice_mail(const struct voice_mail *mail, char ret[VOICE_SAYS]);

/** Two languages of one text name the same things. */
bool voice_twins(const char *left, const char *right, char ret[VOICE_SAYS]);

/** Calls back for every name in braces: "who", "if_carry", in small letters. */
void voice_each_name(const char *template, void (*each)(void *arg, const char *name), void *arg);

#endif
