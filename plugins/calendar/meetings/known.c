/* plugins/calendar/meetings: see known.h. */
#include "known.h"

#include "ical/civil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void calendar_known_init(struct calendar_known *known)
{
	*known = (struct calendar_known){ .list = NULL };
	crypto_shorthash_keygen(known->key);
}

void calendar_known_finish(struct calendar_known *known)
{
	free(known->list);
	free(known->packed);
	known->list = NULL;
	known->packed = NULL;
}

static uint64_t hash(const struct calendar_known *known, const void *bytes, size_t length)
{
	uint64_t number;

	_Static_assert(sizeof(number) == crypto_shorthash_BYTES, "a short hash is a number");
	crypto_shorthash((unsigned char *)&number, bytes, length, known->key);
	return number;
}

/* What a RECURRENCE-ID says, as a number in the order of time; its lowest bits keep kinds apart. */
static int64_t occurrence_of(const struct calendar_known *known, const char *recurrence_id)
{
	bool is_date, is_utc;
	int64_t wall;

	if (*recurrence_id == '\0')
		return INT64_MIN;
	if (!calendar_civil_read(recurrence_id, strlen(recurrence_id), &wall, &is_date, &is_utc))
		return (int64_t)(hash(known, recurrence_id, strlen(recurrence_id)) | 3);
	return wall * 4 + (is_date ? 0 : is_utc ? 1 : 2);
}

/* Everything but identity, state and records. */
static uint64_t content_of(struct calendar_known *known, const Meeting *meeting, bool *ret_good)
{
	Meeting bare = *meeting;
	size_t length;
	uint8_t *room;

	bare.name = bare.owner = bare.calendar = bare.uid = bare.recurrence_id = bare.etag = bare.merged_into =
		(char *)protobuf_c_empty_string;
	bare.create_time = bare.update_time = NULL;
	bare.state = MEETING_STATE_UNSPECIFIED;
	length = meeting__get_packed_size(&bare);
	if (length > known->packed_room) {
		room = realloc(known->packed, length * 2);
		if (!room) {
			*ret_good = false;
			return 0;
		}
		known->packed = room;
		known->packed_room = length * 2;
	}
	return hash(known, known->packed, meeting__pack(&bare, known->packed));
}

bool calendar_known_add(struct calendar_known *known, const Meeting *meeting)
{
	bool good = true;

	if (known->count == known->room) {
		size_t room = known->room > 0 ? known->room * 2 : 64;
		struct calendar_known_meeting *moved = realloc(known->list, room * sizeof(*moved));

		if (!moved)
			return false;
		known->list = moved;
		known->room = room;
	}
	known->list[known->count++] =
		(struct calendar_known_meeting){ .uid = hash(known, meeting->uid, strlen(meeting->uid)),
			.occurrence = occurrence_of(known, meeting->recurrence_id),
			.content = content_of(known, meeting, &good),
			.start_flags = (meeting->start_time ? meeting->start_time->seconds : 0) * 8 +
				       (meeting->state == MEETING_STATE_CANCELLED ? CALENDAR_KNOWN_CANCELLED : 0) +
				       (meeting->state == MEETING_STATE_MERGED ? CALENDAR_KNOWN_MERGED : 0) };
	return good;
}

static int identity_compare(uint64_t uid, int64_t occurrence, const struct calendar_known_meeting *meeting)
{
	if (uid != meeting->uid)
		return uid > meeting->uid ? 1 : -1;
	return (occurrence > meeting->occurrence) - (occurrence < meeting->occurrence);
}

static int known_compare(const void *left, const void *right)
{
	const struct calendar_known_meeting *meeting = left;

	return identity_compare(meeting->uid, meeting->occurrence, right);
}

void calendar_known_sort(struct calendar_known *known)
{
	if (known->count > 1)
		qsort(known->list, known->count, sizeof(*known->list), known_compare);
}

void calendar_known_see(struct calendar_known *known, bool seen)
{
	for (size_t i = 0; i < known->count; i++) {
		known->list[i].start_flags &= ~(int64_t)CALENDAR_KNOWN_SEEN;
		known->list[i].start_flags |= seen ? CALENDAR_KNOWN_SEEN : 0;
	}
}

/* The place of the first one that is not before. */
static size_t place_of(const struct calendar_known *known, uint64_t uid, int64_t occurrence)
{
	size_t low = 0, high = known->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (identity_compare(uid, occurrence, &known->list[middle]) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct calendar_known_meeting *calendar_known_find(
	struct calendar_known *known, const char *uid, const char *recurrence_id)
{
	uint64_t number = hash(known, uid, strlen(uid));
	int64_t occurrence = occurrence_of(known, recurrence_id);
	size_t at = place_of(known, number, occurrence);

	return at < known->count && identity_compare(number, occurrence, &known->list[at]) == 0 ? &known->list[at]
												: NULL;
}

struct calendar_known_meeting *calendar_known_series(struct calendar_known *known, const char *uid, size_t *ret_count)
{
	uint64_t number = hash(known, uid, strlen(uid));
	size_t at = place_of(known, number, INT64_MIN), end = at;

	while (end < known->count && known->list[end].uid == number)
		end++;
	*ret_count = end - at;
	return end > at ? &known->list[at] : NULL;
}

/* The lowest bits of an occurrence; what is written as nobody writes it has all of them. */
static unsigned kind_of(int64_t occurrence)
{
	return (unsigned)((uint64_t)occurrence & 3);
}

static int64_t seconds_of(int64_t occurrence)
{
	return (occurrence - (int64_t)kind_of(occurrence)) / 4;
}

int64_t calendar_known_place(const struct calendar_known_meeting *meeting)
{
	return meeting->occurrence == INT64_MIN ? calendar_known_start(meeting) : seconds_of(meeting->occurrence);
}

int64_t calendar_known_place_of(const struct calendar_known *known, const char *recurrence_id, int64_t start)
{
	return *recurrence_id == '\0' ? start : seconds_of(occurrence_of(known, recurrence_id));
}

bool calendar_known_recurrence_id(const struct calendar_known_meeting *meeting, char ret[CALENDAR_RECURRENCE_TEXT])
{
	static const char *const ends[] = { "", "Z", "" };
	unsigned kind = kind_of(meeting->occurrence);
	int64_t wall = seconds_of(meeting->occurrence);
	struct calendar_date date = calendar_civil_date(calendar_civil_wall_day(wall));
	int second = (int)(wall - calendar_civil_wall_day(wall) * CALENDAR_DAY);

	ret[0] = '\0';
	if (meeting->occurrence == INT64_MIN)
		return true;
	if (kind > 2)
		return false;
	if (kind == 0)
		snprintf(ret, CALENDAR_RECURRENCE_TEXT, "%04d%02d%02d", date.year, date.month, date.day);
	else
		snprintf(ret, CALENDAR_RECURRENCE_TEXT, "%04d%02d%02dT%02d%02d%02d%s", date.year, date.month, date.day,
			second / 3600, second / 60 % 60, second % 60, ends[kind]);
	return true;
}

bool calendar_known_is_same(
	struct calendar_known *known, const struct calendar_known_meeting *meeting, const Meeting *said)
{
	bool good = true, cancelled = said->state == MEETING_STATE_CANCELLED;

	return cancelled == calendar_known_is(meeting, CALENDAR_KNOWN_CANCELLED) &&
	       content_of(known, said, &good) == meeting->content && good;
}
