/* plugins/calendar/sources: a calendar that is called otherwise from now on: with the daemon, so that its meetings keep
 * all that hangs on them, then on the shelf. Broken off in between, it is done again. Host's thread. */
#ifndef CALENDAR_RENAME_H
#define CALENDAR_RENAME_H

#include "meetings/sync.h"

struct calendar_rename_job {
	const struct sdk *sdk;
	struct calendar_desk *desk;
	const char *person;    /* "people/ID" */
	const char *from, *to; /* texts are copied */
	/** Comes once, later. status: gRPC; a sentence of the daemon's, or of the shelf's, unless that is OK. */
	void (*done)(void *arg, int status, const struct calendar_reason *why);
	void *arg;
};

void calendar_rename_start(const struct calendar_rename_job *job);

#endif
