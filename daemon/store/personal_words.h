/* store/ — undoing who somebody is in packed values; for the files of this storey alone. */
#ifndef RIDEALONG_STORE_PERSONAL_WORDS_H
#define RIDEALONG_STORE_PERSONAL_WORDS_H

#include "daemon/store/personal.h"

/** Whether the bytes of a message of that type held any of the words in any of its texts, without regard to the case of
 *  ASCII letters; then *ret has the bytes without them, in the arena. */
bool personal_words_undo(const ProtobufCMessageDescriptor *type, ProtobufCBinaryData packed,
	const struct store_personal_words *words, struct arena *arena, ProtobufCBinaryData *ret);

#endif
