/* clients/cli — what to do next about a refusal, where its own sentence does not say. */
#include "cli.h"

#include <string.h>

/* By the contract's reason; a row for one command stands before that of its noun, and before the row for all; text NULL
 * says that the sentence is enough. */
static const struct advice {
	const char *reason, *command, *text;
} by_reason[] = {
	{ "BAD_SERVER", NULL, NULL },
	{ "BUILT_IN", NULL, N_("Copy it: ridealong template copy KEY NEW-KEY") },
	{ "CANCELS_MOST", "calendar sync", N_("If it is right: the same again with --accept-cancellations") },
	{ "COACHEE_FIRST", NULL,
		N_("Let the coachee go first: ridealong debrief guide SESSION, or debrief write SESSION --speaker "
		   "coachee '…'") },
	{ "DELETED", NULL, N_("Bring it back: ridealong template undelete KEY") },
	{ "FINISHED_ALREADY", NULL, N_("Go on with the debrief: ridealong debrief guide SESSION") },
	{ "FUTURE", "note",
		N_("What is noted was seen by now: say when with --at 10:05, or as observeTime in the file") },
	{ "IN_USE", NULL, N_("Give them others: ridealong person set EMAIL --template KEY") },
	{ "MESSAGE_TOO_LARGE", NULL, NULL },
	{ "NONE_LAST", NULL, N_("Name it by its id: ridealong session list") },
	{ "NONE_NEXT", NULL,
		N_("A coach plans one: ridealong session plan MEETING. Who is coached asks for one: ridealong "
		   "session invite MEETING") },
	{ "NONE_NOW", NULL,
		N_("Begin one with its first note: ridealong note SESSION '+ …'. Which there are: ridealong "
		   "session list") },
	{ "NO_CALENDAR", NULL, N_("See which there are: ridealong calendar list") },
	{ "NOT_INVITED", NULL, N_("Whether you come along: ridealong session decide SESSION go|talk|no") },
	{ "NOT_PREPARED", NULL,
		N_("The coach: ridealong session decide SESSION go. The other: ridealong prep write SESSION") },
	{ "NOT_RIDEALONG", NULL, NULL },
	{ "NOT_YOURS", "report organisation", NULL },
	{ "NOT_YOURS", "report", N_("For others there are sums of groups: ridealong report organisation") },
	{ "NO_DAEMON", NULL, NULL },
	{ "NO_EVENT", NULL, N_("What a file holds, and what would be refused of it: ridealong calendar check FILE") },
	{ "NO_FEED", NULL, N_("It is made with: ridealong calendar feed") },
	{ "OWNER_MISSING", "calendar import", N_("Say whose with --owner EMAIL") },
	{ "OWNER_MISSING", "calendar", N_("Say whose with --person EMAIL") },
	{ "OWNER_MISSING", NULL, N_("Say whose with --owner EMAIL") },
	{ "SCOPES_MISSING", NULL, N_("Give them with --scopes, such as --scopes meetings.read,sessions.read") },
	{ "SESSION_STATE", "session finish",
		N_("Only what is under way ends: begin with ridealong session start SESSION, or with a first "
		   "note") },
	{ "SOCKET_DENIED", NULL, NULL },
	{ "TEAM_NOT_TOLD", NULL, N_("Record it with: ridealong team set --told DATE") },
	{ "TEMPLATE", NULL, N_("See which there are: ridealong template list") },
	{ "TOO_EARLY", NULL, N_("Until then: ridealong session set SESSION --focus '…', and session card SESSION") },
};

static bool is_of(const struct cli *cli, const char *command)
{
	const size_t length = command == NULL ? 0 : strlen(command);
	const char *name = cli->command == NULL ? "" : cli->command->name;

	return length == 0 || (strncmp(name, command, length) == 0 && (name[length] == '\0' || name[length] == ' '));
}

/* A calendar's server, and not the daemon or a plugin of it. */
static bool is_elsewhere(const struct ridealong_error *error)
{
	static const char *const beginnings[] = { "DAV_", "FEED_", "NET_" };

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (strncmp(error->reason, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return false;
}

static const char *by_status(const struct cli *cli, enum status status, const struct ridealong_error *error)
{
	switch (status) {
	case STATUS_UNAUTHENTICATED:
		return _("See who you are to the daemon: ridealong status. With a token: --token-file FILE");
	case STATUS_PERMISSION_DENIED:
		if (is_of(cli, "session finish"))
			return _("It ends by itself, too: with your first line of the debrief, or five minutes after "
				 "the end");
		return cli->act_as != NULL ? NULL
					   : _("See who you are to the daemon: ridealong status. An administrator can "
					       "act for somebody with --as EMAIL");
	case STATUS_NOT_FOUND:
		return _("Look it up in the list of its kind, such as: ridealong session list, ridealong person list");
	case STATUS_ABORTED:
		return _("It changed meanwhile: look at it again, then repeat");
	case STATUS_UNAVAILABLE:
		if (is_elsewhere(error))
			return _("It is tried again by itself; when, says: ridealong calendar list");
		return _("See how daemon and plugins are: ridealong doctor");
	case STATUS_DEADLINE_EXCEEDED:
		return _("It may have been done all the same: look before you repeat it");
	case STATUS_UNIMPLEMENTED:
		return _("The daemon does not know this: compare the versions with ridealong doctor");
	case STATUS_INTERNAL:
	case STATUS_DATA_LOSS:
		return _("The daemon's log says more about it");
	default:
		return NULL;
	}
}

const char *cli_advice(const struct cli *cli, const struct ridealong_error *error)
{
	for (size_t i = 0; i < sizeof(by_reason) / sizeof(by_reason[0]); i++)
		if (strcmp(by_reason[i].reason, error->reason) == 0 && is_of(cli, by_reason[i].command))
			return by_reason[i].text == NULL ? NULL : _(by_reason[i].text);
	return by_status(cli, (enum status)error->status, error);
}
