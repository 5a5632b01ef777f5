/* service/ — meetings that look like one appointment. */
#include <string.h>

#include "daemon/domain/merge.h"
#include "daemon/service/etag.h"
#include "daemon/service/meeting.h"
#include "daemon/service/page.h"
#include "daemon/service/refuse.h"
#include "daemon/service/viewer.h"
#include "daemon/store/meeting.h"

#define BACK_US  (INT64_C(14) * 86400 * 1000000)
#define AHEAD_US (INT64_C(91) * 86400 * 1000000)
#define MOST     5000 /* meetings that are looked at */

static enum status find_pairs(struct call *call, const char *owner, struct merge_pair **ret, size_t *ret_count)
{
	const struct store_meeting_filter filter = {
		.owner = owner, .from = call->now - BACK_US, .until = call->now + AHEAD_US, .limit = MOST
	};
	const struct store_viewer *viewer;
	Meeting **meetings;
	size_t count;
	enum status st = service_viewer(call, &viewer);

	if (st == STATUS_OK)
		st = store_meeting_list(call->conn, viewer, &filter, call->arena, &meetings, &count, &call->error);
	if (st == STATUS_OK)
		*ret = merge_pairs(meetings, count, call->arena, ret_count);
	return st;
}

static Meeting *copy(struct call *call, const Meeting *meeting)
{
	Meeting *copied = arena_memdup(call->arena, meeting, sizeof(*meeting));

	service_etag_set(call, &copied->base);
	return copied;
}

static MeetingDuplicate *write_pair(struct call *call, const struct merge_pair *pair)
{
	MeetingDuplicate *written = arena_alloc(call->arena, sizeof(*written));

	meeting_duplicate__init(written);
	written->keep = copy(call, pair->keep);
	written->duplicate = copy(call, pair->duplicate);
	written->likeness = pair->likeness;
	return written;
}

/* Behind the pair that the token names: its duplicate, which is one in no other pair. */
static enum status find_place(
	struct call *call, const struct merge_pair *pairs, size_t count, const char *token, size_t *ret)
{
	*ret = 0;
	if (token[0] == '\0')
		return STATUS_OK;
	while (*ret < count && strcmp(pairs[*ret].later->name, token) != 0)
		++*ret;
	if (*ret == count)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN", "page_token",
			"page_token names no pair that you were shown; begin again without it",
			"page_token noemt geen paar dat je te zien kreeg; begin opnieuw zonder");
	++*ret;
	return STATUS_OK;
}

enum status service_meeting_duplicates(struct call *call, const char *owner, const ListMeetingDuplicatesRequest *in,
	ListMeetingDuplicatesResponse **ret)
{
	ListMeetingDuplicatesResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	struct merge_pair *pairs;
	size_t count, at;
	int size;
	enum status st = service_page_size(call, in->page_size, &size);

	list_meeting_duplicates_response__init(reply);
	if (st == STATUS_OK)
		st = find_pairs(call, owner, &pairs, &count);
	if (st == STATUS_OK)
		st = find_place(call, pairs, count, in->page_token, &at);
	if (st != STATUS_OK)
		return st;
	reply->duplicates = arena_alloc(call->arena, ((size_t)size + 1) * sizeof(*reply->duplicates));
	while (at < count && reply->n_duplicates < (size_t)size)
		reply->duplicates[reply->n_duplicates++] = write_pair(call, &pairs[at++]);
	if (at < count)
		reply->next_page_token = pairs[at - 1].later->name;
	*ret = reply;
	return STATUS_OK;
}
