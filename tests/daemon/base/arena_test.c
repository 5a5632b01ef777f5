/* tests/ — memory that goes at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "daemon/base/arena.h"

static void what_is_allocated_is_aligned_and_apart(void **state)
{
	struct arena *arena = arena_create();
	unsigned char *last = NULL;

	(void)state;
	for (size_t size = 0; size < 300; size++) {
		unsigned char *memory = arena_alloc(arena, size);

		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		memset(memory, 0xaa, size);
		if (size > 1)
			assert_true(last[size - 2] == 0xaa);
		last = memory;
	}
	arena_destroy(arena);
}

static void a_request_larger_than_a_block_gets_a_block_of_its_own(void **state)
{
	struct arena *arena = arena_create();
	unsigned char *large = arena_zero(arena, 3000000);

	(void)state;
	assert_int_equal(large[0], 0);
	assert_int_equal(large[2999999], 0);
	assert_string_equal(arena_strdup(arena, "after"), "after");
	arena_destroy(arena);
}

static void a_reset_arena_serves_the_next_call(void **state)
{
	struct arena *arena = arena_create();
	void *first = arena_alloc(arena, 16);

	(void)state;
	arena_alloc(arena, 100000);
	arena_reset(arena);
	assert_ptr_equal(arena_alloc(arena, 16), first);
	arena_destroy(arena);
	arena_destroy(NULL);
}

static void texts_are_copied_cut_and_formatted(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	assert_null(arena_strdup(arena, NULL));
	assert_null(arena_strndup(arena, NULL, 3));
	assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(arena, "ab", 9), "ab");
	assert_string_equal(arena_printf(arena, "%s/%d", "sessions", 7), "sessions/7");
	assert_memory_equal(arena_memdup(arena, "\0\1\2", 3), "\0\1\2", 3);
	arena_destroy(arena);
}

static void an_array_grows_and_keeps_what_it_had(void **state)
{
	struct arena *arena = arena_create();
	int *numbers = NULL;
	size_t count = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		int *slot = arena_push(arena, &numbers, &count, sizeof(*numbers));

		assert_int_equal(*slot, 0);
		*slot = i;
	}
	assert_int_equal(count, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_allocated_is_aligned_and_apart),
		cmocka_unit_test(a_request_larger_than_a_block_gets_a_block_of_its_own),
		cmocka_unit_test(a_reset_arena_serves_the_next_call),
		cmocka_unit_test(texts_are_copied_cut_and_formatted),
		cmocka_unit_test(an_array_grows_and_keeps_what_it_had),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
