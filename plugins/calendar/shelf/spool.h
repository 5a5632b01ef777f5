/* plugins/calendar/shelf: the bytes of a file until they are all there. They lie in a file without a name (0600) and
 * are digested as they come, so that one that is known already need not be read at all.
 */
#ifndef CALENDAR_SPOOL_H
#define CALENDAR_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CALENDAR_DIGEST_TEXT = 65 };

struct calendar_spool;

/** A spool that takes at most so many bytes, in that folder. NULL when none can be had. */
struct calendar_spool *calendar_spool_create(const char *folder, uint64_t most);
/** NULL is fine. */
void calendar_spool_destroy(struct calendar_spool *spool);

/** The next piece. What goes beyond the limit only counts. */
void calendar_spool_add(struct calendar_spool *spool, const void *bytes, size_t length);
/** Its size, also beyond the limit. */
uint64_t calendar_spool_size(const struct calendar_spool *spool);
bool calendar_spool_is_too_large(const struct calendar_spool *spool);
uint64_t calendar_spool_most(const struct calendar_spool *spool);
/** The disk is full, or the like: the bytes are lost. */
bool calendar_spool_is_broken(const struct calendar_spool *spool);

/** After the last piece: the digest of it all, in hexadecimal digits. */
void calendar_spool_digest(const struct calendar_spool *spool, char ret[CALENDAR_DIGEST_TEXT]);
/** Reads on from where the last read stopped, from the beginning first; 0 at the end. */
size_t calendar_spool_read(struct calendar_spool *spool, void *bytes, size_t room);
/** The next read begins anew. */
void calendar_spool_rewind(struct calendar_spool *spool);

#endif
