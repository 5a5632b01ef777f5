/* service/ — may(), with what the caller is to the people concerned looked up. */
#ifndef RIDEALONG_SERVICE_ALLOW_H
#define RIDEALONG_SERVICE_ALLOW_H

#include "daemon/domain/may.h"
#include "daemon/service/call.h"
#include "ridealong/v1/person.pb-c.h"

/** may() for the call: its caller, method and language. `object` is NULL when the method is about none. */
enum status service_allow(struct call *call, const struct may_object *object);

/** Whether the caller may do the call's method to something of `owner`'s ("people/ID"): as the owner, as one who
 * coaches the owner today, or by what they are (administrator, scope). `name` is the resource as the caller named it.
 *  NOT_FOUND, PERMISSION_DENIED. */
enum status service_allow_own(struct call *call, const char *name, const char *owner);

/** The same for something that both sides of a coaching may know: also as one whom `owner` coaches today. */
enum status service_allow_shared(struct call *call, const char *name, const char *owner);

/** The same for a team: its coach (`owner`), and those whom the coach coaches today. */
enum status service_allow_team(struct call *call, const char *name, const char *owner);

/** The relation that the request names in `field`, when the caller may do the call's method to it. INVALID_ARGUMENT,
 *  NOT_FOUND, PERMISSION_DENIED. */
enum status service_allow_coaching(struct call *call, const char *field, const char *name, Coaching **ret);

#endif
