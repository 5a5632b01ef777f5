/* clients/cli — reminder: messages to people, and what became of them. */
#include "commands.h"

#include "ridealong/v1/reminder.pb-c.h"

static const struct column columns[] = {
	{ N_("Id"), "name", AS_ID },
	{ N_("Due"), "due_time", AS_WORD },
	{ N_("To"), "person", AS_PERSON },
	{ N_("About"), "kind", AS_WORD },
	{ N_("State"), "state", AS_WORD },
	{ N_("Sent"), "send_time", AS_WORD },
	{ N_("Answered"), "answer_time", AS_WORD },
	{ NULL, NULL, 0 },
};

/* Of what did not go out the reason is what counts. */
static const struct column unsent_columns[] = {
	{ N_("Id"), "name", AS_ID },
	{ N_("Due"), "due_time", AS_WORD },
	{ N_("To"), "person", AS_PERSON },
	{ N_("About"), "kind", AS_WORD },
	{ N_("Attempts"), "attempts", AS_IS },
	{ N_("Reason"), "reason", AS_IS },
	{ NULL, NULL, 0 },
};

static const struct column details[] = {
	{ N_("Reminder"), "name", AS_IS },
	{ N_("To"), "person", AS_PERSON },
	{ N_("About"), "kind", AS_IS },
	{ N_("Session"), "session", AS_IS },
	{ N_("Action point"), "action_point", AS_IS },
	{ N_("Rule"), "rule", AS_IS },
	{ N_("Due"), "due_time", AS_IS },
	{ N_("State"), "state", AS_IS },
	{ N_("Reason"), "reason", AS_IS },
	{ N_("Channel"), "channel", AS_IS },
	{ N_("Message-ID"), "message_id", AS_IS },
	{ N_("Attempts"), "attempts", AS_IS },
	{ N_("Next attempt"), "next_time", AS_IS },
	{ N_("Sent"), "send_time", AS_IS },
	{ N_("Answered"), "answer_time", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_reminder_list[] = {
	{ "to", N_("EMAIL"), N_("only to this person") },
	{ "session", N_("SESSION"), N_("only about this session") },
	{ "state", "pending|sent|dropped|failed", N_("only in this state") },
	{ "failed", NULL, N_("only those that could not be sent, and why") },
	{ "coming", NULL, N_("what is to come instead, and what would become of it now") },
	LIST_FLAGS,
	{ NULL, NULL, NULL },
};

static const struct column coming_columns[] = {
	{ N_("Due"), "due_time", AS_WORD },
	{ N_("To"), "person", AS_PERSON },
	{ N_("About"), "kind", AS_WORD },
	{ N_("Session"), "session", AS_ID },
	{ N_("Rule"), "rule", AS_IS },
	{ N_("Would not be sent, because"), "objection", AS_IS },
	{ NULL, NULL, 0 },
};

static int list_coming(struct cli *cli, const char *session)
{
	ListComingRemindersRequest request = LIST_COMING_REMINDERS_REQUEST__INIT;

	if (cli_flag(cli, "state") != NULL || cli_flag(cli, "failed") != NULL)
		return cli_usage(cli, "%s", _("what is to come has no state yet: leave --state and --failed out"));
	request.person = cli_person(cli_flag(cli, "to"));
	request.session = (char *)session;
	return cli_list(cli, "Reminders/ListComingReminders", &request, coming_columns, _("Nothing is to come."));
}

int cmd_reminder_list(struct cli *cli, int argc, char **argv)
{
	static const struct choice choices[] = { { "pending", REMINDER_STATE_PENDING }, { "sent", REMINDER_STATE_SENT },
		{ "dropped", REMINDER_STATE_DROPPED }, { "failed", REMINDER_STATE_FAILED }, { NULL, 0 } };
	ListRemindersRequest request = LIST_REMINDERS_REQUEST__INIT;
	ReminderState wanted;
	char session[CLI_NAME_SIZE] = "";
	const bool failed = cli_flag(cli, "failed") != NULL;
	int state = 0, code = 0;

	(void)argc;
	(void)argv;
	if (!cli_flag_choice(cli, "state", choices, &state))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (failed && state != 0 && state != REMINDER_STATE_FAILED)
		return cli_usage(cli, "%s", _("--failed is a state of its own: leave --state out"));
	state = failed ? REMINDER_STATE_FAILED : state;
	if (cli_flag(cli, "session") != NULL)
		code = cli_name(cli, "sessions", cli_flag(cli, "session"), session);
	if (code != 0)
		return code;
	if (cli_flag(cli, "coming") != NULL)
		return list_coming(cli, session);
	wanted = (ReminderState)state;
	request.states = &wanted;
	request.n_states = state != 0;
	request.person = cli_person(cli_flag(cli, "to"));
	request.session = session;
	return cli_list(cli, "Reminders/ListReminders", &request,
		state == 0 || state == REMINDER_STATE_SENT ? columns : unsent_columns,
		state == REMINDER_STATE_FAILED ? _("No message failed.") : _("No reminders."));
}

int cmd_reminder_show(struct cli *cli, int argc, char **argv)
{
	GetReminderRequest request = GET_REMINDER_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "reminders", argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	return cli_show(cli, "Reminders/GetReminder", &request, &reminder__descriptor, details);
}
