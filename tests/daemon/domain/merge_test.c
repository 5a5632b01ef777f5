/* Which meetings look like one appointment, and what becomes of what hangs on them. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/instant.h"
#include "daemon/domain/merge.h"

#define HOUR INT64_C(3600000000)

static Meeting meeting(struct arena *arena, const char *name, int64_t start, const char *calendar, const char *uid,
	const char *title, const char *customer)
{
	Meeting made = MEETING__INIT;

	made.name = (char *)name;
	made.owner = (char *)"people/noor";
	made.start_time = instant_new(arena, start);
	made.end_time = instant_new(arena, start + HOUR);
	made.calendar = (char *)calendar;
	made.uid = (char *)uid;
	made.title = (char *)title;
	made.customer = (char *)customer;
	made.state = MEETING_STATE_SCHEDULED;
	return made;
}

static void same_time_and_same_words_or_uid_look_like_one(void **state)
{
	struct arena *arena = arena_create();
	Meeting one = meeting(arena, "meetings/1", 10 * HOUR, "work", "a@x", "Offer, Dovecote", "");
	Meeting other = meeting(arena, "meetings/2", 10 * HOUR + HOUR / 2, "home", "b@x", "  OFFER dovecote ", "");

	(void)state;
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_TITLE);
	assert_int_equal(merge_likeness(&other, &one, arena), MEETING_LIKENESS_TITLE);
	assert_int_equal(merge_likeness(&one, &one, arena), MEETING_LIKENESS_UNSPECIFIED);
	other.title = (char *)"Lunch";
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_UNSPECIFIED);
	other.uid = one.uid;
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_UID);
	other.calendar = one.calendar; /* two occurrences of one series */
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_UNSPECIFIED);
	one.customer = (char *)"Caf\xc3\xa9 BV";
	other.customer = (char *)"cafe\xcc\x81 b.v.";
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_CUSTOMER);
	arena_destroy(arena);
}

static void what_does_not_overlap_or_stand_or_has_no_words_does_not(void **state)
{
	struct arena *arena = arena_create();
	Meeting one = meeting(arena, "meetings/1", 10 * HOUR, "work", "a@x", "Offer", "");
	Meeting other = meeting(arena, "meetings/2", 11 * HOUR, "", "", "Offer", "");

	(void)state;
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_UNSPECIFIED); /* right after it */
	other.start_time = one.start_time;
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_TITLE);
	other.owner = (char *)"people/sam";
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_UNSPECIFIED);
	other.owner = one.owner;
	other.state = MEETING_STATE_CANCELLED;
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_UNSPECIFIED);
	other.state = MEETING_STATE_SCHEDULED;
	other.all_day = true;
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_UNSPECIFIED);
	other.all_day = false;
	one.title = other.title = (char *)"--";
	assert_int_equal(merge_likeness(&one, &other, arena), MEETING_LIKENESS_UNSPECIFIED);
	arena_destroy(arena);
}

static void pairs_keep_the_calendars_and_name_each_later_one_once(void **state)
{
	struct arena *arena = arena_create();
	Meeting hand = meeting(arena, "meetings/1", 10 * HOUR, "", "", "Offer", "");
	Meeting work = meeting(arena, "meetings/2", 10 * HOUR, "work", "a@x", "Offer", "");
	Meeting home = meeting(arena, "meetings/3", 10 * HOUR + HOUR / 2, "home", "a@x", "Offer", "");
	Meeting *all[] = { &hand, &work, &home };
	struct merge_pair *pairs;
	size_t count;

	(void)state;
	work.create_time = instant_new(arena, 2);
	home.create_time = instant_new(arena, 1);
	assert_ptr_equal(merge_kept(&work, &home), &home); /* known first */
	assert_ptr_equal(merge_kept(&hand, &work), &work);
	pairs = merge_pairs(all, 3, arena, &count);
	assert_int_equal(count, 2);
	assert_ptr_equal(pairs[0].keep, &work);
	assert_ptr_equal(pairs[0].later, &work);
	assert_ptr_equal(pairs[1].keep, &home);
	assert_ptr_equal(pairs[1].duplicate, &hand);
	assert_ptr_equal(pairs[1].later, &home);
	arena_destroy(arena);
}

static void of_two_sessions_the_seen_then_the_further_then_the_kept_goes_on(void **state)
{
	Session kept = SESSION__INIT, duplicate = SESSION__INIT;

	(void)state;
	kept.state = duplicate.state = SESSION_STATE_PLANNED;
	assert_ptr_equal(merge_survivor(&kept, &duplicate), &kept);
	duplicate.state = SESSION_STATE_CONFIRMED;
	assert_ptr_equal(merge_survivor(&kept, &duplicate), &duplicate);
	duplicate.state = SESSION_STATE_PLANNED;
	kept.unannounced = true;
	assert_ptr_equal(merge_survivor(&kept, &duplicate), &duplicate);
	kept.unannounced = false;
	duplicate.unannounced = true;
	assert_ptr_equal(merge_survivor(&kept, &duplicate), &kept);
	duplicate.unannounced = false;
	kept.state = SESSION_STATE_CLOSED;
	duplicate.state = SESSION_STATE_IN_PROGRESS;
	assert_null(merge_survivor(&kept, &duplicate));
}

static Preparation preparation(struct arena *arena, PreparationState state, int64_t changed, Answer **answers,
	size_t count, Intention **intentions, size_t n_intentions)
{
	Preparation made = PREPARATION__INIT;

	made.state = state;
	made.update_time = instant_new(arena, changed);
	made.answers = answers;
	made.n_answers = count;
	made.intentions = intentions;
	made.n_intentions = n_intentions;
	return made;
}

static void the_one_handed_in_goes_on_and_is_filled_up(void **state)
{
	struct arena *arena = arena_create();
	Answer goal = ANSWER__INIT, better = ANSWER__INIT, empty = ANSWER__INIT, calm = ANSWER__INIT;
	Intention first = INTENTION__INIT, second = INTENTION__INIT, again = INTENTION__INIT;
	Answer *in[] = { &goal, &empty }, *draft[] = { &better, &calm };
	Intention *picked[] = { &first }, *others[] = { &again, &second };
	Preparation kept, duplicate, *merged;

	(void)state;
	goal.key = better.key = (char *)"goal";
	goal.text = (char *)"a date";
	better.text = (char *)"another date";
	empty.key = calm.key = (char *)"behaviour";
	calm.text = (char *)"calm";
	first.number = again.number = 1;
	first.key = again.key = (char *)"goal";
	first.text = (char *)"a date";
	again.text = (char *)"another date";
	second.number = 2;
	second.key = (char *)"behaviour";
	second.text = (char *)"calm";
	kept = preparation(arena, PREPARATION_STATE_DRAFT, 9, draft, 2, others, 2);
	duplicate = preparation(arena, PREPARATION_STATE_SUBMITTED, 1, in, 2, picked, 1);
	merged = merge_preparations(&kept, &duplicate, "meetings/1", arena);
	assert_string_equal(merged->name, "meetings/1/preparation");
	assert_int_equal(merged->state, PREPARATION_STATE_SUBMITTED);
	assert_int_equal(merged->n_answers, 2);
	assert_string_equal(merged->answers[0]->text, "a date");
	assert_string_equal(merged->answers[1]->text, "calm");
	assert_int_equal(merged->n_intentions, 2);
	assert_string_equal(merged->intentions[0]->text, "a date");
	assert_string_equal(merged->intentions[1]->text, "calm");
	assert_int_equal(merged->intentions[1]->number, 2);
	assert_string_equal(empty.text, ""); /* what came in stays as it was */
	duplicate.state = PREPARATION_STATE_DRAFT;
	merged = merge_preparations(&kept, &duplicate, "meetings/1", arena);
	assert_string_equal(merged->answers[0]->text, "another date");
	assert_null(merge_preparations(NULL, NULL, "meetings/1", arena));
	assert_string_equal(merge_preparations(NULL, &duplicate, "meetings/1", arena)->answers[0]->text, "a date");
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_time_and_same_words_or_uid_look_like_one),
		cmocka_unit_test(what_does_not_overlap_or_stand_or_has_no_words_does_not),
		cmocka_unit_test(pairs_keep_the_calendars_and_name_each_later_one_once),
		cmocka_unit_test(of_two_sessions_the_seen_then_the_further_then_the_kept_goes_on),
		cmocka_unit_test(the_one_handed_in_goes_on_and_is_filled_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
