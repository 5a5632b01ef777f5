/* rpc/ — tokens that were looked up lately. */
#include "daemon/rpc/token.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"

#define PLACES 64 /* most houses have a handful of programs that come in */

struct digest {
	unsigned char bytes[crypto_generichash_BYTES];
};

/* One of them, in the place that its digest says; the one there before makes room. */
struct place {
	struct arena *arena; /* the token's; NULL while there is none */
	const Token *token;
	struct digest digest;
	unsigned changes; /* store_token_changes() when it was found */
};

struct rpc_tokens {
	pthread_mutex_t lock; /* of what follows */
	struct place places[PLACES];
};

struct rpc_tokens *rpc_tokens_create(void)
{
	struct rpc_tokens *tokens = calloc(1, sizeof(*tokens));

	if (tokens == NULL) {
		log_error("out of memory");
		abort();
	}
	pthread_mutex_init(&tokens->lock, NULL);
	return tokens;
}

void rpc_tokens_destroy(struct rpc_tokens *tokens)
{
	if (tokens == NULL)
		return;
	for (size_t i = 0; i < PLACES; i++)
		arena_destroy(tokens->places[i].arena);
	pthread_mutex_destroy(&tokens->lock);
	free(tokens);
}

static struct place *find_place(struct rpc_tokens *tokens, const char *secret, struct digest *ret)
{
	crypto_generichash(ret->bytes, sizeof(ret->bytes), (const unsigned char *)secret, strlen(secret), NULL, 0);
	return &tokens->places[ret->bytes[0] % PLACES];
}

static Timestamp *copy_time(const Timestamp *from, struct arena *arena)
{
	return from == NULL ? NULL : arena_memdup(arena, from, sizeof(*from));
}

static Token *copy(const Token *from, struct arena *arena)
{
	Token *token = arena_alloc(arena, sizeof(*token));

	token__init(token);
	token->name = arena_strdup(arena, from->name);
	token->person = arena_strdup(arena, from->person);
	token->expire_time = copy_time(from->expire_time, arena);
	token->revoke_time = copy_time(from->revoke_time, arena);
	token->n_scopes = from->n_scopes;
	token->scopes = arena_alloc(arena, (from->n_scopes + 1) * sizeof(*token->scopes));
	for (size_t i = 0; i < from->n_scopes; i++)
		token->scopes[i] = arena_strdup(arena, from->scopes[i]);
	return token;
}

/* While a change is open, the number is odd. */
static bool settled(unsigned changes)
{
	return changes % 2 == 0;
}

Token *rpc_tokens_recall(
	struct rpc_tokens *tokens, const struct store_conn *conn, const char *secret, struct arena *arena)
{
	const unsigned changes = store_token_changes(conn);
	struct digest digest;
	const struct place *place = find_place(tokens, secret, &digest);
	Token *token = NULL;

	pthread_mutex_lock(&tokens->lock);
	if (place->arena != NULL && place->changes == changes && settled(changes) &&
		sodium_memcmp(&place->digest, &digest, sizeof(digest)) == 0)
		token = copy(place->token, arena);
	pthread_mutex_unlock(&tokens->lock);
	return token;
}

void rpc_tokens_remember(
	struct rpc_tokens *tokens, const struct store_conn *conn, const char *secret, const Token *token)
{
	const unsigned changes = store_token_changes(conn);
	struct digest digest;
	struct place *place = find_place(tokens, secret, &digest);

	/* A snapshot from before the last change would bring back what a token was. */
	if (!settled(changes) || store_token_changes_at_begin(conn) != changes)
		return;
	pthread_mutex_lock(&tokens->lock);
	if (place->arena == NULL)
		place->arena = arena_create();
	arena_reset(place->arena);
	place->token = copy(token, place->arena);
	place->changes = changes;
	place->digest = digest;
	pthread_mutex_unlock(&tokens->lock);
}
