/* service/ — "stop" in answer to a message that one may do without: none of its kind comes any more. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "daemon/domain/mute.h"
#include "daemon/service/answer.h"

#define STOP "stop"

/* The word alone: with more around it, it is an answer to what was asked. */
static bool is_stop(const char *text)
{
	size_t length = strlen(text);

	while (length > 0 && (isspace((unsigned char)text[length - 1]) || strchr(".!", text[length - 1]) != NULL))
		length--;
	while (length > 0 && isspace((unsigned char)*text)) {
		text++;
		length--;
	}
	return length == strlen(STOP) && strncasecmp(text, STOP, length) == 0;
}

bool service_answer_is_stop(const struct answer *answer)
{
	return mute_of(answer->reminder->kind) != MUTE_KINDS && is_stop(answer->text);
}

enum status service_answer_stop(struct call *call, struct answer *answer)
{
	static char *paths[] = { (char *)"muted" };
	const Person *person = answer->person;
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person change = PERSON__INIT;
	bool muted = false;
	enum status st = STATUS_OK;

	change.name = person->name;
	change.n_muted = person->n_muted;
	change.muted = arena_alloc(call->arena, (person->n_muted + 1) * sizeof(*change.muted));
	for (size_t i = 0; i < person->n_muted; i++) {
		change.muted[i] = person->muted[i];
		muted = muted || person->muted[i] == answer->reminder->kind;
	}
	if (!muted)
		change.muted[change.n_muted++] = answer->reminder->kind;
	mask.paths = paths;
	mask.n_paths = 1;
	in.person = &change;
	in.update_mask = &mask;
	if (!muted)
		st = service_answer_act(call, answer, "ridealong.v1.People/UpdatePerson", &in.base, NULL);
	if (st != STATUS_OK)
		return st;
	answer->open = true; /* what was asked is still to be answered, by who likes to */
	service_answer_say(call, answer,
		"You get no more messages of this kind (%s). Your coach or an administrator can tell you how to have "
		"them "
		"back.",
		"Je krijgt geen berichten van deze soort meer (%s). Je coach of een beheerder kan vertellen hoe je ze "
		"terugkrijgt.",
		mute_words(mute_of(answer->reminder->kind), person->language));
	return STATUS_OK;
}
