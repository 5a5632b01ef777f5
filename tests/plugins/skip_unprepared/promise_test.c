/* What the preparation check promises, over facts drawn by lot: whatever is so, these hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rule.h"
#include "words.h"

#define CASES   2000
#define HOUR    INT64_C(3600)
#define CUTOFF  INT64_C(1778590800) /* Tuesday 12 May 2026, 15:00 in Amsterdam */
#define KEYS    6
#define EARLIER 8

static const char *const keys[KEYS] = { "goal", "behaviour", "questions", "scenarios", "introduction", "exceed" };
static const char *const said[] = { "price", "delivery", "a", "date", "budget", "who", "decides", "next", "step",
	"trial", "purchasing", "over", "three", "years", "figures" };

static uint64_t seed;

static unsigned any(unsigned below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % below;
}

/* One state of affairs, with all that it points to. */
struct world {
	struct rule_facts facts;
	struct rule_settings settings;
	Session session;
	Person coachee;
	Preparation preparation, former[EARLIER], *earlier[EARLIER];
	Template questions;
	Question question[KEYS], *question_list[KEYS];
	Answer answer[KEYS], *answers[KEYS], former_answer[EARLIER][KEYS], *former_answers[EARLIER][KEYS];
	char text[KEYS][200], former_text[EARLIER][KEYS][200];
	Timestamp create, cutoff, departure, submit;
	char *days_off[1];
};

static void draw_text(char text[200])
{
	const unsigned words = any(8);

	text[0] = '\0';
	for (unsigned i = 0; i < words; i++) {
		strcat(text, said[any(sizeof(said) / sizeof(said[0]))]);
		strcat(text, " ");
	}
}

static void draw_preparation(struct world *w)
{
	static const PreparationState states[] = { PREPARATION_STATE_UNSPECIFIED, PREPARATION_STATE_DRAFT,
		PREPARATION_STATE_SUBMITTED, PREPARATION_STATE_SUBMITTED, PREPARATION_STATE_RETURNED };

	preparation__init(&w->preparation);
	w->preparation.name = (char *)"meetings/1/preparation";
	w->preparation.state = states[any(5)];
	w->preparation.submit_time = &w->submit;
	for (int k = 0; k < KEYS; k++) {
		answer__init(&w->answer[k]);
		draw_text(w->text[k]);
		w->answer[k].key = (char *)keys[k];
		w->answer[k].text = w->text[k];
		w->answer[k].untouched = any(12) == 0;
		w->answers[k] = &w->answer[k];
	}
	w->preparation.answers = w->answers;
	w->preparation.n_answers = KEYS;
	for (int i = 0; i < EARLIER; i++) {
		preparation__init(&w->former[i]);
		for (int k = 0; k < KEYS; k++) {
			answer__init(&w->former_answer[i][k]);
			draw_text(w->former_text[i][k]);
			w->former_answer[i][k].key = (char *)keys[k];
			w->former_answer[i][k].text = any(3) == 0 ? w->text[k] : w->former_text[i][k];
			w->former_answers[i][k] = &w->former_answer[i][k];
		}
		w->former[i].answers = w->former_answers[i];
		w->former[i].n_answers = KEYS;
		w->earlier[i] = &w->former[i];
	}
}

static void draw_session(struct world *w)
{
	session__init(&w->session);
	timestamp__init(&w->create);
	timestamp__init(&w->cutoff);
	timestamp__init(&w->departure);
	timestamp__init(&w->submit);
	w->cutoff.seconds = CUTOFF;
	w->create.seconds = CUTOFF + (any(8) == 0 ? HOUR : -HOUR * (1 + (int64_t)any(200)));
	w->departure.seconds = CUTOFF + HOUR * (1 + (int64_t)any(30));
	w->submit.seconds = CUTOFF - HOUR;
	w->session.create_time = &w->create;
	w->session.cutoff_time = &w->cutoff;
	w->session.departure_time = &w->departure;
	w->session.state = any(3) == 0 ? (SessionState)(1 + any(9)) : (SessionState)(SESSION_STATE_PLANNED + any(3));
	w->session.verdict = (Verdict)any(6) > VERDICT_NOT_JOINING ? VERDICT_UNSPECIFIED : (Verdict)any(4);
	w->session.unannounced = any(8) == 0;
	w->session.invite_state = any(6) == 0 ? (InviteState)(1 + any(3)) : INVITE_STATE_UNSPECIFIED;
}

static void draw(struct world *w)
{
	memset(w, 0, sizeof(*w));
	draw_session(w);
	draw_preparation(w);
	person__init(&w->coachee);
	w->coachee.time_zone = (char *)"Europe/Amsterdam";
	w->days_off[0] = (char *)"2026-05-12";
	w->coachee.days_off = w->days_off;
	w->coachee.n_days_off = any(8) == 0;
	template__init(&w->questions);
	for (int k = 0; k < KEYS; k++) {
		question__init(&w->question[k]);
		w->question[k].key = (char *)keys[k];
		w->question[k].text = (char *)"What should this meeting give the customer?";
		w->question[k].part = TEMPLATE_PART_BEFORE;
		w->question[k].required = 1;
		w->question_list[k] = &w->question[k];
	}
	w->questions.questions = w->question_list;
	w->questions.n_questions = KEYS;
	w->settings = (struct rule_settings){ .mode = any(3) == 0 ? (GateMode)any(4) : GATE_MODE_ON,
		.thin_words = (int)any(8),
		.alike_permille = (int)any(1001),
		.alike_answers = (int)any(7),
		.alike_last = (int)any(EARLIER + 1) };
	w->facts = (struct rule_facts){ .session = &w->session,
		.settings = any(4) == 0 ? NULL : &w->settings,
		.coachee = &w->coachee,
		.preparation = any(5) == 0 ? NULL : &w->preparation,
		.questions = any(8) == 0 ? NULL : &w->questions,
		.earlier = w->earlier,
		.n_earlier = any(EARLIER + 1),
		.now = (CUTOFF + ((int64_t)any(72) - 24) * HOUR) * 1000000,
		.acting = any(2) };
}

#define for_each_world(w)                                                                                              \
	for (unsigned number = 0; number < CASES; number++)                                                            \
		for (bool once = (seed = number + 1, draw(w), true); once; once = false)

static bool has(const struct rule_verdict *verdict, GateReason reason)
{
	for (size_t i = 0; i < verdict->n_findings; i++)
		if (verdict->findings[i].reason == reason)
			return true;
	return false;
}

static void it_withdraws_only_when_nothing_came_in(void **state)
{
	static struct world w;
	unsigned withdrawn = 0;

	(void)state;
	for_each_world(&w)
	{
		const struct rule_verdict verdict = rule_judge(&w.facts);

		if (verdict.decision != GATE_DECISION_WITHDRAW)
			continue;
		withdrawn++;
		if (rule_received(w.facts.preparation) ||
			!(has(&verdict, GATE_REASON_NOTHING_IN) || has(&verdict, GATE_REASON_NOTHING_YET)))
			fail_msg("world %u: something was in, and it withdraws", number);
	}
	assert_true(withdrawn > CASES / 50);
}

static void a_coach_who_said_yes_is_never_withdrawn_nor_asked(void **state)
{
	static struct world w;
	unsigned seen = 0;

	(void)state;
	for_each_world(&w)
	{
		const struct rule_verdict verdict = rule_judge(&w.facts);
		const bool yes = w.session.state == SESSION_STATE_CONFIRMED || w.session.verdict == VERDICT_GO ||
				 w.session.verdict == VERDICT_COACH_MORE;

		seen += yes;
		if (yes && verdict.decision != GATE_DECISION_PASS && verdict.decision != GATE_DECISION_EXEMPT)
			fail_msg("world %u: the coach's word did not win", number);
	}
	assert_true(seen > CASES / 20);
}

static void what_could_not_be_prepared_never_withdraws(void **state)
{
	static struct world w;
	unsigned seen = 0;

	(void)state;
	for_each_world(&w)
	{
		const struct rule_verdict verdict = rule_judge(&w.facts);
		const bool exempt = w.session.unannounced || w.create.seconds >= CUTOFF || w.coachee.n_days_off > 0 ||
				    w.session.invite_state == INVITE_STATE_OPEN;

		seen += exempt;
		if (exempt && verdict.decision == GATE_DECISION_WITHDRAW)
			fail_msg("world %u: it could not be prepared, and it withdraws", number);
	}
	assert_true(seen > CASES / 10);
}

static void a_team_that_does_without_it_or_has_it_ask_loses_no_coach(void **state)
{
	static struct world w;

	(void)state;
	for_each_world(&w)
	{
		struct rule_verdict verdict;

		w.facts.settings = &w.settings;
		w.settings.mode = GATE_MODE_OFF;
		verdict = rule_judge(&w.facts);
		if (verdict.decision == GATE_DECISION_WITHDRAW || verdict.decision == GATE_DECISION_ASK_COACH)
			fail_msg("world %u: it is off, and does something", number);
		w.settings.mode = GATE_MODE_ASK;
		if (rule_judge(&w.facts).decision == GATE_DECISION_WITHDRAW)
			fail_msg("world %u: it may only ask, and withdraws", number);
	}
}

/* From what stands least in the coach's way to what stands most; what does not apply is beside that. */
static int weight(GateDecision decision)
{
	return decision == GATE_DECISION_WITHDRAW ? 2 : decision == GATE_DECISION_ASK_COACH ? 1 : 0;
}

/* Words that stand in no earlier answer: what is written on never counts as more copied either. */
static void more_words_never_make_it_worse(void **state)
{
	static const char own[] = " zebra quince violin ember harvest lantern marble cobalt orchard drizzle";
	static struct world w;

	(void)state;
	for_each_world(&w)
	{
		const int before = weight(rule_judge(&w.facts).decision);
		const unsigned key = any(KEYS);
		char more[400];

		if (w.answer[key].untouched) /* the default text; another one in its place is no more of it */
			continue;
		snprintf(more, sizeof(more), "%s%s", w.text[key], own);
		w.answer[key].text = more;
		if (weight(rule_judge(&w.facts).decision) > before && w.settings.alike_permille > 0)
			fail_msg("world %u: more words in %s made it worse", number, keys[key]);
	}
}

static void handing_something_in_never_makes_it_worse(void **state)
{
	static struct world w;

	(void)state;
	for_each_world(&w)
	{
		int before;

		w.facts.preparation = NULL;
		before = weight(rule_judge(&w.facts).decision);
		w.facts.preparation = &w.preparation;
		w.preparation.state = PREPARATION_STATE_SUBMITTED;
		if (before == 2 && weight(rule_judge(&w.facts).decision) == 2)
			fail_msg("world %u: something came in, and it withdraws as before", number);
	}
}

static void softer_settings_never_make_it_worse(void **state)
{
	static struct world w;

	(void)state;
	for_each_world(&w)
	{
		int before;

		w.facts.settings = &w.settings;
		before = weight(rule_judge(&w.facts).decision);
		w.settings.thin_words -= w.settings.thin_words > 0;
		w.settings.alike_permille = w.settings.alike_permille < 950 ? w.settings.alike_permille + 50 : 1000;
		w.settings.alike_last -= w.settings.alike_last > 0;
		if (weight(rule_judge(&w.facts).decision) > before)
			fail_msg("world %u: softer settings made it worse", number);
	}
}

static void there_is_always_a_reason_and_it_has_words_in_both_languages(void **state)
{
	static struct world w;
	char en[WORDS_SIZE], nl[WORDS_SIZE];

	(void)state;
	for_each_world(&w)
	{
		const struct rule_verdict verdict = rule_judge(&w.facts);

		if (verdict.n_findings == 0 || verdict.decision == GATE_DECISION_UNSPECIFIED)
			fail_msg("world %u: no reason", number);
		for (size_t i = 0; i < verdict.n_findings; i++) {
			words_reason(&verdict.findings[i], &w.facts, "en", en);
			words_reason(&verdict.findings[i], &w.facts, "nl", nl);
			if (en[0] == '\0' || nl[0] == '\0' || strcmp(en, nl) == 0)
				fail_msg("world %u: \"%s\" and \"%s\"", number, en, nl);
			/* what the service knows, and nothing about anybody */
			assert_null(strstr(en, "not prepared"));
			assert_null(strstr(nl, "niet voorbereid"));
		}
	}
}

static void the_same_facts_get_the_same_verdict(void **state)
{
	static struct world w;

	(void)state;
	for_each_world(&w)
	{
		const struct rule_verdict one = rule_judge(&w.facts), two = rule_judge(&w.facts);

		assert_int_equal(one.decision, two.decision);
		assert_int_equal(one.n_findings, two.n_findings);
	}
	assert_string_equal(RULE_NAME, RULE_FAMILY "2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_withdraws_only_when_nothing_came_in),
		cmocka_unit_test(a_coach_who_said_yes_is_never_withdrawn_nor_asked),
		cmocka_unit_test(what_could_not_be_prepared_never_withdraws),
		cmocka_unit_test(a_team_that_does_without_it_or_has_it_ask_loses_no_coach),
		cmocka_unit_test(more_words_never_make_it_worse),
		cmocka_unit_test(handing_something_in_never_makes_it_worse),
		cmocka_unit_test(softer_settings_never_make_it_worse),
		cmocka_unit_test(there_is_always_a_reason_and_it_has_words_in_both_languages),
		cmocka_unit_test(the_same_facts_get_the_same_verdict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
