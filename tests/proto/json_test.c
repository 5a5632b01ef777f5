/* tests/ — messages as JSON and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "google/protobuf/field_mask.pb-c.h"
#include "proto/json.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/envelope.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

static ProtobufCMessage *read_json(const ProtobufCMessageDescriptor *descriptor, const char *text)
{
	ProtobufCMessage *message = NULL;
	struct error error = { 0 };
	json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

	assert_non_null(json);
	if (json_to_message(json, descriptor, &message, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	json_decref(json);
	return message;
}

static void refuse(const ProtobufCMessageDescriptor *descriptor, const char *text, const char *says)
{
	ProtobufCMessage *message = NULL;
	struct error error = { 0 };
	json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

	assert_non_null(json);
	assert_int_equal(json_to_message(json, descriptor, &message, &error), STATUS_INVALID_ARGUMENT);
	assert_null(message);
	if (strstr(error.message, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", error.message, says);
	json_decref(json);
}

static void assert_round_trip(const ProtobufCMessageDescriptor *descriptor, const char *text)
{
	ProtobufCMessage *message = read_json(descriptor, text);
	json_t *json = json_from_message(message);
	char *again = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);

	assert_string_equal(again, text);
	free(again);
	json_decref(json);
	protobuf_c_message_free_unpacked(message, NULL);
}

static void a_message_becomes_json_in_the_order_of_its_fields_and_back(void **state)
{
	(void)state;
	assert_round_trip(&person__descriptor,
		"{\"name\":\"people/1\",\"email\":\"eva@example.com\",\"displayName\":\"Eva "
		"\xc3\xab\",\"aliases\":[\"e@x.org\","
		"\"v@x.org\"],\"workingDays\":[\"DAY_OF_WEEK_MONDAY\",\"DAY_OF_WEEK_FRIDAY\"],\"quietFromMinute\":1140,"
		"\"createTime\":\"2026-03-02T07:00:00Z\"}");
	assert_round_trip(&session__descriptor,
		"{\"name\":\"sessions/"
		"1\",\"state\":\"SESSION_STATE_PLANNED\",\"unannounced\":true,\"travel\":\"1800s\","
		"\"startTime\":\"2026-03-02T07:00:00.500Z\"}");
	assert_round_trip(&status__descriptor, "{\"timers\":\"9007199254740993\"}");
	assert_round_trip(&request__descriptor, "{\"callId\":\"18446744073709551615\",\"payload\":\"AAH/\"}");
	assert_round_trip(&field_mask__descriptor, "\"displayName,quietFromMinute\"");
}

static void defaults_are_left_out(void **state)
{
	Person person = PERSON__INIT;
	json_t *json = json_from_message(&person.base);

	(void)state;
	assert_int_equal(json_object_size(json), 0);
	json_decref(json);
}

static void one_of_a_choice_is_shown_even_when_it_is_empty(void **state)
{
	(void)state;
	assert_round_trip(&advance_clock_request__descriptor, "{\"by\":\"0s\"}");
	assert_round_trip(&advance_clock_request__descriptor, "{\"to\":\"1970-01-01T00:00:00Z\"}");
	refuse(&advance_clock_request__descriptor, "{\"by\":\"1s\",\"to\":\"1970-01-01T00:00:00Z\"}", "only one of");
}

static void original_names_offsets_and_numbers_are_understood_too(void **state)
{
	Person *person =
		(Person *)read_json(&person__descriptor, "{\"display_name\":\"Eva\",\"create_time\":\"2026-03-02T08:00:"
							 "00+01:00\",\"working_days\":[1],\"language\":null}");

	(void)state;
	assert_string_equal(person->display_name, "Eva");
	assert_int_equal(person->create_time->seconds, 1772434800);
	assert_int_equal(person->working_days[0], DAY_OF_WEEK_MONDAY);
	person__free_unpacked(person, NULL);
}

static void what_is_wrong_is_named_by_its_path(void **state)
{
	(void)state;
	refuse(&create_meeting_request__descriptor, "{\"meeting\":{\"attendees\":[{},{\"mail\":\"x\"}]}}",
		"meeting.attendees[1].mail: there is no such field");
	refuse(&person__descriptor, "{\"workingDays\":[\"DAY_OF_WEEK_MONDAY\",\"SOMEDAY\"]}",
		"workingDays[1]: there is no such value");
	refuse(&person__descriptor, "{\"email\":7}", "email: a text is wanted");
	refuse(&person__descriptor, "{\"email\":\"a\\u0000b\"}", "email: a text must not contain a NUL");
	refuse(&person__descriptor, "{\"quietFromMinute\":2147483648}", "out of range");
	refuse(&person__descriptor, "{\"quietFromMinute\":\"x\"}", "a whole number is wanted");
	refuse(&person__descriptor, "{\"aliases\":\"x\"}", "a list is wanted");
	refuse(&person__descriptor, "{\"createTime\":\"2026-02-31T00:00:00Z\"}", "createTime: it is not written");
	refuse(&person__descriptor, "{\"createTime\":\"2026-02-03T00:00:00\"}", "createTime: it is not written");
	refuse(&session__descriptor, "{\"travel\":\"30m\"}", "travel: it is not written");
	refuse(&request__descriptor, "{\"payload\":\"*\"}", "payload: base64");
	refuse(&request__descriptor, "{\"callId\":\"-1\"}", "callId: a whole number");
	refuse(&person__descriptor, "[]", "an object is wanted");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_becomes_json_in_the_order_of_its_fields_and_back),
		cmocka_unit_test(defaults_are_left_out),
		cmocka_unit_test(one_of_a_choice_is_shown_even_when_it_is_empty),
		cmocka_unit_test(original_names_offsets_and_numbers_are_understood_too),
		cmocka_unit_test(what_is_wrong_is_named_by_its_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
