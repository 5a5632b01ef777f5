/* clients/cli — checklist: the method on paper, to print and to write on. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/checklist.pb-c.h"

const struct flag flags_checklist[] = {
	{ "format", "text|markdown|html", N_("as what it is written; html prints on two pages of A4") },
	{ "template", N_("KEY"), N_("a blank one with these questions, instead of a session's") },
	{ NULL, NULL, NULL },
};

int cmd_checklist(struct cli *cli, int argc, char **argv)
{
	static const struct choice formats[] = {
		{ "text", CHECKLIST_FORMAT_TEXT },
		{ "markdown", CHECKLIST_FORMAT_MARKDOWN },
		{ "html", CHECKLIST_FORMAT_HTML },
		{ NULL, 0 },
	};
	GetChecklistRequest request = GET_CHECKLIST_REQUEST__INIT;
	const enum cli_output output = cli->output;
	char session[CLI_NAME_SIZE], template[CLI_NAME_SIZE];
	int format = CHECKLIST_FORMAT_TEXT, code = 0;
	Checklist *checklist;

	if (!cli_flag_choice(cli, "format", formats, &format))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (argc > 0 && cli_flag(cli, "template") != NULL)
		return cli_usage(cli, _("a session has its questions; --template is for a blank page"));
	if (argc > 0)
		code = cli_name(cli, "sessions", argv[0], session);
	if (code == 0 && cli_flag(cli, "template") != NULL)
		code = cli_template_name(cli, cli_flag(cli, "template"), template);
	if (code != 0)
		return code;
	request.session = argc > 0 ? session : (char *)"";
	request.template_ = cli_flag(cli, "template") != NULL ? template : (char *)"";
	request.format = (ChecklistFormat)format;
	/* The page is disarmed where it is written; what else a terminal could mind belongs in a file. */
	if (output == CLI_TABLE && format != CHECKLIST_FORMAT_TEXT)
		cli->output = CLI_JSON;
	code = cli_call(cli, "Checklists/GetChecklist", &request, &checklist__descriptor, &checklist);
	cli->output = output;
	if (code == 0 && !cli_print_json(cli, checklist))
		fputs(checklist->content, stdout);
	return code;
}
