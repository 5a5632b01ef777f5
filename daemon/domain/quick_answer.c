/* domain/ — short answers to a single question. */
#include "daemon/domain/quick_answer.h"

#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"
#include "proto/quick_due.h"

struct keyword {
	const char *word;
	enum quick_verb verb;
};

static const struct keyword action_point_words[] = {
	{ "done", QUICK_DONE },
	{ "klaar", QUICK_DONE },
	{ "gedaan", QUICK_DONE },
	{ "drop", QUICK_DROP },
	{ "vervalt", QUICK_DROP },
	{ "vervallen", QUICK_DROP },
};

static const struct keyword decision_words[] = {
	{ "go", QUICK_GO },
	{ "ga", QUICK_GO },
	{ "talk", QUICK_TALK },
	{ "doorspreken", QUICK_TALK },
	{ "no", QUICK_NO },
	{ "not", QUICK_NO },
	{ "niet", QUICK_NO },
	{ "nee", QUICK_NO },
	{ "alone", QUICK_ALONE },
	{ "alleen", QUICK_ALONE },
};

static const struct keyword reopen_words[] = {
	{ "reopen", QUICK_REOPEN },
	{ "heropen", QUICK_REOPEN },
	{ "heropenen", QUICK_REOPEN },
};

static const struct keyword keep_words[] = {
	{ "go", QUICK_GO },
	{ "ga", QUICK_GO },
	{ "keep", QUICK_GO },
	{ "houd", QUICK_GO },
	{ "no", QUICK_NO },
	{ "not", QUICK_NO },
	{ "niet", QUICK_NO },
	{ "nee", QUICK_NO },
	{ "reopen", QUICK_REOPEN },
	{ "heropen", QUICK_REOPEN },
	{ "heropenen", QUICK_REOPEN },
};

static const struct keyword helped_words[] = {
	{ "yes", QUICK_YES },
	{ "ja", QUICK_YES },
	{ "a little", QUICK_LITTLE },
	{ "little", QUICK_LITTLE },
	{ "een beetje", QUICK_LITTLE },
	{ "beetje", QUICK_LITTLE },
	{ "no", QUICK_NO },
	{ "nee", QUICK_NO },
};

/* An answer is one short text: the first line leads, the others follow it. */
static const char *one_text(const char *text, struct arena *arena)
{
	size_t count;
	char **lines = quick_text_lines(text, arena, &count);
	const char *whole = count == 0 ? "" : lines[0];

	for (size_t i = 1; i < count; i++)
		whole = arena_printf(arena, "%s\n%s", whole, lines[i]);
	return whole;
}

/* Whether nothing follows the word, or a sign that sets it apart: "no problem" is no no, and "ga niet mee" no go. */
static bool stands_apart(const char *text, const char *word)
{
	text += strlen(word);
	text += strspn(text, " \t");
	return *text == '\0' || strchr(".,:;!\n", *text) != NULL || quick_text_dash(text) != 0;
}

/* `apart`: the word must stand apart from what follows it. */
static bool read_keyword(const struct keyword *words, size_t count, bool apart, const char *text,
	struct quick_answer *answer, struct arena *arena)
{
	const char *rest;

	for (size_t i = 0; i < count; i++)
		if (quick_text_word(text, words[i].word, &rest) && (!apart || stands_apart(text, words[i].word))) {
			answer->verb = words[i].verb;
			answer->text = quick_text_trim(rest, strlen(rest), arena);
			return true;
		}
	return false;
}

#define READ_KEYWORD(words, apart, text, answer, arena)                                                                \
	read_keyword(words, sizeof(words) / sizeof((words)[0]), apart, text, answer, arena)

static struct quick_answer nothing(const char *text, const char *problem)
{
	return (struct quick_answer){ .verb = QUICK_NOTHING, .text = text, .due = "", .problem = problem };
}

/* "@fri", or a day alone on its line. */
static struct quick_answer read_date(const char *text, int today, const char *locale, struct arena *arena)
{
	const char *word = text + (*text == '@');
	struct quick_answer answer = { .verb = QUICK_EXTEND, .text = "", .due = "", .problem = "" };
	char iso[DAY_TEXT];
	size_t length;
	int day;

	word += strspn(word, " \t");
	length = quick_due_length(word, &answer.days);
	if (length != 0 && (*text == '@' || word[length] == '\0' || word[length] == '\n')) {
		answer.text = quick_text_trim(word + length, strlen(word + length), arena);
		return answer;
	}
	answer.days = 0;
	switch (quick_due_parse(word, today, &day, &length)) {
	case QUICK_DUE_PAST:
		answer = nothing(text, words_pick(locale, "that day has passed: pick one to come",
					       "die dag is voorbij: kies er een die nog komt"));
		answer.refused = *text == '@' || word[length] == '\0';
		return answer;
	case QUICK_DUE_DAY:
		if (*text != '@' && word[length] != '\0' && word[length] != '\n')
			break;
		day_format(day, iso);
		answer.due = arena_strdup(arena, iso);
		answer.text = quick_text_trim(word + length, strlen(word + length), arena);
		return answer;
	case QUICK_DUE_NONE:
		break;
	}
	return nothing(text, words_pick(locale, "say done, a date such as @fri or @+3d, or drop and why",
				     "zeg klaar, een datum zoals @vr of @+3d, of vervalt en waarom"));
}

struct quick_answer quick_answer_action_point(const char *text, int today, const char *locale, struct arena *arena)
{
	struct quick_answer answer = nothing(one_text(text, arena), "");

	if (!READ_KEYWORD(action_point_words, false, answer.text, &answer, arena))
		return read_date(answer.text, today, locale, arena);
	if (answer.verb != QUICK_DROP || *answer.text != '\0')
		return answer;
	answer = nothing(one_text(text, arena), words_pick(locale, "say why it can go: drop and the reason on one line",
							"zeg waarom het weg kan: vervalt en de reden op een regel"));
	answer.refused = true;
	return answer;
}

/* A word that leads, or else one alone on its line ("Hi, / go / Sofie"), when no other line says otherwise. */
static bool find_word(
	const struct keyword *words, size_t n_words, const char *text, struct quick_answer *answer, struct arena *arena)
{
	struct quick_answer found = { .verb = QUICK_NOTHING }, line;
	size_t count;
	char **lines = quick_text_lines(text, arena, &count);

	if (read_keyword(words, n_words, true, one_text(text, arena), answer, arena))
		return true;
	for (size_t i = 0; i < count; i++) {
		if (!read_keyword(words, n_words, true, lines[i], &line, arena) || *line.text != '\0')
			continue;
		if (found.verb != QUICK_NOTHING && found.verb != line.verb)
			return false;
		found = line;
	}
	if (found.verb == QUICK_NOTHING)
		return false;
	answer->verb = found.verb;
	answer->text = "";
	return true;
}

/* A number alone on the first line, of what was offered. */
static bool find_option(const char *text, int options, struct quick_answer *answer)
{
	int option = *text >= '1' && *text <= '9' ? *text - '0' : 0;

	if (option == 0 || option > options || text[1 + strspn(text + 1, ".):! ")] > ' ')
		return false;
	answer->verb = QUICK_OPTION;
	answer->option = option;
	answer->text = "";
	return true;
}

struct quick_answer quick_answer_rhythm(
	const char *text, int options, int today, const char *locale, struct arena *arena)
{
	struct quick_answer answer = nothing(one_text(text, arena), "");

	if (find_option(answer.text, options, &answer))
		return answer;
	answer = read_date(answer.text, today, locale, arena);
	if (answer.verb != QUICK_NOTHING || answer.refused)
		return answer;
	answer.problem = options > 0
				 ? words_pick(locale, "say the number of one, or until when to postpone: @fri, @+2w",
					   "zeg het nummer van een, of tot wanneer je het doorschuift: @vr, @+2w")
				 : words_pick(locale, "say until when to postpone: @fri, @+2w",
					   "zeg tot wanneer je het doorschuift: @vr, @+2w");
	return answer;
}

struct quick_answer quick_answer_skip(const char *text, int options, const char *locale, struct arena *arena)
{
	struct quick_answer answer = nothing(one_text(text, arena), "");

	if (find_option(answer.text, options, &answer))
		return answer;
	if (find_word(decision_words, sizeof(decision_words) / sizeof(decision_words[0]), text, &answer, arena) &&
		answer.verb == QUICK_GO)
		return answer;
	return nothing(one_text(text, arena),
		words_pick(locale, "one word on a line of its own is enough to go along after all: go",
			"een woord alleen op een regel is genoeg om toch te gaan: ga"));
}

/* What one of the words says; else the text, and how to say it. */
static struct quick_answer by_word(
	const struct keyword *words, size_t n_words, const char *text, const char *problem, struct arena *arena)
{
	struct quick_answer answer = nothing(one_text(text, arena), "");

	return find_word(words, n_words, text, &answer, arena) ? answer : nothing(answer.text, problem);
}

#define BY_WORD(words, text, problem, arena) by_word(words, sizeof(words) / sizeof((words)[0]), text, problem, arena)

/* A yes with nothing else on its line: "yes, but" is none. */
static bool says_yes(const char *text, struct arena *arena)
{
	static const char *const yes[] = { "yes", "yes please", "yes, please", "ja", "ja graag", "ja, graag" };
	const char *rest;
	size_t count;
	char **lines = quick_text_lines(text, arena, &count);

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < sizeof(yes) / sizeof(yes[0]); j++)
			if (quick_text_word(lines[i], yes[j], &rest) && *rest == '\0')
				return true;
	return false;
}

const char *quick_answer_decision_problem(const char *locale)
{
	return words_pick(locale, "put go, talk or no alone on a line; why may follow after a comma",
		"zet ga, doorspreken of niet alleen op een regel; waarom mag erachter na een komma");
}

struct quick_answer quick_answer_decision(const char *text, const char *locale, struct arena *arena)
{
	struct quick_answer answer = BY_WORD(decision_words, text, quick_answer_decision_problem(locale), arena);

	if (answer.verb != QUICK_NOTHING || !says_yes(text, arena))
		return answer;
	return (struct quick_answer){ .verb = QUICK_YES, .text = "", .due = "", .problem = "" };
}

struct quick_answer quick_answer_ended(const char *text, const char *locale, struct arena *arena)
{
	return BY_WORD(reopen_words, text,
		words_pick(locale, "one word on a line of its own is enough to open it again: reopen",
			"een woord alleen op een regel is genoeg om weer open te maken: heropen"),
		arena);
}

struct quick_answer quick_answer_collision(const char *text, const char *locale, struct arena *arena)
{
	return BY_WORD(keep_words, text,
		words_pick(locale, "put no alone on a line to withdraw from this one, or go to keep it",
			"zet niet alleen op een regel om hiervan af te zien, of ga om te blijven"),
		arena);
}

struct quick_answer quick_answer_helped(const char *text, const char *locale, struct arena *arena)
{
	return BY_WORD(helped_words, text,
		words_pick(locale, "one word on a line of its own is enough: yes, little or no",
			"een woord alleen op een regel is genoeg: ja, beetje of nee"),
		arena);
}
