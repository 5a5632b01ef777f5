/* plugins/calendar/dav: where a domain has its calendars, from what the name service answers (RFC 6764 3 and 4, RFC
 * 2782). Pure. */
#ifndef CALENDAR_DAV_SERVICE_H
#define CALENDAR_DAV_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

enum { CALENDAR_SERVICE_HOST = 256, CALENDAR_SERVICE_PATH = 256 };

struct calendar_service {
	char host[CALENDAR_SERVICE_HOST];
	int port;
	char path[CALENDAR_SERVICE_PATH]; /* "" when none is said */
};

/** The answer for the SRV records of "_caldavs._tcp.DOMAIN": the one to be tried first, of equal ones the heaviest.
 * False: there is none, or the answer is broken, or says that there is no such service ("."). */
bool calendar_service_read(const unsigned char *answer, size_t length, struct calendar_service *ret);
/** The answer for its TXT records, with "path=/…"; without one the path stays as it is. */
void calendar_service_read_path(const unsigned char *answer, size_t length, struct calendar_service *service);

#endif
