/* Mails that no person wrote: bounces, absences, receipts, lists. */
#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mail_data.h"

#define OURS "0123456789abcdef0123456789abcdef01234567@example.com"

static void expect_bounce(const char *name, bool final, const char *status, const char *words)
{
	struct letter *letter = mail_data_letter(name);

	if (letter->origin != LETTER_BOUNCE)
		fail_msg("%s is no bounce: %s", name, letter->sign != NULL ? letter->sign : "a person's");
	assert_int_equal(letter->bounce.final, final);
	assert_string_equal(letter->bounce.status, status);
	assert_non_null(letter->bounce.message_id);
	assert_string_equal(letter->bounce.message_id, OURS);
	assert_non_null(letter->bounce.words);
	if (strstr(letter->bounce.words, words) == NULL)
		fail_msg("%s says: %s", name, letter->bounce.words);
	letter_destroy(letter);
}

static void a_report_of_failure_names_the_mail_and_the_reason(void **state)
{
	struct letter *letter = mail_data_letter("bounce_postfix.eml");

	(void)state;
	assert_string_equal(letter->bounce.token, "0123456789abcdef0123456789abcdef");
	assert_string_equal(letter->bounce.receiver, "daan@elsewhere.example");
	assert_string_equal(
		letter->bounce.words, "550 5.1.1 <daan@elsewhere.example>: Recipient address rejected: no such user");
	letter_destroy(letter);
	expect_bounce("bounce_postfix.eml", true, "5.1.1", "no such user");
}

static void a_report_of_delay_is_not_final(void **state)
{
	(void)state;
	expect_bounce("bounce_delayed.eml", false, "4.4.1", "Connection timed out");
}

/* The class of its status says why, the action says what. */
static void a_server_that_gave_up_is_final_whatever_its_status(void **state)
{
	struct letter *letter = mail_data_letter("bounce_expired.eml");

	(void)state;
	assert_int_equal(letter->origin, LETTER_BOUNCE);
	assert_true(letter->bounce.final);
	assert_string_equal(letter->bounce.status, "4.4.7");
	assert_string_equal(letter->bounce.message_id, OURS);
	letter_destroy(letter);
}

static void servers_that_write_no_reports_are_understood(void **state)
{
	(void)state;
	expect_bounce("bounce_exchange.eml", true, "5.4.1", "Recipient address rejected");
	expect_bounce("bounce_exim.eml", true, "", "could not be delivered");
	expect_bounce("bounce_qmail.eml", true, "5.1.1", "no mailbox here by that name");
}

static void expect_origin(const char *name, enum letter_origin origin)
{
	struct letter *letter = mail_data_letter(name);

	if (letter->origin != origin)
		fail_msg("%s is taken for %d: %s", name, letter->origin,
			letter->sign != NULL ? letter->sign : "a person's");
	assert_non_null(letter->sign);
	letter_destroy(letter);
}

static void absences_are_told_by_their_headers_and_by_subjects_at_the_last(void **state)
{
	(void)state;
	expect_origin("absence_exchange.eml", LETTER_ABSENCE);
	expect_origin("absence_vacation.eml", LETTER_ABSENCE);
	expect_origin("absence_subject.eml", LETTER_ABSENCE);
}

static void receipts_lists_and_mails_of_our_own_are_programs(void **state)
{
	(void)state;
	expect_origin("program_receipt.eml", LETTER_PROGRAM);
	expect_origin("program_delivered.eml", LETTER_PROGRAM);
	expect_origin("program_own.eml", LETTER_PROGRAM);
	expect_origin("program_list.eml", LETTER_PROGRAM);
}

static void a_person_who_writes_about_such_things_is_a_person(void **state)
{
	static const char *const heads[] = {
		"Subject: Re: Out of office: what a day\n",
		"Subject: Out of office tomorrow, can we move it?\n",
		"Subject: Afwezig wegens een kapotte auto\n",
		"Subject: Auto: staat in de garage\n",
		"X-Auto-Response-Suppress: DR, OOF, AutoReply\n",
		"Auto-Submitted: no\n",
		"Precedence: normal\n",
		"Subject: Re: Undeliverable: a mail that could not be delivered\n",
		"Return-Path: <daan@example.com>\n",
	};
	static const struct letter_place place = { .domain = "example.com" };

	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		char bytes[600];
		struct letter *letter;
		int size = snprintf(bytes, sizeof(bytes),
			"From: daan@example.com\nTo: ridealong+k7abc@example.com\n%s\nthe mail could not be "
			"delivered\n",
			heads[i]);

		letter = letter_read(bytes, (size_t)size, false, &place);
		if (letter->origin != LETTER_PERSON)
			fail_msg("taken for a program by %s: %s", letter->sign, heads[i]);
		letter_destroy(letter);
	}
}

/* What stands in a report goes into a reason that administrators read. */
static void a_reason_is_one_short_line(void **state)
{
	static const struct letter_place place = { .domain = "example.com" };
	char bytes[3000], long_words[1000];
	struct letter *letter;
	int size;

	(void)state;
	memset(long_words, 'x', sizeof(long_words) - 1);
	long_words[sizeof(long_words) - 1] = '\0';
	size = snprintf(bytes, sizeof(bytes),
		"Return-Path: <>\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: "
		"message/delivery-status\n\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; \033[31mred "
		"%s\n--b--\n",
		long_words);
	letter = letter_read(bytes, (size_t)size, false, &place);
	assert_int_equal(letter->origin, LETTER_BOUNCE);
	assert_true(strlen(letter->bounce.words) <= 300);
	assert_null(strchr(letter->bounce.words, '\033'));
	assert_null(letter->bounce.message_id);
	letter_destroy(letter);
}

/* ---- who vouches for it ---- */

static enum letter_proof proof_of(const char *head)
{
	static const struct letter_place place = { .domain = "example.com", .authority = "mx.example.com" };
	char bytes[1000];
	int size = snprintf(bytes, sizeof(bytes), "%sFrom: Daan <daan@example.com>\n\ngo\n", head);
	struct letter *letter = letter_read(bytes, (size_t)size, false, &place);
	enum letter_proof proof = letter->proof;

	letter_destroy(letter);
	return proof;
}

#define RESULTS "Authentication-Results: mx.example.com"

static void the_servers_word_about_the_senders_domain_counts(void **state)
{
	(void)state;
	assert_int_equal(proof_of(""), LETTER_UNPROVEN);
	assert_int_equal(proof_of(RESULTS "; dkim=pass header.d=example.com\n"), LETTER_PROVEN);
	assert_int_equal(proof_of(RESULTS " 1; dkim=pass (2048-bit key; x) header.i=@example.com\n"), LETTER_PROVEN);
	assert_int_equal(proof_of(RESULTS ";\n\tspf=pass smtp.mailfrom=daan@example.com;\n\tdmarc=pass "
					  "(p=none) header.from=example.com\n"),
		LETTER_PROVEN);
	assert_int_equal(proof_of(RESULTS "; auth=pass smtp.auth=daan@example.com\n"), LETTER_PROVEN);
	assert_int_equal(proof_of(RESULTS "; spf=pass smtp.mailfrom=elsewhere.example\n"), LETTER_FORGED);
	assert_int_equal(proof_of(RESULTS "; dkim=pass header.d=badexample.com\n"), LETTER_FORGED);
	assert_int_equal(proof_of(RESULTS "; dkim=pass header.d=com\n"), LETTER_FORGED);
	assert_int_equal(proof_of(RESULTS "; dkim=fail header.d=example.com; spf=none\n"), LETTER_FORGED);
	assert_int_equal(proof_of(RESULTS "; dkim=pass header.d=example.com; dmarc=fail header.from=example.com\n"),
		LETTER_FORGED);
	assert_int_equal(proof_of(RESULTS "; none\n"), LETTER_FORGED);
}

static void another_servers_word_is_worth_nothing(void **state)
{
	(void)state;
	assert_int_equal(
		proof_of("Authentication-Results: evil.example; dkim=pass header.d=example.com\n"), LETTER_UNPROVEN);
	assert_int_equal(
		proof_of("Authentication-Results: mx.example.com.evil.example; dkim=pass header.d=example.com\n"),
		LETTER_UNPROVEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_of_failure_names_the_mail_and_the_reason),
		cmocka_unit_test(a_report_of_delay_is_not_final),
		cmocka_unit_test(a_server_that_gave_up_is_final_whatever_its_status),
		cmocka_unit_test(servers_that_write_no_reports_are_understood),
		cmocka_unit_test(absences_are_told_by_their_headers_and_by_subjects_at_the_last),
		cmocka_unit_test(receipts_lists_and_mails_of_our_own_are_programs),
		cmocka_unit_test(a_person_who_writes_about_such_things_is_a_person),
		cmocka_unit_test(a_reason_is_one_short_line),
		cmocka_unit_test(the_servers_word_about_the_senders_domain_counts),
		cmocka_unit_test(another_servers_word_is_worth_nothing),
	};

	g_mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
