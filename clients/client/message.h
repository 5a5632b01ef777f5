/* clients/client — messages, and how they are taken out of a stream of bytes. One thread at a time. */
#ifndef RIDEALONG_CLIENT_MESSAGE_H
#define RIDEALONG_CLIENT_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "proto/frame.h"

#define READER_BUFFER 16384
#define READER_PIECES 2

/** Whoever holds it frees it with free(). */
struct message {
	size_t size;
	uint8_t bytes[];
};

/** NULL when memory is out. */
struct message *client_message_create(size_t size);

/** Small messages arrive many at a time in the buffer; the rest of a large one is read straight to where it stays. */
struct reader {
	enum frame_stream stream;
	struct message *message; /* has begun, or NULL */
	size_t got;              /* of the message's bytes */
	size_t taken, filled;    /* of the buffer's bytes */
	uint8_t buffer[READER_BUFFER];
};

void client_reader_init(struct reader *reader, enum frame_stream stream);
/** Frees a message that has only begun. */
void client_reader_finish(struct reader *reader);

/** Where the next bytes belong; returns how many pieces that is. Only when client_reader_next() has no more. */
unsigned client_reader_room(struct reader *reader, struct iovec ret[READER_PIECES]);
/** Tells that as many bytes have come there. */
void client_reader_fill(struct reader *reader, size_t count);
/** The next whole message, its route at the front; *ret is NULL until there is one. False when the bytes cannot be
 *  messages for us, or memory is out: nothing sensible follows. */
bool client_reader_next(struct reader *reader, struct message **ret);

#endif
