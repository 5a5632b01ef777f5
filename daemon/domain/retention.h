/* domain/ — how long what is kept: the kinds of retention.def. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_RETENTION_H
#define RIDEALONG_DOMAIN_RETENTION_H

#include <stdint.h>

enum retention_kind {
#define KIND(NAME, key, days, most, en, nl) RETENTION_##NAME,
#include "daemon/domain/retention.def"
#undef KIND
	RETENTION_KINDS
};

/** What the configuration chose; 0 where it chose nothing, so that a zeroed one is the default. Plain value. */
struct retention {
	int days[RETENTION_KINDS];
};

/** The days that hold. */
int retention_days(const struct retention *retention, enum retention_kind kind);

/** A kind's line in the configuration, "working_notes". Constant for the process's life, as all that follows. */
const char *retention_key(enum retention_kind kind);
/** The kind of that key; RETENTION_KINDS when there is none. */
enum retention_kind retention_find(const char *key);
/** The days that hold when nobody chooses, and the most one may choose. */
int retention_default(enum retention_kind kind);
int retention_most(enum retention_kind kind);
/** What it is and from when its days count. */
const char *retention_words(enum retention_kind kind, const char *locale);

/** What is from before this (µs) goes. */
int64_t retention_cutoff(const struct retention *retention, enum retention_kind kind, int64_t now);

#endif
