/* tests — the time of the debrief: planned with the session, held against other appointments, put into calendars. */
#include "story.h"

static Session *get(struct fixture *f, const struct actor *actor, const char *name)
{
	Session *session = NULL;

	assert_ok(f, story_do(f, actor, "GetSession", name, &session));
	return session;
}

static SessionCalendar *calendar(struct fixture *f, const struct actor *actor, const char *name)
{
	GetSessionCalendarRequest in = GET_SESSION_CALENDAR_REQUEST__INIT;
	SessionCalendar *out = NULL;

	in.name = (char *)name;
	assert_ok(f, fixture_call(f, actor, &service_sessions, "GetSessionCalendar", &in, &out));
	return out;
}

static enum status after_travel(
	struct fixture *f, const struct actor *actor, const char *name, bool value, bool together)
{
	UpdateSessionRequest in = UPDATE_SESSION_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Session session = SESSION__INIT;
	char *paths[] = { "debrief_after_travel", "travel_together" };

	session.name = (char *)name;
	session.debrief_after_travel = value;
	session.travel_together = TRAVEL_TOGETHER_BOTH;
	mask.paths = paths;
	mask.n_paths = together ? 2 : 1;
	in.session = &session;
	in.update_mask = &mask;
	return fixture_call(f, actor, &service_sessions, "UpdateSession", &in, NULL);
}

static void it_is_twenty_minutes_right_after_or_after_the_way_back(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_int_equal(instant_us(session->debrief_start_time), STORY_END);
	assert_int_equal(instant_us(session->debrief_end_time), STORY_END + 20 * CLOCK_MINUTE);
	assert_status(f, STATUS_INVALID_ARGUMENT, after_travel(f, &f->ruud, session->name, true, false));
	assert_reason(f, "AFTER_TRAVEL");
	assert_ok(f, after_travel(f, &f->ruud, session->name, true, true));
	session = get(f, &f->noor, session->name);
	assert_true(session->debrief_after_travel);
	assert_int_equal(instant_us(session->debrief_start_time), STORY_END + 30 * CLOCK_MINUTE);
}

static void the_delay_counts_from_there(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	WriteDebriefResponse *written;

	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	assert_ok(f, after_travel(f, &f->ruud, session->name, true, true));
	f->now = STORY_END + CLOCK_HOUR;
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed", &written));
	assert_int_equal(instant_length_us(written->debrief->delay), 30 * CLOCK_MINUTE);
}

static void the_coach_is_told_of_what_falls_into_it(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_null(session->debrief_collision_time);
	story_meeting(f, "next", "people/noor", STORY_END + 20 * CLOCK_MINUTE); /* right behind: fits */
	assert_null(get(f, &f->ruud, session->name)->debrief_collision_time);
	story_meeting(f, "soon", "people/noor", STORY_END + 10 * CLOCK_MINUTE);
	session = get(f, &f->ruud, session->name);
	assert_int_equal(instant_us(session->debrief_collision_time), STORY_END + 10 * CLOCK_MINUTE);
	assert_string_equal(session->debrief_collision_person, "people/noor");
	story_meeting(f, "mine", "people/ruud", STORY_END + 5 * CLOCK_MINUTE);
	assert_string_equal(get(f, &f->ruud, session->name)->debrief_collision_person, "people/ruud");
	session = get(f, &f->noor, session->name);
	assert_null(session->debrief_collision_time);
	assert_string_equal(session->debrief_collision_person, "");
}

static void a_collision_with_a_hidden_session_is_for_the_coach_alone(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	story_tell_team(f);
	assert_ok(f, story_plan(f, &f->ruud, story_meeting(f, "other", "people/sam", STORY_END + 40 * CLOCK_MINUTE),
			     NULL, false, NULL));
	session = get(f, &f->ruud, session->name);
	assert_int_equal(instant_us(session->debrief_collision_time), STORY_END + 10 * CLOCK_MINUTE); /* departure */
	assert_string_equal(session->debrief_collision_person, "people/ruud");
	assert_null(get(f, &f->noor, session->name)->debrief_collision_time);
}

static void it_goes_into_any_calendar(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	SessionCalendar *out = calendar(f, &f->noor, session->name);

	assert_non_null(strstr(out->content, "\r\nDTSTART:20260304T100000Z\r\nDTEND:20260304T102000Z\r\n"));
	assert_non_null(strstr(out->content, "\r\nSUMMARY:Debrief: Dovecote BV\r\n"));
	assert_string_equal(out->file_name, "debrief-2026-03-04.ics");
	f->locale = "nl";
	out = calendar(f, &f->ruud, session->name);
	assert_non_null(strstr(out->content, "\r\nSUMMARY:Nabespreken: Dovecote BV\r\n"));
	assert_string_equal(out->file_name, "nabespreking-2026-03-04.ics");
	f->locale = "en";
}

static SessionCalendar *invitation(struct fixture *f, const char *name, const char *email)
{
	GetSessionCalendarRequest in = GET_SESSION_CALENDAR_REQUEST__INIT;
	SessionCalendar *out = NULL;
	enum status st;

	in.name = (char *)name;
	in.inviter_email = (char *)email;
	in.inviter_name = (char *)"Ridealong";
	st = fixture_call(f, &f->noor, &service_sessions, "GetSessionCalendar", &in, &out);
	return st == STATUS_OK ? out : NULL;
}

static int sequence(const SessionCalendar *calendar)
{
	return atoi(strstr(calendar->content, "\r\nSEQUENCE:") + strlen("\r\nSEQUENCE:"));
}

static void an_invitation_moves_with_it_and_is_taken_back(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	SessionCalendar *first, *later;
	const char *uid;

	first = invitation(f, session->name, "ridealong@example.com");
	assert_string_equal(first->content_type, "text/calendar; charset=utf-8; method=REQUEST");
	assert_non_null(strstr(first->content, "\r\nMETHOD:REQUEST\r\n"));
	uid = strstr(first->content, "\r\nUID:");
	f->now += CLOCK_MINUTE;
	assert_ok(f, after_travel(f, &f->ruud, session->name, true, true));
	later = invitation(f, session->name, "ridealong@example.com");
	assert_memory_equal(strstr(later->content, "\r\nUID:"), uid, strcspn(uid + 2, "\r") + 2);
	assert_non_null(strstr(later->content, "\r\nDTSTART:20260304T103000Z\r\n"));
	assert_true(sequence(later) > sequence(first));
	f->now += CLOCK_MINUTE;
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", session->name, NULL));
	first = later;
	later = invitation(f, session->name, "ridealong@example.com");
	assert_non_null(later);
	assert_string_equal(later->content_type, "text/calendar; charset=utf-8; method=CANCEL");
	assert_memory_equal(strstr(later->content, "\r\nUID:"), uid, strcspn(uid + 2, "\r") + 2);
	assert_true(sequence(later) > sequence(first));
	assert_null(invitation(f, session->name, "no address\r\nX:1"));
}

static void of_a_confidential_meeting_it_says_no_name(void **state)
{
	struct fixture *f = *state;
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person person = PERSON__INIT;
	char *path = "template";
	extern People_Service service_people;
	SessionCalendar *out;
	Session *session;

	person.name = "people/noor";
	person.template_ = "hr";
	mask.paths = &path;
	mask.n_paths = 1;
	in.person = &person;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, &f->admin, &service_people, "UpdatePerson", &in, NULL));
	session = story_planned(f);
	out = calendar(f, &f->noor, session->name);
	assert_non_null(strstr(out->content, "\r\nSUMMARY:Debrief\r\n"));
	assert_non_null(strstr(out->content, "\r\nCLASS:CONFIDENTIAL\r\n"));
	assert_null(strstr(out->content, "Dovecote"));
}

static void a_hidden_session_is_in_no_calendar_of_the_coachee(void **state)
{
	struct fixture *f = *state;
	GetSessionCalendarRequest in = GET_SESSION_CALENDAR_REQUEST__INIT;
	Session *session = story_planned(f);

	/* as a hidden one is kept */
	assert_ok(f, store_run(f->conn, "UPDATE session SET unannounced = 1, hidden = 1", NULL, &f->error, ""));
	in.name = session->name;
	assert_status(
		f, STATUS_NOT_FOUND, fixture_call(f, &f->noor, &service_sessions, "GetSessionCalendar", &in, NULL));
	assert_non_null(calendar(f, &f->ruud, session->name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(it_is_twenty_minutes_right_after_or_after_the_way_back),
		with_fixture(the_delay_counts_from_there),
		with_fixture(the_coach_is_told_of_what_falls_into_it),
		with_fixture(a_collision_with_a_hidden_session_is_for_the_coach_alone),
		with_fixture(it_goes_into_any_calendar),
		with_fixture(an_invitation_moves_with_it_and_is_taken_back),
		with_fixture(of_a_confidential_meeting_it_says_no_name),
		with_fixture(a_hidden_session_is_in_no_calendar_of_the_coachee),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
