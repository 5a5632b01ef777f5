/* clients/cli — debrief: the coachee's own view, help confirmed, and what comes after the closing. */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ridealong/v1/debrief.pb-c.h"

const struct flag flags_debrief_contest[] = {
	{ "outcome", N_("yes|partly|no|n/a"), N_("what became of it in your eyes") },
	{ "take-back", NULL, N_("take your own view back") },
	{ NULL, NULL, NULL },
};

const struct choice cli_help_answers[] = {
	{ "yes", HELP_CONFIRMATION_CONFIRMED },
	{ "no", HELP_CONFIRMATION_DISPUTED },
	{ NULL, 0 },
};

const struct choice cli_outcomes[] = {
	{ "yes", OUTCOME_HAPPENED },
	{ "partly", OUTCOME_PARTLY },
	{ "no", OUTCOME_NOT },
	{ "n/a", OUTCOME_NOT_OBSERVABLE },
	{ NULL, 0 },
};

static int show_after(
	struct cli *cli, const char *method, void *request, void (*print)(struct cli *cli, const Debrief *debrief))
{
	Debrief *debrief;
	const int code = cli_call(cli, method, request, &debrief__descriptor, &debrief);

	if (code == 0 && !cli_print_json(cli, debrief))
		print(cli, debrief);
	return code;
}

static void print_intentions(struct cli *cli, const Debrief *debrief)
{
	(void)cli;
	for (size_t i = 0; i < debrief->n_intentions; i++)
		cli_debrief_print_intention(cli, debrief, debrief->intentions[i]);
}

int cmd_debrief_contest(struct cli *cli, int argc, char **argv)
{
	ContestOutcomeRequest request = CONTEST_OUTCOME_REQUEST__INIT;
	char name[CLI_NAME_SIZE], *end;
	int outcome = 0, code;

	if (!cli_flag_choice(cli, "outcome", cli_outcomes, &outcome))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	request.number = (int32_t)strtol(argv[1], &end, 10);
	if (*end != '\0' || request.number < 1)
		return cli_usage(cli, _("the second word is the intention's number, not \"%s\""), argv[1]);
	if (argc < 3 && cli_flag(cli, "outcome") == NULL && cli_flag(cli, "take-back") == NULL)
		return cli_usage(cli, _("say how you see it, in words or with --outcome yes|partly|no|n/a"));
	code = cli_debrief_name(cli, argv[0], name);
	if (code != 0)
		return code;
	request.name = name;
	request.outcome = (Outcome)outcome;
	request.text = argc > 2 ? argv[2] : request.text;
	return show_after(cli, "Debriefs/ContestOutcome", &request, print_intentions);
}

static void print_help(struct cli *cli, const Debrief *debrief)
{
	(void)cli;
	cli_debrief_print_help(debrief);
}

int cmd_debrief_help_given(struct cli *cli, int argc, char **argv)
{
	ConfirmHelpRequest request = CONFIRM_HELP_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int answer, code;

	if (!cli_choose(argv[argc - 1], cli_help_answers, &answer))
		return cli_usage(cli, _("say yes or no, not \"%s\""), argv[argc - 1]);
	code = cli_debrief_name(cli, argc > 1 ? argv[0] : "@last", name);
	if (code != 0)
		return code;
	request.name = name;
	request.confirmation = (HelpConfirmation)answer;
	return show_after(cli, "Debriefs/ConfirmHelp", &request, print_help);
}

int cmd_debrief_amend(struct cli *cli, int argc, char **argv)
{
	AmendDebriefRequest request = AMEND_DEBRIEF_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_debrief_name(cli, argv[0], name);

	if (code != 0)
		return code;
	request.name = name;
	request.text = cli_lines(cli, argc - 1, argv + 1);
	if (request.text == NULL)
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (request.text[0] != '\0' && request.text[strlen(request.text) - 1] == '\n')
		request.text[strlen(request.text) - 1] = '\0';
	return show_after(cli, "Debriefs/AmendDebrief", &request, cli_debrief_print_amendments);
}

static void print_thanks(struct cli *cli, const Debrief *debrief)
{
	(void)cli;
	printf(_("Thank you: \"%s\". Your coach sees no answer, only where five together go.\n"),
		cli_enum(&helped__descriptor, debrief->helped));
}

int cmd_debrief_helped(struct cli *cli, int argc, char **argv)
{
	static const struct choice answers[] = {
		{ "yes", HELPED_YES },
		{ "little", HELPED_A_LITTLE },
		{ "no", HELPED_NO },
		{ NULL, 0 },
	};
	AnswerHelpedRequest request = ANSWER_HELPED_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int answer, code;

	if (!cli_choose(argv[argc - 1], answers, &answer))
		return cli_usage(cli, _("say yes, little or no, not \"%s\""), argv[argc - 1]);
	code = cli_debrief_name(cli, argc > 1 ? argv[0] : "@last", name);
	if (code != 0)
		return code;
	request.name = name;
	request.helped = (Helped)answer;
	return show_after(cli, "Debriefs/AnswerHelped", &request, print_thanks);
}

int cmd_debrief_trend(struct cli *cli, int argc, char **argv)
{
	GetHelpTrendRequest request = GET_HELP_TREND_REQUEST__INIT;
	HelpTrend *trend;
	int code;

	request.coach = cli_person(argc > 0 ? argv[0] : NULL);
	code = cli_call(cli, "Debriefs/GetHelpTrend", &request, &help_trend__descriptor, &trend);
	if (code != 0 || cli_print_json(cli, trend))
		return code;
	if (trend->n_levels == 0)
		printf(_("Nothing to see yet: it takes %d answers together.\n"), trend->answers_each);
	else
		printf(_("Do sessions help? Each word stands for %d answers, the oldest first.\n"),
			trend->answers_each);
	for (size_t i = 0; i < trend->n_levels; i++)
		printf("%s%s", i == 0 ? "  " : ", ", cli_enum(&help_level__descriptor, trend->levels[i]));
	if (trend->direction != HELP_DIRECTION_UNSPECIFIED)
		printf(" – %s", cli_enum(&help_direction__descriptor, trend->direction));
	if (trend->n_levels > 0)
		putchar('\n');
	return 0;
}
