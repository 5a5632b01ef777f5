/* clients/cli — a set of questions as a file. */
#include "template_file.h"

#include <stdlib.h>
#include <string.h>

#include "commands.h"

static const struct {
	const char *word;
	TemplatePart part;
} parts[] = {
	{ "before", TEMPLATE_PART_BEFORE },
	{ "coach-before", TEMPLATE_PART_COACH_BEFORE },
	{ "during", TEMPLATE_PART_DURING },
	{ "debrief", TEMPLATE_PART_DEBRIEF },
};

const char *template_file_part(TemplatePart part)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].part == part)
			return parts[i].word;
	return "";
}

TemplatePart template_file_part_of(const char *word, size_t length)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strlen(parts[i].word) == length && strncmp(parts[i].word, word, length) == 0)
			return parts[i].part;
	return TEMPLATE_PART_UNSPECIFIED;
}

/* ---- reading ---- */

struct reader {
	const struct cli *cli;
	const char *file;
	int line;
	Template *template;
	Question *question; /* NULL in the section of the template itself */
	bool begun;         /* there was a section */
	const char *key;
	bool failed;
};

static void complain(struct reader *reader, const char *sentence, const char *about)
{
	char said[500];

	snprintf(said, sizeof(said), sentence, about);
	cli_usage(reader->cli, "%s:%d: %s", reader->file, reader->line, said);
	reader->failed = true;
}

static void *grow(void *array, size_t count, void *item)
{
	void **items = realloc(array, (count + 1) * sizeof(void *));

	if (items == NULL)
		abort();
	items[count] = item;
	return items;
}

static void *make(const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = malloc(type->sizeof_message);

	if (message == NULL)
		abort();
	type->message_init(message);
	return message;
}

/* "[before goal]": a new question; "[template]". */
static void read_section(struct reader *reader, char *line)
{
	char *end = strchr(line, ']'), *word = line + 1, *key;
	TemplatePart part;

	if (end == NULL || end[1 + strspn(end + 1, " \t")] != '\0') {
		complain(reader, _("\"%s\" is no section: [template] or [before KEY]"), line);
		return;
	}
	*end = '\0';
	reader->begun = true;
	reader->question = NULL;
	if (strcmp(word, "template") == 0)
		return;
	key = word + strcspn(word, " \t");
	part = template_file_part_of(word, (size_t)(key - word));
	key += strspn(key, " \t");
	if (part == TEMPLATE_PART_UNSPECIFIED || *key == '\0') {
		complain(reader,
			_("[%s] is no section: [template], or before, coach-before, during or debrief with a key, "
			  "such as [before goal]"),
			word);
		return;
	}
	reader->question = make(&question__descriptor);
	reader->question->key = key;
	reader->question->part = part;
	reader->template->questions =
		grow(reader->template->questions, reader->template->n_questions++, reader->question);
}

static QuestionText *question_text(Question *question, const char *language)
{
	QuestionText *text;

	for (size_t i = 0; i < question->n_texts; i++)
		if (strcmp(question->texts[i]->language, language) == 0)
			return question->texts[i];
	text = make(&question_text__descriptor);
	text->language = (char *)language;
	question->texts = grow(question->texts, question->n_texts++, text);
	return text;
}

static TemplateText *template_text(Template *template, const char *language)
{
	TemplateText *text;

	for (size_t i = 0; i < template->n_texts; i++)
		if (strcmp(template->texts[i]->language, language) == 0)
			return template->texts[i];
	text = make(&template_text__descriptor);
	text->language = (char *)language;
	template->texts = grow(template->texts, template->n_texts++, text);
	return text;
}

static void read_yes(struct reader *reader, const char *value, protobuf_c_boolean *ret)
{
	if (!cli_is_word(value, "yes") && !cli_is_word(value, "no"))
		complain(reader, _("say yes or no, not \"%s\""), value);
	*ret = cli_is_word(value, "yes");
}

static void read_speaker(struct reader *reader, const char *value)
{
	if (strcmp(value, "coachee") == 0)
		reader->question->speaker = SPEAKER_COACHEE;
	else if (strcmp(value, "coach") == 0)
		reader->question->speaker = SPEAKER_COACH;
	else
		complain(reader, _("who speaks first is coachee or coach, not \"%s\""), value);
}

/* Where the words of "text.en" go; NULL when there is no such name in this section. */
static char **words_of(struct reader *reader, const char *name, const char *language)
{
	if (reader->question == NULL) {
		if (strcmp(name, "display_name") == 0)
			return &template_text(reader->template, language)->display_name;
		if (strcmp(name, "notice") == 0)
			return &template_text(reader->template, language)->notice;
		return NULL;
	}
	if (strcmp(name, "text") == 0)
		return &question_text(reader->question, language)->text;
	if (strcmp(name, "hint") == 0)
		return &question_text(reader->question, language)->hint;
	if (strcmp(name, "default") == 0)
		return &question_text(reader->question, language)->default_answer;
	if (strcmp(name, "label") == 0)
		return &question_text(reader->question, language)->label;
	return NULL;
}

static void set(struct reader *reader, char *name, char *value)
{
	char *dot = strchr(name, '.'), **words = NULL;

	if (dot != NULL) {
		*dot = '\0';
		words = words_of(reader, name, dot + 1);
		*dot = '.';
	}
	if (words != NULL && (*words)[0] != '\0')
		complain(reader, _("\"%s\" stands here twice"), name);
	else if (words != NULL)
		*words = value;
	else if (reader->question == NULL && strcmp(name, "key") == 0)
		reader->key = value;
	else if (reader->question == NULL && strcmp(name, "confidential") == 0)
		read_yes(reader, value, &reader->template->confidential);
	else if (reader->question == NULL && strcmp(name, "unannounced") == 0)
		read_yes(reader, value, &reader->template->unannounced_allowed);
	else if (reader->question != NULL && strcmp(name, "required") == 0)
		read_yes(reader, value, &reader->question->required);
	else if (reader->question != NULL && strcmp(name, "intention") == 0)
		read_yes(reader, value, &reader->question->intention);
	else if (reader->question != NULL && strcmp(name, "speaker") == 0)
		read_speaker(reader, value);
	else
		complain(reader, _("\"%s\" means nothing here; see: ridealong help template"), name);
}

static char *trim(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL)
		text[--length] = '\0';
	return text;
}

static void read_line(struct reader *reader, char *line)
{
	char *equals;

	line = trim(line);
	if (line[0] == '\0' || line[0] == '#' || line[0] == ';')
		return;
	if (line[0] == '[') {
		read_section(reader, line);
		return;
	}
	equals = strchr(line, '=');
	if (equals == NULL || equals == line) {
		complain(reader, _("\"%.60s\" is no line of a set of questions: NAME = VALUE"), line);
		return;
	}
	if (!reader->begun) {
		complain(reader, _("before \"%.60s\" a section must begin, such as [template]"), line);
		return;
	}
	*equals = '\0';
	set(reader, trim(line), trim(equals + 1));
}

bool template_file_read(const struct cli *cli, const char *file, char *text, Template *ret, const char **ret_key)
{
	struct reader reader = { .cli = cli, .file = file, .template = ret, .key = "" };
	char *line = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;

	template__init(ret);
	while (line != NULL && !reader.failed) {
		char *end = strchr(line, '\n');

		if (end != NULL)
			*end++ = '\0';
		reader.line++;
		read_line(&reader, line);
		line = end;
	}
	if (!reader.failed && !reader.begun)
		complain(&reader, "%s",
			_("there is no set of questions in it: [template] and [before KEY] are missing"));
	*ret_key = reader.key;
	return !reader.failed;
}

/* ---- writing ---- */

static void put(FILE *out, const char *name, const char *language, const char *value)
{
	if (value[0] != '\0')
		fprintf(out, "%s.%s = %s\n", name, language, value);
}

static void write_question(const Question *question, FILE *out)
{
	static const char *const speakers[] = { "", "coachee", "coach" };

	fprintf(out, "\n[%s %s]\n", template_file_part(question->part), question->key);
	if (question->required)
		fputs("required = yes\n", out);
	if (question->intention)
		fputs("intention = yes\n", out);
	if (question->speaker == SPEAKER_COACHEE || question->speaker == SPEAKER_COACH)
		fprintf(out, "speaker = %s\n", speakers[question->speaker]);
	for (size_t i = 0; i < question->n_texts; i++) {
		const QuestionText *text = question->texts[i];

		put(out, "text", text->language, text->text);
		put(out, "hint", text->language, text->hint);
		put(out, "default", text->language, text->default_answer);
		put(out, "label", text->language, text->label);
	}
}

void template_file_write(const Template *template, FILE *out)
{
	fprintf(out, "[template]\nkey = %s\n", cli_short(template->name));
	for (size_t i = 0; i < template->n_texts; i++) {
		put(out, "display_name", template->texts[i]->language, template->texts[i]->display_name);
		put(out, "notice", template->texts[i]->language, template->texts[i]->notice);
	}
	fprintf(out, "confidential = %s\nunannounced = %s\n", template->confidential ? "yes" : "no",
		template->unannounced_allowed ? "yes" : "no");
	for (size_t i = 0; i < template->n_questions; i++)
		write_question(template->questions[i], out);
}
