/* clients/cli — session: looking at them; planning, changing and what becomes of one are in files of their own. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/session.pb-c.h"

static const struct column columns[] = {
	{ N_("Id"), "name", AS_ID },
	{ N_("Start"), "start_time", AS_WORD },
	{ N_("Meeting"), "meeting_title", AS_IS },
	{ N_("Customer"), "customer", AS_IS },
	{ N_("Coach"), "coach_display_name", AS_WORD },
	{ N_("Coachee"), "coachee_display_name", AS_WORD },
	{ N_("State"), "state", AS_WORD },
	{ N_("Invitation"), "invite_state", AS_WORD },
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
	{ N_("Decided by"), "decided_by", AS_PERSON },
	{ N_("Decided"), "decide_time", AS_IS },
	{ N_("Decided by rule"), "verdict_rule", AS_IS },
	{ N_("To talk through first"), "talk", AS_IS },
	{ N_("Talked through"), "talk_time", AS_IS },
	{ N_("Prepared after all"), "appealed", AS_IS },
	{ N_("Said with it"), "appeal_reason", AS_IS },
	{ N_("Cancelled because"), "cancel_reason", AS_IS },
	{ N_("Goes on in"), "merged_into", AS_IS },
	{ N_("Start"), "start_time", AS_IS },
	{ N_("End"), "end_time", AS_IS },
	{ N_("Moved, was"), "previous_start_time", AS_IS },
	{ N_("Debrief"), "debrief_start_time", AS_IS },
	{ N_("After the way back"), "debrief_after_travel", AS_IS },
	{ N_("Departure"), "departure_time", AS_IS },
	{ N_("Travelling together"), "travel_together", AS_IS },
	{ N_("The way back"), "travel_back", AS_IS },
	{ N_("Preparation wanted before"), "cutoff_time", AS_IS },
	{ N_("At the latest"), "grace_time", AS_IS },
	{ N_("Really began"), "actual_start_time", AS_IS },
	{ N_("Really ended"), "actual_end_time", AS_IS },
	{ N_("How"), "format", AS_IS },
	{ N_("Unannounced"), "unannounced", AS_IS },
	{ N_("Revealed"), "reveal_time", AS_IS },
	{ N_("Not convenient"), "inconvenient", AS_IS },
	{ N_("Said about that"), "inconvenient_reason", AS_IS },
	{ N_("Check kept"), "check_time", AS_IS },
	{ N_("Goal clear"), "goal_clear", AS_IS },
	{ N_("Hardest question ready"), "hardest_question", AS_IS },
	{ N_("Plan B"), "plan_b", AS_IS },
	{ N_("Invitation"), "invite_state", AS_IS },
	{ N_("Said with the invitation"), "invite_note", AS_IS },
	{ N_("Asked to watch for"), "coachee_focus", AS_IS },
	{ N_("The coach watches for"), "coach_focus", AS_IS },
	{ N_("Help"), "coach_help", AS_IS },
	{ N_("Bridge"), "coach_bridge", AS_IS },
	{ N_("Role"), "role", AS_IS },
	{ N_("Introduced as"), "introduction", AS_IS },
	{ N_("Customer knows"), "customer_knows", AS_YES_NO },
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
	{ N_("To talk through first"), "talk", AS_IS },
	{ N_("Talked through"), "talk_time", AS_IS },
	{ N_("Invitation"), "invite_state", AS_IS },
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

const struct flag flags_session_dismiss[] = {
	{ "undo", NULL, N_("suggest it again") },
	{ NULL, NULL, NULL },
};

const struct flag flags_session_suggest[] = {
	{ "coachee", N_("EMAIL"), N_("only for this coachee") },
	{ "coach", N_("EMAIL"), N_("for this coach; you by default") },
	{ "days", N_("DAYS"), N_("how far to look; 21 by default") },
	{ "instead-of", N_("SESSION"),
		N_("only what fits into the time of this session, which you do not go along to") },
	{ "dismissed", NULL, N_("also those you said \"not this one\" of") },
	{ NULL, NULL, NULL },
};

void cli_session_print(struct cli *cli, const void *session)
{
	cli_print(cli, session, life);
}

/* What falls into the time of the debrief, said to the coach as long as something can be done about it. */
static void print_collision(struct cli *cli, const Session *session)
{
	char when[80];

	if (session->debrief_collision_time == NULL)
		return;
	cli_time_print(cli, session->debrief_collision_time, when);
	printf(_("\nThe debrief has twenty minutes right after, and an appointment of %s begins %s: make room for it, "
		 "or "
		 "agree on another moment.\n"),
		cli_person_label(cli, session->debrief_collision_person), when);
}

/* Rule of the table: not more of us than of them. */
static void warn(const Session *session)
{
	if (session->outnumbering)
		puts(_("There would be more of us than of them at the table: agree who stays away, or who only "
		       "listens."));
}

void cli_session_print_whole(struct cli *cli, const Session *session)
{
	Session shown = *session;

	if (cli->output == CLI_TABLE && session->unannounced) /* nobody is asked to prepare for it */
		shown.cutoff_time = shown.grace_time = NULL;
	cli_print(cli, &shown, details);
	if (cli->output != CLI_TABLE)
		return;
	warn(session);
	print_collision(cli, session);
}

int cli_session_show(struct cli *cli, const char *method, const void *request)
{
	Session *session;
	int code = cli_call(cli, method, request, &session__descriptor, &session);

	if (code == 0)
		cli_session_print_whole(cli, session);
	return code;
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
	return cli_session_show(cli, "Sessions/GetSession", &request);
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
	if (suggestion->dismissed)
		printf("          · %s\n", _("not this one, you said"));
	if (suggestion->unannounced_possible)
		printf("          · %s\n", _("could be unannounced"));
}

int cmd_session_suggest(struct cli *cli, int argc, char **argv)
{
	ListSuggestionsRequest request = LIST_SUGGESTIONS_REQUEST__INIT;
	ListSuggestionsResponse *reply;
	char freed[CLI_NAME_SIZE] = "";
	int64_t days;
	int code = 0;

	(void)argc;
	(void)argv;
	if (!cli_flag_number(cli, "days", 0, &days))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	request.coach = cli_person(cli_flag(cli, "coach"));
	request.coachee = cli_person(cli_flag(cli, "coachee"));
	request.days = (int32_t)days;
	request.include_dismissed = cli_flag(cli, "dismissed") != NULL;
	if (cli_flag(cli, "instead-of") != NULL)
		code = cli_name(cli, "sessions", cli_flag(cli, "instead-of"), freed);
	if (code != 0)
		return code;
	request.session = freed;
	if (cli->output != CLI_TABLE)
		return cli_list(cli, "Sessions/ListSuggestions", &request, NULL, "");
	code = cli_call(cli, "Sessions/ListSuggestions", &request, &list_suggestions_response__descriptor, &reply);
	if (code != 0)
		return code;
	for (size_t i = 0; i < reply->n_suggestions; i++)
		print_suggestion(cli, reply->suggestions[i]);
	puts(reply->n_suggestions == 0 ? _("No meeting in these weeks asks for you.")
				       : _("\nGo along: ridealong session plan MEETING. Not this one: ridealong "
					   "session dismiss MEETING"));
	return 0;
}

int cmd_session_dismiss(struct cli *cli, int argc, char **argv)
{
	DismissSuggestionRequest request = DISMISS_SUGGESTION_REQUEST__INIT;
	RestoreSuggestionRequest back = RESTORE_SUGGESTION_REQUEST__INIT;
	bool undo = cli_flag(cli, "undo") != NULL;
	char meeting[CLI_NAME_SIZE];
	Suggestion *reply;
	int code = cli_name(cli, "meetings", argv[0], meeting);

	(void)argc;
	if (code != 0)
		return code;
	request.meeting = back.meeting = meeting;
	code = undo ? cli_call(cli, "Sessions/RestoreSuggestion", &back, &suggestion__descriptor, &reply)
		    : cli_call(cli, "Sessions/DismissSuggestion", &request, &suggestion__descriptor, &reply);
	if (code != 0 || cli_print_json(cli, reply))
		return code;
	if (undo)
		puts(_("It is suggested again, when it is worth it."));
	else
		printf(_("It is not suggested any more. Take it back: ridealong session dismiss %s --undo\n"),
			cli_short(meeting));
	return 0;
}
