/* service/ — which fields an update writes (AIP-134). */
#ifndef RIDEALONG_SERVICE_MASK_H
#define RIDEALONG_SERVICE_MASK_H

#include "daemon/service/call.h"
#include "google/protobuf/field_mask.pb-c.h"

/** Whether the mask has nothing but fields of `allowed` ("email aliases language") or "*": INVALID_ARGUMENT (field
 *  update_mask) else, with the ones that are. NULL is fine. */
enum status service_mask_check(struct call *call, const FieldMask *mask, const char *allowed);

/** Whether the field is to be written: it is in the mask, or the mask is absent, empty or "*". */
bool service_mask_has(const FieldMask *mask, const char *field);

#endif
