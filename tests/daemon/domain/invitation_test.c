/* An appointment as an iCalendar file. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/invitation.h"

#define MOMENT INT64_C(1772625600000000) /* 2026-03-04T12:00:00Z */
#define MINUTE INT64_C(60000000)

static const struct invitation plain = { .uid = "debrief-1@ridealong",
	.summary = "Debrief: Dovecote BV",
	.description = "Noor starts.",
	.organizer_name = "Ruud",
	.organizer_email = "ruud@example.org",
	.start = MOMENT,
	.end = MOMENT + 20 * MINUTE,
	.created = MOMENT - 120 * MINUTE,
	.changed = MOMENT - 60 * MINUTE };

static void it_has_what_a_calendar_wants(void **state)
{
	static const char *const lines[] = { "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "\r\nMETHOD:PUBLISH\r\n",
		"\r\nUID:debrief-1@ridealong\r\n", "\r\nDTSTAMP:20260304T110000Z\r\n", "\r\nSEQUENCE:3600\r\n",
		"\r\nDTSTART:20260304T120000Z\r\nDTEND:20260304T122000Z\r\n", "\r\nSUMMARY:Debrief: Dovecote BV\r\n",
		"\r\nORGANIZER;CN=\"Ruud\":mailto:ruud@example.org\r\n", "\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n" };
	struct arena *arena = arena_create();
	const char *text = invitation_text(&plain, arena);

	(void)state;
	for (size_t i = 0; i < LENGTH(lines); i++)
		if (strstr(text, lines[i]) == NULL)
			fail_msg("%s lacks %s", text, lines[i]);
	assert_null(strstr(text, "CLASS"));
	arena_destroy(arena);
}

static void who_is_invited_is_asked_for_no_answer_and_told_when_it_is_off(void **state)
{
	struct invitation wanted = plain;
	struct arena *arena = arena_create();
	const char *text;

	(void)state;
	assert_string_equal(invitation_method(&wanted), "PUBLISH");
	wanted.inviter_name = "Ridealong";
	wanted.inviter_email = "ridealong@example.com";
	wanted.names[0] = "Ruud";
	wanted.emails[0] = "ruud@example.org";
	wanted.names[1] = "Noor \"N\"";
	wanted.emails[1] = "noor@example.org";
	text = invitation_text(&wanted, arena);
	assert_string_equal(invitation_method(&wanted), "REQUEST");
	assert_non_null(strstr(text, "\r\nMETHOD:REQUEST\r\n"));
	assert_non_null(strstr(text, "\r\nORGANIZER;CN=\"Ridealong\":mailto:ridealong@example.com\r\n"));
	assert_non_null(strstr(text, "\r\nATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;CN="));
	assert_non_null(strstr(text, "Noor 'N'"));
	wanted.cancelled = true;
	text = invitation_text(&wanted, arena);
	assert_string_equal(invitation_method(&wanted), "CANCEL");
	assert_non_null(strstr(text, "\r\nMETHOD:CANCEL\r\n"));
	assert_non_null(strstr(text, "\r\nUID:debrief-1@ridealong\r\n"));
	assert_non_null(strstr(text, "\r\nSTATUS:CANCELLED\r\n"));
	arena_destroy(arena);
}

static void texts_cannot_break_out_of_their_line(void **state)
{
	struct invitation nasty = plain;
	struct arena *arena = arena_create();
	const char *text;

	(void)state;
	nasty.summary = "a;b,c\\d\nEND:VEVENT\r\nX:1\x01";
	nasty.organizer_name = "R\"u\nud";
	nasty.cancelled = nasty.confidential = true;
	text = invitation_text(&nasty, arena);
	assert_non_null(strstr(text, "\r\nSUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT\\nX:1\r\n"));
	assert_non_null(strstr(text, "CN=\"R'u'ud\""));
	assert_non_null(strstr(text, "\r\nSTATUS:CANCELLED\r\nCLASS:CONFIDENTIAL\r\n"));
	arena_destroy(arena);
}

static void long_lines_are_folded_between_characters(void **state)
{
	struct invitation wordy = plain;
	struct arena *arena = arena_create();
	char summary[400] = "";
	const char *text, *line;

	(void)state;
	for (int i = 0; i < 100; i++)
		strcat(summary, "\xc3\xa9");
	wordy.summary = summary;
	text = invitation_text(&wordy, arena);
	for (line = text; *line != '\0';) {
		const char *end = strstr(line, "\r\n");

		assert_non_null(end);
		assert_true(end - line <= 75);
		assert_false(((unsigned char)*line & 0xc0) == 0x80);
		assert_false(line[0] == ' ' && ((unsigned char)line[1] & 0xc0) == 0x80);
		line = end + 2;
	}
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_has_what_a_calendar_wants),
		cmocka_unit_test(who_is_invited_is_asked_for_no_answer_and_told_when_it_is_off),
		cmocka_unit_test(texts_cannot_break_out_of_their_line),
		cmocka_unit_test(long_lines_are_folded_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
