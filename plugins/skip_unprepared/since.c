/* skip_unprepared — what came of a session since the check looked. */
#include "since.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "moment.h"

struct since {
	const struct rule_facts *facts;
	const GateLook *look;
	const char *zone;
	bool nl;
	char (*list)[WORDS_SIZE];
	size_t count;
};

static int64_t time_us(const Timestamp *time)
{
	return time == NULL ? 0 : time->seconds * 1000000 + time->nanos / 1000;
}

static void __attribute__((format(printf, 2, 3))) say(struct since *since, const char *format, ...)
{
	va_list args;

	if (since->count == SINCE_MOST)
		return;
	va_start(args, format);
	vsnprintf(since->list[since->count++], WORDS_SIZE, format, args);
	va_end(args);
}

static bool by_person(const Session *session)
{
	return strncmp(session->decided_by, "people/", 7) == 0;
}

static void say_preparation(struct since *since)
{
	const Preparation *preparation = since->facts->preparation;
	char moment[MOMENT_TEXT];

	if (preparation == NULL || time_us(preparation->submit_time) <= time_us(since->look->look_time))
		return;
	moment_text(time_us(preparation->submit_time), since->zone, since->nl ? "nl" : "en", moment);
	say(since, since->nl ? "de voorbereiding kwam binnen op %s" : "the preparation came in on %s", moment);
}

static void say_appeal(struct since *since)
{
	const char *reason = since->facts->session->appeal_reason;

	if (!since->facts->session->appealed)
		return;
	if (reason[0] != '\0')
		say(since,
			since->nl ? "er is gevraagd opnieuw te kijken: \"%.300s\""
				  : "a second look was asked for: \"%.300s\"",
			reason);
	else
		say(since, "%s", since->nl ? "er is gevraagd opnieuw te kijken" : "a second look was asked for");
}

static const char *verdict_words(Verdict verdict, bool nl)
{
	switch (verdict) {
	case VERDICT_GO:
		return nl ? "gaat mee" : "coming along";
	case VERDICT_COACH_MORE:
		return nl ? "gaat mee, eerst nog doorspreken" : "coming along, talk first";
	default:
		return nl ? "gaat niet mee" : "not coming along";
	}
}

/* True when somebody decided since. */
static bool say_decision(struct since *since)
{
	const Session *session = since->facts->session;
	char moment[MOMENT_TEXT];

	if (time_us(session->decide_time) < time_us(since->look->look_time) ||
		strncmp(session->decided_by, "plugins/", 8) == 0 || session->decided_by[0] == '\0')
		return false;
	moment_text(time_us(session->decide_time), since->zone, since->nl ? "nl" : "en", moment);
	if (by_person(session))
		say(since, since->nl ? "de coach besloot op %s: %s" : "the coach decided on %s: %s", moment,
			verdict_words(session->verdict, since->nl));
	else
		say(since,
			since->nl ? "dat was op tijd: sinds %s gaat de coach weer mee"
				  : "that was in time: since %s the coach is coming along again",
			moment);
	return true;
}

/* What can still be done, and what was left undone. */
static void say_open(struct since *since)
{
	const Session *session = since->facts->session;
	const int64_t now = since->facts->now;
	char grace[MOMENT_TEXT], departure[MOMENT_TEXT];

	if (session->state != SESSION_STATE_SKIPPED)
		return;
	moment_text(time_us(session->grace_time), since->zone, since->nl ? "nl" : "en", grace);
	moment_text(time_us(session->departure_time), since->zone, since->nl ? "nl" : "en", departure);
	if (session->appealed)
		say(since,
			now < time_us(session->departure_time)
				? (since->nl ? "de coach is gevraagd, en kan antwoorden tot %s"
					     : "the coach has been asked, and can answer until %s")
				: (since->nl ? "tot het vertrek (%s) kwam er geen antwoord"
					     : "no answer came before departure (%s)"),
			departure);
	else if (now < time_us(session->grace_time))
		say(since,
			since->nl ? "een voorbereiding voor %s brengt de coach vanzelf terug; daarna besluit de coach"
				  : "a preparation before %s brings the coach back by itself; after that the coach "
				    "decides",
			grace);
	else if (now < time_us(session->departure_time))
		say(since,
			since->nl ? "\"toch voorbereid\" kan tot %s; dan besluit de coach"
				  : "\"prepared after all\" can be said until %s; then the coach decides",
			departure);
}

size_t since_list(
	const struct rule_facts *facts, const GateLook *look, const char *locale, char ret[SINCE_MOST][WORDS_SIZE])
{
	struct since since = { .facts = facts,
		.look = look,
		.zone = facts->zone != NULL ? facts->zone : facts->coachee->time_zone,
		.nl = strncmp(locale, "nl", 2) == 0,
		.list = ret };

	say_preparation(&since);
	say_appeal(&since);
	if (!say_decision(&since))
		say_open(&since);
	return since.count;
}
