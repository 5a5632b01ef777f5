/* plugins/reminders/ — from an event to timers: once for each kind of receiver, as what is known differs. */
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/facts.h"
#include "plugins/reminders/message.h"
#include "proto/status.h"

enum { RECEIVERS = RULE_OWNER + 1 };

struct plan {
	struct task task;
	struct facts facts;
	char *type, *actor;
	struct sdk_all *all;
};

static void free_plan(struct task *task)
{
	struct plan *plan = (struct plan *)task;

	facts_finish(&plan->facts);
	free(plan->type);
	free(plan->actor);
	free(plan);
}

static void set_timers(struct plan *plan)
{
	size_t count;
	const struct rule *rules = rule_table(&count);

	plan->facts.known.actor = plan->actor;
	for (size_t i = 0; i < count; i++) {
		char key[RULE_KEY];
		int64_t due = rules[i].receiver == plan->facts.receiver_kind
				      ? rule_plan(&rules[i], plan->type, &plan->facts.known)
				      : DIARY_NEVER;

		if (due == DIARY_NEVER)
			continue;
		rule_timer_key(&rules[i], plan->facts.resource, key);
		sdk_timer_set(&plan->facts.self->sdk, NULL, key, due, NULL, 0, sdk_all_one, sdk_all_add(plan->all));
	}
}

static void on_facts(void *arg, int status, const char *message)
{
	struct plan *plan = arg;
	struct sdk_all *all = plan->all;
	struct ridealong_reply end = { .size = sizeof(end), .status = status, .message = message, .reason = "" };

	if (status == STATUS_OK)
		set_timers(plan);
	task_end(&plan->task);
	sdk_all_one(all, &end, NULL);
}

/* What the rows for this receiver need at planning; false when none of them names the event. */
static bool needs_of(enum rule_receiver receiver, const char *type, unsigned *ret_needs)
{
	bool named = false;
	size_t count;
	const struct rule *rules = rule_table(&count);

	*ret_needs = 0;
	for (size_t i = 0; i < count; i++)
		if (rules[i].receiver == receiver && rule_names(&rules[i], type)) {
			named = true;
			*ret_needs |= rules[i].needs;
		}
	return named;
}

void message_plan(struct reminders *self, struct ridealong_work *work, const struct ridealong_event *event)
{
	struct sdk_all *all = sdk_all_begin(&self->sdk, work);

	for (int receiver = 0; receiver < RECEIVERS; receiver++) {
		unsigned needs;
		struct plan *plan;

		if (!needs_of((enum rule_receiver)receiver, event->type, &needs))
			continue;
		plan = task_allocate(sizeof(*plan));
		plan->type = task_copy(event->type);
		plan->actor = task_copy(event->actor);
		plan->all = sdk_all_add(all);
		plan->facts.self = self;
		plan->facts.work = work;
		plan->facts.resource = task_copy(event->subject);
		plan->facts.receiver_kind = (enum rule_receiver)receiver;
		plan->facts.needs = needs;
		plan->facts.planning = true;
		task_begin(self, &plan->task, free_plan);
		facts_load(&plan->facts, on_facts, plan);
	}
	sdk_all_end(all);
}
