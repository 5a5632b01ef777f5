/* plugins/calendar/calls: who calls, and whose calendars it is about: their own, or anybody's for an administrator. */
#ifndef CALENDAR_CALLER_H
#define CALENDAR_CALLER_H

#include "plugin.h"

#include "ridealong/v1/person.pb-c.h"

/** Embedded in what a call needs until it is answered. */
struct calendar_caller {
	struct calendar_plugin *plugin;
	struct ridealong_work *work;
	bool dutch, admin;
	char *name;                                                 /* own; "people/ID", "admin" */
	void (*is_allowed)(void *arg, const struct Person *person); /* of calendar_caller_ask() */
	void (*is_refused)(void *arg);
	void *arg;
};

void calendar_caller_init(struct calendar_caller *caller, struct calendar_plugin *plugin, struct ridealong_work *work,
	const struct ridealong_call *call);
void calendar_caller_finish(struct calendar_caller *caller);

/** Whether it is a person who calls, and as whom to call the daemon: NULL for one who may do everything. */
bool calendar_caller_is_person(const struct calendar_caller *caller);
const char *calendar_caller_as(const struct calendar_caller *caller);

/** Finishes the work badly, in the caller's language; code NULL: none. */
void calendar_caller_refuse(
	const struct calendar_caller *caller, int status, const char *code, struct calendar_reason reason);

/** Asks who that is: "people/ID", "people/ADDRESS", "people/me", each with anything behind a further /; "" for the
 *  caller. Then is_allowed() with the person, when it is the caller or an administrator asks; else the work is finished
 *  badly, and is_refused() comes. One of the two comes, perhaps from within. */
void calendar_caller_ask(struct calendar_caller *caller, const char *whose,
	void (*is_allowed)(void *arg, const struct Person *person), void (*is_refused)(void *arg), void *arg);

/** What follows "people/ID/calendars/" in a name; "" when it has no such part. */
const char *calendar_caller_calendar(const char *name);

#endif
