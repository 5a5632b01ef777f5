/* plugins/calendar/shelf: see spool.h. */
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct calendar_spool {
	int file;
	uint64_t most, size, read;
	bool broken;
	crypto_generichash_state digest;
};

struct calendar_spool *calendar_spool_create(const char *folder, uint64_t most)
{
	struct calendar_spool *spool = calloc(1, sizeof(*spool));
	char path[4096];

	if (!spool)
		return NULL;
	snprintf(path, sizeof(path), "%s/spool.XXXXXX", folder);
	spool->file = mkostemp(path, O_CLOEXEC);
	spool->most = most;
	crypto_generichash_init(&spool->digest, NULL, 0, crypto_generichash_BYTES);
	if (spool->file >= 0 && unlink(path) == 0)
		return spool;
	calendar_spool_destroy(spool);
	return NULL;
}

void calendar_spool_destroy(struct calendar_spool *spool)
{
	if (!spool)
		return;
	if (spool->file >= 0)
		close(spool->file);
	free(spool);
}

void calendar_spool_add(struct calendar_spool *spool, const void *bytes, size_t length)
{
	const char *at = bytes;
	size_t left = length;

	spool->size += length;
	if (spool->size > spool->most || spool->broken)
		return;
	crypto_generichash_update(&spool->digest, bytes, length);
	while (left > 0 && !spool->broken) {
		ssize_t written = write(spool->file, at, left);

		if (written > 0)
			at += written, left -= (size_t)written;
		else
			spool->broken = written == 0 || errno != EINTR;
	}
}

uint64_t calendar_spool_size(const struct calendar_spool *spool)
{
	return spool->size;
}

bool calendar_spool_is_too_large(const struct calendar_spool *spool)
{
	return spool->size > spool->most;
}

uint64_t calendar_spool_most(const struct calendar_spool *spool)
{
	return spool->most;
}

bool calendar_spool_is_broken(const struct calendar_spool *spool)
{
	return spool->broken;
}

void calendar_spool_digest(const struct calendar_spool *spool, char ret[CALENDAR_DIGEST_TEXT])
{
	unsigned char digest[crypto_generichash_BYTES];
	crypto_generichash_state state = spool->digest;

	crypto_generichash_final(&state, digest, sizeof(digest));
	sodium_bin2hex(ret, CALENDAR_DIGEST_TEXT, digest, sizeof(digest));
}

size_t calendar_spool_read(struct calendar_spool *spool, void *bytes, size_t room)
{
	ssize_t length;

	do {
		length = pread(spool->file, bytes, room, (off_t)spool->read);
	} while (length < 0 && errno == EINTR);
	if (length < 0)
		spool->broken = true;
	spool->read += length > 0 ? (uint64_t)length : 0;
	return length > 0 ? (size_t)length : 0;
}

void calendar_spool_rewind(struct calendar_spool *spool)
{
	spool->read = 0;
}
