/* plugins/calendar/back: what stands in people's own calendars, in English and Dutch. Pure.
 *
 * A title says who, where and when, for it is read over one's shoulder: never what an action point or a tip says. Of a
 * confidential session it names nobody.
 */
#ifndef CALENDAR_BACK_WORDS_H
#define CALENDAR_BACK_WORDS_H

#include "ridealong/v1/session.pb-c.h"

enum back_word {
	BACK_WORD_ALONG,    /* of a coach: with whom */
	BACK_WORD_COMES,    /* of a coachee: who */
	BACK_WORD_ASKED_BY, /* of a coach who is invited: by whom */
	BACK_WORD_ASKED,    /* of a coachee who invites: whom */
	BACK_WORD_SESSION,  /* without names */
	BACK_WORD_DEBRIEF,
	BACK_WORD_ON_THE_WAY,
	BACK_WORD_THERE_TOGETHER,
	BACK_WORD_BACK_TOGETHER,
	BACK_WORD_ACTION_POINT,
	BACK_WORD_STATE, /* how it stands */
	BACK_WORD_NOT_ANNOUNCED,
	BACK_WORD_COACH_FOCUS,  /* who, what */
	BACK_WORD_COACHEE_FOCUS /* who, what */
};

/** A format for printf with the strings named above; English for any language but "nl". */
const char *calendar_back_word(enum back_word word, const char *language);
/** How a session stands. */
const char *calendar_back_state(SessionState state, const char *language);

#endif
