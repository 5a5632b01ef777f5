/* skip_unprepared — asks the daemon for what the rule wants to know. */
#ifndef RIDEALONG_SKIP_UNPREPARED_FACTS_H
#define RIDEALONG_SKIP_UNPREPARED_FACTS_H

#include <ridealong/sdk.h>

#include "rule.h"

/** Comes once: facts, valid within the call, or NULL and why not. */
typedef void (*facts_cb)(void *arg, const struct ridealong_reply *end, const struct rule_facts *facts);

/** `caller` is who asks, as the work names them, and sees the session as they do, in their zone; NULL for
 *  the check itself, which acts: perhaps late, and then until departure. */
void facts_gather(const struct sdk *sdk, struct ridealong_work *work, const char *session, const char *caller,
	facts_cb done, void *arg);

#endif
