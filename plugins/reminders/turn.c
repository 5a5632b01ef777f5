/* plugins/reminders/ — one after the other. */
#include "plugins/reminders/turn.h"

static struct turn *at_hand(const struct reminders *self)
{
	struct turn *turn = self->turns;

	while (turn != NULL && turn->left)
		turn = turn->next;
	return turn;
}

/* A turn may end from within its beginning: who ends it leaves the next one to the loop that began it. */
void turn_go_on(struct reminders *self)
{
	struct turn *turn;

	if (self->turning)
		return;
	self->turning = true;
	while ((turn = at_hand(self)) != NULL && !turn->begun && !(turn->alone && self->errands != NULL)) {
		turn->begun = true;
		turn->begin(turn);
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
	turn_go_on(self);
}

void turn_end(struct reminders *self, struct turn *turn)
{
	struct turn **at = &self->turns;

	while (*at != turn)
		at = &(*at)->next;
	*at = turn->next;
	turn->free(turn);
	turn_go_on(self);
}

void turn_end_all(struct reminders *self)
{
	while (self->turns != NULL) {
		struct turn *turn = self->turns;

		self->turns = turn->next;
		turn->free(turn);
	}
}
