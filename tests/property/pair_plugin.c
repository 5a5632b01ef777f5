/* tests — the built plugins, in this process: what they serve is asked of them, and what they ask goes to their world.
 */
#include "pair.h"

#include <dlfcn.h>
#include <ridealong/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "ridealong/v1/calendar.pb-c.h"

struct request {
	struct request *next;
	struct pair_answer answer;
	ridealong_reply_cb done;
	void *arg;
};

struct ridealong_work {
	const char *id;
	bool finished;
};

struct ridealong_host {
	struct pair *pair;
	int world;
	const char *name;
	struct request *requests; /* answered already; told in their order */
	struct pair_answer *answer;
	uv_loop_t loop;
	char dir[64], feeds[80], texts[4096];
	int calls;
};

struct pair_plugin {
	struct ridealong_host host;
	const struct ridealong_plugin *plugin;
	void *self;
};

static const char *const gate_scopes[] = { "sessions.read", "sessions.write", "preparations.read", "people.read",
	"meetings.read", "templates.read", "gate.read" };
static const char *const calendar_scopes[] = { "actionpoints.read", "calendars.read", "calendars.write",
	"meetings.read", "meetings.write", "people.read", "sessions.read", "timers.read", "timers.write" };
static const char *const reminders_scopes[] = { "actionpoints.read", "debriefs.read", "events.read", "gate.read",
	"meetings.read", "people.read", "preparations.read", "reminders.read", "reminders.write", "sessions.read",
	"sessions.write", "templates.read", "timers.read", "timers.write", "actionpoints.write", "oneonones.read" };

static struct actor plugin_actor(struct pair *pair, const char *name)
{
	struct actor actor = { .kind = ACTOR_PLUGIN,
		.plugin = name,
		.name = arena_printf(pair->worlds[0].fixture->arena, "plugins/%s", name) };

	if (strcmp(name, "calendar") == 0) {
		actor.scopes = calendar_scopes;
		actor.n_scopes = sizeof(calendar_scopes) / sizeof(calendar_scopes[0]);
	} else if (strcmp(name, "reminders") == 0) {
		actor.scopes = reminders_scopes;
		actor.n_scopes = sizeof(reminders_scopes) / sizeof(reminders_scopes[0]);
	} else {
		actor.scopes = gate_scopes;
		actor.n_scopes = sizeof(gate_scopes) / sizeof(gate_scopes[0]);
	}
	return actor;
}

void pair_plugin_serve(struct pair *pair, int world, const char *plugin, const char *request_id, const char *method,
	const char *act_as, const void *bytes, size_t length, struct pair_answer *ret)
{
	struct fixture *f = pair->worlds[world].fixture;
	struct actor actor = plugin_actor(pair, plugin);
	const struct contract_method *found = contract_find(method);
	ProtobufCMessage *in;

	if (found == NULL)
		fail_msg("%s calls %s, which is not there", plugin, method);
	in = protobuf_c_message_unpack(found->method->input, arena_allocator(f->arena), length, bytes);
	if (act_as != NULL && act_as[0] != '\0') {
		actor.kind = ACTOR_PERSON;
		actor.via = actor.name;
		actor.person = actor.name = arena_strdup(f->arena, act_as);
	}
	if (found->served_by != NULL && strcmp(found->served_by, "skip_unprepared") == 0)
		pair_plugin_call(pair->worlds[world].gate, &actor, request_id, found, in, ret);
	else
		pair_call(pair, world, &actor, request_id, found, in, ret);
}

/* ---- the host ---- */

static struct uv_loop_s *host_loop(struct ridealong_host *host)
{
	return &host->loop;
}

static int64_t host_now(struct ridealong_host *host)
{
	return host->pair->worlds[host->world].fixture->now;
}

static const char *host_config(struct ridealong_host *host, const char *key)
{
	return strcmp(key, "feeds") == 0     ? host->feeds
	       : strcmp(key, "texts") == 0   ? host->texts
	       : strcmp(key, "maildir") == 0 ? host->dir
					     : NULL;
}

static const char *host_config_part(struct ridealong_host *host, size_t index)
{
	(void)host;
	(void)index;
	return NULL;
}

static const char *host_dir(struct ridealong_host *host)
{
	return host->dir;
}

static void host_log(struct ridealong_host *host, enum ridealong_level level, const char *line)
{
	(void)host;
	(void)level;
	(void)line;
}

static void host_call(struct ridealong_host *host, struct ridealong_work *work, const char *method, const char *act_as,
	const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	struct arena *arena = host->pair->worlds[host->world].fixture->arena;
	struct request *request = arena_zero(arena, sizeof(*request)), **at = &host->requests;
	const char *id = arena_printf(arena, "%s %d", work == NULL ? host->name : work->id, ++host->calls);

	request->done = done;
	request->arg = arg;
	pair_plugin_serve(host->pair, host->world, host->name, id, method, act_as, bytes, length, &request->answer);
	while (*at != NULL)
		at = &(*at)->next;
	*at = request;
}

static void host_call_as_request(struct ridealong_host *host, const char *request, const char *method,
	const char *act_as, const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	(void)request;
	host_call(host, NULL, method, act_as, bytes, length, done, arg);
}

static void host_finish(struct ridealong_host *host, struct ridealong_work *work, int status, const char *message,
	const char *reason, const void *bytes, size_t length)
{
	struct arena *arena = host->pair->worlds[host->world].fixture->arena;
	struct pair_answer *answer = host->answer;

	work->finished = true;
	answer->status = (enum status)status;
	snprintf(answer->error.message, sizeof(answer->error.message), "%s", message == NULL ? "" : message);
	answer->error.reason = arena_strdup(arena, reason);
	answer->bytes.data = arena_memdup(arena, bytes == NULL ? "" : bytes, length + (bytes == NULL));
	answer->bytes.len = length;
}

static const struct ridealong_host_api api = { .size = sizeof(api),
	.loop = host_loop,
	.now = host_now,
	.config = host_config,
	.data_dir = host_dir,
	.share_dir = host_dir,
	.log = host_log,
	.call = host_call,
	.finish = host_finish,
	.call_as_request = host_call_as_request,
	.config_part = host_config_part };

void *pair_plugin_load(const char *name)
{
	char path[4096];
	void *library;

	snprintf(path, sizeof(path), "%s/lib/ridealong/plugins/%s.so", getenv("RIDEALONG_BUILD"), name);
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		fail_msg("%s", dlerror());
	return library;
}

struct pair_plugin *pair_plugin_open(struct pair *pair, int world, const char *name)
{
	struct pair_plugin *plugin = calloc(1, sizeof(*plugin));
	const struct ridealong_plugin *(*symbol)(void);
	const char *sentence = "";

	*(void **)&symbol = dlsym(pair_plugin_load(name), "ridealong_plugin");
	plugin->host.pair = pair;
	plugin->host.world = world;
	plugin->host.name = name;
	strcpy(plugin->host.dir, "/tmp/secrecy-pairs-XXXXXX");
	if (mkdtemp(plugin->host.dir) == NULL)
		fail_msg("no folder for %s", name);
	snprintf(plugin->host.feeds, sizeof(plugin->host.feeds), "%s/served", plugin->host.dir);
	snprintf(plugin->host.texts, sizeof(plugin->host.texts), "%s/plugins/reminders/texts",
		getenv("RIDEALONG_SOURCE"));
	uv_loop_init(&plugin->host.loop);
	plugin->plugin = symbol();
	plugin->self = plugin->plugin->start(&plugin->host, &api, &sentence);
	if (plugin->self == NULL)
		fail_msg("%s does not start: %s", name, sentence);
	return plugin;
}

void pair_plugin_close(struct pair_plugin *plugin)
{
	char command[200];

	if (plugin->plugin->stop != NULL)
		plugin->plugin->stop(plugin->self);
	uv_run(&plugin->host.loop, UV_RUN_DEFAULT);
	uv_loop_close(&plugin->host.loop);
	snprintf(command, sizeof(command), "rm -rf %s", plugin->host.dir);
	if (system(command) != 0)
		print_error("%s stays\n", plugin->host.dir);
	free(plugin);
}

static void tell_one(struct ridealong_host *host)
{
	struct request *request = host->requests;
	struct ridealong_reply reply = { .size = sizeof(reply),
		.status = (int)request->answer.status,
		.message = request->answer.error.message,
		.reason = request->answer.error.reason == NULL ? "" : request->answer.error.reason,
		.bytes = request->answer.bytes.data,
		.length = request->answer.bytes.len };

	host->requests = request->next;
	if (request->done != NULL)
		request->done(request->arg, &reply);
}

static void run_until_finished(struct ridealong_host *host, const struct ridealong_work *work)
{
	while (!work->finished) {
		if (host->requests != NULL)
			tell_one(host);
		else
			uv_run(&host->loop, UV_RUN_NOWAIT);
	}
}

/* An address is drawn by lot. What is read under it, once all that happened has found its way there, is not: that
 * stands in the answer in place of it. */
static void read_feed(struct pair_plugin *plugin, Feed *feed)
{
	static const struct ridealong_event renamed = {
		.size = sizeof(renamed), .name = "", .type = "person.updated", .subject = "people/ruud"
	};
	struct ridealong_host *host = &plugin->host;
	struct ridealong_work work[2] = { { .id = "event" }, { .id = "settle" } };
	struct pair_answer *answer = host->answer, none;
	static char content[1 << 16];
	FILE *file;

	host->answer = &none;
	plugin->plugin->on_event(plugin->self, &work[0], &renamed);
	run_until_finished(host, &work[0]);
	plugin->plugin->settle(plugin->self, &work[1]);
	run_until_finished(host, &work[1]);
	host->answer = answer;
	file = fopen(feed->address, "r");
	if (file == NULL)
		fail_msg("there is no feed at %s", feed->address);
	content[fread(content, 1, sizeof(content) - 1, file)] = '\0';
	fclose(file);
	feed->address = arena_strdup(host->pair->worlds[host->world].fixture->arena, content);
	answer->bytes.len = feed__get_packed_size(feed);
	answer->bytes.data = arena_alloc(host->pair->worlds[host->world].fixture->arena, answer->bytes.len);
	feed__pack(feed, answer->bytes.data);
}

void pair_plugin_call(struct pair_plugin *plugin, const struct actor *actor, const char *request_id,
	const struct contract_method *method, const ProtobufCMessage *in, struct pair_answer *ret)
{
	struct ridealong_host *host = &plugin->host;
	struct arena *arena = host->pair->worlds[host->world].fixture->arena;
	struct ridealong_work work = { .id = request_id };
	size_t size = protobuf_c_message_get_packed_size(in);
	uint8_t *bytes = arena_alloc(arena, size + 1);
	struct ridealong_call call = { .size = sizeof(call),
		.method = method->full_name,
		.caller = actor->name,
		.locale = pair_locale(actor),
		.bytes = bytes,
		.length = size };

	protobuf_c_message_pack(in, bytes);
	*ret = (struct pair_answer){ .status = STATUS_OK };
	host->answer = ret;
	plugin->plugin->on_call(plugin->self, &work, &call);
	run_until_finished(host, &work);
	if (ret->status == STATUS_OK)
		ret->reply = protobuf_c_message_unpack(
			method->method->output, arena_allocator(arena), ret->bytes.len, ret->bytes.data);
	if (ret->reply != NULL && method->method->output == &feed__descriptor &&
		((Feed *)ret->reply)->address[0] != '\0')
		read_feed(plugin, (Feed *)ret->reply);
}
