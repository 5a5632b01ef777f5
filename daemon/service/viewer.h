/* service/ — with whose eyes a call reads. */
#ifndef RIDEALONG_SERVICE_VIEWER_H
#define RIDEALONG_SERVICE_VIEWER_H

#include "daemon/service/call.h"
#include "daemon/store/viewer.h"

/** The caller as the store's predicates know them; found once a call. Administrators, plugins, programs and the service
 *  see all (whether they may call the method at all, may() has said); a person sees by what they are to each row. */
enum status service_viewer(struct call *call, const struct store_viewer **ret);

/** The date of today in a zone (unknown or "": UTC), in the call's arena. */
const char *service_today(struct call *call, const char *zone);

#endif
