/* plugins/calendar/ical: memory that goes at once.
 *
 * Everything an import reads lives until the import is closed, and then goes in one sweep. An arena is not thread-safe;
 * whoever owns the import owns it.
 */
#ifndef CALENDAR_ARENA_H
#define CALENDAR_ARENA_H

#include <stddef.h>

struct calendar_arena {
	struct calendar_arena_block *newest;
	size_t held; /* bytes asked of malloc, for limits */
};

/** Memory that is zeroed, aligned for any type, and lives until the arena is freed. NULL when there is none left. */
void *calendar_arena_take(struct calendar_arena *arena, size_t size);

/** A copy of the first length bytes of text with a NUL after them. NULL when there is no memory left. */
char *calendar_arena_text(struct calendar_arena *arena, const char *text, size_t length);

/** printf into the arena. Never NULL: without memory the result is a fixed sentence saying so. */
char *calendar_arena_print(struct calendar_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Makes room for one more element in a list that lives in the arena: list holds count elements of size bytes and *room
 *  places. The (possibly moved) list, or NULL when there is no memory left. */
void *calendar_arena_grow(struct calendar_arena *arena, void *list, size_t count, size_t *room, size_t size);

/** Leaves the arena empty, but for a block that it keeps for what comes next: cheaper than freeing it each time. */
void calendar_arena_reset(struct calendar_arena *arena);

/** Gives everything back and leaves the arena empty and usable. */
void calendar_arena_free(struct calendar_arena *arena);

#endif
