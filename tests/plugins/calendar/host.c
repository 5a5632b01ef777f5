/* See host.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/timer.pb-c.h"

#include <dlfcn.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct host_request {
	struct host_request *next;
	char method[128];
	uint8_t *bytes;
	size_t length;
	ridealong_reply_cb done;
	void *arg;
};

static Meeting *meeting_copy(const Meeting *meeting)
{
	size_t length = meeting__get_packed_size(meeting);
	uint8_t *bytes = malloc(length + 1);
	Meeting *copy;

	meeting__pack(meeting, bytes);
	copy = meeting__unpack(NULL, length, bytes);
	free(bytes);
	assert_non_null(copy);
	return copy;
}

static void reply(struct host_request *request, const ProtobufCMessage *message)
{
	struct ridealong_reply end = { .size = sizeof(end), .message = "", .reason = "" };
	uint8_t *bytes = malloc(protobuf_c_message_get_packed_size(message) + 1);

	end.bytes = bytes;
	end.length = protobuf_c_message_pack(message, bytes);
	request->done(request->arg, &end);
	free(bytes);
}

static void reply_failure(struct host_request *request, int status, const char *message)
{
	struct ridealong_reply end = { .size = sizeof(end), .status = status, .message = message, .reason = "" };

	request->done(request->arg, &end);
}

static void get_person(struct ridealong_host *host, struct host_request *request)
{
	GetPersonRequest *in = get_person_request__unpack(NULL, request->length, request->bytes);
	static char *aliases[] = { "a.visser@ridealong.example" };
	Person person = PERSON__INIT;

	assert_non_null(in);
	person.name = "people/1";
	person.email = "anna@ridealong.example";
	person.time_zone = "Europe/Amsterdam";
	person.aliases = aliases;
	person.n_aliases = 1;
	if (host->is_empty)
		reply_failure(request, STATUS_NOT_FOUND, "there is nobody of that name");
	else if (strcmp(in->name, "people/1") == 0 || strcmp(in->name, "people/anna@ridealong.example") == 0 ||
		 strcmp(in->name, "people/a.visser@ridealong.example") == 0)
		reply(request, &person.base);
	else
		reply_failure(request, STATUS_NOT_FOUND, "there is nobody of that name");
	get_person_request__free_unpacked(in, NULL);
}

/* Pages of 100, so that there are several. */
static void list_meetings(struct ridealong_host *host, struct host_request *request)
{
	ListMeetingsRequest *in = list_meetings_request__unpack(NULL, request->length, request->bytes);
	ListMeetingsResponse out = LIST_MEETINGS_RESPONSE__INIT;
	size_t at = (size_t)atoi(in->page_token);
	Meeting *found[100];
	char token[16];

	out.meetings = found;
	out.mark = host->mark;
	host->pages++;
	for (; at < host->meeting_count && out.n_meetings < 100; at++) {
		if (strcmp(host->meetings[at]->calendar, in->calendar) == 0)
			found[out.n_meetings++] = host->meetings[at];
	}
	snprintf(token, sizeof(token), "%zu", at);
	if (at < host->meeting_count)
		out.next_page_token = token;
	reply(request, &out.base);
	list_meetings_request__free_unpacked(in, NULL);
}

static bool words_equal(const Meeting *a, const Meeting *b)
{
	return strcmp(a->title, b->title) == 0 && strcmp(a->place, b->place) == 0 &&
	       strcmp(a->customer, b->customer) == 0 && a->n_attendees == b->n_attendees;
}

static MeetingChange upsert(struct ridealong_host *host, const char *calendar, const Meeting *meeting)
{
	MeetingChange change = MEETING_CHANGE_UNCHANGED;
	size_t at;

	if (strcmp(meeting->title, "Refuse me") == 0)
		return MEETING_CHANGE_REFUSED;
	for (at = 0; at < host->meeting_count; at++) {
		const Meeting *known = host->meetings[at];

		if (strcmp(known->calendar, calendar) != 0 || strcmp(known->uid, meeting->uid) != 0 ||
			strcmp(known->recurrence_id, meeting->recurrence_id) != 0)
			continue;
		if (known->state != meeting->state && meeting->state == MEETING_STATE_CANCELLED)
			change = MEETING_CHANGE_CANCELLED;
		else if (known->start_time->seconds != meeting->start_time->seconds ||
			 known->end_time->seconds != meeting->end_time->seconds)
			change = MEETING_CHANGE_MOVED;
		else if (!words_equal(known, meeting) || known->state != meeting->state)
			change = MEETING_CHANGE_UPDATED;
		meeting__free_unpacked(host->meetings[at], NULL);
		break;
	}
	if (at == host->meeting_count) {
		assert_true(at < HOST_MEETINGS);
		host->meeting_count++;
		change = MEETING_CHANGE_CREATED;
	}
	host->meetings[at] = meeting_copy(meeting);
	free(host->meetings[at]->calendar == protobuf_c_empty_string ? NULL : host->meetings[at]->calendar);
	host->meetings[at]->calendar = strdup(calendar);
	return change;
}

static void rename_meeting(struct ridealong_host *host, const MeetingRename *rename)
{
	for (size_t i = 0; i < host->meeting_count; i++) {
		Meeting *meeting = host->meetings[i];

		if (strcmp(meeting->uid, rename->uid) != 0 || strcmp(meeting->recurrence_id, rename->from) != 0)
			continue;
		if (meeting->recurrence_id != protobuf_c_empty_string)
			free(meeting->recurrence_id);
		meeting->recurrence_id = strdup(rename->to);
	}
}

/* Where it is, or where there is room for it. */
static size_t timer_place(const struct ridealong_host *host, const char *key, size_t length)
{
	const size_t count = sizeof(host->timers) / sizeof(host->timers[0]);
	size_t room = count;

	for (size_t i = 0; i < count; i++) {
		if (strncmp(host->timers[i].key, key, length) == 0)
			return i;
		if (host->timers[i].key[0] == '\0' && room == count)
			room = i;
	}
	assert_true(room < count);
	return room;
}

static void set_timer(struct ridealong_host *host, struct host_request *request)
{
	SetTimerRequest *in = set_timer_request__unpack(NULL, request->length, request->bytes);
	Timer timer = TIMER__INIT;
	size_t at;

	assert_non_null(in);
	at = timer_place(host, in->timer->key, strlen(in->timer->key) + 1);
	snprintf(host->timers[at].key, sizeof(host->timers[at].key), "%s", in->timer->key);
	host->timers[at].due_us = in->timer->due_time->seconds * 1000000;
	reply(request, &timer.base);
	set_timer_request__free_unpacked(in, NULL);
}

static void rename_calendar(struct ridealong_host *host, const char *from, const char *to)
{
	for (size_t i = 0; i < host->meeting_count; i++)
		if (strcmp(host->meetings[i]->calendar, to) == 0)
			return;
	for (size_t i = 0; i < host->meeting_count; i++) {
		if (strcmp(host->meetings[i]->calendar, from) != 0)
			continue;
		free(host->meetings[i]->calendar);
		host->meetings[i]->calendar = strdup(to);
	}
}

static void rename_calendar_of(struct ridealong_host *host, const BatchUpsertMeetingsRequest *in, const char *uid)
{
	for (size_t i = 0; i < host->meeting_count; i++) {
		if (strcmp(host->meetings[i]->calendar, in->former_calendar) != 0 ||
			strcmp(host->meetings[i]->uid, uid) != 0)
			continue;
		free(host->meetings[i]->calendar);
		host->meetings[i]->calendar = strdup(in->calendar);
	}
}

static void batch_upsert(struct ridealong_host *host, struct host_request *request)
{
	BatchUpsertMeetingsRequest *in = batch_upsert_meetings_request__unpack(NULL, request->length, request->bytes);
	BatchUpsertMeetingsResponse out = BATCH_UPSERT_MEETINGS_RESPONSE__INIT;
	static MeetingResult results[2000], *list[2000];

	assert_non_null(in);
	assert_true(in->n_meetings <= 2000);
	assert_string_equal(in->owner, "people/1");
	host->batches += in->n_meetings > 0;
	for (size_t i = 0; i < in->n_former_uids; i++)
		rename_calendar_of(host, in, in->former_uids[i]);
	if (in->former_calendar[0] != '\0' && in->n_former_uids == 0)
		rename_calendar(host, in->former_calendar, in->calendar);
	for (size_t i = 0; i < in->n_renames; i++)
		rename_meeting(host, in->renames[i]);
	snprintf(host->mark, sizeof(host->mark), "%s", in->mark);
	if (in->n_meetings > host->largest_batch)
		host->largest_batch = in->n_meetings;
	for (size_t i = 0; i < in->n_meetings; i++) {
		meeting_result__init(&results[i]);
		results[i].change = upsert(host, in->calendar, in->meetings[i]);
		if (results[i].change == MEETING_CHANGE_REFUSED) {
			results[i].status = STATUS_INVALID_ARGUMENT;
			results[i].message = "it asked to be refused";
		}
		list[i] = &results[i];
	}
	out.results = list;
	out.n_results = in->n_meetings;
	reply(request, &out.base);
	batch_upsert_meetings_request__free_unpacked(in, NULL);
}

static void answer(struct ridealong_host *host, struct host_request *request)
{
	int status = host->fail_next;

	host->fail_next = STATUS_OK;
	if (host->fail_method && strstr(request->method, host->fail_method)) {
		status = STATUS_UNAVAILABLE;
		host->fail_method = NULL;
	}
	if (status != STATUS_OK)
		reply_failure(request, status, "not now");
	else if (strcmp(request->method, "ridealong.v1.People/GetPerson") == 0)
		get_person(host, request);
	else if (strcmp(request->method, "ridealong.v1.Meetings/ListMeetings") == 0)
		list_meetings(host, request);
	else if (strcmp(request->method, "ridealong.v1.Meetings/BatchUpsertMeetings") == 0)
		batch_upsert(host, request);
	else if (strcmp(request->method, "ridealong.v1.Timers/SetTimer") == 0)
		set_timer(host, request);
	else
		fail_msg("nobody expected a call of %s", request->method);
}

static void on_idle(uv_idle_t *idle)
{
	struct ridealong_host *host = idle->data;
	struct host_request *request = host->requests;

	if (!request)
		return;
	host->requests = request->next;
	answer(host, request);
	free(request->bytes);
	free(request);
}

static struct uv_loop_s *api_loop(struct ridealong_host *host)
{
	return &host->loop;
}

static int64_t api_now(struct ridealong_host *host)
{
	return host->now_us;
}

static const char *api_config(struct ridealong_host *host, const char *key)
{
	for (size_t i = 0; host->settings && host->settings[i][0]; i++)
		if (strcmp(host->settings[i][0], key) == 0)
			return host->settings[i][1];
	return NULL;
}

static size_t part_length(const char *key)
{
	return strcspn(key, ".");
}

/* Sections stand one after the other. */
static const char *api_config_part(struct ridealong_host *host, size_t index)
{
	static char parts[8][40];

	for (size_t i = 0; host->settings && host->settings[i][0]; i++) {
		const char *key = host->settings[i][0], *before = i > 0 ? host->settings[i - 1][0] : "";

		if (i > 0 && part_length(before) == part_length(key) && strncmp(before, key, part_length(key)) == 0)
			continue;
		if (index-- == 0)
			return snprintf(parts[i % 8], sizeof(parts[0]), "%.*s", (int)part_length(key), key) > 0
				       ? parts[i % 8]
				       : NULL;
	}
	return NULL;
}

static const char *api_data_dir(struct ridealong_host *host)
{
	return host->data_dir;
}

static void api_log(struct ridealong_host *host, enum ridealong_level level, const char *line)
{
	if (level <= RIDEALONG_WARNING) {
		snprintf(host->logged, sizeof(host->logged), "%s", line);
		host->warnings++;
	}
	if (getenv("RIDEALONG_VERBOSE"))
		printf("log: %s\n", line);
}

static void api_call(struct ridealong_host *host, struct ridealong_work *work, const char *method, const char *act_as,
	const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	struct host_request *request = calloc(1, sizeof(*request)), **end = &host->requests;

	(void)work;
	snprintf(host->last_act_as, sizeof(host->last_act_as), "%s", act_as ? act_as : "");
	snprintf(request->method, sizeof(request->method), "%s", method);
	request->bytes = malloc(length + 1);
	memcpy(request->bytes, bytes, length);
	request->length = length;
	request->done = done;
	request->arg = arg;
	while (*end)
		end = &(*end)->next;
	*end = request;
}

static void api_finish(struct ridealong_host *host, struct ridealong_work *work, int status, const char *message,
	const char *reason, const void *bytes, size_t length)
{
	(void)host;
	assert_false(work->finished);
	work->finished = true;
	work->status = status;
	snprintf(work->message, sizeof(work->message), "%s", message ? message : "");
	snprintf(work->reason, sizeof(work->reason), "%s", reason ? reason : "");
	work->bytes = malloc(length + 1);
	if (length > 0)
		memcpy(work->bytes, bytes, length);
	work->length = length;
}

const struct ridealong_host_api host_api = { .size = sizeof(host_api),
	.loop = api_loop,
	.now = api_now,
	.config = api_config,
	.data_dir = api_data_dir,
	.share_dir = api_data_dir,
	.log = api_log,
	.call = api_call,
	.finish = api_finish,
	.config_part = api_config_part };

void host_open(struct ridealong_host *host)
{
	if (host->data_dir[0] == '\0') {
		strcpy(host->data_dir, "/tmp/ridealong-calendar.XXXXXX");
		assert_non_null(mkdtemp(host->data_dir));
	}
	uv_loop_init(&host->loop);
	uv_idle_init(&host->loop, &host->idle);
	host->idle.data = host;
	uv_idle_start(&host->idle, on_idle);
}

void host_start(struct ridealong_host *host)
{
	const struct ridealong_plugin *(*entry)(void);
	const char *error = "";
	char path[1024];

	host_open(host);
	snprintf(path, sizeof(path), "%s/lib/ridealong/plugins/calendar.so", getenv("RIDEALONG_BUILD"));
	host->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!host->library)
		fail_msg("%s", dlerror());
	*(void **)&entry = dlsym(host->library, "ridealong_plugin");
	assert_non_null(entry);
	host->plugin = entry();
	assert_int_equal(host->plugin->abi, RIDEALONG_PLUGIN_ABI);
	host->self = host->plugin->start(host, &host_api, &error);
	if (!host->self)
		fail_msg("the plugin does not start: %s", error);
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static void loop_end(struct ridealong_host *host)
{
	uv_close((uv_handle_t *)&host->idle, NULL);
	uv_run(&host->loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&host->loop), 0);
}

static void forget(struct ridealong_host *host)
{
	for (size_t i = 0; i < host->meeting_count; i++)
		meeting__free_unpacked(host->meetings[i], NULL);
	nftw(host->data_dir, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

void host_close(struct ridealong_host *host)
{
	loop_end(host);
	forget(host);
}

void host_stop(struct ridealong_host *host, bool keep)
{
	while (host->requests) /* a host answers all before it stops a plugin */
		uv_run(&host->loop, UV_RUN_NOWAIT);
	host->plugin->stop(host->self);
	loop_end(host);
	if (!keep)
		forget(host);
}

static void run_until_finished(struct ridealong_host *host, struct ridealong_work *work)
{
	while (!work->finished || host->requests)
		uv_run(&host->loop, UV_RUN_NOWAIT);
}

void host_call(struct ridealong_host *host, const char *method, const ProtobufCMessage *request, const char *caller,
	struct ridealong_work *ret_work)
{
	struct ridealong_call call = { .size = sizeof(call),
		.method = method,
		.caller = caller,
		.locale = host->locale ? host->locale : "en",
		.admin = host->admin };
	uint8_t *bytes = malloc(protobuf_c_message_get_packed_size(request) + 1);

	*ret_work = (struct ridealong_work){ 0 };
	call.bytes = bytes;
	call.length = protobuf_c_message_pack(request, bytes);
	host->plugin->on_call(host->self, ret_work, &call);
	free(bytes);
	run_until_finished(host, ret_work);
}

void host_settle(struct ridealong_host *host, struct ridealong_work *ret_work)
{
	*ret_work = (struct ridealong_work){ 0 };
	host->plugin->settle(host->self, ret_work);
	run_until_finished(host, ret_work);
	free(ret_work->bytes);
}

void host_event(struct ridealong_host *host, const char *type)
{
	const struct ridealong_event event = { .size = sizeof(event),
		.name = "",
		.type = type,
		.subject = "people/1",
		.actor = "admin",
		.from_state = "",
		.to_state = "" };
	struct ridealong_work work = { 0 };

	host->plugin->on_event(host->self, &work, &event);
	run_until_finished(host, &work);
	free(work.bytes);
}

int64_t host_due(const struct ridealong_host *host, const char *key)
{
	size_t at = timer_place(host, key, strlen(key));

	return host->timers[at].key[0] != '\0' ? host->timers[at].due_us : 0;
}

void host_timer(struct ridealong_host *host, const char *key, struct ridealong_work *ret_work)
{
	size_t at = timer_place(host, key, strlen(key));
	struct ridealong_timer timer = { .size = sizeof(timer), .due_us = host->timers[at].due_us };
	char whole[64];

	strcpy(whole, host->timers[at].key);
	assert_true(whole[0] != '\0');
	host->timers[at].key[0] = '\0';
	timer.key = whole;
	if (host->now_us < timer.due_us)
		host->now_us = timer.due_us;
	*ret_work = (struct ridealong_work){ 0 };
	host->plugin->on_timer(host->self, ret_work, &timer);
	run_until_finished(host, ret_work);
	free(ret_work->bytes);
}

ImportCalendarResponse *host_import(
	struct ridealong_host *host, const char *text, size_t piece, struct ridealong_work *ret_work)
{
	ImportCalendarRequest request = IMPORT_CALENDAR_REQUEST__INIT;
	ImportCalendarResponse *response = NULL;
	FilePiece part = FILE_PIECE__INIT;
	size_t length = strlen(text), at = 0;

	request.piece = &part;
	request.accept_cancellations = host->accept_cancellations;
	if (host->import_as)
		request.calendar = (char *)host->import_as;
	part.upload = "upload-1";
	part.file = "folder/anna.ics";
	do {
		part.offset = (int64_t)at;
		part.data.data = (uint8_t *)text + at;
		part.data.len = length - at < piece ? length - at : piece;
		at += part.data.len;
		part.last = at == length;
		if (response)
			import_calendar_response__free_unpacked(response, NULL);
		host_call(host, "ridealong.v1.Calendars/ImportCalendar", &request.base, "people/1", ret_work);
		response = ret_work->status == STATUS_OK
				   ? import_calendar_response__unpack(NULL, ret_work->length, ret_work->bytes)
				   : NULL;
		free(ret_work->bytes);
		ret_work->bytes = NULL;
	} while (response && at < length);
	return response;
}

const Meeting *host_meeting(const struct ridealong_host *host, const char *uid, const char *recurrence_id)
{
	for (size_t i = 0; i < host->meeting_count; i++) {
		if (strcmp(host->meetings[i]->uid, uid) == 0 &&
			strcmp(host->meetings[i]->recurrence_id, recurrence_id) == 0)
			return host->meetings[i];
	}
	fail_msg("there is no meeting %s %s", uid, recurrence_id);
	return NULL;
}
