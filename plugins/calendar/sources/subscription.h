/* plugins/calendar/sources: the calendars that come in by themselves. A section "[plugin calendar NAME]" of the
 * configuration is a subscription: whose calendars, where, how often.
 *
 *	owner = ADDRESS        whose they are
 *	folder = DIR           of .ics files, each a calendar "NAME/FILE"; read when it changes
 *	feed = URL             an .ics file on the web (https, http, webcal), the calendar "NAME"
 *	feed_file = FILE       holds the feed's address, when that is a secret
 *	caldav = ADDRESS       a calendar on a server: "https://host/path/", "host" or "user@host"; the calendar "NAME"
 *	calendar = NAME        which of those there, by its name or path; not needed when there is one
 *	interval = 15m         how often it is read; s, m, h or d. A folder is not, unless this is said
 *
 * and how to get in (login.h). When it is read is told by timers at the daemon, so that a manual clock moves it.
 * Between two reads lies the interval and up to a tenth of it, by the section's name, so that not all come at once.
 * After a failure the time doubles, up to 6 hours; a server that says Retry-After is left alone for as long (a day at
 * most), unless somebody asks for a read. A read that fails changes nothing.
 *
 * Host's thread.
 */
#ifndef CALENDAR_SUBSCRIPTION_H
#define CALENDAR_SUBSCRIPTION_H

#include "meetings/sync.h"

#include <ridealong/sdk.h>

#include "ridealong/v1/person.pb-c.h"

struct calendar_subscription;
struct calendar_subscriptions;

/** How a read ended; valid within the call. */
struct calendar_outcome {
	int status; /* gRPC; of the first thing that failed and may be mended by trying again */
	const struct calendar_reason *why;
	int64_t retry_us; /* not before so much time has passed; 0: nothing said */
};

/** Where calendars of one kind come from. */
struct calendar_supplier {
	const char *key;  /* of the section, that chooses it */
	const char *name; /* as of calendar_shelf_calendar() */
	bool at_hand;     /* what it reads lies on this machine: it is read whenever everything is to settle */
	/** NULL, with *ret_why, when it cannot begin now; tried again at the next read. */
	void *(*start)(struct calendar_subscription *subscription, const struct calendar_reason **ret_why);
	/** Reads once, never while a read is under way. Each calendar is told by calendar_subscription_tell(); then
	 *  calendar_subscription_ended(), once, from within or later, unless it is stopped before. accept: the calendar
	 *  of which the cancellations are accepted (sync.h), or the subscription for all of its; or NULL. */
	void (*read)(void *self, const char *accept);
	/** Removes what lies outside of the shelf of the owner's calendars. False: not all of it. May be NULL. */
	bool (*wipe)(void *self);
	/** Ends what is under way; stopped() when nothing of it is left on the loop. Syncs end with the desk. */
	void (*stop)(void *self, void (*stopped)(void *arg), void *arg);
};

extern const struct calendar_supplier calendar_supplier_folder, calendar_supplier_feed, calendar_supplier_caldav;

/** What is wrong with a calendar, in both languages. */
struct calendar_trouble {
	struct calendar_trouble *next;
	char *calendar;
	int status;
	char code[40];
	char *told[2]; /* English, Dutch */
	int64_t since_us;
};

/** What a read changed, over all calendars that were brought in line by it. */
struct calendar_tally {
	int calendars;
	int created, updated, moved, unchanged, cancelled, outside;
};

struct calendar_waiter;

/** What a supplier sees of its subscription. */
struct calendar_subscription {
	const struct sdk *sdk;
	struct calendar_desk *desk;
	struct calendar_subscriptions *all;
	const struct calendar_supplier *supplier;
	void *self; /* the supplier's; NULL: it could not begin yet */
	const char *name;
	const char *twin; /* the section that reads the same for the same owner, so that this one does not; or NULL */
	char *owner;      /* "people/ADDRESS" */
	char *person;     /* "people/ID", within a read */
	int64_t interval_us;         /* 0: only when something changes */
	int64_t read_us;             /* when it was last read; 0: not yet */
	int64_t next_us;             /* when it is to be read; 0: nobody knows */
	int failures;                /* in a row */
	bool reading, again;         /* again: something may have changed since the read began */
	char *accept;                /* by the next read */
	struct calendar_tally tally; /* of the read under way, or the last one */
	struct calendar_trouble *troubles;
	struct calendar_waiter *waiters;
};

/** Faults of single keys, and of a section as a whole, for struct ridealong_plugin. */
const char *calendar_interval_fault(const char *value);
const char *calendar_owner_fault(const char *value);
const char *calendar_feed_fault(const char *value);
const char *calendar_caldav_fault(const char *value);
const char *calendar_subscription_fault(
	const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key);
/** "15m" in µs; -1 when it is no such thing. */
int64_t calendar_subscription_duration(const char *text);
/** A key of the section; NULL when it is not there. */
const char *calendar_subscription_setting(const struct calendar_subscription *subscription, const char *key);

/** Begins with all sections that are subscriptions. */
struct calendar_subscriptions *calendar_subscriptions_start(const struct sdk *sdk, struct calendar_desk *desk);
/** Stops all, and calls stopped() when that is done. NULL is fine. */
void calendar_subscriptions_stop(struct calendar_subscriptions *all, void (*stopped)(void *arg), void *arg);
/** The index-th one; NULL beyond the last. */
struct calendar_subscription *calendar_subscriptions_at(struct calendar_subscriptions *all, size_t index);

/** Finishes the work when everything at hand has been read and no read is under way; with the first failure that
 *  trying again may mend. */
void calendar_subscriptions_settle(struct calendar_subscriptions *all, struct ridealong_work *work);
/** Whether a timer is a subscription's. */
bool calendar_subscriptions_own(const struct ridealong_timer *timer);
/** Does what such a timer is for, then finishes the work. */
void calendar_subscriptions_timer(
	struct calendar_subscriptions *all, struct ridealong_work *work, const struct ridealong_timer *timer);
/** Somebody has come, or has another address: sections whose owner nobody knew are read now. */
void calendar_subscriptions_greet(struct calendar_subscriptions *all);
/** Removes what lies here of the calendars of a person who is being erased. False: not all of it. */
bool calendar_subscriptions_wipe(struct calendar_subscriptions *all, const Person *person);

/** Whether it is of that person. */
bool calendar_subscription_is_of(const struct calendar_subscription *subscription, const Person *person);
/** Whether a calendar of that name comes from it; its own name stands for all. */
bool calendar_subscription_has(const struct calendar_subscription *subscription, const char *calendar);
/** NULL when there is none. */
const struct calendar_trouble *calendar_subscription_trouble(
	const struct calendar_subscription *subscription, const char *calendar);
/** Reads now, or once more if a read is under way; done() is told how that ended, later. It may be NULL. accept as of
 *  calendar_supplier's read(). */
void calendar_subscription_read(struct calendar_subscription *subscription, const char *accept,
	void (*done)(void *arg, const struct calendar_outcome *outcome), void *arg);

/* For suppliers. */

/** What became of one calendar: nothing is wrong with it, its sync ended so, or it could not even be read. Logged, and
 *  remembered. */
void calendar_subscription_tell_good(struct calendar_subscription *subscription, const char *calendar);
void calendar_subscription_tell(
	struct calendar_subscription *subscription, const char *calendar, const struct calendar_sync_result *result);
/** code "": the reason's own name. */
void calendar_subscription_tell_trouble(struct calendar_subscription *subscription, const char *calendar, int status,
	const char *code, const struct calendar_reason *why);
/** Nothing is to be said of it any more. */
void calendar_subscription_forget(struct calendar_subscription *subscription, const char *calendar);
void calendar_subscription_ended(struct calendar_subscription *subscription, const struct calendar_outcome *outcome);
/** Whether a sync that ended so is to be left alone until the calendar changes or somebody says more. */
bool calendar_outcome_stays(const struct calendar_sync_result *result);

#endif
