/* service/ — preparations: what the methods in preparation.c stand on. All in the call's arena. */
#ifndef RIDEALONG_SERVICE_PREPARATION_H
#define RIDEALONG_SERVICE_PREPARATION_H

#include "daemon/service/call.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/template.pb-c.h"

/** A meeting's preparation with what is asked. `kept` is a new, empty one when nobody began it. */
struct preparation {
	Meeting *meeting;
	Preparation *kept;
	Template *template;          /* said in the caller's language, the names filled in; its part BEFORE is asked */
	const char *coach, *coachee; /* those names */
	const char *coach_person;    /* "people/ID"; "" when nobody coaches the owner */
};

/* ---- questions and answers (preparation_content.c) ---- */

/** The questions for a preparation's template, with names filled in. */
enum status service_preparation_questions(struct call *call, struct preparation *preparation);
/** Takes over answers (an empty text takes one back) and, when there are any, keys of intentions. Checked before. */
enum status service_preparation_merge(struct call *call, struct preparation *preparation, Answer *const *answers,
	size_t n_answers, char *const *intention_keys, size_t n_intention_keys);
/** A question that is asked before, or NULL. */
const Question *service_preparation_question(const struct preparation *preparation, const char *key);
/** Whether the text is the question's default answer, in any of its languages. */
bool service_preparation_is_default(
	struct call *call, const struct preparation *preparation, const Question *question, const char *text);
/** A default text that was left as it is becomes the answer, in whatever language it is read. */
void service_preparation_defaults(struct call *call, struct preparation *preparation);
/** Handed in: from now on its texts name the coach as they do now. */
void service_preparation_pin(struct preparation *preparation);
/** Whether there is any answer of the person's own. */
bool service_preparation_has_answer(const struct preparation *preparation);

/* ---- intentions (preparation_intention.c) ---- */

/** The answers of those keys become the intentions, in that order; no keys: the choice stays. Those that were said at a
 *  reveal stay behind them. INVALID_ARGUMENT names intention_keys. */
enum status service_preparation_choose(
	struct call *call, struct preparation *preparation, char *const *keys, size_t n_keys);
/** The intentions that both may know: all once the preparation (NULL without one) was handed in, of a draft those that
 *  were said at a reveal. */
enum status service_preparation_intentions(
	struct call *call, const char *meeting, const Preparation *preparation, Intention ***ret, size_t *ret_count);

/* ---- as it is read (preparation.c, preparation_show.c) ---- */

/** A meeting's preparation as the call's method, which has asked may(), answers with it. */
enum status service_preparation_of_meeting(struct call *call, const char *meeting, Preparation **ret);
/** Says the answers that are default texts left as they are in the caller's language, in a preparation as it is kept.
 */
enum status service_preparation_say(struct call *call, Preparation *kept);
/** Etag, questions, open keys and carried action points, as the caller may see them. */
enum status service_preparation_show(struct call *call, struct preparation *preparation, Preparation **ret);

#endif
