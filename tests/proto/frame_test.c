/* tests/ — what stands around a message on a stream. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "proto/frame.h"

static void each_side_knows_the_others_greeting(void **state)
{
	static const uint8_t requester[] = { 0, 'S', 'P', 0, 0, 0x30, 0, 0 };
	uint8_t greeting[FRAME_GREETING_SIZE];

	(void)state;
	frame_greet(FRAME_REQUESTER, greeting);
	assert_memory_equal(greeting, requester, sizeof(requester));
	assert_true(frame_greets(FRAME_REQUESTER, greeting));
	assert_false(frame_greets(FRAME_REPLIER, greeting));
	assert_false(frame_greets(FRAME_REQUESTER, (const uint8_t *)"GET / HT"));
}

static void a_message_is_framed_as_its_stream_wants_it(void **state)
{
	static const uint8_t local[] = { 1, 0, 0, 0, 0, 0, 0, 0, 9, 0x80, 0, 1, 2 };
	uint8_t head[FRAME_HEAD_MAX];
	struct frame_route route;
	size_t size;

	(void)state;
	assert_int_equal(frame_stream_of("ipc:///run/ridealong.sock"), FRAME_LOCAL);
	assert_int_equal(frame_stream_of("tcp://127.0.0.1:7411"), FRAME_NETWORK);
	frame_route_number(0x102, &route);
	assert_int_equal(frame_head(FRAME_LOCAL, &route, 5, head), sizeof(local));
	assert_memory_equal(head, local, sizeof(local));
	assert_true(frame_prefix_read(FRAME_LOCAL, head, 9, &size));
	assert_int_equal(size, 9);
	assert_int_equal(frame_head(FRAME_NETWORK, &route, 5, head), sizeof(local) - 1);
	assert_memory_equal(head, local + 1, sizeof(local) - 1);
	assert_true(frame_prefix_read(FRAME_NETWORK, head, 9, &size));
	assert_int_equal(size, 9);
}

static void what_is_too_long_or_no_prefix_is_refused(void **state)
{
	static const uint8_t endless[] = { 1, 255, 255, 255, 255, 255, 255, 255, 255 };
	static const uint8_t unmarked[] = { 2, 0, 0, 0, 0, 0, 0, 0, 1 };
	uint8_t head[FRAME_HEAD_MAX];
	struct frame_route route;
	size_t size;

	(void)state;
	frame_route_number(7, &route);
	frame_head(FRAME_LOCAL, &route, 96, head);
	assert_true(frame_prefix_read(FRAME_LOCAL, head, 100, &size));
	assert_false(frame_prefix_read(FRAME_LOCAL, head, 99, &size));
	assert_false(frame_prefix_read(FRAME_LOCAL, endless, 1 << 20, &size));
	assert_false(frame_prefix_read(FRAME_LOCAL, unmarked, 1 << 20, &size));
}

static void a_route_of_several_hops_is_kept_as_it_came(void **state)
{
	static const uint8_t message[] = { 0, 0, 0, 3, 0x80, 0, 0, 9, 'h', 'i' };
	struct frame_route route;
	size_t body;

	(void)state;
	assert_true(frame_route_read(message, sizeof(message), &route, &body));
	assert_int_equal(body, 8);
	assert_int_equal(route.size, 8);
	assert_memory_equal(route.bytes, message, 8);
	assert_int_equal(frame_number(&route), 9);
}

static void a_route_without_an_end_is_none(void **state)
{
	static const uint8_t hops[4 * (FRAME_HOPS_MAX + 1)] = { [sizeof(hops) - 4] = 0x80 };
	static const uint8_t short_of_a_hop[] = { 0x80, 0, 0 };
	struct frame_route route;
	size_t body;

	(void)state;
	assert_false(frame_route_read(hops, sizeof(hops), &route, &body));
	assert_true(frame_route_read(hops + 4, sizeof(hops) - 4, &route, &body));
	assert_false(frame_route_read(short_of_a_hop, sizeof(short_of_a_hop), &route, &body));
	assert_false(frame_route_read(hops, 0, &route, &body));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_side_knows_the_others_greeting),
		cmocka_unit_test(a_message_is_framed_as_its_stream_wants_it),
		cmocka_unit_test(what_is_too_long_or_no_prefix_is_refused),
		cmocka_unit_test(a_route_of_several_hops_is_kept_as_it_came),
		cmocka_unit_test(a_route_without_an_end_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
