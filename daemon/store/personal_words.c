/* store/ — undoing who somebody is in packed values. */
#include "daemon/store/personal_words.h"

#include <string.h>
#include <strings.h>

struct undoing {
	const struct store_personal_words *words;
	struct arena *arena;
	bool changed;
};

/* Where the word begins in the text; NULL when it does not. */
static const char *find(const char *text, const char *word)
{
	const size_t length = strlen(word);

	for (; length > 0 && *text != '\0'; text++)
		if (strncasecmp(text, word, length) == 0)
			return text;
	return NULL;
}

static const char *undo_word(struct undoing *undoing, const char *text, const char *word)
{
	const char *at;

	while ((at = find(text, word)) != NULL) {
		text = arena_printf(
			undoing->arena, "%.*s%s%s", (int)(at - text), text, undoing->words->instead, at + strlen(word));
		undoing->changed = true;
	}
	return text;
}

static void undo_text(struct undoing *undoing, char **text)
{
	const char *changed = *text;

	for (size_t i = 0; changed != NULL && i < undoing->words->count; i++)
		changed = undo_word(undoing, changed, undoing->words->list[i]);
	*text = (char *)changed;
}

static void undo_message(struct undoing *undoing, ProtobufCMessage *message);

static void undo_item(struct undoing *undoing, const ProtobufCFieldDescriptor *field, void *at)
{
	if (field->type == PROTOBUF_C_TYPE_STRING)
		undo_text(undoing, at);
	else if (field->type == PROTOBUF_C_TYPE_MESSAGE && *(ProtobufCMessage **)at != NULL)
		undo_message(undoing, *(ProtobufCMessage **)at);
}

static void undo_message(struct undoing *undoing, ProtobufCMessage *message)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		char *member = (char *)message + field->offset;
		size_t count;

		if (field->type != PROTOBUF_C_TYPE_STRING && field->type != PROTOBUF_C_TYPE_MESSAGE)
			continue;
		if (field->label != PROTOBUF_C_LABEL_REPEATED) {
			if (!(field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
				undo_item(undoing, field, member);
			continue;
		}
		count = *(size_t *)(void *)((char *)message + field->quantifier_offset);
		for (size_t j = 0; j < count; j++)
			undo_item(undoing, field, *(void ***)(void *)member + j);
	}
}

bool personal_words_undo(const ProtobufCMessageDescriptor *type, ProtobufCBinaryData packed,
	const struct store_personal_words *words, struct arena *arena, ProtobufCBinaryData *ret)
{
	struct undoing undoing = { .words = words, .arena = arena };
	ProtobufCMessage *message = protobuf_c_message_unpack(type, arena_allocator(arena), packed.len, packed.data);

	if (message == NULL)
		return false;
	undo_message(&undoing, message);
	if (!undoing.changed)
		return false;
	ret->data = arena_alloc(arena, protobuf_c_message_get_packed_size(message));
	ret->len = protobuf_c_message_pack(message, ret->data);
	return true;
}
