/* Mails as people's programs pack them: pages, signatures, pictures, character sets. */
#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mail_data.h"

static const struct letter_place place = { .domain = "example.com" };

static void expect_words(const char *name, const char *words)
{
	struct letter *letter = mail_data_letter(name);

	if (strcmp(letter->text, words) != 0)
		fail_msg("%s says:\n%s", name, letter->text);
	assert_int_equal(letter->origin, LETTER_PERSON);
	assert_int_equal(letter->sealed, LETTER_OPEN);
	letter_destroy(letter);
}

#define WORDS "Ging beter dan ik dacht\n+ de klant ging rekenen"

static void pages_of_each_program_give_the_writers_words(void **state)
{
	(void)state;
	expect_words("page_outlook.eml", "Ging beter dan ik dacht, “stil” na de prijs\n+ de klant ging rekenen");
	expect_words("page_gmail.eml", WORDS);
	expect_words("page_apple.eml", WORDS);
	expect_words("page_yahoo.eml", WORDS);
}

static void what_a_page_does_not_show_is_not_read(void **state)
{
	(void)state;
	expect_words("page_hidden.eml", "Ging beter dan ik dacht\n\n+ de klant ging rekenen");
}

static void words_in_white_are_read_when_there_are_no_others(void **state)
{
	(void)state;
	expect_words("page_dark.eml", WORDS);
}

static void words_on_both_sides_of_a_picture_are_read(void **state)
{
	(void)state;
	expect_words("phone_picture.eml", WORDS);
}

static void signed_words_are_read_without_their_wrapping(void **state)
{
	(void)state;
	expect_words("signed_pgp_inline.eml", WORDS);
	expect_words("signed_smime.eml", WORDS);
}

static void what_is_sealed_is_said_to_be(void **state)
{
	static const struct {
		const char *name;
		enum letter_sealed sealed;
	} mails[] = { { "sealed_smime.eml", LETTER_ENCRYPTED }, { "sealed_pgp.eml", LETTER_ENCRYPTED },
		{ "sealed_winmail.eml", LETTER_TNEF } };

	(void)state;
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		struct letter *letter = mail_data_letter(mails[i].name);

		assert_string_equal(letter->text, "");
		if (letter->sealed != mails[i].sealed)
			fail_msg("%s: %d", mails[i].name, letter->sealed);
		letter_destroy(letter);
	}
}

static void expect_text(const char *type, const char *body, const char *text)
{
	char bytes[2000];
	int size = snprintf(bytes, sizeof(bytes), "From: daan@example.com\nMIME-Version: 1.0\n%s\n\n%s\n", type, body);
	struct letter *letter = letter_read(bytes, (size_t)size, false, &place);

	if (strcmp(letter->text, text) != 0)
		fail_msg("%s: %s", type, letter->text);
	letter_destroy(letter);
}

static void words_that_claim_to_be_ascii_are_read_as_what_they_are(void **state)
{
	(void)state;
	expect_text("Content-Type: text/plain; charset=us-ascii", "caf\xc3\xa9 \xe2\x82\xac", "café €");
	expect_text("Content-Type: text/plain", "caf\xc3\xa9", "café");
	expect_text("Content-Type: text/plain; charset=us-ascii", "caf\xe9 \x80 \x93ja\x94", "café € “ja”");
	expect_text("Content-Type: text/plain; charset=unknown-8bit", "caf\xe9", "café");
	expect_text("Content-Type: text/html; charset=us-ascii", "<p>caf\xc3\xa9</p>", "café");
}

static void words_in_a_character_set_that_is_wrong_or_unknown_are_read(void **state)
{
	(void)state;
	expect_text("Content-Type: text/plain; charset=klingon-7", "caf\xe9", "café");
	expect_text("Content-Type: text/plain; charset=klingon-7", "caf\xc3\xa9", "café");
	expect_text("Content-Type: text/plain; charset=utf-8", "caf\xe9", "café");
	expect_text("Content-Type: text/plain; charset=utf-8", "caf\xc3\xa9 \xff", "café \xef\xbf\xbd");
	expect_text("Content-Type: text/plain; charset=iso-8859-1",
		"\x93"
		"caf\xe9\x94",
		"“café”");
	expect_text("Content-Type: text/plain; charset=iso-8859-15", "\xa4", "€");
	expect_text("Content-Type: text/plain; charset=utf-8", "\xef\xbb\xbf+ ja", "+ ja");
}

static void broken_encodings_lose_as_little_as_they_can(void **state)
{
	(void)state;
	expect_text("Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable",
		"1=20ja =XY en=", "1 ja =XY en");
	expect_text("Content-Type: text/plain\nContent-Transfer-Encoding: base64", "a2xhYXI=\n***", "klaar");
	expect_text("Content-Type: text/plain\nContent-Transfer-Encoding: x-odd", "klaar", "klaar");
}

static void flowed_lines_of_other_depths_stay_apart(void **state)
{
	(void)state;
	expect_text("Content-Type: text/plain; format=flowed", "+ een \ntwee \n> oud \n> citaat\ndrie",
		"+ een twee \ndrie");
	expect_text("Content-Type: text/plain; format=flowed; delsp=yes", "+ donder \ndag\n- te snel > vra \ngen",
		"+ donderdag\n- te snel > vragen");
}

static void parts_in_parts_are_read(void **state)
{
	(void)state;
	expect_text("Content-Type: multipart/mixed; boundary=m",
		"--m\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: multipart/alternative; "
		"boundary=a\n\n--a\nContent-Type: text/plain\n\nplat\n--a\nContent-Type: "
		"text/html\n\n<p>ja</p>\n--a--\n"
		"--r\nContent-Type: image/png\n\nx\n--r--\n--m\nContent-Type: text/plain; name=a.txt\n"
		"Content-Disposition: inline; filename=a.txt\n\nbijlage\n--m--\n",
		"ja");
	expect_text("Content-Type: multipart/alternative; boundary=a",
		"--a\nContent-Type: text/plain\n\nplat\n--a\nContent-Type: text/html\n\n<p> </p>\n--a--\n", "plat");
}

static void of_a_mail_that_is_cut_the_words_before_what_is_attached_are_whole(void **state)
{
	static const char whole[] = "From: d@example.com\nContent-Type: multipart/mixed; boundary=m\n\n--m\n"
				    "Content-Type: text/plain\n\nklaar\n--m\nContent-Type: image/jpeg\n"
				    "Content-Transfer-Encoding: base64\n\n/9j/4AAQSkZJRg";
	static const char open[] = "From: d@example.com\n\nklaar, en verder";
	struct letter *letter = letter_read(whole, sizeof(whole) - 1, true, &place);

	(void)state;
	assert_string_equal(letter->text, "klaar");
	assert_false(letter->cut);
	letter_destroy(letter);
	letter = letter_read(open, sizeof(open) - 1, true, &place);
	assert_true(letter->cut);
	letter_destroy(letter);
	letter = letter_read(open, sizeof(open) - 1, false, &place);
	assert_false(letter->cut);
	letter_destroy(letter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_of_each_program_give_the_writers_words),
		cmocka_unit_test(what_a_page_does_not_show_is_not_read),
		cmocka_unit_test(words_in_white_are_read_when_there_are_no_others),
		cmocka_unit_test(words_on_both_sides_of_a_picture_are_read),
		cmocka_unit_test(signed_words_are_read_without_their_wrapping),
		cmocka_unit_test(what_is_sealed_is_said_to_be),
		cmocka_unit_test(words_that_claim_to_be_ascii_are_read_as_what_they_are),
		cmocka_unit_test(words_in_a_character_set_that_is_wrong_or_unknown_are_read),
		cmocka_unit_test(broken_encodings_lose_as_little_as_they_can),
		cmocka_unit_test(flowed_lines_of_other_depths_stay_apart),
		cmocka_unit_test(parts_in_parts_are_read),
		cmocka_unit_test(of_a_mail_that_is_cut_the_words_before_what_is_attached_are_whole),
	};

	g_mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
