/* clients/cli — calendar explain: what was read of an event, and why it is a meeting or is none. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/calendar.pb-c.h"

const struct flag flags_calendar_explain[] = {
	{ "person", N_("EMAIL"), N_("whose calendars; your own by default") },
	{ NULL, NULL, NULL },
};

static void print_event(const ExplainedEvent *event)
{
	printf(event->meeting ? _("%s: a meeting\n") : _("%s: no meeting\n"), event->calendar);
	for (size_t i = 0; i < event->n_facts; i++)
		printf("  %s\n", event->facts[i]->text);
	for (size_t i = 0; i < event->n_occurrences; i++)
		printf("    %-20s  %-20s  %s  %s\n", event->occurrences[i]->start, event->occurrences[i]->end,
			event->occurrences[i]->summary, event->occurrences[i]->status);
	if (event->occurrences_total > (int)event->n_occurrences)
		printf(_("    and more: %d\n"), event->occurrences_total - (int)event->n_occurrences);
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
		print_event(reply->events[i]);
	printf(_("The days from %s to %s were looked at.\n"), reply->window_from, reply->window_until);
	return 0;
}
