/* store/ — reminders. */
#ifndef RIDEALONG_STORE_REMINDER_H
#define RIDEALONG_STORE_REMINDER_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/reminder.pb-c.h"

enum { STORE_REMINDER_MESSAGE = 32 };

/** Which reminders. Strings are the caller's; NULL and "" are "any". */
struct store_reminder_filter {
	const struct store_viewer *viewer; /* those to them */
	const char *person, *session;
	const ReminderState *states;
	size_t n_states;   /* 0: any */
	const char *after; /* page token: name of the last one shown */
	int limit;
};

/* Each: *ret is NULL when there is none. Whoever asks. */
enum status store_reminder_get(
	struct store_conn *conn, const char *name, struct arena *arena, Reminder **ret, struct error *reterr);
enum status store_reminder_by_key(
	struct store_conn *conn, const char *key, struct arena *arena, Reminder **ret, struct error *reterr);
enum status store_reminder_by_address(
	struct store_conn *conn, const char *address, struct arena *arena, Reminder **ret, struct error *reterr);
/* `beginning`: the first STORE_REMINDER_MESSAGE characters of its Message-ID; made at `since` (µs) or later. */
enum status store_reminder_by_message(struct store_conn *conn, const char *beginning, int64_t since,
	struct arena *arena, Reminder **ret, struct error *reterr);

enum status store_reminder_insert(struct store_conn *conn, const Reminder *reminder, struct error *reterr);
/** Writes everything that may change. */
enum status store_reminder_update(struct store_conn *conn, const Reminder *reminder, struct error *reterr);
/** The newest first. INVALID_ARGUMENT for an `after` the viewer was never shown. */
enum status store_reminder_list(struct store_conn *conn, const struct store_reminder_filter *filter,
	struct arena *arena, Reminder ***ret, size_t *ret_count, struct error *reterr);

#endif
