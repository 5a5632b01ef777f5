/* tests — what is planned or begun keeps the version of its questions; and what a confidential template changes. */
#include "story.h"

#include "ridealong/v1/template.pb-c.h"

extern People_Service service_people;
extern Templates_Service service_templates;

static QuestionText *text_of(struct fixture *fixture, const char *words, const char *answer)
{
	QuestionText *text = arena_alloc(fixture->arena, sizeof(*text));

	question_text__init(text);
	text->language = "en";
	text->text = (char *)words;
	text->default_answer = (char *)answer;
	return text;
}

static Question *question_of(struct fixture *fixture, const char *key, TemplatePart part, const char *words)
{
	Question *question = arena_alloc(fixture->arena, sizeof(*question));

	question__init(question);
	question->key = (char *)key;
	question->part = part;
	question->required = part == TEMPLATE_PART_BEFORE;
	question->texts = arena_alloc(fixture->arena, sizeof(QuestionText *));
	question->texts[0] = text_of(fixture, words, "");
	question->n_texts = 1;
	return question;
}

/* The team's own questions: those before in the order of `keys`, and the first step of the debrief. */
static void make(struct fixture *fixture, const char *const keys[3], const char *debrief)
{
	UpdateTemplateRequest in = UPDATE_TEMPLATE_REQUEST__INIT;
	TemplateText name = TEMPLATE_TEXT__INIT, *names[] = { &name };
	Template template = TEMPLATE__INIT;
	Question *questions[5];

	for (size_t i = 0; i < 3; i++)
		questions[i] = question_of(fixture, keys[i], TEMPLATE_PART_BEFORE, keys[i]);
	questions[3] = question_of(fixture, "d.look", TEMPLATE_PART_DURING, "Look at {coachee}.");
	questions[4] = question_of(fixture, "coachee_experience", TEMPLATE_PART_DEBRIEF, debrief);
	name.language = "en";
	name.display_name = "Own";
	template.name = "templates/own";
	template.texts = names;
	template.n_texts = 1;
	template.questions = questions;
	template.n_questions = 5;
	template.unannounced_allowed = true;
	in.template_ = &template;
	in.allow_missing = true;
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_templates, "UpdateTemplate", &in, NULL));
}

static void ask_noor(struct fixture *fixture, const char *key)
{
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person changed = PERSON__INIT;
	char *paths[] = { "template" };

	mask.paths = paths;
	mask.n_paths = 1;
	changed.name = "people/noor";
	changed.template_ = (char *)key;
	in.person = &changed;
	in.update_mask = &mask;
	assert_ok(fixture, fixture_call(fixture, &fixture->admin, &service_people, "UpdatePerson", &in, NULL));
}

static Preparation *prepared(struct fixture *fixture, const struct actor *actor, const char *meeting)
{
	GetPreparationRequest in = GET_PREPARATION_REQUEST__INIT;
	Preparation *preparation;

	in.name = arena_printf(fixture->arena, "%s/preparation", meeting);
	assert_ok(fixture, fixture_call(fixture, actor, &service_preparations, "GetPreparation", &in, &preparation));
	return preparation;
}

static Session *session_of(struct fixture *fixture, const struct actor *actor, const char *name)
{
	GetSessionRequest in = GET_SESSION_REQUEST__INIT;
	Session *session;

	in.name = (char *)name;
	assert_ok(fixture, fixture_call(fixture, actor, &service_sessions, "GetSession", &in, &session));
	return session;
}

static const char *const first[] = { "goal", "questions", "scenarios" };
static const char *const second[] = { "scenarios", "goal", "questions" };

static void a_planned_session_keeps_its_questions_through_numbers_card_and_debrief(void **state)
{
	struct fixture *fixture = *state;
	GetSessionCardRequest card_in = GET_SESSION_CARD_REQUEST__INIT;
	GetDebriefRequest debrief_in = GET_DEBRIEF_REQUEST__INIT;
	const char *meeting = story_meeting(fixture, "one", "people/noor", STORY_START);
	WritePreparationResponse *written;
	Preparation *preparation;
	SessionCard *card;
	Session *session;
	Debrief *debrief;

	make(fixture, first, "How was it, {coachee}?");
	ask_noor(fixture, "own");
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, meeting, "", false, &session));
	assert_string_equal(session->template_, "templates/own");
	assert_int_equal(session->template_version, 1);
	make(fixture, second, "And?");
	ask_noor(fixture, "hr");
	preparation = prepared(fixture, &fixture->noor, meeting);
	assert_int_equal(preparation->template_version, 1);
	assert_string_equal(preparation->questions[0]->key, "goal");
	assert_ok(fixture,
		story_prepare(fixture, &fixture->noor, meeting, "1 to sell\n3 if they say no", true, &written));
	assert_string_equal(written->preparation->answers[0]->key, "goal");
	assert_string_equal(written->preparation->answers[0]->text, "to sell");
	card_in.name = session->name;
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_sessions, "GetSessionCard", &card_in, &card));
	assert_int_equal(card->n_during, 1);
	assert_string_equal(card->during[0], "Look at Noor.");
	debrief_in.name = arena_printf(fixture->arena, "%s/debrief", session->name);
	assert_ok(
		fixture, fixture_call(fixture, &fixture->noor, &service_debriefs, "GetDebrief", &debrief_in, &debrief));
	assert_int_equal(debrief->n_questions, 7);
	assert_string_equal(debrief->questions[0]->text, "How was it, Noor?");
	assert_string_equal(debrief->questions[0]->hint, "Noor starts. Count to five in silence.");
	assert_string_equal(debrief->questions[1]->text, "What was it like for me to sit in?");
	assert_string_equal(debrief->notice, "");
	/* The next one is asked what holds now. */
	assert_ok(fixture,
		story_plan(fixture, &fixture->ruud,
			story_meeting(fixture, "two", "people/noor", STORY_START + CLOCK_DAY), "", false, &session));
	assert_string_equal(session->template_, "templates/hr");
	assert_true(session->confidential);
	assert_string_equal(session->notice, "Write only about your own approach. No names, no health, no case file.");
}

static void a_preparation_that_has_begun_keeps_its_version_and_gives_it_to_the_session(void **state)
{
	struct fixture *fixture = *state;
	const char *meeting = story_meeting(fixture, "one", "people/noor", STORY_START);
	Session *session;

	make(fixture, first, "How was it?");
	ask_noor(fixture, "own");
	assert_int_equal(prepared(fixture, &fixture->noor, meeting)->template_version, 1);
	assert_ok(fixture, story_prepare(fixture, &fixture->noor, meeting, "1 to sell", false, NULL));
	make(fixture, second, "And?");
	assert_string_equal(prepared(fixture, &fixture->noor, meeting)->questions[0]->key, "goal");
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, meeting, "", false, &session));
	assert_int_equal(session->template_version, 1);
	/* One that nobody began follows. */
	meeting = story_meeting(fixture, "two", "people/noor", STORY_START + CLOCK_DAY);
	assert_string_equal(prepared(fixture, &fixture->noor, meeting)->questions[0]->key, "scenarios");
}

static void an_unrevealed_session_pins_nothing_that_the_coachee_could_see(void **state)
{
	struct fixture *fixture = *state;
	const char *meeting = story_meeting(fixture, "one", "people/noor", STORY_START);
	Session *session;

	story_tell_team(fixture);
	make(fixture, first, "How was it?");
	ask_noor(fixture, "own");
	assert_ok(fixture,
		story_plan(fixture, &fixture->ruud,
			story_meeting(fixture, "before", "people/noor", STORY_START - CLOCK_DAY), "", false, NULL));
	if (story_plan(fixture, &fixture->ruud, meeting, "", true, &session) != STATUS_OK)
		fail_msg("%s", fixture->error.message);
	make(fixture, second, "And?");
	assert_int_equal(prepared(fixture, &fixture->noor, meeting)->template_version, 2);
	assert_int_equal(session_of(fixture, &fixture->ruud, session->name)->template_version, 1);
	assert_ok(fixture, story_prepare(fixture, &fixture->noor, meeting, "1 if they say no", false, NULL));
	/* From here on the two have one set of questions. */
	assert_int_equal(session_of(fixture, &fixture->ruud, session->name)->template_version, 2);
}

static void a_default_that_is_left_reads_in_every_language_and_is_nobodys_words(void **state)
{
	struct fixture *fixture = *state;
	const char *meeting = story_meeting(fixture, "one", "people/noor", STORY_START);
	Preparation *preparation;

	fixture->locale = "nl";
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, meeting, "", false, NULL));
	assert_status(fixture, STATUS_FAILED_PRECONDITION,
		story_prepare(fixture, &fixture->noor, meeting,
			"5 I introduce Ruud as a colleague who watches and listens. I lead the conversation.", true,
			NULL));
	assert_ok(fixture, story_prepare(fixture, &fixture->noor, meeting, "1 verkopen", true, NULL));
	preparation = prepared(fixture, &fixture->noor, meeting);
	assert_int_equal(preparation->n_answers, 2);
	assert_true(preparation->answers[1]->untouched);
	assert_string_equal(preparation->answers[1]->text,
		"Ik stel Ruud voor als collega die meekijkt en luistert. Ik voer het gesprek.");
	fixture->locale = "en";
	preparation = prepared(fixture, &fixture->ruud, meeting);
	assert_string_equal(preparation->answers[1]->text,
		"I introduce Ruud as a colleague who watches and listens. I lead the conversation.");
	assert_ok(fixture, story_prepare(fixture, &fixture->noor, meeting, "introduction: not at all", false, NULL));
	preparation = prepared(fixture, &fixture->noor, meeting);
	assert_false(preparation->answers[1]->untouched);
	assert_string_equal(preparation->answers[1]->text, "not at all");
}

static void lines_may_begin_with_the_label_of_the_language(void **state)
{
	struct fixture *fixture = *state;
	const char *meeting = story_meeting(fixture, "one", "people/noor", STORY_START);
	WritePreparationResponse *written;

	fixture->locale = "nl";
	assert_ok(fixture,
		story_prepare(fixture, &fixture->noor, meeting, "Wendingen: als ze nee zeggen", false, &written));
	assert_string_equal(written->preparation->answers[0]->key, "scenarios");
	assert_string_equal(written->lines[0]->meaning, "antwoord op 4: wendingen");
}

static enum status cancel(struct fixture *fixture, const struct actor *actor, const char *session, CancelCause cause,
	const char *reason, Session **ret)
{
	CancelSessionRequest in = CANCEL_SESSION_REQUEST__INIT;

	in.name = (char *)session;
	in.cause = cause;
	in.reason = (char *)reason;
	return fixture_call(fixture, actor, &service_sessions, "CancelSession", &in, ret);
}

static void the_other_party_may_prefer_the_two_of_them_and_nothing_comes_of_it(void **state)
{
	struct fixture *fixture = *state;
	Session *session = story_planned(fixture);

	assert_status(fixture, STATUS_PERMISSION_DENIED,
		cancel(fixture, &fixture->noor, session->name, CANCEL_CAUSE_UNSPECIFIED, "", NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		cancel(fixture, &fixture->ruud, session->name, CANCEL_CAUSE_COUNTERPART, "because Piet is ill", NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, cancel(fixture, &fixture->ruud, session->name, 9, "", NULL));
	assert_status(fixture, STATUS_NOT_FOUND,
		cancel(fixture, &fixture->kim, session->name, CANCEL_CAUSE_COUNTERPART, "", NULL));
	assert_ok(fixture, cancel(fixture, &fixture->noor, session->name, CANCEL_CAUSE_COUNTERPART, "", &session));
	assert_int_equal(session->state, SESSION_STATE_CANCELLED);
	assert_string_equal(session->cancel_reason, "the other party prefers just the two of you");
	fixture->locale = "nl";
	assert_string_equal(session_of(fixture, &fixture->ruud, session->name)->cancel_reason,
		"de ander houdt het liever bij jullie tweeën");
	assert_int_equal(fixture_events(fixture, "one_on_one_item.opened", NULL), 0);
	assert_int_equal(fixture_events(fixture, "session.skipped", NULL), 0);
	assert_ok(fixture, story_do(fixture, &fixture->ruud, "ReopenSession", session->name, &session));
	assert_int_equal(session->cancel_cause, CANCEL_CAUSE_UNSPECIFIED);
	assert_string_equal(session->cancel_reason, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_planned_session_keeps_its_questions_through_numbers_card_and_debrief),
		with_fixture(a_preparation_that_has_begun_keeps_its_version_and_gives_it_to_the_session),
		with_fixture(an_unrevealed_session_pins_nothing_that_the_coachee_could_see),
		with_fixture(a_default_that_is_left_reads_in_every_language_and_is_nobodys_words),
		with_fixture(lines_may_begin_with_the_label_of_the_language),
		with_fixture(the_other_party_may_prefer_the_two_of_them_and_nothing_comes_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
