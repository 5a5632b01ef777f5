/* plugins/calendar/sources: see rename.h. */
#include "rename.h"

#include "proto/status.h"
#include "ridealong/v1/meeting.pb-c.h"

#include <stdlib.h>

struct rename {
	struct calendar_rename_job job;
	struct calendar_arena arena; /* its texts */
	struct calendar_turn turn;
};

static const char *kept(struct rename *rename, const char *text)
{
	const char *copy = calendar_arena_print(&rename->arena, "%s", text);

	if (!copy)
		abort(); /* as the SDK does; the host starts anew */
	return copy;
}

static void rename_end(struct rename *rename, int status, const struct calendar_reason *why)
{
	rename->job.done(rename->job.arg, status, why);
	calendar_arena_free(&rename->arena);
	free(rename);
}

static void on_turn(void *arg)
{
	struct rename *rename = arg;
	struct calendar_shelf *shelf = calendar_desk_shelf(rename->job.desk);
	int64_t calendar = calendar_shelf_find(shelf, rename->job.person, rename->job.from);
	bool good = calendar && calendar_shelf_rename(shelf, calendar, rename->job.to);

	calendar_shelf_turn_end(shelf, &rename->turn);
	if (good)
		rename_end(rename, STATUS_OK, NULL);
	else
		rename_end(rename, STATUS_UNAVAILABLE,
			&(struct calendar_reason){ .why = CALENDAR_WHY_SHELF, .text = rename->job.to });
}

SDK_REPLY(on_renamed, struct rename, rename, BatchUpsertMeetingsResponse, reply)
{
	(void)reply;
	if (end->status != STATUS_OK) {
		rename_end(rename, end->status, &(struct calendar_reason){ .told = end->message });
		return;
	}
	rename->turn = (struct calendar_turn){ .have = on_turn, .arg = rename };
	calendar_shelf_turn(calendar_desk_shelf(rename->job.desk), &rename->turn);
}

void calendar_rename_start(const struct calendar_rename_job *job)
{
	BatchUpsertMeetingsRequest request = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	struct rename *rename = calloc(1, sizeof(*rename));

	if (!rename)
		abort();
	rename->job = *job;
	rename->job.person = kept(rename, job->person);
	rename->job.from = kept(rename, job->from);
	rename->job.to = kept(rename, job->to);
	request.owner = (char *)job->person;
	request.former_calendar = (char *)job->from;
	request.calendar = (char *)job->to;
	sdk_call(job->sdk, NULL, &meetings__descriptor, "BatchUpsertMeetings", NULL, &request.base, on_renamed, rename);
}
