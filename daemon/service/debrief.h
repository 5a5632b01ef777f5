/* service/ — notes and debriefs: what the methods in debrief.c stand on. All in the call's arena. */
#ifndef RIDEALONG_SERVICE_DEBRIEF_H
#define RIDEALONG_SERVICE_DEBRIEF_H

#include "daemon/domain/quick_line.h"
#include "daemon/service/call.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** Quick lines of one call, and what became of them. */
struct debrief_lines {
	const Session *session;
	const char *writer;   /* "people/ID" */
	bool debrief;         /* written in the debrief rather than during the meeting */
	bool together;        /* and by the two at one table */
	int64_t observe_time; /* µs */
	struct quick_lines read;
	Observation **kept;
	size_t n_kept;
};

/** Reads the lines of a request. INVALID_ARGUMENT when there is none, or they are too long. */
enum status service_debrief_read(struct call *call, const char *text, struct debrief_lines *lines);
/** Keeps what they say: observations, outcomes, action points and promises. What cannot be kept as what it was meant to
 *  be is kept as text, and its entry says why. Experience lines are kept as text during the meeting and left to the
 *  caller in the debrief. */
enum status service_debrief_keep(struct call *call, struct debrief_lines *lines);

/** An action point or promise that a line agrees on, and what a line says of one from before (debrief_point.c). When it
 *  cannot be, *ret_problem says why in the caller's language, and nothing is stored; else it is "". */
enum status service_debrief_agree(
	struct call *call, struct debrief_lines *lines, const struct quick_entry *entry, const char **ret_problem);
enum status service_debrief_point(
	struct call *call, struct debrief_lines *lines, const struct quick_entry *entry, const char **ret_problem);

/** The whole debrief as it is now; nothing is taken out of it. */
enum status service_debrief_load(struct call *call, const Session *session, Debrief **ret);

/** Notes during the meeting (debrief_note.c). */
enum status service_debrief_note(struct call *call, const AddNotesRequest *in, AddNotesResponse **ret);
/** The lines of the conversation right after (debrief_write.c). */
enum status service_debrief_write(struct call *call, const WriteDebriefRequest *in, WriteDebriefResponse **ret);

#endif
