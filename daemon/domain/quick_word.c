/* domain/ — the words that quick lines know. */
#include "daemon/domain/quick_word.h"

#include <strings.h>

#include "daemon/domain/quick_text.h"

static const struct learning_word {
	const char *word;
	LearningKind kind;
} learning_words[] = {
	{ "experience", LEARNING_KIND_EXPERIENCE },
	{ "doing", LEARNING_KIND_EXPERIENCE },
	{ "ervaring", LEARNING_KIND_EXPERIENCE },
	{ "doen", LEARNING_KIND_EXPERIENCE },
	{ "coaching", LEARNING_KIND_COACHING },
	{ "training", LEARNING_KIND_TRAINING },
};

LearningKind quick_word_learning(const char *tag)
{
	for (size_t i = 0; i < sizeof(learning_words) / sizeof(learning_words[0]); i++)
		if (strcasecmp(tag, learning_words[i].word) == 0)
			return learning_words[i].kind;
	return LEARNING_KIND_UNSPECIFIED;
}

static const struct outcome_word {
	const char *word;
	Outcome outcome;
} outcome_words[] = {
	/* Longer ones first: "not observable" begins with "not". */
	{ "could not be seen", OUTCOME_NOT_OBSERVABLE },
	{ "niet te zien", OUTCOME_NOT_OBSERVABLE },
	{ "not observable", OUTCOME_NOT_OBSERVABLE },
	{ "not seen", OUTCOME_NOT_OBSERVABLE },
	{ "niet gezien", OUTCOME_NOT_OBSERVABLE },
	{ "n.t.z", OUTCOME_NOT_OBSERVABLE },
	{ "ntz", OUTCOME_NOT_OBSERVABLE },
	{ "n/a", OUTCOME_NOT_OBSERVABLE },
	{ "n.a", OUTCOME_NOT_OBSERVABLE },
	{ "na", OUTCOME_NOT_OBSERVABLE },
	{ "yes", OUTCOME_HAPPENED },
	{ "ja", OUTCOME_HAPPENED },
	{ "happened", OUTCOME_HAPPENED },
	{ "gebeurd", OUTCOME_HAPPENED },
	{ "partly", OUTCOME_PARTLY },
	{ "partially", OUTCOME_PARTLY },
	{ "part", OUTCOME_PARTLY },
	{ "deels", OUTCOME_PARTLY },
	{ "gedeeltelijk", OUTCOME_PARTLY },
	{ "not", OUTCOME_NOT },
	{ "no", OUTCOME_NOT },
	{ "niet", OUTCOME_NOT },
	{ "nee", OUTCOME_NOT },
};

Outcome quick_word_outcome(const char *text, const char **ret_rest)
{
	for (size_t i = 0; i < sizeof(outcome_words) / sizeof(outcome_words[0]); i++)
		if (quick_text_word(text, outcome_words[i].word, ret_rest))
			return outcome_words[i].outcome;
	return OUTCOME_UNSPECIFIED;
}

static const struct help_word {
	const char *word;
	ObservationKind kind;
} help_words[] = {
	{ "a", OBSERVATION_KIND_HELP_ADDED },
	{ "added", OBSERVATION_KIND_HELP_ADDED },
	{ "aangevuld", OBSERVATION_KIND_HELP_ADDED },
	{ "n", OBSERVATION_KIND_HELP_NUDGED },
	{ "nudge", OBSERVATION_KIND_HELP_NUDGED },
	{ "nudged", OBSERVATION_KIND_HELP_NUDGED },
	{ "z", OBSERVATION_KIND_HELP_NUDGED },
	{ "zetje", OBSERVATION_KIND_HELP_NUDGED },
	{ "t", OBSERVATION_KIND_HELP_TOOK_OVER },
	{ "took over", OBSERVATION_KIND_HELP_TOOK_OVER },
	{ "o", OBSERVATION_KIND_HELP_TOOK_OVER },
	{ "overgenomen", OBSERVATION_KIND_HELP_TOOK_OVER },
};

ObservationKind quick_word_help(const char *text, const char **ret_rest)
{
	for (size_t i = 0; i < sizeof(help_words) / sizeof(help_words[0]); i++)
		if (quick_text_word(text, help_words[i].word, ret_rest))
			return help_words[i].kind;
	return OBSERVATION_KIND_UNSPECIFIED;
}
