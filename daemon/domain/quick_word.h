/* domain/ — the words that quick lines know, English and Dutch at once: what was seen, how help was given, how an
 * action point teaches. Whatever the case. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_QUICK_WORD_H
#define RIDEALONG_DOMAIN_QUICK_WORD_H

#include <ridealong/v1/action_point.pb-c.h>
#include <ridealong/v1/debrief.pb-c.h>

/** What the text, which begins with it, says was seen: "partly", "niet te zien"; UNSPECIFIED: nothing that is known.
 *  *ret_rest points behind the word, and is written only when there is one. */
Outcome quick_word_outcome(const char *text, const char **ret_rest);

/** Likewise how help was given: "n", "zetje". */
ObservationKind quick_word_help(const char *text, const char **ret_rest);

/** How a tag says that it teaches: "training"; the tag is all of it. UNSPECIFIED: it says something else. */
LearningKind quick_word_learning(const char *tag);

#endif
