/* plugins/calendar/sources: see haul.h. */
#include "haul.h"

#include "shelf/spool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t BYTES_MAX = UINT64_C(128) << 20;

/* Before each object, with its texts behind it, each with its NUL. */
struct head {
	size_t href, etag, data; /* their sizes; data 0: it is gone */
};

struct calendar_haul {
	struct calendar_spool *spool;
	char *texts; /* of the object that was given last */
	bool broken;
};

struct calendar_haul *calendar_haul_create(const char *folder)
{
	struct calendar_haul *haul = calloc(1, sizeof(*haul));

	if (!haul)
		return NULL;
	haul->spool = calendar_spool_create(folder, BYTES_MAX);
	if (haul->spool)
		return haul;
	free(haul);
	return NULL;
}

void calendar_haul_destroy(struct calendar_haul *haul)
{
	if (!haul)
		return;
	calendar_spool_destroy(haul->spool);
	free(haul->texts);
	free(haul);
}

void calendar_haul_add(struct calendar_haul *haul, const char *href, const char *etag, const char *data)
{
	struct head head = { strlen(href) + 1, strlen(etag) + 1, data ? strlen(data) + 1 : 0 };

	calendar_spool_add(haul->spool, &head, sizeof(head));
	calendar_spool_add(haul->spool, href, head.href);
	calendar_spool_add(haul->spool, etag, head.etag);
	if (data)
		calendar_spool_add(haul->spool, data, head.data);
}

/* All of so many bytes; what is missing at the end was lost. */
static bool read_all(struct calendar_haul *haul, void *bytes, size_t length)
{
	char *at = bytes;

	while (length > 0) {
		size_t part = calendar_spool_read(haul->spool, at, length);

		if (part == 0)
			return false;
		at += part;
		length -= part;
	}
	return true;
}

bool calendar_haul_next(struct calendar_haul *haul, struct calendar_hauled *ret)
{
	struct head head;
	size_t first = calendar_spool_read(haul->spool, &head, 1);

	free(haul->texts);
	haul->texts = NULL;
	if (first == 0)
		return false;
	if (!read_all(haul, (char *)&head + 1, sizeof(head) - 1) ||
		!(haul->texts = malloc(head.href + head.etag + head.data)) ||
		!read_all(haul, haul->texts, head.href + head.etag + head.data)) {
		haul->broken = true;
		return false;
	}
	*ret = (struct calendar_hauled){ .href = haul->texts, .etag = haul->texts + head.href };
	if (head.data > 0) {
		ret->data = ret->etag + head.etag;
		ret->length = head.data - 1;
	}
	return true;
}

bool calendar_haul_is_broken(const struct calendar_haul *haul)
{
	return haul->broken || calendar_spool_is_broken(haul->spool) || calendar_spool_is_too_large(haul->spool);
}
