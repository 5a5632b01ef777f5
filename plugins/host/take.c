/* plugins/host — the standing Take: what is done goes out, what is to do comes in. */
#include "plugins/host/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Long: each renewal wakes the daemon, who has nothing else to do, and what ends a Take before its time (the daemon's
 * end, a broken pipe) is told at once. */
#define TAKE_TIMEOUT_MS (10 * 60 * 1000)
#define RETRY_FIRST_MS  20
#define RETRY_LAST_MS   2000
/* A message is at most 1 MiB, envelope included. */
#define REPORT_SIZE (1024 * 1024 - 4096)

static const char take_method[] = "ridealong.v1.Plugins/Take";

static void on_answer(struct ridealong_host *host, struct letter *letter);

/* As many as fit; the rest waits for the next Take, which then goes out at once. */
static void add_done(struct ridealong_host *host, TakeRequest *request, WorkDone **list)
{
	size_t size = 0;

	for (struct done *done = host->done; done != NULL; done = done->next) {
		if (done->carried_by != 0)
			continue;
		size += work_done__get_packed_size(done->message) + 16;
		if (size > REPORT_SIZE && request->n_done > 0) {
			host->take_due = true;
			return;
		}
		done->carried_by = request->sequence;
		list[request->n_done++] = done->message;
	}
}

static void add_lost(struct ridealong_host *host, TakeRequest *request, uint64_t *list)
{
	for (struct lost *lost = host->lost; lost != NULL; lost = lost->next) {
		if (lost->carried_by != 0)
			continue;
		lost->carried_by = request->sequence;
		list[request->n_lost++] = lost->sequence;
	}
}

static void add_event_types(struct ridealong_host *host, TakeRequest *request)
{
	if (host->plugin->event_types == NULL)
		return;
	request->event_types = (char **)host->plugin->event_types;
	while (host->plugin->event_types[request->n_event_types] != NULL)
		request->n_event_types++;
}

static void send_take(struct ridealong_host *host)
{
	const struct ridealong_call_options options = { .size = sizeof(options), .timeout_ms = TAKE_TIMEOUT_MS };
	TakeRequest request = TAKE_REQUEST__INIT;
	size_t n_done = 0, n_lost = 0;
	uint64_t *sequence = host_allocate(sizeof(*sequence));
	uint8_t *bytes;
	size_t length;

	for (struct done *done = host->done; done != NULL; done = done->next)
		n_done++;
	for (struct lost *lost = host->lost; lost != NULL; lost = lost->next)
		n_lost++;
	request.done = host_allocate(n_done * sizeof(request.done[0]) + 1);
	request.lost = host_allocate(n_lost * sizeof(request.lost[0]) + 1);
	host->take_due = false;
	request.sequence = *sequence = ++host->sequence;
	request.instance = host->instance;
	add_done(host, &request, request.done);
	add_lost(host, &request, request.lost);
	add_event_types(host, &request);
	bytes = host_allocate(take_request__get_packed_size(&request));
	length = take_request__pack(&request, bytes);
	host->takes++;
	host_call_async(host, take_method, bytes, length, &options, letter_create(host, on_answer, sequence));
	free(bytes);
	free(request.done);
	free(request.lost);
}

/* The daemon has what that Take carried. */
static void forget_carried(struct ridealong_host *host, uint64_t sequence)
{
	struct done **done = &host->done;
	struct lost **lost = &host->lost;

	while (*done != NULL) {
		struct done *gone = *done;

		if (gone->carried_by != sequence) {
			done = &gone->next;
			continue;
		}
		*done = gone->next;
		work_done__free_unpacked(gone->message, NULL);
		free(gone);
	}
	while (*lost != NULL) {
		struct lost *gone = *lost;

		if (gone->carried_by != sequence) {
			lost = &gone->next;
			continue;
		}
		*lost = gone->next;
		free(gone);
	}
}

/* The daemon may have it or not: what that Take carried is said again, and its answer is missing. */
static void put_back_carried(struct ridealong_host *host, uint64_t sequence)
{
	struct lost *lost = host_allocate(sizeof(*lost));

	for (struct done *done = host->done; done != NULL; done = done->next)
		if (done->carried_by == sequence)
			done->carried_by = 0;
	for (struct lost *other = host->lost; other != NULL; other = other->next)
		if (other->carried_by == sequence)
			other->carried_by = 0;
	*lost = (struct lost){ .sequence = sequence, .next = host->lost };
	host->lost = lost;
}

static void take_work(struct ridealong_host *host, const struct letter *letter)
{
	TakeResponse *response = take_response__unpack(NULL, letter->length, letter->bytes);
	size_t n_work;

	if (response == NULL) {
		host_complain(host, "the daemon's answer to Take could not be read");
		host_stop(host, HOST_EXIT_AGAIN);
		return;
	}
	if (response->clock_time != NULL) {
		host_clock_set(host, response->clock_time->seconds * 1000000 + response->clock_time->nanos / 1000,
			response->simulation);
	}
	n_work = response->n_work;
	response->n_work = 0; /* each is its work's own from here */
	for (size_t i = 0; i < n_work; i++)
		work_begin(host, response->work[i]);
	take_response__free_unpacked(response, NULL);
}

static void on_retry(uv_timer_t *timer)
{
	struct ridealong_host *host = timer->data;

	host->take_due = true;
}

static void try_again_later(struct ridealong_host *host)
{
	uint64_t delay = RETRY_FIRST_MS << (host->failures < 7 ? host->failures : 7);

	if (host->failures++ == 0)
		host->alone_since = uv_now(&host->loop);
	if (!host->has_control && uv_now(&host->loop) - host->alone_since > HOST_ALONE_MS) {
		host_complain(host, "the daemon does not answer");
		host_stop(host, HOST_EXIT_AGAIN);
		return;
	}
	uv_timer_start(&host->retry, on_retry, delay < RETRY_LAST_MS ? delay : RETRY_LAST_MS, 0);
}

/* What no other Take would be told otherwise. */
static bool is_final(int status)
{
	return status == STATUS_UNAUTHENTICATED || status == STATUS_PERMISSION_DENIED ||
	       status == STATUS_UNIMPLEMENTED || status == STATUS_INVALID_ARGUMENT || status == STATUS_ABORTED;
}

static void on_answer(struct ridealong_host *host, struct letter *letter)
{
	const uint64_t sequence = *(uint64_t *)letter->arg;
	char sentence[MESSAGE_SIZE + 64];

	free(letter->arg);
	host->takes--;
	if (host->stopping)
		return;
	if (letter->error.status == STATUS_OK) {
		host->failures = 0;
		forget_carried(host, sequence);
		take_work(host, letter);
		if (sequence == host->sequence)
			host->take_due = true;
		return;
	}
	if (is_final(letter->error.status)) {
		snprintf(sentence, sizeof(sentence), "the daemon gives no work: %s", letter->error.message);
		host_complain(host, sentence);
		host_stop(host, HOST_EXIT_AGAIN);
		return;
	}
	put_back_carried(host, sequence);
	if (sequence == host->sequence && letter->error.status != STATUS_DEADLINE_EXCEEDED)
		try_again_later(host);
	else
		host->take_due = true;
}

static void before_wait(uv_prepare_t *prepare)
{
	struct ridealong_host *host = prepare->data;

	/* While the daemon is away, its retry timer decides. */
	while (host->take_due && !host->stopping && (host->failures == 0 || !uv_is_active((uv_handle_t *)&host->retry)))
		send_take(host);
}

void take_start(struct ridealong_host *host)
{
	ridealong_request_id(host->instance);
	uv_prepare_init(&host->loop, &host->before_wait);
	uv_timer_init(&host->loop, &host->retry);
	host->before_wait.data = host->retry.data = host;
	uv_prepare_start(&host->before_wait, before_wait);
	host->take_due = true;
}

void take_stop(struct ridealong_host *host)
{
	uv_close((uv_handle_t *)&host->before_wait, NULL);
	uv_close((uv_handle_t *)&host->retry, NULL);
}

void take_finish(struct ridealong_host *host)
{
	while (host->done != NULL) {
		struct done *done = host->done;

		host->done = done->next;
		work_done__free_unpacked(done->message, NULL);
		free(done);
	}
	while (host->lost != NULL) {
		struct lost *lost = host->lost;

		host->lost = lost->next;
		free(lost);
	}
}

void take_report(struct ridealong_host *host, WorkDone *message)
{
	struct done *done = host_allocate(sizeof(*done)), **last = &host->done;

	*done = (struct done){ .message = message };
	while (*last != NULL)
		last = &(*last)->next;
	*last = done;
	host->take_due = true;
}
