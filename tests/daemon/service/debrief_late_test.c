/* tests — notes that a client delivers late: each with its own time, kept once, whatever became of the session. */
#include "story.h"

#include <stdio.h>

static Note *note(struct fixture *f, const char *lines, const char *id, int64_t when, int intention)
{
	Note *note = arena_alloc(f->arena, sizeof(*note));

	note__init(note);
	note->lines = (char *)lines;
	note->client_id = (char *)id;
	note->observe_time = instant_new(f->arena, when);
	note->intention = intention;
	return note;
}

static enum status deliver(struct fixture *f, const char *session, Note **notes, size_t count, AddNotesResponse **ret)
{
	AddNotesRequest in = ADD_NOTES_REQUEST__INIT;

	in.session = (char *)session;
	in.notes = notes;
	in.n_notes = count;
	return fixture_call(f, &f->ruud, &service_debriefs, "AddNotes", &in, ret);
}

static ListObservationsResponse *listed(struct fixture *f, const char *session)
{
	ListObservationsRequest in = LIST_OBSERVATIONS_REQUEST__INIT;
	ListObservationsResponse *out;

	in.session = (char *)session;
	assert_ok(f, fixture_call(f, &f->ruud, &service_debriefs, "ListObservations", &in, &out));
	return out;
}

static void notes_of_one_instant_are_listed_as_they_came_in(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	ListObservationsRequest in = LIST_OBSERVATIONS_REQUEST__INIT;
	ListObservationsResponse *list;
	char text[40];

	for (int i = 0; i < 12; i++) {
		char *lines = arena_printf(f->arena, "+ note %02d\n- moment %02d", 2 * i, 2 * i + 1);
		Note *notes[] = { note(f, lines, "", STORY_START + 10 * CLOCK_MINUTE, 0) };

		assert_ok(f, deliver(f, session->name, notes, 1, NULL));
	}
	in.session = session->name;
	in.page_size = 5;
	for (int i = 0; i < 24;) {
		assert_ok(f, fixture_call(f, &f->ruud, &service_debriefs, "ListObservations", &in, &list));
		assert_true(list->n_observations > 0);
		for (size_t k = 0; k < list->n_observations; k++, i++) {
			snprintf(text, sizeof(text), i % 2 == 0 ? "note %02d" : "moment %02d", i);
			assert_string_equal(list->observations[k]->text, text);
		}
		in.page_token = list->next_page_token;
	}
	assert_string_equal(list->next_page_token, "");
}

static void every_note_has_its_own_time_and_is_kept_once(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	AddNotesResponse *out;
	Note *notes[] = { note(f, "+ silence", "p-2", STORY_START + 20 * CLOCK_MINUTE, 0),
		note(f, "\" \"too dear\" =2\n^n", "p-1", STORY_START + 10 * CLOCK_MINUTE, 1),
		note(f, "- rushed > count to three", "p-3", STORY_START + 30 * CLOCK_MINUTE, 0) };
	ListObservationsResponse *list;

	f->now += 3 * CLOCK_DAY;
	assert_ok(f, deliver(f, session->name, notes, 2, &out));
	assert_int_equal(out->n_lines, 3);
	assert_int_equal(out->n_observations, 3);
	f->now += CLOCK_DAY;
	assert_ok(f, deliver(f, session->name, notes, 3, &out)); /* the connection broke; one more since */
	assert_int_equal(out->n_observations, 1);
	list = listed(f, session->name);
	assert_int_equal(list->n_observations, 4);
	assert_string_equal(list->observations[0]->text, "too dear");
	assert_int_equal(list->observations[0]->intention, 2);
	assert_int_equal(list->observations[1]->kind, OBSERVATION_KIND_HELP_NUDGED);
	assert_int_equal(list->observations[1]->intention, 1);
	assert_int_equal(instant_us(list->observations[2]->observe_time), STORY_START + 20 * CLOCK_MINUTE);
	assert_string_equal(list->observations[3]->next_step, "count to three");
}

static void the_same_note_twice_in_a_call_is_one(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Note *notes[] = { note(f, "+ silence", "p-1", STORY_START, 0), note(f, "+ silence", "p-1", STORY_START, 0) };
	Note *others[] = { note(f, "+ silence", "p-2", STORY_START, 0), note(f, "+ calm", "p-2", STORY_START, 0) };

	assert_ok(f, deliver(f, session->name, notes, 2, NULL));
	assert_int_equal(listed(f, session->name)->n_observations, 1);
	assert_status(f, STATUS_ALREADY_EXISTS, deliver(f, session->name, others, 2, NULL));
	assert_int_equal(listed(f, session->name)->n_observations, 1);
}

static void what_starts_the_session_is_the_earliest(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	Note *notes[] = { note(f, "+ silence", "p-2", STORY_START + 20 * CLOCK_MINUTE, 0),
		note(f, "+ calm", "p-1", STORY_START + 5 * CLOCK_MINUTE, 0) };

	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	f->now = STORY_START + 30 * CLOCK_MINUTE;
	assert_ok(f, deliver(f, session->name, notes, 2, NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(instant_us(session->actual_start_time), STORY_START + 5 * CLOCK_MINUTE);
}

static void bad_notes_are_refused_as_a_whole(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	AddNotesRequest both = ADD_NOTES_REQUEST__INIT;
	Note *good = note(f, "+ silence", "p-1", STORY_START, 0);
	Note *unknown[] = { good, note(f, "+ calm", "p-2", STORY_START, 7) };
	Note *future[] = { good, note(f, "+ calm", "p-2", f->now + CLOCK_DAY, 0) };
	Note *empty[] = { good, note(f, " ", "p-2", STORY_START, 0) };

	assert_status(f, STATUS_INVALID_ARGUMENT, deliver(f, session->name, unknown, 2, NULL));
	assert_string_equal(f->error.field, "intention");
	assert_status(f, STATUS_INVALID_ARGUMENT, deliver(f, session->name, future, 2, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, deliver(f, session->name, empty, 2, NULL));
	both.session = session->name;
	both.lines = "+ hm";
	both.notes = &good;
	both.n_notes = 1;
	assert_status(
		f, STATUS_INVALID_ARGUMENT, fixture_call(f, &f->ruud, &service_debriefs, "AddNotes", &both, NULL));
	assert_int_equal(listed(f, session->name)->n_observations, 0);
}

static void a_number_of_no_intention_stays_with_the_words(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	AddNotesResponse *out;

	assert_ok(f, story_note(f, &f->ruud, session->name, "+ silence =7\n+ calm =1", NULL, &out));
	assert_string_equal(out->observations[0]->text, "silence =7");
	assert_int_equal(out->observations[0]->intention, 0);
	assert_string_equal(out->lines[0]->problem, "there is no intention 7; kept without it");
	assert_string_equal(out->lines[1]->meaning, "worked, intention 1");
}

static void late_notes_take_signatures_back(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	Debrief *debrief;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_note(f, &f->ruud, session->name, "- rushed > slow down", "late", NULL));
	in.name = arena_printf(f->arena, "%s/debrief", session->name);
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "GetDebrief", &in, &debrief));
	assert_int_equal(debrief->n_signatures, 0);
}

static void after_the_closing_they_stand_beside_the_debrief_once(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	Note *notes[] = { note(f, "+ calm\n! call @fri\n=1 no", "p-9", STORY_START + CLOCK_MINUTE, 0) };
	AddNotesResponse *out;
	Debrief *debrief;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_sign(f, &f->ruud, session->name, NULL));
	f->now += 2 * CLOCK_DAY;
	assert_ok(f, deliver(f, session->name, notes, 1, &out));
	assert_int_equal(out->n_amendments, 1);
	assert_int_equal(out->n_observations, 0);
	assert_string_equal(out->lines[1]->problem, "the debrief is closed: kept beside it, as it is written");
	assert_ok(f, deliver(f, session->name, notes, 1, NULL));
	in.name = arena_printf(f->arena, "%s/debrief", session->name);
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "GetDebrief", &in, &debrief));
	assert_int_equal(debrief->n_amendments, 1);
	assert_string_equal(debrief->amendments[0]->text, "+ calm\n! call @fri\n=1 no");
	assert_int_equal(instant_us(debrief->amendments[0]->observe_time), STORY_START + CLOCK_MINUTE);
	assert_int_equal(debrief->n_action_points, 1);
	assert_int_equal(debrief->intentions[0]->outcome, OUTCOME_UNSPECIFIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(notes_of_one_instant_are_listed_as_they_came_in),
		with_fixture(every_note_has_its_own_time_and_is_kept_once),
		with_fixture(the_same_note_twice_in_a_call_is_one),
		with_fixture(what_starts_the_session_is_the_earliest),
		with_fixture(bad_notes_are_refused_as_a_whole),
		with_fixture(a_number_of_no_intention_stays_with_the_words),
		with_fixture(late_notes_take_signatures_back),
		with_fixture(after_the_closing_they_stand_beside_the_debrief_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
