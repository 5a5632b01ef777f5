/* tests/ — the main thread: what is posted, written, due and watched, on real lanes and a manual clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/loop/loop.h"
#include "daemon/store/meta.h"
#include "daemon/store/timer.h"

#define NOW     INT64_C(1772434800000000)
#define THREADS 4
#define POSTS   1000

static const struct actor service = { .kind = ACTOR_SERVICE, .admin = true, .name = "service" };

/* A test is a row of steps, each a task or a callback that ends with the next. */
struct house {
	struct loop_task step; /* first */
	char dir[64];
	struct store *store;
	struct clock *clock;
	struct service service;
	struct lane_read *read;
	struct lane_write *write;
	struct lane_slow *slow;
	struct rpc *rpc;
	struct loop *loop;
	struct loop_hook on_commit, on_due, on_stop;
	int commits, dues, stops, reloads, done, posted;
	struct error error;
};

static void reply(void *slot, const void *bytes, size_t size)
{
	(void)slot;
	(void)bytes;
	(void)size;
}

static bool alive(void *arg, uint32_t caller)
{
	(void)arg;
	(void)caller;
	return true;
}

static void committed(void *arg)
{
	struct house *house = arg;

	if (house->loop != NULL)
		loop_hint(house->loop);
}

static void reload(void *arg)
{
	struct house *house = arg;

	house->reloads++;
	loop_stop(house->loop);
}

static void count(struct loop_hook *hook)
{
	(*(int *)hook->data)++;
}

static void open_lanes(struct house *house)
{
	assert_int_equal(lane_read_start(house->store, &house->read, NULL), STATUS_OK);
	assert_int_equal(
		lane_write_start(house->store, &(struct lane_write_hooks){ .committed = committed, .arg = house },
			&house->write, NULL),
		STATUS_OK);
	assert_int_equal(lane_slow_start(house->store, &house->slow, NULL), STATUS_OK);
}

static int open_with(void **state, struct clock *clock)
{
	struct house *house = calloc(1, sizeof(*house));
	struct rpc_options rpc = { .service = &house->service, .clock = clock, .reply = reply, .alive = alive };
	struct loop_options loop = {
		.clock = clock, .service = &house->service, .reload = reload, .reload_arg = house
	};

	strcpy(house->dir, "/tmp/ridealong-loop-XXXXXX");
	assert_non_null(mkdtemp(house->dir));
	assert_int_equal(contract_init(NULL), STATUS_OK);
	assert_int_equal(store_open(house->dir, NOW, &house->store, NULL), STATUS_OK);
	house->clock = clock;
	open_lanes(house);
	rpc.store = loop.store = house->store;
	rpc.read = house->read;
	rpc.write = house->write;
	rpc.slow = house->slow;
	assert_int_equal(rpc_create(&rpc, &house->rpc, NULL), STATUS_OK);
	loop.rpc = house->rpc;
	assert_int_equal(loop_create(&loop, &house->loop, NULL), STATUS_OK);
	house->on_commit = (struct loop_hook){ .run = count, .data = &house->commits };
	house->on_due = (struct loop_hook){ .run = count, .data = &house->dues };
	house->on_stop = (struct loop_hook){ .run = count, .data = &house->stops };
	loop_on_commit(house->loop, &house->on_commit);
	loop_on_due(house->loop, &house->on_due);
	loop_on_stop(house->loop, &house->on_stop);
	*state = house;
	return 0;
}

static int open_manual(void **state)
{
	return open_with(state, clock_create_manual(NOW));
}

static int open_real(void **state)
{
	return open_with(state, clock_create_real());
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static int close_house(void **state)
{
	struct house *house = *state;

	assert_int_equal(house->stops, 1);
	lane_write_stop(house->write);
	lane_slow_stop(house->slow);
	loop_destroy(house->loop);
	rpc_destroy(house->rpc);
	lane_read_stop(house->read);
	store_close(house->store);
	clock_destroy(house->clock);
	nftw(house->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(house);
	return 0;
}

static void run_from(struct house *house, void (*first)(struct loop_task *task))
{
	house->step.run = first;
	loop_post(house->loop, &house->step);
	loop_run(house->loop);
}

static void then(struct house *house, void (*next)(struct loop_task *task))
{
	house->step.run = next;
	loop_post(house->loop, &house->step);
}

static int64_t count_timers(struct house *house)
{
	struct store_conn *conn;
	int64_t timers;

	assert_int_equal(store_connect(house->store, STORE_READ, &conn, NULL), STATUS_OK);
	assert_int_equal(store_timer_count(conn, &timers, NULL), STATUS_OK);
	store_disconnect(conn);
	return timers;
}

/* Posting */

struct post {
	struct loop_task task; /* first */
	struct house *house;
	int thread, number;
};

static int last_of[THREADS];

static void note_post(struct loop_task *task)
{
	struct post *post = (struct post *)task;
	struct house *house = post->house;

	assert_int_equal(post->number, last_of[post->thread]++);
	free(post);
	if (++house->posted == THREADS * POSTS)
		loop_stop(house->loop);
}

struct poster {
	struct house *house;
	int thread;
};

static void *post_many(void *arg)
{
	struct poster *poster = arg;

	for (int i = 0; i < POSTS; i++) {
		struct post *post = malloc(sizeof(*post));

		*post = (struct post){
			.task = { .run = note_post }, .house = poster->house, .thread = poster->thread, .number = i
		};
		loop_post(poster->house->loop, &post->task);
	}
	return NULL;
}

static void what_other_threads_post_runs_once_and_in_their_order(void **state)
{
	struct house *house = *state;
	struct poster posters[THREADS];
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++) {
		posters[i] = (struct poster){ .house = house, .thread = i };
		assert_int_equal(pthread_create(&threads[i], NULL, post_many, &posters[i]), 0);
	}
	loop_run(house->loop);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(house->posted, THREADS * POSTS);
}

/* Writing */

static enum status set_timers(struct call *call, void *arg)
{
	static const char *const keys[] = { "finish/sessions/none", "nonsense", "reveal/sessions/none" };
	ProtobufCBinaryData nothing = { 0 };
	enum status status = STATUS_OK;

	(void)arg;
	assert_int_equal(call->actor->kind, ACTOR_SERVICE);
	for (size_t i = 0; i < 3 && status == STATUS_OK; i++)
		status = store_timer_set(call->conn, STORE_TIMER_SERVICE, keys[i], call->now + CLOCK_HOUR, call->now,
			nothing, &call->error);
	if (status == STATUS_OK)
		status = store_timer_set(
			call->conn, "reminders", "mail", call->now + 2 * CLOCK_HOUR, call->now, nothing, &call->error);
	return status;
}

static enum status refuse(struct call *call, void *arg)
{
	(void)arg;
	return error_set(&call->error, STATUS_FAILED_PRECONDITION, "not today");
}

static void refused(struct loop *loop, void *arg, const struct error *error)
{
	struct house *house = arg;

	assert_non_null(error);
	house->error = *error;
	loop_stop(loop);
}

static void write_in_vain(struct loop_task *task)
{
	struct house *house = (struct house *)task;

	loop_write(house->loop, &service, "in-vain", refuse, house, refused);
	assert_false(loop_quiet(house->loop));
}

static void a_write_that_fails_says_why(void **state)
{
	struct house *house = *state;

	run_from(house, write_in_vain);
	assert_int_equal(house->error.status, STATUS_FAILED_PRECONDITION);
	assert_string_equal(house->error.message, "not today");
}

/* Timers */

static void end_when_quiet(struct loop_task *task)
{
	struct house *house = (struct house *)task;

	/* Two of the three are gone; the one that makes no sense is kept, and tried again later. */
	if (count_timers(house) == 2 && house->loop->writes == 0)
		loop_stop(house->loop);
	else
		then(house, end_when_quiet);
}

static void advance(struct loop_task *task)
{
	struct house *house = (struct house *)task;
	struct error error = { 0 };

	assert_int_equal(house->dues, 0);
	assert_int_equal(loop_clock_advance(house->loop, NOW - 1, &error), STATUS_FAILED_PRECONDITION);
	assert_int_equal(loop_clock_advance(house->loop, NOW + CLOCK_HOUR, &error), STATUS_OK);
	assert_int_equal(loop_now(house->loop), NOW + CLOCK_HOUR);
	assert_int_equal(house->dues, 1);
	assert_false(loop_quiet(house->loop));
	then(house, end_when_quiet);
}

static void timers_set(struct loop *loop, void *arg, const struct error *error)
{
	(void)loop;
	assert_null(error);
	then(arg, advance);
}

static void set_then_advance(struct loop_task *task)
{
	struct house *house = (struct house *)task;

	loop_write(house->loop, &service, "set", set_timers, house, timers_set);
}

static void service_timers_fire_when_time_moves_and_one_that_fails_holds_up_no_other(void **state)
{
	struct house *house = *state;
	struct store_conn *conn;
	bool simulation;
	int64_t kept;

	run_from(house, set_then_advance);
	assert_true(house->commits > 0);
	assert_int_equal(store_connect(house->store, STORE_READ, &conn, NULL), STATUS_OK);
	assert_int_equal(store_meta_get_clock(conn, &simulation, &kept, NULL), STATUS_OK);
	assert_true(simulation);
	assert_int_equal(kept, NOW + CLOCK_HOUR);
	store_disconnect(conn);
}

static enum status set_soon(struct call *call, void *arg)
{
	ProtobufCBinaryData nothing = { 0 };

	(void)arg;
	return store_timer_set(call->conn, "reminders", "mail", call->now + 50000, call->now, nothing, &call->error);
}

static void soon_set(struct loop *loop, void *arg, const struct error *error)
{
	(void)loop;
	(void)arg;
	assert_null(error);
}

static void end_on_due(struct loop_hook *hook)
{
	struct house *house = hook->data;

	house->dues++;
	loop_stop(house->loop);
}

static void set_and_wait(struct loop_task *task)
{
	struct house *house = (struct house *)task;
	struct error error = { 0 };

	assert_int_equal(loop_clock_advance(house->loop, INT64_MAX, &error), STATUS_FAILED_PRECONDITION);
	house->on_due = (struct loop_hook){ .run = end_on_due, .data = house };
	loop_write(house->loop, &service, "soon", set_soon, house, soon_set);
}

static void on_a_real_clock_the_next_timer_wakes_the_loop(void **state)
{
	struct house *house = *state;

	run_from(house, set_and_wait);
	assert_int_equal(house->dues, 1);
}

/* Signals */

static void hang_up(struct loop_task *task)
{
	(void)task;
	kill(getpid(), SIGHUP);
}

static void a_hang_up_asks_for_the_configuration(void **state)
{
	struct house *house = *state;

	run_from(house, hang_up);
	assert_int_equal(house->reloads, 1);
}

static void terminate(struct loop_task *task)
{
	(void)task;
	kill(getpid(), SIGTERM);
}

static void a_term_ends_it(void **state)
{
	run_from(*state, terminate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_other_threads_post_runs_once_and_in_their_order, open_manual, close_house),
		cmocka_unit_test_setup_teardown(a_write_that_fails_says_why, open_manual, close_house),
		cmocka_unit_test_setup_teardown(
			service_timers_fire_when_time_moves_and_one_that_fails_holds_up_no_other, open_manual,
			close_house),
		cmocka_unit_test_setup_teardown(on_a_real_clock_the_next_timer_wakes_the_loop, open_real, close_house),
		cmocka_unit_test_setup_teardown(a_hang_up_asks_for_the_configuration, open_manual, close_house),
		cmocka_unit_test_setup_teardown(a_term_ends_it, open_manual, close_house),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
