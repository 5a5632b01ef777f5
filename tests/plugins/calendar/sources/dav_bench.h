/* For tests of CalDAV: a loop, a client, and what it has brought home. */
#ifndef CALENDAR_TEST_DAV_BENCH_H
#define CALENDAR_TEST_DAV_BENCH_H

#include "sources/caldav_find.h"
#include "sources/caldav_read.h"

#include <uv.h>

enum { BENCH_OBJECTS = 11000 };

/* Objects by their href, in order. */
struct dav_shelf {
	struct calendar_read_known list[BENCH_OBJECTS];
	char *data[BENCH_OBJECTS];
	size_t count;
};

struct dav_bench {
	uv_loop_t loop;
	struct calendar_http *http;
	const char *ca_file; /* from the next login on */
	struct dav_shelf shelf;
	char url[512]; /* of the calendar */
	char token[512], ctag[512];
	/* of the last read, find or request */
	bool over, good, unchanged;
	int status, http_status;
	enum calendar_read_way way;
	size_t brought, gone, missed, beyond;
	char said[CALENDAR_REASON_TEXT], body[4096];
	struct dav_change *changes; /* kept aside until the read ends well */
};

void dav_bench_init(struct dav_bench *bench, const char *user, const char *password);
void dav_bench_finish(struct dav_bench *bench);
/** Another user; what was brought home stays. */
void dav_bench_login(struct dav_bench *bench, const char *user, const char *password);

/** Any request. */
void dav_bench_send(struct dav_bench *bench, const char *method, const char *url, const char *body);
/** Finds a calendar; its address goes to bench->url. */
void dav_bench_find(struct dav_bench *bench, const char *address, const char *wanted);
/** Begins to, and breaks it off at once. */
void dav_bench_find_and_break(struct dav_bench *bench, const char *address);
/** Reads it; what it brings is on the shelf if it ended well. */
void dav_bench_read(struct dav_bench *bench);
/** An object's text, found by the end of its href; NULL when it is not on the shelf. */
const char *dav_bench_object(const struct dav_bench *bench, const char *end);

#endif
