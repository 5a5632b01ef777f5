/* clients/cli — note: quick lines at the meeting. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/debrief.pb-c.h"

const struct flag flags_note[] = {
	{ "at", N_("TIME"), N_("when it was observed; now by default") },
	{ "id", N_("ID"), N_("an id of your own: the same notes sent again under it are kept once") },
	{ NULL, NULL, NULL },
};

static const struct column columns[] = {
	{ N_("When"), "observe_time", AS_WORD },
	{ N_("What"), "kind", AS_WORD },
	{ N_("Words"), "text", AS_IS },
	{ N_("First step"), "next_step", AS_IS },
	{ N_("Who"), "author", AS_PERSON },
	{ NULL, NULL, 0 },
};

const struct flag flags_note_list[] = { LIST_FLAGS, { NULL, NULL, NULL } };

int cmd_note(struct cli *cli, int argc, char **argv)
{
	AddNotesRequest request = ADD_NOTES_REQUEST__INIT;
	Timestamp when = TIMESTAMP__INIT;
	char name[CLI_NAME_SIZE], id[37];
	AddNotesResponse *reply;
	int code;

	if (!cli_flag_time(cli, "at", &when, &request.observe_time))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = cli_name(cli, "sessions", argv[0], name);
	if (code != 0)
		return code;
	request.lines = cli_lines(cli, argc - 1, argv + 1);
	if (request.lines == NULL)
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	ridealong_request_id(id);
	request.client_id = cli_flag(cli, "id") != NULL ? (char *)cli_flag(cli, "id") : id;
	request.session = name;
	code = cli_call(cli, "Debriefs/AddNotes", &request, &add_notes_response__descriptor, &reply);
	if (code != 0 || cli_print_json(cli, reply))
		return code;
	cli_print_lines((void *const *)reply->lines, reply->n_lines);
	printf(_("Kept with %s\n"), reply->session);
	return 0;
}

int cmd_debrief_notes(struct cli *cli, int argc, char **argv)
{
	ListObservationsRequest request = LIST_OBSERVATIONS_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "sessions", argc > 0 ? argv[0] : "@last", name);

	if (code != 0)
		return code;
	request.session = name;
	return cli_list(cli, "Debriefs/ListObservations", &request, columns, _("Nothing was noted that you may see."));
}
