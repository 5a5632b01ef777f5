/* tests/ — plugins' work, with the test as the plugin's host: envelopes in, replies out, on a real store and lanes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/loop/inside.h"
#include "daemon/loop/loop.h"
#include "daemon/loop/serve.h"
#include "daemon/loop/take.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/calendar.pb-c.h"
#include "ridealong/v1/envelope.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"

#define NOW    INT64_C(1772434800000000)
#define PLUGIN "calendar"

static const struct loop_plugin plugins[] = { { .name = PLUGIN } };

/* Where an answer arrives. */
struct slot {
	struct house *house;
	Reply *reply;
};

struct house {
	char dir[64], token[RPC_TOKEN_SIZE];
	struct store *store;
	struct clock *clock;
	struct service service;
	struct lane_read *read;
	struct lane_write *write;
	struct lane_slow *slow;
	struct rpc *rpc;
	struct loop *loop;
	pthread_t thread;
	uint64_t call_id;
	const char *locale; /* of the next call; English at first */
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

static void reply(void *arg, const void *bytes, size_t size)
{
	struct slot *slot = arg;

	pthread_mutex_lock(&slot->house->lock);
	slot->reply = reply__unpack(NULL, size, bytes);
	pthread_cond_broadcast(&slot->house->changed);
	pthread_mutex_unlock(&slot->house->lock);
}

static bool alive(void *arg, uint32_t caller)
{
	(void)arg;
	(void)caller;
	return true;
}

static void wait_in_loop(void *arg, struct rpc_call *call)
{
	loop_accept(((struct house *)arg)->loop, call);
}

static void drop_in_loop(void *arg, uint64_t serial, enum status why)
{
	loop_drop(((struct house *)arg)->loop, serial, why);
}

static void committed(void *arg)
{
	loop_hint(((struct house *)arg)->loop);
}

static void *run(void *arg)
{
	loop_run(((struct house *)arg)->loop);
	return NULL;
}

static void open_lanes(struct house *house)
{
	assert_int_equal(contract_init(NULL), STATUS_OK);
	assert_int_equal(store_open(house->dir, NOW, &house->store, NULL), STATUS_OK);
	assert_int_equal(lane_read_start(house->store, &house->read, NULL), STATUS_OK);
	assert_int_equal(
		lane_write_start(house->store, &(struct lane_write_hooks){ .committed = committed, .arg = house },
			&house->write, NULL),
		STATUS_OK);
	assert_int_equal(lane_slow_start(house->store, &house->slow, NULL), STATUS_OK);
	house->clock = clock_create_manual(NOW);
	house->service.simulation = true;
	house->service.data_dir = house->dir;
}

static int open_house(void **state)
{
	static const char *const scopes[] = { "admin.read", NULL };
	struct house *house = calloc(1, sizeof(*house));
	struct rpc_options rpc = { .service = &house->service,
		.same_user = true,
		.reply = reply,
		.alive = alive,
		.transport = house,
		.wait = wait_in_loop,
		.drop = drop_in_loop,
		.loop = house };
	struct loop_options loop = { .service = &house->service, .plugins = plugins, .n_plugins = 1 };

	pthread_mutex_init(&house->lock, NULL);
	pthread_cond_init(&house->changed, NULL);
	strcpy(house->dir, "/tmp/ridealong-take-XXXXXX");
	assert_non_null(mkdtemp(house->dir));
	open_lanes(house);
	rpc.store = loop.store = house->store;
	rpc.clock = loop.clock = house->clock;
	rpc.read = house->read;
	rpc.write = house->write;
	rpc.slow = house->slow;
	assert_int_equal(rpc_create(&rpc, &house->rpc, NULL), STATUS_OK);
	loop.rpc = house->rpc;
	assert_int_equal(loop_create(&loop, &house->loop, NULL), STATUS_OK);
	assert_int_equal(take_start(house->loop, NULL), STATUS_OK);
	assert_int_equal(serve_start(house->loop, NULL), STATUS_OK);
	rpc_plugin_admit(house->rpc, PLUGIN, scopes, house->token);
	assert_int_equal(pthread_create(&house->thread, NULL, run, house), 0);
	*state = house;
	return 0;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static void stop_loop(struct loop_task *task)
{
	struct loop **loop = (struct loop **)(task + 1);

	loop_stop(*loop);
}

static int close_house(void **state)
{
	struct house *house = *state;
	struct {
		struct loop_task task;
		struct loop *loop;
	} stop = { .task = { .run = stop_loop }, .loop = house->loop };

	loop_post(house->loop, &stop.task);
	pthread_join(house->thread, NULL);
	rpc_refuse(house->rpc);
	lane_write_stop(house->write);
	lane_slow_stop(house->slow);
	take_finish(house->loop);
	loop_destroy(house->loop);
	rpc_destroy(house->rpc);
	lane_read_stop(house->read);
	store_close(house->store);
	clock_destroy(house->clock);
	nftw(house->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(house);
	return 0;
}

/* Calls. A Take may still wait when its test is over, so slots are static. */

static void deliver(struct house *house, struct slot *slot, const char *token, const char *method,
	const char *request_id, const ProtobufCMessage *in)
{
	uint8_t bytes[4096], payload[2048];
	struct rpc_arrival arrival = { .slot = slot, .caller = 1, .local = true, .uid = getuid(), .bytes = bytes };
	Request envelope = REQUEST__INIT;

	*slot = (struct slot){ .house = house };
	envelope.method = (char *)method;
	envelope.call_id = ++house->call_id;
	envelope.token = (char *)token;
	if (house->locale != NULL)
		envelope.locale = (char *)house->locale;
	envelope.request_id = (char *)request_id;
	envelope.payload.data = payload;
	envelope.payload.len = protobuf_c_message_pack(in, payload);
	arrival.size = request__pack(&envelope, bytes);
	rpc_deliver(house->rpc, &arrival);
}

static Reply *answer_in(struct slot *slot)
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

static void assert_status(struct slot *slot, enum status status)
{
	Reply *got = answer_in(slot);

	if (got->status != (uint32_t)status)
		fail_msg("%s: %s", status_name((enum status)got->status), got->message);
	reply__free_unpacked(got, NULL);
}

/* Something happens: the event token.created. */
static void happen(struct house *house, const char *what)
{
	static char *scopes[] = { "meetings.read" };
	CreateTokenRequest in = CREATE_TOKEN_REQUEST__INIT;
	Token token = TOKEN__INIT;
	struct slot slot;

	token.display_name = (char *)what;
	token.scopes = scopes;
	token.n_scopes = 1;
	in.token = &token;
	deliver(house, &slot, "", "ridealong.v1.Admin/CreateToken", what, &in.base);
	assert_status(&slot, STATUS_OK);
}

/* A Take of an instance; done and lost may be NULL and 0. */
static void take(struct house *house, struct slot *slot, const char *instance, uint64_t sequence, const char *done,
	uint64_t lost)
{
	static char *types[] = { "token." };
	TakeRequest in = TAKE_REQUEST__INIT;
	WorkDone end = WORK_DONE__INIT, *ends = &end;

	end.work = (char *)done;
	in.instance = (char *)instance;
	in.sequence = sequence;
	in.event_types = types;
	in.n_event_types = 1;
	in.done = &ends;
	in.n_done = done != NULL;
	in.lost = &lost;
	in.n_lost = lost != 0;
	deliver(house, slot, house->token, "ridealong.v1.Plugins/Take", "", &in.base);
}

/* The id of the one piece of work in the answer, or "" when it is empty. */
static void assert_work(struct slot *slot, char ret_id[80])
{
	Reply *got = answer_in(slot);
	TakeResponse *response;

	assert_int_equal(got->status, STATUS_OK);
	response = take_response__unpack(NULL, got->payload.len, got->payload.data);
	assert_non_null(response);
	assert_in_range(response->n_work, 0, 1);
	assert_int_equal(response->clock_time->seconds, NOW / 1000000);
	assert_true(response->simulation);
	snprintf(ret_id, 80, "%s", response->n_work == 1 ? response->work[0]->id : "");
	take_response__free_unpacked(response, NULL);
	reply__free_unpacked(got, NULL);
}

static void events_come_one_after_the_other(void **state)
{
	struct house *house = *state;
	char first[80], second[80], nothing[80];
	static struct slot one, two, three;

	happen(house, "first");
	happen(house, "second");
	take(house, &one, "a", 1, NULL, 0);
	assert_work(&one, first);
	assert_string_not_equal(first, "");
	take(house, &two, "a", 2, NULL, 0); /* waits: the first is not done */
	take(house, &three, "a", 3, first, 0);
	assert_work(&two, nothing);
	assert_string_equal(nothing, "");
	assert_work(&three, second);
	assert_string_not_equal(second, first);
	take(house, &one, "a", 4, second, 0);
	happen(house, "third");
	assert_work(&one, first);
	assert_string_not_equal(first, second);
}

static void work_in_an_answer_that_was_lost_comes_again_and_no_other(void **state)
{
	struct house *house = *state;
	char first[80], again[80];
	static struct slot one, two, three;

	happen(house, "first");
	take(house, &one, "a", 1, NULL, 0);
	assert_work(&one, first);
	take(house, &two, "a", 2, NULL, 1);
	assert_work(&two, again);
	assert_string_equal(again, first);
	take(house, &three, "a", 3, NULL, 1); /* said once more: the work came with the second */
	take(house, &one, "a", 4, NULL, 2);
	assert_work(&three, again);
	assert_string_equal(again, "");
	assert_work(&one, again);
	assert_string_equal(again, first);
}

static void another_process_gets_what_the_former_had(void **state)
{
	struct house *house = *state;
	char first[80], again[80];
	static struct slot one, two;

	happen(house, "first");
	take(house, &one, "a", 1, NULL, 0);
	assert_work(&one, first);
	take(house, &one, "a", 2, NULL, 0);
	take(house, &two, "b", 1, NULL, 0);
	assert_status(&one, STATUS_ABORTED);
	assert_work(&two, again);
	assert_string_equal(again, first);
}

static void a_take_that_was_overtaken_is_answered_at_once(void **state)
{
	struct house *house = *state;
	char nothing[80];
	static struct slot one, two;

	take(house, &two, "a", 2, NULL, 0);
	take(house, &one, "a", 1, NULL, 0);
	answer_in(&one);
	reply__free_unpacked(one.reply, NULL);
	take(house, &one, "a", 3, NULL, 0);
	assert_work(&two, nothing);
	assert_string_equal(nothing, "");
	take(house, &two, "a", 4, NULL, 0);
	assert_work(&one, nothing);
}

static void import(struct house *house, struct slot *slot, const char *request_id, const char *owner)
{
	ImportCalendarRequest in = IMPORT_CALENDAR_REQUEST__INIT;

	in.owner = (char *)owner;
	deliver(house, slot, "", "ridealong.v1.Calendars/ImportCalendar", request_id, &in.base);
}

static void a_call_that_is_sent_again_joins_the_first(void **state)
{
	ImportCalendarResponse response = IMPORT_CALENDAR_RESPONSE__INIT;
	struct house *house = *state;
	static struct slot first, again, other, one, two;
	WorkDone end = WORK_DONE__INIT, *ends = &end;
	TakeRequest in = TAKE_REQUEST__INIT;
	uint8_t bytes[64];
	char work[80];

	take(house, &one, "a", 1, NULL, 0);
	import(house, &first, "import-1", "people/x");
	assert_work(&one, work);
	assert_string_not_equal(work, "");
	import(house, &again, "import-1", "people/x");
	import(house, &other, "import-1", "people/y");
	assert_status(&other, STATUS_ALREADY_EXISTS);
	end.work = work;
	end.payload.data = bytes;
	end.payload.len = import_calendar_response__pack(&response, bytes);
	in.instance = "a";
	in.sequence = 2;
	in.done = &ends;
	in.n_done = 1;
	deliver(house, &two, house->token, "ridealong.v1.Plugins/Take", "", &in.base);
	assert_status(&first, STATUS_OK);
	assert_status(&again, STATUS_OK);
}

struct switching {
	struct loop_task task; /* first */
	struct loop *loop;
};

static void switch_off(struct loop_task *task)
{
	struct loop *loop = ((struct switching *)task)->loop;

	take_enable(&loop->take->plugins[0], false);
}

static void assert_message(struct slot *slot, const char *message)
{
	Reply *got = answer_in(slot);

	assert_string_equal(got->message, message);
	reply__free_unpacked(got, NULL);
}

static void who_waits_for_a_plugin_that_is_switched_off_hears_it_in_their_language(void **state)
{
	struct house *house = *state;
	static struct slot english, dutch, late;
	struct switching switching = { .task = { .run = switch_off }, .loop = house->loop };

	import(house, &english, "import-1", "people/x");
	house->locale = "nl";
	import(house, &dutch, "import-1", "people/x");
	loop_post(house->loop, &switching.task);
	assert_message(&english, "the plugin calendar is switched off");
	assert_message(&dutch, "de plug-in calendar staat uit");
	import(house, &late, "import-2", "people/x");
	assert_message(&late, "de plug-in calendar staat uit");
}

/* ---- timers, and a clock that somebody sets ---- */

struct setting {
	const char *owner, *key;
	int64_t due;
	uv_sem_t written;
};

static enum status write_timer(struct call *call, void *arg)
{
	const struct setting *setting = arg;

	return store_timer_set(call->conn, setting->owner, setting->key, setting->due, NOW,
		(ProtobufCBinaryData){ 0, NULL }, &call->error);
}

static void written(void *arg, const struct error *error)
{
	struct setting *setting = arg;

	assert_null(error);
	uv_sem_post(&setting->written);
}

static void set_timer_of(struct house *house, const char *owner, const char *key, int64_t due)
{
	static const struct actor service = { .kind = ACTOR_SERVICE, .admin = true, .name = "service" };
	struct setting setting = { .owner = owner, .key = key, .due = due };

	assert_int_equal(uv_sem_init(&setting.written, 0), 0);
	rpc_write(house->rpc, &service, key, write_timer, &setting, written);
	uv_sem_wait(&setting.written);
	uv_sem_destroy(&setting.written);
}

static void set_timer(struct house *house, const char *key, int64_t due)
{
	set_timer_of(house, PLUGIN, key, due);
}

struct waking {
	struct loop_task task;
	struct loop *loop;
	uv_sem_t looked;
};

static void wake(struct loop_task *task)
{
	struct waking *waking = (struct waking *)task;

	loop_timer_check(waking->loop);
	uv_sem_post(&waking->looked);
}

/* As the kernel wakes the loop then; it has looked when this returns. */
static void set_clock(struct house *house, int64_t now)
{
	struct waking waking = { .task = { .run = wake }, .loop = house->loop };

	clock_jump(house->clock, now);
	assert_int_equal(uv_sem_init(&waking.looked, 0), 0);
	loop_post(house->loop, &waking.task);
	uv_sem_wait(&waking.looked);
	uv_sem_destroy(&waking.looked);
}

/* Ids of all work in the answer, each with a space behind it. */
static void assert_works(struct slot *slot, const char *wanted)
{
	Reply *got = answer_in(slot);
	TakeResponse *response;
	char ids[400] = "";

	assert_int_equal(got->status, STATUS_OK);
	response = take_response__unpack(NULL, got->payload.len, got->payload.data);
	assert_non_null(response);
	for (size_t i = 0; i < response->n_work; i++)
		snprintf(ids + strlen(ids), sizeof(ids) - strlen(ids), "%s ", response->work[i]->id);
	assert_string_equal(ids, wanted);
	take_response__free_unpacked(response, NULL);
	reply__free_unpacked(got, NULL);
}

static bool has_answer(struct slot *slot)
{
	bool answered;

	pthread_mutex_lock(&slot->house->lock);
	answered = slot->reply != NULL;
	pthread_mutex_unlock(&slot->house->lock);
	return answered;
}

static void a_clock_that_is_set_back_hands_nothing_out_twice(void **state)
{
	struct house *house = *state;
	static struct slot one, two, three;

	set_timer(house, "an hour on", NOW + CLOCK_HOUR);
	set_timer(house, "two hours on", NOW + 2 * CLOCK_HOUR);
	take(house, &one, "a", 1, NULL, 0);
	set_clock(house, NOW + CLOCK_HOUR);
	assert_works(&one, "timers/an hour on/1 ");
	take(house, &two, "a", 2, NULL, 0);
	set_clock(house, NOW); /* while it is with the plugin */
	set_clock(house, NOW + CLOCK_HOUR);
	assert_false(has_answer(&two));
	take(house, &three, "a", 3, "timers/an hour on/1", 0);
	assert_works(&two, "");
	set_clock(house, NOW); /* and when it is done */
	set_clock(house, NOW + CLOCK_HOUR);
	assert_false(has_answer(&three));
	set_clock(house, NOW + 2 * CLOCK_HOUR);
	assert_works(&three, "timers/two hours on/1 ");
}

/* As after a suspend, too: the wall's time went on, and nobody looked. */
static void a_clock_that_leaps_forward_hands_out_all_that_it_leapt_over_in_order(void **state)
{
	struct house *house = *state;
	static struct slot one, two;

	set_timer(house, "second", NOW + 2 * CLOCK_HOUR);
	set_timer(house, "first", NOW + CLOCK_HOUR);
	set_timer(house, "later", NOW + 3 * CLOCK_DAY);
	take(house, &one, "a", 1, NULL, 0);
	set_clock(house, NOW + 2 * CLOCK_DAY);
	assert_works(&one, "timers/first/1 timers/second/1 ");
	take(house, &two, "a", 2, NULL, 0);
	set_clock(house, NOW + 3 * CLOCK_DAY);
	assert_works(&two, "timers/later/1 ");
}

static void a_timer_that_is_due_again_after_a_clock_was_set_back_comes_then_and_not_before(void **state)
{
	struct house *house = *state;
	static struct slot one;

	set_clock(house, NOW + CLOCK_DAY);
	set_timer(house, "noon", NOW + CLOCK_DAY + CLOCK_HOUR);
	set_clock(house, NOW);
	take(house, &one, "a", 1, NULL, 0);
	set_clock(house, NOW + CLOCK_DAY);
	assert_false(has_answer(&one));
	set_clock(house, NOW + CLOCK_DAY + CLOCK_HOUR);
	assert_works(&one, "timers/noon/1 ");
}

static int64_t due_of_service(struct house *house, const char *key)
{
	struct store_conn *conn;
	int64_t due = -1;

	assert_int_equal(store_connect(house->store, STORE_READ, &conn, NULL), STATUS_OK);
	assert_int_equal(store_begin_read(conn, NULL), STATUS_OK);
	assert_int_equal(store_timer_find(conn, STORE_TIMER_SERVICE, key, &due, NULL), STATUS_OK);
	store_rollback(conn);
	store_disconnect(conn);
	return due;
}

/* Else a plugin that is quick finds a session as it was, and drops what is about what it becomes at that moment. */
static void what_the_service_does_at_a_moment_is_done_before_plugins_hear_of_it(void **state)
{
	struct house *house = *state;
	static struct slot one, two;

	set_timer(house, "before", NOW + CLOCK_HOUR - 1);
	set_timer(house, "then", NOW + CLOCK_HOUR);
	set_timer_of(house, STORE_TIMER_SERVICE, "finish/sessions/none", NOW + CLOCK_HOUR);
	take(house, &one, "a", 1, NULL, 0);
	set_clock(house, NOW + CLOCK_HOUR);
	assert_works(&one, "timers/before/1 ");
	take(house, &two, "a", 2, NULL, 0);
	assert_works(&two, "timers/then/1 ");
	assert_int_equal(due_of_service(house, "finish/sessions/none"), 0);
}

static void what_the_service_fails_to_do_holds_up_no_plugin(void **state)
{
	struct house *house = *state;
	static struct slot one;

	set_timer(house, "then", NOW + CLOCK_HOUR);
	set_timer_of(house, STORE_TIMER_SERVICE, "nonsense", NOW + CLOCK_HOUR);
	take(house, &one, "a", 1, NULL, 0);
	set_clock(house, NOW + CLOCK_HOUR);
	assert_works(&one, "timers/then/1 ");
	assert_int_equal(due_of_service(house, "nonsense"), NOW + CLOCK_HOUR);
}

static void fail_work(struct house *house, struct slot *slot, uint64_t sequence, const char *work)
{
	static char *types[] = { "token." };
	TakeRequest in = TAKE_REQUEST__INIT;
	WorkDone end = WORK_DONE__INIT, *ends = &end;

	end.work = (char *)work;
	end.status = STATUS_UNAVAILABLE;
	in.instance = (char *)"a";
	in.sequence = sequence;
	in.event_types = types;
	in.n_event_types = 1;
	in.done = &ends;
	in.n_done = 1;
	deliver(house, slot, house->token, "ridealong.v1.Plugins/Take", "", &in.base);
}

static void an_event_that_failed_is_not_kept_for_a_day_by_a_clock_that_is_set_back_a_day(void **state)
{
	struct house *house = *state;
	static struct slot one, two, three;
	char id[80], wanted[90];

	happen(house, "first");
	take(house, &one, "a", 1, NULL, 0);
	assert_work(&one, id);
	snprintf(wanted, sizeof(wanted), "%s ", id);
	fail_work(house, &two, 2, id);
	set_clock(house, NOW);
	assert_false(has_answer(&two)); /* it waits a second or so */
	set_clock(house, NOW - CLOCK_DAY);
	take(house, &three, "a", 3, NULL, 0);
	assert_works(&two, "");
	assert_works(&three, wanted);
}

static void a_timer_that_failed_waits_for_its_moment_when_the_clock_is_set_back_before_it(void **state)
{
	struct house *house = *state;
	static struct slot one, two, three;

	set_timer(house, "noon", NOW + CLOCK_HOUR);
	take(house, &one, "a", 1, NULL, 0);
	set_clock(house, NOW + CLOCK_HOUR);
	assert_works(&one, "timers/noon/1 ");
	fail_work(house, &two, 2, "timers/noon/1");
	set_clock(house, NOW);
	take(house, &three, "a", 3, NULL, 0);
	assert_works(&two, "");
	assert_false(has_answer(&three));
	set_clock(house, NOW + CLOCK_HOUR);
	assert_works(&three, "timers/noon/1 ");
}

static void only_a_plugins_host_takes_work(void **state)
{
	TakeRequest in = TAKE_REQUEST__INIT;
	struct house *house = *state;
	static struct slot slot;

	in.instance = "a";
	in.sequence = 1;
	deliver(house, &slot, "", "ridealong.v1.Plugins/Take", "", &in.base);
	assert_status(&slot, STATUS_PERMISSION_DENIED);
	in.instance = "";
	deliver(house, &slot, house->token, "ridealong.v1.Plugins/Take", "", &in.base);
	assert_status(&slot, STATUS_INVALID_ARGUMENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(events_come_one_after_the_other, open_house, close_house),
		cmocka_unit_test_setup_teardown(
			work_in_an_answer_that_was_lost_comes_again_and_no_other, open_house, close_house),
		cmocka_unit_test_setup_teardown(another_process_gets_what_the_former_had, open_house, close_house),
		cmocka_unit_test_setup_teardown(a_take_that_was_overtaken_is_answered_at_once, open_house, close_house),
		cmocka_unit_test_setup_teardown(a_call_that_is_sent_again_joins_the_first, open_house, close_house),
		cmocka_unit_test_setup_teardown(who_waits_for_a_plugin_that_is_switched_off_hears_it_in_their_language,
			open_house, close_house),
		cmocka_unit_test_setup_teardown(
			what_the_service_does_at_a_moment_is_done_before_plugins_hear_of_it, open_house, close_house),
		cmocka_unit_test_setup_teardown(
			what_the_service_fails_to_do_holds_up_no_plugin, open_house, close_house),
		cmocka_unit_test_setup_teardown(
			a_clock_that_is_set_back_hands_nothing_out_twice, open_house, close_house),
		cmocka_unit_test_setup_teardown(
			a_clock_that_leaps_forward_hands_out_all_that_it_leapt_over_in_order, open_house, close_house),
		cmocka_unit_test_setup_teardown(
			a_timer_that_is_due_again_after_a_clock_was_set_back_comes_then_and_not_before, open_house,
			close_house),
		cmocka_unit_test_setup_teardown(
			an_event_that_failed_is_not_kept_for_a_day_by_a_clock_that_is_set_back_a_day, open_house,
			close_house),
		cmocka_unit_test_setup_teardown(
			a_timer_that_failed_waits_for_its_moment_when_the_clock_is_set_back_before_it, open_house,
			close_house),
		cmocka_unit_test_setup_teardown(only_a_plugins_host_takes_work, open_house, close_house),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
