/* clients/cli — doctor: looks at the obvious, and says what to do. */
#include "calendar_trouble.h"
#include "commands.h"
#include "metrics.h"
#include "reminder_failed.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"

#define SWEEP_TOLERANCE (2 * 24 * 3600) /* seconds between two nights, and a machine that sleeps */
#define CLOCK_TOLERANCE 300             /* seconds between the daemon's clock and ours */

struct doctor {
	struct cli *cli;
	json_t *findings;
	int worst; /* exit code */
};

#define WARNING (-1) /* all works, but not as it could */

/* One look: what was looked at, whether it is well (0), an exit code or WARNING, and what was seen or can be done. */
static void say(struct doctor *doctor, const char *what, int code, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void say(struct doctor *doctor, const char *what, int code, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	if (doctor->worst == 0 && code != WARNING)
		doctor->worst = code;
	if (doctor->cli->output == CLI_TABLE)
		printf("%s %s: %s\n", code == 0 ? "✓" : code == WARNING ? "!" : "✗", what, text);
	else
		json_array_append_new(
			doctor->findings, json_pack("{s:s, s:b, s:s}", "what", what, "well", code == 0, "says", text));
	free(text);
}

static void look_at_plugins(struct doctor *doctor)
{
	ListPluginsRequest request = LIST_PLUGINS_REQUEST__INIT;
	struct ridealong_error error;
	ListPluginsResponse *reply;

	if (cli_try(doctor->cli, "Plugins/ListPlugins", &request, &list_plugins_response__descriptor, 0, &reply,
		    &error) != STATUS_OK) {
		say(doctor, _("plugins"), 0, _("you may not see them: %s"), error.message);
		return;
	}
	for (size_t i = 0; i < reply->n_plugins; i++) {
		const Plugin *plugin = reply->plugins[i];
		const char *name = cli_short(plugin->name), *state = cli_enum(&plugin_state__descriptor, plugin->state);

		if (plugin->state == PLUGIN_STATE_RUNNING)
			say(doctor, name, 0, "%s", state);
		else if (plugin->state == PLUGIN_STATE_DISABLED)
			say(doctor, name, status_exit_code(STATUS_UNAVAILABLE),
				_("%s. %s Start it: ridealong plugin enable %s"), state, plugin->last_error, name);
		else
			say(doctor, name, status_exit_code(STATUS_UNAVAILABLE), "%s. %s", state, plugin->last_error);
	}
}

/* A coach or a coachee sees theirs; an administrator can do something about all. */
static void look_at_reminders(struct doctor *doctor, const Status *status)
{
	struct ridealong_error error;
	ListRemindersResponse *list;

	if (!status->admin)
		return;
	if (reminders_failed(doctor->cli, &list, &error) != STATUS_OK)
		say(doctor, _("messages"), status_exit_code((enum status)error.status), "%s", error.message);
	else if (list->n_reminders == 0)
		say(doctor, _("messages"), 0, _("none that could not be sent"));
	else
		say(doctor, _("messages"), status_exit_code(STATUS_FAILED_PRECONDITION),
			_("%zu could not be sent. ridealong reminder list --failed says why, ridealong reminder retry "
			  "--all-failed tries again"),
			list->n_reminders);
}

static void look_at_calendar(void *arg, const Calendar *calendar)
{
	char *title, *words, *advice;

	if (calendar->trouble == NULL)
		return;
	title = calendar_title(((struct doctor *)arg)->cli, calendar);
	words = calendar_trouble_words(((struct doctor *)arg)->cli, calendar);
	advice = calendar_trouble_advice(((struct doctor *)arg)->cli, calendar);
	say(arg, title, status_exit_code(STATUS_FAILED_PRECONDITION), "%s. %s", words, advice);
	free(title);
	free(words);
	free(advice);
}

/* Of everybody for who may see that; where the plugin is not there, it was said of the plugin. */
static void look_at_calendars(struct doctor *doctor, const Status *status)
{
	const int before = doctor->worst;
	struct ridealong_error error;
	int count;

	doctor->worst = 0;
	count = calendar_each(doctor->cli, status->admin ? "people/-" : "", 0, look_at_calendar, doctor, &error);
	if (count < 0 && error.status == STATUS_PERMISSION_DENIED)
		say(doctor, _("calendars"), 0, _("you may not see them: %s"), error.message);
	else if (count < 0 && error.status != STATUS_UNAVAILABLE)
		say(doctor, _("calendars"), status_exit_code((enum status)error.status), "%s", error.message);
	else if (count > 0 && doctor->worst == 0)
		say(doctor, _("calendars"), 0, _("all %d are well"), count);
	doctor->worst = before != 0 ? before : doctor->worst;
}

static void look_at_clock(struct doctor *doctor, const Status *status)
{
	const int64_t apart = status->clock_time == NULL ? 0 : status->clock_time->seconds - (int64_t)time(NULL);
	char text[80];

	cli_time_print(doctor->cli, status->clock_time, text);
	if (status->simulation)
		say(doctor, _("clock"), 0, _("a simulation, at %s"), text);
	else if (apart > CLOCK_TOLERANCE || apart < -CLOCK_TOLERANCE)
		say(doctor, _("clock"), status_exit_code(STATUS_FAILED_PRECONDITION),
			_("the daemon says %s, which is not the time here: set the clocks"), text);
	else
		say(doctor, _("clock"), 0, "%s", text);
}

/* Every night; a first one is still to come where none was. */
static void look_at_keeping(struct doctor *doctor, const Status *status)
{
	char when[80];

	if (!status->admin || status->sweep_time == NULL || status->clock_time == NULL)
		return;
	cli_time_print(doctor->cli, status->sweep_time, when);
	if (status->clock_time->seconds - status->sweep_time->seconds > SWEEP_TOLERANCE)
		say(doctor, _("old records"), status_exit_code(STATUS_FAILED_PRECONDITION),
			_("they last went on %s, not last night: the daemon's log says why"), when);
	else
		say(doctor, _("old records"), 0, _("they last went on %s"), when);
}

/* A section for a coach who is not there: what it says holds for nobody. */
static void look_at_teams(struct doctor *doctor, const Status *status)
{
	for (size_t i = 0; i < status->n_unknown_teams; i++)
		say(doctor, _("configuration"), status_exit_code(STATUS_FAILED_PRECONDITION),
			_("[team %s]: nobody has that address. Mend the section, or add them: ridealong person add %s"),
			status->unknown_teams[i], status->unknown_teams[i]);
}

static void look_at_disk(struct doctor *doctor, const Metrics *metrics)
{
	char *p99 = metrics_quantile(metrics->commit_buckets, metrics->n_commit_buckets, 99);

	if (metrics_disk_is_slow(metrics))
		say(doctor, _("disk"), WARNING,
			_("%lld of %lld COMMITs took over 100 ms, and whoever writes waits for them. See what else the "
			  "data "
			  "folder's disk does, or give it a faster one"),
			(long long)metrics->slow_commits, (long long)metrics->commits);
	else if (metrics->commits > 0)
		say(doctor, _("disk"), 0, _("a COMMIT takes %s (99 in 100)"), p99);
	free(p99);
}

static void look_at_write_queue(struct doctor *doctor, const Metrics *metrics)
{
	const QueueMetrics *queue = metrics_queue(metrics, "write_small");
	char since[80];

	cli_time_print(doctor->cli, metrics->start_time, since);
	if (metrics_writes_refused(metrics) > 0)
		say(doctor, _("write queue"), WARNING,
			_("it was full, and had no room for %lld calls since %s. Who writes so much, says ridealong "
			  "metrics"),
			(long long)metrics_writes_refused(metrics), since);
	else if (queue != NULL)
		say(doctor, _("write queue"), 0, _("never full: at most %d waited, of %d that may"), queue->most,
			queue->limit);
}

/* Those that no write waits in. */
static void look_at_other_queue(struct doctor *doctor, const Metrics *metrics, const char *name)
{
	const QueueMetrics *queue = metrics_queue(metrics, name);
	char since[80];

	if (queue == NULL || queue->refused == 0)
		return;
	cli_time_print(doctor->cli, metrics->start_time, since);
	say(doctor, metrics_queue_words(queue), WARNING,
		_("there was no room for %lld of them since %s. Which they are, says ridealong metrics"),
		(long long)queue->refused, since);
}

/* How work goes, since the daemon's start. */
static void look_at_work(struct doctor *doctor, const Status *status)
{
	struct ridealong_error error;
	Metrics *metrics;

	if (!status->admin)
		return;
	if (metrics_get(doctor->cli, &metrics, &error) != STATUS_OK) {
		say(doctor, _("disk"), status_exit_code((enum status)error.status), "%s", error.message);
		return;
	}
	look_at_disk(doctor, metrics);
	look_at_write_queue(doctor, metrics);
	look_at_other_queue(doctor, metrics, "slow");
	look_at_other_queue(doctor, metrics, "parked");
}

static void look_at_daemon(struct doctor *doctor)
{
	GetStatusRequest request = GET_STATUS_REQUEST__INIT;
	struct ridealong_error error;
	Status *status;

	if (cli_try(doctor->cli, "Admin/GetStatus", &request, &status__descriptor, 0, &status, &error) != STATUS_OK) {
		say(doctor, _("daemon"), status_exit_code((enum status)error.status), "%s", error.message);
		return;
	}
	say(doctor, _("daemon"), 0, _("it answers"));
	if (strcmp(status->version, RIDEALONG_VERSION) == 0)
		say(doctor, _("version"), 0, "%s", status->version);
	else
		say(doctor, _("version"), status_exit_code(STATUS_FAILED_PRECONDITION),
			_("the daemon is %s, this program is %s: upgrade both, and restart the daemon"),
			status->version, RIDEALONG_VERSION);
	look_at_clock(doctor, status);
	if (strcmp(status->caller, "nobody") == 0)
		say(doctor, _("you"), status_exit_code(STATUS_UNAUTHENTICATED),
			_("the daemon does not know you: ask its administrator for a login or a token"));
	else
		say(doctor, _("you"), 0, "%s%s", cli_person_label(doctor->cli, status->caller),
			status->admin && strcmp(status->caller, "admin") != 0 ? _(", administrator") : "");
	look_at_work(doctor, status);
	look_at_keeping(doctor, status);
	look_at_teams(doctor, status);
	look_at_plugins(doctor);
	look_at_reminders(doctor, status);
	if (strcmp(status->caller, "nobody") != 0)
		look_at_calendars(doctor, status);
}

int cmd_doctor(struct cli *cli, int argc, char **argv)
{
	struct doctor doctor = { .cli = cli, .findings = json_array() };

	(void)argc;
	(void)argv;
	look_at_daemon(&doctor);
	if (cli->output != CLI_TABLE) {
		json_dumpf(doctor.findings, stdout, cli->output == CLI_JSON ? JSON_INDENT(2) : JSON_COMPACT);
		putchar('\n');
	}
	json_decref(doctor.findings);
	return doctor.worst;
}
