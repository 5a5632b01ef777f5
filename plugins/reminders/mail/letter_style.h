/* plugins/reminders/mail/ — whether an element of a page is there for its reader's eyes. Pure. */
#ifndef RIDEALONG_REMINDERS_LETTER_STYLE_H
#define RIDEALONG_REMINDERS_LETTER_STYLE_H

#include <stdbool.h>

/** Whether a style attribute hides what is inside: not displayed, without size, transparent, far off the page. */
bool letter_style_hides(const char *style);
/** Whether it writes in white. */
bool letter_style_white(const char *style);
/** Whether it, or a bgcolor attribute (NULL: none), puts something other than white behind. */
bool letter_style_backed(const char *style, const char *bgcolor);

#endif
