/* service/ — an answer by mail on its way. answer.c opens it, by address and sender, and hands it to the grammar of
 * what was asked; each acts as the person, and says in `reply` what it did. All in the call's arena. */
#ifndef RIDEALONG_SERVICE_ANSWER_H
#define RIDEALONG_SERVICE_ANSWER_H

#include "daemon/service/call.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** One answer on its way. */
struct answer {
	Reminder *reminder;
	Person *person;   /* who was asked, and answers */
	Session *session; /* what it is about; NULL for an action point or a rhythm */
	const char *text;
	const char *quoted; /* the same between the lines that it quotes; "" when there is nothing else */
	int today;          /* the person's */
	bool open;          /* it did not do what was asked: the address stays good for another answer */
	AnswerResponse *reply;
};

/** Calls a method as the person, in this call's transaction: with their rights, and in their language. *ret (NULL is
 *  fine) takes a pointer to the reply. */
enum status service_answer_act(
	struct call *call, const struct answer *answer, const char *method, const ProtobufCMessage *in, void *ret);
/** INVALID_ARGUMENT: nothing was done; the problem says what could be said. */
enum status service_answer_not_understood(struct call *call, const char *problem);
/** What was done, in the person's language; both are formats for what follows. */
void service_answer_say(struct call *call, struct answer *answer, const char *en, const char *nl, ...)
	__attribute__((format(printf, 3, 5), format(printf, 4, 5)));

/** `: "words"` for the end of a sentence, short and in one line; "" when there are none. */
const char *service_answer_quote(struct call *call, const char *words);
/** The words without the writer's name on a last line of its own: "go", and "Sofie" below it. */
const char *service_answer_reason(struct call *call, const struct answer *answer, const char *words);
/** Shows a line back, and what it was taken for. */
void service_answer_show(struct call *call, struct answer *answer, const char *line, const char *meaning);

/* ---- doing without (answer_stop.c) ---- */

/** Whether it says "stop", and nothing else, to a message of a kind that one may do without. */
bool service_answer_is_stop(const struct answer *answer);
/** None of that kind comes any more. What was asked can still be answered. */
enum status service_answer_stop(struct call *call, struct answer *answer);

/* ---- around a decision (answer_decide.c) ---- */

/** The coach decides on what came in, or on an appeal: go, talk, no, or alone. */
enum status service_answer_decide(struct call *call, struct answer *answer);
/** The coach was invited: go, no, or talk, which is a decision. */
enum status service_answer_invitation(struct call *call, struct answer *answer);
/** The coach was told of a skip: go after all, or to one of the meetings that the message offered. */
enum status service_answer_skip(struct call *call, struct answer *answer);
/** The coachee was told of a skip: "prepared after all". */
enum status service_answer_appeal(struct call *call, struct answer *answer);

/* ---- about an action point (answer_action_point.c) ---- */

/** Done, another day, or dropped with a reason. */
enum status service_answer_action_point(struct call *call, struct answer *answer);

/* ---- around the rhythm, and what was done (answer_offer.c) ---- */

/** The coach goes along to one of the meetings that the message offered, from 1. */
enum status service_answer_option(struct call *call, struct answer *answer, int option);
/** The coach was told that the rhythm slips: one of what was offered, or another day. */
enum status service_answer_rhythm(struct call *call, struct answer *answer);
/** The coach's words go to whoever did it. */
enum status service_answer_praise(struct call *call, struct answer *answer);

/* ---- about a preparation (answer_prepare.c) ---- */

/** The answers to the six questions, handed in; what reads like none is put aside, and leaves the request open. */
enum status service_answer_prepare(struct call *call, struct answer *answer);
/** The coach's three optional lines, in answer to the card. */
enum status service_answer_card(struct call *call, struct answer *answer);
/* ---- a second answer (answer_again.c) ---- */

/** Whether a request that was answered takes one more answer: to prepare, while questions are open; the card, until the
 *  session starts; the debrief, until it is closed. These only add lines, which the other sees come in, and people do
 *  write twice ("oh, and one more"). A letter is still taken once, and the address still opens this request alone, to
 * this person, for as long as it is open. What is decided or signed is so once: there a second word would take back the
 * first behind the other's back. */
enum status service_answer_once_more(struct call *call, const struct answer *answer, bool *ret);
/** FAILED_PRECONDITION, with what the person can do instead. */
enum status service_answer_refuse_again(struct call *call, const struct answer *answer);

/* ---- the debrief (answer_debrief.c) ---- */

/** Quick lines. What a coach writes before the coachee has spoken waits for that. */
enum status service_answer_debrief(struct call *call, struct answer *answer);
/** Reads and signs: correct, or seen with the words as the remark (answer_sign.c). Nothing is signed that the mail did
 *  not show: what came in since brings another mail. */
enum status service_answer_sign(struct call *call, struct answer *answer);
/** One word on whether it helped. */
enum status service_answer_helped(struct call *call, struct answer *answer);

/* ---- around unannounced sessions (answer_reveal.c) ---- */

/** The coach of a hidden session was asked what is to become of it: go tells the coachee now, no lets it go. */
enum status service_answer_unannounced(struct call *call, struct answer *answer);
/** The coachee answers the reveal itself. */
enum status service_answer_reveal(struct call *call, struct answer *answer);
/** The coach's three taps and lines. */
enum status service_answer_check(struct call *call, struct answer *answer);
/** The coachee's word on the intentions. */
enum status service_answer_confirm(struct call *call, struct answer *answer);
/** The coach stays away because the coachee said that it is not convenient: no skip. */
enum status service_answer_inconvenient(struct call *call, struct answer *answer, const char *reason);

/* ---- what ended, or collides (answer_ended.c) ---- */

/** The coach was told that a session lapsed: one word opens it again. */
enum status service_answer_ended(struct call *call, struct answer *answer);
/** The coach was asked about one of two at the same time: no withdraws from it, go keeps both for now, reopen takes
 * back one that was cancelled with its meeting. */
enum status service_answer_collided(struct call *call, struct answer *answer);

#endif
