/* What is taken out of an answer, for whom. */
#include "tests/daemon/domain/check.h"

#include <ridealong/v1/admin.pb-c.h>
#include <ridealong/v1/debrief.pb-c.h>
#include <ridealong/v1/person.pb-c.h>
#include <ridealong/v1/reminder.pb-c.h>
#include <ridealong/v1/session.pb-c.h>

#include "daemon/domain/see.h"

#define GET "ridealong.v1.Any/Get"

static const struct actor coach = { .kind = ACTOR_PERSON, .person = "people/coach" };
static const struct actor coachee = { .kind = ACTOR_PERSON, .person = "people/coachee" };
static const struct actor admin = { .kind = ACTOR_ADMIN, .admin = true };
static const struct actor reminders = { .kind = ACTOR_PLUGIN, .plugin = "reminders" };
static const struct actor calendar = { .kind = ACTOR_PLUGIN, .plugin = "calendar" };

static void every_field_and_method_of_the_contract_has_its_rule(void **state)
{
	struct error error = { 0 };

	(void)state;
	if (see_check(&error) != STATUS_OK)
		fail_msg("%s", error.message);
}

static void the_bridge_is_the_coachs_own_also_inside_a_list(void **state)
{
	Session session = SESSION__INIT;
	Session *sessions[] = { &session };
	ListSessionsResponse list = LIST_SESSIONS_RESPONSE__INIT;

	(void)state;
	session.coach = (char *)"people/coach";
	session.coachee = (char *)"people/coachee";
	session.coach_bridge = (char *)"the other site";
	session.coach_help = (char *)"when you look at me";
	list.sessions = sessions;
	list.n_sessions = 1;
	see(&coach, GET, &list.base);
	assert_string_equal(session.coach_bridge, "the other site");
	see(&coachee, GET, &list.base);
	assert_string_equal(session.coach_bridge, "");
	assert_string_equal(session.coach_help, "when you look at me");
	assert_string_equal(session.coach, "people/coach");
}

static void a_secret_leaves_once_and_an_answer_address_only_to_its_plugin(void **state)
{
	Token token = TOKEN__INIT;
	Reminder reminder = REMINDER__INIT;

	(void)state;
	token.secret = (char *)"ra_x";
	see(&admin, "ridealong.v1.Admin/CreateToken", &token.base);
	assert_string_equal(token.secret, "ra_x");
	see(&admin, "ridealong.v1.Admin/ListTokens", &token.base);
	assert_string_equal(token.secret, "");

	reminder.answer_address = (char *)"r-abc";
	see(&reminders, GET, &reminder.base);
	assert_string_equal(reminder.answer_address, "r-abc");
	see(&calendar, GET, &reminder.base);
	assert_string_equal(reminder.answer_address, "");
}

static void a_draft_is_the_owners_until_it_is_handed_in(void **state)
{
	Answer answer = ANSWER__INIT;
	Answer *answers[] = { &answer };
	Preparation preparation = PREPARATION__INIT;

	(void)state;
	preparation.owner = (char *)"people/coachee";
	preparation.answers = answers;
	preparation.n_answers = 1;
	preparation.state = PREPARATION_STATE_DRAFT;
	see(&coachee, GET, &preparation.base);
	assert_int_equal(preparation.n_answers, 1);
	preparation.state = PREPARATION_STATE_SUBMITTED;
	see(&coach, GET, &preparation.base);
	assert_int_equal(preparation.n_answers, 1);
	preparation.state = PREPARATION_STATE_DRAFT;
	see(&coach, GET, &preparation.base);
	assert_int_equal(preparation.n_answers, 0);
}

struct debrief_fixture {
	Debrief debrief;
	Observation by_coach, by_coachee;
	Observation *compliments[2];
	Intention intention;
	Intention *intentions[1];
};

static void debrief_init(struct debrief_fixture *f, const char *coachee_experience)
{
	debrief__init(&f->debrief);
	observation__init(&f->by_coach);
	observation__init(&f->by_coachee);
	intention__init(&f->intention);
	f->by_coach.author = (char *)"people/coach";
	f->by_coachee.author = (char *)"people/coachee";
	f->compliments[0] = &f->by_coach;
	f->compliments[1] = &f->by_coachee;
	f->intention.outcome = OUTCOME_PARTLY;
	f->intentions[0] = &f->intention;
	f->debrief.coach = (char *)"people/coach";
	f->debrief.coachee = (char *)"people/coachee";
	f->debrief.coach_experience = (char *)"I was curious";
	f->debrief.coachee_experience = (char *)coachee_experience;
	f->debrief.coach_experience_hash = (char *)"abc";
	f->debrief.compliments = f->compliments;
	f->debrief.n_compliments = 2;
	f->debrief.intentions = f->intentions;
	f->debrief.n_intentions = 1;
}

static void until_the_coachee_has_spoken_the_coachs_words_wait(void **state)
{
	struct debrief_fixture f;

	(void)state;
	debrief_init(&f, "");
	see(&coachee, GET, &f.debrief.base);
	assert_string_equal(f.debrief.coach_experience, "");
	assert_string_equal(f.debrief.coach_experience_hash, "abc");
	assert_int_equal(f.debrief.n_compliments, 1);
	assert_string_equal(f.debrief.compliments[0]->author, "people/coachee");
	assert_int_equal(f.intention.outcome, OUTCOME_UNSPECIFIED);

	debrief_init(&f, "");
	see(&coach, GET, &f.debrief.base);
	assert_string_equal(f.debrief.coach_experience, "I was curious");
	assert_int_equal(f.debrief.n_compliments, 2);

	debrief_init(&f, "it went well");
	see(&coachee, GET, &f.debrief.base);
	assert_string_equal(f.debrief.coach_experience, "I was curious");
	assert_int_equal(f.debrief.n_compliments, 2);
	assert_int_equal(f.intention.outcome, OUTCOME_PARTLY);
}

static void how_the_machine_is_set_up_is_for_administrators(void **state)
{
	Status status = STATUS__INIT;
	char *listen[] = { (char *)"ipc:///x" };
	Timestamp next = TIMESTAMP__INIT;

	(void)state;
	status.version = (char *)"1";
	status.listen = listen;
	status.n_listen = 1;
	status.timers = 7;
	status.next_timer_time = &next;
	see(&admin, GET, &status.base);
	assert_int_equal(status.timers, 7);
	see(&coach, GET, &status.base);
	assert_int_equal(status.n_listen, 0);
	assert_int_equal(status.timers, 0);
	assert_null(status.next_timer_time);
	assert_string_equal(status.version, "1");
}

static void others_do_not_learn_a_persons_login_and_quiet_hours(void **state)
{
	Person person = PERSON__INIT;

	(void)state;
	person.name = (char *)"people/coachee";
	person.unix_login = (char *)"ann";
	person.quiet_from_minute = 1200;
	see(&coachee, GET, &person.base);
	assert_string_equal(person.unix_login, "ann");
	see(&reminders, GET, &person.base);
	assert_int_equal(person.quiet_from_minute, 1200);
	see(&coach, GET, &person.base);
	assert_string_equal(person.unix_login, "");
	assert_int_equal(person.quiet_from_minute, 0);
}

static void a_message_that_is_no_answer_comes_out_empty(void **state)
{
	PlanSessionRequest request = PLAN_SESSION_REQUEST__INIT;

	(void)state;
	request.meeting = (char *)"meetings/1";
	request.unannounced = 1;
	see(&admin, GET, &request.base);
	assert_string_equal(request.meeting, "");
	assert_false(request.unannounced);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_and_method_of_the_contract_has_its_rule),
		cmocka_unit_test(the_bridge_is_the_coachs_own_also_inside_a_list),
		cmocka_unit_test(a_secret_leaves_once_and_an_answer_address_only_to_its_plugin),
		cmocka_unit_test(a_draft_is_the_owners_until_it_is_handed_in),
		cmocka_unit_test(until_the_coachee_has_spoken_the_coachs_words_wait),
		cmocka_unit_test(how_the_machine_is_set_up_is_for_administrators),
		cmocka_unit_test(others_do_not_learn_a_persons_login_and_quiet_hours),
		cmocka_unit_test(a_message_that_is_no_answer_comes_out_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
