/* plugins/reminders/answers/ — the words of the mail that goes back. */
#include "plugins/reminders/answers/reply.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/words_put.h"

enum { LINES = 40 };

/* ---- what stands below ---- */

/* What is to be shown of the lines, with a heading of its own. */
struct list {
	const struct text_catalogue *texts;
	const char *language, *heading;
	FILE *out;
	size_t count;
};

static void add_line(struct list *list, const char *line, const char *meaning, const char *problem)
{
	if (list->count++ >= LINES)
		return;
	if (list->count == 1)
		fprintf(list->out, "\n\n%s\n", text_catalogue_say(list->texts, list->language, list->heading));
	fprintf(list->out, "\n%s", line);
	if (meaning[0] != '\0' || problem[0] != '\0')
		fprintf(list->out, "\n  (%s%s%s)", meaning, meaning[0] != '\0' && problem[0] != '\0' ? "; " : "",
			problem);
}

static void end_list(struct list *list)
{
	char number[24], *more = NULL;
	const struct text_value part = { "n", number };

	if (list->count <= LINES)
		return;
	snprintf(number, sizeof(number), "%zu", list->count - LINES);
	if (text_render(text_catalogue_say(list->texts, list->language, "lines.more"),
		    &(struct text_values){ &part, 1 }, &more, NULL) == STATUS_OK)
		fprintf(list->out, "\n%s", more);
	free(more);
}

/* What was not clear as it came, for it stands nowhere else; of the rest the beginning, to know it by. */
static void list_problems(struct list *list, const AnswerResponse *response)
{
	for (size_t i = 0; i < response->n_lines; i++)
		if (response->lines[i]->problem[0] != '\0')
			add_line(list, response->lines[i]->line, response->lines[i]->meaning,
				response->lines[i]->problem);
	end_list(list);
}

static void list_understood(struct list *list, const AnswerResponse *response)
{
	for (size_t i = 0; i < response->n_lines; i++) {
		const LineResult *line = response->lines[i];
		char *excerpt;

		if (line->problem[0] != '\0' || line->meaning[0] == '\0')
			continue;
		excerpt = text_excerpt(line->line, WORDS_EXCERPT);
		add_line(list, excerpt != NULL ? excerpt : "", line->meaning, "");
		free(excerpt);
	}
	end_list(list);
}

static void list_words(struct list *list, const char *words)
{
	char **lines = g_strsplit(words, "\n", -1);

	for (size_t i = 0; lines[i] != NULL; i++)
		if (g_strstrip(lines[i])[0] != '\0')
			add_line(list, lines[i], "", "");
	g_strfreev(lines);
	end_list(list);
}

/* Malloc'd; *ret_problems says whether there are any. */
static char *say_lines(
	const struct text_catalogue *texts, const struct reply_about *about, const char *language, bool *ret_problems)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct list problems = { .texts = texts, .language = language, .heading = "problems", .out = out };
	struct list understood = { .texts = texts, .language = language, .heading = "understood", .out = out };
	struct list wrote = { .texts = texts, .language = language, .heading = "wrote", .out = out };

	if (out == NULL)
		abort();
	if (about->response != NULL) {
		list_problems(&problems, about->response);
		list_understood(&understood, about->response);
	}
	if (about->refusal != NULL && about->unclear != NULL)
		list_words(&wrote, about->unclear);
	fclose(out);
	*ret_problems = problems.count > 0;
	return text;
}

/* ---- the whole ---- */

static const char *advice_for(const struct reply_about *about)
{
	if (about->unreadable)
		return "refusal.advice.unreadable";
	if (about->refusal != NULL &&
		(strcmp(about->refusal, "refusal.used") == 0 || strcmp(about->refusal, "refusal.other") == 0))
		return "refusal.advice.used";
	return "refusal.advice";
}

static const char *template_for(const struct reply_about *about)
{
	if (about->refusal == NULL)
		return "acknowledgement";
	return about->unclear != NULL ? "unclear" : "refusal";
}

/* "nl" and who it is; a stranger gets the configured language. */
enum status reply_write(
	const struct reminders *self, const struct reply_about *about, struct journal_reply *ret, struct error *reterr)
{
	const struct text_catalogue *texts = self->texts;
	const Person *person = about->person;
	const char *language = person != NULL ? person->language : self->language;
	const struct text *text = text_catalogue_find(texts, language, template_for(about));
	const char *summary = about->response != NULL && about->response->summary[0] != '\0'
				      ? about->response->summary
				      : text_catalogue_phrase(texts, language, "summary.taken");
	const char *reason = about->refusal != NULL ? text_catalogue_phrase(texts, language, about->refusal) : NULL;
	const char *advice = text_catalogue_phrase(texts, language, advice_for(about));
	bool has_problems;
	char name[200] = "", *lines = say_lines(texts, about, language, &has_problems), *body = NULL;
	struct words_moment moment = { "", "", "" };
	const struct text_value items[] = { { "name", name }, { "summary", summary },
		{ "problems", has_problems ? "1" : NULL }, { "who", moment.who }, { "day", moment.day },
		{ "time", moment.time }, { "reason", about->detail != NULL ? about->detail : reason },
		{ "advice", advice } };
	const struct text_values values = { items, sizeof(items) / sizeof(items[0]) };
	enum status st;

	if (person != NULL && about->seen != NULL)
		words_moment(texts, person, about->seen, &moment);
	if (person != NULL)
		words_name(person, name);
	*ret = (struct journal_reply){ .person = task_copy(person != NULL ? person->name : ""),
		.to = task_copy(person != NULL ? person->email : about->stranger),
		.to_name = task_copy(name),
		.language = task_copy(strncmp(language, "nl", 2) == 0 ? "nl" : "en"),
		.session = task_copy(about->session != NULL ? about->session : ""),
		.refused = about->refusal != NULL };
	st = text_render_line(text->subject, &values, &ret->subject, reterr);
	if (st == STATUS_OK)
		st = text_render(text->body, &values, &body, reterr);
	if (st == STATUS_OK) {
		ret->body = task_allocate(strlen(body) + strlen(lines) + 1);
		sprintf(ret->body, "%s%s", body, lines);
	}
	free(body);
	free(lines);
	return st;
}
