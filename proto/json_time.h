/* proto/ — the well-known types that are texts in JSON: Timestamp, Duration, FieldMask. */
#ifndef RIDEALONG_PROTO_JSON_TIME_H
#define RIDEALONG_PROTO_JSON_TIME_H

#include <jansson.h>
#include <protobuf-c/protobuf-c.h>

#define JSON_TIME_SIZE 48

/** Prints a Timestamp ("2026-03-02T07:00:00Z") or a Duration ("1.500s"); 0 when the message is neither. Fractions have
 * 3, 6 or 9 digits, as many as are needed. */
int json_time_print(const ProtobufCMessage *message, char ret[JSON_TIME_SIZE]);

/** A FieldMask as "a,bC". A new reference. */
json_t *json_time_mask(const ProtobufCMessage *message);

/** Fills an initialised Timestamp, Duration or FieldMask: 1; -1 when the text is no such thing; 0 for other messages.
 */
int json_time_read(const json_t *json, ProtobufCMessage *message);

/** RFC 3339 with offset to seconds and nanoseconds; 0 when it is none. */
int json_time_parse(const char *text, int64_t *ret_seconds, int32_t *ret_nanos);

#endif
