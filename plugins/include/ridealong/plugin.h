/* The border between a plugin and its host. C99, no other header of ours, no generated struct crosses it: what crosses
 * is the name of a method and packed bytes. Tables are append-only, each opens with its size.
 *
 * A plugin is a shared object with one exported symbol, ridealong_plugin(). Its host process has one libuv loop; all
 * functions below run on its thread, and a plugin may put its own handles on that loop. Nothing here may block longer
 * than a breath: a plugin that spins is killed. */
#ifndef RIDEALONG_PLUGIN_H
#define RIDEALONG_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RIDEALONG_PLUGIN_ABI 1
#define RIDEALONG_EXPORT     __attribute__((visibility("default")))

struct uv_loop_s;
struct ridealong_host; /* the host, opaque */
struct ridealong_work; /* a piece of work, opaque; valid until finished */

enum ridealong_level { RIDEALONG_ERROR, RIDEALONG_WARNING, RIDEALONG_INFO, RIDEALONG_DEBUG };

/** The outcome of a call: a gRPC status code; on 0 the packed response message (the callback's only), else a sentence
 *  and a machine's reason (may be empty). */
struct ridealong_reply {
	size_t size;
	int status;
	const char *message;
	const char *reason;
	const void *bytes;
	size_t length;
};

typedef void (*ridealong_reply_cb)(void *arg, const struct ridealong_reply *reply);

/** An event: as in the contract's Event, its fields as strings. Valid until the work is finished. */
struct ridealong_event {
	size_t size;
	const char *name, *type, *subject, *actor, *from_state, *to_state;
	int64_t time_us;
};

/** A timer that is due. Gone when the work is finished with status 0. */
struct ridealong_timer {
	size_t size;
	const char *key;
	int64_t due_us;
	const void *payload;
	size_t length;
};

/** A call of a method that the plugin serves. Finish the work with the packed response. */
struct ridealong_call {
	size_t size;
	const char *method; /* "ridealong.v1.Gate/ExplainGate" */
	const void *bytes;
	size_t length;
	const char *caller; /* "people/ID", "admin" */
	const char *locale;
	int admin; /* whether the caller may do everything, also as a person; later than the first struct */
};

/** What the host offers. The plugin gets it in start() and keeps the pointer. */
struct ridealong_host_api {
	size_t size;
	/** The host's loop. */
	struct uv_loop_s *(*loop)(struct ridealong_host *host);
	/** The daemon's time in µs, as of the work at hand, the last that came, or the start; in a simulation it stands
	 *  still in between. */
	int64_t (*now)(struct ridealong_host *host);
	/** A value of the plugin's config section, or NULL. Lives as long as the host. */
	const char *(*config)(struct ridealong_host *host, const char *key);
	/** The plugin's own folder (exists, writable, survives restarts). */
	const char *(*data_dir)(struct ridealong_host *host);
	/** Where texts and the like are installed. */
	const char *(*share_dir)(struct ridealong_host *host);
	/** Logs a line under the plugin's name. Ids and states, never people's words. */
	void (*log)(struct ridealong_host *host, enum ridealong_level level, const char *line);
	/** Calls the daemon: the front door, with the plugin's scopes. `work` is what the call belongs to, or NULL: its
	 *  request id then derives from the work's id, the call, and its number among equal ones, so that work handed
	 * out twice has one effect; without work the host makes a random one. `act_as`: address or "people/ID" of the
	 * person as whom to act, or NULL. The callback comes exactly once, on the loop, never from within call();
	 * at the host's end with CANCELLED (1), before stop(). */
	void (*call)(struct ridealong_host *host, struct ridealong_work *work, const char *method, const char *act_as,
		const void *bytes, size_t length, ridealong_reply_cb done, void *arg);
	/** Ends a piece of work, once, now or later. status 0 is done; for a call, bytes are its packed response.
	 * Another status of event or timer work: it is handed out again later, unless trying again cannot mend it. */
	void (*finish)(struct ridealong_host *host, struct ridealong_work *work, int status, const char *message,
		const char *reason, const void *bytes, size_t length);
	/** As call(), for what belongs to no work but may come twice all the same, a letter for instance: `request`
	 *  names that (at most 400 bytes count), and the request id derives from it and from the call, so that equal
	 *  calls of one request have one effect, also after a restart. Later than the first table: see that its size
	 *  reaches so far, as sdk_init() does. */
	void (*call_as_request)(struct ridealong_host *host, const char *request, const char *method,
		const char *act_as, const void *bytes, size_t length, ridealong_reply_cb done, void *arg);
	/** The name of the plugin's index-th section of its own, "[plugin NAME PART]", in the order of the file; NULL
	 *  beyond the last. config() has its values as "PART.key". Later than the first table. */
	const char *(*config_part)(struct ridealong_host *host, size_t index);
};

/** A key of the plugin's section of the configuration file. */
struct ridealong_setting {
	const char *key;
	/** What is wrong with a value, to be read after it ("is no whole number"); NULL: nothing. Static storage. Tells
	 *  by the value alone, for it is asked before start(), of a file that may never be used. May be NULL. */
	const char *(*fault)(const char *value);
};

/** What a plugin is. Slots marked so may be NULL; then that kind of work is finished with 0 at once (a call with 12).
 */
struct ridealong_plugin {
	uint32_t abi; /* RIDEALONG_PLUGIN_ABI */
	size_t size;  /* sizeof(struct ridealong_plugin) */
	const char *name;
	/** NULL-terminated; a type that ends in "." stands for all that begin so. May be NULL: no events. */
	const char *const *event_types;
	/** Before any work. Returns its own state, or NULL to refuse with a sentence in *ret_error (static storage). */
	void *(*start)(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error);
	/** After the last work; everything it put on the loop is closed by it (closing callbacks still run). May be
	 * NULL. */
	void (*stop)(void *self);
	/** Finish everything at hand: scan folders, send what is due; then finish the work. May be NULL. */
	void (*settle)(void *self, struct ridealong_work *work);
	void (*on_event)(
		void *self, struct ridealong_work *work, const struct ridealong_event *event); /* may be NULL */
	void (*on_timer)(
		void *self, struct ridealong_work *work, const struct ridealong_timer *timer);       /* may be NULL */
	void (*on_call)(void *self, struct ridealong_work *work, const struct ridealong_call *call); /* may be NULL */
	/** What its section may say; an entry without key ends it. Another key, or a value with a fault, is refused
	 * with the file's line, and the plugin is not started. NULL: it takes whatever is there. */
	const struct ridealong_setting *settings;
	/** What is wrong with its section as a whole, when each value is fine: one sentence in static storage, NULL:
	 *  nothing. value(arg, key) is NULL for a key that is not there; *ret_key may be set to the key at fault. As
	 *  restrained as a setting's fault. May be NULL. */
	const char *(*settings_fault)(
		const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key);
	/** What each of its sections "[plugin NAME PART]" may say, as settings. NULL beside settings: it has none, and
	 *  one is refused. */
	const struct ridealong_setting *part_settings;
	/** As settings_fault, of one such section; value() takes the bare key. May be NULL. */
	const char *(*part_fault)(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key);
	/** What is wrong with its sections side by side, when each is fine: part(arg, index) names them as
	 *  config_part() does, value() takes one of these names, or NULL for the plugin's own section, and the bare
	 * key. *ret_part and *ret_key may be set to what is at fault. Asked as settings_fault is. May be NULL. */
	const char *(*sections_fault)(const char *(*part)(void *arg, size_t index),
		const char *(*value)(void *arg, const char *part, const char *key), void *arg, const char **ret_part,
		const char **ret_key);
};

/** The one symbol. */
RIDEALONG_EXPORT const struct ridealong_plugin *ridealong_plugin(void);

#ifdef __cplusplus
}
#endif
#endif
