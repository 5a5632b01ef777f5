/* plugins/calendar/dav: addresses as a calendar server writes them. Each is brought into one spelling, so that "%40"
 * and
 * "@" are one resource. Texts live in the arena. Pure. Out of memory aborts. */
#ifndef CALENDAR_DAV_HREF_H
#define CALENDAR_DAV_HREF_H

#include "ical/arena.h"

#include <stdbool.h>

/** Where an href leads that stands in an answer from `base`; NULL when that is no http: or https: address. */
const char *calendar_href_resolve(struct calendar_arena *arena, const char *base, const char *href);

/** The path of an address, from its first "/". */
const char *calendar_href_path(const char *url);

/** Whether two addresses are of one server: scheme, host and port. */
bool calendar_href_is_same_server(const char *one, const char *other);

/** Whether a server may send the password on to another address: to itself, or over https: to a host of its own domain
 *  (example.com to dav.example.com, caldav.example.com to p42.example.com). */
bool calendar_href_may_follow(const char *from, const char *to);

#endif
