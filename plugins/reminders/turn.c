/* plugins/reminders/ — one after the other. */
#include "plugins/reminders/turn.h"

/* A turn may end from within its beginning: who ends it leaves the next one to the loop that began it. */
static void go_on(struct reminders *self)
{
	if (self->turning)
		return;
	self->turning = true;
	while (self->turns != NULL && !self->turns->begun) {
		self->turns->begun = true;
		self->turns->begin(self->turns);
	}
	self->turning = false;
}

void turn_wait(struct reminders *self, struct turn *turn, void (*begin)(struct turn *turn),
	void (*free_turn)(struct turn *turn))
{
	struct turn **last = &self->turns;

	turn->begin = begin;
	turn->free = free_turn;
	while (*last != NULL)
		last = &(*last)->next;
	*last = turn;
	go_on(self);
}

void turn_end(struct reminders *self)
{
	struct turn *turn = self->turns;

	self->turns = turn->next;
	turn->free(turn);
	go_on(self);
}

void turn_end_all(struct reminders *self)
{
	while (self->turns != NULL) {
		struct turn *turn = self->turns;

		self->turns = turn->next;
		turn->free(turn);
	}
}
