/* clients/cli — status, clock, backup: the daemon itself. */
#include "calendar_trouble.h"
#include "commands.h"
#include "metrics.h"
#include "reminder_failed.h"

#include <stdio.h>
#include <string.h>

#include "google/protobuf/duration.pb-c.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/privacy.pb-c.h"

#define ADVANCE_PATIENCE   (30 * 60 * 1000) /* months of a simulation take their time */
#define BACKUP_PATIENCE    (10 * 60 * 1000)
#define CALENDARS_PATIENCE 2000 /* they are beside the point, and their plugin may be busy */

static const struct column details[] = {
	{ N_("Daemon"), "version", AS_IS },
	{ N_("Its time"), "clock_time", AS_IS },
	{ N_("Running since"), "start_time", AS_IS },
	{ N_("You are"), "caller", AS_PERSON },
	{ N_("Administrator"), "admin", AS_IS },
	{ N_("Data folder"), "data_dir", AS_IS },
	{ N_("Listens at"), "listen", AS_IS },
	{ N_("Schema"), "schema_version", AS_IS },
	{ N_("Timers that wait"), "timers", AS_IS },
	{ N_("Next one"), "next_timer_time", AS_IS },
	{ N_("Plugins configured"), "plugins_configured", AS_IS },
	{ N_("Plugins running"), "plugins_running", AS_IS },
	{ N_("Old records last went"), "sweep_time", AS_IS },
	{ N_("People being erased"), "erasures", AS_IS },
	{ N_("Teams of nobody known"), "unknown_teams", AS_IS },
	{ NULL, NULL, 0 },
};

static const struct column clock_details[] = {
	{ N_("Its time"), "clock_time", AS_IS },
	{ NULL, NULL, 0 },
};

static const struct column advance_details[] = {
	{ N_("Its time"), "clock_time", AS_IS },
	{ N_("Moments at which something was due"), "rounds", AS_COUNT },
	{ N_("Timers handed out"), "timers", AS_COUNT },
	{ NULL, NULL, 0 },
};

static const struct column backup_details[] = {
	{ N_("Written to backups/"), "file", AS_IS },
	{ N_("Bytes"), "size", AS_COUNT },
	{ NULL, NULL, 0 },
};

const struct flag flags_clock_advance[] = {
	{ "to", N_("TIME"), N_("to this moment: 2026-03-02T09:00, or with an offset") },
	{ NULL, NULL, NULL },
};

const struct flag flags_status[] = {
	{ "retention", NULL, N_("for how many days what is kept, and when old records last went") },
	{ NULL, NULL, NULL },
};

static void print_simulation(const struct cli *cli, const Status *status)
{
	if (status->simulation && cli->output == CLI_TABLE)
		puts(_("SIMULATION: time moves only by \"ridealong clock advance\"."));
}

static int show(struct cli *cli, const struct column *columns, Status **ret)
{
	GetStatusRequest request = GET_STATUS_REQUEST__INIT;
	const int code = cli_call(cli, "Admin/GetStatus", &request, &status__descriptor, ret);

	if (code != 0)
		return code;
	print_simulation(cli, *ret);
	cli_print(cli, *ret, columns);
	return 0;
}

static int show_retention(struct cli *cli)
{
	GetRetentionRequest request = GET_RETENTION_REQUEST__INIT;
	Retention *retention;
	const int code = cli_call(cli, "Privacy/GetRetention", &request, &retention__descriptor, &retention);
	char when[80];

	if (code != 0 || cli_print_json(cli, retention))
		return code;
	puts(_("What is kept for how many days ([retention] in the configuration; in brackets the most it may say):"));
	for (size_t i = 0; i < retention->n_kinds; i++)
		printf("  %-14s %4d (%d)  %s\n", retention->kinds[i]->key, retention->kinds[i]->days,
			retention->kinds[i]->most, retention->kinds[i]->words);
	if (retention->sweep_time == NULL)
		return 0;
	cli_time_print(cli, retention->sweep_time, when);
	printf(_("Old records last went: %s\n"), when);
	return 0;
}

static void print_plugin(const Plugin *plugin)
{
	const char *name = cli_short(plugin->name);

	printf("  ✗ %s: %s%s%s\n", name, cli_enum(&plugin_state__descriptor, plugin->state),
		plugin->last_error[0] != '\0' ? ". " : "", plugin->last_error);
	if (plugin->state == PLUGIN_STATE_DISABLED)
		printf(_("    Start it: ridealong plugin enable %s\n"), name);
}

/* Those that do not run, for who may start them. */
static void print_plugins(struct cli *cli, const Status *status)
{
	ListPluginsRequest request = LIST_PLUGINS_REQUEST__INIT;
	struct ridealong_error error;
	ListPluginsResponse *reply;

	if (cli->output != CLI_TABLE || !status->admin || status->plugins_running == status->plugins_configured ||
		cli_try(cli, "Plugins/ListPlugins", &request, &list_plugins_response__descriptor, 0, &reply, &error) !=
			STATUS_OK)
		return;
	printf("\n%s\n", _("Plugins to look at:"));
	for (size_t i = 0; i < reply->n_plugins; i++)
		if (reply->plugins[i]->state != PLUGIN_STATE_RUNNING)
			print_plugin(reply->plugins[i]);
}

/* What goes on by itself tells of itself here. */
static void print_calendars(struct cli *cli, const Status *status)
{
	if (cli->output == CLI_TABLE && strcmp(status->caller, "nobody") != 0)
		calendar_print_troubles(
			cli, status->admin ? "people/-" : "", CALENDARS_PATIENCE, _("Calendars to look at:"));
}

int cmd_status(struct cli *cli, int argc, char **argv)
{
	Status *status;
	int code;

	(void)argc;
	(void)argv;
	if (cli_flag(cli, "retention") != NULL)
		return show_retention(cli);
	code = show(cli, details, &status);
	if (code == 0) {
		print_plugins(cli, status);
		if (cli->output == CLI_TABLE && status->admin)
			reminders_print_failed(cli);
		print_calendars(cli, status);
		if (cli->output == CLI_TABLE && status->admin)
			metrics_print_worth(cli);
	}
	return code;
}

int cmd_clock_show(struct cli *cli, int argc, char **argv)
{
	Status *status;

	(void)argc;
	(void)argv;
	return show(cli, clock_details, &status);
}

int cmd_clock_advance(struct cli *cli, int argc, char **argv)
{
	AdvanceClockRequest request = ADVANCE_CLOCK_REQUEST__INIT;
	Timestamp to = TIMESTAMP__INIT, *target = NULL;
	Duration by = DURATION__INIT;
	struct ridealong_error error;
	AdvanceClockResponse *reply;

	if ((argc > 0) == (cli_flag(cli, "to") != NULL))
		return cli_usage(cli, _("say how far, such as 2d, or to when: --to 2026-03-02T09:00"));
	if (!cli_flag_time(cli, "to", &to, &target))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (argc > 0 && !cli_duration_read(argv[0], &by.seconds))
		return cli_usage(cli, _("\"%s\" is no length of time: write 90m, 3h, 2d or 1w"), argv[0]);
	if (argc > 0) {
		request.target_case = ADVANCE_CLOCK_REQUEST__TARGET_BY;
		request.by = &by;
	} else {
		request.target_case = ADVANCE_CLOCK_REQUEST__TARGET_TO;
		request.to = &to;
	}
	if (cli_try(cli, "Admin/AdvanceClock", &request, &advance_clock_response__descriptor, ADVANCE_PATIENCE, &reply,
		    &error) != STATUS_OK)
		return cli_failed(cli, &error);
	cli_print(cli, reply, advance_details);
	return 0;
}

int cmd_backup(struct cli *cli, int argc, char **argv)
{
	BackupStoreRequest request = BACKUP_STORE_REQUEST__INIT;
	struct ridealong_error error;
	BackupStoreResponse *reply;

	(void)argc;
	(void)argv;
	if (cli_try(cli, "Admin/BackupStore", &request, &backup_store_response__descriptor, BACKUP_PATIENCE, &reply,
		    &error) != STATUS_OK)
		return cli_failed(cli, &error);
	cli_print(cli, reply, backup_details);
	return 0;
}
