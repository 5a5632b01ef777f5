/* loop/ — what its own files start and stop; for the files of this storey alone. */
#ifndef RIDEALONG_LOOP_INSIDE_H
#define RIDEALONG_LOOP_INSIDE_H

#include "daemon/loop/loop.h"

/* inbox.c */

enum status loop_inbox_start(struct loop *loop, struct error *reterr);
/** Tasks that are posted from here on wait for loop_inbox_drain(). */
void loop_inbox_stop(struct loop *loop);
/** Runs what was posted and never ran. Without libuv. */
void loop_inbox_drain(struct loop *loop);
void loop_inbox_destroy(struct loop *loop);
bool loop_inbox_empty(struct loop *loop);

/* call.c */

enum status loop_calls_start(struct loop *loop, struct error *reterr);
/** Ends what waits with UNAVAILABLE. */
void loop_calls_stop(struct loop *loop);
void loop_calls_destroy(struct loop *loop);

/* timer.c */

enum status loop_timer_start(struct loop *loop, struct error *reterr);
void loop_timer_stop(struct loop *loop);
void loop_timer_destroy(struct loop *loop);
/** Looks what is due, fires the service's own, and arms for the next. */
void loop_timer_check(struct loop *loop);
/** Up to when plugins' timers may be handed out, in the open snapshot: what the service itself does at a moment is done
 *  before plugins hear of that moment, or they would find a session as it was. One that failed holds up nobody. What is
 *  read lives in the arena. */
enum status loop_timer_until(
	struct loop *loop, int64_t now, struct arena *arena, int64_t *ret_until, struct error *reterr);
/** No service timer is due or being fired. */
bool loop_timer_quiet(struct loop *loop);

/* watch.c */

enum status loop_watch_start(struct loop *loop, struct error *reterr);
void loop_watch_destroy(struct loop *loop);

#endif
