/* clients/cli — the shell's completions, from the rows of the table. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

static void print_flags(const struct flag *flags)
{
	for (; flags != NULL && flags->name != NULL; flags++)
		printf(" --%s", flags->name);
}

/* "action) words='add done …' ;;" */
static void print_verbs(void)
{
	for (size_t i = 0; i < cli_command_count;) {
		const char *name = cli_commands[i].name;
		const size_t length = strcspn(name, " ");

		if (name[length] == '\0') {
			i++;
			continue;
		}
		printf("\t\t%.*s) words='", (int)length, name);
		for (; i < cli_command_count && strncmp(cli_commands[i].name, name, length + 1) == 0; i++)
			printf("%s ", cli_commands[i].name + length + 1);
		puts("' ;;");
	}
}

static void print_nouns(void)
{
	const char *before = "";

	for (size_t i = 0; i < cli_command_count; i++) {
		const char *name = cli_commands[i].name;
		const size_t length = strcspn(name, " ");

		if (strncmp(name, before, length) != 0 || (before[length] != ' ' && before[length] != '\0'))
			printf("%.*s ", (int)length, name);
		before = name;
	}
}

int cmd_completion(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	if (strcmp(argv[0], "bash") != 0)
		return cli_usage(cli, _("completions are there for bash, not for \"%s\""), argv[0]);
	puts("_ridealong()\n{\n\tlocal word=${COMP_WORDS[COMP_CWORD]} noun= verb= words= i");
	puts("\tfor ((i = 1; i < COMP_CWORD; i++)); do");
	puts("\t\tcase ${COMP_WORDS[i]} in");
	puts("\t\t--server | --as | --token-file | --output | --locale) ((i++)) ;;");
	puts("\t\t-*) ;;");
	puts("\t\t*) if [ -z \"$noun\" ]; then noun=${COMP_WORDS[i]}; elif [ -z \"$verb\" ]; then "
	     "verb=${COMP_WORDS[i]}; fi ;;");
	puts("\t\tesac\n\tdone");
	puts("\tcase $word in\n\t-*)\n\t\tcase \"$noun $verb\" in");
	for (size_t i = 0; i < cli_command_count; i++) {
		if (cli_commands[i].flags == NULL)
			continue;
		printf("\t\t'%s'%s) words='", cli_commands[i].name,
			strchr(cli_commands[i].name, ' ') == NULL ? "' '*" : "");
		print_flags(cli_commands[i].flags);
		puts("' ;;");
	}
	fputs("\t\tesac\n\t\twords=\"$words", stdout);
	print_flags(cli_global_flags);
	fputs("\" ;;\n\t*)\n\t\tcase $noun in\n\t\t'') words='", stdout);
	print_nouns();
	puts("' ;;");
	print_verbs();
	puts("\t\tesac\n\t\t[ -z \"$verb\" ] || words= ;;\n\tesac");
	puts("\t# shellcheck disable=SC2207\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}");
	puts("complete -o default -F _ridealong ridealong");
	return 0;
}
