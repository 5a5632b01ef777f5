/* clients/cli — meeting: one appointment that is known twice. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/meeting.pb-c.h"

static const struct column merged[] = {
	{ N_("Meeting"), "name", AS_IS },
	{ N_("Title"), "title", AS_IS },
	{ N_("Customer"), "customer", AS_IS },
	{ N_("Start"), "start_time", AS_IS },
	{ N_("State"), "state", AS_IS },
	{ N_("Calendar"), "calendar", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_meeting_duplicates[] = {
	{ "owner", N_("EMAIL"), N_("whose; your own by default") },
	LIST_FLAGS,
	{ NULL, NULL, NULL },
};

static void print_meeting(struct cli *cli, const char *what, const Meeting *meeting)
{
	char start[80];

	cli_time_print(cli, meeting->start_time, start);
	printf("%s  %s  %s  %s (%s)\n", what, cli_short(meeting->name), start,
		meeting->title[0] != '\0' ? meeting->title : meeting->customer,
		meeting->calendar[0] != '\0' ? meeting->calendar : _("by hand"));
}

static void print_pair(struct cli *cli, const MeetingDuplicate *pair)
{
	print_meeting(cli, _("keep "), pair->keep);
	print_meeting(cli, _("twice"), pair->duplicate);
	printf("       · %s\n", cli_enum(&meeting_likeness__descriptor, (int)pair->likeness));
	printf("       ridealong meeting merge %s %s\n", cli_short(pair->keep->name), cli_short(pair->duplicate->name));
}

int cmd_meeting_duplicates(struct cli *cli, int argc, char **argv)
{
	ListMeetingDuplicatesRequest request = LIST_MEETING_DUPLICATES_REQUEST__INIT;
	ListMeetingDuplicatesResponse *reply;
	size_t shown = 0;
	int code;

	(void)argc;
	(void)argv;
	request.owner = cli_person(cli_flag(cli, "owner"));
	if (cli->output != CLI_TABLE || cli_flag(cli, "page-size") != NULL || cli_flag(cli, "page-token") != NULL)
		return cli_list(cli, "Meetings/ListMeetingDuplicates", &request, NULL, "");
	do {
		code = cli_call(cli, "Meetings/ListMeetingDuplicates", &request,
			&list_meeting_duplicates_response__descriptor, &reply);
		if (code != 0)
			return code;
		for (size_t i = 0; i < reply->n_duplicates; i++, shown++)
			print_pair(cli, reply->duplicates[i]);
		request.page_token = reply->next_page_token;
	} while (request.page_token[0] != '\0');
	if (shown == 0)
		puts(_("No meetings that look like one appointment."));
	return 0;
}

int cmd_meeting_merge(struct cli *cli, int argc, char **argv)
{
	MergeMeetingsRequest request = MERGE_MEETINGS_REQUEST__INIT;
	char keep[CLI_NAME_SIZE], duplicate[CLI_NAME_SIZE];
	int code = cli_meeting_of(cli, argv[0], keep);

	(void)argc;
	if (code == 0)
		code = cli_meeting_of(cli, argv[1], duplicate);
	if (code != 0)
		return code;
	request.keep = keep;
	request.duplicate = duplicate;
	code = cli_show(cli, "Meetings/MergeMeetings", &request, &meeting__descriptor, merged);
	if (code == 0 && cli->output == CLI_TABLE)
		printf(_("Not the same after all? Within 24 hours: ridealong meeting unmerge %s\n"),
			cli_short(duplicate));
	return code;
}

int cmd_meeting_unmerge(struct cli *cli, int argc, char **argv)
{
	UnmergeMeetingRequest request = UNMERGE_MEETING_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_meeting_of(cli, argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	return cli_show(cli, "Meetings/UnmergeMeeting", &request, &meeting__descriptor, merged);
}
