/* plugins/reminders/delivery/ — whether a message may go now, or waits for a while: one person is not flooded, a
 * channel that has much to catch up with does not look like spam, and one that is down is not beaten by everybody who
 * waits. Nothing is lost by it: what waits has a timer. Pure: it is told the time, and knows only what it was told
 * since it was made.
 *
 * A channel is taken to be down when three attempts in a row failed, for different people. From then on it is asked by
 * one message at a time, after one minute, two, four … fifteen; the others wait until one got through. */
#ifndef RIDEALONG_REMINDERS_PACE_H
#define RIDEALONG_REMINDERS_PACE_H

#include <stdint.h>

struct pace;

enum { PACE_MOST_AN_HOUR = 12, PACE_MOST_A_MINUTE = 60 };

/** How many an hour go to one person, and how many a minute by one channel; 0: as many as come. */
struct pace *pace_create(int most_an_hour, int most_a_minute);
void pace_destroy(struct pace *pace); /* NULL is fine */

/** 0: it goes now, and counts. Else the moment (µs) until when it waits, with *ret_reason the key of a phrase: it is
 *  asked again then. `channel` is any name of one, the same each time; `key` the message's. */
int64_t pace_ask(struct pace *pace, const void *channel, const char *person, const char *key, int64_t now,
	const char **ret_reason);
/** How that went: whether the channel took it, or refused it for good, which it cannot do when it is down. */
void pace_tell(struct pace *pace, const void *channel, const char *person, int answered, int64_t now);

#endif
