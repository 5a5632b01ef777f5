/* proto/ — days as people write them after an "@". */
#ifndef RIDEALONG_DOMAIN_QUICK_DUE_H
#define RIDEALONG_DOMAIN_QUICK_DUE_H

#include <stddef.h>

#include "proto/day.h"

enum quick_due { QUICK_DUE_NONE, QUICK_DUE_DAY, QUICK_DUE_PAST };

/** Reads a day at the text's begin, in English or Dutch: "fri", "vr", "vrijdag" (the next one after today), "today",
 *  "tomorrow", "morgen", "overmorgen", "+3d", "+2w" (from today), "2026-05-12", "12-05", "12/5", "12-05-2026", "12 mei"
 * (day before month; the next one to come when there is no year). *ret_length: how much of the text it was, with
 * punctuation that follows. QUICK_DUE_PAST: *ret_day is a day before today. Pure. */
enum quick_due quick_due_parse(const char *text, int today, int *ret_day, size_t *ret_length);

/** The last "@" that begins a word, behind which a day may stand; mail addresses are no dates. NULL without one. */
const char *quick_due_find(const char *text);

/** Reads "+3d", "+3" or "+2w" at the text's begin: how many days; returns its length, 0 when it is none. Pure. */
size_t quick_due_length(const char *text, int *ret_days);

#endif
