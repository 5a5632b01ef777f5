/* skip_unprepared — settings of the rule. */
#include "settings.h"

#include <string.h>

static const struct {
	const char *name;
	size_t from, to; /* where it is in the contract's message, and in the rule's */
	int most;
} fields[] = {
#define SETTING(field, most)                                                                                           \
	{                                                                                                              \
#field, offsetof(GateSettings, field), offsetof(struct rule_settings, field), most                     \
	}
	SETTING(thin_words, 100),
	SETTING(alike_permille, 1000),
	SETTING(alike_answers, RULE_ANSWERS),
	SETTING(alike_last, RULE_EARLIER),
#undef SETTING
};

#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static int32_t given(const GateSettings *changed, size_t field)
{
	int32_t value;

	memcpy(&value, (const char *)changed + fields[field].from, sizeof(value));
	return value;
}

static bool names(const FieldMask *mask, const char *field)
{
	for (size_t i = 0; i < mask->n_paths; i++)
		if (strcmp(mask->paths[i], field) == 0)
			return true;
	return false;
}

static bool known(const char *path)
{
	for (size_t i = 0; i < FIELDS; i++)
		if (strcmp(path, fields[i].name) == 0)
			return true;
	return strcmp(path, "mode") == 0;
}

const char *settings_fault(const GateSettings *changed, const FieldMask *mask)
{
	for (size_t i = 0; mask != NULL && i < mask->n_paths; i++)
		if (!known(mask->paths[i]))
			return "settings_mask";
	if (changed == NULL)
		return mask != NULL && mask->n_paths > 0 ? "settings" : NULL;
	if (changed->mode < GATE_MODE_UNSPECIFIED || changed->mode > GATE_MODE_OFF ||
		(mask != NULL && names(mask, "mode") && changed->mode == GATE_MODE_UNSPECIFIED))
		return "settings.mode";
	for (size_t i = 0; i < FIELDS; i++)
		if (given(changed, i) < 0 || given(changed, i) > fields[i].most)
			return fields[i].name;
	return NULL;
}

struct rule_settings settings_with(
	const struct rule_settings *settings, const GateSettings *changed, const FieldMask *mask)
{
	struct rule_settings with = *settings;

	if (changed == NULL)
		return with;
	if (mask != NULL ? names(mask, "mode") : changed->mode != GATE_MODE_UNSPECIFIED)
		with.mode = changed->mode;
	for (size_t i = 0; i < FIELDS; i++) {
		const int value = given(changed, i);

		if (mask != NULL ? names(mask, fields[i].name) : value != 0)
			memcpy((char *)&with + fields[i].to, &value, sizeof(value));
	}
	return with;
}

void settings_put(const struct rule_settings *settings, GateSettings *ret)
{
	gate_settings__init(ret);
	ret->mode = settings->mode == GATE_MODE_UNSPECIFIED ? GATE_MODE_ON : settings->mode;
	ret->thin_words = settings->thin_words;
	ret->alike_permille = settings->alike_permille;
	ret->alike_answers = settings->alike_answers;
	ret->alike_last = settings->alike_last;
}

struct rule_settings settings_get(const GateSettings *settings)
{
	return (struct rule_settings){ .mode = settings->mode,
		.thin_words = settings->thin_words,
		.alike_permille = settings->alike_permille,
		.alike_answers = settings->alike_answers,
		.alike_last = settings->alike_last };
}

bool settings_equal(const struct rule_settings *left, const struct rule_settings *right)
{
	return left->mode == right->mode && left->thin_words == right->thin_words &&
	       left->alike_permille == right->alike_permille && left->alike_answers == right->alike_answers &&
	       left->alike_last == right->alike_last;
}

struct rule_settings settings_of_policy(const TeamPolicy *policy)
{
	return (struct rule_settings){ .mode = policy->gate,
		.thin_words = policy->thin_words,
		.alike_permille = policy->alike_permille,
		.alike_answers = policy->alike_answers,
		.alike_last = policy->alike_last };
}
