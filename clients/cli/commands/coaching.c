/* clients/cli — coaching: who coaches whom; team: what holds for a coach's coachees. */
#include "commands.h"

#include "screen.h"

#include <stdio.h>
#include <string.h>

#include "google/protobuf/field_mask.pb-c.h"
#include "ridealong/v1/person.pb-c.h"

static const struct column columns[] = {
	{ N_("Id"), "name", AS_ID },
	{ N_("Coach"), "coach", AS_PERSON },
	{ N_("Coachee"), "coachee", AS_PERSON },
	{ N_("From"), "start_date", AS_IS },
	{ N_("Until"), "end_date", AS_IS },
	{ N_("Every (days)"), "cadence_days", AS_COUNT },
	{ NULL, NULL, 0 },
};

static const struct column details[] = {
	{ N_("Coaching"), "name", AS_IS },
	{ N_("Coach"), "coach", AS_PERSON },
	{ N_("Coachee"), "coachee", AS_PERSON },
	{ N_("From"), "start_date", AS_IS },
	{ N_("Until"), "end_date", AS_IS },
	{ N_("Every (days)"), "cadence_days", AS_IS },
	{ N_("Starter until"), "starter_until", AS_DATE },
	{ NULL, NULL, 0 },
};

static const struct column rhythm_details[] = {
	{ N_("Coachee"), "coachee", AS_PERSON },
	{ N_("Every (days)"), "every_days", AS_COUNT },
	{ N_("Starter"), "starter", AS_IS },
	{ N_("Last time"), "last_date", AS_IS },
	{ N_("Next time"), "next_date", AS_IS },
	{ N_("Slips on"), "slips_date", AS_IS },
	{ N_("Put off until"), "postponed_until", AS_DATE },
	{ N_("Open action points"), "open_action_points", AS_COUNT },
	{ NULL, NULL, 0 },
};

static const struct column team_details[] = {
	{ N_("Team"), "name", AS_PERSON },
	{ N_("Told about unannounced sessions"), "unannounced_told_date", AS_IS },
	{ N_("What holds"), "unannounced_policy", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_coaching_add[] = {
	{ "cadence", N_("DAYS"), N_("how often the coach wants to go along; 28 by default, 14 with a starter") },
	{ "starter-until", N_("DATE"), N_("the last day as a starter; twelve weeks for who was never coached") },
	{ "from", N_("DATE"), N_("the first day; today by default") },
	{ NULL, NULL, NULL },
};

const struct flag flags_coaching_list[] = {
	{ "coach", N_("EMAIL"), N_("only of this coach") },
	{ "coachee", N_("EMAIL"), N_("only of this coachee") },
	LIST_FLAGS,
	{ NULL, NULL, NULL },
};

const struct flag flags_coaching_set[] = {
	{ "cadence", N_("DAYS"), N_("how often the coach wants to go along") },
	{ "starter-until", N_("DATE"),
		N_("the last day on which the coach goes along every two weeks; empty for none") },
	{ "until", N_("DATE"), N_("the last day") },
	{ NULL, NULL, NULL },
};

const struct flag flags_team_set[] = {
	{ "told", N_("DATE"), N_("the day on which the team was told; empty to take it back") },
	{ "coach", N_("EMAIL"), N_("whose team; your own by default") },
	{ NULL, NULL, NULL },
};

/* The relations of the caller with somebody, or all of them. */
static int find(struct cli *cli, const char *email, ListCoachingsResponse **ret)
{
	ListCoachingsRequest request = LIST_COACHINGS_REQUEST__INIT;
	int code;

	request.coachee = cli_person(email);
	request.page_size = 2;
	code = cli_call(cli, "People/ListCoachings", &request, &list_coachings_response__descriptor, ret);
	if (code != 0 || email == NULL || (*ret)->n_coachings > 0)
		return code;
	request.coachee = (char *)"";
	request.coach = cli_person(email);
	return cli_call(cli, "People/ListCoachings", &request, &list_coachings_response__descriptor, ret);
}

int cli_coaching(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE])
{
	ListCoachingsResponse *found;
	int code;

	if (typed != NULL && strchr(typed, '@') == NULL && strncmp(typed, "people/", 7) != 0)
		return cli_name(cli, "coachings", typed, ret);
	code = find(cli, typed, &found);
	if (code != 0)
		return code;
	if (found->n_coachings == 1) {
		snprintf(ret, CLI_NAME_SIZE, "%s", found->coachings[0]->name);
		return 0;
	}
	if (found->n_coachings > 1)
		return cli_usage(cli, _("there are several coaching relations: say with whom, --with EMAIL"));
	fputs(_("ridealong: there is no such coaching relation; see: ridealong coaching list\n"), stderr);
	return status_exit_code(STATUS_NOT_FOUND);
}

int cli_only_coach(struct cli *cli, char ret[CLI_NAME_SIZE])
{
	ListCoachingsRequest request = LIST_COACHINGS_REQUEST__INIT;
	ListCoachingsResponse *found;
	int code;

	request.coachee = (char *)"people/me";
	code = cli_call(cli, "People/ListCoachings", &request, &list_coachings_response__descriptor, &found);
	if (code != 0)
		return code;
	if (found->n_coachings != 1)
		return cli_usage(cli, _("say which coach: --coach EMAIL"));
	snprintf(ret, CLI_NAME_SIZE, "%s", found->coachings[0]->coach);
	return 0;
}

int cmd_coaching_add(struct cli *cli, int argc, char **argv)
{
	CreateCoachingRequest request = CREATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;
	char start[16], starter[16];
	int64_t days;
	int code;

	(void)argc;
	if (!cli_flag_number(cli, "cadence", 0, &days))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	coaching.coach = cli_person(argv[0]);
	coaching.coachee = cli_person(argv[1]);
	coaching.cadence_days = (int32_t)days;
	if (cli_flag(cli, "from") != NULL) {
		code = cli_date_read(cli, cli_flag(cli, "from"), start);
		if (code != 0)
			return code;
		coaching.start_date = start;
	}
	if (cli_flag(cli, "starter-until") != NULL) {
		code = cli_date_read(cli, cli_flag(cli, "starter-until"), starter);
		if (code != 0)
			return code;
		coaching.starter_until = starter;
	}
	request.coaching = &coaching;
	return cli_show(cli, "People/CreateCoaching", &request, &coaching__descriptor, details);
}

int cmd_coaching_list(struct cli *cli, int argc, char **argv)
{
	ListCoachingsRequest request = LIST_COACHINGS_REQUEST__INIT;

	(void)argc;
	(void)argv;
	request.coach = cli_person(cli_flag(cli, "coach"));
	request.coachee = cli_person(cli_flag(cli, "coachee"));
	return cli_list(cli, "People/ListCoachings", &request, columns,
		_("No coaching relation yet. Make one: ridealong coaching add COACH COACHEE"));
}

int cmd_coaching_set(struct cli *cli, int argc, char **argv)
{
	UpdateCoachingRequest request = UPDATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *paths[3], name[CLI_NAME_SIZE], until[16], starter[16] = "";
	int64_t days;
	int code;

	(void)argc;
	if (!cli_flag_number(cli, "cadence", 0, &days))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	mask.paths = paths;
	if (cli_flag(cli, "cadence") != NULL)
		paths[mask.n_paths++] = (char *)"cadence_days";
	if (cli_flag(cli, "until") != NULL) {
		code = cli_date_read(cli, cli_flag(cli, "until"), until);
		if (code != 0)
			return code;
		coaching.end_date = until;
		paths[mask.n_paths++] = (char *)"end_date";
	}
	if (cli_flag(cli, "starter-until") != NULL) {
		code = cli_flag(cli, "starter-until")[0] == '\0'
			       ? 0
			       : cli_date_read(cli, cli_flag(cli, "starter-until"), starter);
		if (code != 0)
			return code;
		coaching.starter_until = starter;
		paths[mask.n_paths++] = (char *)"starter_until";
	}
	if (mask.n_paths == 0)
		return cli_usage(cli, _("say what to set: --cadence DAYS, --starter-until DATE or --until DATE"));
	code = cli_coaching(cli, argv[0], name);
	if (code == 0)
		code = cli_etag(cli, "People/GetCoaching", name, &coaching.etag);
	if (code != 0)
		return code;
	coaching.name = name;
	coaching.cadence_days = (int32_t)days;
	request.coaching = &coaching;
	request.update_mask = &mask;
	return cli_show(cli, "People/UpdateCoaching", &request, &coaching__descriptor, details);
}

static int rhythm_name(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE])
{
	int code = cli_coaching(cli, typed, ret);
	const size_t length = strlen(ret);

	if (code == 0)
		snprintf(ret + length, CLI_NAME_SIZE - length, "/rhythm");
	return code;
}

int cmd_coaching_rhythm(struct cli *cli, int argc, char **argv)
{
	GetRhythmRequest request = GET_RHYTHM_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = rhythm_name(cli, argc > 0 ? argv[0] : NULL, name);

	if (code != 0)
		return code;
	request.name = name;
	return cli_show(cli, "People/GetRhythm", &request, &rhythm__descriptor, rhythm_details);
}

int cmd_coaching_postpone(struct cli *cli, int argc, char **argv)
{
	PostponeRhythmRequest request = POSTPONE_RHYTHM_REQUEST__INIT;
	char name[CLI_NAME_SIZE], until[16] = "";
	int code = rhythm_name(cli, argv[0], name);

	(void)argc;
	if (code == 0 && argv[1][0] != '\0')
		code = cli_date_read(cli, argv[1], until);
	if (code != 0)
		return code;
	request.name = name;
	request.until_date = until;
	return cli_show(cli, "People/PostponeRhythm", &request, &rhythm__descriptor, rhythm_details);
}

static void team_name(const char *coach, char ret[CLI_NAME_SIZE])
{
	snprintf(ret, CLI_NAME_SIZE, "%s/team", cli_person(coach == NULL ? "me" : coach));
}

/* Somebody who is coached and coaches nobody means their coach's team, where what holds for them is said. */
static int own_team(struct cli *cli, char ret[CLI_NAME_SIZE])
{
	ListCoachingsRequest request = LIST_COACHINGS_REQUEST__INIT;
	ListCoachingsResponse *coaching, *coached;
	int code;

	team_name(NULL, ret);
	request.coach = (char *)"people/me";
	code = cli_call(cli, "People/ListCoachings", &request, &list_coachings_response__descriptor, &coaching);
	if (code != 0 || coaching->n_coachings > 0)
		return code;
	request.coach = (char *)"";
	request.coachee = (char *)"people/me";
	code = cli_call(cli, "People/ListCoachings", &request, &list_coachings_response__descriptor, &coached);
	if (code == 0 && coached->n_coachings > 1)
		return cli_usage(cli, _("you have several coaches: say whose team, ridealong team show EMAIL"));
	if (code == 0 && coached->n_coachings == 1)
		snprintf(ret, CLI_NAME_SIZE, "%.140s/team", coached->coachings[0]->coach);
	return code;
}

/* As the configuration has it, and below it what it is about. */
static void print_setting(const TeamSetting *setting)
{
	printf("\n%s = %s\n  ", setting->key, setting->value);
	screen_words(setting->description, 2, 2, screen_width());
	if (setting->usual[0] != '\0')
		printf(_("  (instead of %s)\n"), setting->usual);
}

int cmd_team_show(struct cli *cli, int argc, char **argv)
{
	GetTeamRequest request = GET_TEAM_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Team *team;
	int code = 0;

	if (argc > 0)
		team_name(argv[0], name);
	else
		code = own_team(cli, name);
	if (code != 0)
		return code;
	request.name = name;
	code = cli_call(cli, "People/GetTeam", &request, &team__descriptor, &team);
	if (code != 0)
		return code;
	cli_print(cli, team, team_details);
	if (cli->output != CLI_TABLE)
		return 0;
	for (size_t i = 0; i < team->n_settings; i++)
		print_setting(team->settings[i]);
	return 0;
}

int cmd_team_set(struct cli *cli, int argc, char **argv)
{
	UpdateTeamRequest request = UPDATE_TEAM_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Team team = TEAM__INIT;
	char *paths[] = { (char *)"unannounced_told_date" }, name[CLI_NAME_SIZE], told[16] = "";
	int code;

	(void)argc;
	(void)argv;
	if (cli_flag(cli, "told") == NULL)
		return cli_usage(cli, _("say when the team was told: --told 2026-03-02"));
	if (cli_flag(cli, "told")[0] != '\0') {
		code = cli_date_read(cli, cli_flag(cli, "told"), told);
		if (code != 0)
			return code;
	}
	team_name(cli_flag(cli, "coach"), name);
	code = cli_etag(cli, "People/GetTeam", name, &team.etag);
	if (code != 0)
		return code;
	team.name = name;
	team.unannounced_told_date = told;
	mask.paths = paths;
	mask.n_paths = 1;
	request.team = &team;
	request.update_mask = &mask;
	return cli_show(cli, "People/UpdateTeam", &request, &team__descriptor, team_details);
}
