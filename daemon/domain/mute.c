/* domain/ — messages that one may do without. */
#include "daemon/domain/mute.h"

#include <string.h>

#include "daemon/domain/words.h"

static const struct {
	const char *word;
	ReminderKind kind;
	const char *en, *nl;
} kinds[MUTE_KINDS] = {
#define KIND(NAME, word, kind, en, nl) { word, REMINDER_KIND_##kind, en, nl },
#include "daemon/domain/mute.def"
#undef KIND
};

const char *mute_word(enum mute_kind kind)
{
	return kinds[kind].word;
}

const char *mute_words(enum mute_kind kind, const char *locale)
{
	return words_pick(locale, kinds[kind].en, kinds[kind].nl);
}

ReminderKind mute_reminder(enum mute_kind kind)
{
	return kinds[kind].kind;
}

enum mute_kind mute_find(const char *word)
{
	int kind = 0;

	while (kind < MUTE_KINDS && strcmp(kinds[kind].word, word) != 0)
		kind++;
	return (enum mute_kind)kind;
}

enum mute_kind mute_of(ReminderKind reminder)
{
	int kind = 0;

	while (kind < MUTE_KINDS && kinds[kind].kind != reminder)
		kind++;
	return (enum mute_kind)kind;
}

const char *mute_all(void)
{
	static const char all[] =
#define KIND(NAME, word, kind, en, nl) ", " word
#include "daemon/domain/mute.def"
#undef KIND
		;

	return all + 2;
}
