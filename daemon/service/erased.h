/* service/ — how people who were erased are called. */
#ifndef RIDEALONG_SERVICE_ERASED_H
#define RIDEALONG_SERVICE_ERASED_H

#include "daemon/service/call.h"

/** Says in Dutch, in an answer to a caller who reads Dutch, who is an "erased person": the store knows no locale. */
void service_erased_say(struct call *call);

#endif
