/* clients/cli — calendar explain: what was read of an event, and why it is a meeting or is none. */
#include "calendar_result.h"
#include "commands.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "proto/json_time.h"
#include "ridealong/v1/calendar.pb-c.h"

const struct flag flags_calendar_explain[] = {
	{ "person", N_("EMAIL"), N_("whose calendars; your own by default") },
	{ NULL, NULL, NULL },
};

static void print_time(struct cli *cli, const char *text)
{
	char shown[80];

	calendar_time_show(cli, text, shown);
	fputs(shown, stdout);
}

/* Whole days end before the day that is named. */
static void print_end(struct cli *cli, const Occurrence *occurrence)
{
	Timestamp start = TIMESTAMP__INIT, end = TIMESTAMP__INIT;
	char text[40], day[16];
	time_t last;

	snprintf(text, sizeof(text), "%.10sT00:00:00Z", occurrence->start);
	json_time_parse(text, &start.seconds, &start.nanos);
	snprintf(text, sizeof(text), "%.10sT00:00:00Z", occurrence->end);
	if (strlen(occurrence->end) > 10 || !json_time_parse(text, &end.seconds, &end.nanos)) {
		fputs(" – ", stdout);
		print_time(cli, occurrence->end);
	} else if (end.seconds > start.seconds + 86400) {
		last = (time_t)end.seconds - 86400;
		strftime(day, sizeof(day), "%Y-%m-%d", gmtime(&last));
		fputs(" – ", stdout);
		print_time(cli, day);
	}
}

/* The words of one that differs from the one before; NULL: there is none before. */
static void print_occurrence(struct cli *cli, const Occurrence *occurrence, const Occurrence *before)
{
	fputs("    ", stdout);
	print_time(cli, occurrence->start);
	print_end(cli, occurrence);
	if (before != NULL && strcmp(before->summary, occurrence->summary) != 0)
		printf("  %s", occurrence->summary);
	if (strcasecmp(occurrence->status, "CANCELLED") == 0)
		printf("  %s", _("called off"));
	putchar('\n');
}

static void print_event(struct cli *cli, const ExplainedEvent *event)
{
	printf(event->meeting ? _("%s: a meeting\n") : _("%s: no meeting\n"), event->calendar);
	for (size_t i = 0; i < event->n_facts; i++)
		printf("  %s\n", event->facts[i]->text);
	for (size_t i = 0; i < event->n_occurrences; i++)
		print_occurrence(cli, event->occurrences[i], i > 0 ? event->occurrences[i - 1] : NULL);
	if (event->occurrences_total > (int)event->n_occurrences)
		printf(_("    and more: %d\n"), event->occurrences_total - (int)event->n_occurrences);
}

/* One event that makes meetings in several calendars is there twice for people. */
static bool is_double(const ExplainEventResponse *reply)
{
	size_t meetings = 0;

	for (size_t i = 0; i < reply->n_events; i++)
		meetings += reply->events[i]->meeting != 0;
	return meetings > 1;
}

static void print_days(const ExplainEventResponse *reply)
{
	char from[80], until[80];

	cli_date_print(reply->window_from, from);
	cli_date_print(reply->window_until, until);
	printf(_("The days from %s to %s were looked at.\n"), from, until);
}

int cmd_calendar_explain(struct cli *cli, int argc, char **argv)
{
	ExplainEventRequest request = EXPLAIN_EVENT_REQUEST__INIT;
	ExplainEventResponse *reply;
	int code;

	(void)argc;
	request.uid = argv[0];
	request.owner = cli_person(cli_flag(cli, "person"));
	code = cli_call(cli, "Calendars/ExplainEvent", &request, &explain_event_response__descriptor, &reply);
	if (code != 0 || cli_print_json(cli, reply))
		return code;
	for (size_t i = 0; i < reply->n_events; i++)
		print_event(cli, reply->events[i]);
	print_days(reply);
	if (is_double(reply))
		puts(_("More than one calendar makes a meeting of it: see ridealong meeting duplicates"));
	return 0;
}
