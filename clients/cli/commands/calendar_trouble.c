/* clients/cli — see calendar_trouble.h. */
#include "calendar_trouble.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ridealong/v1/person.pb-c.h"
#include "screen.h"

enum { PAGE = 1000 };

static char *text_make(const char *format, ...) __attribute__((format(printf, 1, 2)));

static char *text_make(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	return text;
}

int calendar_each(struct cli *cli, const char *owner, uint32_t timeout_ms,
	void (*each)(void *arg, const Calendar *calendar), void *arg, struct ridealong_error *ret_error)
{
	ListCalendarsRequest request = LIST_CALENDARS_REQUEST__INIT;
	ListCalendarsResponse *reply;
	int count = 0;

	request.owner = (char *)owner;
	request.page_size = PAGE;
	do {
		if (cli_try(cli, "Calendars/ListCalendars", &request, &list_calendars_response__descriptor, timeout_ms,
			    &reply, ret_error) != STATUS_OK)
			return -1;
		for (size_t i = 0; i < reply->n_calendars; i++)
			each(arg, reply->calendars[i]);
		count += (int)reply->n_calendars;
		request.page_token = reply->next_page_token;
	} while (request.page_token[0] != '\0');
	return count;
}

/* Nobody is known by the address that stands there. */
static const char *unknown_address(const Calendar *calendar)
{
	return strchr(calendar->owner, '@') == NULL ? NULL : calendar->owner + strlen("people/");
}

char *calendar_title(struct cli *cli, const Calendar *calendar)
{
	const char *address = unknown_address(calendar);

	return text_make(
		"%s (%s)", calendar->calendar, address != NULL ? address : cli_person_label(cli, calendar->owner));
}

char *calendar_trouble_words(struct cli *cli, const Calendar *calendar)
{
	char since[80];

	if (calendar->trouble->since_time == NULL)
		return text_make("%s", calendar->trouble->text);
	cli_time_print(cli, calendar->trouble->since_time, since);
	return text_make(_("%s (since %s)"), calendar->trouble->text, since);
}

/* As a shell takes it for one word. */
static char *quoted(const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./@+:,";
	char *quoted, *at;

	if (text[0] != '\0' && strspn(text, plain) == strlen(text))
		return text_make("%s", text);
	quoted = at = malloc(4 * strlen(text) + 3);
	if (quoted == NULL)
		abort();
	*at++ = '\'';
	for (; *text != '\0'; text++)
		at = *text == '\'' ? stpcpy(at, "'\\''") : (*at = *text, at + 1);
	strcpy(at, "'");
	return quoted;
}

/* Their address, which is what people type. */
static char *address_of(struct cli *cli, const char *owner)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	Person *person;

	request.name = (char *)owner;
	if (cli_try(cli, "People/GetPerson", &request, &person__descriptor, 0, &person, NULL) != STATUS_OK)
		return text_make("%s", owner);
	return text_make("%s", person->email);
}

/* "ridealong calendar sync work --person noor@example.com" */
static char *command_make(struct cli *cli, const Calendar *calendar, const char *verb, const char *flag)
{
	char *name = quoted(calendar->calendar), *address = address_of(cli, calendar->owner), *person = quoted(address);
	char *command = text_make("ridealong calendar %s %s --%s %s", verb, name, flag, person);

	free(name);
	free(address);
	free(person);
	return command;
}

static char *advice_make(struct cli *cli, const Calendar *calendar, const char *format, const char *verb)
	__attribute__((format_arg(3)));

static char *advice_make(struct cli *cli, const Calendar *calendar, const char *format, const char *verb)
{
	char *command = command_make(cli, calendar, verb, "person"), *advice = text_make(format, command);

	free(command);
	return advice;
}

static char *held_advice(struct cli *cli, const Calendar *calendar)
{
	char *name, *address, *person, *advice;

	if (calendar->kind != CALENDAR_KIND_FILE)
		return advice_make(cli, calendar, _("If it is right: %s --accept-cancellations"), "sync");
	name = quoted(calendar->calendar);
	address = address_of(cli, calendar->owner);
	person = quoted(address);
	advice = text_make(_("If it is right: ridealong calendar import FILE --calendar %s --owner %s "
			     "--accept-cancellations"),
		name, person);
	free(name);
	free(address);
	free(person);
	return advice;
}

char *calendar_trouble_advice(struct cli *cli, const Calendar *calendar)
{
	const char *code = calendar->trouble->code, *address = unknown_address(calendar);
	char *again, *advice;
	char when[80];

	if (address != NULL)
		return text_make(_("If it is right: ridealong person add %s"), address);
	if (strcmp(code, "CANCELS_MOST") == 0)
		return held_advice(cli, calendar);
	if (strcmp(code, "SECTION_TWICE") == 0)
		return text_make("%s", _("Until then it is not read."));
	if (strcmp(code, "SECTION_GONE") == 0)
		return advice_make(cli, calendar, _("To take its coming meetings away: %s"), "delete");
	if (calendar->next_read_time == NULL)
		return advice_make(cli, calendar, _("Once it is mended: %s"), "sync");
	cli_time_print(cli, calendar->next_read_time, when);
	again = command_make(cli, calendar, "sync", "person");
	advice = text_make(_("It is tried again on %s; at once with: %s"), when, again);
	free(again);
	return advice;
}

/* ---- those in which something is wrong ---- */

struct troubles {
	struct cli *cli;
	const char *heading; /* NULL once it has been printed */
};

void calendar_print_trouble(struct cli *cli, const Calendar *calendar)
{
	char *title, *words, *advice;

	if (calendar->trouble == NULL)
		return;
	title = calendar_title(cli, calendar);
	words = calendar_trouble_words(cli, calendar);
	advice = calendar_trouble_advice(cli, calendar);
	screen_say("  ✗ %s: %s", title, words);
	printf("    %s\n", advice);
	free(title);
	free(words);
	free(advice);
}

static void print_one(void *arg, const Calendar *calendar)
{
	struct troubles *troubles = arg;

	if (calendar->trouble != NULL && troubles->heading != NULL) {
		printf("\n%s\n", troubles->heading);
		troubles->heading = NULL;
	}
	calendar_print_trouble(troubles->cli, calendar);
}

void calendar_print_troubles(struct cli *cli, const char *owner, uint32_t timeout_ms, const char *heading)
{
	struct troubles troubles = { .cli = cli, .heading = heading };
	struct ridealong_error error;

	calendar_each(cli, owner, timeout_ms, print_one, &troubles, &error);
}
