/* plugins/calendar/meetings: see record.h. */
#include "record.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool state_is(struct calendar_shelf *shelf, int64_t calendar, const char *key, const char *text)
{
	struct calendar_arena arena = { 0 };
	bool is = strcmp(calendar_shelf_state(shelf, calendar, key, &arena), text) == 0;

	calendar_arena_free(&arena);
	return is;
}

/* ---- by what the daemon knows it ---- */

static void mark_add(crypto_generichash_state *state, const char *text)
{
	crypto_generichash_update(state, (const unsigned char *)text, strlen(text) + 1);
}

void calendar_record_mark(struct calendar_shelf *shelf, int64_t calendar, const struct calendar_owner *owner,
	struct calendar_window window, char ret[CALENDAR_DIGEST_TEXT])
{
	unsigned char digest[crypto_generichash_BYTES];
	crypto_generichash_state state;
	struct calendar_arena arena = { 0 };
	char day[32];

	snprintf(day, sizeof(day), "%" PRId64, window.from);
	crypto_generichash_init(&state, NULL, 0, sizeof(digest));
	mark_add(&state, RIDEALONG_VERSION);
	mark_add(&state, calendar_shelf_state(shelf, calendar, CALENDAR_STATE_CONTENT, &arena));
	mark_add(&state, day);
	mark_add(&state, owner->email);
	mark_add(&state, owner->zone_name);
	for (size_t i = 0; i < owner->alias_count; i++)
		mark_add(&state, owner->aliases[i]);
	crypto_generichash_final(&state, digest, sizeof(digest));
	sodium_bin2hex(ret, CALENDAR_DIGEST_TEXT, digest, sizeof(digest));
	calendar_arena_free(&arena);
}

/* ---- the file ---- */

bool calendar_record_file(struct calendar_shelf *shelf, int64_t calendar, const struct calendar_spool *spool,
	const char *method, size_t events, bool cut)
{
	char digest[CALENDAR_DIGEST_TEXT], count[32];

	calendar_spool_digest(spool, digest);
	snprintf(count, sizeof(count), "%zu", events);
	return calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_CONTENT, digest) &&
	       calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_FILE, digest) &&
	       calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_METHOD, method) &&
	       calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_EVENTS, count) &&
	       calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_CUT, cut ? "1" : NULL);
}

bool calendar_record_is_file(struct calendar_shelf *shelf, int64_t calendar, const struct calendar_spool *spool)
{
	char digest[CALENDAR_DIGEST_TEXT];

	calendar_spool_digest(spool, digest);
	return !calendar_spool_is_too_large(spool) && state_is(shelf, calendar, CALENDAR_STATE_FILE, digest);
}

bool calendar_record_is_changed(struct calendar_shelf *shelf, int64_t calendar)
{
	struct calendar_arena arena = { 0 };
	const char *file = calendar_shelf_state(shelf, calendar, CALENDAR_STATE_FILE, &arena);
	bool is_changed = *file && !state_is(shelf, calendar, CALENDAR_STATE_CONTENT, file);

	calendar_arena_free(&arena);
	return is_changed;
}

/* ---- how it went ---- */

static bool synced_set(struct calendar_shelf *shelf, int64_t calendar, int64_t now_us, bool is_released)
{
	char now[32];

	snprintf(now, sizeof(now), "%" PRId64, now_us);
	return calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_SYNCED, now) &&
	       (!is_released || calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_HELD, NULL));
}

bool calendar_record_result(struct calendar_shelf *shelf, int64_t calendar, int64_t now_us, bool is_released,
	const char *mark, const struct calendar_sync_result *result)
{
	char counts[64];

	snprintf(counts, sizeof(counts), "%d %d %d",
		result->created + result->updated + result->moved + result->unchanged, result->outside,
		result->refused);
	return calendar_shelf_begin(shelf) && synced_set(shelf, calendar, now_us, is_released) &&
	       calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_RESULT, counts) &&
	       calendar_shelf_state_set(shelf, calendar, CALENDAR_STATE_MARK, mark) &&
	       calendar_shelf_refusals_set(shelf, calendar, result->refusals) && calendar_shelf_commit(shelf);
}

bool calendar_record_has_mark(struct calendar_shelf *shelf, int64_t calendar, const char *mark)
{
	return state_is(shelf, calendar, CALENDAR_STATE_MARK, mark);
}

int64_t calendar_record_events(struct calendar_shelf *shelf, int64_t calendar)
{
	struct calendar_arena arena = { 0 };
	int64_t events = strtoll(calendar_shelf_state(shelf, calendar, CALENDAR_STATE_EVENTS, &arena), NULL, 10);

	calendar_arena_free(&arena);
	return events;
}

bool calendar_record_again(struct calendar_shelf *shelf, int64_t calendar, int64_t now_us, bool is_released,
	struct calendar_arena *arena, struct calendar_sync_result *result, struct calendar_refusals *refusals)
{
	sscanf(calendar_shelf_state(shelf, calendar, CALENDAR_STATE_RESULT, arena), "%d %d %d", &result->unchanged,
		&result->outside, &result->refused);
	result->events = calendar_record_events(shelf, calendar);
	return calendar_shelf_refusals(shelf, calendar, arena, refusals) &&
	       synced_set(shelf, calendar, now_us, is_released);
}
