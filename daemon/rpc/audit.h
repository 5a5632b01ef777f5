/* rpc/ — reads by others than the two whom they are about; for the files of this storey alone. */
#ifndef RIDEALONG_RPC_AUDIT_H
#define RIDEALONG_RPC_AUDIT_H

#include "daemon/rpc/life.h"

/** Whether the read is to leave a trace: of what belongs to coach and coachee, by an administrator, by a program, or by
 *  somebody who acts for a person. A plugin's own reads, and people's own, are not. */
bool audit_is_due(const struct life *life);
/** Leaves it, with whom the call's reply tells of. In the write lane's transaction, after the method has run. */
enum status audit_leave(const struct life *life, struct call *call);

#endif
