/* tests — Timers. */
#include "daemon/store/timer.h"
#include "fixture.h"
#include "ridealong/v1/timer.pb-c.h"

extern Timers_Service service_timers;

static enum status set(
	struct fixture *fixture, const struct actor *actor, const char *key, int64_t due, size_t payload, Timer **ret)
{
	SetTimerRequest in = SET_TIMER_REQUEST__INIT;
	Timer timer = TIMER__INIT;
	static uint8_t bytes[5000];

	timer.key = (char *)key;
	timer.due_time = instant_new(fixture->arena, due);
	timer.payload.data = bytes;
	timer.payload.len = payload;
	in.timer = &timer;
	return fixture_call(fixture, actor, &service_timers, "SetTimer", &in, ret);
}

static enum status list(
	struct fixture *fixture, const struct actor *actor, int size, const char *token, ListTimersResponse **ret)
{
	ListTimersRequest in = LIST_TIMERS_REQUEST__INIT;

	in.page_size = size;
	in.page_token = (char *)token;
	return fixture_call(fixture, actor, &service_timers, "ListTimers", &in, ret);
}

static void a_plugin_sets_moves_and_removes_its_timer(void **state)
{
	struct fixture *fixture = *state;
	DeleteTimerRequest in = DELETE_TIMER_REQUEST__INIT;
	ListTimersResponse *timers;
	Timer *timer;

	assert_ok(fixture, set(fixture, &fixture->plugin, "prepare/1", FIXTURE_NOW + CLOCK_DAY, 3, &timer));
	assert_string_equal(timer->name, "plugins/reminders/timers/prepare/1");
	assert_ok(fixture, set(fixture, &fixture->plugin, "prepare/1", FIXTURE_NOW + CLOCK_HOUR, 0, &timer));
	assert_ok(fixture, list(fixture, &fixture->plugin, 0, "", &timers));
	assert_int_equal(timers->n_timers, 1);
	assert_int_equal(instant_us(timers->timers[0]->due_time), FIXTURE_NOW + CLOCK_HOUR);
	in.key = "prepare/1";
	assert_ok(fixture, fixture_call(fixture, &fixture->plugin, &service_timers, "DeleteTimer", &in, NULL));
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->plugin, &service_timers, "DeleteTimer", &in, NULL));
}

static enum status move(struct fixture *fixture, const struct actor *actor, size_t count, Timer *timers, int *ret)
{
	MoveTimersRequest in = MOVE_TIMERS_REQUEST__INIT;
	Timer *pointers[3] = { &timers[0], &timers[1], &timers[2] };
	MoveTimersResponse *out;
	enum status st;

	in.timers = pointers;
	in.n_timers = count;
	st = fixture_call(fixture, actor, &service_timers, "MoveTimers", &in, &out);
	if (st == STATUS_OK)
		*ret = out->count;
	return st;
}

static void timers_that_are_there_move_or_go_and_none_is_made(void **state)
{
	struct fixture *fixture = *state;
	Timer given[3] = { TIMER__INIT, TIMER__INIT, TIMER__INIT };
	ListTimersResponse *timers;
	int moved = 0;

	assert_ok(fixture, set(fixture, &fixture->plugin, "there", FIXTURE_NOW + CLOCK_DAY, 3, NULL));
	assert_ok(fixture, set(fixture, &fixture->plugin, "goes", FIXTURE_NOW + CLOCK_DAY, 0, NULL));
	given[0].key = "there";
	given[1].key = "not there";
	given[2].key = "goes";
	given[0].due_time = given[1].due_time = instant_new(fixture->arena, FIXTURE_NOW + CLOCK_HOUR);
	assert_ok(fixture, move(fixture, &fixture->plugin, 3, given, &moved));
	assert_int_equal(moved, 2);
	assert_ok(fixture, list(fixture, &fixture->plugin, 0, "", &timers));
	assert_int_equal(timers->n_timers, 1);
	assert_string_equal(timers->timers[0]->key, "there");
	assert_int_equal(instant_us(timers->timers[0]->due_time), FIXTURE_NOW + CLOCK_HOUR);
	assert_int_equal(timers->timers[0]->payload.len, 3);
	assert_status(fixture, STATUS_PERMISSION_DENIED, move(fixture, &fixture->admin, 3, given, &moved));
	given[1].key = "";
	assert_status(fixture, STATUS_INVALID_ARGUMENT, move(fixture, &fixture->plugin, 3, given, &moved));
	assert_string_equal(fixture->error.field, "timers.key");
}

static void only_plugins_have_timers(void **state)
{
	struct fixture *fixture = *state;
	ListTimersResponse *timers;

	assert_status(fixture, STATUS_PERMISSION_DENIED, set(fixture, &fixture->noor, "mine", FIXTURE_NOW, 0, NULL));
	assert_status(fixture, STATUS_PERMISSION_DENIED, set(fixture, &fixture->program, "mine", FIXTURE_NOW, 0, NULL));
	assert_status(fixture, STATUS_PERMISSION_DENIED, list(fixture, &fixture->noor, 0, "", &timers));
}

static void a_plugin_lists_its_own_and_an_administrator_all_by_due_time(void **state)
{
	struct fixture *fixture = *state;
	ProtobufCBinaryData nothing = { 0, NULL };
	ListTimersResponse *timers;

	assert_ok(fixture, set(fixture, &fixture->plugin, "late", FIXTURE_NOW + 3 * CLOCK_DAY, 0, NULL));
	assert_ok(fixture, set(fixture, &fixture->plugin, "soon", FIXTURE_NOW + CLOCK_DAY, 0, NULL));
	assert_int_equal(store_timer_set(fixture->conn, STORE_TIMER_SERVICE, "reveal/sessions/1",
				 FIXTURE_NOW + 2 * CLOCK_DAY, FIXTURE_NOW, nothing, NULL),
		STATUS_OK);
	assert_ok(fixture, list(fixture, &fixture->plugin, 0, "", &timers));
	assert_int_equal(timers->n_timers, 2);
	assert_string_equal(timers->timers[0]->key, "soon");
	assert_ok(fixture, list(fixture, &fixture->admin, 2, "", &timers));
	assert_int_equal(timers->n_timers, 2);
	assert_string_equal(timers->timers[1]->name, "service/timers/reveal/sessions/1");
	assert_ok(fixture, list(fixture, &fixture->admin, 2, timers->next_page_token, &timers));
	assert_int_equal(timers->n_timers, 1);
	assert_string_equal(timers->timers[0]->key, "late");
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		list(fixture, &fixture->plugin, 2, "service/timers/reveal/sessions/1", &timers));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, list(fixture, &fixture->admin, 2, "nonsense", &timers));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, list(fixture, &fixture->admin, -2, "", &timers));
}

static void what_is_too_long_or_missing_is_refused_with_its_field(void **state)
{
	struct fixture *fixture = *state;
	char key[202];

	memset(key, 'k', sizeof(key) - 1);
	key[sizeof(key) - 1] = '\0';
	assert_status(fixture, STATUS_INVALID_ARGUMENT, set(fixture, &fixture->plugin, key, FIXTURE_NOW, 0, NULL));
	assert_string_equal(fixture->error.field, "timer.key");
	assert_ok(fixture, set(fixture, &fixture->plugin, key + 1, FIXTURE_NOW, 4096, NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, set(fixture, &fixture->plugin, "", FIXTURE_NOW, 0, NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, set(fixture, &fixture->plugin, "k", FIXTURE_NOW, 4097, NULL));
	assert_string_equal(fixture->error.field, "timer.payload");
	assert_status(fixture, STATUS_INVALID_ARGUMENT, set(fixture, &fixture->plugin, "k", 0, 0, NULL));
	assert_string_equal(fixture->error.field, "timer.due_time");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_plugin_sets_moves_and_removes_its_timer),
		with_fixture(timers_that_are_there_move_or_go_and_none_is_made),
		with_fixture(only_plugins_have_timers),
		with_fixture(a_plugin_lists_its_own_and_an_administrator_all_by_due_time),
		with_fixture(what_is_too_long_or_missing_is_refused_with_its_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
