/* rpc/ — exactly-once effect: a write sent again has none; for the files of this storey alone. */
#ifndef RIDEALONG_RPC_ONCE_H
#define RIDEALONG_RPC_ONCE_H

#include "daemon/rpc/life.h"

/** How long a request id is remembered, µs. */
#define ONCE_KEPT (24 * CLOCK_HOUR)

/** Hashes what is asked: the same id with another content is a mistake of the caller. Where the call arrived, for the
 *  write lane is one thread for all. */
void once_prepare(struct life *life);
/** Whether the call was made before. Then *ret_again, and the call's reply is set: the resource as it is now, under
 *  today's rights, or the answer that was kept. ALREADY_EXISTS: the same id with other content. `call` is in the write
 *  lane's transaction. */
enum status once_recall(struct life *life, struct call *call, bool *ret_again);
/** Remembers the call with its reply, in the transaction of its effect. */
enum status once_remember(struct life *life, struct call *call);

#endif
