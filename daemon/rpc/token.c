/* rpc/ — tokens that were looked up lately. */
#include "daemon/rpc/token.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/id.h"
#include "daemon/base/log.h"

#define PLACES 256

/* One of them, in the place that its hash says; the one there before makes room. */
struct place {
	uint8_t *bytes; /* the token's, packed; NULL while there is none */
	size_t size;
	char hash[65];
	unsigned changes; /* store_token_changes() when it was found */
};

struct rpc_tokens {
	pthread_mutex_t lock;
	struct place places[PLACES];
};

static void *or_abort(void *memory)
{
	if (memory == NULL) {
		log_error("out of memory");
		abort();
	}
	return memory;
}

struct rpc_tokens *rpc_tokens_create(void)
{
	struct rpc_tokens *tokens = or_abort(calloc(1, sizeof(*tokens)));

	pthread_mutex_init(&tokens->lock, NULL);
	return tokens;
}

void rpc_tokens_destroy(struct rpc_tokens *tokens)
{
	if (tokens == NULL)
		return;
	for (size_t i = 0; i < PLACES; i++)
		free(tokens->places[i].bytes);
	pthread_mutex_destroy(&tokens->lock);
	free(tokens);
}

static struct place *place_of(struct rpc_tokens *tokens, const char *hash)
{
	const char digits[3] = { hash[0], hash[1], '\0' };

	return &tokens->places[strtoul(digits, NULL, 16) % PLACES];
}

static Token *recall(struct rpc_tokens *tokens, const char *hash, unsigned changes, struct arena *arena)
{
	const struct place *place = place_of(tokens, hash);
	Token *token = NULL;

	pthread_mutex_lock(&tokens->lock);
	if (place->bytes != NULL && place->changes == changes &&
		sodium_memcmp(place->hash, hash, sizeof(place->hash)) == 0)
		token = token__unpack(arena_allocator(arena), place->size, place->bytes);
	pthread_mutex_unlock(&tokens->lock);
	return token;
}

static void remember(struct rpc_tokens *tokens, const char *hash, unsigned changes, const Token *token)
{
	struct place *place = place_of(tokens, hash);
	const size_t size = token__get_packed_size(token);
	uint8_t *bytes = or_abort(malloc(size + 1));

	token__pack(token, bytes);
	pthread_mutex_lock(&tokens->lock);
	free(place->bytes);
	place->bytes = bytes;
	place->size = size;
	place->changes = changes;
	memcpy(place->hash, hash, sizeof(place->hash));
	pthread_mutex_unlock(&tokens->lock);
}

enum status rpc_tokens_find(struct rpc_tokens *tokens, struct store_conn *conn, const char *hash, struct arena *arena,
	Token **ret, struct error *reterr)
{
	const unsigned changes = store_token_changes(conn);
	const bool settled = changes % 2 == 0;
	enum status status;

	*ret = settled ? recall(tokens, hash, changes, arena) : NULL;
	if (*ret != NULL)
		return STATUS_OK;
	status = store_token_find(conn, hash, arena, ret, reterr);
	/* A snapshot from before the last change would bring back what a token was. */
	if (status == STATUS_OK && *ret != NULL && settled && store_token_changes_at_begin(conn) == changes)
		remember(tokens, hash, changes, *ret);
	return status;
}
