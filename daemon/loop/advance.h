/* loop/ — a simulation's clock: time moves to the next due moment, everything settles, and again, up to the target. */
#ifndef RIDEALONG_LOOP_ADVANCE_H
#define RIDEALONG_LOOP_ADVANCE_H

#include "daemon/loop/loop.h"

/** Takes with timers of one plugin at one instant; more is a timer that sets itself again for the same instant. */
#define ADVANCE_ROUNDS 1000
/** Without any progress for so long (monotonic), what is waited for is stuck. */
#define ADVANCE_STUCK_NS (INT64_C(30) * 1000000000)

/** After take_start(). Registers Admin/AdvanceClock: FAILED_PRECONDITION on a real clock; ABORTED while another moves
 * it; DEADLINE_EXCEEDED names the plugin that is stuck, and the clock stays where it came; RESOURCE_EXHAUSTED names the
 *  timer that comes due at one instant for ever. */
enum status advance_start(struct loop *loop, struct error *reterr);
void advance_finish(struct loop *loop);

#endif
