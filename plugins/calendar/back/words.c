/* plugins/calendar/back: see words.h. */
#include "back/words.h"

#include <string.h>

static const char *pick(const char *const words[2], const char *language)
{
	return words[language && strncmp(language, "nl", 2) == 0];
}

const char *calendar_back_word(enum back_word word, const char *language)
{
	static const char *const words[][2] = {
		[BACK_WORD_ALONG] = { "Along with %s", "Mee met %s" },
		[BACK_WORD_COMES] = { "%s comes along", "%s gaat mee" },
		[BACK_WORD_ASKED_BY] = { "%s asks you along", "%s vraagt je mee" },
		[BACK_WORD_ASKED] = { "%s is asked along", "%s is mee gevraagd" },
		[BACK_WORD_SESSION] = { "Session", "Sessie" },
		[BACK_WORD_DEBRIEF] = { "Debrief", "Nabespreken" },
		[BACK_WORD_ON_THE_WAY] = { "On the way", "Onderweg" },
		[BACK_WORD_THERE_TOGETHER] = { "On the way together", "Samen onderweg" },
		[BACK_WORD_BACK_TOGETHER] = { "On the way back together", "Samen terug" },
		[BACK_WORD_ACTION_POINT] = { "Action point", "Actiepunt" },
		[BACK_WORD_STATE] = { "State: %s", "Stand: %s" },
		[BACK_WORD_NOT_ANNOUNCED] = { "Not announced yet", "Nog niet aangekondigd" },
		[BACK_WORD_COACH_FOCUS] = { "%s watches for: %s", "%s let op: %s" },
		[BACK_WORD_COACHEE_FOCUS] = { "%s asks to watch for: %s", "%s vraagt te letten op: %s" },
	};

	return pick(words[word], language);
}

const char *calendar_back_state(SessionState state, const char *language)
{
	static const char *const words[][2] = {
		[SESSION_STATE_UNSPECIFIED] = { "not known", "niet bekend" },
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
	const size_t count = sizeof(words) / sizeof(words[0]);

	return pick(words[(size_t)state < count ? state : SESSION_STATE_UNSPECIFIED], language);
}
