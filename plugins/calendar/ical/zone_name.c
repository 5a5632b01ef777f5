/* plugins/calendar/ical: see zone_name.h. */
#include "zone_name.h"

#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

static bool to_wide(const char *name, UChar ret[CALENDAR_ZONE_NAME_MAX])
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t length = (int32_t)strnlen(name, CALENDAR_ZONE_NAME_MAX);

	if (length == CALENDAR_ZONE_NAME_MAX)
		return false;
	u_strFromUTF8(ret, CALENDAR_ZONE_NAME_MAX, NULL, name, length, &error);
	return U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING;
}

static bool to_narrow(const UChar *wide, int32_t length, char ret[CALENDAR_ZONE_NAME_MAX])
{
	UErrorCode error = U_ZERO_ERROR;

	u_strToUTF8(ret, CALENDAR_ZONE_NAME_MAX, NULL, wide, length, &error);
	return U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING;
}

bool calendar_zone_name_of_windows(const char *windows, char ret[CALENDAR_ZONE_NAME_MAX])
{
	UChar wide[CALENDAR_ZONE_NAME_MAX], known[CALENDAR_ZONE_NAME_MAX];
	UErrorCode error = U_ZERO_ERROR;
	int32_t length;

	if (!to_wide(windows, wide))
		return false;
	length = ucal_getTimeZoneIDForWindowsID(wide, -1, NULL, known, CALENDAR_ZONE_NAME_MAX, &error);
	return U_SUCCESS(error) && length > 0 && length < CALENDAR_ZONE_NAME_MAX && to_narrow(known, length, ret);
}

bool calendar_zone_name_canonical(const char *name, char ret[CALENDAR_ZONE_NAME_MAX])
{
	UChar wide[CALENDAR_ZONE_NAME_MAX], known[CALENDAR_ZONE_NAME_MAX];
	UErrorCode error = U_ZERO_ERROR;
	UBool is_system = false;
	int32_t length;

	if (!to_wide(name, wide))
		return false;
	length = ucal_getCanonicalTimeZoneID(wide, -1, known, CALENDAR_ZONE_NAME_MAX, &is_system, &error);
	return U_SUCCESS(error) && is_system && length < CALENDAR_ZONE_NAME_MAX && to_narrow(known, length, ret);
}

/* ICU also knows what some programs of old called zones, IST or BST: of three letters, and each short for more than one
 * zone. The database has only these of that length. */
static bool is_ambiguous(const char *name)
{
	static const char known[] = "CET EET EST GMT HST MET MST PRC ROC ROK UCT UTC WET";

	return strlen(name) == 3 && !strstr(known, name);
}

/* What ICU holds for canonical can itself be an old name, such as Asia/Calcutta: then one of all the others will do. */
bool calendar_zone_name_others(const char *name, bool (*take)(void *arg, const char *other), void *arg)
{
	char first[CALENDAR_ZONE_NAME_MAX], its[CALENDAR_ZONE_NAME_MAX];
	UErrorCode error = U_ZERO_ERROR;
	bool taken = false;
	UEnumeration *all;
	const char *other;

	if (is_ambiguous(name) || !calendar_zone_name_canonical(name, first))
		return false;
	if (take(arg, first))
		return true;
	all = ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, NULL, NULL, &error);
	while (!taken && (other = uenum_next(all, NULL, &error)))
		taken = calendar_zone_name_canonical(other, its) && strcmp(its, first) == 0 && take(arg, other);
	uenum_close(all);
	return taken;
}
