/* domain/ — moments of the contract as plain numbers, and back. */
#include "daemon/domain/instant.h"

#define SECOND    INT64_C(1000000)
#define FIRST_S   INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define LAST_S    INT64_C(253402300799) /* 9999-12-31T23:59:59Z */
#define LONGEST_S INT64_C(315576000000) /* 10,000 years, duration.proto */

static int64_t to_us(int64_t seconds, int32_t nanos, int64_t least, int64_t most)
{
	if (seconds < least)
		return least * SECOND;
	if (seconds > most)
		return most * SECOND;
	return seconds * SECOND + nanos / 1000;
}

int64_t instant_us(const Timestamp *time)
{
	return time == NULL ? 0 : to_us(time->seconds, time->nanos, FIRST_S, LAST_S);
}

int64_t instant_length_us(const Duration *length)
{
	return length == NULL ? 0 : to_us(length->seconds, length->nanos, -LONGEST_S, LONGEST_S);
}

Timestamp *instant_new(struct arena *arena, int64_t us)
{
	Timestamp *time;
	int64_t seconds = us / SECOND, rest = us % SECOND;

	if (us == 0)
		return NULL;
	/* A timestamp's fraction counts forward, also before 1970. */
	if (rest < 0) {
		rest += SECOND;
		seconds--;
	}
	time = arena_alloc(arena, sizeof(*time));
	timestamp__init(time);
	time->seconds = seconds;
	time->nanos = (int32_t)(rest * 1000);
	return time;
}

Duration *instant_length_new(struct arena *arena, int64_t us)
{
	Duration *length;

	if (us == 0)
		return NULL;
	length = arena_alloc(arena, sizeof(*length));
	duration__init(length);
	length->seconds = us / SECOND;
	length->nanos = (int32_t)(us % SECOND * 1000);
	return length;
}
