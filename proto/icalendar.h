/* proto/ — iCalendar as everybody here writes it: the file of one appointment, and a feed of many.
 *
 * RFC 5545: lines of at most 75 octets, folded between characters and ended by CRLF; times in UTC, so that no zone has
 * to be told; a day as a DATE. Equal events give equal bytes. Unless the head says otherwise METHOD:PUBLISH (RFC 5546
 * section 3.2.1): nobody is invited and nothing is answered. Pure; any thread. Without memory it aborts.
 */
#ifndef ICALENDAR_H
#define ICALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What was written so far, a NUL after it. Begins as { 0 }; the caller frees bytes. */
struct icalendar {
	char *bytes;
	size_t length, size;
};

enum icalendar_status { ICALENDAR_CONFIRMED, ICALENDAR_TENTATIVE, ICALENDAR_CANCELLED };

/** Who else may see by what the time is taken, as far as the reader's calendar keeps to it. */
enum icalendar_class { ICALENDAR_PUBLIC, ICALENDAR_CONFIDENTIAL, ICALENDAR_PRIVATE };

/** Somebody who is invited; what they say to it is theirs. */
struct icalendar_attendee {
	const char *name, *email;
};

/** Texts may hold anything, and may be NULL or empty where the property is then left out; times in µs UTC. */
struct icalendar_event {
	const char *uid; /* the same for the same appointment: a newer one replaces an older one */
	const char *summary;
	const char *description, *location;           /* or NULL */
	const char *organizer_name, *organizer_email; /* or NULL */
	const struct icalendar_attendee *attendees;   /* n_attendees of them; nobody has to answer */
	size_t n_attendees;
	const char *date; /* "2026-03-02": the whole day, in place of a time; or NULL */
	int64_t start, end;
	int64_t created, changed; /* the later it was changed, the higher its SEQUENCE */
	enum icalendar_status status;
	enum icalendar_class access;
	bool free; /* it takes no time: TRANSP:TRANSPARENT */
};

/** The head of a file. */
struct icalendar_head {
	bool stored;         /* an object of a CalDAV server, where a METHOD has no place (RFC 4791 section 4.1) */
	const char *method;  /* NULL: PUBLISH */
	const char *name;    /* what the calendar is called; NULL: an appointment by itself */
	int refresh_minutes; /* how often to look again; 0: nothing is said */
};

void icalendar_begin(struct icalendar *calendar, const struct icalendar_head *head);
void icalendar_event(struct icalendar *calendar, const struct icalendar_event *event);
void icalendar_end(struct icalendar *calendar);

#endif
