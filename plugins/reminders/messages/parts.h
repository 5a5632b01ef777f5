/* plugins/reminders/messages/ — what somebody has a part in: the sessions, action points and coaching relations that
 * exist for them. Asked of the daemon acting as they do, so that what is kept from them is not among these. */
#ifndef RIDEALONG_REMINDERS_PARTS_H
#define RIDEALONG_REMINDERS_PARTS_H

#include "plugins/reminders/reminders.h"

/** Zeroed but for self, work and person. */
struct parts {
	struct reminders *self;
	struct ridealong_work *work;
	const char *person; /* "people/ID"; borrowed */
	char **names;       /* sorted, once they are all there */
	size_t n_names, step;
	sdk_reply_cb done;
	void *arg;
};

/** Loads; the callback comes once, later, with the end of the last call: all is there when its status is 0. */
void parts_load(struct parts *parts, sdk_reply_cb done, void *arg);

/** Whether they have a part in "sessions/ID", "actionPoints/ID" or "coachings/ID". */
bool parts_has(const struct parts *parts, const char *name);

/** Frees what was loaded. */
void parts_finish(struct parts *parts);

#endif
