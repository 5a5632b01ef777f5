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
		cli_usage(cli, _("--%s wants a time such as 2026-03-02T09:00, not \"%s\""), name, text);
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

bool cli_flag_choice(const struct cli *cli, const char *name, const struct choice *choices, int *ret)
{
	const char *text = cli_flag(cli, name);
	char words[200] = "";
	size_t length = 0;

	if (text == NULL)
		return true;
	for (const struct choice *choice = choices; choice->word != NULL; choice++) {
		if (strcmp(choice->word, text) != 0)
			continue;
		*ret = choice->value;
		return true;
	}
	for (const struct choice *choice = choices; choice->word != NULL && length < sizeof(words); choice++)
		length += (size_t)snprintf(
			words + length, sizeof(words) - length, "%s%s", choice == choices ? "" : ", ", choice->word);
	cli_usage(cli, _("--%s cannot be \"%s\"; it can be: %s"), name, text, words);
	return false;
}
