/* clients/cli — help, from the rows of the table. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "screen.h"

#define SCREEN 80 /* columns */

/* The words of a text from a column on, with the lines that follow under the first. */
static void print_words(const char *text, int indent)
{
	screen_words(text, indent, indent, SCREEN);
}

/* Whether a line of a page begins something: what does not goes on with the line before. */
static bool begins(const char *line)
{
	return line[0] == '\n' || strncmp(line, "  - ", 4) == 0;
}

/* Paragraphs, and "  - " for what is listed, in lines as wide as the screen. */
static void print_page(const char *text)
{
	putchar('\n');
	while (*text != '\0') {
		const bool listed = strncmp(text, "  - ", 4) == 0;
		char paragraph[2000];
		size_t length = 0;

		text += listed ? 4 : 0;
		do {
			const size_t line = strcspn(text, "\n");

			length += (size_t)snprintf(paragraph + length, sizeof(paragraph) - length, "%s%.*s",
				length > 0 ? " " : "", (int)line, text);
			text += line + (text[line] == '\n');
			text += begins(text) ? 0 : strspn(text, " ");
		} while (*text != '\0' && !begins(text) && length < sizeof(paragraph) - 1);
		fputs(listed ? "  - " : "", stdout);
		print_words(paragraph, listed ? 4 : 0);
		while (*text == '\n') {
			putchar('\n');
			text++;
		}
	}
}

/* What it is called on the left, what it is on the right; below it, where the left one takes the room. */
static void print_row(const char *left, const char *right, int wide)
{
	const int gap = wide - screen_columns(left);

	if (gap >= 0)
		printf("  %s%*s", left, gap + 2, "");
	else
		printf("  %s\n%*s", left, wide + 4, "");
	print_words(right, wide + 4);
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

/* "  noun verb|verb": as many lines of a noun as its verbs need. */
static void print_nouns(void)
{
	const char *before = "";
	size_t before_length = 0;
	int column = 0;

	for (size_t i = 0; i < cli_command_count; i++) {
		const char *name = cli_commands[i].name;
		const size_t length = strcspn(name, " ");
		const char *verb = name[length] == '\0' ? "" : name + length + 1;
		const bool same = length == before_length && strncmp(name, before, length) == 0;

		if (same && column + 1 + screen_columns(verb) <= SCREEN)
			column += printf("|%s", verb);
		else
			column = printf("%s  %.*s%s%s", i == 0 ? "" : "\n", (int)length, name, *verb == '\0' ? "" : " ",
					 verb) -
				 (i != 0);
		before = name;
		before_length = *verb == '\0' ? 0 : length;
	}
	putchar('\n');
}

void cli_help(void)
{
	print_words(
		_("Ridealong: coaching on the job. A coach goes along, watches, and you talk it through right after."),
		0);
	putchar('\n');
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
	putchar('\n');
	print_words(
		_("More: ridealong help NOUN, ridealong NOUN VERB --help. Everywhere: --output json, --locale nl."), 0);
}

/* Whether the command takes such a value, as a word or with a flag. */
static bool takes(const struct command *command, const char *value)
{
	if (strstr(command->words, value) != NULL)
		return true;
	for (const struct flag *flag = command->flags; flag != NULL && flag->name != NULL; flag++)
		if (flag->value != NULL && strcmp(flag->value, value) == 0)
			return true;
	return false;
}

/* How days and times are typed, below the commands that take them. */
static void print_grammar(const struct command *command)
{
	const bool time = takes(command, "TIME") || takes(command, "START");

	if (!time && !takes(command, "DATE"))
		return;
	putchar('\n');
	print_words(
		_("A day is 2026-03-20, 20-3, 20 mar, today, tomorrow, fri (the next one), +3d or +2w, in English or "
		  "Dutch; without a year it is the next one to come."),
		0);
	if (time)
		print_words(_("A time is a day and an hour, such as 'fri 9:00' or 2026-03-20T09:00, a day alone (its "
			      "begin), or an hour of today; in your zone."),
			0);
}

void cli_help_command(const struct command *command)
{
	char left[160], help[400];

	snprintf(help, sizeof(help), "%s.", _(command->help));
	printf("ridealong %s%s%s\n  ", command->name, command->words[0] == '\0' ? "" : " ", words_of(command));
	print_words(help, 2);
	if (cli_page(command->name) != NULL)
		print_page(cli_page(command->name));
	if (command->flags != NULL)
		puts(_("\nFlags:"));
	for (const struct flag *flag = command->flags; flag != NULL && flag->name != NULL; flag++) {
		snprintf(left, sizeof(left), "--%s%s%s", flag->name, flag->value == NULL ? "" : " ",
			flag->value == NULL ? "" : _(flag->value));
		print_row(left, _(flag->help), 30);
	}
	print_grammar(command);
	puts(_("\nFlags of all commands:"));
	for (const struct flag *flag = cli_global_flags; flag->name != NULL; flag++) {
		snprintf(left, sizeof(left), "--%s%s%s", flag->name, flag->value == NULL ? "" : " ",
			flag->value == NULL ? "" : _(flag->value));
		print_row(left, _(flag->help), 30);
	}
}

/* "action" and "action done": what begins so, in whole words. */
static bool is_of_noun(const struct command *command, const char *words)
{
	const size_t length = strlen(words);

	return strncmp(command->name, words, length) == 0 &&
	       (command->name[length] == '\0' || command->name[length] == ' ');
}

/* "done": what is called so behind any noun. */
static bool is_of_verb(const struct command *command, const char *words)
{
	const char *verb = strchr(command->name, ' ');

	return verb != NULL && strcmp(verb + 1, words) == 0;
}

static size_t count_fitting(bool (*fits)(const struct command *command, const char *words), const char *words,
	const struct command **ret_last)
{
	size_t count = 0;

	for (size_t i = 0; i < cli_command_count; i++)
		if (fits(&cli_commands[i], words)) {
			*ret_last = &cli_commands[i];
			count++;
		}
	return count;
}

/* By noun, and by verb only what is no noun. One row in full, several as a list. */
int cli_help_about(const char *words)
{
	bool (*fits)(const struct command *command, const char *words) = is_of_noun;
	const struct command *only = NULL;
	size_t count = count_fitting(fits, words, &only);

	if (count == 0) {
		fits = is_of_verb;
		count = count_fitting(fits, words, &only);
	}
	for (size_t i = 0; count > 1 && i < cli_command_count; i++)
		if (fits(&cli_commands[i], words))
			print_command(&cli_commands[i]);
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
