/* skip_unprepared — the check's reasons in words, English and Dutch: what the service knows, and nothing about anybody.
 */
#ifndef RIDEALONG_SKIP_UNPREPARED_WORDS_H
#define RIDEALONG_SKIP_UNPREPARED_WORDS_H

#include "past.h"
#include "rule.h"

#define WORDS_SIZE 400

/** The question of a key as a reader of that language would be asked it; the key itself when there is none. Pure. */
const char *words_question(const struct rule_facts *facts, const char *key, const char *language);
/** A reason, beginning in lower case and without a final dot, so that it fits into a sentence. `locale` is "en" or
 * "nl"; anything else is English. Pure. */
void words_reason(
	const struct rule_finding *finding, const struct rule_facts *facts, const char *locale, char ret[WORDS_SIZE]);

/** What is not kept any more, so that nothing can be said; PAST_KNOWN: what was asked. A sentence's part, as a reason.
 *  Static storage. Pure. */
const char *words_unknown(enum past_unknown unknown, const char *locale);

#endif
