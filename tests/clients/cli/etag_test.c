/* tests/ — whoever changes something says what they read: against a daemon that the test plays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract.h"
#include "tests/clients/client/fake.h"
#include "typed.h"

#define READ "e7a9"

static char folder[] = "/tmp/ridealong-etag-XXXXXX";

#define RUN(...) typed(folder, __VA_ARGS__)

/* The etag that the last change brought along. */
static char brought[80];

static char **string_of(ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);

	return field == NULL || field->type != PROTOBUF_C_TYPE_STRING ? NULL
								      : (char **)((char *)message + field->offset);
}

/* Of the request itself, or of the resource in it. */
static const char *etag_of(ProtobufCMessage *request)
{
	if (string_of(request, "etag") != NULL)
		return *string_of(request, "etag");
	for (unsigned i = 0; i < request->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &request->descriptor->fields[i];
		ProtobufCMessage *inner;

		if (field->type != PROTOBUF_C_TYPE_MESSAGE || field->label == PROTOBUF_C_LABEL_REPEATED)
			continue;
		inner = *(ProtobufCMessage **)((char *)request + field->offset);
		if (inner != NULL && string_of(inner, "etag") != NULL)
			return *string_of(inner, "etag");
	}
	return "";
}

/* Whatever is asked for is there, and has this etag. */
static int answer(void *arg, const Request *request, Reply *reply)
{
	const ProtobufCMethodDescriptor *method;
	ProtobufCMessage *in, *out;

	(void)arg;
	contract_init(NULL);
	method = contract_find(request->method)->method;
	in = protobuf_c_message_unpack(method->input, NULL, request->payload.len, request->payload.data);
	if (strstr(request->method, "/Get") == NULL)
		snprintf(brought, sizeof(brought), "%s", etag_of(in));
	out = calloc(1, method->output->sizeof_message);
	protobuf_c_message_init(method->output, out);
	if (string_of(out, "name") != NULL)
		*string_of(out, "name") = (char *)"things/of-the-test";
	if (string_of(out, "etag") != NULL)
		*string_of(out, "etag") = (char *)READ;
	fake_payload(reply, out);
	protobuf_c_message_free_unpacked(in, NULL);
	free(out);
	return 1;
}

static void every_change_of_a_resource_brings_the_etag_that_was_read(void **state)
{
	static const char *const changes[] = {
		"action set actionPoints/a --text 'Ask first'",
		"agenda edit oneOnOneItems/o 'My role'",
		"coaching set coachings/c --cadence 14",
		"meeting move meetings/m 2026-03-20T09:00",
		"meeting set meetings/m --place Utrecht",
		"person set daan@example.com --language nl",
		"prep write meetings/m --goal 'A date'",
		"session decide sessions/s go",
		"session set sessions/s --bridge 'Ask for an example'",
		"team set --told 2026-03-02",
		"template delete field-engineer",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		brought[0] = '\0';
		assert_int_equal(RUN("ridealong %s", changes[i]), 0);
		if (strcmp(brought, READ) != 0)
			fail_msg("%s brings the etag \"%s\"", changes[i], brought);
	}
}

static struct fake *fake;

static int setup(void **state)
{
	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("RIDEALONG_SERVER", fake_url(), 1);
	fake = fake_start(fake_url(), answer, NULL);
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
	char line[100];

	(void)state;
	fake_stop(fake);
	snprintf(line, sizeof(line), "rm -rf %s", folder);
	return system(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_change_of_a_resource_brings_the_etag_that_was_read),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
