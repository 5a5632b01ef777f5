/* transport/ — keeps nng 1.5.2's listeners alive; for the files of this storey alone. */
#ifndef RIDEALONG_TRANSPORT_SENDMSG_H
#define RIDEALONG_TRANSPORT_SENDMSG_H

#include <stdbool.h>

/** Whether nng calls the sendmsg() of sendmsg.c. */
bool sendmsg_is_ours(void);

#endif
