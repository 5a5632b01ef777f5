/* Short answers, and preparations given as lines. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/day.h"
#include "daemon/domain/quick_answer.h"
#include "daemon/domain/quick_prepare.h"
#include "daemon/domain/quick_text.h"

enum asked { ACTION_POINT, SKIP, DECISION, RHYTHM };

static const struct row {
	enum asked asked;
	const char *text;
	enum quick_verb verb;
	const char *words, *due;
} rows[] = {
	{ ACTION_POINT, "done", QUICK_DONE, "", "" },
	{ ACTION_POINT, "Klaar!", QUICK_DONE, "", "" },
	{ ACTION_POINT, "klaar, ging goed", QUICK_DONE, "ging goed", "" },
	{ ACTION_POINT, "\n\nDone.\n\nOn Tue Coach wrote:\n> Tomorrow\n", QUICK_DONE, "", "" },
	{ ACTION_POINT, "@vr", QUICK_EXTEND, "", "2026-05-15" },
	{ ACTION_POINT, "@ 2026-06-01 holiday", QUICK_EXTEND, "holiday", "2026-06-01" },
	{ ACTION_POINT, "vrijdag", QUICK_EXTEND, "", "2026-05-15" },
	{ ACTION_POINT, "@+3d", QUICK_EXTEND, "", "" },
	{ ACTION_POINT, "+1w", QUICK_EXTEND, "", "" },
	{ ACTION_POINT, "+31 6 12345678", QUICK_NOTHING, "+31 6 12345678", "" },
	{ ACTION_POINT, "gedaan", QUICK_DONE, "", "" },
	{ ACTION_POINT, "vervalt", QUICK_NOTHING, "vervalt", "" },
	{ ACTION_POINT, "@", QUICK_NOTHING, "@", "" },
	{ ACTION_POINT, "drop the customer left", QUICK_DROP, "the customer left", "" },
	{ ACTION_POINT, "vervalt: klant is weg", QUICK_DROP, "klant is weg", "" },
	{ ACTION_POINT, "drop\nthe customer left", QUICK_DROP, "the customer left", "" },
	{ ACTION_POINT, "drop", QUICK_NOTHING, "drop", "" },
	{ ACTION_POINT, "@2026-05-11", QUICK_NOTHING, "@2026-05-11", "" },
	{ ACTION_POINT, "@soon", QUICK_NOTHING, "@soon", "" },
	{ ACTION_POINT, "do you mean me?", QUICK_NOTHING, "do you mean me?", "" },
	{ ACTION_POINT, "drop-off is arranged", QUICK_NOTHING, "drop-off is arranged", "" },
	{ ACTION_POINT, "", QUICK_NOTHING, "", "" },
	{ SKIP, "ga", QUICK_GO, "", "" },
	{ SKIP, "Go, we talked", QUICK_GO, "we talked", "" },
	{ SKIP, "1", QUICK_OPTION, "", "" },
	{ SKIP, "3", QUICK_NOTHING, "3", "" },
	{ SKIP, "1 moment", QUICK_NOTHING, "1 moment", "" },
	{ RHYTHM, "2", QUICK_OPTION, "", "" },
	{ RHYTHM, "1) graag", QUICK_NOTHING, "1) graag", "" },
	{ RHYTHM, "1.\nGroet", QUICK_OPTION, "", "" },
	{ RHYTHM, "@12-06", QUICK_EXTEND, "", "2026-06-12" },
	{ RHYTHM, "@+2w", QUICK_EXTEND, "", "" },
	{ RHYTHM, "@2026-05-11", QUICK_NOTHING, "@2026-05-11", "" },
	{ RHYTHM, "later", QUICK_NOTHING, "later", "" },
	{ RHYTHM, "", QUICK_NOTHING, "", "" },
	{ SKIP, "no", QUICK_NOTHING, "no", "" },
	{ SKIP, "gone", QUICK_NOTHING, "gone", "" },
	{ DECISION, "go", QUICK_GO, "", "" },
	{ DECISION, "Doorspreken: bel me om 8 uur", QUICK_TALK, "bel me om 8 uur", "" },
	{ DECISION, "talk - call me at eight", QUICK_TALK, "call me at eight", "" },
	{ DECISION, "niet, ik ben ziek", QUICK_NO, "ik ben ziek", "" },
	{ DECISION, "no", QUICK_NO, "", "" },
	{ DECISION, "ja", QUICK_YES, "", "" },
	{ DECISION, "Ja, graag!", QUICK_YES, "", "" },
	{ DECISION, "Hi,\nyes please\n\nSofie", QUICK_YES, "", "" },
	{ DECISION, "ja, maar eerst bellen", QUICK_NOTHING, "ja, maar eerst bellen", "" },
	{ DECISION, "ja\nniet", QUICK_NO, "", "" },
	{ SKIP, "ja", QUICK_NOTHING, "ja", "" },
	{ DECISION, "well...", QUICK_NOTHING, "well...", "" },
	{ DECISION, "No problem, I will come along!", QUICK_NOTHING, "No problem, I will come along!", "" },
	{ DECISION, "Not sure yet, will call", QUICK_NOTHING, "Not sure yet, will call", "" },
	{ DECISION, "ga niet mee", QUICK_NOTHING, "ga niet mee", "" },
	{ DECISION, "Talk to you tomorrow", QUICK_NOTHING, "Talk to you tomorrow", "" },
	{ DECISION, "Hi,\n\ngo\n\nSofie", QUICK_GO, "", "" },
	{ DECISION, "Hi,\ngo\nno", QUICK_NOTHING, "Hi,\ngo\nno", "" },
	{ SKIP, "Hoi,\nga!", QUICK_GO, "", "" },
};

static void a_word_is_enough_and_the_rest_is_kept(void **state)
{
	struct arena *arena = arena_create();
	int today = 0;

	(void)state;
	assert_true(day_parse("2026-05-12", &today));
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const struct row *row = &rows[i];
		struct quick_answer answer;

		if (row->asked == ACTION_POINT)
			answer = quick_answer_action_point(row->text, today, "en", arena);
		else if (row->asked == SKIP)
			answer = quick_answer_skip(row->text, 1, "en", arena);
		else if (row->asked == RHYTHM)
			answer = quick_answer_rhythm(row->text, 2, today, "en", arena);
		else
			answer = quick_answer_decision(row->text, "nl", arena);
		assert_row(answer.verb == row->verb, row->text, "verb %d", answer.verb);
		assert_row(strcmp(answer.text, row->words) == 0, row->text, "text \"%s\"", answer.text);
		assert_row(strcmp(answer.due, row->due) == 0, row->text, "due \"%s\"", answer.due);
		assert_row((answer.problem[0] != '\0') == (row->verb == QUICK_NOTHING), row->text, "problem \"%s\"",
			answer.problem);
	}
	arena_destroy(arena);
}

static const struct quick_question questions[] = {
	{ .key = "goal", .answered = false, .takes_intentions = true },
	{ .key = "behaviour", .answered = false, .takes_intentions = false },
	{ .key = "questions", .answered = false, .takes_intentions = false },
	{ .key = "scenarios", .answered = false, .takes_intentions = true },
	{ .key = "introduction", .answered = false, .takes_intentions = false },
	{ .key = "exceed", .answered = false, .takes_intentions = true },
	{ .key = "focus", .answered = false, .takes_intentions = false },
};

static const char *answer_of(const struct quick_prepare *p, const char *key)
{
	for (size_t i = 0; i < p->n_answers; i++)
		if (strcmp(p->answers[i]->key, key) == 0)
			return p->answers[i]->text;
	return "";
}

static void numbers_and_keys_answer_their_question(void **state)
{
	struct arena *arena = arena_create();
	struct quick_prepare p = quick_prepare_read("1. a decision\n* 4) they say no > I ask why\nBehaviour: calm\n"
						    "* verrassen: a figure\n\n> quoted\n-- \nAnn",
		questions, LENGTH(questions), "en", arena);

	(void)state;
	assert_int_equal(p.n_results, 4);
	assert_int_equal(p.n_answers, 4);
	assert_string_equal(answer_of(&p, "goal"), "a decision");
	assert_string_equal(answer_of(&p, "scenarios"), "they say no > I ask why");
	assert_string_equal(answer_of(&p, "behaviour"), "calm");
	assert_string_equal(answer_of(&p, "exceed"), "a figure");
	assert_int_equal(p.n_intention_keys, 2);
	assert_string_equal(p.intention_keys[0], "scenarios");
	assert_string_equal(p.intention_keys[1], "exceed");
	assert_string_equal(p.results[1]->meaning, "answer to 4: scenarios, intention");
	assert_string_equal(p.results[1]->problem, "");
	arena_destroy(arena);
}

static void what_could_not_be_an_intention_is_not_called_one(void **state)
{
	struct arena *arena = arena_create();
	struct quick_prepare p =
		quick_prepare_read("*2 calm\n*1 a decision", questions, LENGTH(questions), "en", arena);

	(void)state;
	assert_string_equal(p.results[0]->meaning, "answer to 2: behaviour");
	assert_string_equal(p.results[0]->problem, "this question gives no intention; the answer is kept");
	assert_string_equal(p.results[1]->meaning, "answer to 1: goal, intention");
	arena_destroy(arena);
}

static void words_are_made_short_by_characters_and_in_one_line(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	assert_string_equal(quick_text_short(" een\ntwee\t ", 20, arena), "een twee");
	assert_string_equal(quick_text_short("caf\xc3\xa9", 4, arena), "caf\xc3\xa9");
	assert_string_equal(quick_text_short("caf\xc3\xa9s", 4, arena), "caf\xc3\xa9\xe2\x80\xa6");
	assert_string_equal(quick_text_short("", 4, arena), "");
	arena_destroy(arena);
}

static void what_comes_after_a_greeting_at_the_end_is_no_answer(void **state)
{
	static const char *const ends[] = { "Met vriendelijke groet,\nPiet Bakker\nAccountmanager | 06-123",
		"Groet, Piet", "mvg\nPiet", "Kind regards,\nPiet", "Best,\nPiet" };
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < LENGTH(ends); i++) {
		const char *text = arena_printf(arena, "1 winst\n6 taart\n\n%s\n", ends[i]);
		struct quick_prepare p = quick_prepare_read(text, questions, LENGTH(questions), "nl", arena);

		assert_int_equal(p.n_answers, 2);
		assert_string_equal(answer_of(&p, "exceed"), "taart");
	}
	arena_destroy(arena);
}

static void an_answer_may_begin_like_a_greeting(void **state)
{
	struct arena *arena = arena_create();
	struct quick_prepare p = quick_prepare_read(
		"1 winst\nbest een lastige klant\ngroet de chef eerst", questions, LENGTH(questions), "nl", arena);

	(void)state;
	assert_string_equal(answer_of(&p, "behaviour"), "best een lastige klant");
	assert_string_equal(answer_of(&p, "questions"), "groet de chef eerst");
	arena_destroy(arena);
}

static void bare_lines_fill_the_open_questions_around_the_addressed_ones(void **state)
{
	struct arena *arena = arena_create();
	struct quick_question open[LENGTH(questions)];
	struct quick_prepare p;

	(void)state;
	memcpy(open, questions, sizeof(open));
	open[1].answered = true;
	p = quick_prepare_read("* a signature\n20 customers will ask the price\n1000 things\n3 the price\n", open,
		LENGTH(open), "nl", arena);
	assert_string_equal(answer_of(&p, "goal"), "a signature");
	assert_string_equal(answer_of(&p, "behaviour"), "");
	assert_string_equal(answer_of(&p, "questions"), "the price");
	assert_string_equal(answer_of(&p, "scenarios"), "20 customers will ask the price");
	assert_string_equal(answer_of(&p, "introduction"), "1000 things");
	assert_string_equal(p.intention_keys[0], "goal");
	assert_string_equal(p.results[0]->meaning, "antwoord op 1: goal, voornemen");
	arena_destroy(arena);
}

static void nothing_that_was_written_is_lost(void **state)
{
	struct arena *arena = arena_create();
	struct quick_prepare p = quick_prepare_read(
		"*a\n*b\nc\n*d\ne\n*f\ng\none more\n1 and this\n2", questions, LENGTH(questions), "en", arena);

	(void)state;
	/* "1 and this" and "2" are addressed, so that the bare lines begin at 2. */
	assert_string_equal(answer_of(&p, "goal"), "and this");
	assert_string_equal(answer_of(&p, "behaviour"), "a");
	assert_string_equal(answer_of(&p, "focus"), "f\ng\none more");
	assert_string_equal(p.results[0]->problem, "this question gives no intention; the answer is kept");
	assert_string_equal(p.results[7]->problem, "no question was open any more: it was added to the answer before");
	assert_string_equal(p.results[9]->problem, "the answer is missing");
	arena_destroy(arena);
}

static void a_line_below_a_quoted_question_answers_that_one(void **state)
{
	static const struct quick_question asked[] = {
		{ .key = "goal",
			.text = "What should this meeting give the customer? And you?",
			.takes_intentions = true },
		{ .key = "behaviour",
			.text = "How do you think the customer will be? And how do you want to come across?" },
		{ .key = "questions", .text = "What will the customer ask, and what will you say?" },
	};
	static const char text[] = "Hi, see below\n"
				   "> Hi Noor, Ruud is coming along.\n"
				   ">\n"
				   "> 1 What should this meeting give the customer? And you?\n"
				   ">    One sentence each.\n"
				   "\n"
				   "* a date for the start\n"
				   "and the budget\n"
				   ">> 2. How do you think the customer will be? And how do\n"
				   "> you want to come across?\n"
				   "in a hurry\n"
				   "3 the price\n"
				   "> 3 What will the customer ask, and what will you say?\n"
				   "Kind regards,\nNoor";
	struct arena *arena = arena_create();
	struct quick_prepare p = quick_prepare_read(text, asked, LENGTH(asked), "en", arena);

	(void)state;
	assert_string_equal(answer_of(&p, "goal"), "a date for the start\nand the budget");
	assert_string_equal(p.intention_keys[0], "goal");
	assert_string_equal(answer_of(&p, "behaviour"), "in a hurry");
	assert_string_equal(answer_of(&p, "questions"), "the price");
	assert_string_equal(p.results[0]->problem, ""); /* who greets is not told that something was unclear */
	assert_string_equal(p.results[0]->meaning, "a greeting");
	assert_true(p.meant);
	arena_destroy(arena);
}

static void a_courtesy_and_bytes_are_no_preparation(void **state)
{
	static const struct {
		const char *text;
		bool meant;
	} texts[] = {
		{ "Dank je, ik kijk morgen", false },
		{ "Bedankt voor je mail! Ik ga er vanavond even naar kijken.", false },
		{ "Thanks, I will look at it tomorrow morning.", false },
		{ "Sorry, busy today. Will send it on Monday.", false },
		{ "ok", false },
		{ "", false },
		{ "\x01\x02 budget planning signature contract", false },
		{ "x8kq9 3f9a0b q7z $$%^&@# zzkrt bcdfg", false },
		{ "\xef\xbf\xbd\xef\xbf\xbd budget planning signature contract", false },
		{ "1 ok", true },
		{ "* a date", true },
		{ "goal: a date", true },
		{ "De klant kiest een startdatum en noemt het budget", true },
		{ "a signed order for the second line", true },
		{ "startdatum\ngehaast\nde prijs\nbesparing", true },
	};
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++)
		assert_row(quick_prepare_read(texts[i].text, questions, LENGTH(questions), "nl", arena).meant ==
				   texts[i].meant,
			texts[i].text, "meant %d", (int)!texts[i].meant);
	arena_destroy(arena);
}

static void what_stands_there_is_kept_in_a_word(void **state)
{
	static const struct quick_question asked[] = { { .key = "goal", .takes_intentions = true },
		{ .key = "introduction", .has_default = true }, { .key = "exceed" } };
	static const struct {
		const char *text;
		bool keeps, meant;
		size_t n_answers;
	} texts[] = {
		{ "2 klopt", true, true, 0 },
		{ "2 ok", true, true, 0 },
		{ "2. Ok\xc3\xa9!", true, true, 0 },
		{ "introduction: correct", true, true, 0 },
		{ "klopt", true, false, 0 },
		{ "1 een datum\nklopt\n3 een cijfer", true, true, 2 },
		{ "1 klopt", false, true, 1 }, /* nothing stands there */
		{ "2 klopt niet", false, true, 1 },
		{ "klopt dat?", false, false, 1 },
	};
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++) {
		struct quick_prepare p = quick_prepare_read(texts[i].text, asked, LENGTH(asked), "nl", arena);

		if (p.keeps != texts[i].keeps || p.meant != texts[i].meant || p.n_answers != texts[i].n_answers)
			fail_msg("%s: keeps %d, meant %d, %zu answers", texts[i].text, p.keeps, p.meant, p.n_answers);
	}
	assert_string_equal(quick_prepare_read("2 ok", asked, LENGTH(asked), "nl", arena).results[0]->meaning,
		"wat er staat blijft staan");
	arena_destroy(arena);
}

static void what_was_answered_before_is_kept_in_a_word_as_well(void **state)
{
	static const struct quick_question full[] = { { .key = "goal", .answered = true },
		{ .key = "exceed", .answered = true } };
	static const struct quick_question empty[] = { { .key = "goal" }, { .key = "exceed" } };
	struct arena *arena = arena_create();

	(void)state;
	assert_true(quick_prepare_read("ok", full, LENGTH(full), "en", arena).keeps);
	assert_false(quick_prepare_read("ok", empty, LENGTH(empty), "en", arena).keeps);
	arena_destroy(arena);
}

static void three_intentions_are_enough(void **state)
{
	static const struct quick_question many[] = { { .key = "a", .answered = false, .takes_intentions = true },
		{ .key = "b", .answered = false, .takes_intentions = true },
		{ .key = "c", .answered = false, .takes_intentions = true },
		{ .key = "d", .answered = false, .takes_intentions = true } };
	struct arena *arena = arena_create();
	struct quick_prepare p = quick_prepare_read("*1 x\n*2 x\n*2 y\n*3 x\n*4 x", many, LENGTH(many), "en", arena);

	(void)state;
	assert_int_equal(p.n_intention_keys, 3);
	assert_string_equal(answer_of(&p, "b"), "x\ny");
	assert_string_equal(answer_of(&p, "d"), "x");
	assert_string_equal(p.results[4]->problem, "three intentions at most; the answer is kept");
	assert_int_equal(quick_prepare_read("text", NULL, 0, "en", arena).n_answers, 0);
	arena_destroy(arena);
}

static void no_bytes_whatever_are_read_beyond_their_end(void **state)
{
	static const char alphabet[] = "12*.:)gocal \n@vrdklar-\xe2\x80\x94\xc2>";
	struct arena *arena = arena_create();
	uint32_t seed = 12;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char text[24];

		for (size_t i = 0; i < sizeof(text) - 1; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
		}
		text[sizeof(text) - 1] = '\0';
		assert_non_null(quick_answer_action_point(text, 20000, "nl", arena).text);
		assert_non_null(quick_answer_decision(text, "en", arena).text);
		assert_true(quick_prepare_read(text, questions, LENGTH(questions), "en", arena).n_answers <=
			    LENGTH(questions));
		arena_reset(arena);
	}
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_enough_and_the_rest_is_kept),
		cmocka_unit_test(numbers_and_keys_answer_their_question),
		cmocka_unit_test(what_could_not_be_an_intention_is_not_called_one),
		cmocka_unit_test(words_are_made_short_by_characters_and_in_one_line),
		cmocka_unit_test(what_comes_after_a_greeting_at_the_end_is_no_answer),
		cmocka_unit_test(an_answer_may_begin_like_a_greeting),
		cmocka_unit_test(bare_lines_fill_the_open_questions_around_the_addressed_ones),
		cmocka_unit_test(nothing_that_was_written_is_lost),
		cmocka_unit_test(a_line_below_a_quoted_question_answers_that_one),
		cmocka_unit_test(a_courtesy_and_bytes_are_no_preparation),
		cmocka_unit_test(what_stands_there_is_kept_in_a_word),
		cmocka_unit_test(what_was_answered_before_is_kept_in_a_word_as_well),
		cmocka_unit_test(three_intentions_are_enough),
		cmocka_unit_test(no_bytes_whatever_are_read_beyond_their_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
