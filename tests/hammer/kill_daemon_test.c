/* tests/ — kill -9 of the daemon, a hundred times, under write load: nothing that was acknowledged is lost, nothing is
 * done twice. RIDEALONG_KILLS says another number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ridealong/client.h"
#include "ridealong/v1/admin.pb-c.h"
#include "tests/support/caller.h"
#include "tests/support/daemon.h"

#define KILLS   100
#define STOPS   100
#define WRITERS 8
#define MANY    100000

/* One who writes, and sends each write again until it is acknowledged. */
struct writer {
	struct hammer *hammer;
	int number;
	int written;  /* writes begun */
	char **names; /* the resource each acknowledged write made */
	bool waits;   /* for the answer to the one under way */
	char *name;   /* from that answer; NULL when it was none */
	pthread_t thread;
};

struct hammer {
	struct test_daemon daemon;
	struct writer writers[WRITERS];
	_Atomic bool stop;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	int acknowledged, repeated;
};

static struct ridealong_client *open_client(const char *server)
{
	const struct ridealong_options options = { .size = sizeof(options), .server = server };
	struct ridealong_client *client;
	struct ridealong_error error;

	if (ridealong_client_open(&options, &client, &error) != 0)
		fail_msg("%s", error.message);
	return client;
}

static size_t pack_write(const char *id, uint8_t bytes[256])
{
	static char *scopes[] = { "meetings.read" };
	CreateTokenRequest in = CREATE_TOKEN_REQUEST__INIT;
	Token token = TOKEN__INIT;

	token.display_name = (char *)id;
	token.scopes = scopes;
	token.n_scopes = 1;
	in.token = &token;
	return create_token_request__pack(&in, bytes);
}

static void on_done(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	struct writer *writer = arg;
	Token *token = error->status == 0 ? token__unpack(NULL, length, bytes) : NULL;

	pthread_mutex_lock(&writer->hammer->lock);
	writer->name = token == NULL ? NULL : strdup(token->name);
	writer->waits = false;
	pthread_cond_broadcast(&writer->hammer->changed);
	pthread_mutex_unlock(&writer->hammer->lock);
	token__free_unpacked(token, NULL);
}

/* The resource's name when this try was acknowledged, NULL when it was not. (A blocking call would try again itself.)
 */
static char *try_once(struct writer *writer, struct ridealong_client *client, const char *id)
{
	const struct ridealong_call_options options = { .size = sizeof(options), .request_id = id };
	uint8_t bytes[256];

	writer->waits = true;
	if (ridealong_call_async(client, "ridealong.v1.Admin/CreateToken", bytes, pack_write(id, bytes), &options,
		    on_done, writer) == 0)
		return NULL;
	pthread_mutex_lock(&writer->hammer->lock);
	while (writer->waits)
		pthread_cond_wait(&writer->hammer->changed, &writer->hammer->lock);
	pthread_mutex_unlock(&writer->hammer->lock);
	return writer->name;
}

static void *write_on(void *arg)
{
	struct writer *writer = arg;
	struct hammer *hammer = writer->hammer;
	struct ridealong_client *client = open_client(hammer->daemon.server);

	while (!atomic_load(&hammer->stop) && writer->written < MANY) {
		char id[40], *name;
		int tries = 1;

		snprintf(id, sizeof(id), "writer-%d-%d", writer->number, writer->written);
		while ((name = try_once(writer, client, id)) == NULL)
			tries++;
		writer->names[writer->written++] = name;
		pthread_mutex_lock(&hammer->lock);
		hammer->acknowledged++;
		hammer->repeated += tries > 1;
		pthread_cond_broadcast(&hammer->changed);
		pthread_mutex_unlock(&hammer->lock);
	}
	ridealong_client_close(client);
	return NULL;
}

static void wait_for_more(struct hammer *hammer, int more)
{
	pthread_mutex_lock(&hammer->lock);
	more += hammer->acknowledged;
	while (hammer->acknowledged < more)
		pthread_cond_wait(&hammer->changed, &hammer->lock);
	pthread_mutex_unlock(&hammer->lock);
}

static void start_writers(struct hammer *hammer)
{
	for (int i = 0; i < WRITERS; i++) {
		struct writer *writer = &hammer->writers[i];

		writer->hammer = hammer;
		writer->number = i;
		writer->names = calloc(MANY, sizeof(*writer->names));
		assert_int_equal(pthread_create(&writer->thread, NULL, write_on, writer), 0);
	}
}

static void stop_writers(struct hammer *hammer)
{
	atomic_store(&hammer->stop, true);
	for (int i = 0; i < WRITERS; i++)
		pthread_join(hammer->writers[i].thread, NULL);
}

/* Takes a token off the writer's list; fails when it is on none, or was taken before. */
static void strike_out(struct hammer *hammer, const Token *token)
{
	int writer, write;

	assert_int_equal(sscanf(token->display_name, "writer-%d-%d", &writer, &write), 2);
	assert_in_range(writer, 0, WRITERS - 1);
	assert_in_range(write, 0, hammer->writers[writer].written - 1);
	if (hammer->writers[writer].names[write] == NULL)
		fail_msg("%s was done twice", token->display_name);
	assert_string_equal(token->name, hammer->writers[writer].names[write]);
	free(hammer->writers[writer].names[write]);
	hammer->writers[writer].names[write] = NULL;
}

static void strike_out_all(struct hammer *hammer)
{
	struct test_caller caller;
	char page_token[128] = "";

	test_caller_open(&caller, hammer->daemon.server);
	do {
		ListTokensRequest in = LIST_TOKENS_REQUEST__INIT;
		ListTokensResponse *page;

		in.page_size = 1000;
		in.page_token = page_token;
		page = test_answer(test_call(&caller, "ridealong.v1.Admin/ListTokens", &in.base, NULL),
			&list_tokens_response__descriptor);
		for (size_t i = 0; i < page->n_tokens; i++)
			strike_out(hammer, page->tokens[i]);
		snprintf(page_token, sizeof(page_token), "%s", page->next_page_token);
		list_tokens_response__free_unpacked(page, NULL);
	} while (page_token[0] != '\0');
	test_caller_close(&caller);
}

static void assert_nothing_is_left(struct hammer *hammer)
{
	for (int i = 0; i < WRITERS; i++) {
		for (int j = 0; j < hammer->writers[i].written; j++)
			if (hammer->writers[i].names[j] != NULL)
				fail_msg("writer-%d-%d was acknowledged and is lost", i, j);
		free(hammer->writers[i].names);
	}
}

/* Ends the daemon so many times under load, and looks at what is left. */
static void hammer_with(void (*end)(struct test_daemon *daemon), int times)
{
	struct hammer *hammer = calloc(1, sizeof(*hammer));
	uint32_t seed = 2026;

	pthread_mutex_init(&hammer->lock, NULL);
	pthread_cond_init(&hammer->changed, NULL);
	test_daemon_make(&hammer->daemon, NULL, "", NULL);
	test_daemon_start(&hammer->daemon);
	start_writers(hammer);
	for (int i = 0; i < times; i++) {
		seed = seed * 1664525 + 1013904223;
		wait_for_more(hammer, 1 + (int)(seed >> 16) % 300);
		end(&hammer->daemon);
		test_daemon_start(&hammer->daemon);
	}
	stop_writers(hammer);
	strike_out_all(hammer);
	assert_nothing_is_left(hammer);
	print_message("ended %d times, %d writes acknowledged, %d of them after being sent again\n", times,
		hammer->acknowledged, hammer->repeated);
	test_daemon_remove(&hammer->daemon);
	free(hammer);
}

static void what_was_acknowledged_survives_a_kill_and_nothing_is_done_twice(void **state)
{
	const char *asked = getenv("RIDEALONG_KILLS");

	(void)state;
	hammer_with(test_daemon_kill, asked == NULL ? KILLS : atoi(asked));
}

static void a_daemon_that_is_told_to_stop_under_load_ends_well(void **state)
{
	(void)state;
	hammer_with(test_daemon_stop, STOPS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_acknowledged_survives_a_kill_and_nothing_is_done_twice),
		cmocka_unit_test(a_daemon_that_is_told_to_stop_under_load_ends_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
