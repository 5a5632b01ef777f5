/* domain/ — short answers around the reveal. */
#include "daemon/domain/quick_reveal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"

static bool begins_with_one_of(const char *text, const char *const *words, const char **ret_rest)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (quick_text_word(text, words[i], ret_rest))
			return true;
	return false;
}

static bool holds_one_of(const char *text, const char *const *phrases)
{
	for (size_t i = 0; phrases[i] != NULL; i++)
		for (const char *at = text; *at != '\0'; at++)
			if (strncasecmp(at, phrases[i], strlen(phrases[i])) == 0)
				return true;
	return false;
}

static const char *one_text(char *const *lines, size_t count, struct arena *arena)
{
	const char *whole = count == 0 ? "" : lines[0];

	for (size_t i = 1; i < count; i++)
		whole = arena_printf(arena, "%s\n%s", whole, lines[i]);
	return whole;
}

/* A greeting on a line of its own says nothing: "Hoi Sanne,". */
static bool is_greeting(const char *line)
{
	static const char *const words[] = { "hoi", "hallo", "dag", "beste", "hi", "hello", "dear", "hey", NULL };
	size_t length = strlen(line);

	return begins_with_one_of(line, words, NULL) && length < 60 && (line[length - 1] == ',' || length < 12);
}

static char **lines_of(const char *text, struct arena *arena, size_t *ret_count)
{
	char **lines = quick_text_lines(text, arena, ret_count);

	if (*ret_count > 1 && is_greeting(lines[0])) {
		--*ret_count;
		return lines + 1;
	}
	return lines;
}

struct quick_reveal quick_reveal_read(const char *text, const char *locale, struct arena *arena)
{
	static const char *const inconvenient[] = { "not convenient", "inconvenient", "doesn't suit", "does not suit",
		"doesn't work", "does not work", "rather not", "komt niet uit", "niet uit", "niet goed uit",
		"liever niet", "past niet", "past vandaag niet", "slecht uit", "niet handig", "kan niet", NULL };
	static const char *const no[] = { "no", "not", "nee", "niet", NULL };
	static const char *const fine[] = { "ok", "oke", "oké", "okay", "fine", "good", "great", "yes", "sure",
		"welcome", "prima", "goed", "ja", "leuk", "gezellig", "top", "fijn", "klopt", "tot zo", NULL };
	struct quick_reveal answer = { .problem = "" };
	size_t count;
	char **lines = lines_of(text, arena, &count);

	answer.text = one_text(lines, count, arena);
	if (holds_one_of(answer.text, inconvenient) || begins_with_one_of(answer.text, no, NULL))
		answer.verb = QUICK_REVEAL_INCONVENIENT;
	else if (begins_with_one_of(answer.text, fine, NULL))
		answer.verb = QUICK_REVEAL_FINE;
	else
		answer.problem =
			words_pick(locale, "say \"not convenient\" and why, or \"fine\"; your goal you tell on the way",
				"zeg \"komt niet uit\" en waarom, of \"prima\"; je doel vertel je onderweg");
	return answer;
}

CheckAnswer quick_check_word(const char *word)
{
	static const char *const yes[] = { "yes", "y", "ja", "j", NULL }, *const no[] = { "no", "n", "nee", NULL };

	for (size_t i = 0; yes[i] != NULL; i++)
		if (strcasecmp(word, yes[i]) == 0)
			return CHECK_ANSWER_YES;
	for (size_t i = 0; no[i] != NULL; i++)
		if (strcasecmp(word, no[i]) == 0)
			return CHECK_ANSWER_NO;
	return CHECK_ANSWER_UNSPECIFIED;
}

/* "yes, yes, no": exactly three of them. */
static bool read_taps(const char *line, CheckAnswer taps[3], struct arena *arena)
{
	char *rest = arena_strdup(arena, line), *word;
	int count = 0;

	while ((word = strsep(&rest, " \t,;./")) != NULL) {
		if (*word == '\0')
			continue;
		if (count == 3)
			return false;
		taps[count] = quick_check_word(word);
		if (taps[count++] == CHECK_ANSWER_UNSPECIFIED)
			return false;
	}
	return count == 3;
}

/* Without what people put before a line of a list. */
static char *cut_mark(char *line, struct arena *arena)
{
	size_t mark = *line == '*' ? 1 : quick_text_dash(line);

	if (mark == 0 && isdigit((unsigned char)line[0]) && line[1] != '\0' && strchr(" .)", line[1]) != NULL)
		mark = line[1] == ' ' ? 1 : 2;
	return quick_text_trim(line + mark, strlen(line + mark), arena);
}

struct quick_check quick_check_read(const char *text, const char *locale, struct arena *arena)
{
	struct quick_check check = { .problem = "" };
	CheckAnswer taps[3];
	size_t count;
	char **lines = lines_of(text, arena, &count);

	if (count == 0 || !read_taps(lines[0], taps, arena)) {
		check.problem = words_pick(locale,
			"begin with yes or no three times, such as: yes yes no; what was said may follow, a line each",
			"begin met drie keer ja of nee, zoals: ja ja nee; wat gezegd is mag eronder, een regel elk");
		return check;
	}
	check.goal_clear = taps[0];
	check.hardest_question = taps[1];
	check.plan_b = taps[2];
	for (size_t i = 1; i < count; i++) {
		char *line = cut_mark(lines[i], arena);

		if (*line != '\0')
			*(char **)arena_push(arena, &check.lines, &check.n_lines, sizeof(char *)) = line;
	}
	return check;
}

static bool strikes(const char *text)
{
	static const char *const words[] = { "drop", "strike", "remove", "weg", "vervalt", "schrap", NULL };
	const char *rest;
	size_t dash = quick_text_dash(text);

	if (dash > 0)
		return text[dash] == '\0';
	return begins_with_one_of(text, words, &rest) && *rest == '\0';
}

struct quick_confirm quick_confirm_read(const char *text, const char *locale, struct arena *arena)
{
	static const char *const right[] = { "ok", "oke", "oké", "okay", "yes", "correct", "right", "fine", "klopt",
		"ja", "akkoord", "goed", "prima", NULL };
	struct quick_confirm confirm = { .problem = "" };
	size_t count;
	char **lines = lines_of(text, arena, &count);
	bool understood = count > 0;

	for (size_t i = 0; i < count; i++) {
		IntentionChange *change;
		const char *rest = lines[i] + 1;

		if (begins_with_one_of(lines[i], right, NULL))
			continue;
		if (lines[i][0] < '1' || lines[i][0] > '9' || strchr(" .):", lines[i][1]) == NULL ||
			lines[i][1] == '\0') {
			understood = understood && i > 0; /* below what was understood: a greeting, a thank you */
			continue;
		}
		rest += strspn(rest, " .):");
		change = arena_alloc(arena, sizeof(*change));
		intention_change__init(change);
		change->number = lines[i][0] - '0';
		change->text = strikes(rest) ? (char *)protobuf_c_empty_string : (char *)rest;
		*(IntentionChange **)arena_push(arena, &confirm.changes, &confirm.n_changes, sizeof(change)) = change;
	}
	if (!understood && confirm.n_changes == 0)
		confirm.problem =
			words_pick(locale, "say ok, or the number and how it should read; \"2 -\" strikes one",
				"zeg klopt, of het nummer en hoe het moet zijn; \"2 -\" schrapt er een");
	return confirm;
}
