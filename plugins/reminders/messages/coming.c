/* plugins/reminders/messages/ — what is to come. */
#include "plugins/reminders/messages/coming.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/facts.h"
#include "proto/status.h"
#include "ridealong/v1/timer.pb-c.h"

enum { LOOKED_AT = 200 /* timers a page, at the most */, SIZE = 50 };

struct coming {
	struct task task;
	struct reminders *self;
	struct ridealong_work *work;
	ListComingRemindersRequest *request;
	char *caller, *locale;
	ListTimersResponse *timers;
	size_t at; /* the next timer to look at */
	const struct rule *rule;
	struct facts facts; /* of the one at hand */
	ListComingRemindersResponse *reply;
};

static void free_coming(struct task *task)
{
	struct coming *coming = (struct coming *)task;

	facts_finish(&coming->facts);
	sdk_free(&coming->request->base);
	sdk_free((ProtobufCMessage *)coming->timers);
	sdk_free(&coming->reply->base);
	free(coming->caller);
	free(coming->locale);
	free(coming);
}

static const char *say(const struct coming *coming, const char *key)
{
	return text_catalogue_say(coming->self->texts, coming->locale, key);
}

/* ---- one that is to come ---- */

static void add(struct coming *coming, int64_t due, const char *objection)
{
	const struct facts *facts = &coming->facts;
	ListComingRemindersResponse *reply = coming->reply;
	ComingReminder given = COMING_REMINDER__INIT;
	Timestamp time = sdk_time(due);
	char rule[100];

	snprintf(rule, sizeof(rule), "rule.%.80s", coming->rule->name);
	given.due_time = &time;
	given.kind = coming->rule->kind;
	given.person = facts->receiver->name;
	if (facts->session != NULL)
		given.session = facts->session->name;
	if (facts->point != NULL)
		given.action_point = facts->point->name;
	if (facts->rhythm != NULL)
		given.coaching = facts->coaching->name;
	given.rule = (char *)say(coming, rule);
	if (objection != NULL)
		given.objection = (char *)say(coming, objection);
	reply->reminders = realloc(reply->reminders, (reply->n_reminders + 1) * sizeof(*reply->reminders));
	if (reply->reminders == NULL)
		abort();
	reply->reminders[reply->n_reminders++] = (ComingReminder *)sdk_copy(&given.base);
}

static bool is_for_the_caller(const struct coming *coming)
{
	const struct facts *facts = &coming->facts;
	const Session *whole = facts->whole;
	const bool hidden = whole != NULL && rule_is_hidden(whole);

	if (facts->receiver == NULL || facts->receiver->email[0] == '\0')
		return false;
	if (coming->request->person[0] != '\0' && strcmp(coming->request->person, facts->receiver->name) != 0)
		return false;
	return !hidden || strcmp(coming->caller, whole->coach) == 0;
}

/* At its moment, but for that as things are now. */
static void consider(struct coming *coming, int64_t due)
{
	struct rule_facts *known = &coming->facts.known;
	const char *objection = NULL;
	int64_t later = due;

	known->now = due > known->now ? due : known->now;
	known->arrival = 0;
	switch (rule_decide(coming->rule, known, &objection, &later)) {
	case RULE_SILENT:
		return;
	case RULE_SEND:
		add(coming, due, NULL);
		return;
	case RULE_LATER:
		add(coming, later, NULL);
		return;
	case RULE_DROP:
		add(coming, due, objection);
		return;
	}
}

/* ---- one after the other ---- */

static void look_next(struct coming *coming);

static void fail(struct coming *coming, int status, const char *message)
{
	sdk_fail(&coming->self->sdk, coming->work, status, NULL, "%s", message);
	task_end(&coming->task);
}

static void on_facts(void *arg, int status, const char *message)
{
	struct coming *coming = arg;

	if (status != STATUS_OK) {
		fail(coming, status, message);
		return;
	}
	if (is_for_the_caller(coming))
		consider(coming, sdk_time_us(coming->timers->timers[coming->at - 1]->due_time));
	facts_finish(&coming->facts);
	coming->facts = (struct facts){ 0 };
	look_next(coming);
}

/* Whether the timer is one of a rule, about what is asked for. */
static bool is_wanted(struct coming *coming, const Timer *timer)
{
	const char *resource = strchr(timer->key, '/');

	coming->rule = rule_find(timer->key);
	if (coming->rule == NULL || resource == NULL)
		return false;
	return coming->request->session[0] == '\0' || strcmp(coming->request->session, resource + 1) == 0;
}

static void end(struct coming *coming)
{
	const ListTimersResponse *timers = coming->timers;
	const bool more = coming->at < timers->n_timers || timers->next_page_token[0] != '\0';

	if (more && coming->at > 0) {
		if (coming->reply->next_page_token != protobuf_c_empty_string)
			free(coming->reply->next_page_token);
		coming->reply->next_page_token = task_copy(timers->timers[coming->at - 1]->name);
	}
	sdk_finish(&coming->self->sdk, coming->work, &coming->reply->base);
	task_end(&coming->task);
}

static void look_next(struct coming *coming)
{
	const size_t size = coming->request->page_size > 0 ? (size_t)coming->request->page_size : SIZE;

	while (coming->at < coming->timers->n_timers && coming->reply->n_reminders < size) {
		const Timer *timer = coming->timers->timers[coming->at++];

		if (!is_wanted(coming, timer))
			continue;
		coming->facts = (struct facts){ .self = coming->self,
			.work = coming->work,
			.resource = task_copy(strchr(timer->key, '/') + 1),
			.receiver_kind = coming->rule->receiver,
			.needs = coming->rule->needs };
		facts_load(&coming->facts, on_facts, coming);
		return;
	}
	end(coming);
}

static void on_timers(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct coming *coming = arg;

	if (reply_end->status != STATUS_OK) {
		sdk_finish_as(&coming->self->sdk, coming->work, reply_end);
		task_end(&coming->task);
		return;
	}
	coming->timers = (ListTimersResponse *)sdk_copy(reply);
	look_next(coming);
}

static void ask_timers(struct coming *coming)
{
	ListTimersRequest request = LIST_TIMERS_REQUEST__INIT;

	request.page_size = LOOKED_AT;
	request.page_token = coming->request->page_token;
	sdk_call(&coming->self->sdk, coming->work, &timers__descriptor, "ListTimers", NULL, &request.base, on_timers,
		coming);
}

static void on_person(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct coming *coming = arg;

	if (reply_end->status != STATUS_OK) {
		sdk_finish_as(&coming->self->sdk, coming->work, reply_end);
		task_end(&coming->task);
		return;
	}
	free(coming->request->person);
	coming->request->person = task_copy(((const Person *)reply)->name);
	ask_timers(coming);
}

void coming_list(struct reminders *self, struct ridealong_work *work, const ListComingRemindersRequest *request,
	const char *caller, const char *locale)
{
	struct coming *coming = task_allocate(sizeof(*coming));
	ListComingRemindersResponse reply = LIST_COMING_REMINDERS_RESPONSE__INIT;
	GetPersonRequest person = GET_PERSON_REQUEST__INIT;

	coming->self = self;
	coming->work = work;
	coming->request = (ListComingRemindersRequest *)sdk_copy(&request->base);
	coming->reply = (ListComingRemindersResponse *)sdk_copy(&reply.base);
	coming->caller = task_copy(caller);
	coming->locale = task_copy(locale);
	task_begin(self, &coming->task, free_coming);
	if (request->person[0] == '\0') {
		ask_timers(coming);
		return;
	}
	person.name = coming->request->person;
	sdk_call(&self->sdk, work, &people__descriptor, "GetPerson", NULL, &person.base, on_person, coming);
}
