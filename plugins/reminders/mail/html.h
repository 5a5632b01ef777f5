/* plugins/reminders/mail/ — the words of a mail as HTML, for mail programs that would show plain text small and grey.
 * The same words, no picture, nothing fetched, no colour of ours (so that it is right in the dark, too), and a link
 * only where the text has its address. Pure. */
#ifndef RIDEALONG_REMINDERS_HTML_H
#define RIDEALONG_REMINDERS_HTML_H

/** malloc'd; NULL only when memory is out. `language` is "en" or "nl". */
char *html_of(const char *text, const char *language);

#endif
