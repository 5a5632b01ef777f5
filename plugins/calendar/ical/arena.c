/* plugins/calendar/ical: see arena.h. */
#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024 };

struct calendar_arena_block {
	struct calendar_arena_block *older;
	size_t used;
	size_t size;
	max_align_t bytes[];
};

static struct calendar_arena_block *block_add(struct calendar_arena *arena, size_t wanted)
{
	size_t size = wanted > BLOCK_SIZE ? wanted : BLOCK_SIZE;
	struct calendar_arena_block *block = calloc(1, sizeof(*block) + size);

	if (!block)
		return NULL;
	block->size = size;
	block->older = arena->newest;
	arena->newest = block;
	arena->held += sizeof(*block) + size;
	return block;
}

void *calendar_arena_take(struct calendar_arena *arena, size_t size)
{
	struct calendar_arena_block *block = arena->newest;
	const size_t step = _Alignof(max_align_t);
	void *taken;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + step - 1) / step * step;
	if (!block || block->size - block->used < size) {
		block = block_add(arena, size);
		if (!block)
			return NULL;
	}
	taken = (char *)block->bytes + block->used;
	block->used += size;
	return taken;
}

char *calendar_arena_text(struct calendar_arena *arena, const char *text, size_t length)
{
	char *copy = calendar_arena_take(arena, length + 1);

	if (copy && length > 0)
		memcpy(copy, text, length);
	return copy;
}

char *calendar_arena_print(struct calendar_arena *arena, const char *format, ...)
{
	static char no_memory[] = "there is no memory left";
	va_list args;
	char *text;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	text = length < 0 ? NULL : calendar_arena_take(arena, (size_t)length + 1);
	if (!text)
		return no_memory;
	va_start(args, format);
	vsnprintf(text, (size_t)length + 1, format, args);
	va_end(args);
	return text;
}

void *calendar_arena_grow(struct calendar_arena *arena, void *list, size_t count, size_t *room, size_t size)
{
	size_t wanted;
	void *moved;

	if (count < *room)
		return list;
	wanted = *room > 0 ? *room * 2 : 4;
	moved = calendar_arena_take(arena, wanted * size);
	if (!moved)
		return NULL;
	if (count > 0)
		memcpy(moved, list, count * size);
	*room = wanted;
	return moved;
}

void calendar_arena_reset(struct calendar_arena *arena)
{
	struct calendar_arena_block *kept = arena->newest;

	while (kept && kept->size != BLOCK_SIZE)
		kept = kept->older;
	if (!kept) {
		calendar_arena_free(arena);
		return;
	}
	while (arena->newest) {
		struct calendar_arena_block *block = arena->newest;

		arena->newest = block->older;
		if (block != kept)
			free(block);
	}
	memset(kept->bytes, 0, kept->used); /* what is taken comes as zeros */
	kept->used = 0;
	kept->older = NULL;
	arena->newest = kept;
	arena->held = sizeof(*kept) + kept->size;
}

void calendar_arena_free(struct calendar_arena *arena)
{
	while (arena->newest) {
		struct calendar_arena_block *block = arena->newest;

		arena->newest = block->older;
		free(block);
	}
	arena->held = 0;
}
