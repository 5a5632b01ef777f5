/* What signs a debrief by mail, and what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/domain/quick_sign.h"

static const char *const names[] = { "Sanne de Wit", "Daan" };

static struct quick_sign read_it(const char *text, struct arena *arena)
{
	return quick_sign_read(text, names, 2, "nl", arena);
}

static void the_word_signs_correct_also_among_courtesies(void **state)
{
	static const char *const texts[] = { "klopt", "Correct", "Klopt!",
		"Hoi Sanne,\n\nKlopt helemaal, dank je.\nDaan", "Ja, dat klopt", "yes, that is correct, thanks",
		"Klopt hoor.\n\nGroet,\nDaan", "KLOPT\n> Is dit zo niet goed?\n-- \nDaan Bakker, accountmanager",
		"Everything is correct", "Klopt 👍", "👍🏽 klopt ✅", "Klopt👍", "klopt ❤️" };
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct quick_sign sign = read_it(texts[i], arena);

		if (sign.kind != SIGNATURE_KIND_CORRECT)
			fail_msg("%s: %d \"%s\"", texts[i], (int)sign.kind, sign.remark);
		assert_string_equal(sign.remark, "");
	}
	arena_destroy(arena);
}

static void other_words_sign_seen_with_that_remark(void **state)
{
	static const struct {
		const char *text, *remark;
	} rows[] = {
		{ "Ik zei woensdag, niet dinsdag", "Ik zei woensdag, niet dinsdag" },
		{ "klopt niet", "klopt niet" },
		{ "That isn't correct", "That isn't correct" },
		{ "Klopt, maar het was woensdag", "Klopt, maar het was woensdag" },
		{ "klopt dit wel?", "klopt dit wel?" },
		{ "Hoi Sanne,\nDe stilte was langer.\nEn het actiepunt klopt.\nDank,\nDaan",
			"De stilte was langer.\nEn het actiepunt klopt." },
		{ "nee", "nee" },
		{ "één ding 👍", "één ding 👍" },
		{ "the silence was mine\n> klopt", "the silence was mine" },
	};
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct quick_sign sign = read_it(rows[i].text, arena);

		if (sign.kind != SIGNATURE_KIND_SEEN || strcmp(sign.remark, rows[i].remark) != 0)
			fail_msg("%s: %d \"%s\"", rows[i].text, (int)sign.kind, sign.remark);
	}
	arena_destroy(arena);
}

static void a_greeting_a_thank_you_and_bytes_sign_nothing(void **state)
{
	static const char *const texts[] = { "", "Dank je wel!", "Hoi Sanne,\nBedankt!\nDaan",
		"Thanks, will look tomorrow", "ok", "👍", "✅ ✔️", "👩‍💻", "\x01\x02 klopt", "> klopt",
		"-- \nklopt" };
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct quick_sign sign = read_it(texts[i], arena);

		if (sign.kind != SIGNATURE_KIND_UNSPECIFIED)
			fail_msg("%s: %d \"%s\"", texts[i], (int)sign.kind, sign.remark);
		assert_non_null(strstr(sign.problem, "antwoord \"klopt\""));
	}
	assert_non_null(strstr(quick_sign_read("thanks", names, 2, "en", arena).problem, "answer \"correct\""));
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_word_signs_correct_also_among_courtesies),
		cmocka_unit_test(other_words_sign_seen_with_that_remark),
		cmocka_unit_test(a_greeting_a_thank_you_and_bytes_sign_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
