/* plugins/reminders/mail/ — a mail that came in: who wrote it, to which answer address, and what they said themselves.
 * Pure; call g_mime_init() first. Whatever the bytes are, the result is a letter: perhaps one that says nothing. */
#ifndef RIDEALONG_REMINDERS_LETTER_H
#define RIDEALONG_REMINDERS_LETTER_H

#include <stdbool.h>
#include <stddef.h>

enum { LETTER_MOST_BYTES = 1 << 20 };

/** Strings are the letter's; NULL for what it does not say. */
struct letter {
	char *message_id; /* without brackets */
	char *sender;     /* address of From */
	char *address;    /* what stands between "ridealong+" and "@DOMAIN" in one of its receivers, in lower case */
	char *text;       /* UTF-8, without quotes and signature; "" when nothing is left */
	char *quoted;     /* the same with the lines it quotes, each beginning with ">" */
	char *automatic;  /* why it was written by a program (RFC 3834, a bounce, a list), or NULL */
};

/** `bytes` are at most LETTER_MOST_BYTES. NULL only when memory is out. */
struct letter *letter_read(const void *bytes, size_t size, const char *domain);
void letter_destroy(struct letter *letter); /* NULL is fine */

/** What the writer said themselves: without lines that begin with ">", the line that introduces them, what follows an
 *  unmarked introduction ("On … wrote:", "Van: … Verzonden: …"), and the signature. malloc'd. */
char *letter_own_words(const char *text);
/** The same with the lines that begin with ">": between them stand answers to them. malloc'd. */
char *letter_quoted_words(const char *text);

/** The words of an HTML page, a line a paragraph, quotes marked by ">". malloc'd. */
char *letter_html_to_text(const char *html, size_t size);

#endif
