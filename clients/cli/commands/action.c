/* clients/cli — action: what somebody will do, by when. What becomes of it is in action_change.c. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/person.pb-c.h"

static const struct column columns[] = {
	{ N_("Id"), "name", AS_ID },
	{ N_("Due"), "due_date", AS_WORD },
	{ N_("Who"), "owner_display_name", AS_WORD },
	{ N_("What"), "text", AS_IS },
	{ N_("Last seen"), "outcome", AS_WORD },
	{ N_("State"), "state", AS_WORD },
	{ NULL, NULL, 0 },
};

static const struct column details[] = {
	{ N_("Action point"), "name", AS_IS },
	{ N_("What"), "text", AS_IS },
	{ N_("Who"), "owner", AS_PERSON },
	{ N_("Due"), "due_date", AS_IS },
	{ N_("State"), "state", AS_IS },
	{ N_("Dropped because"), "drop_reason", AS_IS },
	{ N_("Passed on as"), "passed_to", AS_IS },
	{ N_("Last seen"), "outcome", AS_IS },
	{ N_("What was seen"), "outcome_note", AS_IS },
	{ N_("The coach wrote"), "praise", AS_IS },
	{ N_("Agreed"), "agree_time", AS_IS },
	{ N_("Session"), "session", AS_IS },
	{ N_("Ended"), "end_time", AS_IS },
	{ N_("Date moved (times)"), "extensions", AS_IS },
	{ N_("Learning by"), "learning", AS_IS },
	{ N_("Skill"), "skill", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_action_list[] = {
	{ "owner", N_("EMAIL"), N_("only of this person") },
	{ "with", N_("EMAIL"), N_("only of the coaching relation with this person") },
	{ "state", "open|done|dropped|passed-on|all", N_("open ones by default") },
	{ "skill", N_("SKILL"), N_("only about this skill") },
	{ "learning", "experience|coaching|training", N_("only with this way of learning") },
	{ "from", N_("DATE"), N_("only due on this day or later") },
	{ "until", N_("DATE"), N_("only due before this day") },
	{ "session", N_("SESSION"), N_("only agreed in this session") },
	LIST_FLAGS,
	{ NULL, NULL, NULL },
};

const struct flag flags_action_add[] = {
	{ "due", N_("DATE"), N_("by when: 2026-03-20, fri, +14d; the next session by default, or in 14 days") },
	{ "owner", N_("EMAIL"), N_("who does it; you by default") },
	{ "with", N_("EMAIL"), N_("the other one of the coaching relation; needed when there are several") },
	{ "learning", "experience|coaching|training", N_("how it teaches") },
	{ "skill", N_("SKILL"), N_("the skill it is about") },
	{ NULL, NULL, NULL },
};

const struct choice cli_learning_kinds[] = { { "experience", LEARNING_KIND_EXPERIENCE },
	{ "coaching", LEARNING_KIND_COACHING }, { "training", LEARNING_KIND_TRAINING }, { NULL, 0 } };

int cmd_action_list(struct cli *cli, int argc, char **argv)
{
	static const struct choice choices[] = { { "open", ACTION_POINT_STATE_OPEN },
		{ "done", ACTION_POINT_STATE_DONE }, { "dropped", ACTION_POINT_STATE_DROPPED },
		{ "passed-on", ACTION_POINT_STATE_PASSED_ON }, { "all", 0 }, { NULL, 0 } };
	ListActionPointsRequest request = LIST_ACTION_POINTS_REQUEST__INIT;
	ActionPointState states[] = { ACTION_POINT_STATE_OPEN, ACTION_POINT_STATE_DONE, ACTION_POINT_STATE_DROPPED,
		ACTION_POINT_STATE_PASSED_ON };
	char coaching[CLI_NAME_SIZE] = "", session[CLI_NAME_SIZE] = "", from[16], until[16];
	int state = ACTION_POINT_STATE_OPEN, learning = 0, code;

	(void)argc;
	(void)argv;
	if (!cli_flag_choice(cli, "state", choices, &state) ||
		!cli_flag_choice(cli, "learning", cli_learning_kinds, &learning))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = cli_flag_date(cli, "from", from);
	if (code == 0)
		code = cli_flag_date(cli, "until", until);
	if (code == 0 && cli_flag(cli, "session") != NULL)
		code = cli_name(cli, "sessions", cli_flag(cli, "session"), session);
	if (code != 0)
		return code;
	if (cli_flag(cli, "with") != NULL)
		code = cli_coaching(cli, cli_flag(cli, "with"), coaching);
	if (code != 0)
		return code;
	if (state != 0)
		states[0] = (ActionPointState)state;
	request.states = states;
	request.n_states = state == 0 ? 4 : 1;
	request.learning = (LearningKind)learning;
	request.skill = (char *)cli_flag_or_empty(cli, "skill");
	request.due_from = from;
	request.due_until = until;
	request.session = session;
	request.owner = cli_person(cli_flag(cli, "owner"));
	request.coaching = coaching;
	return cli_list(cli, "ActionPoints/ListActionPoints", &request, columns, _("No action points."));
}

int cmd_action_show(struct cli *cli, int argc, char **argv)
{
	GetActionPointRequest request = GET_ACTION_POINT_REQUEST__INIT;

	(void)argc;
	return cli_action_show(cli, argv[0], "ActionPoints/GetActionPoint", &request, &request.name);
}

/* Whoever calls, by name: an owner is wanted as one. */
static int me(struct cli *cli, char **ret)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	Person *person;
	int code;

	request.name = (char *)"people/me";
	code = cli_call(cli, "People/GetPerson", &request, &person__descriptor, &person);
	if (code == 0)
		*ret = person->name;
	return code;
}

int cmd_action_add(struct cli *cli, int argc, char **argv)
{
	CreateActionPointRequest request = CREATE_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT;
	char coaching[CLI_NAME_SIZE], due[16];
	int learning = 0, code;

	(void)argc;
	if (!cli_flag_choice(cli, "learning", cli_learning_kinds, &learning))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = cli_flag_date(cli, "due", due);
	if (code == 0)
		code = cli_coaching(cli, cli_flag(cli, "with"), coaching);
	point.owner = cli_person(cli_flag(cli, "owner"));
	if (code == 0 && cli_flag(cli, "owner") == NULL)
		code = me(cli, &point.owner);
	if (code != 0)
		return code;
	point.coaching = coaching;
	point.text = argv[0];
	point.due_date = due;
	point.learning = (LearningKind)learning;
	point.skill = (char *)cli_flag_or_empty(cli, "skill");
	request.action_point = &point;
	return cli_show(cli, "ActionPoints/CreateActionPoint", &request, &action_point__descriptor, details);
}

int cli_action_show(struct cli *cli, const char *typed, const char *method, void *request, char **name_field)
{
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "actionPoints", typed, name);

	if (code != 0)
		return code;
	*name_field = name;
	return cli_show(cli, method, request, &action_point__descriptor, details);
}

ActionPoint *cli_action_get(struct cli *cli, char *name)
{
	GetActionPointRequest request = GET_ACTION_POINT_REQUEST__INIT;
	ActionPoint *point;

	request.name = name;
	if (cli_try(cli, "ActionPoints/GetActionPoint", &request, &action_point__descriptor, 0, &point, NULL) !=
		STATUS_OK)
		return NULL;
	return point;
}
