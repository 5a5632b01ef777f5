/* service/ — the coach's working notes, as others need them. */
#ifndef RIDEALONG_SERVICE_WORKING_NOTE_H
#define RIDEALONG_SERVICE_WORKING_NOTE_H

#include <stdint.h>

/** How long they are kept after their session came to its end, or after they were written since. */
#define SERVICE_WORKING_NOTE_KEPT_US (14 * INT64_C(86400000000))

#endif
