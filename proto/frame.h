/* proto/ — what stands around a message on a stream, so that every REQ socket of nng or nanomsg can call us.
 *
 * Both sides greet with eight bytes. Then come messages: a length, the route back, the body. The route is the way a
 * reply goes: four bytes a hop, the last of which has its highest bit set (it is the request's number); a reply carries
 * the route of its request. Sources: the mappings sp-tcp-mapping-01, sp-ipc-mapping-01 and the protocol
 * sp-request-reply-01 of nanomsg. Pure; any thread. */
#ifndef RIDEALONG_PROTO_FRAME_H
#define RIDEALONG_PROTO_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_GREETING_SIZE 8
#define FRAME_HOPS_MAX      8
#define FRAME_ROUTE_MAX     (4 * FRAME_HOPS_MAX)
#define FRAME_PREFIX_MAX    9
#define FRAME_HEAD_MAX      (FRAME_PREFIX_MAX + FRAME_ROUTE_MAX)

/** Who speaks. */
enum frame_role { FRAME_REQUESTER = 0x30, FRAME_REPLIER = 0x31 };

/** On local sockets a byte stands before the length. */
enum frame_stream { FRAME_LOCAL, FRAME_NETWORK };

struct frame_route {
	size_t size; /* bytes */
	uint8_t bytes[FRAME_ROUTE_MAX];
};

/** By its address: "ipc://…", "unix://…" and "abstract://…" are local. */
enum frame_stream frame_stream_of(const char *address);

void frame_greet(enum frame_role role, uint8_t ret[FRAME_GREETING_SIZE]);
/** Whether they are the greeting of somebody of that role. */
bool frame_greets(enum frame_role role, const uint8_t bytes[FRAME_GREETING_SIZE]);

/** How many bytes stand before route and body. */
size_t frame_prefix_size(enum frame_stream stream);
/** The size of route and body together; false for what is no prefix, or more than `max`. */
bool frame_prefix_read(enum frame_stream stream, const uint8_t *prefix, size_t max, size_t *ret);

/** Takes the route off the front of a message; *ret_body is where the body begins. False when there is none within
 *  FRAME_HOPS_MAX hops. */
bool frame_route_read(const uint8_t *message, size_t size, struct frame_route *ret, size_t *ret_body);

/** The route of a request of one hop, and the number of a reply's last hop. The highest bit is not part of a number. */
void frame_route_number(uint32_t number, struct frame_route *ret);
uint32_t frame_number(const struct frame_route *route);

/** Writes prefix and route before a body of that size; returns how many bytes they are. */
size_t frame_head(
	enum frame_stream stream, const struct frame_route *route, size_t body_size, uint8_t ret[FRAME_HEAD_MAX]);

#endif
