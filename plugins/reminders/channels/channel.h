/* plugins/reminders/channels/ — how a mail leaves: a table of functions with two tenants, the Maildir and the command.
 * All on the plugin's loop. */
#ifndef RIDEALONG_REMINDERS_CHANNEL_H
#define RIDEALONG_REMINDERS_CHANNEL_H

#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "proto/status.h"

/** What is handed over; borrowed until the callback has come. */
struct channel_mail {
	const char *key; /* equal keys are one message */
	int64_t moment;  /* µs, constant for the key */
	const char *to, *to_name, *subject, *body, *language;
	const char *message_id;
	const char *bytes; /* the whole mail */
	size_t size;
};

/** How it went: OK is delivered; FAILED_PRECONDITION is refused for good; anything else may be tried again. */
typedef void (*channel_done_cb)(void *arg, enum status status, const char *message);

struct channel {
	const char *name; /* as in Reminder.channel */
	/** Never blocks; the callback comes exactly once, later, also when closing. */
	void (*deliver)(struct channel *channel, const struct channel_mail *mail, channel_done_cb done, void *arg);
	/** Ends what is under way and frees the channel once its callbacks have come. */
	void (*close)(struct channel *channel);
};

/** What is wrong with a pattern, or with a command, as a setting's fault. Pure. */
const char *channel_maildir_fault(const char *pattern);
const char *channel_command_fault(const char *command);

/** `pattern` as in maildir.h. NULL and a sentence when it makes no sense. */
struct channel *channel_maildir_open(uv_loop_t *loop, const char *pattern, struct error *reterr);

/** `command` is a program's full path and its arguments, separated by spaces; "…" keeps spaces together; no shell. It
 *  reads a JSON object from standard input: key, to, toName, subject, body, language, messageId, mail; the key is in
 *  RIDEALONG_KEY, too, and is the same whenever the same message is handed over again. Exit code 0 is
 *  delivered; 64, 65, 67, 68 and 77 (sysexits: usage, data, no user, no host, no permission) is refused for good; any
 *  other, a signal, or `seconds` gone by may be tried again, with the last line of its standard error as the reason. */
struct channel *channel_command_open(uv_loop_t *loop, const char *command, int seconds, struct error *reterr);

#endif
