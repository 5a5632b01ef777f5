/* domain/ — who may do what. */
#include "daemon/domain/may.h"

#include <stddef.h>
#include <string.h>

#include "daemon/domain/words.h"

enum who {
	ANYBODY = 1,  /* also callers known by nothing */
	KNOWN = 2,    /* any person; what they see of it is the list's or the report's predicate */
	COACH = 4,    /* the object's coach */
	COACHEE = 8,  /* the object's coachee */
	OWNER = 16,   /* whose it is */
	ADMIN = 32,   /* administrators */
	SCOPED = 64,  /* plugins and programs with the scope */
	PLUGIN = 128, /* plugins only, with the scope where there is one */
	PARTIES = COACH | COACHEE,
};

static const struct row {
	const char *method; /* without "ridealong.v1." */
	unsigned who;
	const char *scope;
} table[] = {
	{ "ActionPoints/CompleteActionPoint", OWNER | ADMIN | SCOPED, "actionpoints.write" },
	{ "ActionPoints/CreateActionPoint", PARTIES | ADMIN | SCOPED, "actionpoints.write" },
	{ "ActionPoints/DropActionPoint", OWNER | ADMIN | SCOPED, "actionpoints.write" },
	{ "ActionPoints/ExtendActionPoint", OWNER | ADMIN | SCOPED, "actionpoints.write" },
	{ "ActionPoints/GetActionPoint", PARTIES | OWNER | ADMIN | SCOPED, "actionpoints.read" },
	{ "ActionPoints/ListActionPointChanges", PARTIES | OWNER | ADMIN | SCOPED, "actionpoints.read" },
	{ "ActionPoints/ListActionPoints", KNOWN | ADMIN | SCOPED, "actionpoints.read" },
	{ "ActionPoints/PraiseActionPoint", COACH, "actionpoints.write" },
	{ "ActionPoints/RecordActionPointOutcome", PARTIES, "actionpoints.write" },
	{ "ActionPoints/ReopenActionPoint", OWNER | ADMIN | SCOPED, "actionpoints.write" },
	{ "ActionPoints/UpdateActionPoint", OWNER | ADMIN, "actionpoints.write" },
	{ "Admin/AdvanceClock", ADMIN | SCOPED, "admin.write" },
	{ "Admin/BackupStore", ADMIN | SCOPED, "admin.write" },
	{ "Admin/CreateToken", ADMIN, "admin.write" },
	{ "Admin/GetMetrics", ADMIN | SCOPED, "admin.read" },
	{ "Admin/GetStatus", ANYBODY, NULL },
	{ "Admin/ListTokens", ADMIN, "admin.read" },
	{ "Admin/RevokeToken", ADMIN, "admin.write" },
	{ "Calendars/CheckCalendar", KNOWN | ADMIN | SCOPED, "calendars.read" },
	{ "Calendars/CreateFeed", OWNER | ADMIN, "calendars.write" },
	{ "Calendars/DeleteCalendar", OWNER | ADMIN, "calendars.write" },
	{ "Calendars/DeleteFeed", OWNER | ADMIN, "calendars.write" },
	{ "Calendars/ExplainEvent", OWNER | ADMIN, "calendars.read" },
	{ "Calendars/GetFeed", OWNER | ADMIN, "calendars.read" },
	{ "Calendars/ImportCalendar", OWNER | COACH | ADMIN | SCOPED, "calendars.write" },
	{ "Calendars/ListCalendars", OWNER | ADMIN, "calendars.read" },
	{ "Calendars/RotateFeed", OWNER | ADMIN, "calendars.write" },
	{ "Calendars/SyncCalendar", OWNER | ADMIN, "calendars.write" },
	{ "Calls/Cancel", ANYBODY, NULL },
	{ "Checklists/GetChecklist", KNOWN | ADMIN | SCOPED, "checklists.read" },
	{ "Debriefs/AddNotes", COACH, "debriefs.write" },
	{ "Debriefs/AmendDebrief", PARTIES, "debriefs.write" },
	{ "Debriefs/AnswerHelped", COACHEE, "debriefs.write" },
	{ "Debriefs/ConfirmHelp", COACHEE, "debriefs.write" },
	{ "Debriefs/ContestOutcome", COACHEE, "debriefs.write" },
	{ "Debriefs/GetDebrief", PARTIES | ADMIN | SCOPED, "debriefs.read" },
	{ "Debriefs/GetHelpTrend", COACH, "debriefs.read" },
	{ "Debriefs/ListObservations", PARTIES | ADMIN | SCOPED, "debriefs.read" },
	{ "Debriefs/SignDebrief", PARTIES, "debriefs.write" },
	{ "Debriefs/WriteDebrief", PARTIES, "debriefs.write" },
	{ "Events/ListEvents", KNOWN | ADMIN | SCOPED, "events.read" },
	{ "Events/WatchEvents", KNOWN | ADMIN | SCOPED, "events.read" },
	{ "Gate/ExplainGate", PARTIES | ADMIN | SCOPED, "gate.read" },
	{ "Gate/SimulateGate", COACH | ADMIN, "gate.read" },
	{ "Meetings/BatchUpsertMeetings", OWNER | COACH | ADMIN | SCOPED, "meetings.write" },
	{ "Meetings/CancelMeeting", OWNER | COACH | ADMIN | SCOPED, "meetings.write" },
	{ "Meetings/CreateMeeting", OWNER | COACH | ADMIN | SCOPED, "meetings.write" },
	{ "Meetings/GetMeeting", OWNER | COACH | ADMIN | SCOPED, "meetings.read" },
	{ "Meetings/ListMeetingDuplicates", OWNER | COACH | ADMIN | SCOPED, "meetings.read" },
	{ "Meetings/ListMeetings", KNOWN | ADMIN | SCOPED, "meetings.read" },
	{ "Meetings/MergeMeetings", OWNER | COACH | ADMIN | SCOPED, "meetings.write" },
	{ "Meetings/RestoreMeeting", OWNER | COACH | ADMIN | SCOPED, "meetings.write" },
	{ "Meetings/UnmergeMeeting", OWNER | COACH | ADMIN | SCOPED, "meetings.write" },
	{ "Meetings/UpdateMeeting", OWNER | COACH | ADMIN | SCOPED, "meetings.write" },
	{ "OneOnOnes/ConvertOneOnOneItem", PARTIES | ADMIN | SCOPED, "oneonones.write" },
	{ "OneOnOnes/CreateOneOnOneItem", PARTIES | ADMIN | SCOPED, "oneonones.write" },
	{ "OneOnOnes/DiscussOneOnOneItem", PARTIES | ADMIN | SCOPED, "oneonones.write" },
	{ "OneOnOnes/GetOneOnOneItem", PARTIES | ADMIN | SCOPED, "oneonones.read" },
	{ "OneOnOnes/ListOneOnOneItems", KNOWN | ADMIN | SCOPED, "oneonones.read" },
	{ "OneOnOnes/ReopenOneOnOneItem", PARTIES | ADMIN | SCOPED, "oneonones.write" },
	{ "OneOnOnes/UpdateOneOnOneItem", PARTIES | ADMIN | SCOPED, "oneonones.write" },
	{ "People/CreateCoaching", ADMIN | SCOPED, "people.write" },
	{ "People/CreatePerson", ADMIN | SCOPED, "people.write" },
	{ "People/GetCoaching", PARTIES | ADMIN | SCOPED, "people.read" },
	{ "People/GetPerson", OWNER | PARTIES | ADMIN | SCOPED, "people.read" },
	{ "People/GetRhythm", COACH | ADMIN | SCOPED, "people.read" },
	{ "People/GetTeam", OWNER | PARTIES | ADMIN | SCOPED, "people.read" },
	{ "People/ListCoachings", KNOWN | ADMIN | SCOPED, "people.read" },
	{ "People/ListPeople", KNOWN | ADMIN | SCOPED, "people.read" },
	{ "People/PostponeRhythm", COACH | ADMIN, "people.write" },
	{ "People/UpdateCoaching", COACH | ADMIN | SCOPED, "people.write" },
	{ "People/UpdatePerson", OWNER | COACH | ADMIN | SCOPED, "people.write" },
	{ "People/UpdateTeam", OWNER | COACH | ADMIN, "people.write" },
	{ "Plugins/DisablePlugin", ADMIN, "plugins.write" },
	{ "Plugins/EnablePlugin", ADMIN, "plugins.write" },
	{ "Plugins/GetPlugin", ADMIN | SCOPED, "plugins.read" },
	{ "Plugins/ListPlugins", ADMIN | SCOPED, "plugins.read" },
	{ "Plugins/Take", PLUGIN, NULL },
	{ "Preparations/GetPreparation", OWNER | COACH | ADMIN | SCOPED, "preparations.read" },
	{ "Preparations/ListPreparations", KNOWN | ADMIN | SCOPED, "preparations.read" },
	{ "Preparations/ReturnPreparation", COACH | ADMIN, "preparations.write" },
	{ "Preparations/SavePreparation", OWNER | ADMIN, "preparations.write" },
	{ "Preparations/SubmitPreparation", OWNER | ADMIN, "preparations.write" },
	{ "Preparations/WritePreparation", OWNER | ADMIN, "preparations.write" },
	{ "Privacy/ErasePerson", OWNER | ADMIN | SCOPED, "privacy.write" },
	{ "Privacy/ExportPerson", OWNER | ADMIN | SCOPED, "privacy.read" },
	{ "Privacy/GetErasure", ADMIN | SCOPED, "privacy.read" },
	{ "Privacy/GetRetention", KNOWN | ADMIN | SCOPED, "privacy.read" },
	{ "Privacy/ListAccess", OWNER | ADMIN | SCOPED, "privacy.read" },
	{ "Privacy/ListErasures", ADMIN | SCOPED, "privacy.read" },
	{ "Privacy/ReportErasure", OWNER | ADMIN | SCOPED, "privacy.read" },
	{ "Reminders/Answer", PLUGIN, "reminders.write" },
	{ "Reminders/CreateReminder", PLUGIN, "reminders.write" },
	{ "Reminders/GetReminder", OWNER | ADMIN | SCOPED, "reminders.read" },
	{ "Reminders/ListComingReminders", KNOWN | ADMIN | SCOPED, "reminders.read" },
	{ "Reminders/ListReminders", KNOWN | ADMIN | SCOPED, "reminders.read" },
	{ "Reminders/ReceiveMail", ADMIN | SCOPED, "reminders.receive" },
	{ "Reminders/RecordBounce", PLUGIN, "reminders.write" },
	{ "Reminders/RetryReminder", ADMIN | SCOPED, "reminders.write" },
	{ "Reminders/UpdateReminder", PLUGIN, "reminders.write" },
	{ "Reports/GetWorksCouncilReport", KNOWN | ADMIN | SCOPED, "reports.read" },
	{ "Reports/ReportCoaching", PARTIES, "reports.read" },
	{ "Reports/ReportOrganisation", ADMIN | SCOPED, "reports.read" },
	{ "Sessions/AcceptSession", COACH | ADMIN, "sessions.write" },
	{ "Sessions/AppealSession", COACHEE | ADMIN, "sessions.write" },
	{ "Sessions/CancelSession", PARTIES | ADMIN, "sessions.write" },
	{ "Sessions/ConfirmIntentions", COACHEE | ADMIN, "sessions.write" },
	{ "Sessions/DecideSession", COACH | ADMIN | SCOPED, "sessions.write" },
	{ "Sessions/DeclineSession", COACH | ADMIN, "sessions.write" },
	{ "Sessions/DismissSuggestion", COACH | ADMIN | SCOPED, "sessions.write" },
	{ "Sessions/FinishSession", COACH | ADMIN, "sessions.write" },
	{ "Sessions/GetCustomerLine", PARTIES | ADMIN | SCOPED, "sessions.read" },
	{ "Sessions/GetSession", PARTIES | ADMIN | SCOPED, "sessions.read" },
	{ "Sessions/GetSessionCalendar", PARTIES | ADMIN | SCOPED, "sessions.read" },
	{ "Sessions/GetSessionCard", COACH | ADMIN | SCOPED, "sessions.read" },
	{ "Sessions/GetSessionRehearsal", PARTIES | ADMIN, "sessions.read" },
	{ "Sessions/ListSessions", KNOWN | ADMIN | SCOPED, "sessions.read" },
	{ "Sessions/ListSuggestions", COACH | ADMIN | SCOPED, "sessions.read" },
	{ "Sessions/ObjectToSession", COACHEE | ADMIN, "sessions.write" },
	{ "Sessions/PlanSession", PARTIES | ADMIN | SCOPED, "sessions.write" },
	{ "Sessions/RecordGateLook", PLUGIN, "sessions.write" },
	{ "Sessions/RecordRevealCheck", COACH | ADMIN, "sessions.write" },
	{ "Sessions/ReopenSession", COACH | ADMIN, "sessions.write" },
	{ "Sessions/RestoreSuggestion", COACH | ADMIN | SCOPED, "sessions.write" },
	{ "Sessions/RevealSession", COACH | ADMIN, "sessions.write" },
	{ "Sessions/StartSession", PARTIES | ADMIN, "sessions.write" },
	{ "Sessions/TalkSession", PARTIES | ADMIN, "sessions.write" },
	{ "Sessions/UpdateSession", PARTIES | ADMIN | SCOPED, "sessions.write" },
	{ "Templates/CopyTemplate", COACH | ADMIN | SCOPED, "templates.write" },
	{ "Templates/CreateTemplate", COACH | ADMIN | SCOPED, "templates.write" },
	{ "Templates/DeleteTemplate", COACH | ADMIN | SCOPED, "templates.write" },
	{ "Templates/GetTemplate", KNOWN | ADMIN | SCOPED, "templates.read" },
	{ "Templates/ListTemplateVersions", KNOWN | ADMIN | SCOPED, "templates.read" },
	{ "Templates/ListTemplates", KNOWN | ADMIN | SCOPED, "templates.read" },
	{ "Templates/UndeleteTemplate", COACH | ADMIN | SCOPED, "templates.write" },
	{ "Templates/UpdateTemplate", COACH | ADMIN | SCOPED, "templates.write" },
	{ "Timers/DeleteTimer", PLUGIN, "timers.write" },
	{ "Timers/ListTimers", ADMIN | SCOPED, "timers.read" },
	{ "Timers/MoveTimers", PLUGIN, "timers.write" },
	{ "Timers/SetTimer", PLUGIN, "timers.write" },
	{ "WorkingNotes/CreateWorkingNote", COACH, "debriefs.write" },
	{ "WorkingNotes/DeleteWorkingNote", COACH, "debriefs.write" },
	{ "WorkingNotes/ListWorkingNotes", COACH, "debriefs.read" },
};

#define PACKAGE "ridealong.v1."

static const struct row *find(const char *method)
{
	size_t low = 0, high = sizeof(table) / sizeof(table[0]);

	if (strncmp(method, PACKAGE, strlen(PACKAGE)) == 0)
		method += strlen(PACKAGE);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(method, table[middle].method);

		if (order == 0)
			return &table[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool may_knows(const char *method)
{
	return find(method) != NULL;
}

static bool is(const struct actor *actor, const char *person)
{
	return actor->person != NULL && person != NULL && strcmp(actor->person, person) == 0;
}

bool may_scope(const struct actor *actor, const char *scope)
{
	if (actor->admin || actor->kind == ACTOR_SERVICE)
		return true;
	if (actor->kind == ACTOR_PERSON && actor->plugin == NULL && actor->n_scopes == 0)
		return true;
	for (size_t i = 0; i < actor->n_scopes; i++)
		if (scope != NULL && strcmp(actor->scopes[i], scope) == 0)
			return true;
	return scope == NULL && (actor->kind == ACTOR_PERSON || actor->kind == ACTOR_PLUGIN);
}

/* What a person is to the object, as bits of enum who. */
static unsigned relation(const struct actor *actor, const struct may_object *object)
{
	unsigned who = 0;

	if (is(actor, object->coach))
		who |= COACH;
	if (is(actor, object->coachee))
		who |= COACHEE;
	if (is(actor, object->owner))
		who |= OWNER;
	return who;
}

/* The coachee of a hidden session, whatever else they are, unless they coach themselves. */
static bool kept_from(const struct actor *actor, const struct may_object *object)
{
	if (!object->hidden)
		return false;
	if (actor->kind == ACTOR_PROGRAM)
		return true;
	return is(actor, object->coachee) && !is(actor, object->coach);
}

static bool sees(const struct actor *actor, const struct row *row, const struct may_object *object)
{
	if (kept_from(actor, object))
		return false;
	if (actor->admin || actor->kind == ACTOR_SERVICE || (row->who & (KNOWN | ANYBODY)))
		return true;
	if (actor->kind == ACTOR_PLUGIN || actor->kind == ACTOR_PROGRAM)
		return (row->who & (SCOPED | PLUGIN)) && may_scope(actor, row->scope);
	return relation(actor, object) != 0;
}

const char *may_words(const char *method, const char *locale, struct arena *arena)
{
	static const struct {
		unsigned who;
		const char *en, *nl;
	} words[] = {
		{ ANYBODY, "everybody, also who is not known", "iedereen, ook wie niet bekend is" },
		{ KNOWN, "everybody who is known", "iedereen die bekend is" },
		{ OWNER, "the person whose it is", "degene van wie het is" },
		{ COACH, "the coach", "de coach" },
		{ COACHEE, "the person who is coached", "degene die gecoacht wordt" },
		{ ADMIN, "administrators", "beheerders" },
	};
	const struct row *row = find(method);
	const char *text = "";

	if (row == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (row->who & words[i].who)
			text = arena_printf(arena, "%s%s%s", text, text[0] == '\0' ? "" : ", ",
				words_pick(locale, words[i].en, words[i].nl));
	if (row->who & (SCOPED | PLUGIN))
		text = arena_printf(arena, "%s%s%s%s%s", text, text[0] == '\0' ? "" : ", ",
			row->who & SCOPED ? words_pick(locale, "plugins and programs", "plug-ins en programma's")
					  : words_pick(locale, "plugins", "plug-ins"),
			row->scope == NULL ? "" : words_pick(locale, " with the right ", " met het recht "),
			row->scope == NULL ? "" : row->scope);
	return text;
}

enum status may_not_found(const char *name, const char *locale, struct error *reterr)
{
	return error_detail(reterr, STATUS_NOT_FOUND, "NO_SUCH_RESOURCE", "name",
		words_pick(locale, "there is no \"%.200s\"", "\"%.200s\" bestaat niet"), name == NULL ? "" : name);
}

static enum status denied(const struct row *row, const struct actor *actor, const char *locale, struct error *reterr)
{
	const char *sentence;

	if (actor->kind == ACTOR_PLUGIN || actor->kind == ACTOR_PROGRAM ||
		(actor->kind == ACTOR_PERSON && row->scope && !may_scope(actor, row->scope)))
		return error_detail(reterr, STATUS_PERMISSION_DENIED, "SCOPE_MISSING", NULL,
			words_pick(locale, "%s needs the scope %s for this", "%s heeft hiervoor het recht %s nodig"),
			actor->name == NULL ? "the caller" : actor->name,
			row->scope == NULL || !(row->who & (SCOPED | PLUGIN)) ? "of a person" : row->scope);
	if (row->who & PLUGIN)
		sentence = words_pick(locale, "this is for plugins only", "dit is alleen voor plug-ins");
	else if (actor->kind == ACTOR_ADMIN)
		sentence = words_pick(locale, "only a person can do this: say for whom with --as",
			"alleen een persoon kan dit doen: zeg voor wie met --as");
	else if ((row->who & PARTIES) == PARTIES)
		sentence = words_pick(locale, "only coach and coachee can do this",
			"alleen de coach en degene die gecoacht wordt kunnen dit doen");
	else if (row->who & OWNER)
		sentence = words_pick(
			locale, "only the person whose it is can do this", "alleen degene van wie het is kan dit doen");
	else if (row->who & COACH)
		sentence = words_pick(locale, "only the coach can do this", "alleen de coach kan dit doen");
	else if (row->who & COACHEE)
		sentence = words_pick(locale, "only the person who is coached can do this",
			"alleen degene die gecoacht wordt kan dit doen");
	else
		sentence = words_pick(locale, "only an administrator can do this", "alleen een beheerder kan dit doen");
	return error_detail(reterr, STATUS_PERMISSION_DENIED, "NOT_YOURS", NULL, "%s", sentence);
}

/* Whether this kind of caller may call the method at all. */
static bool admitted(const struct actor *actor, const struct row *row)
{
	switch (actor->kind) {
	case ACTOR_PLUGIN:
		return (row->who & (SCOPED | PLUGIN)) && may_scope(actor, row->scope);
	case ACTOR_PROGRAM:
		return (row->who & SCOPED) && may_scope(actor, row->scope);
	case ACTOR_ADMIN:
		return (row->who & ADMIN) != 0;
	case ACTOR_PERSON:
		if (actor->admin && (row->who & ADMIN))
			return true;
		return (row->who & (KNOWN | PARTIES | OWNER)) && may_scope(actor, row->scope);
	default:
		return false;
	}
}

enum status may(const struct actor *actor, const char *method, const struct may_object *object, const char *locale,
	struct error *reterr)
{
	const struct row *row = find(method);
	unsigned who;

	if (row == NULL)
		return error_set(reterr, STATUS_INTERNAL, "no rule says who may call %.100s", method);
	if (actor->kind == ACTOR_SERVICE || (row->who & ANYBODY))
		return STATUS_OK;
	if (actor->kind == ACTOR_NOBODY)
		return error_detail(reterr, STATUS_UNAUTHENTICATED, "NOBODY", NULL, "%s",
			words_pick(locale, "we do not know who you are: use a token, or have your login added",
				"we weten niet wie je bent: gebruik een token, of laat je login toevoegen"));
	if (!admitted(actor, row))
		return denied(row, actor, locale, reterr);
	if (object == NULL)
		return STATUS_OK;
	if (!sees(actor, row, object))
		return may_not_found(object->name, locale, reterr);
	if (actor->kind != ACTOR_PERSON || (row->who & KNOWN) || (actor->admin && (row->who & ADMIN)))
		return STATUS_OK;
	who = relation(actor, object);
	return (who & row->who) != 0 ? STATUS_OK : denied(row, actor, locale, reterr);
}
