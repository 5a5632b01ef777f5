/* clients/cli — calls, and what is said when one fails. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/defuse.h"

#define TOKEN_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

static int read_token(struct cli *cli)
{
	char line[256] = "";
	FILE *file = fopen(cli->token_file, "r");

	if (file == NULL || fgets(line, sizeof(line), file) == NULL) {
		if (file != NULL)
			fclose(file);
		return cli_usage(cli, _("the token file %s cannot be read"), cli->token_file);
	}
	fclose(file);
	line[strcspn(line, " \t\r\n")] = '\0';
	if (strncmp(line, "ra_", 3) != 0 || strspn(line, TOKEN_CHARACTERS) != strlen(line))
		return cli_usage(cli, _("the file %s holds no token; one begins with ra_"), cli->token_file);
	cli->token = strdup(line);
	return 0;
}

static int open_client(struct cli *cli, struct ridealong_error *ret_error)
{
	struct ridealong_options options = { .size = sizeof(options) };

	if (cli->client != NULL)
		return STATUS_OK;
	options.server = cli->server;
	options.token = cli->token;
	options.act_as = cli->act_as;
	options.locale = cli->locale;
	return ridealong_client_open(&options, &cli->client, ret_error);
}

int cli_try(struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply,
	uint32_t timeout_ms, void *ret, struct ridealong_error *ret_error)
{
	const struct ridealong_call_options options = { .size = sizeof(options), .timeout_ms = timeout_ms };
	struct ridealong_error ignored;
	char full[200];
	int status;

	if (ret_error == NULL)
		ret_error = &ignored;
	if (cli->token_file != NULL && cli->token == NULL && read_token(cli) != 0)
		exit(status_exit_code(STATUS_INVALID_ARGUMENT));
	status = open_client(cli, ret_error);
	if (status != STATUS_OK)
		return status;
	snprintf(full, sizeof(full), "ridealong.v1.%s", method);
	status = ridealong_call(cli->client, full, request, &options, reply, ret, ret_error);
	if (status == STATUS_OK && cli->output == CLI_TABLE)
		cli_defuse_message(*(ProtobufCMessage **)ret);
	else if (status != STATUS_OK)
		defuse(ret_error->message);
	return status;
}

int cli_call(
	struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply, void *ret)
{
	struct ridealong_error error;

	if (cli_try(cli, method, request, reply, 0, ret, &error) == STATUS_OK)
		return 0;
	return cli_failed(cli, &error);
}

/* The library speaks English; these sentences of its are ours to translate. */
static void print_message(const struct cli *cli, const struct ridealong_error *error)
{
	const char *server = cli->server != NULL ? cli->server : getenv("RIDEALONG_SERVER");

	if (server == NULL || server[0] == '\0')
		server = "ipc:///run/ridealong/ridealong.sock";
	if (strcmp(error->reason, "NO_DAEMON") == 0)
		fprintf(stderr,
			_("ridealong: no daemon answers at %s: start ridealongd, or name its address with --server or "
			  "RIDEALONG_SERVER\n"),
			server);
	else if (strcmp(error->reason, "SOCKET_DENIED") == 0)
		fprintf(stderr,
			_("ridealong: you may not open the daemon's socket at %s: ask its administrator to let you "
			  "in\n"),
			server);
	else if (strcmp(error->reason, "BAD_SERVER") == 0)
		fprintf(stderr,
			_("ridealong: %s is no address of a daemon: write it as ipc:///path/to/socket or "
			  "tcp://host:port\n"),
			server);
	else if (strcmp(error->reason, "NOT_RIDEALONG") == 0)
		fprintf(stderr,
			_("ridealong: what answers at %s is no Ridealong daemon: name the daemon's address with "
			  "--server or RIDEALONG_SERVER\n"),
			server);
	else if (strcmp(error->reason, "CONNECTION_LOST") == 0)
		fprintf(stderr, _("ridealong: the connection to the daemon at %s broke before it answered\n"), server);
	else if (strcmp(error->reason, "DEADLINE") == 0)
		fprintf(stderr, _("ridealong: the daemon at %s did not answer in time\n"), server);
	else if (error->message[0] == '\0')
		fprintf(stderr, "ridealong: %s\n", status_name((enum status)error->status));
	else
		fprintf(stderr, "ridealong: %s\n", error->message);
}

/* What to do next, where the sentence itself does not say. */
static const char *advice(const struct cli *cli, const struct ridealong_error *error)
{
	if (strcmp(error->reason, "COACHEE_FIRST") == 0)
		return _(
			"Let the coachee go first: ridealong debrief guide SESSION, or debrief write SESSION --speaker "
			"coachee '…'");
	if (strcmp(error->reason, "TEAM_NOT_TOLD") == 0)
		return _("Record it with: ridealong team set --told DATE");
	if (strcmp(error->reason, "NOT_INVITED") == 0)
		return _("Whether you come along: ridealong session decide SESSION go|talk|no");
	if (strcmp(error->reason, "TOO_EARLY") == 0)
		return _("Until then: ridealong session set SESSION --focus '…', and session card SESSION");
	if (cli->command != NULL && strcmp(cli->command->name, "session finish") == 0 &&
		strcmp(error->reason, "SESSION_STATE") == 0)
		return _("Only what is under way ends: begin with ridealong session start SESSION, or with a first "
			 "note");
	if (cli->command != NULL && strcmp(cli->command->name, "session finish") == 0 &&
		error->status == STATUS_PERMISSION_DENIED)
		return _("It ends by itself, too: with your first line of the debrief, or five minutes after the end");
	if (strcmp(error->reason, "TEMPLATE") == 0)
		return _("See which there are: ridealong template list");
	if (strcmp(error->reason, "BUILT_IN") == 0)
		return _("Copy it: ridealong template copy KEY NEW-KEY");
	if (strcmp(error->reason, "DELETED") == 0)
		return _("Bring it back: ridealong template undelete KEY");
	if (strcmp(error->reason, "IN_USE") == 0)
		return _("Give them others: ridealong person set EMAIL --template KEY");
	if (strcmp(error->reason, "WHOSE") == 0)
		return _("Say whose with --coach EMAIL or --coachee EMAIL");
	if (strcmp(error->reason, "OWNER_MISSING") == 0)
		return _("Say whose with --owner EMAIL");
	if (strcmp(error->reason, "SCOPES_MISSING") == 0)
		return _("Give them with --scopes, such as --scopes meetings.read,sessions.read");
	if (strcmp(error->reason, "NO_DAEMON") == 0 || strcmp(error->reason, "SOCKET_DENIED") == 0 ||
		strcmp(error->reason, "BAD_SERVER") == 0 || strcmp(error->reason, "NOT_RIDEALONG") == 0 ||
		strcmp(error->reason, "MESSAGE_TOO_LARGE") == 0)
		return NULL;
	switch (error->status) {
	case STATUS_UNAUTHENTICATED:
		return _("See who you are to the daemon: ridealong status. With a token: --token-file FILE");
	case STATUS_PERMISSION_DENIED:
		return cli->act_as != NULL ? NULL
					   : _("See who you are to the daemon: ridealong status. An administrator can "
					       "act for somebody with --as EMAIL");
	case STATUS_NOT_FOUND:
		return _("Look it up in the list of its kind, such as: ridealong session list, ridealong person list");
	case STATUS_ABORTED:
		return _("It changed meanwhile: look at it again, then repeat");
	case STATUS_UNAVAILABLE:
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

int cli_failed(struct cli *cli, const struct ridealong_error *error)
{
	const char *next = advice(cli, error);

	print_message(cli, error);
	if (next != NULL)
		fprintf(stderr, "  %s\n", next);
	return status_exit_code((enum status)error->status);
}
