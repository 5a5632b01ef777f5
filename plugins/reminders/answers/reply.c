/* plugins/reminders/answers/ — the words of the mail that goes back. */
#include "plugins/reminders/answers/reply.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/words.h"

enum { PROBLEMS = 20 };

static char *say_problems(const struct text_catalogue *texts, const AnswerResponse *response, const char *language)
{
	const char *heading = text_catalogue_phrase(texts, language, "problems");
	char *text = NULL;
	size_t size = 0, count = 0;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; out != NULL && response != NULL && i < response->n_lines; i++) {
		const LineResult *line = response->lines[i];

		if (line->problem[0] == '\0' || count == PROBLEMS)
			continue;
		fprintf(out, "%s%s\n  (%s)\n", count++ == 0 ? "\n\n" : "", line->line, line->problem);
	}
	if (out != NULL)
		fclose(out);
	if (count > 0 && heading != NULL) {
		char *whole = g_strdup_printf("\n\n%s%s", heading, text);

		free(text);
		text = task_copy(whole);
		g_free(whole);
	}
	return text;
}

static const char *advice_for(const struct reply_about *about)
{
	if (about->unreadable)
		return "refusal.advice.unreadable";
	return about->refusal != NULL && strcmp(about->refusal, "refusal.used") == 0 ? "refusal.advice.used"
										     : "refusal.advice";
}

/* "nl" and who it is; a stranger gets the configured language. */
enum status reply_write(
	const struct reminders *self, const struct reply_about *about, struct journal_reply *ret, struct error *reterr)
{
	const struct text_catalogue *texts = self->texts;
	const Person *person = about->person;
	const char *language = person != NULL ? person->language : self->language;
	const struct text *text =
		text_catalogue_find(texts, language, about->refusal != NULL ? "refusal" : "acknowledgement");
	const char *summary = about->response != NULL && about->response->summary[0] != '\0'
				      ? about->response->summary
				      : text_catalogue_phrase(texts, language, "summary.taken");
	const char *reason = about->refusal != NULL ? text_catalogue_phrase(texts, language, about->refusal) : NULL;
	const char *advice = text_catalogue_phrase(texts, language, advice_for(about));
	char name[200] = "", *problems = say_problems(texts, about->response, language), *body = NULL;
	const struct text_value items[] = { { "name", name }, { "summary", summary },
		{ "problems", problems != NULL && problems[0] != '\0' ? "1" : NULL },
		{ "reason", about->detail != NULL ? about->detail : reason }, { "advice", advice } };
	const struct text_values values = { items, sizeof(items) / sizeof(items[0]) };
	enum status st;

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
		ret->body = task_allocate(strlen(body) + (problems != NULL ? strlen(problems) : 0) + 1);
		sprintf(ret->body, "%s%s", body, problems != NULL ? problems : "");
	}
	free(body);
	free(problems);
	return st;
}
