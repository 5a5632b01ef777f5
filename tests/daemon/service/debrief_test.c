/* tests — notes during the meeting and the conversation right after. */
#include "story.h"

#include <stdlib.h>

#include "ridealong/v1/report.pb-c.h"

extern Reports_Service service_reports;

static enum status get(struct fixture *f, const struct actor *actor, const char *session, Debrief **ret)
{
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;

	in.name = arena_printf(f->arena, "%s/debrief", session);
	return fixture_call(f, actor, &service_debriefs, "GetDebrief", &in, ret);
}

static int notes_seen(struct fixture *f, const struct actor *actor, const char *session)
{
	ListObservationsRequest in = LIST_OBSERVATIONS_REQUEST__INIT;
	ListObservationsResponse *out;

	in.session = (char *)session;
	assert_ok(f, fixture_call(f, actor, &service_debriefs, "ListObservations", &in, &out));
	return (int)out->n_observations;
}

static enum status write_as(struct fixture *f, const struct actor *actor, const char *session, const char *lines,
	DebriefMode mode, const char *speaker, WriteDebriefResponse **ret)
{
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;

	in.name = arena_printf(f->arena, "%s/debrief", session);
	in.lines = (char *)lines;
	in.mode = mode;
	in.speaker = (char *)speaker;
	return fixture_call(f, actor, &service_debriefs, "WriteDebrief", &in, ret);
}

static void the_first_note_starts_the_session(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	AddNotesResponse *notes;

	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "* 1 a date\n* 4 if, then", true, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_note(f, &f->ruud, session->name, "+ hm", NULL, NULL));
	assert_reason(f, "TOO_EARLY");
	story_until(f, STORY_START + 10 * CLOCK_MINUTE);
	assert_ok(f, story_note(f, &f->ruud, "sessions/@now",
			     "\" \"what does it cost?\"\n+ silence\n^n\n=1 yes =2 partly =7 no =8 no", NULL, &notes));
	assert_string_equal(notes->session, session->name);
	assert_int_equal(notes->n_lines, 4);
	assert_int_equal(notes->n_observations, 4); /* the unknown intentions are kept as text, once */
	assert_string_equal(notes->lines[3]->meaning, "intention 1: happened; intention 2: partly");
	assert_string_equal(
		notes->lines[3]->problem, "there is no intention 7; kept as text; nor is there an intention 8");
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_IN_PROGRESS);
	assert_int_equal(instant_us(session->actual_start_time), STORY_START + 10 * CLOCK_MINUTE);
	assert_int_equal(fixture_events(f, "observation.added", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "observation.added", "people/noor"), 0);
}

static void a_first_note_of_after_the_meeting_says_that_it_began_as_planned(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "* 1 a date\n* 4 if, then", true, NULL));
	story_until(f, STORY_END + 2 * CLOCK_MINUTE);
	assert_ok(f, story_note(f, &f->ruud, session->name, "+ silence", NULL, NULL));
	assert_ok(f, story_debrief(f, &f->noor, session->name, "better than I thought", NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(instant_us(session->actual_start_time), STORY_START);
	assert_int_equal(instant_us(session->actual_end_time), STORY_END);
}

static void notes_are_the_coachs(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	assert_status(f, STATUS_PERMISSION_DENIED, story_note(f, &f->noor, session->name, "+ me", NULL, NULL));
	assert_status(f, STATUS_NOT_FOUND, story_note(f, &f->kim, session->name, "+ me", NULL, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, story_note(f, &f->ruud, session->name, " \n", NULL, NULL));
	assert_ok(f, story_note(f, &f->ruud, session->name, "+ you asked first", NULL, NULL));
	assert_int_equal(notes_seen(f, &f->ruud, session->name), 1);
	assert_int_equal(notes_seen(f, &f->noor, session->name), 0);
	assert_ok(f, story_debrief(f, &f->noor, session->name, "better than I thought", NULL));
	assert_int_equal(notes_seen(f, &f->noor, session->name), 1);
}

static void notes_that_came_together_stay_in_their_order_over_pages(void **state)
{
	static const char *const words[] = { "one", "two", "three", "four", "five" };
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	ListObservationsRequest in = LIST_OBSERVATIONS_REQUEST__INIT;
	ListObservationsResponse *out;

	assert_ok(f, story_note(f, &f->ruud, session->name, "+ one\n\" two\n+ three\n\" four\n+ five", NULL, NULL));
	in.session = session->name;
	in.page_size = 2;
	for (size_t seen = 0; seen < sizeof(words) / sizeof(words[0]);) {
		assert_ok(f, fixture_call(f, &f->ruud, &service_debriefs, "ListObservations", &in, &out));
		assert_true(out->n_observations > 0);
		for (size_t i = 0; i < out->n_observations; i++, seen++)
			assert_string_equal(out->observations[i]->text, words[seen]);
		in.page_token = out->next_page_token;
	}
	assert_string_equal(out->next_page_token, "");
}

static void notes_sent_again_are_kept_once(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	AddNotesResponse *notes;

	assert_ok(f, story_note(f, &f->ruud, session->name, "+ one\n! practise", "phone-1", NULL));
	f->now += 40 * CLOCK_DAY;
	assert_ok(f, story_note(f, &f->ruud, "sessions/@now", "+ one\n! practise", "phone-1", &notes));
	assert_string_equal(notes->session, session->name);
	assert_int_equal(notes->n_lines, 2);
	assert_int_equal(notes_seen(f, &f->ruud, session->name), 1);
	assert_int_equal(fixture_events(f, "action_point.created", NULL), 1);
	assert_status(f, STATUS_ALREADY_EXISTS, story_note(f, &f->ruud, session->name, "+ two", "phone-1", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, story_note(f, &f->ruud, session->name, "+ two", "ph\x01ne", NULL));
}

static void notes_do_not_come_from_the_future(void **state)
{
	struct fixture *f = *state;
	AddNotesRequest in = ADD_NOTES_REQUEST__INIT;

	in.session = story_debriefing(f)->name;
	in.lines = "+ later";
	in.observe_time = instant_new(f->arena, f->now + CLOCK_MINUTE);
	assert_status(f, STATUS_INVALID_ARGUMENT, fixture_call(f, &f->ruud, &service_debriefs, "AddNotes", &in, NULL));
	assert_string_equal(f->error.field, "observe_time");
}

static void the_coachee_speaks_first(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	WriteDebriefResponse *written;

	assert_status(
		f, STATUS_FAILED_PRECONDITION, story_debrief(f, &f->ruud, session->name, "I liked sitting back", NULL));
	assert_reason(f, "COACHEE_FIRST");
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "+ silence after the price", NULL));
	assert_ok(f, story_debrief(f, &f->noor, session->name, "beter dan ik dacht", &written));
	assert_string_equal(written->debrief->coachee_experience, "beter dan ik dacht");
	assert_int_equal(written->debrief->n_compliments, 1);
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "I liked sitting back", &written));
	assert_string_equal(written->debrief->coach_experience, "I liked sitting back");
	assert_int_equal(strlen(written->debrief->coach_experience_hash), 64);
	assert_int_equal(written->debrief->n_missing, 1);
	assert_string_equal(written->debrief->missing[0], "action_point");
	assert_string_not_equal(written->debrief->nudge, "");
}

static void a_program_reads_no_notes_before_the_coachee_has_spoken(void **state)
{
	static const char *const scopes[] = { "debriefs.read" };
	struct fixture *f = *state;
	const struct actor program = { .kind = ACTOR_PROGRAM, .name = "tokens/hr", .scopes = scopes, .n_scopes = 1 };
	ListObservationsRequest in = LIST_OBSERVATIONS_REQUEST__INIT;
	ListObservationsResponse *out = NULL;

	in.session = story_debriefing(f)->name;
	assert_ok(f, story_debrief(f, &f->ruud, in.session, "+ silence after the price", NULL));
	assert_ok(f, fixture_call(f, &program, &service_debriefs, "ListObservations", &in, &out));
	assert_int_equal(out->n_observations, 0);
	assert_ok(f, story_debrief(f, &f->noor, in.session, "beter dan ik dacht", NULL));
	assert_ok(f, fixture_call(f, &program, &service_debriefs, "ListObservations", &in, &out));
	assert_int_equal(out->n_observations, 1);
}

static void the_smallest_debrief_closes_with_two_signatures(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Debrief *debrief;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "beter dan ik dacht\n! openingsvraag oefenen", NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "I liked it\n+ you asked first", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, &debrief));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_sign(f, &f->ruud, session->name, &debrief));
	assert_int_equal(debrief->n_signatures, 2);
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_CLOSED);
	assert_int_equal(fixture_events(f, "debrief.signed", "people/ruud"), 2);
	assert_status(f, STATUS_FAILED_PRECONDITION, story_debrief(f, &f->noor, session->name, "more", NULL));
	assert_reason(f, "SESSION_CLOSED");
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "ReopenSession", session->name, NULL));
}

static void another_date_of_its_action_points_does_not_change_a_closed_debrief(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	ExtendActionPointRequest in = EXTEND_ACTION_POINT_REQUEST__INIT;
	Debrief *debrief;
	char *first, *second;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen @12-03\n! bellen @13-03", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_sign(f, &f->ruud, session->name, &debrief));
	assert_int_equal(debrief->n_action_points, 2);
	first = debrief->action_points[0];
	second = debrief->action_points[1];
	in.name = first;
	in.due_date = "2026-04-01";
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "ExtendActionPoint", &in, NULL));
	in.name = second;
	in.due_date = "2026-03-31";
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "ExtendActionPoint", &in, NULL));
	assert_ok(f, get(f, &f->ruud, session->name, &debrief));
	assert_string_equal(debrief->action_points[0], first);
	assert_string_equal(debrief->action_points[1], second);
}

static void an_action_point_that_is_taken_up_again_does_not_change_a_closed_debrief(void **state)
{
	struct fixture *f = *state;
	CreateActionPointRequest in = CREATE_ACTION_POINT_REQUEST__INIT;
	CompleteActionPointRequest done = COMPLETE_ACTION_POINT_REQUEST__INIT;
	ReopenActionPointRequest reopen = REOPEN_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT, *agreed;
	Session *session;
	Debrief *debrief;

	point.coaching = "coachings/noor";
	point.owner = "people/noor";
	point.text = "oefenen";
	in.action_point = &point;
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "CreateActionPoint", &in, &agreed));
	story_until(f, STORY_START - 2 * CLOCK_HOUR);
	done.name = reopen.name = agreed->name;
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "CompleteActionPoint", &done, NULL));
	session = story_debriefing(f);
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! bellen", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_sign(f, &f->ruud, session->name, &debrief));
	assert_int_equal(debrief->n_carried, 0);
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "ReopenActionPoint", &reopen, NULL));
	assert_ok(f, get(f, &f->ruud, session->name, &debrief));
	assert_int_equal(debrief->n_carried, 0);
}

static void what_is_missing_tells_the_coachee_nothing_of_the_coachs_words_before_having_spoken(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Debrief *before, *after;

	assert_ok(f, get(f, &f->noor, session->name, &before));
	assert_ok(f, story_note(f, &f->ruud, session->name, "+ silence after the price", NULL, NULL));
	assert_ok(f, get(f, &f->noor, session->name, &after));
	assert_int_equal(after->n_missing, before->n_missing);
	assert_string_equal(after->nudge, before->nudge);
	assert_ok(f, get(f, &f->ruud, session->name, &after));
	assert_int_equal(after->n_missing, before->n_missing - 1);
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed", NULL));
	assert_ok(f, get(f, &f->noor, session->name, &after));
	assert_int_equal(after->n_missing, before->n_missing - 2);
}

static void new_lines_take_signatures_back(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Debrief *debrief;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "- too fast > count to three", NULL));
	assert_ok(f, get(f, &f->noor, session->name, &debrief));
	assert_int_equal(debrief->n_signatures, 0);
}

static void apart_the_coachs_words_wait_for_the_coachees(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	WriteDebriefResponse *written;
	Debrief *debrief;

	assert_ok(f, write_as(f, &f->ruud, session->name, "a hard one\n+ silence\n=1 yes", DEBRIEF_MODE_APART, "",
			     &written));
	assert_string_equal(written->debrief->coach_experience, "a hard one");
	assert_ok(f, get(f, &f->noor, session->name, &debrief));
	assert_string_equal(debrief->coach_experience, "");
	assert_int_equal(strlen(debrief->coach_experience_hash), 64);
	assert_non_null(debrief->coach_experience_time);
	assert_int_equal(debrief->n_compliments, 0);
	assert_int_equal(debrief->intentions[0]->outcome, OUTCOME_UNSPECIFIED);
	assert_status(f, STATUS_FAILED_PRECONDITION,
		write_as(f, &f->ruud, session->name, "hm", DEBRIEF_MODE_TOGETHER, "", NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION,
		write_as(f, &f->ruud, session->name, "hm", DEBRIEF_MODE_APART, "people/noor", NULL));
	assert_ok(f, write_as(f, &f->noor, session->name, "ging wel", DEBRIEF_MODE_UNSPECIFIED, "", NULL));
	assert_ok(f, get(f, &f->noor, session->name, &debrief));
	assert_string_equal(debrief->coach_experience, "a hard one");
	assert_int_equal(debrief->n_compliments, 1);
	assert_int_equal(debrief->intentions[0]->outcome, OUTCOME_HAPPENED);
}

static void one_types_for_both_at_the_same_table(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	WriteDebriefResponse *written;

	assert_ok(f, write_as(f, &f->ruud, session->name, "better than I thought", DEBRIEF_MODE_UNSPECIFIED,
			     "people/noor", &written));
	assert_string_equal(written->debrief->coachee_experience, "better than I thought");
	assert_status(f, STATUS_NOT_FOUND,
		write_as(f, &f->ruud, session->name, "hm", DEBRIEF_MODE_UNSPECIFIED, "people/kim", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT,
		write_as(f, &f->ruud, session->name, "hm", DEBRIEF_MODE_UNSPECIFIED, "people/sam", NULL));
}

static void the_first_line_ends_the_meeting(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	WriteDebriefResponse *written;

	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_debrief(f, &f->noor, session->name, "goed", NULL));
	story_until(f, STORY_START + 20 * CLOCK_MINUTE);
	assert_ok(f, story_do(f, &f->ruud, "StartSession", session->name, NULL));
	f->now = STORY_END - 10 * CLOCK_MINUTE;
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed", &written));
	assert_null(written->debrief->delay);
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_DEBRIEFING);
	assert_int_equal(instant_us(session->actual_end_time), STORY_END - 10 * CLOCK_MINUTE);
}

static void a_confirmed_session_that_nobody_started_can_still_be_talked_through(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	WriteDebriefResponse *written;

	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	f->now = STORY_END + CLOCK_HOUR;
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed", &written));
	assert_int_equal(instant_length_us(written->debrief->delay), CLOCK_HOUR);
	assert_int_equal(fixture_events(f, "session.started", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.finished", "people/ruud"), 1);
}

static void two_new_action_points_are_enough(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	WriteDebriefResponse *written;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! een @vr\n! twee\n! drie\n? Ruud belt inkoop",
			     &written));
	assert_int_equal(written->debrief->n_action_points, 2);
	assert_int_equal(written->debrief->n_promises, 1);
	assert_int_equal(written->debrief->n_other, 1);
	assert_string_not_equal(written->lines[3]->problem, "");
	assert_string_equal(written->debrief->other[0]->text, "! drie");
}

static void without_an_answer_it_closes_as_not_confirmed(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed", NULL));
	story_until(f, STORY_END + 9 * CLOCK_DAY);
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_CLOSED);
	assert_true(session->not_confirmed);
}

static int tips_counted(struct fixture *f)
{
	ReportCoachingRequest in = REPORT_COACHING_REQUEST__INIT;
	CoachingReport *out;

	assert_ok(f, fixture_call(f, &f->noor, &service_reports, "ReportCoaching", &in, &out));
	return out->coachees[0]->tips;
}

static int points_seen(struct fixture *f, const struct actor *actor)
{
	ListActionPointsRequest in = LIST_ACTION_POINTS_REQUEST__INIT;
	ListActionPointsResponse *out;

	assert_ok(f, fixture_call(f, actor, &service_action_points, "ListActionPoints", &in, &out));
	return (int)out->n_action_points;
}

static void what_the_coach_wrote_is_open_to_a_coachee_who_never_spoke_once_it_is_over(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Debrief *debrief;

	assert_ok(f, write_as(f, &f->ruud, session->name,
			     "a hard one\n+ silence\n- too fast > count to three\n? I call them\n=1 yes",
			     DEBRIEF_MODE_APART, "", NULL));
	assert_int_equal(points_seen(f, &f->noor), 0);
	assert_int_equal(tips_counted(f), 0);
	story_until(f, STORY_END + 9 * CLOCK_DAY);
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_CLOSED);
	assert_true(session->not_confirmed);
	assert_ok(f, get(f, &f->noor, session->name, &debrief));
	assert_true(debrief->over);
	assert_string_equal(debrief->coach_experience, "a hard one");
	assert_int_equal(debrief->n_compliments, 1);
	assert_int_equal(debrief->n_tips, 1);
	assert_int_equal(debrief->n_promises, 1);
	assert_int_equal(debrief->intentions[0]->outcome, OUTCOME_HAPPENED);
	assert_int_equal(notes_seen(f, &f->noor, session->name), 2);
	assert_int_equal(points_seen(f, &f->noor), 1);
	assert_int_equal(fixture_events(f, "action_point.shown", "people/noor"), 1);
	assert_int_equal(tips_counted(f), 1);
}

static void what_the_coachee_wrote_is_open_to_a_coach_who_never_wrote_once_it_is_over(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Debrief *debrief;

	assert_ok(f, write_as(f, &f->noor, session->name, "ging wel", DEBRIEF_MODE_APART, "", NULL));
	assert_ok(f, get(f, &f->ruud, session->name, &debrief));
	assert_string_equal(debrief->coachee_experience, "");
	story_until(f, STORY_END + 9 * CLOCK_DAY);
	assert_ok(f, get(f, &f->ruud, session->name, &debrief));
	assert_string_equal(debrief->coachee_experience, "ging wel");
}

static void without_a_line_it_lapses_and_can_be_reopened(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	story_until(f, STORY_END + 8 * CLOCK_DAY);
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_LAPSED);
	assert_ok(f, story_do(f, &f->ruud, "ReopenSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_DEBRIEFING);
	assert_ok(f, story_debrief(f, &f->noor, session->name, "toch nog", NULL));
}

static void seen_needs_a_remark(void **state)
{
	struct fixture *f = *state;
	SignDebriefRequest in = SIGN_DEBRIEF_REQUEST__INIT;
	Session *session = story_debriefing(f);
	Debrief *debrief;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	in.name = "sessions/@last/debrief";
	in.kind = SIGNATURE_KIND_SEEN;
	assert_status(
		f, STATUS_INVALID_ARGUMENT, fixture_call(f, &f->noor, &service_debriefs, "SignDebrief", &in, NULL));
	in.remark = "zo zag ik het niet";
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "SignDebrief", &in, &debrief));
	assert_string_equal(debrief->signatures[0]->remark, "zo zag ik het niet");
	assert_status(
		f, STATUS_PERMISSION_DENIED, fixture_call(f, &f->admin, &service_debriefs, "SignDebrief", &in, NULL));
}

static void long_lines_are_refused(void **state)
{
	struct fixture *f = *state;
	char *line = malloc(5001);
	Session *session = story_debriefing(f);

	memset(line, 'x', 5000);
	line[5000] = '\0';
	assert_status(f, STATUS_INVALID_ARGUMENT, story_debrief(f, &f->noor, session->name, line, NULL));
	assert_string_equal(f->error.field, "lines");
	free(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(the_first_note_starts_the_session),
		with_fixture(a_first_note_of_after_the_meeting_says_that_it_began_as_planned),
		with_fixture(notes_are_the_coachs),
		with_fixture(notes_that_came_together_stay_in_their_order_over_pages),
		with_fixture(notes_sent_again_are_kept_once),
		with_fixture(notes_do_not_come_from_the_future),
		with_fixture(the_coachee_speaks_first),
		with_fixture(a_program_reads_no_notes_before_the_coachee_has_spoken),
		with_fixture(the_smallest_debrief_closes_with_two_signatures),
		with_fixture(another_date_of_its_action_points_does_not_change_a_closed_debrief),
		with_fixture(an_action_point_that_is_taken_up_again_does_not_change_a_closed_debrief),
		with_fixture(what_is_missing_tells_the_coachee_nothing_of_the_coachs_words_before_having_spoken),
		with_fixture(new_lines_take_signatures_back),
		with_fixture(apart_the_coachs_words_wait_for_the_coachees),
		with_fixture(one_types_for_both_at_the_same_table),
		with_fixture(the_first_line_ends_the_meeting),
		with_fixture(a_confirmed_session_that_nobody_started_can_still_be_talked_through),
		with_fixture(two_new_action_points_are_enough),
		with_fixture(without_an_answer_it_closes_as_not_confirmed),
		with_fixture(what_the_coach_wrote_is_open_to_a_coachee_who_never_spoke_once_it_is_over),
		with_fixture(what_the_coachee_wrote_is_open_to_a_coach_who_never_wrote_once_it_is_over),
		with_fixture(without_a_line_it_lapses_and_can_be_reopened),
		with_fixture(seen_needs_a_remark),
		with_fixture(long_lines_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
