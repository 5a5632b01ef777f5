/* skip_unprepared — what a simulation comes to. */
#include "simulation_row.h"

#include <stdlib.h>
#include <string.h>

#include "words.h"

static void *allocated(void *memory)
{
	if (memory == NULL)
		abort();
	return memory;
}

static char *copy(const char *text)
{
	return allocated(strdup(text));
}

static Timestamp *copy_time(const Timestamp *time)
{
	Timestamp *copied = allocated(malloc(sizeof(*copied)));

	timestamp__init(copied);
	if (time != NULL) {
		copied->seconds = time->seconds;
		copied->nanos = time->nanos;
	}
	return copied;
}

static GateDecision decision_of(const struct simulation_outcome *outcome)
{
	return outcome->known ? outcome->verdict.decision : GATE_DECISION_UNSPECIFIED;
}

/* ---- rows */

static char **reasons_of(
	const struct simulation_outcome *outcome, const struct rule_facts *facts, const char *locale, size_t *ret_count)
{
	const size_t count = outcome->known ? outcome->verdict.n_findings : 0;
	char **reasons = allocated(calloc(count + 1, sizeof(*reasons)));
	char words[WORDS_SIZE];

	for (size_t i = 0; i < count; i++) {
		words_reason(&outcome->verdict.findings[i], facts, locale, words);
		reasons[i] = copy(words);
	}
	*ret_count = count;
	return reasons;
}

void simulation_rows_add(struct simulation_rows *rows, const struct past *past, const struct rule_facts *facts,
	const struct simulation_outcome *before, const struct simulation_outcome *after)
{
	SimulatedSession *row = allocated(malloc(sizeof(*row)));
	const Session *session = &past->session;

	simulated_session__init(row);
	row->session = copy(session->name);
	row->coachee = copy(session->coachee);
	row->coachee_display_name = copy(session->coachee_display_name);
	row->start_time = copy_time(session->start_time);
	row->cutoff_time = copy_time(session->cutoff_time);
	row->before = decision_of(before);
	row->after = decision_of(after);
	row->recorded = before->recorded;
	row->differs = row->before != row->after;
	row->before_reasons = reasons_of(before, facts, rows->locale, &row->n_before_reasons);
	row->after_reasons = reasons_of(after, facts, rows->locale, &row->n_after_reasons);
	row->unknown = copy(before->known && after->known ? "" : words_unknown(past->unknown, rows->locale));
	rows->list = allocated(realloc(rows->list, (rows->count + 1) * sizeof(*rows->list)));
	rows->list[rows->count++] = row;
}

static int by_start(const void *left, const void *right)
{
	const SimulatedSession *a = *(SimulatedSession *const *)left, *b = *(SimulatedSession *const *)right;

	if (a->start_time->seconds != b->start_time->seconds)
		return a->start_time->seconds < b->start_time->seconds ? -1 : 1;
	return strcmp(a->session, b->session);
}

void simulation_rows_sort(struct simulation_rows *rows)
{
	if (rows->count > 0)
		qsort(rows->list, rows->count, sizeof(*rows->list), by_start);
}

void simulation_rows_free(struct simulation_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		simulated_session__free_unpacked(rows->list[i], NULL);
	free(rows->list);
	*rows = (struct simulation_rows){ .locale = rows->locale };
}

/* ---- sums */

void simulation_sums_init(struct simulation_sums *sums)
{
	*sums = (struct simulation_sums){ 0 };
	gate_tally__init(&sums->before);
	gate_tally__init(&sums->after);
}

static void count(GateTally *tally, GateDecision decision)
{
	tally->pass += decision == GATE_DECISION_PASS;
	tally->ask_coach += decision == GATE_DECISION_ASK_COACH;
	tally->withdraw += decision == GATE_DECISION_WITHDRAW;
	tally->exempt += decision == GATE_DECISION_EXEMPT;
	tally->unknown += decision == GATE_DECISION_UNSPECIFIED;
}

static void count_coach(struct simulation_sums *sums, const char *coach)
{
	for (int i = 0; i < sums->n_coaches; i++)
		if (strcmp(sums->coaches[i], coach) == 0)
			return;
	sums->coaches = allocated(realloc(sums->coaches, ((size_t)sums->n_coaches + 1) * sizeof(*sums->coaches)));
	sums->coaches[sums->n_coaches++] = copy(coach);
}

void simulation_sums_add(struct simulation_sums *sums, const Session *session, const struct simulation_outcome *before,
	const struct simulation_outcome *after)
{
	count(&sums->before, decision_of(before));
	count(&sums->after, decision_of(after));
	sums->differing += decision_of(before) != decision_of(after);
	count_coach(sums, session->coach);
	if (sums->last_coachee != NULL && strcmp(sums->last_coachee, session->coachee) == 0)
		return;
	free(sums->last_coachee);
	sums->last_coachee = copy(session->coachee);
	sums->n_coachees++;
}

static void round_to(int *value, int multiple)
{
	*value = (*value + multiple / 2) / multiple * multiple;
}

static void round_tally(GateTally *tally, int multiple)
{
	round_to(&tally->pass, multiple);
	round_to(&tally->ask_coach, multiple);
	round_to(&tally->withdraw, multiple);
	round_to(&tally->exempt, multiple);
	round_to(&tally->unknown, multiple);
}

void simulation_sums_round(struct simulation_sums *sums, int multiple)
{
	round_tally(&sums->before, multiple);
	round_tally(&sums->after, multiple);
	round_to(&sums->differing, multiple);
	round_to(&sums->left_out, multiple);
}

void simulation_sums_free(struct simulation_sums *sums)
{
	for (int i = 0; i < sums->n_coaches; i++)
		free(sums->coaches[i]);
	free(sums->coaches);
	free(sums->last_coachee);
	simulation_sums_init(sums);
}
