/* clients/cli — what people are told of an event's type and of a method that reads. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#define PACKAGE "ridealong.v1."

/* Sorted by what it is in the contract; a test fails on an event that is not here, and on a method that may be in the
 * list of who read what. */
static const struct happening {
	const char *what, *text;
} happenings[] = {
	{ "ActionPoints/GetActionPoint", N_("an action point") },
	{ "ActionPoints/ListActionPointChanges", N_("the history of an action point") },
	{ "ActionPoints/ListActionPoints", N_("action points") },
	{ "Checklists/GetChecklist", N_("a checklist") },
	{ "Debriefs/GetDebrief", N_("a debrief") },
	{ "Debriefs/GetHelpTrend", N_("whether sessions help") },
	{ "Debriefs/ListObservations", N_("notes") },
	{ "Meetings/GetMeeting", N_("a meeting") },
	{ "Meetings/ListMeetingDuplicates", N_("meetings that look like one") },
	{ "Meetings/ListMeetings", N_("meetings") },
	{ "OneOnOnes/GetOneOnOneItem", N_("a subject for the 1-on-1") },
	{ "OneOnOnes/ListOneOnOneItems", N_("subjects for the 1-on-1") },
	{ "Preparations/GetPreparation", N_("a preparation") },
	{ "Preparations/ListPreparations", N_("preparations") },
	{ "Privacy/ExportPerson", N_("all that is kept") },
	{ "Privacy/GetErasure", N_("an erasure") },
	{ "Privacy/GetRetention", N_("how long what is kept") },
	{ "Privacy/ListAccess", N_("who read and changed what") },
	{ "Privacy/ListErasures", N_("erasures") },
	{ "Privacy/ReportErasure", N_("what an erasure would do") },
	{ "Reminders/GetReminder", N_("a mail") },
	{ "Reminders/ListReminders", N_("mails") },
	{ "Reports/GetWorksCouncilReport", N_("what is processed, and why") },
	{ "Reports/ReportCoaching", N_("a report") },
	{ "Reports/ReportOrganisation", N_("sums of groups") },
	{ "Sessions/GetCustomerLine", N_("a line to the customer") },
	{ "Sessions/GetSession", N_("a session") },
	{ "Sessions/GetSessionCalendar", N_("the time of a debrief") },
	{ "Sessions/GetSessionCard", N_("the card for the road") },
	{ "Sessions/GetSessionRehearsal", N_("what to ask on the way") },
	{ "Sessions/ListSessions", N_("sessions") },
	{ "Sessions/ListSuggestions", N_("meetings worth joining") },
	{ "action_point.completed", N_("an action point was done") },
	{ "action_point.created", N_("an action point was agreed") },
	{ "action_point.dropped", N_("an action point was dropped") },
	{ "action_point.extended", N_("an action point got another date") },
	{ "action_point.passed_on", N_("an action point was passed on") },
	{ "action_point.praised", N_("words of praise were written") },
	{ "action_point.reopened", N_("an action point was opened again") },
	{ "action_point.reworded", N_("an action point was worded anew") },
	{ "action_point.seen", N_("an action point was looked at") },
	{ "action_point.shown", N_("an action point came back to mind") },
	{ "coaching.created", N_("a coaching relation began") },
	{ "coaching.postponed", N_("going along was put off") },
	{ "coaching.slipping", N_("the rhythm was told of") },
	{ "coaching.updated", N_("a coaching relation was changed") },
	{ "debrief.amended", N_("a closed debrief was added to") },
	{ "debrief.answered", N_("a debrief was answered by mail") },
	{ "debrief.contested", N_("an outcome is seen differently") },
	{ "debrief.help_confirmed", N_("help was confirmed or not") },
	{ "debrief.signed", N_("a debrief was signed") },
	{ "debrief.written", N_("a debrief was written") },
	{ "meeting.cancelled", N_("a meeting was cancelled") },
	{ "meeting.created", N_("a meeting was added") },
	{ "meeting.merged", N_("two meetings were made one") },
	{ "meeting.moved", N_("a meeting was moved") },
	{ "meeting.unmerged", N_("a meeting stands on its own again") },
	{ "meeting.updated", N_("a meeting was changed") },
	{ "observation.added", N_("notes were kept") },
	{ "one_on_one_item.discussed", N_("a subject was discussed") },
	{ "one_on_one_item.opened", N_("a subject was added") },
	{ "one_on_one_item.reopened", N_("a subject was opened again") },
	{ "one_on_one_item.updated", N_("a subject was changed") },
	{ "organisation_report.counted", N_("a quarter was counted") },
	{ "person.created", N_("a person was added") },
	{ "person.erased", N_("a person was erased") },
	{ "person.erasing", N_("the erasure of a person began") },
	{ "person.updated", N_("what holds for a person was changed") },
	{ "plugin.disabled", N_("a plugin was stopped") },
	{ "plugin.enabled", N_("a plugin was started") },
	{ "preparation.returned", N_("a preparation was given back") },
	{ "preparation.submitted", N_("a preparation was handed in") },
	{ "reminder.answered", N_("a message was answered") },
	{ "reminder.created", N_("a message was written") },
	{ "reminder.dropped", N_("a message was not needed any more") },
	{ "reminder.failed", N_("a message could not be sent") },
	{ "reminder.planned", N_("a message was to be sent") },
	{ "reminder.sent", N_("a message was sent") },
	{ "session.accepted", N_("an invitation was accepted") },
	{ "session.appealed", N_("prepared after all") },
	{ "session.cancelled", N_("a session was cancelled") },
	{ "session.checked", N_("the spoken check was kept") },
	{ "session.closed", N_("a session was closed") },
	{ "session.collided", N_("two sessions fell together") },
	{ "session.confirmed", N_("a session is going ahead") },
	{ "session.declined", N_("an invitation was declined") },
	{ "session.finished", N_("the meeting's part was over") },
	{ "session.inconvenient", N_("a session is not convenient") },
	{ "session.intentions_confirmed", N_("intentions were confirmed") },
	{ "session.lapsed", N_("a session was not debriefed") },
	{ "session.moved", N_("a session was moved") },
	{ "session.planned", N_("a session was planned") },
	{ "session.prepared", N_("a session was prepared") },
	{ "session.reopened", N_("a session stands again") },
	{ "session.returned", N_("a session waits for a preparation again") },
	{ "session.revealed", N_("an unannounced session was revealed") },
	{ "session.signable", N_("a debrief can be signed") },
	{ "session.skipped", N_("the coach does not come along") },
	{ "session.started", N_("a session began") },
	{ "session.talked", N_("it was talked through first") },
	{ "session.unfit", N_("an unannounced session does not fit any more") },
	{ "session.unsigned_coach", N_("the coach has not signed yet") },
	{ "session.unsigned_coachee", N_("the other has not signed yet") },
	{ "session.updated", N_("a session was changed") },
	{ "suggestion.dismissed", N_("a suggestion was put aside") },
	{ "suggestion.restored", N_("a suggestion came back") },
	{ "team.updated", N_("the team was told, or not any more") },
	{ "template.created", N_("a set of questions was made") },
	{ "template.deleted", N_("a set of questions was archived") },
	{ "template.undeleted", N_("a set of questions was brought back") },
	{ "template.updated", N_("a set of questions was changed") },
	{ "token.created", N_("a token was made") },
	{ "token.revoked", N_("a token was revoked") },
	{ "working_note.created", N_("a working note was written") },
	{ "working_note.deleted", N_("a working note was removed") },
};

static int by_what(const void *key, const void *row)
{
	return strcmp(key, ((const struct happening *)row)->what);
}

const char *cli_happening(const char *what)
{
	const char *key = strncmp(what, PACKAGE, strlen(PACKAGE)) == 0 ? what + strlen(PACKAGE) : what;
	const struct happening *found =
		bsearch(key, happenings, sizeof(happenings) / sizeof(happenings[0]), sizeof(happenings[0]), by_what);

	return found == NULL ? what : _(found->text);
}
