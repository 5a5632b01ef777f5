/* skip_unprepared — how much two texts are alike. */
#ifndef RIDEALONG_SKIP_UNPREPARED_SIMILARITY_H
#define RIDEALONG_SKIP_UNPREPARED_SIMILARITY_H

#include <stdbool.h>
#include <stddef.h>

/** An answer, with the default text of its question ("" or NULL: none). */
struct similarity_answer {
	const char *key, *text, *default_text;
};

/** Between 0 (nothing in common) and 1 (the same but for case, accents, punctuation and the order of words): the
 *  Sørensen–Dice coefficient over the multisets of letter triples,
 *
 *      similarity(a, b) = 2 · |T(a) ∩ T(b)| ÷ (|T(a)| + |T(b)|)
 *
 *  T(x) holds the triples of each word of x, folded (fold.h) and with a mark at both ends ("kat" gives "·ka", "kat",
 *  "at·"); one that occurs n times counts n times. Symmetric; 1 exactly when T(a) = T(b) and neither is empty. A text
 *  without words is like nothing, itself included. Pure; any thread.
 *  Source: L. R. Dice, "Measures of the Amount of Ecologic Association Between Species", Ecology 26 (1945), and
 *  T. Sørensen (1948); over n-grams of letters: G. Kondrak, "N-Gram Similarity and Distance", SPIRE 2005. */
double similarity(const char *left, const char *right);

/** Whether the text is the default text left as it is; what stands in braces in the default may be any words. */
bool similarity_default(const char *text, const char *default_text);

/** How many answers of a preparation are taken over from an earlier one: same key, a similarity of `same` or more, and
 *  not a default text left as it is. */
size_t similarity_taken_over(const struct similarity_answer *answers, size_t count,
	const struct similarity_answer *earlier, size_t earlier_count, double same);

#endif
