/* skip_unprepared — the check run again over sessions that are past, with other settings. */
#ifndef RIDEALONG_SKIP_UNPREPARED_SIMULATION_H
#define RIDEALONG_SKIP_UNPREPARED_SIMULATION_H

#include <ridealong/sdk.h>

#include "rule.h"

/** Answers Gate.SimulateGate, and finishes the work. A person gets their own sessions as coach, read as that person;
 *  an administrator who names a quarter and no coach gets sums over everybody. What the check would go by
 *  besides is read as the check reads it. Sessions are judged one by one, each after an answer of the daemon's, so that
 *  many keep nothing else waiting. */
void simulation_start(const struct sdk *sdk, struct ridealong_work *work, const struct ridealong_call *call);

#endif
