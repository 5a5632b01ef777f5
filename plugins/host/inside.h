/* plugins/host — a running host from the inside; for the files of this folder alone. All of it belongs to the loop's
 * thread but the mailbox. */
#ifndef RIDEALONG_HOST_INSIDE_H
#define RIDEALONG_HOST_INSIDE_H

#include <pthread.h>
#include <ridealong/client.h>
#include <ridealong/plugin.h>
#include <stdbool.h>
#include <uv.h>

#include "plugins/host/hello.h"
#include "plugins/host/host.h"
#include "ridealong/v1/plugin.pb-c.h"

#define MESSAGE_SIZE 400

/** The end of a call, on its way from a thread of the client to the loop. */
struct letter {
	void (*open)(struct ridealong_host *host, struct letter *letter);
	struct ridealong_host *host;
	void *arg; /* the opener's */
	struct ridealong_error error;
	void *bytes;
	size_t length;
	struct letter *next;
};

struct mailbox {
	pthread_mutex_t lock;
	struct letter *first, **last;
	uv_async_t wake;
	bool closed; /* the loop reads no more */
};

enum status mailbox_init(struct mailbox *mailbox, struct ridealong_host *host, struct error *reterr);
/** From here on letters are thrown away. */
void mailbox_close(struct mailbox *mailbox);
/** After the client is closed and the loop has ended. */
void mailbox_finish(struct mailbox *mailbox);
/** Any thread; the letter is the mailbox's. */
void mailbox_post(struct mailbox *mailbox, struct letter *letter);
struct letter *letter_create(
	struct ridealong_host *host, void (*open)(struct ridealong_host *, struct letter *), void *arg);

/** A call of the plugin's under way. Its letter frees it. */
struct waiting {
	ridealong_reply_cb done;
	void *arg;
	bool ended;
	struct waiting *next;
};

/** An asynchronous call whose end the letter tells; the letter is the client's, then the mailbox's. */
void host_call_async(struct ridealong_host *host, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, struct letter *letter);

/** Equal writes within a piece of work are numbered: request ids derive from it. */
struct ordinal {
	char *call; /* method, the person acted for, hash of the content */
	uint32_t next;
	struct ordinal *after;
};

struct ridealong_work {
	Work *message;
	struct ridealong_event event;
	struct ridealong_timer timer;
	struct ridealong_call call;
	struct ordinal *ordinals;
	struct ridealong_work *next;
};

/** Work that is done and has yet to be reported. */
struct done {
	WorkDone *message;
	uint64_t carried_by; /* sequence of the Take under way that carries it; 0: none */
	struct done *next;
};

/** Sequence of a Take whose answer never came. */
struct lost {
	uint64_t sequence, carried_by;
	struct lost *next;
};

struct ridealong_host {
	uv_loop_t loop;
	const struct ridealong_plugin *plugin;
	const struct hello *hello;
	void *self; /* the plugin's own */
	struct ridealong_client *client;
	struct mailbox mailbox;
	uv_signal_t sigterm;
	uv_pipe_t control;
	bool has_control;
	uv_timer_t farewell; /* the plugin's time for closing handles */
	bool stopping;
	enum host_exit exit;

	/* The standing Take: take.c */
	char instance[37];
	uint64_t sequence;    /* of the last Take that was sent */
	bool take_due;        /* send one before the loop waits again */
	int takes;            /* under way */
	int failures;         /* Takes that failed in a row */
	uint64_t alone_since; /* loop time of the first of them */
	uv_prepare_t before_wait;
	uv_timer_t retry;
	struct done *done;
	struct lost *lost;

	/* The daemon's time, and ours when it came. */
	int64_t clock_us;
	uint64_t clock_at_ns;
	bool simulation;

	struct ridealong_work *work; /* at hand, the oldest first */
	struct waiting *waiting;     /* calls whose callback has not come */
};

extern const struct ridealong_host_api host_api;
/** Ends the plugin's calls under way with CANCELLED: before its stop(). */
void api_cancel_all(struct ridealong_host *host);

/** Sends the first Take. */
void take_start(struct ridealong_host *host);
/** Before the client is closed. */
void take_stop(struct ridealong_host *host);
/** Frees what was not reported; after the loop. */
void take_finish(struct ridealong_host *host);
/** Reports with the next Take, which goes out when the loop would wait. Takes ownership. */
void take_report(struct ridealong_host *host, WorkDone *message);

/** Hands work to the plugin; the message is taken. The same work twice is the same work. */
void work_begin(struct ridealong_host *host, Work *message);
/** Out of the list, and freed. */
void work_forget(struct ridealong_host *host, struct ridealong_work *work);
void work_finish_all(struct ridealong_host *host);
/** Request id of a call within the work: equal whenever the work is handed out. It derives from the work, the call's
 *  content, and how many equal ones there were before in the work; not from other calls, of which there may be more or
 *  fewer the second time, and which may be about what somebody must not know of. */
void work_request_id(struct ridealong_work *work, const char *method, const char *act_as, const void *bytes,
	size_t length, char ret[37]);

/** Request id of a call that belongs to what the plugin calls so: equal for equal calls, whenever they are made. */
void request_id_derive(
	const char *request, const char *method, const char *act_as, const void *bytes, size_t length, char ret[37]);

/** From now on that is the daemon's time; in a simulation it stands still. */
void host_clock_set(struct ridealong_host *host, int64_t now_us, bool simulation);
/** Ends the host: the loop runs out. */
void host_stop(struct ridealong_host *host, enum host_exit exit);
/** Logs and tells the starter. */
void host_complain(struct ridealong_host *host, const char *sentence);

/** Out of memory ends the process; its work is handed out again. */
void *host_allocate(size_t size);
char *host_strdup(const char *text);

#endif
