/* plugins/reminders/messages/ — timers that move, but only where they wait. */
#ifndef RIDEALONG_REMINDERS_MOVES_H
#define RIDEALONG_REMINDERS_MOVES_H

#include "plugins/reminders/reminders.h"

struct moves;

struct moves *moves_create(void);
/** DIARY_NEVER: it goes. */
void moves_add(struct moves *moves, const char *key, int64_t due);
/** One call with all of them; the moves are gone when this returns. */
void moves_make(struct moves *moves, struct reminders *self, struct ridealong_work *work, sdk_reply_cb done, void *arg);
/** Of moves that are not made; NULL is fine. */
void moves_destroy(struct moves *moves);

#endif
