/* plugins/calendar/ical: what an appointment says to a person: is it online, and with which customer?
 *
 * Pure rules, the same answer for the same words every time.
 */
#ifndef CALENDAR_MEANING_H
#define CALENDAR_MEANING_H

#include "arena.h"
#include "line.h"

#include <stdbool.h>

struct calendar_event;

/** What told who the customer is. */
enum calendar_customer {
	CALENDAR_CUSTOMER_NONE,
	CALENDAR_CUSTOMER_DESCRIBED,
	CALENDAR_CUSTOMER_SUMMARY,
	CALENDAR_CUSTOMER_INVITED
};

/** Is this one of the properties in which calendars put the address of a video meeting? CONFERENCE (RFC 7986), and
 * those of Google, Microsoft and Apple. */
bool calendar_meaning_is_conference(const struct calendar_line *line);

/** The first address in the text that belongs to a known video meeting service (Teams, Meet, Zoom, Webex, Jitsi,
 * Whereby, GoTo), in the arena; NULL when there is none. */
const char *calendar_meaning_online(const char *text, struct calendar_arena *arena);

/** What follows "Customer:", "Client:", "Klant:" or "Relatie:" at the beginning of a line, in the arena; NULL when no
 * line begins so. */
const char *calendar_meaning_customer_line(const char *text, struct calendar_arena *arena);

/** The customer of an event in the calendar of owner (an address; may be empty), by the first of these that says
 * something:
 *   1. a line "Customer: …" or "Klant: …" in the description;
 *   2. when somebody is invited from outside of the owner's own domain and of public mail services: the summary's part
 *      before ": ", " - " or a spaced dash ("Jansen: offer"), or the part after it when the first only says what it is
 *      ("Intake: Jansen"); of that part what follows "Bezoek", "Afspraak bij|met", "Visit" or "Meeting with";
 *   3. the summary: what follows "with", "at", "met", "bij" or "@" when it begins with a capital;
 *   4. the domain of who is invited from outside, as the name of an organisation ("Bakkerij Jansen");
 *  In the arena; "" when nothing says so. *ret_from, unless it is NULL, becomes which of them it was. */
const char *calendar_meaning_customer(const struct calendar_event *event, const char *owner,
	struct calendar_arena *arena, enum calendar_customer *ret_from);

#endif
