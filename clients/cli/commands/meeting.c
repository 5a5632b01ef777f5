/* clients/cli — meeting: appointments, from calendars or entered by hand. */
#include "commands.h"

#include <stdio.h>

#include "google/protobuf/field_mask.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"

static const struct column columns[] = {
	{ N_("Id"), "name", AS_ID },
	{ N_("Start"), "start_time", AS_WORD },
	{ N_("Title"), "title", AS_IS },
	{ N_("Customer"), "customer", AS_IS },
	{ N_("Place"), "place", AS_IS },
	{ N_("State"), "state", AS_WORD },
	{ NULL, NULL, 0 },
};

static const struct column details[] = {
	{ N_("Meeting"), "name", AS_IS },
	{ N_("Title"), "title", AS_IS },
	{ N_("Whose"), "owner", AS_PERSON },
	{ N_("Customer"), "customer", AS_IS },
	{ N_("Place"), "place", AS_IS },
	{ N_("Start"), "start_time", AS_IS },
	{ N_("End"), "end_time", AS_IS },
	{ N_("All day"), "all_day", AS_IS },
	{ N_("Online"), "online", AS_IS },
	{ N_("Private: only the time is kept"), "confidential", AS_IS },
	{ N_("Invited"), "attendees", AS_IS },
	{ N_("State"), "state", AS_IS },
	{ N_("Calendar"), "calendar", AS_IS },
	{ N_("Goes on in"), "merged_into", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_meeting_add[] = {
	{ "start", N_("TIME"), N_("when it begins: 2026-03-02T09:00, in your zone") },
	{ "end", N_("TIME"), N_("when it ends; an hour later by default") },
	{ "owner", N_("EMAIL"), N_("whose meeting; your own by default") },
	{ "customer", N_("NAME"), N_("the customer, team or queue") },
	{ "place", N_("PLACE"), N_("where") },
	{ "online", NULL, N_("it is held online") },
	{ NULL, NULL, NULL },
};

const struct flag flags_meeting_set[] = {
	{ "title", N_("TEXT"), N_("what it is called") },
	{ "customer", N_("NAME"), N_("the customer, team or queue") },
	{ "place", N_("PLACE"), N_("where") },
	{ "online", N_("yes|no"), N_("whether it is held online") },
	{ NULL, NULL, NULL },
};

const struct flag flags_meeting_move[] = {
	{ "start", N_("TIME"), N_("when it begins, where START does not say it") },
	{ "end", N_("TIME"), N_("when it ends; as long as it was by default") },
	{ NULL, NULL, NULL },
};

const struct flag flags_meeting_list[] = {
	{ "owner", N_("EMAIL"), N_("only of this person") },
	{ "from", N_("TIME"), N_("only those that end after this") },
	{ "until", N_("TIME"), N_("only those that start before this") },
	{ "calendar", N_("NAME"), N_("only from this calendar") },
	{ "cancelled", NULL, N_("cancelled ones, too") },
	{ "merged", NULL, N_("those that were merged into another, too") },
	LIST_FLAGS,
	{ NULL, NULL, NULL },
};

int cmd_meeting_add(struct cli *cli, int argc, char **argv)
{
	CreateMeetingRequest request = CREATE_MEETING_REQUEST__INIT;
	Timestamp start = TIMESTAMP__INIT, end = TIMESTAMP__INIT;
	Meeting meeting = MEETING__INIT;

	(void)argc;
	if (cli_flag(cli, "start") == NULL)
		return cli_usage(cli, _("say when it begins: --start 2026-03-02T09:00"));
	if (!cli_flag_time(cli, "start", &start, &meeting.start_time) ||
		!cli_flag_time(cli, "end", &end, &meeting.end_time))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (meeting.end_time == NULL) {
		end.seconds = start.seconds + 3600;
		meeting.end_time = &end;
	}
	meeting.title = argv[0];
	meeting.owner = cli_flag(cli, "owner") == NULL ? (char *)"people/me" : cli_person(cli_flag(cli, "owner"));
	meeting.customer = (char *)cli_flag_or_empty(cli, "customer");
	meeting.place = (char *)cli_flag_or_empty(cli, "place");
	meeting.online = cli_flag(cli, "online") != NULL;
	request.meeting = &meeting;
	return cli_show(cli, "Meetings/CreateMeeting", &request, &meeting__descriptor, details);
}

int cmd_meeting_list(struct cli *cli, int argc, char **argv)
{
	ListMeetingsRequest request = LIST_MEETINGS_REQUEST__INIT;
	Timestamp from = TIMESTAMP__INIT, until = TIMESTAMP__INIT;

	(void)argc;
	(void)argv;
	if (!cli_flag_time(cli, "from", &from, &request.from_time) ||
		!cli_flag_time(cli, "until", &until, &request.until_time))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	request.owner = cli_person(cli_flag(cli, "owner"));
	request.calendar = (char *)cli_flag_or_empty(cli, "calendar");
	request.include_cancelled = cli_flag(cli, "cancelled") != NULL;
	request.include_merged = cli_flag(cli, "merged") != NULL;
	return cli_list(cli, "Meetings/ListMeetings", &request, columns,
		_("No meetings. Read a calendar: ridealong calendar import FILE.ics"));
}

int cmd_meeting_show(struct cli *cli, int argc, char **argv)
{
	GetMeetingRequest request = GET_MEETING_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_meeting_of(cli, argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	return cli_show(cli, "Meetings/GetMeeting", &request, &meeting__descriptor, details);
}

/* Makes a request about one meeting, calls, and prints the meeting. */
static int change(struct cli *cli, const char *typed, const char *method, void *request, char **name_field)
{
	char name[CLI_NAME_SIZE];
	int code = cli_meeting_of(cli, typed, name);

	if (code != 0)
		return code;
	*name_field = name;
	return cli_show(cli, method, request, &meeting__descriptor, details);
}

int cmd_meeting_cancel(struct cli *cli, int argc, char **argv)
{
	CancelMeetingRequest request = CANCEL_MEETING_REQUEST__INIT;

	(void)argc;
	return change(cli, argv[0], "Meetings/CancelMeeting", &request, &request.name);
}

int cmd_meeting_restore(struct cli *cli, int argc, char **argv)
{
	RestoreMeetingRequest request = RESTORE_MEETING_REQUEST__INIT;

	(void)argc;
	return change(cli, argv[0], "Meetings/RestoreMeeting", &request, &request.name);
}

/* Changes a meeting as it is now: who changes it at the same moment hears of it, and overwrites nothing. */
static int update(struct cli *cli, const char *typed, Meeting *meeting, FieldMask *mask)
{
	UpdateMeetingRequest request = UPDATE_MEETING_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_meeting_of(cli, typed, name);

	if (code == 0)
		code = cli_etag(cli, "Meetings/GetMeeting", name, &meeting->etag);
	if (code != 0)
		return code;
	meeting->name = name;
	request.meeting = meeting;
	request.update_mask = mask;
	return cli_show(cli, "Meetings/UpdateMeeting", &request, &meeting__descriptor, details);
}

static void take_text(struct cli *cli, const char *flag, FieldMask *mask, char **field)
{
	if (cli_flag(cli, flag) == NULL)
		return;
	*field = (char *)cli_flag(cli, flag);
	mask->paths[mask->n_paths++] = (char *)flag;
}

int cmd_meeting_set(struct cli *cli, int argc, char **argv)
{
	static const struct choice answers[] = { { "yes", 1 }, { "no", 0 }, { NULL, 0 } };
	FieldMask mask = FIELD_MASK__INIT;
	Meeting meeting = MEETING__INIT;
	char *paths[4];
	int online = 0;

	(void)argc;
	if (!cli_flag_choice(cli, "online", answers, &online))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	mask.paths = paths;
	take_text(cli, "title", &mask, &meeting.title);
	take_text(cli, "customer", &mask, &meeting.customer);
	take_text(cli, "place", &mask, &meeting.place);
	meeting.online = online;
	if (cli_flag(cli, "online") != NULL)
		mask.paths[mask.n_paths++] = (char *)"online";
	if (mask.n_paths == 0)
		return cli_usage(
			cli, _("say what to set, such as --place Utrecht; another time: ridealong meeting move"));
	return update(cli, argv[0], &meeting, &mask);
}

int cmd_meeting_move(struct cli *cli, int argc, char **argv)
{
	Timestamp start = TIMESTAMP__INIT, end = TIMESTAMP__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Meeting meeting = MEETING__INIT;
	char *paths[] = { (char *)"start_time", (char *)"end_time" };
	const char *typed = argc > 1 ? argv[1] : cli_flag(cli, "start");

	if (typed == NULL || (argc > 1 && cli_flag(cli, "start") != NULL))
		return cli_usage(cli, _("say once when it begins, such as 'fri 9:00'"));
	if (!cli_time_read(cli, typed, &start))
		return cli_usage(cli, _("\"%s\" is no time: write 2026-03-02T09:00, in your zone"), typed);
	if (!cli_flag_time(cli, "end", &end, &meeting.end_time))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	meeting.start_time = &start;
	mask.paths = paths;
	mask.n_paths = meeting.end_time != NULL ? 2 : 1;
	return update(cli, argv[0], &meeting, &mask);
}
