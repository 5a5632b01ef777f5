/* clients/cli — `ridealong`: reads what was typed, finds the row, runs it. */
#include "cli.h"
#include "proto/heap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef RIDEALONG_SANITIZED
/* What a run allocates goes with the process; the leak check would find nothing else. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}
#endif

static const char *language_of_environment(void)
{
	static const char *const names[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return strncmp(value, "nl", 2) == 0 ? "nl" : "en";
	}
	return "en";
}

/* Errors in what was typed are to be in the language asked for, so it is looked for first. */
static const char *locale_wish(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strncmp(argv[i], "--locale=", 9) == 0)
			return argv[i] + 9;
		if (strcmp(argv[i], "--locale") == 0 && i + 1 < argc)
			return argv[i + 1];
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct cli cli = { .locale = locale_wish(argc, argv) };
	int rest_count, code;
	char **rest;

	heap_keep_messages();
	if (cli.locale == NULL || (strcmp(cli.locale, "nl") != 0 && strcmp(cli.locale, "en") != 0))
		cli.locale = language_of_environment();
	cli_speak(cli.locale);
	code = cli_arguments(&cli, argc, argv, &rest_count, &rest);
	if (code < 0)
		code = cli.command->run(&cli, rest_count, rest);
	ridealong_client_close(cli.client);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "ridealong: %s\n", _("the output could not be written"));
		return code == 0 ? 1 : code;
	}
	return code;
}
