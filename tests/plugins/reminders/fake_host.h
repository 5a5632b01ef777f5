/* A host over a small world: one session, its two people, one action point; it keeps timers and reminders as the daemon
 * does (once by key), and its callbacks come later, on the loop. */
#ifndef RIDEALONG_TESTS_REMINDERS_FAKE_HOST_H
#define RIDEALONG_TESTS_REMINDERS_FAKE_HOST_H

#include <ridealong/plugin.h>
#include <stdbool.h>
#include <uv.h>

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

enum { MOST_KEPT = 40 };

struct kept_timer {
	char key[200];
	int64_t due;
};

struct kept_reminder {
	char name[40], key[200], person[40], session[40], action_point[40], reason[200], message_id[200];
	ReminderKind kind;
	ReminderState state;
	int attempts;
	bool answerable;
	Timestamp created, sent, due;
};

struct fake_call {
	struct fake_call *next;
	char method[80], act_as[80];
	void *bytes;
	size_t length;
	ridealong_reply_cb done;
	void *arg;
};

struct ridealong_host {
	uv_loop_t loop;
	uv_idle_t turn;
	struct fake_call *calls; /* in order */
	char dir[64];
	const char *maildir, *command, *most_an_hour;
	int64_t now;
	Session session;
	Person coach, coachee;
	Coaching coaching;
	ActionPoint point;
	Preparation preparation;
	bool hidden; /* from the coachee */
	struct kept_timer timers[MOST_KEPT];
	int n_timers;
	struct kept_reminder reminders[MOST_KEPT];
	int n_reminders;
	int most_pending;  /* reminders that were pending at one time */
	int answers;       /* that had an effect */
	int answer_status; /* of all of them from now on, instead */
	bool lose_answer;  /* takes the next answer, is away before it says so, and stays away */
	char answered_text[200];
	bool no_inbox;       /* none is configured */
	const char *require; /* require_auth */
	int bounces;         /* that were recorded */
	char bounced[100], bounced_words[400];
	bool bounced_final;
	int finished, status;
	const struct ridealong_plugin *plugin;
	void *self;
};

/** Starts the plugin in a folder of its own. */
void fake_host_start(struct ridealong_host *host);
/** Stops it as a host does, or (`crash`) forgets it: what it waited for never comes; the folder stays. */
void fake_host_stop(struct ridealong_host *host);
/** Starts the plugin once more in the same folder. */
void fake_host_restart(struct ridealong_host *host);
void fake_host_remove(struct ridealong_host *host);

/** Hands out work and runs until it is finished; returns its status. */
int fake_host_event(struct ridealong_host *host, const char *type, const char *subject);
int fake_host_timer(struct ridealong_host *host, const char *key);
/** Hands out two timers, the second while the first is worked on, and runs until both are finished. */
void fake_host_two_timers(struct ridealong_host *host, const char *first, const char *second);
int fake_host_settle(struct ridealong_host *host);
/** A mail server hands over a mail; the arguments as in ReceiveMailRequest, NULL for what is not known. */
int fake_host_receive(struct ridealong_host *host, const char *mail, const char *receiver, const char *return_path);
int fake_host_retry(struct ridealong_host *host, const char *reminder);

/** Runs all timers due at or before `until`, in order, moving the clock. */
void fake_host_advance(struct ridealong_host *host, int64_t until);
const struct kept_timer *fake_host_find_timer(const struct ridealong_host *host, const char *key);

/* How the world answers a call; the reply is valid until the next one. */
struct outcome {
	int status;
	const char *message, *reason;
	const ProtobufCMessage *reply;
};

struct outcome fake_host_not_found(void);
struct outcome fake_host_good(const ProtobufCMessage *reply);
struct outcome fake_host_create_reminder(struct ridealong_host *host, const CreateReminderRequest *in);
struct outcome fake_host_update_reminder(struct ridealong_host *host, const UpdateReminderRequest *in);
struct outcome fake_host_list_reminders(struct ridealong_host *host, const ListRemindersRequest *in);
struct outcome fake_host_get_reminder(struct ridealong_host *host, const GetReminderRequest *in);
struct outcome fake_host_take_answer(struct ridealong_host *host, const AnswerRequest *in);

#endif
