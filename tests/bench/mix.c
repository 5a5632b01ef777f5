/* tests/bench/ — the calls of a mix, and whose they are. */
#include "mix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/event.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/one_on_one.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/report.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

enum { PAGE = 50, ADDRESS = 256, NAME = 64, WHEEL = 100, MOST_PARTS = 1000000 };

const char *const mix_names[MIX_CALLS] = { "status", "session", "next", "last", "sessions", "ahead", "meetings",
	"events", "actions", "reminders", "items", "report", "write" };

struct someone {
	char address[ADDRESS], session[NAME]; /* "": none */
	struct load_token token;
};

struct mix {
	const char *server;
	struct someone *people;
	size_t n_people;
	size_t first, n_wanted;     /* of them, those in the mix */
	enum mix_call wheel[WHEEL]; /* the calls in their parts, well mixed */
	char run[32];               /* in request ids: no other run's */
};

/* ---- whose ---- */

static void ask_people(struct mix *mix, const char *server, size_t most)
{
	ListPeopleRequest request = LIST_PEOPLE_REQUEST__INIT;
	uint8_t bytes[LOAD_MESSAGE];
	ListPeopleResponse *page = NULL;

	request.page_size = 200;
	do {
		size_t size = load_pack(bytes, "ridealong.v1.People/ListPeople", 1, NULL, NULL, &request.base);
		uint8_t *reply = load_ask(server, bytes, size, &size);

		if (page != NULL)
			list_people_response__free_unpacked(page, NULL);
		page = list_people_response__unpack(NULL, size, reply);
		free(reply);
		if (page == NULL)
			abort();
		for (size_t i = 0; i < page->n_people && mix->n_people < most; i++)
			snprintf(mix->people[mix->n_people++].address, ADDRESS, "%s", page->people[i]->email);
		request.page_token = page->next_page_token;
	} while (page->next_page_token[0] != '\0' && mix->n_people < most);
	list_people_response__free_unpacked(page, NULL);
}

static void begin_as(struct someone *person, const char *server)
{
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;
	uint8_t bytes[LOAD_MESSAGE], *reply;
	ListSessionsResponse *page;
	size_t size;

	load_token_make(server, person->address, &person->token);
	request.page_size = 1;
	size = load_pack(bytes, "ridealong.v1.Sessions/ListSessions", 1, person->token.secret, NULL, &request.base);
	reply = load_ask(server, bytes, size, &size);
	page = list_sessions_response__unpack(NULL, size, reply);
	free(reply);
	if (page == NULL)
		abort();
	if (page->n_sessions > 0)
		snprintf(person->session, NAME, "%s", page->sessions[0]->name);
	list_sessions_response__free_unpacked(page, NULL);
}

struct mix *mix_open(const char *server, int most, const char *only)
{
	struct mix *mix = calloc(1, sizeof(*mix));

	if (only != NULL)
		most = 1;
	if (mix == NULL || (mix->people = calloc((size_t)most, sizeof(*mix->people))) == NULL)
		abort();
	if (only == NULL)
		ask_people(mix, server, (size_t)most);
	else
		snprintf(mix->people[mix->n_people++].address, ADDRESS, "%s", only);
	if (mix->n_people == 0) {
		fprintf(stderr, "nobody is known at %s\n", server);
		exit(1);
	}
	mix->server = server;
	for (size_t i = 0; i < mix->n_people; i++)
		begin_as(&mix->people[i], server);
	snprintf(mix->run, sizeof(mix->run), "load-%x-%x", (unsigned)time(NULL), (unsigned)getpid());
	mix_parse(mix, NULL);
	return mix;
}

void mix_close(struct mix *mix)
{
	for (size_t i = 0; i < mix->n_people; i++)
		load_token_revoke(mix->server, &mix->people[i].token);
	free(mix->people);
	free(mix);
}

/* ---- which ---- */

/* Each part at every 37th place, so that the same calls do not come in a row. */
static void turn_wheel(struct mix *mix, const int parts[MIX_CALLS], int sum)
{
	int done = 0, call = 0;

	for (int i = 0; i < WHEEL; i++) {
		while (done + parts[call] <= i * sum / WHEEL)
			done += parts[call++];
		mix->wheel[i * 37 % WHEEL] = (enum mix_call)call;
	}
}

static int find_call(const char *name, size_t length)
{
	for (int i = 0; i < MIX_CALLS; i++)
		if (strlen(mix_names[i]) == length && strncmp(mix_names[i], name, length) == 0)
			return i;
	return MIX_CALLS;
}

/* "=5", or nothing, which is one; 0 when it is no number of parts. */
static int read_parts(const char *text)
{
	char *end;
	long parts;

	if (*text != '=')
		return 1;
	parts = strtol(text + 1, &end, 10);
	return (*end == ',' || *end == '\0') && parts >= 1 && parts <= MOST_PARTS ? (int)parts : 0;
}

const char *mix_parse(struct mix *mix, const char *text)
{
	int parts[MIX_CALLS] = { 0 }, sum = 0;

	if (text == NULL)
		text = "session=40,next=20,sessions=15,meetings=5,events=5,actions=10,reminders=5";
	while (*text != '\0') {
		const size_t length = strcspn(text, "=,");
		const int call = find_call(text, length), count = read_parts(text + length);

		if (call == MIX_CALLS || count == 0)
			return text;
		parts[call] += count;
		text += strcspn(text, ",");
		text += *text == ',';
	}
	for (int i = 0; i < MIX_CALLS; i++)
		sum += parts[i];
	if (sum == 0)
		return text;
	turn_wheel(mix, parts, sum);
	return NULL;
}

enum mix_call mix_call_of(const struct mix *mix, uint64_t number)
{
	return mix->wheel[number % WHEEL];
}

/* ---- the calls ---- */

static size_t make_session(const char *name, uint64_t number, const struct someone *person, uint8_t *bytes)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	request.name = (char *)name;
	return load_pack(bytes, "ridealong.v1.Sessions/GetSession", number, person->token.secret, NULL, &request.base);
}

static size_t make_ahead(uint64_t number, const struct someone *person, uint8_t *bytes)
{
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;
	Timestamp now = TIMESTAMP__INIT;

	now.seconds = time(NULL);
	request.page_size = PAGE;
	request.from_time = &now;
	return load_pack(
		bytes, "ridealong.v1.Sessions/ListSessions", number, person->token.secret, NULL, &request.base);
}

static size_t make_events(uint64_t number, const struct someone *person, uint8_t *bytes)
{
	ListEventsRequest request = LIST_EVENTS_REQUEST__INIT;

	request.page_size = PAGE;
	request.latest = 1;
	return load_pack(bytes, "ridealong.v1.Events/ListEvents", number, person->token.secret, NULL, &request.base);
}

/* Open ones and those that were done. */
static size_t make_actions(uint64_t number, const struct someone *person, uint8_t *bytes)
{
	static ActionPointState states[] = { ACTION_POINT_STATE_OPEN, ACTION_POINT_STATE_DONE };
	ListActionPointsRequest request = LIST_ACTION_POINTS_REQUEST__INIT;

	request.page_size = PAGE;
	request.states = states;
	request.n_states = 2;
	return load_pack(
		bytes, "ridealong.v1.ActionPoints/ListActionPoints", number, person->token.secret, NULL, &request.base);
}

static size_t make_report(uint64_t number, const struct someone *person, uint8_t *bytes)
{
	ReportCoachingRequest request = REPORT_COACHING_REQUEST__INIT;

	return load_pack(
		bytes, "ridealong.v1.Reports/ReportCoaching", number, person->token.secret, NULL, &request.base);
}

static size_t make_meeting(const struct mix *mix, uint64_t number, const struct someone *person, uint8_t *bytes)
{
	CreateMeetingRequest request = CREATE_MEETING_REQUEST__INIT;
	Timestamp start = TIMESTAMP__INIT, end = TIMESTAMP__INIT;
	Meeting meeting = MEETING__INIT;
	char owner[ADDRESS + 8], id[64];

	snprintf(owner, sizeof(owner), "people/%s", person->address);
	snprintf(id, sizeof(id), "%s-%llu", mix->run, (unsigned long long)number);
	start.seconds = 1900000000 + (int64_t)(number % 100000) * 3600;
	end.seconds = start.seconds + 3600;
	meeting.owner = owner;
	meeting.title = (char *)"Load";
	meeting.start_time = &start;
	meeting.end_time = &end;
	request.meeting = &meeting;
	return load_pack(bytes, "ridealong.v1.Meetings/CreateMeeting", number, person->token.secret, id, &request.base);
}

/* Lists differ in their names alone. */
#define MAKE_LIST(function, type, INIT, method)                                                                        \
	static size_t function(uint64_t number, const struct someone *person, uint8_t *bytes)                          \
	{                                                                                                              \
		type request = INIT;                                                                                   \
                                                                                                                       \
		request.page_size = PAGE;                                                                              \
		return load_pack(bytes, method, number, person->token.secret, NULL, &request.base);                    \
	}

MAKE_LIST(make_sessions, ListSessionsRequest, LIST_SESSIONS_REQUEST__INIT, "ridealong.v1.Sessions/ListSessions")
MAKE_LIST(make_meetings, ListMeetingsRequest, LIST_MEETINGS_REQUEST__INIT, "ridealong.v1.Meetings/ListMeetings")
MAKE_LIST(make_reminders, ListRemindersRequest, LIST_REMINDERS_REQUEST__INIT, "ridealong.v1.Reminders/ListReminders")
MAKE_LIST(make_items, ListOneOnOneItemsRequest, LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT,
	"ridealong.v1.OneOnOnes/ListOneOnOneItems")

size_t mix_make(void *arg, uint64_t number, uint8_t *bytes)
{
	const struct mix *mix = arg;
	const struct someone *person = &mix->people[number * 7919 % mix->n_people];
	GetStatusRequest status = GET_STATUS_REQUEST__INIT;

	switch (mix_call_of(mix, number)) {
	case MIX_SESSION:
		return make_session(
			person->session[0] != '\0' ? person->session : "sessions/@next", number, person, bytes);
	case MIX_NEXT:
		return make_session("sessions/@next", number, person, bytes);
	case MIX_LAST:
		return make_session("sessions/@last", number, person, bytes);
	case MIX_SESSIONS:
		return make_sessions(number, person, bytes);
	case MIX_AHEAD:
		return make_ahead(number, person, bytes);
	case MIX_MEETINGS:
		return make_meetings(number, person, bytes);
	case MIX_EVENTS:
		return make_events(number, person, bytes);
	case MIX_ACTIONS:
		return make_actions(number, person, bytes);
	case MIX_REMINDERS:
		return make_reminders(number, person, bytes);
	case MIX_ITEMS:
		return make_items(number, person, bytes);
	case MIX_REPORT:
		return make_report(number, person, bytes);
	case MIX_WRITE:
		return make_meeting(mix, number, person, bytes);
	case MIX_STATUS:
	case MIX_CALLS:
		break;
	}
	return load_pack(bytes, "ridealong.v1.Admin/GetStatus", number, NULL, NULL, &status.base);
}
