/* tests/ — the memory that a process takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/mman.h>

#include "daemon/memory.h"

#define MUCH ((size_t)64 * 1024 * 1024)

static void memory_that_is_given_back_stays_in_the_peak(void **state)
{
	int64_t before, during, after, peak_before, peak;
	volatile char *much;

	(void)state;
	memory_count(&before, &peak_before);
	assert_true(before > 0 && peak_before > 0);
	much = mmap(NULL, MUCH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); /* a free() may keep it */
	assert_ptr_not_equal(much, MAP_FAILED);
	for (size_t i = 0; i < MUCH; i += 4096)
		much[i] = 1;
	memory_count(&during, &peak);
	assert_true(during >= before + (int64_t)MUCH / 2);
	munmap((void *)much, MUCH);
	memory_count(&after, &peak);
	assert_true(after < during);
	assert_true(peak >= during - (int64_t)MUCH / 8); /* the kernel counts pages with a delay */
	assert_true(peak >= peak_before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_that_is_given_back_stays_in_the_peak),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
