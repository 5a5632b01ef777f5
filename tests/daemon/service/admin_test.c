/* tests — Admin: what the daemon says of itself, and to whom. */
#include "daemon/store/timer.h"
#include "fixture.h"
#include "ridealong/v1/admin.pb-c.h"

extern Admin_Service service_admin;

static enum status get_metrics(struct fixture *fixture, const struct actor *actor, Metrics **ret)
{
	GetMetricsRequest in = GET_METRICS_REQUEST__INIT;

	return fixture_call(fixture, actor, &service_admin, "GetMetrics", &in, ret);
}

static void metrics_are_for_administrators_and_for_programs_that_were_let_in(void **state)
{
	static const char *const scopes[] = { "admin.read" };
	struct fixture *fixture = *state;
	const struct actor monitor = {
		.kind = ACTOR_PROGRAM, .name = "tokens/monitor", .scopes = scopes, .n_scopes = 1
	};
	Metrics *metrics;

	fixture->service.start_time = FIXTURE_NOW - CLOCK_HOUR;
	assert_ok(fixture, get_metrics(fixture, &fixture->admin, &metrics));
	assert_int_equal(instant_us(metrics->start_time), FIXTURE_NOW - CLOCK_HOUR);
	assert_ok(fixture, get_metrics(fixture, &monitor, &metrics));
	assert_int_equal(instant_us(metrics->start_time), FIXTURE_NOW - CLOCK_HOUR);
	assert_status(fixture, STATUS_PERMISSION_DENIED, get_metrics(fixture, &fixture->ruud, &metrics));
	assert_status(fixture, STATUS_PERMISSION_DENIED, get_metrics(fixture, &fixture->noor, &metrics));
	assert_status(fixture, STATUS_PERMISSION_DENIED, get_metrics(fixture, &fixture->program, &metrics));
	assert_status(fixture, STATUS_UNAUTHENTICATED, get_metrics(fixture, &fixture->nobody, &metrics));
}

static void set_timer(struct fixture *fixture, const char *owner, const char *key, int64_t due)
{
	assert_ok(fixture, store_timer_set(fixture->conn, owner, key, due, FIXTURE_NOW, (ProtobufCBinaryData){ 0 },
				   &fixture->error));
}

static void metrics_say_how_long_the_most_overdue_timer_has_been_due(void **state)
{
	struct fixture *fixture = *state;
	Metrics *metrics;

	set_timer(fixture, "reminders", "later", FIXTURE_NOW + CLOCK_DAY);
	assert_ok(fixture, get_metrics(fixture, &fixture->admin, &metrics));
	assert_int_equal(metrics->timers, 1);
	assert_null(metrics->timer_lag);
	set_timer(fixture, "reminders", "due", FIXTURE_NOW - CLOCK_MINUTE);
	set_timer(fixture, STORE_TIMER_SERVICE, "lapse/sessions/a", FIXTURE_NOW - CLOCK_HOUR);
	assert_ok(fixture, get_metrics(fixture, &fixture->admin, &metrics));
	assert_int_equal(metrics->timers, 3);
	assert_int_equal(instant_length_us(metrics->timer_lag), CLOCK_HOUR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(metrics_are_for_administrators_and_for_programs_that_were_let_in),
		with_fixture(metrics_say_how_long_the_most_overdue_timer_has_been_due),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
