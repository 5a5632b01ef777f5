/* store/ — the store from the inside; for the files of this storey alone. */
#ifndef RIDEALONG_STORE_OPEN_H
#define RIDEALONG_STORE_OPEN_H

#include <sqlite3.h>
#include <stdatomic.h>

/** Written by store_open(); all but the count constant afterwards. */
struct store {
	char path[4096];           /* the database file, or the URI of one in memory */
	char backups[4096];        /* the folder for backups; "" in memory */
	int lock;                  /* descriptor that holds the folder; -1 in memory */
	int version;               /* number of the last migration */
	sqlite3 *keeper;           /* in memory: keeps the database alive */
	atomic_uint token_changes; /* token.h */
};

#endif
