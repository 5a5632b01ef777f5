/* plugins/calendar/meetings: brings a person's meetings in line with one calendar.
 *
 * It reads who the owner is and which meetings of that calendar are known, puts onto the shelf what has come (shelf/),
 * works out series by series what the calendar says for a rolling window (60 days back, 400 ahead of the daemon's
 * clock), and hands over what differs, at most 500 at a time. The identity of a meeting is UID and RECURRENCE-ID, so a
 * move keeps it and the same file again changes nothing; where a series was moved as a whole, see move.h. A meeting
 * that has not begun and is in the calendar no more is cancelled, unless the file was cut short or the event of that
 * UID is refused. What is past stays.
 *
 * Of the calendar that holds what scheduling messages said (shelf/message.h) only series that are on the shelf count:
 * what is not there need not be gone. A file that is the same as the one that was taken in last leaves in place what
 * messages have changed since; another one replaces that, too.
 *
 * The brake: when more than half of the meetings that are coming (not begun, not cancelled) would be cancelled because
 * they are there no more, nothing is changed, neither here nor on the shelf, unless accept_cancellations is set. What
 * the calendar itself calls off is not counted.
 *
 * Host's thread; syncs run one after the other. Each step is a call, or a short stretch of work between two turns of
 * the loop; the last one ends in the callback.
 */
#ifndef CALENDAR_SYNC_H
#define CALENDAR_SYNC_H

#include "ical/source.h"
#include "shelf/shelf.h"
#include "shelf/spool.h"

#include <ridealong/sdk.h>

enum { CALENDAR_DAYS_BACK = 60, CALENDAR_DAYS_AHEAD = 400 };

struct calendar_sync_result {
	int status;                        /* gRPC; the counts say what was done until then */
	const struct calendar_reason *why; /* unless that is OK */
	const char *code;                  /* the machine's reason, "CANCELS_MOST" for the brake; may be empty */
	int64_t events;                    /* VEVENTs of the calendar */
	int created, updated, moved, unchanged, cancelled, outside;
	int about_unchanged, about_outside; /* of those, what is of the UID that was chosen (below) */
	int held;                           /* meetings that the brake kept from being cancelled */
	struct calendar_window window;
	const struct calendar_refusals *refusals; /* the first 100; of the file, and of meetings that the daemon did not
						     take */
	int refused;                              /* how many in all */
	const struct calendar_told *message;      /* when it was a scheduling message (message.h), else NULL */
};

/** What a scheduling message turns out to be about, see message.h. */
struct calendar_sync_choice {
	const char *calendar, *kind; /* as of the job until then; they live until done(). NULL: of none */
	const char *about;           /* the UID, of which nothing that vanishes is counted by the brake; or NULL */
	bool is_file;                /* the spool is what the calendar is from now on; else it is put, … */
	bool changes;                /* … and there is something to be put */
	const struct calendar_reason *refused; /* or why none of that */
};

/** The result is valid within the callback. */
typedef void (*calendar_sync_done)(void *arg, const struct calendar_sync_result *result);

/** Where syncs wait for each other. */
struct calendar_desk;

struct calendar_sync_job {
	struct ridealong_work *work; /* that the calls belong to, or NULL */
	const char *act_as;          /* as whom, or NULL */
	const char *owner;           /* "people/…" */
	const char *calendar;        /* the source, constant over imports */
	const char *kind;            /* as of calendar_shelf_calendar() */
	/** What the calendar is from now on, or NULL; the sync takes it over. */
	struct calendar_spool *spool;
	const char *file; /* what messages call it */
	/** Which calendar it is, now that its owner is known; within the turn. False when the shelf failed. NULL: the
	 *  one above. */
	bool (*choose)(void *arg, struct calendar_shelf *shelf, const char *owner, struct calendar_sync_choice *choice);
	/** What is to be put onto the shelf or removed, within the transaction: called once, before anything is read.
	 *  False when the shelf failed. NULL: nothing. With neither, the calendar is worked out anew as it is. */
	bool (*put)(void *arg, struct calendar_shelf *shelf, int64_t calendar);
	bool accept_cancellations;
	calendar_sync_done done; /* comes exactly once, never from within start */
	void *arg;
};

struct calendar_desk *calendar_desk_create(
	const struct sdk *sdk, struct calendar_shelf *shelf, const struct calendar_limits *limits);
/** Ends what is under way, CANCELLED, then calls stopped() when its handles are closed. NULL is fine: at once. No call
 *  of a sync may be under way (plugin.h: the host answers them before it stops a plugin). */
void calendar_desk_stop(struct calendar_desk *desk, void (*stopped)(void *arg), void *arg);
struct calendar_shelf *calendar_desk_shelf(const struct calendar_desk *desk);
const struct calendar_limits *calendar_desk_limits(const struct calendar_desk *desk);
/** A spool for a file of a calendar, within the limits; NULL when none can be had. */
struct calendar_spool *calendar_desk_spool(const struct calendar_desk *desk);

/** synced() is told after each sync of what has come (a file, objects) that went well. */
void calendar_desk_tell(struct calendar_desk *desk, void (*synced)(void *arg), void *arg);

/** Begins. Texts of the job are copied. */
void calendar_sync_start(struct calendar_desk *desk, const struct calendar_sync_job *job);

/** The rolling window at a time of the daemon's clock, µs. */
struct calendar_window calendar_sync_window(int64_t now_us);

#endif
