/* base/ — memory that goes at once. */
#ifndef RIDEALONG_BASE_ARENA_H
#define RIDEALONG_BASE_ARENA_H

#include <protobuf-c/protobuf-c.h>
#include <stdarg.h>
#include <stddef.h>

/** Grows in blocks, is freed as a whole. One thread at a time. Memory is aligned for any type. Out of memory aborts the
 *  process: the daemon cannot serve without. */
struct arena;

struct arena *arena_create(void);
/** Forgets everything, keeps the first block for the next call. */
void arena_reset(struct arena *arena);
void arena_destroy(struct arena *arena); /* NULL is fine */

void *arena_alloc(struct arena *arena, size_t size); /* not cleared */
void *arena_zero(struct arena *arena, size_t size);  /* cleared */
/** NULL gives NULL. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
void *arena_memdup(struct arena *arena, const void *bytes, size_t size);

/** An array with room for one more: grows `*items` (elements of `size` bytes) by doubling and returns the new, cleared
 *  slot, or for arrays of pointers the place to put the pointer. *count is raised. The old array stays in the arena. */
void *arena_push(struct arena *arena, void *items, size_t *count, size_t size);

/** protobuf-c's allocator over the arena; freeing does nothing. Lives as long as the arena. */
ProtobufCAllocator *arena_allocator(struct arena *arena);

#endif
