/* domain/ — a line to the customer, drafted for the coachee. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_CUSTOMER_H
#define RIDEALONG_DOMAIN_CUSTOMER_H

#include <stdbool.h>

#include "daemon/base/arena.h"

/** What the coachee can send (TEXTS 8.3). `day` is in words, in that language. A confidential conversation is asked for
 *  rather than announced, and nothing of it is named. Lives in the arena. */
char *customer_line(const char *coach, const char *day, bool confidential, const char *locale, struct arena *arena);

#endif
