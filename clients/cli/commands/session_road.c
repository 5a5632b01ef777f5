/* clients/cli — session: for the road: the card, what to rehearse, a line to the customer. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/session.pb-c.h"
#include "screen.h"

const struct flag flags_session_customer_line[] = {
	{ "language", "nl|en", N_("the customer's language; yours by default") },
	{ NULL, NULL, NULL },
};

static const struct column card_lines[] = {
	{ N_("With"), "coachee", AS_IS },
	{ N_("Customer"), "who", AS_IS },
	{ N_("Start"), "start_time", AS_IS },
	{ N_("Leave"), "departure_time", AS_IS },
	{ N_("Travelling together"), "travel_together", AS_IS },
	{ N_("The way back"), "travel_back", AS_IS },
	{ N_("Place"), "place", AS_IS },
	{ N_("To talk through first"), "talk", AS_IS },
	{ N_("Goal"), "goal", AS_IS },
	{ N_("Intentions"), "intentions", AS_NUMBERED },
	{ N_("You"), "role", AS_IS },
	{ N_("Introduced as"), "introduction", AS_IS },
	{ N_("Customer knows"), "customer_knows", AS_YES_NO },
	{ N_("Asked to watch for"), "coachee_focus", AS_IS },
	{ N_("You watch for"), "coach_focus", AS_IS },
	{ N_("Help"), "coach_help", AS_IS },
	{ N_("Bridge"), "coach_bridge", AS_IS },
	{ N_("Last time"), "action_points", AS_IS },
	{ NULL, NULL, 0 },
};

static bool goes_back_together(const SessionCard *card)
{
	return card->travel_together == TRAVEL_TOGETHER_BACK || card->travel_together == TRAVEL_TOGETHER_BOTH;
}

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
	if (cli->output == CLI_TABLE && card->notice[0] != '\0')
		screen_say("%s\n", card->notice);
	cli_print(cli, card, card_lines);
	if (cli->output != CLI_TABLE)
		return 0;
	if (!card->prepared && card->n_intentions == 0)
		screen_say("%s", _("Nothing is handed in yet: no goal, no intentions."));
	if (card->outnumbering)
		screen_say(_("There are more of us than of them, %d to %d: agree who stays away, or who only listens."),
			card->ours, card->theirs);
	if (goes_back_together(card))
		screen_say("%s", _("The way back is together: there is time for the debrief."));
	if (card->scenario[0] != '\0')
		screen_say(_("Ask on the way: \"What will you do if %s?\""), card->scenario);
	if (card->n_during > 0)
		screen_say("%s", _("At the table:"));
	for (size_t i = 0; i < card->n_during; i++)
		screen_say("  · %s", card->during[i]);
	screen_say(_("Afterwards: %s first."), card->coachee);
	return 0;
}

static void print_rehearsal(const SessionRehearsal *rehearsal)
{
	if (rehearsal->n_questions == 0)
		puts(rehearsal->prepared
				? _("The preparation has no turns and no questions to rehearse.")
				: _("Nothing is handed in yet, so there is nothing to rehearse. Ask for the goal."));
	for (size_t i = 0; i < rehearsal->n_questions; i++) {
		const RehearsalQuestion *question = rehearsal->questions[i];

		if (i > 0)
			putchar('\n');
		screen_say("%zu. %s", i + 1, question->text);
		if (question->intended[0] != '\0')
			screen_say(_("   (written: %s)"), question->intended);
	}
	if (rehearsal->coach_bridge[0] != '\0')
		screen_say(_("\nStuck? Your bridge: %s"), rehearsal->coach_bridge);
}

int cmd_session_rehearse(struct cli *cli, int argc, char **argv)
{
	GetSessionRehearsalRequest request = GET_SESSION_REHEARSAL_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	SessionRehearsal *rehearsal;
	int code = cli_name(cli, "sessions", argc > 0 ? argv[0] : "@next", name);

	if (code != 0)
		return code;
	request.name = name;
	code = cli_call(cli, "Sessions/GetSessionRehearsal", &request, &session_rehearsal__descriptor, &rehearsal);
	if (code == 0 && !cli_print_json(cli, rehearsal))
		print_rehearsal(rehearsal);
	return code;
}

int cmd_session_customer_line(struct cli *cli, int argc, char **argv)
{
	GetCustomerLineRequest request = GET_CUSTOMER_LINE_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	CustomerLine *line;
	int code = cli_name(cli, "sessions", argc > 0 ? argv[0] : "@next", name);

	if (code != 0)
		return code;
	request.name = name;
	request.language = (char *)cli_flag_or_empty(cli, "language");
	code = cli_call(cli, "Sessions/GetCustomerLine", &request, &customer_line__descriptor, &line);
	if (code == 0 && !cli_print_json(cli, line))
		puts(line->text);
	return code;
}
