/* service/ — what requests bring, looked at: each failure is INVALID_ARGUMENT and a sentence that names the field. */
#ifndef RIDEALONG_SERVICE_CHECK_H
#define RIDEALONG_SERVICE_CHECK_H

#include "daemon/service/call.h"
#include "google/protobuf/timestamp.pb-c.h"

/* Sizes, in bytes. */
#define CHECK_TITLE   500  /* titles, names, places: a line */
#define CHECK_TEXT    4000 /* what people write */
#define CHECK_KEY     1000 /* other programs' keys, such as a UID */
#define CHECK_ADDRESS 254  /* RFC 5321 section 4.5.3.1.3, less the angle brackets */

enum status service_check_size(struct call *call, const char *field, const char *text, size_t most);
/** At most so many of a repeated field. */
enum status service_check_count(struct call *call, const char *field, size_t count, size_t most);
/** At most that long, and one line: no control characters. */
enum status service_check_line(struct call *call, const char *field, const char *text, size_t most);
/** Has more than white space. */
enum status service_check_present(struct call *call, const char *field, const char *text);
/** "user@host", as a mail server would take it (RFC 5321; UTF-8 as in RFC 6531); no quoted local parts. */
enum status service_check_email(struct call *call, const char *field, const char *email);
/** "en" or "nl". */
enum status service_check_language(struct call *call, const char *field, const char *language);
/** A zone that ICU knows. */
enum status service_check_zone(struct call *call, const char *field, const char *zone);
/** A day of the calendar, "2026-03-02". */
enum status service_check_date(struct call *call, const char *field, const char *date);
/** A moment that is given and within the years of protobuf; *ret in µs. */
enum status service_check_time(struct call *call, const char *field, const Timestamp *time, int64_t *ret);

#endif
