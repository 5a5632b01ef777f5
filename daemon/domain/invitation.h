/* domain/ — an appointment as an iCalendar file, to be taken into whatever calendar somebody has.
 *
 * RFC 5545, METHOD:PUBLISH (RFC 5546 section 3.2.1): nobody is invited and nothing is answered. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_INVITATION_H
#define RIDEALONG_DOMAIN_INVITATION_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"

#define INVITATION_TYPE "text/calendar; charset=utf-8; method=PUBLISH"

/** Texts may hold anything; times in µs UTC. */
struct invitation {
	const char *uid; /* the same for the same appointment: a newer file replaces an older one */
	const char *summary, *description;
	const char *organizer_name, *organizer_email;
	int64_t start, end;
	int64_t created, changed; /* the later it was changed, the higher its SEQUENCE */
	bool cancelled;
	bool confidential; /* CLASS:CONFIDENTIAL: others who see the calendar see that it is taken, not by what */
};

/** The file, lines folded at 75 octets and ended by CRLF; in the arena. */
const char *invitation_text(const struct invitation *invitation, struct arena *arena);

#endif
