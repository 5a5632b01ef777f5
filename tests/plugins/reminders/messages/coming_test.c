/* tests — what is to come, walked along more timers than there are at a time: a few of Noor's among many of others'. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/coming.h"
#include "proto/status.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "ridealong/v1/timer.pb-c.h"

enum { TIMERS = 1300, HOURS = 3600 };

#define NOW   INT64_C(1772434800) /* Monday 2 March 2026, 08:00 in Amsterdam */
#define START (NOW + INT64_C(60) * 24 * HOURS)

/* The timer at a place is of a session of its own; three of these are Noor's. */
static const int noors[] = { 10, 720, 1290 };

struct ridealong_host {
	int vanished;  /* place of the timer that is there no more; 0: all are */
	int vanishes;  /* place of the one that goes once its page was given */
	int of_others; /* times that others' sessions were asked for */
	int status;    /* of the answer */
	char message[200];
	ListComingRemindersResponse *answer;
};

static struct text_catalogue *texts;

static bool is_noors(int place)
{
	return place == noors[0] || place == noors[1] || place == noors[2];
}

static int place_of(const char *name)
{
	return atoi(strrchr(name, '/') + 1);
}

/* ---- what the daemon says ---- */

static const ProtobufCMessage *sessions_of(const ListSessionsRequest *in)
{
	static ListSessionsResponse reply;
	static Session sessions[3];
	static Session *pointers[3];
	static char names[3][40];

	reply = (ListSessionsResponse)LIST_SESSIONS_RESPONSE__INIT;
	for (int i = 0; i < 3; i++) {
		sessions[i] = (Session)SESSION__INIT;
		snprintf(names[i], sizeof(names[i]), "sessions/%04d", noors[i]);
		sessions[i].name = names[i];
		pointers[i] = &sessions[i];
	}
	reply.sessions = pointers;
	reply.n_sessions = in->from_time == NULL ? 3 : 0; /* no journey */
	return &reply.base;
}

static const ProtobufCMessage *session_of(struct ridealong_host *host, const GetSessionRequest *in)
{
	static Timestamp start = TIMESTAMP__INIT, end = TIMESTAMP__INIT;
	static char name[40];
	static Session reply;

	host->of_others += !is_noors(place_of(in->name));
	reply = (Session)SESSION__INIT;
	snprintf(name, sizeof(name), "%s", in->name);
	start.seconds = START;
	end.seconds = START + HOURS;
	reply.name = name;
	reply.meeting = (char *)"meetings/1";
	reply.coach = (char *)"people/ruud";
	reply.coachee = (char *)"people/noor";
	reply.state = SESSION_STATE_PLANNED;
	reply.start_time = reply.departure_time = &start;
	reply.end_time = &end;
	return &reply.base;
}

static const ProtobufCMessage *person_of(const GetPersonRequest *in)
{
	static char name[40];
	static Person reply;

	reply = (Person)PERSON__INIT;
	snprintf(name, sizeof(name), "%s", in->name);
	reply.name = reply.email = name;
	reply.time_zone = (char *)"Europe/Amsterdam";
	return &reply.base;
}

static const ProtobufCMessage *team(void)
{
	static TeamPolicy policy;
	static Team reply;

	policy = (TeamPolicy)TEAM_POLICY__INIT;
#define SETTING(NAME, key, field, type, usual, least, most, en, nl) policy.field = usual;
#include "daemon/domain/policy.def"
#undef SETTING
	reply = (Team)TEAM__INIT;
	reply.policy = &policy;
	return &reply.base;
}

/* As the daemon lists them: the page after the one that is named, which has to be there. */
static const ProtobufCMessage *timers_of(struct ridealong_host *host, const ListTimersRequest *in)
{
	static Timer timers[TIMERS];
	static Timer *pointers[TIMERS];
	static Timestamp dues[TIMERS];
	static char keys[TIMERS][60];
	static ListTimersResponse reply;
	int place = in->page_token[0] == '\0' ? 1 : place_of(in->page_token) + 1;

	if (host->vanishes != 0 && place > host->vanishes)
		host->vanished = host->vanishes;
	if (place - 1 == host->vanished && place > 1)
		return NULL;
	reply = (ListTimersResponse)LIST_TIMERS_RESPONSE__INIT;
	for (; place < TIMERS && (int)reply.n_timers < in->page_size; place++) {
		if (place == host->vanished)
			continue;
		timers[place] = (Timer)TIMER__INIT;
		dues[place] = (Timestamp)TIMESTAMP__INIT;
		dues[place].seconds = NOW + HOURS + place / 4; /* a few at the same time */
		snprintf(keys[place], sizeof(keys[place]), "prepare_early/sessions/%04d", place);
		timers[place].name = timers[place].key = keys[place];
		timers[place].due_time = &dues[place];
		pointers[reply.n_timers++] = &timers[place];
	}
	reply.timers = pointers;
	if (place < TIMERS)
		reply.next_page_token = keys[place - 1];
	return &reply.base;
}

static const ProtobufCMessage *answer_to(struct ridealong_host *host, const char *method, const ProtobufCMessage *in)
{
	static ListActionPointsResponse points;
	static ListCoachingsResponse coachings;
	static ListRemindersResponse reminders;

	points = (ListActionPointsResponse)LIST_ACTION_POINTS_RESPONSE__INIT;
	coachings = (ListCoachingsResponse)LIST_COACHINGS_RESPONSE__INIT;
	reminders = (ListRemindersResponse)LIST_REMINDERS_RESPONSE__INIT;
	if (strcmp(method, "ListTimers") == 0)
		return timers_of(host, (const ListTimersRequest *)in);
	if (strcmp(method, "ListSessions") == 0)
		return sessions_of((const ListSessionsRequest *)in);
	if (strcmp(method, "GetSession") == 0)
		return session_of(host, (const GetSessionRequest *)in);
	if (strcmp(method, "GetPerson") == 0)
		return person_of((const GetPersonRequest *)in);
	if (strcmp(method, "GetTeam") == 0)
		return team();
	return strcmp(method, "ListActionPoints") == 0 ? &points.base
	       : strcmp(method, "ListCoachings") == 0  ? &coachings.base
	       : strcmp(method, "ListReminders") == 0  ? &reminders.base
						       : NULL;
}

/* ---- the host ---- */

static int64_t host_now(struct ridealong_host *host)
{
	(void)host;
	return NOW * 1000000;
}

static const ProtobufCMethodDescriptor *find(const char *service, const char *method)
{
	static const ProtobufCServiceDescriptor *const services[] = { &timers__descriptor, &sessions__descriptor,
		&people__descriptor, &action_points__descriptor, &reminders__descriptor };

	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (strncmp(services[i]->name, service, strlen(services[i]->name)) == 0)
			return protobuf_c_service_descriptor_get_method_by_name(services[i], method);
	return NULL;
}

static void host_call(struct ridealong_host *host, struct ridealong_work *work, const char *method, const char *act_as,
	const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	const char *name = strchr(method, '/') + 1;
	const ProtobufCMethodDescriptor *known = find(method, name);
	struct ridealong_reply reply = { .size = sizeof(reply), .message = "it is not there", .reason = "" };
	ProtobufCMessage *in = known != NULL ? protobuf_c_message_unpack(known->input, NULL, length, bytes) : NULL;
	const ProtobufCMessage *out = in != NULL ? answer_to(host, name, in) : NULL;
	uint8_t *packed = NULL;

	(void)work;
	(void)act_as;
	if (out != NULL) {
		packed = malloc(protobuf_c_message_get_packed_size(out) + 1);
		reply.bytes = packed;
		reply.length = protobuf_c_message_pack(out, packed);
	} else {
		reply.status = strcmp(name, "ListTimers") == 0 ? STATUS_INVALID_ARGUMENT : STATUS_NOT_FOUND;
	}
	if (in != NULL)
		protobuf_c_message_free_unpacked(in, NULL);
	done(arg, &reply);
	free(packed);
}

static void host_finish(struct ridealong_host *host, struct ridealong_work *work, int status, const char *message,
	const char *reason, const void *bytes, size_t length)
{
	(void)work;
	(void)reason;
	host->status = status;
	snprintf(host->message, sizeof(host->message), "%s", message);
	host->answer = status == STATUS_OK ? list_coming_reminders_response__unpack(NULL, length, bytes) : NULL;
}

static const struct ridealong_host_api api = {
	.size = sizeof(api), .now = host_now, .call = host_call, .finish = host_finish
};

/* A page of what comes to Noor; *token goes on to the next. */
static void ask(struct ridealong_host *host, int size, char **token)
{
	const struct ridealong_call call = { .size = sizeof(call), .caller = "people/noor", .locale = "nl" };
	struct reminders self = { .sdk = { host, &api }, .texts = texts };
	ListComingRemindersRequest request = LIST_COMING_REMINDERS_REQUEST__INIT;

	request.page_size = size;
	request.page_token = *token;
	coming_list(&self, NULL, &request, &call);
	free(*token);
	*token = strdup(host->answer != NULL ? host->answer->next_page_token : "");
}

static void shows(struct ridealong_host *host, size_t count, int first)
{
	assert_int_equal(host->status, STATUS_OK);
	assert_int_equal(host->answer->n_reminders, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(place_of(host->answer->reminders[i]->session), noors[(size_t)first + i]);
	list_coming_reminders_response__free_unpacked(host->answer, NULL);
}

/* ---- */

static void a_page_is_full_however_many_timers_of_others_lie_between(void **state)
{
	struct ridealong_host host = { 0 };
	char *token = strdup("");

	(void)state;
	ask(&host, 2, &token);
	shows(&host, 2, 0);
	assert_string_not_equal(token, "");
	ask(&host, 2, &token);
	shows(&host, 1, 2);
	assert_string_equal(token, "");
	free(token);
}

static void a_page_with_the_last_on_it_is_the_last(void **state)
{
	struct ridealong_host host = { 0 };
	char *token = strdup("");

	(void)state;
	ask(&host, 3, &token);
	shows(&host, 3, 0);
	assert_string_equal(token, "");
	free(token);
}

static void nothing_is_asked_about_what_they_have_no_part_in(void **state)
{
	struct ridealong_host host = { 0 };
	char *token = strdup("");

	(void)state;
	ask(&host, 0, &token);
	shows(&host, 3, 0);
	assert_int_equal(host.of_others, 0);
	free(token);
}

static void the_walk_goes_on_where_a_timer_went_meanwhile(void **state)
{
	struct ridealong_host host = { .vanishes = 500 };
	char *token = strdup("");

	(void)state;
	ask(&host, 0, &token);
	shows(&host, 3, 0);
	assert_int_equal(host.vanished, 500);
	free(token);
}

static void a_page_goes_on_behind_one_that_was_sent_meanwhile(void **state)
{
	struct ridealong_host host = { 0 };
	char *token = strdup("");

	(void)state;
	ask(&host, 1, &token);
	shows(&host, 1, 0);
	host.vanished = noors[0];
	ask(&host, 1, &token);
	shows(&host, 1, 1);
	free(token);
}

static void what_is_no_place_in_the_list_is_refused(void **state)
{
	struct ridealong_host host = { 0 };
	char *token = strdup("prepare_early/sessions/0010");

	(void)state;
	ask(&host, 1, &token);
	assert_int_equal(host.status, STATUS_INVALID_ARGUMENT);
	assert_string_equal(host.message, "page_token hoort niet bij deze lijst; begin opnieuw zonder");
	ask(&host, -1, &token);
	assert_int_equal(host.status, STATUS_INVALID_ARGUMENT);
	assert_string_equal(host.message, "page_size mag niet negatief zijn");
	free(token);
}

static int open_texts(void **state)
{
	struct error error;
	char dir[4096];

	(void)state;
	snprintf(dir, sizeof(dir), "%s/plugins/reminders/texts", getenv("RIDEALONG_SOURCE"));
	return text_catalogue_open(dir, &texts, &error) == STATUS_OK ? 0 : -1;
}

static int close_texts(void **state)
{
	(void)state;
	text_catalogue_close(texts);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_full_however_many_timers_of_others_lie_between),
		cmocka_unit_test(a_page_with_the_last_on_it_is_the_last),
		cmocka_unit_test(nothing_is_asked_about_what_they_have_no_part_in),
		cmocka_unit_test(the_walk_goes_on_where_a_timer_went_meanwhile),
		cmocka_unit_test(a_page_goes_on_behind_one_that_was_sent_meanwhile),
		cmocka_unit_test(what_is_no_place_in_the_list_is_refused),
	};

	return cmocka_run_group_tests(tests, open_texts, close_texts);
}
