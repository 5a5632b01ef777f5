/* plugins/calendar/back: feeds, kept up to date: a calendar file a person under an address that nobody guesses, which
 * their own calendar program reads.
 *
 * A feed holds what its owner may see, because it is asked as its owner (view.h). It is written anew when something of
 * theirs happens, at the start and each day, for the window moves; the same content leaves the file untouched. What
 * happens in a row is written once. Host's thread.
 */
#ifndef CALENDAR_FEEDS_H
#define CALENDAR_FEEDS_H

#include "back/ledger.h"

#include <ridealong/sdk.h>

struct feeds;

/** What the config may say of it, to be listed among the plugin's settings: feeds = DIR, feeds_url = ADDRESS. */
const char *feeds_url_fault(const char *value);

/** Also without a folder in the config: then nothing is written. NULL, with a sentence in *ret_error. */
struct feeds *feeds_start(const struct sdk *sdk, const char **ret_error);
/** Calls stopped() when its handles are closed and nothing is asked any more. NULL is fine. */
void feeds_stop(struct feeds *feeds, void (*stopped)(void *arg), void *arg);

/** Whether the config names a folder. */
bool feeds_served(const struct feeds *feeds);
/** NULL: the person ("people/ID") has none. */
const struct ledger_entry *feeds_find(const struct feeds *feeds, const char *person);
/** Where a feed is read, as people paste it: a file's path when the config has no feeds_url. The caller frees it. */
char *feeds_address(const struct feeds *feeds, const struct ledger_entry *entry);

/** Gives the person a feed under a new address and forgets the former. False when that could not be kept. */
bool feeds_renew(struct feeds *feeds, const char *person);
/** Takes it away; its file is gone when this returns. False when that could not be kept. */
bool feeds_revoke(struct feeds *feeds, const char *person);

/** Calls then() when every feed is written that is to be, or else with a status and a sentence. */
void feeds_wait(struct feeds *feeds, void (*then)(void *arg, int status, const char *message), void *arg);

/** How many are served. */
size_t feeds_count(const struct feeds *feeds);
/** Something of this person's has changed; NULL: of anybody's. It is written soon. */
void feeds_mark(struct feeds *feeds, const char *person);

#endif
