/* tests — what the two agree before they go: the invitation, talking through, role, travel, the line to the customer.
 */
#include "story.h"

#include "daemon/store/meeting.h"

static enum status invite(struct fixture *f, const char *coach_focus, Session **ret)
{
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;

	in.meeting = (char *)story_meeting(f, "offer", "people/noor", STORY_START);
	in.coach = "people/ruud";
	in.coach_focus = (char *)coach_focus;
	in.coachee_focus = "my silences";
	in.invite_note = "they know you";
	return fixture_call(f, &f->noor, &service_sessions, "PlanSession", &in, ret);
}

static enum status update(struct fixture *f, const struct actor *actor, Session *given, const char *path, Session **ret)
{
	UpdateSessionRequest in = UPDATE_SESSION_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *paths[] = { (char *)path };

	mask.paths = paths;
	mask.n_paths = 1;
	in.session = given;
	in.update_mask = path == NULL ? NULL : &mask;
	return fixture_call(f, actor, &service_sessions, "UpdateSession", &in, ret);
}

static enum status decide_talk(struct fixture *f, const char *name, Verdict verdict, const char *talk, Session **ret)
{
	DecideSessionRequest in = DECIDE_SESSION_REQUEST__INIT;

	in.name = (char *)name;
	in.verdict = verdict;
	in.talk = (char *)talk;
	return fixture_call(f, &f->ruud, &service_sessions, "DecideSession", &in, ret);
}

static enum status talked(struct fixture *f, const struct actor *actor, const char *name, bool undo, Session **ret)
{
	TalkSessionRequest in = TALK_SESSION_REQUEST__INIT;

	in.name = (char *)name;
	in.undo = undo;
	return fixture_call(f, actor, &service_sessions, "TalkSession", &in, ret);
}

static SessionCard *card_of(struct fixture *f, const char *name)
{
	GetSessionCardRequest in = GET_SESSION_CARD_REQUEST__INIT;
	SessionCard *card;

	in.name = (char *)name;
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "GetSessionCard", &in, &card));
	return card;
}

static void an_inviting_coachee_does_not_speak_for_the_coach(void **state)
{
	struct fixture *f = *state;

	assert_status(f, STATUS_INVALID_ARGUMENT, invite(f, "asking", NULL));
	assert_string_equal(f->error.field, "coach_focus");
}

static void a_yes_keeps_the_session_and_adds_the_coachs_focus(void **state)
{
	struct fixture *f = *state;
	AcceptSessionRequest in = ACCEPT_SESSION_REQUEST__INIT;
	Session *session;

	assert_ok(f, invite(f, "", &session));
	assert_int_equal(session->invite_state, INVITE_STATE_OPEN);
	assert_string_equal(session->invite_note, "they know you");
	assert_string_equal(session->coachee_focus, "my silences");
	in.name = session->name;
	in.coach_focus = "asking before telling";
	assert_status(
		f, STATUS_PERMISSION_DENIED, fixture_call(f, &f->noor, &service_sessions, "AcceptSession", &in, NULL));
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "AcceptSession", &in, &session));
	assert_int_equal(session->invite_state, INVITE_STATE_ACCEPTED);
	assert_int_equal(session->state, SESSION_STATE_PLANNED);
	assert_string_equal(session->coach_focus, "asking before telling");
	assert_int_equal(fixture_events(f, "session.accepted", "people/noor"), 1);
	assert_status(f, STATUS_FAILED_PRECONDITION,
		fixture_call(f, &f->ruud, &service_sessions, "AcceptSession", &in, NULL));
	assert_reason(f, "ACCEPTED");
}

static int items_of(struct fixture *f)
{
	ListOneOnOneItemsRequest in = LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT;
	ListOneOnOneItemsResponse *out;

	assert_ok(f, fixture_call(f, &f->noor, &service_one_on_ones, "ListOneOnOneItems", &in, &out));
	return (int)out->n_one_on_one_items;
}

static void a_no_is_cancelled_and_no_skip(void **state)
{
	struct fixture *f = *state;
	DeclineSessionRequest in = DECLINE_SESSION_REQUEST__INIT;
	Session *session;

	assert_ok(f, invite(f, "", &session));
	in.name = session->name;
	in.reason = "I am away that week";
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "DeclineSession", &in, &session));
	assert_int_equal(session->state, SESSION_STATE_CANCELLED);
	assert_int_equal(session->invite_state, INVITE_STATE_DECLINED);
	assert_string_equal(session->cancel_reason, "I am away that week");
	assert_int_equal(session->verdict, VERDICT_UNSPECIFIED);
	assert_int_equal(fixture_events(f, "session.declined", "people/noor"), 1);
	assert_int_equal(items_of(f), 0);
	assert_ok(f, story_do(f, &f->ruud, "ReopenSession", session->name, &session));
	assert_int_equal(session->invite_state, INVITE_STATE_ACCEPTED);
	assert_int_equal(session->state, SESSION_STATE_PLANNED);
}

static void not_joining_an_open_invitation_is_a_no(void **state)
{
	struct fixture *f = *state;
	Session *session;

	assert_ok(f, invite(f, "", &session));
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_NOT_JOINING, "", &session));
	assert_int_equal(session->state, SESSION_STATE_CANCELLED);
	assert_int_equal(session->invite_state, INVITE_STATE_DECLINED);
	assert_int_equal(items_of(f), 0);
}

static void whoever_comes_along_has_said_yes(void **state)
{
	struct fixture *f = *state;
	Session *session;

	assert_ok(f, invite(f, "", &session));
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", &session));
	assert_int_equal(session->invite_state, INVITE_STATE_ACCEPTED);
	assert_int_equal(session->state, SESSION_STATE_CONFIRMED);
}

static void the_check_withdraws_nobody_who_has_not_said_yes(void **state)
{
	struct fixture *f = *state;
	Session *session;

	assert_ok(f, invite(f, "", &session));
	story_until(f, STORY_CUTOFF);
	assert_status(f, STATUS_FAILED_PRECONDITION,
		story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "skip_unprepared/1", NULL));
	assert_reason(f, "NOT_ACCEPTED");
}

static void a_planning_coach_does_not_speak_for_the_coachee(void **state)
{
	struct fixture *f = *state;
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;

	in.meeting = (char *)story_meeting(f, "offer", "people/noor", STORY_START);
	in.coachee_focus = "my silences";
	assert_status(
		f, STATUS_INVALID_ARGUMENT, fixture_call(f, &f->ruud, &service_sessions, "PlanSession", &in, NULL));
	assert_string_equal(f->error.field, "coachee_focus");
}

static void what_has_to_be_talked_through_is_ticked_by_either(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	const char *name = session->name;

	assert_status(f, STATUS_INVALID_ARGUMENT, decide_talk(f, name, VERDICT_GO, "the price", NULL));
	assert_string_equal(f->error.field, "talk");
	assert_status(f, STATUS_FAILED_PRECONDITION, talked(f, &f->noor, name, false, NULL));
	assert_reason(f, "NOTHING_TO_TALK");
	assert_ok(f, decide_talk(f, name, VERDICT_COACH_MORE, "the price objection", &session));
	assert_string_equal(session->talk, "the price objection");
	assert_string_equal(session->decided_by, "people/ruud");
	assert_int_equal(instant_us(session->decide_time), f->now);
	assert_string_equal(card_of(f, name)->talk, "the price objection");
	assert_ok(f, talked(f, &f->noor, name, false, &session));
	assert_int_equal(instant_us(session->talk_time), f->now);
	assert_string_equal(card_of(f, name)->talk, "");
	assert_int_equal(fixture_events(f, "session.talked", "people/ruud"), 1);
	assert_ok(f, talked(f, &f->ruud, name, false, NULL));
	assert_int_equal(fixture_events(f, "session.talked", "people/ruud"), 1);
	assert_ok(f, talked(f, &f->ruud, name, true, &session));
	assert_null(session->talk_time);
	assert_status(f, STATUS_NOT_FOUND, talked(f, &f->sam, name, false, NULL));
	assert_ok(f, decide_talk(f, name, VERDICT_GO, "", &session));
	assert_string_equal(session->talk, "");
}

static void each_changes_what_is_theirs_and_both_what_is_of_both(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f), given = SESSION__INIT;

	given.name = session->name;
	given.role = TABLE_ROLE_SUPPORTER;
	given.coach_focus = "asking";
	given.coachee_focus = "my silences";
	assert_ok(f, update(f, &f->noor, &given, "role", &session));
	assert_int_equal(session->role, TABLE_ROLE_SUPPORTER);
	assert_ok(f, update(f, &f->noor, &given, "coachee_focus", &session));
	assert_string_equal(session->coachee_focus, "my silences");
	assert_status(f, STATUS_PERMISSION_DENIED, update(f, &f->noor, &given, "coach_focus", NULL));
	assert_status(f, STATUS_PERMISSION_DENIED, update(f, &f->ruud, &given, "coachee_focus", NULL));
	given.coachee_focus = "";
	assert_ok(f, update(f, &f->ruud, &given, NULL, &session));
	assert_string_equal(session->coach_focus, "asking");
	assert_string_equal(session->coachee_focus, "my silences");
	given.travel_together = (TravelTogether)9;
	assert_status(f, STATUS_INVALID_ARGUMENT, update(f, &f->noor, &given, "travel_together", NULL));
}

static void travelling_back_together_takes_as_long_as_the_way_there(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f), given = SESSION__INIT;

	given.name = session->name;
	given.travel_together = TRAVEL_TOGETHER_BOTH;
	assert_ok(f, update(f, &f->noor, &given, "travel_together", &session));
	assert_int_equal(instant_length_us(session->travel_back), 30 * CLOCK_MINUTE);
	given.travel_back = instant_length_new(f->arena, 50 * CLOCK_MINUTE);
	assert_ok(f, update(f, &f->ruud, &given, "travel_back", &session));
	assert_int_equal(instant_length_us(session->travel_back), 50 * CLOCK_MINUTE);
	assert_int_equal(instant_length_us(card_of(f, session->name)->travel_back), 50 * CLOCK_MINUTE);
	given.travel_together = TRAVEL_TOGETHER_THERE;
	assert_ok(f, update(f, &f->ruud, &given, "travel_together", &session));
	assert_null(session->travel_back);
}

static enum status line(
	struct fixture *f, const struct actor *actor, const char *name, const char *language, CustomerLine **ret)
{
	GetCustomerLineRequest in = GET_CUSTOMER_LINE_REQUEST__INIT;

	in.name = (char *)name;
	in.language = (char *)language;
	return fixture_call(f, actor, &service_sessions, "GetCustomerLine", &in, ret);
}

static void the_line_to_the_customer_is_in_the_language_asked_for(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	CustomerLine *drafted;

	assert_ok(f, line(f, &f->noor, session->name, "nl", &drafted));
	assert_non_null(strstr(drafted->text, "mijn collega Ruud mee"));
	assert_null(strstr(drafted->text, "Dovecote"));
	assert_ok(f, line(f, &f->noor, session->name, "", &drafted));
	assert_string_equal(drafted->language, "en");
	assert_non_null(strstr(drafted->text, "I am bringing my colleague Ruud on "));
	assert_status(f, STATUS_INVALID_ARGUMENT, line(f, &f->noor, session->name, "fr", NULL));
	assert_status(f, STATUS_NOT_FOUND, line(f, &f->sam, session->name, "", NULL));
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", session->name, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, line(f, &f->noor, session->name, "", NULL));
}

static SessionRehearsal *rehearsal_of(struct fixture *f, const struct actor *actor, const char *name)
{
	GetSessionRehearsalRequest in = GET_SESSION_REHEARSAL_REQUEST__INIT;
	SessionRehearsal *rehearsal;

	in.name = (char *)name;
	assert_ok(f, fixture_call(f, actor, &service_sessions, "GetSessionRehearsal", &in, &rehearsal));
	return rehearsal;
}

static void what_is_rehearsed_comes_from_the_preparation_once_it_is_in(void **state)
{
	static const char lines[] = "3 What does it cost? I show the savings. Why now? Because of May. And later?\n"
				    "4 if it is too dear, then I ask compared to what; if they stall, I sum up";
	struct fixture *f = *state;
	Session *session = story_planned(f), given = SESSION__INIT;
	SessionRehearsal *rehearsal;

	given.name = session->name;
	given.coach_bridge = "the plant in Breda";
	assert_ok(f, update(f, &f->ruud, &given, "coach_bridge", NULL));
	assert_ok(f, story_prepare(f, &f->noor, session->meeting, lines, false, NULL));
	assert_int_equal(rehearsal_of(f, &f->ruud, session->name)->n_questions, 0);
	assert_int_equal(rehearsal_of(f, &f->noor, session->name)->n_questions, 4);
	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "1 a date", true, NULL));
	rehearsal = rehearsal_of(f, &f->ruud, session->name);
	assert_true(rehearsal->prepared);
	assert_int_equal(rehearsal->n_questions, 4);
	assert_string_equal(rehearsal->questions[0]->text, "What will you do if it is too dear?");
	assert_string_equal(rehearsal->questions[0]->intended, "I ask compared to what");
	assert_string_equal(rehearsal->questions[1]->subject, "they stall");
	assert_string_equal(rehearsal->questions[2]->subject, "What does it cost?");
	assert_int_equal(rehearsal->questions[3]->kind, REHEARSAL_KIND_HARD_QUESTION);
	assert_string_equal(rehearsal->coach_bridge, "the plant in Breda");
	assert_string_equal(rehearsal_of(f, &f->noor, session->name)->coach_bridge, "");
}

static void more_of_us_than_of_them_is_said_at_planning_and_on_the_card(void **state)
{
	struct fixture *f = *state;
	const char *name = story_meeting(f, "offer", "people/noor", STORY_START);
	Attendee customer = ATTENDEE__INIT, *attendees[] = { &customer };
	Meeting *meeting;
	Session *session;

	customer.email = "buyer@customer.example";
	assert_int_equal(store_meeting_get(f->conn, name, f->arena, &meeting, NULL), STATUS_OK);
	meeting->attendees = attendees;
	meeting->n_attendees = 1;
	assert_int_equal(store_meeting_update(f->conn, meeting, NULL), STATUS_OK);
	assert_ok(f, story_plan(f, &f->ruud, name, NULL, false, &session));
	assert_true(session->outnumbering);
	assert_true(card_of(f, session->name)->outnumbering);
	assert_int_equal(card_of(f, session->name)->ours, 2);
	assert_int_equal(card_of(f, session->name)->theirs, 1);
}

static void what_the_coachee_wants_watched_is_taken_from_the_preparation(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "1 a date\nfocus: how I close", false, NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_string_equal(session->coachee_focus, "");
	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "2 calm", true, NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_string_equal(session->coachee_focus, "how I close");
	assert_string_equal(card_of(f, session->name)->coachee_focus, "how I close");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(an_inviting_coachee_does_not_speak_for_the_coach),
		with_fixture(a_yes_keeps_the_session_and_adds_the_coachs_focus),
		with_fixture(a_no_is_cancelled_and_no_skip),
		with_fixture(not_joining_an_open_invitation_is_a_no),
		with_fixture(whoever_comes_along_has_said_yes),
		with_fixture(the_check_withdraws_nobody_who_has_not_said_yes),
		with_fixture(a_planning_coach_does_not_speak_for_the_coachee),
		with_fixture(what_has_to_be_talked_through_is_ticked_by_either),
		with_fixture(each_changes_what_is_theirs_and_both_what_is_of_both),
		with_fixture(travelling_back_together_takes_as_long_as_the_way_there),
		with_fixture(the_line_to_the_customer_is_in_the_language_asked_for),
		with_fixture(what_is_rehearsed_comes_from_the_preparation_once_it_is_in),
		with_fixture(more_of_us_than_of_them_is_said_at_planning_and_on_the_card),
		with_fixture(what_the_coachee_wants_watched_is_taken_from_the_preparation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
