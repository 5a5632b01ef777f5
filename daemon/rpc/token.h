/* rpc/ — tokens that were looked up lately: most callers come again and again. For the files of this storey alone. */
#ifndef RIDEALONG_RPC_TOKEN_H
#define RIDEALONG_RPC_TOKEN_H

#include "daemon/store/token.h"

struct rpc_tokens;

struct rpc_tokens *rpc_tokens_create(void);
void rpc_tokens_destroy(struct rpc_tokens *tokens); /* NULL is fine */

/** What store_token_find() says, without asking the store as long as no token changed since it last did. What is kept
 * is the hash of the secret, and what the token is. Any thread. */
enum status rpc_tokens_find(struct rpc_tokens *tokens, struct store_conn *conn, const char *hash, struct arena *arena,
	Token **ret, struct error *reterr);

#endif
