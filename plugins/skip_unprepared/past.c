/* skip_unprepared — a session as it was at its cut-off. */
#include "past.h"

#include <string.h>

static int64_t time_us(const Timestamp *time)
{
	return time == NULL ? 0 : time->seconds * 1000000 + time->nanos / 1000;
}

/* Whether it was there by then; 0 is never. */
static bool was_by(const Timestamp *time, int64_t moment)
{
	return time != NULL && time_us(time) <= moment;
}

/* The last time it was given back by then; NULL without one. */
static const PreparationReturn *last_return(const Preparation *preparation, int64_t moment)
{
	for (size_t i = preparation->n_returns; i > 0; i--)
		if (was_by(preparation->returns[i - 1]->return_time, moment))
			return preparation->returns[i - 1];
	return NULL;
}

/* The state that it was in. Each return tells of a time it was in before; of the first time alone nothing is kept once
 * it came in again. */
static PreparationState state_at(const Preparation *preparation, int64_t moment, bool *ret_unsure)
{
	const PreparationReturn *given_back = last_return(preparation, moment);

	*ret_unsure = false;
	if (given_back != NULL)
		return was_by(given_back->submit_time, moment) ? PREPARATION_STATE_SUBMITTED
							       : PREPARATION_STATE_RETURNED;
	if (preparation->n_returns == 0)
		return was_by(preparation->submit_time, moment) ? PREPARATION_STATE_SUBMITTED : PREPARATION_STATE_DRAFT;
	*ret_unsure = was_by(preparation->create_time, moment);
	return PREPARATION_STATE_DRAFT;
}

/* Giving it back dates it, too, and changes no answer. */
static bool was_written_after(const Preparation *preparation, int64_t moment)
{
	const int64_t written = time_us(preparation->update_time);
	const PreparationReturn *last =
		preparation->n_returns > 0 ? preparation->returns[preparation->n_returns - 1] : NULL;

	return written > moment && (last == NULL || written != time_us(last->return_time));
}

const GateLook *past_look(const Session *session)
{
	const GateLook *look = session->gate_look;

	return look != NULL && time_us(look->cutoff_time) == time_us(session->cutoff_time) ? look : NULL;
}

/* What the check found settles what the preparation's own dates leave open. */
static bool found_nothing(const GateLook *look)
{
	for (size_t i = 0; look != NULL && i < look->n_findings; i++)
		if (look->findings[i]->reason == GATE_REASON_NOTHING_IN)
			return true;
	return false;
}

static void look_at_preparation(const Preparation *preparation, int64_t cutoff, struct past *ret)
{
	bool unsure;

	ret->has_preparation = true;
	ret->preparation = *preparation;
	ret->preparation.state = state_at(preparation, cutoff, &unsure);
	if (unsure && found_nothing(past_look(&ret->session)))
		ret->unknown = PAST_KNOWN;
	else if (unsure)
		ret->unknown = PAST_UNSURE;
	else if (!rule_received(&ret->preparation))
		ret->unknown = PAST_KNOWN;
	else if (preparation->n_answers == 0)
		ret->unknown = PAST_GONE;
	else if (was_written_after(preparation, cutoff))
		ret->unknown = PAST_CHANGED;
}

static bool is_person(const char *name)
{
	return strncmp(name, "people/", 7) == 0;
}

struct rule_verdict past_verdict(const GateLook *look)
{
	struct rule_verdict verdict = { .decision = look->decision };

	for (size_t i = 0; i < look->n_findings && i < RULE_REASONS; i++)
		verdict.findings[verdict.n_findings++] = (struct rule_finding){ .reason = look->findings[i]->reason,
			.key = look->findings[i]->key,
			.count = look->findings[i]->count };
	return verdict;
}

/* What the coach had said by then; and whether it was off by then. */
static bool had_ended(const Session *session, int64_t cutoff)
{
	if (session->state == SESSION_STATE_CANCELLED)
		return was_by(session->update_time, cutoff);
	return is_person(session->decided_by) && was_by(session->decide_time, cutoff) &&
	       session->verdict == VERDICT_NOT_JOINING;
}

static bool coach_was_coming(const Session *session, int64_t cutoff)
{
	return is_person(session->decided_by) && was_by(session->decide_time, cutoff) &&
	       (session->verdict == VERDICT_GO || session->verdict == VERDICT_COACH_MORE);
}

void past_at_cutoff(const Session *session, const Preparation *preparation, struct past *ret)
{
	const int64_t cutoff = time_us(session->cutoff_time);

	*ret = (struct past){ .looked = past_look(session) != NULL || !had_ended(session, cutoff),
		.session = *session };
	if (preparation != NULL)
		look_at_preparation(preparation, cutoff, ret);
	ret->session.verdict = VERDICT_UNSPECIFIED;
	ret->session.verdict_rule = (char *)"";
	if (coach_was_coming(session, cutoff))
		ret->session.state = SESSION_STATE_CONFIRMED;
	else if (ret->has_preparation && ret->preparation.state == PREPARATION_STATE_SUBMITTED)
		ret->session.state = SESSION_STATE_PREPARED;
	else
		ret->session.state = SESSION_STATE_PLANNED;
}

size_t past_earlier(Preparation *const *all, size_t count, const Preparation *of, Preparation *ret[RULE_EARLIER])
{
	size_t n = 0;

	for (size_t i = count; i > 0 && n < RULE_EARLIER; i--)
		if (all[i - 1]->state == PREPARATION_STATE_SUBMITTED && strcmp(all[i - 1]->name, of->name) != 0 &&
			time_us(all[i - 1]->submit_time) < time_us(of->submit_time))
			ret[n++] = all[i - 1];
	for (size_t i = 0; i < n / 2; i++) {
		Preparation *swap = ret[i];

		ret[i] = ret[n - 1 - i];
		ret[n - 1 - i] = swap;
	}
	return n;
}

bool past_judge(const struct past *past, const struct rule_facts *facts, struct rule_verdict *ret)
{
	struct rule_facts then = *facts, bare;

	then.session = &past->session;
	then.preparation = past->has_preparation ? &past->preparation : NULL;
	then.now = time_us(past->session.cutoff_time);
	then.acting = true;
	bare = then;
	bare.preparation = NULL;
	*ret = rule_judge(&bare);
	/* Where it says anything else, no word of the preparation counts. */
	if (ret->findings[0].reason != GATE_REASON_NOTHING_IN)
		return true;
	*ret = rule_judge(&then);
	return past->unknown == PAST_KNOWN && (then.questions != NULL || !rule_received(then.preparation));
}
