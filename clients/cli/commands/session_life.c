/* clients/cli — session: what becomes of one. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "ridealong/v1/session.pb-c.h"

const struct flag flags_reason[] = {
	{ "reason", N_("TEXT"), N_("what to say with it") },
	{ NULL, NULL, NULL },
};

const struct flag flags_session_cancel[] = {
	{ "counterpart", NULL, N_("the other party would rather have no third one there; either of you can say so") },
	{ "reason", N_("TEXT"), N_("what to say with it") },
	{ NULL, NULL, NULL },
};

const struct flag flags_session_accept[] = {
	{ "focus", N_("TEXT"), N_("what you watch for") },
	{ NULL, NULL, NULL },
};

const struct flag flags_session_talked[] = {
	{ "undo", NULL, N_("take the tick back") },
	{ NULL, NULL, NULL },
};

/* Makes a request whose first field is the name, calls, and prints the session. */
static int change(struct cli *cli, const char *typed, const char *method, void *request, char **name_field)
{
	char name[CLI_NAME_SIZE];
	Session *session;
	int code = cli_name(cli, "sessions", typed, name);

	if (code != 0)
		return code;
	*name_field = name;
	code = cli_call(cli, method, request, &session__descriptor, &session);
	if (code == 0)
		cli_session_print(cli, session);
	return code;
}

/* Decides about the session as it is now: who decides at the same moment hears of it, and overwrites nothing. */
static int decide(struct cli *cli, const char *typed, DecideSessionRequest *request)
{
	GetSessionRequest get = GET_SESSION_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Session *session;
	int code = cli_name(cli, "sessions", typed, name);

	if (code != 0)
		return code;
	get.name = name;
	code = cli_call(cli, "Sessions/GetSession", &get, &session__descriptor, &session);
	if (code != 0)
		return code;
	request->name = session->name;
	request->etag = session->etag;
	code = cli_call(cli, "Sessions/DecideSession", request, &session__descriptor, &session);
	if (code == 0)
		cli_session_print(cli, session);
	return code;
}

int cmd_session_decide(struct cli *cli, int argc, char **argv)
{
	DecideSessionRequest request = DECIDE_SESSION_REQUEST__INIT;

	if (strcmp(argv[1], "go") == 0 || strcmp(argv[1], "ga") == 0)
		request.verdict = VERDICT_GO;
	else if (strcmp(argv[1], "talk") == 0 || strcmp(argv[1], "doorspreken") == 0)
		request.verdict = VERDICT_COACH_MORE;
	else if (strcmp(argv[1], "no") == 0 || strcmp(argv[1], "niet") == 0 || strcmp(argv[1], "nee") == 0)
		request.verdict = VERDICT_NOT_JOINING;
	else
		return cli_usage(cli, _("decide go, talk or no, not \"%s\""), argv[1]);
	request.reason = (char *)cli_flag_or_empty(cli, "reason");
	if (argc > 2 && request.verdict == VERDICT_COACH_MORE)
		request.talk = argv[2];
	else if (argc > 2 && request.reason[0] == '\0')
		request.reason = argv[2];
	else if (argc > 2)
		return cli_usage(cli, _("say why once: as words, or with --reason"));
	return decide(cli, argv[0], &request);
}

int cmd_session_talked(struct cli *cli, int argc, char **argv)
{
	TalkSessionRequest request = TALK_SESSION_REQUEST__INIT;

	(void)argc;
	request.undo = cli_flag(cli, "undo") != NULL;
	return change(cli, argv[0], "Sessions/TalkSession", &request, &request.name);
}

int cmd_session_accept(struct cli *cli, int argc, char **argv)
{
	AcceptSessionRequest request = ACCEPT_SESSION_REQUEST__INIT;

	(void)argc;
	request.coach_focus = (char *)cli_flag_or_empty(cli, "focus");
	return change(cli, argv[0], "Sessions/AcceptSession", &request, &request.name);
}

int cmd_session_decline(struct cli *cli, int argc, char **argv)
{
	DeclineSessionRequest request = DECLINE_SESSION_REQUEST__INIT;

	(void)argc;
	request.reason = (char *)cli_flag_or_empty(cli, "reason");
	return change(cli, argv[0], "Sessions/DeclineSession", &request, &request.name);
}

int cmd_session_appeal(struct cli *cli, int argc, char **argv)
{
	AppealSessionRequest request = APPEAL_SESSION_REQUEST__INIT;

	(void)argc;
	request.reason = (char *)cli_flag_or_empty(cli, "reason");
	return change(cli, argv[0], "Sessions/AppealSession", &request, &request.name);
}

int cmd_session_reveal(struct cli *cli, int argc, char **argv)
{
	RevealSessionRequest request = REVEAL_SESSION_REQUEST__INIT;

	(void)argc;
	return change(cli, argv[0], "Sessions/RevealSession", &request, &request.name);
}

int cmd_session_start(struct cli *cli, int argc, char **argv)
{
	StartSessionRequest request = START_SESSION_REQUEST__INIT;

	(void)argc;
	return change(cli, argv[0], "Sessions/StartSession", &request, &request.name);
}

int cmd_session_finish(struct cli *cli, int argc, char **argv)
{
	FinishSessionRequest request = FINISH_SESSION_REQUEST__INIT;

	(void)argc;
	return change(cli, argv[0], "Sessions/FinishSession", &request, &request.name);
}

int cmd_session_cancel(struct cli *cli, int argc, char **argv)
{
	CancelSessionRequest request = CANCEL_SESSION_REQUEST__INIT;

	(void)argc;
	request.reason = (char *)cli_flag_or_empty(cli, "reason");
	if (cli_flag(cli, "counterpart") != NULL)
		request.cause = CANCEL_CAUSE_COUNTERPART;
	return change(cli, argv[0], "Sessions/CancelSession", &request, &request.name);
}

int cmd_session_reopen(struct cli *cli, int argc, char **argv)
{
	ReopenSessionRequest request = REOPEN_SESSION_REQUEST__INIT;

	(void)argc;
	return change(cli, argv[0], "Sessions/ReopenSession", &request, &request.name);
}

int cmd_session_calendar(struct cli *cli, int argc, char **argv)
{
	GetSessionCalendarRequest request = GET_SESSION_CALENDAR_REQUEST__INIT;
	const enum cli_output output = cli->output;
	char name[CLI_NAME_SIZE];
	SessionCalendar *calendar;
	int code = cli_name(cli, "sessions", argc > 0 ? argv[0] : "@next", name);

	if (code != 0)
		return code;
	request.name = name;
	cli->output = output == CLI_TABLE ? CLI_JSON
					  : output; /* a file's line ends are not for people: nothing is disarmed */
	code = cli_call(cli, "Sessions/GetSessionCalendar", &request, &session_calendar__descriptor, &calendar);
	cli->output = output;
	if (code == 0 && !cli_print_json(cli, calendar))
		fputs(calendar->content, stdout);
	return code;
}
