/* tests/ — a daemon that a test plays: an nng REP socket in this process, whose answers the test gives. */
#ifndef RIDEALONG_TESTS_FAKE_H
#define RIDEALONG_TESTS_FAKE_H

#include <nng/nng.h>

#include "ridealong/v1/envelope.pb-c.h"

struct fake;

/** Fills the reply to a request: status, message, error, payload (malloc'd; the fake frees it). Returns 0 to answer
 *  nothing, now or ever. Called on threads of nng, several at once. */
typedef int (*fake_answer)(void *arg, const Request *request, Reply *reply);

struct fake *fake_start(const char *url, fake_answer answer, void *arg);
void fake_stop(struct fake *fake); /* NULL is fine */
/** Where it listens, of "tcp://127.0.0.1:0". */
int fake_port(const struct fake *fake);

/** The payload of a message, for answers. */
void fake_payload(Reply *reply, const ProtobufCMessage *message);

/** "ipc://" and a path in a folder of the test's own; lives as long as the process. */
const char *fake_url(void);

#endif
