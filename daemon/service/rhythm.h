/* service/ — the rhythm of coaching relations: methods of People, and what happens to a relation by itself. */
#ifndef RIDEALONG_SERVICE_RHYTHM_H
#define RIDEALONG_SERVICE_RHYTHM_H

#include "daemon/service/call.h"
#include "ridealong/v1/person.pb-c.h"

enum status service_rhythm_get(struct call *call, const GetRhythmRequest *in, Rhythm **ret);
/** Event coaching.postponed, for the coach. Write lane. */
enum status service_rhythm_postpone(struct call *call, const PostponeRhythmRequest *in, Rhythm **ret);

/** What became of a relation. */
enum coaching_change { COACHING_MADE, COACHING_RHYTHM, COACHING_END };

/** Sets the relation's timers anew, as far as that matters to them. One that slips already is told of on the next day
 * at the earliest, or, when the relation is new, in a week: who enters many at once does not want as many mails.
 * Another end alone tells nobody again. */
enum status service_coaching_timers(struct call *call, const Coaching *coaching, enum coaching_change change);

/** One of the two lives in another zone: what waits for a day of theirs keeps that day, by the clock there. */
enum status service_coaching_moved(
	struct call *call, const Coaching *coaching, const Person *before, const Person *person);

/** A timer of a relation is due, with its kind: "cadence" tells the coach alone that the rhythm slips (event
 *  coaching.slipping) when nothing is planned, and again after every such span; "handover" passes the open action
 * points of what has ended to the next relation; "rhythm" only sets the timers. */
enum status service_coaching_due(struct call *call, const char *kind, const char *name);

#endif
