/* clients/cli — session: what becomes of one; and the card for the road. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "ridealong/v1/session.pb-c.h"

const struct flag flags_reason[] = {
	{ "reason", N_("TEXT"), N_("what to say with it") },
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

	(void)argc;
	if (strcmp(argv[1], "go") == 0 || strcmp(argv[1], "ga") == 0)
		request.verdict = VERDICT_GO;
	else if (strcmp(argv[1], "talk") == 0 || strcmp(argv[1], "doorspreken") == 0)
		request.verdict = VERDICT_COACH_MORE;
	else if (strcmp(argv[1], "no") == 0 || strcmp(argv[1], "niet") == 0)
		request.verdict = VERDICT_NOT_JOINING;
	else
		return cli_usage(cli, _("decide go, talk or no, not \"%s\""), argv[1]);
	request.reason = (char *)cli_flag_or_empty(cli, "reason");
	return decide(cli, argv[0], &request);
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
	return change(cli, argv[0], "Sessions/CancelSession", &request, &request.name);
}

int cmd_session_reopen(struct cli *cli, int argc, char **argv)
{
	ReopenSessionRequest request = REOPEN_SESSION_REQUEST__INIT;

	(void)argc;
	return change(cli, argv[0], "Sessions/ReopenSession", &request, &request.name);
}

static const struct column card_lines[] = {
	{ N_("With"), "coachee", AS_IS },
	{ N_("Customer"), "who", AS_IS },
	{ N_("Start"), "start_time", AS_IS },
	{ N_("Leave"), "departure_time", AS_IS },
	{ N_("Place"), "place", AS_IS },
	{ N_("Goal"), "goal", AS_IS },
	{ N_("Intentions"), "intentions", AS_IS },
	{ N_("You"), "role", AS_IS },
	{ N_("Introduced as"), "introduction", AS_IS },
	{ N_("Customer knows"), "customer_knows", AS_IS },
	{ N_("Asked to watch for"), "coachee_focus", AS_IS },
	{ N_("You watch for"), "coach_focus", AS_IS },
	{ N_("Last time"), "action_points", AS_IS },
	{ N_("We outnumber the customer"), "outnumbering", AS_IS },
	{ NULL, NULL, 0 },
};

int cmd_session_card(struct cli *cli, int argc, char **argv)
{
	GetSessionCardRequest request = GET_SESSION_CARD_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	SessionCard *card;
	int code = cli_name(cli, "sessions", argc > 0 ? argv[0] : "@next", name);

	if (code != 0)
		return code;
	request.name = name;
	code = cli_call(cli, "Sessions/GetSessionCard", &request, &session_card__descriptor, &card);
	if (code != 0)
		return code;
	cli_print(cli, card, card_lines);
	if (cli->output != CLI_TABLE)
		return 0;
	if (card->scenario[0] != '\0')
		printf(_("Ask on the way: \"What will you do if %s?\"\n"), card->scenario);
	printf(_("Afterwards: %s first.\n"), card->coachee);
	return 0;
}
