/* A plugin that only counts: its timers are "due/0" up to "due/EXPECTED-1". Once it has seen each of them it writes to
 * `file` when that was (µs since 1970), and how many came again. */
#include <ridealong/sdk.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct counts {
	struct sdk sdk;
	int expected, seen, again;
	char *known; /* a byte a timer */
};

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	struct counts *self = calloc(1, sizeof(*self));

	if (self == NULL || !sdk_init(&self->sdk, host, api, ret_error)) {
		free(self);
		return NULL;
	}
	self->expected = atoi(sdk_config(&self->sdk, "expected", "0"));
	self->known = calloc((size_t)self->expected + 1, 1);
	if (self->known == NULL)
		abort();
	return self;
}

static void stop(void *arg)
{
	struct counts *self = arg;

	free(self->known);
	free(self);
}

/* Under another name first: who waits for the file finds it whole. */
static void write_down(struct counts *self)
{
	const char *path = sdk_config(&self->sdk, "file", NULL);
	char fresh[512];
	struct timespec now;
	FILE *file;

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(fresh, sizeof(fresh), "%s.new", path);
	file = fopen(fresh, "w");
	if (file == NULL)
		abort();
	fprintf(file, "%lld %d\n", (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000, self->again);
	if (fclose(file) != 0 || rename(fresh, path) != 0)
		abort();
}

static void on_timer(void *arg, struct ridealong_work *work, const struct ridealong_timer *timer)
{
	struct counts *self = arg;
	const int number = strncmp(timer->key, "due/", 4) == 0 ? atoi(timer->key + 4) : -1;

	if (number >= 0 && number < self->expected) {
		self->again += self->known[number];
		self->seen += !self->known[number];
		self->known[number] = 1;
		if (self->seen == self->expected)
			write_down(self);
	}
	sdk_finish(&self->sdk, work, NULL);
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const struct ridealong_setting settings[] = { { "expected", NULL }, { "file", NULL }, { NULL, NULL } };
	static const struct ridealong_plugin self = { .abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "counts",
		.start = start,
		.stop = stop,
		.on_timer = on_timer,
		.settings = settings };

	return &self;
}
