/* domain/ — the contract's codes as people read them, in English and Dutch. */
#ifndef RIDEALONG_DOMAIN_WORDS_H
#define RIDEALONG_DOMAIN_WORDS_H

#include <ridealong/v1/action_point.pb-c.h>
#include <ridealong/v1/debrief.pb-c.h>
#include <ridealong/v1/session.pb-c.h>
#include <stdbool.h>

/** Whether a locale such as "nl" or "nl_NL.UTF-8" asks for Dutch; everything else, NULL included, is English. */
bool words_dutch(const char *locale);

/** One of the two, by locale. format_arg has the compiler check both as formats where the result is one. */
const char *words_pick(const char *locale, const char *en, const char *nl)
	__attribute__((format_arg(2), format_arg(3)));

/* Codes in words, lower case; "" for a value that is none. Constants for the process's life; any thread. */
const char *words_session_state(SessionState state, const char *locale);
const char *words_verdict(Verdict verdict, const char *locale);
const char *words_cancel_cause(CancelCause cause, const char *locale);
const char *words_outcome(Outcome outcome, const char *locale);
const char *words_observation(ObservationKind kind, const char *locale);
const char *words_action_point_state(ActionPointState state, const char *locale);
const char *words_learning(LearningKind kind, const char *locale);
const char *words_helped(Helped helped, const char *locale);
const char *words_check(CheckAnswer answer, const char *locale);

/** Who did something, as people call them: "service" and "plugins/NAME" in words. `name` itself of everybody else. */
const char *words_actor(const char *name, const char *locale);

#endif
