/* store/ — tokens: keys to the door for programs. Their secrets are not kept. */
#ifndef RIDEALONG_STORE_TOKEN_H
#define RIDEALONG_STORE_TOKEN_H

#include "daemon/store/store.h"
#include "ridealong/v1/admin.pb-c.h"

/** `hash` is of the secret. */
enum status store_token_insert(struct store_conn *conn, const Token *token, const char *hash, struct error *reterr);
/** By the secret's hash, in whatever state; *ret is NULL when there is none. */
enum status store_token_find(
	struct store_conn *conn, const char *hash, struct arena *arena, Token **ret, struct error *reterr);
/** By name; NOT_FOUND. */
enum status store_token_get(
	struct store_conn *conn, const char *name, struct arena *arena, Token **ret, struct error *reterr);
/** Those made after the token `after` ("" for the first), oldest first. */
enum status store_token_list(struct store_conn *conn, const char *after, int limit, struct arena *arena, Token ***ret,
	size_t *ret_count, struct error *reterr);
/** A token revoked before keeps its time. NOT_FOUND. */
enum status store_token_revoke(struct store_conn *conn, const char *name, int64_t now, struct error *reterr);

/** How often tokens were changed so far; odd while a transaction that changes one is open. What one knows of a token
 *  holds while the number is the same even one. Any thread. */
unsigned store_token_changes(const struct store_conn *conn);
/** The number before the connection's transaction was begun: its snapshot is no older than that. */
unsigned store_token_changes_at_begin(const struct store_conn *conn);

#endif
