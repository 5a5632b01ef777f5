/* tests — the coach's working notes. */
#include "story.h"

#include "ridealong/v1/working_note.pb-c.h"

extern WorkingNotes_Service service_working_notes;

static enum status create(
	struct fixture *f, const struct actor *actor, const char *session, const char *text, WorkingNote **ret)
{
	CreateWorkingNoteRequest in = CREATE_WORKING_NOTE_REQUEST__INIT;

	in.session = (char *)session;
	in.text = (char *)text;
	return fixture_call(f, actor, &service_working_notes, "CreateWorkingNote", &in, ret);
}

static enum status list(
	struct fixture *f, const struct actor *actor, const char *session, ListWorkingNotesResponse **ret)
{
	ListWorkingNotesRequest in = LIST_WORKING_NOTES_REQUEST__INIT;

	in.session = (char *)session;
	return fixture_call(f, actor, &service_working_notes, "ListWorkingNotes", &in, ret);
}

static enum status drop(struct fixture *f, const struct actor *actor, const char *name)
{
	DeleteWorkingNoteRequest in = DELETE_WORKING_NOTE_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(f, actor, &service_working_notes, "DeleteWorkingNote", &in, NULL);
}

static void they_are_the_coachs_alone(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	ListWorkingNotesResponse *notes;
	GetDebriefRequest get = GET_DEBRIEF_REQUEST__INIT;
	WorkingNote *note;
	Debrief *debrief;

	assert_status(f, STATUS_INVALID_ARGUMENT, create(f, &f->ruud, session->name, " ", NULL));
	assert_ok(f, create(f, &f->ruud, "sessions/@now", "ask about the move", &note));
	assert_string_equal(note->session, session->name);
	assert_null(note->expire_time);
	assert_status(f, STATUS_PERMISSION_DENIED, create(f, &f->noor, session->name, "me", NULL));
	assert_status(f, STATUS_PERMISSION_DENIED, list(f, &f->noor, session->name, NULL));
	assert_status(f, STATUS_NOT_FOUND, list(f, &f->kim, session->name, NULL));
	assert_true(list(f, &f->admin, session->name, NULL) != STATUS_OK);
	assert_ok(f, list(f, &f->ruud, session->name, &notes));
	assert_int_equal(notes->n_working_notes, 1);
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed", NULL));
	get.name = arena_printf(f->arena, "%s/debrief", session->name);
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "GetDebrief", &get, &debrief));
	assert_int_equal(debrief->n_other, 0);
	assert_int_equal(fixture_events(f, "working_note.created", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "working_note.created", "people/noor"), 0);
}

static void they_say_when_they_go(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	ListWorkingNotesResponse *notes;
	CancelSessionRequest cancel = CANCEL_SESSION_REQUEST__INIT;

	assert_ok(f, create(f, &f->ruud, session->name, "before", NULL));
	cancel.name = session->name;
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "CancelSession", &cancel, NULL));
	assert_ok(f, list(f, &f->ruud, session->name, &notes));
	assert_int_equal(instant_us(notes->working_notes[0]->expire_time), f->now + 14 * CLOCK_DAY);
}

static void one_can_be_removed_by_its_coach(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	ListWorkingNotesResponse *notes;
	WorkingNote *note;

	assert_ok(f, create(f, &f->ruud, session->name, "before", &note));
	assert_status(f, STATUS_PERMISSION_DENIED, drop(f, &f->noor, note->name));
	assert_status(f, STATUS_INVALID_ARGUMENT, drop(f, &f->ruud, "workingNotes/1"));
	assert_status(
		f, STATUS_NOT_FOUND, drop(f, &f->ruud, arena_printf(f->arena, "%s/workingNotes/1", session->name)));
	assert_ok(f, drop(f, &f->ruud, note->name));
	assert_status(f, STATUS_NOT_FOUND, drop(f, &f->ruud, note->name));
	assert_ok(f, list(f, &f->ruud, session->name, &notes));
	assert_int_equal(notes->n_working_notes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(they_are_the_coachs_alone),
		with_fixture(they_say_when_they_go),
		with_fixture(one_can_be_removed_by_its_coach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
