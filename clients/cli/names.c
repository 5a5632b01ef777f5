/* clients/cli — resource names from what people type, and names of people. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

#define UUID_LENGTH 36
#define PART_MIN    4 /* shorter parts of an id say too little */

/* Lists in which a part of an id is looked up. */
static const struct {
	const char *collection, *method, *noun;
} lists[] = {
	{ "actionPoints", "ActionPoints/ListActionPoints", "action" },
	{ "coachings", "People/ListCoachings", "coaching" },
	{ "meetings", "Meetings/ListMeetings", "meeting" },
	{ "oneOnOneItems", "OneOnOnes/ListOneOnOneItems", "agenda" },
	{ "reminders", "Reminders/ListReminders", "reminder" },
	{ "sessions", "Sessions/ListSessions", "session" },
	{ "tokens", "Admin/ListTokens", "token" },
};

struct search {
	const char *part;
	char found[CLI_NAME_SIZE];
	size_t count;
};

static void *member(const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field = cli_field(message->descriptor, name);

	return field == NULL ? NULL : (char *)message + field->offset;
}

/* The list's only repeated field. */
static const ProtobufCFieldDescriptor *items_field(const ProtobufCMessageDescriptor *descriptor)
{
	for (unsigned i = 0; i < descriptor->n_fields; i++)
		if (descriptor->fields[i].label == PROTOBUF_C_LABEL_REPEATED)
			return &descriptor->fields[i];
	return NULL;
}

static void search_page(struct search *search, const ProtobufCMessage *reply)
{
	const ProtobufCFieldDescriptor *field = items_field(reply->descriptor);
	const size_t count = *(size_t *)((char *)reply + field->quantifier_offset);
	ProtobufCMessage **items = *(ProtobufCMessage ***)((char *)reply + field->offset);

	for (size_t i = 0; i < count; i++) {
		const char *name = *(char **)member(items[i], "name"), *id = strchr(name, '/');

		if (id == NULL || strstr(id + 1, search->part) == NULL)
			continue;
		search->count++;
		snprintf(search->found, sizeof(search->found), "%s", name);
	}
}

/* Also what is done is looked up: a list shows what stands when nothing else is asked. */
static void ask_for_all(ProtobufCMessage *request)
{
	static const char *const switches[] = { "include_cancelled", "include_discussed", "include_merged" };
	static ActionPointState states[] = { ACTION_POINT_STATE_OPEN, ACTION_POINT_STATE_DONE,
		ACTION_POINT_STATE_DROPPED, ACTION_POINT_STATE_PASSED_ON };
	ListActionPointsRequest *action_points = (ListActionPointsRequest *)request;

	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		if (member(request, switches[i]) != NULL)
			*(protobuf_c_boolean *)member(request, switches[i]) = true;
	if (request->descriptor != &list_action_points_request__descriptor)
		return;
	action_points->states = states;
	action_points->n_states = sizeof(states) / sizeof(states[0]);
}

static int search_list(struct cli *cli, const char *list, struct search *search)
{
	const ProtobufCMethodDescriptor *method = cli_method(list);
	ProtobufCMessage *request = malloc(method->input->sizeof_message), *reply;
	int code;

	if (request == NULL)
		abort();
	protobuf_c_message_init(method->input, request);
	*(int32_t *)member(request, "page_size") = 1000;
	ask_for_all(request);
	do {
		code = cli_call(cli, list, request, method->output, &reply);
		if (code != 0)
			return code;
		search_page(search, reply);
		*(char **)member(request, "page_token") = *(char **)member(reply, "next_page_token");
	} while (**(char **)member(request, "page_token") != '\0');
	return 0;
}

int cli_name(struct cli *cli, const char *collection, const char *typed, char ret[CLI_NAME_SIZE])
{
	struct search search = { .part = typed };
	const char *list = NULL, *noun = "";
	int code;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (strcmp(lists[i].collection, collection) == 0) {
			list = lists[i].method;
			noun = lists[i].noun;
		}
	if (strlen(typed) + strlen(collection) + 2 > CLI_NAME_SIZE)
		return cli_usage(cli, _("\"%.40s…\" is no name of anything"), typed);
	if (strchr(typed, '/') != NULL) {
		snprintf(ret, CLI_NAME_SIZE, "%s", typed);
		return 0;
	}
	if (list == NULL || typed[0] == '@' || strlen(typed) == UUID_LENGTH) {
		snprintf(ret, CLI_NAME_SIZE, "%s/%s", collection, typed);
		return 0;
	}
	if (strlen(typed) < PART_MIN)
		return cli_usage(cli, _("\"%s\" is too short: give the id, or at least four characters of it"), typed);
	code = search_list(cli, list, &search);
	if (code != 0)
		return code;
	if (search.count == 1) {
		snprintf(ret, CLI_NAME_SIZE, "%s", search.found);
		return 0;
	}
	if (search.count > 1)
		return cli_usage(
			cli, _("\"%s\" could be %zu different ones: give more of the id"), typed, search.count);
	fprintf(stderr, _("ridealong: nothing you may see has \"%s\" in its id\n  Look it up: ridealong %s list\n"),
		typed, noun);
	return status_exit_code(STATUS_NOT_FOUND);
}

char *cli_person(const char *typed)
{
	char *name;

	if (typed == NULL || typed[0] == '\0')
		return (char *)"";
	if (strncmp(typed, "people/", 7) == 0)
		return (char *)typed;
	if (asprintf(&name, "people/%s", typed) < 0)
		abort();
	return name;
}

struct cli_person {
	struct cli_person *next;
	const char *name, *label;
};

/* Who is nobody in person. */
static const char *label_of_what_acts(const char *name)
{
	if (strcmp(name, "admin") == 0)
		return _("an administrator");
	if (strcmp(name, "plugins/skip_unprepared") == 0)
		return _("the preparation check");
	if (strcmp(name, "service") == 0)
		return _("the service");
	return strncmp(name, "plugins/", 8) == 0 ? name + 8 : name;
}

const char *cli_person_label(struct cli *cli, const char *name)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	struct cli_person *known;
	Person *person;

	if (strncmp(name, "people/", 7) != 0)
		return label_of_what_acts(name);
	for (known = cli->people; known != NULL; known = known->next)
		if (strcmp(known->name, name) == 0)
			return known->label;
	known = calloc(1, sizeof(*known));
	if (known == NULL)
		abort();
	known->name = strdup(name);
	known->label = cli_short(known->name);
	request.name = (char *)name;
	if (cli_try(cli, "People/GetPerson", &request, &person__descriptor, 0, &person, NULL) == STATUS_OK)
		known->label = person->display_name[0] != '\0' ? person->display_name : person->email;
	known->next = cli->people;
	cli->people = known;
	return known->label;
}

/* A part of an id that no meeting has and one session has. */
static bool is_part_of_session(struct cli *cli, const char *typed)
{
	struct search meetings = { .part = typed }, sessions = { .part = typed };

	if (strchr(typed, '/') != NULL || strlen(typed) < PART_MIN || strlen(typed) >= UUID_LENGTH)
		return false;
	return search_list(cli, "Meetings/ListMeetings", &meetings) == 0 && meetings.count == 0 &&
	       search_list(cli, "Sessions/ListSessions", &sessions) == 0 && sessions.count == 1;
}

Meeting *cli_meeting_get(struct cli *cli, const char *name)
{
	GetMeetingRequest request = GET_MEETING_REQUEST__INIT;
	static Meeting *known; /* of the last one asked for: a row asks more than once */
	Meeting *meeting;

	if (known != NULL && strcmp(known->name, name) == 0)
		return known;
	request.name = (char *)name;
	if (cli_try(cli, "Meetings/GetMeeting", &request, &meeting__descriptor, 0, &meeting, NULL) != STATUS_OK)
		return NULL;
	return known = meeting;
}

int cli_meeting_of(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE])
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;
	char name[CLI_NAME_SIZE];
	Session *session;
	int code;

	if (typed[0] != '@' && strncmp(typed, "sessions/", 9) != 0 && !is_part_of_session(cli, typed)) {
		code = cli_name(cli, "meetings", typed, ret);
		if (code == 0 && strstr(ret, "/preparation") != NULL)
			*strstr(ret, "/preparation") = '\0';
		return code;
	}
	code = cli_name(cli, "sessions", typed, name);
	if (code != 0)
		return code;
	request.name = name;
	code = cli_call(cli, "Sessions/GetSession", &request, &session__descriptor, &session);
	if (code == 0)
		snprintf(ret, CLI_NAME_SIZE, "%s", session->meeting);
	return code;
}
