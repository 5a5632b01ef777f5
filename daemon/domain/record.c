/* domain/ — what is kept, in words. */
#include "daemon/domain/record.h"

#include <stddef.h>
#include <string.h>

#include "daemon/domain/words.h"

static const struct record {
	const char *table, *en, *nl, *until_en, *until_nl;
} records[] = {
#define RECORD(table, en, nl, until_en, until_nl) { #table, en, nl, until_en, until_nl },
#include "daemon/domain/record.def"
#undef RECORD
};

static const struct record *find(const char *table)
{
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
		if (strcmp(records[i].table, table) == 0)
			return &records[i];
	return NULL;
}

const char *record_words(const char *table, const char *locale)
{
	const struct record *record = find(table);

	return record == NULL ? NULL : words_pick(locale, record->en, record->nl);
}

const char *record_until(const char *table, const char *locale)
{
	const struct record *record = find(table);

	return record == NULL ? NULL : words_pick(locale, record->until_en, record->until_nl);
}
