/* daemon/ — the data folder: the folder itself, its key, and whether its time is real. */
#ifndef RIDEALONG_DAEMON_FOLDER_H
#define RIDEALONG_DAEMON_FOLDER_H

#include "daemon/base/clock.h"
#include "daemon/base/id.h"
#include "daemon/store/store.h"

/** Makes the folder (0700) and what is above it. UNAVAILABLE names it and why. */
enum status folder_make(const char *dir, struct error *reterr);

/** Reads DIR/key, or makes it with 0600. FAILED_PRECONDITION when others may read it, DATA_LOSS when it is cut. Only
 * with the store open: that keeps a second daemon away. */
enum status folder_key(const char *dir, uint8_t ret[ID_KEY_BYTES], struct error *reterr);

/** The clock for the folder. `wish` is the argument of --clock: NULL or "real", "manual:TIME", or "manual" to go on
 * where a simulation stands. A simulation never becomes real or runs backwards, and a folder in use never becomes a
 *  simulation: FAILED_PRECONDITION. INVALID_ARGUMENT when the wish is none of these. */
enum status folder_clock(
	struct store *store, const char *dir, const char *wish, struct clock **ret, struct error *reterr);

#endif
