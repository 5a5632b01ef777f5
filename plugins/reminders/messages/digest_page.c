/* plugins/reminders/messages/ — what stands in a digest. */
#include "plugins/reminders/messages/digest_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/words.h"
#include "proto/status.h"

/* One message of the mail. */
struct piece {
	int64_t start; /* of what it is about; INT64_MAX for what has none */
	size_t place;
	char *text;
};

struct digest_page {
	size_t count;
	struct piece pieces[];
};

struct digest_page *digest_page_create(size_t most)
{
	return task_allocate(sizeof(struct digest_page) + most * sizeof(struct piece));
}

void digest_page_destroy(struct digest_page *page)
{
	if (page == NULL)
		return;
	for (size_t i = 0; i < page->count; i++)
		free(page->pieces[i].text);
	free(page);
}

static FILE *open_text(char **ret, size_t *ret_size)
{
	FILE *out = open_memstream(ret, ret_size);

	if (out == NULL)
		abort();
	return out;
}

/* Where an answer to this one goes; NULL where none is asked for. */
static char *say_address(const Reminder *reminder, const struct facts *facts)
{
	char address[500], *line;
	const struct text_value part = { "address", address };
	const struct text_values values = { &part, 1 };
	struct error error;

	snprintf(address, sizeof(address), "ridealong+%.100s@%.250s", reminder->answer_address, facts->self->domain);
	if (reminder->answer_address[0] == '\0' ||
		text_render(text_catalogue_say(facts->self->texts, facts->receiver->language, "digest.answer"), &values,
			&line, &error) != STATUS_OK)
		return NULL;
	return line;
}

enum status digest_page_add(struct digest_page *page, const struct rule *rule, const Reminder *reminder,
	const struct facts *facts, size_t place, struct error *reterr)
{
	struct piece *piece = &page->pieces[page->count];
	char *subject, *body, *address;
	size_t length;
	FILE *out;
	enum status st = words_write(
		facts->self->texts, rule_text(rule, &facts->known), rule->needs, facts, &subject, &body, reterr);

	if (st != STATUS_OK)
		return st;
	for (length = strlen(body); length > 0 && body[length - 1] == '\n';)
		body[--length] = '\0';
	piece->start = facts->session != NULL ? sdk_time_us(facts->session->start_time) : INT64_MAX;
	piece->place = place;
	address = say_address(reminder, facts);
	out = open_text(&piece->text, &length);
	fprintf(out, "\n\n——— %s\n\n%s", subject, body);
	if (address != NULL)
		fprintf(out, "\n\n%s", address);
	fclose(out);
	page->count++;
	free(subject);
	free(body);
	free(address);
	return STATUS_OK;
}

size_t digest_page_count(const struct digest_page *page)
{
	return page->count;
}

size_t digest_page_first(const struct digest_page *page)
{
	return page->pieces[0].place;
}

static int by_start(const void *a, const void *b)
{
	const struct piece *left = a, *right = b;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	return left->place < right->place ? -1 : left->place > right->place;
}

static char *join(const char *intro, struct digest_page *page)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_text(&text, &size);

	if (page->count > 1)
		qsort(page->pieces, page->count, sizeof(page->pieces[0]), by_start);
	fputs(intro, out);
	for (size_t i = 0; i < page->count; i++)
		fputs(page->pieces[i].text, out);
	fclose(out);
	return text;
}

enum status digest_page_write(struct digest_page *page, const struct text_catalogue *texts, const Person *receiver,
	const struct diary *diary, int64_t moment, char **ret_subject, char **ret_body, struct error *reterr)
{
	const struct text *text = text_catalogue_find(texts, receiver->language, "digest");
	char name[200], day[DIARY_WORDS], n[24], *subject, *intro;
	const struct text_value parts[] = { { "name", name }, { "day", day }, { "n", n } };
	const struct text_values values = { parts, sizeof(parts) / sizeof(parts[0]) };
	enum status st;

	if (text == NULL)
		return error_set(reterr, STATUS_NOT_FOUND, "there is no template \"digest\"");
	words_name(receiver, name);
	diary_say_day(diary, moment, day);
	snprintf(n, sizeof(n), "%zu", page->count);
	st = text_render_line(text->subject, &values, &subject, reterr);
	if (st != STATUS_OK)
		return st;
	st = text_render(text->body, &values, &intro, reterr);
	if (st != STATUS_OK) {
		free(subject);
		return st;
	}
	*ret_subject = subject;
	*ret_body = join(intro, page);
	free(intro);
	return STATUS_OK;
}
