/* plugins/calendar/back: what goes back into people's calendars: feeds that are read here, and calendars elsewhere that
 * are written. What happens is looked up once for all of them. Host's thread. */
#ifndef CALENDAR_BACK_H
#define CALENDAR_BACK_H

#include <ridealong/sdk.h>

struct back;
struct feeds;

/** NULL, with a sentence in *ret_error (static storage). */
struct back *back_start(const struct sdk *sdk, const char **ret_error);
/** Calls stopped() when all handles are closed. NULL is fine. */
void back_stop(struct back *back, void (*stopped)(void *arg), void *arg);

struct feeds *back_feeds(const struct back *back);

/** Calls then() when everything is written, or else with a status and a sentence. A server elsewhere that cannot be
 *  written to holds nobody up. */
void back_settle(struct back *back, void (*then)(void *arg, int status, const char *message), void *arg);

/** Ends the work when it is known whom it concerns; it is written soon after. */
void back_on_event(struct back *back, struct ridealong_work *work, const struct ridealong_event *event);
/** Forgets what is kept of somebody who is being erased. False when that could not be removed. */
bool back_wipe(struct back *back, const char *person);
/** The day has changed, and with it the window. */
void back_on_timer(struct back *back, struct ridealong_work *work);

#endif
