/* clients/cli — a debrief on screen. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"

/* Lines under the first one stand below its words. */
static void print_text(const char *before, const char *text)
{
	fputs(before, stdout);
	for (; *text != '\0'; text++) {
		putchar(*text);
		if (*text == '\n')
			fputs("    ", stdout);
	}
}

void cli_debrief_print_observations(Observation **observations, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const Observation *observation = observations[i];

		print_text("  · ", observation->text[0] != '\0'
					   ? observation->text
					   : cli_enum(&observation_kind__descriptor, observation->kind));
		if (observation->next_step[0] != '\0')
			print_text(" > ", observation->next_step);
		if (observation->intention != 0)
			printf(_(" (intention %d)"), observation->intention);
		putchar('\n');
	}
}

static void print_observations(const char *title, Observation **observations, size_t count)
{
	if (count > 0)
		printf("\n%s\n", title);
	cli_debrief_print_observations(observations, count);
}

/* Those with words; the counts that follow say the rest. */
static void print_help_given(const Debrief *debrief)
{
	if (debrief->n_help_given > 0)
		printf("\n%s\n", _("Help given"));
	for (size_t i = 0; i < debrief->n_help_given; i++)
		if (debrief->help_given[i]->text[0] != '\0')
			cli_debrief_print_observations(&debrief->help_given[i], 1);
}

static void print_experience(struct cli *cli, const char *title, const char *whose, const char *text)
{
	if (text[0] == '\0')
		return;
	putchar('\n');
	printf(title, cli_person_label(cli, whose));
	putchar('\n');
	print_text("    ", text);
	putchar('\n');
}

static void print_point(struct cli *cli, const char *mark, const ActionPoint *point)
{
	char date[80] = "";

	cli_date_print(point->due_date, date);
	printf("  %s %s: %s (%s, %s)\n", mark, cli_person_label(cli, point->owner), point->text, date,
		cli_enum(&action_point_state__descriptor, point->state));
}

void cli_debrief_print_points(struct cli *cli, char **names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const ActionPoint *point = cli_action_get(cli, names[i]);

		if (point != NULL)
			print_point(cli, "·", point);
	}
}

static void print_points(struct cli *cli, const char *title, char **names, size_t count)
{
	if (count > 0)
		printf("\n%s\n", title);
	cli_debrief_print_points(cli, names, count);
}

/* By the numbers that =a1 and !1 have, with what was seen of them here. */
static void print_carried(struct cli *cli, const Debrief *debrief)
{
	if (debrief->n_carried > 0)
		printf("\n%s\n", _("From before"));
	for (size_t i = 0; i < debrief->n_carried; i++) {
		const ActionPoint *point = cli_action_get(cli, debrief->carried[i]);
		char mark[16];

		snprintf(mark, sizeof(mark), "a%zu", i + 1);
		if (point != NULL)
			print_point(cli, mark, point);
		for (size_t j = 0; j < debrief->n_sightings; j++)
			if (strcmp(debrief->sightings[j]->action_point, debrief->carried[i]) == 0)
				printf("     %s%s%s\n", cli_enum(&outcome__descriptor, debrief->sightings[j]->outcome),
					debrief->sightings[j]->note[0] != '\0' ? " – " : "",
					debrief->sightings[j]->note);
	}
}

/* What both say of it; where they differ, both stand there. */
void cli_debrief_print_intention(struct cli *cli, const Debrief *debrief, const Intention *intention)
{
	printf("  %d  %s%s: %s", intention->number, intention->text,
		intention->unconfirmed ? _(" (not confirmed yet)") : "",
		intention->outcome == OUTCOME_UNSPECIFIED ? _("not said yet")
							  : cli_enum(&outcome__descriptor, intention->outcome));
	if (intention->coachee_outcome != OUTCOME_UNSPECIFIED && intention->coachee_outcome != intention->outcome)
		printf("; %s: %s", cli_person_label(cli, debrief->coachee),
			cli_enum(&outcome__descriptor, intention->coachee_outcome));
	if (intention->contested)
		printf(" (%s)", _("seen differently"));
	putchar('\n');
	if (intention->contest_text[0] != '\0') {
		print_text("     ", intention->contest_text);
		putchar('\n');
	}
}

void cli_debrief_print_help(const Debrief *debrief)
{
	for (size_t i = 0; i < debrief->n_help_counts; i++)
		printf("%s%s %d×", i == 0 ? "  " : ", ",
			cli_enum(&observation_kind__descriptor, debrief->help_counts[i]->kind),
			debrief->help_counts[i]->count);
	if (debrief->n_help_counts > 0)
		printf(" – %s\n", debrief->help_confirmation == HELP_CONFIRMATION_UNSPECIFIED
					  ? _("not confirmed")
					  : cli_enum(&help_confirmation__descriptor, debrief->help_confirmation));
}

void cli_debrief_print_amendments(struct cli *cli, const Debrief *debrief)
{
	char when[80];

	if (debrief->n_amendments > 0)
		printf("\n%s\n", _("Added after closing"));
	for (size_t i = 0; i < debrief->n_amendments; i++) {
		const Amendment *amendment = debrief->amendments[i];

		cli_time_print(cli, amendment->create_time, when);
		printf("  · %s, %s: ", when, cli_person_label(cli, amendment->author));
		print_text("", amendment->text);
		if (amendment->observe_time != NULL) {
			cli_time_print(cli, amendment->observe_time, when);
			printf(_(" (noted %s)"), when);
		}
		putchar('\n');
	}
}

static void print_missing(struct cli *cli, const Debrief *debrief, const char *key)
{
	printf("%s: ", _("Still missing"));
	if (strcmp(key, "coachee_experience") == 0)
		printf(_("how it went for %s\n"), cli_person_label(cli, debrief->coachee));
	else if (strcmp(key, "coach_experience") == 0)
		printf(_("what it was like for %s\n"), cli_person_label(cli, debrief->coach));
	else if (strcmp(key, "compliment") == 0)
		puts(_("a compliment: + what worked"));
	else if (strcmp(key, "action_point") == 0)
		puts(_("an action point: ! what you will do @when"));
	else
		puts(key);
}

static void print_signatures(struct cli *cli, const Debrief *debrief)
{
	for (size_t i = 0; i < debrief->n_signatures; i++) {
		const Signature *signature = debrief->signatures[i];

		if (signature->kind == SIGNATURE_KIND_UNSPECIFIED)
			continue;
		printf("%s: %s%s%s\n", cli_person_label(cli, signature->person),
			cli_enum(&signature_kind__descriptor, signature->kind),
			signature->remark[0] != '\0' ? " – " : "", signature->remark);
	}
}

void cli_debrief_print_end(struct cli *cli, const Debrief *debrief)
{
	if (debrief->n_missing > 0)
		putchar('\n');
	for (size_t i = 0; i < debrief->n_missing; i++)
		print_missing(cli, debrief, debrief->missing[i]);
	if (debrief->nudge[0] != '\0')
		printf("\n%s\n", debrief->nudge);
	if (debrief->next[0] != '\0')
		printf("\n%s\n", debrief->next);
	if (debrief->n_signatures > 0)
		putchar('\n');
	print_signatures(cli, debrief);
}

void cli_debrief_print_signed(struct cli *cli, const Debrief *debrief)
{
	print_signatures(cli, debrief);
	if (debrief->next[0] != '\0')
		printf("\n%s\n", debrief->next);
	if (debrief->n_signatures >= 2)
		printf(_("\n%s, if you like: did this help you? ridealong debrief helped %s yes|little|no\n"),
			cli_person_label(cli, debrief->coachee), cli_short(debrief->session));
}

static void print_delay(const Debrief *debrief)
{
	const int64_t minutes = debrief->delay == NULL ? 0 : debrief->delay->seconds / 60;

	if (debrief->create_time == NULL)
		return;
	putchar('\n');
	if (minutes < 5)
		puts(_("Talked through right away"));
	else if (minutes < 120)
		printf(_("Talked through after %d minutes\n"), (int)minutes);
	else
		printf(_("Talked through after %d hours\n"), (int)(minutes / 60));
}

void cli_debrief_print(struct cli *cli, const Debrief *debrief)
{
	if (cli_print_json(cli, debrief))
		return;
	printf("%s: %s\n", _("Goal"), debrief->goal[0] != '\0' ? debrief->goal : "–");
	for (size_t i = 0; i < debrief->n_intentions; i++)
		cli_debrief_print_intention(cli, debrief, debrief->intentions[i]);
	print_experience(cli, _("How it went for %s"), debrief->coachee, debrief->coachee_experience);
	print_experience(cli, _("What it was like for %s"), debrief->coach, debrief->coach_experience);
	print_observations(_("Seen and heard"), debrief->seen_heard, debrief->n_seen_heard);
	print_observations(_("What worked"), debrief->compliments, debrief->n_compliments);
	print_observations(_("What can be better"), debrief->tips, debrief->n_tips);
	print_help_given(debrief);
	cli_debrief_print_help(debrief);
	print_observations(_("Kept as written"), debrief->other, debrief->n_other);
	print_points(cli, _("Action points"), debrief->action_points, debrief->n_action_points);
	print_points(cli, _("Help promised"), debrief->promises, debrief->n_promises);
	print_carried(cli, debrief);
	cli_debrief_print_amendments(cli, debrief);
	print_delay(debrief);
	cli_debrief_print_end(cli, debrief);
}
