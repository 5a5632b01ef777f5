/* tests — what must hold after every move of a random history, whatever it was. */
#ifndef RIDEALONG_TESTS_PROPERTY_PROMISES_H
#define RIDEALONG_TESTS_PROPERTY_PROMISES_H

#include "world.h"

/** Every change of a session's state is told by an event, is one that the method knows, and was made by somebody who
 *  may. */
void promises_of_life(struct world *world);
/** The store has the model's action points, each of them once, in the model's state. */
void promises_of_action_points(struct world *world);
/** A debrief reads as it did when it was closed. */
void promises_of_closed_debriefs(struct world *world);
/** Until the coachee has spoken, nothing the coach wrote of a session is in anything the coachee can read. */
void promises_of_the_blind_text(struct world *world);
/** Whatever was said in quick lines can be read back. */
void promises_of_what_was_said(struct world *world);

#endif
