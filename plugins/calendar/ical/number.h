/* plugins/calendar/ical: a number made from a text, so that among many the same is soon found (FNV-1a). */
#ifndef CALENDAR_NUMBER_H
#define CALENDAR_NUMBER_H

#include <stdint.h>

static inline uint32_t calendar_number_of(const char *text)
{
	uint32_t number = UINT32_C(2166136261);

	for (; *text; text++)
		number = (number ^ (unsigned char)*text) * UINT32_C(16777619);
	return number;
}

#endif
