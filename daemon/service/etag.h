/* service/ — etags (AIP-154). */
#ifndef RIDEALONG_SERVICE_ETAG_H
#define RIDEALONG_SERVICE_ETAG_H

#include "daemon/service/call.h"

/** Takes out of a message what the caller may not see, and sets its field "etag" to the hash of what is left: two who
 * see different things have different etags, and neither tells of what only the other sees. In the call's arena. */
void service_etag_set(struct call *call, ProtobufCMessage *message);
/** The same for a list. */
void service_etag_set_all(struct call *call, void *messages, size_t count);

/** ABORTED when a caller brings an etag (not "") and the content has moved on: `current` is what they would read now,
 * as service_etag_set() left it. */
enum status service_etag_check(struct call *call, const char *given, const ProtobufCMessage *current);

#endif
