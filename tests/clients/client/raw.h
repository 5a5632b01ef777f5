/* tests/ — a daemon that a test plays byte by byte, on a socket of its own: it can be slow, rude, or dead. Nothing here
 * waits for longer than a few seconds; what does not come by then fails the test. */
#ifndef RIDEALONG_TESTS_RAW_H
#define RIDEALONG_TESTS_RAW_H

#include "proto/frame.h"
#include "ridealong/v1/envelope.pb-c.h"

/** A listener at fake_url(), in place of what was there. */
int raw_listen(void);
/** One more caller, of the test's own; -1 when the listener lets nobody in. */
int raw_knock(void);
/** The next caller; -1 when the listener was shut down. */
int raw_accept(int listener);
/** Takes the caller's greeting and greets back. */
void raw_greet(int caller);
int raw_accept_and_greet(int listener);

/** Exactly so many bytes; false when the caller is gone before. */
bool raw_read(int caller, void *ret, size_t size);
/** A whole request, which the test frees; NULL when the caller is gone. */
Request *raw_receive(int caller, struct frame_route *ret_route);

void raw_write(int caller, const void *bytes, size_t size);
/** A reply with a payload of so many bytes. Returns its size; ret may be NULL to write it to the caller at once. */
size_t raw_reply(int caller, const struct frame_route *route, uint64_t call_id, size_t payload, uint8_t *ret);

#endif
