/* service/ — erasing a person: a durable job of the service's own timers, a step a write.
 *
 *	asked     they have no access any more, sessions to come are cancelled, event person.erasing
 *	waiting   until every configured plugin is done with that event, for it wipes what it keeps
 *	erasing   table by table (daemon/store/personal.def), from the last to the first
 *	cleaning  between two transactions: VACUUM, an empty WAL, copies without them
 *	done      event person.erased
 *
 * It goes on after a crash where it was: every step is a transaction with the timer of the next. */
#ifndef RIDEALONG_SERVICE_ERASURE_H
#define RIDEALONG_SERVICE_ERASURE_H

#include "daemon/service/call.h"
#include "ridealong/v1/privacy.pb-c.h"

#define SERVICE_ERASURE_ERASE "erase" /* timers: "erase/people/ID" */
#define SERVICE_ERASURE_CLEAN "clean"

/** ErasePerson. */
enum status service_erasure_ask(struct call *call, const ErasePersonRequest *in, Erasure **ret);
/** Adds for which plugins it waits. */
enum status service_erasure_fill(struct call *call, Erasure *erasure);
/** Names of sessions to come of a person; why none of it can begin now, in the caller's language, or "". */
enum status service_erasure_look(
	struct call *call, const char *person, char ***ret_to_come, size_t *ret_count, const char **ret_hindrance);

/** A plugin is done with more events: what waits for it goes on. Write lane. */
enum status service_erasure_move(struct call *call);
/** The timer of that kind is due. */
enum status service_erasure_fire(struct call *call, const char *kind, const char *person);
/** Cleans, outside of any transaction. */
enum status service_erasure_clean(struct call *call);

#endif
