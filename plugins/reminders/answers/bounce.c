/* plugins/reminders/answers/ — a mail of ours that came back. */
#include "plugins/reminders/answers/bounce.h"

#include <stdlib.h>
#include <string.h>

#include "proto/status.h"
#include "ridealong/v1/reminder.pb-c.h"

struct report {
	struct task task;
	struct reminders *self;
	bounce_cb done;
	void *arg;
};

static void free_report(struct task *task)
{
	free(task);
}

static void end(struct report *report, bool later)
{
	bounce_cb done = report->done;
	void *arg = report->arg;

	task_end(&report->task);
	done(arg, later);
}

static void on_recorded(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct report *report = arg;
	const struct sdk *sdk = &report->self->sdk;
	bool later = task_may_try_again(reply_end->status);

	if (reply_end->status == STATUS_OK)
		sdk_log(sdk, RIDEALONG_INFO, "a mail server told of %s: %s", ((const Reminder *)reply)->name,
			((const Reminder *)reply)->reason);
	else if (later)
		sdk_log(sdk, RIDEALONG_WARNING, "a bounce waits, the daemon could not take it: %s", reply_end->message);
	else
		sdk_log(sdk, RIDEALONG_INFO, "a bounce of no mail of ours was put away");
	end(report, later);
}

void bounce_record(
	struct reminders *self, const char *request, const struct letter_bounce *bounce, bounce_cb done, void *arg)
{
	RecordBounceRequest in = RECORD_BOUNCE_REQUEST__INIT;
	struct report *report;

	if (bounce->message_id == NULL && bounce->token == NULL) {
		sdk_log(&self->sdk, RIDEALONG_INFO, "a bounce that names no mail of ours was put away");
		done(arg, false);
		return;
	}
	report = task_allocate(sizeof(*report));
	report->self = self;
	report->done = done;
	report->arg = arg;
	task_begin(self, &report->task, free_report);
	/* The address that it came back to is the envelope's, which the mail itself cannot change. */
	in.message_id = bounce->token != NULL ? bounce->token : bounce->message_id;
	in.status = (char *)bounce->status;
	in.words = bounce->words != NULL ? bounce->words : (char *)"";
	in.final = bounce->final;
	cause_call(self, &(struct cause){ .request = request }, &reminders__descriptor, "RecordBounce", &in.base,
		on_recorded, report);
}
