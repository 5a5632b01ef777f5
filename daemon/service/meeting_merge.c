/* service/ — one appointment that is known twice becomes one. What hangs on a
 * meeting moves over with it: sessions and the preparation. Reminders, observations, one-on-one items and action points
 * hang on sessions and relations, and stay where they are. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/merge.h"
#include "daemon/service/meeting.h"
#include "daemon/service/meeting_content.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/unannounced.h"
#include "daemon/store/meeting.h"
#include "daemon/store/merge.h"
#include "daemon/store/preparation.h"
#include "daemon/store/session.h"

/* The two, with all that hangs on them. */
struct merging {
	Meeting *keep, *duplicate;
	Session **kept, **moved;
	size_t n_kept, n_moved;
	Preparation *kept_preparation, *duplicate_preparation;
};

static bool any_begun(Session *const *sessions, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (lifecycle_begun(sessions[i]))
			return true;
	return false;
}

static enum status load(struct call *call, struct merging *merging)
{
	enum status st = store_session_all_of(
		call->conn, merging->keep->name, call->arena, &merging->kept, &merging->n_kept, &call->error);

	if (st == STATUS_OK)
		st = store_session_all_of(call->conn, merging->duplicate->name, call->arena, &merging->moved,
			&merging->n_moved, &call->error);
	if (st == STATUS_OK)
		st = store_preparation_get(
			call->conn, merging->keep->name, call->arena, &merging->kept_preparation, &call->error);
	if (st == STATUS_OK)
		st = store_preparation_get(call->conn, merging->duplicate->name, call->arena,
			&merging->duplicate_preparation, &call->error);
	return st;
}

/* Whether the two can be one. Nothing here depends on hidden sessions: those have not begun. */
static enum status check(struct call *call, const struct merging *merging)
{
	const Meeting *keep = merging->keep, *duplicate = merging->duplicate;

	if (strcmp(keep->name, duplicate->name) == 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "SAME", "duplicate",
			"duplicate is the meeting itself: name the other one",
			"duplicate is de afspraak zelf: noem de andere");
	if (strcmp(keep->owner, duplicate->owner) != 0)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "OWNERS", "duplicate",
			"the two meetings belong to different people",
			"de twee afspraken zijn van verschillende mensen");
	if (duplicate->state == MEETING_STATE_MERGED)
		return service_meeting_refuse_merged(call, "duplicate", duplicate);
	if (keep->state == MEETING_STATE_MERGED)
		return service_meeting_refuse_merged(call, "keep", keep);
	if (keep->state == MEETING_STATE_CANCELLED)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "CANCELLED", "keep",
			"the meeting to keep is cancelled: keep the other one",
			"de afspraak die blijft is afgezegd: houd de andere");
	if (keep->all_day)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "ALL_DAY", "keep",
			"the meeting to keep lasts whole days: keep the other one",
			"de afspraak die blijft duurt hele dagen: houd de andere");
	if (any_begun(merging->kept, merging->n_kept) && any_begun(merging->moved, merging->n_moved))
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "BOTH_BEGAN", "duplicate",
			"somebody went along to each of the two, so they are no duplicates",
			"bij elk van de twee is iemand mee geweest, dus ze zijn niet dubbel");
	/* what was prepared for the one that stays would become what that debrief looks back at */
	if (any_begun(merging->moved, merging->n_moved) && merging->duplicate_preparation == NULL &&
		merging->kept_preparation != NULL)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "DUPLICATE_BEGAN", "duplicate",
			"somebody went along to the duplicate already: keep that one",
			"bij de dubbele is al iemand mee geweest: houd die");
	return STATUS_OK;
}

/* ---- sessions ---- */

static bool stands(const Session *session)
{
	return service_session_to_come(session) || lifecycle_begun(session);
}

static enum status remember(
	struct call *call, const char *duplicate, Session *const *sessions, size_t count, bool moved)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		const struct store_merge_session session = { sessions[i]->name, moved, sessions[i]->state };

		st = store_merge_add_session(call->conn, duplicate, &session, &call->error);
	}
	return st;
}

/* What only the coach wrote in one that does not go on is not lost: it fills what is empty in the one that does. Never
 * out of a hidden one, which nobody else must notice. */
static enum status hand_over(struct call *call, const Session *from, Session *to)
{
	bool changed = false;

	if (lifecycle_hidden(from))
		return STATUS_OK;
	if (to->coach_focus[0] == '\0' && from->coach_focus[0] != '\0') {
		to->coach_focus = from->coach_focus;
		changed = true;
	}
	if (to->coach_help[0] == '\0' && from->coach_help[0] != '\0') {
		to->coach_help = from->coach_help;
		changed = true;
	}
	if (to->coach_bridge[0] == '\0' && from->coach_bridge[0] != '\0') {
		to->coach_bridge = from->coach_bridge;
		changed = true;
	}
	if (to->introduction[0] == '\0' && from->introduction[0] != '\0') {
		to->introduction = from->introduction;
		changed = true;
	}
	return changed && service_session_to_come(to) ? service_session_keep(call, to, "session.updated") : STATUS_OK;
}

static enum status end_one(struct call *call, Session *loser, Session *survivor)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_CANCEL, .who = LIFECYCLE_SERVICE };
	struct lifecycle_step step;
	enum status st = service_session_decide(call, loser, &ask, &step);

	if (st != STATUS_OK)
		return st;
	loser->merged_into = survivor->name;
	st = service_session_take(call, loser, &step);
	return st == STATUS_OK ? hand_over(call, loser, survivor) : st;
}

/* Once a meeting and coach: of two sessions that stand one goes on. */
static enum status choose(struct call *call, struct merging *merging)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < merging->n_kept; i++)
		for (size_t j = 0; st == STATUS_OK && j < merging->n_moved; j++) {
			Session *kept = merging->kept[i], *moved = merging->moved[j];

			if (strcmp(kept->coach, moved->coach) != 0 || !stands(kept) || !stands(moved))
				continue;
			if (merge_survivor(kept, moved) == kept)
				st = end_one(call, moved, kept);
			else
				st = end_one(call, kept, moved);
		}
	return st;
}

static enum status carry_all(struct call *call, Session *const *sessions, size_t count, const Meeting *to)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = service_session_carry(call, sessions[i], to);
	return st == STATUS_OK && count > 0 ? service_unannounced_check_all(call, sessions[0]->coachee) : st;
}

/* ---- the preparation ---- */

static ProtobufCBinaryData pack(struct call *call, const Preparation *preparation)
{
	ProtobufCBinaryData packed = { 0 };

	if (preparation == NULL)
		return packed;
	packed.data = arena_alloc(call->arena, preparation__get_packed_size(preparation) + 1);
	packed.len = preparation__pack(preparation, packed.data);
	return packed;
}

/* What the kept meeting's preparation becomes; NULL when it stays as it is. What was prepared for a session that has
 * begun is not touched. */
static Preparation *merged_preparation(struct call *call, const struct merging *merging)
{
	const Preparation *kept = merging->kept_preparation;

	if (merging->duplicate_preparation == NULL || any_begun(merging->kept, merging->n_kept))
		return NULL;
	if (any_begun(merging->moved, merging->n_moved))
		kept = NULL;
	return merge_preparations(kept, merging->duplicate_preparation, merging->keep->name, call->arena);
}

/* ---- merging ---- */

static enum status write_down(struct call *call, const struct merging *merging, Preparation *merged)
{
	const struct store_merge merge = { .duplicate = merging->duplicate->name,
		.keep = merging->keep->name,
		.merge_time = call->now,
		.state = merging->duplicate->state,
		.prepared_time = merged == NULL ? 0 : call->now,
		.preparation = pack(call, merging->kept_preparation) };
	enum status st = store_merge_insert(call->conn, &merge, &call->error);

	if (st == STATUS_OK)
		st = remember(call, merge.duplicate, merging->kept, merging->n_kept, false);
	if (st == STATUS_OK)
		st = remember(call, merge.duplicate, merging->moved, merging->n_moved, true);
	return st == STATUS_OK ? service_meeting_unmerge_until(call, merge.duplicate, call->now + MERGE_UNDO_US) : st;
}

static enum status close_duplicate(struct call *call, struct merging *merging)
{
	Meeting *duplicate = merging->duplicate;
	MeetingState before = duplicate->state;
	enum status st;

	duplicate->state = MEETING_STATE_MERGED;
	duplicate->merged_into = merging->keep->name;
	duplicate->update_time = instant_new(call->arena, call->now);
	st = store_meeting_update(call->conn, duplicate, &call->error);
	return st == STATUS_OK ? service_meeting_tell(call, "meeting.merged", duplicate, before) : st;
}

enum status service_meeting_merge(struct call *call, Meeting *keep, Meeting *duplicate)
{
	struct merging merging = { .keep = keep, .duplicate = duplicate };
	bool back = duplicate->state == MEETING_STATE_CANCELLED;
	Preparation *merged = NULL;
	enum status st = load(call, &merging);

	if (st == STATUS_OK)
		st = check(call, &merging);
	if (st != STATUS_OK)
		return st;
	merged = merged_preparation(call, &merging);
	st = write_down(call, &merging, merged);
	if (st == STATUS_OK)
		st = close_duplicate(call, &merging);
	if (st == STATUS_OK && merged != NULL) {
		merged->update_time = instant_new(call->arena, call->now);
		st = store_preparation_put(call->conn, merged, &call->error);
	}
	if (st == STATUS_OK)
		st = choose(call, &merging);
	if (st == STATUS_OK)
		st = carry_all(call, merging.moved, merging.n_moved, keep);
	/* What went with a duplicate that was called off comes back at the meeting that stands. */
	if (st == STATUS_OK && back)
		st = service_session_meeting_restored(call, keep);
	if (st == STATUS_OK && merged != NULL && merged->state == PREPARATION_STATE_SUBMITTED)
		st = service_session_submitted(call, merged);
	return st;
}

/* ---- what a calendar says about a duplicate ---- */

/* The last in the row of merges. */
static enum status find_leading(struct call *call, const char *name, Meeting **ret)
{
	enum status st = store_meeting_get(call->conn, name, call->arena, ret, &call->error);

	while (st == STATUS_OK && *ret != NULL && (*ret)->state == MEETING_STATE_MERGED)
		st = store_meeting_get(call->conn, (*ret)->merged_into, call->arena, ret, &call->error);
	return st;
}

enum status service_meeting_take_duplicate(
	struct call *call, const Meeting *before, Meeting *said, MeetingChange *ret_change, const char **ret_keep)
{
	MeetingState state = said->state;
	struct store_merge *merge;
	Meeting *keep, was = *before, leading;
	enum status st = store_merge_get(call->conn, before->name, call->arena, &merge, &call->error);

	if (st == STATUS_OK)
		st = find_leading(call, before->merged_into, &keep);
	if (st != STATUS_OK)
		return st;
	was.state = merge->state;
	*ret_keep = keep->name;
	*ret_change = service_meeting_compare(call, &was, said);
	if (*ret_change == MEETING_CHANGE_UNCHANGED)
		return STATUS_OK;
	said->state = MEETING_STATE_MERGED;
	said->merged_into = before->merged_into;
	st = store_meeting_update(call->conn, said, &call->error);
	if (st == STATUS_OK)
		st = store_merge_set_state(call->conn, before->name, state, &call->error);
	if (st != STATUS_OK || keep->calendar[0] != '\0')
		return st;
	/* One entered by hand follows the calendar that knows of the same appointment. */
	leading = *keep;
	leading.start_time = said->start_time;
	leading.end_time = said->end_time;
	leading.state = state;
	leading.update_time = said->update_time;
	return service_meeting_change(call, service_meeting_compare(call, keep, &leading), keep, &leading);
}

enum status service_meeting_refuse_merged(struct call *call, const char *field, const Meeting *meeting)
{
	return service_refuse(call, STATUS_FAILED_PRECONDITION, "MERGED", field,
		"this meeting was merged into %s: go on there", "deze afspraak is samengevoegd met %s: ga daar verder",
		meeting->merged_into);
}
