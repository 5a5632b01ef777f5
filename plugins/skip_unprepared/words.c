/* skip_unprepared — reasons in words. */
#include "words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "moment.h"

static int64_t cutoff_us(const struct rule_facts *facts)
{
	const Timestamp *cutoff = facts->session->cutoff_time;

	return cutoff == NULL ? 0 : cutoff->seconds * 1000000 + cutoff->nanos / 1000;
}

const char *words_question(const struct rule_facts *facts, const char *key, const char *language)
{
	const Question *question = NULL;

	for (size_t i = 0; facts->questions != NULL && i < facts->questions->n_questions; i++)
		if (facts->questions->questions[i]->part == TEMPLATE_PART_BEFORE &&
			strcmp(facts->questions->questions[i]->key, key) == 0)
			question = facts->questions->questions[i];
	for (size_t i = 0; question != NULL && i < question->n_texts; i++)
		if (strcmp(question->texts[i]->language, language) == 0)
			return question->texts[i]->text;
	return question != NULL ? question->text : key;
}

void words_reason(
	const struct rule_finding *finding, const struct rule_facts *facts, const char *locale, char ret[WORDS_SIZE])
{
	const bool nl = strncmp(locale, "nl", 2) == 0;
	const char *zone = facts->zone != NULL ? facts->zone : facts->coachee->time_zone;
	char time[MOMENT_TEXT], moment[MOMENT_TEXT];

	moment_time(cutoff_us(facts), zone, time);
	moment_text(cutoff_us(facts), zone, nl ? "nl" : "en", moment);
	switch (finding->reason) {
	case RULE_NOTHING_YET:
		snprintf(ret, WORDS_SIZE,
			nl ? "er is nog geen voorbereiding binnen; de check kijkt op %s"
			   : "no preparation has come in yet; the check looks on %s",
			moment);
		return;
	case RULE_NOTHING_IN:
		snprintf(ret, WORDS_SIZE,
			nl ? "om %s was er nog geen voorbereiding binnen" : "no preparation had come in by %s", time);
		return;
	case RULE_THIN:
		snprintf(ret, WORDS_SIZE,
			nl ? "het antwoord op \"%.200s\" is nog kort" : "the answer to \"%.200s\" is short so far",
			words_question(facts, finding->key, nl ? "nl" : "en"));
		return;
	case RULE_COPIED:
		snprintf(ret, WORDS_SIZE,
			nl ? "%d antwoorden zijn gelijk aan die van een eerdere voorbereiding"
			   : "%d answers are the same as in an earlier preparation",
			finding->count);
		return;
	case RULE_RETURNED:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "de vraag die terugkwam is nog niet beantwoord"
			   : "the question that came back has not been answered yet");
		return;
	case RULE_PREPARED:
		snprintf(ret, WORDS_SIZE, "%s", nl ? "de voorbereiding is binnen" : "the preparation is in");
		return;
	case RULE_COACH_DECIDED:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "de coach gaat mee; dat besluit telt" : "the coach is coming along; that decision stands");
		return;
	case RULE_UNANNOUNCED:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "voor een onaangekondigde sessie geldt de check niet"
			   : "the check does not apply to an unannounced session");
		return;
	case RULE_BOOKED_LATE:
		snprintf(ret, WORDS_SIZE,
			nl ? "de sessie is gepland na het moment van de check (%s)"
			   : "the session was planned after the moment of the check (%s)",
			moment);
		return;
	case RULE_ABSENT:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "de dag van de check is een vrije dag" : "the day of the check is a day off");
		return;
	case RULE_TOO_LATE:
		snprintf(ret, WORDS_SIZE,
			nl ? "het moment van de check (%s) is voorbij" : "the moment of the check (%s) has passed",
			moment);
		return;
	default:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "de check kijkt alleen vóór een sessie" : "the check looks before a session only");
	}
}
