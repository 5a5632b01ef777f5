/* service/ — the intentions of a preparation: which answers the owner picked, and who may know. */
#include "daemon/service/preparation.h"

#include <string.h>

#include "daemon/domain/preparation.h"
#include "daemon/domain/reveal.h"
#include "daemon/domain/words.h"
#include "daemon/service/refuse.h"
#include "daemon/store/intention.h"

static enum status check_intention(struct call *call, const struct preparation *preparation, const char *key)
{
	const Question *question = service_preparation_question(preparation, key);

	if (question == NULL || !question->intention)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "NO_INTENTION", "intention_keys",
			words_pick(call->locale, "no intention can be picked from \"%.100s\"",
				"bij \"%.100s\" hoort geen voornemen"),
			key);
	if (preparation_answer(preparation->kept, key) == NULL)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "NO_ANSWER", "intention_keys",
			words_pick(call->locale, "\"%.100s\" has no answer yet to pick an intention from",
				"bij \"%.100s\" staat nog geen antwoord om een voornemen uit te kiezen"),
			key);
	return STATUS_OK;
}

/* Each chosen answer becomes an intention, numbered in that order. */
static void choose_intentions(struct call *call, struct preparation *preparation, char *const *keys, size_t n_keys)
{
	Preparation *kept = preparation->kept;
	Intention **chosen = NULL;
	size_t count = 0;

	for (size_t i = 0; i < n_keys; i++) {
		const Answer *answer = preparation_answer(kept, keys[i]);
		Intention *intention;

		if (answer == NULL)
			continue;
		intention = arena_alloc(call->arena, sizeof(*intention));
		intention__init(intention);
		intention->key = answer->key;
		intention->text = answer->untouched
					  ? service_preparation_question(preparation, answer->key)->default_answer
					  : answer->text;
		*(Intention **)arena_push(call->arena, &chosen, &count, sizeof(*chosen)) = intention;
		intention->number = (int32_t)count;
	}
	/* Those that were said at a reveal are not chosen here, and stay. */
	for (size_t i = 0; i < kept->n_intentions; i++)
		if (reveal_said(kept->intentions[i])) {
			*(Intention **)arena_push(call->arena, &chosen, &count, sizeof(*chosen)) = kept->intentions[i];
			kept->intentions[i]->number = (int32_t)count;
		}
	kept->intentions = chosen;
	kept->n_intentions = count;
}

static size_t count_said(const Preparation *kept)
{
	size_t count = 0;

	for (size_t i = 0; i < kept->n_intentions; i++)
		count += reveal_said(kept->intentions[i]);
	return count;
}

enum status service_preparation_choose(
	struct call *call, struct preparation *preparation, char *const *keys, size_t n_keys)
{
	char *same[REVEAL_INTENTIONS];
	enum status st = STATUS_OK;

	if (n_keys == 0) {
		for (size_t i = 0; i < preparation->kept->n_intentions && n_keys < REVEAL_INTENTIONS; i++)
			if (!reveal_said(preparation->kept->intentions[i]))
				same[n_keys++] = preparation->kept->intentions[i]->key;
		choose_intentions(call, preparation, same, n_keys);
		return STATUS_OK;
	}
	if (n_keys + count_said(preparation->kept) > REVEAL_INTENTIONS)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "THREE_INTENTIONS", "intention_keys", "%s",
			words_pick(call->locale, "three intentions at most", "hooguit drie voornemens"));
	for (size_t i = 0; st == STATUS_OK && i < n_keys; i++) {
		st = check_intention(call, preparation, keys[i]);
		for (size_t j = 0; st == STATUS_OK && j < i; j++)
			if (strcmp(keys[i], keys[j]) == 0)
				st = service_refuse(call, STATUS_INVALID_ARGUMENT, "TWICE", "intention_keys",
					"intention_keys names \"%.100s\" twice",
					"intention_keys noemt \"%.100s\" twee keer", keys[i]);
	}
	if (st == STATUS_OK)
		choose_intentions(call, preparation, keys, n_keys);
	return st;
}

enum status service_preparation_intentions(
	struct call *call, const char *meeting, const Preparation *preparation, Intention ***ret, size_t *ret_count)
{
	bool draft = preparation == NULL || preparation->state == PREPARATION_STATE_DRAFT;
	size_t count, shared = 0;
	enum status st = store_intention_list(call->conn, meeting, call->arena, ret, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		if (!draft || reveal_said((*ret)[i]))
			(*ret)[shared++] = (*ret)[i];
	*ret_count = shared;
	return st;
}
