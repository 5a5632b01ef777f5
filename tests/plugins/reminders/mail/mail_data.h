/* The mails in data/, by name. */
#ifndef RIDEALONG_TESTS_MAIL_DATA_H
#define RIDEALONG_TESTS_MAIL_DATA_H

#include <stddef.h>

#include "plugins/reminders/mail/letter.h"

enum { MAIL_DATA_SIZE = 16384 };

/** Its bytes; fails the test when it is not there. */
size_t mail_data_read(const char *name, char bytes[MAIL_DATA_SIZE]);
/** Read as one that came in at example.com. */
struct letter *mail_data_letter(const char *name);

#endif
