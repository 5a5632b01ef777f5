/* clients/cli — debrief: what was written right after, as lines; guide.c leads through it. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

const struct flag flags_debrief_write[] = {
	{ "speaker", "coachee|coach|EMAIL", N_("whose experience it is, when one types for both") },
	{ "apart", NULL, N_("both write for themselves, and see it when both have written") },
	{ "together", NULL, N_("one line each, the coachee first; this is the default") },
	{ "both", NULL, N_("you type for both: the first line is the coachee's, the next the coach's") },
	{ NULL, NULL, NULL },
};

const struct flag flags_debrief_sign[] = {
	{ "correct", NULL, N_("sign with \"Correct\"; the default") },
	{ "remark", N_("TEXT"), N_("sign with \"Seen, with a remark\"") },
	{ "help-given", N_("yes|no"), N_("coachee: whether the help that was noted was given so") },
	{ NULL, NULL, NULL },
};

int cli_debrief_name(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE])
{
	const int code = cli_name(cli, "sessions", typed, ret);
	const size_t length = strlen(ret);

	if (code == 0 && strstr(ret, "/debrief") == NULL)
		snprintf(ret + length, CLI_NAME_SIZE - length, "/debrief");
	return code;
}

int cli_debrief_get(struct cli *cli, char *name, Debrief **ret)
{
	GetDebriefRequest request = GET_DEBRIEF_REQUEST__INIT;

	request.name = name;
	return cli_call(cli, "Debriefs/GetDebrief", &request, &debrief__descriptor, ret);
}

int cmd_debrief_show(struct cli *cli, int argc, char **argv)
{
	char name[CLI_NAME_SIZE];
	Debrief *debrief;
	int code = cli_debrief_name(cli, argc > 0 ? argv[0] : "@last", name);

	if (code == 0)
		code = cli_debrief_get(cli, name, &debrief);
	if (code == 0)
		cli_debrief_print(cli, debrief);
	return code;
}

/* "coach" and "coachee" are looked up in the session. */
static int speaker(struct cli *cli, const char *debrief_name, char **ret)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;
	const char *typed = cli_flag(cli, "speaker");
	char name[CLI_NAME_SIZE];
	Session *session;
	int code;

	*ret = (char *)"";
	if (typed == NULL)
		return 0;
	if (strcmp(typed, "coach") != 0 && strcmp(typed, "coachee") != 0) {
		*ret = cli_person(typed);
		return 0;
	}
	snprintf(name, sizeof(name), "%.*s", (int)(strstr(debrief_name, "/debrief") - debrief_name), debrief_name);
	request.name = name;
	code = cli_call(cli, "Sessions/GetSession", &request, &session__descriptor, &session);
	if (code == 0)
		*ret = strcmp(typed, "coach") == 0 ? session->coach : session->coachee;
	return code;
}

int cmd_debrief_write(struct cli *cli, int argc, char **argv)
{
	WriteDebriefRequest request = WRITE_DEBRIEF_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	WriteDebriefResponse *reply;
	const bool named = argc > 0 && cli_is_session(argv[0]);
	int code = cli_debrief_name(cli, named ? argv[0] : "@last", name);

	if (code == 0)
		code = speaker(cli, name, &request.speaker);
	if (code != 0)
		return code;
	request.name = name;
	request.for_both = cli_flag(cli, "both") != NULL;
	request.lines = cli_lines(cli, argc - named, argv + named);
	if (request.lines == NULL)
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (cli_flag(cli, "apart") != NULL)
		request.mode = DEBRIEF_MODE_APART;
	else if (cli_flag(cli, "together") != NULL)
		request.mode = DEBRIEF_MODE_TOGETHER;
	code = cli_call(cli, "Debriefs/WriteDebrief", &request, &write_debrief_response__descriptor, &reply);
	if (code != 0 || cli_print_json(cli, reply))
		return code;
	cli_print_lines((void *const *)reply->lines, reply->n_lines);
	cli_debrief_print_end(cli, reply->debrief);
	if (reply->debrief->n_missing == 0)
		printf(_("Sign it: ridealong debrief sign %s\n"), cli_short(reply->debrief->session));
	return 0;
}

int cmd_debrief_sign(struct cli *cli, int argc, char **argv)
{
	SignDebriefRequest request = SIGN_DEBRIEF_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Debrief *debrief;
	int code, help = 0;

	if (cli_flag(cli, "correct") != NULL && cli_flag(cli, "remark") != NULL)
		return cli_usage(cli, _("sign with --correct or with --remark TEXT, not with both"));
	if (!cli_flag_choice(cli, "help-given", cli_help_answers, &help))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = cli_debrief_name(cli, argc > 0 ? argv[0] : "@last", name);
	if (code != 0)
		return code;
	request.name = name;
	request.help_confirmation = (HelpConfirmation)help;
	request.remark = (char *)cli_flag_or_empty(cli, "remark");
	request.kind = cli_flag(cli, "remark") != NULL ? SIGNATURE_KIND_SEEN : SIGNATURE_KIND_CORRECT;
	code = cli_call(cli, "Debriefs/SignDebrief", &request, &debrief__descriptor, &debrief);
	if (code != 0 || cli_print_json(cli, debrief))
		return code;
	cli_debrief_print_signed(cli, debrief);
	return 0;
}
