/* plugins/reminders/answers/ — the watched Maildir in which answers arrive, and the one of our own into which those go
 * that a mail server hands over (receive.h). On the plugin's loop; letters come one at a
 * time, in the order of their names. */
#ifndef RIDEALONG_REMINDERS_INBOX_H
#define RIDEALONG_REMINDERS_INBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "proto/status.h"

struct inbox;

struct inbox_letter {
	const char *file; /* its name in new/ */
	const void *bytes;
	size_t size;
	bool cut;       /* these are only the beginning: there is more of it than is kept, or than is read */
	int64_t moment; /* when the file was written, µs */
};

enum inbox_fate {
	INBOX_TAKEN,   /* to cur/NAME:2,S; removed from our own */
	INBOX_REFUSED, /* to cur/refused-NAME:2,S; removed from our own */
	INBOX_LATER    /* stays; tried again after a while, or at the next scan */
};

/** A letter is there, valid until inbox_finish(), which is called for it once, from within or later. */
typedef void (*inbox_cb)(void *arg, const struct inbox_letter *letter);

/** Makes DIR/{tmp,new,cur} where missing and watches; the first scan is inbox_scan()'s. `own`: nobody but us looks into
 *  it, so what was acted on does not stay there. */
enum status inbox_open(uv_loop_t *loop, const char *dir, bool own, inbox_cb on_letter, void *arg, struct inbox **ret,
	struct error *reterr);
/** Where it is. */
const char *inbox_dir(const struct inbox *inbox);
void inbox_finish(struct inbox *inbox, enum inbox_fate fate);
/** Reads what is there. */
void inbox_scan(struct inbox *inbox);
/** Reads what is there and calls back when nothing more is to be done now. At most one at a time. */
void inbox_settle(struct inbox *inbox, void (*done)(void *arg), void *arg);
/** No more callbacks; freed once its handles are closed. NULL is fine. */
void inbox_close(struct inbox *inbox);

#endif
