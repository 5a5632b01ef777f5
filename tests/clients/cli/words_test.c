/* tests/ — what the command line says without a daemon: help, mistakes, languages, completion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "typed.h"

static char folder[] = "/tmp/ridealong-words-XXXXXX";

#define RUN(...) typed(folder, __VA_ARGS__)

static int setup(void **state)
{
	(void)state;
	unsetenv("RIDEALONG_SERVER");
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LANGUAGE");
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
	char line[100];

	(void)state;
	snprintf(line, sizeof(line), "rm -rf %s", folder);
	return system(line);
}

static void ridealong_alone_shows_what_to_type(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong"), 0);
	typed_says("The day of a coach:");
	typed_says("session accept|appeal|calendar|cancel|card");
	assert_int_equal(RUN("ridealong help"), 0);
	typed_says("The day of a coachee:");
}

/* Every row: the nouns' verbs are read off the first screen. */
static void every_command_says_what_it_does(void **state)
{
	char *line, *rest = NULL, *screen;
	unsigned commands = 0;

	(void)state;
	assert_int_equal(RUN("ridealong"), 0);
	screen = strdup(strstr(typed_out, "All there is:") + strlen("All there is:\n"));
	for (line = strtok_r(screen, "\n", &rest); line != NULL && line[0] == ' '; line = strtok_r(NULL, "\n", &rest)) {
		char *verbs, *noun = strtok_r(line, " ", &verbs), *verb = strtok_r(NULL, "|", &verbs);

		do {
			assert_int_equal(RUN("ridealong %s %s --help", noun, verb == NULL ? "" : verb), 0);
			typed_says("Flags of all commands:");
			commands++;
		} while (verb != NULL && (verb = strtok_r(NULL, "|", &verbs)) != NULL);
	}
	free(screen);
	assert_true(commands > 60);
}

static size_t columns_of(const char *line)
{
	size_t columns = 0;

	for (; *line != '\0'; line++)
		columns += ((unsigned char)*line & 0xc0) != 0x80;
	return columns;
}

static void fits_a_screen(const char *what)
{
	char *rest = NULL;

	for (char *line = strtok_r(typed_out, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
		if (columns_of(line) > 80)
			fail_msg("%s: this line has %zu columns:\n%s", what, columns_of(line), line);
}

static void no_help_is_wider_than_eighty_columns(void **state)
{
	static const char *const locales[] = { "en", "nl" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		char *rest = NULL, *screen, noun_before[32] = "";

		assert_int_equal(RUN("ridealong"), 0);
		screen = strdup(strstr(typed_out, "All there is:") + strlen("All there is:\n"));
		assert_int_equal(RUN("ridealong --locale %s", locales[i]), 0);
		fits_a_screen(locales[i]);
		for (char *line = strtok_r(screen, "\n", &rest); line != NULL && line[0] == ' ';
			line = strtok_r(NULL, "\n", &rest)) {
			char *verbs, *noun = strtok_r(line, " ", &verbs);

			if (strcmp(noun, noun_before) != 0) {
				assert_int_equal(RUN("ridealong --locale %s help %s", locales[i], noun), 0);
				fits_a_screen(noun);
			}
			snprintf(noun_before, sizeof(noun_before), "%s", noun);
			for (char *verb = strtok_r(NULL, "|", &verbs); verb != NULL;
				verb = strtok_r(NULL, "|", &verbs)) {
				assert_int_equal(RUN("ridealong --locale %s %s %s --help", locales[i], noun, verb), 0);
				fits_a_screen(verb);
			}
		}
		free(screen);
	}
}

static void help_is_found_by_noun_and_by_verb(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong help action"), 0);
	typed_says("action extend ACTION DATE");
	assert_int_equal(RUN("ridealong help decide"), 0);
	typed_says("ridealong session decide SESSION go|talk|no");
	assert_int_equal(RUN("ridealong session --help"), 0);
	typed_says("session suggest");
	assert_int_equal(RUN("ridealong help export"), 0);
	typed_says("ridealong export [PERSON]\n");
	assert_int_equal(RUN("ridealong help report"), 0);
	typed_says("report works-council");
	assert_int_equal(RUN("ridealong help nonsense"), 2);
	typed_complains("there is no command \"nonsense\"");
}

static void mistakes_are_named_and_end_with_two(void **state)
{
	static const struct {
		const char *line, *says;
	} mistakes[] = {
		{ "nonsense", "there is no command \"nonsense\"" },
		{ "session", "session what? One of: accept appeal" },
		{ "session dance", "there is no \"session dance\"" },
		{ "session plan", "something is missing: ridealong session plan MEETING" },
		{ "session plan a b", "this is too much" },
		{ "session plan --dance x", "there is no flag --dance" },
		{ "session plan x --focus", "--focus wants a value" },
		{ "session plan abcdefgh --format flying", "it can be: on-site, online, side-by-side" },
		{ "meeting move abcdefgh", "say once when it begins" },
		{ "meeting move abcdefgh 'fri 9:00' --start 'fri 9:00'", "say once when it begins" },
		{ "status now", "this is too much: ridealong status\n" },
		{ "session plan abcdefgh --travel far", "--travel is such as 45m" },
		{ "session decide @next maybe", "decide go, talk or no" },
		{ "meeting list --from someday --server ipc:///nonexistent/x", "--from wants a time" },
		{ "person set x@example.com", "say what to set" },
		{ "person set x@example.com --quiet noon", "--quiet is such as" },
		{ "person add x@example.com --working-days funday", "--working-days is such as" },
		{ "clock advance", "say how far" },
		{ "clock advance soon", "is no length of time" },
		{ "--output xml status", "--output is table, json or jsonl" },
		{ "--locale fr status", "--locale is en or nl" },
		{ "--server somewhere status", "somewhere is no address of a daemon" },
		{ "--token-file /nonexistent status", "the token file /nonexistent cannot be read" },
		{ "debrief guide @last", "the guided conversation needs a terminal" },
		{ "completion fish", "completions are there for bash" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		assert_int_equal(RUN("ridealong %s", mistakes[i].line), 2);
		typed_complains(mistakes[i].says);
		assert_string_equal(typed_out, "");
	}
}

static void without_a_daemon_it_says_what_to_do(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong --server ipc://%s/none session list", folder), 11);
	typed_complains("no daemon answers at ipc:///tmp/");
	typed_complains("start ridealongd, or name its address with --server");
	assert_int_equal(RUN("RIDEALONG_SERVER=ipc://%s/none ridealong status --locale nl", folder), 11);
	typed_complains("antwoordt geen daemon");
	assert_int_equal(RUN("ridealong --server ipc://%s/none doctor", folder), 11);
	typed_says("✗ daemon");
}

static void dutch_is_spoken_where_only_c_utf8_is_known(void **state)
{
	(void)state;
	assert_int_equal(RUN("LC_ALL=C.UTF-8 ridealong --locale nl"), 0);
	typed_says("De dag van een coach:");
	assert_int_equal(RUN("LC_ALL=C ridealong --locale nl help session"), 0);
	typed_says("Ga mee naar een afspraak");
	assert_int_equal(RUN("LC_ALL= LANG=nl_NL.UTF-8 ridealong"), 0);
	typed_says("De dag van een coach:");
	assert_int_equal(RUN("LC_ALL=nl_NL.UTF-8 ridealong --locale en"), 0);
	typed_says("The day of a coach:");
	assert_int_equal(RUN("ridealong --locale=nl sessie"), 2);
	typed_complains("er is geen opdracht");
}

static void bash_completes_nouns_verbs_and_flags(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong completion bash >completions; bash -n completions"), 0);
	assert_int_equal(RUN("bash -c '. ./completions; COMP_WORDS=(ridealong session p); COMP_CWORD=2; _ridealong; "
			     "echo ${COMPREPLY[*]}'"),
		0);
	assert_string_equal(typed_out, "plan\n");
	assert_int_equal(
		RUN("bash -c '. ./completions; COMP_WORDS=(ridealong --as x@y.z session plan --un); COMP_CWORD=5; "
		    "_ridealong; echo ${COMPREPLY[*]}'"),
		0);
	assert_string_equal(typed_out, "--unannounced\n");
	assert_int_equal(RUN("bash -c '. ./completions; COMP_WORDS=(ridealong cal); COMP_CWORD=1; _ridealong; "
			     "echo ${COMPREPLY[*]}'"),
		0);
	assert_string_equal(typed_out, "calendar\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ridealong_alone_shows_what_to_type),
		cmocka_unit_test(every_command_says_what_it_does),
		cmocka_unit_test(no_help_is_wider_than_eighty_columns),
		cmocka_unit_test(help_is_found_by_noun_and_by_verb),
		cmocka_unit_test(mistakes_are_named_and_end_with_two),
		cmocka_unit_test(without_a_daemon_it_says_what_to_do),
		cmocka_unit_test(dutch_is_spoken_where_only_c_utf8_is_known),
		cmocka_unit_test(bash_completes_nouns_verbs_and_flags),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
