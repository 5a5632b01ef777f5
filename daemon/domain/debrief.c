/* domain/ — the conversation right after. */
#include "daemon/domain/debrief.h"

#include <string.h>
#include <strings.h>

#include "daemon/domain/words.h"

/* The four, in the order of the conversation. */
static const struct entry {
	const char *name, *en, *nl;
} entries[] = {
	{ "coachee_experience", "how it went for the person who was coached", "hoe het ging voor wie gecoacht is" },
	{ "coach_experience", "what it was like for the coach", "hoe het was voor de coach" },
	{ "compliment", "something that worked", "iets wat werkte" },
	{ "action_point", "an action point", "een actiepunt" },
};

static bool empty(const char *text)
{
	return text == NULL || text[0] == '\0';
}

const Debrief *debrief_known_to(const Debrief *debrief, const char *reader, struct arena *arena)
{
	Debrief *known;
	size_t kept = 0;

	if (reader == NULL || strcmp(reader, debrief->coachee) != 0 || strcmp(reader, debrief->coach) == 0 ||
		debrief->over || !empty(debrief->coachee_experience))
		return debrief;
	known = arena_memdup(arena, debrief, sizeof(*debrief));
	known->coach_experience = (char *)protobuf_c_empty_string;
	known->compliments = arena_zero(arena, (debrief->n_compliments + 1) * sizeof(Observation *));
	for (size_t i = 0; i < debrief->n_compliments; i++)
		if (strcmp(debrief->compliments[i]->author, reader) == 0)
			known->compliments[kept++] = debrief->compliments[i];
	known->n_compliments = kept;
	return known;
}

static bool lacks(const Debrief *debrief, size_t entry)
{
	switch (entry) {
	case 0:
		return empty(debrief->coachee_experience);
	case 1:
		return empty(debrief->coach_experience);
	case 2:
		return debrief->n_compliments == 0;
	default:
		return debrief->n_action_points == 0;
	}
}

#define ENTRIES (sizeof(entries) / sizeof(entries[0]))

char **debrief_missing(const Debrief *debrief, struct arena *arena, size_t *ret_count)
{
	char **missing = arena_zero(arena, ENTRIES * sizeof(char *));

	*ret_count = 0;
	for (size_t i = 0; i < ENTRIES; i++)
		if (lacks(debrief, i))
			missing[(*ret_count)++] = arena_strdup(arena, entries[i].name);
	return missing;
}

static bool same_moment(const char *left, const char *right)
{
	return strcasecmp(left, right) == 0;
}

void debrief_fold_tips(Debrief *debrief)
{
	size_t kept = 0;

	for (size_t i = 0; i < debrief->n_tips; i++) {
		const Observation *tip = debrief->tips[i];
		bool again = false;

		for (size_t j = 0; empty(tip->next_step) && j < debrief->n_tips; j++)
			again = again ||
				(!empty(debrief->tips[j]->next_step) && same_moment(debrief->tips[j]->text, tip->text));
		if (!again)
			debrief->tips[kept++] = debrief->tips[i];
	}
	debrief->n_tips = kept;
}

static const char *ask_for_step(const Debrief *debrief, const char *locale, struct arena *arena)
{
	for (size_t i = 0; i < debrief->n_tips; i++)
		if (empty(debrief->tips[i]->next_step))
			return arena_printf(arena,
				words_pick(locale, "And the first step? One line: - %s > first step",
					"En de eerste stap? Eén regel: - %s > eerste stap"),
				debrief->tips[i]->text);
	return "";
}

HelpCount **debrief_count_help(const Debrief *debrief, struct arena *arena, size_t *ret_count)
{
	static const ObservationKind kinds[] = { OBSERVATION_KIND_HELP_ADDED, OBSERVATION_KIND_HELP_NUDGED,
		OBSERVATION_KIND_HELP_TOOK_OVER };
	HelpCount **counts = NULL;

	*ret_count = 0;
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		HelpCount *count = arena_alloc(arena, sizeof(*count));

		help_count__init(count);
		count->kind = kinds[k];
		for (size_t i = 0; i < debrief->n_help_given; i++)
			count->count += debrief->help_given[i]->kind == kinds[k];
		if (count->count > 0)
			*(HelpCount **)arena_push(arena, &counts, ret_count, sizeof(*counts)) = count;
	}
	return counts;
}

const char *debrief_nudge(const Debrief *debrief, const char *locale, struct arena *arena)
{
	if (lacks(debrief, 2))
		return words_pick(locale, "What worked? One sentence that begins with + is enough.",
			"Wat werkte er? Eén zin die begint met + is genoeg.");
	if (lacks(debrief, 0))
		return words_pick(locale, "How did it go? One line from the person who was coached comes first.",
			"Hoe ging het? Eén regel van wie gecoacht is komt eerst.");
	if (lacks(debrief, 1))
		return words_pick(locale, "And for the coach: what was it like to be there? One line is enough.",
			"En voor de coach: hoe was het om erbij te zijn? Eén regel is genoeg.");
	if (lacks(debrief, 3))
		return words_pick(locale, "What happens next? One line that begins with ! is enough.",
			"Wat gebeurt er nu? Eén regel die begint met ! is genoeg.");
	return ask_for_step(debrief, locale, arena);
}

bool debrief_written(const Debrief *debrief)
{
	return !empty(debrief->coachee_experience) || !empty(debrief->coach_experience) || debrief->create_time != NULL;
}

enum status debrief_may_speak(
	const Debrief *debrief, DebriefMode mode, bool as_coach, const char *locale, struct error *reterr)
{
	if (!as_coach || mode == DEBRIEF_MODE_APART || !empty(debrief->coachee_experience))
		return STATUS_OK;
	return error_detail(reterr, STATUS_FAILED_PRECONDITION, "COACHEE_FIRST", "lines", "%s",
		words_pick(locale, "the person who was coached speaks first: one line on how it went, then yours",
			"wie gecoacht is begint: eerst één regel over hoe het ging, dan die van jou"));
}

enum status debrief_may_respond(const Debrief *debrief, const char *locale, struct error *reterr)
{
	if (!empty(debrief->coachee_experience))
		return STATUS_OK;
	return error_detail(reterr, STATUS_FAILED_PRECONDITION, "COACHEE_FIRST", NULL, "%s",
		words_pick(locale, "first say in a line how it went for you, then look at what your coach saw",
			"zeg eerst in een regel hoe het voor jou ging, en kijk dan naar wat je coach zag"));
}

static const Signature *signature_of(const Debrief *debrief, const char *person)
{
	for (size_t i = 0; i < debrief->n_signatures; i++)
		if (strcmp(debrief->signatures[i]->person, person) == 0)
			return debrief->signatures[i];
	return NULL;
}

static enum status complete(const Debrief *debrief, const char *locale, struct error *reterr)
{
	char list[300] = "";

	for (size_t i = 0; i < ENTRIES; i++) {
		if (!lacks(debrief, i))
			continue;
		if (list[0] != '\0')
			strncat(list, ", ", sizeof(list) - strlen(list) - 1);
		strncat(list, words_pick(locale, entries[i].en, entries[i].nl), sizeof(list) - strlen(list) - 1);
	}
	if (list[0] == '\0')
		return STATUS_OK;
	return error_detail(reterr, STATUS_FAILED_PRECONDITION, "DEBRIEF_INCOMPLETE", NULL,
		words_pick(locale, "before signing one line each is still missing: %s",
			"voor het tekenen ontbreekt nog een regel over: %s"),
		list);
}

enum status debrief_may_sign(const Debrief *debrief, const char *person, SignatureKind kind, const char *remark,
	const char *locale, struct error *reterr)
{
	if (kind != SIGNATURE_KIND_CORRECT && kind != SIGNATURE_KIND_SEEN)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "KIND_MISSING", "kind", "%s",
			words_pick(locale, "say how you sign: correct, or seen with a remark",
				"zeg hoe je tekent: klopt, of gezien met opmerking"));
	if (kind == SIGNATURE_KIND_SEEN && (empty(remark) || strspn(remark, " \t\r\n") == strlen(remark)))
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "REMARK_MISSING", "remark", "%s",
			words_pick(locale, "seen comes with a remark: write it in a line",
				"bij gezien hoort een opmerking: schrijf die in een regel"));
	if (signature_of(debrief, person) != NULL)
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "SIGNED", NULL, "%s",
			words_pick(locale, "you have signed already", "je hebt al getekend"));
	return complete(debrief, locale, reterr);
}

bool debrief_signed_by_both(const Debrief *debrief, const char *coach, const char *coachee)
{
	return signature_of(debrief, coach) != NULL && signature_of(debrief, coachee) != NULL;
}
