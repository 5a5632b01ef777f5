/* plugins/reminders/mail/ — what the parts of letter.c tell each other, in GMime's terms. */
#ifndef RIDEALONG_REMINDERS_LETTER_PART_H
#define RIDEALONG_REMINDERS_LETTER_PART_H

#include <gmime/gmime.h>

#include "plugins/reminders/mail/letter.h"

enum { LETTER_MOST_NESTING = 20 };

/** The content of a part, its transfer encoding undone. The caller's. */
GByteArray *letter_part_bytes(GMimePart *part);
/** The same as UTF-8 text with plain line ends, whatever character set it claims to be in. malloc'd. */
char *letter_part_text(GMimePart *part);
/** The words of a mail: of its alternatives the better one, of several parts one after the other. Sets *ret_cut when
 *  `cut` and the words are what the bytes end in. malloc'd. */
char *letter_part_words(GMimeObject *body, bool cut, bool *ret_cut, enum letter_sealed *ret_sealed);

/** A header's value as text of one line, or NULL. Borrowed. */
const char *letter_header(GMimeMessage *message, const char *name);
/** Whether the text, without leading space, begins with the word; no for NULL. Case does not matter. */
bool letter_begins(const char *text, const char *with);
/** A copy of what stands in a header, if it is text and stays within its line. malloc'd, or NULL. */
char *letter_copy_plain(const char *text);

/** Sets origin, sign and bounce; sender, address and bounce.token are there. */
void letter_find_origin(GMimeMessage *message, const char *domain, struct letter *letter);
/** Fills letter->bounce from a report; false when it tells of no failure: delivered, read, passed on. */
bool letter_read_report(GMimeMessage *message, const char *domain, struct letter_bounce *bounce);
/** The same from free words; false when they do not read like a bounce. */
bool letter_read_failure(GMimeMessage *message, const char *domain, struct letter_bounce *bounce);
/** RFC 8601. */
enum letter_proof letter_find_proof(GMimeMessage *message, const char *sender, const char *authority);

#endif
