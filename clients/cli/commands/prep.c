/* clients/cli — prep: the answers before a meeting: by flags, as lines, or asked one by one. */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ridealong/v1/preparation.pb-c.h"

enum { PICKED = 8 };

static const struct column columns[] = {
	{ N_("Id"), "meeting", AS_ID },
	{ N_("Start"), "meeting", AS_START },
	{ N_("Meeting"), "meeting", AS_MEETING },
	{ N_("Whose"), "owner", AS_PERSON },
	{ N_("State"), "state", AS_WORD },
	{ N_("Handed in"), "submit_time", AS_WORD },
	{ N_("Answers"), "answers", AS_COUNT },
	{ N_("Open"), "open_keys", AS_COUNT },
	{ NULL, NULL, 0 },
};

const struct flag flags_prep_list[] = {
	{ "owner", N_("EMAIL"), N_("only of this person") },
	LIST_FLAGS,
	{ NULL, NULL, NULL },
};

/* The keys that all templates share; others are given as --answer KEY=TEXT. */
static const char *const keys[] = { "goal", "behaviour", "questions", "scenarios", "introduction", "exceed", "focus" };

const struct flag flags_prep_write[] = {
	{ "goal", N_("TEXT"), N_("what the meeting should give") },
	{ "behaviour", N_("TEXT"), N_("how they will be, and how you want to come across") },
	{ "questions", N_("TEXT"), N_("what will be asked, and what you will say") },
	{ "scenarios", N_("TEXT"), N_("turns it could take, and what you will do") },
	{ "introduction", N_("TEXT"), N_("how you introduce your coach") },
	{ "exceed", N_("TEXT"), N_("what will pleasantly surprise") },
	{ "focus", N_("TEXT"), N_("what your coach should watch for") },
	{ "answer", N_("KEY=TEXT"), N_("the answer to another question; may be repeated") },
	{ "intentions", N_("KEYS"), N_("up to three answers to be looked at, such as goal,exceed") },
	{ "submit", NULL, N_("hand it in, too") },
	{ NULL, NULL, NULL },
};

static int preparation_name(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE])
{
	char meeting[CLI_NAME_SIZE];
	const int code = cli_meeting_of(cli, typed, meeting);

	if (code == 0 && snprintf(ret, CLI_NAME_SIZE, "%s/preparation", meeting) >= CLI_NAME_SIZE)
		return cli_usage(cli, _("\"%.40s…\" is no name of anything"), typed);
	return code;
}

static int get(struct cli *cli, char *name, Preparation **ret)
{
	GetPreparationRequest request = GET_PREPARATION_REQUEST__INIT;

	request.name = name;
	return cli_call(cli, "Preparations/GetPreparation", &request, &preparation__descriptor, ret);
}

int cli_preparation_of(struct cli *cli, const char *typed, Preparation **ret)
{
	char name[CLI_NAME_SIZE];
	const int code = preparation_name(cli, typed, name);

	return code == 0 ? get(cli, name, ret) : code;
}

int cmd_prep_show(struct cli *cli, int argc, char **argv)
{
	Preparation *preparation;
	const int code = cli_preparation_of(cli, argc > 0 ? argv[0] : "@next", &preparation);

	if (code == 0)
		cli_preparation_print(cli, preparation);
	return code;
}

int cmd_prep_list(struct cli *cli, int argc, char **argv)
{
	ListPreparationsRequest request = LIST_PREPARATIONS_REQUEST__INIT;

	(void)argc;
	(void)argv;
	request.owner = cli_person(cli_flag(cli, "owner"));
	return cli_list(cli, "Preparations/ListPreparations", &request, columns,
		_("No preparations yet. Begin one: ridealong prep write MEETING"));
}

static int submit(struct cli *cli, char *name, Preparation **ret)
{
	SubmitPreparationRequest request = SUBMIT_PREPARATION_REQUEST__INIT;

	request.name = name;
	return cli_call(cli, "Preparations/SubmitPreparation", &request, &preparation__descriptor, ret);
}

/* On top of the preparation that was read; *preparation is what it is then. */
static int save(struct cli *cli, char *name, Answer **answers, size_t count, char **intentions, size_t intention_count,
	Preparation **preparation)
{
	SavePreparationRequest request = SAVE_PREPARATION_REQUEST__INIT;

	request.name = name;
	request.answers = answers;
	request.n_answers = count;
	request.intention_keys = intentions;
	request.n_intention_keys = intention_count;
	request.etag = (*preparation)->etag;
	return cli_call(cli, "Preparations/SavePreparation", &request, &preparation__descriptor, preparation);
}

static Answer *answer_new(const char *key, const char *text)
{
	Answer *answer = malloc(sizeof(*answer));

	if (answer == NULL)
		abort();
	answer__init(answer);
	answer->key = (char *)key;
	answer->text = (char *)text;
	return answer;
}

/* "goal,exceed" in place. */
static size_t split(char *text, char **ret, size_t room)
{
	size_t count = 0;

	for (char *word = strtok(text, ", "); word != NULL && count < room; word = strtok(NULL, ", "))
		ret[count++] = word;
	return count;
}

static int write_flags(struct cli *cli, char *name, Preparation **ret)
{
	Answer *answers[64];
	char *intentions[8];
	size_t count = 0, intention_count = 0;
	int code;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (cli_flag(cli, keys[i]) != NULL)
			answers[count++] = answer_new(keys[i], cli_flag(cli, keys[i]));
	for (size_t i = 0; i < cli->given_count && count < 60; i++) {
		const char *equals = strchr(cli->given[i].value, '=');

		if (strcmp(cli->given[i].name, "answer") != 0)
			continue;
		if (equals == NULL || equals == cli->given[i].value)
			return cli_usage(cli, _("--answer is KEY=TEXT, not \"%s\""), cli->given[i].value);
		answers[count++] =
			answer_new(strndup(cli->given[i].value, (size_t)(equals - cli->given[i].value)), equals + 1);
	}
	if (cli_flag(cli, "intentions") != NULL)
		intention_count = split(strdup(cli_flag(cli, "intentions")), intentions, 8);
	code = get(cli, name, ret);
	if (code != 0)
		return code;
	return save(cli, name, answers, count, intentions, intention_count, ret);
}

static int write_lines(struct cli *cli, char *name, char *lines, Preparation **ret)
{
	WritePreparationRequest request = WRITE_PREPARATION_REQUEST__INIT;
	WritePreparationResponse *reply;
	int code;

	request.name = name;
	request.lines = lines;
	request.submit = cli_flag(cli, "submit") != NULL;
	code = cli_call(
		cli, "Preparations/WritePreparation", &request, &write_preparation_response__descriptor, &reply);
	if (code != 0)
		return code;
	if (cli->output == CLI_TABLE)
		cli_print_lines((void *const *)reply->lines, reply->n_lines);
	*ret = reply->preparation;
	return 0;
}

/* Asks one question; an empty line keeps what is there. False: no more input. */
static bool ask_question(struct cli *cli, char *name, Preparation **preparation, size_t number, int *ret_code)
{
	const Question *question = (*preparation)->questions[number - 1];
	const char *before = cli_preparation_answer(*preparation, question->key);
	Answer *answer;
	char *text;

	printf("\n%zu. %s%s\n", number, question->text, question->required ? "" : _(" (if you like)"));
	if (question->hint[0] != '\0')
		printf("   %s\n", question->hint);
	if (before[0] != '\0')
		printf(_("   (now: %s)\n"), before);
	else if (question->default_answer[0] != '\0')
		printf(_("   (an empty line takes: %s)\n"), question->default_answer);
	text = cli_ask("> ");
	if (text == NULL)
		return false;
	if (text[0] == '\0' && before[0] == '\0' && question->default_answer[0] != '\0')
		text = (char *)question->default_answer;
	if (text[0] == '\0')
		return true;
	answer = answer_new(question->key, text);
	*ret_code = save(cli, name, &answer, 1, NULL, 0, preparation);
	return *ret_code == 0;
}

/* Whether an intention can be picked from what was answered. */
static bool is_choice(const Preparation *preparation, size_t number)
{
	return number >= 1 && number <= preparation->n_questions && preparation->questions[number - 1]->intention &&
	       cli_preparation_answer(preparation, preparation->questions[number - 1]->key)[0] != '\0';
}

/* The keys of the numbers that were typed. False, and said so, when one is no choice. */
static bool read_choices(const Preparation *preparation, char *typed, char *ret[PICKED], size_t *ret_count)
{
	*ret_count = 0;
	for (char *word = strtok(typed, ", "); word != NULL && *ret_count < PICKED; word = strtok(NULL, ", ")) {
		const size_t number = strtoul(word, NULL, 10);

		if (!is_choice(preparation, number)) {
			printf(_("%s is none of these. Which ones? Empty leaves it as it is.\n"), word);
			return false;
		}
		ret[(*ret_count)++] = preparation->questions[number - 1]->key;
	}
	return true;
}

static int ask_intentions(struct cli *cli, char *name, Preparation **preparation)
{
	const Preparation *now = *preparation;
	size_t count = 0, choices = 0;
	char *intentions[PICKED], *text;

	for (size_t i = 1; i <= now->n_questions; i++)
		choices += is_choice(now, i);
	if (choices == 0)
		return 0;
	puts(now->n_intentions == 0 ? _("\nWhich of these should be looked at? At most three numbers; empty for none.")
				    : _("\nWhich of these should be looked at? At most three numbers; an empty line "
					"leaves those with *."));
	for (size_t i = 1; i <= now->n_questions; i++)
		if (is_choice(now, i))
			printf("%c %zu  %s\n",
				cli_preparation_intention(now, now->questions[i - 1]->key) > 0 ? '*' : ' ', i,
				cli_preparation_answer(now, now->questions[i - 1]->key));
	do {
		text = cli_ask("> ");
		if (text == NULL || text[0] == '\0')
			return 0;
	} while (!read_choices(now, text, intentions, &count));
	return save(cli, name, NULL, 0, intentions, count, preparation);
}

/* Whether somebody wrote a word of their own. */
static bool has_answers(const Preparation *preparation)
{
	for (size_t i = 0; i < preparation->n_questions; i++) {
		const Question *question = preparation->questions[i];
		const char *answer = cli_preparation_answer(preparation, question->key);

		if (answer[0] != '\0' && strcmp(answer, question->default_answer) != 0)
			return true;
	}
	return false;
}

/* What was answered is kept at once: whoever stops halfway goes on from there. */
static int write_guided(struct cli *cli, char *name, Preparation **preparation)
{
	char *yes;
	int code = get(cli, name, preparation);

	if (code != 0)
		return code;
	cli_preparation_print_before(cli, *preparation);
	puts(_("Keywords are fine. An empty line leaves a question as it is; Ctrl-D stops, and keeps what you wrote."));
	for (size_t i = 0; i < (*preparation)->n_questions; i++)
		if (!ask_question(cli, name, preparation, i + 1, &code))
			return code != 0 ? code : get(cli, name, preparation);
	code = get(cli, name, preparation);
	if (code == 0)
		code = ask_intentions(cli, name, preparation);
	if (code != 0)
		return code;
	if ((*preparation)->state == PREPARATION_STATE_SUBMITTED)
		return 0;
	if (!has_answers(*preparation)) {
		printf(_("Nothing is filled in yet, so nothing is handed in. Go on later: ridealong prep write %s\n"),
			cli_short((*preparation)->meeting));
		return 0;
	}
	yes = cli_ask(_("\nHand it in now? [Y/n] "));
	if (yes != NULL && (yes[0] == '\0' || strchr("yYjJ", yes[0]) != NULL))
		return submit(cli, name, preparation);
	printf(_("Kept. Hand it in later: ridealong prep submit %s\n"), cli_short((*preparation)->meeting));
	return 0;
}

int cmd_prep_write(struct cli *cli, int argc, char **argv)
{
	const bool flags = cli->given_count > (cli_flag(cli, "submit") != NULL ? 1 : 0);
	char name[CLI_NAME_SIZE], *lines;
	Preparation *preparation;
	int code = preparation_name(cli, argv[0], name);

	if (code != 0)
		return code;
	if (flags) {
		code = write_flags(cli, name, &preparation);
		if (code == 0 && cli_flag(cli, "submit") != NULL)
			code = submit(cli, name, &preparation);
	} else if (argc == 1 && cli_can_ask(cli)) {
		code = write_guided(cli, name, &preparation);
	} else {
		lines = cli_lines(cli, argc - 1, argv + 1);
		code = lines == NULL ? status_exit_code(STATUS_INVALID_ARGUMENT)
				     : write_lines(cli, name, lines, &preparation);
	}
	if (code == 0)
		cli_preparation_print(cli, preparation);
	return code;
}

int cmd_prep_submit(struct cli *cli, int argc, char **argv)
{
	char name[CLI_NAME_SIZE];
	Preparation *preparation;
	int code = preparation_name(cli, argv[0], name);

	(void)argc;
	if (code == 0)
		code = submit(cli, name, &preparation);
	if (code == 0)
		cli_preparation_print(cli, preparation);
	return code;
}

int cmd_prep_return(struct cli *cli, int argc, char **argv)
{
	ReturnPreparationRequest request = RETURN_PREPARATION_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Preparation *preparation;
	int code = preparation_name(cli, argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	request.reason = argv[1];
	code = cli_call(cli, "Preparations/ReturnPreparation", &request, &preparation__descriptor, &preparation);
	if (code == 0)
		cli_preparation_print(cli, preparation);
	return code;
}
