/* tests — a token that was looked up is believed until tokens change, and not a moment longer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/rpc/token.h"
#include "daemon/store/conn.h"

#define NAME   "tokens/one"
#define SECRET "ra_anything"
#define HASH   "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff"

struct house {
	char dir[64];
	struct store *store;
	struct store_conn *writer, *reader;
	struct rpc_tokens *tokens;
	struct arena *arena;
};

#define assert_ok(expression) assert_int_equal((expression), STATUS_OK)

static void insert(struct house *house)
{
	Token token = TOKEN__INIT;
	char *scopes[] = { "meetings.read", "sessions.read" };

	token.name = NAME;
	token.person = "people/noor";
	token.display_name = "first";
	token.scopes = scopes;
	token.n_scopes = 2;
	assert_ok(store_begin_write(house->writer, NULL));
	assert_ok(store_token_insert(house->writer, &token, HASH, NULL));
	assert_ok(store_commit(house->writer, NULL));
}

static int open_house(void **state)
{
	struct house *house = calloc(1, sizeof(*house));

	strcpy(house->dir, "/tmp/ridealong-tokens-XXXXXX");
	assert_non_null(mkdtemp(house->dir));
	assert_ok(store_open(house->dir, 1, &house->store, NULL));
	assert_ok(store_connect(house->store, STORE_WRITE, &house->writer, NULL));
	assert_ok(store_connect(house->store, STORE_READ, &house->reader, NULL));
	house->tokens = rpc_tokens_create();
	house->arena = arena_create();
	insert(house);
	*state = house;
	return 0;
}

static int close_house(void **state)
{
	struct house *house = *state;
	char command[128];

	arena_destroy(house->arena);
	rpc_tokens_destroy(house->tokens);
	store_disconnect(house->reader);
	store_disconnect(house->writer);
	store_close(house->store);
	snprintf(command, sizeof(command), "rm -rf %s", house->dir);
	assert_int_equal(system(command), 0);
	free(house);
	return 0;
}

/* As a caller is recognised, in the transaction at hand. */
static Token *find(struct house *house)
{
	Token *token = rpc_tokens_recall(house->tokens, house->reader, SECRET, house->arena);

	if (token != NULL)
		return token;
	assert_ok(store_token_find(house->reader, HASH, house->arena, &token, NULL));
	assert_non_null(token);
	rpc_tokens_remember(house->tokens, house->reader, SECRET, token);
	return token;
}

static Token *find_anew(struct house *house)
{
	Token *token;

	assert_ok(store_begin_read(house->reader, NULL));
	token = find(house);
	store_rollback(house->reader);
	return token;
}

/* As nobody does: what is told of tokens then is what was known of them. */
static void rename_unnoticed(struct house *house)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/ridealong.db", house->dir);
	assert_ok(conn_open_database(path, &db, NULL));
	assert_ok(conn_exec(db, "UPDATE token SET display_name = 'second'", NULL));
	sqlite3_close(db);
}

static void revoke(struct house *house)
{
	assert_ok(store_token_revoke(house->writer, NAME, 5, NULL));
}

static void a_token_is_looked_up_once_as_long_as_none_changes(void **state)
{
	struct house *house = *state;
	Token *token = find_anew(house);

	assert_string_equal(token->display_name, "first");
	rename_unnoticed(house);
	token = find_anew(house);
	assert_string_equal(token->display_name, ""); /* out of the store it would be "second" */
	assert_string_equal(token->name, NAME);
	assert_string_equal(token->person, "people/noor");
	assert_int_equal(token->n_scopes, 2);
	assert_string_equal(token->scopes[1], "sessions.read");
	assert_ok(store_begin_write(house->writer, NULL));
	revoke(house);
	assert_ok(store_commit(house->writer, NULL));
	assert_string_equal(find_anew(house)->display_name, "second");
}

static void a_revoked_token_is_revoked_for_whoever_asks_next(void **state)
{
	struct house *house = *state;

	assert_null(find_anew(house)->revoke_time);
	assert_ok(store_begin_write(house->writer, NULL));
	revoke(house);
	assert_null(find_anew(house)->revoke_time); /* it is not yet */
	assert_ok(store_commit(house->writer, NULL));
	assert_non_null(find_anew(house)->revoke_time);
	assert_non_null(find_anew(house)->revoke_time);
}

static void a_snapshot_from_before_a_change_brings_nothing_back(void **state)
{
	struct house *house = *state;

	assert_ok(store_begin_read(house->reader, NULL));
	assert_ok(store_begin_write(house->writer, NULL));
	revoke(house);
	assert_ok(store_commit(house->writer, NULL));
	assert_null(find(house)->revoke_time); /* as it was when the snapshot was taken */
	store_rollback(house->reader);
	assert_non_null(find_anew(house)->revoke_time);
}

static void what_was_found_while_a_change_was_open_is_not_kept(void **state)
{
	struct house *house = *state;

	assert_ok(store_begin_write(house->writer, NULL));
	revoke(house);
	assert_ok(store_begin_read(house->reader, NULL));
	assert_null(find(house)->revoke_time);
	assert_ok(store_commit(house->writer, NULL));
	assert_null(find(house)->revoke_time);
	store_rollback(house->reader);
	assert_non_null(find_anew(house)->revoke_time);
}

static void a_change_that_is_taken_back_leaves_the_token_as_it_was(void **state)
{
	struct house *house = *state;

	assert_null(find_anew(house)->revoke_time);
	assert_ok(store_begin_write(house->writer, NULL));
	revoke(house);
	assert_int_equal(store_token_changes(house->reader) % 2, 1);
	store_rollback(house->writer);
	assert_int_equal(store_token_changes(house->reader) % 2, 0);
	assert_null(find_anew(house)->revoke_time);
}

static void another_secret_is_another_token(void **state)
{
	struct house *house = *state;

	find_anew(house);
	assert_null(rpc_tokens_recall(house->tokens, house->reader, SECRET "s", house->arena));
	assert_null(rpc_tokens_recall(house->tokens, house->reader, "", house->arena));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_token_is_looked_up_once_as_long_as_none_changes, open_house, close_house),
		cmocka_unit_test_setup_teardown(
			a_revoked_token_is_revoked_for_whoever_asks_next, open_house, close_house),
		cmocka_unit_test_setup_teardown(
			a_snapshot_from_before_a_change_brings_nothing_back, open_house, close_house),
		cmocka_unit_test_setup_teardown(
			what_was_found_while_a_change_was_open_is_not_kept, open_house, close_house),
		cmocka_unit_test_setup_teardown(
			a_change_that_is_taken_back_leaves_the_token_as_it_was, open_house, close_house),
		cmocka_unit_test_setup_teardown(another_secret_is_another_token, open_house, close_house),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
