/* domain/ — an appointment as an iCalendar file, to be taken into whatever calendar somebody has.
 *
 * RFC 5545. Without somebody who invites METHOD:PUBLISH (RFC 5546 section 3.2.1): nobody is invited, and nothing is
 * answered. Otherwise METHOD:REQUEST, and METHOD:CANCEL once it is cancelled: mail programs put it into the calendar of
 * those who are invited, move it, and take it away. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_INVITATION_H
#define RIDEALONG_DOMAIN_INVITATION_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"

#define INVITATION_TYPE "text/calendar; charset=utf-8; method="

/** Texts may hold anything; times in µs UTC. */
struct invitation {
	const char *uid; /* the same for the same appointment: a newer file replaces an older one */
	const char *summary, *description;
	const char *organizer_name, *organizer_email;
	const char *inviter_name, *inviter_email; /* who invites the two, in the organizer's place; NULL: nobody does */
	const char *names[2], *emails[2];         /* of the two; only when somebody invites them */
	int64_t start, end;
	int64_t created, changed; /* the later it was changed, the higher its SEQUENCE */
	bool cancelled;
	bool confidential; /* CLASS:CONFIDENTIAL: others who see the calendar see that it is taken, not by what */
};

/** "PUBLISH", "REQUEST" or "CANCEL". */
const char *invitation_method(const struct invitation *invitation);
/** The file, lines folded at 75 octets and ended by CRLF; in the arena. */
const char *invitation_text(const struct invitation *invitation, struct arena *arena);

#endif
