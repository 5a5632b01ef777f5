/* skip_unprepared — what the check found, or would, and why: the answer to Gate.ExplainGate. */
#ifndef RIDEALONG_SKIP_UNPREPARED_EXPLAIN_H
#define RIDEALONG_SKIP_UNPREPARED_EXPLAIN_H

#include <ridealong/sdk.h>

/** Answers the call, and finishes its work. */
void explain_start(const struct sdk *sdk, struct ridealong_work *work, const struct ridealong_call *call);

#endif
