/* Mails that come in, as people's programs write them. */
#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugins/reminders/mail/letter.h"

#define HEAD                                                                                                           \
	"From: Daan de Vries <daan@example.com>\nTo: Ridealong <ridealong+k7abc@example.com>\n"                        \
	"Message-ID: <m1@mailer.example>\nMIME-Version: 1.0\n"

static const struct letter_place place = { .domain = "example.com" };

static struct letter *read_letter(const char *bytes)
{
	struct letter *letter = letter_read(bytes, strlen(bytes), false, &place);

	assert_non_null(letter);
	return letter;
}

static void expect_text(const char *bytes, const char *text)
{
	struct letter *letter = read_letter(bytes);

	assert_string_equal(letter->text, text);
	assert_int_equal(letter->origin, LETTER_PERSON);
	letter_destroy(letter);
}

static void a_plain_answer_is_read(void **state)
{
	struct letter *letter = read_letter(
		HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n2 Wat gehaast, maar "
		     "vriendelijk é\n\"wat kost dat?\"\n");

	(void)state;
	assert_string_equal(letter->text, "2 Wat gehaast, maar vriendelijk é\n\"wat kost dat?\"");
	assert_string_equal(letter->sender, "daan@example.com");
	assert_string_equal(letter->address, "k7abc");
	assert_string_equal(letter->message_id, "m1@mailer.example");
	assert_int_equal(letter->origin, LETTER_PERSON);
	letter_destroy(letter);
}

static void quotes_are_cut_as_each_program_writes_them(void **state)
{
	static const char *const tails[] = {
		/* Gmail, Dutch and English, broken in two */
		"\nOp di 12 mei 2026 om 10:00 schreef Ridealong <\nridealong@example.com>:\n\n> Hoi Daan,\n> graag\n",
		"\nOn Tue, May 12, 2026 at 10:00 AM Ridealong <ridealong@example.com>\nwrote:\n\n> Hi Daan\n",
		/* Apple Mail, Dutch and English */
		"\n> Op 12 mei 2026 om 10:00 heeft Ridealong <ridealong@example.com> het volgende geschreven:\n> \n> "
		"Hoi\n",
		"\nOp 12 mei 2026 om 10:00 heeft Ridealong <ridealong@example.com> het volgende geschreven:\n\nHoi "
		"Daan\n",
		"\nOn 12 May 2026, at 10:00, Ridealong <ridealong@example.com> wrote:\n\n> Hi Daan\n",
		/* Outlook, Dutch and English */
		"\n________________________________\nVan: Ridealong <ridealong@example.com>\nVerzonden: dinsdag 12 "
		"mei\n"
		"Aan: Daan\nOnderwerp: x\n\nHoi Daan\n",
		"\nVan: Ridealong\nVerzonden: dinsdag 12 mei 2026 10:00\nAan: Daan\nOnderwerp: Bakker\n\nHoi\n",
		"\nFrom: Ridealong\nSent: Tuesday, May 12\nTo: Daan\nSubject: Bakker\n\nHi Daan\n",
		"\n-----Oorspronkelijk bericht-----\nVan: Ridealong\n\nHoi\n",
		/* Thunderbird */
		"\nOp 12-05-2026 om 10:00 schreef Ridealong:\n> Hoi Daan\n",
		/* without a date, right above the quote */
		"\nOn Tuesday Ridealong wrote:\n> Hi Daan\n",
		/* German programs */
		"\nAm 12.05.2026 um 10:00 schrieb Ridealong <ridealong@example.com>:\n\n> Hoi\n",
		"\nVon: Ridealong\nGesendet: Dienstag, 12. Mai 2026 10:00\nAn: Daan\nBetreff: Bakker\n\nHoi\n",
		"\n-----Ursprüngliche Nachricht-----\nVon: Ridealong\n\nHoi\n",
		/* telephones */
		"\n-------- Oorspronkelijk bericht --------\nVan: Ridealong\n\nHoi\n",
		"\n---------- Forwarded message ---------\nFrom: Ridealong\n\nHoi\n",
		"\nBegin doorgestuurd bericht:\n\nVan: Ridealong\n",
		"\nVerzonden vanaf Samsung Mobile.\n",
		"\nVerstuurd met een telefoon\n\n",
		"\nVon meinem iPhone gesendet\n",
		"\nOutlook voor iOS downloaden\n",
		/* signatures */
		"\n-- \nDaan de Vries\nBakker BV\n",
		"\nVerstuurd vanaf mijn iPhone\n",
		"\nSent from my phone\n\nOn 12 May 2026, at 10:00, Ridealong <r@example.com> wrote:\n\n> Hi\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		char bytes[1000];

		strcpy(bytes, "1 een startdatum\n* 4 als, dan\n");
		strcat(bytes, tails[i]);
		char *own = letter_own_words(bytes);

		if (strcmp(own, "1 een startdatum\n* 4 als, dan") != 0)
			fail_msg("tail %zu leaves: %s", i, own);
		free(own);
	}
}

static void sentences_that_only_look_like_it_stay(void **state)
{
	static const char words[] =
		"On Tuesday I wrote to them about this:\nnothing yet\n- te snel > eerst vragen\n"
		"Op tafel lag een vraag:\nwat kost het?\nVan: het begin\n--- Original plan was better\n"
		"Verstuurd via de post\nen toen was het stil";
	char *own = letter_own_words(words);

	(void)state;
	assert_string_equal(own, words);
	free(own);
}

/* Pages leave no blank line between. */
static void what_stands_right_above_an_introduction_stays(void **state)
{
	static const char *const tails[] = {
		"Op dinsdag 12 mei 2026 om 10:00 schreef Ridealong <r@example.com>:\n\nHoe ging het?\n",
		"Op dinsdag 12 mei 2026 om 10:00 schreef Ridealong <r@example.com>:\n> Hoe ging het?\n",
		"Verzonden met Proton Mail beveiligde e-mail.\nOp 12 mei schreef R <r@example.com>:\n> Hoe ging het?\n",
		"Ridealong <r@example.com> schreef op 12 mei:\n> Hoe ging het?\n",
		"Ridealong <\nr@example.com> wrote:\n> Hoe ging het?\n",
		"Download Outlook voor Android\nOn 12 May 2026 R <r@example.com>\nwrote:\n> Hi\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		char bytes[1000] = "Op tafel lag de prijs\n! bellen @vr\n", *own;

		strcat(bytes, tails[i]);
		own = letter_own_words(bytes);
		if (strcmp(own, "Op tafel lag de prijs\n! bellen @vr") != 0)
			fail_msg("tail %zu leaves: %s", i, own);
		free(own);
	}
	expect_text(HEAD
		"Content-Type: text/html; charset=utf-8\n\n<div>Ging goed</div><div>+ de stilte</div><div>Op di "
		"12 mei 2026 om 10:00:00 CEST schreef R &lt;r@example.com&gt;: </div><div><br></div><div>Hoe "
		"ging het?</div>\n",
		"Ging goed\n+ de stilte");
}

static void answers_between_the_quoted_lines_are_found(void **state)
{
	char *own = letter_own_words("Op di 12 mei schreef Ridealong <r@example.com>:\n> 1. Doel?\n1 een datum\n> 2. "
				     "Gedrag?\n2 rustig\n");

	(void)state;
	assert_string_equal(own, "1 een datum\n2 rustig");
	free(own);
}

static void a_page_alone_becomes_text(void **state)
{
	(void)state;
	expect_text(HEAD "Content-Type: text/html; charset=utf-8\n\n<html><head><style>p{color:red}</style><title>x"
			 "</title></head><body><p>1 een&nbsp;datum &amp; tijd</p><div>2 <b>rustig</b><br>"
			 "3 prijs</div><div id=\"divRplyFwdMsg\">Van: Ridealong</div><p>oud</p></body></html>\n",
		"1 een datum & tijd\n2 rustig\n3 prijs");
}

static void a_page_beside_broken_lines_tells_where_they_end(void **state)
{
	(void)state;
	expect_text(HEAD
		"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n1 een lange "
		"zin die het programma\nin tweeën brak\n2 kort\n--b\nContent-Type: text/html; charset=utf-8\n\n"
		"<div dir=\"ltr\">1 een lange zin die het programma in twee&euml;n brak<div>2 kort</div></div><br>"
		"<div class=\"gmail_quote\"><div class=\"gmail_attr\">Op di 12 mei 2026 schreef Ridealong &lt;<a "
		"href=\"x\">r@example.com</a>&gt;:<br></div><blockquote><div>Hoi</div></blockquote></div>\n--b--\n",
		"1 een lange zin die het programma in tweeën brak\n2 kort");
}

static void flowed_lines_are_joined(void **state)
{
	(void)state;
	expect_text(HEAD "Content-Type: text/plain; charset=utf-8; format=flowed\n\n1 een lange zin \ndie doorloopt\n"
			 " > geen citaat\n2 kort\n-- \nDaan\n",
		"1 een lange zin die doorloopt\n2 kort");
}

static void encodings_are_undone(void **state)
{
	(void)state;
	expect_text(HEAD "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: "
			 "quoted-printable\n\n1 caf=E9 om de =\nhoek\n",
		"1 café om de hoek");
	expect_text(HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
			 "base64\n\na2xhYXIsIGRhbmsgamUgd2VsIOKCrA0K\n",
		"klaar, dank je wel €");
}

static void an_attachment_is_not_an_answer(void **state)
{
	(void)state;
	expect_text(HEAD
		"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n"
		"Content-Disposition: attachment; filename=a.txt\n\nbijlage\n--b\nContent-Type: text/plain\n\nklaar\n"
		"--b--\n",
		"klaar");
}

static void programs_are_recognised(void **state)
{
	static const char *const heads[] = {
		"Auto-Submitted: auto-replied\n",
		"Return-Path: <>\n",
		"Precedence: bulk\n",
		"Precedence: auto_reply\n",
		"List-Id: <x.example.com>\n",
		"Subject: Automatisch antwoord: Bakker BV\n",
		"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		char bytes[600] = HEAD;
		struct letter *letter;

		strcat(bytes, heads[i]);
		strcat(bytes, "\nIk ben er niet\n");
		letter = read_letter(bytes);
		if (letter->origin == LETTER_PERSON)
			fail_msg("not recognised: %s", heads[i]);
		letter_destroy(letter);
	}
	expect_text(HEAD "Auto-Submitted: no\n\nklaar\n", "klaar");
}

static void the_answer_address_is_found_where_servers_put_it(void **state)
{
	static const char *const heads[] = {
		"To: Iemand <x@example.com>, ridealong+K7ABC@EXAMPLE.com\n",
		"To: x@example.com\nCc: \"R\" <ridealong+k7abc@example.com>\n",
		"To: x@example.com\nDelivered-To: y@example.com\nDelivered-To: ridealong+k7abc@example.com\n",
		"To: undisclosed-recipients:;\nX-Original-To: <ridealong+k7abc@example.com>\n",
	};
	static const char *const none[] = {
		"To: ridealong@example.com\n",
		"To: ridealong+@example.com\n",
		"To: ridealong+k7abc@elsewhere.example\n",
		"Subject: x\n",
	};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		char bytes[600] = "From: daan@example.com\n";
		struct letter *letter;

		strcat(bytes, heads[i]);
		strcat(bytes, "\nklaar\n");
		letter = read_letter(bytes);
		if (letter->address == NULL)
			fail_msg("not found: %s", heads[i]);
		assert_string_equal(letter->address, "k7abc");
		letter_destroy(letter);
		strcpy(bytes, "From: daan@example.com\n");
		strcat(bytes, none[i]);
		strcat(bytes, "\nklaar\n");
		letter = read_letter(bytes);
		assert_null(letter->address);
		letter_destroy(letter);
	}
}

static void whatever_the_bytes_are_it_is_a_letter(void **state)
{
	static const char *const strange[] = { "", "\n", "\xff\xfe\x00 x", "From:\n\n", "From: @\nTo: <<<>>>,,,\n\n>",
		"Content-Type: multipart/mixed\n\n--\n", "Content-Type: text/html\n\n<div><div><p" };

	(void)state;
	for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
		struct letter *letter = read_letter(strange[i]);

		assert_non_null(letter->text);
		letter_destroy(letter);
	}
}

#define EXPECT_WHOLE(bytes, expected)                                                                                  \
	do {                                                                                                           \
		struct letter *letter = letter_read(bytes, sizeof(bytes) - 1, false, &place);                          \
		assert_non_null(letter);                                                                               \
		assert_string_equal(letter->text, expected);                                                           \
		letter_destroy(letter);                                                                                \
	} while (0)

static void a_nul_is_dropped_and_what_follows_it_is_read(void **state)
{
	(void)state;
	EXPECT_WHOLE(HEAD "Content-Type: text/plain; charset=utf-8\n\n+ the sil\0ence\n\0! call @fri\n",
		"+ the silence\n! call @fri");
	EXPECT_WHOLE(HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
			  "+ the silence=00\n! call @fri\n",
		"+ the silence\n! call @fri");
	EXPECT_WHOLE(HEAD "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: base64\n\n"
			  "KyBjYWbpAAohIGNhbGwgQGZyaQo=\n",
		"+ café\n! call @fri");
	EXPECT_WHOLE(HEAD "Content-Type: text/html; charset=utf-8\n\n<p>+ the sil\0ence</p><p>! call @fri</p>\n",
		"+ the silence\n! call @fri");
	EXPECT_WHOLE(HEAD "Content-Type: text/plain\n\n+ the sil\0ence\n! call @fri\n", "+ the silence\n! call @fri");
}

static void a_nul_above_the_words_does_not_hide_them(void **state)
{
	static const char bytes[] = "Subject: Re\0: Bakker\n" HEAD "X-Odd: \0\n\n+ the silence\n";
	struct letter *letter = letter_read(bytes, sizeof(bytes) - 1, false, &place);

	(void)state;
	assert_string_equal(letter->text, "+ the silence");
	assert_string_equal(letter->sender, "daan@example.com");
	assert_string_equal(letter->address, "k7abc");
	letter_destroy(letter);
}

/* There every second byte is a NUL, and none is a character. */
static void utf_16_is_read_as_it_is_meant(void **state)
{
	(void)state;
	EXPECT_WHOLE(HEAD "Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\n"
			  "KwAgAGMAYQBmAOkAAAAKACEAIABjAGEAbABsAAoA\n",
		"+ café\n! call");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_answer_is_read),
		cmocka_unit_test(quotes_are_cut_as_each_program_writes_them),
		cmocka_unit_test(sentences_that_only_look_like_it_stay),
		cmocka_unit_test(what_stands_right_above_an_introduction_stays),
		cmocka_unit_test(answers_between_the_quoted_lines_are_found),
		cmocka_unit_test(a_page_alone_becomes_text),
		cmocka_unit_test(a_page_beside_broken_lines_tells_where_they_end),
		cmocka_unit_test(flowed_lines_are_joined),
		cmocka_unit_test(encodings_are_undone),
		cmocka_unit_test(an_attachment_is_not_an_answer),
		cmocka_unit_test(programs_are_recognised),
		cmocka_unit_test(the_answer_address_is_found_where_servers_put_it),
		cmocka_unit_test(whatever_the_bytes_are_it_is_a_letter),
		cmocka_unit_test(a_nul_is_dropped_and_what_follows_it_is_read),
		cmocka_unit_test(a_nul_above_the_words_does_not_hide_them),
		cmocka_unit_test(utf_16_is_read_as_it_is_meant),
	};

	g_mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
