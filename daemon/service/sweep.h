/* service/ — letting go of what has been kept for long enough (domain/retention.def, store/personal.def), every night.
 */
#ifndef RIDEALONG_SERVICE_SWEEP_H
#define RIDEALONG_SERVICE_SWEEP_H

#include "daemon/service/call.h"

#define SERVICE_SWEEP "sweep" /* its timer: "sweep/night" */

/** Sees to it that there is a next time; at the start. Write lane. */
enum status service_sweep_arrange(struct call *call);
/** A bounded part of it; the rest at once in writes of their own, so that others come in between. Then the next night.
 *  Write lane. */
enum status service_sweep_fire(struct call *call);

#endif
