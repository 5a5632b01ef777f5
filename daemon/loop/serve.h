/* loop/ — methods that a plugin serves: the call is parked and handed to the plugin as work. */
#ifndef RIDEALONG_LOOP_SERVE_H
#define RIDEALONG_LOOP_SERVE_H

#include "daemon/loop/loop.h"

/** After take_start(). UNAVAILABLE names the plugin when it is switched off or not configured; while its process is
 *  being started again, the call waits; DEADLINE_EXCEEDED names it when it did not answer in time. */
enum status serve_start(struct loop *loop, struct error *reterr);

#endif
