/* tests/ — what must be true of bytes before protobuf-c may unpack them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "google/protobuf/descriptor.pb-c.h"
#include "proto/wire.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/* DescriptorProto.nested_type: the one message here that contains itself. */
#define NESTED_TYPE 3

#define CHECK(descriptor, bytes, error) wire_check(descriptor, sizeof(bytes) - 1, bytes, error)

static void refuse(const ProtobufCMessageDescriptor *descriptor, const void *bytes, size_t size, const char *says)
{
	ProtobufCMessage *message = NULL;
	struct error error = { 0 };
	/* On the heap, at its exact size, so that a sanitizer sees a byte read too many. */
	void *copy = malloc(size == 0 ? 1 : size);

	assert_non_null(copy);
	memcpy(copy, bytes, size);
	assert_int_equal(wire_unpack(descriptor, NULL, size, copy, &message, &error), STATUS_INVALID_ARGUMENT);
	assert_null(message);
	if (strstr(error.message, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", error.message, says);
	free(copy);
}

/* Wraps bytes into themselves as a length-prefixed field, `depth` times; from the back of a buffer. */
static unsigned char *nest(unsigned depth, unsigned field, size_t *ret_size)
{
	const size_t room = (size_t)depth * 6 + 8;
	unsigned char *buffer = malloc(room), *at = buffer + room, *bytes;

	assert_non_null(buffer);
	for (unsigned i = 0; i < depth; i++) {
		size_t length = (size_t)(buffer + room - at);
		unsigned char digits[5];
		unsigned count = 0;

		do
			digits[count++] = (unsigned char)((length & 0x7f) | (length > 0x7f ? 0x80 : 0));
		while ((length >>= 7) != 0);
		at -= count;
		memcpy(at, digits, count);
		*--at = (unsigned char)(field << 3 | 2);
	}
	*ret_size = (size_t)(buffer + room - at);
	bytes = malloc(*ret_size);
	assert_non_null(bytes);
	memcpy(bytes, at, *ret_size);
	free(buffer);
	return bytes;
}

static void what_was_packed_is_unpacked_again(void **state)
{
	Attendee attendee = ATTENDEE__INIT, *attendees[] = { &attendee };
	Meeting meeting = MEETING__INIT;
	ProtobufCMessage *message;
	uint8_t bytes[200];
	size_t size;

	(void)state;
	attendee.email = (char *)"jan@example.com";
	meeting.title = (char *)"Caf\xc3\xa9 \xf0\x9f\x98\x80";
	meeting.n_attendees = 1;
	meeting.attendees = attendees;
	size = meeting__pack(&meeting, bytes);
	assert_int_equal(wire_unpack(&meeting__descriptor, NULL, size, bytes, &message, NULL), STATUS_OK);
	assert_string_equal(((Meeting *)message)->title, meeting.title);
	assert_string_equal(((Meeting *)message)->attendees[0]->email, attendee.email);
	protobuf_c_message_free_unpacked(message, NULL);
}

static void an_empty_message_is_fine(void **state)
{
	(void)state;
	assert_int_equal(wire_check(&person__descriptor, 0, NULL, NULL), STATUS_OK);
}

static void ten_thousand_known_levels_are_refused(void **state)
{
	size_t size;
	unsigned char *bytes = nest(10000, NESTED_TYPE, &size);

	(void)state;
	refuse(&google__protobuf__descriptor_proto__descriptor, bytes, size, "nested too deeply");
	free(bytes);
}

static void twelve_levels_are_as_deep_as_it_goes(void **state)
{
	size_t size;
	unsigned char *bytes = nest(WIRE_DEPTH - 1, NESTED_TYPE, &size);

	(void)state;
	assert_int_equal(wire_check(&google__protobuf__descriptor_proto__descriptor, size, bytes, NULL), STATUS_OK);
	free(bytes);
	bytes = nest(WIRE_DEPTH, NESTED_TYPE, &size);
	refuse(&google__protobuf__descriptor_proto__descriptor, bytes, size, "nested too deeply");
	free(bytes);
}

static void unknown_fields_are_bytes_however_deep_they_are(void **state)
{
	ProtobufCMessage *message;
	size_t size;
	unsigned char *bytes = nest(10000, 14, &size);

	(void)state;
	assert_int_equal(wire_unpack(&attendee__descriptor, NULL, size, bytes, &message, NULL), STATUS_OK);
	protobuf_c_message_free_unpacked(message, NULL);
	free(bytes);
}

static void groups_known_or_not_are_refused(void **state)
{
	unsigned char nested[20000];

	(void)state;
	refuse(&person__descriptor, "\x0b\x0c", 2, "name is written in a way");
	refuse(&person__descriptor, "\xa3\x06\xa4\x06", 4, "Person is written in a way");
	memset(nested, 0x7b, sizeof(nested)); /* field 15, group begins */
	refuse(&attendee__descriptor, nested, sizeof(nested), "is written in a way");
}

static void a_nul_in_a_text_is_refused_by_its_path(void **state)
{
	struct error error;

	(void)state;
	refuse(&person__descriptor,
		"\x12\x03"
		"a\0b",
		5, "email contains a NUL");
	refuse(&list_people_response__descriptor,
		"\x0a\x02\x0a\x00\x0a\x05\x12\x03"
		"a\0b",
		11, "people[1].email contains a NUL");
	assert_int_equal(CHECK(&person__descriptor, "\x12\x01\0", &error), STATUS_INVALID_ARGUMENT);
	assert_string_equal(error.field, "email");
	assert_string_equal(error.reason, "MALFORMED_MESSAGE");
}

static void a_nul_in_bytes_is_fine(void **state)
{
	(void)state;
	assert_int_equal(
		wire_check(&google__protobuf__uninterpreted_option__descriptor, 3, "\x3a\x01\x00", NULL), STATUS_OK);
}

static void text_that_is_not_utf8_is_refused(void **state)
{
	static const char *const wrong[] = {
		"\xff",             /* no character begins so */
		"\xc3",             /* cut short */
		"\xc3(",            /* goes on wrongly */
		"\xc0\xaf",         /* longer than needed */
		"\xed\xa0\x80",     /* half of a surrogate pair */
		"\xf5\x80\x80\x80", /* beyond the last character */
		"\x80",             /* goes on without a begin */
		"ab\xe2\x82",       /* cut short after good ones */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		unsigned char bytes[16] = { 0x12, (unsigned char)strlen(wrong[i]) };

		memcpy(bytes + 2, wrong[i], strlen(wrong[i]));
		refuse(&person__descriptor, bytes, 2 + strlen(wrong[i]), "email is not valid UTF-8");
	}
}

static void what_is_cut_short_is_refused_wherever_the_cut_is(void **state)
{
	Timestamp start = TIMESTAMP__INIT;
	Session session = SESSION__INIT;
	uint8_t bytes[100];
	size_t size, whole = 0;

	(void)state;
	start.seconds = 1772438400;
	session.name = (char *)"sessions/1";
	session.start_time = &start;
	size = session__pack(&session, bytes);
	for (size_t cut = 0; cut < size; cut++)
		whole += wire_check(&session__descriptor, cut, bytes, NULL) == STATUS_OK;
	assert_int_equal(whole, 2); /* nothing at all, and just after the name */
}

static void a_length_beyond_the_end_is_refused(void **state)
{
	(void)state;
	refuse(&person__descriptor, "\x12\xff\xff\xff\xff\x0f", 6, "email is cut short");
	refuse(&person__descriptor, "\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11, "email is cut short");
	refuse(&person__descriptor, "\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12, "email is cut short");
}

static void a_field_of_another_type_is_refused(void **state)
{
	(void)state;
	refuse(&person__descriptor, "\x10\x01", 2, "email has another type");
	refuse(&person__descriptor,
		"\x4a\x01"
		"a",
		3, "quiet_from_minute has another type");
	refuse(&person__descriptor, "\x00\x01", 2, "Person cannot be read");
}

static void packed_numbers_are_read_to_their_end(void **state)
{
	(void)state;
	assert_int_equal(CHECK(&person__descriptor, "\x3a\x03\x01\x02\x03", NULL), STATUS_OK);
	assert_int_equal(CHECK(&person__descriptor, "\x38\x01\x38\x02", NULL), STATUS_OK);
	refuse(&person__descriptor, "\x3a\x02\x01\x80", 4, "working_days[0] is cut short");
}

/* xorshift: the same bytes every time */
static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void random_bytes_never_get_further_than_they_should(void **state)
{
	static const ProtobufCMessageDescriptor *const kinds[] = { &session__descriptor, &meeting__descriptor,
		&google__protobuf__file_descriptor_proto__descriptor };
	uint32_t seed = 20260302;

	(void)state;
	for (unsigned round = 0; round < 60000; round++) {
		const ProtobufCMessageDescriptor *kind = kinds[round % 3];
		const size_t size = next_random(&seed) % 60;
		unsigned char *bytes = malloc(size + 1);
		ProtobufCMessage *message;

		assert_non_null(bytes);
		for (size_t i = 0; i < size; i++)
			bytes[i] = (unsigned char)(next_random(&seed) % (round % 2 == 0 ? 256 : 32));
		bytes = realloc(bytes, size == 0 ? 1 : size);
		if (wire_unpack(kind, NULL, size, bytes, &message, NULL) == STATUS_OK)
			protobuf_c_message_free_unpacked(message, NULL);
		free(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_packed_is_unpacked_again),
		cmocka_unit_test(an_empty_message_is_fine),
		cmocka_unit_test(ten_thousand_known_levels_are_refused),
		cmocka_unit_test(twelve_levels_are_as_deep_as_it_goes),
		cmocka_unit_test(unknown_fields_are_bytes_however_deep_they_are),
		cmocka_unit_test(groups_known_or_not_are_refused),
		cmocka_unit_test(a_nul_in_a_text_is_refused_by_its_path),
		cmocka_unit_test(a_nul_in_bytes_is_fine),
		cmocka_unit_test(text_that_is_not_utf8_is_refused),
		cmocka_unit_test(what_is_cut_short_is_refused_wherever_the_cut_is),
		cmocka_unit_test(a_length_beyond_the_end_is_refused),
		cmocka_unit_test(a_field_of_another_type_is_refused),
		cmocka_unit_test(packed_numbers_are_read_to_their_end),
		cmocka_unit_test(random_bytes_never_get_further_than_they_should),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
