/* domain/ — tips that come back. */
#include "daemon/domain/recurring.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#define SHORTEST 4
#define STEM     5
#define LONGEST  4096 /* bytes of a text that are looked at */

/* The first letters of a word. */
struct stem {
	UChar letters[STEM];
};

struct stems {
	struct stem *items; /* sorted, each once */
	size_t count;
};

static int by_letters(const void *left, const void *right)
{
	return memcmp(left, right, sizeof(struct stem));
}

/* Without accents and case; *ret_length is 0 for what is no UTF-8. */
static UChar *fold(const char *text, struct arena *arena, int32_t *ret_length)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *form = unorm2_getNFKDInstance(&error);
	const size_t bytes = strlen(text);
	const int32_t room = (int32_t)(bytes < LONGEST ? bytes : LONGEST) * 4 + 32;
	UChar *plain = arena_alloc(arena, (size_t)room * sizeof(UChar));
	UChar *folded = arena_alloc(arena, (size_t)room * sizeof(UChar));
	int32_t length = 0;

	u_strFromUTF8WithSub(
		plain, room, &length, text, (int32_t)(bytes < LONGEST ? bytes : LONGEST), 0xFFFD, NULL, &error);
	length = u_strFoldCase(folded, room, plain, length, U_FOLD_CASE_DEFAULT, &error);
	length = unorm2_normalize(form, folded, length, plain, room, &error);
	*ret_length = U_SUCCESS(error) ? length : 0;
	return plain;
}

static void add_words(struct stems *stems, const UChar *text, int32_t length, struct arena *arena)
{
	struct stem word = { 0 };
	size_t letters = 0;

	for (int32_t i = 0; i <= length; i++) {
		if (i < length && u_charType(text[i]) == U_NON_SPACING_MARK)
			continue;
		if (i < length && u_isalnum(text[i])) {
			if (letters < STEM)
				word.letters[letters] = text[i];
			letters++;
			continue;
		}
		if (letters >= SHORTEST) {
			struct stem *slot = arena_push(arena, &stems->items, &stems->count, sizeof(*slot));

			*slot = word;
		}
		word = (struct stem){ 0 };
		letters = 0;
	}
}

static struct stems stems_of(const struct recurring_tip *tip, struct arena *arena)
{
	const char *texts[] = { tip->text, tip->next_step };
	struct stems stems = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < 2; i++) {
		int32_t length = 0;
		const UChar *folded = fold(texts[i] == NULL ? "" : texts[i], arena, &length);

		add_words(&stems, folded, length, arena);
	}
	if (stems.count > 1)
		qsort(stems.items, stems.count, sizeof(*stems.items), by_letters);
	for (size_t i = 0; i < stems.count; i++)
		if (kept == 0 || by_letters(&stems.items[kept - 1], &stems.items[i]) != 0)
			stems.items[kept++] = stems.items[i];
	stems.count = kept;
	return stems;
}

static double likeness(const struct stems *a, const struct stems *b)
{
	size_t common = 0;

	for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
		const int order = by_letters(&a->items[i], &b->items[j]);

		common += order == 0;
		i += order <= 0;
		j += order >= 0;
	}
	return common < RECURRING_WORDS ? 0 : 2.0 * (double)common / (double)(a->count + b->count);
}

double recurring_likeness(const struct recurring_tip *left, const struct recurring_tip *right, struct arena *arena)
{
	const struct stems a = stems_of(left, arena), b = stems_of(right, arena);

	return likeness(&a, &b);
}

static int most_first(const void *left, const void *right)
{
	const struct recurring_group *a = left, *b = right;

	if (a->sessions != b->sessions)
		return b->sessions - a->sessions;
	if (a->last_day != b->last_day)
		return b->last_day - a->last_day;
	return a->last < b->last ? 1 : -1; /* of one array */
}

/* Each tip gets the number of the first one of its group. */
static void join(const struct recurring_tip *tips, size_t count, struct arena *arena, size_t *ret_first)
{
	struct stems *stems = arena_zero(arena, (count + 1) * sizeof(*stems));

	for (size_t i = 0; i < count; i++) {
		stems[i] = stems_of(&tips[i], arena);
		ret_first[i] = i;
		for (size_t j = 0; j < i && ret_first[i] == i; j++)
			if (likeness(&stems[i], &stems[j]) >= RECURRING_LIKE)
				ret_first[i] = ret_first[j];
	}
}

/* Whether no earlier tip of the group is of the same session. */
static bool new_session(const struct recurring_tip *tips, const size_t *first, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (first[i] == first[at] && strcmp(tips[i].session, tips[at].session) == 0)
			return false;
	return true;
}

struct recurring_group *recurring_groups(
	const struct recurring_tip *tips, size_t count, struct arena *arena, size_t *ret_count)
{
	struct recurring_group *groups = arena_zero(arena, (count + 1) * sizeof(*groups));
	size_t *first = arena_zero(arena, (count + 1) * sizeof(*first)), kept = 0;

	join(tips, count, arena, first);
	for (size_t i = 0; i < count; i++) {
		struct recurring_group *group = &groups[first[i]];

		if (group->last == NULL)
			group->first_day = tips[i].day;
		group->sessions += new_session(tips, first, i);
		group->last = &tips[i];
		group->last_day = tips[i].day;
	}
	for (size_t i = 0; i < count; i++)
		if (groups[i].sessions > 1)
			groups[kept++] = groups[i];
	if (kept > 1)
		qsort(groups, kept, sizeof(*groups), most_first);
	*ret_count = kept;
	return groups;
}
