/* rpc/ — who calls. What the call says of itself beats what the pipe says; the daemon's own user is nobody special
 * unless the configuration says so. */
#include "daemon/rpc/caller.h"

#include <pthread.h>
#include <pwd.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/log.h"
#include "daemon/domain/words.h"
#include "daemon/rpc/token.h"
#include "daemon/store/identity.h"

#define TOKEN_PREFIX "ra_"
#define LOGINS       64
#define LOGIN_NS     (INT64_C(60) * 1000 * 1000 * 1000) /* how long a user's name is believed */

/* A plugin that may come in. */
struct guest {
	char *plugin, *name; /* "reminders", "plugins/reminders" */
	char hash[65];
	char **scopes;
	size_t n_scopes;
	struct guest *next;
};

struct login {
	uid_t uid;
	char name[64]; /* "" for a user without one */
	int64_t until_ns;
};

struct rpc_callers {
	bool same_user;
	char *admin;
	struct clock *clock;
	struct rpc_tokens *tokens;

	pthread_mutex_t lock; /* of what follows */
	struct guest *guests;
	struct login logins[LOGINS];
};

static void *or_abort(void *memory)
{
	if (memory == NULL) {
		log_error("out of memory");
		abort();
	}
	return memory;
}

struct rpc_callers *rpc_callers_create(const struct rpc_options *options)
{
	struct rpc_callers *callers = or_abort(calloc(1, sizeof(*callers)));

	callers->same_user = options->same_user;
	callers->admin = options->admin == NULL ? NULL : or_abort(strdup(options->admin));
	callers->clock = options->clock;
	callers->tokens = rpc_tokens_create();
	pthread_mutex_init(&callers->lock, NULL);
	return callers;
}

static void guest_destroy(struct guest *guest)
{
	for (size_t i = 0; i < guest->n_scopes; i++)
		free(guest->scopes[i]);
	free(guest->scopes);
	free(guest->plugin);
	free(guest->name);
	free(guest);
}

/* Takes the plugin's entry out; NULL when there is none. Under the lock. */
static struct guest *take_guest(struct rpc_callers *callers, const char *plugin)
{
	for (struct guest **at = &callers->guests; *at != NULL; at = &(*at)->next) {
		struct guest *guest = *at;

		if (strcmp(guest->plugin, plugin) == 0) {
			*at = guest->next;
			return guest;
		}
	}
	return NULL;
}

void rpc_callers_destroy(struct rpc_callers *callers)
{
	if (callers == NULL)
		return;
	while (callers->guests != NULL) {
		struct guest *guest = callers->guests;

		callers->guests = guest->next;
		guest_destroy(guest);
	}
	pthread_mutex_destroy(&callers->lock);
	rpc_tokens_destroy(callers->tokens);
	free(callers->admin);
	free(callers);
}

static struct guest *guest_create(const char *plugin, const char *const *scopes)
{
	struct guest *guest = or_abort(calloc(1, sizeof(*guest)));
	const size_t length = strlen(plugin);

	guest->plugin = or_abort(strdup(plugin));
	guest->name = or_abort(malloc(length + sizeof("plugins/")));
	memcpy(guest->name, "plugins/", 8);
	memcpy(guest->name + 8, plugin, length + 1);
	while (scopes[guest->n_scopes] != NULL)
		guest->n_scopes++;
	guest->scopes = or_abort(calloc(guest->n_scopes + 1, sizeof(*guest->scopes)));
	for (size_t i = 0; i < guest->n_scopes; i++)
		guest->scopes[i] = or_abort(strdup(scopes[i]));
	return guest;
}

void rpc_callers_admit(
	struct rpc_callers *callers, const char *plugin, const char *const *scopes, char ret_token[RPC_TOKEN_SIZE])
{
	struct guest *guest = guest_create(plugin, scopes), *former;
	uint8_t key[ID_KEY_BYTES];

	randombytes_buf(key, sizeof(key));
	memcpy(ret_token, TOKEN_PREFIX, 3);
	id_secret(key, plugin, 32, ret_token + 3);
	sodium_memzero(key, sizeof(key));
	id_hash(ret_token, strlen(ret_token), guest->hash);

	pthread_mutex_lock(&callers->lock);
	former = take_guest(callers, plugin);
	guest->next = callers->guests;
	callers->guests = guest;
	pthread_mutex_unlock(&callers->lock);
	if (former != NULL)
		guest_destroy(former);
}

void rpc_callers_dismiss(struct rpc_callers *callers, const char *plugin)
{
	struct guest *former;

	pthread_mutex_lock(&callers->lock);
	former = take_guest(callers, plugin);
	pthread_mutex_unlock(&callers->lock);
	if (former != NULL)
		guest_destroy(former);
}

/* Whether the token is a plugin's. */
static bool is_guest(struct rpc_callers *callers, const char *hash, struct arena *arena, struct actor *ret)
{
	const char **scopes;
	struct guest *guest;

	pthread_mutex_lock(&callers->lock);
	for (guest = callers->guests; guest != NULL; guest = guest->next)
		if (sodium_memcmp(guest->hash, hash, sizeof(guest->hash)) == 0)
			break;
	if (guest != NULL) {
		scopes = arena_zero(arena, (guest->n_scopes + 1) * sizeof(*scopes));
		for (size_t i = 0; i < guest->n_scopes; i++)
			scopes[i] = arena_strdup(arena, guest->scopes[i]);
		*ret = (struct actor){ .kind = ACTOR_PLUGIN,
			.name = arena_strdup(arena, guest->name),
			.plugin = arena_strdup(arena, guest->plugin),
			.scopes = scopes,
			.n_scopes = guest->n_scopes };
	}
	pthread_mutex_unlock(&callers->lock);
	return guest != NULL;
}

static int64_t microseconds(const Timestamp *at)
{
	return at->seconds * CLOCK_SECOND + at->nanos / 1000;
}

static enum status no_longer_valid(const char *locale, struct error *reterr)
{
	return error_detail(reterr, STATUS_UNAUTHENTICATED, "TOKEN_INVALID", "token",
		words_pick(locale, "the token is unknown, revoked or expired; ask an administrator for a new one",
			"het token is onbekend, ingetrokken of verlopen; vraag een beheerder om een nieuw"));
}

static bool has_scope(const Token *token, const char *scope)
{
	for (size_t i = 0; i < token->n_scopes; i++)
		if (strcmp(token->scopes[i], scope) == 0)
			return true;
	return false;
}

/* With the scope "admin" a token may what administrators may; else what its scopes say, for its person or for itself.
 */
static void actor_of_token(const Token *token, struct actor *ret)
{
	*ret = (struct actor){ .kind = ACTOR_PROGRAM, .name = token->name };
	if (token->person[0] != '\0') {
		ret->kind = ACTOR_PERSON;
		ret->name = ret->person = token->person;
		ret->via = token->name;
	}
	if (has_scope(token, "admin")) {
		ret->admin = true;
		if (ret->kind == ACTOR_PROGRAM)
			ret->kind = ACTOR_ADMIN;
		return;
	}
	ret->scopes = (const char *const *)token->scopes;
	ret->n_scopes = token->n_scopes;
}

/* One that the store knows; *ret is NULL when it is none, or a plugin's, which is in *ret_actor then. */
static enum status look_up(struct rpc_callers *callers, struct store_conn *conn, const char *secret,
	struct arena *arena, struct actor *ret_actor, Token **ret, struct error *reterr)
{
	enum status status;
	char hash[65];

	*ret = NULL;
	id_hash(secret, strlen(secret), hash);
	if (is_guest(callers, hash, arena, ret_actor))
		return STATUS_OK;
	status = store_token_find(conn, hash, arena, ret, reterr);
	if (status == STATUS_OK && *ret != NULL)
		rpc_tokens_remember(callers->tokens, conn, secret, *ret);
	return status;
}

static enum status by_token(struct rpc_callers *callers, struct store_conn *conn, const struct life *life,
	struct actor *ret, struct error *reterr)
{
	const char *secret = life->envelope->token;
	struct arena *arena = life->call.arena;
	enum status status = STATUS_OK;
	Token *token;

	if (strncmp(secret, TOKEN_PREFIX, 3) != 0 || strlen(secret) != RPC_TOKEN_SIZE - 1)
		return no_longer_valid(life->call.locale, reterr);
	token = rpc_tokens_recall(callers->tokens, conn, secret, arena);
	if (token == NULL)
		status = look_up(callers, conn, secret, arena, ret, &token, reterr);
	if (status != STATUS_OK || ret->kind == ACTOR_PLUGIN)
		return status;
	if (token == NULL || token->revoke_time != NULL ||
		(token->expire_time != NULL && microseconds(token->expire_time) <= clock_now(callers->clock)))
		return no_longer_valid(life->call.locale, reterr);
	actor_of_token(token, ret);
	return STATUS_OK;
}

static bool known_login(struct rpc_callers *callers, uid_t uid, struct arena *arena, char **ret)
{
	const struct login *login = &callers->logins[uid % LOGINS];
	bool known;

	pthread_mutex_lock(&callers->lock);
	known = login->uid == uid && login->until_ns > clock_monotonic_ns();
	if (known)
		*ret = arena_strdup(arena, login->name);
	pthread_mutex_unlock(&callers->lock);
	return known;
}

/* The user's name, "" without one. Asking the system may mean asking a directory server: answers are kept a while. */
static const char *login_of(struct rpc_callers *callers, uid_t uid, struct arena *arena)
{
	struct login *login = &callers->logins[uid % LOGINS];
	struct passwd entry, *found = NULL;
	char buffer[4096], *name;

	if (known_login(callers, uid, arena, &name))
		return name;
	if (getpwuid_r(uid, &entry, buffer, sizeof(buffer), &found) != 0 || found == NULL ||
		strlen(found->pw_name) >= sizeof(login->name))
		name = arena_strdup(arena, "");
	else
		name = arena_strdup(arena, found->pw_name);
	pthread_mutex_lock(&callers->lock);
	login->uid = uid;
	login->until_ns = clock_monotonic_ns() + LOGIN_NS;
	memcpy(login->name, name, strlen(name) + 1);
	pthread_mutex_unlock(&callers->lock);
	return name;
}

static enum status by_user(struct rpc_callers *callers, struct store_conn *conn, uid_t uid, struct arena *arena,
	struct actor *ret, struct error *reterr)
{
	const char *login = login_of(callers, uid, arena), *person = NULL;
	bool admin;
	enum status status;

	admin = (callers->same_user && uid == getuid()) ||
		(callers->admin != NULL && login[0] != '\0' && strcmp(login, callers->admin) == 0);
	if (login[0] != '\0') {
		status = store_identity_of_login(conn, login, arena, &person, reterr);
		if (status != STATUS_OK)
			return status;
	}
	if (person != NULL)
		*ret = (struct actor){ .kind = ACTOR_PERSON, .admin = admin, .person = person, .name = person };
	else if (admin)
		*ret = (struct actor){ .kind = ACTOR_ADMIN, .admin = true, .name = "admin" };
	return STATUS_OK;
}

static enum status act_as(struct store_conn *conn, const struct life *life, struct actor *actor, struct error *reterr)
{
	const char *address = life->envelope->act_as, *locale = life->call.locale, *person;
	enum status status;

	if (!actor->admin && actor->kind != ACTOR_PLUGIN)
		return error_detail(reterr, STATUS_PERMISSION_DENIED, "ACT_AS_DENIED", "act_as",
			words_pick(locale, "only administrators and plugins may act for somebody else",
				"alleen beheerders en plug-ins mogen dit voor een ander doen"));
	status = store_identity_of_address(conn, address, life->call.arena, &person, reterr);
	if (status != STATUS_OK)
		return status;
	if (person == NULL)
		return error_detail(reterr, STATUS_NOT_FOUND, "PERSON_NOT_FOUND", "act_as",
			words_pick(locale, "there is nobody with the address %.200s",
				"er is niemand met het adres %.200s"),
			address);
	*actor = (struct actor){ .kind = ACTOR_PERSON,
		.person = person,
		.name = person,
		.via = actor->name,
		.plugin = actor->plugin,
		.scopes = actor->scopes,
		.n_scopes = actor->n_scopes };
	return STATUS_OK;
}

enum status rpc_callers_identify(struct rpc_callers *callers, struct store_conn *conn, const struct life *life,
	struct actor *ret, struct error *reterr)
{
	struct actor actor = { .kind = ACTOR_NOBODY, .name = "nobody" };
	struct arena *arena = life->call.arena;
	enum status status = STATUS_OK;

	if (life->envelope->token[0] != '\0')
		status = by_token(callers, conn, life, &actor, reterr);
	else if (life->local)
		status = by_user(callers, conn, life->uid, arena, &actor, reterr);
	if (status == STATUS_OK && life->envelope->act_as[0] != '\0')
		status = act_as(conn, life, &actor, reterr);
	if (status == STATUS_OK)
		*ret = actor;
	return status;
}
