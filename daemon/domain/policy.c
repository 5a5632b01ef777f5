/* domain/ — what a team has otherwise than by default. */
#include "daemon/domain/policy.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/domain/words.h"

enum type { MOMENT, LENGTH, COUNT, SHARE, CHECK };

static const struct {
	const char *key;
	enum type type;
	int usual, least, most;
	const char *en, *nl;
} settings[POLICY_SETTINGS] = {
#define SETTING(NAME, key, field, type, usual, least, most, en, nl) { key, type, usual, least, most, en, nl },
#include "daemon/domain/policy.def"
#undef SETTING
};

static const char *const checks[] = { "", "on", "ask", "off" }; /* as GateMode numbers them */

enum { CHECKS = sizeof(checks) / sizeof(checks[0]), LONGEST = 9 /* digits that an int holds */ };

int policy_value(const struct policy *policy, enum policy_setting setting)
{
	return policy->given[setting] ? policy->value[setting] : settings[setting].usual;
}

bool policy_is_for(const struct policy_team *team, const Person *coach)
{
	bool is = team->address[0] != '\0' && strcasecmp(team->address, coach->email) == 0;

	for (size_t i = 0; i < coach->n_aliases && !is; i++)
		is = team->address[0] != '\0' && strcasecmp(team->address, coach->aliases[i]) == 0;
	return is;
}

static void lay_over(struct policy *policy, const struct policy *over)
{
	for (int i = 0; i < POLICY_SETTINGS; i++) {
		policy->value[i] = over->given[i] ? over->value[i] : policy->value[i];
		policy->given[i] = policy->given[i] || over->given[i];
	}
	if (over->quiet_given)
		memcpy(policy->quiet, over->quiet, sizeof(policy->quiet));
	policy->quiet_given = policy->quiet_given || over->quiet_given;
}

static struct policy policy_of_all(const struct policy_teams *teams)
{
	struct policy policy = { 0 };

	for (size_t i = 0; i < teams->count; i++)
		if (teams->teams[i].address[0] == '\0')
			lay_over(&policy, &teams->teams[i].policy);
	return policy;
}

struct policy policy_of_section(const struct policy_teams *teams, size_t section)
{
	struct policy policy = policy_of_all(teams);

	lay_over(&policy, &teams->teams[section].policy);
	return policy;
}

struct policy policy_for(const struct policy_teams *teams, const Person *coach)
{
	struct policy policy = policy_of_all(teams);

	for (size_t i = 0; i < teams->count && coach != NULL; i++)
		if (policy_is_for(&teams->teams[i], coach))
			lay_over(&policy, &teams->teams[i].policy);
	return policy;
}

/* FNV-1a: nobody gains by two that are alike. */
static uint64_t mix(uint64_t mark, const void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		mark = (mark ^ ((const unsigned char *)bytes)[i]) * UINT64_C(1099511628211);
	return mark;
}

int64_t policy_mark(const struct policy_teams *teams)
{
	uint64_t mark = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < teams->count; i++) {
		const struct policy *policy = &teams->teams[i].policy;

		mark = mix(mark, teams->teams[i].address, strlen(teams->teams[i].address) + 1);
		for (int k = 0; k < POLICY_SETTINGS; k++)
			if (policy->given[k]) {
				mark = mix(mark, &k, sizeof(k));
				mark = mix(mark, &policy->value[k], sizeof(policy->value[k]));
			}
		if (policy->quiet_given)
			mark = mix(mark, policy->quiet, sizeof(policy->quiet));
	}
	return teams->count == 0 ? 0 : (int64_t)(mark >> 1);
}

/* ---- reading ---- */

/* Digits, and what stands behind them. */
static bool read_number(const char *text, int *ret, const char **ret_rest)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > LONGEST)
		return false;
	*ret = atoi(text);
	*ret_rest = text + digits;
	return true;
}

static bool read_moment(const char *text, int *ret)
{
	const char *rest;
	int hour, minute;

	if (!read_number(text, &hour, &rest) || rest[0] != ':' || strlen(rest) != 3 ||
		!read_number(rest + 1, &minute, &rest) || rest[0] != '\0' || hour > 23 || minute > 59)
		return false;
	*ret = hour * 60 + minute;
	return true;
}

static bool read_length(const char *text, int *ret)
{
	const char *rest;

	if (!read_number(text, ret, &rest) || *ret > 24 * 60)
		return false;
	if (strcmp(rest, "h") == 0)
		*ret *= 60;
	return strcmp(rest, "h") == 0 || strcmp(rest, "m") == 0 || (rest[0] == '\0' && *ret == 0);
}

static bool read_count(const char *text, int *ret)
{
	const char *rest;

	return read_number(text, ret, &rest) && rest[0] == '\0';
}

/* "0.85" or "1": at most three decimals. */
static bool read_share(const char *text, int *ret)
{
	const char *rest;
	int whole, part = 0, digits = 0;

	if (!read_number(text, &whole, &rest) || whole > 1000)
		return false;
	if (rest[0] == '.') {
		const char *decimals = rest + 1;

		if (!read_number(decimals, &part, &rest) || rest - decimals > 3)
			return false;
		digits = (int)(rest - decimals);
	}
	for (; digits < 3; digits++)
		part *= 10;
	*ret = whole * 1000 + part;
	return rest[0] == '\0';
}

static bool read_check(const char *text, int *ret)
{
	for (int i = 1; i < CHECKS; i++)
		if (strcmp(text, checks[i]) == 0) {
			*ret = i;
			return true;
		}
	return false;
}

static const struct {
	bool (*read)(const char *text, int *ret);
	const char *what;
} types[] = {
	[MOMENT] = { read_moment, "a time of the day, such as 15:00" },
	[LENGTH] = { read_length, "a span of time, such as 90m or 2h" },
	[COUNT] = { read_count, "a number" },
	[SHARE] = { read_share, "a share, such as 0.85" },
	[CHECK] = { read_check, "one of on, ask and off" },
};

static bool complain(char ret_fault[POLICY_FAULT], const char *format, ...) __attribute__((format(printf, 2, 3)));

/* For the operator's eyes, in the language of the configuration. */
static bool complain(char ret_fault[POLICY_FAULT], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(ret_fault, POLICY_FAULT, format, args);
	va_end(args);
	return false;
}

static bool set_quiet(struct policy *policy, const char *key, const char *text, char ret_fault[POLICY_FAULT])
{
	char word[40];

	if (policy->quiet_given)
		return complain(ret_fault, "\"%s\" is there twice", key);
	policy->quiet_given = true;
	for (text += strspn(text, " ,\t"); text[0] != '\0'; text += strspn(text, " ,\t")) {
		const size_t length = strcspn(text, " ,\t");
		enum mute_kind kind = MUTE_KINDS;

		if (length < sizeof(word)) {
			memcpy(word, text, length);
			word[length] = '\0';
			kind = mute_find(word);
		}
		if (kind == MUTE_KINDS)
			return complain(ret_fault, "%s: \"%.*s\" is no kind of message that one may do without (%s)",
				key, (int)length, text, mute_all());
		policy->quiet[kind] = true;
		text += length;
	}
	return true;
}

static int find(const char *key)
{
	int setting = 0;

	while (setting < POLICY_SETTINGS && strcmp(settings[setting].key, key) != 0)
		setting++;
	return setting;
}

/* In the words of the configuration, without an arena. */
static void write_value(enum policy_setting setting, int value, char *ret, size_t size)
{
	switch (settings[setting].type) {
	case MOMENT:
		snprintf(ret, size, "%02d:%02d", value / 60, value % 60);
		return;
	case LENGTH:
		snprintf(ret, size, value % 60 == 0 && value > 0 ? "%dh" : "%dm",
			value % 60 == 0 && value > 0 ? value / 60 : value);
		return;
	case SHARE:
		snprintf(ret, size, "%d.%03d", value / 1000, value % 1000);
		while (ret[strlen(ret) - 1] == '0' && ret[strlen(ret) - 2] != '.')
			ret[strlen(ret) - 1] = '\0';
		return;
	case CHECK:
		snprintf(ret, size, "%s", value > 0 && value < CHECKS ? checks[value] : "");
		return;
	case COUNT:
		snprintf(ret, size, "%d", value);
		return;
	}
}

bool policy_set(struct policy *policy, const char *key, const char *text, char ret_fault[POLICY_FAULT])
{
	const int setting = find(key);
	char least[20], most[20];
	int value;

	if (strcmp(key, "quiet") == 0)
		return set_quiet(policy, key, text, ret_fault);
	if (setting == POLICY_SETTINGS)
		return complain(ret_fault, "team: there is no \"%s\", such as cutoff or cadence_days", key);
	if (policy->given[setting])
		return complain(ret_fault, "\"%s\" is there twice", key);
	if (!types[settings[setting].type].read(text, &value))
		return complain(ret_fault, "%s: \"%s\" is not %s", key, text, types[settings[setting].type].what);
	write_value((enum policy_setting)setting, settings[setting].least, least, sizeof(least));
	write_value((enum policy_setting)setting, settings[setting].most, most, sizeof(most));
	if (value < settings[setting].least || value > settings[setting].most)
		return complain(ret_fault, "%s: %s is not within %s and %s", key, text, least, most);
	policy->given[setting] = true;
	policy->value[setting] = value;
	return true;
}

const char *policy_fault(const struct policy *policy)
{
	if (policy_value(policy, POLICY_GRACE) < policy_value(policy, POLICY_CUTOFF))
		return "grace: it ends before the check looks (cutoff): people would be given no time";
	if (policy_value(policy, POLICY_POINTS_OPEN) < policy_value(policy, POLICY_POINTS_NEW))
		return "action_points_open: it is less than action_points_new: they would never fit";
	return NULL;
}

/* ---- saying ---- */

const char *policy_key(enum policy_setting setting)
{
	return settings[setting].key;
}

const char *policy_words(enum policy_setting setting, const char *locale)
{
	return words_pick(locale, settings[setting].en, settings[setting].nl);
}

const char *policy_text(enum policy_setting setting, int value, struct arena *arena)
{
	char text[20];

	write_value(setting, value, text, sizeof(text));
	return arena_strdup(arena, text);
}

int policy_usual(enum policy_setting setting)
{
	return settings[setting].usual;
}
