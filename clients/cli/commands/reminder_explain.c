/* clients/cli — reminder: why somebody was written to, when, and what came of it. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/reminder.pb-c.h"

static const struct column lines[] = {
	{ N_("Reminder"), "name", AS_IS },
	{ N_("To"), "person", AS_PERSON },
	{ N_("About"), "kind", AS_IS },
	{ N_("Session"), "session", AS_IS },
	{ N_("Action point"), "action_point", AS_IS },
	{ N_("Coaching"), "coaching", AS_IS },
	{ N_("Rule"), "rule", AS_IS },
	{ N_("Due"), "due_time", AS_IS },
	{ N_("State"), "state", AS_IS },
	{ N_("Sent"), "send_time", AS_IS },
	{ N_("Answered"), "answer_time", AS_IS },
	{ NULL, NULL, 0 },
};

static void print_attempts(struct cli *cli, const Reminder *reminder)
{
	char when[80];

	if (reminder->n_history > 0)
		printf("\n%s\n", _("Attempts:"));
	for (size_t i = 0; i < reminder->n_history; i++) {
		const ReminderAttempt *attempt = reminder->history[i];

		cli_time_print(cli, attempt->attempt_time, when);
		printf("  %zu. %s  %s: %s\n", i + 1, when, attempt->channel,
			attempt->taken               ? _("took it")
			: attempt->answer[0] != '\0' ? attempt->answer
						     : _("did not take it"));
	}
}

/* What is to be known of it in the end. */
static void print_fate(struct cli *cli, const Reminder *reminder)
{
	char when[80];

	switch (reminder->state) {
	case REMINDER_STATE_DROPPED:
		printf(_("\nNot sent, because %s.\n"), reminder->reason);
		return;
	case REMINDER_STATE_FAILED:
		printf(_("\nIt could not be sent: %s.\nTry it again: ridealong reminder retry %s\n"), reminder->reason,
			cli_short(reminder->name));
		return;
	case REMINDER_STATE_PENDING:
		if (reminder->reason[0] != '\0')
			printf(_("\nIt waits: %s.\n"), reminder->reason);
		if (reminder->next_time == NULL)
			return;
		cli_time_print(cli, reminder->next_time, when);
		printf(_("Next attempt: %s\n"), when);
		return;
	default:
		return;
	}
}

int cmd_reminder_explain(struct cli *cli, int argc, char **argv)
{
	GetReminderRequest request = GET_REMINDER_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Reminder *reminder;
	int code = cli_name(cli, "reminders", argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	code = cli_call(cli, "Reminders/GetReminder", &request, &reminder__descriptor, &reminder);
	if (code != 0 || cli_print_json(cli, reminder))
		return code;
	cli_print(cli, reminder, lines);
	print_attempts(cli, reminder);
	print_fate(cli, reminder);
	return 0;
}
