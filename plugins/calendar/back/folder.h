/* plugins/calendar/back: the folder from which feeds are served, a file a feed, named after its secret. */
#ifndef CALENDAR_BACK_FOLDER_H
#define CALENDAR_BACK_FOLDER_H

#include "back/ledger.h"

/** Makes the folder (0750) when it is not there, and says whether it can be written to. */
bool feed_folder_ready(const char *folder);

/** Brings the feed's file (0640) to these bytes: written aside and put in place, so that no reader sees half of it. A
 *  file that holds them already stays untouched, its times as well. False, with errno. */
bool feed_folder_put(const char *folder, const char *secret, const char *bytes, size_t length);

/** Removes the feed's file; one that is not there is fine. False, with errno. */
bool feed_folder_remove(const char *folder, const char *secret);

/** Removes the files of feeds that are not in the ledger, and what was left half written. Others stay. */
void feed_folder_sweep(const char *folder, const struct ledger *ledger);

#endif
