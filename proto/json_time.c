/* proto/ — the well-known types that are texts in JSON. */
#include "proto/json_time.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "google/protobuf/duration.pb-c.h"
#include "google/protobuf/field_mask.pb-c.h"
#include "google/protobuf/timestamp.pb-c.h"

#define DURATION_MAX INT64_C(315576000000) /* duration.proto: about 10,000 years */

static void print_fraction(int32_t nanos, char *text, size_t size)
{
	if (nanos == 0)
		text[0] = '\0';
	else if (nanos % 1000000 == 0)
		snprintf(text, size, ".%03d", (int)(nanos / 1000000));
	else if (nanos % 1000 == 0)
		snprintf(text, size, ".%06d", (int)(nanos / 1000));
	else
		snprintf(text, size, ".%09d", (int)nanos);
}

static void print_timestamp(const Timestamp *timestamp, char *ret)
{
	const time_t seconds = timestamp->seconds;
	char date[24] = "", fraction[16];
	struct tm tm;

	if (gmtime_r(&seconds, &tm) != NULL)
		strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
	print_fraction(timestamp->nanos, fraction, sizeof(fraction));
	snprintf(ret, JSON_TIME_SIZE, "%s%sZ", date, fraction);
}

static void print_duration(const Duration *duration, char *ret)
{
	const int negative = duration->seconds < 0 || duration->nanos < 0;
	char fraction[16];

	print_fraction(negative ? -duration->nanos : duration->nanos, fraction, sizeof(fraction));
	snprintf(ret, JSON_TIME_SIZE, "%s%" PRId64 "%ss", negative ? "-" : "",
		negative ? -duration->seconds : duration->seconds, fraction);
}

int json_time_print(const ProtobufCMessage *message, char ret[JSON_TIME_SIZE])
{
	if (strcmp(message->descriptor->name, "google.protobuf.Timestamp") == 0) {
		print_timestamp((const Timestamp *)message, ret);
		return 1;
	}
	if (strcmp(message->descriptor->name, "google.protobuf.Duration") == 0) {
		print_duration((const Duration *)message, ret);
		return 1;
	}
	return 0;
}

json_t *json_time_mask(const ProtobufCMessage *message)
{
	const FieldMask *mask = (const FieldMask *)message;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	json_t *json;

	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < mask->n_paths; i++) {
		if (i > 0)
			fputc(',', out);
		for (const char *at = mask->paths[i]; *at != '\0'; at++)
			fputc(*at == '_' && islower((unsigned char)at[1]) ? toupper((unsigned char)*++at) : *at, out);
	}
	fclose(out);
	json = json_string(text);
	free(text);
	return json;
}

/* Up to nine digits after a dot; *at moves behind them. */
static int parse_fraction(const char **at, int32_t *ret_nanos)
{
	int32_t nanos = 0, unit = 100000000;

	if (**at == '.') {
		(*at)++;
		if (!isdigit((unsigned char)**at))
			return 0;
		for (; isdigit((unsigned char)**at); (*at)++, unit /= 10) {
			if (unit == 0)
				return 0;
			nanos += (**at - '0') * unit;
		}
	}
	*ret_nanos = nanos;
	return 1;
}

int json_time_parse(const char *text, int64_t *ret_seconds, int32_t *ret_nanos)
{
	struct tm tm = { 0 }, again;
	int length = 0, hours, minutes;
	const char *at;
	char sign;
	time_t seconds;

	if (sscanf(text, "%4d-%2d-%2d%*1[Tt ]%2d:%2d:%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
		    &tm.tm_min, &tm.tm_sec, &length) != 6)
		return 0;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	again = tm;
	seconds = timegm(&again);
	/* timegm() takes the 31st of February for the 3rd of March. */
	if (again.tm_mday != tm.tm_mday || again.tm_mon != tm.tm_mon || again.tm_hour != tm.tm_hour ||
		again.tm_min != tm.tm_min)
		return 0;
	at = text + length;
	if (!parse_fraction(&at, ret_nanos))
		return 0;
	if (*at == 'Z' || *at == 'z') {
		*ret_seconds = seconds;
		return at[1] == '\0';
	}
	if (sscanf(at, "%c%2d:%2d%n", &sign, &hours, &minutes, &length) != 3 || (sign != '+' && sign != '-') ||
		at[length] != '\0' || hours > 23 || minutes > 59)
		return 0;
	*ret_seconds = seconds - (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
	return 1;
}

static int parse_duration(const char *text, Duration *ret)
{
	const int negative = *text == '-';
	const char *at = negative ? text + 1 : text;
	char *end;

	if (!isdigit((unsigned char)*at))
		return 0;
	ret->seconds = strtoll(at, &end, 10);
	at = end;
	if (ret->seconds > DURATION_MAX || !parse_fraction(&at, &ret->nanos) || strcmp(at, "s") != 0)
		return 0;
	if (negative) {
		ret->seconds = -ret->seconds;
		ret->nanos = -ret->nanos;
	}
	return 1;
}

static char *snake(const char *name, size_t length)
{
	char *text = malloc(2 * length + 1), *out = text;

	if (text == NULL)
		return NULL;
	for (size_t i = 0; i < length; i++) {
		if (isupper((unsigned char)name[i])) {
			*out++ = '_';
			*out++ = (char)tolower((unsigned char)name[i]);
		} else {
			*out++ = name[i];
		}
	}
	*out = '\0';
	return text;
}

static int parse_mask(const char *text, FieldMask *ret)
{
	while (*text != '\0') {
		const size_t length = strcspn(text, ",");
		char **grown = realloc(ret->paths, (ret->n_paths + 1) * sizeof(*grown));

		if (grown == NULL)
			return 0;
		ret->paths = grown;
		ret->paths[ret->n_paths] = snake(text, length);
		if (ret->paths[ret->n_paths] == NULL)
			return 0;
		ret->n_paths++;
		text += length + (text[length] == ',');
	}
	return 1;
}

int json_time_read(const json_t *json, ProtobufCMessage *message)
{
	const char *name = message->descriptor->name, *text = json_string_value(json);
	Timestamp *timestamp = (Timestamp *)message;
	int good;

	if (strcmp(name, "google.protobuf.Timestamp") == 0)
		good = text != NULL && json_time_parse(text, &timestamp->seconds, &timestamp->nanos);
	else if (strcmp(name, "google.protobuf.Duration") == 0)
		good = text != NULL && parse_duration(text, (Duration *)message);
	else if (strcmp(name, "google.protobuf.FieldMask") == 0)
		good = text != NULL && parse_mask(text, (FieldMask *)message);
	else
		return 0;
	return good ? 1 : -1;
}
