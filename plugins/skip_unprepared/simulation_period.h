/* skip_unprepared — which sessions a simulation is about. */
#ifndef RIDEALONG_SKIP_UNPREPARED_SIMULATION_PERIOD_H
#define RIDEALONG_SKIP_UNPREPARED_SIMULATION_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "ridealong/v1/gate.pb-c.h"

struct period {
	int64_t from, until; /* µs; until is not in it */
};

/** The request's times, or its quarter; else the three months (92 days) before now. The field at fault, or NULL. Pure.
 */
const char *period_read(const SimulateGateRequest *request, int64_t now, struct period *ret);

#endif
