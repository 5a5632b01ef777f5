/* clients/cli — agenda: subjects for the next 1-on-1. */
#include "commands.h"

#include "ridealong/v1/one_on_one.pb-c.h"

static const struct column columns[] = {
	{ N_("Id"), "name", AS_ID },
	{ N_("Since"), "create_time", AS_WORD },
	{ N_("Subject"), "subject", AS_IS },
	{ N_("State"), "state", AS_WORD },
	{ N_("By"), "author", AS_PERSON },
	{ NULL, NULL, 0 },
};

static const struct column details[] = {
	{ N_("1-on-1 item"), "name", AS_IS },
	{ N_("Subject"), "subject", AS_IS },
	{ N_("State"), "state", AS_IS },
	{ N_("Session"), "session", AS_IS },
	{ N_("Since"), "create_time", AS_IS },
	{ N_("Discussed"), "discuss_time", AS_IS },
	{ N_("Became"), "action_point", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_agenda_list[] = {
	{ "with", N_("EMAIL"), N_("only of the coaching relation with this person") },
	{ "all", NULL, N_("those that were discussed, too") },
	LIST_FLAGS,
	{ NULL, NULL, NULL },
};

const struct flag flags_agenda_add[] = {
	{ "with", N_("EMAIL"), N_("the other one of the coaching relation; needed when there are several") },
	{ NULL, NULL, NULL },
};

const struct flag flags_agenda_act[] = {
	{ "due", N_("DATE"), N_("by when: 2026-03-20, fri, +14d; in 14 days by default") },
	{ "owner", N_("EMAIL"), N_("who does it; the one who is coached by default") },
	{ "learning", "experience|coaching|training", N_("how it teaches") },
	{ "skill", N_("SKILL"), N_("the skill it is about") },
	{ NULL, NULL, NULL },
};

int cmd_agenda_list(struct cli *cli, int argc, char **argv)
{
	ListOneOnOneItemsRequest request = LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT;
	char coaching[CLI_NAME_SIZE] = "";
	int code = 0;

	(void)argc;
	(void)argv;
	if (cli_flag(cli, "with") != NULL)
		code = cli_coaching(cli, cli_flag(cli, "with"), coaching);
	if (code != 0)
		return code;
	request.coaching = coaching;
	request.include_discussed = cli_flag(cli, "all") != NULL;
	return cli_list(cli, "OneOnOnes/ListOneOnOneItems", &request, columns, _("Nothing for the next 1-on-1."));
}

int cmd_agenda_add(struct cli *cli, int argc, char **argv)
{
	CreateOneOnOneItemRequest request = CREATE_ONE_ON_ONE_ITEM_REQUEST__INIT;
	OneOnOneItem item = ONE_ON_ONE_ITEM__INIT;
	char coaching[CLI_NAME_SIZE];
	int code = cli_coaching(cli, cli_flag(cli, "with"), coaching);

	(void)argc;
	if (code != 0)
		return code;
	item.coaching = coaching;
	item.subject = argv[0];
	request.one_on_one_item = &item;
	return cli_show(cli, "OneOnOnes/CreateOneOnOneItem", &request, &one_on_one_item__descriptor, details);
}

/* Makes a request about one subject, calls, and prints the subject. */
static int change(struct cli *cli, const char *typed, const char *method, void *request, char **name_field)
{
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "oneOnOneItems", typed, name);

	if (code != 0)
		return code;
	*name_field = name;
	return cli_show(cli, method, request, &one_on_one_item__descriptor, details);
}

int cmd_agenda_done(struct cli *cli, int argc, char **argv)
{
	DiscussOneOnOneItemRequest request = DISCUSS_ONE_ON_ONE_ITEM_REQUEST__INIT;

	(void)argc;
	return change(cli, argv[0], "OneOnOnes/DiscussOneOnOneItem", &request, &request.name);
}

int cmd_agenda_reopen(struct cli *cli, int argc, char **argv)
{
	ReopenOneOnOneItemRequest request = REOPEN_ONE_ON_ONE_ITEM_REQUEST__INIT;

	(void)argc;
	return change(cli, argv[0], "OneOnOnes/ReopenOneOnOneItem", &request, &request.name);
}

int cmd_agenda_edit(struct cli *cli, int argc, char **argv)
{
	UpdateOneOnOneItemRequest request = UPDATE_ONE_ON_ONE_ITEM_REQUEST__INIT;
	OneOnOneItem item = ONE_ON_ONE_ITEM__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "oneOnOneItems", argv[0], name);

	(void)argc;
	if (code == 0)
		code = cli_etag(cli, "OneOnOnes/GetOneOnOneItem", name, &item.etag);
	if (code != 0)
		return code;
	item.name = name;
	item.subject = argv[1];
	request.one_on_one_item = &item;
	return cli_show(cli, "OneOnOnes/UpdateOneOnOneItem", &request, &one_on_one_item__descriptor, details);
}

int cmd_agenda_show(struct cli *cli, int argc, char **argv)
{
	GetOneOnOneItemRequest request = GET_ONE_ON_ONE_ITEM_REQUEST__INIT;

	(void)argc;
	return change(cli, argv[0], "OneOnOnes/GetOneOnOneItem", &request, &request.name);
}

int cmd_agenda_act(struct cli *cli, int argc, char **argv)
{
	ConvertOneOnOneItemRequest request = CONVERT_ONE_ON_ONE_ITEM_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT;
	char due[16] = "";
	int learning = 0, code;

	(void)argc;
	if (!cli_flag_choice(cli, "learning", cli_learning_kinds, &learning))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = cli_due_read(cli, cli_flag(cli, "due"), argv[1], due);
	if (code != 0)
		return code;
	point.text = argv[1];
	point.owner = cli_person(cli_flag(cli, "owner"));
	point.due_date = due;
	point.learning = (LearningKind)learning;
	point.skill = (char *)cli_flag_or_empty(cli, "skill");
	request.action_point = &point;
	return change(cli, argv[0], "OneOnOnes/ConvertOneOnOneItem", &request, &request.name);
}
