/* plugins/reminders/delivery/ — when a delivery that failed is tried again. Pure.
 *
 * The intervals grow from a minute to half a day and reach over three days: what broke down on Friday evening is mended
 * on Monday. Each is shorter or longer by up to a tenth, so that what failed together does not come back together; how
 * much follows from key and attempt, and is the same whenever it is asked. */
#ifndef RIDEALONG_REMINDERS_BACKOFF_H
#define RIDEALONG_REMINDERS_BACKOFF_H

#include <stdint.h>

#define BACKOFF_NEVER INT64_C(-1)

/** µs from the attempt with that number (1 is the first) to the next one; BACKOFF_NEVER: it was the last. */
int64_t backoff_interval(const char *key, int attempt);
/** A share of `most`, from 0 on and below it, that follows from key and number. */
int64_t backoff_share(const char *key, int number, int64_t most);

#endif
