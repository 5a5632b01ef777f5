/* tests — preparations: answers, intentions, handing in and giving back. */
#include "story.h"

#include "daemon/store/meeting.h"

#include <stdlib.h>

extern People_Service service_people;

#define ALL_SIX                                                                                                        \
	"* 1 a date for the start\n2 in a hurry\n3 what does it cost\n* 4 if it is too dear, I ask compared to what\n" \
	"5 as a colleague\n* 6 three firms nearby"

static enum status get(struct fixture *f, const struct actor *actor, const char *name, Preparation **ret)
{
	GetPreparationRequest in = GET_PREPARATION_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(f, actor, &service_preparations, "GetPreparation", &in, ret);
}

static enum status save(struct fixture *f, const char *key, const char *text, char **keys, size_t n_keys,
	const char *etag, Preparation **ret)
{
	SavePreparationRequest in = SAVE_PREPARATION_REQUEST__INIT;
	Answer answer = ANSWER__INIT, *answers[] = { &answer };

	answer.key = (char *)key;
	answer.text = (char *)text;
	in.name = "meetings/offer/preparation";
	in.answers = answers;
	in.n_answers = 1;
	in.intention_keys = keys;
	in.n_intention_keys = n_keys;
	in.etag = (char *)etag;
	return fixture_call(f, &f->noor, &service_preparations, "SavePreparation", &in, ret);
}

static enum status give_back(struct fixture *f, const struct actor *actor, const char *reason, Preparation **ret)
{
	ReturnPreparationRequest in = RETURN_PREPARATION_REQUEST__INIT;

	in.name = "meetings/offer/preparation";
	in.reason = (char *)reason;
	return fixture_call(f, actor, &service_preparations, "ReturnPreparation", &in, ret);
}

static void rename_coach(struct fixture *f, const char *name)
{
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *path = "display_name";

	mask.paths = &path;
	mask.n_paths = 1;
	person.name = "people/ruud";
	person.display_name = (char *)name;
	in.person = &person;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, &f->admin, &service_people, "UpdatePerson", &in, NULL));
}

static const char *introduction(struct fixture *f, const struct actor *actor, const char *locale)
{
	Preparation *preparation;

	f->locale = locale;
	assert_ok(f, get(f, actor, "meetings/offer/preparation", &preparation));
	f->locale = "en";
	for (size_t i = 0; i < preparation->n_answers; i++)
		if (strcmp(preparation->answers[i]->key, "introduction") == 0)
			return preparation->answers[i]->text;
	return "";
}

static void what_was_handed_in_goes_on_naming_the_coach_as_it_did(void **state)
{
	struct fixture *f = *state;

	story_planned(f);
	assert_ok(f, story_prepare(f, &f->noor, "meetings/offer", "1 a date for the start", true, NULL));
	rename_coach(f, "Rudolf");
	assert_non_null(strstr(introduction(f, &f->noor, "en"), "Ruud"));
	assert_non_null(strstr(introduction(f, &f->ruud, "nl"), "Ruud"));
	assert_null(strstr(introduction(f, &f->ruud, "nl"), "Rudolf"));
	assert_ok(f, give_back(f, &f->ruud, "what if it is too dear?", NULL));
	assert_non_null(strstr(introduction(f, &f->noor, "en"), "Rudolf"));
	assert_ok(f, story_prepare(f, &f->noor, "meetings/offer", "4 compared to what", true, NULL));
	rename_coach(f, "Ruud");
	assert_non_null(strstr(introduction(f, &f->noor, "en"), "Rudolf"));
}

static void one_that_nobody_began_comes_with_its_questions(void **state)
{
	struct fixture *f = *state;
	Preparation *preparation;

	story_planned(f);
	assert_ok(f, get(f, &f->noor, "meetings/offer/preparation", &preparation));
	assert_int_equal(preparation->state, PREPARATION_STATE_UNSPECIFIED);
	assert_int_equal(preparation->n_answers, 0);
	assert_int_equal(preparation->n_questions, 7);
	assert_string_equal(preparation->questions[0]->key, "goal");
	assert_non_null(strstr(preparation->questions[4]->default_answer, "Ruud"));
	assert_int_equal(preparation->n_open_keys, 5);
	assert_string_equal(preparation->template_, "templates/account-manager");
}

static void anyone_prepares_a_meeting_of_theirs_without_a_coach(void **state)
{
	struct fixture *f = *state;
	WritePreparationResponse *written;

	story_meeting(f, "alone", "people/kim", STORY_START);
	assert_ok(f, story_prepare(f, &f->kim, "meetings/alone", "a date", true, &written));
	assert_int_equal(written->preparation->state, PREPARATION_STATE_SUBMITTED);
	assert_status(f, STATUS_NOT_FOUND, get(f, &f->ruud, "meetings/alone/preparation", NULL));
	assert_status(f, STATUS_NOT_FOUND, story_prepare(f, &f->noor, "meetings/alone", "hm", true, NULL));
}

static void lines_answer_questions_and_mark_intentions(void **state)
{
	struct fixture *f = *state;
	WritePreparationResponse *written;
	Session *session = story_planned(f);

	assert_ok(f, story_prepare(f, &f->noor, session->meeting, ALL_SIX, true, &written));
	assert_int_equal(written->n_lines, 6);
	assert_int_equal(written->preparation->n_answers, 6);
	assert_int_equal(written->preparation->n_open_keys, 0);
	assert_int_equal(written->preparation->n_intentions, 3);
	assert_int_equal(written->preparation->intentions[1]->number, 2);
	assert_string_equal(written->preparation->intentions[1]->key, "scenarios");
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_PREPARED);
	assert_int_equal(fixture_events(f, "preparation.submitted", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.prepared", "people/ruud"), 1);
}

static void a_draft_is_the_owners_own(void **state)
{
	struct fixture *f = *state;
	Preparation *seen;

	story_planned(f);
	assert_ok(f, story_prepare(f, &f->noor, "meetings/offer", ALL_SIX, false, NULL));
	assert_ok(f, get(f, &f->ruud, "meetings/offer/preparation", &seen));
	assert_int_equal(seen->n_answers, 0);
	assert_int_equal(seen->n_intentions, 0);
	assert_int_equal(seen->n_open_keys, 0);
	assert_int_equal(seen->n_questions, 7);
	assert_status(f, STATUS_NOT_FOUND, get(f, &f->sam, "meetings/offer/preparation", NULL));
}

static void an_etag_that_moved_on_aborts(void **state)
{
	struct fixture *f = *state;
	Preparation *saved;
	char *goal[] = { "goal" }, *many[] = { "goal", "scenarios", "exceed", "goal" }, *wrong[] = { "questions" };

	story_planned(f);
	assert_ok(f, save(f, "goal", "a date", goal, 1, "", &saved));
	assert_string_equal(saved->intentions[0]->text, "a date");
	assert_ok(f, save(f, "goal", "a nearer date", NULL, 0, saved->etag, &saved));
	assert_string_equal(saved->intentions[0]->text, "a nearer date");
	assert_status(f, STATUS_ABORTED, save(f, "goal", "hm", NULL, 0, "0123", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, save(f, "goal", "hm", many, 4, "", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, save(f, "questions", "hm", wrong, 1, "", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, save(f, "weather", "fine", NULL, 0, "", NULL));
	assert_string_equal(f->error.field, "answers.key");
	assert_ok(f, save(f, "goal", "", NULL, 0, "", &saved));
	assert_int_equal(saved->n_answers, 0);
	assert_int_equal(saved->n_intentions, 0);
}

static void nothing_cannot_be_handed_in(void **state)
{
	struct fixture *f = *state;
	SubmitPreparationRequest in = SUBMIT_PREPARATION_REQUEST__INIT;

	story_planned(f);
	in.name = "meetings/@next/preparation";
	assert_status(f, STATUS_FAILED_PRECONDITION,
		fixture_call(f, &f->noor, &service_preparations, "SubmitPreparation", &in, NULL));
	assert_reason(f, "NO_ANSWER");
	assert_ok(f, save(f, "goal", "a date", NULL, 0, "", NULL));
	assert_status(f, STATUS_PERMISSION_DENIED,
		fixture_call(f, &f->ruud, &service_preparations, "SubmitPreparation", &in, NULL));
	assert_ok(f, fixture_call(f, &f->noor, &service_preparations, "SubmitPreparation", &in, NULL));
}

static void the_coach_gives_it_back_with_a_question(void **state)
{
	struct fixture *f = *state;
	Preparation *preparation;
	Session *session = story_planned(f);

	assert_status(f, STATUS_FAILED_PRECONDITION, give_back(f, &f->ruud, "why then?", NULL));
	assert_ok(f, story_prepare(f, &f->noor, "meetings/offer", ALL_SIX, true, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, give_back(f, &f->ruud, " ", NULL));
	assert_status(f, STATUS_PERMISSION_DENIED, give_back(f, &f->noor, "why then?", NULL));
	assert_ok(f, give_back(f, &f->ruud, "why then?", &preparation));
	assert_int_equal(preparation->state, PREPARATION_STATE_RETURNED);
	assert_string_equal(preparation->return_reason, "why then?");
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_PLANNED);
	assert_int_equal(fixture_events(f, "preparation.returned", "people/noor"), 1);
	assert_ok(f, story_prepare(f, &f->noor, "meetings/offer", "3 compared to what", true, NULL));
	assert_ok(f, get(f, &f->ruud, "meetings/offer/preparation", &preparation));
	assert_string_equal(preparation->return_reason, "");
}

static void more_words_after_a_question_replace_nothing(void **state)
{
	struct fixture *f = *state;
	Preparation *preparation;

	story_planned(f);
	assert_ok(f, story_prepare(f, &f->noor, "meetings/offer", ALL_SIX "\n7 my silences", true, NULL));
	assert_ok(f, story_prepare(f, &f->noor, "meetings/offer", "and the budget", true, NULL));
	assert_ok(f, get(f, &f->ruud, "meetings/offer/preparation", &preparation));
	assert_string_equal(preparation->answers[0]->text, "a date for the start\nand the budget");
	assert_ok(f, give_back(f, &f->ruud, "and delivery?", NULL));
	assert_ok(f, story_prepare(f, &f->noor, "meetings/offer", "3 twelve weeks", true, NULL));
	assert_ok(f, get(f, &f->ruud, "meetings/offer/preparation", &preparation));
	assert_string_equal(preparation->answers[2]->text, "what does it cost\ntwelve weeks");
	assert_int_equal(preparation->n_returns, 1);
	assert_string_equal(preparation->returns[0]->reason, "and delivery?");
	assert_string_equal(preparation->returns[0]->coach, "people/ruud");
	assert_non_null(preparation->returns[0]->submit_time);
	assert_ok(f, story_prepare(f, &f->noor, "meetings/offer", "3 the price", true, NULL));
	assert_ok(f, get(f, &f->ruud, "meetings/offer/preparation", &preparation));
	assert_string_equal(preparation->answers[2]->text, "the price");
}

static void it_stays_as_it_is_once_they_are_there(void **state)
{
	struct fixture *f = *state;

	story_debriefing(f);
	assert_status(f, STATUS_FAILED_PRECONDITION, save(f, "goal", "what came out", NULL, 0, "", NULL));
	assert_reason(f, "SESSION_STARTED");
}

static void what_a_closed_debrief_looks_back_at_stays_when_the_calendar_moves_the_meeting(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Meeting *meeting;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_sign(f, &f->ruud, session->name, NULL));
	assert_int_equal(store_meeting_get(f->conn, session->meeting, f->arena, &meeting, NULL), STATUS_OK);
	meeting->start_time = instant_new(f->arena, f->now + CLOCK_DAY);
	meeting->end_time = instant_new(f->arena, f->now + CLOCK_DAY + CLOCK_HOUR);
	assert_int_equal(store_meeting_update(f->conn, meeting, NULL), STATUS_OK);
	assert_status(f, STATUS_FAILED_PRECONDITION, save(f, "goal", "another goal", NULL, 0, "", NULL));
	assert_reason(f, "SESSION_STARTED");
}

static void too_much_is_refused(void **state)
{
	struct fixture *f = *state;
	char *long_line = malloc(70000);

	story_planned(f);
	memset(long_line, 'a', 69999);
	long_line[69999] = '\0';
	assert_status(f, STATUS_INVALID_ARGUMENT, story_prepare(f, &f->noor, "meetings/offer", long_line, true, NULL));
	long_line[5000] = '\0';
	assert_status(f, STATUS_INVALID_ARGUMENT, story_prepare(f, &f->noor, "meetings/offer", long_line, true, NULL));
	free(long_line);
}

static void lists_show_own_ones_and_those_of_ones_sessions(void **state)
{
	struct fixture *f = *state;
	ListPreparationsRequest in = LIST_PREPARATIONS_REQUEST__INIT;
	ListPreparationsResponse *out;

	story_planned(f);
	story_meeting(f, "other", "people/noor", STORY_START + CLOCK_DAY);
	assert_ok(f, story_prepare(f, &f->noor, "meetings/offer", ALL_SIX, true, NULL));
	assert_ok(f, story_prepare(f, &f->noor, "meetings/other", ALL_SIX, true, NULL));
	in.page_size = 1;
	assert_ok(f, fixture_call(f, &f->noor, &service_preparations, "ListPreparations", &in, &out));
	assert_string_equal(out->preparations[0]->meeting, "meetings/offer");
	in.page_token = out->next_page_token;
	assert_ok(f, fixture_call(f, &f->noor, &service_preparations, "ListPreparations", &in, &out));
	assert_string_equal(out->preparations[0]->meeting, "meetings/other");
	assert_string_equal(out->next_page_token, "");
	in.page_token = "";
	in.owner = "people/noor";
	in.page_size = 0;
	assert_ok(f, fixture_call(f, &f->ruud, &service_preparations, "ListPreparations", &in, &out));
	assert_int_equal(out->n_preparations, 1);
	assert_int_equal(out->preparations[0]->n_answers, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(what_was_handed_in_goes_on_naming_the_coach_as_it_did),
		with_fixture(one_that_nobody_began_comes_with_its_questions),
		with_fixture(anyone_prepares_a_meeting_of_theirs_without_a_coach),
		with_fixture(lines_answer_questions_and_mark_intentions),
		with_fixture(a_draft_is_the_owners_own),
		with_fixture(an_etag_that_moved_on_aborts),
		with_fixture(nothing_cannot_be_handed_in),
		with_fixture(the_coach_gives_it_back_with_a_question),
		with_fixture(more_words_after_a_question_replace_nothing),
		with_fixture(it_stays_as_it_is_once_they_are_there),
		with_fixture(what_a_closed_debrief_looks_back_at_stays_when_the_calendar_moves_the_meeting),
		with_fixture(too_much_is_refused),
		with_fixture(lists_show_own_ones_and_those_of_ones_sessions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
