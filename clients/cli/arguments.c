/* clients/cli — what was typed: options, the command, its flags and words. */
#include "cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct flag cli_global_flags[] = {
	{ "server", N_("URL"), N_("the daemon's address; RIDEALONG_SERVER stands for it") },
	{ "as", N_("EMAIL"), N_("act for this person; for administrators") },
	{ "token-file", N_("FILE"), N_("a file with a token, instead of your login") },
	{ "output", "table|json|jsonl", N_("how answers are printed") },
	{ "locale", "en|nl", N_("the language") },
	{ "no-input", NULL, N_("never ask for anything") },
	{ "help", NULL, N_("say what the command does") },
	{ NULL, NULL, NULL },
};

int cli_usage(const struct cli *cli, const char *format, ...)
{
	va_list args;

	fputs("ridealong: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	if (cli->command != NULL)
		fprintf(stderr, _("\nTry: ridealong %s --help\n"), cli->command->name);
	else
		fputs(_("\nTry: ridealong help\n"), stderr);
	return status_exit_code(STATUS_INVALID_ARGUMENT);
}

const char *cli_flag(const struct cli *cli, const char *name)
{
	for (size_t i = cli->given_count; i > 0; i--)
		if (strcmp(cli->given[i - 1].name, name) == 0)
			return cli->given[i - 1].value;
	return NULL;
}

bool cli_flag_number(const struct cli *cli, const char *name, int64_t absent, int64_t *ret)
{
	const char *text = cli_flag(cli, name);
	char *end;

	*ret = absent;
	if (text == NULL)
		return true;
	*ret = strtoll(text, &end, 10);
	if (*text != '\0' && *end == '\0')
		return true;
	cli_usage(cli, _("--%s wants a number, not \"%s\""), name, text);
	return false;
}

static const struct flag *find_flag(const struct flag *flags, const char *name, size_t length)
{
	for (; flags != NULL && flags->name != NULL; flags++)
		if (strlen(flags->name) == length && strncmp(flags->name, name, length) == 0)
			return flags;
	return NULL;
}

/* The command of one word, or of this one and the next. */
static const struct command *find_command(const char *noun, const char *verb)
{
	char name[100];

	for (int words = verb == NULL ? 1 : 2; words > 0; words--) {
		snprintf(name, sizeof(name), words == 2 ? "%s %s" : "%s", noun, verb);
		for (size_t i = 0; i < cli_command_count; i++)
			if (strcmp(cli_commands[i].name, name) == 0)
				return &cli_commands[i];
	}
	return NULL;
}

static int take_global(struct cli *cli, const struct flag *flag, const char *value)
{
	if (strcmp(flag->name, "server") == 0)
		cli->server = value;
	else if (strcmp(flag->name, "as") == 0)
		cli->act_as = value;
	else if (strcmp(flag->name, "token-file") == 0)
		cli->token_file = value;
	else if (strcmp(flag->name, "no-input") == 0)
		cli->no_input = true;
	else if (strcmp(flag->name, "locale") == 0 && strcmp(value, "en") != 0 && strcmp(value, "nl") != 0)
		return cli_usage(cli, _("--locale is en or nl, not \"%s\""), value);
	else if (strcmp(flag->name, "output") == 0 && strcmp(value, "json") == 0)
		cli->output = CLI_JSON;
	else if (strcmp(flag->name, "output") == 0 && strcmp(value, "jsonl") == 0)
		cli->output = CLI_JSONL;
	else if (strcmp(flag->name, "output") == 0 && strcmp(value, "table") != 0)
		return cli_usage(cli, _("--output is table, json or jsonl, not \"%s\""), value);
	return -1;
}

/* A flag of the command; what ends before a day or a time may be said with --to as well as with --until. */
static const struct flag *find_own(const struct cli *cli, const char *name, size_t length)
{
	const struct flag *own;

	if (cli->command == NULL)
		return NULL;
	own = find_flag(cli->command->flags, name, length);
	return own == NULL && length == 2 && strncmp(name, "to", 2) == 0
		       ? find_flag(cli->command->flags, "until", strlen("until"))
		       : own;
}

/* One "--flag", with its value behind "=" or in the next word. -1: go on. */
static int take_flag(struct cli *cli, int argc, char **argv, int *at, bool *ret_help)
{
	const char *name = argv[*at] + 2, *equals = strchr(name, '='), *value = "";
	const size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);
	const struct flag *own = find_own(cli, name, length);
	const struct flag *flag = own != NULL ? own : find_flag(cli_global_flags, name, length);

	if (flag == NULL)
		return cli_usage(cli, _("there is no flag --%.*s here"), (int)length, name);
	if (flag->value == NULL && equals != NULL)
		return cli_usage(cli, _("--%s takes no value"), flag->name);
	if (flag->value != NULL) {
		if (equals == NULL && *at + 1 >= argc)
			return cli_usage(cli, _("--%s wants a value: %s"), flag->name, _(flag->value));
		value = equals != NULL ? equals + 1 : argv[++*at];
	}
	if (own == NULL && strcmp(flag->name, "help") == 0) {
		*ret_help = true;
		return -1;
	}
	if (own == NULL)
		return take_global(cli, flag, value);
	if (cli->given_count == sizeof(cli->given) / sizeof(cli->given[0]))
		return cli_usage(cli, _("these are too many flags"));
	cli->given[cli->given_count++] = (struct cli_given){ .name = flag->name, .value = value };
	return -1;
}

static bool is_noun(const char *word)
{
	const size_t length = strlen(word);

	for (size_t i = 0; i < cli_command_count; i++)
		if (strncmp(cli_commands[i].name, word, length) == 0 && cli_commands[i].name[length] == ' ')
			return true;
	return false;
}

static int no_such_command(const struct cli *cli, const char *noun, const char *verb)
{
	const size_t length = strlen(noun);

	if (!is_noun(noun))
		return cli_usage(cli, _("there is no command \"%s\""), noun);
	if (verb == NULL)
		fprintf(stderr, _("ridealong: %s what? One of:"), noun);
	else
		fprintf(stderr, _("ridealong: there is no \"%s %s\". There is:"), noun, verb);
	for (size_t i = 0; i < cli_command_count; i++)
		if (strncmp(cli_commands[i].name, noun, length) == 0 && cli_commands[i].name[length] == ' ')
			fprintf(stderr, " %s", cli_commands[i].name + length + 1);
	fputc('\n', stderr);
	return status_exit_code(STATUS_INVALID_ARGUMENT);
}

/* Finds the row at argv[*at] and moves behind it. */
static int take_command(struct cli *cli, int argc, char **argv, int *at, bool *ret_help)
{
	const char *noun = argv[*at];
	const char *verb = *at + 1 < argc && argv[*at + 1][0] != '-' ? argv[*at + 1] : NULL;

	cli->command = find_command(noun, verb);
	if (cli->command == NULL && verb == NULL && *at + 1 < argc && strcmp(argv[*at + 1], "--help") == 0 &&
		is_noun(noun)) {
		*ret_help = true;
		return cli_help_about(noun);
	}
	if (cli->command == NULL)
		return no_such_command(cli, noun, verb);
	if (strchr(cli->command->name, ' ') != NULL)
		(*at)++;
	return -1;
}

/* Too many words behind a command that is a noun with verbs, too, such as "report": the verb was misspelt, or stands in
 * the wrong place. */
static int misplaced_verb(const struct cli *cli, const char *verb)
{
	const struct command *meant = find_command(cli->command->name, verb);

	if (meant == cli->command)
		return no_such_command(cli, cli->command->name, verb);
	return cli_usage(cli, _("write the flags behind it: ridealong %s"), meant->name);
}

static int check_count(const struct cli *cli, int count, char **words)
{
	if (count > cli->command->max && cli->command->max == 0 && is_noun(cli->command->name))
		return misplaced_verb(cli, words[0]);
	if (count < cli->command->min)
		return cli_usage(
			cli, _("something is missing: ridealong %s %s"), cli->command->name, _(cli->command->words));
	if (cli->command->max >= 0 && count > cli->command->max)
		return cli_usage(cli, _("this is too much: ridealong %s%s%s"), cli->command->name,
			cli->command->words[0] == '\0' ? "" : " ",
			cli->command->words[0] == '\0' ? "" : _(cli->command->words));
	return -1;
}

int cli_arguments(struct cli *cli, int argc, char **argv, int *ret_argc, char ***ret_argv)
{
	char **words = calloc((size_t)argc + 1, sizeof(*words));
	bool help = false, flags_end = false;
	int count = 0, code = -1;

	if (words == NULL)
		abort();
	for (int i = 1; i < argc && code < 0; i++) {
		if (!flags_end && strcmp(argv[i], "--") == 0)
			flags_end = true;
		else if (!flags_end && strncmp(argv[i], "--", 2) == 0)
			code = take_flag(cli, argc, argv, &i, &help);
		else if (cli->command == NULL)
			code = take_command(cli, argc, argv, &i, &help);
		else
			words[count++] = argv[i];
	}
	*ret_argc = count;
	*ret_argv = words;
	if (code >= 0)
		return code;
	if (cli->command == NULL) {
		cli_help();
		return 0;
	}
	if (help) {
		cli_help_command(cli->command);
		return 0;
	}
	return check_count(cli, count, words);
}
