/* clients/cli — `ridealong`: reads what was typed, finds the row, runs it. */
#include "cli.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* A minimal Debian has C.UTF-8 and nothing else; gettext translates there, but not under C. */
static void speak(const char *language)
{
	const char *locale;

	setenv("LANGUAGE", language, 1);
	locale = setlocale(LC_ALL, "");
	if (locale == NULL || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0 ||
		strcmp(setlocale(LC_CTYPE, NULL), "C") == 0)
		setlocale(LC_ALL, "C.UTF-8");
	setlocale(LC_NUMERIC, "C");
}

/* Translations lie beside the program, in the build as on a machine: bin/ridealong, share/locale. */
static void find_translations(void)
{
	char path[4096];
	const ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 32);

	if (length > 0) {
		char *slash;

		path[length] = '\0';
		slash = strrchr(path, '/');
		snprintf(slash, 32, "/../share/locale");
		bindtextdomain("ridealong", path);
	}
	bind_textdomain_codeset("ridealong", "UTF-8");
	textdomain("ridealong");
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

	if (cli.locale == NULL || (strcmp(cli.locale, "nl") != 0 && strcmp(cli.locale, "en") != 0))
		cli.locale = language_of_environment();
	speak(cli.locale);
	find_translations();
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
