/* tests — what people, the calendar and time can do in a random history, a move each. */
#ifndef RIDEALONG_TESTS_PROPERTY_MOVES_H
#define RIDEALONG_TESTS_PROPERTY_MOVES_H

#include "world.h"

/** Makes one move, any; whether it is allowed is the service's to say. Tells the model what it has to have led to. */
void moves_any(struct world *world);

/* ---- what the moves stand on (moves.c) ---- */

/** Counts how it ended, and fails when that was nobody's doing. */
void moves_count(struct world *world, enum status st);
/** Who makes a move about a session: mostly one of the two, now and then somebody whom it is no business of. */
const struct actor *moves_somebody_of(struct world *world, const struct world_session *session);
/** One more action point is there. */
void moves_expect_point(struct world *world, const char *mark, const char *owner);
/** What was said in lines is kept somewhere; an action point or promise that met no problem is one more in the model.
 */
void moves_expect_lines(struct world *world, struct world_session *session, const struct actor *actor,
	char *const *lines, size_t n, LineResult *const *results);

/* ---- beside the main line (moves_beside.c) ---- */

void moves_amend(struct world *world);
void moves_own_view(struct world *world);
void moves_deliver(struct world *world);
void moves_around_point(struct world *world);
void moves_convert(struct world *world);
void moves_merge(struct world *world);
void moves_agree_on_session(struct world *world);

#endif
