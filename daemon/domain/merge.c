/* domain/ — one appointment that is known twice. */
#include "daemon/domain/merge.h"

#include <stdbool.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/lifecycle.h"

#define LONGEST    500 /* bytes of a title that are looked at */
#define INTENTIONS 3

struct folded {
	UChar text[LONGEST * 4];
	int32_t length;
};

/* Letters and figures only, folded. */
static struct folded *fold(const char *text, struct arena *arena)
{
	struct folded *folded = arena_alloc(arena, sizeof(*folded));
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&error);
	const size_t bytes = strlen(text);
	UChar plain[LONGEST + 1];
	int32_t length = 0, kept = 0;

	u_strFromUTF8WithSub(
		plain, LONGEST + 1, &length, text, (int32_t)(bytes < LONGEST ? bytes : LONGEST), 0xFFFD, NULL, &error);
	length = unorm2_normalize(form, plain, length, folded->text, LONGEST * 4, &error);
	for (int32_t i = 0; U_SUCCESS(error) && i < length; i++)
		if (U16_IS_SURROGATE(folded->text[i]) || u_isalnum(folded->text[i]))
			folded->text[kept++] = folded->text[i];
	folded->length = kept;
	return folded;
}

static bool same_words(const char *left, const char *right, struct arena *arena)
{
	const struct folded *a, *b;

	if (left[0] == '\0' || right[0] == '\0')
		return false;
	a = fold(left, arena);
	b = fold(right, arena);
	return a->length > 0 && a->length == b->length &&
	       memcmp(a->text, b->text, (size_t)a->length * sizeof(UChar)) == 0;
}

static bool could_be_one(const Meeting *left, const Meeting *right)
{
	return left->state == MEETING_STATE_SCHEDULED && right->state == MEETING_STATE_SCHEDULED && !left->all_day &&
	       !right->all_day && strcmp(left->owner, right->owner) == 0 && strcmp(left->name, right->name) != 0 &&
	       instant_us(left->start_time) < instant_us(right->end_time) &&
	       instant_us(right->start_time) < instant_us(left->end_time);
}

MeetingLikeness merge_likeness(const Meeting *left, const Meeting *right, struct arena *arena)
{
	if (!could_be_one(left, right))
		return MEETING_LIKENESS_UNSPECIFIED;
	if (left->uid[0] != '\0' && strcmp(left->uid, right->uid) == 0 && strcmp(left->calendar, right->calendar) != 0)
		return MEETING_LIKENESS_UID;
	if (same_words(left->title, right->title, arena))
		return MEETING_LIKENESS_TITLE;
	if (same_words(left->customer, right->customer, arena))
		return MEETING_LIKENESS_CUSTOMER;
	return MEETING_LIKENESS_UNSPECIFIED;
}

const Meeting *merge_kept(const Meeting *left, const Meeting *right)
{
	bool from_left = left->calendar[0] != '\0', from_right = right->calendar[0] != '\0';
	int64_t known_left = instant_us(left->create_time), known_right = instant_us(right->create_time);

	if (from_left != from_right)
		return from_left ? left : right;
	if (known_left != known_right)
		return known_left < known_right ? left : right;
	return strcmp(left->name, right->name) < 0 ? left : right;
}

struct merge_pair *merge_pairs(Meeting *const *meetings, size_t count, struct arena *arena, size_t *ret_count)
{
	struct merge_pair *pairs = NULL, *pair;
	size_t n_pairs = 0, first = 0;

	for (size_t i = 0; i < count; i++) {
		MeetingLikeness likeness = MEETING_LIKENESS_UNSPECIFIED;

		/* what was over before this one began overlaps nothing later either, as far as it stands in front */
		while (first < i && instant_us(meetings[first]->end_time) <= instant_us(meetings[i]->start_time))
			first++;
		for (size_t j = first; j < i && likeness == MEETING_LIKENESS_UNSPECIFIED; j++) {
			likeness = merge_likeness(meetings[j], meetings[i], arena);
			if (likeness == MEETING_LIKENESS_UNSPECIFIED)
				continue;
			pair = arena_push(arena, &pairs, &n_pairs, sizeof(*pairs));
			pair->keep = merge_kept(meetings[j], meetings[i]);
			pair->duplicate = pair->keep == meetings[j] ? meetings[i] : meetings[j];
			pair->later = meetings[i];
			pair->likeness = likeness;
		}
	}
	*ret_count = n_pairs;
	return pairs;
}

/* ---- sessions ---- */

const Session *merge_survivor(const Session *kept, const Session *duplicate)
{
	if (lifecycle_begun(kept) && lifecycle_begun(duplicate))
		return NULL;
	if (lifecycle_hidden(kept) != lifecycle_hidden(duplicate))
		return lifecycle_hidden(kept) ? duplicate : kept;
	return duplicate->state > kept->state ? duplicate : kept; /* states count up to CLOSED */
}

/* ---- preparations ---- */

static const Preparation *stronger(const Preparation *kept, const Preparation *duplicate)
{
	bool in_kept = kept->state == PREPARATION_STATE_SUBMITTED;
	bool in_duplicate = duplicate->state == PREPARATION_STATE_SUBMITTED;

	if (in_kept != in_duplicate)
		return in_kept ? kept : duplicate;
	return instant_us(duplicate->update_time) > instant_us(kept->update_time) ? duplicate : kept;
}

static Answer *find_answer(Answer **answers, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(answers[i]->key, key) == 0)
			return answers[i];
	return NULL;
}

static void fill_answers(Preparation *into, const Preparation *from, struct arena *arena)
{
	Answer **answers = arena_alloc(arena, (into->n_answers + from->n_answers + 1) * sizeof(Answer *));
	size_t count = 0;

	for (size_t i = 0; i < into->n_answers; i++)
		answers[count++] = arena_memdup(arena, into->answers[i], sizeof(Answer));
	for (size_t i = 0; i < from->n_answers; i++) {
		Answer *answer = find_answer(answers, count, from->answers[i]->key);

		if (answer == NULL)
			answers[count++] = from->answers[i];
		else if (answer->text[0] == '\0')
			answer->text = from->answers[i]->text;
	}
	into->answers = answers;
	into->n_answers = count;
}

static bool is_picked(Intention *const *intentions, size_t count, const Intention *intention)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(intentions[i]->text, intention->text) == 0 ||
			(intention->key[0] != '\0' && strcmp(intentions[i]->key, intention->key) == 0))
			return true;
	return false;
}

static void fill_intentions(Preparation *into, const Preparation *from, struct arena *arena)
{
	Intention **intentions =
		arena_alloc(arena, (into->n_intentions + from->n_intentions + 1) * sizeof(Intention *));
	size_t count = 0;

	for (size_t i = 0; i < into->n_intentions; i++)
		intentions[count++] = arena_memdup(arena, into->intentions[i], sizeof(Intention));
	for (size_t i = 0; i < from->n_intentions && count < INTENTIONS; i++)
		if (!is_picked(intentions, count, from->intentions[i]))
			intentions[count++] = arena_memdup(arena, from->intentions[i], sizeof(Intention));
	for (size_t i = 0; i < count; i++)
		intentions[i]->number = (int32_t)i + 1;
	into->intentions = intentions;
	into->n_intentions = count;
}

Preparation *merge_preparations(
	const Preparation *kept, const Preparation *duplicate, const char *meeting, struct arena *arena)
{
	const Preparation *best = kept != NULL ? kept : duplicate, *other = NULL;
	Preparation *merged;

	if (best == NULL)
		return NULL;
	if (kept != NULL && duplicate != NULL) {
		best = stronger(kept, duplicate);
		other = best == kept ? duplicate : kept;
	}
	merged = arena_memdup(arena, best, sizeof(*best));
	merged->name = arena_printf(arena, "%s/preparation", meeting);
	merged->meeting = arena_strdup(arena, meeting);
	if (other != NULL) {
		fill_answers(merged, other, arena);
		fill_intentions(merged, other, arena);
	}
	return merged;
}
