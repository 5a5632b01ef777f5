/* service/ — reminders: planned, sent and answered. Writing and sending them is the plugin's. */
#include "daemon/service/reminder.h"
#include "daemon/service/refuse.h"

#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/lifecycle.h"
#include "daemon/domain/may.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/event.h"
#include "daemon/service/mask.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/service.h"
#include "daemon/service/viewer.h"
#include "daemon/store/action_point.h"
#include "daemon/store/coaching.h"
#include "daemon/store/person.h"
#include "daemon/store/reminder.h"
#include "daemon/store/session.h"

#define RPC_SERVICE  Reminders_Service
#define MOST_OPTIONS 9 /* that a message offers */

#define SECRET_BYTES 16 /* 128 bits: not to be guessed */
#define FIELDS       "state channel message_id attempts reason send_time next_time"
#define MOST_HISTORY 30

const char *service_reminder_state(ReminderState state)
{
	const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(&reminder_state__descriptor, (int)state);

	return value == NULL || state == REMINDER_STATE_UNSPECIFIED ? NULL : value->name;
}

static enum status check_words(struct call *call, const Reminder *given)
{
	enum status st = service_check_present(call, "reminder.key", given->key);

	if (st == STATUS_OK)
		st = service_check_line(call, "reminder.key", given->key, CHECK_KEY);
	if (st == STATUS_OK)
		st = service_check_line(call, "reminder.rule", given->rule, CHECK_TITLE);
	if (st == STATUS_OK &&
		(given->kind == REMINDER_KIND_UNSPECIFIED ||
			protobuf_c_enum_descriptor_get_value(&reminder_kind__descriptor, (int)given->kind) == NULL))
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "KIND", "reminder.kind",
			"reminder.kind is no kind of reminder", "reminder.kind is geen soort herinnering");
	return st;
}

/* Nobody is reminded of a session that is not there for them, not even by a mistake of the plugin. */
static enum status check_session(struct call *call, const Reminder *given)
{
	Session *session;
	enum status st;

	if (given->session[0] == '\0')
		return STATUS_OK;
	st = service_name_check(call, "reminder.session", given->session, "sessions");
	if (st == STATUS_OK)
		st = store_session_get(call->conn, given->session, call->arena, &session, NULL, &call->error);
	if (st != STATUS_OK)
		return st;
	if (session == NULL || (lifecycle_hidden(session) && strcmp(session->coach, given->person) != 0))
		return may_not_found(given->session, call->locale, &call->error);
	return STATUS_OK;
}

/* The relation it is about, and the meetings that it offers. */
static enum status check_offer(struct call *call, const Reminder *given)
{
	Coaching *coaching;
	enum status st = service_check_count(call, "reminder.options", given->n_options, MOST_OPTIONS);

	for (size_t i = 0; st == STATUS_OK && i < given->n_options; i++)
		st = service_name_check(call, "reminder.options", given->options[i], "meetings");
	if (st != STATUS_OK || given->coaching[0] == '\0')
		return st;
	st = service_name_check(call, "reminder.coaching", given->coaching, "coachings");
	if (st == STATUS_OK)
		st = store_coaching_get(call->conn, given->coaching, call->arena, &coaching, &call->error);
	return st == STATUS_OK && coaching == NULL ? may_not_found(given->coaching, call->locale, &call->error) : st;
}

static enum status check_about(struct call *call, const Reminder *given)
{
	ActionPoint *point;
	Person *person;
	enum status st = service_name_check(call, "reminder.person", given->person, "people");

	if (st == STATUS_OK)
		st = store_person_get(call->conn, given->person, call->arena, &person, &call->error);
	if (st == STATUS_OK && person == NULL)
		st = may_not_found(given->person, call->locale, &call->error);
	if (st == STATUS_OK && person->email[0] == '\0')
		st = service_refuse(call, STATUS_FAILED_PRECONDITION, "ERASED", "reminder.person",
			"nobody writes to somebody who was erased", "wie is gewist krijgt geen berichten meer");
	if (st == STATUS_OK)
		st = check_session(call, given);
	if (st == STATUS_OK)
		st = check_offer(call, given);
	if (st != STATUS_OK || given->action_point[0] == '\0')
		return st;
	st = service_name_check(call, "reminder.action_point", given->action_point, "actionPoints");
	if (st == STATUS_OK)
		st = store_action_point_get(
			call->conn, given->action_point, call->arena, &point, NULL, NULL, &call->error);
	if (st == STATUS_OK && point == NULL)
		st = may_not_found(given->action_point, call->locale, &call->error);
	return st;
}

static const char *answer_address(struct call *call, const Reminder *reminder)
{
	char secret[SECRET_BYTES * 8 / 5 + 2];

	id_secret(call->service->key, arena_printf(call->arena, "answer %s %s", reminder->key, reminder->name),
		SECRET_BYTES, secret);
	return arena_strdup(call->arena, secret);
}

enum status service_reminder_tell(
	struct call *call, const Reminder *reminder, const char *type, ReminderState from, ReminderState to)
{
	struct call aside = *call;
	enum status st;

	aside.request_id =
		arena_printf(call->arena, "%s %s %d %d", reminder->name, type, (int)from, (int)reminder->attempts);
	aside.ordinal = 0;
	st = service_event_append(&aside, type, reminder->name, service_reminder_state(from),
		service_reminder_state(to), reminder->person, NULL);
	call->error = aside.error;
	return st;
}

/* The key makes the name. The plugin's request ids tell of all it has to do, also of what this receiver must not know.
 */
static char *new_name(struct call *call, const Reminder *given)
{
	struct call aside = *call;

	aside.request_id = arena_printf(call->arena, "reminder %s", given->key);
	aside.ordinal = 0;
	return call_new_name(&aside, "reminders");
}

static enum status insert(struct call *call, const CreateReminderRequest *in, Reminder **ret)
{
	const Reminder *given = in->reminder;
	Reminder *reminder = arena_alloc(call->arena, sizeof(*reminder));
	enum status st;

	reminder__init(reminder);
	reminder->name = new_name(call, given);
	reminder->key = given->key;
	reminder->kind = given->kind;
	reminder->person = given->person;
	reminder->session = given->session;
	reminder->action_point = given->action_point;
	reminder->coaching = given->coaching;
	reminder->options = given->options;
	reminder->n_options = given->n_options;
	reminder->due_time = given->due_time != NULL ? given->due_time : instant_new(call->arena, call->now);
	reminder->state = REMINDER_STATE_PENDING;
	reminder->rule = given->rule;
	reminder->create_time = instant_new(call->arena, call->now);
	if (in->answerable)
		reminder->answer_address = (char *)answer_address(call, reminder);
	st = store_reminder_insert(call->conn, reminder, &call->error);
	if (st == STATUS_OK)
		st = service_reminder_tell(
			call, reminder, "reminder.created", REMINDER_STATE_UNSPECIFIED, reminder->state);
	if (st == STATUS_OK)
		*ret = reminder;
	return st;
}

RPC_METHOD(create_reminder, CreateReminderRequest, Reminder)
(struct call *call, const CreateReminderRequest *in, Reminder **ret)
{
	enum status st = service_allow(call, NULL);

	if (st == STATUS_OK && in->reminder == NULL)
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "MISSING", "reminder", "reminder is missing",
			"reminder ontbreekt");
	if (st == STATUS_OK)
		st = check_words(call, in->reminder);
	if (st == STATUS_OK)
		st = store_reminder_by_key(call->conn, in->reminder->key, call->arena, ret, &call->error);
	if (st != STATUS_OK || *ret != NULL)
		return st;
	st = check_about(call, in->reminder);
	return st == STATUS_OK ? insert(call, in, ret) : st;
}

/* What a coach is written about a hidden session is as hidden as it is. */
static enum status hide_with_session(struct call *call, const Reminder *reminder, struct may_object *object)
{
	Session *session;
	enum status st = store_session_get(call->conn, reminder->session, call->arena, &session, NULL, &call->error);

	if (st != STATUS_OK || session == NULL || !lifecycle_hidden(session))
		return st;
	object->hidden = true;
	object->coach = reminder->person;
	object->coachee = session->coachee;
	return STATUS_OK;
}

static enum status open_reminder(struct call *call, const char *field, const char *name, Reminder **ret)
{
	struct may_object object = { .name = name };
	enum status st = service_name_check(call, field, name, "reminders");

	if (st == STATUS_OK)
		st = store_reminder_get(call->conn, name, call->arena, ret, &call->error);
	if (st != STATUS_OK)
		return st;
	if (*ret == NULL)
		return may_not_found(name, call->locale, &call->error);
	object.owner = (*ret)->person;
	st = hide_with_session(call, *ret, &object);
	return st == STATUS_OK ? service_allow(call, &object) : st;
}

RPC_METHOD(get_reminder, GetReminderRequest, Reminder)(struct call *call, const GetReminderRequest *in, Reminder **ret)
{
	return open_reminder(call, "name", in->name, ret);
}

static enum status check_states(struct call *call, const ListRemindersRequest *in)
{
	for (size_t i = 0; i < in->n_states; i++)
		if (service_reminder_state(in->states[i]) == NULL)
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "STATE", "states",
				"states has a value that is no state of a reminder",
				"states bevat een waarde die geen status van een herinnering is");
	return STATUS_OK;
}

RPC_METHOD(list_reminders, ListRemindersRequest, ListRemindersResponse)
(struct call *call, const ListRemindersRequest *in, ListRemindersResponse **ret)
{
	struct store_reminder_filter filter = {
		.session = in->session, .states = in->states, .n_states = in->n_states, .after = in->page_token
	};
	ListRemindersResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	int size = 0;
	enum status st = service_page_size(call, in->page_size, &size);

	list_reminders_response__init(reply);
	filter.limit = size + 1;
	if (st == STATUS_OK)
		st = check_states(call, in);
	if (st == STATUS_OK && in->session[0] != '\0')
		st = service_name_check(call, "session", in->session, "sessions");
	if (st == STATUS_OK)
		st = service_name_filter(call, "person", in->person, &filter.person);
	if (st == STATUS_OK)
		st = service_viewer(call, &filter.viewer);
	if (st == STATUS_OK)
		st = store_reminder_list(
			call->conn, &filter, call->arena, &reply->reminders, &reply->n_reminders, &call->error);
	if (st != STATUS_OK)
		return st;
	reply->next_page_token = service_page_end(reply->reminders, &reply->n_reminders, size);
	*ret = reply;
	return STATUS_OK;
}

static enum status check_change(struct call *call, const UpdateReminderRequest *in)
{
	const Reminder *given = in->reminder;
	enum status st = service_mask_check(call, in->update_mask, FIELDS);

	if (st == STATUS_OK)
		st = service_check_line(call, "reminder.channel", given->channel, 100);
	if (st == STATUS_OK)
		st = service_check_line(call, "reminder.message_id", given->message_id, CHECK_KEY);
	if (st == STATUS_OK)
		st = service_check_size(call, "reminder.reason", given->reason, CHECK_TEXT);
	if (st == STATUS_OK && service_mask_has(in->update_mask, "state") &&
		service_reminder_state(given->state) == NULL)
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "STATE", "reminder.state",
			"reminder.state is no state of a reminder",
			"reminder.state is geen status van een herinnering");
	return st;
}

static const char *event_of(ReminderState state)
{
	return state == REMINDER_STATE_SENT      ? "reminder.sent"
	       : state == REMINDER_STATE_FAILED  ? "reminder.failed"
	       : state == REMINDER_STATE_DROPPED ? "reminder.dropped"
						 : "reminder.planned";
}

/* One attempt more, now; the oldest goes when there are too many. */
static void note_attempt(struct call *call, Reminder *reminder, const Reminder *given)
{
	const size_t kept = reminder->n_history < MOST_HISTORY ? reminder->n_history : MOST_HISTORY - 1;
	ReminderAttempt **history = arena_alloc(call->arena, (kept + 1) * sizeof(*history));
	ReminderAttempt *attempt = arena_alloc(call->arena, sizeof(*attempt));

	if (kept > 0)
		memcpy(history, &reminder->history[reminder->n_history - kept], kept * sizeof(*history));
	reminder_attempt__init(attempt);
	attempt->attempt_time = instant_new(call->arena, call->now);
	attempt->channel = given->channel;
	attempt->taken = reminder->state == REMINDER_STATE_SENT;
	attempt->answer = given->reason;
	history[kept] = attempt;
	reminder->history = history;
	reminder->n_history = kept + 1;
}

static void change(struct call *call, Reminder *reminder, const UpdateReminderRequest *in)
{
	const Reminder *given = in->reminder;

	if (service_mask_has(in->update_mask, "state"))
		reminder->state = given->state;
	if (service_mask_has(in->update_mask, "channel"))
		reminder->channel = given->channel;
	if (service_mask_has(in->update_mask, "message_id"))
		reminder->message_id = given->message_id;
	if (service_mask_has(in->update_mask, "attempts")) {
		if (given->attempts > reminder->attempts)
			note_attempt(call, reminder, given);
		reminder->attempts = given->attempts;
	}
	if (service_mask_has(in->update_mask, "reason"))
		reminder->reason = given->reason;
	if (service_mask_has(in->update_mask, "send_time"))
		reminder->send_time = given->send_time;
	if (service_mask_has(in->update_mask, "next_time"))
		reminder->next_time = given->next_time;
	if (reminder->state != REMINDER_STATE_PENDING)
		reminder->next_time = NULL;
}

RPC_METHOD(update_reminder, UpdateReminderRequest, Reminder)
(struct call *call, const UpdateReminderRequest *in, Reminder **ret)
{
	ReminderState before;
	Reminder *reminder;
	enum status st = STATUS_OK;

	if (in->reminder == NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "MISSING", "reminder", "reminder is missing",
			"reminder ontbreekt");
	st = open_reminder(call, "reminder.name", in->reminder->name, &reminder);
	if (st == STATUS_OK)
		st = check_change(call, in);
	if (st != STATUS_OK)
		return st;
	before = reminder->state;
	change(call, reminder, in);
	if (reminder->state == REMINDER_STATE_SENT && reminder->send_time == NULL)
		reminder->send_time = instant_new(call->arena, call->now);
	st = store_reminder_update(call->conn, reminder, &call->error);
	if (st == STATUS_OK && reminder->state != before)
		st = service_reminder_tell(call, reminder, event_of(reminder->state), before, reminder->state);
	if (st == STATUS_OK)
		*ret = reminder;
	return st;
}

RPC_METHOD(answer, AnswerRequest, AnswerResponse)(struct call *call, const AnswerRequest *in, AnswerResponse **ret)
{
	return service_reminder_answer(call, in, ret);
}

RPC_METHOD(record_bounce, RecordBounceRequest, Reminder)
(struct call *call, const RecordBounceRequest *in, Reminder **ret)
{
	return service_reminder_bounce(call, in, ret);
}

/* Sending and receiving are the plugin's: these calls are handed to it, and come here only where no plugin runs. */
static enum status no_plugin(struct call *call)
{
	return error_detail(&call->error, STATUS_UNAVAILABLE, "NO_PLUGIN", NULL, "%s",
		words_pick(call->locale, "the reminders plugin does not run: enable it first",
			"de plug-in reminders draait niet: zet die eerst aan"));
}

RPC_METHOD(retry_reminder, RetryReminderRequest, Reminder)
(struct call *call, const RetryReminderRequest *in, Reminder **ret)
{
	(void)in;
	(void)ret;
	return no_plugin(call);
}

RPC_METHOD(list_coming_reminders, ListComingRemindersRequest, ListComingRemindersResponse)
(struct call *call, const ListComingRemindersRequest *in, ListComingRemindersResponse **ret)
{
	(void)in;
	(void)ret;
	return no_plugin(call);
}

RPC_METHOD(receive_mail, ReceiveMailRequest, ReceiveMailResponse)
(struct call *call, const ReceiveMailRequest *in, ReceiveMailResponse **ret)
{
	(void)in;
	(void)ret;
	return no_plugin(call);
}

Reminders_Service service_reminders = REMINDERS__INIT(handle_);
