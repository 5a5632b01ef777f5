/* tests/bench/ — callers, each a context of one REQ socket. */
#include "load.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ridealong/v1/admin.pb-c.h"

int64_t load_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

volatile sig_atomic_t load_interrupted;

static void check(int failed, const char *what)
{
	if (failed == 0)
		return;
	fprintf(stderr, "%s: %s\n", what, nng_strerror(failed));
	exit(1);
}

/* ---- times ---- */

/* Of 2^e + f·2^e/64 ns: 64·e + f. */
static unsigned bucket_of(uint64_t ns)
{
	unsigned exponent = 6, bucket;

	if (ns < 64)
		return 0;
	while (ns >> (exponent + 1) != 0)
		exponent++;
	bucket = (exponent - 6) * 64 + (unsigned)(ns >> (exponent - 6)) - 64;
	return bucket < LOAD_BUCKETS ? bucket : LOAD_BUCKETS - 1;
}

static double middle_of(unsigned bucket)
{
	return ((double)(bucket % 64) + 64.5) * (double)(UINT64_C(1) << bucket / 64);
}

void load_times_add(struct load_times *times, int64_t ns)
{
	atomic_fetch_add_explicit(&times->buckets[bucket_of((uint64_t)ns)], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&times->count, 1, memory_order_relaxed);
}

double load_times_at(const struct load_times *times, double part)
{
	const double wanted = part * (double)times->count;
	double seen = 0;

	for (unsigned i = 0; i < LOAD_BUCKETS; i++) {
		seen += (double)times->buckets[i];
		if (seen >= wanted && seen > 0)
			return middle_of(i) / 1000;
	}
	return 0;
}

/* ---- callers ---- */

#define PATIENCE_NS (INT64_C(10) * 1000000000)

struct run {
	const struct load *load;
	nng_socket socket;
	struct load_times times;
	_Atomic uint64_t number, failures;
	_Atomic int under_way;
	int64_t until_ns;
	_Atomic bool lost;   /* the daemon */
	_Atomic bool failed; /* the first failure is kept */
	char failure[256];
};

struct caller {
	struct run *run;
	nng_ctx ctx;
	nng_aio *aio;
	bool receiving;
	uint64_t number;
	int64_t asked_ns;
	uint8_t bytes[LOAD_MESSAGE];
};

static void ask(struct caller *caller)
{
	const struct load *load = caller->run->load;
	nng_msg *msg;
	size_t size;

	caller->number = atomic_fetch_add(&caller->run->number, 1);
	size = load->make(load->arg, caller->number, caller->bytes);
	check(nng_msg_alloc(&msg, 0), "message");
	check(nng_msg_append(msg, caller->bytes, size), "message");
	nng_aio_set_msg(caller->aio, msg);
	caller->receiving = false;
	caller->asked_ns = load_now_ns();
	nng_ctx_send(caller->ctx, caller->aio);
}

static void note_failure(struct run *run, const char *what)
{
	atomic_fetch_add(&run->failures, 1);
	if (!atomic_exchange(&run->failed, true))
		snprintf(run->failure, sizeof(run->failure), "%s", what);
}

static void take_answer(struct caller *caller, nng_msg *msg)
{
	const struct load *load = caller->run->load;
	const int64_t ns = load_now_ns() - caller->asked_ns;
	Reply *reply = reply__unpack(NULL, nng_msg_len(msg), nng_msg_body(msg));

	load_times_add(&caller->run->times, ns);
	if (reply == NULL)
		note_failure(caller->run, "an answer that is none");
	else if (reply->status != 0)
		note_failure(caller->run, reply->message);
	if (load->answered != NULL)
		load->answered(load->arg, caller->number, reply, ns);
	if (reply != NULL)
		reply__free_unpacked(reply, NULL);
	nng_msg_free(msg);
}

static void on_done(void *arg)
{
	struct caller *caller = arg;
	const struct load *load = caller->run->load;
	const int failed = nng_aio_result(caller->aio);

	if (failed == 0 && !caller->receiving) {
		caller->receiving = true;
		nng_ctx_recv(caller->ctx, caller->aio);
		return;
	}
	if (failed != 0) {
		atomic_store(&caller->run->lost, true);
		note_failure(caller->run, nng_strerror(failed));
		if (load->answered != NULL)
			load->answered(load->arg, caller->number, NULL, load_now_ns() - caller->asked_ns);
	} else {
		take_answer(caller, nng_aio_get_msg(caller->aio));
	}
	if (failed == 0 && !load_interrupted && load_now_ns() < caller->run->until_ns)
		ask(caller);
	else
		atomic_fetch_sub(&caller->run->under_way, 1);
}

void load_run(const struct load *load, struct load_result *ret)
{
	struct run *run = calloc(1, sizeof(*run));
	struct caller *callers = calloc((size_t)load->callers, sizeof(*callers));
	int64_t start;

	if (run == NULL || callers == NULL || load->callers > LOAD_CALLERS)
		abort();
	run->load = load;
	check(nng_req0_open(&run->socket), "socket");
	check(nng_socket_set_ms(run->socket, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE), "socket");
	check(nng_socket_set_size(run->socket, NNG_OPT_RECVMAXSZ, 0), "socket");
	check(nng_dial(run->socket, load->server, NULL, 0), load->server);
	run->under_way = load->callers;
	start = load_now_ns();
	run->until_ns = start + (int64_t)(load->seconds * 1e9);
	for (int i = 0; i < load->callers; i++) {
		callers[i].run = run;
		check(nng_ctx_open(&callers[i].ctx, run->socket), "context");
		check(nng_aio_alloc(&callers[i].aio, on_done, &callers[i]), "aio");
		nng_aio_set_timeout(callers[i].aio, 60000);
		ask(&callers[i]);
	}
	while (atomic_load(&run->under_way) > 0) {
		usleep(5000);
		/* A daemon that is gone says nothing, and nng waits for it to come back. */
		if (load_now_ns() > run->until_ns + PATIENCE_NS)
			for (int i = 0; i < load->callers; i++)
				nng_aio_abort(callers[i].aio, NNG_ETIMEDOUT);
	}
	ret->a_second = (double)run->times.count / ((double)(load_now_ns() - start) / 1e9);
	for (int i = 0; i < load->callers; i++) {
		nng_aio_stop(callers[i].aio);
		nng_aio_free(callers[i].aio);
	}
	if (!atomic_load(&run->lost)) /* from one that nobody listens to any more, nng does not always come back */
		nng_close(run->socket);
	ret->answers = run->times.count;
	ret->failures = run->failures;
	ret->p50 = load_times_at(&run->times, 0.5);
	ret->p99 = load_times_at(&run->times, 0.99);
	memcpy(ret->failure, run->failure, sizeof(ret->failure));
	free(callers);
	free(run);
}

/* ---- one call ---- */

#define ANSWER_MS 60000

size_t load_pack(uint8_t *bytes, const char *method, uint64_t number, const char *token, const char *request_id,
	const ProtobufCMessage *request)
{
	Request envelope = REQUEST__INIT;
	uint8_t payload[LOAD_MESSAGE / 2];

	envelope.method = (char *)method;
	envelope.call_id = number;
	if (token != NULL)
		envelope.token = (char *)token;
	if (request_id != NULL)
		envelope.request_id = (char *)request_id;
	envelope.payload.data = payload;
	envelope.payload.len = protobuf_c_message_get_packed_size(request);
	if (envelope.payload.len > sizeof(payload))
		abort();
	protobuf_c_message_pack(request, payload);
	return request__pack(&envelope, bytes);
}

uint8_t *load_ask(const char *server, const uint8_t *message, size_t size, size_t *ret_size)
{
	nng_socket socket;
	uint8_t *bytes, *copy;
	Reply *reply;

	check(nng_req0_open(&socket), "socket");
	check(nng_socket_set_size(socket, NNG_OPT_RECVMAXSZ, 0), "socket");
	check(nng_socket_set_ms(socket, NNG_OPT_SENDTIMEO, ANSWER_MS), "socket");
	check(nng_socket_set_ms(socket, NNG_OPT_RECVTIMEO, ANSWER_MS), "socket");
	check(nng_dial(socket, server, NULL, 0), server);
	check(nng_send(socket, (void *)message, size, 0), "send");
	check(nng_recv(socket, &bytes, &size, NNG_FLAG_ALLOC), "receive");
	reply = reply__unpack(NULL, size, bytes);
	if (reply == NULL || reply->status != 0) {
		fprintf(stderr, "refused: %s\n", reply == NULL ? "no answer" : reply->message);
		exit(1);
	}
	*ret_size = reply->payload.len;
	copy = malloc(reply->payload.len + 1);
	if (copy == NULL)
		abort();
	if (reply->payload.len > 0)
		memcpy(copy, reply->payload.data, reply->payload.len);
	reply__free_unpacked(reply, NULL);
	nng_free(bytes, size);
	nng_close(socket);
	return copy;
}

void load_token_make(const char *server, const char *address, struct load_token *ret)
{
	static char *scopes[] = { "actionpoints.read", "events.read", "meetings.read", "meetings.write",
		"oneonones.read", "reminders.read", "reports.read", "sessions.read" };
	CreateTokenRequest request = CREATE_TOKEN_REQUEST__INIT;
	Token token = TOKEN__INIT, *made;
	uint8_t bytes[LOAD_MESSAGE], *reply;
	char person[300], id[64];
	size_t size;

	snprintf(person, sizeof(person), "people/%s", address != NULL ? address : "");
	snprintf(id, sizeof(id), "load-%lld", (long long)load_now_ns());
	token.display_name = (char *)"load";
	if (address != NULL)
		token.person = person;
	token.scopes = scopes;
	token.n_scopes = sizeof(scopes) / sizeof(scopes[0]);
	request.token = &token;
	size = load_pack(bytes, "ridealong.v1.Admin/CreateToken", 1, NULL, id, &request.base);
	reply = load_ask(server, bytes, size, &size);
	made = token__unpack(NULL, size, reply);
	free(reply);
	if (made == NULL)
		abort();
	snprintf(ret->name, sizeof(ret->name), "%s", made->name);
	snprintf(ret->secret, sizeof(ret->secret), "%s", made->secret);
	token__free_unpacked(made, NULL);
}

void load_token_revoke(const char *server, const struct load_token *token)
{
	RevokeTokenRequest request = REVOKE_TOKEN_REQUEST__INIT;
	uint8_t bytes[LOAD_MESSAGE];
	char id[64];
	size_t size;

	snprintf(id, sizeof(id), "load-%lld", (long long)load_now_ns());
	request.name = (char *)token->name;
	size = load_pack(bytes, "ridealong.v1.Admin/RevokeToken", 1, NULL, id, &request.base);
	free(load_ask(server, bytes, size, &size));
}
