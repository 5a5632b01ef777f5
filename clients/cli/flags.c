/* clients/cli — flags whose values are more than words. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

const char *cli_flag_or_empty(const struct cli *cli, const char *name)
{
	const char *value = cli_flag(cli, name);

	return value == NULL ? "" : value;
}

bool cli_flag_time(struct cli *cli, const char *name, Timestamp *timestamp, Timestamp **ret)
{
	const char *text = cli_flag(cli, name);

	if (text == NULL)
		return true;
	if (!cli_time_read(cli, text, timestamp)) {
		cli_usage(cli, _("--%s wants a time such as 2026-03-02T09:00, or 09:00 of today, not \"%s\""), name,
			text);
		return false;
	}
	*ret = timestamp;
	return true;
}

int cli_flag_date(struct cli *cli, const char *name, char ret[16])
{
	const char *value = cli_flag(cli, name);

	ret[0] = '\0';
	return value == NULL ? 0 : cli_date_read(cli, value, ret);
}

bool cli_is_word(const char *text, const char *word)
{
	static const struct {
		const char *dutch, *word;
	} pairs[] = { { "ja", "yes" }, { "nee", "no" }, { "niet", "no" }, { "deels", "partly" }, { "n.t.z.", "n/a" },
		{ "beetje", "little" } };

	if (strcmp(text, word) == 0)
		return true;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (strcmp(text, pairs[i].dutch) == 0 && strcmp(word, pairs[i].word) == 0)
			return true;
	return false;
}

bool cli_choose(const char *text, const struct choice *choices, int *ret)
{
	for (; choices->word != NULL; choices++)
		if (cli_is_word(text, choices->word)) {
			*ret = choices->value;
			return true;
		}
	return false;
}

bool cli_flag_choice(const struct cli *cli, const char *name, const struct choice *choices, int *ret)
{
	const char *text = cli_flag(cli, name);
	char words[200] = "";
	size_t length = 0;

	if (text == NULL || cli_choose(text, choices, ret))
		return true;
	for (const struct choice *choice = choices; choice->word != NULL && length < sizeof(words); choice++)
		length += (size_t)snprintf(
			words + length, sizeof(words) - length, "%s%s", choice == choices ? "" : ", ", choice->word);
	cli_usage(cli, _("--%s cannot be \"%s\"; it can be: %s"), name, text, words);
	return false;
}
