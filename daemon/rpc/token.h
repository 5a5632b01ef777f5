/* rpc/ — tokens that were looked up lately: most callers come again and again. For the files of this storey alone. */
#ifndef RIDEALONG_RPC_TOKEN_H
#define RIDEALONG_RPC_TOKEN_H

#include "daemon/store/token.h"

struct rpc_tokens;

struct rpc_tokens *rpc_tokens_create(void);
void rpc_tokens_destroy(struct rpc_tokens *tokens); /* NULL is fine */

/** What was found for the secret, if no token has changed since; in the arena, as far as it says who comes in and what
 *  they may. NULL: ask the store, and remember what it says. Any thread. */
Token *rpc_tokens_recall(
	struct rpc_tokens *tokens, const struct store_conn *conn, const char *secret, struct arena *arena);
/** `token` was found in the connection's transaction. Of the secret nothing is kept but its hash (BLAKE2b, RFC 7693).
 * Any thread. */
void rpc_tokens_remember(
	struct rpc_tokens *tokens, const struct store_conn *conn, const char *secret, const Token *token);

#endif
