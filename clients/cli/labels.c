/* clients/cli — what the contract's values are called on screen. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* Sorted by value. */
static const struct label {
	const char *value, *text;
} labels[] = {
	{ "ACTION_POINT_CHANGE_KIND_AGREED", N_("agreed") },
	{ "ACTION_POINT_CHANGE_KIND_COMPLETED", N_("done") },
	{ "ACTION_POINT_CHANGE_KIND_DROPPED", N_("dropped") },
	{ "ACTION_POINT_CHANGE_KIND_EXTENDED", N_("another date") },
	{ "ACTION_POINT_CHANGE_KIND_PASSED_ON", N_("passed on") },
	{ "ACTION_POINT_CHANGE_KIND_PRAISED", N_("the coach wrote") },
	{ "ACTION_POINT_CHANGE_KIND_REOPENED", N_("opened again") },
	{ "ACTION_POINT_CHANGE_KIND_REWORDED", N_("worded anew") },
	{ "ACTION_POINT_CHANGE_KIND_SEEN", N_("looked at") },
	{ "ACTION_POINT_STATE_DONE", N_("done") },
	{ "ACTION_POINT_STATE_DROPPED", N_("dropped") },
	{ "ACTION_POINT_STATE_OPEN", N_("open") },
	{ "ACTION_POINT_STATE_PASSED_ON", N_("passed on") },
	{ "CALENDAR_KIND_CALDAV", N_("server") },
	{ "CALENDAR_KIND_FEED", N_("feed") },
	{ "CALENDAR_KIND_FILE", N_("file") },
	{ "CALENDAR_KIND_FOLDER", N_("folder") },
	{ "CALENDAR_KIND_MESSAGES", N_("messages") },
	{ "CHECK_ANSWER_NO", N_("no") },
	{ "CHECK_ANSWER_YES", N_("yes") },
	{ "DAY_OF_WEEK_FRIDAY", N_("Fri") },
	{ "DAY_OF_WEEK_MONDAY", N_("Mon") },
	{ "DAY_OF_WEEK_SATURDAY", N_("Sat") },
	{ "DAY_OF_WEEK_SUNDAY", N_("Sun") },
	{ "DAY_OF_WEEK_THURSDAY", N_("Thu") },
	{ "DAY_OF_WEEK_TUESDAY", N_("Tue") },
	{ "DAY_OF_WEEK_WEDNESDAY", N_("Wed") },
	{ "DEBRIEF_MODE_APART", N_("apart") },
	{ "DEBRIEF_MODE_TOGETHER", N_("together") },
	{ "ERASURE_STATE_CLEANING", N_("the store is rebuilt without them") },
	{ "ERASURE_STATE_DONE", N_("nothing is left") },
	{ "ERASURE_STATE_ERASING", N_("records go") },
	{ "ERASURE_STATE_WAITING", N_("plugins wipe what they keep") },
	{ "GATE_DECISION_ASK_COACH", N_("the coach is asked to look") },
	{ "GATE_DECISION_EXEMPT", N_("does not apply") },
	{ "GATE_DECISION_PASS", N_("nothing stands in the way") },
	{ "GATE_DECISION_WITHDRAW", N_("the coach would not come along") },
	{ "GATE_MODE_ASK", N_("asks only") },
	{ "GATE_MODE_OFF", N_("off") },
	{ "GATE_MODE_ON", N_("on") },
	{ "HELPED_A_LITTLE", N_("a little") },
	{ "HELPED_NO", N_("no") },
	{ "HELPED_YES", N_("yes") },
	{ "HELP_CONFIRMATION_CONFIRMED", N_("confirmed") },
	{ "HELP_CONFIRMATION_DISPUTED", N_("seen differently") },
	{ "HELP_DIRECTION_DOWN", N_("less than before") },
	{ "HELP_DIRECTION_LEVEL", N_("as before") },
	{ "HELP_DIRECTION_UP", N_("more than before") },
	{ "HELP_LEVEL_HARDLY", N_("hardly") },
	{ "HELP_LEVEL_MOSTLY", N_("mostly") },
	{ "HELP_LEVEL_PARTLY", N_("in part") },
	{ "INVITE_STATE_ACCEPTED", N_("accepted") },
	{ "INVITE_STATE_DECLINED", N_("declined") },
	{ "INVITE_STATE_OPEN", N_("not answered yet") },
	{ "LEARNING_KIND_COACHING", N_("coaching") },
	{ "LEARNING_KIND_EXPERIENCE", N_("experience") },
	{ "LEARNING_KIND_TRAINING", N_("training") },
	{ "MEETING_LIKENESS_CUSTOMER", N_("the same customer at the same time") },
	{ "MEETING_LIKENESS_TITLE", N_("the same title at the same time") },
	{ "MEETING_LIKENESS_UID", N_("the same event in two calendars") },
	{ "MEETING_STATE_CANCELLED", N_("cancelled") },
	{ "MEETING_STATE_MERGED", N_("goes on in another") },
	{ "MEETING_STATE_SCHEDULED", N_("scheduled") },
	{ "OBSERVATION_KIND_HEARD", N_("seen or heard") },
	{ "OBSERVATION_KIND_HELP_ADDED", N_("help: added") },
	{ "OBSERVATION_KIND_HELP_NUDGED", N_("help: nudged") },
	{ "OBSERVATION_KIND_HELP_TOOK_OVER", N_("help: took over") },
	{ "OBSERVATION_KIND_TEXT", N_("text") },
	{ "OBSERVATION_KIND_TIP", N_("tip") },
	{ "OBSERVATION_KIND_WORKED", N_("worked") },
	{ "ONE_ON_ONE_ITEM_STATE_DISCUSSED", N_("discussed") },
	{ "ONE_ON_ONE_ITEM_STATE_OPEN", N_("open") },
	{ "OUTCOME_HAPPENED", N_("happened") },
	{ "OUTCOME_NOT", N_("not") },
	{ "OUTCOME_NOT_OBSERVABLE", N_("could not be seen") },
	{ "OUTCOME_PARTLY", N_("partly") },
	{ "PLUGIN_STATE_BACKOFF", N_("waits to start again") },
	{ "PLUGIN_STATE_DISABLED", N_("disabled") },
	{ "PLUGIN_STATE_RUNNING", N_("running") },
	{ "PLUGIN_STATE_STARTING", N_("starting") },
	{ "PREPARATION_STATE_DRAFT", N_("being written") },
	{ "PREPARATION_STATE_RETURNED", N_("given back") },
	{ "PREPARATION_STATE_SUBMITTED", N_("handed in") },
	{ "REMINDER_KIND_ACKNOWLEDGEMENT", N_("acknowledgement") },
	{ "REMINDER_KIND_ACTION_POINT", N_("action point due") },
	{ "REMINDER_KIND_CADENCE", N_("rhythm") },
	{ "REMINDER_KIND_CARD", N_("card for the road") },
	{ "REMINDER_KIND_CELEBRATE", N_("celebrate") },
	{ "REMINDER_KIND_CHANGED", N_("changed") },
	{ "REMINDER_KIND_CHECK", N_("spoken check") },
	{ "REMINDER_KIND_COLLIDED", N_("two at the same time") },
	{ "REMINDER_KIND_CONFIRM", N_("intentions to confirm") },
	{ "REMINDER_KIND_DEBRIEF", N_("debrief") },
	{ "REMINDER_KIND_DECIDE", N_("please decide") },
	{ "REMINDER_KIND_DECIDED", N_("decision") },
	{ "REMINDER_KIND_DIGEST", N_("several in one") },
	{ "REMINDER_KIND_ENDED", N_("ended") },
	{ "REMINDER_KIND_HELPED", N_("did it help") },
	{ "REMINDER_KIND_INVITATION", N_("invitation") },
	{ "REMINDER_KIND_PREPARE", N_("prepare") },
	{ "REMINDER_KIND_REVEAL", N_("reveal") },
	{ "REMINDER_KIND_SIGN", N_("read and sign") },
	{ "REMINDER_KIND_SKIPPED", N_("not coming along") },
	{ "REMINDER_KIND_UNANNOUNCED", N_("unannounced session") },
	{ "REMINDER_STATE_DROPPED", N_("not needed any more") },
	{ "REMINDER_STATE_FAILED", N_("failed") },
	{ "REMINDER_STATE_PENDING", N_("to be sent") },
	{ "REMINDER_STATE_SENT", N_("sent") },
	{ "SESSION_FORMAT_ONLINE", N_("online") },
	{ "SESSION_FORMAT_ON_SITE", N_("on site") },
	{ "SESSION_FORMAT_SIDE_BY_SIDE", N_("side by side") },
	{ "SESSION_STATE_CANCELLED", N_("cancelled") },
	{ "SESSION_STATE_CLOSED", N_("closed") },
	{ "SESSION_STATE_CONFIRMED", N_("going ahead") },
	{ "SESSION_STATE_DEBRIEFING", N_("debrief") },
	{ "SESSION_STATE_IN_PROGRESS", N_("under way") },
	{ "SESSION_STATE_LAPSED", N_("not debriefed") },
	{ "SESSION_STATE_PLANNED", N_("planned") },
	{ "SESSION_STATE_PREPARED", N_("prepared") },
	{ "SESSION_STATE_SKIPPED", N_("did not go along") },
	{ "SIGNATURE_KIND_CORRECT", N_("correct") },
	{ "SIGNATURE_KIND_SEEN", N_("seen, with a remark") },
	{ "SPEAKER_COACH", N_("coach first") },
	{ "SPEAKER_COACHEE", N_("coachee first") },
	{ "TABLE_ROLE_OBSERVER", N_("observer") },
	{ "TABLE_ROLE_PARTICIPANT", N_("takes part") },
	{ "TABLE_ROLE_SUPPORTER", N_("helps when asked") },
	{ "TEMPLATE_PART_BEFORE", N_("before") },
	{ "TEMPLATE_PART_COACH_BEFORE", N_("before, for the coach") },
	{ "TEMPLATE_PART_DEBRIEF", N_("debrief") },
	{ "TEMPLATE_PART_DURING", N_("during") },
	{ "TRAVEL_TOGETHER_BACK", N_("back") },
	{ "TRAVEL_TOGETHER_BOTH", N_("there and back") },
	{ "TRAVEL_TOGETHER_NONE", N_("each on their own") },
	{ "TRAVEL_TOGETHER_THERE", N_("there") },
	{ "VERDICT_COACH_MORE", N_("coming along, talk first") },
	{ "VERDICT_GO", N_("coming along") },
	{ "VERDICT_NOT_JOINING", N_("not coming along") },
};

static int by_value(const void *key, const void *row)
{
	return strcmp(key, ((const struct label *)row)->value);
}

const char *cli_label(const char *value_name)
{
	const struct label *label =
		bsearch(value_name, labels, sizeof(labels) / sizeof(labels[0]), sizeof(labels[0]), by_value);

	return label == NULL ? value_name : _(label->text);
}

const char *cli_enum(const ProtobufCEnumDescriptor *descriptor, int value)
{
	const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(descriptor, value);

	return found == NULL ? _("unknown") : cli_label(found->name);
}

/* Kinds of an export's records. */
static const struct kind {
	const char *name, *title;
} kinds[] = {
	{ "person", N_("You") },
	{ "person_address", N_("Addresses") },
	{ "coaching", N_("Who coaches whom") },
	{ "team", N_("Team") },
	{ "membership", N_("Groups you are in, and since when") },
	{ "meeting_merge", N_("Meetings that were made one") },
	{ "suggestion_dismissal", N_("Suggestions put aside") },
	{ "helped_block", N_("Whether it helped, five by five") },
	{ "template", N_("Sets of questions") },
	{ "template_version", N_("Sets of questions") },
	{ "meeting", N_("Meetings") },
	{ "preparation", N_("Preparations") },
	{ "intention", N_("Intentions") },
	{ "session", N_("Sessions") },
	{ "observation", N_("Notes") },
	{ "note_batch", N_("Notes that were sent from a device") },
	{ "intention_outcome", N_("What became of intentions") },
	{ "working_note", N_("Working notes") },
	{ "amendment", N_("Added after closing") },
	{ "helped", N_("Whether it helped") },
	{ "debrief", N_("Debriefs") },
	{ "signature", N_("Signatures") },
	{ "action_point", N_("Action points") },
	{ "action_point_change", N_("Changes of action points") },
	{ "action_point_sighting", N_("What was seen of action points") },
	{ "one_on_one_item", N_("Subjects for the 1-on-1") },
	{ "reminder", N_("Messages") },
	{ "event", N_("What happened") },
	{ "audit", N_("What others read") },
	{ "token", N_("Tokens") },
	{ "request", N_("Requests, kept for a day") },
	{ "erasure", N_("Erasure") },
};

const char *cli_kind(const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, kind) == 0)
			return _(kinds[i].title);
	return kind;
}
