/* tests — subjects for the next one-on-one: opened, said in other words, talked about, made an action point of. */
#include "story.h"

static OneOnOneItem *open_item(struct fixture *f, const char *subject)
{
	CreateOneOnOneItemRequest in = CREATE_ONE_ON_ONE_ITEM_REQUEST__INIT;
	OneOnOneItem given = ONE_ON_ONE_ITEM__INIT, *item = NULL;

	given.coaching = "coachings/noor";
	given.subject = (char *)subject;
	in.one_on_one_item = &given;
	assert_ok(f, fixture_call(f, &f->noor, &service_one_on_ones, "CreateOneOnOneItem", &in, &item));
	return item;
}

static enum status discuss(struct fixture *f, const struct actor *actor, const char *name, OneOnOneItem **ret)
{
	DiscussOneOnOneItemRequest in = DISCUSS_ONE_ON_ONE_ITEM_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(f, actor, &service_one_on_ones, "DiscussOneOnOneItem", &in, ret);
}

static enum status reopen(struct fixture *f, const struct actor *actor, const char *name, OneOnOneItem **ret)
{
	ReopenOneOnOneItemRequest in = REOPEN_ONE_ON_ONE_ITEM_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(f, actor, &service_one_on_ones, "ReopenOneOnOneItem", &in, ret);
}

static enum status edit(struct fixture *f, const struct actor *actor, const OneOnOneItem *given, OneOnOneItem **ret)
{
	UpdateOneOnOneItemRequest in = UPDATE_ONE_ON_ONE_ITEM_REQUEST__INIT;

	in.one_on_one_item = (OneOnOneItem *)given;
	return fixture_call(f, actor, &service_one_on_ones, "UpdateOneOnOneItem", &in, ret);
}

static enum status convert(
	struct fixture *f, const struct actor *actor, const char *name, const char *text, OneOnOneItem **ret)
{
	ConvertOneOnOneItemRequest in = CONVERT_ONE_ON_ONE_ITEM_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT;

	point.text = (char *)text;
	in.name = (char *)name;
	in.action_point = &point;
	return fixture_call(f, actor, &service_one_on_ones, "ConvertOneOnOneItem", &in, ret);
}

static size_t open_items(struct fixture *f, bool all)
{
	ListOneOnOneItemsRequest in = LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT;
	ListOneOnOneItemsResponse *out;

	in.include_discussed = all;
	assert_ok(f, fixture_call(f, &f->noor, &service_one_on_ones, "ListOneOnOneItems", &in, &out));
	return out->n_one_on_one_items;
}

static size_t action_points(struct fixture *f)
{
	ListActionPointsRequest in = LIST_ACTION_POINTS_REQUEST__INIT;
	ListActionPointsResponse *out;

	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "ListActionPoints", &in, &out));
	return out->n_action_points;
}

static void a_subject_is_opened_and_talked_about_once(void **state)
{
	struct fixture *f = *state;
	CreateOneOnOneItemRequest in = CREATE_ONE_ON_ONE_ITEM_REQUEST__INIT;
	OneOnOneItem given = ONE_ON_ONE_ITEM__INIT, *item = open_item(f, "the next step");

	assert_string_equal(item->author, "people/noor");
	assert_int_equal(fixture_events(f, "one_on_one_item.opened", "people/ruud"), 1);
	assert_ok(f, discuss(f, &f->ruud, item->name, &item));
	assert_int_equal(item->state, ONE_ON_ONE_ITEM_STATE_DISCUSSED);
	assert_status(f, STATUS_FAILED_PRECONDITION, discuss(f, &f->ruud, item->name, NULL));
	assert_int_equal(open_items(f, false), 0);
	assert_int_equal(open_items(f, true), 1);
	given.coaching = "coachings/noor";
	in.one_on_one_item = &given;
	assert_status(f, STATUS_INVALID_ARGUMENT,
		fixture_call(f, &f->noor, &service_one_on_ones, "CreateOneOnOneItem", &in, NULL));
	given.subject = "mine";
	assert_status(
		f, STATUS_NOT_FOUND, fixture_call(f, &f->kim, &service_one_on_ones, "CreateOneOnOneItem", &in, NULL));
}

static void what_was_talked_about_can_be_opened_anew(void **state)
{
	struct fixture *f = *state;
	OneOnOneItem *item = open_item(f, "the next step");

	assert_status(f, STATUS_FAILED_PRECONDITION, reopen(f, &f->noor, item->name, NULL));
	assert_reason(f, "OPEN");
	assert_ok(f, discuss(f, &f->noor, item->name, NULL));
	assert_status(f, STATUS_NOT_FOUND, reopen(f, &f->sam, item->name, NULL));
	assert_ok(f, reopen(f, &f->ruud, item->name, &item));
	assert_int_equal(item->state, ONE_ON_ONE_ITEM_STATE_OPEN);
	assert_null(item->discuss_time);
	assert_int_equal(open_items(f, false), 1);
	assert_int_equal(fixture_events(f, "one_on_one_item.reopened", "people/noor"), 1);
}

static void a_subject_can_be_said_in_other_words_while_it_is_open(void **state)
{
	struct fixture *f = *state;
	OneOnOneItem *item = open_item(f, "the next step"), given = ONE_ON_ONE_ITEM__INIT, *edited;

	given.name = item->name;
	given.subject = "the step after that";
	given.etag = item->etag;
	assert_status(f, STATUS_NOT_FOUND, edit(f, &f->sam, &given, NULL));
	assert_ok(f, edit(f, &f->ruud, &given, &edited));
	assert_string_equal(edited->subject, "the step after that");
	assert_string_equal(edited->author, "people/noor");
	assert_status(f, STATUS_ABORTED, edit(f, &f->noor, &given, NULL));
	given.etag = "";
	given.subject = " ";
	assert_status(f, STATUS_INVALID_ARGUMENT, edit(f, &f->noor, &given, NULL));
	assert_ok(f, discuss(f, &f->noor, item->name, NULL));
	given.subject = "too late";
	assert_status(f, STATUS_FAILED_PRECONDITION, edit(f, &f->noor, &given, NULL));
}

static void a_subject_becomes_an_action_point_exactly_once(void **state)
{
	struct fixture *f = *state;
	OneOnOneItem *item = open_item(f, "the next step");

	assert_status(f, STATUS_NOT_FOUND, convert(f, &f->kim, item->name, "rehearse", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, convert(f, &f->noor, item->name, "", NULL));
	assert_int_equal(open_items(f, false), 1);
	assert_ok(f, convert(f, &f->noor, item->name, "rehearse", &item));
	assert_int_equal(item->state, ONE_ON_ONE_ITEM_STATE_DISCUSSED);
	assert_int_equal(strncmp(item->action_point, "actionPoints/", 13), 0);
	assert_int_equal(action_points(f), 1);
	assert_status(f, STATUS_FAILED_PRECONDITION, convert(f, &f->ruud, item->name, "rehearse", NULL));
	assert_reason(f, "CONVERTED");
	assert_status(f, STATUS_FAILED_PRECONDITION, reopen(f, &f->ruud, item->name, NULL));
	assert_reason(f, "CONVERTED");
	assert_int_equal(action_points(f), 1);
	assert_int_equal(fixture_events(f, "one_on_one_item.discussed", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "action_point.created", "people/ruud"), 1);
}

static void what_was_talked_about_may_still_become_an_action_point(void **state)
{
	struct fixture *f = *state;
	OneOnOneItem *item = open_item(f, "the next step");

	assert_ok(f, discuss(f, &f->noor, item->name, NULL));
	assert_ok(f, convert(f, &f->ruud, item->name, "rehearse", &item));
	assert_string_not_equal(item->action_point, "");
	assert_int_equal(action_points(f), 1);
}

static void with_five_open_ones_a_subject_stays_a_subject(void **state)
{
	struct fixture *f = *state;
	OneOnOneItem *item = NULL;

	for (int i = 0; i < 5; i++)
		assert_ok(f, convert(f, &f->noor, open_item(f, "one of five")->name, "rehearse", NULL));
	item = open_item(f, "the sixth");
	assert_status(f, STATUS_FAILED_PRECONDITION, convert(f, &f->noor, item->name, "rehearse", NULL));
	assert_int_equal(open_items(f, false), 1);
	assert_int_equal(action_points(f), 5);
}

static void what_a_skip_opened_becomes_an_action_point_but_keeps_its_words(void **state)
{
	struct fixture *f = *state;
	ListOneOnOneItemsRequest list = LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT;
	ListOneOnOneItemsResponse *items;
	OneOnOneItem given = ONE_ON_ONE_ITEM__INIT, *item;
	Session *session = story_planned(f);

	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_NOT_JOINING, "", NULL));
	assert_ok(f, fixture_call(f, &f->noor, &service_one_on_ones, "ListOneOnOneItems", &list, &items));
	assert_int_equal(items->n_one_on_one_items, 1);
	given.name = items->one_on_one_items[0]->name;
	given.subject = "never prepared";
	assert_status(f, STATUS_FAILED_PRECONDITION, edit(f, &f->ruud, &given, NULL));
	assert_reason(f, "OF_A_SESSION");
	assert_ok(f, convert(f, &f->noor, given.name, "prepare on Mondays", &item));
	assert_string_equal(item->session, session->name);
	/* the coach comes after all: what became of the subject stays */
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	assert_int_equal(open_items(f, false), 0);
	assert_int_equal(action_points(f), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_subject_is_opened_and_talked_about_once),
		with_fixture(what_was_talked_about_can_be_opened_anew),
		with_fixture(a_subject_can_be_said_in_other_words_while_it_is_open),
		with_fixture(a_subject_becomes_an_action_point_exactly_once),
		with_fixture(what_was_talked_about_may_still_become_an_action_point),
		with_fixture(with_five_open_ones_a_subject_stays_a_subject),
		with_fixture(what_a_skip_opened_becomes_an_action_point_but_keeps_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
