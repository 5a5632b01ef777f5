#include "fake_client.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static struct fake_call *calls;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;
static int under_way;
static uint64_t last_id;

int ridealong_client_open(
	const struct ridealong_options *options, struct ridealong_client **ret, struct ridealong_error *ret_error)
{
	(void)options;
	(void)ret_error;
	*ret = malloc(1);
	return 0;
}

/* What was not answered ends now, as with the real one; what the test has taken, it answers. */
void ridealong_client_close(struct ridealong_client *client)
{
	for (;;) {
		struct fake_call *call;

		pthread_mutex_lock(&lock);
		call = calls;
		if (call != NULL)
			calls = call->next;
		pthread_mutex_unlock(&lock);
		if (call == NULL)
			break;
		fake_refuse(call, 1, "closed");
	}
	pthread_mutex_lock(&lock);
	while (under_way > 0)
		pthread_cond_wait(&answered, &lock);
	pthread_mutex_unlock(&lock);
	free(client);
}

void ridealong_request_id(char ret[37])
{
	static int n;

	pthread_mutex_lock(&lock);
	snprintf(ret, 37, "random-%d", ++n);
	pthread_mutex_unlock(&lock);
}

uint64_t ridealong_call_async(struct ridealong_client *client, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, ridealong_done_cb done, void *arg)
{
	struct fake_call *call = calloc(1, sizeof(*call)), **last = &calls;

	(void)client;
	snprintf(call->method, sizeof(call->method), "%s", method);
	snprintf(call->request_id, sizeof(call->request_id), "%s", options->request_id ? options->request_id : "");
	snprintf(call->act_as, sizeof(call->act_as), "%s", options->act_as ? options->act_as : "");
	call->bytes = malloc(length + 1);
	memcpy(call->bytes, bytes, length);
	call->length = length;
	call->done = done;
	call->arg = arg;
	pthread_mutex_lock(&lock);
	while (*last != NULL)
		last = &(*last)->next;
	*last = call;
	under_way++;
	pthread_cond_broadcast(&arrived);
	pthread_mutex_unlock(&lock);
	return ++last_id;
}

static struct fake_call *take(const char *method)
{
	for (struct fake_call **at = &calls; *at != NULL; at = &(*at)->next) {
		struct fake_call *call = *at;
		const char *slash = strrchr(call->method, '/');

		if (strcmp(slash + 1, method) == 0) {
			*at = call->next;
			return call;
		}
	}
	return NULL;
}

struct fake_call *fake_next(const char *method)
{
	struct fake_call *call;
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 10;
	pthread_mutex_lock(&lock);
	while ((call = take(method)) == NULL) {
		if (pthread_cond_timedwait(&arrived, &lock, &until) == ETIMEDOUT) {
			fprintf(stderr, "no call of %s came\n", method);
			abort();
		}
	}
	pthread_mutex_unlock(&lock);
	return call;
}

static void destroy(struct fake_call *call)
{
	free(call->bytes);
	free(call);
	pthread_mutex_lock(&lock);
	under_way--;
	pthread_cond_broadcast(&answered);
	pthread_mutex_unlock(&lock);
}

void fake_answer(struct fake_call *call, const ProtobufCMessage *reply)
{
	struct ridealong_error fine = { 0 };
	size_t size = reply != NULL ? protobuf_c_message_get_packed_size(reply) : 0;
	uint8_t *bytes = malloc(size + 1);

	if (reply != NULL)
		protobuf_c_message_pack(reply, bytes);
	call->done(call->arg, &fine, bytes, size);
	free(bytes);
	destroy(call);
}

void fake_refuse(struct fake_call *call, int status, const char *message)
{
	struct ridealong_error error = { .status = status };

	snprintf(error.message, sizeof(error.message), "%s", message);
	call->done(call->arg, &error, NULL, 0);
	destroy(call);
}

int fake_waits(const char *method)
{
	int found = 0;

	pthread_mutex_lock(&lock);
	for (struct fake_call *call = calls; call != NULL; call = call->next)
		found += strcmp(strrchr(call->method, '/') + 1, method) == 0;
	pthread_mutex_unlock(&lock);
	return found;
}
