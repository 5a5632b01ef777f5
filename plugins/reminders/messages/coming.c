/* plugins/reminders/messages/ — what is to come. */
#include "plugins/reminders/messages/coming.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/facts.h"
#include "plugins/reminders/messages/parts.h"
#include "proto/status.h"
#include "ridealong/v1/timer.pb-c.h"

enum { LOOKED_AT = 500 /* timers at a time */, SIZE = 50, MOST = 1000, TOKEN = RULE_KEY + 24 };

/* Where the walk along the timers is: at the one that is due then, with that key. */
struct place {
	int64_t due;
	char key[RULE_KEY];
};

struct coming {
	struct task task;
	struct reminders *self;
	struct ridealong_work *work;
	ListComingRemindersRequest *request;
	char *caller, *locale;
	bool admin;  /* or one that is no person: may see what others get */
	char *whose; /* whose messages are wanted; NULL: everybody's */
	struct parts parts;
	size_t size; /* of a page */
	ListTimersResponse *timers;
	size_t at;          /* the next timer to look at */
	struct place place; /* of the last that was looked at */
	const struct rule *rule;
	struct facts facts; /* of the one at hand */
	struct place last;  /* of the last on the page */
	bool more;          /* and there is one behind it */
	ListComingRemindersResponse *reply;
};

static void free_coming(struct task *task)
{
	struct coming *coming = (struct coming *)task;

	facts_finish(&coming->facts);
	parts_finish(&coming->parts);
	sdk_free(&coming->request->base);
	sdk_free((ProtobufCMessage *)coming->timers);
	sdk_free(&coming->reply->base);
	free(coming->whose);
	free(coming->caller);
	free(coming->locale);
	free(coming);
}

static bool is_person(const char *caller)
{
	return strncmp(caller, "people/", strlen("people/")) == 0;
}

static const char *say(const struct coming *coming, const char *key)
{
	return text_catalogue_say(coming->self->texts, coming->locale, key);
}

/* ---- endings ---- */

static void fail(struct coming *coming, int status, const char *message)
{
	sdk_fail(&coming->self->sdk, coming->work, status, NULL, "%s", message);
	task_end(&coming->task);
}

static void fail_as(struct coming *coming, const struct ridealong_reply *reply_end)
{
	sdk_finish_as(&coming->self->sdk, coming->work, reply_end);
	task_end(&coming->task);
}

static void refuse(struct coming *coming, const char *reason, const char *en, const char *nl)
{
	sdk_fail(&coming->self->sdk, coming->work, STATUS_INVALID_ARGUMENT, reason, "%s",
		strncmp(coming->locale, "nl", 2) == 0 ? nl : en);
	task_end(&coming->task);
}

static void end(struct coming *coming)
{
	char token[TOKEN];

	if (coming->more) {
		snprintf(token, sizeof(token), "%" PRId64 "/%s", coming->last.due, coming->last.key);
		coming->reply->next_page_token = task_copy(token);
	}
	sdk_finish(&coming->self->sdk, coming->work, &coming->reply->base);
	task_end(&coming->task);
}

/* ---- one that is to come ---- */

static void add(struct coming *coming, int64_t due, const char *objection)
{
	const struct facts *facts = &coming->facts;
	ListComingRemindersResponse *reply = coming->reply;
	ComingReminder given = COMING_REMINDER__INIT;
	Timestamp time = sdk_time(due);
	char rule[100];

	coming->more = reply->n_reminders == coming->size;
	if (coming->more)
		return;
	coming->last = coming->place;
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

/* What others get about a session that is not announced is kept from everybody, and what a coach gets about the rhythm,
 * in which such a session counts, from whom they coach. */
static bool is_for_the_caller(const struct coming *coming)
{
	const struct facts *facts = &coming->facts;

	if (facts->receiver == NULL || facts->receiver->email[0] == '\0')
		return false;
	if (coming->whose != NULL && strcmp(coming->whose, facts->receiver->name) != 0)
		return false;
	if (strcmp(coming->caller, facts->receiver->name) == 0)
		return true;
	return !(facts->whole != NULL && rule_is_hidden(facts->whole)) &&
	       !(facts->rhythm != NULL && strcmp(coming->caller, facts->coachee->name) == 0);
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

/* The page ends with what the caller is shown, and the next begins behind that: neither tells of what else was looked
 * at. */
static void look_next(struct coming *coming);

static void on_facts(void *arg, int status, const char *message)
{
	struct coming *coming = arg;

	if (status != STATUS_OK) {
		fail(coming, status, message);
		return;
	}
	if (is_for_the_caller(coming))
		consider(coming, coming->place.due);
	facts_finish(&coming->facts);
	coming->facts = (struct facts){ 0 };
	look_next(coming);
}

/* The timers come by due time, then by key. */
static bool is_behind(const struct place *place, const Timer *timer)
{
	const int64_t due = sdk_time_us(timer->due_time);

	return due > place->due || (due == place->due && strcmp(timer->key, place->key) > 0);
}

/* Whether the timer is one of a rule, about what is asked for, in which they have a part. */
static bool is_wanted(struct coming *coming, const Timer *timer)
{
	const char *resource = strchr(timer->key, '/');

	coming->rule = rule_find(timer->key);
	if (coming->rule == NULL || resource == NULL)
		return false;
	if (coming->request->session[0] != '\0' && strcmp(coming->request->session, resource + 1) != 0)
		return false;
	return coming->whose == NULL || parts_has(&coming->parts, resource + 1);
}

static void look_at(struct coming *coming, const Timer *timer)
{
	coming->facts = (struct facts){ .self = coming->self,
		.work = coming->work,
		.resource = task_copy(strchr(timer->key, '/') + 1),
		.receiver_kind = coming->rule->receiver,
		.needs = coming->rule->needs };
	facts_load(&coming->facts, on_facts, coming);
}

static void ask_timers(struct coming *coming, const char *token);

static void look_next(struct coming *coming)
{
	const ListTimersResponse *timers = coming->timers;

	while (coming->at < timers->n_timers && !coming->more) {
		const Timer *timer = timers->timers[coming->at++];

		if (!is_behind(&coming->place, timer))
			continue;
		coming->place.due = sdk_time_us(timer->due_time);
		snprintf(coming->place.key, sizeof(coming->place.key), "%s", timer->key);
		if (is_wanted(coming, timer)) {
			look_at(coming, timer);
			return;
		}
	}
	if (coming->more || timers->next_page_token[0] == '\0')
		end(coming);
	else
		ask_timers(coming, timers->next_page_token);
}

/* The timer with which the former page ended may be gone by now: then once more from the first, past those that were
 * looked at. */
static void on_timers(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct coming *coming = arg;

	if (reply_end->status == STATUS_INVALID_ARGUMENT && coming->timers != NULL) {
		sdk_free(&coming->timers->base);
		coming->timers = NULL;
		ask_timers(coming, "");
		return;
	}
	if (reply_end->status != STATUS_OK) {
		fail_as(coming, reply_end);
		return;
	}
	if (coming->timers != NULL)
		sdk_free(&coming->timers->base);
	coming->timers = (ListTimersResponse *)sdk_copy(reply);
	coming->at = 0;
	look_next(coming);
}

static void ask_timers(struct coming *coming, const char *token)
{
	ListTimersRequest request = LIST_TIMERS_REQUEST__INIT;

	request.page_size = LOOKED_AT;
	request.page_token = (char *)token;
	sdk_call(&coming->self->sdk, coming->work, &timers__descriptor, "ListTimers", NULL, &request.base, on_timers,
		coming);
}

/* ---- what is asked for ---- */

static void on_parts(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct coming *coming = arg;

	(void)reply;
	if (reply_end->status != STATUS_OK)
		fail_as(coming, reply_end);
	else
		ask_timers(coming, "");
}

static void look(struct coming *coming)
{
	if (coming->whose == NULL) {
		ask_timers(coming, "");
		return;
	}
	coming->parts = (struct parts){ .self = coming->self, .work = coming->work, .person = coming->whose };
	parts_load(&coming->parts, on_parts, coming);
}

/* What comes to others is nothing that exists for them. */
static void on_person(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct coming *coming = arg;

	if (reply_end->status != STATUS_OK) {
		fail_as(coming, reply_end);
		return;
	}
	coming->whose = task_copy(((const Person *)reply)->name);
	if (!coming->admin && strcmp(coming->whose, coming->caller) != 0)
		end(coming);
	else
		look(coming);
}

static void find_whose(struct coming *coming)
{
	const char *given = coming->request->person;
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	if (given[0] == '\0') {
		coming->whose = coming->admin ? NULL : task_copy(coming->caller);
		look(coming);
		return;
	}
	request.name = strcmp(given, "people/me") == 0 && is_person(coming->caller) ? coming->caller : (char *)given;
	sdk_call(&coming->self->sdk, coming->work, &people__descriptor, "GetPerson",
		coming->admin ? NULL : coming->caller, &request.base, on_person, coming);
}

/* "DUE/KEY", of the last that was shown: a place in the list, whether it is there still or not. */
static bool read_token(const char *token, struct place *ret)
{
	char *end_of_due;

	*ret = (struct place){ .due = INT64_MIN };
	if (token[0] == '\0')
		return true;
	ret->due = strtoll(token, &end_of_due, 10);
	if (end_of_due == token || *end_of_due != '/' || strlen(end_of_due + 1) >= sizeof(ret->key))
		return false;
	memcpy(ret->key, end_of_due + 1, strlen(end_of_due + 1) + 1);
	return true;
}

static bool names_a_session(const char *name)
{
	const size_t length = strlen("sessions/");

	return strncmp(name, "sessions/", length) == 0 && name[length] != '\0' && strchr(name + length, '/') == NULL;
}

void coming_list(struct reminders *self, struct ridealong_work *work, const ListComingRemindersRequest *request,
	const struct ridealong_call *call)
{
	struct coming *coming = task_allocate(sizeof(*coming));
	ListComingRemindersResponse reply = LIST_COMING_REMINDERS_RESPONSE__INIT;

	coming->self = self;
	coming->work = work;
	coming->request = (ListComingRemindersRequest *)sdk_copy(&request->base);
	coming->reply = (ListComingRemindersResponse *)sdk_copy(&reply.base);
	coming->caller = task_copy(call->caller);
	coming->locale = task_copy(call->locale);
	coming->admin = call->admin || !is_person(call->caller);
	coming->size = request->page_size == 0 ? SIZE : request->page_size < MOST ? (size_t)request->page_size : MOST;
	task_begin(self, &coming->task, free_coming);
	if (request->page_size < 0)
		refuse(coming, "PAGE_SIZE", "page_size must not be negative", "page_size mag niet negatief zijn");
	else if (request->session[0] != '\0' && !names_a_session(request->session))
		refuse(coming, "NAME", "session must be \"sessions/ID\"", "session moet \"sessions/ID\" zijn");
	else if (!read_token(request->page_token, &coming->place))
		refuse(coming, "PAGE_TOKEN", "page_token is not one of this list; begin again without it",
			"page_token hoort niet bij deze lijst; begin opnieuw zonder");
	else
		find_whose(coming);
}
