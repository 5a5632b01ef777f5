/* clients/cli — reminder: those that could not be sent, and trying them again. */
#include "reminder_failed.h"

#include "commands.h"

#include <stdio.h>

enum status reminders_failed(struct cli *cli, ListRemindersResponse **ret, struct ridealong_error *ret_error)
{
	static ReminderState failed[] = { REMINDER_STATE_FAILED };
	ListRemindersRequest request = LIST_REMINDERS_REQUEST__INIT;

	request.states = failed;
	request.n_states = 1;
	request.page_size = REMINDERS_FAILED_MOST;
	return cli_try(
		cli, "Reminders/ListReminders", &request, &list_reminders_response__descriptor, 0, ret, ret_error);
}

void reminders_print_failed(struct cli *cli)
{
	struct ridealong_error error;
	ListRemindersResponse *list;

	if (reminders_failed(cli, &list, &error) != STATUS_OK || list->n_reminders == 0)
		return;
	printf("\n");
	printf(_("Messages that could not be sent: %zu. Why: ridealong reminder list --failed\n"), list->n_reminders);
	printf("    %s\n", _("Try them again: ridealong reminder retry --all-failed"));
}

/* ---- again ---- */

static const struct column fates[] = {
	{ N_("Reminder"), "name", AS_ID },
	{ N_("To"), "person", AS_PERSON },
	{ N_("State"), "state", AS_WORD },
	{ N_("Reason"), "reason", AS_IS },
	{ N_("Next attempt"), "next_time", AS_WORD },
	{ NULL, NULL, 0 },
};

const struct flag flags_reminder_retry[] = {
	{ "all-failed", NULL, N_("all that could not be sent") },
	{ NULL, NULL, NULL },
};

/* What cannot be tried is said and does not keep the others from it. */
static int retry(struct cli *cli, const char *name)
{
	RetryReminderRequest request = RETRY_REMINDER_REQUEST__INIT;

	request.name = (char *)name;
	return cli_show(cli, "Reminders/RetryReminder", &request, &reminder__descriptor, fates);
}

/* Those that fail once more are listed again: each is tried once. */
static int retry_all(struct cli *cli)
{
	struct ridealong_error error;
	ListRemindersResponse *list;
	int code = 0;

	if (reminders_failed(cli, &list, &error) != STATUS_OK)
		return cli_failed(cli, &error);
	if (list->n_reminders == 0 && cli->output == CLI_TABLE)
		puts(_("No message failed."));
	for (size_t i = list->n_reminders; i-- > 0;) {
		const int one = retry(cli, list->reminders[i]->name);

		code = code == 0 ? one : code;
		if (cli->output == CLI_TABLE && i > 0)
			printf("\n");
	}
	return code;
}

int cmd_reminder_retry(struct cli *cli, int argc, char **argv)
{
	int code = 0;

	if ((argc == 0) == (cli_flag(cli, "all-failed") == NULL))
		return cli_usage(cli, "%s", _("say which messages, or --all-failed"));
	if (argc == 0)
		return retry_all(cli);
	for (int i = 0; i < argc; i++) {
		char name[CLI_NAME_SIZE];
		int one = cli_name(cli, "reminders", argv[i], name);

		if (one == 0)
			one = retry(cli, name);
		code = code == 0 ? one : code;
		if (cli->output == CLI_TABLE && i + 1 < argc)
			printf("\n");
	}
	return code;
}
