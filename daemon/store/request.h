/* store/ — writes that had their effect, so that the same one sent again has none. */
#ifndef RIDEALONG_STORE_REQUEST_H
#define RIDEALONG_STORE_REQUEST_H

#include "daemon/store/store.h"

struct store_request {
	const char *hash;          /* of method and payload */
	const char *resource;      /* to be read anew for the answer; "" when the answer is no resource */
	ProtobufCBinaryData reply; /* then this: the packed answer */
};

/** *ret is NULL when the caller's id is new. What it points to lives in the arena. */
enum status store_request_get(struct store_conn *conn, const char *caller, const char *id, struct arena *arena,
	struct store_request **ret, struct error *reterr);
/** ALREADY_EXISTS when there is one. */
enum status store_request_insert(struct store_conn *conn, const char *caller, const char *id,
	const struct store_request *request, int64_t now, struct error *reterr);
/** Forgets requests made before `before`, at most `limit`. */
enum status store_request_expire(struct store_conn *conn, int64_t before, int limit, struct error *reterr);

#endif
