/* The host over a client without a daemon: a script in a thread of its own plays the daemon. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <uv.h>

#include "fake_client.h"
#include "plugins/host/host.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/* A plugin that does as the work's name says, and remembers. */
static struct {
	struct ridealong_host *host;
	const struct ridealong_host_api *api;
	int events, timers, stops;
	struct ridealong_work *kept;
	int64_t started, now; /* what time it was */
} seen;

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	(void)ret_error;
	seen.host = host;
	seen.api = api;
	seen.started = api->now(host);
	return &seen;
}

static void stop(void *self)
{
	(void)self;
	seen.stops++;
}

static void on_called(void *arg, const struct ridealong_reply *reply)
{
	seen.api->finish(seen.host, arg, reply->status, reply->message, reply->reason, NULL, 0);
}

static void on_event(void *self, struct ridealong_work *work, const struct ridealong_event *event)
{
	(void)self;
	seen.events++;
	seen.now = seen.api->now(seen.host);
	if (strcmp(event->type, "keep") == 0)
		seen.kept = work;
	else if (strcmp(event->type, "broken") == 0)
		seen.api->finish(seen.host, work, 13, "caf\xc3", "", NULL, 0);
	else if (strcmp(event->type, "call") == 0)
		seen.api->call(
			seen.host, work, "ridealong.v1.Sessions/StartSession", "people/p", "", 0, on_called, work);
	else if (strncmp(event->type, "letter/", strlen("letter/")) == 0)
		seen.api->call_as_request(seen.host, event->type, "ridealong.v1.Sessions/StartSession", "people/p", "",
			0, on_called, work);
	else
		seen.api->finish(seen.host, work, 0, "", "", NULL, 0);
}

static void on_timer(void *self, struct ridealong_work *work, const struct ridealong_timer *timer)
{
	(void)self;
	(void)timer;
	seen.timers++;
	if (seen.kept != NULL)
		seen.api->finish(seen.host, seen.kept, 0, "", "", NULL, 0);
	seen.kept = NULL;
	seen.api->finish(seen.host, work, 0, "", "", NULL, 0);
}

static const char *const types[] = { "session.", "call", NULL };
static const struct ridealong_plugin plugin = { .abi = RIDEALONG_PLUGIN_ABI,
	.size = sizeof(plugin),
	.name = "under_test",
	.event_types = types,
	.start = start,
	.stop = stop,
	.on_event = on_event,
	.on_timer = on_timer };

static char folder[] = "/tmp/ridealong-host-XXXXXX";

struct play {
	void (*script)(int control);
	int control;
};

static void *play(void *arg)
{
	struct play *part = arg;

	part->script(part->control);
	return NULL;
}

static enum host_exit run(void (*script)(int control))
{
	struct hello hello = { .plugin = "under_test",
		.server = "ipc:///x",
		.token = "ra_x",
		.data_dir = folder,
		.now_us = 500 * INT64_C(1000000),
		.simulation = true };
	enum host_exit exit_code;
	struct play part;
	pthread_t thread;
	int ends[2];

	memset(&seen, 0, sizeof(seen));
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	part = (struct play){ script, ends[1] };
	pthread_create(&thread, NULL, play, &part);
	exit_code = host_run(&plugin, &hello, ends[0]);
	pthread_join(thread, NULL);
	return exit_code;
}

static TakeRequest *take(struct fake_call **ret)
{
	TakeRequest *request;

	*ret = fake_next("Take");
	request = take_request__unpack(NULL, (*ret)->length, (*ret)->bytes);
	if (request == NULL)
		abort();
	return request;
}

/* Work as the daemon would send it: an event of a type, or a timer. */
struct parcel {
	TakeResponse response;
	Work work[4], *list[4];
	Event event[4];
	Timer timer[4];
	Timestamp time;
};

static void parcel_init(struct parcel *parcel)
{
	take_response__init(&parcel->response);
	timestamp__init(&parcel->time);
	parcel->time.seconds = 1000;
	parcel->response.clock_time = &parcel->time;
	parcel->response.simulation = 1;
	parcel->response.work = parcel->list;
}

static void parcel_add(struct parcel *parcel, const char *id, const char *type)
{
	const size_t n = parcel->response.n_work++;

	work__init(&parcel->work[n]);
	parcel->list[n] = &parcel->work[n];
	parcel->work[n].id = (char *)id;
	if (strcmp(type, "timer") == 0) {
		timer__init(&parcel->timer[n]);
		parcel->timer[n].key = (char *)id;
		parcel->work[n].kind_case = WORK__KIND_TIMER;
		parcel->work[n].timer = &parcel->timer[n];
	} else {
		event__init(&parcel->event[n]);
		parcel->event[n].name = (char *)id;
		parcel->event[n].type = (char *)type;
		parcel->work[n].kind_case = WORK__KIND_EVENT;
		parcel->work[n].event = &parcel->event[n];
	}
}

#define CHECK(condition)                                                                                               \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			fprintf(stderr, "%s:%d: %s\n", __func__, __LINE__, #condition);                                \
			abort();                                                                                       \
		}                                                                                                      \
	} while (0)

static void script_events_in_order(int control)
{
	struct fake_call *call;
	struct parcel parcel;
	TakeRequest *request = take(&call);

	CHECK(request->sequence == 1 && request->n_done == 0 && request->n_event_types == 2);
	CHECK(strcmp(request->event_types[0], "session.") == 0);
	take_request__free_unpacked(request, NULL);
	parcel_init(&parcel);
	parcel_add(&parcel, "events/1", "session.planned");
	parcel_add(&parcel, "timer/1", "timer");
	fake_answer(call, &parcel.response.base);
	request = take(&call);
	CHECK(request->sequence == 2 && request->n_done == 2);
	CHECK(strcmp(request->done[0]->work, "events/1") == 0 && request->done[0]->status == 0);
	CHECK(strcmp(request->done[1]->work, "timer/1") == 0);
	take_request__free_unpacked(request, NULL);
	close(control);
	/* The Take that waits ends with the client. */
	fake_refuse(call, 1, "closed");
}

static void what_is_done_goes_out_with_the_next_take(void **state)
{
	(void)state;
	assert_int_equal(run(script_events_in_order), HOST_EXIT_DONE);
	assert_int_equal(seen.events, 1);
	assert_int_equal(seen.timers, 1);
	assert_int_equal(seen.stops, 1);
	assert_int_equal(seen.now, 1000 * INT64_C(1000000));
}

static void a_plugin_knows_from_its_start_what_time_it_is(void **state)
{
	(void)state;
	assert_int_equal(run(script_events_in_order), HOST_EXIT_DONE);
	assert_int_equal(seen.started, 500 * INT64_C(1000000));
}

static void script_later(int control)
{
	struct fake_call *first, *second, *third;
	struct parcel parcel;

	take_request__free_unpacked(take(&first), NULL);
	parcel_init(&parcel);
	parcel_add(&parcel, "events/1", "keep");
	fake_answer(first, &parcel.response.base);
	TakeRequest *request = take(&second); /* at once, with nothing done */
	CHECK(request->n_done == 0);
	take_request__free_unpacked(request, NULL);
	parcel_init(&parcel);
	parcel_add(&parcel, "timers/1", "timer"); /* finishes what was kept */
	fake_answer(second, &parcel.response.base);
	request = take(&third);
	CHECK(request->n_done == 2 && strcmp(request->done[0]->work, "events/1") == 0);
	take_request__free_unpacked(request, NULL);
	close(control);
	fake_refuse(third, 1, "closed");
}

static void work_may_be_finished_later(void **state)
{
	(void)state;
	assert_int_equal(run(script_later), HOST_EXIT_DONE);
}

static void script_broken_connection(int control)
{
	struct fake_call *call;
	struct parcel parcel;
	TakeRequest *request;

	take_request__free_unpacked(take(&call), NULL);
	parcel_init(&parcel);
	parcel_add(&parcel, "events/1", "session.planned");
	fake_answer(call, &parcel.response.base);
	request = take(&call);
	CHECK(request->sequence == 2 && request->n_done == 1);
	take_request__free_unpacked(request, NULL);
	fake_refuse(call, 14, "connection lost");
	request = take(&call);
	CHECK(request->sequence == 3 && request->n_done == 1 && request->n_lost == 1 && request->lost[0] == 2);
	take_request__free_unpacked(request, NULL);
	parcel_init(&parcel);
	fake_answer(call, &parcel.response.base);
	request = take(&call);
	CHECK(request->sequence == 4 && request->n_done == 0 && request->n_lost == 0);
	take_request__free_unpacked(request, NULL);
	close(control);
	fake_refuse(call, 1, "closed");
}

static void after_a_broken_connection_it_is_all_said_again(void **state)
{
	(void)state;
	assert_int_equal(run(script_broken_connection), HOST_EXIT_DONE);
	assert_int_equal(seen.events, 1);
}

static char request_ids[2][64];

static void script_asked(int control, int n, const char *event, const char *type)
{
	struct fake_call *call, *asked, *waiting;
	struct parcel parcel;
	TakeRequest *request;

	take_request__free_unpacked(take(&call), NULL);
	parcel_init(&parcel);
	parcel_add(&parcel, event, type);
	fake_answer(call, &parcel.response.base);
	asked = fake_next("StartSession");
	CHECK(strcmp(asked->act_as, "people/p") == 0);
	snprintf(request_ids[n], sizeof(request_ids[n]), "%s", asked->request_id);
	take_request__free_unpacked(take(&waiting), NULL);
	fake_refuse(asked, 9, "closed already");
	request = take(&call);
	CHECK(request->n_done == 1 && request->done[0]->status == 9);
	CHECK(strcmp(request->done[0]->message, "closed already") == 0);
	take_request__free_unpacked(request, NULL);
	close(control);
	fake_refuse(waiting, 1, "closed");
	fake_refuse(call, 1, "closed");
}

static void script_call_first(int control)
{
	script_asked(control, 0, "events/7", "call");
}

static void script_call_second(int control)
{
	script_asked(control, 1, "events/7", "call");
}

static void work_handed_out_twice_calls_with_the_same_request_id(void **state)
{
	(void)state;
	run(script_call_first);
	run(script_call_second);
	assert_int_not_equal(strlen(request_ids[0]), 0);
	assert_string_equal(request_ids[0], request_ids[1]);
}

static void script_letter(int control)
{
	script_asked(control, 0, "events/7", "letter/1");
}

static void script_letter_later(int control)
{
	script_asked(control, 1, "events/8", "letter/1");
}

static void script_other_letter(int control)
{
	script_asked(control, 1, "events/7", "letter/2");
}

static void what_belongs_to_no_work_has_the_request_id_of_its_name(void **state)
{
	(void)state;
	run(script_letter);
	run(script_letter_later);
	assert_int_not_equal(strlen(request_ids[0]), 0);
	assert_string_equal(request_ids[0], request_ids[1]);
	run(script_other_letter);
	assert_string_not_equal(request_ids[0], request_ids[1]);
	run(script_call_second);
	assert_string_not_equal(request_ids[0], request_ids[1]);
}

static void script_twice(int control)
{
	struct fake_call *call;
	struct parcel parcel;
	TakeRequest *request;

	take_request__free_unpacked(take(&call), NULL);
	parcel_init(&parcel);
	parcel_add(&parcel, "events/1", "keep");
	parcel_add(&parcel, "events/1", "keep");
	fake_answer(call, &parcel.response.base);
	request = take(&call);
	CHECK(request->n_done == 0);
	take_request__free_unpacked(request, NULL);
	close(control);
	fake_refuse(call, 1, "closed");
}

static void the_same_work_at_hand_twice_is_done_once(void **state)
{
	(void)state;
	run(script_twice);
	assert_int_equal(seen.events, 1);
}

static void script_sentence(int control)
{
	struct fake_call *call;
	struct parcel parcel;
	TakeRequest *request;

	take_request__free_unpacked(take(&call), NULL);
	parcel_init(&parcel);
	parcel_add(&parcel, "events/1", "broken");
	fake_answer(call, &parcel.response.base);
	request = take(&call);
	CHECK(strcmp(request->done[0]->message, "caf?") == 0);
	take_request__free_unpacked(request, NULL);
	close(control);
	fake_refuse(call, 1, "closed");
}

static void a_sentence_cut_within_a_character_is_mended(void **state)
{
	(void)state;
	run(script_sentence);
}

static void script_refused(int control)
{
	char line[200] = "";
	struct fake_call *call;
	ssize_t n;

	take_request__free_unpacked(take(&call), NULL);
	fake_refuse(call, 16, "the token is unknown");
	n = read(control, line, sizeof(line) - 1);
	CHECK(n > 0 && strcmp(line, "the daemon gives no work: the token is unknown\n") == 0);
	close(control);
}

static void a_host_that_may_not_take_ends_and_says_why(void **state)
{
	(void)state;
	assert_int_equal(run(script_refused), HOST_EXIT_AGAIN);
	assert_int_equal(seen.stops, 1);
}

static void a_plugin_of_another_name_is_refused(void **state)
{
	struct hello hello = { .plugin = "other", .server = "ipc:///x", .token = "ra_x", .data_dir = folder };

	(void)state;
	assert_int_equal(host_run(&plugin, &hello, -1), HOST_EXIT_NEVER);
}

static void a_section_that_makes_no_sense_is_refused_before_the_plugin_starts(void **state)
{
	static const struct ridealong_setting settings[] = { { "folder", NULL }, { NULL, NULL } };
	struct hello_setting config = { .key = "fodler", .value = "/in" };
	struct hello hello = { .plugin = "under_test", .server = "ipc:///x", .token = "ra_x", .data_dir = folder };
	struct ridealong_plugin strict = plugin;
	char said[200];
	int ends[2];
	ssize_t n;

	(void)state;
	memset(&seen, 0, sizeof(seen));
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	strict.settings = settings;
	hello.config = &config;
	hello.n_config = 1;
	assert_int_equal(host_run(&strict, &hello, ends[0]), HOST_EXIT_NEVER);
	n = read(ends[1], said, sizeof(said) - 1);
	said[n > 0 ? n : 0] = '\0';
	assert_string_equal(said, "there is no \"fodler\" among its settings (folder)\n");
	assert_null(seen.host);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_done_goes_out_with_the_next_take),
		cmocka_unit_test(a_plugin_knows_from_its_start_what_time_it_is),
		cmocka_unit_test(work_may_be_finished_later),
		cmocka_unit_test(after_a_broken_connection_it_is_all_said_again),
		cmocka_unit_test(work_handed_out_twice_calls_with_the_same_request_id),
		cmocka_unit_test(what_belongs_to_no_work_has_the_request_id_of_its_name),
		cmocka_unit_test(the_same_work_at_hand_twice_is_done_once),
		cmocka_unit_test(a_sentence_cut_within_a_character_is_mended),
		cmocka_unit_test(a_host_that_may_not_take_ends_and_says_why),
		cmocka_unit_test(a_plugin_of_another_name_is_refused),
		cmocka_unit_test(a_section_that_makes_no_sense_is_refused_before_the_plugin_starts),
	};
	int failed;

	if (mkdtemp(folder) == NULL)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(folder);
	return failed;
}
