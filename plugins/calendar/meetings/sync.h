/* plugins/calendar/meetings: brings a person's meetings in line with one calendar.
 *
 * It reads who the owner is and which meetings of that calendar are known, works out what the calendar says for a
 * rolling window (60 days back, 400 ahead of the daemon's clock), and hands over what is to stand, 500 at a time. The
 * identity of a meeting is UID and RECURRENCE-ID, so a move keeps it and the same file again changes nothing. A meeting
 * that has not begun and is in the file no more is cancelled, unless the file is cut short or refused the event of that
 * UID. What is past stays.
 *
 * Host's thread. Each step is a call; the last one ends in the callback.
 */
#ifndef CALENDAR_SYNC_H
#define CALENDAR_SYNC_H

#include "ical/source.h"

#include <ridealong/sdk.h>

enum { CALENDAR_DAYS_BACK = 60, CALENDAR_DAYS_AHEAD = 400 };

struct calendar_sync_result {
	int status;                        /* gRPC; the counts say what was done until then */
	const struct calendar_reason *why; /* unless that is OK */
	const char *code;                  /* the machine's reason; may be empty */
	int created, updated, moved, unchanged, cancelled, outside;
	struct calendar_window window;
	const struct calendar_refusals *refusals; /* of the file, and of meetings that the daemon did not take */
};

/** The result is valid within the callback; so is the source, which the sync owns. */
typedef void (*calendar_sync_done)(void *arg, const struct calendar_sync_result *result);

struct calendar_sync_job {
	const struct sdk *sdk;
	struct ridealong_work *work;    /* that the calls belong to, or NULL */
	const char *act_as;             /* as whom, or NULL */
	const char *owner;              /* "people/…" */
	const char *calendar;           /* the source, constant over imports */
	struct calendar_source *source; /* ended, and not refused; the sync takes it over */
	calendar_sync_done done;        /* comes exactly once, never from within start */
	void *arg;
};

/** Begins. Texts of the job are copied. */
void calendar_sync_start(const struct calendar_sync_job *job);

/** The rolling window at a time of the daemon's clock, µs. */
struct calendar_window calendar_sync_window(int64_t now_us);

#endif
