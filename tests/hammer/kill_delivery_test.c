/* tests/ — kill -9 at any instant while messages are delivered, of the daemon and of the plugin's process in turn: each
 * message that was due arrives, and one that arrives twice has the same key both times. RIDEALONG_KILLS says how often.
 *
 * In each round several coaches get a message of their own, one kill falls while these are on their way, and the round
 * ends when nothing more is to be done: so whatever arrived more than twice was sent once too often. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ridealong/sdk.h>

#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "tests/support/caller.h"
#include "tests/support/daemon.h"

#define HOUR   INT64_C(3600000000)
#define MONDAY INT64_C(1777878000000000) /* 2026-05-04T09:00:00+02:00 */
#define MOVED  "moved_coach/"

enum {
	KILLS = 20,
	QUIET_ROUNDS = 10, /* that nobody disturbs */
	PAIRS = 6,         /* of a coach and a coachee */
	LATEST_MS = 250,   /* after the meetings moved, in which all is delivered usually */
	MOST_TRIES = 10,
	PAGE = 1000,
};

struct hammer {
	struct test_daemon daemon;
	struct test_caller caller;
	char counted[128]; /* the receiver's file */
	char meetings[PAIRS][80];
	int64_t hour; /* into which the meetings are moved next */
	int rounds, twice;
	uint32_t seed;
};

enum end { NOTHING_ENDS, DAEMON_ENDS, PLUGIN_ENDS };

/* ---- calls ---- */

static Reply *call(struct hammer *hammer, const char *who, const char *method, const ProtobufCMessage *in)
{
	static unsigned number;
	Request envelope = REQUEST__INIT;
	char full_name[100], request_id[40];
	const char *verb = strchr(method, '/') + 1;

	snprintf(full_name, sizeof(full_name), "ridealong.v1.%s", method);
	snprintf(request_id, sizeof(request_id), "hammer-%u", number++);
	envelope.method = full_name;
	envelope.timeout_ms = 60000;
	envelope.act_as = (char *)who;
	if (strncmp(verb, "Get", 3) != 0 && strncmp(verb, "List", 4) != 0)
		envelope.request_id = request_id;
	return test_call_with(&hammer->caller, &envelope, in);
}

static void *ask(struct hammer *hammer, const char *who, const char *method, const ProtobufCMessage *in,
	const ProtobufCMessageDescriptor *type)
{
	return test_answer(call(hammer, who, method, in), type);
}

static void done(void *message)
{
	protobuf_c_message_free_unpacked(message, NULL);
}

/* ---- the house ---- */

static void add_person(struct hammer *hammer, const char *email)
{
	CreatePersonRequest in = CREATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;

	person.email = (char *)email;
	person.display_name = (char *)email;
	person.language = (char *)"en";
	person.time_zone = (char *)"Europe/Amsterdam";
	person.template_ = (char *)"account-manager";
	in.person = &person;
	done(ask(hammer, "", "People/CreatePerson", &in.base, &person__descriptor));
}

/* A coach and a coachee with a session in three weeks. */
static void add_pair(struct hammer *hammer, int number)
{
	CreateCoachingRequest coaching_in = CREATE_COACHING_REQUEST__INIT;
	CreateMeetingRequest meeting_in = CREATE_MEETING_REQUEST__INIT;
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;
	Timestamp from = sdk_time(MONDAY + 21 * 24 * HOUR), until = sdk_time(MONDAY + (21 * 24 + 1) * HOUR);
	Coaching coaching = COACHING__INIT;
	Meeting given = MEETING__INIT, *meeting;
	char coach[60], coachee[60];

	snprintf(coach, sizeof(coach), "people/coach%d@example.com", number);
	snprintf(coachee, sizeof(coachee), "people/coachee%d@example.com", number);
	add_person(hammer, coach + strlen("people/"));
	add_person(hammer, coachee + strlen("people/"));
	coaching.coach = coach;
	coaching.coachee = coachee;
	coaching_in.coaching = &coaching;
	done(ask(hammer, "", "People/CreateCoaching", &coaching_in.base, &coaching__descriptor));
	given.owner = coachee;
	given.title = given.customer = (char *)"Smit BV";
	given.start_time = &from;
	given.end_time = &until;
	given.time_zone = (char *)"Europe/Amsterdam";
	meeting_in.meeting = &given;
	meeting = ask(hammer, "", "Meetings/CreateMeeting", &meeting_in.base, &meeting__descriptor);
	snprintf(hammer->meetings[number], sizeof(hammer->meetings[number]), "%s", meeting->name);
	in.meeting = meeting->name;
	done(ask(hammer, coach, "Sessions/PlanSession", &in.base, &session__descriptor));
	done(meeting);
}

static void write_config(const struct hammer *hammer)
{
	char path[128];
	FILE *config;

	snprintf(path, sizeof(path), "%s/ridealong.conf", hammer->daemon.dir);
	config = fopen(path, "w");
	assert_non_null(config);
	fprintf(config,
		"[daemon]\ndata = %s/data\nlisten = %s\nsame_user = admin\nplugins = reminders\n"
		"[plugin reminders]\ncommand = %s %s\nfrom = Ridealong <ridealong@example.com>\ndomain = example.com\n",
		hammer->daemon.dir, hammer->daemon.server, test_built("tests/count_key"), hammer->counted);
	fclose(config);
}

static void advance(struct hammer *hammer, bool may_fail);

static int open_house(void **state)
{
	struct hammer *hammer = calloc(1, sizeof(*hammer));

	hammer->seed = 2026;
	test_daemon_make(&hammer->daemon, "manual:2026-05-04T09:00:00+02:00", "", NULL);
	snprintf(hammer->counted, sizeof(hammer->counted), "%s/counted", hammer->daemon.dir);
	write_config(hammer);
	test_daemon_start(&hammer->daemon);
	test_caller_open(&hammer->caller, hammer->daemon.server);
	for (int i = 0; i < PAIRS; i++)
		add_pair(hammer, i);
	advance(hammer, false);
	*state = hammer;
	return 0;
}

static int close_house(void **state)
{
	struct hammer *hammer = *state;

	test_caller_close(&hammer->caller);
	test_daemon_remove(&hammer->daemon);
	free(hammer);
	return 0;
}

/* ---- a round ---- */

/* Some seconds further, which ends when everything is done; it may be interrupted, then it is asked again. */
static void advance(struct hammer *hammer, bool may_fail)
{
	AdvanceClockRequest in = ADVANCE_CLOCK_REQUEST__INIT;
	Duration by = DURATION__INIT;

	by.seconds = 20;
	in.target_case = ADVANCE_CLOCK_REQUEST__TARGET_BY;
	in.by = &by;
	for (int tries = 0; tries < MOST_TRIES; tries++) {
		Reply *reply = call(hammer, "", "Admin/AdvanceClock", &in.base);
		const bool good = reply != NULL && reply->status == 0;

		if (reply != NULL && !good && !may_fail)
			fail_msg("the clock stays: %s", reply->message);
		reply__free_unpacked(reply, NULL);
		if (good)
			return;
	}
	fail_msg("the clock stays");
}

static void move_meetings(struct hammer *hammer)
{
	static char *fields[] = { (char *)"start_time", (char *)"end_time" };
	const int64_t start = MONDAY + (21 * 24 + hammer->hour % 5) * HOUR;

	hammer->hour++;
	for (int i = 0; i < PAIRS; i++) {
		UpdateMeetingRequest in = UPDATE_MEETING_REQUEST__INIT;
		Timestamp from = sdk_time(start + 2 * HOUR), until = sdk_time(start + 3 * HOUR);
		Meeting meeting = MEETING__INIT;
		FieldMask mask = FIELD_MASK__INIT;
		char owner[60];

		snprintf(owner, sizeof(owner), "people/coachee%d@example.com", i);
		meeting.name = hammer->meetings[i];
		meeting.start_time = &from;
		meeting.end_time = &until;
		mask.paths = fields;
		mask.n_paths = 2;
		in.meeting = &meeting;
		in.update_mask = &mask;
		done(ask(hammer, owner, "Meetings/UpdateMeeting", &in.base, &meeting__descriptor));
	}
}

static pid_t plugin_pid(struct hammer *hammer)
{
	GetPluginRequest in = GET_PLUGIN_REQUEST__INIT;
	Plugin *plugin;
	pid_t pid;

	in.name = (char *)"plugins/reminders";
	plugin = ask(hammer, "", "Plugins/GetPlugin", &in.base, &plugin__descriptor);
	pid = (pid_t)plugin->pid;
	done(plugin);
	return pid;
}

static void any_instant(struct hammer *hammer)
{
	hammer->seed = hammer->seed * 1664525 + 1013904223;
	usleep((hammer->seed >> 8) % (LATEST_MS * 1000));
}

static void end_it(struct hammer *hammer, enum end end)
{
	pid_t pid = end == PLUGIN_ENDS ? plugin_pid(hammer) : 0;

	any_instant(hammer);
	if (end == PLUGIN_ENDS && pid > 0) {
		kill(pid, SIGKILL);
	} else if (end == DAEMON_ENDS) {
		test_caller_close(&hammer->caller);
		test_daemon_kill(&hammer->daemon);
		test_daemon_start(&hammer->daemon);
		test_caller_open(&hammer->caller, hammer->daemon.server);
	}
}

/* How often a key has arrived from `at` on. */
static int count(const struct hammer *hammer, const char *key, long at)
{
	FILE *file = fopen(hammer->counted, "r");
	char line[400];
	int times = 0;

	if (file == NULL)
		return 0;
	fseek(file, at, SEEK_SET);
	while (fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		times += strcmp(line, key) == 0;
	}
	fclose(file);
	return times;
}

static long size_of(const struct hammer *hammer)
{
	FILE *file = fopen(hammer->counted, "r");
	long size = 0;

	if (file == NULL)
		return 0;
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	fclose(file);
	return size;
}

/* Of the newest reminders: each of this round was sent, and arrived; returns how many of the coaches' there were. */
static int check_round(struct hammer *hammer, const char *since, long at, int most)
{
	ListRemindersRequest in = LIST_REMINDERS_REQUEST__INIT;
	ListRemindersResponse *list;
	int moved = 0;

	in.page_size = PAGE;
	list = ask(hammer, "", "Reminders/ListReminders", &in.base, &list_reminders_response__descriptor);
	for (size_t i = 0; i < list->n_reminders && strcmp(list->reminders[i]->name, since) > 0; i++) {
		const Reminder *reminder = list->reminders[i];
		int times = count(hammer, reminder->key, at);

		if (reminder->state == REMINDER_STATE_DROPPED) {
			assert_int_equal(times, 0);
			continue;
		}
		assert_int_equal(reminder->state, REMINDER_STATE_SENT);
		if (times < 1 || times > most)
			fail_msg("%s arrived %d times", reminder->key, times);
		hammer->twice += times - 1;
		moved += strncmp(reminder->key, MOVED, strlen(MOVED)) == 0;
	}
	done(list);
	return moved;
}

static void newest(struct hammer *hammer, char ret[80])
{
	ListRemindersRequest in = LIST_REMINDERS_REQUEST__INIT;
	ListRemindersResponse *list;

	in.page_size = 1;
	list = ask(hammer, "", "Reminders/ListReminders", &in.base, &list_reminders_response__descriptor);
	snprintf(ret, 80, "%s", list->n_reminders > 0 ? list->reminders[0]->name : "");
	done(list);
}

static void play_round(struct hammer *hammer, enum end end)
{
	long at = size_of(hammer);
	char since[80];
	int moved;

	advance(hammer, false); /* what is made at one instant has no order */
	newest(hammer, since);
	move_meetings(hammer);
	if (end != NOTHING_ENDS)
		end_it(hammer, end);
	advance(hammer, end != NOTHING_ENDS);
	moved = check_round(hammer, since, at, end == NOTHING_ENDS ? 1 : 2);
	if (moved != PAIRS)
		fail_msg("in round %d %d of %d coaches were told", hammer->rounds, moved, PAIRS);
	hammer->rounds++;
}

static void without_a_kill_each_message_arrives_once(void **state)
{
	struct hammer *hammer = *state;

	for (int i = 0; i < QUIET_ROUNDS; i++)
		play_round(hammer, NOTHING_ENDS);
	assert_int_equal(hammer->twice, 0);
}

static void with_a_kill_each_arrives_and_at_most_once_more_with_the_same_key(void **state)
{
	const char *asked = getenv("RIDEALONG_KILLS");
	struct hammer *hammer = *state;
	int kills = asked == NULL ? KILLS : atoi(asked);

	hammer->twice = hammer->rounds = 0;
	for (int i = 0; i < kills; i++)
		play_round(hammer, i % 3 == 0 ? PLUGIN_ENDS : DAEMON_ENDS);
	print_message("killed %d times while %d messages were on their way; %d arrived twice\n", kills, kills * PAIRS,
		hammer->twice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_kill_each_message_arrives_once),
		cmocka_unit_test(with_a_kill_each_arrives_and_at_most_once_more_with_the_same_key),
	};

	return cmocka_run_group_tests(tests, open_house, close_house);
}
