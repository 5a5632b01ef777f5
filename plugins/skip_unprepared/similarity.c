/* skip_unprepared — how much two texts are alike. */
#include "similarity.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>

#include "fold.h"

/* Letter triples, sorted; each packed into a number. */
struct triples {
	uint64_t *items;
	size_t count;
};

static int ascending(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return a < b ? -1 : a > b;
}

/* The mark at a word's ends is 0: " ka", "kat", "at " of "kat". */
static void add_word(struct triples *triples, const UChar *word)
{
	int32_t length = u_strlen(word);

	for (int32_t i = -1; i + 1 < length; i++) {
		uint64_t before = i < 0 ? 0 : word[i], at = word[i + 1], after = i + 2 < length ? word[i + 2] : 0;

		triples->items[triples->count++] = before << 32 | at << 16 | after;
	}
}

static struct triples triples_of(const char *text)
{
	struct fold_words words = fold_words(text);
	struct triples triples = { 0 };
	size_t letters = 0;

	for (size_t i = 0; i < words.count; i++)
		letters += (size_t)u_strlen(words.words[i]);
	triples.items = calloc(letters + 1, sizeof(uint64_t));
	for (size_t i = 0; triples.items != NULL && i < words.count; i++)
		add_word(&triples, words.words[i]);
	fold_free(&words);
	if (triples.count > 1)
		qsort(triples.items, triples.count, sizeof(uint64_t), ascending);
	return triples;
}

double similarity(const char *left, const char *right)
{
	struct triples a = triples_of(left), b = triples_of(right);
	size_t common = 0, all = a.count + b.count;

	for (size_t i = 0, j = 0; i < a.count && j < b.count;) {
		if (a.items[i] == b.items[j]) {
			common++;
			i++;
			j++;
		} else if (a.items[i] < b.items[j]) {
			i++;
		} else {
			j++;
		}
	}
	free(a.items);
	free(b.items);
	return all == 0 ? 0 : 2.0 * (double)common / (double)all;
}

/* Words against words, where a word between braces stands for one or more. */
static bool matches(char *const *pattern, size_t patterns, char *const *words, size_t count)
{
	if (patterns == 0)
		return count == 0;
	if (count == 0)
		return false;
	if (pattern[0][0] == '{') {
		for (size_t taken = 1; taken <= count && taken <= 8; taken++)
			if (matches(pattern + 1, patterns - 1, words + taken, count - taken))
				return true;
		return false;
	}
	return strcmp(pattern[0], words[0]) == 0 && matches(pattern + 1, patterns - 1, words + 1, count - 1);
}

/* Cuts a copy at white space; *ret_words has room for `most`. */
static size_t cut(char *copy, char **words, size_t most)
{
	size_t count = 0;
	char *rest = NULL;

	for (char *word = strtok_r(copy, " \t\r\n", &rest); word != NULL && count < most;
		word = strtok_r(NULL, " \t\r\n", &rest))
		words[count++] = word;
	return count;
}

bool similarity_default(const char *text, const char *default_text)
{
	char *words[64], *pattern[64];
	char *copy, *pattern_copy;
	bool same = false;

	if (text == NULL || default_text == NULL || default_text[0] == '\0')
		return false;
	copy = strdup(text);
	pattern_copy = strdup(default_text);
	if (copy != NULL && pattern_copy != NULL) {
		size_t count = cut(copy, words, 64), patterns = cut(pattern_copy, pattern, 64);

		same = count < 64 && matches(pattern, patterns, words, count);
	}
	free(copy);
	free(pattern_copy);
	return same;
}

static const struct similarity_answer *find(const struct similarity_answer *answers, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(answers[i].key, key) == 0)
			return &answers[i];
	return NULL;
}

size_t similarity_taken_over(const struct similarity_answer *answers, size_t count,
	const struct similarity_answer *earlier, size_t earlier_count, double same)
{
	size_t taken_over = 0;

	for (size_t i = 0; i < count; i++) {
		const struct similarity_answer *before = find(earlier, earlier_count, answers[i].key);

		if (before == NULL || similarity_default(answers[i].text, answers[i].default_text))
			continue;
		taken_over += similarity(answers[i].text, before->text) >= same;
	}
	return taken_over;
}
