/* base/ — counts by powers of two. */
#include "daemon/base/bucket.h"

int bucket_number(int64_t value, int count)
{
	int bucket = 0;

	while (bucket < count - 1 && value > INT64_C(1) << bucket)
		bucket++;
	return bucket;
}

int bucket_number_of_time(int64_t ns)
{
	return bucket_number((ns + 999) / 1000, BUCKET_COUNT);
}
