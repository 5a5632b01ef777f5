/* plugins/reminders/mail/ — Maildirs (cr.yp.to/proto/maildir.html): delivering into one exactly once, and where each
 * person's is. Blocks on the disk; any thread. */
#ifndef RIDEALONG_REMINDERS_MAILDIR_H
#define RIDEALONG_REMINDERS_MAILDIR_H

#include <stddef.h>
#include <stdint.h>

#include "proto/status.h"

enum { MAILDIR_PATH = 2048 };

/** The Maildir of an address: in `pattern` %e stands for the address, %u for what is before its @, %d for what is
 * behind,
 *  %% for %; a pattern without any gets /%e. What an address may not mean in a path ("/", a leading dot) is written as
 *  =2F. INVALID_ARGUMENT for another % or a path that is too long. */
enum status maildir_path(const char *pattern, const char *address, char ret[MAILDIR_PATH], struct error *reterr);

/** Delivers; makes the Maildir when there is none. The file's name derives from key and moment (µs, constant for the
 *  key): when it is there already, in new or in cur with whatever flags, nothing is written. On return it is on the
 *  disk. UNAVAILABLE with the path when the disk refuses. */
enum status maildir_deliver(
	const char *dir, const char *key, int64_t moment, const void *bytes, size_t size, struct error *reterr);

/** The same for a mail that comes in: its name also tells how many bytes it had before it was cut to `size`
 *  ("…,S=26214400", as Maildir++ has it). */
enum status maildir_receive(const char *dir, const char *key, int64_t moment, const void *bytes, size_t size,
	int64_t whole, struct error *reterr);

/** DIR/{tmp,new,cur}, made where missing. */
enum status maildir_make(const char *dir, struct error *reterr);

#endif
