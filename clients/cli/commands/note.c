/* clients/cli — note: quick lines at the meeting, and the coach's own working notes. */
#include "commands.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/json.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/working_note.pb-c.h"

const struct flag flags_note[] = {
	{ "at", N_("TIME"), N_("when it was observed; now by default") },
	{ "intention", N_("NUMBER"), N_("the intention it is about; a line's own =2 goes first") },
	{ "working", NULL, N_("a working note: for yourself, removed fourteen days after the session's end") },
	{ "id", N_("ID"), N_("an id of your own: the same notes sent again under it are kept once") },
	{ "from", N_("FILE"),
		N_("notes kept until now, a JSON object a line: lines, observeTime, clientId, intention") },
	{ NULL, NULL, NULL },
};

const struct flag flags_debrief_notes[] = {
	{ "working", NULL, N_("your own working notes") },
	LIST_FLAGS,
	{ NULL, NULL, NULL },
};

static const struct column columns[] = {
	{ N_("When"), "observe_time", AS_WORD },
	{ N_("What"), "kind", AS_WORD },
	{ N_("Words"), "text", AS_IS },
	{ N_("First step"), "next_step", AS_IS },
	{ N_("Intention"), "intention", AS_WORD },
	{ N_("Who"), "author", AS_PERSON },
	{ NULL, NULL, 0 },
};

static const struct column working_columns[] = {
	{ N_("Id"), "name", AS_ID },
	{ N_("When"), "create_time", AS_WORD },
	{ N_("Words"), "text", AS_IS },
	{ N_("Goes"), "expire_time", AS_WORD },
	{ NULL, NULL, 0 },
};

bool cli_is_session(const char *word)
{
	const size_t length = strlen(word);

	if (word[0] == '@' || strncmp(word, "sessions/", 9) == 0)
		return strchr(word, ' ') == NULL;
	return length >= 4 && length <= 36 && strspn(word, "0123456789abcdef-") == length &&
	       strcspn(word, "0123456789") < length && isxdigit((unsigned char)word[0]);
}

/* ---- what waited on a phone */

static int bad_line(struct cli *cli, const char *path, size_t number, const char *why)
{
	return cli_usage(cli,
		_("%s, line %zu is no note such as {\"lines\": \"+ silence\", \"observeTime\": "
		  "\"2026-03-02T11:20:00+01:00\", \"clientId\": \"phone-1\"}: %s"),
		path, number, why);
}

static int read_note(struct cli *cli, const char *path, size_t number, const char *text, Note **ret)
{
	ProtobufCMessage *message = NULL;
	json_error_t where;
	json_t *json = json_loads(text, 0, &where);
	struct error error = { 0 };
	enum status status = STATUS_OK;

	if (json == NULL)
		return bad_line(cli, path, number, where.text);
	status = json_to_message(json, &note__descriptor, &message, &error);
	json_decref(json);
	if (status != STATUS_OK)
		return bad_line(cli, path, number, error.message);
	*ret = (Note *)message;
	return 0;
}

static int read_notes(struct cli *cli, const char *path, AddNotesRequest *request)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	char *text = NULL;
	size_t room = 0, number = 0;
	int code = 0;

	if (file == NULL)
		return cli_usage(cli, _("%s cannot be read"), path);
	while (code == 0 && getline(&text, &room, file) >= 0) {
		number++;
		if (text[strspn(text, " \t\r\n")] == '\0')
			continue;
		request->notes = realloc(request->notes, (request->n_notes + 1) * sizeof(*request->notes));
		if (request->notes == NULL)
			abort();
		code = read_note(cli, path, number, text, &request->notes[request->n_notes]);
		request->n_notes += code == 0;
	}
	free(text);
	if (file != stdin)
		fclose(file);
	if (code == 0 && request->n_notes == 0)
		return cli_usage(cli, _("%s holds no notes"), path);
	return code;
}

/* ---- notes */

static int send_notes(struct cli *cli, AddNotesRequest *request)
{
	AddNotesResponse *reply;
	const int code = cli_call(cli, "Debriefs/AddNotes", request, &add_notes_response__descriptor, &reply);

	if (code != 0 || cli_print_json(cli, reply))
		return code;
	cli_print_lines((void *const *)reply->lines, reply->n_lines);
	printf(_("Kept with session %s\n"), cli_short(reply->session));
	return 0;
}

static int keep_working_note(struct cli *cli, char *session, char *text)
{
	CreateWorkingNoteRequest request = CREATE_WORKING_NOTE_REQUEST__INIT;
	WorkingNote *note;
	int code;

	if (text[0] != '\0' && text[strlen(text) - 1] == '\n')
		text[strlen(text) - 1] = '\0';
	request.session = session;
	request.text = text;
	code = cli_call(cli, "WorkingNotes/CreateWorkingNote", &request, &working_note__descriptor, &note);
	if (code != 0 || cli_print_json(cli, note))
		return code;
	printf(_("Kept for you alone with session %s, until fourteen days after its end\n"), cli_short(note->session));
	return 0;
}

int cmd_note(struct cli *cli, int argc, char **argv)
{
	AddNotesRequest request = ADD_NOTES_REQUEST__INIT;
	const bool named = argc > 0 && cli_is_session(argv[0]);
	Timestamp when = TIMESTAMP__INIT;
	Note note = NOTE__INIT, *only = &note;
	char name[CLI_NAME_SIZE], id[37];
	int64_t intention;
	int code;

	if (!cli_flag_time(cli, "at", &when, &note.observe_time) || !cli_flag_number(cli, "intention", 0, &intention))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = cli_name(cli, "sessions", named ? argv[0] : "@now", name);
	if (code != 0)
		return code;
	request.session = name;
	if (cli_flag(cli, "from") != NULL) {
		code = read_notes(cli, cli_flag(cli, "from"), &request);
		return code == 0 ? send_notes(cli, &request) : code;
	}
	note.lines = cli_lines(cli, argc - named, argv + named);
	if (note.lines == NULL)
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (cli_flag(cli, "working") != NULL)
		return keep_working_note(cli, name, note.lines);
	ridealong_request_id(id);
	note.client_id = cli_flag(cli, "id") != NULL ? (char *)cli_flag(cli, "id") : id;
	note.intention = (int32_t)intention;
	request.notes = &only;
	request.n_notes = 1;
	return send_notes(cli, &request);
}

int cmd_debrief_notes(struct cli *cli, int argc, char **argv)
{
	ListObservationsRequest request = LIST_OBSERVATIONS_REQUEST__INIT;
	ListWorkingNotesRequest working = LIST_WORKING_NOTES_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "sessions", argc > 0 ? argv[0] : "@last", name);

	if (code != 0)
		return code;
	request.session = working.session = name;
	if (cli_flag(cli, "working") != NULL)
		return cli_list(cli, "WorkingNotes/ListWorkingNotes", &working, working_columns,
			_("No working notes. Keep one: ridealong note SESSION --working '…'"));
	return cli_list(cli, "Debriefs/ListObservations", &request, columns, _("Nothing was noted that you may see."));
}

/* The one working note of the session whose id has that part. */
static int find_working_note(struct cli *cli, char *session, const char *part, char ret[2 * CLI_NAME_SIZE])
{
	ListWorkingNotesRequest request = LIST_WORKING_NOTES_REQUEST__INIT;
	ListWorkingNotesResponse *reply;
	size_t found = 0;
	int code;

	request.session = session;
	request.page_size = 1000;
	code = cli_call(
		cli, "WorkingNotes/ListWorkingNotes", &request, &list_working_notes_response__descriptor, &reply);
	if (code != 0)
		return code;
	for (size_t i = 0; i < reply->n_working_notes; i++) {
		const char *id = strrchr(reply->working_notes[i]->name, '/');

		if (strstr(id != NULL ? id : "", part) == NULL && strcmp(reply->working_notes[i]->name, part) != 0)
			continue;
		snprintf(ret, (size_t)2 * CLI_NAME_SIZE, "%s", reply->working_notes[i]->name);
		found++;
	}
	if (found == 1)
		return 0;
	return cli_usage(
		cli, _("\"%s\" is none of the working notes: see them with ridealong debrief notes --working"), part);
}

int cmd_debrief_drop_note(struct cli *cli, int argc, char **argv)
{
	DeleteWorkingNoteRequest request = DELETE_WORKING_NOTE_REQUEST__INIT;
	DeleteWorkingNoteResponse *reply;
	char session[CLI_NAME_SIZE], name[2 * CLI_NAME_SIZE];
	int code = cli_name(cli, "sessions", argv[0], session);

	(void)argc;
	if (code == 0)
		code = find_working_note(cli, session, argv[1], name);
	if (code != 0)
		return code;
	request.name = name;
	code = cli_call(
		cli, "WorkingNotes/DeleteWorkingNote", &request, &delete_working_note_response__descriptor, &reply);
	if (code == 0 && !cli_print_json(cli, reply))
		puts(_("It is gone."));
	return code;
}
