/* proto/ — greetings, lengths and routes. */
#include "proto/frame.h"

#include <string.h>

#define LOCAL_MARK  1 /* of a message, before its length on local sockets */
#define LENGTH_SIZE 8
#define HOP_SIZE    4
#define LAST_HOP    0x80 /* in the first byte of a hop */

enum frame_stream frame_stream_of(const char *address)
{
	static const char *const local[] = { "ipc://", "unix://", "abstract://" };

	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++)
		if (strncmp(address, local[i], strlen(local[i])) == 0)
			return FRAME_LOCAL;
	return FRAME_NETWORK;
}

void frame_greet(enum frame_role role, uint8_t ret[FRAME_GREETING_SIZE])
{
	const uint8_t greeting[FRAME_GREETING_SIZE] = { 0, 'S', 'P', 0, 0, (uint8_t)role, 0, 0 };

	memcpy(ret, greeting, sizeof(greeting));
}

bool frame_greets(enum frame_role role, const uint8_t bytes[FRAME_GREETING_SIZE])
{
	uint8_t greeting[FRAME_GREETING_SIZE];

	frame_greet(role, greeting);
	return memcmp(bytes, greeting, sizeof(greeting)) == 0;
}

size_t frame_prefix_size(enum frame_stream stream)
{
	return stream == FRAME_LOCAL ? 1 + LENGTH_SIZE : LENGTH_SIZE;
}

bool frame_prefix_read(enum frame_stream stream, const uint8_t *prefix, size_t max, size_t *ret)
{
	uint64_t length = 0;

	if (stream == FRAME_LOCAL && *prefix++ != LOCAL_MARK)
		return false;
	for (size_t i = 0; i < LENGTH_SIZE; i++)
		length = length << 8 | prefix[i];
	if (length > max)
		return false;
	*ret = (size_t)length;
	return true;
}

bool frame_route_read(const uint8_t *message, size_t size, struct frame_route *ret, size_t *ret_body)
{
	for (size_t at = 0; at < FRAME_ROUTE_MAX && at + HOP_SIZE <= size; at += HOP_SIZE) {
		if ((message[at] & LAST_HOP) == 0)
			continue;
		ret->size = at + HOP_SIZE;
		memcpy(ret->bytes, message, ret->size);
		*ret_body = ret->size;
		return true;
	}
	return false;
}

void frame_route_number(uint32_t number, struct frame_route *ret)
{
	ret->size = HOP_SIZE;
	for (size_t i = 0; i < HOP_SIZE; i++)
		ret->bytes[i] = (uint8_t)(number >> (24 - 8 * i));
	ret->bytes[0] |= LAST_HOP;
}

uint32_t frame_number(const struct frame_route *route)
{
	const uint8_t *hop = route->bytes + route->size - HOP_SIZE;
	uint32_t number = hop[0] & (LAST_HOP - 1);

	for (size_t i = 1; i < HOP_SIZE; i++)
		number = number << 8 | hop[i];
	return number;
}

size_t frame_head(
	enum frame_stream stream, const struct frame_route *route, size_t body_size, uint8_t ret[FRAME_HEAD_MAX])
{
	const uint64_t length = route->size + body_size;
	uint8_t *at = ret;

	if (stream == FRAME_LOCAL)
		*at++ = LOCAL_MARK;
	for (size_t i = 0; i < LENGTH_SIZE; i++)
		*at++ = (uint8_t)(length >> (56 - 8 * i));
	memcpy(at, route->bytes, route->size);
	return (size_t)(at - ret) + route->size;
}
