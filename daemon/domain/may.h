/* domain/ — who may do what: one function, one table with a row for every method of the contract.
 *
 * What one may not see is NOT_FOUND, in the very words of what does not exist; what one sees but may not do is
 * PERMISSION_DENIED. A method without a row fails the build (check/rules.c). Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_MAY_H
#define RIDEALONG_DOMAIN_MAY_H

#include <stdbool.h>

#include "daemon/base/arena.h"
#include "daemon/domain/actor.h"
#include "proto/status.h"

/** What a method is about. NULL for what it has not. */
struct may_object {
	const char *name;    /* the resource as the caller named it, for messages */
	const char *coach;   /* "people/ID" */
	const char *coachee; /* "people/ID" */
	const char *owner;   /* "people/ID": of a meeting, preparation, action point, reminder; the person themself */
	bool hidden;         /* part of an unannounced session that is not revealed: not there for the coachee */
};

/** Decides. Without an object: the coarse check before anything is loaded (whether this kind of caller may call the
 *  method at all). `method` is the full name, "ridealong.v1.Sessions/PlanSession".
 *
 *  People act by what they are to the object. Plugins and programs act by scope ("meetings.write"); a person for whom a
 *  plugin or a scoped token acts needs both. Administrators may what nobody has to sign for in person; not even they
 * see a hidden session at which they are the coachee. Programs do not see hidden ones either. UNAUTHENTICATED,
 * PERMISSION_DENIED, NOT_FOUND. */
enum status may(const struct actor *actor, const char *method, const struct may_object *object, const char *locale,
	struct error *reterr);

/** The one NOT_FOUND: equal byte for byte whether the resource does not exist or is not the caller's to see. */
enum status may_not_found(const char *name, const char *locale, struct error *reterr);

/** Whether the actor has the scope; people without a scoped token have every scope. */
bool may_scope(const struct actor *actor, const char *scope);

/** Who may call the method at all, in words: "the coach, administrators". In the arena; NULL without a row. */
const char *may_words(const char *method, const char *locale, struct arena *arena);

/** Whether the table has a row for the method. */
bool may_knows(const char *method);

#endif
