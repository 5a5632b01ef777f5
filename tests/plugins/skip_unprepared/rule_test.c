/* The preparation check's rule: what each state of affairs comes to, and in which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rule.h"
#include "words.h"

#define HOUR INT64_C(3600)
/* Tuesday 12 May 2026, 13:00 UTC: 15:00 in Amsterdam. */
#define CUTOFF INT64_C(1778590800)

/* A whole case, unprepared: planned a week before the cut-off, departure the next morning. */
struct fixture {
	struct rule_facts facts;
	Session session;
	Person coachee;
	Preparation preparation, former;
	Template questions;
	Timestamp create, cutoff, departure, submit;
	Question question[3], *question_list[3];
	Answer answer[3], *answer_list[3], former_answer[3], *former_list[3];
	Preparation *earlier[1];
	char *days_off[1];
};

static void set_up(struct fixture *f)
{
	static const char *const keys[] = { "goal", "questions", "scenarios" };
	static const char *const texts[] = { "What should this meeting give the customer?",
		"What will the customer ask?", "Which two turns could it take?" };

	memset(f, 0, sizeof(*f));
	session__init(&f->session);
	person__init(&f->coachee);
	preparation__init(&f->preparation);
	template__init(&f->questions);
	timestamp__init(&f->create);
	timestamp__init(&f->cutoff);
	timestamp__init(&f->departure);
	timestamp__init(&f->submit);
	f->cutoff.seconds = CUTOFF;
	f->create.seconds = CUTOFF - 7 * 24 * HOUR;
	f->departure.seconds = CUTOFF + 18 * HOUR;
	f->submit.seconds = CUTOFF - HOUR;
	f->session.state = SESSION_STATE_PLANNED;
	f->session.create_time = &f->create;
	f->session.cutoff_time = &f->cutoff;
	f->session.departure_time = &f->departure;
	f->coachee.time_zone = "Europe/Amsterdam";
	f->coachee.language = "nl";
	for (int i = 0; i < 3; i++) {
		question__init(&f->question[i]);
		f->question[i].key = (char *)keys[i];
		f->question[i].part = TEMPLATE_PART_BEFORE;
		f->question[i].required = 1;
		f->question[i].text = (char *)texts[i];
		f->question_list[i] = &f->question[i];
		answer__init(&f->answer[i]);
		f->answer[i].key = (char *)keys[i];
		f->answer_list[i] = &f->answer[i];
	}
	f->answer[0].text = "a decision about the trial, and a date for it";
	f->answer[1].text = "price: we compare over three years; delivery: four weeks";
	f->answer[2].text = "if purchasing joins I start with the figures, else with the idea";
	f->questions.questions = f->question_list;
	f->questions.n_questions = 3;
	f->preparation.name = "meetings/1/preparation";
	f->preparation.answers = f->answer_list;
	f->preparation.n_answers = 3;
	f->facts = (struct rule_facts){ .session = &f->session,
		.coachee = &f->coachee,
		.preparation = &f->preparation,
		.questions = &f->questions,
		.now = CUTOFF * 1000000,
		.acting = true };
}

static void submit(struct fixture *f)
{
	f->preparation.state = PREPARATION_STATE_SUBMITTED;
	f->preparation.submit_time = &f->submit;
	f->session.state = SESSION_STATE_PREPARED;
}

static const char *reason(const struct fixture *f, const struct rule_verdict *verdict, const char *locale)
{
	static char words[WORDS_SIZE];

	words_reason(&verdict->findings[0], &f->facts, locale, words);
	return words;
}

static void nothing_received_withdraws_the_coach(void **state)
{
	struct rule_verdict verdict;
	struct fixture f;

	(void)state;
	set_up(&f);
	verdict = rule_judge(&f.facts);
	assert_int_equal(verdict.decision, GATE_DECISION_WITHDRAW);
	assert_string_equal(reason(&f, &verdict, "en"), "no preparation had come in by 15:00");
	assert_string_equal(reason(&f, &verdict, "nl"), "om 15:00 was er nog geen voorbereiding binnen");
	f.preparation.state = PREPARATION_STATE_DRAFT;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_WITHDRAW);
	f.facts.preparation = NULL;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_WITHDRAW);
}

static void before_the_cutoff_it_says_when_it_will_look(void **state)
{
	struct rule_verdict verdict;
	struct fixture f;

	(void)state;
	set_up(&f);
	f.facts.now -= 24 * HOUR * 1000000;
	f.facts.acting = false;
	verdict = rule_judge(&f.facts);
	assert_int_equal(verdict.decision, GATE_DECISION_WITHDRAW);
	assert_string_equal(
		reason(&f, &verdict, "en"), "no preparation has come in yet; the check looks on Tuesday 12 May 15:00");
	assert_string_equal(reason(&f, &verdict, "nl"),
		"er is nog geen voorbereiding binnen; de check kijkt op dinsdag 12 mei 15:00");
}

static void a_check_that_comes_late_withdraws_until_departure_only(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	f.facts.now += 2 * HOUR * 1000000;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_WITHDRAW);
	f.facts.now = f.departure.seconds * 1000000;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_EXEMPT);
	/* Who only asks, long after: the session still stands, so the check did not come to it. */
	f.facts.now = (CUTOFF + 2 * HOUR) * 1000000;
	f.facts.acting = false;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_EXEMPT);
}

static void a_preparation_that_says_something_passes(void **state)
{
	struct rule_verdict verdict;
	struct fixture f;

	(void)state;
	set_up(&f);
	submit(&f);
	verdict = rule_judge(&f.facts);
	assert_int_equal(verdict.decision, GATE_DECISION_PASS);
	assert_string_equal(reason(&f, &verdict, "nl"), "de voorbereiding is binnen");
}

static void a_thin_answer_asks_the_coach_and_names_the_question(void **state)
{
	struct rule_verdict verdict;
	struct fixture f;

	(void)state;
	set_up(&f);
	submit(&f);
	f.answer[0].text = "give the customer a decision"; /* one word beyond the question's own */
	verdict = rule_judge(&f.facts);
	assert_int_equal(verdict.decision, GATE_DECISION_ASK_COACH);
	assert_int_equal(verdict.n_findings, 1);
	assert_string_equal(reason(&f, &verdict, "en"),
		"the answer to \"What should this meeting give the customer?\" is short so far");
}

static void a_default_text_left_as_it_is_is_not_thin(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	submit(&f);
	f.question[0].default_answer = "As always.";
	f.answer[0].text = "As always.";
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_PASS);
}

static void a_returned_preparation_is_the_coachs_affair(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	f.preparation.state = PREPARATION_STATE_RETURNED;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_ASK_COACH);
}

static void what_could_not_be_prepared_is_exempt(void **state)
{
	struct rule_verdict verdict;
	struct fixture f;

	(void)state;
	set_up(&f);
	f.create.seconds = CUTOFF;
	verdict = rule_judge(&f.facts);
	assert_int_equal(verdict.decision, GATE_DECISION_EXEMPT);
	assert_string_equal(reason(&f, &verdict, "en"),
		"the session was planned after the moment of the check (Tuesday 12 May 15:00)");
	set_up(&f);
	f.session.unannounced = 1;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_EXEMPT);
	set_up(&f);
	f.days_off[0] = "2026-05-12";
	f.coachee.days_off = f.days_off;
	f.coachee.n_days_off = 1;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_EXEMPT);
	set_up(&f);
	f.session.state = SESSION_STATE_IN_PROGRESS;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_EXEMPT);
}

static void what_the_check_withdrew_is_explained_afterwards_and_not_done_again(void **state)
{
	struct rule_verdict verdict;
	struct fixture f;

	(void)state;
	set_up(&f);
	f.session.state = SESSION_STATE_SKIPPED;
	f.session.verdict_rule = (char *)"skip_unprepared/1";
	f.facts.acting = false;
	verdict = rule_judge(&f.facts);
	assert_int_equal(verdict.decision, GATE_DECISION_WITHDRAW);
	assert_string_equal(reason(&f, &verdict, "en"), "no preparation had come in by 15:00");
	f.facts.acting = true;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_EXEMPT);
	f.facts.acting = false;
	f.session.verdict_rule = (char *)""; /* the coach did */
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_EXEMPT);
}

static void a_coachs_go_always_wins(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	f.session.state = SESSION_STATE_CONFIRMED;
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_PASS);
}

static void answers_taken_over_ask_the_coach(void **state)
{
	static char *extra[] = { "introduction", "behaviour", "exceed" };
	Question question[6], *questions[6];
	Answer answer[6], former[6], *answers[6], *formers[6];
	struct rule_verdict verdict;
	struct fixture f;

	(void)state;
	set_up(&f);
	submit(&f);
	for (int i = 0; i < 6; i++) {
		question__init(&question[i]);
		answer__init(&answer[i]);
		question[i].key = i < 3 ? f.question[i].key : extra[i - 3];
		question[i].text = "Why?";
		question[i].part = TEMPLATE_PART_BEFORE;
		question[i].required = 1;
		answer[i].key = question[i].key;
		answer[i].text = "The very same seven words as before.";
		former[i] = answer[i];
		questions[i] = &question[i];
		answers[i] = &answer[i];
		formers[i] = &former[i];
	}
	former[4].text = former[5].text = "Something else altogether, quite different indeed.";
	preparation__init(&f.former);
	f.former.answers = formers;
	f.former.n_answers = 6;
	f.earlier[0] = &f.former;
	f.facts.earlier = f.earlier;
	f.facts.n_earlier = 1;
	f.questions.questions = questions;
	f.questions.n_questions = 6;
	f.preparation.answers = answers;
	f.preparation.n_answers = 6;
	verdict = rule_judge(&f.facts);
	assert_int_equal(verdict.decision, GATE_DECISION_ASK_COACH);
	assert_string_equal(reason(&f, &verdict, "en"), "4 answers are the same as in an earlier preparation");
	former[3].text = "Now three are left that are alike.";
	assert_int_equal(rule_judge(&f.facts).decision, GATE_DECISION_PASS);
}

static void each_answer_is_measured_once_the_preparation_is_in(void **state)
{
	struct rule_measure measures[RULE_ANSWERS];
	struct fixture f;

	(void)state;
	set_up(&f);
	assert_int_equal(rule_measure(&f.facts, measures), 0);
	f.preparation.state = PREPARATION_STATE_SUBMITTED;
	f.answer[1].text = "the price";
	f.former = f.preparation;
	f.former_answer[0] = f.answer[0];
	f.former_list[0] = &f.former_answer[0];
	f.former.answers = f.former_list;
	f.former.n_answers = 1;
	f.earlier[0] = &f.former;
	f.facts.earlier = f.earlier;
	f.facts.n_earlier = 1;
	assert_int_equal(rule_measure(&f.facts, measures), 3);
	assert_string_equal(measures[0].key, "goal");
	assert_true(measures[0].similarity == 1.0);
	assert_true(measures[1].similarity == 0.0);
	assert_int_equal(measures[1].words, 1);
	assert_int_equal(measures[1].words_least, 4);
	f.answer[1].untouched = true;
	assert_int_equal(rule_measure(&f.facts, measures), 3);
	assert_true(measures[1].default_text);
	assert_int_equal(measures[1].words_least, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_received_withdraws_the_coach),
		cmocka_unit_test(before_the_cutoff_it_says_when_it_will_look),
		cmocka_unit_test(a_check_that_comes_late_withdraws_until_departure_only),
		cmocka_unit_test(a_preparation_that_says_something_passes),
		cmocka_unit_test(a_thin_answer_asks_the_coach_and_names_the_question),
		cmocka_unit_test(a_default_text_left_as_it_is_is_not_thin),
		cmocka_unit_test(a_returned_preparation_is_the_coachs_affair),
		cmocka_unit_test(what_could_not_be_prepared_is_exempt),
		cmocka_unit_test(what_the_check_withdrew_is_explained_afterwards_and_not_done_again),
		cmocka_unit_test(a_coachs_go_always_wins),
		cmocka_unit_test(answers_taken_over_ask_the_coach),
		cmocka_unit_test(each_answer_is_measured_once_the_preparation_is_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
