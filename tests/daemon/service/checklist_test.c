/* tests — Checklists: blank and filled, with what the caller may see. */
#include "story.h"

#include "ridealong/v1/checklist.pb-c.h"

extern Checklists_Service service_checklists;

static enum status get(
	struct fixture *fixture, const struct actor *actor, const char *session, const char *template, Checklist **ret)
{
	GetChecklistRequest in = GET_CHECKLIST_REQUEST__INIT;

	in.session = (char *)session;
	in.template_ = (char *)template;
	return fixture_call(fixture, actor, &service_checklists, "GetChecklist", &in, ret);
}

static void a_blank_one_has_the_questions_in_the_order_of_paper(void **state)
{
	struct fixture *fixture = *state;
	Checklist *checklist;

	assert_ok(fixture, get(fixture, &fixture->kim, "", "templates/hr", &checklist));
	assert_string_equal(checklist->title, "Coaching on the job: HR professional");
	assert_string_equal(
		checklist->notice, "Write only about your own approach. No names, no health, no case file.");
	assert_int_equal(checklist->n_sections, 4);
	assert_int_equal(checklist->sections[0]->part, TEMPLATE_PART_BEFORE);
	assert_int_equal(checklist->sections[0]->n_lines, 7);
	assert_int_equal(checklist->sections[0]->lines[6]->number, 7);
	assert_true(checklist->sections[0]->lines[6]->optional);
	assert_true(checklist->sections[0]->lines[0]->room > 0);
	assert_int_equal(checklist->sections[2]->part, TEMPLATE_PART_DURING);
	assert_int_equal(checklist->sections[3]->part, TEMPLATE_PART_DEBRIEF);
	assert_int_equal(checklist->n_signs, 10);
	assert_non_null(strstr(checklist->content, "With: ____"));
	/* Without saying which: one's own. */
	assert_ok(fixture, get(fixture, &fixture->kim, "", "", &checklist));
	assert_string_equal(checklist->template_, "templates/account-manager");
	assert_status(fixture, STATUS_NOT_FOUND, get(fixture, &fixture->kim, "", "templates/none", NULL));
	assert_status(fixture, STATUS_UNAUTHENTICATED, get(fixture, &fixture->nobody, "", "", NULL));
}

static void a_filled_one_shows_each_what_they_may_see(void **state)
{
	struct fixture *fixture = *state;
	Session *session = story_planned(fixture);
	Checklist *checklist;

	assert_ok(fixture, story_prepare(fixture, &fixture->noor, session->meeting, "1 to sell a lot", false, NULL));
	assert_ok(fixture, get(fixture, &fixture->noor, session->name, "", &checklist));
	assert_non_null(strstr(checklist->content, "to sell a lot"));
	assert_string_equal(checklist->coachee, "people/noor");
	/* A draft is its owner's own. */
	assert_ok(fixture, get(fixture, &fixture->ruud, session->name, "", &checklist));
	assert_null(strstr(checklist->content, "to sell a lot"));
	assert_ok(fixture, story_prepare(fixture, &fixture->noor, session->meeting, "2 calm", true, NULL));
	assert_ok(fixture, get(fixture, &fixture->ruud, session->name, "", &checklist));
	assert_non_null(strstr(checklist->content, "to sell a lot"));
	assert_status(fixture, STATUS_NOT_FOUND, get(fixture, &fixture->kim, session->name, "", NULL));
	assert_status(fixture, STATUS_NOT_FOUND, get(fixture, &fixture->sam, session->name, "", NULL));
	assert_status(
		fixture, STATUS_INVALID_ARGUMENT, get(fixture, &fixture->ruud, session->name, "templates/hr", NULL));
}

static void what_was_agreed_before_is_there_to_look_out_for(void **state)
{
	struct fixture *fixture = *state;
	CreateActionPointRequest in = CREATE_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT;
	Checklist *checklist;
	const char *seen;
	Session *session;

	point.coaching = "coachings/noor";
	point.text = "ask first";
	in.action_point = &point;
	assert_ok(
		fixture, fixture_call(fixture, &fixture->noor, &service_action_points, "CreateActionPoint", &in, NULL));
	session = story_debriefing(fixture);
	assert_ok(fixture, get(fixture, &fixture->ruud, session->name, "", &checklist));
	seen = strstr(checklist->content, "=a1 ask first");
	assert_non_null(seen);
	assert_non_null(strstr(seen, "[ ] partly")); /* boxes, until it was looked at */
	assert_ok(fixture, story_note(fixture, &fixture->ruud, session->name, "=a1 partly, twice", "", NULL));
	assert_ok(fixture, get(fixture, &fixture->ruud, session->name, "", &checklist));
	assert_non_null(strstr(checklist->content, "ask first"));
	assert_non_null(strstr(checklist->content, "partly, twice"));
	assert_null(strstr(strstr(checklist->content, "=a1 ask first"), "[ ] partly"));
	assert_ok(fixture, get(fixture, &fixture->noor, session->name, "", &checklist));
	assert_non_null(strstr(checklist->content, "ask first"));
	assert_null(strstr(checklist->content, "twice"));
}

static void what_the_coach_noted_waits_for_the_coachee(void **state)
{
	struct fixture *fixture = *state;
	Session *session = story_debriefing(fixture);
	Checklist *checklist;

	assert_ok(fixture, story_note(fixture, &fixture->ruud, session->name, "+ the long silence", "", NULL));
	assert_ok(fixture, get(fixture, &fixture->noor, session->name, "", &checklist));
	assert_null(strstr(checklist->content, "the long silence"));
	assert_ok(fixture, get(fixture, &fixture->ruud, session->name, "", &checklist));
	assert_non_null(strstr(checklist->content, "the long silence"));
	assert_ok(
		fixture, story_debrief(fixture, &fixture->noor, session->name, "it went well\n! ask first @fri", NULL));
	assert_ok(fixture, get(fixture, &fixture->noor, session->name, "", &checklist));
	assert_non_null(strstr(checklist->content, "the long silence"));
	assert_non_null(strstr(checklist->content, "it went well"));
	assert_non_null(strstr(checklist->content, "ask first"));
}

static void an_unrevealed_session_has_no_page_for_the_coachee(void **state)
{
	struct fixture *fixture = *state;
	const char *meeting = story_meeting(fixture, "one", "people/noor", STORY_START);
	Session *session;

	story_tell_team(fixture);
	assert_ok(fixture,
		story_plan(fixture, &fixture->ruud,
			story_meeting(fixture, "before", "people/noor", STORY_START - CLOCK_DAY), "", false, NULL));
	assert_ok(fixture, story_plan(fixture, &fixture->ruud, meeting, "", true, &session));
	assert_status(fixture, STATUS_NOT_FOUND, get(fixture, &fixture->noor, session->name, "", NULL));
	assert_ok(fixture, get(fixture, &fixture->ruud, session->name, "", NULL));
}

static void the_language_is_the_page_s_not_the_caller_s(void **state)
{
	struct fixture *fixture = *state;
	GetChecklistRequest in = GET_CHECKLIST_REQUEST__INIT;
	Checklist *checklist;

	in.template_ = "templates/team-lead";
	in.language = "nl";
	in.format = CHECKLIST_FORMAT_HTML;
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_checklists, "GetChecklist", &in, &checklist));
	assert_string_equal(checklist->language, "nl");
	assert_non_null(strstr(checklist->content, "<html lang=\"nl\">"));
	assert_non_null(strstr(checklist->content, "<h2>Vooraf</h2>"));
	in.language = "fr";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->ruud, &service_checklists, "GetChecklist", &in, NULL));
	in.language = "";
	in.format = 9;
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->ruud, &service_checklists, "GetChecklist", &in, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_blank_one_has_the_questions_in_the_order_of_paper),
		with_fixture(a_filled_one_shows_each_what_they_may_see),
		with_fixture(what_was_agreed_before_is_there_to_look_out_for),
		with_fixture(what_the_coach_noted_waits_for_the_coachee),
		with_fixture(an_unrevealed_session_has_no_page_for_the_coachee),
		with_fixture(the_language_is_the_page_s_not_the_caller_s),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
