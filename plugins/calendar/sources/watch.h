/* plugins/calendar/sources: a folder of .ics files, each a calendar of one owner.
 *
 * The folder is read through when it changes and when everything is to settle. A file that is new or has changed is
 * brought in line (sync.h) under its name as the calendar's name; one that was there and is gone counts as empty. Which
 * files were there is kept in the plugin's folder, so that a file removed while nobody looked is noticed. While the
 * folder itself cannot be read, nothing changes. Host's thread.
 */
#ifndef CALENDAR_WATCH_H
#define CALENDAR_WATCH_H

#include "meetings/sync.h"

#include <ridealong/sdk.h>

struct calendar_watch;

/** The fault of the setting that says whose they are. */
const char *calendar_watch_owner_fault(const char *value);
/** A folder's calendars are somebody's. */
const char *calendar_watch_settings_fault(
	const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key);

/** Begins to watch what the config says; *ret is NULL when it names no folder. False, with a sentence in *ret_error,
 *  when the folder cannot be read. */
bool calendar_watch_start(
	const struct sdk *sdk, struct calendar_desk *desk, struct calendar_watch **ret, const char **ret_error);

/** Finishes the work when every file there now has been brought in line; with the first failure if one could not be. */
void calendar_watch_settle(struct calendar_watch *watch, struct ridealong_work *work);

/** Finishes the work when nothing is left of a person ("people/ID") who is being erased: when the folder's calendars
 * are theirs, its files and the list of their names are removed. Calendars of others stay. */
void calendar_watch_wipe(struct calendar_watch *watch, struct ridealong_work *work, const char *person);

/** Stops, and calls stopped() when its handles are closed and no sync is under way. NULL is fine. */
void calendar_watch_stop(struct calendar_watch *watch, void (*stopped)(void *arg), void *arg);

#endif
