/* rpc/ — the end of a call: its Reply. */
#include <string.h>

#include "daemon/base/log.h"
#include "daemon/domain/words.h"
#include "daemon/rpc/inside.h"

#define ANSWER_SIZE (1024 * 1024)

static void end(struct life *life, Reply *reply)
{
	struct rpc *rpc = life->call.rpc;
	struct arena *arena = life->call.arena;
	const size_t size = reply__get_packed_size(reply);
	uint8_t *bytes = arena_alloc(arena, size);

	reply__pack(reply, bytes);
	registry_remove(&rpc->registry, life);
	/* Those that were turned away are counted by their queues: as calls they would all be fast ones. */
	if (life->call.method != NULL && !life->turned_away)
		metrics_count(rpc->metrics, life->call.method, (enum status)reply->status,
			clock_monotonic_ns() - life->arrived_ns);
	rpc->options.reply(life->slot, bytes, size);
	arena_destroy(arena); /* the call with it */
}

/* Faults of ours are for the operator to know; what a caller did wrong is not. */
static void log_fault(const struct life *life, const struct error *error)
{
	const char *method = life->call.method == NULL ? "a call" : life->call.method->full_name;

	if (error->status == STATUS_INTERNAL || error->status == STATUS_DATA_LOSS || error->status == STATUS_UNKNOWN)
		log_error("%s: %s %s", method, status_name(error->status), error->message);
	else
		log_debug("%s: %s", method, status_name(error->status));
}

void life_fail(struct life *life, const struct error *error)
{
	Reply reply = REPLY__INIT;
	ErrorInfo info = ERROR_INFO__INIT;

	log_fault(life, error);
	reply.call_id = life->call_id;
	reply.status = (uint32_t)error->status;
	reply.message = (char *)error->message;
	if (error->reason != NULL)
		info.reason = (char *)error->reason;
	if (error->field != NULL)
		info.field = (char *)error->field;
	reply.error = &info;
	end(life, &reply);
}

void life_answer_packed(struct life *life, const void *bytes, size_t size)
{
	Reply reply = REPLY__INIT;
	struct error error = { 0 };

	if (size > ANSWER_SIZE) {
		error_detail(&error, STATUS_RESOURCE_EXHAUSTED, "ANSWER_TOO_LARGE", NULL,
			words_pick(life->call.locale, "the answer is larger than 1 MiB; ask for less at a time",
				"het antwoord is groter dan 1 MiB; vraag minder tegelijk"));
		life_fail(life, &error);
		return;
	}
	reply.call_id = life->call_id;
	reply.payload.data = (uint8_t *)bytes;
	reply.payload.len = size;
	end(life, &reply);
}

void life_answer(struct life *life, const ProtobufCMessage *message)
{
	const size_t size = protobuf_c_message_get_packed_size(message);
	uint8_t *bytes = arena_alloc(life->call.arena, size);

	protobuf_c_message_pack(message, bytes);
	life_answer_packed(life, bytes, size);
}
