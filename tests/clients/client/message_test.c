/* tests/ — bytes in, messages out, however the bytes are cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "clients/client/message.h"
#include "clients/client/private.h"

#define SIZES 5

static const size_t sizes[SIZES] = { 4, 5, READER_BUFFER - 30, 3 * READER_BUFFER, 100 };

static void write_length(uint8_t *at, size_t size)
{
	for (unsigned i = 0; i < 8; i++)
		at[i] = (uint8_t)((uint64_t)size >> (56 - 8 * i));
}

/* Messages of those sizes, each filled with its number. */
static uint8_t *make_stream(enum frame_stream stream, size_t *ret)
{
	uint8_t *bytes = calloc(1, 6 * READER_BUFFER), *at = bytes;

	assert_non_null(bytes);
	for (size_t i = 0; i < SIZES; i++) {
		if (stream == FRAME_LOCAL)
			*at++ = 1;
		write_length(at, sizes[i]);
		memset(at + 8, (int)i, sizes[i]);
		at += 8 + sizes[i];
	}
	*ret = (size_t)(at - bytes);
	return bytes;
}

/* As a stream does it: fills what room there is, at most `cut` bytes of it. */
static size_t pour(struct reader *reader, const uint8_t *bytes, size_t size, size_t cut)
{
	struct iovec room[READER_PIECES];
	const unsigned pieces = client_reader_room(reader, room);
	size_t poured = 0;

	for (unsigned i = 0; i < pieces; i++) {
		size_t count = size - poured;

		count = count < cut - poured ? count : cut - poured;
		count = count < room[i].iov_len ? count : room[i].iov_len;
		memcpy(room[i].iov_base, bytes + poured, count);
		poured += count;
		if (count < room[i].iov_len)
			break;
	}
	client_reader_fill(reader, poured);
	return poured;
}

static void check_message(const struct message *message, size_t number)
{
	assert_true(number < SIZES);
	assert_int_equal(message->size, sizes[number]);
	for (size_t i = 0; i < message->size; i++)
		assert_int_equal(message->bytes[i], number);
}

static void check_cut(enum frame_stream stream, size_t cut)
{
	static struct reader reader;
	struct message *message;
	size_t size, number = 0;
	uint8_t *bytes = make_stream(stream, &size);

	client_reader_init(&reader, stream);
	for (size_t at = 0; at < size;) {
		at += pour(&reader, bytes + at, size - at, cut);
		while (client_reader_next(&reader, &message) && message != NULL) {
			check_message(message, number++);
			free(message);
		}
	}
	assert_int_equal(number, SIZES);
	client_reader_finish(&reader);
	free(bytes);
}

static void messages_arrive_whole_however_they_are_cut(void **state)
{
	static const size_t cuts[] = { 1, 2, 7, 8, 9, 13, 100, READER_BUFFER - 1, READER_BUFFER, READER_BUFFER + 1,
		6 * READER_BUFFER };

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		check_cut(FRAME_LOCAL, cuts[i]);
		check_cut(FRAME_NETWORK, cuts[i]);
	}
}

static bool begins(const uint8_t *prefix, size_t size)
{
	static struct reader reader;
	struct message *message;
	bool begun;

	client_reader_init(&reader, FRAME_LOCAL);
	assert_int_equal(pour(&reader, prefix, size, size), size);
	begun = client_reader_next(&reader, &message);
	assert_null(message);
	client_reader_finish(&reader);
	return begun;
}

static void what_is_too_large_or_no_message_is_refused_by_its_first_bytes(void **state)
{
	uint8_t prefix[9] = { 1 };

	(void)state;
	write_length(prefix + 1, CLIENT_MESSAGE_MAX + 64 * 1024);
	assert_true(begins(prefix, 9));
	write_length(prefix + 1, CLIENT_MESSAGE_MAX + 64 * 1024 + 1);
	assert_true(begins(prefix, 8));
	assert_false(begins(prefix, 9));
	write_length(prefix + 1, 100);
	prefix[0] = 'H';
	assert_false(begins(prefix, 9));
}

static void an_empty_message_is_one(void **state)
{
	static const uint8_t empty[9] = { 1 };
	static struct reader reader;
	struct message *message;

	(void)state;
	client_reader_init(&reader, FRAME_LOCAL);
	pour(&reader, empty, sizeof(empty), sizeof(empty));
	assert_true(client_reader_next(&reader, &message));
	assert_non_null(message);
	assert_int_equal(message->size, 0);
	free(message);
	assert_true(client_reader_next(&reader, &message));
	assert_null(message);
	client_reader_finish(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_arrive_whole_however_they_are_cut),
		cmocka_unit_test(what_is_too_large_or_no_message_is_refused_by_its_first_bytes),
		cmocka_unit_test(an_empty_message_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
