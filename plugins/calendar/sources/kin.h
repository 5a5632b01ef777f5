/* plugins/calendar/sources: which calendar a file goes on with that came when the file of that calendar went: the one
 * of whose UIDs more than half are in it. UIDs are known by numbers, so that memory hardly grows with them. Host's
 * thread; out of memory aborts. */
#ifndef CALENDAR_KIN_H
#define CALENDAR_KIN_H

#include "shelf/shelf.h"
#include "shelf/spool.h"

struct calendar_kin;

struct calendar_kin *calendar_kin_create(void);
void calendar_kin_destroy(struct calendar_kin *kin); /* NULL is fine */

/** One whose file went, as the shelf has it. All of them, before the first question. */
void calendar_kin_add(struct calendar_kin *kin, struct calendar_shelf *shelf, int64_t calendar, const char *name);
bool calendar_kin_is_empty(const struct calendar_kin *kin);

/** The name of the one that this file goes on with, which is answered only once; NULL when it is none of them. Reads
 * the spool to its end; the name lives as long as kin. */
const char *calendar_kin_of(struct calendar_kin *kin, struct calendar_spool *spool);

#endif
