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
	case GATE_REASON_NOTHING_YET:
		snprintf(ret, WORDS_SIZE,
			nl ? "er is nog geen voorbereiding binnen; de check kijkt op %s"
			   : "no preparation has come in yet; the check looks on %s",
			moment);
		return;
	case GATE_REASON_NOTHING_IN:
		snprintf(ret, WORDS_SIZE,
			nl ? "om %s was er nog geen voorbereiding binnen" : "no preparation had come in by %s", time);
		return;
	case GATE_REASON_THIN:
		snprintf(ret, WORDS_SIZE,
			nl ? "het antwoord op \"%.200s\" is nog kort" : "the answer to \"%.200s\" is short so far",
			words_question(facts, finding->key, nl ? "nl" : "en"));
		return;
	case GATE_REASON_COPIED:
		snprintf(ret, WORDS_SIZE,
			nl ? "%d antwoorden zijn gelijk aan die van een eerdere voorbereiding"
			   : "%d answers are the same as in an earlier preparation",
			finding->count);
		return;
	case GATE_REASON_RETURNED:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "de vraag die terugkwam is nog niet beantwoord"
			   : "the question that came back has not been answered yet");
		return;
	case GATE_REASON_PREPARED:
		snprintf(ret, WORDS_SIZE, "%s", nl ? "de voorbereiding is binnen" : "the preparation is in");
		return;
	case GATE_REASON_COACH_DECIDED:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "de coach gaat mee; dat besluit telt" : "the coach is coming along; that decision stands");
		return;
	case GATE_REASON_UNANNOUNCED:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "voor een onaangekondigde sessie geldt de check niet"
			   : "the check does not apply to an unannounced session");
		return;
	case GATE_REASON_BOOKED_LATE:
		snprintf(ret, WORDS_SIZE,
			nl ? "de sessie is gepland na het moment van de check (%s)"
			   : "the session was planned after the moment of the check (%s)",
			moment);
		return;
	case GATE_REASON_ABSENT:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "de dag van de check is een vrije dag" : "the day of the check is a day off");
		return;
	case GATE_REASON_TOO_LATE:
		snprintf(ret, WORDS_SIZE,
			nl ? "het moment van de check (%s) is voorbij" : "the moment of the check (%s) has passed",
			moment);
		return;
	case GATE_REASON_NOT_ACCEPTED:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "de coach heeft nog geen ja gezegd op de uitnodiging"
			   : "the coach has not said yes to the invitation yet");
		return;
	case GATE_REASON_OFF:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "dit team werkt zonder de check" : "this team works without the check");
		return;
	default:
		snprintf(ret, WORDS_SIZE, "%s",
			nl ? "de check kijkt alleen vóór een sessie" : "the check looks before a session only");
	}
}

const char *words_unknown(enum past_unknown unknown, const char *locale)
{
	const bool nl = strncmp(locale, "nl", 2) == 0;

	switch (unknown) {
	case PAST_CHANGED:
		return nl ? "er is na de check nog aan geschreven; wat er toen stond wordt niet bewaard"
			  : "it was written on after the check; what stood there then is not kept";
	case PAST_UNSURE:
		return nl ? "de voorbereiding ging terug en kwam opnieuw binnen; wanneer voor het eerst wordt niet "
			    "bewaard"
			  : "the preparation went back and came in again; when it first came in is not kept";
	case PAST_GONE:
		return nl ? "wat er stond wordt niet meer bewaard" : "what stood there is not kept any more";
	default:
		return nl ? "de vragen worden niet meer bewaard" : "the questions are not kept any more";
	}
}
