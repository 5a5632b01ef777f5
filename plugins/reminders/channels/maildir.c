/* plugins/reminders/channels/ — the Maildir as a channel: the disk is waited for on libuv's own threads. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/channels/channel.h"
#include "plugins/reminders/mail/maildir.h"

struct maildir_channel {
	struct channel channel;
	uv_loop_t *loop;
	char *pattern;
	int under_way;
	bool closing;
};

struct delivery {
	uv_work_t work;
	struct maildir_channel *self;
	const struct channel_mail *mail;
	channel_done_cb done;
	void *arg;
	enum status status;
	struct error error;
};

static void let_go(struct maildir_channel *self)
{
	if (!self->closing || self->under_way > 0)
		return;
	free(self->pattern);
	free(self);
}

static void on_thread(uv_work_t *work)
{
	struct delivery *delivery = work->data;
	const struct channel_mail *mail = delivery->mail;
	char dir[MAILDIR_PATH];

	delivery->status = maildir_path(delivery->self->pattern, mail->to, dir, &delivery->error);
	if (delivery->status == STATUS_OK)
		delivery->status =
			maildir_deliver(dir, mail->key, mail->moment, mail->bytes, mail->size, &delivery->error);
	else
		delivery->status = STATUS_FAILED_PRECONDITION;
}

static void on_done(uv_work_t *work, int status)
{
	struct delivery *delivery = work->data;
	struct maildir_channel *self = delivery->self;

	(void)status;
	delivery->done(delivery->arg, delivery->status, delivery->error.message, 0);
	free(delivery);
	self->under_way--;
	let_go(self);
}

static void deliver(struct channel *channel, const struct channel_mail *mail, channel_done_cb done, void *arg)
{
	struct maildir_channel *self = (struct maildir_channel *)channel;
	struct delivery *delivery = calloc(1, sizeof(*delivery));

	if (delivery == NULL)
		abort();
	delivery->work.data = delivery;
	delivery->self = self;
	delivery->mail = mail;
	delivery->done = done;
	delivery->arg = arg;
	self->under_way++;
	uv_queue_work(self->loop, &delivery->work, on_thread, on_done);
}

static void close_channel(struct channel *channel)
{
	struct maildir_channel *self = (struct maildir_channel *)channel;

	self->closing = true;
	let_go(self);
}

static const char *maildir_fault(const char *pattern)
{
	char path[MAILDIR_PATH];

	if (pattern[0] != '/')
		return "is no folder that begins with /";
	return maildir_path(pattern, "somebody@example.com", path, NULL) == STATUS_OK
		       ? NULL
		       : "is too long, or holds another % than %e, %u, %d and %%";
}

struct channel *channel_maildir_open(uv_loop_t *loop, const char *pattern, struct error *reterr)
{
	struct maildir_channel *self;
	char path[MAILDIR_PATH];

	if (pattern[0] != '/') {
		error_set(reterr, STATUS_INVALID_ARGUMENT, "maildir = %s is no full path", pattern);
		return NULL;
	}
	if (maildir_path(pattern, "somebody@example.com", path, reterr) != STATUS_OK)
		return NULL;
	self = calloc(1, sizeof(*self));
	if (self == NULL || (self->pattern = strdup(pattern)) == NULL) {
		free(self);
		error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for a channel");
		return NULL;
	}
	self->channel = (struct channel){ .name = "maildir", .deliver = deliver, .close = close_channel };
	self->loop = loop;
	return &self->channel;
}

static struct channel *open_channel(uv_loop_t *loop, channel_value value, void *arg, struct error *reterr)
{
	return channel_maildir_open(loop, value(arg, "maildir"), reterr);
}

const struct channel_kind channel_maildir = { .name = "maildir",
	.settings = (const struct ridealong_setting[]){ { "maildir", maildir_fault }, { NULL, NULL } },
	.open = open_channel };
