/* clients/cli — calls that may take their time. */
#include "progress.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct progress {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool done;
	const char *words;
};

/* A second goes by, then another dot each second. */
static void *tell(void *arg)
{
	struct progress *progress = arg;
	struct timespec until;
	bool told = false;

	clock_gettime(CLOCK_REALTIME, &until);
	pthread_mutex_lock(&progress->lock);
	while (!progress->done) {
		until.tv_sec++;
		while (!progress->done &&
			pthread_cond_timedwait(&progress->changed, &progress->lock, &until) != ETIMEDOUT)
			continue;
		if (progress->done)
			break;
		fputs(told ? "." : progress->words, stderr);
		fflush(stderr);
		told = true;
	}
	pthread_mutex_unlock(&progress->lock);
	if (told)
		fputs("\r\033[K", stderr);
	return NULL;
}

static int call(struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply,
	uint32_t timeout_ms, void *ret)
{
	struct ridealong_error error;

	return cli_try(cli, method, request, reply, timeout_ms, ret, &error) == STATUS_OK ? 0 : cli_failed(cli, &error);
}

int cli_call_long(struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply,
	uint32_t timeout_ms, const char *words, void *ret)
{
	struct progress progress = { .words = words };
	struct ridealong_error error;
	pthread_t thread;
	int status;

	if (!isatty(STDERR_FILENO))
		return call(cli, method, request, reply, timeout_ms, ret);
	pthread_mutex_init(&progress.lock, NULL);
	pthread_cond_init(&progress.changed, NULL);
	if (pthread_create(&thread, NULL, tell, &progress) != 0)
		return call(cli, method, request, reply, timeout_ms, ret);
	status = cli_try(cli, method, request, reply, timeout_ms, ret, &error);
	pthread_mutex_lock(&progress.lock);
	progress.done = true;
	pthread_cond_signal(&progress.changed);
	pthread_mutex_unlock(&progress.lock);
	pthread_join(thread, NULL);
	pthread_cond_destroy(&progress.changed);
	pthread_mutex_destroy(&progress.lock);
	return status == STATUS_OK ? 0 : cli_failed(cli, &error);
}
