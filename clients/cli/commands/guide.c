/* clients/cli — debrief guide: the conversation right after, led in seven steps by one who types for both. */
#include "commands.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

struct guide {
	struct cli *cli;
	char name[CLI_NAME_SIZE]; /* of the debrief */
	Session *session;
	Debrief *debrief;
	int step;
	bool ended; /* no more input */
};

static const char *coachee(const struct guide *guide)
{
	return guide->session->coachee_display_name;
}

/* The next step, with its question and hint; false when there is no more input: then nothing is asked any more. */
static bool begin(struct guide *guide)
{
	const Question *question;

	if (guide->ended || (size_t)guide->step >= guide->debrief->n_questions)
		return false;
	question = guide->debrief->questions[guide->step++];
	printf("\n%d/%zu  %s\n", guide->step, guide->debrief->n_questions, question->text);
	if (question->hint[0] != '\0')
		printf("     %s\n", question->hint);
	return true;
}

/* Keeps a line. What it was taken for is shown; a refusal is said, and the conversation goes on. */
static void keep(struct guide *guide, const char *line, const char *speaker)
{
	WriteDebriefRequest request = WRITE_DEBRIEF_REQUEST__INIT;
	WriteDebriefResponse *reply;

	request.name = guide->name;
	request.lines = (char *)line;
	request.speaker = (char *)speaker;
	if (cli_call(guide->cli, "Debriefs/WriteDebrief", &request, &write_debrief_response__descriptor, &reply) != 0)
		return;
	guide->debrief = reply->debrief;
	cli_print_lines((void *const *)reply->lines, reply->n_lines);
}

static char *ask(struct guide *guide, const char *prompt)
{
	char *line = guide->ended ? NULL : cli_ask(prompt);

	guide->ended = line == NULL;
	return line;
}

static void keep_as(struct guide *guide, const char *sign, const char *text)
{
	char *line;

	/* Who types the sign means it. */
	if (asprintf(&line, "%s %s", text[0] == sign[0] ? "" : sign, text) < 0)
		abort();
	keep(guide, line[0] == ' ' ? line + 1 : line, "");
	free(line);
}

static void ask_experience(struct guide *guide, const char *speaker, const char *name, const char *already)
{
	char prompt[200], *text;

	if (already[0] != '\0') {
		printf("  %s: %s\n", name, already);
		return;
	}
	snprintf(prompt, sizeof(prompt), "%s> ", name);
	text = ask(guide, prompt);
	if (text != NULL && text[0] != '\0')
		keep(guide, text, speaker);
}

/* Lines until an empty one. */
static void ask_lines(struct guide *guide, const char *sign)
{
	char *text;

	while ((text = ask(guide, "> ")) != NULL && text[0] != '\0')
		keep_as(guide, sign, text);
}

static void ask_tips(struct guide *guide)
{
	char *moment, *step, *line;

	while ((moment = ask(guide, _("moment> "))) != NULL && moment[0] != '\0') {
		step = strchr(moment, '>') != NULL ? (char *)"" : ask(guide, _("  first step> "));
		if (asprintf(&line, "%s%s%s", moment, step == NULL || step[0] == '\0' ? "" : " > ",
			    step == NULL ? "" : step) < 0)
			abort();
		keep_as(guide, "-", line);
	}
}

static void ask_points(struct guide *guide, const char *sign)
{
	char *text, *when, *line;

	while ((text = ask(guide, "> ")) != NULL && text[0] != '\0') {
		if (text[0] == '!' && isdigit((unsigned char)text[1])) { /* one from before */
			keep(guide, text, "");
			continue;
		}
		when = strchr(text, '@') != NULL
			       ? (char *)""
			       : ask(guide, _("  by when? fri, 2026-03-20; empty: before the next session> "));
		if (asprintf(&line, "%s%s%s", text, when == NULL || when[0] == '\0' ? "" : " @",
			    when == NULL ? "" : when + (when[0] == '@')) < 0)
			abort();
		keep_as(guide, sign, line);
	}
}

/* What became of the intentions, before what was seen: a number and a word each. */
static void ask_intentions(struct guide *guide)
{
	const Debrief *debrief = guide->debrief;

	for (size_t i = 0; i < debrief->n_intentions; i++) {
		const Intention *intention = debrief->intentions[i];
		char *text, *line;

		if (intention->outcome != OUTCOME_UNSPECIFIED)
			continue;
		printf(_("  Intention %d: %s\n"), intention->number, intention->text);
		text = ask(guide, _("  happened? yes, partly, no, n/a> "));
		if (text == NULL || text[0] == '\0')
			continue;
		if (asprintf(&line, "=%d %s", intention->number, text) < 0)
			abort();
		keep(guide, line, "");
		debrief = guide->debrief;
	}
}

static bool is_seen(const Debrief *debrief, const char *point)
{
	for (size_t i = 0; i < debrief->n_sightings; i++)
		if (strcmp(debrief->sightings[i]->action_point, point) == 0)
			return true;
	return false;
}

/* What was seen of the action points from before. */
static void ask_carried(struct guide *guide)
{
	for (size_t i = 0; i < guide->debrief->n_carried && !guide->ended; i++) {
		char *name = guide->debrief->carried[i], *text, *line;
		const ActionPoint *point = is_seen(guide->debrief, name) ? NULL : cli_action_get(guide->cli, name);

		if (point == NULL)
			continue;
		printf(_("  From before, %zu: %s: %s\n"), i + 1, point->owner_display_name, point->text);
		text = ask(guide, _("  seen? yes, partly, no, n/a; a line may follow> "));
		if (text == NULL || text[0] == '\0')
			continue;
		if (asprintf(&line, "=a%zu %s", i + 1, text) < 0)
			abort();
		keep(guide, line, "");
		free(line);
	}
}

/* Those that are open, with how to settle them here. */
static void show_carried(struct guide *guide)
{
	size_t open = 0;

	for (size_t i = 0; i < guide->debrief->n_carried; i++) {
		const ActionPoint *point = cli_action_get(guide->cli, guide->debrief->carried[i]);

		if (point == NULL || point->state != ACTION_POINT_STATE_OPEN)
			continue;
		printf("     %zu  %s: %s\n", i + 1, point->owner_display_name, point->text);
		open++;
	}
	if (open > 0)
		puts(_("     From before. It is settled with !1 done, !1 @fri, or !1 drop and why."));
}

static void return_to_the_goal(struct guide *guide)
{
	const Debrief *debrief = guide->debrief;

	if (debrief->notice[0] != '\0')
		printf("%s\n\n", debrief->notice);
	printf(_("Debrief with %s\n"), coachee(guide));
	printf(_("It was about: %s\n"), debrief->goal[0] != '\0' ? debrief->goal : _("no goal was written down"));
	for (size_t i = 0; i < debrief->n_intentions; i++)
		printf("  %d  %s\n", debrief->intentions[i]->number, debrief->intentions[i]->text);
	puts(_("An empty line goes on to the next step; Ctrl-D stops, and keeps what was written."));
}

static void seven_steps(struct guide *guide)
{
	if (!begin(guide))
		return;
	ask_experience(guide, guide->session->coachee, coachee(guide), guide->debrief->coachee_experience);
	if (!begin(guide))
		return;
	ask_experience(
		guide, guide->session->coach, guide->session->coach_display_name, guide->debrief->coach_experience);
	if (!begin(guide))
		return;
	ask_intentions(guide);
	ask_carried(guide);
	ask_lines(guide, "\"");
	if (!begin(guide))
		return;
	ask_lines(guide, "+");
	if (!begin(guide))
		return;
	ask_tips(guide);
	if (!begin(guide))
		return;
	show_carried(guide);
	ask_points(guide, "!");
	if (begin(guide))
		ask_points(guide, "?");
}

static bool signed_by_both(const Debrief *debrief)
{
	size_t count = 0;

	for (size_t i = 0; i < debrief->n_signatures; i++)
		count += debrief->signatures[i]->kind != SIGNATURE_KIND_UNSPECIFIED;
	return count >= 2;
}

static int sign(struct guide *guide)
{
	SignDebriefRequest request = SIGN_DEBRIEF_REQUEST__INIT;
	char *text;
	int code;

	cli_debrief_print(guide->cli, guide->debrief);
	if (guide->debrief->n_missing > 0) {
		printf(_("\nKept. Go on later: ridealong debrief guide %s\n"), cli_short(guide->debrief->session));
		return 0;
	}
	text = ask(guide, _("\nIs this correct? y signs; a remark signs as seen, with it; empty: later> "));
	if (text == NULL || text[0] == '\0') {
		printf(_("Kept. Sign later: ridealong debrief sign %s\n"), cli_short(guide->debrief->session));
		return 0;
	}
	request.name = guide->name;
	request.kind = SIGNATURE_KIND_CORRECT;
	if (strchr("yYjJ", text[0]) == NULL || strlen(text) > 3) {
		request.kind = SIGNATURE_KIND_SEEN;
		request.remark = text;
	}
	code = cli_call(guide->cli, "Debriefs/SignDebrief", &request, &debrief__descriptor, &guide->debrief);
	if (code == 0)
		puts(signed_by_both(guide->debrief) ? _("Signed by both.")
						    : _("Signed. The other one signs too: ridealong debrief sign"));
	return code;
}

int cmd_debrief_guide(struct cli *cli, int argc, char **argv)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;
	struct guide guide = { .cli = cli };
	char session[CLI_NAME_SIZE];
	int code;

	if (!cli_can_ask(cli))
		return cli_usage(
			cli, _("the guided conversation needs a terminal; without one: ridealong debrief write "
			       "SESSION LINE…"));
	code = cli_name(cli, "sessions", argc > 0 ? argv[0] : "@last", session);
	if (code != 0)
		return code;
	request.name = session;
	code = cli_call(cli, "Sessions/GetSession", &request, &session__descriptor, &guide.session);
	if (code != 0)
		return code;
	snprintf(guide.name, sizeof(guide.name), "%.140s/debrief", guide.session->name);
	code = cli_debrief_get(cli, guide.name, &guide.debrief);
	if (code != 0)
		return code;
	return_to_the_goal(&guide);
	seven_steps(&guide);
	putchar('\n');
	return sign(&guide);
}
