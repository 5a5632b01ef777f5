/* service/ — coaching relations: methods of People, kept in a file of their own. */
#ifndef RIDEALONG_SERVICE_COACHING_H
#define RIDEALONG_SERVICE_COACHING_H

#include "daemon/service/call.h"
#include "ridealong/v1/person.pb-c.h"

/** Starts a relation. ALREADY_EXISTS when the two have one on a day of it. Event: coaching.created. Write lane. */
enum status service_coaching_create(struct call *call, const CreateCoachingRequest *in, Coaching **ret);
enum status service_coaching_get(struct call *call, const GetCoachingRequest *in, Coaching **ret);
enum status service_coaching_list(struct call *call, const ListCoachingsRequest *in, ListCoachingsResponse **ret);
/** Changes cadence or end. Event: coaching.updated. Write lane. */
enum status service_coaching_update(struct call *call, const UpdateCoachingRequest *in, Coaching **ret);

#endif
