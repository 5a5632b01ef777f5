/* clients/cli — person import-groups: who is in which group of the organisation, from a table that HR already has. */
#include "commands.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "google/protobuf/field_mask.pb-c.h"
#include "proto/defuse.h"
#include "ridealong/v1/person.pb-c.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* What became of the lines. */
struct outcome {
	int changed, same, refused;
	json_t *refusals; /* of objects with line, email and reason */
};

/* Takes a field off the line, in place, as RFC 4180 writes them: quotes around it may hold the separator, and "" is one
 * of them. Returns what follows, NULL when it was the last one. */
static char *take_field(char *at, char separator, char **ret)
{
	bool quoted = *at == '"', last;
	char *to = at;

	*ret = at;
	for (at += quoted; *at != '\0' && (quoted || *at != separator); at++) {
		if (quoted && *at == '"' && *++at != '"') {
			quoted = false;
			at--;
			continue;
		}
		*to++ = *at;
	}
	last = *at == '\0';
	*to = '\0';
	return last ? NULL : at + 1;
}

static char *trim(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
		text[--length] = '\0';
	return text;
}

static void refuse(struct outcome *outcome, int line, const char *email, const char *reason)
{
	outcome->refused++;
	json_array_append_new(
		outcome->refusals, json_pack("{s:i, s:s, s:s}", "line", line, "email", email, "reason", reason));
}

/* The status of putting them there; *ret_same says that they were. */
static int move(struct cli *cli, const char *email, char *group, bool *ret_same, struct ridealong_error *ret_error)
{
	UpdatePersonRequest request = UPDATE_PERSON_REQUEST__INIT;
	GetPersonRequest get = GET_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person draft = PERSON__INIT, *person;
	char *paths[] = { (char *)"group_path" };
	int status;

	get.name = cli_person(email);
	status = cli_try(cli, "People/GetPerson", &get, &person__descriptor, 0, &person, ret_error);
	if (status != STATUS_OK)
		return status;
	*ret_same = strcmp(person->group_path, group) == 0;
	if (*ret_same)
		return STATUS_OK;
	draft.name = person->name;
	draft.etag = person->etag;
	draft.group_path = group;
	mask.paths = paths;
	mask.n_paths = 1;
	request.person = &draft;
	request.update_mask = &mask;
	return cli_try(cli, "People/UpdatePerson", &request, &person__descriptor, 0, &person, ret_error);
}

/* "daan@example.com,sales/north": a comma or a semicolon, as spreadsheets write them. */
static void take_line(struct cli *cli, char *line, int number, struct outcome *outcome)
{
	const char separator = line[strcspn(line, ",;")] == ';' ? ';' : ',';
	char *email, *group = NULL, *more = NULL, *rest = take_field(line, separator, &email);
	struct ridealong_error error;
	bool same = false;

	if (rest != NULL)
		rest = take_field(rest, separator, &group);
	if (rest != NULL)
		take_field(rest, separator, &more);
	email = trim(email);
	group = group == NULL ? NULL : trim(group);
	if (group == NULL || (more != NULL && trim(more)[0] != '\0'))
		refuse(outcome, number, email,
			_("a line is an address and a group, such as daan@example.com,sales/north"));
	else if (move(cli, email, group, &same, &error) != STATUS_OK)
		refuse(outcome, number, email, error.message);
	else if (same)
		outcome->same++;
	else
		outcome->changed++;
}

/* A first line without an address is the table's head. */
static bool is_head(const char *line, int number)
{
	return number == 1 && strchr(line, '@') == NULL;
}

static void take_file(struct cli *cli, FILE *file, struct outcome *outcome)
{
	char *line = NULL;
	size_t room = 0;

	for (int number = 1; getline(&line, &room, file) >= 0; number++) {
		char *text = trim(line);

		if (number == 1 && strncmp(text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
			text += strlen(BYTE_ORDER_MARK);
		if (text[0] != '\0' && !is_head(text, number))
			take_line(cli, text, number, outcome);
	}
	free(line);
}

static void print_refusals(const json_t *refusals)
{
	const json_t *refusal;
	size_t i;

	json_array_foreach(refusals, i, refusal)
	{
		char *email = strdup(json_string_value(json_object_get(refusal, "email")));

		if (email == NULL)
			abort();
		defuse_line(email);
		printf(_("not taken over: line %d, %s: %s\n"),
			(int)json_integer_value(json_object_get(refusal, "line")), email,
			json_string_value(json_object_get(refusal, "reason")));
		free(email);
	}
}

int cmd_person_import_groups(struct cli *cli, int argc, char **argv)
{
	FILE *file = strcmp(argv[0], "-") == 0 ? stdin : fopen(argv[0], "r");
	struct outcome outcome = { .refusals = json_array() };
	json_t *json;

	(void)argc;
	if (file == NULL)
		return cli_usage(cli, _("%s cannot be read: %s"), argv[0], strerror(errno));
	take_file(cli, file, &outcome);
	if (file != stdin)
		fclose(file);
	if (cli->output == CLI_TABLE) {
		printf(_("in another group now: %d, the same: %d, refused: %d\n"), outcome.changed, outcome.same,
			outcome.refused);
		print_refusals(outcome.refusals);
	} else {
		json = json_pack("{s:i, s:i, s:O}", "changed", outcome.changed, "same", outcome.same, "refused",
			outcome.refusals);
		json_dumpf(json, stdout, cli->output == CLI_JSON ? JSON_INDENT(2) : JSON_COMPACT);
		putchar('\n');
		json_decref(json);
	}
	json_decref(outcome.refusals);
	return outcome.refused > 0 ? status_exit_code(STATUS_INVALID_ARGUMENT) : 0;
}
