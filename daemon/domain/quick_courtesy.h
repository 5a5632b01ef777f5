/* domain/ — what people write that answers nothing: thanks, greetings, "I will look tomorrow", and bytes. English and
 * Dutch. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_QUICK_COURTESY_H
#define RIDEALONG_DOMAIN_QUICK_COURTESY_H

#include <stdbool.h>
#include <stddef.h>

/** How many words of a line say something: runs of letters with a vowel, two to thirty bytes long, that are no words of
 *  courtesy, of putting off, or of how a mail is written. */
size_t quick_courtesy_beyond(const char *line);

/** Whether it is no text of anybody's: control characters, what could not be read (U+FFFD), or more than a sign to
 *  three letters. */
bool quick_courtesy_noise(const char *text);

#endif
