/* tests — suggestions: which meetings, in which order, for whom. */
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
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(meetings_of_coachees_are_suggested_the_best_first),
		with_fixture(where_the_coach_is_already_nothing_is_suggested),
		with_fixture(pages_follow_each_other),
		with_fixture(suggestions_are_the_coachs_own),
		with_fixture(it_says_whether_one_could_come_unannounced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
