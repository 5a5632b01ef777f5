/* Why something is not taken over: each reason in both languages, and nothing of it lost in one of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ical/reason.h"

#include <stdio.h>
#include <string.h>

static const char *const particulars[] = { "{file}", "{line}", "{name}", "{text}", "{count}" };

static void every_reason_has_its_dutch(void **state)
{
	(void)state;
	for (int why = 0; why < CALENDAR_WHYS; why++) {
		const char *en = calendar_reason_template((enum calendar_why)why, false);
		const char *nl = calendar_reason_template((enum calendar_why)why, true);

		if (strspn(nl, " ") == strlen(nl) || strcmp(en, nl) == 0)
			fail_msg("no Dutch: %s", en);
	}
}

static int count(const char *text, const char *part)
{
	int found = 0;

	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		found++;
	}
	return found;
}

static void what_is_particular_stands_in_both_languages(void **state)
{
	(void)state;
	for (int why = 0; why < CALENDAR_WHYS; why++) {
		const char *en = calendar_reason_template((enum calendar_why)why, false);
		const char *nl = calendar_reason_template((enum calendar_why)why, true);
		int known = 0;

		for (size_t i = 0; i < sizeof(particulars) / sizeof(*particulars); i++) {
			if (count(en, particulars[i]) != count(nl, particulars[i]))
				fail_msg("%s is not in both: %s", particulars[i], en);
			known += count(en, particulars[i]);
		}
		assert_int_equal(count(en, "{"), known);
		assert_int_equal(count(nl, "{"), known);
	}
}

static void assert_says(struct calendar_reason reason, const char *en, const char *nl)
{
	struct calendar_arena arena = { 0 };
	const struct calendar_reason *kept = calendar_reason_keep(&arena, reason);
	char text[CALENDAR_REASON_TEXT];

	assert_string_equal(calendar_reason_say(kept, false, text), en);
	assert_string_equal(calendar_reason_say(kept, true, text), nl);
	calendar_arena_free(&arena);
}

static void the_particular_takes_its_place(void **state)
{
	(void)state;
	assert_says(
		(struct calendar_reason){
			.why = CALENDAR_WHY_LINE_NO_MOMENT, .line = 14, .name = "DTSTART", .text = "soon" },
		"line 14: DTSTART is not a date or time: \"soon\"",
		"regel 14: DTSTART is geen datum of tijd: \"soon\"");
	assert_says((struct calendar_reason){ .why = CALENDAR_WHY_MANY_EVENTS, .count = 10000 },
		"the calendar holds more than 10000 events", "de agenda bevat meer dan 10000 afspraken");
	assert_says((struct calendar_reason){ .why = CALENDAR_WHY_FILE_EMPTY, .text = "a{b}.ics" }, "a{b}.ics is empty",
		"a{b}.ics is leeg");
	assert_says(
		(struct calendar_reason){ .why = CALENDAR_WHY_FILE_EMPTY }, "the file is empty", "het bestand is leeg");
	assert_says((struct calendar_reason){ .told = "het kan niet {line}" }, "het kan niet {line}",
		"het kan niet {line}");
}

static void a_long_text_is_cut_at_a_characters_edge(void **state)
{
	char text[200] = "", expected[200], said[CALENDAR_REASON_TEXT], huge[2 * CALENDAR_REASON_TEXT];

	(void)state;
	for (int i = 0; i < 50; i++)
		strcat(text, i == 0 ? "a" : "é");
	snprintf(expected, sizeof(expected), "regel 1 is geen regel van een agenda: \"%.59s\"", text);
	calendar_reason_say(
		&(struct calendar_reason){ .why = CALENDAR_WHY_LINE_OF_NO_CALENDAR, .line = 1, .text = text }, true,
		said);
	assert_string_equal(said, expected);
	memset(huge, 'x', sizeof(huge));
	huge[sizeof(huge) - 1] = '\0';
	calendar_reason_say(&(struct calendar_reason){ .told = huge }, true, said);
	assert_int_equal(strlen(said), CALENDAR_REASON_TEXT - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reason_has_its_dutch),
		cmocka_unit_test(what_is_particular_stands_in_both_languages),
		cmocka_unit_test(the_particular_takes_its_place),
		cmocka_unit_test(a_long_text_is_cut_at_a_characters_edge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
