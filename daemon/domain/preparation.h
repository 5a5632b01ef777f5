/* domain/ — what is in a preparation, by its questions' keys. A preparation may be NULL: then nothing is in it. Pure;
 * any thread. */
#ifndef RIDEALONG_DOMAIN_PREPARATION_H
#define RIDEALONG_DOMAIN_PREPARATION_H

#include <ridealong/v1/preparation.pb-c.h>
#include <stdbool.h>

/** The answer to a question, or NULL. */
Answer *preparation_answer(const Preparation *preparation, const char *key);
/** The answer's words; "" when there is none. */
char *preparation_text(const Preparation *preparation, const char *key);
/** The intention that was picked from the answer to a question, or NULL. */
Intention *preparation_intention(const Preparation *preparation, const char *key);
/** Whether others than its owner may read it: it was handed in, and stays so when it is given back with a question. */
bool preparation_handed_in(const Preparation *preparation);

#endif
