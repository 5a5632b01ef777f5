/* service/ — notes and debriefs: what the methods in debrief.c stand on. All in the call's arena. */
#ifndef RIDEALONG_SERVICE_DEBRIEF_H
#define RIDEALONG_SERVICE_DEBRIEF_H

#include "daemon/domain/quick_line.h"
#include "daemon/service/call.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** Quick lines of one text, and what became of them. `kept` goes on over several texts. */
struct debrief_lines {
	const Session *session;
	const char *writer;   /* "people/ID" */
	bool debrief;         /* written in the debrief rather than during the meeting */
	bool together;        /* and by the two at one table */
	int64_t observe_time; /* µs */
	int32_t intention;    /* what lines without a number of their own are about; 0 for none */
	struct quick_lines read;
	Intention **intentions; /* of the preparation, once it was handed in */
	size_t n_intentions;
	Observation **kept;
	size_t n_kept;
	bool helped; /* help given is among them: the coachee has not confirmed that */
};

/** Reads a text. INVALID_ARGUMENT when there is no line, or they are too long. */
enum status service_debrief_read(struct call *call, const char *text, struct debrief_lines *lines);
/** Keeps what it says: observations, outcomes, action points and promises. What cannot be kept as what it was meant to
 *  be is kept as text, and its entry says why. Experience lines are kept as text during the meeting and left to the
 *  caller in the debrief. Help that came in has to be confirmed anew. */
enum status service_debrief_keep(struct call *call, struct debrief_lines *lines);

/** An action point or promise that a line agrees on, and what a line says of one from before (debrief_point.c). When it
 *  cannot be, *ret_problem says why in the caller's language, and nothing is stored; else it is "". */
enum status service_debrief_agree(
	struct call *call, struct debrief_lines *lines, const struct quick_entry *entry, const char **ret_problem);
enum status service_debrief_point(
	struct call *call, struct debrief_lines *lines, const struct quick_entry *entry, const char **ret_problem);

/** The whole debrief as it is now; nothing is taken out of it (debrief_load.c). */
enum status service_debrief_load(struct call *call, const Session *session, Debrief **ret);
/** What a session's preparation says to it: intentions as far as it was handed in, and its goal ("" without one). */
enum status service_debrief_intentions(
	struct call *call, const Session *session, Intention ***ret, size_t *ret_count, char **ret_goal);

/** The row alone: as it is kept, or as the first line would make it now (debrief_write.c). */
enum status service_debrief_row(struct call *call, const Session *session, Debrief **ret);
/** Writes the row; what was signed was signed before, so the signatures go. */
enum status service_debrief_put(struct call *call, const Session *session, Debrief *debrief);

/** Whether it can be signed, and who did. */
struct debrief_ready {
	bool complete; /* the four required entries are in */
	bool coach, coachee;
};

/** How it stands (debrief_ready.c): look before something is written, and ask after it. */
enum status service_debrief_look(struct call *call, const Session *session, struct debrief_ready *ret);
/** Has the two asked to read and sign when the last of the four entries came in since (session.signable), and whoever's
 *  signature was taken back since asked anew (session.unsigned_coach, session.unsigned_coachee). */
enum status service_debrief_ask(struct call *call, const Session *session, const struct debrief_ready *before);
/** Has that one of the two asked anew. */
enum status service_debrief_ask_again(struct call *call, const Session *session, const char *person);

/** The session whose debrief a request names, for the call's method. */
enum status service_debrief_session(struct call *call, const char *given, Session **ret);

/** Notes during the meeting (debrief_note.c). */
enum status service_debrief_note(struct call *call, const AddNotesRequest *in, AddNotesResponse **ret);
/** The lines of the conversation right after (debrief_write.c). */
enum status service_debrief_write(struct call *call, const WriteDebriefRequest *in, WriteDebriefResponse **ret);

/** Signing, and what happens next (debrief_sign.c). */
enum status service_debrief_sign(struct call *call, const SignDebriefRequest *in, Debrief **ret);
/** Says in debrief->next, in the caller's language, what there is to do now. */
enum status service_debrief_next(struct call *call, const Session *session, Debrief *debrief);

/** What the coachee says of what the coach saw (debrief_reply.c). */
enum status service_debrief_contest(struct call *call, const ContestOutcomeRequest *in, Debrief **ret);
enum status service_debrief_confirm_help(struct call *call, const ConfirmHelpRequest *in, Debrief **ret);

/** What comes after the closing (debrief_amend.c). */
enum status service_debrief_amend(struct call *call, const AmendDebriefRequest *in, Debrief **ret);
/** Adds that to a closed debrief as the caller; `observe_time` (µs) for late notes, else 0. RESOURCE_EXHAUSTED when
 *  there are too many. */
enum status service_debrief_add_amendment(
	struct call *call, const Session *session, const char *text, int64_t observe_time, Amendment **ret);

/** Whether it helped (helped.c). */
enum status service_helped_answer(struct call *call, const AnswerHelpedRequest *in, Debrief **ret);
enum status service_helped_trend(struct call *call, const GetHelpTrendRequest *in, HelpTrend **ret);

#endif
