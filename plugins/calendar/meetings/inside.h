/* plugins/calendar/meetings: what the files of this room share: the desk, and a sync that lies on it. */
#ifndef CALENDAR_MEETINGS_INSIDE_H
#define CALENDAR_MEETINGS_INSIDE_H

#include "sync.h"

#include <uv.h>

/** Something that is done in stretches between turns of the loop. Embedded in what it is for; lives until closed(). */
struct calendar_stretch {
	struct calendar_stretch *next;
	struct calendar_desk *desk;
	uv_idle_t idle;
	uint64_t until; /* of real time, which nobody sees: how long the present stretch may last */
	void (*give_up)(struct calendar_stretch *stretch); /* the desk stops: end at once */
	void (*closed)(struct calendar_stretch *stretch);
	void (*then)(struct calendar_stretch *stretch);
};

struct calendar_desk {
	const struct sdk *sdk;
	struct calendar_shelf *shelf;
	struct calendar_limits limits;
	struct calendar_stretch *stretches;
	void (*synced)(void *arg); /* may be NULL */
	void *synced_arg;
	bool stopping;
	void (*stopped)(void *arg);
	void *stopped_arg;
};

void desk_add(struct calendar_desk *desk, struct calendar_stretch *stretch);
/** Calls then() in the next turn of the loop, which begins a stretch. */
void desk_later(struct calendar_stretch *stretch, void (*then)(struct calendar_stretch *stretch));
/** Whether the present stretch has lasted long enough. */
bool desk_is_time(const struct calendar_stretch *stretch);
/** Takes it off the desk; closed() comes later. */
void desk_remove(struct calendar_stretch *stretch);

#endif
