/* clients/cli — debrief guide: the conversation right after, led in seven steps: by one who types for both at the
 * table, or by each alone. */
#include "commands.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

struct guide {
	struct cli *cli;
	char name[CLI_NAME_SIZE]; /* of the debrief */
	Session *session;
	Debrief *debrief;
	const char *me; /* who types, "people/ID"; "" for nobody in particular */
	bool alone;     /* they answer for themselves only */
	int step;
	bool ended; /* no more input */
};

const struct flag flags_debrief_guide[] = {
	{ "alone", NULL, N_("only your own part; by default you type for both, at one table") },
	{ NULL, NULL, NULL },
};

static bool is_me(const struct guide *guide, const char *person)
{
	return strcmp(guide->me, person) == 0;
}

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

/* What a line reads as; nothing is kept of it. NULL: the daemon refused it. */
static const LineResult *read_line(struct guide *guide, const char *line)
{
	WriteDebriefRequest request = WRITE_DEBRIEF_REQUEST__INIT;
	WriteDebriefResponse *reply;

	request.name = guide->name;
	request.lines = (char *)line;
	request.validate_only = true;
	if (cli_call(guide->cli, "Debriefs/WriteDebrief", &request, &write_debrief_response__descriptor, &reply) != 0)
		return NULL;
	return reply->n_lines > 0 ? reply->lines[0] : NULL;
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

/* Whether a line says by its first sign what it is. */
static bool has_sign(const char *text)
{
	static const char *const signs[] = { "\"", "+", "!", "?", "=", "^", "-", "“", "”", "„", "–", NULL };

	for (size_t i = 0; signs[i] != NULL; i++)
		if (strncmp(text, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

/* Who types a sign means it, whatever was asked. */
static void keep_as(struct guide *guide, const char *sign, const char *text)
{
	char *line;

	if (has_sign(text)) {
		keep(guide, text, "");
		return;
	}
	if (asprintf(&line, "%s %s", sign, text) < 0)
		abort();
	keep(guide, line, "");
	free(line);
}

static void ask_experience(struct guide *guide, const char *speaker, const char *name, const char *already)
{
	char prompt[200], *text;

	if (already[0] != '\0') {
		printf("  %s: %s\n", name, already);
		return;
	}
	if (guide->alone && !is_me(guide, speaker)) {
		printf(_("     That is for %s to write.\n"), name);
		return;
	}
	snprintf(prompt, sizeof(prompt), "%s> ", name);
	text = ask(guide, prompt);
	if (text != NULL && text[0] != '\0')
		keep(guide, text, guide->alone ? "" : speaker);
}

/* The coach's, once the coachee has spoken; apart, without waiting. */
static void ask_coach(struct guide *guide)
{
	if (guide->debrief->coachee_experience[0] == '\0' && guide->debrief->mode != DEBRIEF_MODE_APART &&
		!(guide->alone && !is_me(guide, guide->session->coach))) {
		printf(_("     Once %s has said how it went.\n"), coachee(guide));
		return;
	}
	ask_experience(
		guide, guide->session->coach, guide->session->coach_display_name, guide->debrief->coach_experience);
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
		if (has_sign(moment) || strchr(moment, '>') != NULL) {
			keep_as(guide, "-", moment);
			continue;
		}
		step = ask(guide, _("  first step> "));
		if (asprintf(&line, "%s%s%s", moment, step == NULL || step[0] == '\0' ? "" : " > ",
			    step == NULL ? "" : step) < 0)
			abort();
		keep_as(guide, "-", line);
		free(line);
	}
}

static void ask_points(struct guide *guide, const char *sign)
{
	char *text, *when, *line;

	while ((text = ask(guide, "> ")) != NULL && text[0] != '\0') {
		if (strchr(text, '@') != NULL || (has_sign(text) && text[0] != sign[0]) ||
			(text[0] == '!' && isdigit((unsigned char)text[1]))) { /* "!1 done" is one from before */
			keep_as(guide, sign, text);
			continue;
		}
		when = ask(guide, _("  by when? fri, 2026-03-20; empty: before the next session> "));
		if (asprintf(&line, "%s%s%s", text, when == NULL || when[0] == '\0' ? "" : " @",
			    when == NULL ? "" : when + (when[0] == '@')) < 0)
			abort();
		keep_as(guide, sign, line);
		free(line);
	}
}

static char *outcome_line(const char *which, const char *text)
{
	char *line;

	if (asprintf(&line, "=%s %s", which, text) < 0)
		abort();
	return line;
}

/* What was seen of one thing. What is no answer to that is asked about once, and else kept as it was typed; a line with
 * a sign of its own is kept as what it is, and the question stands. */
static void ask_outcome(struct guide *guide, const char *which, const char *prompt)
{
	char *text, *line, *again;
	const LineResult *read;

	while ((text = ask(guide, prompt)) != NULL && has_sign(text))
		keep(guide, text, "");
	if (text == NULL || text[0] == '\0')
		return;
	line = outcome_line(which, text);
	read = read_line(guide, line);
	if (read != NULL && read->problem[0] != '\0') {
		again = ask(
			guide, _("  Begin with yes, partly, no or n/a; an empty line keeps what you typed as text> "));
		if (again != NULL && again[0] != '\0') {
			free(line);
			line = outcome_line(which, again);
		}
	}
	keep(guide, line, "");
	free(line);
}

/* What became of the intentions, before what was seen: a number and a word each. */
static void ask_intentions(struct guide *guide)
{
	for (size_t i = 0; i < guide->debrief->n_intentions && !guide->ended; i++) {
		const Intention *intention = guide->debrief->intentions[i];
		char which[16];

		if (intention->outcome != OUTCOME_UNSPECIFIED)
			continue;
		printf(_("  Intention %d: %s\n"), intention->number, intention->text);
		snprintf(which, sizeof(which), "%d", intention->number);
		ask_outcome(guide, which, _("  happened? yes, partly, no, n/a> "));
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
		char *name = guide->debrief->carried[i], which[32];
		const ActionPoint *point = is_seen(guide->debrief, name) ? NULL : cli_action_get(guide->cli, name);

		if (point == NULL)
			continue;
		printf(_("  From before, %zu: %s: %s\n"), i + 1, point->owner_display_name, point->text);
		snprintf(which, sizeof(which), "a%zu", i + 1);
		ask_outcome(guide, which, _("  seen? yes, partly, no, n/a; a line may follow> "));
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

static bool waits_for_the_coachee(const Debrief *debrief)
{
	for (size_t i = 0; i < debrief->n_intentions; i++)
		if (debrief->intentions[i]->unconfirmed)
			return true;
	return false;
}

static void return_to_the_goal(struct guide *guide)
{
	const Debrief *debrief = guide->debrief;

	if (debrief->notice[0] != '\0')
		printf("%s\n\n", debrief->notice);
	printf(_("Debrief with %s\n"),
		is_me(guide, guide->session->coachee) ? guide->session->coach_display_name : coachee(guide));
	printf(_("It was about: %s\n"), debrief->goal[0] != '\0' ? debrief->goal : _("no goal was written down"));
	for (size_t i = 0; i < debrief->n_intentions; i++)
		printf("  %d  %s%s\n", debrief->intentions[i]->number, debrief->intentions[i]->text,
			debrief->intentions[i]->unconfirmed ? _(" (not confirmed yet)") : "");
	if (waits_for_the_coachee(debrief))
		printf(_("What is not confirmed is not counted. %s confirms it with: ridealong session confirm %s\n"),
			coachee(guide), cli_short(debrief->session));
	puts(_("An empty line goes on to the next step; Ctrl-D stops, and keeps what was written."));
}

static void seven_steps(struct guide *guide)
{
	if (!begin(guide))
		return;
	ask_experience(guide, guide->session->coachee, coachee(guide), guide->debrief->coachee_experience);
	if (!begin(guide))
		return;
	ask_coach(guide);
	if (!begin(guide))
		return;
	ask_intentions(guide);
	ask_carried(guide);
	cli_debrief_print_observations(guide->debrief->seen_heard, guide->debrief->n_seen_heard);
	ask_lines(guide, "\"");
	if (!begin(guide))
		return;
	cli_debrief_print_observations(guide->debrief->compliments, guide->debrief->n_compliments);
	ask_lines(guide, "+");
	if (!begin(guide))
		return;
	cli_debrief_print_observations(guide->debrief->tips, guide->debrief->n_tips);
	ask_tips(guide);
	if (!begin(guide))
		return;
	show_carried(guide);
	cli_debrief_print_points(guide->cli, guide->debrief->action_points, guide->debrief->n_action_points);
	ask_points(guide, "!");
	if (!begin(guide))
		return;
	cli_debrief_print_points(guide->cli, guide->debrief->promises, guide->debrief->n_promises);
	ask_points(guide, "?");
}

/* Whether the help that was noted was given so is the coachee's to say. */
static void confirm_help(struct guide *guide)
{
	ConfirmHelpRequest request = CONFIRM_HELP_REQUEST__INIT;
	char *text;

	if (guide->debrief->n_help_counts == 0 || guide->debrief->help_confirmation != HELP_CONFIRMATION_UNSPECIFIED ||
		guide->ended)
		return;
	printf("\n%s\n", _("Help given"));
	cli_debrief_print_help(guide->debrief);
	if (!is_me(guide, guide->session->coachee)) {
		printf(_("  %s confirms it: ridealong debrief help-given %s yes|no, or by signing.\n"), coachee(guide),
			cli_short(guide->debrief->session));
		return;
	}
	text = ask(guide, _("Was it so? y, n; empty: later> "));
	if (text == NULL || text[0] == '\0')
		return;
	request.name = guide->name;
	request.confirmation =
		strchr("yYjJ", text[0]) != NULL ? HELP_CONFIRMATION_CONFIRMED : HELP_CONFIRMATION_DISPUTED;
	cli_call(guide->cli, "Debriefs/ConfirmHelp", &request, &debrief__descriptor, &guide->debrief);
}

static bool has_signed(const struct guide *guide, const char *person)
{
	for (size_t i = 0; i < guide->debrief->n_signatures; i++)
		if (strcmp(guide->debrief->signatures[i]->person, person) == 0)
			return true;
	return false;
}

/* A remark is words; a line with a sign is one more line of the debrief, which is read once more with it. */
static char *ask_signature(struct guide *guide)
{
	char *text;

	while ((text = ask(guide, _("\nIs this correct? y signs; a remark signs as seen, with it; empty: later> "))) !=
			NULL &&
		has_sign(text)) {
		puts(_("That is a line of the debrief, and goes there. A remark begins without a sign."));
		keep(guide, text, "");
	}
	return text;
}

/* A word alone, whatever its case, with a full stop or without. */
static bool is_one_of(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strncasecmp(text, *words, strlen(*words)) == 0 &&
			text[strlen(*words) + strspn(text + strlen(*words), " .!")] == '\0')
			return true;
	return false;
}

static int sign(struct guide *guide)
{
	static const char *const yes[] = { "y", "yes", "j", "ja", "correct", "klopt", "ja, klopt", NULL };
	static const char *const no[] = { "", "n", "no", "nee", NULL };
	SignDebriefRequest request = SIGN_DEBRIEF_REQUEST__INIT;
	char *text;
	int code;

	cli_debrief_print(guide->cli, guide->debrief);
	if (guide->debrief->n_missing > 0) {
		printf(_("\nKept. Go on later: ridealong debrief guide %s\n"), cli_short(guide->debrief->session));
		return 0;
	}
	if (has_signed(guide, guide->me))
		return 0;
	text = ask_signature(guide);
	if (text == NULL || is_one_of(text, no)) {
		printf(_("Kept. Sign later: ridealong debrief sign %s\n"), cli_short(guide->debrief->session));
		return 0;
	}
	request.name = guide->name;
	request.kind = SIGNATURE_KIND_CORRECT;
	if (!is_one_of(text, yes)) {
		request.kind = SIGNATURE_KIND_SEEN;
		request.remark = text;
	}
	code = cli_call(guide->cli, "Debriefs/SignDebrief", &request, &debrief__descriptor, &guide->debrief);
	if (code == 0)
		cli_debrief_print_signed(guide->cli, guide->debrief);
	return code;
}

static const char *who_types(struct cli *cli)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	Person *person;

	request.name = "people/me";
	if (cli_try(cli, "People/GetPerson", &request, &person__descriptor, 0, &person, NULL) != STATUS_OK)
		return "";
	return person->name;
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
	guide.me = who_types(cli);
	guide.alone = cli_flag(cli, "alone") != NULL || guide.debrief->mode == DEBRIEF_MODE_APART;
	return_to_the_goal(&guide);
	seven_steps(&guide);
	confirm_help(&guide);
	putchar('\n');
	return sign(&guide);
}
