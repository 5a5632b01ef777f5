/* plugins/calendar/meetings: see adoption.h. */
#include "adoption.h"

#include "record.h"

#include "shelf/intake.h"
#include "shelf/message.h"

#include "proto/status.h"
#include "ridealong/v1/meeting.pb-c.h"

#include <stdlib.h>

enum { UIDS = 2000 }; /* at once; the others at the next sync */

struct adoption {
	struct calendar_adoption_job job;
	int64_t messages; /* the calendar of them */
	struct calendar_arena arena;
	char *uids[UIDS];
	size_t count;
};

static void adoption_end(struct adoption *adoption, const struct ridealong_reply *end)
{
	if (end)
		adoption->job.done(adoption->job.arg, end);
	calendar_arena_free(&adoption->arena);
	free(adoption);
}

static void on_shared(void *arg, const char *uid)
{
	struct adoption *adoption = arg;
	size_t known;

	if (adoption->count < UIDS && !calendar_known_series(adoption->job.known, uid, &known))
		adoption->uids[adoption->count++] = calendar_arena_print(&adoption->arena, "%s", uid);
}

static bool messages_forget(struct adoption *adoption)
{
	struct calendar_shelf *shelf = adoption->job.shelf;
	bool good = calendar_shelf_begin(shelf);

	for (size_t i = 0; good && i < adoption->count; i++)
		good = calendar_shelf_remove(shelf, adoption->messages, adoption->uids[i]);
	good = good && calendar_shelf_tidy(shelf, adoption->messages) && calendar_shelf_commit(shelf);
	if (good && calendar_record_events(shelf, adoption->messages) == 0)
		good = calendar_shelf_forget(shelf, adoption->messages);
	return good;
}

SDK_REPLY(on_adopted, struct adoption, adoption, BatchUpsertMeetingsResponse, reply)
{
	(void)reply;
	if (end->status == STATUS_OK && !messages_forget(adoption)) {
		calendar_shelf_rollback(adoption->job.shelf);
		adoption_end(adoption, &(struct ridealong_reply){ .status = STATUS_UNAVAILABLE,
					       .message = calendar_shelf_trouble(adoption->job.shelf),
					       .reason = "" });
		return;
	}
	adoption_end(adoption, end);
}

static void adopt(struct adoption *adoption)
{
	BatchUpsertMeetingsRequest request = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	const struct calendar_adoption_job *job = &adoption->job;

	request.owner = (char *)job->owner;
	request.calendar = (char *)job->calendar;
	request.former_calendar = (char *)CALENDAR_MESSAGES_NAMED;
	request.former_uids = adoption->uids;
	request.n_former_uids = adoption->count;
	sdk_call(job->sdk, job->work, &meetings__descriptor, "BatchUpsertMeetings", job->act_as, &request.base,
		on_adopted, adoption);
}

bool calendar_adoption_start(const struct calendar_adoption_job *job)
{
	int64_t messages = calendar_shelf_find(job->shelf, job->owner, CALENDAR_MESSAGES_NAMED);
	struct adoption *adoption;

	if (!messages || messages == job->shelved)
		return false;
	adoption = calloc(1, sizeof(*adoption));
	if (!adoption)
		abort(); /* as the SDK does; the host starts anew */
	adoption->job = *job;
	adoption->messages = messages;
	if (!calendar_shelf_shared(job->shelf, messages, job->shelved, on_shared, adoption) || adoption->count == 0) {
		adoption_end(adoption, NULL);
		return false;
	}
	adopt(adoption);
	return true;
}
