/* plugins/reminders/messages/ — timers that move, but only where they wait. */
#include "plugins/reminders/messages/moves.h"

#include <stdlib.h>

#include "plugins/reminders/rules/diary.h"
#include "ridealong/v1/timer.pb-c.h"

struct moves {
	MoveTimersRequest request;
};

struct moves *moves_create(void)
{
	struct moves *moves = task_allocate(sizeof(*moves));

	moves->request = (MoveTimersRequest)MOVE_TIMERS_REQUEST__INIT;
	return moves;
}

void moves_add(struct moves *moves, const char *key, int64_t due)
{
	MoveTimersRequest *request = &moves->request;
	Timer timer = TIMER__INIT;
	Timestamp time = sdk_time(due);

	timer.key = (char *)key;
	timer.due_time = due != DIARY_NEVER ? &time : NULL;
	request->timers = realloc(request->timers, (request->n_timers + 1) * sizeof(request->timers[0]));
	if (request->timers == NULL)
		abort();
	request->timers[request->n_timers++] = (Timer *)sdk_copy(&timer.base);
}

void moves_make(struct moves *moves, struct reminders *self, struct ridealong_work *work, sdk_reply_cb done, void *arg)
{
	sdk_call(&self->sdk, work, &timers__descriptor, "MoveTimers", NULL, &moves->request.base, done, arg);
	moves_destroy(moves);
}

void moves_destroy(struct moves *moves)
{
	if (moves == NULL)
		return;
	for (size_t i = 0; i < moves->request.n_timers; i++)
		sdk_free(&moves->request.timers[i]->base);
	free(moves->request.timers);
	free(moves);
}
