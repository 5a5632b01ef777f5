/* clients/cli — action: what becomes of one, and its history. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "google/protobuf/field_mask.pb-c.h"
#include "proto/quick_due.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

static const struct column history[] = {
	{ N_("When"), "change_time", AS_WORD },
	{ N_("Who"), "author_display_name", AS_WORD },
	{ N_("What"), "kind", AS_WORD },
	{ N_("Seen"), "outcome", AS_WORD },
	{ N_("From"), "from_value", AS_DATE },
	{ N_("To"), "to_value", AS_DATE },
	{ N_("Session"), "session", AS_ID },
	{ NULL, NULL, 0 },
};

const struct flag flags_action_extend[] = {
	{ "earlier", NULL, N_("an earlier date is meant") },
	{ NULL, NULL, NULL },
};

const struct flag flags_action_set[] = {
	{ "text", N_("TEXT"), N_("your words") },
	{ "learning", "experience|coaching|training|none", N_("how it teaches") },
	{ "skill", N_("SKILL"), N_("the skill it is about; empty for none") },
	{ NULL, NULL, NULL },
};

const struct flag flags_action_seen[] = {
	{ "session", N_("SESSION"), N_("in which session; the one under way by default, else the last") },
	{ NULL, NULL, NULL },
};

const struct flag flags_action_history[] = { LIST_FLAGS, { NULL, NULL, NULL } };

int cmd_action_done(struct cli *cli, int argc, char **argv)
{
	CompleteActionPointRequest request = COMPLETE_ACTION_POINT_REQUEST__INIT;

	(void)argc;
	return cli_action_show(cli, argv[0], "ActionPoints/CompleteActionPoint", &request, &request.name);
}

/* "+3d" counts from the date it has, or from today once that has passed: the daemon knows. */
int cmd_action_extend(struct cli *cli, int argc, char **argv)
{
	ExtendActionPointRequest request = EXTEND_ACTION_POINT_REQUEST__INIT;
	const char *typed = argv[1] + (argv[1][0] == '@');
	char due[16];
	int days, code;

	(void)argc;
	request.earlier = cli_flag(cli, "earlier") != NULL;
	if (typed[0] == '+' && quick_due_length(typed, &days) == strlen(typed)) {
		request.days = days;
	} else {
		code = cli_date_read(cli, typed, due);
		if (code != 0)
			return code;
		request.due_date = due;
	}
	return cli_action_show(cli, argv[0], "ActionPoints/ExtendActionPoint", &request, &request.name);
}

int cmd_action_drop(struct cli *cli, int argc, char **argv)
{
	DropActionPointRequest request = DROP_ACTION_POINT_REQUEST__INIT;

	(void)argc;
	request.reason = argv[1];
	return cli_action_show(cli, argv[0], "ActionPoints/DropActionPoint", &request, &request.name);
}

int cmd_action_reopen(struct cli *cli, int argc, char **argv)
{
	ReopenActionPointRequest request = REOPEN_ACTION_POINT_REQUEST__INIT;

	(void)argc;
	return cli_action_show(cli, argv[0], "ActionPoints/ReopenActionPoint", &request, &request.name);
}

int cmd_action_praise(struct cli *cli, int argc, char **argv)
{
	PraiseActionPointRequest request = PRAISE_ACTION_POINT_REQUEST__INIT;

	(void)argc;
	request.words = argv[1];
	return cli_action_show(cli, argv[0], "ActionPoints/PraiseActionPoint", &request, &request.name);
}

int cmd_action_set(struct cli *cli, int argc, char **argv)
{
	static const struct choice kinds[] = { { "experience", LEARNING_KIND_EXPERIENCE },
		{ "coaching", LEARNING_KIND_COACHING }, { "training", LEARNING_KIND_TRAINING },
		{ "none", LEARNING_KIND_UNSPECIFIED }, { NULL, 0 } };
	UpdateActionPointRequest request = UPDATE_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *paths[3], name[CLI_NAME_SIZE];
	int learning = 0, code;

	(void)argc;
	if (!cli_flag_choice(cli, "learning", kinds, &learning))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	mask.paths = paths;
	if (cli_flag(cli, "text") != NULL)
		paths[mask.n_paths++] = (char *)"text";
	if (cli_flag(cli, "learning") != NULL)
		paths[mask.n_paths++] = (char *)"learning";
	if (cli_flag(cli, "skill") != NULL)
		paths[mask.n_paths++] = (char *)"skill";
	if (mask.n_paths == 0)
		return cli_usage(cli, _("say what to set: --text 'your words', --learning training or --skill asking"));
	point.text = (char *)cli_flag_or_empty(cli, "text");
	point.learning = (LearningKind)learning;
	point.skill = (char *)cli_flag_or_empty(cli, "skill");
	code = cli_name(cli, "actionPoints", argv[0], name);
	if (code == 0)
		code = cli_etag(cli, "ActionPoints/GetActionPoint", name, &point.etag);
	if (code != 0)
		return code;
	request.action_point = &point;
	request.update_mask = &mask;
	return cli_action_show(cli, name, "ActionPoints/UpdateActionPoint", &request, &point.name);
}

/* "@now" when there is one, else the last. */
static int find_session(struct cli *cli, char ret[CLI_NAME_SIZE])
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;
	Session *session;

	if (cli_flag(cli, "session") != NULL)
		return cli_name(cli, "sessions", cli_flag(cli, "session"), ret);
	request.name = (char *)"sessions/@now";
	if (cli_try(cli, "Sessions/GetSession", &request, &session__descriptor, 0, &session, NULL) != STATUS_OK)
		return cli_name(cli, "sessions", "@last", ret);
	snprintf(ret, CLI_NAME_SIZE, "%s", session->name);
	return 0;
}

int cmd_action_seen(struct cli *cli, int argc, char **argv)
{
	RecordActionPointOutcomeRequest request = RECORD_ACTION_POINT_OUTCOME_REQUEST__INIT;
	char session[CLI_NAME_SIZE];
	int outcome, code;

	if (!cli_choose(argv[1], cli_outcomes, &outcome))
		return cli_usage(cli, _("say what was seen of it: yes, partly, no or n/a, not \"%s\""), argv[1]);
	request.outcome = (Outcome)outcome;
	code = find_session(cli, session);
	if (code != 0)
		return code;
	request.session = session;
	request.note = argc > 2 ? argv[2] : (char *)"";
	return cli_action_show(cli, argv[0], "ActionPoints/RecordActionPointOutcome", &request, &request.name);
}

int cmd_action_history(struct cli *cli, int argc, char **argv)
{
	ListActionPointChangesRequest request = LIST_ACTION_POINT_CHANGES_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "actionPoints", argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	return cli_list(cli, "ActionPoints/ListActionPointChanges", &request, history, _("Nothing became of it yet."));
}
