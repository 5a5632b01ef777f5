/* tests/bench/ — callers: so many calls under way at once, each answered before its caller asks again.
 *
 * They speak the wire (proto/envelope.proto over a REQ socket of nng, a context a caller), not the client library, so
 * that as little as may be is measured beside the answering. */
#ifndef RIDEALONG_TESTS_BENCH_LOAD_H
#define RIDEALONG_TESTS_BENCH_LOAD_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ridealong/v1/envelope.pb-c.h"

enum { LOAD_CALLERS = 512, LOAD_MESSAGE = 16 * 1024, LOAD_BUCKETS = 64 * 40 };

/** How long answers took: a logarithmic scale, 64 steps to the double, so a step is 1.1 % wide. */
struct load_times {
	_Atomic uint64_t buckets[LOAD_BUCKETS];
	_Atomic uint64_t count;
};

void load_times_add(struct load_times *times, int64_t ns);
/** µs below which that part of them lie (0.5, 0.99); 0 without any. */
double load_times_at(const struct load_times *times, double part);

struct load {
	const char *server;
	int callers;    /* calls under way, at most LOAD_CALLERS */
	double seconds; /* how long to go on asking */
	/** Packs the call of that number, counted from 0, into LOAD_MESSAGE bytes and returns the size. Several threads
	 *  at a time. */
	size_t (*make)(void *arg, uint64_t number, uint8_t *bytes);
	/** Sees each answer; may be NULL. NULL for what is none. Several threads at a time. */
	void (*answered)(void *arg, uint64_t number, const Reply *reply, int64_t ns);
	void *arg;
};

struct load_result {
	uint64_t answers, failures; /* failures are answers too, but of another status than OK */
	double a_second;
	double p50, p99;   /* µs */
	char failure[256]; /* what the first of them said */
};

/** Set, by a signal perhaps, it ends a run before its time. */
extern volatile sig_atomic_t load_interrupted;

/** Runs it and returns when the last answer has come, or ten seconds after the time: what is not answered by then
 * failed. Ends the program when nobody is at the address. */
void load_run(const struct load *load, struct load_result *ret);

/** Packs a call: an envelope around a request. Without a token (NULL) it is the login's; request_id may be NULL. */
size_t load_pack(uint8_t *bytes, const char *method, uint64_t number, const char *token, const char *request_id,
	const ProtobufCMessage *request);

/** Asks once, waits, and must be answered well: the payload in memory to be freed, its size in *ret_size. */
uint8_t *load_ask(const char *server, const uint8_t *message, size_t size, size_t *ret_size);

/** A token with which that person calls as their phone would: not as an administrator, whose reads leave a trace.
 * Without an address (NULL) it is a program's own. */
struct load_token {
	char name[64], secret[64];
};
void load_token_make(const char *server, const char *address, struct load_token *ret);
void load_token_revoke(const char *server, const struct load_token *token);

/** Monotonic. */
int64_t load_now_ns(void);

#endif
