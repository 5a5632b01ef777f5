/* clients/cli — session: around the reveal of an unannounced one: the spoken check, the intentions, an objection. */
#include "commands.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

#define LINES 10

static bool read_answer(const char *word, CheckAnswer *ret)
{
	static const char *const yes[] = { "yes", "y", "ja", "j" }, *const no[] = { "no", "n", "nee" };

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (strcasecmp(word, yes[i]) == 0) {
			*ret = CHECK_ANSWER_YES;
			return true;
		}
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (strcasecmp(word, no[i]) == 0) {
			*ret = CHECK_ANSWER_NO;
			return true;
		}
	return false;
}

static int bad_answer(struct cli *cli, const char *word)
{
	return cli_usage(cli, _("answer the three questions with yes or no, not \"%s\""), word);
}

/* Three taps; false when there is no more input. */
static bool ask_answers(RecordRevealCheckRequest *request)
{
	const struct {
		const char *question;
		CheckAnswer *answer;
	} taps[] = {
		{ _("Goal clear? yes, no> "), &request->goal_clear },
		{ _("Hardest question ready? yes, no> "), &request->hardest_question },
		{ _("Plan B? yes, no> "), &request->plan_b },
	};

	for (size_t i = 0; i < sizeof(taps) / sizeof(taps[0]); i++) {
		char *text;

		do {
			text = cli_ask(taps[i].question);
			if (text == NULL)
				return false;
		} while (!read_answer(text, taps[i].answer));
	}
	return true;
}

static void ask_lines(RecordRevealCheckRequest *request, char **lines)
{
	char *text;

	puts(_("What was said, in the other one's words: at most three lines; an empty one ends."));
	while (request->n_intentions < 3 && (text = cli_ask("> ")) != NULL && text[0] != '\0')
		lines[request->n_intentions++] = text;
	request->intentions = lines;
}

static int fill_check(struct cli *cli, int argc, char **argv, char **lines, RecordRevealCheckRequest *request)
{
	CheckAnswer *answers[] = { &request->goal_clear, &request->hardest_question, &request->plan_b };

	if (argc == 1 && cli_can_ask(cli)) {
		if (!ask_answers(request))
			return cli_usage(cli, _("nothing is kept: the three answers belong together"));
		ask_lines(request, lines);
		return 0;
	}
	if (argc < 4)
		return cli_usage(
			cli, _("say yes or no three times (goal clear, hardest question ready, plan B), then a line "
			       "for each intention"));
	for (int i = 0; i < 3; i++)
		if (!read_answer(argv[i + 1], answers[i]))
			return bad_answer(cli, argv[i + 1]);
	request->intentions = argv + 4;
	request->n_intentions = (size_t)argc - 4;
	return 0;
}

int cmd_session_check(struct cli *cli, int argc, char **argv)
{
	RecordRevealCheckRequest request = RECORD_REVEAL_CHECK_REQUEST__INIT;
	char name[CLI_NAME_SIZE], *lines[LINES];
	Session *session;
	int code = cli_name(cli, "sessions", argv[0], name);

	if (code == 0)
		code = fill_check(cli, argc, argv, lines, &request);
	if (code != 0)
		return code;
	request.name = name;
	code = cli_call(cli, "Sessions/RecordRevealCheck", &request, &session__descriptor, &session);
	if (code != 0)
		return code;
	if (cli->output != CLI_TABLE) {
		cli_session_print(cli, session);
	} else if (request.n_intentions == 0) {
		puts(_("The check is kept."));
	} else {
		printf(_("The check is kept. %s is asked to confirm what was said: ridealong session confirm %s\n"),
			session->coachee_display_name, cli_short(session->name));
	}
	return 0;
}

static void print_intentions(const Preparation *preparation)
{
	puts(preparation->n_intentions == 0 ? _("There are no intentions.") : _("Your intentions:"));
	for (size_t i = 0; i < preparation->n_intentions; i++)
		printf("  %d  %s\n", preparation->intentions[i]->number, preparation->intentions[i]->text);
}

/* "2 other words" rewords, "2 -" strikes. */
static bool read_change(const char *text, IntentionChange *change)
{
	intention_change__init(change);
	if (!isdigit((unsigned char)text[0]) || isdigit((unsigned char)text[1]))
		return false;
	change->number = text[0] - '0';
	text += 1 + strspn(text + 1, " .:)");
	change->text = strcmp(text, "-") == 0 ? (char *)"" : (char *)text;
	return *text != '\0';
}

static int bad_change(struct cli *cli, const char *text)
{
	return cli_usage(cli, _("a change is \"2 other words\", or \"2 -\" to strike it, not \"%s\""), text);
}

static bool waits(const Preparation *preparation)
{
	for (size_t i = 0; i < preparation->n_intentions; i++)
		if (preparation->intentions[i]->unconfirmed)
			return true;
	return false;
}

/* Shows what was heard, and asks whether it is so. *ret_count is -1 when it is to stay open. */
static int ask_changes(struct cli *cli, const char *session, IntentionChange *changes, int *ret_count)
{
	Preparation *preparation;
	char *text;
	int code = cli_preparation_of(cli, session, &preparation);

	*ret_count = 0;
	if (code != 0 || !waits(preparation))
		return code;
	print_intentions(preparation);
	puts(_("Is it so? An empty line confirms; \"2 other words\" rewords one, \"2 -\" strikes it; Ctrl-D: later."));
	while ((text = cli_ask("> ")) != NULL && text[0] != '\0' && *ret_count < LINES)
		if (read_change(text, &changes[*ret_count]))
			++*ret_count;
		else
			bad_change(cli, text);
	if (text == NULL)
		*ret_count = -1;
	return 0;
}

static int read_changes(struct cli *cli, int argc, char **argv, IntentionChange *changes, int *ret_count)
{
	if (argc == 1 && cli_can_ask(cli))
		return ask_changes(cli, argv[0], changes, ret_count);
	for (*ret_count = 0; *ret_count + 1 < argc && *ret_count < LINES; ++*ret_count)
		if (!read_change(argv[*ret_count + 1], &changes[*ret_count]))
			return bad_change(cli, argv[*ret_count + 1]);
	return 0;
}

int cmd_session_confirm(struct cli *cli, int argc, char **argv)
{
	ConfirmIntentionsRequest request = CONFIRM_INTENTIONS_REQUEST__INIT;
	IntentionChange changes[LINES], *pointers[LINES];
	char name[CLI_NAME_SIZE];
	Preparation *preparation;
	int count, code = cli_name(cli, "sessions", argv[0], name);

	if (code == 0)
		code = read_changes(cli, argc, argv, changes, &count);
	if (code != 0)
		return code;
	if (count < 0) {
		printf(_("Nothing is confirmed yet. Go on later: ridealong session confirm %s\n"), cli_short(name));
		return 0;
	}
	for (int i = 0; i < count; i++)
		pointers[i] = &changes[i];
	request.name = name;
	request.changes = pointers;
	request.n_changes = (size_t)count;
	code = cli_call(cli, "Sessions/ConfirmIntentions", &request, &preparation__descriptor, &preparation);
	if (code == 0 && !cli_print_json(cli, preparation))
		print_intentions(preparation);
	return code;
}

int cmd_session_object(struct cli *cli, int argc, char **argv)
{
	ObjectToSessionRequest request = OBJECT_TO_SESSION_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Session *session;
	int code = cli_name(cli, "sessions", argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	request.reason = (char *)cli_flag_or_empty(cli, "reason");
	code = cli_call(cli, "Sessions/ObjectToSession", &request, &session__descriptor, &session);
	if (code != 0)
		return code;
	if (cli->output != CLI_TABLE)
		cli_session_print(cli, session);
	else
		printf(_("%s is told, and decides.\n"), session->coach_display_name);
	return 0;
}
