/* What to ask on the way, out of what somebody wrote down. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/rehearsal.h"

enum { MOST = 4 };

static const struct row {
	const char *text;
	struct {
		const char *subject, *intended;
	} pairs[MOST];
	bool conditional; /* the first */
} turns[] = {
	{ "If the price is too high, then I ask compared to what",
		{ { "the price is too high", "I ask compared to what" } }, true },
	{ "Als de prijs te hoog is, dan vraag ik waarmee ze vergelijken. Als de inkoper weg is, dan plan ik een tweede "
	  "afspraak",
		{ { "de prijs te hoog is", "vraag ik waarmee ze vergelijken" },
			{ "de inkoper weg is", "plan ik een tweede afspraak" } },
		true },
	{ "als ze nee zeggen vraag ik door, en als ze weg moeten: nieuwe afspraak",
		{ { "ze nee zeggen vraag ik door", "" }, { "ze weg moeten", "nieuwe afspraak" } }, true },
	{ "When they are in a hurry -> the short version; Suppose that the boss joins: I start again",
		{ { "they are in a hurry", "the short version" }, { "the boss joins", "I start again" } }, true },
	{ "- wanneer het stilvalt, wacht ik\n- zodra iemand dwarsligt > samenvatten",
		{ { "het stilvalt", "wacht ik" }, { "iemand dwarsligt", "samenvatten" } }, true },
	{ "1. Price too high? Then I ask why\n2) Buyer away? I plan a second visit",
		{ { "Price too high", "I ask why" }, { "Buyer away", "I plan a second visit" } }, false },
	{ "Mocht de klant boos zijn, dan luister ik eerst", { { "Mocht de klant boos zijn", "luister ik eerst" } },
		false },
	{ "Stel: ze tekenen niet > ik vraag wat er nog mist",
		{ { "Stel: ze tekenen niet", "ik vraag wat er nog mist" } }, false },
	{ "Als het meer kost dan verwacht, dan laat ik de besparing zien",
		{ { "het meer kost dan verwacht", "laat ik de besparing zien" } }, true },
	{ "Als ze twijfelen dan vraag ik waarover", { { "ze twijfelen", "vraag ik waarover" } }, true },
	{ "they want it cheaper, or sooner", { { "they want it cheaper, or sooner", "" } }, false },
	{ "Als ze boos zijn en als ze blijven, dan bel ik", { { "ze boos zijn en als ze blijven", "bel ik" } }, true },
	{ "If they ask and if they laugh, then I wait and if they leave, I call",
		{ { "they ask and if they laugh", "I wait" }, { "they leave", "I call" } }, true },
	{ "  \n ;; . \n", { { NULL, NULL } }, false },
	{ "", { { NULL, NULL } }, false },
	{ "if ", { { "if", "" } }, false },
};

static const struct row questions[] = {
	{ "Wat kost het per maand, en waarom nu? Ik leg de besparing naast de storingen. Kan het ook later? Ja, in "
	  "mei.",
		{ { "Wat kost het per maand, en waarom nu?", "Ik leg de besparing naast de storingen." },
			{ "Kan het ook later?", "Ja, in mei." } },
		false },
	{ "What does it cost?\n- Why you?", { { "What does it cost?", "" }, { "Why you?", "" } }, false },
	{ "What does it cost? > less than downtime\nwe have the figures",
		{ { "What does it cost?", "less than downtime we have the figures" } }, false },
	{ "price: the total; delivery > week 12", { { "price", "the total" }, { "delivery", "week 12" } }, false },
	{ "wat kost het; wanneer leveren jullie -> in week 12",
		{ { "wat kost het", "" }, { "wanneer leveren jullie", "in week 12" } }, false },
	{ "de prijs, de levertijd", { { "de prijs, de levertijd", "" } }, false },
	{ "??", { { "?", "" } }, false },
	{ "", { { NULL, NULL } }, false },
};

typedef struct rehearsal_pair *(*reader)(const char *text, struct arena *arena, size_t *ret_count);

static void check(const struct row *rows, size_t count, reader read)
{
	struct arena *arena = arena_create();

	for (size_t i = 0; i < count; i++) {
		const struct row *row = &rows[i];
		size_t n, expected = 0;
		const struct rehearsal_pair *pairs = read(row->text, arena, &n);

		while (expected < MOST && row->pairs[expected].subject != NULL)
			expected++;
		for (size_t p = 0; p < n && p < expected; p++) {
			assert_row(strcmp(pairs[p].subject, row->pairs[p].subject) == 0, row->text, "subject \"%s\"",
				pairs[p].subject);
			assert_row(strcmp(pairs[p].intended, row->pairs[p].intended) == 0, row->text, "intended \"%s\"",
				pairs[p].intended);
		}
		assert_row(n == expected, row->text, "%zu pairs", n);
		assert_row(n == 0 || pairs[0].conditional == row->conditional, row->text, "conditional %d",
			(int)pairs[0].conditional);
	}
	arena_destroy(arena);
}

static void each_turn_is_told_from_what_is_intended(void **state)
{
	(void)state;
	check(turns, LENGTH(turns), rehearsal_turns);
}

static void each_question_goes_with_its_answer(void **state)
{
	(void)state;
	check(questions, LENGTH(questions), rehearsal_questions);
}

static void a_pair_is_asked_aloud_in_both_languages(void **state)
{
	struct arena *arena = arena_create();
	const struct rehearsal_pair turn = { "the price is too high", "", true }, line = { "silence", "", false };

	(void)state;
	assert_string_equal(
		rehearsal_say(&turn, REHEARSAL_KIND_TURN, "en", arena), "What will you do if the price is too high?");
	assert_string_equal(rehearsal_say(&line, REHEARSAL_KIND_TURN, "nl", arena), "\"silence\": wat doe je dan?");
	assert_string_equal(rehearsal_say(&line, REHEARSAL_KIND_HARD_QUESTION, "nl", arena),
		"Je krijgt de vraag: \"silence?\" Wat zeg je?");
	arena_destroy(arena);
}

/* Whatever is typed: nothing is read past its end, no pair is empty, and no more is said than was written. */
static void any_text_gives_pairs_of_its_own_words(void **state)
{
	static const char letters[] = "aif als wen>?;:.,-\n\t1)\xe2\x86\x92 dan then ";
	uint32_t seed = 11;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct arena *arena = arena_create();
		char text[60];
		size_t count, length = (size_t)(seed >> 8) % (sizeof(text) - 1);

		for (size_t i = 0; i < length; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] = letters[(seed >> 16) % (sizeof(letters) - 1)];
		}
		seed = seed * 1664525u + 1013904223u;
		text[length] = '\0';
		for (int which = 0; which < 2; which++) {
			const struct rehearsal_pair *pairs = which == 0 ? rehearsal_turns(text, arena, &count)
									: rehearsal_questions(text, arena, &count);

			for (size_t i = 0; i < count; i++) {
				assert_row(strlen(pairs[i].subject) <= length, text, "\"%s\"", pairs[i].subject);
				assert_row(strlen(pairs[i].intended) <= length, text, "\"%s\"", pairs[i].intended);
			}
		}
		arena_destroy(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_turn_is_told_from_what_is_intended),
		cmocka_unit_test(each_question_goes_with_its_answer),
		cmocka_unit_test(a_pair_is_asked_aloud_in_both_languages),
		cmocka_unit_test(any_text_gives_pairs_of_its_own_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
