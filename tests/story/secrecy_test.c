/* Two daemons on the same clock and key, given the same calls with the same request ids; in one of them the coach also
 * plans an unannounced session. Until it is revealed, whatever the coachee can obtain is the same, byte for byte. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "google/protobuf/duration.pb-c.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "proto/contract.h"
#include "ridealong/client.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/event.pb-c.h"
#include "ridealong/v1/gate.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/one_on_one.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/report.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "ridealong/v1/template.pb-c.h"
#include "ridealong/v1/timer.pb-c.h"
#include "tests/support/daemon.h"

#define COACH   "sanne@example.com"
#define COACHEE "daan@example.com"
#define START   "manual:2026-03-02T09:00:00+01:00"
#define DAY     86400

/* One of the two worlds. */
struct world {
	struct test_daemon daemon;
	struct ridealong_client *client;
	int request; /* number of the next request id */
};

/** The answer as bytes: status, message and payload, to be compared. */
struct answer {
	int status;
	char message[400];
	size_t size;
	uint8_t *bytes;
};

static struct answer call(struct world *world, const char *method, const char *act_as, const char *request_id,
	const ProtobufCMessage *request)
{
	struct ridealong_call_options options = { .size = sizeof(options), .act_as = act_as, .request_id = request_id };
	const struct contract_method *found = contract_find(method);
	ProtobufCMessage *reply = NULL;
	struct ridealong_error error;
	struct answer answer = { 0 };

	assert_non_null(found);
	answer.status = ridealong_call(world->client, method, request, &options, found->method->output, &reply, &error);
	snprintf(answer.message, sizeof(answer.message), "%s", error.message);
	if (reply != NULL) {
		answer.size = protobuf_c_message_get_packed_size(reply);
		answer.bytes = malloc(answer.size + 1);
		protobuf_c_message_pack(reply, answer.bytes);
		protobuf_c_message_free_unpacked(reply, NULL);
	}
	return answer;
}

/* A write in one world; its request id counts, so that equal calls have equal ids in both. */
static struct answer write_in(
	struct world *world, const char *act_as, const char *method, const ProtobufCMessage *request)
{
	char id[32];
	struct answer answer;

	snprintf(id, sizeof(id), "story-%d", world->request++);
	answer = call(world, method, act_as, id, request);
	if (answer.status != 0)
		fail_msg("%s: %s", method, answer.message);
	return answer;
}

static void same(const char *what, struct answer a, struct answer b)
{
	if (a.status != b.status || strcmp(a.message, b.message) != 0)
		fail_msg("%s: %d %s / %d %s", what, a.status, a.message, b.status, b.message);
	if (a.size != b.size || (a.size > 0 && memcmp(a.bytes, b.bytes, a.size) != 0))
		fail_msg("%s: the answers differ (%zu and %zu bytes)", what, a.size, b.size);
	free(a.bytes);
	free(b.bytes);
}

/* The same write in both. *ret_name gets the resource's name, which must be the same. */
static void write_both(struct world worlds[2], const char *act_as, const char *method, const ProtobufCMessage *request,
	char ret_name[64])
{
	struct answer a = write_in(&worlds[0], act_as, method, request);
	struct answer b = write_in(&worlds[1], act_as, method, request);

	/* Every resource has its name as field 1, a string. */
	if (ret_name != NULL && a.size > 2)
		snprintf(ret_name, 64, "%.*s", (int)a.bytes[1], (const char *)a.bytes + 2);
	same(method, a, b);
}

static void read_both(struct world worlds[2], const char *method, const ProtobufCMessage *request)
{
	same(method, call(&worlds[0], method, COACHEE, NULL, request),
		call(&worlds[1], method, COACHEE, NULL, request));
}

static void add_person(struct world worlds[2], const char *email, const char *name)
{
	Person person = PERSON__INIT;
	CreatePersonRequest request = CREATE_PERSON_REQUEST__INIT;

	person.email = (char *)email;
	person.display_name = (char *)name;
	person.language = (char *)"nl";
	person.time_zone = (char *)"Europe/Amsterdam";
	person.template_ = (char *)"account-manager";
	request.person = &person;
	write_both(worlds, NULL, "ridealong.v1.People/CreatePerson", &request.base, NULL);
}

static void add_meeting(struct world worlds[2], const char *title, int64_t start, char ret_name[64])
{
	Timestamp from = TIMESTAMP__INIT, until = TIMESTAMP__INIT;
	Meeting meeting = MEETING__INIT;
	CreateMeetingRequest request = CREATE_MEETING_REQUEST__INIT;

	from.seconds = start;
	until.seconds = start + 3600;
	meeting.owner = (char *)"people/" COACHEE;
	meeting.title = (char *)title;
	meeting.customer = (char *)title;
	meeting.start_time = &from;
	meeting.end_time = &until;
	request.meeting = &meeting;
	write_both(worlds, NULL, "ridealong.v1.Meetings/CreateMeeting", &request.base, ret_name);
}

static PlanSessionRequest plan(const char *meeting, bool unannounced)
{
	PlanSessionRequest request = PLAN_SESSION_REQUEST__INIT;

	request.meeting = (char *)meeting;
	request.unannounced = unannounced;
	return request;
}

static void people_who_may_come_unannounced(struct world worlds[2])
{
	Coaching coaching = COACHING__INIT;
	CreateCoachingRequest create = CREATE_COACHING_REQUEST__INIT;
	Team team = TEAM__INIT;
	UpdateTeamRequest update = UPDATE_TEAM_REQUEST__INIT;

	add_person(worlds, COACH, "Sanne");
	add_person(worlds, COACHEE, "Daan");
	coaching.coach = (char *)"people/" COACH;
	coaching.coachee = (char *)"people/" COACHEE;
	create.coaching = &coaching;
	write_both(worlds, NULL, "ridealong.v1.People/CreateCoaching", &create.base, NULL);
	team.name = (char *)"people/" COACH "/team";
	team.unannounced_told_date = (char *)"2026-02-02";
	update.team = &team;
	write_both(worlds, COACH, "ridealong.v1.People/UpdateTeam", &update.base, NULL);
}

static void advance(struct world worlds[2], int64_t seconds)
{
	for (int i = 0; i < 2; i++) {
		AdvanceClockRequest request = ADVANCE_CLOCK_REQUEST__INIT;
		Duration by = DURATION__INIT;
		struct answer answer;

		by.seconds = seconds;
		request.target_case = ADVANCE_CLOCK_REQUEST__TARGET_BY;
		request.by = &by;
		answer = call(&worlds[i], "ridealong.v1.Admin/AdvanceClock", NULL, NULL, &request.base);
		if (answer.status != 0)
			fail_msg("advance: %s", answer.message);
		free(answer.bytes);
	}
}

#define READ(method, Type, INIT, ...)                                                                                  \
	do {                                                                                                           \
		Type request = INIT;                                                                                   \
		__VA_ARGS__;                                                                                           \
		read_both(worlds, "ridealong.v1." method, &request.base);                                              \
	} while (0)

/* Every read there is, as the coachee, the hidden session asked for by its name too. */
static void the_coachee_obtains_the_same(struct world worlds[2], char *hidden, char *open, char *meeting)
{
	char debrief[80], preparation[80], place[90];

	snprintf(place, sizeof(place), "0/card/%s", hidden);
	snprintf(debrief, sizeof(debrief), "%s/debrief", hidden);
	snprintf(preparation, sizeof(preparation), "%s/preparation", meeting);
	READ("Sessions/ListSessions", ListSessionsRequest, LIST_SESSIONS_REQUEST__INIT, (void)0);
	READ("Sessions/ListSessions", ListSessionsRequest, LIST_SESSIONS_REQUEST__INIT, request.page_size = 1);
	READ("Sessions/ListSessions", ListSessionsRequest, LIST_SESSIONS_REQUEST__INIT, request.meeting = meeting);
	READ("Sessions/ListSessions", ListSessionsRequest, LIST_SESSIONS_REQUEST__INIT,
		request.coach = (char *)"people/" COACH);
	READ("Sessions/GetSession", GetSessionRequest, GET_SESSION_REQUEST__INIT, request.name = hidden);
	READ("Sessions/GetSession", GetSessionRequest, GET_SESSION_REQUEST__INIT, request.name = open);
	READ("Sessions/GetSession", GetSessionRequest, GET_SESSION_REQUEST__INIT,
		request.name = (char *)"sessions/@next");
	READ("Sessions/GetSession", GetSessionRequest, GET_SESSION_REQUEST__INIT,
		request.name = (char *)"sessions/@now");
	READ("Sessions/GetSessionCard", GetSessionCardRequest, GET_SESSION_CARD_REQUEST__INIT, request.name = hidden);
	READ("Sessions/ListSuggestions", ListSuggestionsRequest, LIST_SUGGESTIONS_REQUEST__INIT, (void)0);
	READ("Meetings/GetMeeting", GetMeetingRequest, GET_MEETING_REQUEST__INIT, request.name = meeting);
	READ("Meetings/ListMeetings", ListMeetingsRequest, LIST_MEETINGS_REQUEST__INIT, request.page_size = 2);
	READ("Preparations/GetPreparation", GetPreparationRequest, GET_PREPARATION_REQUEST__INIT,
		request.name = preparation);
	READ("Preparations/ListPreparations", ListPreparationsRequest, LIST_PREPARATIONS_REQUEST__INIT, (void)0);
	READ("Debriefs/GetDebrief", GetDebriefRequest, GET_DEBRIEF_REQUEST__INIT, request.name = debrief);
	READ("Debriefs/ListObservations", ListObservationsRequest, LIST_OBSERVATIONS_REQUEST__INIT,
		request.session = hidden);
	READ("ActionPoints/ListActionPoints", ListActionPointsRequest, LIST_ACTION_POINTS_REQUEST__INIT, (void)0);
	READ("OneOnOnes/ListOneOnOneItems", ListOneOnOneItemsRequest, LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT, (void)0);
	READ("Events/ListEvents", ListEventsRequest, LIST_EVENTS_REQUEST__INIT, (void)0);
	READ("Events/ListEvents", ListEventsRequest, LIST_EVENTS_REQUEST__INIT, request.subject = hidden);
	READ("Reminders/ListReminders", ListRemindersRequest, LIST_REMINDERS_REQUEST__INIT, (void)0);
	READ("Reminders/ListReminders", ListRemindersRequest, LIST_REMINDERS_REQUEST__INIT, request.session = hidden);
	READ("Reminders/ListComingReminders", ListComingRemindersRequest, LIST_COMING_REMINDERS_REQUEST__INIT, (void)0);
	READ("Reminders/ListComingReminders", ListComingRemindersRequest, LIST_COMING_REMINDERS_REQUEST__INIT,
		request.page_size = 1);
	READ("Reminders/ListComingReminders", ListComingRemindersRequest, LIST_COMING_REMINDERS_REQUEST__INIT,
		request.session = hidden);
	READ("Reminders/ListComingReminders", ListComingRemindersRequest, LIST_COMING_REMINDERS_REQUEST__INIT,
		request.person = (char *)"people/" COACH);
	READ("Reminders/ListComingReminders", ListComingRemindersRequest, LIST_COMING_REMINDERS_REQUEST__INIT,
		request.page_token = place);
	READ("People/ListPeople", ListPeopleRequest, LIST_PEOPLE_REQUEST__INIT, (void)0);
	READ("People/ListCoachings", ListCoachingsRequest, LIST_COACHINGS_REQUEST__INIT, (void)0);
	READ("People/GetTeam", GetTeamRequest, GET_TEAM_REQUEST__INIT, request.name = (char *)"people/" COACH "/team");
	READ("Reports/ReportCoaching", ReportCoachingRequest, REPORT_COACHING_REQUEST__INIT,
		request.coach = (char *)"people/" COACH);
	READ("Gate/ExplainGate", ExplainGateRequest, EXPLAIN_GATE_REQUEST__INIT, request.session = hidden);
	READ("Timers/ListTimers", ListTimersRequest, LIST_TIMERS_REQUEST__INIT, (void)0);
	READ("Plugins/ListPlugins", ListPluginsRequest, LIST_PLUGINS_REQUEST__INIT, (void)0);
	READ("Admin/GetMetrics", GetMetricsRequest, GET_METRICS_REQUEST__INIT, (void)0);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int not_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static size_t slurp(const char *dir, const char *name, char *buffer, size_t size)
{
	char path[512];
	FILE *file;
	size_t length;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "r");
	assert_non_null(file);
	length = fread(buffer, 1, size, file);
	fclose(file);
	return length;
}

/* The coachee's mailbox: as many mails, under the same names, the same inside. */
static int the_mails_are_the_same(struct world worlds[2])
{
	static char texts[2][65536];
	char dirs[2][256];
	struct dirent **entries[2];
	int counts[2];

	for (int i = 0; i < 2; i++) {
		snprintf(dirs[i], sizeof(dirs[i]), "%s/mail/%s/new", worlds[i].daemon.dir, COACHEE);
		counts[i] = scandir(dirs[i], &entries[i], not_dots, by_name);
	}
	assert_true(counts[0] > 0);
	assert_int_equal(counts[0], counts[1]);
	for (int m = 0; m < counts[0]; m++) {
		size_t sizes[2];

		assert_string_equal(entries[0][m]->d_name, entries[1][m]->d_name);
		for (int i = 0; i < 2; i++)
			sizes[i] = slurp(dirs[i], entries[i][m]->d_name, texts[i], sizeof(texts[i]));
		assert_int_equal(sizes[0], sizes[1]);
		assert_memory_equal(texts[0], texts[1], sizes[0]);
		free(entries[0][m]);
		free(entries[1][m]);
	}
	free(entries[0]);
	free(entries[1]);
	return counts[0];
}

static void start_worlds(struct world worlds[2])
{
	for (int i = 0; i < 2; i++) {
		struct ridealong_options options = { .size = sizeof(options) };
		struct ridealong_error error;
		char command[400];

		memset(&worlds[i], 0, sizeof(worlds[i]));
		test_daemon_make(&worlds[i].daemon, START, "calendar reminders skip_unprepared", NULL);
		if (i == 1) {
			/* The key makes the ids. */
			snprintf(command, sizeof(command), "cp %s/data/key %s/data/key", worlds[0].daemon.dir,
				worlds[1].daemon.dir);
			assert_int_equal(system(command), 0);
		}
		test_daemon_start(&worlds[i].daemon);
		options.server = worlds[i].daemon.server;
		assert_int_equal(ridealong_client_open(&options, &worlds[i].client, &error), 0);
	}
}

static void a_hidden_session_changes_no_byte_of_what_the_coachee_can_obtain(void **state)
{
	/* Tuesday, Wednesday and Thursday of the week after, at ten in Amsterdam. */
	const int64_t tuesday = 1773133200;
	struct world worlds[2];
	char first[64], second[64], third[64], open[64], hidden[64];
	PlanSessionRequest request;
	struct answer answer;
	struct error error;
	int mails;

	(void)state;
	assert_int_equal(contract_init(&error), STATUS_OK);
	start_worlds(worlds);
	people_who_may_come_unannounced(worlds);
	add_meeting(worlds, "Bakery", tuesday, first);
	add_meeting(worlds, "Printer", tuesday + DAY, second);
	add_meeting(worlds, "Dairy", tuesday + 2 * DAY, third);
	request = plan(first, false);
	write_both(worlds, COACH, "ridealong.v1.Sessions/PlanSession", &request.base, open);

	/* What the plan sets off is done before anything else: the plugins work beside the calls made here. */
	advance(worlds, 60);
	/* Only in one world. */
	request = plan(second, true);
	answer = call(&worlds[0], "ridealong.v1.Sessions/PlanSession", COACH, "hidden", &request.base);
	if (answer.status != 0)
		fail_msg("plan: %s", answer.message);
	snprintf(hidden, sizeof(hidden), "%.*s", (int)answer.bytes[1], (const char *)answer.bytes + 2);
	free(answer.bytes);

	request = plan(third, false);
	write_both(worlds, COACH, "ridealong.v1.Sessions/PlanSession", &request.base, NULL);
	advance(worlds, 60);
	the_coachee_obtains_the_same(worlds, hidden, open, second);
	for (int day = 0; day < 8; day++) {
		advance(worlds, DAY);
		the_coachee_obtains_the_same(worlds, hidden, open, second);
	}
	/* From Tuesday 9:02 to Wednesday 8:29; the reveal is at 8:30, an hour before departure. */
	advance(worlds, DAY - 33 * 60);
	the_coachee_obtains_the_same(worlds, hidden, open, second);
	mails = the_mails_are_the_same(worlds);
	print_message("%d mails and every read are the same\n", mails);
	for (int i = 0; i < 2; i++) {
		ridealong_client_close(worlds[i].client);
		test_daemon_remove(&worlds[i].daemon);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hidden_session_changes_no_byte_of_what_the_coachee_can_obtain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
