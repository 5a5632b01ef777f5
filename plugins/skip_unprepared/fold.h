/* skip_unprepared — text as the check compares it: without case, accents and punctuation. */
#ifndef RIDEALONG_SKIP_UNPREPARED_FOLD_H
#define RIDEALONG_SKIP_UNPREPARED_FOLD_H

#include <stddef.h>
#include <unicode/utypes.h>

/** Words in their order: "Één klant's vraag?" gives "een", "klants", "vraag". Free with fold_free(). */
struct fold_words {
	UChar *text; /* the words, each ended by a NUL */
	UChar **words;
	size_t count;
};

/** Compatibility decomposition (NFKD), marks left out, full case folding; a word is a run of letters and digits,
 *  apostrophes within it left out. NULL and invalid UTF-8 give no words; so does a lack of memory. Pure; any thread. */
struct fold_words fold_words(const char *text);
void fold_free(struct fold_words *words);

#endif
