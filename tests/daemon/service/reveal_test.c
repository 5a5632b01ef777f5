/* tests — what is said at the reveal of an unannounced session, and what comes of it. */
#include "story.h"

#include "ridealong/v1/report.pb-c.h"

extern Reports_Service service_reports;

/* Revealed this morning, an hour and a half before the meeting. */
static Session *revealed(struct fixture *f)
{
	Session *first = story_planned(f), *hidden = NULL;

	story_takes_place(f, first);
	story_tell_team(f);
	story_meeting(f, "secret", "people/noor", STORY_START + 7 * CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/secret", NULL, true, &hidden));
	story_until(f, instant_us(hidden->departure_time) - CLOCK_HOUR);
	assert_ok(f, story_do(f, &f->noor, "GetSession", hidden->name, &hidden));
	return hidden;
}

static enum status check(struct fixture *f, const struct actor *actor, const Session *session, char *const *lines,
	size_t n_lines, Session **ret)
{
	RecordRevealCheckRequest in = RECORD_REVEAL_CHECK_REQUEST__INIT;

	in.name = session->name;
	in.goal_clear = in.hardest_question = CHECK_ANSWER_YES;
	in.plan_b = CHECK_ANSWER_NO;
	in.intentions = (char **)lines;
	in.n_intentions = n_lines;
	return fixture_call(f, actor, &service_sessions, "RecordRevealCheck", &in, ret);
}

static enum status confirm(struct fixture *f, const struct actor *actor, const Session *session, int number,
	const char *text, Preparation **ret)
{
	ConfirmIntentionsRequest in = CONFIRM_INTENTIONS_REQUEST__INIT;
	IntentionChange change = INTENTION_CHANGE__INIT, *changes[] = { &change };

	in.name = session->name;
	change.number = number;
	change.text = (char *)text;
	in.changes = changes;
	in.n_changes = number > 0;
	return fixture_call(f, actor, &service_sessions, "ConfirmIntentions", &in, ret);
}

static enum status object(struct fixture *f, const struct actor *actor, const Session *session, Session **ret)
{
	ObjectToSessionRequest in = OBJECT_TO_SESSION_REQUEST__INIT;

	in.name = session->name;
	in.reason = "the buyer has left";
	return fixture_call(f, actor, &service_sessions, "ObjectToSession", &in, ret);
}

static Debrief *debrief_of(struct fixture *f, const struct actor *actor, const Session *session)
{
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	Debrief *debrief;

	in.name = arena_printf(f->arena, "%s/debrief", session->name);
	assert_ok(f, fixture_call(f, actor, &service_debriefs, "GetDebrief", &in, &debrief));
	return debrief;
}

static char *const two_lines[] = { "ask first", "agree on a date" };

static void the_check_is_kept_and_its_lines_wait_for_the_coachee(void **state)
{
	struct fixture *f = *state;
	Session *session = revealed(f), *after;
	Debrief *debrief;

	assert_ok(f, check(f, &f->ruud, session, two_lines, 2, &after));
	assert_int_equal(after->state, SESSION_STATE_CONFIRMED);
	assert_int_equal(after->goal_clear, CHECK_ANSWER_YES);
	assert_int_equal(after->plan_b, CHECK_ANSWER_NO);
	assert_int_equal(fixture_events(f, "session.checked", "people/noor"), 1);
	debrief = debrief_of(f, &f->noor, session);
	assert_int_equal(debrief->n_intentions, 2);
	assert_string_equal(debrief->intentions[1]->text, "agree on a date");
	assert_true(debrief->intentions[1]->unconfirmed);
	/* Once more: other lines take their place; none leaves them. */
	assert_ok(f, check(f, &f->ruud, session, two_lines + 1, 1, NULL));
	assert_ok(f, check(f, &f->ruud, session, NULL, 0, NULL));
	debrief = debrief_of(f, &f->ruud, session);
	assert_int_equal(debrief->n_intentions, 1);
	assert_string_equal(debrief->intentions[0]->text, "agree on a date");
}

static void the_coachee_confirms_rewords_and_strikes(void **state)
{
	struct fixture *f = *state;
	Session *session = revealed(f);
	char *const three[] = { "one", "two", "three" };
	Preparation *preparation;

	assert_status(f, STATUS_FAILED_PRECONDITION, confirm(f, &f->noor, session, 0, "", NULL));
	assert_reason(f, "NOTHING_TO_CONFIRM");
	assert_ok(f, check(f, &f->ruud, session, three, 3, NULL));
	assert_status(f, STATUS_PERMISSION_DENIED, confirm(f, &f->ruud, session, 0, "", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, confirm(f, &f->noor, session, 4, "four", NULL));
	assert_ok(f, confirm(f, &f->noor, session, 2, "", &preparation));
	assert_int_equal(preparation->n_intentions, 2);
	assert_int_equal(preparation->intentions[1]->number, 3);
	assert_false(preparation->intentions[1]->unconfirmed);
	assert_int_equal(fixture_events(f, "session.intentions_confirmed", "people/ruud"), 1);
	/* One more was said; what is confirmed stays, and the free number is taken. */
	assert_ok(f, check(f, &f->ruud, session, three + 1, 1, NULL));
	assert_ok(f, confirm(f, &f->noor, session, 2, "two, in my words", &preparation));
	assert_int_equal(preparation->n_intentions, 3);
	assert_string_equal(preparation->intentions[1]->text, "two, in my words");
	assert_status(f, STATUS_INVALID_ARGUMENT, check(f, &f->ruud, session, three, 1, NULL));
	assert_reason(f, "THREE_INTENTIONS");
}

static void what_is_not_confirmed_is_not_counted(void **state)
{
	struct fixture *f = *state;
	ReportCoachingRequest in = REPORT_COACHING_REQUEST__INIT;
	CoachingReport *report;
	Session *session = revealed(f);

	in.coach = "people/ruud";
	in.coachee = "people/noor";
	assert_ok(f, check(f, &f->ruud, session, two_lines, 2, NULL));
	assert_ok(f, story_do(f, &f->ruud, "StartSession", session->name, NULL));
	assert_ok(f, story_note(f, &f->ruud, session->name, "=1 ja =2 nee", NULL, NULL));
	assert_ok(f, fixture_call(f, &f->ruud, &service_reports, "ReportCoaching", &in, &report));
	assert_int_equal(report->coachees[0]->unannounced->intended, 0);
	/* What became of it was said: rewording it now would change what was seen. */
	assert_status(f, STATUS_FAILED_PRECONDITION, confirm(f, &f->noor, session, 1, "something else", NULL));
	assert_reason(f, "OUTCOME_SAID");
	assert_ok(f, confirm(f, &f->noor, session, 0, "", NULL));
	assert_ok(f, fixture_call(f, &f->ruud, &service_reports, "ReportCoaching", &in, &report));
	assert_int_equal(report->coachees[0]->unannounced->intended, 2);
}

static void a_draft_stays_its_owners_and_what_was_said_stays_beside_it(void **state)
{
	struct fixture *f = *state;
	Session *session = revealed(f);
	WritePreparationResponse *written;

	assert_ok(f, check(f, &f->ruud, session, two_lines, 2, NULL));
	assert_ok(f, story_prepare(f, &f->noor, "meetings/secret", "* 1 a date\n2 in a hurry", false, &written));
	assert_int_equal(written->preparation->n_intentions, 3);
	assert_int_equal(debrief_of(f, &f->ruud, session)->n_intentions, 2);
	assert_status(
		f, STATUS_INVALID_ARGUMENT, story_prepare(f, &f->noor, "meetings/secret", "* 4 if, then", false, NULL));
	assert_reason(f, "THREE_INTENTIONS");
}

static void an_objection_reaches_the_coach_and_moves_nothing(void **state)
{
	struct fixture *f = *state;
	Session *session = revealed(f), *after;

	assert_status(f, STATUS_PERMISSION_DENIED, object(f, &f->ruud, session, NULL));
	assert_ok(f, object(f, &f->noor, session, &after));
	assert_int_equal(after->state, SESSION_STATE_CONFIRMED);
	assert_true(after->inconvenient);
	assert_string_equal(after->inconvenient_reason, "the buyer has left");
	assert_int_equal(fixture_events(f, "session.inconvenient", "people/ruud"), 1);
	/* The check never acts on it. */
	assert_status(f, STATUS_FAILED_PRECONDITION,
		story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "skip_unprepared/1", NULL));
	assert_ok(f, story_do(f, &f->ruud, "StartSession", session->name, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, object(f, &f->noor, session, NULL));
}

static void before_the_reveal_there_is_nothing_to_say(void **state)
{
	struct fixture *f = *state;
	Session *first = story_planned(f), *hidden = NULL;

	story_tell_team(f);
	story_meeting(f, "secret", "people/noor", STORY_START + 7 * CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/secret", NULL, true, &hidden));
	assert_status(f, STATUS_FAILED_PRECONDITION, check(f, &f->ruud, hidden, two_lines, 2, NULL));
	assert_reason(f, "NOT_REVEALED");
	assert_status(f, STATUS_NOT_FOUND, confirm(f, &f->noor, hidden, 0, "", NULL));
	assert_status(f, STATUS_NOT_FOUND, object(f, &f->noor, hidden, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, check(f, &f->ruud, first, two_lines, 2, NULL));
	assert_reason(f, "ANNOUNCED");
}

/* What was asked by mail selects the grammar. */
static enum status answer(struct fixture *f, const Session *session, const char *person, ReminderKind kind,
	const char *text, AnswerResponse **ret)
{
	CreateReminderRequest create = CREATE_REMINDER_REQUEST__INIT;
	AnswerRequest in = ANSWER_REQUEST__INIT;
	Reminder asked = REMINDER__INIT, *reminder;

	asked.key = arena_printf(f->arena, "%d/%d", (int)kind, f->calls);
	asked.kind = kind;
	asked.person = (char *)person;
	asked.session = session->name;
	create.reminder = &asked;
	create.answerable = true;
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "CreateReminder", &create, &reminder));
	in.address = reminder->answer_address;
	in.sender = arena_printf(f->arena, "%s@example.org", person + strlen("people/"));
	in.text = (char *)text;
	return fixture_call(f, &f->plugin, &service_reminders, "Answer", &in, ret);
}

static void the_mails_are_answered(void **state)
{
	struct fixture *f = *state;
	Session *session = revealed(f), *seen;
	AnswerResponse *reply;

	assert_ok(f, answer(f, session, "people/noor", REMINDER_KIND_REVEAL, "prima!", &reply));
	assert_string_equal(reply->summary, "Mooi. Tot straks.");
	assert_status(f, STATUS_INVALID_ARGUMENT,
		answer(f, session, "people/noor", REMINDER_KIND_REVEAL, "ik wil een datum", NULL));
	assert_ok(f, answer(f, session, "people/noor", REMINDER_KIND_REVEAL,
			     "Prima! Mijn doel is een datum voor de start", &reply));
	assert_string_equal(
		reply->summary, "Mooi. Wat je verder schreef is niet bewaard: vertel het onderweg. Tot straks.");
	assert_ok(f, answer(f, session, "people/ruud", REMINDER_KIND_CHECK, "yes yes no\nask first\na date", &reply));
	assert_string_equal(reply->summary,
		"The check is kept. Goal clear: yes. Hardest question ready: yes. Plan B: no. Noor is asked to confirm "
		"the intentions.");
	assert_ok(f, answer(f, session, "people/noor", REMINDER_KIND_CONFIRM, "1 eerst vragen\n2 -", &reply));
	assert_int_equal(debrief_of(f, &f->ruud, session)->n_intentions, 1);
	assert_string_equal(debrief_of(f, &f->ruud, session)->intentions[0]->text, "eerst vragen");
	assert_ok(f, answer(f, session, "people/noor", REMINDER_KIND_REVEAL, "komt toch niet uit", &reply));
	assert_string_equal(reply->summary, "Je zegt dat het niet uitkomt: \"komt toch niet uit\". Ruud krijgt nu "
					    "bericht en besluit. Je hoort het.");
	assert_ok(f, answer(f, session, "people/ruud", REMINDER_KIND_DECIDE, "no, another time", &reply));
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &seen));
	assert_int_equal(seen->state, SESSION_STATE_CANCELLED);
	assert_string_equal(seen->cancel_reason, "another time");
}

static void the_coach_answers_what_is_to_become_of_a_hidden_one(void **state)
{
	struct fixture *f = *state;
	Session *first = story_planned(f), *hidden = NULL, *seen;

	(void)first;
	story_tell_team(f);
	story_meeting(f, "secret", "people/noor", STORY_START + 7 * CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/secret", NULL, true, &hidden));
	assert_status(
		f, STATUS_INVALID_ARGUMENT, answer(f, hidden, "people/ruud", REMINDER_KIND_UNANNOUNCED, "talk", NULL));
	assert_ok(f, answer(f, hidden, "people/ruud", REMINDER_KIND_UNANNOUNCED, "no", NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", hidden->name, &seen));
	assert_int_equal(seen->state, SESSION_STATE_CANCELLED);
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", hidden->name, NULL));
	assert_ok(f, story_plan(f, &f->ruud, "meetings/secret", NULL, true, &hidden));
	assert_ok(f, answer(f, hidden, "people/ruud", REMINDER_KIND_UNANNOUNCED, "go", NULL));
	assert_ok(f, story_do(f, &f->noor, "GetSession", hidden->name, &seen));
	assert_int_equal(seen->state, SESSION_STATE_CONFIRMED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(the_check_is_kept_and_its_lines_wait_for_the_coachee),
		with_fixture(the_coachee_confirms_rewords_and_strikes),
		with_fixture(what_is_not_confirmed_is_not_counted),
		with_fixture(a_draft_stays_its_owners_and_what_was_said_stays_beside_it),
		with_fixture(an_objection_reaches_the_coach_and_moves_nothing),
		with_fixture(before_the_reveal_there_is_nothing_to_say),
		with_fixture(the_mails_are_answered),
		with_fixture(the_coach_answers_what_is_to_become_of_a_hidden_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
