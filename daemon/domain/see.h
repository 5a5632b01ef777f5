/* domain/ — who sees what: a rule a field of every message that leaves the daemon (see.def).
 *
 * may.h has said that the caller may have the answer; this takes out of it what is not for this caller. Where a rule
 * needs to know who is who, the message's own fields say so (coach, coachee, owner); what they do not say counts as
 * "somebody else". Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_SEE_H
#define RIDEALONG_DOMAIN_SEE_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>

#include "daemon/domain/actor.h"
#include "proto/status.h"

/** Clears in place every field, in all depths, that the actor may not see in the answer of that method (full name).
 *  Memory is the arena's: nothing is freed. A message without rules comes out empty. */
void see(const struct actor *actor, const char *method, ProtobufCMessage *message);

/** A field that not everybody is shown who gets the message, and who is, in words. */
struct see_withheld {
	const char *message, *field, *who;
};

/** The one of that number, counted from 0; false past the last. */
bool see_withholds(size_t number, const char *locale, struct see_withheld *ret);

/** Whether every field of every answer in the contract has its rule, and every method its row in may.h: what the build
 *  asks. INTERNAL names the first that is wrong. */
enum status see_check(struct error *reterr);

#endif
