/* plugins/calendar/back: a coach's sessions in a calendar on a CalDAV server (RFC 4791 section 5.3.2). A section
 *
 *	[plugin calendar NAME]
 *	sessions_to = URL      the calendar, an address of a collection
 *	owner = ADDRESS        the coach
 *
 * and how to get in (sources/login.h). What stands there is what the coach's feed has of the sessions in which they are
 *the coach (entries.h), but for those that are not announced: others may read that calendar. Each entry is an object
 *named after its UID; only those are written and removed, and nothing else there is looked at. What somebody changes in
 *one of them stays until it is written again, and is then overwritten. A calendar that is not there (any more), or does
 *not let us in, is told once in the log, until it works again.
 *
 * Which objects are there is kept in the plugin's folder. Host's thread.
 */
#ifndef CALENDAR_MIRROR_H
#define CALENDAR_MIRROR_H

#include <ridealong/sdk.h>

struct mirror;

/** Faults of the key, and of such a section as a whole. */
const char *mirror_url_fault(const char *value);
const char *mirror_fault(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key);

/** NULL, with a sentence in *ret_error (static storage), when the password cannot be read. */
struct mirror *mirror_start(const struct sdk *sdk, const char *part, const char **ret_error);
/** Calls stopped() when its handles are closed. */
void mirror_stop(struct mirror *mirror, void (*stopped)(void *arg), void *arg);

/** Something of this person's has changed; NULL: of anybody's. It is written soon. */
void mirror_mark(struct mirror *mirror, const char *person);
/** Calls then() when nothing is left to be written, or it has failed for now. */
void mirror_wait(struct mirror *mirror, void (*then)(void *arg), void *arg);
/** Forgets what is kept of the person, when it is the owner. False when that could not be removed. */
bool mirror_wipe(struct mirror *mirror, const char *person);

#endif
