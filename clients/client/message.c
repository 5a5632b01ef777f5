/* clients/client — bytes in, messages out. */
#include "message.h"

#include <stdlib.h>
#include <string.h>

#include "private.h"

#define SIZE_MAX_READ (CLIENT_MESSAGE_MAX + 64 * 1024) /* the daemon's messages have their envelope around them */

struct message *client_message_create(size_t size)
{
	struct message *message = malloc(sizeof(*message) + size);

	if (message != NULL)
		message->size = size;
	return message;
}

void client_reader_init(struct reader *reader, enum frame_stream stream)
{
	reader->stream = stream;
	reader->message = NULL;
	reader->got = reader->taken = reader->filled = 0;
}

void client_reader_finish(struct reader *reader)
{
	free(reader->message);
	reader->message = NULL;
}

static size_t min_size(size_t one, size_t other)
{
	return one < other ? one : other;
}

unsigned client_reader_room(struct reader *reader, struct iovec ret[READER_PIECES])
{
	unsigned pieces = 0;

	reader->filled -= reader->taken;
	memmove(reader->buffer, reader->buffer + reader->taken, reader->filled);
	reader->taken = 0;
	if (reader->message != NULL) {
		ret[pieces].iov_base = reader->message->bytes + reader->got;
		ret[pieces++].iov_len = reader->message->size - reader->got;
	}
	ret[pieces].iov_base = reader->buffer + reader->filled;
	ret[pieces++].iov_len = sizeof(reader->buffer) - reader->filled;
	return pieces;
}

void client_reader_fill(struct reader *reader, size_t count)
{
	if (reader->message != NULL) {
		const size_t rest = min_size(count, reader->message->size - reader->got);

		reader->got += rest;
		count -= rest;
	}
	reader->filled += count;
}

/* Begins a message once its length is known. */
static bool begin(struct reader *reader)
{
	const size_t prefix = frame_prefix_size(reader->stream);
	size_t size, there = reader->filled - reader->taken;

	if (there < prefix)
		return true;
	if (!frame_prefix_read(reader->stream, reader->buffer + reader->taken, SIZE_MAX_READ, &size))
		return false;
	reader->message = client_message_create(size);
	if (reader->message == NULL)
		return false;
	reader->taken += prefix;
	reader->got = min_size(size, there - prefix);
	memcpy(reader->message->bytes, reader->buffer + reader->taken, reader->got);
	reader->taken += reader->got;
	return true;
}

bool client_reader_next(struct reader *reader, struct message **ret)
{
	*ret = NULL;
	if (reader->message == NULL && !begin(reader))
		return false;
	if (reader->message != NULL && reader->got == reader->message->size) {
		*ret = reader->message;
		reader->message = NULL;
	}
	return true;
}
