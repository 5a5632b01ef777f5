/* daemon/ — ridealongd: the one file that knows every storey, and joins them. */
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/arguments.h"
#include "daemon/config.h"
#include "daemon/folder.h"
#include "daemon/lane/lane.h"
#include "daemon/loop/advance.h"
#include "daemon/loop/loop.h"
#include "daemon/loop/serve.h"
#include "daemon/loop/supervisor.h"
#include "daemon/loop/take.h"
#include "daemon/memory.h"
#include "daemon/notify.h"
#include "daemon/reload.h"
#include "daemon/rpc/rpc.h"
#include "daemon/service/template.h"
#include "daemon/transport/transport.h"
#include "daemon/zone.h"
#include "proto/heap.h"
#include "ridealong/v1/admin.pb-c.h"

struct daemon {
	struct arguments arguments;
	struct config config;
	struct store *store;
	struct clock *clock;
	struct service service;
	const char **plugin_names;
	char zone[ZONE_SIZE];
	struct lane_write *write;
	struct lane_slow *slow;
	struct lane_read *read;
	struct rpc *rpc;
	struct loop *loop;
	struct transport *transport;
	struct reload reload;
	_Atomic bool supervised; /* plugins' processes are looked after */
};

/* Joints: transport and rpc know each other only here, and so do rpc and the loop. */

static void on_message(void *arg, struct transport_slot *slot, const struct transport_message *message)
{
	struct daemon *daemon = arg;
	const struct rpc_arrival arrival = { .slot = slot,
		.caller = message->caller,
		.local = message->local,
		.uid = message->uid,
		.bytes = message->bytes,
		.size = message->size };

	rpc_deliver(daemon->rpc, &arrival);
}

static void on_gone(void *arg, uint32_t caller)
{
	struct daemon *daemon = arg;

	rpc_gone(daemon->rpc, caller);
}

static void reply(void *slot, const void *bytes, size_t size)
{
	transport_slot_reply(slot, bytes, size);
}

static bool alive(void *arg, uint32_t caller)
{
	struct daemon *daemon = arg;

	return transport_alive(daemon->transport, caller);
}

static void wait_in_loop(void *arg, struct rpc_call *call)
{
	struct daemon *daemon = arg;

	loop_accept(daemon->loop, call);
}

static void drop_in_loop(void *arg, uint64_t serial, enum status why)
{
	struct daemon *daemon = arg;

	loop_drop(daemon->loop, serial, why);
}

static void on_committed(void *arg)
{
	struct daemon *daemon = arg;

	if (daemon->loop != NULL)
		loop_hint(daemon->loop);
}

/* Many of a group's answers go to one caller. */
static void on_answers(void *arg, bool begin)
{
	(void)arg;
	if (begin)
		transport_hold_back();
	else
		transport_let_out();
}

static void fill_metrics(void *arg, struct arena *arena, ProtobufCMessage *message)
{
	struct daemon *daemon = arg;
	Metrics *metrics = (Metrics *)message;
	struct transport_counts counts;

	rpc_fill_metrics(daemon->rpc, arena, message);
	transport_count(daemon->transport, &counts);
	metrics->callers = counts.callers;
	metrics->calls_under_way = counts.calls;
	memory_count(&metrics->memory, &metrics->peak_memory);
}

static void fill_plugin(void *arg, struct arena *arena, const char *plugin, ProtobufCMessage *message)
{
	struct daemon *daemon = arg;

	if (atomic_load(&daemon->supervised))
		supervisor_fill(daemon->loop, arena, plugin, message);
}

static void reload(void *arg)
{
	struct daemon *daemon = arg;

	reload_begin(&daemon->reload);
}

/* Starting, from the ground up */

static enum status check_addresses(const struct arguments *arguments, struct error *reterr)
{
	for (int i = 0; i < arguments->n_listen; i++)
		if (config_address_fault(arguments->listen[i]) != NULL)
			return error_set(reterr, STATUS_INVALID_ARGUMENT, "--listen: \"%s\" %s", arguments->listen[i],
				config_address_fault(arguments->listen[i]));
	return STATUS_OK;
}

static enum status read_config(struct daemon *daemon, struct error *reterr)
{
	const struct arguments *arguments = &daemon->arguments;
	struct config *config = &daemon->config;
	enum status status;

	if (arguments->config != NULL)
		status = config_read(arguments->config, config, reterr);
	else
		status = config_private(arguments->data, config, reterr);
	if (status != STATUS_OK)
		return status;
	if (arguments->data != NULL)
		config->data = arguments->data;
	if (arguments->n_listen > 0) {
		config->listen = (const char **)arguments->listen;
		config->n_listen = (size_t)arguments->n_listen;
	}
	if (check_addresses(arguments, reterr) != STATUS_OK)
		return reterr->status;
	if (config->data == NULL)
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "%s: [daemon] says no data folder", config->file);
	if (config->n_listen == 0)
		return error_set(
			reterr, STATUS_INVALID_ARGUMENT, "%s: [daemon] says no address to listen at", config->file);
	log_set_level(config->log_level);
	return STATUS_OK;
}

/* What plugins make of their sections, with the line of the file. One that could not be asked is for the check to tell;
 * at a start the supervisor meets it again, and the house does without. */
static enum status check_plugins(const struct daemon *daemon, struct error *reterr)
{
	const struct config *config = &daemon->config;

	for (size_t i = 0; i < config->n_plugins; i++) {
		const char *name = config->plugins[i].name;
		struct error why = { 0 };

		if (supervisor_check(&config->plugins[i], &why) == STATUS_OK ||
			(why.status != STATUS_INVALID_ARGUMENT && !daemon->arguments.check))
			continue;
		return reload_say_fault(config, name, &why, reterr);
	}
	return STATUS_OK;
}

static enum status open_folder(struct daemon *daemon, struct error *reterr)
{
	const char *dir = daemon->config.data;
	struct clock *real = clock_create_real();
	enum status status;

	daemon->service.start_time = clock_now(real);
	clock_destroy(real);
	status = folder_make(dir, reterr);
	if (status == STATUS_OK)
		status = store_open(dir, daemon->service.start_time, &daemon->store, reterr);
	if (status == STATUS_OK)
		status = folder_clock(daemon->store, dir, daemon->arguments.clock, &daemon->clock, reterr);
	if (status == STATUS_OK)
		status = service_template_keep(daemon->store, clock_now(daemon->clock), reterr);
	if (status == STATUS_OK)
		status = folder_key(dir, daemon->service.key, reterr);
	return status;
}

static void fill_service(struct daemon *daemon)
{
	struct config *config = &daemon->config;
	struct service *service = &daemon->service;

	daemon->plugin_names = arena_zero(config->arena, (config->n_plugins + 1) * sizeof(*daemon->plugin_names));
	for (size_t i = 0; i < config->n_plugins; i++)
		daemon->plugin_names[i] = config->plugins[i].name;
	service->simulation = clock_is_manual(daemon->clock);
	service->data_dir = config->data;
	service->listen = config->listen;
	service->schema_version = store_schema_version(daemon->store);
	service->retention = config->retention;
	service->teams = (struct policy_teams){ config->teams, config->n_teams };
	service->fill_metrics = fill_metrics;
	service->fill_plugin = fill_plugin;
	service->fill_arg = daemon;
	service->plugins = daemon->plugin_names;
	zone_of_machine(daemon->zone);
	service->time_zone = daemon->zone;
}

static enum status start_lanes(struct daemon *daemon, struct error *reterr)
{
	const struct lane_write_hooks hooks = { .committed = on_committed, .answers = on_answers, .arg = daemon };
	enum status status;

	status = lane_write_start(daemon->store, &hooks, &daemon->write, reterr);
	if (status == STATUS_OK)
		status = lane_slow_start(daemon->store, &daemon->slow, reterr);
	if (status == STATUS_OK)
		status = lane_read_start(daemon->store, &daemon->read, reterr);
	return status;
}

static enum status create_rpc(struct daemon *daemon, struct error *reterr)
{
	const struct rpc_options options = { .service = &daemon->service,
		.store = daemon->store,
		.clock = daemon->clock,
		.read = daemon->read,
		.write = daemon->write,
		.slow = daemon->slow,
		.same_user = daemon->config.same_user,
		.admin = daemon->config.admin,
		.reply = reply,
		.alive = alive,
		.transport = daemon,
		.wait = wait_in_loop,
		.drop = drop_in_loop,
		.loop = daemon };

	return rpc_create(&options, &daemon->rpc, reterr);
}

static enum status create_loop(struct daemon *daemon, struct error *reterr)
{
	const struct loop_options options = { .rpc = daemon->rpc,
		.store = daemon->store,
		.clock = daemon->clock,
		.service = &daemon->service,
		.data_dir = daemon->config.data,
		.server = daemon->config.listen[0],
		.plugins = daemon->config.plugins,
		.n_plugins = daemon->config.n_plugins,
		.reload = reload,
		.reload_arg = daemon };

	return loop_create(&options, &daemon->loop, reterr);
}

/* What plugins do, what they serve, the clock that waits for them, and their work; their processes come when there is a
 * door to knock at. */
static enum status prepare_plugins(struct daemon *daemon, struct error *reterr)
{
	enum status status;

	status = take_start(daemon->loop, reterr);
	if (status == STATUS_OK)
		status = serve_start(daemon->loop, reterr);
	if (status == STATUS_OK)
		status = advance_start(daemon->loop, reterr);
	return status;
}

static enum status begin(struct call *call, void *arg)
{
	(void)arg;
	return service_begin(call);
}

static void begun(void *arg, const struct error *error)
{
	(void)arg;
	if (error != NULL)
		log_error("the service's own timers: %s", error->message);
}

/* Before there are callers, and told to the loop as every write is. */
static void begin_service(struct daemon *daemon)
{
	static const struct actor service = { .kind = ACTOR_SERVICE, .admin = true, .name = "service" };

	rpc_write(daemon->rpc, &service, "begin", begin, NULL, begun);
}

/* Last: from here on there are callers. */
static enum status open_door(struct daemon *daemon, struct error *reterr)
{
	const struct transport_options options = { .listen = daemon->config.listen,
		.mode = daemon->config.socket_mode,
		.deliver = on_message,
		.gone = on_gone,
		.arg = daemon };

	enum status status = transport_create(&options, &daemon->transport, reterr);

	return status == STATUS_OK ? transport_listen(daemon->transport, reterr) : status;
}

static enum status start(struct daemon *daemon, struct error *reterr)
{
	enum status status;

	status = contract_init(reterr);
	if (status == STATUS_OK)
		status = open_folder(daemon, reterr);
	if (status != STATUS_OK)
		return status;
	fill_service(daemon);
	status = start_lanes(daemon, reterr);
	if (status == STATUS_OK)
		status = create_rpc(daemon, reterr);
	if (status == STATUS_OK)
		status = create_loop(daemon, reterr);
	if (status == STATUS_OK)
		status = prepare_plugins(daemon, reterr);
	if (status == STATUS_OK) {
		begin_service(daemon);
		status = open_door(daemon, reterr);
	}
	if (status == STATUS_OK)
		status = supervisor_start(daemon->loop, reterr);
	if (status == STATUS_OK)
		daemon->reload = (struct reload){ .running = &daemon->config, .loop = daemon->loop };
	atomic_store(&daemon->supervised, status == STATUS_OK);
	return status;
}

/* Stopping: first whoever makes work, then whoever does it, then what it was done with. */

static void destroy_loop(struct daemon *daemon)
{
	if (daemon->loop == NULL)
		return;
	supervisor_finish(daemon->loop);
	advance_finish(daemon->loop);
	take_finish(daemon->loop);
	loop_destroy(daemon->loop);
}

static void stop(struct daemon *daemon)
{
	if (daemon->rpc != NULL)
		rpc_refuse(daemon->rpc);
	lane_write_stop(daemon->write);
	lane_slow_stop(daemon->slow);
	destroy_loop(daemon);
	transport_destroy(daemon->transport);
	rpc_destroy(daemon->rpc);
	lane_read_stop(daemon->read);
	store_close(daemon->store);
	clock_destroy(daemon->clock);
}

static void say_ready(const struct daemon *daemon)
{
	const struct config *config = &daemon->config;

	for (size_t i = 0; i < config->n_listen; i++)
		log_info("ridealongd %s listens at %s, data in %s%s", RIDEALONG_VERSION, config->listen[i],
			config->data, daemon->service.simulation ? " (a simulation)" : "");
	if (config->file == NULL) {
		log_info("a private instance; to use it: export RIDEALONG_SERVER=%s", config->listen[0]);
		log_info("its mails are delivered below %s/mail; answers to them go into the Maildir %s/inbox",
			config->data, config->data);
	}
	notify("READY=1");
}

static int fail(const struct error *error)
{
	log_error("%s", error->message);
	return status_exit_code(error->status);
}

static int run(struct daemon *daemon)
{
	struct error error = { 0 };

	if (start(daemon, &error) != STATUS_OK) {
		if (daemon->loop != NULL) {
			loop_stop(daemon->loop);
			loop_run(daemon->loop);
		}
		stop(daemon);
		return fail(&error);
	}
	say_ready(daemon);
	loop_run(daemon->loop);
	notify("STOPPING=1");
	stop(daemon);
	log_info("stopped");
	return 0;
}

static int say_sound(const struct daemon *daemon)
{
	printf("%s makes sense\n", daemon->config.file == NULL ? "the private instance" : daemon->config.file);
	return 0;
}

int main(int argc, char **argv)
{
	static struct daemon daemon;
	struct error error = { 0 };
	int code;

	if (!arguments_read(argc, argv, &daemon.arguments, &code))
		return code;
	if (sodium_init() < 0)
		return fail(&(struct error){ .status = STATUS_INTERNAL, .message = "libsodium does not start" });
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN); /* until the loop listens: nothing is there yet to be read again */
	heap_keep_messages();
	if (read_config(&daemon, &error) != STATUS_OK || check_plugins(&daemon, &error) != STATUS_OK)
		code = fail(&error);
	else if (daemon.arguments.check)
		code = say_sound(&daemon);
	else
		code = run(&daemon);
	config_destroy(&daemon.config);
	return code;
}
