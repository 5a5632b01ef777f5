/* A house whose people live where clocks differ: a real daemon in simulation, a coach and a coachee with zones of their
 * own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <ridealong/sdk.h>

#include "daemon/domain/day.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "zone_house.h"

/* ---- calls ---- */

void *ask(struct house *house, const char *who, const char *method, const ProtobufCMessage *in,
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

void done(void *message)
{
	protobuf_c_message_free_unpacked(message, NULL);
}

void advance_to(struct house *house, int64_t moment)
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

void move_person(struct house *house, Person *person, const char *zone)
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

void plan(struct house *house, const char *customer, int64_t start)
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

void move_meeting(struct house *house, int64_t start)
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

void start_session(struct house *house)
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

void open_house_with(
	struct house *house, const char *coach_zone, const char *coachee_zone, int64_t begin, const char *more)
{
	CreateCoachingRequest in = CREATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT, *kept;
	char clock[64], sections[200];

	memset(house, 0, sizeof(*house));
	write_clock(begin, clock);
	snprintf(sections, sizeof(sections), "%s[plugin skip_unprepared]\n", more);
	test_daemon_make(&house->daemon, clock, "reminders skip_unprepared", sections);
	test_daemon_start(&house->daemon);
	test_caller_open(&house->caller, house->daemon.server);
	house->coach = add_person(house, COACH, "Sanne", "en", coach_zone);
	house->coachee = add_person(house, COACHEE, "Daan", "nl", coachee_zone);
	coaching.coach = (char *)"people/" COACH;
	coaching.coachee = (char *)"people/" COACHEE;
	in.coaching = &coaching;
	kept = ask(house, "", "People/CreateCoaching", &in.base, &coaching__descriptor);
	snprintf(house->coaching, sizeof(house->coaching), "%s", kept->name);
	done(kept);
}

void open_house(struct house *house, const char *coach_zone, const char *coachee_zone, int64_t begin)
{
	open_house_with(house, coach_zone, coachee_zone, begin, "");
}

void close_house(struct house *house)
{
	test_caller_close(&house->caller);
	test_daemon_remove(&house->daemon);
}

/* ---- what went out ---- */

/* When mails of a kind went out to somebody, in the order of time; how many. */
static size_t sent(struct house *house, const char *who, ReminderKind kind, int64_t ret[8])
{
	ListRemindersRequest in = LIST_REMINDERS_REQUEST__INIT;
	ListRemindersResponse *list;
	char name[100];
	size_t count = 0;

	snprintf(name, sizeof(name), "people/%s", who);
	in.person = name;
	if (kind != REMINDER_KIND_ACTION_POINT && kind != REMINDER_KIND_DIGEST)
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

void expect_sent(
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
