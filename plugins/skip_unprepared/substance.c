/* skip_unprepared — how much an answer says. */
#include "substance.h"

#include <unicode/ustring.h>

#include "fold.h"

static int among(const UChar *word, UChar *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (u_strcmp(words[i], word) == 0)
			return 1;
	return 0;
}

size_t substance_count(const char *question, const char *answer)
{
	struct fold_words asked = fold_words(question), said = fold_words(answer);
	size_t count = 0;

	/* Enough is enough: a long answer is not compared word by word to its end. */
	for (size_t i = 0; i < said.count && count < 1000; i++)
		if (!among(said.words[i], asked.words, asked.count) && !among(said.words[i], said.words, i))
			count++;
	fold_free(&asked);
	fold_free(&said);
	return count;
}
