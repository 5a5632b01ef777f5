/* skip_unprepared — what the check found, as it is kept. */
#ifndef RIDEALONG_SKIP_UNPREPARED_LOOK_H
#define RIDEALONG_SKIP_UNPREPARED_LOOK_H

#include "rule.h"

/** A message with room for its parts; filled, it points into itself and to the facts. */
struct look {
	GateLook message;
	Timestamp time;
	GateSettings settings;
	GateFinding findings[RULE_REASONS], *list[RULE_REASONS];
};

/** Pure. */
void look_fill(struct look *look, const struct rule_facts *facts, const struct rule_verdict *verdict);

#endif
