/* domain/ — the contract's codes as people read them. */
#include "daemon/domain/words.h"

#include <stddef.h>
#include <string.h>

struct pair {
	const char *en, *nl;
};

static const struct pair session_states[] = {
	[SESSION_STATE_PLANNED] = { "planned", "gepland" },
	[SESSION_STATE_PREPARED] = { "prepared", "voorbereid" },
	[SESSION_STATE_CONFIRMED] = { "going ahead", "gaat door" },
	[SESSION_STATE_IN_PROGRESS] = { "under way", "bezig" },
	[SESSION_STATE_DEBRIEFING] = { "debrief", "nabespreken" },
	[SESSION_STATE_CLOSED] = { "closed", "afgerond" },
	[SESSION_STATE_SKIPPED] = { "did not go along", "niet meegegaan" },
	[SESSION_STATE_CANCELLED] = { "cancelled", "afgezegd" },
	[SESSION_STATE_LAPSED] = { "not debriefed", "niet nabesproken" },
};

static const struct pair verdicts[] = {
	[VERDICT_GO] = { "coming along", "gaat mee" },
	[VERDICT_COACH_MORE] = { "coming along, talk first", "gaat mee, eerst nog doorspreken" },
	[VERDICT_NOT_JOINING] = { "not coming along", "gaat niet mee" },
};

static const struct pair cancel_causes[] = {
	[CANCEL_CAUSE_COUNTERPART] = { "the other party prefers just the two of you",
		"de ander houdt het liever bij jullie tweeën" },
	[CANCEL_CAUSE_COACHING_ENDED] = { "the coaching relation ends before that day",
		"de coachrelatie eindigt vóór die dag" },
	[CANCEL_CAUSE_ANNOUNCED_BESIDE] = { "there is an announced session at that time",
		"er is op dat moment een aangekondigde sessie" },
	[CANCEL_CAUSE_NOT_UNANNOUNCED] = { "it could not be unannounced any more", "onaangekondigd mocht niet meer" },
};

static const struct pair outcomes[] = {
	[OUTCOME_HAPPENED] = { "happened", "gebeurd" },
	[OUTCOME_PARTLY] = { "partly", "deels" },
	[OUTCOME_NOT] = { "not", "niet" },
	[OUTCOME_NOT_OBSERVABLE] = { "could not be seen", "niet te zien" },
};

static const struct pair observations[] = {
	[OBSERVATION_KIND_HEARD] = { "seen or heard", "gezien of gehoord" },
	[OBSERVATION_KIND_WORKED] = { "worked", "werkte" },
	[OBSERVATION_KIND_TIP] = { "tip", "tip" },
	[OBSERVATION_KIND_HELP_ADDED] = { "added", "aangevuld" },
	[OBSERVATION_KIND_HELP_NUDGED] = { "nudged", "zetje gegeven" },
	[OBSERVATION_KIND_HELP_TOOK_OVER] = { "took over", "overgenomen" },
	[OBSERVATION_KIND_TEXT] = { "note", "notitie" },
};

static const struct pair action_point_states[] = {
	[ACTION_POINT_STATE_OPEN] = { "open", "open" },
	[ACTION_POINT_STATE_DONE] = { "done", "klaar" },
	[ACTION_POINT_STATE_DROPPED] = { "dropped", "vervallen" },
	[ACTION_POINT_STATE_PASSED_ON] = { "passed on", "doorgegeven" },
};

static const struct pair learning_kinds[] = {
	[LEARNING_KIND_EXPERIENCE] = { "by doing", "door te doen" },
	[LEARNING_KIND_COACHING] = { "from others", "van anderen" },
	[LEARNING_KIND_TRAINING] = { "by training", "door training" },
};

static const struct pair helped_answers[] = {
	[HELPED_YES] = { "yes", "ja" },
	[HELPED_A_LITTLE] = { "a little", "een beetje" },
	[HELPED_NO] = { "no", "nee" },
};

static const struct pair check_answers[] = {
	[CHECK_ANSWER_YES] = { "yes", "ja" },
	[CHECK_ANSWER_NO] = { "no", "nee" },
};

bool words_dutch(const char *locale)
{
	if (locale == NULL || strncmp(locale, "nl", 2) != 0)
		return false;
	return locale[2] == '\0' || strchr("_-.@", locale[2]) != NULL;
}

const char *words_pick(const char *locale, const char *en, const char *nl)
{
	return words_dutch(locale) ? nl : en;
}

static const char *look_up(const struct pair *table, size_t count, int code, const char *locale)
{
	if (code < 0 || (size_t)code >= count || table[code].en == NULL)
		return "";
	return words_pick(locale, table[code].en, table[code].nl);
}

#define LOOK_UP(table, code, locale) look_up(table, sizeof(table) / sizeof((table)[0]), (int)(code), locale)

const char *words_session_state(SessionState state, const char *locale)
{
	return LOOK_UP(session_states, state, locale);
}

const char *words_verdict(Verdict verdict, const char *locale)
{
	return LOOK_UP(verdicts, verdict, locale);
}

const char *words_cancel_cause(CancelCause cause, const char *locale)
{
	return LOOK_UP(cancel_causes, cause, locale);
}

const char *words_outcome(Outcome outcome, const char *locale)
{
	return LOOK_UP(outcomes, outcome, locale);
}

const char *words_observation(ObservationKind kind, const char *locale)
{
	return LOOK_UP(observations, kind, locale);
}

const char *words_action_point_state(ActionPointState state, const char *locale)
{
	return LOOK_UP(action_point_states, state, locale);
}

const char *words_learning(LearningKind kind, const char *locale)
{
	return LOOK_UP(learning_kinds, kind, locale);
}

const char *words_helped(Helped helped, const char *locale)
{
	return LOOK_UP(helped_answers, helped, locale);
}

const char *words_check(CheckAnswer answer, const char *locale)
{
	return LOOK_UP(check_answers, answer, locale);
}

const char *words_actor(const char *name, const char *locale)
{
	static const struct {
		const char *name;
		struct pair words;
	} actors[] = {
		{ "admin", { "an administrator", "een beheerder" } },
		{ "plugins/skip_unprepared", { "the preparation check", "de voorbereidingscheck" } },
		{ "service", { "the service", "de dienst" } },
	};

	for (size_t i = 0; i < sizeof(actors) / sizeof(actors[0]); i++)
		if (strcmp(name, actors[i].name) == 0)
			return words_pick(locale, actors[i].words.en, actors[i].words.nl);
	return strncmp(name, "plugins/", strlen("plugins/")) == 0 ? name + strlen("plugins/") : name;
}
