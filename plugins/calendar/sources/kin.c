/* plugins/calendar/sources: see kin.h. */
#include "kin.h"

#include "ical/structure.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PIECE = 65536 };

struct member {
	char *name;
	size_t uids, shared; /* shared: with the file at hand */
	bool taken;
};

struct uid {
	uint64_t number;
	size_t member;
};

struct uids {
	struct uid *list; /* own */
	size_t count, room;
};

struct calendar_kin {
	struct member *members;
	size_t count, room;
	struct uids uids;
	bool sorted;
};

/* A file while it is read. */
struct reading {
	struct uids uids;
	bool has_method;             /* other than PUBLISH */
	struct calendar_arena arena; /* of the present line */
};

static void *grown(void *list, size_t *room, size_t size)
{
	void *fresh;

	*room = *room ? *room * 2 : 64;
	fresh = realloc(list, *room * size);
	if (!fresh)
		abort(); /* as the SDK does; the host starts anew */
	return fresh;
}

struct calendar_kin *calendar_kin_create(void)
{
	struct calendar_kin *kin = calloc(1, sizeof(*kin));

	if (!kin)
		abort();
	return kin;
}

void calendar_kin_destroy(struct calendar_kin *kin)
{
	for (size_t i = 0; kin && i < kin->count; i++)
		free(kin->members[i].name);
	if (kin) {
		free(kin->members);
		free(kin->uids.list);
	}
	free(kin);
}

bool calendar_kin_is_empty(const struct calendar_kin *kin)
{
	return kin->count == 0;
}

/* ---- UIDs ---- */

static void uid_add(struct uids *uids, const char *uid, size_t member)
{
	uint64_t number = UINT64_C(14695981039346656037); /* FNV-1a */

	for (; *uid; uid++)
		number = (number ^ (unsigned char)*uid) * UINT64_C(1099511628211);
	if (uids->count == uids->room)
		uids->list = grown(uids->list, &uids->room, sizeof(*uids->list));
	uids->list[uids->count++] = (struct uid){ number, member };
}

static int uid_compare(const void *left, const void *right)
{
	const struct uid *a = left, *b = right;

	return a->number != b->number ? (a->number > b->number) - (a->number < b->number)
				      : (a->member > b->member) - (a->member < b->member);
}

static void uids_sort(struct uids *uids)
{
	if (uids->count > 1)
		qsort(uids->list, uids->count, sizeof(*uids->list), uid_compare);
}

/* ---- those that went ---- */

static void on_shelved_uid(void *arg, const char *uid)
{
	struct calendar_kin *kin = arg;

	uid_add(&kin->uids, uid, kin->count);
	kin->members[kin->count].uids++;
}

void calendar_kin_add(struct calendar_kin *kin, struct calendar_shelf *shelf, int64_t calendar, const char *name)
{
	if (kin->count == kin->room)
		kin->members = grown(kin->members, &kin->room, sizeof(*kin->members));
	kin->members[kin->count] = (struct member){ .name = strdup(name) };
	if (!kin->members[kin->count].name)
		abort();
	kin->members[kin->count].taken = !calendar_shelf_uids(shelf, calendar, on_shelved_uid, kin);
	kin->count++;
	kin->sorted = false;
}

/* ---- the one that came ---- */

static void on_calendar(void *arg)
{
	(void)arg;
}

static void on_property(void *arg, const struct calendar_line *line)
{
	if (calendar_line_is(line, "METHOD") && strcasecmp(line->value, "PUBLISH") != 0)
		((struct reading *)arg)->has_method = true;
}

static void on_zone(void *arg, const struct calendar_line *line)
{
	(void)arg;
	(void)line;
}

static bool on_event(void *arg, const struct calendar_line *line, size_t number)
{
	(void)arg;
	(void)line;
	(void)number;
	return true;
}

static void on_event_line(void *arg, const struct calendar_line *line)
{
	struct reading *reading = arg;
	const char *uid;

	if (!calendar_line_is(line, "UID"))
		return;
	calendar_arena_reset(&reading->arena);
	uid = calendar_line_text(line, &reading->arena);
	if (uid && *uid)
		uid_add(&reading->uids, uid, 0);
}

static void on_event_end(void *arg, enum calendar_why why)
{
	(void)arg;
	(void)why;
}

static void file_read(struct reading *reading, struct calendar_spool *spool)
{
	static const struct calendar_structure_calls calls = { .calendar = on_calendar,
		.property = on_property,
		.zone = on_zone,
		.event = on_event,
		.event_line = on_event_line,
		.event_end = on_event_end };
	struct calendar_structure structure;
	char piece[PIECE];
	size_t length;

	calendar_structure_init(&structure, &calls, reading);
	while ((length = calendar_spool_read(spool, piece, sizeof(piece))) > 0 &&
		calendar_structure_feed(&structure, piece, length))
		continue;
	calendar_structure_end(&structure);
	calendar_structure_finish(&structure);
	uids_sort(&reading->uids);
}

/* Sorted, so that the last is another than the first when there is any other. */
static bool may_be_message(const struct reading *reading)
{
	const struct uids *uids = &reading->uids;

	return reading->has_method && (uids->count == 0 || uids->list[0].number == uids->list[uids->count - 1].number);
}

/* The first of the numbers in kin, or where it would be. */
static size_t place_of(const struct uids *uids, uint64_t number)
{
	size_t low = 0, high = uids->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (uids->list[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void shared_count(struct calendar_kin *kin, const struct uids *file)
{
	for (size_t i = 0; i < kin->count; i++)
		kin->members[i].shared = 0;
	for (size_t i = 0; i < file->count; i++) {
		uint64_t number = file->list[i].number;

		if (i > 0 && number == file->list[i - 1].number)
			continue;
		for (size_t at = place_of(&kin->uids, number);
			at < kin->uids.count && kin->uids.list[at].number == number; at++)
			kin->members[kin->uids.list[at].member].shared++;
	}
}

const char *calendar_kin_of(struct calendar_kin *kin, struct calendar_spool *spool)
{
	struct reading reading = { 0 };
	struct member *found = NULL;

	if (!kin->sorted)
		uids_sort(&kin->uids);
	kin->sorted = true;
	file_read(&reading, spool);
	shared_count(kin, &reading.uids);
	for (size_t i = 0; !may_be_message(&reading) && i < kin->count; i++) {
		struct member *member = &kin->members[i];

		if (!member->taken && 2 * member->shared > member->uids && (!found || member->shared > found->shared))
			found = member;
	}
	free(reading.uids.list);
	calendar_arena_free(&reading.arena);
	if (!found)
		return NULL;
	found->taken = true;
	return found->name;
}
