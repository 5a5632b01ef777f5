/* clients/cli — template: the questions before, during and after. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/template.pb-c.h"

static const struct column columns[] = {
	{ N_("Key"), "name", AS_ID },
	{ N_("Role"), "display_name", AS_IS },
	{ N_("Version"), "version", AS_COUNT },
	{ N_("How many questions"), "questions", AS_COUNT },
	{ N_("Unannounced possible"), "unannounced_allowed", AS_WORD },
	{ NULL, NULL, 0 },
};

const struct flag flags_template_list[] = { LIST_FLAGS, { NULL, NULL, NULL } };

int cmd_template_list(struct cli *cli, int argc, char **argv)
{
	ListTemplatesRequest request = LIST_TEMPLATES_REQUEST__INIT;

	(void)argc;
	(void)argv;
	return cli_list(cli, "Templates/ListTemplates", &request, columns, _("No templates."));
}

static void print_questions(const Template *template)
{
	TemplatePart part = TEMPLATE_PART_UNSPECIFIED;

	for (size_t i = 0; i < template->n_questions; i++) {
		const Question *question = template->questions[i];

		if (question->part != part)
			printf("\n%s\n", cli_enum(&template_part__descriptor, question->part));
		part = question->part;
		printf("  %s%s: %s\n", question->key, question->intention ? " *" : "", question->text);
		if (question->hint[0] != '\0')
			printf("      %s\n", question->hint);
	}
}

int cmd_template_show(struct cli *cli, int argc, char **argv)
{
	GetTemplateRequest request = GET_TEMPLATE_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Template *template;
	int code = cli_name(cli, "templates", argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	code = cli_call(cli, "Templates/GetTemplate", &request, &template__descriptor, &template);
	if (code != 0 || cli_print_json(cli, template))
		return code;
	printf("%s\n", template->display_name);
	if (template->notice[0] != '\0')
		printf("%s\n", template->notice);
	print_questions(template);
	puts(_("\n* intentions can be picked from this answer"));
	return 0;
}
