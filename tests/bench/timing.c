/* tests — whether reply times tell of what is hidden: Welch's t-test on the times in which the same questions are
 * answered, with a hidden session and without one. `cmake --build build --target timing`; on demand, not by CTest.
 *
 * Design. Two real daemons, alike: in the first the hidden session is Noor's, in the second it is Sam's, and all else
 * is equal. Each sample takes one of the four (daemon, person) at random. The class "present" is Noor in the first and
 * Sam in the second, "absent" the other two: whatever makes one daemon or one person faster than the other is in both
 * classes in equal parts, and drops out.
 *
 * Statistic. With mean m, variance v (n - 1 in its denominator) and size n of each class,
 *
 *     t = (m1 - m0) / sqrt(v1 / n1 + v0 / n0)
 *
 * (B. L. Welch, "The generalization of 'Student's' problem when several different population variances are involved",
 * Biometrika 34, 1947, pp. 28-35). The bound |t| < 4.5 is that of test vector leakage assessment (G. Goodwill, B. Jun,
 * J. Jaffe, P. Rohatgi, "A testing methodology for side-channel resistance validation", NIST NIAT workshop 2011), as
 * used on times by dudect (O. Reparaz, J. Balasch, I. Verbauwhede, "Dude, is my code constant time?", DATE 2017), from
 * which also the second row comes: samples above the 90th percentile of both classes together are left out, because
 * they are the machine's doing. Each question passes when neither row exceeds the bound.
 *
 * RIDEALONG_SAMPLES: per question, 100000 by default. Exit code 1 when a question fails. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "proto/contract.h"
#include "ridealong/client.h"
#include "ridealong/v1/event.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "tests/support/daemon.h"

#define START   "manual:2026-03-02T09:00:00+01:00"
#define TUESDAY INT64_C(1773133200) /* a week later, at ten in Amsterdam */
#define DAY     86400
#define BOUND   4.5
#define SAMPLES 100000

enum { HOUSES = 2, PEOPLE = 2, NAME = 64 };

static const char *const coachees[PEOPLE] = { "noor@example.com", "saam@example.com" };

struct house {
	struct test_daemon daemon;
	struct ridealong_client *client;
	char first[PEOPLE][NAME], secret[PEOPLE][NAME]; /* meetings */
	char session[PEOPLE][NAME];                     /* the announced one */
};

static struct house houses[HOUSES];

/* ---- the houses ---- */

static ProtobufCMessage *call(
	struct house *house, const char *method, const char *act_as, const char *id, const ProtobufCMessage *request)
{
	struct ridealong_call_options options = { .size = sizeof(options), .act_as = act_as, .request_id = id };
	const struct contract_method *found = contract_find(method);
	ProtobufCMessage *reply = NULL;
	struct ridealong_error error;

	if (ridealong_call(house->client, method, request, &options, found->method->output, &reply, &error) != 0)
		return NULL;
	return reply;
}

/* Must work; *ret_name gets the resource's name. */
static void make(struct house *house, const char *method, const char *act_as, const ProtobufCMessage *request,
	char ret_name[NAME])
{
	static int made[HOUSES];
	char id[40];
	ProtobufCMessage *reply;

	snprintf(id, sizeof(id), "make-%d", made[house - houses]++);
	reply = call(house, method, act_as, id, request);
	if (reply == NULL)
		fail_msg("%s", method);
	/* Every resource has its name as field 1. */
	if (ret_name != NULL)
		snprintf(ret_name, NAME, "%s", *(char **)(void *)((char *)reply + reply->descriptor->fields[0].offset));
	protobuf_c_message_free_unpacked(reply, NULL);
}

static void add_person(struct house *house, const char *email, const char *name)
{
	CreatePersonRequest request = CREATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;

	person.email = (char *)email;
	person.display_name = (char *)name;
	person.language = (char *)"nl";
	person.time_zone = (char *)"Europe/Amsterdam";
	request.person = &person;
	make(house, "ridealong.v1.People/CreatePerson", NULL, &request.base, NULL);
}

static void add_meeting(struct house *house, int person, int64_t start, char ret_name[NAME])
{
	CreateMeetingRequest request = CREATE_MEETING_REQUEST__INIT;
	Timestamp from = TIMESTAMP__INIT, until = TIMESTAMP__INIT;
	Meeting meeting = MEETING__INIT;
	char owner[NAME];

	snprintf(owner, sizeof(owner), "people/%s", coachees[person]);
	from.seconds = start;
	until.seconds = start + 3600;
	meeting.owner = owner;
	meeting.title = meeting.customer = (char *)"Dovecote BV";
	meeting.start_time = &from;
	meeting.end_time = &until;
	request.meeting = &meeting;
	make(house, "ridealong.v1.Meetings/CreateMeeting", NULL, &request.base, ret_name);
}

static void plan(struct house *house, char *meeting, bool unannounced, char ret_name[NAME])
{
	PlanSessionRequest request = PLAN_SESSION_REQUEST__INIT;

	request.meeting = meeting;
	request.unannounced = unannounced;
	make(house, "ridealong.v1.Sessions/PlanSession", "ruud@example.com", &request.base, ret_name);
}

static void add_coachee(struct house *house, int person)
{
	CreateCoachingRequest request = CREATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;
	char name[NAME];

	add_person(house, coachees[person], person == 0 ? "Noor" : "Saam");
	snprintf(name, sizeof(name), "people/%s", coachees[person]);
	coaching.coach = (char *)"people/ruud@example.com";
	coaching.coachee = name;
	request.coaching = &coaching;
	make(house, "ridealong.v1.People/CreateCoaching", NULL, &request.base, NULL);
}

static void open_house(int number)
{
	struct house *house = &houses[number];
	struct ridealong_options options = { .size = sizeof(options) };
	UpdateTeamRequest update = UPDATE_TEAM_REQUEST__INIT;
	Team team = TEAM__INIT;
	struct ridealong_error error;

	test_daemon_make(&house->daemon, START, "", NULL);
	test_daemon_start(&house->daemon);
	options.server = house->daemon.server;
	assert_int_equal(ridealong_client_open(&options, &house->client, &error), 0);
	add_person(house, "ruud@example.com", "Ruud");
	for (int person = 0; person < PEOPLE; person++)
		add_coachee(house, person);
	team.name = (char *)"people/ruud@example.com/team";
	team.unannounced_told_date = (char *)"2026-02-02";
	update.team = &team;
	make(house, "ridealong.v1.People/UpdateTeam", "ruud@example.com", &update.base, NULL);
	for (int person = 0; person < PEOPLE; person++) {
		add_meeting(house, person, TUESDAY + person * 7200, house->first[person]);
		add_meeting(house, person, TUESDAY + DAY + person * 7200, house->secret[person]);
		plan(house, house->first[person], false, house->session[person]);
	}
	plan(house, house->secret[number], true, NULL);
}

/* ---- the questions ---- */

enum question {
	LIST_SESSIONS,
	LIST_AT_MEETING,
	GET_NEXT,
	GET_NOW,
	GET_PREPARATION,
	GET_MEETING,
	LIST_MEETINGS,
	LIST_EVENTS,
	LIST_REMINDERS,
	INVITE_ELSEWHERE,
	QUESTIONS
};

static const char *const questions[QUESTIONS] = { "which sessions are there", "which sessions at that meeting",
	"what is my next session", "what is my session now", "the preparation of that meeting", "that meeting",
	"which meetings are there", "what happened", "which messages", "an invitation that is refused" };

static void ask(enum question question, struct house *house, int person)
{
	ListSessionsRequest sessions = LIST_SESSIONS_REQUEST__INIT;
	GetSessionRequest session = GET_SESSION_REQUEST__INIT;
	GetPreparationRequest preparation = GET_PREPARATION_REQUEST__INIT;
	GetMeetingRequest meeting = GET_MEETING_REQUEST__INIT;
	ListMeetingsRequest meetings = LIST_MEETINGS_REQUEST__INIT;
	ListEventsRequest events = LIST_EVENTS_REQUEST__INIT;
	ListRemindersRequest reminders = LIST_REMINDERS_REQUEST__INIT;
	PlanSessionRequest invitation = PLAN_SESSION_REQUEST__INIT;
	char name[2 * NAME];
	const struct {
		const char *method;
		const ProtobufCMessage *request;
	} calls[QUESTIONS] = {
		[LIST_SESSIONS] = { "ridealong.v1.Sessions/ListSessions", &sessions.base },
		[LIST_AT_MEETING] = { "ridealong.v1.Sessions/ListSessions", &sessions.base },
		[GET_NEXT] = { "ridealong.v1.Sessions/GetSession", &session.base },
		[GET_NOW] = { "ridealong.v1.Sessions/GetSession", &session.base },
		[GET_PREPARATION] = { "ridealong.v1.Preparations/GetPreparation", &preparation.base },
		[GET_MEETING] = { "ridealong.v1.Meetings/GetMeeting", &meeting.base },
		[LIST_MEETINGS] = { "ridealong.v1.Meetings/ListMeetings", &meetings.base },
		[LIST_EVENTS] = { "ridealong.v1.Events/ListEvents", &events.base },
		[LIST_REMINDERS] = { "ridealong.v1.Reminders/ListReminders", &reminders.base },
		[INVITE_ELSEWHERE] = { "ridealong.v1.Sessions/PlanSession", &invitation.base },
	};
	ProtobufCMessage *reply;

	snprintf(name, sizeof(name), "%s/preparation", house->secret[person]);
	if (question == LIST_AT_MEETING)
		sessions.meeting = house->secret[person];
	session.name = (char *)(question == GET_NOW ? "sessions/@now" : "sessions/@next");
	preparation.name = name;
	meeting.name = house->secret[person];
	invitation.meeting = house->first[person];
	invitation.coach = (char *)"people/ruud@example.com";
	reply = call(house, calls[question].method, coachees[person], "refused", calls[question].request);
	if (reply != NULL)
		protobuf_c_message_free_unpacked(reply, NULL);
}

/* ---- the statistic ---- */

struct sample {
	double us;
	bool present;
};

static double welch(const struct sample *samples, size_t count, double most, size_t ret_n[2])
{
	double mean[2] = { 0 }, square[2] = { 0 };
	size_t n[2] = { 0 };

	for (size_t i = 0; i < count; i++) {
		int k = samples[i].present;
		double apart = samples[i].us - mean[k];

		if (samples[i].us > most)
			continue;
		n[k]++; /* Welford's way, which loses no digits */
		mean[k] += apart / (double)n[k];
		square[k] += apart * (samples[i].us - mean[k]);
	}
	ret_n[0] = n[0];
	ret_n[1] = n[1];
	return (mean[1] - mean[0]) /
	       sqrt(square[1] / (double)(n[1] - 1) / (double)n[1] + square[0] / (double)(n[0] - 1) / (double)n[0]);
}

static int by_time(const void *left, const void *right)
{
	double a = ((const struct sample *)left)->us, b = ((const struct sample *)right)->us;

	return a < b ? -1 : a > b;
}

static uint64_t chance(void)
{
	static uint64_t state = 88172645463325252U;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state >> 20;
}

static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static bool measure(enum question question, struct sample *samples, size_t count)
{
	double all, cut;
	size_t n[2];
	bool fine;

	for (size_t i = 0; i < count; i++) {
		int house = (int)(chance() % HOUSES), person = (int)(chance() % PEOPLE);
		double begin = now_us();

		ask(question, &houses[house], person);
		samples[i] = (struct sample){ now_us() - begin, house == person };
	}
	qsort(samples, count, sizeof(*samples), by_time);
	all = welch(samples, count, samples[count - 1].us, n);
	cut = welch(samples, count, samples[count * 9 / 10].us, n);
	fine = fabs(all) < BOUND && fabs(cut) < BOUND;
	printf("%-32s median %7.1f us   t %6.2f   t below the 90th percentile %6.2f   %s\n", questions[question],
		samples[count / 2].us, all, cut, fine ? "tells nothing" : "TELLS");
	fflush(stdout);
	return fine;
}

int main(void)
{
	const char *wanted = getenv("RIDEALONG_SAMPLES");
	size_t count = wanted == NULL ? SAMPLES : (size_t)atol(wanted);
	struct sample *samples = malloc(count * sizeof(*samples));
	bool fine = true;
	struct error error;

	assert_int_equal(contract_init(&error), STATUS_OK);
	for (int house = 0; house < HOUSES; house++)
		open_house(house);
	printf("%zu samples a question; |t| must stay below %.1f\n", count, BOUND);
	for (int i = 0; i < 2000; i++) /* warm */
		ask((enum question)(i % QUESTIONS), &houses[i / QUESTIONS % 2], i / QUESTIONS / 2 % 2);
	for (int question = 0; question < QUESTIONS; question++)
		fine = measure((enum question)question, samples, count) && fine;
	for (int house = 0; house < HOUSES; house++) {
		ridealong_client_close(houses[house].client);
		test_daemon_remove(&houses[house].daemon);
	}
	free(samples);
	return fine ? 0 : 1;
}
