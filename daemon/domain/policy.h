/* domain/ — what a coach's team has otherwise than by default: the settings of policy.def, and the messages that it
 * does without. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_POLICY_H
#define RIDEALONG_DOMAIN_POLICY_H

#include <ridealong/v1/person.pb-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/domain/mute.h"

enum { POLICY_FAULT = 240 };

enum policy_setting {
#define SETTING(NAME, key, field, type, usual, least, most, en, nl) POLICY_##NAME,
#include "daemon/domain/policy.def"
#undef SETTING
	POLICY_SETTINGS
};

/** What was chosen; a zeroed one is the default in all. Plain value. */
struct policy {
	bool given[POLICY_SETTINGS];
	int value[POLICY_SETTINGS];
	bool quiet_given;
	bool quiet[MUTE_KINDS]; /* not sent at all */
};

/** A section of the configuration; the address "" is for all teams. */
struct policy_team {
	const char *address;
	struct policy policy;
	int line; /* where the file speaks of it last */
};

/** All of them. Borrowed. */
struct policy_teams {
	const struct policy_team *teams;
	size_t count;
};

/** What holds: minutes of the day, minutes, numbers, thousandths, a GateMode. */
int policy_value(const struct policy *policy, enum policy_setting setting);

/** What holds for the team of this coach: the section with one of their addresses, where that says nothing the one for
 *  all, and then the default. Addresses are compared without case. A coach of NULL has no section. */
struct policy policy_for(const struct policy_teams *teams, const Person *coach);
/** A number for what all sections say: another one when something in them changed; 0 when they say nothing. */
int64_t policy_mark(const struct policy_teams *teams);

/** What holds for the team of one section: it, and where it says nothing the one for all. */
struct policy policy_of_section(const struct policy_teams *teams, size_t section);
/** Whether a section is for somebody: the coach's address, or any alias. */
bool policy_is_for(const struct policy_team *team, const Person *coach);

/** Takes a line of the configuration. False, and why, with the key in front: there is no such key, it was given
 * already, it is not written that way, or it is out of its bounds. */
bool policy_set(struct policy *policy, const char *key, const char *text, char ret_fault[POLICY_FAULT]);
/** What does not go together in what holds, likewise; NULL when all does: the grace ends before the check looks, or
 * more action points may be new than open. Constant. */
const char *policy_fault(const struct policy *policy);

/** A setting's line, "cutoff", and what it is about. Constant. */
const char *policy_key(enum policy_setting setting);
const char *policy_words(enum policy_setting setting, const char *locale);
/** A value of it as the configuration writes it, and the default: "15:00", "90m", "0.85". In the arena. */
const char *policy_text(enum policy_setting setting, int value, struct arena *arena);
int policy_usual(enum policy_setting setting);

#endif
