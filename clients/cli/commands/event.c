/* clients/cli — event: what happened, in order. */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ridealong/v1/event.pb-c.h"

#define WAIT_MS 30000 /* of one Watch; it is asked again */
#define AWAY_MS 500   /* between two tries while the daemon is away */

const struct flag flags_event_list[] = {
	{ "after", N_("EVENT"), N_("only those after this one") },
	{ "type", N_("TYPES"), N_("such as session.planned; session. stands for all that begin so") },
	{ "subject", N_("NAME"), N_("only about this resource") },
	{ "limit", N_("COUNT"), N_("at most this many; all by default") },
	{ "last", N_("COUNT"), N_("only the last ones, this many") },
	{ NULL, NULL, NULL },
};

const struct flag flags_event_watch[] = {
	{ "after", N_("EVENT"), N_("from the one after this; from now on by default") },
	{ "type", N_("TYPES"), N_("such as session.planned; session. stands for all that begin so") },
	{ "subject", N_("NAME"), N_("only about this resource") },
	{ "limit", N_("COUNT"), N_("stop after this many") },
	{ NULL, NULL, NULL },
};

/* Events are shown as they come: a line each, whatever the output. */
static void print_event(struct cli *cli, const Event *event)
{
	char when[80];

	if (cli->output == CLI_JSON)
		cli->output = CLI_JSONL;
	if (cli_print_json(cli, event))
		return;
	cli_time_print(cli, event->event_time, when);
	printf("%s  %s  %s  %s  %s", cli_short(event->name), when, event->type, event->subject, event->actor);
	if (event->to_state[0] != '\0')
		printf("  %s%s%s", event->from_state[0] != '\0' ? cli_label(event->from_state) : "",
			event->from_state[0] != '\0' ? " → " : "", cli_label(event->to_state));
	putchar('\n');
	fflush(stdout);
}

static size_t split_types(const char *text, char **ret, size_t room)
{
	char *copied = strdup(text == NULL ? "" : text);
	size_t count = 0;

	for (char *word = strtok(copied, ", "); word != NULL && count < room; word = strtok(NULL, ", "))
		ret[count++] = word;
	return count;
}

static char *event_name(const char *typed)
{
	char *name;

	if (typed == NULL)
		return (char *)"";
	if (strchr(typed, '/') != NULL)
		return (char *)typed;
	if (asprintf(&name, "events/%s", typed) < 0)
		abort();
	return name;
}

int cmd_event_list(struct cli *cli, int argc, char **argv)
{
	ListEventsRequest request = LIST_EVENTS_REQUEST__INIT;
	const bool one_object = cli->output == CLI_JSON;
	ListEventsResponse all = LIST_EVENTS_RESPONSE__INIT, *reply;
	char *types[32];
	int64_t limit, last;
	int code;

	(void)argc;
	(void)argv;
	if (!cli_flag_number(cli, "limit", INT32_MAX, &limit) || !cli_flag_number(cli, "last", 0, &last))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	if (last < 0 || last > 1000)
		return cli_usage(cli, _("--last is a number up to 1000"));
	request.latest = last > 0;
	limit = last > 0 ? last : limit;
	request.after = event_name(cli_flag(cli, "after"));
	request.types = types;
	request.n_types = split_types(cli_flag(cli, "type"), types, 32);
	request.subject = (char *)cli_flag_or_empty(cli, "subject");
	do {
		request.page_size = limit < 1000 ? (int32_t)limit : 1000;
		if (limit <= 0)
			break;
		code = cli_call(cli, "Events/ListEvents", &request, &list_events_response__descriptor, &reply);
		if (code != 0)
			return code;
		all.events = realloc(all.events, (all.n_events + reply->n_events + 1) * sizeof(*all.events));
		for (size_t i = 0; i < reply->n_events; i++)
			all.events[all.n_events++] = reply->events[i];
		if (reply->n_events > 0)
			request.after = reply->events[reply->n_events - 1]->name;
		limit -= (int64_t)reply->n_events;
	} while (reply->n_events > 0 && !request.latest);
	if (one_object) {
		if (all.n_events == 0)
			puts("{\n  \"events\": []\n}");
		else
			cli_print_json(cli, &all);
		return 0;
	}
	for (size_t i = 0; i < all.n_events; i++)
		print_event(cli, all.events[i]);
	return 0;
}

/* Whether the daemon is away for a while: what it restarts for, or a connection that broke. */
static bool is_away(const struct ridealong_error *error)
{
	return error->status == STATUS_UNAVAILABLE || error->status == STATUS_CANCELLED ||
	       strcmp(error->reason, "CONNECTION_LOST") == 0;
}

/* The last event there is: where to go on when the daemon restarts before the next one was seen. "" without any. */
static int find_last(struct cli *cli, char **ret)
{
	ListEventsRequest request = LIST_EVENTS_REQUEST__INIT;
	ListEventsResponse *reply;
	int code;

	request.page_size = 1;
	request.latest = true;
	code = cli_call(cli, "Events/ListEvents", &request, &list_events_response__descriptor, &reply);
	if (code == 0)
		*ret = reply->n_events > 0 ? reply->events[reply->n_events - 1]->name : (char *)"";
	return code;
}

/* Asks until there is an answer, however long the daemon is away. Nothing comes twice: it goes on after the last one.
 */
static int wait_for_some(struct cli *cli, const WatchEventsRequest *request, ListEventsResponse **ret)
{
	struct ridealong_error error;
	bool said = false;

	for (;;) {
		int status = cli_try(
			cli, "Events/WatchEvents", request, &list_events_response__descriptor, WAIT_MS, ret, &error);

		if (status == STATUS_OK)
			return 0;
		if (status == STATUS_DEADLINE_EXCEEDED)
			continue;
		if (!is_away(&error))
			return cli_failed(cli, &error);
		if (!said)
			fputs(_("ridealong: the daemon is away; waiting for it to come back\n"), stderr);
		said = true;
		nanosleep(&(struct timespec){ .tv_sec = AWAY_MS / 1000, .tv_nsec = AWAY_MS % 1000 * 1000000L }, NULL);
	}
}

int cmd_event_watch(struct cli *cli, int argc, char **argv)
{
	WatchEventsRequest request = WATCH_EVENTS_REQUEST__INIT;
	ListEventsResponse *reply;
	char *types[32];
	int64_t limit;
	int code = 0;

	(void)argc;
	(void)argv;
	if (!cli_flag_number(cli, "limit", INT64_MAX, &limit))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	request.after = event_name(cli_flag(cli, "after"));
	request.types = types;
	request.n_types = split_types(cli_flag(cli, "type"), types, 32);
	request.subject = (char *)cli_flag_or_empty(cli, "subject");
	if (request.after[0] == '\0')
		code = find_last(cli, &request.after);
	while (code == 0 && limit > 0) {
		code = wait_for_some(cli, &request, &reply);
		for (size_t i = 0; code == 0 && i < reply->n_events && limit > 0; i++, limit--)
			print_event(cli, reply->events[i]);
		fflush(stdout);
		if (code == 0 && reply->n_events > 0)
			request.after = reply->events[reply->n_events - 1]->name;
	}
	return code;
}
