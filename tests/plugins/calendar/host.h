/* A host for the plugin's own tests: its loop is real, and behind its front door stands a small daemon in memory that
 * knows one person and their meetings. */
#ifndef CALENDAR_TEST_HOST_H
#define CALENDAR_TEST_HOST_H

#include <ridealong/plugin.h>
#include <stdbool.h>
#include <uv.h>

#include "ridealong/v1/calendar.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"

struct ridealong_work {
	bool finished;
	int status;
	char message[400];
	char reason[64];
	void *bytes;
	size_t length;
};

enum { HOST_MEETINGS = 5000 };

struct ridealong_host {
	uv_loop_t loop;
	uv_idle_t idle;
	struct host_request *requests;
	int64_t now_us;
	const char *const (*settings)[2]; /* keys and values of sections of their own, such as "work.folder"; a NULL
					     ends them */
	bool admin;                       /* whoever calls may do everything */
	const char *locale;               /* of whoever calls; English when NULL */
	char data_dir[64];
	const struct ridealong_plugin *plugin;
	void *library, *self;

	Meeting *meetings[HOST_MEETINGS]; /* own */
	size_t meeting_count;
	size_t largest_batch, batches, pages;
	char mark[130];
	struct {
		char key[64];
		int64_t due_us;
	} timers[8];      /* set, and not had yet; a key is "" where there is none */
	char logged[400]; /* the last warning */
	int warnings;
	int fail_next;           /* the status with which the next call is answered */
	const char *fail_method; /* the next call of that name is answered UNAVAILABLE; NULL: none */
	char last_act_as[64];
	bool accept_cancellations; /* of imports */
	const char *import_as;     /* which calendar imports name; NULL: that of the file */
	bool is_empty;             /* nobody is known yet */
};

/** A host at this time, for parts of the plugin by themselves. */
void host_open(struct ridealong_host *host);
/** Runs the loop to its end, checks that everything on it was closed, and forgets it all. */
void host_close(struct ridealong_host *host);
extern const struct ridealong_host_api host_api;

/** A host at this time with the built plugin loaded and started. Fails the test when that does not work. */
void host_start(struct ridealong_host *host);
/** Stops the plugin, checks that it closed what it opened, and forgets everything but the data folder when keep is set.
 */
void host_stop(struct ridealong_host *host, bool keep);

/** Imports a text in pieces of that many bytes, as anna@ridealong.example, and gives the last answer (the caller frees
 * it); NULL when a piece was refused: *ret_work says why. */
ImportCalendarResponse *host_import(
	struct ridealong_host *host, const char *text, size_t piece, struct ridealong_work *ret_work);

/** Makes a call and runs the loop until it is finished. */
void host_call(struct ridealong_host *host, const char *method, const ProtobufCMessage *request, const char *caller,
	struct ridealong_work *ret_work);
void host_settle(struct ridealong_host *host, struct ridealong_work *ret_work);
/** Something happened to anna@ridealong.example. */
void host_event(struct ridealong_host *host, const char *type);

/** When the timer is due whose key begins so; 0 when there is none. */
int64_t host_due(const struct ridealong_host *host, const char *key);
/** It is as late as that, or later already: the timer is handed out. */
void host_timer(struct ridealong_host *host, const char *key, struct ridealong_work *ret_work);

/** The meeting of that identity; fails the test when there is none. */
const Meeting *host_meeting(const struct ridealong_host *host, const char *uid, const char *recurrence_id);

#endif
