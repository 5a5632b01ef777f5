/* daemon/ — the machine's time zone. */
#include "daemon/zone.h"

#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "daemon/domain/day.h"

void zone_of_machine(char ret[ZONE_SIZE])
{
	UErrorCode error = U_ZERO_ERROR;
	UChar name[ZONE_SIZE];

	ucal_getDefaultTimeZone(name, ZONE_SIZE, &error);
	u_strToUTF8(ret, ZONE_SIZE, NULL, name, -1, &error);
	if (U_FAILURE(error) || error == U_STRING_NOT_TERMINATED_WARNING || !day_zone_known(ret))
		strcpy(ret, "UTC");
}
