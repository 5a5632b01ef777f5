/* transport/ — what goes to a caller; for the files of this storey alone. transport_slot_reply() is its door. */
#ifndef RIDEALONG_TRANSPORT_WRITER_H
#define RIDEALONG_TRANSPORT_WRITER_H

#include "daemon/transport/connection.h"

/** The first that a caller reads. */
void writer_greet(struct connection *connection);
/** The callback of connection->out: something was written, or cannot be. */
void writer_on_out(void *connection);

#endif
