/* skip_unprepared — the rule. */
#include "rule.h"

#include <stdbool.h>
#include <string.h>

#include "moment.h"
#include "similarity.h"
#include "substance.h"

/* Who asks so long after the cut-off, and the session still stands: the check did not come to it. */
#define LATE_US        (INT64_C(5) * 60 * 1000000)
#define MOST_QUESTIONS RULE_ANSWERS

const struct rule_settings rule_defaults = {
	.mode = GATE_MODE_ON, .thin_words = 4, .alike_permille = 850, .alike_answers = 4, .alike_last = 5
};

static const struct rule_settings *settings_of(const struct rule_facts *facts)
{
	return facts->settings != NULL ? facts->settings : &rule_defaults;
}

static int64_t time_us(const Timestamp *time)
{
	return time == NULL ? 0 : time->seconds * 1000000 + time->nanos / 1000;
}

static void find(struct rule_verdict *verdict, GateDecision decision, GateReason reason, const char *key, int count)
{
	verdict->decision = decision;
	if (verdict->n_findings < RULE_REASONS)
		verdict->findings[verdict->n_findings++] =
			(struct rule_finding){ .reason = reason, .key = key, .count = count };
}

static bool is_absent(const struct rule_facts *facts)
{
	const Person *coachee = facts->coachee;
	const int64_t cutoff = time_us(facts->session->cutoff_time);
	char day[MOMENT_DAY];

	moment_day(cutoff, coachee->time_zone, day);
	for (size_t i = 0; i < coachee->n_days_off; i++)
		if (strcmp(coachee->days_off[i], day) == 0)
			return true;
	return false;
}

/* What the check itself withdrew is explained as it was; when it acts, that work is done. */
static bool was_withdrawn(const struct rule_facts *facts)
{
	const Session *session = facts->session;

	return !facts->acting && session->state == SESSION_STATE_SKIPPED &&
	       strncmp(session->verdict_rule, RULE_FAMILY, strlen(RULE_FAMILY)) == 0;
}

static bool is_settled(const struct rule_facts *facts, struct rule_verdict *ret)
{
	const Session *session = facts->session;
	const int64_t cutoff = time_us(session->cutoff_time);

	if (was_withdrawn(facts))
		find(ret, GATE_DECISION_WITHDRAW, GATE_REASON_NOTHING_IN, "", 0);
	else if (session->state != SESSION_STATE_PLANNED && session->state != SESSION_STATE_PREPARED &&
		 session->state != SESSION_STATE_CONFIRMED)
		find(ret, GATE_DECISION_EXEMPT, GATE_REASON_OVER, "", 0);
	else if (settings_of(facts)->mode == GATE_MODE_OFF)
		find(ret, GATE_DECISION_EXEMPT, GATE_REASON_OFF, "", 0);
	else if (session->unannounced)
		find(ret, GATE_DECISION_EXEMPT, GATE_REASON_UNANNOUNCED, "", 0);
	else if (time_us(session->create_time) >= cutoff)
		find(ret, GATE_DECISION_EXEMPT, GATE_REASON_BOOKED_LATE, "", 0);
	else if (is_absent(facts))
		find(ret, GATE_DECISION_EXEMPT, GATE_REASON_ABSENT, "", 0);
	else if (session->state == SESSION_STATE_CONFIRMED || session->verdict == VERDICT_GO ||
		 session->verdict == VERDICT_COACH_MORE)
		find(ret, GATE_DECISION_PASS, GATE_REASON_COACH_DECIDED, "", 0);
	return ret->n_findings > 0;
}

static const Answer *answer_of(const Preparation *preparation, const char *key)
{
	static const Answer none = ANSWER__INIT;

	for (size_t i = 0; i < preparation->n_answers; i++)
		if (strcmp(preparation->answers[i]->key, key) == 0)
			return preparation->answers[i];
	return &none;
}

/* Where thin counts: the others may well be short. */
static bool counts_for_substance(const char *key)
{
	return strcmp(key, "goal") == 0 || strcmp(key, "questions") == 0 || strcmp(key, "scenarios") == 0;
}

static void look_for_thin(const struct rule_facts *facts, struct rule_verdict *ret)
{
	for (size_t i = 0; i < facts->questions->n_questions; i++) {
		const Question *question = facts->questions->questions[i];
		const Answer *answer = answer_of(facts->preparation, question->key);

		if (question->part != TEMPLATE_PART_BEFORE || !counts_for_substance(question->key) ||
			answer->untouched || similarity_default(answer->text, question->default_answer))
			continue;
		if ((int)substance_count(question->text, answer->text) < settings_of(facts)->thin_words)
			find(ret, GATE_DECISION_ASK_COACH, GATE_REASON_THIN, question->key, 0);
	}
}

static size_t list_answers(
	const Template *questions, const Preparation *preparation, struct similarity_answer list[MOST_QUESTIONS])
{
	size_t n = 0;

	for (size_t i = 0; i < questions->n_questions && n < MOST_QUESTIONS; i++) {
		const Question *question = questions->questions[i];
		const Answer *answer = answer_of(preparation, question->key);

		/* A default that was left as it is reads in whatever language it was asked for. */
		if (question->part == TEMPLATE_PART_BEFORE && question->required)
			list[n++] = (struct similarity_answer){ .key = question->key,
				.text = answer->text,
				.default_text = answer->untouched ? answer->text : question->default_answer };
	}
	return n;
}

/* Of those handed in before, so many of the newest. */
static size_t looked_at(const struct rule_facts *facts)
{
	const int last = settings_of(facts)->alike_last;

	return last <= 0 ? 0 : (size_t)last < facts->n_earlier ? (size_t)last : facts->n_earlier;
}

static void look_for_copies(const struct rule_facts *facts, struct rule_verdict *ret)
{
	const struct rule_settings *settings = settings_of(facts);
	struct similarity_answer answers[MOST_QUESTIONS], earlier[MOST_QUESTIONS];
	const size_t count = list_answers(facts->questions, facts->preparation, answers);
	size_t most = 0;

	if (settings->alike_answers <= 0)
		return;
	for (size_t i = 0; i < looked_at(facts); i++) {
		const Preparation *former = facts->earlier[facts->n_earlier - 1 - i];
		const size_t taken = similarity_taken_over(answers, count, earlier,
			list_answers(facts->questions, former, earlier), settings->alike_permille / 1000.0);

		most = taken > most ? taken : most;
	}
	if (most >= (size_t)settings->alike_answers)
		find(ret, GATE_DECISION_ASK_COACH, GATE_REASON_COPIED, "", (int)most);
}

bool rule_received(const Preparation *preparation)
{
	return preparation != NULL &&
	       (preparation->state == PREPARATION_STATE_SUBMITTED || preparation->state == PREPARATION_STATE_RETURNED);
}

static void judge_missing(const struct rule_facts *facts, struct rule_verdict *ret)
{
	const GateDecision consequence =
		settings_of(facts)->mode == GATE_MODE_ASK ? GATE_DECISION_ASK_COACH : GATE_DECISION_WITHDRAW;
	const int64_t cutoff = time_us(facts->session->cutoff_time);

	if (facts->session->invite_state == INVITE_STATE_OPEN) /* nobody to withdraw */
		find(ret, GATE_DECISION_EXEMPT, GATE_REASON_NOT_ACCEPTED, "", 0);
	else if (facts->now < cutoff)
		find(ret, consequence, GATE_REASON_NOTHING_YET, "", 0);
	else if (facts->acting ? facts->now < time_us(facts->session->departure_time) : facts->now < cutoff + LATE_US)
		find(ret, consequence, GATE_REASON_NOTHING_IN, "", 0);
	else
		find(ret, GATE_DECISION_EXEMPT, GATE_REASON_TOO_LATE, "", 0);
}

struct rule_verdict rule_judge(const struct rule_facts *facts)
{
	struct rule_verdict verdict = { .decision = GATE_DECISION_PASS };

	if (is_settled(facts, &verdict))
		return verdict;
	if (!rule_received(facts->preparation)) {
		judge_missing(facts, &verdict);
		return verdict;
	}
	if (facts->preparation->state == PREPARATION_STATE_RETURNED)
		find(&verdict, GATE_DECISION_ASK_COACH, GATE_REASON_RETURNED, "", 0);
	if (facts->questions != NULL) {
		look_for_thin(facts, &verdict);
		look_for_copies(facts, &verdict);
	}
	if (verdict.n_findings == 0)
		find(&verdict, GATE_DECISION_PASS, GATE_REASON_PREPARED, "", 0);
	return verdict;
}

static struct rule_measure measure(const struct rule_facts *facts, const Question *question)
{
	const Answer *answer = answer_of(facts->preparation, question->key);
	struct rule_measure measured = { .key = question->key };

	measured.default_text = answer->untouched || similarity_default(answer->text, question->default_answer);
	measured.words = (int)substance_count(question->text, answer->text);
	measured.words_least =
		counts_for_substance(question->key) && !measured.default_text ? settings_of(facts)->thin_words : 0;
	for (size_t i = 0; i < looked_at(facts) && !measured.default_text; i++) {
		const Preparation *former = facts->earlier[facts->n_earlier - 1 - i];
		const double alike = similarity(answer->text, answer_of(former, question->key)->text);

		measured.similarity = alike > measured.similarity ? alike : measured.similarity;
	}
	return measured;
}

size_t rule_measure(const struct rule_facts *facts, struct rule_measure ret[RULE_ANSWERS])
{
	size_t count = 0;

	if (facts->questions == NULL || !rule_received(facts->preparation))
		return 0;
	for (size_t i = 0; i < facts->questions->n_questions && count < RULE_ANSWERS; i++)
		if (facts->questions->questions[i]->part == TEMPLATE_PART_BEFORE &&
			facts->questions->questions[i]->required)
			ret[count++] = measure(facts, facts->questions->questions[i]);
	return count;
}
