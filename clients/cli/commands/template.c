/* clients/cli — template: the questions before, during and after; those that are built in, and your own. */
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ridealong/v1/template.pb-c.h"
#include "template_file.h"

#define FILE_MOST (512 * 1024)

static const struct column columns[] = {
	{ N_("Key"), "name", AS_ID },
	{ N_("Role"), "display_name", AS_IS },
	{ N_("Version"), "version", AS_COUNT },
	{ N_("How many questions"), "question_count", AS_COUNT },
	{ N_("Languages"), "languages", AS_WORD },
	{ N_("For the team of"), "coach", AS_PERSON },
	{ N_("Unannounced possible"), "unannounced_allowed", AS_YES_NO },
	{ N_("Archived"), "delete_time", AS_WORD },
	{ NULL, NULL, 0 },
};

static const struct column versions[] = {
	{ N_("Version"), "version", AS_COUNT },
	{ N_("Made"), "update_time", AS_WORD },
	{ N_("By"), "author", AS_PERSON },
	{ N_("Role"), "display_name", AS_IS },
	{ N_("How many questions"), "question_count", AS_COUNT },
	{ NULL, NULL, 0 },
};

static const struct column details[] = {
	{ N_("Key"), "name", AS_ID },
	{ N_("Role"), "display_name", AS_IS },
	{ N_("Version"), "version", AS_COUNT },
	{ N_("How many questions"), "question_count", AS_COUNT },
	{ N_("Languages"), "languages", AS_IS },
	{ N_("For the team of"), "coach", AS_PERSON },
	{ N_("Archived"), "delete_time", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_template_list[] = {
	{ "archived", NULL, N_("show archived ones, too") },
	LIST_FLAGS,
	{ NULL, NULL, NULL },
};

const struct flag flags_template_show[] = {
	{ "part", "before|coach-before|during|debrief", N_("only these questions") },
	{ "version", N_("NUMBER"), N_("an earlier version") },
	{ NULL, NULL, NULL },
};

const struct flag flags_template_export[] = {
	{ "version", N_("NUMBER"), N_("an earlier version") },
	{ NULL, NULL, NULL },
};

const struct flag flags_template_import[] = {
	{ "team", N_("EMAIL"), N_("for the team of this coach; yours by default, and of an administrator everybody") },
	{ NULL, NULL, NULL },
};

const struct flag flags_template_history[] = { LIST_FLAGS, { NULL, NULL, NULL } };

/* Keys are typed whole: "hr" is one. */
int cli_template_name(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE])
{
	if (strlen(typed) > 100)
		return cli_usage(cli, _("\"%.40s…\" is no name of anything"), typed);
	snprintf(ret, CLI_NAME_SIZE, "%s%s", strchr(typed, '/') != NULL ? "" : "templates/", typed);
	return 0;
}

int cmd_template_list(struct cli *cli, int argc, char **argv)
{
	ListTemplatesRequest request = LIST_TEMPLATES_REQUEST__INIT;

	(void)argc;
	(void)argv;
	request.language = (char *)cli->locale;
	request.show_deleted = cli_flag(cli, "archived") != NULL;
	return cli_list(cli, "Templates/ListTemplates", &request, columns, _("No templates."));
}

int cmd_template_history(struct cli *cli, int argc, char **argv)
{
	ListTemplateVersionsRequest request = LIST_TEMPLATE_VERSIONS_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_template_name(cli, argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	return cli_list(cli, "Templates/ListTemplateVersions", &request, versions, "");
}

static int get(struct cli *cli, const char *typed, Template **ret)
{
	GetTemplateRequest request = GET_TEMPLATE_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int64_t version;
	int code;

	if (!cli_flag_number(cli, "version", 0, &version))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = cli_template_name(cli, typed, name);
	if (code != 0)
		return code;
	request.name = name;
	request.version = (int32_t)version;
	return cli_call(cli, "Templates/GetTemplate", &request, &template__descriptor, ret);
}

static void print_question(const Question *question, size_t number)
{
	if (number > 0)
		printf("  %zu. ", number);
	else
		fputs("  ", stdout);
	printf("%s%s%s: %s%s\n", question->label, question->intention ? " *" : "", "", question->text,
		question->part == TEMPLATE_PART_BEFORE && !question->required ? _(" (if you like)") : "");
	if (question->hint[0] != '\0')
		printf("      %s\n", question->hint);
	if (question->default_answer[0] != '\0')
		printf(_("      (may be left as: %s)\n"), question->default_answer);
}

static void print_questions(const Template *template, TemplatePart only)
{
	TemplatePart part = TEMPLATE_PART_UNSPECIFIED;
	size_t number = 0;

	for (size_t i = 0; i < template->n_questions; i++) {
		const Question *question = template->questions[i];

		if (only != TEMPLATE_PART_UNSPECIFIED && question->part != only)
			continue;
		if (question->part != part)
			printf("\n%s\n", cli_enum(&template_part__descriptor, question->part));
		part = question->part;
		print_question(question, part == TEMPLATE_PART_BEFORE ? ++number : 0);
	}
}

int cmd_template_show(struct cli *cli, int argc, char **argv)
{
	static const struct choice choices[] = {
		{ "before", TEMPLATE_PART_BEFORE },
		{ "coach-before", TEMPLATE_PART_COACH_BEFORE },
		{ "during", TEMPLATE_PART_DURING },
		{ "debrief", TEMPLATE_PART_DEBRIEF },
		{ NULL, 0 },
	};
	int part = TEMPLATE_PART_UNSPECIFIED;
	Template *template;
	int code;

	(void)argc;
	if (!cli_flag_choice(cli, "part", choices, &part))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = get(cli, argv[0], &template);
	if (code != 0 || cli_print_json(cli, template))
		return code;
	printf(_("%s, version %d%s\n"), template->display_name, template->version,
		template->delete_time != NULL ? _(", archived") : "");
	if (template->notice[0] != '\0')
		printf("%s\n", template->notice);
	if (strcmp(template->language, strncmp(cli->locale, "nl", 2) == 0 ? "nl" : "en") != 0)
		printf(_("It is there in this language only: %s\n"), template->language);
	print_questions(template, (TemplatePart)part);
	if (part == TEMPLATE_PART_UNSPECIFIED || part == TEMPLATE_PART_BEFORE)
		puts(_("\n* intentions can be picked from this answer"));
	return 0;
}

/* A file is for machines as much as for people: nothing is changed about its texts. */
int cmd_template_export(struct cli *cli, int argc, char **argv)
{
	const enum cli_output output = cli->output;
	Template *template;
	int code;

	(void)argc;
	cli->output = CLI_JSON;
	code = get(cli, argv[0], &template);
	cli->output = output;
	if (code != 0 || (output != CLI_TABLE && cli_print_json(cli, template)))
		return code;
	template_file_write(template, stdout);
	return 0;
}

static char *read_all(struct cli *cli, const char *path)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	char *text = malloc(FILE_MOST + 1);
	size_t length;

	if (text == NULL)
		abort();
	if (file == NULL) {
		cli_usage(cli, _("%s cannot be read: %s"), path, strerror(errno));
		return NULL;
	}
	length = fread(text, 1, FILE_MOST + 1, file);
	if (file != stdin)
		fclose(file);
	if (length > FILE_MOST || memchr(text, '\0', length) != NULL) {
		cli_usage(cli, _("%s is no set of questions; see: ridealong help template"), path);
		return NULL;
	}
	text[length] = '\0';
	return text;
}

/* Makes the template of the file, or a new version of it. */
static int bring(struct cli *cli, const char *path, bool look_only, Template **ret)
{
	UpdateTemplateRequest request = UPDATE_TEMPLATE_REQUEST__INIT;
	char *text = read_all(cli, path), name[CLI_NAME_SIZE];
	Template template;
	const char *key;

	if (text == NULL || !template_file_read(cli, path, text, &template, &key))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (key[0] == '\0')
		return cli_usage(cli, _("%s: say in [template] what it is called: key = my-template"), path);
	snprintf(name, sizeof(name), "templates/%.120s", key);
	template.name = name;
	template.coach = cli_person(cli_flag(cli, "team"));
	request.template_ = &template;
	request.allow_missing = true;
	request.validate_only = look_only;
	return cli_call(cli, "Templates/UpdateTemplate", &request, &template__descriptor, ret);
}

int cmd_template_import(struct cli *cli, int argc, char **argv)
{
	Template *template;
	int code = bring(cli, argv[0], false, &template);

	(void)argc;
	if (code == 0)
		cli_print(cli, template, details);
	return code;
}

int cmd_template_check(struct cli *cli, int argc, char **argv)
{
	Template *template;
	int code = bring(cli, argv[0], true, &template);

	(void)argc;
	if (code != 0 || cli_print_json(cli, template))
		return code;
	printf(_("%s can be asked: %s, %d questions. Nothing was kept; to keep it: ridealong template import %s\n"),
		argv[0], template->display_name, template->question_count, argv[0]);
	return 0;
}

int cmd_template_copy(struct cli *cli, int argc, char **argv)
{
	CopyTemplateRequest request = COPY_TEMPLATE_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Template *template;
	int code = cli_template_name(cli, argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	request.template_id = argv[1];
	request.coach = cli_person(cli_flag(cli, "team"));
	code = cli_call(cli, "Templates/CopyTemplate", &request, &template__descriptor, &template);
	if (code != 0)
		return code;
	cli_print(cli, template, details);
	if (cli->output == CLI_TABLE)
		printf(_("Change it: ridealong template export %s > %s.ini, and import that\n"), argv[1], argv[1]);
	return 0;
}

int cmd_template_delete(struct cli *cli, int argc, char **argv)
{
	DeleteTemplateRequest request = DELETE_TEMPLATE_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Template *template;
	int code = cli_template_name(cli, argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	code = cli_etag(cli, "Templates/GetTemplate", name, &request.etag);
	if (code != 0)
		return code;
	request.name = name;
	code = cli_call(cli, "Templates/DeleteTemplate", &request, &template__descriptor, &template);
	if (code != 0 || cli_print_json(cli, template))
		return code;
	printf(_("Archived; what is planned with it goes on. Bring it back: ridealong template undelete %s\n"),
		cli_short(template->name));
	return 0;
}

int cmd_template_undelete(struct cli *cli, int argc, char **argv)
{
	UndeleteTemplateRequest request = UNDELETE_TEMPLATE_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_template_name(cli, argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	return cli_show(cli, "Templates/UndeleteTemplate", &request, &template__descriptor, details);
}

void cli_help_template(void)
{
	puts(_("\nA set of questions as a file, to write by hand and to compare line by line.\n"
	       "Begin with a copy:\n"
	       "  ridealong template copy account-manager field-engineer\n"
	       "  ridealong template export field-engineer > field-engineer.ini\n"
	       "  ridealong template check field-engineer.ini\n"
	       "  ridealong template import field-engineer.ini\n"
	       "Every import that changes something is a new version. What is planned or begun\n"
	       "keeps its own."));
	puts(_("\n[template]\n"
	       "  key = field-engineer          small letters, digits and -\n"
	       "  display_name.en = …           what it is called; .nl for Dutch; one is enough\n"
	       "  notice.en = …                 shown above every page of it\n"
	       "  confidential = yes|no         names of others stay out of subjects and titles\n"
	       "  unannounced = yes|no          whether unannounced sessions are possible\n"
	       "[before KEY]                    asked of the coachee, in this order, so numbered\n"
	       "  required = yes                counts for the preparation check; one at least\n"
	       "  intention = yes               intentions can be picked from the answer\n"
	       "  text.en = …                   the question; also hint.en, label.en and, for an\n"
	       "                                answer that may stay as it is, default.en\n"
	       "[coach-before coach.focus]      for the coach; also coach.help and coach.bridge\n"
	       "[during KEY]                    for the coach, at the table\n"
	       "[debrief actions]               the seven steps: coachee_experience,\n"
	       "                                coach_experience, seen_heard, compliments, tips,\n"
	       "                                actions, help; speaker = coachee|coach\n"
	       "A line that begins with # is a remark. {coach} and {coachee} stand for the two\n"
	       "names. The card, the check and the debrief read the keys goal, questions,\n"
	       "scenarios, introduction and focus."));
}
