/* domain/ — quick lines. */
#include "daemon/domain/quick_line.h"

#include <ctype.h>
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/quick_word.h"
#include "daemon/domain/words.h"
#include "proto/quick_due.h"

/* What a reading is made with. */
struct reader {
	struct quick_lines lines;
	int today;
	const char *locale;
	struct arena *arena;
};

static struct quick_entry *push(struct reader *reader, enum quick_kind kind, size_t row, const char *text)
{
	struct quick_entry *entry =
		arena_push(reader->arena, &reader->lines.entries, &reader->lines.n_entries, sizeof(*entry));

	*entry = (struct quick_entry){
		.kind = kind, .row = row, .text = text, .next_step = "", .due = "", .skill = "", .problem = ""
	};
	return entry;
}

static void keep(struct reader *reader, size_t row, const char *text, const char *en, const char *nl)
{
	struct quick_entry *entry = push(reader, QUICK_TEXT, row, text);

	entry->observation = OBSERVATION_KIND_TEXT;
	entry->problem = words_pick(reader->locale, en, nl);
}

static char *trim(struct reader *reader, const char *text)
{
	return quick_text_trim(text, strlen(text), reader->arena);
}

/* What is said of an intention: its number behind the words, as in "asked first =2". Returns the words without it. */
static const char *take_number(struct reader *reader, const char *text, int *ret)
{
	size_t length = strlen(text), words;

	*ret = 0;
	while (length > 0 && strchr(".,;!)", text[length - 1]) != NULL)
		length--;
	if (length < 3 || text[length - 1] < '1' || text[length - 1] > '9' || text[length - 2] != '=')
		return text;
	words = length - 2;
	if (!isspace((unsigned char)text[words - 1]))
		return text;
	*ret = text[length - 1] - '0';
	return quick_text_trim(text, words, reader->arena);
}

static bool quotes_within(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (quick_text_quote(text + i) != 0)
			return true;
	return false;
}

/* `" "what does it cost?"`, `"what does it cost?"` and `" what does it cost?` are the same; `" said "no" twice` stays.
 */
static const char *unquote(struct reader *reader, const char *text)
{
	size_t length = strlen(text), open = quick_text_quote(text), close = 0, inner;

	for (size_t tail = 1; tail <= 3 && tail < length; tail++)
		if (quick_text_quote(text + length - tail) == tail)
			close = tail;
	if (close == 0 || length <= open + close)
		return text;
	inner = length - open - close;
	return quotes_within(text + open, inner) ? text : quick_text_trim(text + open, inner, reader->arena);
}

static void read_heard(struct reader *reader, size_t row, const char *text)
{
	struct quick_entry *entry;
	int number;

	text = unquote(reader, take_number(reader, trim(reader, text), &number));
	if (*text == '\0') {
		keep(reader, row, reader->lines.rows[row], "nothing follows the sign",
			"er staat niets achter het teken");
		return;
	}
	entry = push(reader, QUICK_HEARD, row, text);
	entry->observation = OBSERVATION_KIND_HEARD;
	entry->number = number;
}

static void read_worked(struct reader *reader, size_t row, const char *text)
{
	struct quick_entry *entry;
	int number;

	text = take_number(reader, trim(reader, text), &number);
	if (*text == '\0') {
		keep(reader, row, reader->lines.rows[row], "nothing follows the sign",
			"er staat niets achter het teken");
		return;
	}
	entry = push(reader, QUICK_WORKED, row, text);
	entry->observation = OBSERVATION_KIND_WORKED;
	entry->number = number;
}

/* Where the moment ends: ">", "->" or an arrow. *ret_length is the sign's. */
static const char *find_step(const char *text, size_t *ret_length)
{
	const char *sign = strchr(text, '>'), *arrow = strstr(text, "\xe2\x86\x92");

	*ret_length = 1;
	if (arrow != NULL && (sign == NULL || arrow < sign)) {
		*ret_length = strlen("\xe2\x86\x92");
		return arrow;
	}
	return sign;
}

static void read_tip(struct reader *reader, size_t row, const char *text)
{
	struct quick_entry *entry;
	size_t length, sign_length;
	const char *sign;
	int number;

	text = take_number(reader, trim(reader, text), &number);
	sign = find_step(text, &sign_length);
	length = sign == NULL ? strlen(text) : (size_t)(sign - text);
	while (sign != NULL && length > 0 && text[length - 1] == '-')
		length--;
	text = quick_text_trim(text, length, reader->arena);
	if (*text == '\0') {
		keep(reader, row, reader->lines.rows[row], "the moment is missing: - moment > first step",
			"het moment ontbreekt: - moment > eerste stap");
		return;
	}
	entry = push(reader, QUICK_TIP, row, text);
	entry->observation = OBSERVATION_KIND_TIP;
	entry->number = number;
	if (sign != NULL)
		entry->next_step = trim(reader, sign + sign_length);
	if (*entry->next_step == '\0')
		entry->problem = words_pick(reader->locale, "kept; and the first step? - moment > first step",
			"bewaard; en de eerste stap? - moment > eerste stap");
}

/* Takes the date out of the text. What is no date stays in it, with a problem. */
static void read_due(struct reader *reader, struct quick_entry *entry)
{
	const char *sign = quick_due_find(entry->text), *word;
	char iso[DAY_TEXT];
	size_t length;
	int day;

	if (sign == NULL)
		return;
	word = sign + 1 + strspn(sign + 1, " \t");
	switch (quick_due_parse(word, reader->today, &day, &length)) {
	case QUICK_DUE_DAY:
		day_format(day, iso);
		entry->due = arena_strdup(reader->arena, iso);
		entry->text =
			trim(reader, arena_printf(reader->arena, "%s %s",
					     quick_text_trim(entry->text, (size_t)(sign - entry->text), reader->arena),
					     word + length + strspn(word + length, " \t")));
		break;
	case QUICK_DUE_PAST:
		entry->problem = words_pick(reader->locale, "that day has passed: it counts until the next session",
			"die dag is voorbij: het geldt tot de volgende sessie");
		break;
	case QUICK_DUE_NONE:
		entry->problem = words_pick(reader->locale,
			"the day after @ was not understood (@fri, @12-05): it counts until the next session",
			"de dag achter @ is niet begrepen (@vr, @12-05): het geldt tot de volgende sessie");
		break;
	}
}

/* A tag fills what it is about once. */
static bool take_tag(struct quick_entry *entry, const char *tag)
{
	LearningKind learning = quick_word_learning(tag);

	if (learning != LEARNING_KIND_UNSPECIFIED) {
		if (entry->learning != LEARNING_KIND_UNSPECIFIED)
			return false;
		entry->learning = learning;
		return true;
	}
	if (*entry->skill != '\0')
		return false;
	entry->skill = tag;
	return true;
}

/* Tags stand at the end, and begin with a letter: "order #1234" is none. One that finds its place taken stays in the
 * text, and so does one that is all there is. */
static void read_tags(struct reader *reader, struct quick_entry *entry)
{
	for (;;) {
		const char *sign = strrchr(entry->text, '#');
		char *tag;

		if (sign == NULL || sign == entry->text || !isspace((unsigned char)sign[-1]) ||
			strpbrk(sign, " \t") != NULL || !(isalpha((unsigned char)sign[1]) || (sign[1] & 0x80) != 0))
			return;
		tag = arena_strdup(reader->arena, sign + 1);
		for (char *c = tag; *c != '\0'; c++)
			if (*c == '_')
				*c = ' ';
		if (!take_tag(entry, tag))
			return;
		entry->text = quick_text_trim(entry->text, (size_t)(sign - entry->text), reader->arena);
	}
}

/* One or two digits; their length, 0 when there are none or more. */
static size_t read_number(const char *text, int *ret)
{
	size_t length = strspn(text, "0123456789");

	*ret = 0;
	for (size_t i = 0; i < length && i < 2; i++)
		*ret = *ret * 10 + text[i] - '0';
	return length > 2 || *ret == 0 ? 0 : length;
}

/* "!1 done": what becomes of an action point from before. "!3 calls on Friday" is none: it is a new one. */
static bool read_point(struct reader *reader, size_t row, const char *text)
{
	struct quick_answer answer;
	struct quick_entry *entry;
	size_t length;
	int number;

	length = read_number(text, &number);
	if (length == 0 || !(isspace((unsigned char)text[length]) || text[length] == ':'))
		return false;
	answer = quick_answer_action_point(
		trim(reader, text + length + 1), reader->today, reader->locale, reader->arena);
	if (answer.verb == QUICK_NOTHING && *answer.text == '\0')
		return false;
	if (answer.verb == QUICK_NOTHING && answer.refused) {
		push(reader, QUICK_TEXT, row, reader->lines.rows[row])->problem = answer.problem;
		reader->lines.entries[reader->lines.n_entries - 1].observation = OBSERVATION_KIND_TEXT;
		return true;
	}
	if (answer.verb == QUICK_NOTHING)
		return false;
	entry = push(reader, QUICK_POINT, row, answer.verb == QUICK_DROP ? answer.text : "");
	entry->number = number;
	entry->verb = answer.verb;
	entry->due = answer.due;
	entry->days = answer.days;
	if (answer.verb != QUICK_DROP && *answer.text != '\0')
		push(reader, QUICK_TEXT, row, answer.text)->observation = OBSERVATION_KIND_TEXT;
	return true;
}

static void read_intent(struct reader *reader, enum quick_kind kind, size_t row, const char *text)
{
	struct quick_entry *entry;

	if (kind == QUICK_ACTION && read_point(reader, row, text))
		return;
	entry = push(reader, kind, row, trim(reader, text));
	read_due(reader, entry);
	read_tags(reader, entry);
	if (*entry->text != '\0')
		return;
	reader->lines.n_entries--;
	keep(reader, row, reader->lines.rows[row], "what will be done is missing", "wat er gaat gebeuren ontbreekt");
}

/* "1 yes" or "a1 yes", up to the next "=": one outcome, and the words behind it as text or, of an action point, as the
 * line that goes with it. */
static void read_outcome(struct reader *reader, size_t row, const char *text)
{
	bool of_point = (*text == 'a' || *text == 'A') && isdigit((unsigned char)text[1]);
	Outcome found = OUTCOME_UNSPECIFIED;
	struct quick_entry *entry;
	const char *rest = text;
	int number;
	size_t length = read_number(text + of_point, &number);

	if (length != 0 && (of_point || length == 1)) {
		text += of_point + length;
		text += strspn(text, " \t:.");
		found = quick_word_outcome(text, &rest);
	}
	if (found == OUTCOME_UNSPECIFIED) {
		keep(reader, row, arena_printf(reader->arena, "=%s", rest),
			"an outcome is a number and yes, partly, no or n/a: =1 yes, and of an action point =a1 yes",
			"een uitkomst is een nummer en ja, deels, niet of n.t.z.: =1 ja, en van een actiepunt =a1 ja");
		return;
	}
	entry = push(reader, of_point ? QUICK_SIGHTING : QUICK_OUTCOME, row, of_point ? rest : "");
	entry->number = number;
	entry->outcome = found;
	if (of_point || *rest == '\0')
		return;
	entry->text = rest; /* an own view keeps the words with it */
	push(reader, QUICK_TEXT, row, rest)->observation = OBSERVATION_KIND_TEXT;
}

/* Cuts the line at the sign and reads each piece; the first sign stands at the line's begin. */
static void read_pieces(struct reader *reader, size_t row, const char *text, char sign,
	void (*read)(struct reader *reader, size_t row, const char *text))
{
	while (text != NULL) {
		const char *next = strchr(text, sign);
		size_t length = next == NULL ? strlen(text) : (size_t)(next - text);

		read(reader, row, quick_text_trim(text, length, reader->arena));
		text = next == NULL ? NULL : next + 1;
	}
}

static void read_help(struct reader *reader, size_t row, const char *text)
{
	const char *rest;
	ObservationKind kind = quick_word_help(text, &rest);

	if (kind != OBSERVATION_KIND_UNSPECIFIED) {
		push(reader, QUICK_HELP, row, arena_strdup(reader->arena, rest))->observation = kind;
		return;
	}
	keep(reader, row, arena_printf(reader->arena, "^%s", text), "help is ^a added, ^n nudged or ^t took over",
		"hulp is ^a aangevuld, ^z zetje of ^o overgenomen");
}

/* A bullet says nothing by itself: "• + good" is "+ good". */
static const char *skip_bullet(struct reader *reader, const char *line)
{
	static const char bullet[] = "\xe2\x80\xa2";

	if (strncmp(line, bullet, sizeof(bullet) - 1) != 0 || line[sizeof(bullet) - 1] == '\0')
		return line;
	return trim(reader, line + sizeof(bullet) - 1);
}

static void read_line(struct reader *reader, size_t row)
{
	const char *line = skip_bullet(reader, reader->lines.rows[row]);

	if (quick_text_quote(line) != 0)
		read_heard(reader, row, line + quick_text_quote(line));
	else if (quick_text_dash(line) != 0)
		read_tip(reader, row, line + quick_text_dash(line));
	else if (*line == '+')
		read_worked(reader, row, line + 1);
	else if (*line == '!')
		read_intent(reader, QUICK_ACTION, row, line + 1);
	else if (*line == '?')
		read_intent(reader, QUICK_PROMISE, row, line + 1);
	else if (*line == '=')
		read_pieces(reader, row, line + 1, '=', read_outcome);
	else if (*line == '^')
		read_pieces(reader, row, line + 1, '^', read_help);
	else
		push(reader, QUICK_EXPERIENCE, row, line);
}

struct quick_lines quick_lines_read(const char *text, int today, const char *locale, struct arena *arena)
{
	struct reader reader = { .today = today, .locale = locale, .arena = arena };

	reader.lines.rows = quick_text_lines(text, arena, &reader.lines.n_rows);
	for (size_t row = 0; row < reader.lines.n_rows; row++)
		read_line(&reader, row);
	return reader.lines;
}
