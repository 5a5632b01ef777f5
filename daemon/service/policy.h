/* service/ — what holds for a coach's team. */
#ifndef RIDEALONG_SERVICE_POLICY_H
#define RIDEALONG_SERVICE_POLICY_H

#include "daemon/domain/policy.h"
#include "daemon/service/call.h"
#include "ridealong/v1/person.pb-c.h"

#define SERVICE_POLICY_MINUTE INT64_C(60000000) /* µs */

/** What holds for the team of "people/ID", whose addresses are looked up where that can matter; somebody who is not
 * there (any more) has the one of all teams. */
enum status service_policy_of(struct call *call, const char *coach, struct policy *ret);
/** The same where the person is at hand. */
struct policy service_policy_for(const struct call *call, const Person *coach);

/** Fills the parts of a team that say so: all values, and a line a setting in the caller's language. In the arena. */
void service_policy_show(struct call *call, const Person *coach, Team *team);

/** Addresses of the configuration's team sections of which nobody is known, each in the arena. */
enum status service_policy_strangers(struct call *call, char ***ret, size_t *ret_count);

#endif
