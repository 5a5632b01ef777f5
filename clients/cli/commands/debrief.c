/* clients/cli — debrief: what was written right after, as lines; guide.c leads through it. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

const struct flag flags_debrief_write[] = {
	{ "speaker", "coachee|coach|EMAIL", N_("whose experience it is, when one types for both") },
	{ "apart", NULL, N_("both write for themselves, and see it when both have written") },
	{ "together", NULL, N_("one line each, the coachee first; this is the default") },
	{ NULL, NULL, NULL },
};

const struct flag flags_debrief_sign[] = {
	{ "correct", NULL, N_("sign with \"Correct\"; the default") },
	{ "remark", N_("TEXT"), N_("sign with \"Seen, with a remark\"") },
	{ NULL, NULL, NULL },
};

int cli_debrief_name(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE])
{
	const int code = cli_name(cli, "sessions", typed, ret);
	const size_t length = strlen(ret);

	if (code == 0 && strstr(ret, "/debrief") == NULL)
		snprintf(ret + length, CLI_NAME_SIZE - length, "/debrief");
	return code;
}

static void print_observations(const char *title, Observation **observations, size_t count)
{
	if (count > 0)
		printf("\n%s\n", title);
	for (size_t i = 0; i < count; i++) {
		const Observation *observation = observations[i];

		printf("  · %s%s%s\n",
			observation->text[0] != '\0' ? observation->text
						     : cli_enum(&observation_kind__descriptor, observation->kind),
			observation->next_step[0] != '\0' ? " > " : "", observation->next_step);
	}
}

static void print_point(struct cli *cli, const char *mark, const ActionPoint *point)
{
	char date[80] = "";

	cli_date_print(cli, point->due_date, date);
	printf("  %s %s: %s (%s, %s)\n", mark, cli_person_label(cli, point->owner), point->text, date,
		cli_enum(&action_point_state__descriptor, point->state));
}

static void print_points(struct cli *cli, const char *title, char **names, size_t count)
{
	if (count > 0)
		printf("\n%s\n", title);
	for (size_t i = 0; i < count; i++) {
		const ActionPoint *point = cli_action_get(cli, names[i]);

		if (point != NULL)
			print_point(cli, "·", point);
	}
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

static const char *missing_label(const char *key)
{
	if (strcmp(key, "coachee_experience") == 0)
		return _("the coachee's experience");
	if (strcmp(key, "coach_experience") == 0)
		return _("the coach's experience");
	if (strcmp(key, "compliment") == 0)
		return _("a compliment: + what worked");
	if (strcmp(key, "action_point") == 0)
		return _("an action point: ! what you will do @when");
	return key;
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

static void print_end(struct cli *cli, const Debrief *debrief)
{
	for (size_t i = 0; i < debrief->n_missing; i++)
		printf("%s%s: %s\n", i == 0 ? "\n" : "", _("Still missing"), missing_label(debrief->missing[i]));
	if (debrief->nudge[0] != '\0')
		printf("\n%s\n", debrief->nudge);
	if (debrief->n_signatures > 0)
		putchar('\n');
	print_signatures(cli, debrief);
}

void cli_debrief_print(struct cli *cli, const Debrief *debrief)
{
	if (cli_print_json(cli, debrief))
		return;
	printf("%s: %s\n", _("Goal"), debrief->goal[0] != '\0' ? debrief->goal : "–");
	for (size_t i = 0; i < debrief->n_intentions; i++) {
		const Intention *intention = debrief->intentions[i];

		printf("  %d  %s%s: %s\n", intention->number, intention->text,
			intention->unconfirmed ? _(" (not confirmed yet)") : "",
			intention->outcome == OUTCOME_UNSPECIFIED ? _("not said yet")
								  : cli_enum(&outcome__descriptor, intention->outcome));
	}
	if (debrief->coachee_experience[0] != '\0')
		printf("\n%s\n  %s\n", _("How it went for the coachee"), debrief->coachee_experience);
	if (debrief->coach_experience[0] != '\0')
		printf("\n%s\n  %s\n", _("What it was like for the coach"), debrief->coach_experience);
	print_observations(_("Seen and heard"), debrief->seen_heard, debrief->n_seen_heard);
	print_observations(_("What worked"), debrief->compliments, debrief->n_compliments);
	print_observations(_("What can be better"), debrief->tips, debrief->n_tips);
	print_observations(_("Help given"), debrief->help_given, debrief->n_help_given);
	print_observations(_("Kept as written"), debrief->other, debrief->n_other);
	print_points(cli, _("Action points"), debrief->action_points, debrief->n_action_points);
	print_points(cli, _("Help promised"), debrief->promises, debrief->n_promises);
	print_carried(cli, debrief);
	print_end(cli, debrief);
}

int cli_debrief_get(struct cli *cli, char *name, Debrief **ret)
{
	GetDebriefRequest request = GET_DEBRIEF_REQUEST__INIT;

	request.name = name;
	return cli_call(cli, "Debriefs/GetDebrief", &request, &debrief__descriptor, ret);
}

int cmd_debrief_show(struct cli *cli, int argc, char **argv)
{
	char name[CLI_NAME_SIZE];
	Debrief *debrief;
	int code = cli_debrief_name(cli, argc > 0 ? argv[0] : "@last", name);

	if (code == 0)
		code = cli_debrief_get(cli, name, &debrief);
	if (code == 0)
		cli_debrief_print(cli, debrief);
	return code;
}

/* "coach" and "coachee" are looked up in the session. */
static int speaker(struct cli *cli, const char *debrief_name, char **ret)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;
	const char *typed = cli_flag(cli, "speaker");
	char name[CLI_NAME_SIZE];
	Session *session;
	int code;

	*ret = (char *)"";
	if (typed == NULL)
		return 0;
	if (strcmp(typed, "coach") != 0 && strcmp(typed, "coachee") != 0) {
		*ret = cli_person(typed);
		return 0;
	}
	snprintf(name, sizeof(name), "%.*s", (int)(strstr(debrief_name, "/debrief") - debrief_name), debrief_name);
	request.name = name;
	code = cli_call(cli, "Sessions/GetSession", &request, &session__descriptor, &session);
	if (code == 0)
		*ret = strcmp(typed, "coach") == 0 ? session->coach : session->coachee;
	return code;
}

int cmd_debrief_write(struct cli *cli, int argc, char **argv)
{
	WriteDebriefRequest request = WRITE_DEBRIEF_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	WriteDebriefResponse *reply;
	int code = cli_debrief_name(cli, argv[0], name);

	if (code == 0)
		code = speaker(cli, name, &request.speaker);
	if (code != 0)
		return code;
	request.name = name;
	request.lines = cli_lines(cli, argc - 1, argv + 1);
	if (request.lines == NULL)
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (cli_flag(cli, "apart") != NULL)
		request.mode = DEBRIEF_MODE_APART;
	else if (cli_flag(cli, "together") != NULL)
		request.mode = DEBRIEF_MODE_TOGETHER;
	code = cli_call(cli, "Debriefs/WriteDebrief", &request, &write_debrief_response__descriptor, &reply);
	if (code != 0 || cli_print_json(cli, reply))
		return code;
	cli_print_lines((void *const *)reply->lines, reply->n_lines);
	print_end(cli, reply->debrief);
	if (reply->debrief->n_missing == 0)
		printf(_("Complete. Sign it: ridealong debrief sign %s\n"), cli_short(reply->debrief->session));
	return 0;
}

int cmd_debrief_sign(struct cli *cli, int argc, char **argv)
{
	SignDebriefRequest request = SIGN_DEBRIEF_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Debrief *debrief;
	int code;

	if (cli_flag(cli, "correct") != NULL && cli_flag(cli, "remark") != NULL)
		return cli_usage(cli, _("sign with --correct or with --remark TEXT, not with both"));
	code = cli_debrief_name(cli, argc > 0 ? argv[0] : "@last", name);
	if (code != 0)
		return code;
	request.name = name;
	request.remark = (char *)cli_flag_or_empty(cli, "remark");
	request.kind = cli_flag(cli, "remark") != NULL ? SIGNATURE_KIND_SEEN : SIGNATURE_KIND_CORRECT;
	code = cli_call(cli, "Debriefs/SignDebrief", &request, &debrief__descriptor, &debrief);
	if (code != 0 || cli_print_json(cli, debrief))
		return code;
	print_signatures(cli, debrief);
	return 0;
}
