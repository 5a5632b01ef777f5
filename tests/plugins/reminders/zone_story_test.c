/* Mails in the week in which a clock changes, in the whole house: a real daemon in simulation, people in zones that
 * switch, people who move to another, meetings that move. Each mail comes once, at its local time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <ridealong/sdk.h>

#include "daemon/domain/day.h"
#include "mails.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "tests/support/caller.h"
#include "tests/support/daemon.h"

#define COACH   "sanne@example.com"
#define COACHEE "daan@example.com"
#define MINUTE  INT64_C(60000000)
#define HOUR    (60 * MINUTE)

enum { NINE = 540, TEN = 600, TWO = 840, CUTOFF = 900, FIVE = 1020 };

struct house {
	struct test_daemon daemon;
	struct test_caller caller;
	Person coach, coachee; /* as they are now */
	char meeting[80], session[80];
};

/* ---- calls ---- */

static void *ask(struct house *house, const char *who, const char *method, const ProtobufCMessage *in,
	const ProtobufCMessageDescriptor *type)
{
	static unsigned number;
	Request envelope = REQUEST__INIT;
	char full_name[100], request_id[40];

	snprintf(full_name, sizeof(full_name), "ridealong.v1.%s", method);
	snprintf(request_id, sizeof(request_id), "zone-%u", number++);
	envelope.method = full_name;
	envelope.timeout_ms = 120000;
	envelope.act_as = (char *)who;
	if (strncmp(strchr(method, '/') + 1, "List", 4) != 0)
		envelope.request_id = request_id;
	return test_answer(test_call_with(&house->caller, &envelope, in), type);
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

static Person add_person(
	struct house *house, const char *email, const char *name, const char *language, const char *zone)
{
	CreatePersonRequest in = CREATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;

	person.email = (char *)email;
	person.display_name = (char *)name;
	person.language = (char *)language;
	person.time_zone = (char *)zone;
	person.template_ = (char *)"account-manager";
	in.person = &person;
	done(ask(house, "", "People/CreatePerson", &in.base, &person__descriptor));
	return person;
}

static void move_person(struct house *house, Person *person, const char *zone)
{
	static char *paths[] = { (char *)"time_zone" };
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person change = PERSON__INIT;
	char name[100];

	snprintf(name, sizeof(name), "people/%s", person->email);
	change.name = name;
	change.time_zone = person->time_zone = (char *)zone;
	mask.paths = paths;
	mask.n_paths = 1;
	in.person = &change;
	in.update_mask = &mask;
	done(ask(house, "", "People/UpdatePerson", &in.base, &person__descriptor));
}

static void plan(struct house *house, const char *customer, int64_t start)
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
	given.time_zone = house->coachee.time_zone;
	meeting_in.meeting = &given;
	meeting = ask(house, "", "Meetings/CreateMeeting", &meeting_in.base, &meeting__descriptor);
	in.meeting = meeting->name;
	session = ask(house, COACH, "Sessions/PlanSession", &in.base, &session__descriptor);
	snprintf(house->meeting, sizeof(house->meeting), "%s", meeting->name);
	snprintf(house->session, sizeof(house->session), "%s", session->name);
	done(session);
	done(meeting);
}

static void move_meeting(struct house *house, int64_t start)
{
	static char *paths[] = { (char *)"start_time", (char *)"end_time" };
	UpdateMeetingRequest in = UPDATE_MEETING_REQUEST__INIT;
	Timestamp from = sdk_time(start), until = sdk_time(start + HOUR);
	FieldMask mask = FIELD_MASK__INIT;
	Meeting meeting = MEETING__INIT;

	meeting.name = house->meeting;
	meeting.start_time = &from;
	meeting.end_time = &until;
	mask.paths = paths;
	mask.n_paths = 2;
	in.meeting = &meeting;
	in.update_mask = &mask;
	done(ask(house, "", "Meetings/UpdateMeeting", &in.base, &meeting__descriptor));
}

static void start_session(struct house *house)
{
	StartSessionRequest in = START_SESSION_REQUEST__INIT;

	in.name = house->session;
	done(ask(house, COACH, "Sessions/StartSession", &in.base, &session__descriptor));
}

/* ---- the house: its clock starts on a day at nine, where the coachee is ---- */

static void write_clock(int64_t moment, char ret[64])
{
	int year, month, day_of_month, minute;
	const int day = day_of(moment, "UTC", &minute);

	day_split(day, &year, &month, &day_of_month);
	snprintf(ret, 64, "manual:%04d-%02d-%02dT%02d:%02d:00Z", year, month, day_of_month, minute / 60, minute % 60);
}

static void open_house(struct house *house, const char *coach_zone, const char *coachee_zone, int64_t begin)
{
	CreateCoachingRequest in = CREATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;
	char clock[64];

	memset(house, 0, sizeof(*house));
	write_clock(begin, clock);
	test_daemon_make(&house->daemon, clock, "reminders skip_unprepared", "[plugin skip_unprepared]\n");
	test_daemon_start(&house->daemon);
	test_caller_open(&house->caller, house->daemon.server);
	house->coach = add_person(house, COACH, "Sanne", "en", coach_zone);
	house->coachee = add_person(house, COACHEE, "Daan", "nl", coachee_zone);
	coaching.coach = (char *)"people/" COACH;
	coaching.coachee = (char *)"people/" COACHEE;
	in.coaching = &coaching;
	done(ask(house, "", "People/CreateCoaching", &in.base, &coaching__descriptor));
}

static void close_house(struct house *house)
{
	test_caller_close(&house->caller);
	test_daemon_remove(&house->daemon);
}

/* ---- what went out ---- */

/* When mails of a kind about the session went out to somebody, in the order of time; how many. */
static size_t sent(struct house *house, const char *who, ReminderKind kind, int64_t ret[8])
{
	ListRemindersRequest in = LIST_REMINDERS_REQUEST__INIT;
	ListRemindersResponse *list;
	char name[100];
	size_t count = 0;

	snprintf(name, sizeof(name), "people/%s", who);
	in.person = name;
	in.session = house->session;
	in.page_size = 1000;
	list = ask(house, "", "Reminders/ListReminders", &in.base, &list_reminders_response__descriptor);
	for (size_t i = list->n_reminders; i-- > 0;) { /* the newest is the first */
		if (list->reminders[i]->kind != kind || list->reminders[i]->state != REMINDER_STATE_SENT)
			continue;
		assert_true(count < 8);
		ret[count++] = sdk_time_us(list->reminders[i]->send_time);
	}
	done(list);
	return count;
}

static void expect_at(const char *what, int64_t moment, int64_t wanted)
{
	if (moment != wanted)
		fail_msg("%s: %+lld minutes from its time", what, (long long)((moment - wanted) / MINUTE));
}

static void expect_sent(
	struct house *house, const char *what, const char *who, ReminderKind kind, size_t count, const int64_t wanted[])
{
	int64_t moments[8];
	const size_t found = sent(house, who, kind, moments);

	if (found != count) {
		for (size_t i = 0; i < found; i++)
			print_error("%s: %+lld minutes from the first that is wanted\n", what,
				(long long)((moments[i] - wanted[0]) / MINUTE));
		fail_msg("%s: %zu instead of %zu", what, found, count);
	}
	for (size_t i = 0; i < count; i++)
		expect_at(what, moments[i], wanted[i]);
}

/* ---- the week of a change ---- */

static void prepare_and_decide(struct house *house, int64_t now)
{
	struct found mail;

	mails_expect(house->daemon.dir, COACHEE, "Sanne gaat mee", &mail);
	mails_send(house->daemon.dir, COACHEE, &mail,
		"* 1 De klant kiest een startdatum; ik wil het budget horen voordat ik vertel\n"
		"2 Wat gehaast, maar vriendelijk. Ik stel eerst drie vragen\n"
		"3 Wat kost het per maand, en waarom nu? Ik leg de besparing uit\n"
		"* 4 Als de prijs te hoog is, dan vraag ik waarmee ze vergelijken\n"
		"* 6 Ik neem een vergelijking mee met drie bedrijven in de buurt");
	advance_to(house, now + MINUTE);
	mails_expect(house->daemon.dir, COACH, "preparation is in", &mail);
	mails_send(house->daemon.dir, COACH, &mail, "go");
	advance_to(house, now + 2 * MINUTE);
}

/* Prepared a week ahead, on the other side of the change: the card an hour before departure, the debrief five minutes
 * after the end, at five, and the next morning at nine, each where its receiver is. */
static size_t debrief_times(const Person *person, int64_t end, int64_t ret[3])
{
	const int64_t first = day_shift_after(person, end + 5 * MINUTE);
	const int64_t five = day_at(day_of(end, person->time_zone, NULL), FIVE, person->time_zone);
	size_t count = 0;

	ret[count++] = first;
	if (five >= first + HOUR / 2)
		ret[count++] = five;
	ret[count++] = day_after(person, first, 1, NINE);
	return count;
}

static void check_prepared(const char *coach_zone, const char *zone, int monday)
{
	const int64_t begin = day_at(monday - 7, NINE, zone), start = day_at(monday, TEN, zone);
	const int64_t card = start - HOUR / 2 - HOUR;
	int64_t debrief[3];
	size_t count;
	struct house house;

	open_house(&house, coach_zone, zone, begin);
	plan(&house, "Bakkerij", start);
	advance_to(&house, begin + MINUTE);
	prepare_and_decide(&house, begin + MINUTE);
	advance_to(&house, start);
	start_session(&house);
	advance_to(&house, start + 3 * 24 * HOUR);
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 1, &begin);
	expect_sent(&house, "card", COACH, REMINDER_KIND_CARD, 1, &card);
	count = debrief_times(&house.coach, start + HOUR, debrief);
	expect_sent(&house, "debrief, coach", COACH, REMINDER_KIND_DEBRIEF, count, debrief);
	debrief_times(&house.coachee, start + HOUR, debrief);
	/* The last of a coachee's five mails is kept for the request to sign. */
	expect_sent(&house, "debrief, coachee", COACHEE, REMINDER_KIND_DEBRIEF, 2, debrief);
	close_house(&house);
}

/* Not prepared: planned before the change, asked and told after it. */
static void check_unprepared(const char *coach_zone, const char *zone, int monday)
{
	const int64_t begin = day_at(monday - 7, NINE, zone), start = day_at(monday + 2, TWO, zone);
	const int64_t asked[] = { begin, day_at(monday, NINE, zone), day_at(monday + 1, NINE, zone) };
	const int64_t cutoff = day_at(monday + 1, CUTOFF, zone);
	struct house house;

	open_house(&house, coach_zone, zone, begin);
	plan(&house, "Smit BV", start);
	advance_to(&house, start + HOUR);
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 3, asked);
	expect_sent(&house, "told of the skip", COACHEE, REMINDER_KIND_SKIPPED, 1, &cutoff);
	close_house(&house);
}

/* The Monday after the change; what zone the coach is in. */
static const struct {
	const char *coach_zone, *zone, *monday;
} changes[] = {
	{ "Europe/Amsterdam", "Europe/Amsterdam", "2026-03-30" },
	{ "Europe/Amsterdam", "America/New_York", "2026-11-02" },
	{ "Australia/Lord_Howe", "Australia/Lord_Howe", "2026-04-06" },
	{ "Antarctica/Troll", "Antarctica/Troll", "2026-10-26" },
};

static void over_a_change_of_the_clock_each_mail_comes_once_at_its_local_time(void **state)
{
	int monday = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		assert_true(day_parse(changes[i].monday, &monday));
		print_message("%s, %s\n", changes[i].zone, changes[i].monday);
		check_prepared(changes[i].coach_zone, changes[i].zone, monday);
		check_unprepared(changes[i].coach_zone, changes[i].zone, monday);
	}
}

/* ---- somebody moves, a meeting moves ---- */

static void who_moves_west_is_asked_by_the_clock_there_and_not_in_the_night(void **state)
{
	static const char before[] = "Europe/Amsterdam", after[] = "America/New_York";
	struct house house;
	int monday = 0;
	int64_t asked[3], cutoff;

	(void)state;
	assert_true(day_parse("2026-06-08", &monday));
	asked[0] = day_at(monday, NINE, before);
	asked[1] = day_at(monday + 4, NINE, after);
	asked[2] = day_at(monday + 7, NINE, after);
	cutoff = day_at(monday + 7, CUTOFF, after); /* the check lies ahead, and goes along */
	open_house(&house, before, before, asked[0]);
	plan(&house, "Smit BV", day_at(monday + 8, TWO, after)); /* 20:00 in Amsterdam: the same day in both */
	advance_to(&house, asked[0] + HOUR);
	move_person(&house, &house.coachee, after);
	advance_to(&house, cutoff + HOUR);
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 3, asked);
	expect_sent(&house, "told of the skip", COACHEE, REMINDER_KIND_SKIPPED, 1, &cutoff);
	close_house(&house);
}

static void a_meeting_that_moves_takes_its_mails_with_it_and_leaves_none_behind(void **state)
{
	static const char zone[] = "Europe/Amsterdam";
	struct house house;
	int monday = 0;
	int64_t asked[2], told;

	(void)state;
	assert_true(day_parse("2026-03-23", &monday)); /* the clock changes in the weekend between */
	asked[0] = day_at(monday, NINE, zone);
	asked[1] = day_at(monday + 8, NINE, zone);
	told = asked[0] + HOUR;
	open_house(&house, zone, zone, asked[0]);
	plan(&house, "Smit BV", day_at(monday + 3, TWO, zone));
	advance_to(&house, asked[0] + HOUR);
	move_meeting(&house, day_at(monday + 10, TWO, zone));
	advance_to(&house, asked[1] + 24 * HOUR);
	expect_sent(&house, "asked to prepare", COACHEE, REMINDER_KIND_PREPARE, 2, asked);
	expect_sent(&house, "told of the move", COACHEE, REMINDER_KIND_CHANGED, 1, &told);
	close_house(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(over_a_change_of_the_clock_each_mail_comes_once_at_its_local_time),
		cmocka_unit_test(who_moves_west_is_asked_by_the_clock_there_and_not_in_the_night),
		cmocka_unit_test(a_meeting_that_moves_takes_its_mails_with_it_and_leaves_none_behind),
	};

	g_mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
