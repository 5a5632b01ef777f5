#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/store/token.h"
#include "tests/daemon/rpc/house.h"

static void reply(void *arg, const void *bytes, size_t size)
{
	struct slot *slot = arg;

	pthread_mutex_lock(&slot->house->lock);
	assert_null(slot->reply);
	slot->reply = reply__unpack(NULL, size, bytes);
	assert_non_null(slot->reply);
	pthread_cond_broadcast(&slot->house->changed);
	pthread_mutex_unlock(&slot->house->lock);
}

static bool alive(void *arg, uint32_t caller)
{
	return ((struct house *)arg)->dead != caller;
}

static void wait_in_loop(void *arg, struct rpc_call *call)
{
	((struct house *)arg)->waiting = call;
}

static void drop_in_loop(void *arg, uint64_t serial, enum status why)
{
	assert_int_equal(why, STATUS_CANCELLED);
	((struct house *)arg)->dropped = serial;
}

static int open_with(void **state, int read_budget)
{
	struct house *house = calloc(1, sizeof(*house));
	struct rpc_options options = { .service = &house->service,
		.same_user = true,
		.read_budget = read_budget,
		.reply = reply,
		.alive = alive,
		.transport = house,
		.wait = wait_in_loop,
		.drop = drop_in_loop,
		.loop = house };

	pthread_mutex_init(&house->lock, NULL);
	pthread_cond_init(&house->changed, NULL);
	strcpy(house->dir, "/tmp/ridealong-rpc-XXXXXX");
	assert_non_null(mkdtemp(house->dir));
	assert_int_equal(contract_init(NULL), STATUS_OK);
	assert_int_equal(store_open(house->dir, NOW, &house->store, NULL), STATUS_OK);
	assert_int_equal(lane_read_start(house->store, &house->read, NULL), STATUS_OK);
	assert_int_equal(lane_write_start(house->store, NULL, &house->write, NULL), STATUS_OK);
	assert_int_equal(lane_slow_start(house->store, &house->slow, NULL), STATUS_OK);
	house->clock = clock_create_manual(NOW);
	house->service.simulation = true;
	house->service.data_dir = house->dir;
	options.store = house->store;
	options.clock = house->clock;
	options.read = house->read;
	options.write = house->write;
	options.slow = house->slow;
	assert_int_equal(rpc_create(&options, &house->rpc, NULL), STATUS_OK);
	*state = house;
	return 0;
}

int house_open(void **state)
{
	return open_with(state, 0);
}

int house_open_impatient(void **state)
{
	return open_with(state, 1);
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

int house_close(void **state)
{
	struct house *house = *state;

	rpc_refuse(house->rpc);
	lane_write_stop(house->write);
	lane_slow_stop(house->slow);
	rpc_destroy(house->rpc);
	lane_read_stop(house->read);
	clock_destroy(house->clock);
	store_close(house->store);
	nftw(house->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(house);
	return 0;
}

void house_deliver(struct house *house, struct slot *slot, const Request *envelope)
{
	uint8_t bytes[4096];
	struct rpc_arrival arrival = { .slot = slot, .caller = HERE, .local = true, .uid = getuid(), .bytes = bytes };

	*slot = (struct slot){ .house = house };
	arrival.size = request__pack(envelope, bytes);
	rpc_deliver(house->rpc, &arrival);
}

Reply *house_answer(struct slot *slot)
{
	struct house *house = slot->house;
	Reply *got;

	pthread_mutex_lock(&house->lock);
	while (slot->reply == NULL)
		pthread_cond_wait(&house->changed, &house->lock);
	got = slot->reply;
	pthread_mutex_unlock(&house->lock);
	return got;
}

void house_assert_status(struct slot *slot, enum status status)
{
	Reply *got = house_answer(slot);

	if (got->status != (uint32_t)status)
		fail_msg("%s: %s", status_name((enum status)got->status), got->message);
	reply__free_unpacked(got, NULL);
}

static const struct actor service = { .kind = ACTOR_SERVICE, .name = "service" };

static enum status hold(struct call *call, void *arg)
{
	struct house *house = arg;

	(void)call;
	pthread_mutex_lock(&house->lock);
	house->holding = true;
	pthread_cond_broadcast(&house->changed);
	while (!house->release)
		pthread_cond_wait(&house->changed, &house->lock);
	pthread_mutex_unlock(&house->lock);
	return STATUS_OK;
}

static void written(void *arg, const struct error *error)
{
	(void)arg;
	assert_null(error);
}

void house_hold_writes(struct house *house)
{
	rpc_write(house->rpc, &service, "hold", hold, house, written);
	pthread_mutex_lock(&house->lock);
	while (!house->holding)
		pthread_cond_wait(&house->changed, &house->lock);
	pthread_mutex_unlock(&house->lock);
}

void house_release_writes(struct house *house)
{
	pthread_mutex_lock(&house->lock);
	house->release = true;
	pthread_cond_broadcast(&house->changed);
	pthread_mutex_unlock(&house->lock);
}

static enum status add_tokens(struct call *call, void *arg)
{
	enum status status = STATUS_OK;

	(void)arg;
	for (int i = 0; i < 1000 && status == STATUS_OK; i++) {
		Token token = TOKEN__INIT;

		token.name = call_new_name(call, "tokens");
		status = store_token_insert(call->conn, &token, token.name, &call->error);
	}
	return status;
}

void house_add_tokens(struct house *house)
{
	rpc_write(house->rpc, &service, "tokens", add_tokens, house, written);
	while (!lane_write_idle(house->write))
		continue;
}
