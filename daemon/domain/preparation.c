/* domain/ — what is in a preparation. */
#include "daemon/domain/preparation.h"

#include <string.h>

Answer *preparation_answer(const Preparation *preparation, const char *key)
{
	for (size_t i = 0; preparation != NULL && i < preparation->n_answers; i++)
		if (strcmp(preparation->answers[i]->key, key) == 0)
			return preparation->answers[i];
	return NULL;
}

char *preparation_text(const Preparation *preparation, const char *key)
{
	const Answer *answer = preparation_answer(preparation, key);

	return answer != NULL ? answer->text : (char *)protobuf_c_empty_string;
}

Intention *preparation_intention(const Preparation *preparation, const char *key)
{
	for (size_t i = 0; preparation != NULL && i < preparation->n_intentions; i++)
		if (strcmp(preparation->intentions[i]->key, key) == 0)
			return preparation->intentions[i];
	return NULL;
}

bool preparation_handed_in(const Preparation *preparation)
{
	return preparation != NULL &&
	       (preparation->state == PREPARATION_STATE_SUBMITTED || preparation->state == PREPARATION_STATE_RETURNED);
}
