/* plugins/reminders/ — files that tell of somebody. Blocks on the disk; any thread; call g_mime_init() first. */
#ifndef RIDEALONG_REMINDERS_WIPE_FILE_H
#define RIDEALONG_REMINDERS_WIPE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/** What tells of them: found without regard to case, as words of their own ("Jan" is not in "January"). */
struct wipe_marks {
	char **list;
	size_t count;
};

/** Whether a mail's headers or texts, decoded, hold a mark; of what is no mail, its bytes. */
bool wipe_mail_tells(const void *bytes, size_t size, const struct wipe_marks *marks);

/** Removes files of a folder that tell of somebody, only those whose names hold `named` ("" for all); false when one
 *  could not be removed. A folder that is not there holds nothing. */
bool wipe_folder(const char *dir, const char *named, const struct wipe_marks *marks);
/** The same for a Maildir's three folders. */
bool wipe_maildir(const char *dir, const char *named, const struct wipe_marks *marks);

#endif
