/* plugins/calendar/calls: the calendars there are: those that the configuration names, those on the shelf, and those
 * that are both. */
#ifndef CALENDAR_LISTING_H
#define CALENDAR_LISTING_H

#include "caller.h"
#include "plugin.h"

#include "ridealong/v1/calendar.pb-c.h"
#include "ridealong/v1/person.pb-c.h"

struct calendar_subscription;

struct calendar_listed {
	const char *owner;                          /* "people/ID"; "people/ADDRESS" when nobody is known by it */
	const char *name;                           /* of the calendar */
	const char *kind;                           /* as of calendar_shelf_calendar() */
	int64_t shelved;                            /* 0: it is not on the shelf */
	struct calendar_subscription *subscription; /* NULL: it does not come by itself */
};

/** Those of a person, or all when it is NULL, by owner and name; in the arena. A folder is one, and so is each of its
 *  files. False when the shelf cannot be read. */
bool calendar_listing_make(struct calendar_plugin *plugin, const Person *person, struct calendar_arena *arena,
	struct calendar_listed **ret, size_t *ret_count);
/** The one of that name; NULL when there is none. Of two, one imported and one that a section is about to read, that.
 */
const struct calendar_listed *calendar_listing_find(const struct calendar_listed *list, size_t count, const char *name);

/** The one of that name of a person. False, and the caller's work is finished badly, when there is none. */
bool calendar_listing_pick(const struct calendar_caller *caller, const Person *person, const char *name,
	struct calendar_arena *arena, struct calendar_listed *ret);

/** As the contract has it; in the arena. */
Calendar *calendar_listed_show(
	struct calendar_plugin *plugin, const struct calendar_listed *listed, bool dutch, struct calendar_arena *arena);

#endif
