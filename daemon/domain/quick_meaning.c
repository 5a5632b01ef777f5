/* domain/ — what quick lines were taken for, in words. */
#include <stddef.h>

#include "daemon/domain/day.h"
#include "daemon/domain/quick_line.h"
#include "daemon/domain/words.h"

static const char *joined(const char *left, const char *right, struct arena *arena)
{
	if (*left == '\0' || *right == '\0')
		return *left == '\0' ? right : left;
	return arena_printf(arena, "%s; %s", left, right);
}

static const char *until(const struct quick_entry *entry, const char *locale, struct arena *arena)
{
	int day;

	if (entry->days != 0)
		return arena_printf(arena, words_pick(locale, "%d days more", "%d dagen langer"), entry->days);
	if (!day_parse(entry->due, &day))
		return words_pick(locale, "before the next session", "voor de volgende sessie");
	return arena_printf(arena, "%s %s", words_pick(locale, "by", "uiterlijk"), day_text(day, locale, arena));
}

static const char *intent_meaning(const struct quick_entry *entry, const char *locale, struct arena *arena)
{
	const char *what = entry->kind == QUICK_ACTION ? words_pick(locale, "action point", "actiepunt")
						       : words_pick(locale, "promise", "toezegging");

	what = arena_printf(arena, "%s, %s", what, until(entry, locale, arena));
	what = joined(what, words_learning(entry->learning, locale), arena);
	if (*entry->skill == '\0')
		return what;
	return joined(
		what, arena_printf(arena, "%s %s", words_pick(locale, "skill", "vaardigheid"), entry->skill), arena);
}

static const char *point_meaning(const struct quick_entry *entry, const char *locale, struct arena *arena)
{
	const char *what = entry->kind == QUICK_SIGHTING ? words_outcome(entry->outcome, locale)
			   : entry->verb == QUICK_EXTEND ? until(entry, locale, arena)
			   : entry->verb == QUICK_DROP   ? words_action_point_state(ACTION_POINT_STATE_DROPPED, locale)
							 : words_action_point_state(ACTION_POINT_STATE_DONE, locale);

	return arena_printf(arena, "%s %d: %s", words_pick(locale, "action point", "actiepunt"), entry->number, what);
}

/* With the intention that it is about. */
static const char *about(const char *what, const struct quick_entry *entry, const char *locale, struct arena *arena)
{
	if (entry->number == 0)
		return what;
	return arena_printf(arena, "%s, %s %d", what, words_pick(locale, "intention", "voornemen"), entry->number);
}

static const char *tip_meaning(const struct quick_entry *entry, const char *locale, struct arena *arena)
{
	if (*entry->next_step == '\0')
		return about(words_observation(entry->observation, locale), entry, locale, arena);
	return about(words_pick(locale, "tip, with a first step", "tip, met een eerste stap"), entry, locale, arena);
}

const char *quick_entry_meaning(const struct quick_entry *entry, const char *locale, struct arena *arena)
{
	switch (entry->kind) {
	case QUICK_ACTION:
	case QUICK_PROMISE:
		return intent_meaning(entry, locale, arena);
	case QUICK_SIGHTING:
	case QUICK_POINT:
		return point_meaning(entry, locale, arena);
	case QUICK_OUTCOME:
		return arena_printf(arena,
			entry->own_view ? words_pick(locale, "intention %d, as you see it: %s",
						  "voornemen %d, zoals jij het ziet: %s")
					: words_pick(locale, "intention %d: %s", "voornemen %d: %s"),
			entry->number, words_outcome(entry->outcome, locale));
	case QUICK_HELP:
		return arena_printf(arena, "%s: %s", words_pick(locale, "help given", "hulp gegeven"),
			words_observation(entry->observation, locale));
	case QUICK_EXPERIENCE:
		return words_pick(locale, "experience", "ervaring");
	case QUICK_TIP:
		return tip_meaning(entry, locale, arena);
	default:
		return about(words_observation(entry->observation, locale), entry, locale, arena);
	}
}

LineResult **quick_lines_results(
	const struct quick_lines *lines, const char *locale, struct arena *arena, size_t *ret_count)
{
	LineResult **results = arena_zero(arena, (lines->n_rows + 1) * sizeof(LineResult *));

	for (size_t row = 0; row < lines->n_rows; row++) {
		results[row] = arena_alloc(arena, sizeof(LineResult));
		line_result__init(results[row]);
		results[row]->line = lines->rows[row];
	}
	for (size_t i = 0; i < lines->n_entries; i++) {
		const struct quick_entry *entry = &lines->entries[i];
		LineResult *result = results[entry->row];
		bool is_number =
			entry->kind == QUICK_OUTCOME || entry->kind == QUICK_SIGHTING || entry->kind == QUICK_POINT;
		bool fails = entry->as_text || (is_number && entry->problem[0] != '\0');

		/* of what is not there nothing happened */
		if (!fails)
			result->meaning =
				(char *)joined(result->meaning, quick_entry_meaning(entry, locale, arena), arena);
		result->problem = (char *)joined(result->problem, entry->problem, arena);
	}
	*ret_count = lines->n_rows;
	return results;
}
