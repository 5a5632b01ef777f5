/* plugins/reminders/channels/ — how a mail leaves: a table of functions a way. A further way is a file and a row in
 * kind.c. All on the plugin's loop. */
#ifndef RIDEALONG_REMINDERS_CHANNEL_H
#define RIDEALONG_REMINDERS_CHANNEL_H

#include <ridealong/plugin.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "proto/status.h"

/** What is handed over; borrowed until the callback has come. */
struct channel_mail {
	const char *key; /* equal keys are one message */
	int64_t moment;  /* µs, constant for the key */
	const char *to, *to_name, *subject, *body, *language;
	const char *kind;     /* "prepare", "card" …: what sort of message it is; "refusal" to a stranger */
	const char *session;  /* "sessions/ID" that it is about, or NULL */
	const char *reply_to; /* where it can be answered, or NULL */
	const char *message_id;
	const char *bytes; /* the whole mail */
	size_t size;
};

/** How it went: OK is delivered; FAILED_PRECONDITION is refused for good; anything else may be tried again, though not
 *  before `wait_us` from now have gone by: so long the other side asks to be left alone (0: it says nothing). */
typedef void (*channel_done_cb)(void *arg, enum status status, const char *message, int64_t wait_us);

struct channel {
	const char *name; /* as in Reminder.channel */
	/** Never blocks; the callback comes exactly once, later, also when closing. Several may be under way. */
	void (*deliver)(struct channel *channel, const struct channel_mail *mail, channel_done_cb done, void *arg);
	/** Ends what is under way and frees the channel once its callbacks have come. */
	void (*close)(struct channel *channel);
};

/** A value of the section at hand, or NULL. */
typedef const char *(*channel_value)(void *arg, const char *key);

/** A sort of channel, as the configuration chooses it. */
struct channel_kind {
	const char *name; /* and the key that chooses it */
	/** The keys that it understands, its name among them; an entry without key ends them. Two kinds may understand
	 *  the same key, with the same fault. */
	const struct ridealong_setting *settings;
	/** What is wrong with them together, as settings_fault of plugin.h. May be NULL. */
	const char *(*fault)(channel_value value, void *arg, const char **ret_key);
	/** Values without fault. NULL and a sentence when it cannot be. */
	struct channel *(*open)(uv_loop_t *loop, channel_value value, void *arg, struct error *reterr);
};

/** All, by name; NULL ends them (kind.c). */
extern const struct channel_kind *const channel_kinds[];
/** The one that a section chooses; NULL when it chooses none. */
const struct channel_kind *channel_kind_chosen(channel_value value, void *arg);
/** What is wrong with what a section says of channels: it chooses two, or says what its own does not understand. */
const char *channel_kind_fault(channel_value value, void *arg, const char **ret_key);

extern const struct channel_kind channel_command, channel_maildir, channel_smtp, channel_webhook;

/** `pattern` as in maildir.h. NULL and a sentence when it makes no sense. */
struct channel *channel_maildir_open(uv_loop_t *loop, const char *pattern, struct error *reterr);

/** `command` is a program's full path and its arguments, separated by spaces; "…" keeps spaces together; no shell. It
 *  reads a JSON object from standard input: key, to, toName, subject, body, language, messageId, mail; the key is in
 *  RIDEALONG_KEY, too, and is the same whenever the same message is handed over again. Exit code 0 is
 *  delivered; 64, 65, 67, 68 and 77 (sysexits: usage, data, no user, no host, no permission) is refused for good; any
 *  other, a signal, or `seconds` gone by may be tried again, with the last line of its standard error as the reason. */
struct channel *channel_command_open(uv_loop_t *loop, const char *command, int seconds, struct error *reterr);

/** The fault of a number of seconds that an attempt may take. */
const char *channel_seconds_fault(const char *value);
enum { CHANNEL_MOST_SECONDS = 600 };

#endif
