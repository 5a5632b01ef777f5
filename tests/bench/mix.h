/* tests/bench/ — a mix of calls, made for people that a running daemon has: who they are and what they may read is
 * asked of it first. */
#ifndef RIDEALONG_TESTS_BENCH_MIX_H
#define RIDEALONG_TESTS_BENCH_MIX_H

#include <stddef.h>
#include <stdint.h>

#include "load.h"

/** What a call of the mix asks. Names are those of mix_parse(). */
enum mix_call {
	MIX_STATUS,    /* Admin/GetStatus */
	MIX_SESSION,   /* Sessions/GetSession */
	MIX_NEXT,      /* Sessions/GetSession of "sessions/@next" */
	MIX_LAST,      /* Sessions/GetSession of "sessions/@last" */
	MIX_SESSIONS,  /* Sessions/ListSessions, a page of 50 */
	MIX_AHEAD,     /* Sessions/ListSessions, 50 of those that are not over by now */
	MIX_MEETINGS,  /* Meetings/ListMeetings, 50 */
	MIX_EVENTS,    /* Events/ListEvents, the 50 latest */
	MIX_ACTIONS,   /* ActionPoints/ListActionPoints, 50 */
	MIX_REMINDERS, /* Reminders/ListReminders, 50 */
	MIX_ITEMS,     /* OneOnOnes/ListOneOnOneItems, 50 */
	MIX_REPORT,    /* Reports/ReportCoaching of a coach's own relations */
	MIX_WRITE,     /* Meetings/CreateMeeting: leaves meetings named "Load" behind */
	MIX_CALLS
};

extern const char *const mix_names[MIX_CALLS];

struct mix;

/** Asks the daemon at that address for its people, at most `most` of them (or for the one with an address alone, when
 *  `only` is not NULL), and for a session of each; they get tokens until mix_close(). The caller must be an
 * administrator there. Ends the program when nobody is there, or nobody is known. */
struct mix *mix_open(const char *server, int most, const char *only);
void mix_close(struct mix *mix);

/** "session=60,sessions=20,write=5": how many parts of which call; NULL: reads as people do them. Where it is
 *  wrong is returned, else NULL. */
const char *mix_parse(struct mix *mix, const char *text);

/** Which call the one of that number is. */
enum mix_call mix_call_of(const struct mix *mix, uint64_t number);

/** For struct load: `arg` is the mix. */
size_t mix_make(void *arg, uint64_t number, uint8_t *bytes);

#endif
