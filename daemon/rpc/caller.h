/* rpc/ — who calls: from socket, token and act_as to an actor; for the files of this storey alone. */
#ifndef RIDEALONG_RPC_CALLER_H
#define RIDEALONG_RPC_CALLER_H

#include "daemon/rpc/life.h"

struct rpc_callers; /* plugins' tokens, and the names of Unix users */

struct rpc_callers *rpc_callers_create(const struct rpc_options *options);
void rpc_callers_destroy(struct rpc_callers *callers); /* NULL is fine */

/** Fills *ret, with strings in the call's arena. UNAUTHENTICATED: the token is none (any more). PERMISSION_DENIED:
 *  act_as is not this caller's to use. NOT_FOUND: nobody has that address. `conn` is in a transaction.
 */
enum status rpc_callers_identify(struct rpc_callers *callers, struct store_conn *conn, const struct life *life,
	struct actor *ret, struct error *reterr);

/** rpc.h */
void rpc_callers_admit(
	struct rpc_callers *callers, const char *plugin, const char *const *scopes, char ret_token[RPC_TOKEN_SIZE]);
void rpc_callers_dismiss(struct rpc_callers *callers, const char *plugin);

#endif
