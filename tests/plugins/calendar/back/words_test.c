/* tests — a session stands alike in people's calendars, in what the service says and on screen, in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "back/words.h"
#include "daemon/domain/words.h"

/* Whether the command line's catalogue has the Dutch words for the English ones. */
static bool is_on_screen(const char *en, const char *nl)
{
	char path[4096], line[1024], wanted[200], translated[200];
	bool found = false, next = false;
	FILE *file;

	snprintf(path, sizeof(path), "%s/clients/cli/po/nl.po", getenv("RIDEALONG_SOURCE"));
	snprintf(wanted, sizeof(wanted), "msgid \"%s\"\n", en);
	snprintf(translated, sizeof(translated), "msgstr \"%s\"\n", nl);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		found = found || (next && strcmp(line, translated) == 0);
		next = strcmp(line, wanted) == 0;
	}
	fclose(file);
	return found;
}

static void a_session_stands_alike_wherever_one_looks(void **state)
{
	(void)state;
	for (int i = SESSION_STATE_PLANNED; i <= SESSION_STATE_LAPSED; i++) {
		const char *en = words_session_state((SessionState)i, "en");
		const char *nl = words_session_state((SessionState)i, "nl");

		assert_string_not_equal(en, "");
		assert_string_equal(calendar_back_state((SessionState)i, "en"), en);
		assert_string_equal(calendar_back_state((SessionState)i, "nl"), nl);
		if (!is_on_screen(en, nl))
			fail_msg("on screen \"%s\" is not \"%s\"", en, nl);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_stands_alike_wherever_one_looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
