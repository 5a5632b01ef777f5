/* domain/ — who sits at the table: ours and the customer's. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_ATTENDANCE_H
#define RIDEALONG_DOMAIN_ATTENDANCE_H

#include <stdbool.h>
#include <stddef.h>

/** Somebody on the meeting's list. */
struct attendance_guest {
	const char *email;
	const char *person; /* "people/ID" when the service knows them, else NULL or "" */
};

/** One of the two: their name in the service, and their address. */
struct attendance_host {
	const char *person, *email;
};

struct attendance {
	int ours;   /* coach and coachee included; 0 when nobody of theirs is known */
	int theirs; /* 0: the list names none of theirs, and says nothing about numbers */
};

/** Ours are coach and coachee, whoever the service knows, and whoever has an address at the host of one of the two; the
 *  others are theirs. A host at which anybody can have an address (gmail.com and the like) makes nobody ours. Names
 * that stand on the list twice count once. */
struct attendance attendance_count(const struct attendance_guest *guests, size_t count,
	const struct attendance_host *coach, const struct attendance_host *coachee);

/** Whether there are more of us than of them; a list without any of theirs says nothing. */
bool attendance_outnumbers(const struct attendance *attendance);

#endif
