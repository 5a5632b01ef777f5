/* domain/ — messages that one may do without: a person for themselves, a coach's team as a whole. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_MUTE_H
#define RIDEALONG_DOMAIN_MUTE_H

#include <ridealong/v1/reminder.pb-c.h>
#include <stdbool.h>
#include <stddef.h>

/** The kinds of mute.def. */
enum mute_kind {
#define KIND(NAME, word, kind, en, nl) MUTE_##NAME,
#include "daemon/domain/mute.def"
#undef KIND
	MUTE_KINDS
};

/** As the configuration writes it, "action_point"; what it is about, in words; and as the contract numbers it.
 * Constant. */
const char *mute_word(enum mute_kind kind);
const char *mute_words(enum mute_kind kind, const char *locale);
ReminderKind mute_reminder(enum mute_kind kind);

/** MUTE_KINDS when it is none that one may do without. */
enum mute_kind mute_find(const char *word);
enum mute_kind mute_of(ReminderKind kind);

/** All of them, "action_point, cadence, …", for who wrote another. Constant. */
const char *mute_all(void);

#endif
