/* plugins/calendar/back: who has a feed, and under which secret address.
 *
 * Kept in the plugin's folder, in a file that only the service reads; written anew at each change, as a whole. Host's
 * thread.
 */
#ifndef CALENDAR_LEDGER_H
#define CALENDAR_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LEDGER_SECRET = 64 + 1 }; /* 256 bits, in lower case hexadecimal */

struct ledger_entry {
	char *person; /* "people/ID" */
	char secret[LEDGER_SECRET];
	int64_t created_us; /* when this address was made */
};

struct ledger {
	char *path;
	struct ledger_entry *entries;
	size_t count;
};

/** Reads it; a file that is not there is empty. False, with errno, when it cannot be read. */
bool ledger_open(struct ledger *ledger, const char *folder);
void ledger_close(struct ledger *ledger);

/** NULL: none. Valid until the ledger changes. */
const struct ledger_entry *ledger_find(const struct ledger *ledger, const char *person);
const struct ledger_entry *ledger_find_secret(const struct ledger *ledger, const char *secret, size_t length);

/** Gives the person a new address, in place of their former one. NULL, with errno and nothing changed, when that cannot
 *  be written. */
const struct ledger_entry *ledger_renew(struct ledger *ledger, const char *person, int64_t now_us);
/** Forgets the person's. False, with errno and nothing changed, when that cannot be written. */
bool ledger_forget(struct ledger *ledger, const char *person);

#endif
