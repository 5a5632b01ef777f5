/* plugins/reminders/messages/ — a person may be reached at other hours.
 *
 * Three things wait for an hour of theirs: what came in quiet hours, by the timer of its row; what was put off until
 * they end, by that of its next attempt; and what is kept for their digest, by the person's own. Each is moved only
 * where it waits, so that nothing is sent for having moved. */
#include "plugins/reminders/messages/hours.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/digest.h"
#include "plugins/reminders/messages/message.h"
#include "plugins/reminders/messages/moves.h"
#include "plugins/reminders/rules/digest.h"
#include "proto/status.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

enum {
	MOST = 200,     /* of each that is looked at */
	LONG_AGO = 14,  /* days: what came then waits no more */
	LONG_DUE = 120, /* days: nor does what is done of what was due then */
};

struct hours {
	struct task task;
	struct reminders *self;
	struct turn *turn;
	struct ridealong_work *work;
	char *person;
	Person *receiver;
	struct diary *diary;
	int64_t soonest;
	ListRemindersResponse *pending;
	size_t at; /* the next of them to look at */
	struct moves *moves;
	delivery_cb done;
	void *arg;
};

static void free_hours(struct task *task)
{
	struct hours *hours = (struct hours *)task;

	diary_close(hours->diary);
	sdk_free((ProtobufCMessage *)hours->receiver);
	sdk_free((ProtobufCMessage *)hours->pending);
	moves_destroy(hours->moves);
	free(hours->person);
	free(hours);
}

static void finish(struct hours *hours, int status, const char *message)
{
	delivery_cb done = hours->done;
	void *arg = hours->arg;
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", message);
	task_end(&hours->task);
	done(arg, status, copy);
}

static int64_t now_of(const struct hours *hours)
{
	return sdk_now(&hours->self->sdk);
}

static void ask(struct hours *hours, const ProtobufCServiceDescriptor *service, const char *method, const char *act_as,
	const ProtobufCMessage *request, sdk_reply_cb done)
{
	sdk_call(&hours->self->sdk, hours->work, service, method, act_as, request, done, hours);
}

/* ---- all looked at: move them ---- */

static void on_moved(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	(void)reply;
	finish(arg, reply_end->status, reply_end->message);
}

static void move_all(struct hours *hours)
{
	struct moves *moves = hours->moves;

	hours->moves = NULL;
	moves_make(moves, hours->self, hours->work, on_moved, hours);
}

/* ---- what came in quiet hours ---- */

/* The timers of the rows for that receiver whose message goes out at once, about that resource. */
static void move_rows(struct hours *hours, enum rule_receiver receiver, const char *noun, const char *resource)
{
	size_t count;
	const struct rule *rules = rule_table(&count);
	char key[RULE_KEY];

	for (size_t i = 0; i < count; i++) {
		if (!rule_is_at_once(&rules[i]) || rules[i].receiver != receiver ||
			strncmp(rules[i].events[0], noun, strlen(noun)) != 0)
			continue;
		rule_timer_key(&rules[i], resource, key);
		moves_add(hours->moves, key, hours->soonest);
	}
}

SDK_REPLY(on_coachings, struct hours, hours, ListCoachingsResponse, list)
{
	if (end->status != STATUS_OK) {
		finish(hours, end->status, end->message);
		return;
	}
	for (size_t i = 0; i < list->n_coachings; i++)
		move_rows(hours, RULE_COACH, "coaching.", list->coachings[i]->name);
	move_all(hours);
}

static void look_at_coachings(struct hours *hours)
{
	ListCoachingsRequest request = LIST_COACHINGS_REQUEST__INIT;

	request.coach = hours->person;
	request.page_size = MOST;
	ask(hours, &people__descriptor, "ListCoachings", NULL, &request.base, on_coachings);
}

/* Who of the two is told is known by the row; that the other one's comes to be looked at, too, does no harm. */
SDK_REPLY(on_points, struct hours, hours, ListActionPointsResponse, list)
{
	if (end->status != STATUS_OK) {
		finish(hours, end->status, end->message);
		return;
	}
	for (size_t i = 0; i < list->n_action_points; i++) {
		move_rows(hours, RULE_COACH, "action_point.", list->action_points[i]->name);
		move_rows(hours, RULE_COACHEE, "action_point.", list->action_points[i]->name);
	}
	look_at_coachings(hours);
}

static void look_at_points(struct hours *hours)
{
	static ActionPointState done[] = { ACTION_POINT_STATE_DONE };
	ListActionPointsRequest request = LIST_ACTION_POINTS_REQUEST__INIT;
	char from[16];

	diary_date_format(diary_date_add(diary_date_of(hours->diary, now_of(hours)), -LONG_DUE), from);
	request.states = done;
	request.n_states = 1;
	request.due_from = from;
	request.page_size = MOST;
	ask(hours, &action_points__descriptor, "ListActionPoints", hours->person, &request.base, on_points);
}

SDK_REPLY(on_sessions, struct hours, hours, ListSessionsResponse, list)
{
	if (end->status != STATUS_OK) {
		finish(hours, end->status, end->message);
		return;
	}
	for (size_t i = 0; i < list->n_sessions; i++)
		move_rows(hours, strcmp(list->sessions[i]->coach, hours->person) == 0 ? RULE_COACH : RULE_COACHEE,
			"session.", list->sessions[i]->name);
	look_at_points(hours);
}

static void look_at_sessions(struct hours *hours)
{
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;
	Timestamp from = sdk_time(now_of(hours) - LONG_AGO * 24 * 60 * DIARY_MINUTE);

	request.from_time = &from;
	request.page_size = MOST;
	ask(hours, &sessions__descriptor, "ListSessions", hours->person, &request.base, on_sessions);
}

/* ---- what is recorded ---- */

static bool is_held(const Reminder *reminder)
{
	return digest_holds(reminder) && reminder->attempts == 0;
}

/* The digest comes for what it has to come for first. */
static void move_digest(struct hours *hours)
{
	const ListRemindersResponse *list = hours->pending;
	int64_t due = 0, held;
	char key[RULE_KEY];

	for (size_t i = 0; i < list->n_reminders; i++) {
		held = is_held(list->reminders[i]) ? sdk_time_us(list->reminders[i]->due_time) : 0;
		if (held != 0 && (due == 0 || held < due))
			due = held;
	}
	digest_timer_key(hours->person, key);
	if (due != 0)
		moves_add(hours->moves, key, digest_again(hours->receiver, hours->diary, due, now_of(hours)));
}

/* What was never tried waits for an hour, or for its turn; what was tried is not asked for earlier than was said. */
static void move_recorded(struct hours *hours)
{
	const ListRemindersResponse *list = hours->pending;
	char key[300];

	for (size_t i = 0; i < list->n_reminders; i++) {
		const Reminder *reminder = list->reminders[i];

		if (reminder->attempts > 0 || is_held(reminder) || sdk_time_us(reminder->next_time) <= hours->soonest)
			continue;
		snprintf(key, sizeof(key), "retry/%.200s", reminder->name);
		moves_add(hours->moves, key, hours->soonest);
	}
	move_digest(hours);
	look_at_sessions(hours);
}

static void look_at_next(struct hours *hours);

static void on_looked_at(void *arg, int status, const char *message)
{
	if (status != STATUS_OK)
		finish(arg, status, message);
	else
		look_at_next(arg);
}

/* One that would come too late with the digest as it comes now does not wait for it. */
static void look_at_next(struct hours *hours)
{
	const ListRemindersResponse *list = hours->pending;

	while (hours->receiver->digest && hours->at < list->n_reminders) {
		const Reminder *reminder = list->reminders[hours->at++];

		if (!is_held(reminder))
			continue;
		message_reconsider(hours->self, hours->turn, hours->work, reminder, on_looked_at, hours);
		return;
	}
	move_recorded(hours);
}

SDK_REPLY(on_pending, struct hours, hours, ListRemindersResponse, list)
{
	if (end->status != STATUS_OK) {
		finish(hours, end->status, end->message);
		return;
	}
	hours->pending = (ListRemindersResponse *)sdk_copy(&list->base);
	look_at_next(hours);
}

SDK_REPLY(on_person, struct hours, hours, Person, person)
{
	static ReminderState states[] = { REMINDER_STATE_PENDING };
	ListRemindersRequest request = LIST_REMINDERS_REQUEST__INIT;
	struct error error = { 0 };

	if (end->status != STATUS_OK || person->email[0] == '\0') { /* or somebody who was erased */
		finish(hours, end->status == STATUS_NOT_FOUND ? STATUS_OK : end->status, end->message);
		return;
	}
	hours->receiver = (Person *)sdk_copy(&person->base);
	if (diary_open(hours->receiver, &hours->diary, &error) != STATUS_OK) {
		finish(hours, error.status, error.message);
		return;
	}
	hours->soonest = diary_next_open(hours->diary, now_of(hours));
	request.person = hours->person;
	request.states = states;
	request.n_states = 1;
	request.page_size = MOST;
	ask(hours, &reminders__descriptor, "ListReminders", NULL, &request.base, on_pending);
}

void hours_changed(struct reminders *self, struct turn *turn, struct ridealong_work *work, const char *person,
	delivery_cb done, void *arg)
{
	struct hours *hours = task_allocate(sizeof(*hours));
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	hours->self = self;
	hours->turn = turn;
	hours->work = work;
	hours->person = task_copy(person);
	hours->moves = moves_create();
	hours->done = done;
	hours->arg = arg;
	task_begin(self, &hours->task, free_hours);
	request.name = hours->person;
	ask(hours, &people__descriptor, "GetPerson", NULL, &request.base, on_person);
}
