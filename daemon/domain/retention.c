/* domain/ — how long what is kept. */
#include "daemon/domain/retention.h"

#include <string.h>

#include "daemon/domain/words.h"

#define DAY_US INT64_C(86400000000)

static const struct {
	const char *key;
	int days, most;
	const char *en, *nl;
} kinds[RETENTION_KINDS] = {
#define KIND(NAME, key, days, most, en, nl) { key, days, most, en, nl },
#include "daemon/domain/retention.def"
#undef KIND
};

int retention_days(const struct retention *retention, enum retention_kind kind)
{
	return retention->days[kind] != 0 ? retention->days[kind] : kinds[kind].days;
}

const char *retention_key(enum retention_kind kind)
{
	return kinds[kind].key;
}

enum retention_kind retention_find(const char *key)
{
	int kind = 0;

	while (kind < RETENTION_KINDS && strcmp(kinds[kind].key, key) != 0)
		kind++;
	return (enum retention_kind)kind;
}

int retention_default(enum retention_kind kind)
{
	return kinds[kind].days;
}

int retention_most(enum retention_kind kind)
{
	return kinds[kind].most;
}

const char *retention_words(enum retention_kind kind, const char *locale)
{
	return words_pick(locale, kinds[kind].en, kinds[kind].nl);
}

int64_t retention_cutoff(const struct retention *retention, enum retention_kind kind, int64_t now)
{
	return now - retention_days(retention, kind) * DAY_US;
}
