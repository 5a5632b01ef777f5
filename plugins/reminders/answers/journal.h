/* plugins/reminders/answers/ — what is being done about an answer, on the disk, so that a crash at any point has its
 * effect once. A letter is known by its Message-ID. Blocks for a sync or two. */
#ifndef RIDEALONG_REMINDERS_JOURNAL_H
#define RIDEALONG_REMINDERS_JOURNAL_H

#include <stdbool.h>

#include "proto/status.h"

/** The mail that goes back. Strings are malloc'd; person is empty for a stranger, session may be. */
struct journal_reply {
	char *person, *to, *to_name, *language, *session, *subject, *body;
	bool refused;
};

/** Notes that the letter `id` (hex) is about to be acted on. *ret_again: an earlier life noted that. */
enum status journal_begin(const char *dir, const char *id, bool *ret_again, struct error *reterr);
/** Notes what goes back: from here on the letter is not acted on again. */
enum status journal_keep(const char *dir, const char *id, const struct journal_reply *reply, struct error *reterr);
/** What goes back, if that was noted; false if not. */
bool journal_find(const char *dir, const char *id, struct journal_reply *ret);
/** All is done. */
void journal_end(const char *dir, const char *id);
void journal_reply_finish(struct journal_reply *reply);

#endif
