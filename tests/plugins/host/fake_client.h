/* A client without a daemon: the test is the daemon, in a thread of its own. */
#ifndef FAKE_CLIENT_H
#define FAKE_CLIENT_H

#include <protobuf-c/protobuf-c.h>
#include <ridealong/client.h>

struct fake_call {
	char method[128], request_id[64], act_as[64];
	void *bytes;
	size_t length;
	ridealong_done_cb done;
	void *arg;
	struct fake_call *next;
};

/** The next call of that method, waiting for it; others are left. Fails the test's process after ten seconds. The
 *  caller answers it. */
struct fake_call *fake_next(const char *method);
/** Answers, and frees the call. */
void fake_answer(struct fake_call *call, const ProtobufCMessage *reply);
void fake_refuse(struct fake_call *call, int status, const char *message);
/** Whether a call of that method waits now. */
int fake_waits(const char *method);

#endif
