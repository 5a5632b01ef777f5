/* clients/cli — session: what the two arrange before they go. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "google/protobuf/duration.pb-c.h"
#include "google/protobuf/field_mask.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "ridealong/v1/template.pb-c.h"

const struct flag flags_session_set[] = {
	{ "focus", N_("TEXT"), N_("what to watch for: as the coach, or as you wish to be watched") },
	{ "help-when", N_("TEXT"), N_("when you help, and the signal agreed") },
	{ "bridge", N_("TEXT"), N_("an example to hand over") },
	{ "role", "observer|supporter|participant", N_("the coach's role at the table") },
	{ "introduction", N_("TEXT"), N_("how the coach is introduced") },
	{ "customer-knows", N_("yes|no"), N_("whether the customer knows that two people come") },
	{ "travel", N_("LENGTH"), N_("the way there, such as 45m") },
	{ "together", "there|back|both|none", N_("which way you travel together") },
	{ "travel-back", N_("LENGTH"), N_("the way back together, such as 45m; as the way there by default") },
	{ "debrief-after-travel", N_("yes|no"), N_("whether you talk it through after travelling back together") },
	{ "format", "on-site|online|side-by-side", N_("how") },
	{ NULL, NULL, NULL },
};

struct mask {
	FieldMask mask;
	char *paths[16];
};

static void take_text(struct cli *cli, struct mask *mask, const char *flag, const char *path, char **field)
{
	if (cli_flag(cli, flag) == NULL)
		return;
	*field = (char *)cli_flag(cli, flag);
	mask->paths[mask->mask.n_paths++] = (char *)path;
}

static bool take_choices(struct cli *cli, struct mask *mask, Session *session)
{
	static const struct choice roles[] = {
		{ "observer", TABLE_ROLE_OBSERVER },
		{ "supporter", TABLE_ROLE_SUPPORTER },
		{ "participant", TABLE_ROLE_PARTICIPANT },
		{ NULL, 0 },
	};
	static const struct choice answers[] = { { "yes", 1 }, { "no", 0 }, { NULL, 0 } };
	int role = 0, knows = 0, after = 0;

	if (!cli_flag_choice(cli, "role", roles, &role) || !cli_flag_choice(cli, "customer-knows", answers, &knows) ||
		!cli_flag_choice(cli, "debrief-after-travel", answers, &after) ||
		!cli_session_format(cli, &session->format) || !cli_session_together(cli, &session->travel_together))
		return false;
	session->role = (TableRole)role;
	session->customer_knows = knows;
	session->debrief_after_travel = after;
	if (cli_flag(cli, "role") != NULL)
		mask->paths[mask->mask.n_paths++] = (char *)"role";
	if (cli_flag(cli, "customer-knows") != NULL)
		mask->paths[mask->mask.n_paths++] = (char *)"customer_knows";
	if (cli_flag(cli, "debrief-after-travel") != NULL)
		mask->paths[mask->mask.n_paths++] = (char *)"debrief_after_travel";
	if (cli_flag(cli, "format") != NULL)
		mask->paths[mask->mask.n_paths++] = (char *)"format";
	if (cli_flag(cli, "together") != NULL)
		mask->paths[mask->mask.n_paths++] = (char *)"travel_together";
	return true;
}

static int get_session(struct cli *cli, const char *name, Session **ret)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	request.name = (char *)name;
	return cli_call(cli, "Sessions/GetSession", &request, &session__descriptor, ret);
}

static bool is_self(struct cli *cli, const char *person)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	Person *self;

	request.name = (char *)"people/me";
	return cli_try(cli, "People/GetPerson", &request, &person__descriptor, 0, &self, NULL) == STATUS_OK &&
	       strcmp(self->name, person) == 0;
}

/* "--focus" is the coach's own, or the wish of the one who is coached. */
static void take_focus(struct cli *cli, struct mask *mask, const Session *before, Session *session)
{
	if (cli_flag(cli, "focus") == NULL)
		return;
	if (is_self(cli, before->coachee))
		take_text(cli, mask, "focus", "coachee_focus", &session->coachee_focus);
	else
		take_text(cli, mask, "focus", "coach_focus", &session->coach_focus);
}

/* Asks one of the coach's three optional lines; an empty one leaves it as it is. False: no more input. */
static bool ask_line(struct mask *mask, const Question *question, const char *before, const char *path, char **field)
{
	char *text;

	printf("\n%s\n", question->text);
	if (before[0] != '\0')
		printf(_("   (now: %s)\n"), before);
	text = cli_ask("> ");
	if (text != NULL && text[0] != '\0') {
		*field = text;
		mask->paths[mask->mask.n_paths++] = (char *)path;
	}
	return text != NULL;
}

/* Asked as the template has them. */
static int ask_lines(struct cli *cli, struct mask *mask, char *name, Session *session)
{
	static const char *const paths[] = { "coach_focus", "coach_help", "coach_bridge" };
	char **const fields[] = { &session->coach_focus, &session->coach_help, &session->coach_bridge };
	GetSessionCardRequest request = GET_SESSION_CARD_REQUEST__INIT;
	SessionCard *card;
	int code;

	request.name = name;
	code = cli_call(cli, "Sessions/GetSessionCard", &request, &session_card__descriptor, &card);
	if (code != 0)
		return code;
	puts(_("Three lines, none of them required. An empty line leaves one as it is."));
	for (size_t i = 0; i < card->n_coach_questions && i < 3; i++) {
		const char *const before[] = { card->coach_focus, card->coach_help, card->coach_bridge };

		if (!ask_line(mask, card->coach_questions[i], before[i], paths[i], fields[i]))
			break;
	}
	return 0;
}

/* The one who is coached has one line of the three. */
static void ask_wish(struct mask *mask, const Session *before, Session *session)
{
	Question question = QUESTION__INIT;

	question.text = (char *)_("What would you like your coach to watch for?");
	puts(_("One line, not required. An empty line leaves it as it is."));
	ask_line(mask, &question, before->coachee_focus, "coachee_focus", &session->coachee_focus);
}

/* What the flags say. */
static int take_flags(
	struct cli *cli, struct mask *mask, const Session *before, Session *session, Duration durations[2])
{
	take_text(cli, mask, "help-when", "coach_help", &session->coach_help);
	take_text(cli, mask, "bridge", "coach_bridge", &session->coach_bridge);
	take_text(cli, mask, "introduction", "introduction", &session->introduction);
	if (!take_choices(cli, mask, session) || !cli_session_travel(cli, "travel", &durations[0], &session->travel) ||
		!cli_session_travel(cli, "travel-back", &durations[1], &session->travel_back))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (session->travel != NULL)
		mask->paths[mask->mask.n_paths++] = (char *)"travel";
	if (session->travel_back != NULL)
		mask->paths[mask->mask.n_paths++] = (char *)"travel_back";
	take_focus(cli, mask, before, session);
	return 0;
}

int cmd_session_set(struct cli *cli, int argc, char **argv)
{
	UpdateSessionRequest request = UPDATE_SESSION_REQUEST__INIT;
	struct mask mask = { .mask = FIELD_MASK__INIT };
	Session session = SESSION__INIT;
	Duration durations[2] = { DURATION__INIT, DURATION__INIT };
	char name[CLI_NAME_SIZE];
	Session *before;
	int code;

	(void)argc;
	mask.mask.paths = mask.paths;
	if (cli->given_count == 0 && !cli_can_ask(cli))
		return cli_usage(cli, _("say what to set, such as --focus 'asking before telling'"));
	code = cli_name(cli, "sessions", argv[0], name);
	if (code == 0)
		code = get_session(cli, name, &before);
	if (code != 0)
		return code;
	if (cli->given_count == 0 && is_self(cli, before->coachee))
		ask_wish(&mask, before, &session);
	else if (cli->given_count == 0)
		code = ask_lines(cli, &mask, name, &session);
	else
		code = take_flags(cli, &mask, before, &session, durations);
	if (code != 0)
		return code;
	if (mask.mask.n_paths == 0) {
		puts(_("Nothing was changed."));
		return 0;
	}
	session.name = before->name;
	session.etag = before->etag;
	request.session = &session;
	request.update_mask = &mask.mask;
	return cli_session_show(cli, "Sessions/UpdateSession", &request);
}
