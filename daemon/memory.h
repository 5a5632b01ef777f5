/* daemon/ — the memory that this process takes, as the kernel counts it. */
#ifndef RIDEALONG_DAEMON_MEMORY_H
#define RIDEALONG_DAEMON_MEMORY_H

#include <stdint.h>

/** Bytes that are resident now (/proc/self/statm), and the most that were at one time (VmHWM of /proc/self/status); 0
 *  where it cannot be told. Any thread. */
void memory_count(int64_t *ret_now, int64_t *ret_peak);

#endif
