/* clients/cli — export: all that is kept of a person, to read or to hand over. */
#include "commands.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/json_time.h"
#include "ridealong/v1/privacy.pb-c.h"

#define PAGE          1000
#define PAGE_PATIENCE (5 * 60 * 1000)

const struct flag flags_export[] = {
	{ "to", N_("FILE"), N_("write a new file; its ending chooses: .json, .html, else text") },
	{ NULL, NULL, NULL },
};

/* ---- JSON: "answers.0.text" becomes answers, its first, text ---- */

static json_t *value_of(const ExportField *field)
{
	char moment[JSON_TIME_SIZE];

	switch (field->value_case) {
	case EXPORT_FIELD__VALUE_NUMBER:
		return json_integer(field->number);
	case EXPORT_FIELD__VALUE_FLAG:
		return json_boolean(field->flag);
	case EXPORT_FIELD__VALUE_TIME:
		json_time_print(&field->time->base, moment);
		return json_string(moment);
	default:
		return json_string(field->text);
	}
}

/* What stands under the path's first part, made when it is not there; an array where the next part is a number. */
static json_t *child_of(json_t *parent, const char *part, bool of_array)
{
	json_t *child, *made;

	if (json_is_array(parent)) {
		const size_t index = strtoul(part, NULL, 10);

		while (json_array_size(parent) <= index)
			json_array_append_new(parent, of_array ? json_array() : json_object());
		return json_array_get(parent, index);
	}
	child = json_object_get(parent, part);
	if (child != NULL)
		return child;
	made = of_array ? json_array() : json_object();
	json_object_set_new(parent, part, made);
	return made;
}

static void put(json_t *record, const ExportField *field)
{
	char *path = strdup(field->name), *part = path, *dot;
	json_t *at = record;

	if (path == NULL)
		abort();
	while ((dot = strchr(part, '.')) != NULL) {
		*dot = '\0';
		at = child_of(at, part, dot[1] >= '0' && dot[1] <= '9');
		part = dot + 1;
	}
	if (json_is_array(at))
		json_array_append_new(at, value_of(field));
	else
		json_object_set_new(at, part, value_of(field));
	free(path);
}

static json_t *json_of(const char *person, ExportRecord *const *records, size_t count)
{
	json_t *root = json_pack("{s:s, s:o}", "person", person, "records", json_object()),
	       *kinds = json_object_get(root, "records");

	for (size_t i = 0; i < count; i++) {
		json_t *kind = json_object_get(kinds, records[i]->kind), *record = json_object();

		if (kind == NULL) {
			kind = json_array();
			json_object_set_new(kinds, records[i]->kind, kind);
		}
		for (size_t j = 0; j < records[i]->n_fields; j++)
			put(record, records[i]->fields[j]);
		json_array_append_new(kind, record);
	}
	return root;
}

/* ---- text and HTML ---- */

static bool ends_with(const char *text, const char *ending)
{
	const size_t length = strlen(text), tail = strlen(ending);

	return length > tail && strcmp(text + length - tail, ending) == 0;
}

/* Where an id begins: 36 hexadecimal digits and dashes behind a "/"; NULL without one. */
static const char *find_id(const char *text)
{
	for (const char *at = strchr(text, '/'); at != NULL; at = strchr(at + 1, '/'))
		if (strspn(at + 1, "0123456789abcdef-") == 36)
			return at + 1;
	return NULL;
}

/* "sessions/ID" is the end of its id, what one can type; a reminder's key, "prepare/sessions/ID", keeps what stands
 * before the resource. False for what names none, people's words among them. */
static bool shorten(const char *text, char room[80])
{
	const char *id = strpbrk(text, " \n") == NULL ? find_id(text) : NULL, *before = id;

	if (strncmp(text, "templates/", strlen("templates/")) == 0) {
		snprintf(room, 80, "%.79s", cli_short(text));
		return true;
	}
	if (id == NULL)
		return false;
	for (before--; before > text && before[-1] != '/';)
		before--;
	snprintf(room, 80, "%.*s%.8s", before - text < 60 ? (int)(before - text) : 60, text, id + 28);
	return true;
}

static const char *words_of_number(const ExportField *field, char room[80])
{
	const long long number = field->number;

	if (ends_with(field->name, "_minute"))
		snprintf(room, 80, "%02lld:%02lld", number / 60, number % 60);
	else if (strncmp(field->name, "travel", 6) == 0)
		snprintf(room, 80, _("%d min"), (int)(number / 60));
	else
		snprintf(room, 80, "%lld", number);
	return room;
}

static const char *words_of_text(struct cli *cli, const char *kind, const ExportField *field, char room[80])
{
	if ((strcmp(kind, "event") == 0 && strcmp(field->name, "type") == 0) ||
		(strcmp(kind, "audit") == 0 && strcmp(field->name, "method") == 0))
		return cli_happening(field->text);
	if (strncmp(field->text, "people/", strlen("people/")) == 0 && strcmp(field->name, "name") != 0)
		return cli_person_label(cli, field->text);
	if (shorten(field->text, room))
		return room;
	if (ends_with(field->name, "_date") || strcmp(field->name, "starter_until") == 0 ||
		strncmp(field->name, "days_off.", 9) == 0) {
		cli_date_print(field->text, room);
		return room;
	}
	return cli_label(field->text);
}

/* A value for people: codes in words, moments in their zone. */
static const char *words_of(struct cli *cli, const char *kind, const ExportField *field, char room[80])
{
	switch (field->value_case) {
	case EXPORT_FIELD__VALUE_NUMBER:
		return words_of_number(field, room);
	case EXPORT_FIELD__VALUE_FLAG:
		return field->flag ? _("yes") : _("no");
	case EXPORT_FIELD__VALUE_TIME:
		cli_time_print(cli, field->time, room);
		return room;
	default:
		return words_of_text(cli, kind, field, room);
	}
}

static void write_html_text(FILE *file, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '<':
			fputs("&lt;", file);
			break;
		case '>':
			fputs("&gt;", file);
			break;
		case '&':
			fputs("&amp;", file);
			break;
		case '\n':
			fputs("<br>", file);
			break;
		default:
			putc(*text, file);
		}
	}
}

static void write_field(struct cli *cli, FILE *file, const char *kind, const ExportField *field, bool html)
{
	char room[80], *label = cli_path_label(field->name);
	const char *words = words_of(cli, kind, field, room);

	if (html) {
		fputs("<dt>", file);
		write_html_text(file, label);
		fputs("</dt><dd>", file);
		write_html_text(file, words);
		fputs("</dd>\n", file);
	} else {
		fprintf(file, "  %s: %s\n", label, words);
	}
	free(label);
}

static void write_readable(struct cli *cli, FILE *file, ExportRecord *const *records, size_t count, bool html)
{
	const char *before = "";

	if (html)
		fprintf(file,
			"<!DOCTYPE html>\n<html lang=\"%s\"><meta charset=\"utf-8\"><title>Ridealong</title>\n"
			"<style>body{font:16px sans-serif;max-width:50em;margin:2em auto}"
			"dt{color:#555}dd{margin:0 0 .4em 1em}dl{border-bottom:1px solid #ccc}</style>\n",
			cli->locale != NULL ? cli->locale : "en");
	for (size_t i = 0; i < count; i++) {
		if (strcmp(records[i]->kind, before) != 0)
			fprintf(file, html ? "<h2>%s</h2>\n" : "%s\n", cli_kind(records[i]->kind));
		before = records[i]->kind;
		if (html)
			fputs("<dl>\n", file);
		for (size_t j = 0; j < records[i]->n_fields; j++)
			write_field(cli, file, records[i]->kind, records[i]->fields[j], html);
		fputs(html ? "</dl>\n" : "\n", file);
	}
}

/* ---- all pages, and where they go ---- */

static int fetch(struct cli *cli, char *name, ExportPersonResponse *ret)
{
	ExportPersonRequest request = EXPORT_PERSON_REQUEST__INIT;
	struct ridealong_error error;
	ExportPersonResponse *reply;

	request.name = name;
	request.page_size = PAGE;
	do {
		if (cli_try(cli, "Privacy/ExportPerson", &request, &export_person_response__descriptor, PAGE_PATIENCE,
			    &reply, &error) != STATUS_OK)
			return cli_failed(cli, &error);
		ret->records = realloc(ret->records, (ret->n_records + reply->n_records + 1) * sizeof(*ret->records));
		if (ret->records == NULL)
			abort();
		for (size_t i = 0; i < reply->n_records; i++)
			ret->records[ret->n_records++] = reply->records[i];
		ret->person = reply->person;
		request.page_token = reply->next_page_token;
	} while (request.page_token[0] != '\0');
	return 0;
}

static void write_json(FILE *file, const ExportPersonResponse *all, bool lines)
{
	json_t *json = json_of(all->person, all->records, all->n_records);

	json_dumpf(json, file, lines ? JSON_COMPACT : JSON_INDENT(2));
	putc('\n', file);
	json_decref(json);
}

/* For nobody else to read: it is all there is about somebody. */
static int write_to(struct cli *cli, const char *path, const ExportPersonResponse *all)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
	bool good;

	if (file == NULL)
		return cli_usage(cli, _("%s cannot be made: %s"), path, strerror(errno));
	if (ends_with(path, ".json"))
		write_json(file, all, false);
	else
		write_readable(cli, file, all->records, all->n_records, ends_with(path, ".html"));
	good = fflush(file) == 0 && fsync(fd) == 0;
	if (fclose(file) != 0 || !good)
		return cli_usage(cli, _("%s cannot be written: %s"), path, strerror(errno));
	if (cli->output == CLI_TABLE)
		printf(_("Written to %s; records: %zu\n"), path, all->n_records);
	return 0;
}

int cmd_export(struct cli *cli, int argc, char **argv)
{
	ExportPersonResponse all = EXPORT_PERSON_RESPONSE__INIT;
	const char *to = cli_flag(cli, "to");
	const int code = fetch(cli, argc > 0 ? cli_person(argv[0]) : (char *)"people/me", &all);

	if (code != 0)
		return code;
	if (to != NULL)
		return write_to(cli, to, &all);
	if (cli->output == CLI_TABLE)
		write_readable(cli, stdout, all.records, all.n_records, false);
	else
		write_json(stdout, &all, cli->output == CLI_JSONL);
	return 0;
}
