/* Mails in the folder of a test's daemon: DIR/mail/ADDRESS and DIR/inbox. */
#ifndef RIDEALONG_TESTS_REMINDERS_MAILS_H
#define RIDEALONG_TESTS_REMINDERS_MAILS_H

#include <stdbool.h>

struct found {
	char subject[300], reply_to[300], message_id[300];
	char next[300]; /* the word behind those that were looked for in the text */
};

/** What mail programs put into a calendar. */
struct calendar_part {
	char method[20]; /* as the part's type says it */
	char content[4000];
};

/** How many mails to somebody have these words in subject or text; *ret is the last of them (may be NULL). */
int mails_count(const char *dir, const char *who, const char *words, struct found *ret);
/** Fails the test when there is none. */
void mails_expect(const char *dir, const char *who, const char *words, struct found *ret);
/** What goes into a calendar with the last of them; false when nothing does. Fails the test when there is no mail. */
bool mails_calendar(const char *dir, const char *who, const char *words, struct calendar_part *ret);
/** Answers a mail, as a Dutch mail program would. */
void mails_send(const char *dir, const char *sender, const struct found *to, const char *text);

#endif
