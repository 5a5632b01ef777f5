/* The reminders plugin in the whole house: a real daemon in simulation, real plugins, mails in real Maildirs. */
#include <gmime/gmime.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "mails.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "tests/support/caller.h"
#include "tests/support/daemon.h"

#define COACH   "sanne@example.com"
#define COACHEE "daan@example.com"
#define MINUTE  INT64_C(60000000)
#define HOUR    (60 * MINUTE)
#define DAY     (24 * HOUR)
#define MONDAY  INT64_C(1777878000000000) /* 2026-05-04T09:00:00+02:00 */

struct house {
	struct test_daemon daemon;
	struct test_caller caller;
	char first[80], second[80], hidden[80]; /* sessions */
};

/* ---- calls ---- */

static Reply *call_as(struct house *house, const char *who, const char *method, const ProtobufCMessage *in)
{
	static unsigned number;
	Request envelope = REQUEST__INIT;
	char full_name[100], request_id[40];
	const char *verb = strchr(method, '/') + 1;

	snprintf(full_name, sizeof(full_name), "ridealong.v1.%s", method);
	snprintf(request_id, sizeof(request_id), "story-%u", number++);
	envelope.method = full_name;
	envelope.timeout_ms = 60000;
	envelope.act_as = (char *)who;
	if (strncmp(verb, "Get", 3) != 0 && strncmp(verb, "List", 4) != 0)
		envelope.request_id = request_id;
	return test_call_with(&house->caller, &envelope, in);
}

static void *ask(struct house *house, const char *who, const char *method, const ProtobufCMessage *in,
	const ProtobufCMessageDescriptor *type)
{
	return test_answer(call_as(house, who, method, in), type);
}

static void done(void *message)
{
	protobuf_c_message_free_unpacked(message, NULL);
}

static void advance_to(struct house *house, int64_t moment)
{
	AdvanceClockRequest in = ADVANCE_CLOCK_REQUEST__INIT;
	Timestamp to = sdk_time(moment);

	in.target_case = ADVANCE_CLOCK_REQUEST__TARGET_TO;
	in.to = &to;
	done(ask(house, "", "Admin/AdvanceClock", &in.base, &advance_clock_response__descriptor));
}

static void add_person(struct house *house, const char *email, const char *name, const char *language)
{
	CreatePersonRequest in = CREATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;

	person.email = (char *)email;
	person.display_name = (char *)name;
	person.language = (char *)language;
	person.time_zone = (char *)"Europe/Amsterdam";
	person.template_ = (char *)"account-manager";
	in.person = &person;
	done(ask(house, "", "People/CreatePerson", &in.base, &person__descriptor));
}

static void plan(struct house *house, const char *customer, int64_t start, bool unannounced, char ret[80])
{
	CreateMeetingRequest meeting_in = CREATE_MEETING_REQUEST__INIT;
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;
	Timestamp from = sdk_time(start), until = sdk_time(start + HOUR);
	Meeting given = MEETING__INIT, *meeting;
	Session *session;

	given.owner = (char *)"people/" COACHEE;
	given.title = given.customer = (char *)customer;
	given.start_time = &from;
	given.end_time = &until;
	given.time_zone = (char *)"Europe/Amsterdam";
	meeting_in.meeting = &given;
	meeting = ask(house, "", "Meetings/CreateMeeting", &meeting_in.base, &meeting__descriptor);
	in.meeting = meeting->name;
	in.unannounced = unannounced;
	session = ask(house, COACH, "Sessions/PlanSession", &in.base, &session__descriptor);
	snprintf(ret, 80, "%s", session->name);
	done(session);
	done(meeting);
}

static SessionState state_of(struct house *house, const char *name)
{
	GetSessionRequest in = GET_SESSION_REQUEST__INIT;
	Session *session;
	SessionState state;

	in.name = (char *)name;
	session = ask(house, COACH, "Sessions/GetSession", &in.base, &session__descriptor);
	state = session->state;
	done(session);
	return state;
}

/* ---- the house ---- */

static int open_house(void **state)
{
	struct house *house = calloc(1, sizeof(*house));
	CreateCoachingRequest coaching_in = CREATE_COACHING_REQUEST__INIT;
	UpdateTeamRequest team_in = UPDATE_TEAM_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;
	Team team = TEAM__INIT;

	test_daemon_make(&house->daemon, "manual:2026-05-04T09:00:00+02:00", "reminders skip_unprepared",
		"[plugin skip_unprepared]\n");
	test_daemon_start(&house->daemon);
	test_caller_open(&house->caller, house->daemon.server);
	*state = house;
	add_person(house, COACH, "Sanne", "en");
	add_person(house, COACHEE, "Daan", "nl");
	coaching.coach = (char *)"people/" COACH;
	coaching.coachee = (char *)"people/" COACHEE;
	coaching_in.coaching = &coaching;
	done(ask(house, "", "People/CreateCoaching", &coaching_in.base, &coaching__descriptor));
	team.name = (char *)"people/me/team";
	team.unannounced_told_date = (char *)"2026-04-01";
	team_in.team = &team;
	done(ask(house, COACH, "People/UpdateTeam", &team_in.base, &team__descriptor));
	return 0;
}

static int close_house(void **state)
{
	struct house *house = *state;

	test_caller_close(&house->caller);
	test_daemon_remove(&house->daemon);
	free(house);
	return 0;
}

static void plan_three(struct house *house)
{
	plan(house, "Bakkerij Crème", MONDAY + 3 * DAY + HOUR, false, house->first);
	plan(house, "Smit BV", MONDAY + 3 * DAY + 5 * HOUR, false, house->second);
	plan(house, "De Geheime BV", MONDAY + 4 * DAY + 4 * HOUR, true, house->hidden);
	advance_to(house, MONDAY + MINUTE);
}

static void prepare_by_mail(struct house *house)
{
	struct found mail;

	mails_expect(house->daemon.dir, COACHEE, "1 Wat moet dit gesprek de klant opleveren? En jou? (*)", NULL);
	mails_expect(house->daemon.dir, COACHEE, "3 Waar gaat de klant naar vragen, en wat zeg je dan?\n", NULL);
	mails_expect(house->daemon.dir, COACHEE, "Bakkerij Crème, donderdag 7 mei 10:00: Sanne gaat mee", &mail);
	mails_send(house->daemon.dir, COACHEE, &mail,
		"* 1 De klant kiest een startdatum; ik wil het budget horen voordat ik vertel\n"
		"2 Wat gehaast, maar vriendelijk. Ik stel eerst drie vragen\n"
		"3 Wat kost het per maand, en waarom nu? Ik leg de besparing uit\n"
		"* 4 Als de prijs te hoog is, dan vraag ik waarmee ze vergelijken\n"
		"* 6 Ik neem een vergelijking mee met drie bedrijven in de buurt");
	advance_to(house, MONDAY + 2 * MINUTE);
}

static void the_coachee_is_asked_and_prepares_by_answering(void **state)
{
	struct house *house = *state;

	plan_three(house);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "gaat mee", NULL), 2);
	mails_expect(house->daemon.dir, COACHEE, "Ik voer het gesprek.\" Zo laten: 5 klopt", NULL);
	prepare_by_mail(house);
	assert_int_equal(state_of(house, house->first), SESSION_STATE_PREPARED);
	mails_expect(house->daemon.dir, COACHEE, "Je voorbereiding is binnen, en Sanne kan die lezen.", NULL);
	mails_expect(house->daemon.dir, COACH, "preparation is in", NULL);
	/* Once, however often the inbox is looked at. */
	advance_to(house, MONDAY + 10 * MINUTE);
	assert_int_equal(
		mails_count(house->daemon.dir, COACHEE, "Je voorbereiding is binnen, en Sanne kan die lezen.", NULL),
		1);
}

static void the_coach_decides_by_answering_and_the_coachee_hears(void **state)
{
	struct house *house = *state;
	struct found mail;

	plan_three(house);
	prepare_by_mail(house);
	mails_expect(house->daemon.dir, COACH, "preparation is in", &mail);
	mails_send(house->daemon.dir, COACH, &mail, "go, Good questions");
	advance_to(house, MONDAY + 3 * MINUTE);
	assert_int_equal(state_of(house, house->first), SESSION_STATE_CONFIRMED);
	mails_expect(house->daemon.dir, COACHEE, "Sanne zegt erbij: \"Good questions\"", &mail);
	assert_string_equal(mail.subject, "Bakkerij Crème, donderdag 7 mei 10:00: het gaat door, met Sanne");
	/* The next working days: the one without preparation is asked for, this one is not. */
	advance_to(house, MONDAY + 2 * DAY + HOUR);
	assert_int_equal(
		mails_count(house->daemon.dir, COACHEE, "Bakkerij Crème, donderdag 7 mei 10:00: Sanne gaat mee", NULL),
		1);
	assert_true(
		mails_count(house->daemon.dir, COACHEE, "Smit BV, donderdag 7 mei 14:00: Sanne gaat mee", NULL) >= 2);
	advance_to(house, MONDAY + 3 * DAY - 30 * MINUTE + MINUTE);
	mails_expect(house->daemon.dir, COACH, "10:00 Bakkerij Crème: card for the road", NULL);
}

static void nothing_in_at_the_cutoff_is_told_to_both(void **state)
{
	struct house *house = *state;
	struct found mail;

	plan_three(house);
	advance_to(house, MONDAY + 2 * DAY + 6 * HOUR + MINUTE);
	assert_int_equal(state_of(house, house->second), SESSION_STATE_SKIPPED);
	mails_expect(house->daemon.dir, COACHEE, "Smit BV, donderdag 7 mei: Sanne gaat deze keer niet mee", &mail);
	mails_expect(house->daemon.dir, COACH, "free: you are not going along with Daan", NULL);
	/* Before the grace ends, an answer brings the coach back. */
	mails_send(house->daemon.dir, COACHEE, &mail,
		"1 De klant kiest een datum, en ik hoor het budget\n2 Rustig, en ik stel drie vragen\n3 Wat kost het, "
		"en "
		"ik leg de besparing uit\n4 Als het te duur is, dan vraag ik waarmee ze vergelijken\n6 Een "
		"vergelijking "
		"met de buren");
	advance_to(house, MONDAY + 2 * DAY + 6 * HOUR + 2 * MINUTE);
	assert_int_equal(state_of(house, house->second), SESSION_STATE_CONFIRMED);
	mails_expect(house->daemon.dir, COACHEE, "Smit BV, donderdag 7 mei 14:00: Sanne gaat toch mee", NULL);
	mails_expect(house->daemon.dir, COACH, "you are going along with Daan after all", NULL);
}

static void works_at_weekends(struct house *house, const char *who)
{
	static DayOfWeek days[] = { DAY_OF_WEEK_WEDNESDAY, DAY_OF_WEEK_THURSDAY, DAY_OF_WEEK_FRIDAY,
		DAY_OF_WEEK_SATURDAY, DAY_OF_WEEK_SUNDAY };
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;
	char name[100];

	snprintf(name, sizeof(name), "people/%s", who);
	person.name = name;
	person.working_days = days;
	person.n_working_days = 5;
	in.person = &person;
	in.update_mask = &(FieldMask){ .base = { .descriptor = &field_mask__descriptor },
		.n_paths = 1,
		.paths = (char *[]){ (char *)"working_days" } };
	done(ask(house, "", "People/UpdatePerson", &in.base, &person__descriptor));
}

/* On Saturday, when the coachee works, nobody could tell the coach, who would have had the card for Sunday. */
static void after_two_in_a_row_the_coach_hears_that_somebody_goes_uncoached(void **state)
{
	struct house *house = *state;
	char later[80];

	plan(house, "Bakkerij Crème", MONDAY + 3 * DAY + HOUR, false, house->first);
	plan(house, "Smit BV", MONDAY + 8 * DAY, false, later);
	advance_to(house, MONDAY + 2 * DAY + 6 * HOUR + MINUTE);
	assert_int_equal(state_of(house, house->first), SESSION_STATE_SKIPPED);
	assert_int_equal(mails_count(house->daemon.dir, COACH, "Daan goes uncoached", NULL), 0);
	advance_to(house, MONDAY + 7 * DAY + 6 * HOUR + MINUTE);
	assert_int_equal(state_of(house, later), SESSION_STATE_SKIPPED);
	mails_expect(house->daemon.dir, COACH, "It was so the time before, too: Daan goes uncoached.", NULL);
}

static void before_a_weekend_the_coach_hears_of_a_skip_on_their_last_day_at_work(void **state)
{
	struct house *house = *state;
	const int64_t friday = MONDAY + 4 * DAY, sunday = MONDAY + 6 * DAY;
	char session[80];

	works_at_weekends(house, COACHEE);
	plan(house, "De Markt", sunday + HOUR, false, session);
	advance_to(house, friday + 6 * HOUR - MINUTE);
	assert_int_equal(state_of(house, session), SESSION_STATE_PLANNED);
	mails_expect(house->daemon.dir, COACHEE, "Graag vóór vrijdag 8 mei 15:00", NULL);
	advance_to(house, friday + 6 * HOUR + MINUTE);
	assert_int_equal(state_of(house, session), SESSION_STATE_SKIPPED);
	mails_expect(house->daemon.dir, COACH, "free: you are not going along with Daan", NULL);
	mails_expect(house->daemon.dir, COACHEE, "De Markt, zondag 10 mei: Sanne gaat deze keer niet mee", NULL);
	advance_to(house, sunday + HOUR);
	assert_int_equal(mails_count(house->daemon.dir, COACH, "card for the road", NULL), 0);
}

/* Somebody of HR, whom the coach coaches too, has a conversation in the time that becomes free. */
static void hanna_talks_with_somebody(struct house *house, int64_t start)
{
	CreateCoachingRequest coaching_in = CREATE_COACHING_REQUEST__INIT;
	CreateMeetingRequest in = CREATE_MEETING_REQUEST__INIT;
	Timestamp from = sdk_time(start), until = sdk_time(start + HOUR);
	UpdatePersonRequest update = UPDATE_PERSON_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;
	Person person = PERSON__INIT;
	Meeting meeting = MEETING__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *paths[] = { (char *)"template" };

	add_person(house, "hanna@example.com", "Hanna", "nl");
	person.name = (char *)"people/hanna@example.com";
	person.template_ = (char *)"hr";
	mask.paths = paths;
	mask.n_paths = 1;
	update.person = &person;
	update.update_mask = &mask;
	done(ask(house, "", "People/UpdatePerson", &update.base, &person__descriptor));
	coaching.coach = (char *)"people/" COACH;
	coaching.coachee = (char *)"people/hanna@example.com";
	coaching_in.coaching = &coaching;
	done(ask(house, "", "People/CreateCoaching", &coaching_in.base, &coaching__descriptor));
	meeting.owner = person.name;
	meeting.title = (char *)"Verzuimgesprek Piet Pietersen";
	meeting.start_time = &from;
	meeting.end_time = &until;
	meeting.time_zone = (char *)"Europe/Amsterdam";
	in.meeting = &meeting;
	done(ask(house, "", "Meetings/CreateMeeting", &in.base, &meeting__descriptor));
}

static void freed_time_that_is_offered_names_nobody_of_a_confidential_conversation(void **state)
{
	struct house *house = *state;

	plan_three(house);
	hanna_talks_with_somebody(house, MONDAY + 3 * DAY + 5 * HOUR);
	advance_to(house, MONDAY + 2 * DAY + 6 * HOUR + MINUTE);
	mails_expect(house->daemon.dir, COACH, "free: you are not going along with Daan", NULL);
	mails_expect(house->daemon.dir, COACH, "14:00 (Hanna)", NULL);
	assert_int_equal(mails_count(house->daemon.dir, COACH, "Pietersen", NULL), 0);
}

static void a_thin_preparation_is_put_before_the_coach_with_the_reason(void **state)
{
	struct house *house = *state;
	struct found mail;

	plan_three(house);
	mails_expect(house->daemon.dir, COACHEE, "Smit BV", &mail);
	mails_send(house->daemon.dir, COACHEE, &mail, "1 ja\n2 nee\n3 kort\n4 niks\n6 niks");
	advance_to(house, MONDAY + 2 * MINUTE);
	mails_expect(house->daemon.dir, COACH, "would you take a look?", NULL);
	advance_to(house, MONDAY + 2 * DAY + 6 * HOUR + MINUTE);
	assert_int_equal(state_of(house, house->second), SESSION_STATE_PREPARED);
	assert_int_equal(mails_count(house->daemon.dir, COACH, "would you take a look?", NULL), 2);
}

/* The first of two is never unannounced: it has to take place. */
static void go_along_to_the_first(struct house *house)
{
	DecideSessionRequest decide = DECIDE_SESSION_REQUEST__INIT;
	StartSessionRequest start = START_SESSION_REQUEST__INIT;

	decide.name = start.name = house->first;
	decide.verdict = VERDICT_GO;
	done(ask(house, COACH, "Sessions/DecideSession", &decide.base, &session__descriptor));
	advance_to(house, MONDAY + 3 * DAY + HOUR);
	done(ask(house, COACH, "Sessions/StartSession", &start.base, &session__descriptor));
}

static void an_unannounced_session_is_not_mentioned_before_its_reveal(void **state)
{
	struct house *house = *state;
	int64_t departure = MONDAY + 4 * DAY + 4 * HOUR - 30 * MINUTE;

	plan_three(house);
	go_along_to_the_first(house);
	advance_to(house, departure - HOUR - MINUTE);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "De Geheime BV", NULL), 0);
	advance_to(house, departure - HOUR + MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "13:00 De Geheime BV: ik rij vandaag met je mee", NULL);
	mails_expect(house->daemon.dir, COACH, "13:00 De Geheime BV: card for the road", NULL);
	mails_expect(house->daemon.dir, COACH, "Goal: ask on the way", NULL);
}

static void start_and_finish(struct house *house)
{
	StartSessionRequest start = START_SESSION_REQUEST__INIT;
	FinishSessionRequest finish = FINISH_SESSION_REQUEST__INIT;

	start.name = finish.name = house->first;
	advance_to(house, MONDAY + 3 * DAY + HOUR + 5 * MINUTE);
	done(ask(house, COACH, "Sessions/StartSession", &start.base, &session__descriptor));
	advance_to(house, MONDAY + 3 * DAY + 2 * HOUR);
	done(ask(house, COACH, "Sessions/FinishSession", &finish.base, &session__descriptor));
}

static void the_debrief_is_asked_for_answered_and_its_action_point_followed(void **state)
{
	struct house *house = *state;
	struct found coachee, coach, action;
	int64_t end = MONDAY + 3 * DAY + 2 * HOUR;

	plan_three(house);
	prepare_by_mail(house);
	start_and_finish(house);
	advance_to(house, end + 4 * MINUTE);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "jij mag eerst", NULL), 0);
	advance_to(house, end + 6 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Bakkerij Crème: jij mag eerst", &coachee);
	mails_expect(house->daemon.dir, COACH, "Debrief now: Bakkerij Crème", &coach);
	mails_send(
		house->daemon.dir, COACHEE, &coachee, "Beter dan ik dacht\n+ de stilte\n! openingsvraag oefenen @di");
	advance_to(house, end + 7 * MINUTE);
	mails_send(house->daemon.dir, COACH, &coach, "I liked sitting back\n+ you asked before you told");
	advance_to(house, end + 8 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Je regels zijn bewaard.", NULL);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "En voor de coach", NULL), 0); /* not theirs to say */
	mails_expect(house->daemon.dir, COACH, "Your lines are kept.", NULL);
	/* Both wrote: nobody is asked again. */
	advance_to(house, MONDAY + 4 * DAY + HOUR);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "Bakkerij Crème: jij mag eerst", NULL), 1);
	/* Due on Tuesday the 12th: told on Monday at nine, answered, celebrated. */
	advance_to(house, MONDAY + 7 * DAY + MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "openingsvraag oefenen", &action);
	assert_string_equal(action.subject, "Morgen: wat je je voornam");
	mails_send(house->daemon.dir, COACHEE, &action, "klaar");
	advance_to(house, MONDAY + 7 * DAY + 2 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "staat op klaar. Sanne kan het zien.", NULL);
	mails_expect(house->daemon.dir, COACH, "Daan did it", NULL);
}

static void write_at_one_table(struct house *house, const char *session)
{
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;
	char name[100];

	snprintf(name, sizeof(name), "%s/debrief", session);
	in.name = name;
	in.for_both = true;
	in.lines = (char *)"Beter dan ik dacht\nI liked sitting back\n+ the silence\n! openingsvraag oefenen";
	done(ask(house, COACH, "Debriefs/WriteDebrief", &in.base, &write_debrief_response__descriptor));
}

static void start_and_finish_second(struct house *house)
{
	StartSessionRequest start = START_SESSION_REQUEST__INIT;
	FinishSessionRequest finish = FINISH_SESSION_REQUEST__INIT;

	start.name = finish.name = house->second;
	advance_to(house, MONDAY + 3 * DAY + 5 * HOUR + 5 * MINUTE);
	done(ask(house, COACH, "Sessions/StartSession", &start.base, &session__descriptor));
	advance_to(house, MONDAY + 3 * DAY + 6 * HOUR);
	done(ask(house, COACH, "Sessions/FinishSession", &finish.base, &session__descriptor));
}

static void write_line(struct house *house, const char *who, const char *line)
{
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;
	char name[100];

	snprintf(name, sizeof(name), "%s/debrief", house->first);
	in.name = name;
	in.lines = (char *)line;
	done(ask(house, who, "Debriefs/WriteDebrief", &in.base, &write_debrief_response__descriptor));
}

static void a_debrief_that_is_being_written_is_not_asked_for(void **state)
{
	struct house *house = *state;
	StartSessionRequest start = START_SESSION_REQUEST__INIT;
	int64_t end = MONDAY + 3 * DAY + 2 * HOUR;

	plan_three(house);
	prepare_by_mail(house);
	advance_to(house, end - HOUR);
	start.name = house->first;
	done(ask(house, COACH, "Sessions/StartSession", &start.base, &session__descriptor));
	advance_to(house, end + 4 * MINUTE + MINUTE / 2);
	write_line(house, COACHEE, "Beter dan ik dacht");
	advance_to(house, end + 6 * MINUTE);
	write_line(house, COACH, "I liked sitting back");
	advance_to(house, end + 30 * MINUTE);
	assert_int_equal(mails_count(house->daemon.dir, COACH, "Debrief now", NULL), 0);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "jij mag eerst", NULL), 0);
}

/* Asked three times, skipped, brought back: and the request to sign, which is promised, still has its place. */
static void a_session_that_lives_long_keeps_the_mail_to_sign(void **state)
{
	struct house *house = *state;
	const int64_t cutoff = MONDAY + 2 * DAY + 6 * HOUR, end = MONDAY + 3 * DAY + 6 * HOUR;
	struct found mail;

	plan_three(house);
	advance_to(house, cutoff + MINUTE);
	assert_int_equal(
		mails_count(house->daemon.dir, COACHEE, "Smit BV, donderdag 7 mei 14:00: Sanne gaat mee", NULL), 3);
	mails_expect(house->daemon.dir, COACHEE, "Smit BV, donderdag 7 mei: Sanne gaat deze keer niet mee", &mail);
	mails_send(house->daemon.dir, COACHEE, &mail,
		"1 De klant kiest een datum, en ik hoor het budget\n2 Rustig, en ik stel drie vragen\n"
		"3 Wat kost het, en ik leg de besparing uit\n4 Als het te duur is, dan vraag ik waarmee ze "
		"vergelijken\n6 Een vergelijking met de buren");
	advance_to(house, cutoff + 2 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Smit BV, donderdag 7 mei 14:00: Sanne gaat toch mee", NULL);
	start_and_finish_second(house);
	advance_to(house, end + 6 * MINUTE);
	write_at_one_table(house, house->second);
	advance_to(house, end + 12 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Smit BV: lezen en tekenen", NULL);
}

static void deny_help(struct house *house)
{
	ConfirmHelpRequest in = CONFIRM_HELP_REQUEST__INIT;
	char name[100];

	snprintf(name, sizeof(name), "%s/debrief", house->first);
	in.name = name;
	in.confirmation = HELP_CONFIRMATION_DISPUTED;
	done(ask(house, COACHEE, "Debriefs/ConfirmHelp", &in.base, &debrief__descriptor));
}

static void what_is_signed_says_that_the_help_given_is_seen_differently(void **state)
{
	struct house *house = *state;
	int64_t end = MONDAY + 3 * DAY + 2 * HOUR;

	plan_three(house);
	prepare_by_mail(house);
	start_and_finish(house);
	write_line(house, COACHEE, "Beter dan ik dacht\n! openingsvraag oefenen @di");
	write_line(house, COACH, "I liked sitting back\n+ you asked before you told\n^n");
	deny_help(house);
	advance_to(house, end + 14 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Hulp, zetje gegeven: 1 (verschillend gezien)", NULL);
}

/* The two use mail alone. */
static void two_who_only_use_mail_finish_a_debrief(void **state)
{
	struct house *house = *state;
	struct found coachee, coach;
	int64_t end = MONDAY + 3 * DAY + 2 * HOUR;

	plan_three(house);
	prepare_by_mail(house);
	start_and_finish(house);
	advance_to(house, end + 6 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Bakkerij Crème: jij mag eerst", &coachee);
	mails_expect(house->daemon.dir, COACH, "Debrief now: Bakkerij Crème", &coach);
	mails_send(house->daemon.dir, COACHEE, &coachee, "Beter dan ik dacht\n! openingsvraag oefenen @di");
	advance_to(house, end + 7 * MINUTE);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "lezen en tekenen", NULL), 0);
	mails_send(house->daemon.dir, COACH, &coach, "I liked sitting back\n+ you asked before you told");
	advance_to(house, end + 8 * MINUTE);
	mails_expect(house->daemon.dir, COACH, "a mail to do so follows", NULL);
	advance_to(house, end + 14 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Bakkerij Crème: lezen en tekenen", &coachee);
	mails_expect(house->daemon.dir, COACHEE, "Sanne: I liked sitting back", NULL);
	mails_expect(house->daemon.dir, COACHEE, "openingsvraag oefenen (dinsdag 12 mei)", NULL);
	mails_expect(house->daemon.dir, COACH, "Bakkerij Crème: read and sign", &coach);
	mails_expect(house->daemon.dir, COACH, "Daan: Beter dan ik dacht", NULL);
	mails_send(house->daemon.dir, COACHEE, &coachee, "Klopt!\n\nGroet,\nDaan");
	advance_to(house, end + 15 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Je tekende: klopt. Nu nog: Sanne leest het en tekent.", NULL);
	mails_send(house->daemon.dir, COACH, &coach, "The silence came earlier");
	advance_to(house, end + 16 * MINUTE);
	mails_expect(
		house->daemon.dir, COACH, "You signed: seen, with this remark: \"The silence came earlier\"", NULL);
	mails_expect(house->daemon.dir, COACH, "earlier\".\n\nDaan: openingsvraag oefenen (by Tuesday 12 May)\n", NULL);
	assert_int_equal(state_of(house, house->first), SESSION_STATE_CLOSED);
	advance_to(house, end + 4 * HOUR);
	assert_int_equal(mails_count(house->daemon.dir, COACH, "read and sign", NULL), 1);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "lezen en tekenen", NULL), 1);
}

static void somebody_else_is_refused_and_nothing_changes(void **state)
{
	struct house *house = *state;
	struct found mail;

	plan_three(house);
	mails_expect(house->daemon.dir, COACHEE, "Bakkerij Crème", &mail);
	mails_send(house->daemon.dir, COACH, &mail, "1 een datum");
	mails_send(house->daemon.dir, "stranger@elsewhere.example", &mail, "1 een datum");
	advance_to(house, MONDAY + 2 * MINUTE);
	assert_int_equal(state_of(house, house->first), SESSION_STATE_PLANNED);
	mails_expect(house->daemon.dir, COACH, "Your mail was not taken", NULL);
	mails_expect(house->daemon.dir, "stranger@elsewhere.example", "Nothing has changed.", NULL);
	prepare_by_mail(house);
	assert_int_equal(state_of(house, house->first), SESSION_STATE_PREPARED);
}

/* ---- meetings that move, go and come back ---- */

static void meeting_of(struct house *house, const char *session, char ret[80])
{
	GetSessionRequest in = GET_SESSION_REQUEST__INIT;
	Session *found;

	in.name = (char *)session;
	found = ask(house, COACH, "Sessions/GetSession", &in.base, &session__descriptor);
	snprintf(ret, 80, "%s", found->meeting);
	done(found);
}

static void move_meeting(struct house *house, const char *who, const char *session, int64_t start)
{
	UpdateMeetingRequest in = UPDATE_MEETING_REQUEST__INIT;
	Timestamp to = sdk_time(start);
	Meeting meeting = MEETING__INIT;
	char name[80];

	meeting_of(house, session, name);
	meeting.name = name;
	meeting.start_time = &to;
	in.meeting = &meeting;
	in.update_mask = &(FieldMask){ .base = { .descriptor = &field_mask__descriptor },
		.n_paths = 1,
		.paths = (char *[]){ (char *)"start_time" } };
	done(ask(house, who, "Meetings/UpdateMeeting", &in.base, &meeting__descriptor));
}

static void cancel_meeting(struct house *house, const char *session)
{
	CancelMeetingRequest in = CANCEL_MEETING_REQUEST__INIT;
	char name[80];

	meeting_of(house, session, name);
	in.name = name;
	done(ask(house, COACHEE, "Meetings/CancelMeeting", &in.base, &meeting__descriptor));
}

static void restore_meeting(struct house *house, const char *session)
{
	RestoreMeetingRequest in = RESTORE_MEETING_REQUEST__INIT;
	char name[80];

	meeting_of(house, session, name);
	in.name = name;
	done(ask(house, COACHEE, "Meetings/RestoreMeeting", &in.base, &meeting__descriptor));
}

static void a_meeting_that_moves_is_told_to_both_and_reminders_and_card_follow(void **state)
{
	struct house *house = *state;

	plan_three(house);
	move_meeting(house, "", house->first, MONDAY + 4 * DAY + 6 * HOUR);
	advance_to(house, MONDAY + 2 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Bakkerij Crème: nu vrijdag 8 mei 15:00", NULL);
	mails_expect(house->daemon.dir, COACHEE, "is verzet van donderdag 7 mei 10:00 naar vrijdag 8 mei 15:00.", NULL);
	mails_expect(house->daemon.dir, COACHEE, "Voorbereiden kan tot donderdag 7 mei 15:00.", NULL);
	mails_expect(house->daemon.dir, COACH, "Bakkerij Crème: now Friday 8 May 15:00", NULL);
	mails_expect(house->daemon.dir, COACH, "You leave at 14:30.", NULL);
	prepare_by_mail(house);
	advance_to(house, MONDAY + 4 * DAY + 6 * HOUR - 90 * MINUTE + MINUTE);
	assert_int_equal(mails_count(house->daemon.dir, COACH, "Bakkerij Crème: card for the road", NULL), 1);
	mails_expect(house->daemon.dir, COACH, "15:00 Bakkerij Crème: card for the road", NULL);
}

static void a_meeting_that_moves_while_one_would_travel_still_has_its_card(void **state)
{
	struct house *house = *state;

	plan_three(house);
	prepare_by_mail(house);
	advance_to(house, MONDAY + 3 * DAY - HOUR);
	move_meeting(house, COACHEE, house->first, MONDAY + 3 * DAY - HOUR + 20 * MINUTE);
	advance_to(house, MONDAY + 3 * DAY - HOUR + MINUTE);
	assert_int_equal(
		mails_count(house->daemon.dir, COACHEE, "Bakkerij Crème: nu", NULL), 0); /* who moved it knows */
	mails_expect(house->daemon.dir, COACH, "Bakkerij Crème: now Thursday 7 May 08:20", NULL);
	mails_expect(house->daemon.dir, COACH, "08:20 Bakkerij Crème: card for the road", NULL);
}

static void a_meeting_that_is_off_and_back_is_told_to_both_and_nothing_is_asked_twice(void **state)
{
	struct house *house = *state;

	plan_three(house);
	cancel_meeting(house, house->first);
	advance_to(house, MONDAY + 2 * MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Bakkerij Crème, donderdag 7 mei 10:00: afgezegd", NULL);
	mails_expect(house->daemon.dir, COACH, "Bakkerij Crème, Thursday 7 May 10:00: cancelled", NULL);
	advance_to(house, MONDAY + DAY);
	restore_meeting(house, house->first);
	advance_to(house, MONDAY + DAY + MINUTE);
	assert_int_equal(state_of(house, house->first), SESSION_STATE_PLANNED);
	mails_expect(house->daemon.dir, COACHEE, "Bakkerij Crème, donderdag 7 mei 10:00: Sanne gaat toch mee", NULL);
	mails_expect(house->daemon.dir, COACH, "you are going along with Daan after all", NULL);
	assert_int_equal(
		mails_count(house->daemon.dir, COACHEE, "Bakkerij Crème, donderdag 7 mei 10:00: Sanne gaat mee", NULL),
		1);
}

static void of_a_hidden_session_only_the_coach_hears_that_it_moved_and_is_off(void **state)
{
	struct house *house = *state;

	plan_three(house);
	move_meeting(house, COACHEE, house->hidden, MONDAY + 4 * DAY + 2 * HOUR);
	advance_to(house, MONDAY + 2 * MINUTE);
	mails_expect(house->daemon.dir, COACH, "De Geheime BV: now Friday 8 May 11:00", NULL);
	mails_expect(house->daemon.dir, COACH, "Daan does not know yet that you are coming.", NULL);
	cancel_meeting(house, house->hidden);
	advance_to(house, MONDAY + 3 * MINUTE);
	mails_expect(house->daemon.dir, COACH, "De Geheime BV, Friday 8 May 11:00: cancelled", NULL);
	restore_meeting(house, house->hidden);
	advance_to(house, MONDAY + 4 * MINUTE);
	mails_expect(house->daemon.dir, COACH, "De Geheime BV, Friday 8 May 11:00: you are going along with", NULL);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "De Geheime BV", NULL), 0);
}

static void two_at_the_same_time_are_put_before_the_coach_who_answers_in_a_word(void **state)
{
	struct house *house = *state;
	struct found mail;

	plan_three(house);
	move_meeting(house, COACHEE, house->second, MONDAY + 4 * DAY + 4 * HOUR);
	advance_to(house, MONDAY + 2 * MINUTE);
	mails_expect(house->daemon.dir, COACH, "Smit BV, Friday 8 May 13:00: two at the same time", &mail);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "tegelijk", NULL), 0);
	mails_send(house->daemon.dir, COACH, &mail, "no, the other one first");
	advance_to(house, MONDAY + 3 * MINUTE);
	assert_int_equal(state_of(house, house->second), SESSION_STATE_CANCELLED);
	mails_expect(house->daemon.dir, COACH, "You withdrew", NULL);
	mails_expect(house->daemon.dir, COACHEE, "Sanne zegt erbij: \"the other one first\"", NULL);
}

static void what_nobody_wrote_about_can_be_opened_again_by_answering(void **state)
{
	struct house *house = *state;
	struct found mail;

	plan_three(house);
	prepare_by_mail(house);
	start_and_finish(house);
	advance_to(house, MONDAY + 10 * DAY + 8 * HOUR + MINUTE);
	assert_int_equal(state_of(house, house->first), SESSION_STATE_LAPSED);
	mails_expect(house->daemon.dir, COACH, "Bakkerij Crème, Thursday 7 May: not debriefed", &mail);
	mails_send(house->daemon.dir, COACH, &mail, "Sorry,\nreopen\nSanne");
	advance_to(house, MONDAY + 10 * DAY + 8 * HOUR + 2 * MINUTE);
	assert_int_equal(state_of(house, house->first), SESSION_STATE_DEBRIEFING);
	mails_expect(house->daemon.dir, COACH, "It is open again: debrief.", NULL);
}

/* ---- killed at work ---- */

static pid_t pid_of_plugin(struct house *house)
{
	GetPluginRequest in = GET_PLUGIN_REQUEST__INIT;
	Plugin *plugin;
	pid_t pid;

	in.name = (char *)"plugins/reminders";
	plugin = ask(house, "", "Plugins/GetPlugin", &in.base, &plugin__descriptor);
	pid = (pid_t)plugin->pid;
	done(plugin);
	return pid;
}

/* Advances, and kills the plugin's process so many microseconds after having asked for it. */
static void advance_and_kill(struct house *house, int64_t moment, unsigned delay)
{
	AdvanceClockRequest in = ADVANCE_CLOCK_REQUEST__INIT;
	Timestamp to = sdk_time(moment);
	Request envelope = REQUEST__INIT;
	struct test_call call;
	pid_t pid = pid_of_plugin(house);

	in.target_case = ADVANCE_CLOCK_REQUEST__TARGET_TO;
	in.to = &to;
	envelope.method = (char *)"ridealong.v1.Admin/AdvanceClock";
	envelope.timeout_ms = 60000;
	envelope.request_id = (char *)"kill";
	test_call_begin(&house->caller, &envelope, &in.base, &call);
	usleep(delay); /* any moment will do */
	if (pid > 0)
		kill(pid, SIGKILL);
	done(test_answer(test_call_end(&call), &advance_clock_response__descriptor));
}

static size_t count_sent(struct house *house, const char *person)
{
	static ReminderState states[] = { REMINDER_STATE_SENT, REMINDER_STATE_PENDING, REMINDER_STATE_FAILED };
	ListRemindersRequest in = LIST_REMINDERS_REQUEST__INIT;
	ListRemindersResponse *list;
	char name[100];
	size_t count;

	snprintf(name, sizeof(name), "people/%s", person);
	in.person = name;
	in.states = states;
	in.n_states = 3;
	in.page_size = 1000;
	list = ask(house, "", "Reminders/ListReminders", &in.base, &list_reminders_response__descriptor);
	count = list->n_reminders;
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list->reminders[i]->state, REMINDER_STATE_SENT);
	done(list);
	return count;
}

static void what_is_killed_at_work_sends_everything_once(void **state)
{
	struct house *house = *state;
	char name[80], customer[40];

	for (int i = 0; i < 12; i++) {
		snprintf(customer, sizeof(customer), "Klant %d", i);
		plan(house, customer, MONDAY + (3 + i / 4) * DAY + (i % 4) * 2 * HOUR + (i / 4 == 2 ? 2 * DAY : 0),
			false, name);
	}
	advance_and_kill(house, MONDAY + MINUTE, 2000);
	advance_and_kill(house, MONDAY + DAY + HOUR, 9000);
	advance_and_kill(house, MONDAY + 2 * DAY + 6 * HOUR + MINUTE, 30000);
	advance_to(house, MONDAY + 2 * DAY + 7 * HOUR);
	/* As many mails as reminders, and each of them was sent. */
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "", NULL), count_sent(house, COACHEE));
	assert_int_equal(mails_count(house->daemon.dir, COACH, "", NULL), count_sent(house, COACH));
	assert_true(mails_count(house->daemon.dir, COACHEE, "Klant 0,", NULL) >= 3);
	for (int i = 0; i < 12; i++) {
		snprintf(customer, sizeof(customer), "Klant %d,", i);
		assert_true(mails_count(house->daemon.dir, COACHEE, customer, NULL) >= 1);
	}
}

/* ---- one mail a day ---- */

static void set_digest(struct house *house, const char *who, int minute)
{
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person person = PERSON__INIT;
	char *paths[] = { (char *)"digest", (char *)"digest_minute" }, name[100];

	snprintf(name, sizeof(name), "people/%s", who);
	person.name = name;
	person.digest = true;
	person.digest_minute = minute;
	mask.paths = paths;
	mask.n_paths = 2;
	in.person = &person;
	in.update_mask = &mask;
	done(ask(house, "", "People/UpdatePerson", &in.base, &person__descriptor));
}

static void what_can_wait_comes_once_a_day_in_one_mail_and_each_can_be_answered(void **state)
{
	struct house *house = *state;
	const int64_t four = MONDAY + 7 * HOUR; /* 16:00 */
	struct found mail;

	set_digest(house, COACHEE, 16 * 60);
	plan_three(house);
	advance_to(house, four);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "", NULL), 0);
	advance_to(house, four + 2 * MINUTE);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "", NULL), 1);
	mails_expect(house->daemon.dir, COACHEE, "maandag 4 mei: 2 berichten in één", NULL);
	mails_expect(house->daemon.dir, COACHEE, "Bakkerij Crème, donderdag 7 mei 10:00: Sanne gaat mee", NULL);
	mails_expect(house->daemon.dir, COACHEE, "Smit BV, donderdag 7 mei 14:00: Sanne gaat mee", NULL);
	/* The address below the first of them. */
	mails_expect(house->daemon.dir, COACHEE, "Een antwoord hierop gaat naar", &mail);
	snprintf(mail.reply_to, sizeof(mail.reply_to), "%s", mail.next);
	mails_send(house->daemon.dir, COACHEE, &mail,
		"1 De klant kiest een startdatum, en ik hoor het budget\n2 Rustig, en ik stel drie vragen\n"
		"3 Wat kost het, en ik leg de besparing uit\n4 Als het te duur is, dan vraag ik waarmee ze "
		"vergelijken\n"
		"6 Een vergelijking met de buren");
	advance_to(house, four + 3 * MINUTE);
	assert_int_equal(state_of(house, house->first), SESSION_STATE_PREPARED);
	mails_expect(house->daemon.dir, COACHEE, "Je voorbereiding is binnen, en Sanne kan die lezen.", NULL);
	/* On the day of the check a digest would be too late to act on: that comes by itself, and so does a skip. */
	advance_to(house, MONDAY + 2 * DAY + MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Smit BV, donderdag 7 mei 14:00: Sanne gaat mee", NULL);
	advance_to(house, MONDAY + 2 * DAY + 6 * HOUR + MINUTE);
	mails_expect(house->daemon.dir, COACHEE, "Smit BV, donderdag 7 mei: Sanne gaat deze keer niet mee", NULL);
}

static void a_digest_is_one_whatever_is_killed_while_it_is_made(void **state)
{
	struct house *house = *state;
	char name[80], customer[40];

	set_digest(house, COACHEE, 16 * 60);
	for (int i = 0; i < 6; i++) {
		snprintf(customer, sizeof(customer), "Klant %d", i);
		plan(house, customer, MONDAY + (3 + i / 4) * DAY + (i % 4) * 2 * HOUR, false, name);
	}
	advance_and_kill(house, MONDAY + HOUR, 12000);
	advance_and_kill(house, MONDAY + 7 * HOUR + 2 * MINUTE, 25000);
	advance_to(house, MONDAY + 8 * HOUR);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "6 berichten in één", NULL), 1);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "", NULL), 1);
	assert_int_equal(count_sent(house, COACHEE), 7); /* those, and the mail itself */
}

/* As a plugin leaves it that is killed when the digest is out, and all but one of what it held are marked. */
static void undo_one_mark(struct house *house)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/data/ridealong.db", house->daemon.dir);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db,
			"UPDATE reminder SET state = 1, send_time = 0, channel = '', message_id = '' WHERE name ="
			" (SELECT name FROM reminder WHERE key LIKE 'prepare_planned/%' AND state = 2 ORDER BY name "
			"LIMIT 1);"
			"INSERT INTO timer (owner, key, due, generation, payload, create_time)"
			" SELECT 'reminders', 'digest/' || person, send_time, 1000, x'', send_time FROM reminder"
			" WHERE key LIKE 'digest/%'",
			NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_changes(db), 1);
	sqlite3_close(db);
}

static void what_a_digest_held_does_not_go_out_again_when_it_was_the_last_to_be_marked(void **state)
{
	struct house *house = *state;
	const int64_t four = MONDAY + 7 * HOUR; /* 16:00 */

	set_digest(house, COACHEE, 16 * 60);
	plan_three(house);
	advance_to(house, four + 2 * MINUTE);
	test_caller_close(&house->caller);
	test_daemon_stop(&house->daemon);
	undo_one_mark(house);
	test_daemon_start(&house->daemon);
	test_caller_open(&house->caller, house->daemon.server);
	advance_to(house, four + 5 * MINUTE);
	assert_int_equal(mails_count(house->daemon.dir, COACHEE, "", NULL), 1);
	assert_int_equal(count_sent(house, COACHEE), 3);
}

int main(void)
{
#define house_test(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
	const struct CMUnitTest tests[] = {
		house_test(the_coachee_is_asked_and_prepares_by_answering),
		house_test(the_coach_decides_by_answering_and_the_coachee_hears),
		house_test(nothing_in_at_the_cutoff_is_told_to_both),
		house_test(before_a_weekend_the_coach_hears_of_a_skip_on_their_last_day_at_work),
		house_test(freed_time_that_is_offered_names_nobody_of_a_confidential_conversation),
		house_test(a_thin_preparation_is_put_before_the_coach_with_the_reason),
		house_test(what_is_killed_at_work_sends_everything_once),
		house_test(after_two_in_a_row_the_coach_hears_that_somebody_goes_uncoached),
		house_test(an_unannounced_session_is_not_mentioned_before_its_reveal),
		house_test(the_debrief_is_asked_for_answered_and_its_action_point_followed),
		house_test(a_debrief_that_is_being_written_is_not_asked_for),
		house_test(a_session_that_lives_long_keeps_the_mail_to_sign),
		house_test(what_is_signed_says_that_the_help_given_is_seen_differently),
		house_test(two_who_only_use_mail_finish_a_debrief),
		house_test(a_meeting_that_moves_is_told_to_both_and_reminders_and_card_follow),
		house_test(a_meeting_that_moves_while_one_would_travel_still_has_its_card),
		house_test(a_meeting_that_is_off_and_back_is_told_to_both_and_nothing_is_asked_twice),
		house_test(of_a_hidden_session_only_the_coach_hears_that_it_moved_and_is_off),
		house_test(two_at_the_same_time_are_put_before_the_coach_who_answers_in_a_word),
		house_test(what_nobody_wrote_about_can_be_opened_again_by_answering),
		house_test(somebody_else_is_refused_and_nothing_changes),
		house_test(what_can_wait_comes_once_a_day_in_one_mail_and_each_can_be_answered),
		house_test(a_digest_is_one_whatever_is_killed_while_it_is_made),
		house_test(what_a_digest_held_does_not_go_out_again_when_it_was_the_last_to_be_marked),
	};

	g_mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
