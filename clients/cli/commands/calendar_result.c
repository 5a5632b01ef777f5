/* clients/cli — see calendar_result.h. */
#include "calendar_result.h"

#include <stdio.h>

#include "proto/json_time.h"

void calendar_result_print(const struct calendar_result *result)
{
	printf(_("%s: events: %d; new: %d, changed: %d, moved: %d, the same: %d, cancelled: %d"), result->what,
		result->events, result->created, result->updated, result->moved, result->unchanged, result->cancelled);
	putchar('\n');
}

void calendar_time_show(struct cli *cli, const char *text, char ret[80])
{
	Timestamp moment = TIMESTAMP__INIT;

	if (json_time_parse(text, &moment.seconds, &moment.nanos))
		cli_time_print(cli, &moment, ret);
	else
		cli_date_print(text, ret);
}

void calendar_outside_print(int outside, const char *from, const char *until)
{
	if (outside > 0)
		printf(_("  left out: %d, before %s or from %s on\n"), outside, from, until);
}

/* What came by messages has no line. */
static void refused_print(const RefusedEvent *event)
{
	if (event->line > 0)
		printf(_("  not taken over: line %d, %s: %s\n"), event->line, event->uid, event->reason);
	else
		printf(_("  not taken over: %s: %s\n"), event->uid, event->reason);
}

void calendar_refused_print(RefusedEvent *const *refused, size_t listed, int total)
{
	for (size_t i = 0; i < listed; i++)
		refused_print(refused[i]);
	if (total > (int)listed)
		printf(_("  and more: %d\n"), total - (int)listed);
}
