/* service/ — the names by which requests mean things. */
#ifndef RIDEALONG_SERVICE_NAME_H
#define RIDEALONG_SERVICE_NAME_H

#include "daemon/service/call.h"
#include "ridealong/v1/person.pb-c.h"

/** The person a request means with "people/ID", "people/ADDRESS" (also an alias, without regard to case) or
 * "people/me". Anything else is INVALID_ARGUMENT that names the `field`; nobody, or nobody that the caller may see,
 * NOT_FOUND. *ret lives in the call's arena, its etag is empty. */
enum status service_name_person(struct call *call, const char *field, const char *given, Person **ret);

/** The same for a list's filter: *ret is "people/ID", or "" for an empty `given`. */
enum status service_name_filter(struct call *call, const char *field, const char *given, const char **ret);

/** Whether a name is "COLLECTION/ID" with an id of one segment: INVALID_ARGUMENT else, naming the field. */
enum status service_name_check(struct call *call, const char *field, const char *given, const char *collection);

/** "meetings/ID/preparation" gives "meetings/ID" for suffix "/preparation"; INVALID_ARGUMENT names the field when the
 *  name is not of that kind. In the call's arena. */
enum status service_name_parent(struct call *call, const char *field, const char *given, const char *collection,
	const char *suffix, const char **ret);

#endif
