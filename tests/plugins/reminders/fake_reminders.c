/* A host over a small world: its reminders. */
#include <ridealong/sdk.h>
#include <stdio.h>
#include <string.h>

#include "fake_host.h"

struct outcome fake_host_not_found(void)
{
	return (struct outcome){ 5, "there is no such thing", "NO_SUCH_RESOURCE", NULL };
}

struct outcome fake_host_good(const ProtobufCMessage *reply)
{
	return (struct outcome){ 0, "", "", reply };
}

static void fill_reminder(struct kept_reminder *kept, Reminder *ret)
{
	static char address[40];

	*ret = (Reminder)REMINDER__INIT;
	ret->name = kept->name;
	ret->key = kept->key;
	ret->person = kept->person;
	ret->session = kept->session;
	ret->action_point = kept->action_point;
	ret->kind = kept->kind;
	ret->state = kept->state;
	ret->attempts = kept->attempts;
	ret->reason = kept->reason;
	ret->message_id = kept->message_id;
	ret->create_time = &kept->created;
	ret->due_time = &kept->due;
	if (kept->sent.seconds != 0)
		ret->send_time = &kept->sent;
	snprintf(address, sizeof(address), "secret%s", kept->name + strlen("reminders/"));
	if (kept->answerable)
		ret->answer_address = address;
}

static struct kept_reminder *find_reminder(struct ridealong_host *host, const char *name, const char *key)
{
	for (int i = 0; i < host->n_reminders; i++)
		if ((name != NULL && strcmp(host->reminders[i].name, name) == 0) ||
			(key != NULL && strcmp(host->reminders[i].key, key) == 0))
			return &host->reminders[i];
	return NULL;
}

static void note_pending(struct ridealong_host *host)
{
	int pending = 0;

	for (int i = 0; i < host->n_reminders; i++)
		pending += host->reminders[i].state == REMINDER_STATE_PENDING;
	if (pending > host->most_pending)
		host->most_pending = pending;
}

struct outcome fake_host_create_reminder(struct ridealong_host *host, const CreateReminderRequest *in)
{
	static Reminder reply;
	struct kept_reminder *kept = find_reminder(host, NULL, in->reminder->key);

	if (kept == NULL) {
		kept = &host->reminders[host->n_reminders++];
		memset(kept, 0, sizeof(*kept));
		snprintf(kept->name, sizeof(kept->name), "reminders/%d", host->n_reminders);
		snprintf(kept->key, sizeof(kept->key), "%s", in->reminder->key);
		snprintf(kept->person, sizeof(kept->person), "%s", in->reminder->person);
		snprintf(kept->session, sizeof(kept->session), "%s", in->reminder->session);
		snprintf(kept->action_point, sizeof(kept->action_point), "%s", in->reminder->action_point);
		kept->kind = in->reminder->kind;
		kept->state = REMINDER_STATE_PENDING;
		kept->answerable = in->answerable;
		kept->created = sdk_time(host->now);
		kept->due = *in->reminder->due_time;
		note_pending(host);
	}
	fill_reminder(kept, &reply);
	return fake_host_good(&reply.base);
}

static bool masks(const FieldMask *mask, const char *path)
{
	for (size_t i = 0; i < mask->n_paths; i++)
		if (strcmp(mask->paths[i], path) == 0)
			return true;
	return false;
}

struct outcome fake_host_update_reminder(struct ridealong_host *host, const UpdateReminderRequest *in)
{
	static Reminder reply;
	struct kept_reminder *kept = find_reminder(host, in->reminder->name, NULL);

	if (kept == NULL)
		return fake_host_not_found();
	if (masks(in->update_mask, "state"))
		kept->state = in->reminder->state;
	if (masks(in->update_mask, "attempts"))
		kept->attempts = in->reminder->attempts;
	if (masks(in->update_mask, "reason"))
		snprintf(kept->reason, sizeof(kept->reason), "%s", in->reminder->reason);
	if (masks(in->update_mask, "message_id"))
		snprintf(kept->message_id, sizeof(kept->message_id), "%s", in->reminder->message_id);
	if (masks(in->update_mask, "send_time"))
		kept->sent = *in->reminder->send_time;
	fill_reminder(kept, &reply);
	return fake_host_good(&reply.base);
}

struct outcome fake_host_list_reminders(struct ridealong_host *host, const ListRemindersRequest *in)
{
	static ListRemindersResponse reply;
	static Reminder all[MOST_KEPT];
	static Reminder *pointers[MOST_KEPT];

	reply = (ListRemindersResponse)LIST_REMINDERS_RESPONSE__INIT;
	for (int i = 0; i < host->n_reminders; i++) {
		struct kept_reminder *kept = &host->reminders[i];

		if ((in->person[0] != '\0' && strcmp(in->person, kept->person) != 0) ||
			(in->session[0] != '\0' && strcmp(in->session, kept->session) != 0) ||
			(in->n_states > 0 && in->states[0] != kept->state))
			continue;
		fill_reminder(kept, &all[i]);
		pointers[reply.n_reminders++] = &all[i];
	}
	reply.reminders = pointers;
	return fake_host_good(&reply.base);
}

struct outcome fake_host_take_answer(struct ridealong_host *host, const AnswerRequest *in)
{
	static char line[] = "zomaar iets", problem[] = "dit is geen antwoord op een vraag",
		    summary[] = "Eén antwoord.", first[] = "1 een datum", meaning[] = "antwoord op 1: doel";
	static AnswerResponse reply;
	static LineResult result, understood;
	static LineResult *results[] = { &understood, &result };
	static char name[40];
	struct kept_reminder *kept;
	int status = host->answer_status;

	if (status != 0)
		return (struct outcome){ status, "dat kan nu niet", "NOT_NOW", NULL };
	snprintf(name, sizeof(name), "reminders/%s", strncmp(in->address, "secret", 6) == 0 ? in->address + 6 : "none");
	kept = find_reminder(host, name, NULL);
	if (kept == NULL)
		return (struct outcome){ 7, "there is no such address", "NOT_ASKED", NULL };
	if (strcmp(in->sender, strcmp(kept->person, "people/coach") == 0 ? host->coach.email : host->coachee.email) !=
		0)
		return (struct outcome){ 7, "the address belongs to somebody else", "OTHER_SENDER", NULL };
	if (!kept->answerable)
		return (struct outcome){ 9, "it was answered before", "ANSWERED", NULL };
	kept->answerable = false;
	host->answers++;
	snprintf(host->answered_text, sizeof(host->answered_text), "%s", in->text);
	if (host->lose_answer) {
		host->lose_answer = false;
		host->answer_status = 14;
		return (struct outcome){ 14, "the daemon went away", "", NULL };
	}
	result = (LineResult)LINE_RESULT__INIT;
	result.line = line;
	result.problem = problem;
	understood = (LineResult)LINE_RESULT__INIT;
	understood.line = first;
	understood.meaning = meaning;
	reply = (AnswerResponse)ANSWER_RESPONSE__INIT;
	reply.reminder = kept->name;
	reply.summary = summary;
	if (strstr(in->text, line) != NULL) {
		reply.lines = results;
		reply.n_lines = 2;
	}
	return fake_host_good(&reply.base);
}

struct outcome fake_host_get_reminder(struct ridealong_host *host, const GetReminderRequest *in)
{
	static Reminder reply;
	struct kept_reminder *kept = find_reminder(host, in->name, NULL);

	if (kept == NULL)
		return fake_host_not_found();
	fill_reminder(kept, &reply);
	return fake_host_good(&reply.base);
}
