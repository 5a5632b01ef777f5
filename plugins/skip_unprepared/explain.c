/* skip_unprepared — what the check found, or would.
 *
 * What was kept when it looked is told as it was kept; what the answers measure is told as they are now. */
#include "explain.h"

#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "past.h"
#include "ridealong/v1/gate.pb-c.h"
#include "settings.h"
#include "since.h"
#include "words.h"

struct explain {
	const struct sdk *sdk;
	struct ridealong_work *work;
	const char *locale;
};

static size_t list_answers(
	const struct rule_facts *facts, const char *locale, GateAnswer answers[RULE_ANSWERS], GateAnswer **ret)
{
	const struct rule_settings *settings = facts->settings != NULL ? facts->settings : &rule_defaults;
	struct rule_measure measures[RULE_ANSWERS];
	const size_t count = rule_measure(facts, measures);

	for (size_t i = 0; i < count; i++) {
		gate_answer__init(&answers[i]);
		answers[i].key = (char *)measures[i].key;
		answers[i].question = (char *)words_question(facts, measures[i].key, locale);
		answers[i].words = measures[i].words;
		answers[i].words_least = measures[i].words_least;
		answers[i].similarity_permille = (int32_t)(measures[i].similarity * 1000);
		answers[i].similarity_permille_same = settings->alike_permille;
		answers[i].default_text = measures[i].default_text;
		ret[i] = &answers[i];
	}
	return count;
}

/* What came in since the look, and waits for the coach, is what there is to explain. */
static const GateLook *look_that_counts(const struct rule_facts *facts)
{
	const GateLook *look = past_look(facts->session);

	if (look != NULL && facts->session->state == SESSION_STATE_PREPARED && facts->preparation != NULL &&
		sdk_time_us(facts->preparation->submit_time) > sdk_time_us(look->look_time))
		return NULL;
	return look;
}

static void answer(const struct explain *explain, const struct rule_facts *facts)
{
	ExplainGateResponse response = EXPLAIN_GATE_RESPONSE__INIT;
	const GateLook *look = look_that_counts(facts);
	const struct rule_verdict verdict = look != NULL ? past_verdict(look) : rule_judge(facts);
	char words[RULE_REASONS][WORDS_SIZE], *reasons[RULE_REASONS], since[SINCE_MOST][WORDS_SIZE],
		*list_since[SINCE_MOST];
	GateAnswer answers[RULE_ANSWERS], *list[RULE_ANSWERS];
	GateSettings settings;

	for (size_t i = 0; i < verdict.n_findings; i++) {
		words_reason(&verdict.findings[i], facts, explain->locale, words[i]);
		reasons[i] = words[i];
	}
	settings_put(facts->settings != NULL ? facts->settings : &rule_defaults, &settings);
	response.session = facts->session->name;
	response.decision = verdict.decision;
	response.reasons = reasons;
	response.n_reasons = verdict.n_findings;
	response.rule = look != NULL ? look->rule : RULE_NAME;
	response.settings = look != NULL ? look->settings : &settings;
	if (look != NULL) {
		response.look_time = look->look_time;
		response.n_since = since_list(facts, look, explain->locale, since);
		for (size_t i = 0; i < response.n_since; i++)
			list_since[i] = since[i];
		response.since = list_since;
	}
	response.answers = list;
	response.n_answers = list_answers(facts, explain->locale, answers, list);
	sdk_finish(explain->sdk, explain->work, &response.base);
}

static void on_gathered(void *arg, const struct ridealong_reply *end, const struct rule_facts *facts)
{
	struct explain *explain = arg;

	if (facts == NULL)
		sdk_finish_as(explain->sdk, explain->work, end);
	else
		answer(explain, facts);
	free(explain);
}

void explain_start(const struct sdk *sdk, struct ridealong_work *work, const struct ridealong_call *call)
{
	ExplainGateRequest *request =
		(ExplainGateRequest *)sdk_request(sdk, work, call, &explain_gate_request__descriptor);
	struct explain *explain;

	if (request == NULL)
		return;
	explain = calloc(1, sizeof(*explain));
	if (explain == NULL)
		abort();
	*explain = (struct explain){
		.sdk = sdk, .work = work, .locale = strncmp(call->locale, "nl", 2) == 0 ? "nl" : "en"
	};
	facts_gather(sdk, work, request->session, call->caller, on_gathered, explain);
	explain_gate_request__free_unpacked(request, NULL);
}
