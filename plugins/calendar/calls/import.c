/* plugins/calendar/calls: Calendars.ImportCalendar. See plugin.h. */
#include "ical/civil.h"
#include "meetings/message.h"
#include "plugin.h"
#include "refused.h"
#include "sources/subscription.h"

#include "proto/status.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MOST = 500 }; /* bytes; what the daemon takes of a meeting's calendar */

struct import {
	struct calendar_plugin *plugin;
	struct ridealong_work *work;
	int64_t received;
	bool dutch; /* the caller */
	char name[NAME_MOST + 1];
	struct calendar_reason refused;
};

static void message_fill(
	const struct calendar_told *told, bool dutch, AppliedMessage *message, char text[CALENDAR_REASON_TEXT])
{
	applied_message__init(message);
	message->method = (char *)told->method;
	message->uid = (char *)told->uid;
	message->calendars = (char **)told->calendars;
	message->n_calendars = told->calendar_count;
	if (!told->ignored)
		return;
	message->code = (char *)calendar_reason_name(told->ignored->why);
	message->reason = calendar_reason_say(told->ignored, dutch, text);
}

static void on_synced(void *arg, const struct calendar_sync_result *result)
{
	ImportCalendarResponse response = IMPORT_CALENDAR_RESPONSE__INIT;
	char from[CALENDAR_CIVIL_TEXT_MAX], until[CALENDAR_CIVIL_TEXT_MAX];
	struct calendar_refused_page refused;
	char text[CALENDAR_REASON_TEXT];
	char ignored[CALENDAR_REASON_TEXT];
	struct import *import = arg;
	AppliedMessage message;

	if (result->status != STATUS_OK) {
		sdk_fail(&import->plugin->sdk, import->work, result->status, result->code, "%s",
			calendar_reason_say(result->why, import->dutch, text));
		free(import);
		return;
	}
	calendar_civil_write_date(calendar_civil_wall_day(result->window.from), from);
	calendar_civil_write_date(calendar_civil_wall_day(result->window.end), until);
	response.received = import->received;
	response.events = (int32_t)result->events;
	response.done = true;
	response.created = result->created;
	response.updated = result->updated;
	response.moved = result->moved;
	response.unchanged = result->unchanged;
	response.cancelled = result->cancelled;
	response.outside = result->outside;
	response.window_from = from;
	response.window_until = until;
	response.n_refused = calendar_refused_fill(result->refusals, import->dutch, &refused);
	response.refused = refused.list;
	response.refused_total = result->refused;
	if (result->message) {
		message_fill(result->message, import->dutch, &message, ignored);
		response.message = &message;
	}
	sdk_finish(&import->plugin->sdk, import->work, &response.base);
	free(import);
}

static void piece_answer(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct calendar_upload *upload)
{
	ImportCalendarResponse response = IMPORT_CALENDAR_RESPONSE__INIT;

	response.received = upload->received;
	sdk_finish(&plugin->sdk, work, &response.base);
}

/* The name of the source: what the caller says, else the file's name without its folders. */
static const char *calendar_name(const ImportCalendarRequest *request)
{
	const char *slash = strrchr(request->piece->file, '/');

	if (*request->calendar)
		return request->calendar;
	return slash ? slash + 1 : request->piece->file;
}

static bool is_name(const char *name)
{
	const unsigned char *at = (const unsigned char *)name;

	while (*at >= ' ' && *at != 0x7f)
		at++;
	return *at == '\0' && strlen(name) <= NAME_MOST;
}

/* What a section reads is not to be something else until that changes. */
static bool on_choose(void *arg, struct calendar_shelf *shelf, const char *owner, struct calendar_sync_choice *choice)
{
	const struct calendar_subscription *subscription;
	struct import *import = arg;

	(void)shelf;
	import->refused = (struct calendar_reason){ .why = CALENDAR_WHY_CALL_READ_BY_ITSELF, .text = import->name };
	for (size_t i = 0; (subscription = calendar_subscriptions_at(import->plugin->subscriptions, i)); i++)
		if (subscription->person && strcmp(subscription->person, owner) == 0 &&
			calendar_subscription_has(subscription, import->name))
			choice->refused = &import->refused;
	return true;
}

static void take_over(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call,
	const ImportCalendarRequest *request, struct calendar_upload *upload)
{
	bool is_person = strncmp(call->caller, "people/", 7) == 0;
	struct import *import = malloc(sizeof(*import));

	if (!import) {
		calendar_call_fail(
			plugin, work, call, STATUS_RESOURCE_EXHAUSTED, NULL, calendar_reason(CALENDAR_WHY_NO_MEMORY));
		return;
	}
	*import = (struct import){
		.plugin = plugin, .work = work, .received = upload->received, .dutch = calendar_call_is_dutch(call)
	};
	strcpy(import->name, calendar_name(request));
	calendar_message_start(plugin->desk, &(struct calendar_sync_job){ .work = work,
						     .act_as = is_person ? call->caller : NULL,
						     .owner = *request->owner ? request->owner : call->caller,
						     .calendar = import->name,
						     .kind = "file",
						     .spool = calendar_upload_release(upload),
						     .file = upload->file,
						     .choose = on_choose,
						     .accept_cancellations = request->accept_cancellations,
						     .done = on_synced,
						     .arg = import });
	calendar_uploads_forget(&plugin->uploads, upload);
}

static void too_large(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call,
	struct calendar_upload *upload)
{
	calendar_call_fail(plugin, work, call, STATUS_INVALID_ARGUMENT, "FILE_REFUSED",
		&(struct calendar_reason){ .why = CALENDAR_WHY_FILE_LARGE,
			.name = "",
			.text = upload->file,
			.count = calendar_spool_most(upload->spool) / 1024 / 1024 });
	calendar_uploads_forget(&plugin->uploads, upload);
}

static void piece_take(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call,
	const ImportCalendarRequest *request)
{
	struct calendar_upload_error error;
	struct calendar_upload *upload;

	if (!*request->owner && strncmp(call->caller, "people/", 7) != 0) {
		calendar_call_fail(plugin, work, call, STATUS_INVALID_ARGUMENT, "OWNER_MISSING",
			calendar_reason(CALENDAR_WHY_CALL_NO_OWNER));
		return;
	}
	upload = calendar_uploads_take(&plugin->uploads, "import", call->caller, request->piece, &error);
	if (!upload) {
		calendar_call_fail(plugin, work, call, error.status, error.reason, calendar_reason(error.why));
	} else if (calendar_spool_is_too_large(upload->spool)) {
		too_large(plugin, work, call, upload);
	} else if (!upload->ended) {
		piece_answer(plugin, work, upload);
	} else if (!*calendar_name(request)) {
		calendar_call_fail(plugin, work, call, STATUS_INVALID_ARGUMENT, NULL,
			calendar_reason(CALENDAR_WHY_CALL_NO_CALENDAR));
	} else if (!is_name(calendar_name(request))) {
		calendar_call_fail(plugin, work, call, STATUS_INVALID_ARGUMENT, NULL,
			&(struct calendar_reason){ .why = CALENDAR_WHY_CALL_CALENDAR, .count = NAME_MOST });
	} else {
		take_over(plugin, work, call, request, upload);
	}
}

void calendar_import_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call)
{
	ProtobufCMessage *request = sdk_request(&plugin->sdk, work, call, &import_calendar_request__descriptor);

	if (!request)
		return;
	piece_take(plugin, work, call, (const ImportCalendarRequest *)request);
	sdk_free(request);
}
