/* base/ — arenas: a chain of blocks, each twice the one before, given back together. */
#include "daemon/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"

#define FIRST_BLOCK ((size_t)16 * 1024)
#define LAST_BLOCK  ((size_t)1024 * 1024)

struct block {
	struct block *before;
	size_t size, used;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *block; /* the one that is being filled; the first is at the chain's end */
	ProtobufCAllocator allocator;
};

static void *or_abort(void *memory)
{
	if (memory == NULL) {
		log_error("out of memory");
		abort();
	}
	return memory;
}

static struct block *block_create(size_t size, struct block *before)
{
	struct block *block;

	if (size > SIZE_MAX - sizeof(*block))
		or_abort(NULL);
	block = or_abort(malloc(sizeof(*block) + size));
	block->before = before;
	block->size = size;
	block->used = 0;
	return block;
}

static void *allocate_for_protobuf(void *data, size_t size)
{
	return arena_alloc(data, size);
}

static void keep_for_protobuf(void *data, void *memory)
{
	(void)data;
	(void)memory;
}

struct arena *arena_create(void)
{
	struct arena *arena = or_abort(malloc(sizeof(*arena)));

	arena->block = block_create(FIRST_BLOCK, NULL);
	arena->allocator = (ProtobufCAllocator){
		.alloc = allocate_for_protobuf, .free = keep_for_protobuf, .allocator_data = arena
	};
	return arena;
}

void arena_reset(struct arena *arena)
{
	while (arena->block->before != NULL) {
		struct block *before = arena->block->before;

		free(arena->block);
		arena->block = before;
	}
	arena->block->used = 0;
}

void arena_destroy(struct arena *arena)
{
	if (arena == NULL)
		return;
	arena_reset(arena);
	free(arena->block);
	free(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t unit = _Alignof(max_align_t);
	struct block *block = arena->block;
	void *memory;

	if (size > SIZE_MAX / 2)
		or_abort(NULL);
	size = (size + unit - 1) / unit * unit;
	if (block->size - block->used < size) {
		size_t next = block->size < LAST_BLOCK ? block->size * 2 : LAST_BLOCK;

		block = arena->block = block_create(next > size ? next : size, block);
	}
	memory = block->bytes + block->used;
	block->used += size;
	return memory;
}

void *arena_zero(struct arena *arena, size_t size)
{
	return memset(arena_alloc(arena, size), 0, size);
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_memdup(arena, text, strlen(text) + 1);
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy;

	if (text == NULL)
		return NULL;
	length = strnlen(text, length);
	copy = arena_alloc(arena, length + 1);
	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *text;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, args);
	if (length < 0)
		or_abort(NULL);
	text = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

void *arena_memdup(struct arena *arena, const void *bytes, size_t size)
{
	void *copy = arena_alloc(arena, size);

	if (size > 0)
		memcpy(copy, bytes, size);
	return copy;
}

/* Room is always 4, 8, 16, …, so the count alone tells when the array is full. */
void *arena_push(struct arena *arena, void *items, size_t *count, size_t size)
{
	const size_t used = *count;
	unsigned char *array;
	void *slot;

	memcpy(&array, items, sizeof(array));
	if (used == 0 || (used >= 4 && (used & (used - 1)) == 0)) {
		unsigned char *grown;

		if (used > SIZE_MAX / 4 / size)
			or_abort(NULL);
		grown = arena_alloc(arena, (used == 0 ? 4 : used * 2) * size);
		if (used > 0)
			memcpy(grown, array, used * size);
		array = grown;
		memcpy(items, &array, sizeof(array));
	}
	slot = array + used * size;
	memset(slot, 0, size);
	*count = used + 1;
	return slot;
}

ProtobufCAllocator *arena_allocator(struct arena *arena)
{
	return &arena->allocator;
}
