/* Mails that are damaged or huge: whatever the bytes, the result is a letter, and soon. The damage is the same at every
 * run. */
#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "mail_data.h"

enum { ROUNDS = 250 };

static const struct letter_place place = { .domain = "example.com", .authority = "mx.example.com" };
static uint64_t seed = 20260302;

/* xorshift: numbers without a pattern that matters here */
static size_t below(size_t limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed >> 11) % limit;
}

static size_t insert(char *text, size_t length, size_t at, const char *what)
{
	size_t more = strlen(what);

	if (length + more > MAIL_DATA_SIZE)
		return length;
	memmove(text + at + more, text + at, length - at);
	memcpy(text + at, what, more);
	return length + more;
}

static size_t damage(char *text, size_t length)
{
	static const char *const pieces[] = { "\n\n", "\r\n", "\n ", "\n--", ": ", "=?utf-8?q?=", "?=", "<", ">", "\"",
		"(((((", ";", "boundary=", "charset=utf-16\n", "Content-Type: multipart/mixed; boundary=b\n",
		"Content-Type: message/rfc822\n\n", "Content-Transfer-Encoding: base64\n", "format=flowed; delsp=yes",
		"<div style=\"display:none", "</div></div></div>", "\xff\xfe", "\xc3", "=0", "&#0;", "On ", "wrote:\n",
		"Status: 5.", "Action: failed\n", "-----BEGIN PGP SIGNED MESSAGE-----\n", "<!--", "<![CDATA[" };
	size_t at = below(length), gone = 1 + below(60);

	switch (below(4)) {
	case 0:
		text[at] = (char)below(256);
		return length;
	case 1:
		return insert(text, length, at, pieces[below(sizeof(pieces) / sizeof(*pieces))]);
	case 2:
		if (at + gone >= length)
			return length;
		memmove(text + at, text + at + gone, length - at - gone);
		return length - gone;
	default:
		return 1 + at;
	}
}

static bool is_good(const char *text)
{
	return text == NULL || g_utf8_validate(text, -1, NULL);
}

static void expect_letter(const char *bytes, size_t size)
{
	struct letter *letter = letter_read(bytes, size, below(2) == 0, &place);

	assert_non_null(letter);
	assert_non_null(letter->text);
	assert_true(is_good(letter->text) && is_good(letter->quoted) && is_good(letter->sender));
	assert_true(is_good(letter->bounce.words) && is_good(letter->bounce.receiver));
	assert_true(letter->bounce.words == NULL || strpbrk(letter->bounce.words, "\r\n\033") == NULL);
	assert_true((letter->origin == LETTER_PERSON) == (letter->sign == NULL));
	letter_destroy(letter);
}

static void mails_damaged_at_random_are_letters_all_the_same(void **state)
{
	static const char *const names[] = { "bounce_postfix.eml", "bounce_delayed.eml", "bounce_expired.eml",
		"bounce_exchange.eml", "bounce_exim.eml", "bounce_qmail.eml", "page_outlook.eml", "page_gmail.eml",
		"page_apple.eml", "page_yahoo.eml", "page_hidden.eml", "phone_picture.eml", "signed_pgp_inline.eml",
		"signed_smime.eml", "sealed_winmail.eml", "sealed_pgp.eml" };
	static char whole[MAIL_DATA_SIZE], text[MAIL_DATA_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t size = mail_data_read(names[i], whole);

		for (int round = 0; round < ROUNDS; round++) {
			size_t length = size;

			memcpy(text, whole, size);
			for (size_t times = 1 + below(12); times > 0; times--)
				length = damage(text, length);
			expect_letter(text, length);
		}
	}
}

/* Fills LETTER_MOST_BYTES by repeating a piece, %zu in it counting, behind a beginning; reads it, with a limit on the
 * seconds that may take. */
static void expect_soon(const char *beginning, const char *piece)
{
	char *bytes = malloc(LETTER_MOST_BYTES + 1000);
	size_t length = (size_t)sprintf(bytes, "From: daan@example.com\n%s", beginning);
	clock_t begun = clock();
	double seconds;

	for (size_t i = 0; length + 500 < LETTER_MOST_BYTES; i++)
		length += (size_t)sprintf(bytes + length, piece, i, i + 1);
	expect_letter(bytes, length);
	seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
	if (seconds > 5)
		fail_msg("%.1f s for a megabyte of %s", seconds, piece);
	free(bytes);
}

static void a_megabyte_of_anything_is_read_soon(void **state)
{
	(void)state;
	expect_soon("Content-Type: multipart/mixed; boundary=b0\n\n",
		"--b%zu\nContent-Type: multipart/mixed; boundary=b%zu\n\n");
	expect_soon("Content-Type: multipart/mixed; boundary=b\n\n", "--b\nContent-Type: text/plain\n\n%zu\n");
	expect_soon("Content-Type: multipart/report; boundary=b\n\n", "--b\nContent-Type: message/rfc822\n\n%zu %zu\n");
	expect_soon("Content-Type: multipart/report; boundary=b\n\n",
		"--b\nContent-Type: message/delivery-status\n\nStatus: %zu\n");
	expect_soon("Content-Type: message/rfc822\n\n", "Content-Type: message/rfc822\n\n");
	expect_soon("", "X-%zu: (((((\n");
	expect_soon("", "Authentication-Results: mx.example.com; dkim=pass header.d=%zu.example\n");
	expect_soon("To: a@example.com", ", r%zu@example.com");
	expect_soon("References:", " <%zu@x>");
	expect_soon("Content-Type: text/plain\n\n", "a");
	expect_soon("Content-Type: text/plain\n\n", "On %zu x\n");
	expect_soon("Content-Type: text/plain\n\n", "On 1 wrote:\n\n");
	expect_soon("Content-Type: text/plain\n\n", "4.");
	expect_soon("Return-Path: <>\nContent-Type: text/plain\n\n", "<5.5.");
	expect_soon(
		"Return-Path: <>\nContent-Type: text/plain\n\n", "<0123456789abcdef0123456789abcdef01234567@example.");
	expect_soon("Content-Type: text/plain; format=flowed; delsp=yes\n\n", ">a \n");
	expect_soon("Content-Type: text/html\n\n", "<div>");
	expect_soon("Content-Type: text/html\n\n", "<div style=\"color:white;display:none\">%zu");
	expect_soon("Content-Type: text/html\n\n", "<blockquote><p>");
	expect_soon("Content-Type: text/html\n\n<p style=\"", "color:white;");
	expect_soon("Content-Type: text/html\n\n", "<p x%zu=");
	expect_soon("Content-Type: text/html\n\n", "&#%zu;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mails_damaged_at_random_are_letters_all_the_same),
		cmocka_unit_test(a_megabyte_of_anything_is_read_soon),
	};

	g_mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
