/* plugins/calendar: what the parts of the plugin share. */
#ifndef CALENDAR_PLUGIN_H
#define CALENDAR_PLUGIN_H

#include "calls/upload.h"

#include <ridealong/sdk.h>

struct calendar_subscriptions;
struct back;
struct feeds;

struct calendar_plugin {
	struct sdk sdk;
	struct calendar_shelf *shelf;
	struct calendar_desk *desk;
	struct calendar_roll *roll;
	struct calendar_uploads uploads;
	int parts; /* that are still to stop */
	struct calendar_subscriptions *subscriptions;
	struct back *back;   /* what goes back into calendars … */
	struct feeds *feeds; /* … and its feeds */
};

/** Whether whoever calls reads Dutch. */
bool calendar_call_is_dutch(const struct ridealong_call *call);
/** Ends a call badly, in the caller's language; `code` is the machine's reason or NULL. */
void calendar_call_fail(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call,
	int status, const char *code, const struct calendar_reason *reason);

/** Nothing stays of a person ("people/ID") who is being erased. Finishes the work when that is so. */
void calendar_wipe(struct calendar_plugin *plugin, struct ridealong_work *work, const char *person);

/** Calendars.ImportCalendar: takes a piece; with the last one the meetings are brought in line, with the caller's own
 *  rights. Finishes the work, now or when that is done. */
void calendar_import_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);

/** Calendars.CheckCalendar: takes a piece, or gives a page of what was read. Finishes the work. */
void calendar_check_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);

/** Calendars.ExplainEvent: says what the shelf holds of a UID. Finishes the work when the shelf has been read. */
void calendar_explain_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);

/** Calendars.ListCalendars, SyncCalendar and DeleteCalendar. Finish the work, now or when it is done. */
void calendar_list_call(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);
void calendar_sync_call(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);
void calendar_delete_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);

/** Calendars.CreateFeed, GetFeed, RotateFeed and DeleteFeed. Finish the work, now or when the feed is written. */
void calendar_feed_create_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);
void calendar_feed_get_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);
void calendar_feed_rotate_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);
void calendar_feed_delete_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);

#endif
