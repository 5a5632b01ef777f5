/* plugins/calendar/calls: whom somebody coaches, and who coaches them, as far as the caller may see.
 */
#ifndef CALENDAR_PARTNERS_H
#define CALENDAR_PARTNERS_H

#include "meetings/explain.h"

#include <ridealong/sdk.h>

/** Asks for the relations of a person ("people/ID") that are not over, as whom act_as says, or as the plugin when that
 * is NULL. done() comes once, later: with the partners, which are its own, or with NULL and how the call failed. */
void calendar_partners_ask(const struct sdk *sdk, struct ridealong_work *work, const char *act_as, const char *person,
	void (*done)(void *arg, const struct ridealong_reply *end, struct calendar_partners *partners), void *arg);
/** NULL is fine. */
void calendar_partners_destroy(struct calendar_partners *partners);

#endif
