/* clients/cli — calendar list, sync, delete: the calendars that are read into meetings. */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar_result.h"
#include "calendar_trouble.h"
#include "progress.h"

#define PATIENCE (5 * 60 * 1000) /* a server may be slow, and a calendar long */

const struct flag flags_calendar_delete[] = {
	{ "person", N_("EMAIL"), N_("whose calendar; your own by default") },
	{ "yes", NULL, N_("do it without asking") },
	{ NULL, NULL, NULL },
};

const struct flag flags_calendar_list[] = {
	{ "all", NULL, N_("everybody's (administrators)") },
	{ "person", N_("EMAIL"), N_("whose calendars; your own by default") },
	{ NULL, NULL, NULL },
};

const struct flag flags_calendar_sync[] = {
	{ "accept-cancellations", NULL, N_("also when most of what is coming would be cancelled") },
	{ "person", N_("EMAIL"), N_("whose calendar; your own by default") },
	{ NULL, NULL, NULL },
};

static const struct column columns[] = {
	{ N_("Calendar"), "calendar", AS_WORD },
	{ N_("Whose"), "owner", AS_PERSON },
	{ N_("Kind"), "kind", AS_IS },
	{ N_("Meetings"), "meetings", AS_IS },
	{ N_("Refused"), "refused", AS_IS },
	{ N_("Held"), "held_cancellations", AS_IS },
	{ N_("As of"), "sync_time", AS_IS },
	{ N_("Next read"), "next_read_time", AS_IS },
	{ NULL, NULL, 0 },
};

/* "people/ADDRESS/calendars/NAME"; malloc'd. */
static char *calendar_name(struct cli *cli, const char *calendar)
{
	const char *person = cli_person(cli_flag(cli, "person"));
	char *name;

	if (strncmp(calendar, "people/", 7) == 0)
		return strdup(calendar);
	if (asprintf(&name, "%s/calendars/%s", person[0] == '\0' ? "people/me" : person, calendar) < 0)
		abort();
	return name;
}

int cmd_calendar_list(struct cli *cli, int argc, char **argv)
{
	ListCalendarsRequest request = LIST_CALENDARS_REQUEST__INIT;
	int code;

	(void)argc;
	(void)argv;
	if (cli_flag(cli, "all") != NULL && cli_flag(cli, "person") != NULL)
		return cli_usage(cli, _("either --all or --person"));
	request.owner = cli_flag(cli, "all") != NULL ? (char *)"people/-" : cli_person(cli_flag(cli, "person"));
	code = cli_list(cli, "Calendars/ListCalendars", &request, columns,
		_("No calendar is read yet. Import a file, or have one read by itself: ridealong calendar import "
		  "--help"));
	if (code == 0 && cli->output == CLI_TABLE)
		calendar_print_troubles(cli, request.owner, 0, _("To look at:"));
	return code;
}

static void print_result(const SyncCalendarResponse *reply)
{
	calendar_result_print(&(struct calendar_result){ .what = reply->calendar->calendar,
		.events = reply->calendar->events,
		.created = reply->created,
		.updated = reply->updated,
		.moved = reply->moved,
		.unchanged = reply->unchanged,
		.cancelled = reply->cancelled });
	calendar_outside_print(reply->outside, reply->window_from, reply->window_until);
	calendar_refused_print(reply->refused, reply->n_refused, reply->refused_total);
}

int cmd_calendar_sync(struct cli *cli, int argc, char **argv)
{
	SyncCalendarRequest request = SYNC_CALENDAR_REQUEST__INIT;
	SyncCalendarResponse *reply;
	int code;

	(void)argc;
	request.name = calendar_name(cli, argv[0]);
	request.accept_cancellations = cli_flag(cli, "accept-cancellations") != NULL;
	code = cli_call_long(cli, "Calendars/SyncCalendar", &request, &sync_calendar_response__descriptor, PATIENCE,
		_("Reading…"), &reply);
	if (code == 0 && !cli_print_json(cli, reply)) {
		print_result(reply);
		calendar_print_trouble(cli, reply->calendar);
	}
	if (code == 0 && reply->calendar->held_cancellations > 0) /* of an import, which is not here any more */
		code = status_exit_code(STATUS_FAILED_PRECONDITION);
	free(request.name);
	return code;
}

static bool is_sure(struct cli *cli)
{
	char *line;
	bool sure;

	if (cli_flag(cli, "yes") != NULL)
		return true;
	if (!cli_can_ask(cli))
		return false;
	line = cli_ask(_("Its meetings that are coming are cancelled, with the sessions planned for them. Go on? "
			 "[y/N] "));
	sure = line != NULL && (line[0] == 'y' || line[0] == 'Y' || line[0] == 'j' || line[0] == 'J');
	free(line);
	return sure;
}

int cmd_calendar_delete(struct cli *cli, int argc, char **argv)
{
	DeleteCalendarRequest request = DELETE_CALENDAR_REQUEST__INIT;
	DeleteCalendarResponse *reply;
	int code;

	(void)argc;
	if (!is_sure(cli))
		return cli_usage(cli, _("nothing was deleted: say yes when asked, or give --yes"));
	request.name = calendar_name(cli, argv[0]);
	code = cli_call_long(cli, "Calendars/DeleteCalendar", &request, &delete_calendar_response__descriptor, PATIENCE,
		_("Cancelling…"), &reply);
	if (code == 0 && !cli_print_json(cli, reply)) {
		printf(_("%s is forgotten; meetings cancelled: %d\n"), argv[0], reply->cancelled);
		puts(_("To bring them back, import it again under the same name."));
	}
	free(request.name);
	return code;
}
