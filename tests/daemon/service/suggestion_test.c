/* tests — suggestions: which meetings, in which order, for whom. */
#include <stdio.h>

#include "daemon/service/session.h"
#include "daemon/service/suggestion.h"
#include "daemon/store/team.h"
#include "history.h"

static enum status suggest(struct fixture *fixture, const struct actor *actor, const ListSuggestionsRequest *in,
	ListSuggestionsResponse **ret)
{
	struct call *call = fixture_bare_call(fixture, actor, "ridealong.v1.Sessions/ListSuggestions");
	enum status st = service_suggestions_list(call, in, ret);

	fixture->error = call->error;
	return st;
}

static void add(struct fixture *fixture, const char *id, const char *owner, int64_t start)
{
	history_keep_meeting(fixture, history_meeting(fixture, id, owner, start));
}

static const char *names(struct fixture *fixture, const ListSuggestionsResponse *list)
{
	char *all = arena_strdup(fixture->arena, "");

	for (size_t i = 0; i < list->n_suggestions; i++)
		all = arena_printf(fixture->arena, "%s%s%s", all, i == 0 ? "" : " ",
			list->suggestions[i]->meeting->name + strlen("meetings/"));
	return all;
}

static void meetings_of_coachees_are_suggested_the_best_first(void **state)
{
	struct fixture *fixture = *state;
	ListSuggestionsRequest in = LIST_SUGGESTIONS_REQUEST__INIT;
	ListSuggestionsResponse *list;

	history_keep_session(
		fixture, history_session(fixture, "past", "sam", FIXTURE_NOW - 14 * CLOCK_DAY, SESSION_STATE_CLOSED));
	add(fixture, "noor-soon", "noor", FIXTURE_NOW + CLOCK_DAY);
	add(fixture, "noor-later", "noor", FIXTURE_NOW + 3 * CLOCK_DAY);
	add(fixture, "sam", "sam", FIXTURE_NOW + 7 * CLOCK_DAY);
	add(fixture, "kim", "kim", FIXTURE_NOW + 3 * CLOCK_DAY);
	add(fixture, "gone", "noor", FIXTURE_NOW - CLOCK_DAY);
	add(fixture, "far", "noor", FIXTURE_NOW + 40 * CLOCK_DAY);
	add(fixture, "saturday", "noor", FIXTURE_NOW + 5 * CLOCK_DAY);
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_string_equal(names(fixture, list), "noor-later noor-soon sam");
	assert_string_equal(list->suggestions[0]->coachee_display_name, "Noor");
	assert_string_equal(list->suggestions[0]->reasons[0], "you have not gone along with Noor yet");
	assert_string_equal(
		list->suggestions[2]->reasons[0], "by then 3 weeks since the last time, of the 4 weeks you chose");
	assert_string_equal(list->next_page_token, "");
	in.coachee = "people/sam@example.org";
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_string_equal(names(fixture, list), "sam");
}

static void where_the_coach_is_already_nothing_is_suggested(void **state)
{
	struct fixture *fixture = *state;
	ListSuggestionsRequest in = LIST_SUGGESTIONS_REQUEST__INIT;
	ListSuggestionsResponse *list;
	Session *hidden = history_session(fixture, "mine", "sam", FIXTURE_NOW + 3 * CLOCK_DAY, SESSION_STATE_PLANNED);

	hidden->unannounced = 1;
	history_keep_session(fixture, hidden);
	add(fixture, "same-time", "noor", FIXTURE_NOW + 3 * CLOCK_DAY);
	add(fixture, "too-close", "noor", FIXTURE_NOW + 3 * CLOCK_DAY + CLOCK_HOUR + 10 * CLOCK_MINUTE);
	add(fixture, "own", "ruud", FIXTURE_NOW + 4 * CLOCK_DAY);
	add(fixture, "while-busy", "noor", FIXTURE_NOW + 4 * CLOCK_DAY);
	add(fixture, "free", "noor", FIXTURE_NOW + 8 * CLOCK_DAY);
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_string_equal(names(fixture, list), "free while-busy");
	assert_string_equal(list->suggestions[1]->reasons[list->suggestions[1]->n_reasons - 1],
		"you have an appointment of your own then");
}

static void pages_follow_each_other(void **state)
{
	struct fixture *fixture = *state;
	ListSuggestionsRequest in = LIST_SUGGESTIONS_REQUEST__INIT;
	ListSuggestionsResponse *list;

	for (int i = 0; i < 5; i++)
		add(fixture, arena_printf(fixture->arena, "%d", i), "noor",
			FIXTURE_NOW + 3 * CLOCK_DAY + i * CLOCK_HOUR);
	in.page_size = 2;
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_string_equal(names(fixture, list), "0 1");
	in.page_token = list->next_page_token;
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_string_equal(names(fixture, list), "2 3");
	in.page_token = list->next_page_token;
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_string_equal(names(fixture, list), "4");
	assert_string_equal(list->next_page_token, "");
	in.page_token = "meetings/never";
	assert_status(fixture, STATUS_INVALID_ARGUMENT, suggest(fixture, &fixture->ruud, &in, &list));
	in.page_token = "";
	in.days = -1;
	assert_status(fixture, STATUS_INVALID_ARGUMENT, suggest(fixture, &fixture->ruud, &in, &list));
	assert_string_equal(fixture->error.field, "days");
}

static void suggestions_are_the_coachs_own(void **state)
{
	struct fixture *fixture = *state;
	ListSuggestionsRequest in = LIST_SUGGESTIONS_REQUEST__INIT;
	ListSuggestionsResponse *list;

	add(fixture, "noor", "noor", FIXTURE_NOW + 3 * CLOCK_DAY);
	assert_ok(fixture, suggest(fixture, &fixture->noor, &in, &list));
	assert_int_equal(list->n_suggestions, 0);
	assert_status(fixture, STATUS_INVALID_ARGUMENT, suggest(fixture, &fixture->admin, &in, &list));
	in.coach = "people/ruud@example.org";
	assert_ok(fixture, suggest(fixture, &fixture->admin, &in, &list));
	assert_int_equal(list->n_suggestions, 1);
	assert_ok(fixture, suggest(fixture, &fixture->plugin, &in, &list));
	assert_int_equal(list->n_suggestions, 1);
	assert_status(fixture, STATUS_NOT_FOUND, suggest(fixture, &fixture->kim, &in, &list));
	/* Whom they coach knows that they are there. */
	assert_status(fixture, STATUS_PERMISSION_DENIED, suggest(fixture, &fixture->noor, &in, &list));
}

static void it_says_whether_one_could_come_unannounced(void **state)
{
	struct fixture *fixture = *state;
	ListSuggestionsRequest in = LIST_SUGGESTIONS_REQUEST__INIT;
	struct actor noor = fixture->noor;
	ListSuggestionsResponse *list;
	Team *team;

	history_keep_session(
		fixture, history_session(fixture, "past", "noor", FIXTURE_NOW - 14 * CLOCK_DAY, SESSION_STATE_CLOSED));
	add(fixture, "noor", "noor", FIXTURE_NOW + 3 * CLOCK_DAY);
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_false(list->suggestions[0]->unannounced_possible);
	assert_ok(fixture, store_team_get(fixture->conn, "people/ruud", fixture->arena, &team, &fixture->error));
	team->unannounced_told_date = "2026-03-02";
	assert_ok(fixture, store_team_set(fixture->conn, "people/ruud", team, &fixture->error));
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_true(list->suggestions[0]->unannounced_possible);
	/* It tells of hidden sessions: not to those from whom these are kept. */
	noor.admin = true;
	in.coach = "people/ruud";
	assert_ok(fixture, suggest(fixture, &fixture->program, &in, &list));
	assert_false(list->suggestions[0]->unannounced_possible);
	assert_ok(fixture, suggest(fixture, &noor, &in, &list));
	assert_false(list->suggestions[0]->unannounced_possible);
	assert_ok(fixture, suggest(fixture, &fixture->plugin, &in, &list));
	assert_true(list->suggestions[0]->unannounced_possible);
}

static void each_suggestion_can_be_planned_and_so_unannounced_when_it_says_so(void **state)
{
	struct fixture *fixture = *state;
	ListSuggestionsRequest in = LIST_SUGGESTIONS_REQUEST__INIT;
	ListSuggestionsResponse *list;
	Team team = TEAM__INIT;
	char id[16];

	team.unannounced_told_date = "2026-01-01";
	assert_ok(fixture, store_team_set(fixture->conn, "people/ruud", &team, &fixture->error));
	history_keep_session(
		fixture, history_session(fixture, "past", "sam", FIXTURE_NOW - 14 * CLOCK_DAY, SESSION_STATE_CLOSED));
	history_keep_session(
		fixture, history_session(fixture, "skip", "noor", FIXTURE_NOW + 2 * CLOCK_DAY, SESSION_STATE_SKIPPED));
	history_keep_session(
		fixture, history_session(fixture, "busy", "sam", FIXTURE_NOW + 3 * CLOCK_DAY, SESSION_STATE_PLANNED));
	for (int i = 0; i < 12; i++) { /* half an hour apart: some collide with what is planned */
		snprintf(id, sizeof(id), "m%d", i);
		add(fixture, id, i % 2 == 0 ? "noor" : "sam",
			FIXTURE_NOW + (2 + i / 6) * CLOCK_DAY + (i % 6) * 30 * CLOCK_MINUTE);
	}
	in.page_size = 100;
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_true(list->n_suggestions >= 4);
	for (size_t i = 0; i < list->n_suggestions; i++)
		for (int unannounced = 0; unannounced < 2; unannounced++) {
			struct call *call =
				fixture_bare_call(fixture, &fixture->ruud, "ridealong.v1.Sessions/PlanSession");
			PlanSessionRequest plan = PLAN_SESSION_REQUEST__INIT;
			bool expected = !unannounced || list->suggestions[i]->unannounced_possible;
			Session *session;
			enum status st;

			plan.meeting = list->suggestions[i]->meeting->name;
			plan.unannounced = unannounced;
			assert_ok(fixture, store_begin_write(fixture->conn, &fixture->error));
			st = service_session_plan(call, &plan, &session);
			store_rollback(fixture->conn);
			if ((st == STATUS_OK) != expected)
				fail_msg("%s: %s", plan.meeting, call->error.message);
		}
}

static void pages_follow_each_other_without_doubles(void **state)
{
	struct fixture *fixture = *state;
	ListSuggestionsRequest in = LIST_SUGGESTIONS_REQUEST__INIT;
	ListSuggestionsResponse *all, *page;
	size_t seen = 0;
	char id[16];

	for (int i = 0; i < 7; i++) {
		snprintf(id, sizeof(id), "m%d", i);
		add(fixture, id, "noor", FIXTURE_NOW + 2 * CLOCK_DAY + i * CLOCK_HOUR);
	}
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &all));
	in.page_size = 2;
	do {
		assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &page));
		for (size_t i = 0; i < page->n_suggestions; i++, seen++)
			assert_string_equal(page->suggestions[i]->meeting->name, all->suggestions[seen]->meeting->name);
		in.page_token = page->next_page_token;
	} while (in.page_token[0] != '\0');
	assert_int_equal(seen, all->n_suggestions);
	assert_int_equal(seen, 7);
}

static enum status dismiss(struct fixture *fixture, const struct actor *actor, const char *meeting, bool dismissed)
{
	struct call *call = fixture_bare_call(fixture, actor, "ridealong.v1.Sessions/DismissSuggestion");
	Suggestion *made;
	enum status st = service_suggestion_dismiss(call, "", meeting, dismissed, &made);

	fixture->error = call->error;
	return st;
}

static void not_this_one_is_heard_and_can_be_taken_back(void **state)
{
	struct fixture *fixture = *state;
	ListSuggestionsRequest in = LIST_SUGGESTIONS_REQUEST__INIT;
	ListSuggestionsResponse *list;

	add(fixture, "one", "noor", FIXTURE_NOW + 2 * CLOCK_DAY);
	add(fixture, "two", "noor", FIXTURE_NOW + 3 * CLOCK_DAY);
	assert_ok(fixture, dismiss(fixture, &fixture->ruud, "meetings/one", true));
	assert_ok(fixture, dismiss(fixture, &fixture->ruud, "meetings/one", true));
	assert_status(fixture, STATUS_NOT_FOUND, dismiss(fixture, &fixture->kim, "meetings/one", true));
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_string_equal(names(fixture, list), "two");
	in.include_dismissed = true;
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_int_equal(list->n_suggestions, 2);
	in.include_dismissed = false;
	assert_ok(fixture, dismiss(fixture, &fixture->ruud, "meetings/one", false));
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_int_equal(list->n_suggestions, 2);
	assert_int_equal(fixture_events(fixture, "suggestion.dismissed", "people/noor"), 0);
}

static void the_time_that_a_skip_freed_has_other_meetings(void **state)
{
	struct fixture *fixture = *state;
	ListSuggestionsRequest in = LIST_SUGGESTIONS_REQUEST__INIT;
	ListSuggestionsResponse *list;

	history_keep_session(
		fixture, history_session(fixture, "skip", "noor", FIXTURE_NOW + 2 * CLOCK_DAY, SESSION_STATE_SKIPPED));
	add(fixture, "same", "sam", FIXTURE_NOW + 2 * CLOCK_DAY + 30 * CLOCK_MINUTE);
	add(fixture, "other", "sam", FIXTURE_NOW + 3 * CLOCK_DAY);
	in.session = "sessions/skip";
	assert_ok(fixture, suggest(fixture, &fixture->ruud, &in, &list));
	assert_string_equal(names(fixture, list), "same");
	assert_status(fixture, STATUS_NOT_FOUND, suggest(fixture, &fixture->kim, &in, &list));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(meetings_of_coachees_are_suggested_the_best_first),
		with_fixture(where_the_coach_is_already_nothing_is_suggested),
		with_fixture(pages_follow_each_other),
		with_fixture(suggestions_are_the_coachs_own),
		with_fixture(it_says_whether_one_could_come_unannounced),
		with_fixture(each_suggestion_can_be_planned_and_so_unannounced_when_it_says_so),
		with_fixture(pages_follow_each_other_without_doubles),
		with_fixture(not_this_one_is_heard_and_can_be_taken_back),
		with_fixture(the_time_that_a_skip_freed_has_other_meetings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
