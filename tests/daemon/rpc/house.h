/* The front door on a real store and real lanes, with slots in place of a socket. */
#ifndef RIDEALONG_TESTS_RPC_HOUSE_H
#define RIDEALONG_TESTS_RPC_HOUSE_H

#include <pthread.h>

#include "daemon/rpc/rpc.h"
#include "ridealong/v1/envelope.pb-c.h"

#define NOW        INT64_C(1772434800000000)
#define HERE       1 /* a caller */
#define STATUS     "ridealong.v1.Admin/GetStatus"
#define MAKE_TOKEN "ridealong.v1.Admin/CreateToken"
#define WATCH      "ridealong.v1.Events/WatchEvents"

/* Where an answer arrives. */
struct slot {
	struct house *house;
	Reply *reply;
};

struct house {
	char dir[64];
	struct store *store;
	struct clock *clock;
	struct service service;
	struct lane_read *read;
	struct lane_write *write;
	struct lane_slow *slow;
	struct rpc *rpc;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool holding, release;
	struct rpc_call *waiting;
	uint64_t dropped;
	uint32_t dead; /* a caller that is gone */
};

int house_open(void **state);
/** Reads of more than a thousand steps are too much for the read lane. */
int house_open_impatient(void **state);
int house_close(void **state);

/** A local call of the daemon's own user. */
void house_deliver(struct house *house, struct slot *slot, const Request *envelope);
/** Waits; the test frees it. */
Reply *house_answer(struct slot *slot);
void house_assert_status(struct slot *slot, enum status status);

/** The write lane is busy with a write of the daemon's own until it is released: what is written meanwhile waits. */
void house_hold_writes(struct house *house);
void house_release_writes(struct house *house);
/** A thousand. */
void house_add_tokens(struct house *house);

#endif
