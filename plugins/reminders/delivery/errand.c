/* plugins/reminders/delivery/ — one errand a message. */
#include "plugins/reminders/delivery/errand.h"

#include <stdio.h>
#include <string.h>

#include "plugins/reminders/turn.h"

/* The list is in the order of arrival: who has nobody to the same receiver before them may go. */
static bool is_first(const struct reminders *self, const struct errand *errand)
{
	for (const struct errand *earlier = self->errands; earlier != errand; earlier = earlier->next)
		if (strcmp(earlier->receiver, errand->receiver) == 0)
			return false;
	return true;
}

static struct errand *next_to_go(const struct reminders *self)
{
	for (struct errand *errand = self->errands; errand != NULL; errand = errand->next)
		if (!errand->begun && is_first(self, errand))
			return errand;
	return NULL;
}

/* An errand may end from within its beginning: who ends it leaves the next one to the loop that began it. */
static void go_on(struct reminders *self)
{
	struct errand *errand;

	if (self->sending_off)
		return;
	self->sending_off = true;
	while (self->errands_under_way < ERRAND_MOST && (errand = next_to_go(self)) != NULL) {
		errand->begun = true;
		self->errands_under_way++;
		errand->begin(errand);
	}
	self->sending_off = false;
}

void errand_wait(struct reminders *self, struct turn *turn, struct errand *errand, const char *receiver,
	void (*begin)(struct errand *errand))
{
	struct errand **last = &self->errands;

	snprintf(errand->receiver, sizeof(errand->receiver), "%s", receiver);
	errand->begin = begin;
	errand->begun = false;
	errand->waits = true;
	errand->next = NULL;
	while (*last != NULL)
		last = &(*last)->next;
	*last = errand;
	if (turn != NULL)
		turn->left = true;
	go_on(self);
	turn_go_on(self);
}

void errand_end(struct reminders *self, struct errand *errand)
{
	struct errand **at = &self->errands;

	if (!errand->waits)
		return;
	while (*at != errand)
		at = &(*at)->next;
	*at = errand->next;
	self->errands_under_way -= errand->begun;
	errand->waits = errand->begun = false;
	go_on(self);
	turn_go_on(self);
}
