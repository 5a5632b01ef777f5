/* transport/ — what comes from a caller; for the files of this storey alone. */
#ifndef RIDEALONG_TRANSPORT_READER_H
#define RIDEALONG_TRANSPORT_READER_H

#include "daemon/transport/connection.h"

/** Reads on, unless there are too many calls already, or lets go at the end. */
void reader_go_on(struct connection *connection);
/** The callback of connection->in: something came, or nothing will any more. */
void reader_on_in(void *connection);

#endif
