/* clients/cli — help, from the rows of the table. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

/* Columns that a UTF-8 text takes here: its characters; our synopses have no wide ones. */
static int width(const char *text)
{
	int columns = 0;

	for (; *text != '\0'; text++)
		columns += ((unsigned char)*text & 0xc0) != 0x80;
	return columns;
}

static void print_row(const char *left, const char *right, int wide)
{
	const int gap = wide - width(left);

	printf("  %s%*s%s\n", left, gap > 0 ? gap + 2 : 2, "", right);
}

static const char *words_of(const struct command *command)
{
	return command->words[0] == '\0' ? "" : _(command->words);
}

static void print_command(const struct command *command)
{
	char left[160];

	snprintf(left, sizeof(left), "%s %s", command->name, words_of(command));
	print_row(left, _(command->help), 34);
}

static void print_nouns(void)
{
	const char *before = "";
	size_t before_length = 0;

	for (size_t i = 0; i < cli_command_count; i++) {
		const char *name = cli_commands[i].name;
		const size_t length = strcspn(name, " ");

		if (length == before_length && strncmp(name, before, length) == 0) {
			printf("|%s", name + length + 1);
			continue;
		}
		printf("%s  %.*s%s", i == 0 ? "" : "\n", (int)length, name, name[length] == '\0' ? "" : " ");
		if (name[length] != '\0')
			fputs(name + length + 1, stdout);
		before = name;
		before_length = name[length] == '\0' ? 0 : length;
	}
	putchar('\n');
}

void cli_help(void)
{
	puts(_("Ridealong: coaching on the job. A coach goes along, watches, and you talk it through right after.\n"));
	puts(_("The day of a coach:"));
	print_row("ridealong session suggest", _("which meetings are worth joining, and why"), 40);
	print_row(_("ridealong session plan MEETING"), _("\"I'll come along\""), 40);
	print_row("ridealong session card @next", _("the card for the road"), 40);
	print_row("ridealong note @now '+ …'", _("a first note starts the session"), 40);
	print_row("ridealong debrief guide @last", _("the conversation, in seven steps"), 40);
	puts(_("\nThe day of a coachee:"));
	print_row("ridealong session list", _("who comes along, and when"), 40);
	print_row(_("ridealong prep write MEETING"), _("six questions, and one if you like; keywords are fine"), 40);
	print_row("ridealong action list", _("what you set out to do"), 40);
	puts(_("\nAll there is:"));
	print_nouns();
	puts(_("\nMore: ridealong help NOUN, ridealong NOUN VERB --help. Everywhere: --output json, --locale nl."));
}

void cli_help_command(const struct command *command)
{
	char left[160];

	printf("ridealong %s%s%s\n  %s.\n", command->name, command->words[0] == '\0' ? "" : " ", words_of(command),
		_(command->help));
	if (cli_page(command->name) != NULL)
		printf("\n%s\n", cli_page(command->name));
	if (command->flags != NULL)
		puts(_("\nFlags:"));
	for (const struct flag *flag = command->flags; flag != NULL && flag->name != NULL; flag++) {
		snprintf(left, sizeof(left), "--%s%s%s", flag->name, flag->value == NULL ? "" : " ",
			flag->value == NULL ? "" : _(flag->value));
		print_row(left, _(flag->help), 30);
	}
	puts(_("\nFlags of all commands:"));
	for (const struct flag *flag = cli_global_flags; flag->name != NULL; flag++) {
		snprintf(left, sizeof(left), "--%s%s%s", flag->name, flag->value == NULL ? "" : " ",
			flag->value == NULL ? "" : _(flag->value));
		print_row(left, _(flag->help), 30);
	}
}

/* "action", "action done", "done": all that it is a part of. One row in full, several as a list. */
int cli_help_about(const char *words)
{
	const size_t length = strlen(words);
	const struct command *only = NULL;
	size_t count = 0;

	for (size_t turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < cli_command_count; i++) {
			const struct command *command = &cli_commands[i];
			const char *verb = strchr(command->name, ' ');
			const bool noun_fits = strncmp(command->name, words, length) == 0 &&
					       (command->name[length] == '\0' || command->name[length] == ' ');

			if (!noun_fits && !(verb != NULL && strcmp(verb + 1, words) == 0))
				continue;
			if (turn == 0)
				count++;
			else if (count > 1)
				print_command(command);
			only = command;
		}
	}
	if (count == 0) {
		fprintf(stderr, _("ridealong: there is no command \"%s\"\nTry: ridealong help\n"), words);
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	}
	if (count == 1)
		cli_help_command(only);
	else
		puts(_("\nMore: ridealong NOUN VERB --help"));
	if (strcmp(words, "template") == 0)
		cli_help_template();
	return 0;
}

int cmd_help(struct cli *cli, int argc, char **argv)
{
	char words[100];

	(void)cli;
	if (argc == 0) {
		cli_help();
		return 0;
	}
	snprintf(words, sizeof(words), argc == 2 ? "%s %s" : "%s", argv[0], argc == 2 ? argv[1] : "");
	return cli_help_about(words);
}
