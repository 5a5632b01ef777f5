/* plugins/reminders/messages/ — from an event to timers: once for each kind of receiver, as what is known differs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/facts.h"
#include "plugins/reminders/messages/message.h"
#include "plugins/reminders/messages/moves.h"
#include "proto/status.h"

enum { RECEIVERS = RULE_OWNER + 1 };

struct planned {
	char key[RULE_KEY];
	int64_t due;
};

struct plan {
	struct task task;
	struct facts facts; /* of the receiver at hand */
	struct reminders *self;
	struct ridealong_work *work;
	char *type, *actor, *subject;
	int receiver; /* the next to look at */
	struct planned *timers, *moves;
	size_t n_timers, n_moves, at;
	int status; /* the first that was not OK */
	char message[400];
	delivery_cb done;
	void *arg;
};

static void free_plan(struct task *task)
{
	struct plan *plan = (struct plan *)task;

	facts_finish(&plan->facts);
	free(plan->type);
	free(plan->actor);
	free(plan->subject);
	free(plan->timers);
	free(plan->moves);
	free(plan);
}

static void end(struct plan *plan)
{
	delivery_cb done = plan->done;
	void *arg = plan->arg;
	const int status = plan->status;
	char message[sizeof(plan->message)];

	memcpy(message, plan->message, sizeof(message));
	task_end(&plan->task);
	done(arg, status, message);
}

/* What follows goes on: one receiver's message does not hang on another's. */
static void note_failure(struct plan *plan, int status, const char *message)
{
	if (status == STATUS_OK || plan->status != STATUS_OK)
		return;
	plan->status = status;
	snprintf(plan->message, sizeof(plan->message), "%s", message);
}

/* ---- known: set them ---- */

static int by_due(const void *a, const void *b)
{
	const struct planned *left = a, *right = b;

	if (left->due != right->due)
		return left->due < right->due ? -1 : 1;
	return strcmp(left->key, right->key);
}

static void on_moved(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct plan *plan = arg;

	(void)reply;
	note_failure(plan, reply_end->status, reply_end->message);
	end(plan);
}

/* Of the rows that days moved, those that wait. */
static void move_rest(struct plan *plan)
{
	struct moves *moves = moves_create();

	for (size_t i = 0; i < plan->n_moves; i++)
		moves_add(moves, plan->moves[i].key, plan->moves[i].due);
	moves_make(moves, plan->self, plan->work, on_moved, plan);
}

static void set_next(struct plan *plan);

static void on_set(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct plan *plan = arg;

	(void)reply;
	note_failure(plan, reply_end->status, reply_end->message);
	set_next(plan);
}

static void set_next(struct plan *plan)
{
	const struct planned *timer;

	if (plan->at == plan->n_timers) {
		if (plan->n_moves > 0)
			move_rest(plan);
		else
			end(plan);
		return;
	}
	timer = &plan->timers[plan->at++];
	sdk_timer_set(&plan->self->sdk, plan->work, timer->key, timer->due, NULL, 0, on_set, plan);
}

/* ---- asked, receiver by receiver ---- */

static void collect(struct plan *plan)
{
	size_t count;
	const struct rule *rules = rule_table(&count);

	plan->facts.known.actor = plan->actor;
	for (size_t i = 0; i < count; i++) {
		struct planned *timer = &plan->timers[plan->n_timers], *move = &plan->moves[plan->n_moves];

		if (rules[i].receiver != plan->facts.receiver_kind)
			continue;
		rule_timer_key(&rules[i], plan->subject, timer->key);
		rule_timer_key(&rules[i], plan->subject, move->key);
		timer->due = rule_plan(&rules[i], plan->type, &plan->facts.known);
		if (timer->due != DIARY_NEVER)
			plan->n_timers++;
		else if (rule_moves(&rules[i], plan->type, &plan->facts.known, &move->due))
			plan->n_moves++;
	}
}

static bool is_concerned(const struct rule *rule, const char *type)
{
	return rule_names(rule, type) || (rule_is_timed(type) && rule_has_moment(rule, type));
}

/* What the rows for this receiver need at planning; false when the event concerns none of them. */
static bool needs_of(enum rule_receiver receiver, const char *type, unsigned *ret_needs)
{
	bool named = false;
	size_t count;
	const struct rule *rules = rule_table(&count);

	*ret_needs = 0;
	for (size_t i = 0; i < count; i++)
		if (rules[i].receiver == receiver && is_concerned(&rules[i], type)) {
			named = true;
			*ret_needs |= rules[i].needs;
		}
	return named;
}

static void ask_next(struct plan *plan);

static void on_facts(void *arg, int status, const char *message)
{
	struct plan *plan = arg;

	if (status == STATUS_OK)
		collect(plan);
	note_failure(plan, status, message);
	facts_finish(&plan->facts);
	plan->facts = (struct facts){ 0 };
	ask_next(plan);
}

static void ask_next(struct plan *plan)
{
	unsigned needs;

	while (plan->receiver < RECEIVERS) {
		const enum rule_receiver receiver = (enum rule_receiver)plan->receiver++;

		if (!needs_of(receiver, plan->type, &needs))
			continue;
		plan->facts = (struct facts){ .self = plan->self,
			.work = plan->work,
			.resource = task_copy(plan->subject),
			.receiver_kind = receiver,
			.needs = needs,
			.planning = true };
		facts_load(&plan->facts, on_facts, plan);
		return;
	}
	if (plan->n_timers > 1)
		qsort(plan->timers, plan->n_timers, sizeof(plan->timers[0]), by_due);
	set_next(plan);
}

void message_plan(struct reminders *self, struct ridealong_work *work, const struct ridealong_event *event,
	delivery_cb done, void *arg)
{
	struct plan *plan = task_allocate(sizeof(*plan));
	size_t count;

	rule_table(&count);
	plan->self = self;
	plan->work = work;
	plan->type = task_copy(event->type);
	plan->actor = task_copy(event->actor);
	plan->subject = task_copy(event->subject);
	plan->timers = task_allocate((count + 1) * sizeof(plan->timers[0]));
	plan->moves = task_allocate((count + 1) * sizeof(plan->moves[0]));
	plan->done = done;
	plan->arg = arg;
	task_begin(self, &plan->task, free_plan);
	ask_next(plan);
}
