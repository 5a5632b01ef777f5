/* Dies between effect and done, once for each person: the effect, a change of the person, stands in the daemon, which
 * has not heard that the work is done. That it died is remembered in its data folder. */
#include <fcntl.h>
#include <ridealong/sdk.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ridealong/v1/person.pb-c.h"

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
	int fd;

	snprintf(path, sizeof(path), "%s/%s", self->sdk.api->data_dir(self->sdk.host), strrchr(subject, '/') + 1);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

SDK_REPLY(on_effect, struct step, step, Person, person)
{
	(void)person;
	if (end->status == 0 && first_time(step->self, step->subject))
		kill(getpid(), SIGKILL);
	sdk_finish_as(&step->self->sdk, step->work, end);
	free(step);
}

static void on_event(void *arg, struct ridealong_work *work, const struct ridealong_event *event)
{
	UpdatePersonRequest request = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person person = PERSON__INIT;
	char *path = "display_name";
	struct dies *self = arg;
	struct step *step = calloc(1, sizeof(*step));

	if (step == NULL)
		abort();
	*step = (struct step){ .self = self, .work = work };
	snprintf(step->subject, sizeof(step->subject), "%s", event->subject);
	person.name = step->subject;
	person.display_name = "Seen by a plugin";
	mask.paths = &path;
	mask.n_paths = 1;
	request.person = &person;
	request.update_mask = &mask;
	sdk_call(&self->sdk, work, &people__descriptor, "UpdatePerson", NULL, &request.base, on_effect, step);
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const char *const types[] = { "person.created", NULL };
	static const struct ridealong_plugin self = { .abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "dies",
		.event_types = types,
		.start = start,
		.stop = free,
		.on_event = on_event };

	return &self;
}
