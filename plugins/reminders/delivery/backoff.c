/* plugins/reminders/delivery/ — when a delivery that failed is tried again. */
#include "plugins/reminders/delivery/backoff.h"

#define MINUTE INT64_C(60000000)

static const int minutes[] = { 1, 5, 15, 60, 120, 240, 480, 720, 720, 720, 720, 720 };

/* FNV-1a with a final mix: chance is not wanted, only that neighbours differ. */
static uint64_t hash(const char *key, int number)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)(unsigned)number;

	for (; *key != '\0'; key++)
		hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
	hash = (hash ^ (hash >> 33)) * UINT64_C(0xff51afd7ed558ccd);
	hash = (hash ^ (hash >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
	return hash ^ (hash >> 33);
}

int64_t backoff_share(const char *key, int number, int64_t most)
{
	return (int64_t)(hash(key, number) % (uint64_t)most);
}

int64_t backoff_interval(const char *key, int attempt)
{
	int64_t whole;

	if (attempt < 1 || attempt > (int)(sizeof(minutes) / sizeof(minutes[0])))
		return BACKOFF_NEVER;
	whole = minutes[attempt - 1] * MINUTE;
	return whole - whole / 10 + backoff_share(key, attempt, whole / 5);
}
