#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar_test.h"
#include "ical/meaning.h"

#include <stdio.h>
#include <string.h>

static const char *const owner = "eva@ridealong.example";

/* Reads one event with these lines and hands over its first occurrence's event. */
static const struct calendar_event *event_of(struct calendar_source **ret_source, const char *lines)
{
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;
	char text[4096];

	snprintf(text, sizeof(text),
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260302\n%s\nEND:VEVENT\nEND:VCALENDAR\n", lines);
	*ret_source = calendar_test_read(text, strlen(text), 64);
	calendar_source_expand(
		*ret_source, (struct calendar_window){ 0, INT64_C(4102444800) }, &occurrences, &refusals);
	assert_int_equal(occurrences->count, 1);
	return occurrences->list[0].event;
}

static void assert_customer(const char *lines, const char *customer)
{
	struct calendar_arena arena = { 0 };
	struct calendar_source *source;
	const struct calendar_event *event = event_of(&source, lines);

	assert_string_equal(calendar_meaning_customer(event, owner, &arena, NULL), customer);
	calendar_arena_free(&arena);
	calendar_source_destroy(source);
}

static void a_line_in_the_description_names_the_customer(void **state)
{
	(void)state;
	assert_customer("DESCRIPTION:Bring the papers\\nKlant: Bakkerij Jansen \\nThanks\nSUMMARY:Visit to Pieters",
		"Bakkerij Jansen");
}

static void the_summary_names_the_customer(void **state)
{
	(void)state;
	assert_customer("SUMMARY:Kennismaking bij Bakkerij Jansen - offerte", "Bakkerij Jansen");
	assert_customer("SUMMARY:Review with Acme (second round)", "Acme");
	assert_customer("SUMMARY:Call at 10", "");
	assert_customer("SUMMARY:Lunch met collega's", "");
}

static void somebody_from_outside_names_the_customer_by_their_organisation(void **state)
{
	(void)state;
	assert_customer("ORGANIZER:mailto:Eva@Ridealong.example\nATTENDEE;CUTYPE=ROOM:mailto:room@hotel.example\n"
			"ATTENDEE:mailto:friend@gmail.com\nATTENDEE;CN=\"Jansen, Piet\":MAILTO:Piet@Jansen.example",
		"Jansen");
	assert_customer("ATTENDEE:mailto:colleague@ridealong.example", "");
}

static void an_organisation_is_named_as_a_person_would_read_it(void **state)
{
	static const struct {
		const char *domain, *customer;
	} rows[] = {
		{ "bakkerij-jansen.nl", "Bakkerij Jansen" },
		{ "mail.Bakkerij-Jansen.co.uk", "Bakkerij Jansen" },
		{ "acme.com", "Acme" },
		{ "eu.acme.com", "Acme" },
		{ "co.nl", "Co" },
		{ "xn--bckerei-5wa.de", "xn--bckerei-5wa.de" },
		{ "intranet", "intranet" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char lines[256];

		snprintf(lines, sizeof(lines), "ATTENDEE:mailto:piet@%s\nSUMMARY:Kwartaaloverleg", rows[i].domain);
		assert_customer(lines, rows[i].customer);
	}
}

static void with_somebody_from_outside_the_summary_says_what_a_person_would_say(void **state)
{
	static const struct {
		const char *summary, *customer;
	} rows[] = {
		{ "Bakkerij Van Loon: jaarcontract", "Bakkerij Van Loon" },
		{ "Bakkerij Van Loon: gesprek met Piet", "Bakkerij Van Loon" },
		{ "Drukkerij De Pers - storing en prijs", "Drukkerij De Pers" },
		{ "Zuivel Noord \u2013 kennismaking", "Zuivel Noord" },
		{ "Bezoek Bakkerij Jansen", "Bakkerij Jansen" },
		{ "Bezoek aan Bakkerij Jansen: offerte", "Bakkerij Jansen" },
		{ "Afspraak bij bakkerij Jansen", "bakkerij Jansen" },
		{ "Afspraak met mevrouw De Wit (inkoop)", "mevrouw De Wit" },
		{ "Visit Acme", "Acme" },
		{ "Visit to Acme - prices", "Acme" },
		{ "Meeting with Acme", "Acme" },
		{ "Kennismaking bij Bakkerij Jansen - offerte", "Bakkerij Jansen" },
		{ "Intake: Bakkerij Jansen", "Bakkerij Jansen" },
		{ "Re: Call - Acme - prices", "Acme" },
		{ "Kwartaaloverleg", "Jansen" },
		{ "Bezoek", "Jansen" },
		{ ": ", "Jansen" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char lines[256];

		snprintf(lines, sizeof(lines), "ATTENDEE:mailto:piet@jansen.example\nSUMMARY:%s", rows[i].summary);
		assert_customer(lines, rows[i].customer);
	}
	assert_customer("SUMMARY:Sprint 12: planning", "");
	assert_customer("ATTENDEE:mailto:colleague@ridealong.example\nSUMMARY:Bezoek Jansen", "");
}

static void people_are_read_with_their_names_and_addresses_once(void **state)
{
	struct calendar_source *source;
	const struct calendar_event *event =
		event_of(&source, "ATTENDEE;CN=\"Jansen, "
				  "Piet\":MAILTO:Piet@Jansen.example\nORGANIZER;CN=Eva:mailto:eva@ridealong.example\n"
				  "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eva@ridealong.example\nATTENDEE:urn:uuid:1234");

	(void)state;
	assert_int_equal(event->people_count, 2);
	assert_string_equal(event->people[0].email, "piet@jansen.example");
	assert_string_equal(event->people[0].name, "Jansen, Piet");
	assert_true(event->people[1].organizer);
	assert_false(event->people[0].organizer);
	calendar_source_destroy(source);
}

static void a_video_meeting_is_recognised_and_any_other_link_is_not(void **state)
{
	struct calendar_arena arena = { 0 };

	(void)state;
	assert_string_equal(calendar_meaning_online("Join: https://us02web.zoom.us/j/123?pwd=x now", &arena),
		"https://us02web.zoom.us/j/123?pwd=x");
	assert_string_equal(calendar_meaning_online("<https://teams.microsoft.com/l/meetup-join/1>", &arena),
		"https://teams.microsoft.com/l/meetup-join/1");
	assert_non_null(calendar_meaning_online("https://meet.google.com/abc-defg-hij", &arena));
	assert_null(
		calendar_meaning_online("https://notzoom.us/ ftp://zoom.us/x https://zoom.us.evil.example/", &arena));
	assert_null(calendar_meaning_online("", &arena));
	calendar_arena_free(&arena);
}

static void private_events_are_marked_so(void **state)
{
	struct calendar_source *source;

	(void)state;
	assert_int_equal(event_of(&source, "CLASS:CONFIDENTIAL")->class, CALENDAR_PRIVATE);
	calendar_source_destroy(source);
	assert_int_equal(event_of(&source, "CLASS:PUBLIC")->class, CALENDAR_PUBLIC);
	calendar_source_destroy(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_in_the_description_names_the_customer),
		cmocka_unit_test(the_summary_names_the_customer),
		cmocka_unit_test(somebody_from_outside_names_the_customer_by_their_organisation),
		cmocka_unit_test(an_organisation_is_named_as_a_person_would_read_it),
		cmocka_unit_test(with_somebody_from_outside_the_summary_says_what_a_person_would_say),
		cmocka_unit_test(people_are_read_with_their_names_and_addresses_once),
		cmocka_unit_test(a_video_meeting_is_recognised_and_any_other_link_is_not),
		cmocka_unit_test(private_events_are_marked_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
