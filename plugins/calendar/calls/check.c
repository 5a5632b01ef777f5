/* plugins/calendar/calls: Calendars.CheckCalendar. See plugin.h.
 *
 * What was read is one list: the occurrences, the series without any, the refused events. A page is a stretch of it,
 * and its token the number at which the next one begins. */
#include "ical/check.h"
#include "meetings/sync.h"
#include "plugin.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_ROWS = 1000, PAGE_BYTES = 512 * 1024 };

struct page {
	struct calendar_check_row rows[PAGE_ROWS];
	Occurrence occurrences[PAGE_ROWS], *occurrence_list[PAGE_ROWS];
	RefusedEvent refused[PAGE_ROWS], *refused_list[PAGE_ROWS];
	CheckCalendarResponse response;
	struct calendar_arena arena; /* of what is said in the caller's language */
	bool dutch;
	size_t bytes;
	char token[32];
};

/* "2026-01-01" or "2026-01-01T09:00:00", as iCalendar writes it without its marks. */
static bool moment_read(const char *text, int64_t *ret_wall)
{
	static const char day[] = "dddd-dd-dd", moment[] = "dddd-dd-ddTdd:dd:dd";
	const char *shape = strlen(text) == strlen(day) ? day : moment;
	char bare[sizeof(moment)] = "";
	size_t length = 0;
	bool is_date, is_utc;

	if (strlen(text) != strlen(shape))
		return false;
	for (size_t i = 0; shape[i]; i++) {
		if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
			return false;
		if (shape[i] == 'd' || shape[i] == 'T')
			bare[length++] = text[i];
	}
	return calendar_civil_read(bare, length, ret_wall, &is_date, &is_utc);
}

/* False when a date is none; the rolling window stands in for what is not given. */
static bool window_read(
	struct calendar_plugin *plugin, const CheckCalendarRequest *request, struct calendar_window *ret)
{
	*ret = calendar_sync_window(sdk_now(&plugin->sdk));
	return (!*request->from_date || moment_read(request->from_date, &ret->from)) &&
	       (!*request->until_date || moment_read(request->until_date, &ret->end));
}

/* Makes room for something of that size on the page. */
static bool page_has_room(struct page *page, size_t size)
{
	size_t rows = page->response.n_occurrences + page->response.n_refused;

	if (rows == PAGE_ROWS || (rows > 0 && page->bytes + size > PAGE_BYTES))
		return false;
	page->bytes += size;
	return true;
}

static bool row_put(struct page *page, const struct calendar_check_row *row)
{
	size_t at = page->response.n_occurrences;
	Occurrence *occurrence = &page->occurrences[at];

	if (!page_has_room(page, strlen(row->uid) + strlen(row->summary) + strlen(row->status) + 80))
		return false;
	page->rows[at] = *row;
	occurrence__init(occurrence);
	occurrence->uid = (char *)row->uid;
	occurrence->start = page->rows[at].start;
	occurrence->end = page->rows[at].end;
	occurrence->summary = (char *)row->summary;
	occurrence->status = (char *)row->status;
	page->occurrence_list[at] = occurrence;
	page->response.n_occurrences++;
	return true;
}

static char *reason_say(struct page *page, const struct calendar_reason *reason)
{
	char text[CALENDAR_REASON_TEXT];

	return calendar_arena_print(&page->arena, "%s", calendar_reason_say(reason, page->dutch, text));
}

static bool refusal_put(struct page *page, const struct calendar_refusal *refusal)
{
	size_t at = page->response.n_refused;
	RefusedEvent *event = &page->refused[at];
	char *reason = reason_say(page, refusal->reason);

	if (!page_has_room(page, strlen(refusal->uid) + strlen(reason) + 20))
		return false;
	refused_event__init(event);
	event->uid = (char *)refusal->uid;
	event->line = (int32_t)refusal->line;
	event->reason = reason;
	page->refused_list[at] = event;
	page->response.n_refused++;
	return true;
}

/* Fills the page from the list's item `at` on; returns the number of the first item that is not on it, or 0 at the end.
 */
static size_t page_fill(struct page *page, struct calendar_source *source, struct calendar_window window, size_t at)
{
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;
	struct calendar_check_row row;
	const char *const *empty;
	size_t empty_count;

	calendar_source_expand(source, window, &occurrences, &refusals);
	empty = calendar_source_empty_series(source, &empty_count);
	for (;; at++) {
		size_t item = at;

		if (item < occurrences->count) {
			calendar_check_row(&occurrences->list[item], &row);
			if (!row_put(page, &row))
				return at;
			continue;
		}
		item -= occurrences->count;
		if (item < empty_count) {
			calendar_check_empty_row(empty[item], &row);
			if (!row_put(page, &row))
				return at;
			continue;
		}
		item -= empty_count;
		if (item >= refusals->count)
			return 0;
		if (!refusal_put(page, &refusals->list[item]))
			return at;
	}
}

/* Reads the whole of it, the first time. */
static bool upload_read(struct calendar_upload *upload, const struct calendar_limits *limits)
{
	char piece[65536];
	size_t length;

	if (upload->source)
		return true;
	upload->source = calendar_source_create(upload->file, limits);
	if (!upload->source)
		return false;
	while ((length = calendar_spool_read(upload->spool, piece, sizeof(piece))) > 0)
		calendar_source_feed(upload->source, piece, length);
	if (!calendar_spool_is_too_large(upload->spool))
		calendar_source_end(upload->source);
	else
		calendar_source_refuse_large(upload->source);
	return !calendar_spool_is_broken(upload->spool);
}

static void check_failed(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call,
	struct calendar_upload *upload)
{
	if (calendar_spool_is_broken(upload->spool))
		calendar_call_fail(plugin, work, call, STATUS_UNAVAILABLE, NULL,
			&(struct calendar_reason){ .why = CALENDAR_WHY_SHELF, .text = upload->file });
	else
		calendar_call_fail(
			plugin, work, call, STATUS_RESOURCE_EXHAUSTED, NULL, calendar_reason(CALENDAR_WHY_NO_MEMORY));
	calendar_uploads_forget(&plugin->uploads, upload);
}

static void page_answer(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call,
	const CheckCalendarRequest *request, struct calendar_upload *upload, size_t from)
{
	struct calendar_window window;
	struct page *page = calloc(1, sizeof(*page));
	size_t next;

	if (!page || !upload_read(upload, calendar_desk_limits(plugin->desk))) {
		free(page);
		check_failed(plugin, work, call, upload);
		return;
	}
	if (!window_read(plugin, request, &window)) {
		calendar_call_fail(
			plugin, work, call, STATUS_INVALID_ARGUMENT, NULL, calendar_reason(CALENDAR_WHY_CALL_DATES));
		free(page);
		return;
	}
	page->dutch = calendar_call_is_dutch(call);
	check_calendar_response__init(&page->response);
	page->response.received = upload->received;
	page->response.events = (int32_t)calendar_source_event_count(upload->source);
	page->response.done = true;
	page->response.occurrences = page->occurrence_list;
	page->response.refused = page->refused_list;
	if (calendar_source_refused(upload->source))
		page->response.file_refused = reason_say(page, calendar_source_refused(upload->source));
	next = page_fill(page, upload->source, window, from);
	if (next > 0) {
		snprintf(page->token, sizeof(page->token), "%zu", next);
		page->response.next_page_token = page->token;
	}
	sdk_finish(&plugin->sdk, work, &page->response.base);
	calendar_arena_free(&page->arena);
	free(page);
	if (next == 0)
		calendar_uploads_forget(&plugin->uploads, upload);
}

static void piece_answer(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct calendar_upload *upload)
{
	CheckCalendarResponse response = CHECK_CALENDAR_RESPONSE__INIT;

	response.received = upload->received;
	sdk_finish(&plugin->sdk, work, &response.base);
}

static void next_page(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call,
	const CheckCalendarRequest *request)
{
	struct calendar_upload *upload = NULL;
	char *end;
	unsigned long from = strtoul(request->page_token, &end, 10);

	if (*end != '\0' || from == 0 || !request->piece) {
		calendar_call_fail(plugin, work, call, STATUS_INVALID_ARGUMENT, NULL,
			calendar_reason(CALENDAR_WHY_CALL_PAGE_TOKEN));
		return;
	}
	upload = calendar_uploads_find_ended(&plugin->uploads, "check", call->caller, request->piece->upload);
	if (upload)
		page_answer(plugin, work, call, request, upload, from);
	else
		calendar_call_fail(plugin, work, call, STATUS_ABORTED, "UPLOAD_LOST",
			calendar_reason(CALENDAR_WHY_CALL_UPLOAD_LOST));
}

void calendar_check_call(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call)
{
	ProtobufCMessage *message = sdk_request(&plugin->sdk, work, call, &check_calendar_request__descriptor);
	const CheckCalendarRequest *request = (const CheckCalendarRequest *)message;
	struct calendar_upload_error error;
	struct calendar_upload *upload;

	if (!message)
		return;
	if (*request->page_token) {
		next_page(plugin, work, call, request);
	} else {
		upload = calendar_uploads_take(&plugin->uploads, "check", call->caller, request->piece, &error);
		if (!upload)
			calendar_call_fail(plugin, work, call, error.status, error.reason, calendar_reason(error.why));
		else if (upload->ended || calendar_spool_is_too_large(upload->spool))
			page_answer(plugin, work, call, request, upload, 0);
		else
			piece_answer(plugin, work, upload);
	}
	sdk_free(message);
}
