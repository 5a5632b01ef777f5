/* tests/bench/ — the floor of durable writes: the statements of a daemon's writes, as record.c wrote them down, run by
 * SQLite alone. Same database, same pragmas, checkpoints as often, prepared once; no savepoints, no threads, no
 * messages. */
#ifndef RIDEALONG_TESTS_BENCH_REPLAY_H
#define RIDEALONG_TESTS_BENCH_REPLAY_H

#include <stddef.h>

struct replay;

/** Reads the record. Ends the program when there is nothing in it. */
struct replay *replay_read(const char *path);
/** NULL is fine. */
void replay_free(struct replay *replay);

/** Runs all of them on a copy of the database as it was before, `group` writes a commit; writes a second. The copy is
 *  made beside it and removed. */
double replay_run(const struct replay *replay, const char *database, size_t group);

#endif
