/* clients/cli — session: reading and planning; what becomes of one is in session_life.c. */
#include "commands.h"

#include <stdio.h>

#include "google/protobuf/duration.pb-c.h"
#include "google/protobuf/field_mask.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

static const struct column columns[] = {
	{ N_("Id"), "name", AS_ID },
	{ N_("Start"), "start_time", AS_WORD },
	{ N_("Meeting"), "meeting_title", AS_IS },
	{ N_("Customer"), "customer", AS_IS },
	{ N_("Coach"), "coach_display_name", AS_WORD },
	{ N_("Coachee"), "coachee_display_name", AS_WORD },
	{ N_("State"), "state", AS_WORD },
	{ N_("Unannounced"), "unannounced", AS_WORD },
	{ NULL, NULL, 0 },
};

static const struct column details[] = {
	{ N_("Session"), "name", AS_IS },
	{ N_("Meeting"), "meeting_title", AS_IS },
	{ N_("Customer"), "customer", AS_IS },
	{ N_("Coach"), "coach_display_name", AS_IS },
	{ N_("Coachee"), "coachee_display_name", AS_IS },
	{ N_("State"), "state", AS_IS },
	{ N_("Decision"), "verdict", AS_IS },
	{ N_("Why"), "verdict_reason", AS_IS },
	{ N_("Decided by rule"), "verdict_rule", AS_IS },
	{ N_("Decided by"), "decided_by", AS_PERSON },
	{ N_("Decided"), "decide_time", AS_IS },
	{ N_("Prepared after all"), "appealed", AS_IS },
	{ N_("Said with it"), "appeal_reason", AS_IS },
	{ N_("Cancelled because"), "cancel_reason", AS_IS },
	{ N_("Goes on in"), "merged_into", AS_IS },
	{ N_("Start"), "start_time", AS_IS },
	{ N_("End"), "end_time", AS_IS },
	{ N_("Moved, was"), "previous_start_time", AS_IS },
	{ N_("Departure"), "departure_time", AS_IS },
	{ N_("Preparation wanted before"), "cutoff_time", AS_IS },
	{ N_("Can be mended until"), "grace_time", AS_IS },
	{ N_("Really began"), "actual_start_time", AS_IS },
	{ N_("Really ended"), "actual_end_time", AS_IS },
	{ N_("How"), "format", AS_IS },
	{ N_("Unannounced"), "unannounced", AS_IS },
	{ N_("Revealed"), "reveal_time", AS_IS },
	{ N_("Invited by the coachee"), "invited", AS_IS },
	{ N_("The coach watches for"), "coach_focus", AS_IS },
	{ N_("Help"), "coach_help", AS_IS },
	{ N_("Bridge"), "coach_bridge", AS_IS },
	{ N_("Role"), "role", AS_IS },
	{ N_("Introduced as"), "introduction", AS_IS },
	{ N_("Customer knows"), "customer_knows", AS_IS },
	{ N_("Not confirmed by both"), "not_confirmed", AS_IS },
	{ NULL, NULL, 0 },
};

/* What is said when something becomes of one. */
static const struct column life[] = {
	{ N_("Session"), "name", AS_IS },
	{ N_("Meeting"), "meeting_title", AS_IS },
	{ N_("Coach"), "coach_display_name", AS_IS },
	{ N_("Coachee"), "coachee_display_name", AS_IS },
	{ N_("Start"), "start_time", AS_IS },
	{ N_("State"), "state", AS_IS },
	{ N_("Decision"), "verdict", AS_IS },
	{ N_("Why"), "verdict_reason", AS_IS },
	{ N_("Said with it"), "appeal_reason", AS_IS },
	{ N_("Cancelled because"), "cancel_reason", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_session_list[] = {
	{ "coach", N_("EMAIL"), N_("only of this coach") },
	{ "coachee", N_("EMAIL"), N_("only of this coachee") },
	{ "meeting", N_("MEETING"), N_("only of this meeting") },
	{ "from", N_("TIME"), N_("only those that end after this") },
	{ "until", N_("TIME"), N_("only those that start before this") },
	LIST_FLAGS,
	{ NULL, NULL, NULL },
};

const struct flag flags_session_plan[] = {
	{ "unannounced", NULL, N_("the coachee is told an hour before departure") },
	{ "focus", N_("TEXT"), N_("what to watch for") },
	{ "format", "on-site|online|side-by-side", N_("how; as the meeting is by default") },
	{ "travel", N_("TIME"), N_("the way there, such as 45m") },
	{ "customer-knows", NULL, N_("the customer knows that two people come") },
	{ "coach", N_("EMAIL"), N_("who comes along; you by default") },
	{ NULL, NULL, NULL },
};

const struct flag flags_session_invite[] = {
	{ "coach", N_("EMAIL"), N_("which coach; needed when there are several") },
	{ "focus", N_("TEXT"), N_("what to watch for") },
	{ "format", "on-site|online|side-by-side", N_("how; as the meeting is by default") },
	{ "customer-knows", NULL, N_("the customer knows that two people come") },
	{ NULL, NULL, NULL },
};

const struct flag flags_session_set[] = {
	{ "focus", N_("TEXT"), N_("what to watch for") },
	{ "help-when", N_("TEXT"), N_("when you help, and the signal agreed") },
	{ "bridge", N_("TEXT"), N_("an example to hand over") },
	{ "role", "observer|supporter|participant", N_("the coach's role at the table") },
	{ "introduction", N_("TEXT"), N_("how the coach is introduced") },
	{ "customer-knows", "yes|no", N_("whether the customer knows that two people come") },
	{ "travel", N_("TIME"), N_("the way there, such as 45m") },
	{ "format", "on-site|online|side-by-side", N_("how") },
	{ NULL, NULL, NULL },
};

const struct flag flags_session_suggest[] = {
	{ "coachee", N_("EMAIL"), N_("only for this coachee") },
	{ "coach", N_("EMAIL"), N_("for this coach; you by default") },
	{ "days", N_("DAYS"), N_("how far to look; 21 by default") },
	{ NULL, NULL, NULL },
};

void cli_session_print(struct cli *cli, const void *session)
{
	cli_print(cli, session, life);
}

int cmd_session_list(struct cli *cli, int argc, char **argv)
{
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;
	Timestamp from = TIMESTAMP__INIT, until = TIMESTAMP__INIT;
	char meeting[CLI_NAME_SIZE] = "";
	int code = 0;

	(void)argc;
	(void)argv;
	if (!cli_flag_time(cli, "from", &from, &request.from_time) ||
		!cli_flag_time(cli, "until", &until, &request.until_time))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (cli_flag(cli, "meeting") != NULL)
		code = cli_meeting_of(cli, cli_flag(cli, "meeting"), meeting);
	if (code != 0)
		return code;
	request.coach = cli_person(cli_flag(cli, "coach"));
	request.coachee = cli_person(cli_flag(cli, "coachee"));
	request.meeting = meeting;
	return cli_list(cli, "Sessions/ListSessions", &request, columns,
		_("No sessions. Meetings worth joining: ridealong session suggest"));
}

int cmd_session_show(struct cli *cli, int argc, char **argv)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "sessions", argv[0], name);

	(void)argc;
	if (code != 0)
		return code;
	request.name = name;
	return cli_show(cli, "Sessions/GetSession", &request, &session__descriptor, details);
}

static void print_suggestion(struct cli *cli, const Suggestion *suggestion)
{
	const Meeting *meeting = suggestion->meeting;
	char start[80];

	cli_time_print(cli, meeting->start_time, start);
	printf("%s  %s  %s: %s\n", cli_short(meeting->name), start, suggestion->coachee_display_name,
		meeting->customer[0] != '\0' ? meeting->customer : meeting->title);
	for (size_t i = 0; i < suggestion->n_reasons; i++)
		printf("          · %s\n", suggestion->reasons[i]);
	if (suggestion->unannounced_possible)
		printf("          · %s\n", _("could be unannounced"));
}

int cmd_session_suggest(struct cli *cli, int argc, char **argv)
{
	ListSuggestionsRequest request = LIST_SUGGESTIONS_REQUEST__INIT;
	ListSuggestionsResponse *reply;
	int64_t days;
	int code;

	(void)argc;
	(void)argv;
	if (!cli_flag_number(cli, "days", 0, &days))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	request.coach = cli_person(cli_flag(cli, "coach"));
	request.coachee = cli_person(cli_flag(cli, "coachee"));
	request.days = (int32_t)days;
	if (cli->output != CLI_TABLE)
		return cli_list(cli, "Sessions/ListSuggestions", &request, NULL, "");
	code = cli_call(cli, "Sessions/ListSuggestions", &request, &list_suggestions_response__descriptor, &reply);
	if (code != 0)
		return code;
	for (size_t i = 0; i < reply->n_suggestions; i++)
		print_suggestion(cli, reply->suggestions[i]);
	puts(reply->n_suggestions == 0 ? _("No meeting in these weeks asks for you.")
				       : _("\nGo along: ridealong session plan MEETING"));
	return 0;
}

/* "on-site" and the like; 0 is not said. */
static bool read_format(struct cli *cli, SessionFormat *ret)
{
	static const struct choice choices[] = {
		{ "on-site", SESSION_FORMAT_ON_SITE },
		{ "online", SESSION_FORMAT_ONLINE },
		{ "side-by-side", SESSION_FORMAT_SIDE_BY_SIDE },
		{ NULL, 0 },
	};
	int value = 0;

	if (!cli_flag_choice(cli, "format", choices, &value))
		return false;
	*ret = (SessionFormat)value;
	return true;
}

static bool read_travel(struct cli *cli, Duration *duration, Duration **ret)
{
	const char *text = cli_flag(cli, "travel");

	*ret = NULL;
	if (text == NULL)
		return true;
	if (!cli_duration_read(text, &duration->seconds)) {
		cli_usage(cli, _("--travel is such as 45m, not \"%s\""), text);
		return false;
	}
	*ret = duration;
	return true;
}

static int plan(struct cli *cli, const char *typed, const char *coach)
{
	PlanSessionRequest request = PLAN_SESSION_REQUEST__INIT;
	Duration travel = DURATION__INIT;
	char meeting[CLI_NAME_SIZE];
	int code;

	if (!read_format(cli, &request.format) || !read_travel(cli, &travel, &request.travel))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = cli_name(cli, "meetings", typed, meeting);
	if (code != 0)
		return code;
	request.meeting = meeting;
	request.coach = cli_person(coach);
	request.unannounced = cli_flag(cli, "unannounced") != NULL;
	request.coach_focus = (char *)cli_flag_or_empty(cli, "focus");
	request.customer_knows = cli_flag(cli, "customer-knows") != NULL;
	return cli_show(cli, "Sessions/PlanSession", &request, &session__descriptor, details);
}

int cmd_session_plan(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	return plan(cli, argv[0], cli_flag(cli, "coach"));
}

/* A coachee names the coach; with only one there is nothing to say. */
int cmd_session_invite(struct cli *cli, int argc, char **argv)
{
	const char *coach = cli_flag(cli, "coach");
	char only[CLI_NAME_SIZE];
	int code = 0;

	(void)argc;
	if (coach == NULL) {
		code = cli_only_coach(cli, only);
		coach = only;
	}
	return code != 0 ? code : plan(cli, argv[0], coach);
}

struct mask {
	FieldMask mask;
	char *paths[8];
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
	int role = 0, knows = 0;

	if (!cli_flag_choice(cli, "role", roles, &role) || !cli_flag_choice(cli, "customer-knows", answers, &knows) ||
		!read_format(cli, &session->format))
		return false;
	session->role = (TableRole)role;
	session->customer_knows = knows;
	if (cli_flag(cli, "role") != NULL)
		mask->paths[mask->mask.n_paths++] = (char *)"role";
	if (cli_flag(cli, "customer-knows") != NULL)
		mask->paths[mask->mask.n_paths++] = (char *)"customer_knows";
	if (cli_flag(cli, "format") != NULL)
		mask->paths[mask->mask.n_paths++] = (char *)"format";
	return true;
}

int cmd_session_set(struct cli *cli, int argc, char **argv)
{
	UpdateSessionRequest request = UPDATE_SESSION_REQUEST__INIT;
	struct mask mask = { .mask = FIELD_MASK__INIT };
	Session session = SESSION__INIT;
	Duration travel = DURATION__INIT;
	char name[CLI_NAME_SIZE];
	int code;

	(void)argc;
	mask.mask.paths = mask.paths;
	take_text(cli, &mask, "focus", "coach_focus", &session.coach_focus);
	take_text(cli, &mask, "help-when", "coach_help", &session.coach_help);
	take_text(cli, &mask, "bridge", "coach_bridge", &session.coach_bridge);
	take_text(cli, &mask, "introduction", "introduction", &session.introduction);
	if (!take_choices(cli, &mask, &session) || !read_travel(cli, &travel, &session.travel))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (session.travel != NULL)
		mask.paths[mask.mask.n_paths++] = (char *)"travel";
	if (mask.mask.n_paths == 0)
		return cli_usage(cli, _("say what to set, such as --focus 'asking before telling'"));
	code = cli_name(cli, "sessions", argv[0], name);
	if (code != 0)
		return code;
	session.name = name;
	request.session = &session;
	request.update_mask = &mask.mask;
	return cli_show(cli, "Sessions/UpdateSession", &request, &session__descriptor, details);
}
