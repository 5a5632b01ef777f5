/* tests — what people, the calendar and time can do in a random history, a move each. */
#ifndef RIDEALONG_TESTS_PROPERTY_MOVES_H
#define RIDEALONG_TESTS_PROPERTY_MOVES_H

#include "world.h"

/** Makes one move, any; whether it is allowed is the service's to say. Tells the model what it has to have led to. */
void moves_any(struct world *world);

#endif
