/* tests/ — files on their way to an importer that the test plays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/status.h"
#include "ridealong/v1/calendar.pb-c.h"
#include "tests/clients/client/fake.h"
#include "typed.h"

#define PIECE (512 * 1024)

static char folder[] = "/tmp/ridealong-upload-XXXXXX";

#define RUN(...) typed(folder, __VA_ARGS__)

/* What the importer has, and when it begins anew. */
static struct importer {
	char upload[80];
	int64_t received;
	unsigned pieces, uploads;
	unsigned lose_at; /* the piece, counted over all, at which the first upload is lost; 0: never */
	unsigned lose_always;
	size_t longest;
	int in_order, done;
} importer;

static int lost(Reply *reply)
{
	static ErrorInfo info = ERROR_INFO__INIT;

	info.reason = (char *)"UPLOAD_LOST";
	reply->status = STATUS_ABORTED;
	reply->message = (char *)"the importer began anew";
	reply->error = &info;
	importer.received = 0;
	importer.upload[0] = '\0';
	return 1;
}

static int import(void *arg, const Request *request, Reply *reply)
{
	ImportCalendarResponse response = IMPORT_CALENDAR_RESPONSE__INIT;
	ImportCalendarRequest *in;

	(void)arg;
	if (strcmp(request->method, "ridealong.v1.Calendars/ImportCalendar") != 0)
		return 0;
	in = import_calendar_request__unpack(NULL, request->payload.len, request->payload.data);
	importer.pieces++;
	if (importer.lose_always || importer.pieces == importer.lose_at) {
		import_calendar_request__free_unpacked(in, NULL);
		return lost(reply);
	}
	if (strcmp(in->piece->upload, importer.upload) != 0) {
		snprintf(importer.upload, sizeof(importer.upload), "%s", in->piece->upload);
		importer.uploads++;
	}
	if (in->piece->offset != importer.received)
		importer.in_order = 0;
	if (in->piece->data.len > importer.longest)
		importer.longest = in->piece->data.len;
	importer.received += (int64_t)in->piece->data.len;
	importer.done = in->piece->last;
	response.received = importer.received;
	response.done = in->piece->last;
	response.created = 7;
	fake_payload(reply, &response.base);
	import_calendar_request__free_unpacked(in, NULL);
	return 1;
}

/* Has seen enough with the first piece. */
static int check(void *arg, const Request *request, Reply *reply)
{
	CheckCalendarResponse response = CHECK_CALENDAR_RESPONSE__INIT;

	(void)arg;
	if (strcmp(request->method, "ridealong.v1.Calendars/CheckCalendar") != 0)
		return 0;
	if (importer.pieces++ > 0)
		return lost(reply);
	response.done = 1;
	response.file_refused = (char *)"long.ics is larger than all others";
	fake_payload(reply, &response.base);
	return 1;
}

static struct fake *fake;

static int setup(void **state)
{
	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("RIDEALONG_SERVER", fake_url(), 1);
	memset(&importer, 0, sizeof(importer));
	importer.in_order = 1;
	fake = fake_start(fake_url(), import, NULL);
	return 0;
}

static int setup_check(void **state)
{
	(void)setup(state);
	fake_stop(fake);
	fake = fake_start(fake_url(), check, NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fake_stop(fake);
	return 0;
}

static void a_file_goes_in_pieces_of_half_a_mebibyte(void **state)
{
	(void)state;
	assert_int_equal(RUN("head -c 1200000 /dev/zero >long.ics; ridealong calendar import long.ics"), 0);
	typed_says("new: 7");
	assert_int_equal(importer.pieces, 3);
	assert_int_equal(importer.longest, PIECE);
	assert_int_equal(importer.received, 1200000);
	assert_true(importer.in_order && importer.done);
}

static void the_last_piece_is_known_to_be_the_last(void **state)
{
	(void)state;
	assert_int_equal(RUN("head -c 1048576 /dev/zero >even.ics; ridealong calendar import even.ics"), 0);
	assert_int_equal(importer.pieces, 2);
	assert_true(importer.done);
	importer.pieces = 0;
	assert_int_equal(RUN(": >empty.ics; ridealong calendar import empty.ics"), 0);
	assert_int_equal(importer.pieces, 1);
}

static void a_lost_upload_begins_again_at_the_first_byte(void **state)
{
	(void)state;
	importer.lose_at = 2;
	assert_int_equal(RUN("head -c 1200000 /dev/zero >long.ics; ridealong calendar import long.ics"), 0);
	assert_int_equal(importer.uploads, 2);
	assert_int_equal(importer.pieces, 5);
	assert_int_equal(importer.received, 1200000);
	assert_true(importer.in_order && importer.done);
}

static void an_upload_that_is_always_lost_is_given_up(void **state)
{
	(void)state;
	importer.lose_always = 1;
	assert_int_equal(RUN("head -c 1000 /dev/zero >short.ics; ridealong calendar import short.ics"), 9);
	assert_int_equal(importer.pieces, 3);
	typed_complains("the importer began anew");
}

static void an_importer_that_has_seen_enough_is_sent_no_more(void **state)
{
	(void)state;
	assert_int_equal(RUN("head -c 1200000 /dev/zero >long.ics; ridealong calendar check long.ics"), 2);
	assert_int_equal(importer.pieces, 1);
	typed_says("refused: long.ics is larger than all others");
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
	char line[100];

	(void)state;
	snprintf(line, sizeof(line), "rm -rf %s", folder);
	return system(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_file_goes_in_pieces_of_half_a_mebibyte, setup, teardown),
		cmocka_unit_test_setup_teardown(the_last_piece_is_known_to_be_the_last, setup, teardown),
		cmocka_unit_test_setup_teardown(a_lost_upload_begins_again_at_the_first_byte, setup, teardown),
		cmocka_unit_test_setup_teardown(an_upload_that_is_always_lost_is_given_up, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_importer_that_has_seen_enough_is_sent_no_more, setup_check, teardown),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
