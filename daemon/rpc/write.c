/* rpc/ — writes of the daemon's own. */
#include "daemon/rpc/inside.h"

struct own_write {
	struct rpc *rpc;
	struct arena *arena; /* it lives here */
	struct actor actor;
	const char *request_id;
	enum status (*run)(struct call *call, void *arg);
	void (*done)(void *arg, const struct error *error);
	void *arg;
	struct lane_job job;
	struct error error;
};

static struct own_write *own_of(struct lane_job *job)
{
	return (struct own_write *)((char *)job - offsetof(struct own_write, job));
}

static enum status run(struct lane_job *job, struct store_conn *conn)
{
	struct own_write *own = own_of(job);
	const struct rpc_options *options = &own->rpc->options;
	struct call call = { .arena = own->arena,
		.conn = conn,
		.actor = &own->actor,
		.now = clock_now(options->clock),
		.request_id = own->request_id,
		.locale = "en",
		.service = options->service };
	enum status status = own->run(&call, own->arg);

	own->error = call.error;
	if (job->apart) /* nobody commits it: its error is the lane's to judge */
		job->error = call.error;
	return status;
}

static void finish(struct own_write *own, const struct error *error)
{
	own->done(own->arg, error);
	arena_destroy(own->arena);
}

static void done(struct lane_job *job, enum status status)
{
	struct own_write *own = own_of(job);

	if (status == STATUS_OK)
		finish(own, NULL);
	else
		finish(own, own->error.status == status ? &own->error : &job->error);
}

static void copy_actor(struct own_write *own, const struct actor *actor)
{
	const char **scopes = arena_zero(own->arena, (actor->n_scopes + 1) * sizeof(*scopes));

	for (size_t i = 0; i < actor->n_scopes; i++)
		scopes[i] = arena_strdup(own->arena, actor->scopes[i]);
	own->actor = *actor;
	own->actor.name = arena_strdup(own->arena, actor->name);
	own->actor.person = arena_strdup(own->arena, actor->person);
	own->actor.via = arena_strdup(own->arena, actor->via);
	own->actor.plugin = arena_strdup(own->arena, actor->plugin);
	own->actor.scopes = scopes;
}

static void submit(struct rpc *rpc, bool apart, const struct actor *actor, const char *request_id,
	enum status (*run_it)(struct call *call, void *arg), void *arg,
	void (*done_it)(void *arg, const struct error *error))
{
	struct arena *arena = arena_create();
	struct own_write *own = arena_zero(arena, sizeof(*own));

	own->rpc = rpc;
	own->arena = arena;
	copy_actor(own, actor);
	own->request_id = arena_strdup(arena, request_id);
	own->run = run_it;
	own->done = done_it;
	own->arg = arg;
	own->job.run = run;
	own->job.done = done;
	own->job.apart = apart;
	if (lane_write_submit(rpc->options.write, &own->job) != STATUS_OK)
		finish(own, &own->job.error);
}

void rpc_write(struct rpc *rpc, const struct actor *actor, const char *request_id,
	enum status (*run_it)(struct call *call, void *arg), void *arg,
	void (*done_it)(void *arg, const struct error *error))
{
	submit(rpc, false, actor, request_id, run_it, arg, done_it);
}

void rpc_write_apart(struct rpc *rpc, const struct actor *actor, const char *request_id,
	enum status (*run_it)(struct call *call, void *arg), void *arg,
	void (*done_it)(void *arg, const struct error *error))
{
	submit(rpc, true, actor, request_id, run_it, arg, done_it);
}
