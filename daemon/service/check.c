/* service/ — what requests bring, looked at. */
#include "daemon/service/check.h"

#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/refuse.h"

static enum status invalid(struct call *call, const char *reason, const char *field, const char *en, const char *nl)
{
	return error_detail(
		&call->error, STATUS_INVALID_ARGUMENT, reason, field, "%s %s", field, words_pick(call->locale, en, nl));
}

enum status service_check_size(struct call *call, const char *field, const char *text, size_t most)
{
	if (strlen(text) <= most)
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "TOO_LONG", field,
		"%s is %zu bytes long; at most %zu are taken", "%s is %zu bytes lang; er passen er hooguit %zu", field,
		strlen(text), most);
}

enum status service_check_count(struct call *call, const char *field, size_t count, size_t most)
{
	if (count <= most)
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "TOO_MANY", field, "%s: at most %zu are taken",
		"%s: er passen er hooguit %zu", field, most);
}

enum status service_check_line(struct call *call, const char *field, const char *text, size_t most)
{
	for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
		if (*at < 0x20 || *at == 0x7f)
			return invalid(call, "CONTROL_CHARACTER", field, "must be one line, without control characters",
				"moet één regel zijn, zonder stuurtekens");
	return service_check_size(call, field, text, most);
}

enum status service_check_present(struct call *call, const char *field, const char *text)
{
	if (text[strspn(text, " \t\r\n")] != '\0')
		return STATUS_OK;
	return invalid(call, "MISSING", field, "is missing", "ontbreekt");
}

static bool letter_or_digit(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/* atext and dots (RFC 5322 section 3.2.3), no dot first, last or twice. */
static bool is_local_part(const char *text, size_t length)
{
	if (length == 0 || length > 64 || text[0] == '.' || text[length - 1] == '.')
		return false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '.' && text[i + 1] == '.')
			return false;
		if (!letter_or_digit((unsigned char)text[i]) && strchr("!#$%&'*+-/=?^_`{|}~.", text[i]) == NULL)
			return false;
	}
	return true;
}

static bool is_host(const char *text)
{
	size_t length;

	do {
		length = strcspn(text, ".");
		if (length == 0 || length > 63 || text[0] == '-' || text[length - 1] == '-')
			return false;
		for (size_t i = 0; i < length; i++)
			if (!letter_or_digit((unsigned char)text[i]) && text[i] != '-')
				return false;
		text += length;
	} while (*text++ == '.');
	return true;
}

enum status service_check_email(struct call *call, const char *field, const char *email)
{
	const char *at = strrchr(email, '@');

	if (at == NULL || !is_local_part(email, (size_t)(at - email)) || !is_host(at + 1) ||
		strlen(email) > CHECK_ADDRESS)
		return invalid(call, "EMAIL", field, "must be an e-mail address, as \"user@host\"",
			"moet een e-mailadres zijn, zoals \"naam@domein\"");
	return STATUS_OK;
}

enum status service_check_language(struct call *call, const char *field, const char *language)
{
	if (strcmp(language, "en") == 0 || strcmp(language, "nl") == 0)
		return STATUS_OK;
	return invalid(call, "LANGUAGE", field, "must be \"en\" or \"nl\"", "moet \"en\" of \"nl\" zijn");
}

enum status service_check_zone(struct call *call, const char *field, const char *zone)
{
	if (day_zone_known(zone))
		return STATUS_OK;
	return invalid(call, "TIME_ZONE", field, "must be a time zone such as \"Europe/Amsterdam\"",
		"moet een tijdzone zijn, zoals \"Europe/Amsterdam\"");
}

enum status service_check_date(struct call *call, const char *field, const char *date)
{
	int day;

	if (day_parse(date, &day))
		return STATUS_OK;
	return invalid(call, "DATE", field, "must be a day of the calendar, as \"2026-03-02\"",
		"moet een bestaande dag zijn, zoals \"2026-03-02\"");
}

enum status service_check_time(struct call *call, const char *field, const Timestamp *time, int64_t *ret)
{
	if (time == NULL)
		return invalid(call, "MISSING", field, "is missing", "ontbreekt");
	/* The years 1 to 9999, timestamp.proto. */
	if (time->seconds < INT64_C(-62135596800) || time->seconds > INT64_C(253402300799) || time->nanos < 0 ||
		time->nanos > 999999999)
		return invalid(call, "TIME", field, "is no moment between the years 1 and 9999",
			"is geen tijdstip tussen de jaren 1 en 9999");
	*ret = instant_us(time);
	return STATUS_OK;
}
