/* skip_unprepared — what the rule goes by, as the contract says it. */
#ifndef RIDEALONG_SKIP_UNPREPARED_SETTINGS_H
#define RIDEALONG_SKIP_UNPREPARED_SETTINGS_H

#include "google/protobuf/field_mask.pb-c.h"
#include "rule.h"

/** What is wrong with other settings, as the field at fault; NULL: nothing. Pure. */
const char *settings_fault(const GateSettings *changed, const FieldMask *mask);
/** `settings` with those changed that the mask names; without a mask, those that are not 0. Pure. */
struct rule_settings settings_with(
	const struct rule_settings *settings, const GateSettings *changed, const FieldMask *mask);
/** What a team's policy says of it. Pure. */
struct rule_settings settings_of_policy(const TeamPolicy *policy);
/** As the contract has them. Pure. */
struct rule_settings settings_get(const GateSettings *settings);
bool settings_equal(const struct rule_settings *left, const struct rule_settings *right);
/** *ret is initialised and filled. */
void settings_put(const struct rule_settings *settings, GateSettings *ret);

#endif
