/* service/ — reminders: what the methods in reminder.c stand on. All in the call's arena. */
#ifndef RIDEALONG_SERVICE_REMINDER_H
#define RIDEALONG_SERVICE_REMINDER_H

#include "daemon/service/call.h"
#include "ridealong/v1/reminder.pb-c.h"

/** Acts on an answer as the person who was asked, for that one request (answer.c). */
enum status service_reminder_answer(struct call *call, const AnswerRequest *in, AnswerResponse **ret);

/** Records that a mail came back, or is delayed (bounce.c). */
enum status service_reminder_bounce(struct call *call, const RecordBounceRequest *in, Reminder **ret);

/** Appends an event about a reminder, for its receiver. Its id derives from the reminder, not from the call. */
enum status service_reminder_tell(
	struct call *call, const Reminder *reminder, const char *type, ReminderState from, ReminderState to);

/** Name of a state in the contract. */
const char *service_reminder_state(ReminderState state);

#endif
