/* clients/cli — session: planning to go along, and inviting to. */
#include "commands.h"

#include "google/protobuf/duration.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

const struct flag flags_session_plan[] = {
	{ "unannounced", NULL, N_("the coachee is told an hour before departure") },
	{ "focus", N_("TEXT"), N_("what to watch for") },
	{ "format", "on-site|online|side-by-side", N_("how; as the meeting is by default") },
	{ "travel", N_("LENGTH"), N_("the way there, such as 45m") },
	{ "together", "there|back|both|none", N_("which way you travel together") },
	{ "travel-back", N_("LENGTH"), N_("the way back together, such as 45m; as the way there by default") },
	{ "debrief-after-travel", NULL, N_("you talk it through after travelling back together") },
	{ "customer-knows", NULL, N_("the customer knows that two people come") },
	{ "coach", N_("EMAIL"), N_("who comes along; you by default") },
	{ NULL, NULL, NULL },
};

const struct flag flags_session_invite[] = {
	{ "coach", N_("EMAIL"), N_("which coach; needed when there are several") },
	{ "focus", N_("TEXT"), N_("what your coach should watch for") },
	{ "note", N_("TEXT"), N_("what to say with the invitation") },
	{ "format", "on-site|online|side-by-side", N_("how; as the meeting is by default") },
	{ "travel", N_("LENGTH"), N_("the way there, such as 45m") },
	{ "together", "there|back|both|none", N_("which way you travel together") },
	{ "travel-back", N_("LENGTH"), N_("the way back together, such as 45m; as the way there by default") },
	{ "customer-knows", NULL, N_("the customer knows that two people come") },
	{ NULL, NULL, NULL },
};

bool cli_session_format(struct cli *cli, SessionFormat *ret)
{
	static const struct choice choices[] = {
		{ "on-site", SESSION_FORMAT_ON_SITE },
		{ "online", SESSION_FORMAT_ONLINE },
		{ "side-by-side", SESSION_FORMAT_SIDE_BY_SIDE },
		{ NULL, 0 },
	};
	int value = 0;

	if (!cli_flag_choice(cli, "format", choices, &value))
		return false;
	*ret = (SessionFormat)value;
	return true;
}

bool cli_session_travel(struct cli *cli, const char *flag, Duration *duration, Duration **ret)
{
	const char *text = cli_flag(cli, flag);

	*ret = NULL;
	if (text == NULL)
		return true;
	if (!cli_duration_read(text, &duration->seconds)) {
		cli_usage(cli, _("--%s is such as 45m, not \"%s\""), flag, text);
		return false;
	}
	*ret = duration;
	return true;
}

bool cli_session_together(struct cli *cli, TravelTogether *ret)
{
	static const struct choice choices[] = {
		{ "there", TRAVEL_TOGETHER_THERE },
		{ "back", TRAVEL_TOGETHER_BACK },
		{ "both", TRAVEL_TOGETHER_BOTH },
		{ "none", TRAVEL_TOGETHER_NONE },
		{ NULL, 0 },
	};
	int value = 0;

	if (!cli_flag_choice(cli, "together", choices, &value))
		return false;
	*ret = (TravelTogether)value;
	return true;
}

static int plan(struct cli *cli, const char *typed, const char *coach, bool invites)
{
	PlanSessionRequest request = PLAN_SESSION_REQUEST__INIT;
	Duration travel = DURATION__INIT, back = DURATION__INIT;
	char meeting[CLI_NAME_SIZE];
	int code;

	if (!cli_session_format(cli, &request.format) || !cli_session_travel(cli, "travel", &travel, &request.travel) ||
		!cli_session_travel(cli, "travel-back", &back, &request.travel_back) ||
		!cli_session_together(cli, &request.travel_together))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = cli_name(cli, "meetings", typed, meeting);
	if (code != 0)
		return code;
	request.meeting = meeting;
	request.coach = cli_person(coach);
	request.unannounced = cli_flag(cli, "unannounced") != NULL;
	if (invites)
		request.coachee_focus = (char *)cli_flag_or_empty(cli, "focus");
	else
		request.coach_focus = (char *)cli_flag_or_empty(cli, "focus");
	request.invite_note = (char *)cli_flag_or_empty(cli, "note");
	request.customer_knows = cli_flag(cli, "customer-knows") != NULL;
	request.debrief_after_travel = cli_flag(cli, "debrief-after-travel") != NULL;
	return cli_session_show(cli, "Sessions/PlanSession", &request);
}

int cmd_session_plan(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	return plan(cli, argv[0], cli_flag(cli, "coach"), false);
}

/* A coachee names the coach; with only one there is nothing to say. */
int cmd_session_invite(struct cli *cli, int argc, char **argv)
{
	const char *coach = cli_flag(cli, "coach");
	char only[CLI_NAME_SIZE];
	int code = 0;

	(void)argc;
	if (coach == NULL) {
		code = cli_only_coach(cli, only);
		coach = only;
	}
	return code != 0 ? code : plan(cli, argv[0], coach, true);
}
