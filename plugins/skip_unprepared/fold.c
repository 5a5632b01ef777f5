/* skip_unprepared — text as the check compares it. */
#include "fold.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

/* Decomposed and folded; NULL on bad input. *ret_length in UChars. */
static UChar *decompose(const char *text, int32_t *ret_length)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *form = unorm2_getNFKDInstance(&error);
	size_t bytes = text == NULL ? 0 : strlen(text);
	int32_t room = (int32_t)bytes + 1, length = 0, more;
	UChar *plain, *form_text = NULL, *folded = NULL;

	if (bytes > 1 << 20)
		return NULL;
	plain = malloc((size_t)room * sizeof(UChar));
	if (plain == NULL)
		return NULL;
	u_strFromUTF8(plain, room, &length, text == NULL ? "" : text, (int32_t)bytes, &error);
	more = length * 20 + 1; /* no character of NFKD has more than 18 */
	if (U_SUCCESS(error))
		form_text = malloc((size_t)more * sizeof(UChar));
	if (form_text != NULL)
		length = unorm2_normalize(form, plain, length, form_text, more, &error);
	free(plain);
	if (form_text != NULL && U_SUCCESS(error))
		folded = malloc(((size_t)length * 3 + 1) * sizeof(UChar));
	if (folded != NULL)
		*ret_length = u_strFoldCase(folded, length * 3 + 1, form_text, length, U_FOLD_CASE_DEFAULT, &error);
	free(form_text);
	if (folded != NULL && U_SUCCESS(error))
		return folded;
	free(folded);
	return NULL;
}

static int left_out(UChar32 c)
{
	return u_charType(c) == U_NON_SPACING_MARK || c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x00AD;
}

struct fold_words fold_words(const char *text)
{
	struct fold_words words = { 0 };
	int32_t length = 0, in = 0, out = 0;
	UChar *folded = decompose(text, &length);
	int within = 0;

	if (folded == NULL)
		return words;
	words.text = calloc((size_t)length + 2, sizeof(UChar));
	words.words = calloc((size_t)length + 1, sizeof(UChar *));
	while (words.text != NULL && words.words != NULL && in < length) {
		UChar32 c;

		U16_NEXT(folded, in, length, c);
		if (left_out(c))
			continue;
		if (!u_isalnum(c)) {
			if (within)
				words.text[out++] = 0;
			within = 0;
			continue;
		}
		if (!within)
			words.words[words.count++] = words.text + out;
		within = 1;
		U16_APPEND_UNSAFE(words.text, out, c);
	}
	free(folded);
	if (words.text == NULL || words.words == NULL)
		fold_free(&words);
	return words;
}

void fold_free(struct fold_words *words)
{
	free(words->text);
	free(words->words);
	memset(words, 0, sizeof(*words));
}
