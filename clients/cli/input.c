/* clients/cli — what people type, at a terminal or through a pipe. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINES_MAX (512 * 1024)

bool cli_can_ask(const struct cli *cli)
{
	return !cli->no_input && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

char *cli_ask(const char *prompt)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	fputs(prompt, stdout);
	fflush(stdout);
	length = getline(&line, &room, stdin);
	if (length < 0) {
		putchar('\n');
		free(line);
		return NULL;
	}
	while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r' || line[length - 1] == ' '))
		line[--length] = '\0';
	memmove(line, line + strspn(line, " \t"), strlen(line + strspn(line, " \t")) + 1);
	return line;
}

static char *lines_of_words(int argc, char **argv)
{
	size_t length = 1;
	char *lines, *at;

	for (int i = 0; i < argc; i++)
		length += strlen(argv[i]) + 1;
	lines = at = malloc(length);
	if (lines == NULL)
		abort();
	for (int i = 0; i < argc; i++)
		at += sprintf(at, "%s\n", argv[i]);
	*at = '\0';
	return lines;
}

char *cli_lines(const struct cli *cli, int argc, char **argv)
{
	char *lines;
	size_t length;

	if (argc > 0 && !(argc == 1 && strcmp(argv[0], "-") == 0))
		return lines_of_words(argc, argv);
	if (argc == 0 && isatty(STDIN_FILENO)) {
		if (cli->no_input) {
			cli_usage(cli, _("there are no lines: give them as words, or on standard input"));
			return NULL;
		}
		fputs(_("A line each; end with Ctrl-D.\n"), stderr);
	}
	lines = malloc(LINES_MAX + 1);
	if (lines == NULL)
		abort();
	length = fread(lines, 1, LINES_MAX + 1, stdin);
	if (length > LINES_MAX) {
		cli_usage(cli, _("these are too many lines for one time: at most 512 KiB"));
		return NULL;
	}
	if (memchr(lines, '\0', length) != NULL) {
		cli_usage(cli, _("these are no lines of text: they contain a NUL character"));
		return NULL;
	}
	lines[length] = '\0';
	return lines;
}
