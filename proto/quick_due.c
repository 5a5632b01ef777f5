/* proto/ — days as people write them. */
#include "proto/quick_due.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct name {
	const char *word;
	int value;
};

/* Days from today. */
static const struct name relative[] = {
	{ "today", 0 },
	{ "vandaag", 0 },
	{ "tomorrow", 1 },
	{ "morgen", 1 },
	{ "overmorgen", 2 },
};

/* ISO numbers. */
static const struct name weekdays[] = {
	{ "mon", 1 },
	{ "monday", 1 },
	{ "ma", 1 },
	{ "maandag", 1 },
	{ "tue", 2 },
	{ "tues", 2 },
	{ "tuesday", 2 },
	{ "di", 2 },
	{ "dinsdag", 2 },
	{ "wed", 3 },
	{ "wednesday", 3 },
	{ "wo", 3 },
	{ "woe", 3 },
	{ "woensdag", 3 },
	{ "thu", 4 },
	{ "thur", 4 },
	{ "thurs", 4 },
	{ "thursday", 4 },
	{ "do", 4 },
	{ "donderdag", 4 },
	{ "fri", 5 },
	{ "friday", 5 },
	{ "vr", 5 },
	{ "vrij", 5 },
	{ "vrijdag", 5 },
	{ "sat", 6 },
	{ "saturday", 6 },
	{ "za", 6 },
	{ "zaterdag", 6 },
	{ "sun", 7 },
	{ "sunday", 7 },
	{ "zo", 7 },
	{ "zondag", 7 },
};

static const struct name months[] = {
	{ "jan", 1 },
	{ "january", 1 },
	{ "januari", 1 },
	{ "feb", 2 },
	{ "february", 2 },
	{ "februari", 2 },
	{ "mar", 3 },
	{ "march", 3 },
	{ "mrt", 3 },
	{ "maart", 3 },
	{ "apr", 4 },
	{ "april", 4 },
	{ "may", 5 },
	{ "mei", 5 },
	{ "jun", 6 },
	{ "june", 6 },
	{ "juni", 6 },
	{ "jul", 7 },
	{ "july", 7 },
	{ "juli", 7 },
	{ "aug", 8 },
	{ "august", 8 },
	{ "augustus", 8 },
	{ "sep", 9 },
	{ "sept", 9 },
	{ "september", 9 },
	{ "oct", 10 },
	{ "october", 10 },
	{ "okt", 10 },
	{ "oktober", 10 },
	{ "nov", 11 },
	{ "november", 11 },
	{ "dec", 12 },
	{ "december", 12 },
};

static bool look_up(const struct name *names, size_t count, const char *word, size_t length, int *ret)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(names[i].word) == length && strncasecmp(names[i].word, word, length) == 0) {
			*ret = names[i].value;
			return true;
		}
	return false;
}

#define LOOK_UP(names, word, length, ret) look_up(names, sizeof(names) / sizeof((names)[0]), word, length, ret)

static size_t letters(const char *text)
{
	size_t length = 0;

	while (isalpha((unsigned char)text[length]))
		length++;
	return length;
}

static size_t digits(const char *text, int *ret)
{
	size_t length = 0;

	*ret = 0;
	while (isdigit((unsigned char)text[length]) && length < 4)
		*ret = *ret * 10 + text[length++] - '0';
	return length;
}

/* A day and a month without a year: the next one to come. */
static bool coming(int day_of_month, int month, int today, int *ret_day)
{
	int year, ignored;

	day_split(today, &year, &ignored, &ignored);
	for (int ahead = 0; ahead <= 4; ahead++) /* the 29th of February comes every fourth year */
		if (day_make(year + ahead, month, day_of_month, ret_day) && *ret_day >= today)
			return true;
	return false;
}

/* "12-05", "12/5", "12-05-2026", "12/5/26", "12 mei", "12 may 2026", "2026-05-12"; the length, or 0. */
static size_t numeric(const char *text, int today, int *ret_day)
{
	int first, month = 0, year = 0;
	size_t at = digits(text, &first), length;
	char separator, iso[DAY_TEXT] = "";

	strncat(iso, text, DAY_TEXT - 1);
	if (at == 4 && day_parse(iso, ret_day))
		return DAY_TEXT - 1;
	if (at == 0 || at > 2)
		return 0;
	separator = text[at];
	if (separator == '-' || separator == '/' || separator == '.') {
		length = digits(text + at + 1, &month);
		if (length == 0 || length > 2)
			return 0;
		at += 1 + length;
		length = text[at] == separator ? digits(text + at + 1, &year) : 0;
	} else {
		size_t gap = strspn(text + at, " ");

		length = letters(text + at + gap);
		if (!LOOK_UP(months, text + at + gap, length, &month))
			return 0;
		at += gap + length;
		length = text[at] == ' ' ? digits(text + at + 1, &year) : 0;
		if (length != 4)
			length = 0;
	}
	if (length != 2 && length != 4)
		return coming(first, month, today, ret_day) ? at : 0;
	return day_make(length == 2 ? 2000 + year : year, month, first, ret_day) ? at + 1 + length : 0;
}

static size_t worded(const char *text, int today, int *ret_day)
{
	size_t length = letters(text);
	int value;

	if (LOOK_UP(relative, text, length, &value)) {
		*ret_day = today + value;
		return length;
	}
	if (LOOK_UP(weekdays, text, length, &value)) {
		*ret_day = today + 1 + (value - day_of_week(today + 1) + 7) % 7;
		return length;
	}
	return 0;
}

const char *quick_due_find(const char *text)
{
	const char *found = NULL;

	for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@'))
		if (at == text || isspace((unsigned char)at[-1]))
			found = at;
	return found;
}

size_t quick_due_length(const char *text, int *ret_days)
{
	int count;
	size_t at = 1, length;

	if (*text != '+')
		return 0;
	length = digits(text + at, &count);
	at += length;
	if (length == 0 || count == 0)
		return 0;
	*ret_days = text[at] == 'w' || text[at] == 'W' ? count * 7 : count;
	at += text[at] != '\0' && strchr("dDwW", text[at]) != NULL;
	return isalnum((unsigned char)text[at]) ? 0 : at;
}

enum quick_due quick_due_parse(const char *text, int today, int *ret_day, size_t *ret_length)
{
	int day = 0;
	size_t length = numeric(text, today, &day);

	if (length == 0)
		length = worded(text, today, &day);
	if (length == 0) {
		length = quick_due_length(text, &day);
		day += today;
	}
	if (length == 0 || isalnum((unsigned char)text[length]))
		return QUICK_DUE_NONE;
	*ret_length = length + strspn(text + length, ".,;:!)");
	*ret_day = day;
	return day < today ? QUICK_DUE_PAST : QUICK_DUE_DAY;
}
