/* plugins/calendar: what the configuration may say. [plugin calendar] has
 *
 *	feeds = DIR, feeds_url = ADDRESS           where the files of people's feeds lie and are shown (back/feeds.h)
 *	largest_file_mib = 10, most_events = 10000 how much a calendar may hold (sources/limits.h)
 *
 * and a section of its own, [plugin calendar NAME], is for each calendar that comes in by itself
 * (sources/subscription.h), and for each to which a coach's sessions go (back/mirror.h). */
#ifndef CALENDAR_SECTION_H
#define CALENDAR_SECTION_H

#include <ridealong/sdk.h>

extern const struct ridealong_setting calendar_settings[], calendar_part_settings[];
const char *calendar_part_fault(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key);

#endif
