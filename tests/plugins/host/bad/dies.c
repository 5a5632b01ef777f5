/* Dies between effect and done, once for each subject: its effect, a timer by the subject's name, stands in the daemon,
 * and the daemon has not heard that the work is done. That it died is remembered in its data folder. */
#include <fcntl.h>
#include <ridealong/sdk.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct dies {
	struct sdk sdk;
};

struct step {
	struct dies *self;
	struct ridealong_work *work;
	char subject[128];
};

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	struct dies *self = calloc(1, sizeof(*self));

	if (self != NULL && sdk_init(&self->sdk, host, api, ret_error))
		return self;
	free(self);
	return NULL;
}

/* True the first time only. */
static int first_time(const struct dies *self, const char *subject)
{
	char path[4096];
	char *slash;
	int fd;

	snprintf(path, sizeof(path), "%s/died-%s", self->sdk.api->data_dir(self->sdk.host), subject);
	slash = strrchr(path, '/');
	if (slash != NULL && strchr(subject, '/') != NULL)
		*slash = '-';
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

SDK_REPLY(on_effect, struct step, step, ProtobufCMessage, reply)
{
	(void)reply;
	if (end->status == 0 && first_time(step->self, step->subject))
		kill(getpid(), SIGKILL);
	sdk_finish_as(&step->self->sdk, step->work, end);
	free(step);
}

static void on_event(void *arg, struct ridealong_work *work, const struct ridealong_event *event)
{
	const int64_t year = INT64_C(365) * 86400 * 1000000;
	struct dies *self = arg;
	struct step *step = calloc(1, sizeof(*step));

	if (step == NULL)
		abort();
	*step = (struct step){ .self = self, .work = work };
	snprintf(step->subject, sizeof(step->subject), "%s", event->subject);
	sdk_timer_set(&self->sdk, work, event->subject, event->time_us + year, NULL, 0, on_effect, step);
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const char *const types[] = { "person.", NULL };
	static const struct ridealong_plugin self = { .abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "dies",
		.event_types = types,
		.start = start,
		.stop = free,
		.on_event = on_event };

	return &self;
}
