/* domain/ — how soon debriefs begin. */
#include "daemon/domain/delay.h"

#include <stdlib.h>

static int ascending(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return a < b ? -1 : a > b;
}

static void sort(int64_t *values, size_t count)
{
	if (count > 1)
		qsort(values, count, sizeof(*values), ascending);
}

int64_t delay_median(int64_t *values, size_t count)
{
	if (count == 0)
		return 0;
	sort(values, count);
	if (count % 2 == 1)
		return values[count / 2];
	return values[count / 2 - 1] + (values[count / 2] - values[count / 2 - 1]) / 2;
}

int64_t delay_percentile(int64_t *values, size_t count, int percent)
{
	size_t rank = (count * (size_t)percent + 99) / 100;

	if (count == 0)
		return 0;
	sort(values, count);
	return values[rank == 0 ? 0 : rank - 1];
}
