/* domain/ — a preparation given as lines. */
#include "daemon/domain/quick_prepare.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "daemon/domain/quick_courtesy.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"

#define MAX_INTENTIONS 3
#define NO_QUESTION    ((size_t)-1)
#define NUMBER_ROOM    8 /* bytes that "* 12 " and a line's end take at most */

/* Keys as Dutch speakers would write them. */
static const struct {
	const char *word, *key;
} aliases[] = {
	{ "doel", "goal" },
	{ "gedrag", "behaviour" },
	{ "houding", "behaviour" },
	{ "behavior", "behaviour" },
	{ "vragen", "questions" },
	{ "scenario's", "scenarios" },
	{ "introductie", "introduction" },
	{ "verrassen", "exceed" },
	{ "verrassing", "exceed" },
	{ "wendingen", "scenarios" },
	{ "voorstellen", "introduction" },
	{ "aandacht", "focus" },
};

/* What a reading is made with. `texts` holds each question's answer so far, NULL for none. */
struct reader {
	const struct quick_question *questions;
	size_t n_questions;
	const char **texts;
	bool *named;    /* of each question: whether a line named it */
	size_t last;    /* the question answered last */
	size_t *marked; /* of each line: the question it marks as an intention, or NO_QUESTION */
	bool inlined;   /* answers stand between quoted questions */
	struct quick_prepare result;
	const char *locale;
	struct arena *arena;
};

static void problem(struct reader *reader, LineResult *result, const char *en, const char *nl)
{
	if (result->problem[0] == '\0')
		result->problem = arena_strdup(reader->arena, words_pick(reader->locale, en, nl));
}

static const char *label_of(const struct quick_question *question)
{
	return question->label != NULL ? question->label : question->key;
}

static size_t by_key(const struct reader *reader, const char *word, size_t length)
{
	const char *key = word;

	for (size_t i = 0; i < reader->n_questions; i++) {
		const char *label = label_of(&reader->questions[i]);

		if (strlen(label) == length && strncasecmp(label, word, length) == 0)
			return i;
	}
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strlen(aliases[i].word) == length && strncasecmp(aliases[i].word, word, length) == 0) {
			key = aliases[i].key;
			length = strlen(key);
			break;
		}
	for (size_t i = 0; i < reader->n_questions; i++)
		if (strlen(reader->questions[i].key) == length &&
			strncasecmp(reader->questions[i].key, key, length) == 0)
			return i;
	return NO_QUESTION;
}

/* "2 text", "2. text", "2) text", "goal: text": the question, and where its text begins. A larger number is no
 * question: "20 customers a day" is somebody's answer. */
static size_t addressed(const struct reader *reader, const char *text, const char **ret_text)
{
	size_t digits = strspn(text, "0123456789"), length = strcspn(text, ":");

	if (digits == 1 || digits == 2) {
		size_t number = 0;
		const char *rest = text + digits;

		for (size_t i = 0; i < digits; i++)
			number = number * 10 + (size_t)(text[i] - '0');
		if (number >= 1 && number <= reader->n_questions &&
			(isspace((unsigned char)*rest) || strchr(".):", *rest) != NULL)) {
			*ret_text = rest + strspn(rest, " \t.):");
			return number - 1;
		}
	}
	if (text[length] == ':' && length <= 40) {
		size_t question = by_key(reader, text, length);

		*ret_text = text + length + 1;
		return question;
	}
	return NO_QUESTION;
}

static void add(struct reader *reader, size_t question, const char *text)
{
	const char *before = reader->texts[question];

	text = quick_text_trim(text, strlen(text), reader->arena);
	reader->texts[question] = before == NULL ? text : arena_printf(reader->arena, "%s\n%s", before, text);
	reader->last = question;
}

/* Three at most, and of questions that give some; one twice is one. */
static bool take_intention(struct reader *reader, size_t question, LineResult *result)
{
	struct quick_prepare *p = &reader->result;

	for (size_t i = 0; i < p->n_intention_keys; i++)
		if (strcmp(p->intention_keys[i], reader->questions[question].key) == 0)
			return true;
	if (!reader->questions[question].takes_intentions) {
		problem(reader, result, "this question gives no intention; the answer is kept",
			"bij deze vraag hoort geen voornemen; het antwoord is bewaard");
		return false;
	}
	if (p->n_intention_keys == MAX_INTENTIONS) {
		problem(reader, result, "three intentions at most; the answer is kept",
			"hooguit drie voornemens; het antwoord is bewaard");
		return false;
	}
	*(char **)arena_push(reader->arena, &p->intention_keys, &p->n_intention_keys, sizeof(char *)) =
		arena_strdup(reader->arena, reader->questions[question].key);
	return true;
}

static void say(struct reader *reader, LineResult *result, size_t question)
{
	result->meaning =
		arena_printf(reader->arena, "%s %zu: %s", words_pick(reader->locale, "answer to", "antwoord op"),
			question + 1, label_of(&reader->questions[question]));
}

static void mark(struct reader *reader, size_t question, LineResult *result)
{
	if (take_intention(reader, question, result))
		result->meaning = arena_printf(reader->arena, "%s%s", result->meaning,
			words_pick(reader->locale, ", intention", ", voornemen"));
}

/* Takes the "*" off; *ret_marked says whether there was one. */
static const char *unmark(const char *line, bool *ret_marked)
{
	*ret_marked = *line == '*';
	while (*line == '*' || isspace((unsigned char)*line))
		line++;
	return line;
}

/* "klopt", and nothing else. */
static bool is_keep(const char *text)
{
	static const char *const words[] = { "klopt", "correct", "ok", "oke", "ok\xc3\xa9", "okay" };
	size_t length = strcspn(text, " \t\r\n.,!");

	if (text[length + strspn(text + length, " \t\r\n.,!")] != '\0')
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == length && strncasecmp(words[i], text, length) == 0)
			return true;
	return false;
}

static void leave(struct reader *reader, size_t row)
{
	reader->result.keeps = true;
	reader->result.results[row]->meaning = arena_strdup(
		reader->arena, words_pick(reader->locale, "what stands there stays", "wat er staat blijft staan"));
}

/* Whether there is anything that could stay. */
static bool stands(const struct reader *reader)
{
	for (size_t i = 0; i < reader->n_questions; i++)
		if (reader->questions[i].has_default || reader->questions[i].answered)
			return true;
	return false;
}

static void answer(struct reader *reader, size_t row, size_t question, const char *text, bool marked)
{
	LineResult *result = reader->result.results[row];

	reader->marked[row] = marked ? question : NO_QUESTION;
	if ((reader->questions[question].has_default || reader->questions[question].answered) && is_keep(text)) {
		leave(reader, row);
		return;
	}
	if (*text == '\0')
		problem(reader, result, "the answer is missing", "het antwoord ontbreekt");
	else
		add(reader, question, text);
	say(reader, result, question);
}

/* A bare line: the next open question's; when none is left, the last answer goes on. */
static void fill(struct reader *reader, size_t row, const char *text, bool marked)
{
	LineResult *result = reader->result.results[row];

	if (!marked && stands(reader) && is_keep(text)) {
		reader->marked[row] = NO_QUESTION;
		leave(reader, row);
		return;
	}
	if (reader->inlined && !marked && quick_courtesy_beyond(text) == 0) {
		reader->marked[row] = NO_QUESTION;
		if (row == 0) {
			result->meaning =
				arena_strdup(reader->arena, words_pick(reader->locale, "a greeting", "een groet"));
			return;
		}
		problem(reader, result, "taken for a greeting: no answer was made of it",
			"opgevat als groet: er is geen antwoord van gemaakt");
		return;
	}
	for (size_t i = 0; i < reader->n_questions; i++)
		if (!reader->questions[i].answered && reader->texts[i] == NULL) {
			answer(reader, row, i, text, marked);
			return;
		}
	problem(reader, result, "no question was open any more: it was added to the answer before",
		"er stond geen vraag meer open: toegevoegd aan het antwoord ervoor");
	answer(reader, row, reader->last, text, marked);
}

static void make_results(struct reader *reader, char **lines, size_t count)
{
	struct quick_prepare *p = &reader->result;

	p->results = arena_zero(reader->arena, (count + 1) * sizeof(LineResult *));
	p->n_results = count;
	for (size_t i = 0; i < count; i++) {
		p->results[i] = arena_alloc(reader->arena, sizeof(LineResult));
		line_result__init(p->results[i]);
		p->results[i]->line = lines[i];
	}
}

static void collect(struct reader *reader)
{
	struct quick_prepare *p = &reader->result;

	for (size_t i = 0; i < reader->n_questions; i++) {
		Answer *made;

		if (reader->texts[i] == NULL)
			continue;
		made = arena_alloc(reader->arena, sizeof(*made));
		answer__init(made);
		made->key = arena_strdup(reader->arena, reader->questions[i].key);
		made->text = arena_strdup(reader->arena, reader->texts[i]);
		p->adds[p->n_answers] = !reader->named[i];
		*(Answer **)arena_push(reader->arena, &p->answers, &p->n_answers, sizeof(Answer *)) = made;
	}
}

/* ---- answers between quoted questions ---- */

static const char *skip_quote(const char *line)
{
	while (*line == '>' || isspace((unsigned char)*line))
		line++;
	return line;
}

/* The question that a quoted line asks, perhaps its first part only: mail programs break lines. */
static size_t quoted_question(const struct reader *reader, const char *line)
{
	const char *text = skip_quote(line);

	text += strspn(text, "*0123456789.) \t");
	for (size_t i = 0; i < reader->n_questions; i++) {
		const char *asked = reader->questions[i].text;
		size_t length = strlen(text), whole = asked == NULL ? 0 : strlen(asked);

		if (whole == 0 || length < 10)
			continue;
		if (strncmp(text, asked, length < whole ? length : whole) == 0)
			return i;
	}
	return NO_QUESTION;
}

/* A line below a quoted question gets that question's number; one that has an address of its own keeps it. */
static char *number_line(const struct reader *reader, const char *line, size_t question)
{
	const char *rest;
	bool marked;

	if (addressed(reader, unmark(line, &marked), &rest) != NO_QUESTION)
		return arena_strdup(reader->arena, line);
	return arena_printf(reader->arena, "%s%zu %s", marked ? "* " : "", question + 1, unmark(line, &marked));
}

/* The text without its quotes, what stands below a quoted question with the number in front. */
static const char *number_inline(struct reader *reader, const char *text)
{
	size_t at = NO_QUESTION, room = 1;
	char *numbered, *to;
	bool found = false;

	for (const char *byte = text; *byte != '\0'; byte++)
		room += *byte == '\n' || *byte == '\r' ? NUMBER_ROOM : 1;
	numbered = to = arena_alloc(reader->arena, room + NUMBER_ROOM);
	*to = '\0';

	for (const char *line = text; *line != '\0';) {
		size_t length = strcspn(line, "\r\n");
		char *own = quick_text_trim(line, length, reader->arena);

		line += length;
		line += strspn(line, "\r\n");
		if (*own == '>') {
			size_t question = quoted_question(reader, own);

			at = question != NO_QUESTION ? question : at;
			found = found || question != NO_QUESTION;
		} else if (*own != '\0' && at != NO_QUESTION && !quick_text_ends(own)) {
			own = number_line(reader, own, at);
		}
		to = stpcpy(stpcpy(to, own), "\n");
	}
	reader->inlined = found;
	return found ? numbered : text;
}

/* ---- whether it reads like answers ---- */

static bool is_meant(const struct reader *reader, char **lines, size_t count)
{
	size_t words = 0;

	for (size_t row = 0; row < count; row++) {
		bool marked;
		const char *text = unmark(lines[row], &marked), *rest;

		if (quick_courtesy_noise(lines[row]))
			return false;
		if (marked || addressed(reader, text, &rest) != NO_QUESTION)
			words += QUICK_PREPARE_WORDS;
		words += quick_courtesy_beyond(text);
	}
	return words >= QUICK_PREPARE_WORDS;
}

struct quick_prepare quick_prepare_read(const char *text, const struct quick_question *questions, size_t n_questions,
	const char *locale, struct arena *arena)
{
	struct reader reader = { .questions = questions, .n_questions = n_questions, .locale = locale, .arena = arena };
	size_t count;
	char **lines = quick_text_lines(number_inline(&reader, text), arena, &count);

	make_results(&reader, lines, count);
	reader.result.meant = is_meant(&reader, lines, count);
	if (n_questions == 0)
		return reader.result;
	reader.texts = arena_zero(arena, n_questions * sizeof(char *));
	reader.named = arena_zero(arena, n_questions * sizeof(bool));
	reader.result.adds = arena_zero(arena, n_questions * sizeof(bool));
	reader.marked = arena_zero(arena, (count + 1) * sizeof(size_t));
	/* Answers with an address first: a bare line must not take their place. */
	for (size_t row = 0; row < count; row++) {
		bool marked;
		const char *rest = unmark(lines[row], &marked);
		size_t question = addressed(&reader, rest, &rest);

		if (question != NO_QUESTION) {
			reader.named[question] = true;
			answer(&reader, row, question, rest + strspn(rest, " \t"), marked);
		}
	}
	for (size_t row = 0; row < count; row++) {
		bool marked;
		const char *bare = unmark(lines[row], &marked), *rest;

		if (addressed(&reader, bare, &rest) == NO_QUESTION)
			fill(&reader, row, bare, marked);
	}
	for (size_t row = 0; row < count; row++)
		if (reader.marked[row] != NO_QUESTION)
			mark(&reader, reader.marked[row], reader.result.results[row]);
	collect(&reader);
	return reader.result;
}
