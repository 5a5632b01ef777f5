/* rpc/ — a call in its lane. */
#include <string.h>

#include "daemon/domain/see.h"
#include "daemon/domain/words.h"
#include "daemon/rpc/audit.h"
#include "daemon/rpc/inside.h"
#include "daemon/rpc/once.h"

static struct life *life_of(struct lane_job *job)
{
	return (struct life *)((char *)job - offsetof(struct life, job));
}

void life_call_init(const struct life *life, struct store_conn *conn, struct arena *arena, struct call *ret)
{
	const struct rpc_options *options = &life->call.rpc->options;

	*ret = (struct call){ .arena = arena,
		.conn = conn,
		.actor = &life->call.actor,
		.method = life->call.method,
		.now = clock_now(options->clock),
		.request_id = life->call.request_id,
		.locale = life->call.locale,
		.service = options->service };
}

/* Whether a call that waited in a queue is still wanted. */
static enum status still_wanted(const struct life *life, struct error *reterr)
{
	const int dropped = atomic_load(&life->dropped);

	if (dropped != STATUS_OK)
		return error_set(reterr, (enum status)dropped,
			words_pick(life->call.locale, "the call was cancelled", "de aanroep is afgebroken"));
	if (clock_monotonic_ns() >= life->call.deadline_ns)
		return error_set(reterr, STATUS_DEADLINE_EXCEEDED,
			words_pick(life->call.locale, "the time for the call passed before its turn came; try again",
				"de tijd voor de aanroep was om voor die aan de beurt kwam; probeer het opnieuw"));
	return STATUS_OK;
}

static void enter_queue(struct life *life)
{
	life->queued_ns = clock_monotonic_ns();
}

/* Its turn has come. A write may run again in its group; it waited once. */
static void leave_queue(struct life *life)
{
	if (life->queued_ns == 0)
		return;
	metrics_count_waiting(life->call.rpc->metrics, life->call.method, clock_monotonic_ns() - life->queued_ns);
	life->queued_ns = 0;
}

/* Keeps what the method left; the reply as this caller may see it. */
static enum status keep_outcome(struct life *life, const struct call *call, enum status status)
{
	life->error = call->error;
	if (status == STATUS_OK && call->reply == NULL)
		return error_set(&life->error, STATUS_INTERNAL, "%s left no answer", life->call.method->full_name);
	if (status != STATUS_OK && life->error.status != status)
		return error_set(&life->error, status, words_pick(life->call.locale, "%s failed", "%s is mislukt"),
			life->call.method->full_name);
	life->reply = call->reply;
	if (status == STATUS_OK)
		see(&life->call.actor, life->call.method->full_name, life->reply);
	return status;
}

static enum status run_read(struct life *life, struct store_conn *conn)
{
	struct call call;

	life_call_init(life, conn, life->call.arena, &call);
	return keep_outcome(life, &call, service_invoke(&call, life->call.in));
}

static enum status run_slow(struct lane_job *job, struct store_conn *conn)
{
	struct life *life = life_of(job);
	enum status status;

	leave_queue(life);
	life->error = (struct error){ 0 };
	status = still_wanted(life, &life->error);
	if (status != STATUS_OK)
		return status;
	status = run_read(life, conn);
	if (status == STATUS_CANCELLED)
		return error_set(&life->error, STATUS_DEADLINE_EXCEEDED,
			words_pick(life->call.locale, "the call took too long and was ended; ask for less at a time",
				"de aanroep duurde te lang en is gestopt; vraag minder tegelijk"));
	return status;
}

/* A read that leaves a trace: both happen, or neither. */
static enum status read_with_trace(struct life *life, struct call *call)
{
	enum status status = service_invoke(call, life->call.in);

	return status == STATUS_OK ? audit_leave(life, call) : status;
}

static enum status write_once(struct life *life, struct call *call)
{
	bool again = false;
	enum status status;

	status = once_recall(life, call, &again);
	if (status != STATUS_OK || again)
		return status;
	status = service_invoke(call, life->call.in);
	if (status != STATUS_OK || call->reply == NULL)
		return status;
	return once_remember(life, call);
}

static enum status run_write(struct lane_job *job, struct store_conn *conn)
{
	struct life *life = life_of(job);
	struct call call;
	enum status status;

	leave_queue(life);
	life->error = (struct error){ 0 };
	status = still_wanted(life, &life->error);
	if (status != STATUS_OK)
		return status;
	life_call_init(life, conn, life->call.arena, &call);
	if (life->call.method->lane == LANE_READ)
		status = read_with_trace(life, &call);
	else
		status = write_once(life, &call);
	return keep_outcome(life, &call, status);
}

/* The trace of a read that ran in the slow lane, or with a plugin: it has its answer, and nobody gets it before the
 * trace is there. */
static enum status run_trace(struct lane_job *job, struct store_conn *conn)
{
	struct life *life = life_of(job);
	struct call call;
	enum status status;

	leave_queue(life);
	life_call_init(life, conn, life->call.arena, &call);
	call.reply = life->reply;
	status = audit_leave(life, &call);
	life->error = call.error;
	return status;
}

static void answer_outcome(struct life *life, enum status status)
{
	if (status == STATUS_OK)
		life_answer(life, life->reply);
	else if (life->error.status == status)
		life_fail(life, &life->error);
	else
		life_fail(life, &life->job.error); /* not the method's but the commit's */
}

static void done(struct lane_job *job, enum status status)
{
	answer_outcome(life_of(job), status);
}

static void refuse_full(struct life *life, enum status status)
{
	life->turned_away = true;
	/* a lane knows no locale */
	error_detail(&life->error, status, life->job.error.reason, NULL,
		words_pick(life->call.locale, "too many calls are waiting already; try again in a moment",
			"er wachten al te veel aanroepen; probeer het zo weer"));
	life_fail(life, &life->error);
}

static void submit_write(struct life *life, lane_run run)
{
	enum status status;

	life->job.run = run;
	life->job.done = done;
	life->job.size = life->call.payload.len;
	enter_queue(life);
	status = lane_write_submit(life->call.rpc->options.write, &life->job);
	if (status != STATUS_OK)
		refuse_full(life, status);
}

static void slow_done(struct lane_job *job, enum status status)
{
	if (status == STATUS_OK && audit_is_due(life_of(job)))
		submit_write(life_of(job), run_trace);
	else
		answer_outcome(life_of(job), status);
}

void life_answer_traced(struct life *life, ProtobufCMessage *message)
{
	life->reply = message;
	life->job.deadline_ns = life->call.deadline_ns;
	if (audit_is_due(life))
		submit_write(life, run_trace);
	else
		life_answer(life, message);
}

static void submit_slow(struct life *life)
{
	enum status status;

	life->job.run = run_slow;
	life->job.done = slow_done;
	enter_queue(life);
	status = lane_slow_submit(life->call.rpc->options.slow, &life->job);
	if (status != STATUS_OK)
		refuse_full(life, status);
}

static void submit(struct life *life, enum lane_kind lane)
{
	life->job.deadline_ns = life->call.deadline_ns;
	if (lane == LANE_WRITE && life->call.method->lane != LANE_READ)
		once_prepare(life);
	registry_add(&life->call.rpc->registry, life, false, NULL);
	if (lane == LANE_WRITE)
		submit_write(life, run_write);
	else
		submit_slow(life);
}

static void read_here(struct life *life, struct store_conn *conn)
{
	enum status status;

	store_set_budget(conn, life->call.rpc->options.read_budget);
	status = run_read(life, conn);
	store_set_budget(conn, 0);
	store_rollback(conn);
	if (status == STATUS_RESOURCE_EXHAUSTED && life->error.reason != NULL &&
		strcmp(life->error.reason, "STORE_BUDGET") == 0) {
		metrics_count_rerun(life->call.rpc->metrics, life->call.method);
		submit(life, LANE_SLOW);
	} else {
		answer_outcome(life, status);
	}
}

static void wait_in_loop(struct life *life)
{
	const struct rpc_options *options = &life->call.rpc->options;
	struct error error = { 0 };

	life->turned_away = registry_add(&life->call.rpc->registry, life, true, &error) != STATUS_OK;
	if (life->turned_away)
		life_fail(life, &error);
	else
		options->wait(options->loop, &life->call);
}

/* Whose request ids these are, and who waits: the actor, and who acts for them. */
static void name_caller(struct life *life)
{
	const struct actor *actor = &life->call.actor;

	life->once =
		actor->via == NULL ? actor->name : arena_printf(life->call.arena, "%s via %s", actor->name, actor->via);
}

void life_run(struct life *life, struct store_conn *conn)
{
	enum lane_kind lane = life->call.method->lane;

	if (lane == LANE_READ && audit_is_due(life))
		lane = LANE_WRITE;
	if (lane == LANE_READ) {
		read_here(life, conn);
		return;
	}
	store_rollback(conn);
	name_caller(life);
	if (lane == LANE_LOOP)
		wait_in_loop(life);
	else
		submit(life, lane);
}
