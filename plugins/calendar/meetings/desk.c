/* plugins/calendar/meetings: where syncs lie, see sync.h and inside.h. */
#include "inside.h"

#include <stdlib.h>

static const uint64_t stretch_ns = UINT64_C(20000000);

struct calendar_desk *calendar_desk_create(
	const struct sdk *sdk, struct calendar_shelf *shelf, const struct calendar_limits *limits)
{
	struct calendar_desk *desk = calloc(1, sizeof(*desk));

	if (!desk)
		return NULL;
	desk->sdk = sdk;
	desk->shelf = shelf;
	desk->limits = *limits;
	return desk;
}

struct calendar_shelf *calendar_desk_shelf(const struct calendar_desk *desk)
{
	return desk->shelf;
}

const struct calendar_limits *calendar_desk_limits(const struct calendar_desk *desk)
{
	return &desk->limits;
}

struct calendar_spool *calendar_desk_spool(const struct calendar_desk *desk)
{
	return calendar_spool_create(calendar_shelf_folder(desk->shelf), desk->limits.bytes);
}

void calendar_desk_tell(struct calendar_desk *desk, void (*synced)(void *arg), void *arg)
{
	desk->synced = synced;
	desk->synced_arg = arg;
}

static void stop_end(struct calendar_desk *desk)
{
	if (desk->stretches)
		return;
	desk->stopped(desk->stopped_arg);
	free(desk);
}

void calendar_desk_stop(struct calendar_desk *desk, void (*stopped)(void *arg), void *arg)
{
	struct calendar_stretch *next;

	if (!desk) {
		stopped(arg);
		return;
	}
	desk->stopping = true;
	desk->stopped = stopped;
	desk->stopped_arg = arg;
	for (struct calendar_stretch *stretch = desk->stretches; stretch; stretch = next) {
		next = stretch->next;
		if (!uv_is_closing((uv_handle_t *)&stretch->idle))
			stretch->give_up(stretch);
	}
	stop_end(desk);
}

void desk_add(struct calendar_desk *desk, struct calendar_stretch *stretch)
{
	stretch->desk = desk;
	stretch->next = desk->stretches;
	desk->stretches = stretch;
	uv_idle_init(desk->sdk->api->loop(desk->sdk->host), &stretch->idle);
	stretch->idle.data = stretch;
}

static void on_idle(uv_idle_t *idle)
{
	struct calendar_stretch *stretch = idle->data;

	uv_idle_stop(idle);
	stretch->until = uv_hrtime() + stretch_ns;
	stretch->then(stretch);
}

void desk_later(struct calendar_stretch *stretch, void (*then)(struct calendar_stretch *stretch))
{
	stretch->then = then;
	uv_idle_start(&stretch->idle, on_idle);
}

bool desk_is_time(const struct calendar_stretch *stretch)
{
	return uv_hrtime() >= stretch->until;
}

static void on_closed(uv_handle_t *handle)
{
	struct calendar_stretch *stretch = handle->data;
	struct calendar_desk *desk = stretch->desk;
	struct calendar_stretch **at = &desk->stretches;

	while (*at != stretch)
		at = &(*at)->next;
	*at = stretch->next;
	stretch->closed(stretch);
	if (desk->stopping)
		stop_end(desk);
}

void desk_remove(struct calendar_stretch *stretch)
{
	uv_close((uv_handle_t *)&stretch->idle, on_closed);
}
