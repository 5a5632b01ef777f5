/* daemon/ — the configuration file. */
#include "daemon/config.h"

#include "daemon/config_team.h"

#include <errno.h>
#include <ini.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const default_plugins[] = { "calendar", "reminders", "skip_unprepared" };

/* A plugin's settings while they are read. */
struct config_section {
	const char *plugin;
	const char **keys, **values;
	int *lines;
	size_t n_keys, n_values, n_lines;
};

enum { DAEMON_KEYS = 6, TITLE = 320 };

struct reader {
	struct config *config;
	FILE *file;
	int line;
	char section[TITLE]; /* the title at hand: inih keeps fifty bytes of one */
	struct config_section *sections;
	size_t n_sections;
	const char **names; /* of [daemon] plugins */
	size_t n_names;
	bool names_given;
	bool given[DAEMON_KEYS];
	struct error *reterr;
	bool failed;
};

static int complain(struct reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The first complaint stands. */
static int complain(struct reader *reader, const char *format, ...)
{
	char text[300];
	va_list args;

	if (!reader->failed) {
		va_start(args, format);
		vsnprintf(text, sizeof(text), format, args);
		va_end(args);
		error_set(
			reader->reterr, STATUS_INVALID_ARGUMENT, "%s:%d: %s", reader->config->file, reader->line, text);
	}
	reader->failed = true;
	return 0;
}

/* A section without settings reaches no handler. */
static bool is_section(struct reader *reader, const char *line)
{
	const char *begin = line + strspn(line, " \t"), *end = strchr(begin, ']');
	char name[TITLE];

	if (begin[0] != '[' || end == NULL)
		return true;
	snprintf(name, sizeof(name), "%.*s", (int)(end - begin - 1), begin + 1);
	if (begin == line)
		snprintf(reader->section, sizeof(reader->section), "%s", name);
	if (strcmp(name, "daemon") == 0 || strcmp(name, "retention") == 0 || strncmp(name, "plugin ", 7) == 0 ||
		config_team_is(name))
		return true;
	complain(reader, "there is no section [%s]", name);
	return false;
}

/* Counts lines for inih, which tells a handler none, cuts long ones silently, and stops reading at a NUL. */
static char *next_line(char *buffer, int size, void *stream)
{
	struct reader *reader = stream;
	int length = 0, read = EOF;

	while (length < size - 1 && (read = getc(reader->file)) != EOF) {
		buffer[length++] = (char)read;
		if (read == '\n' || read == '\0')
			break;
	}
	buffer[length] = '\0';
	if (length == 0)
		return NULL;
	reader->line++;
	if (read == '\0')
		complain(reader, "this is no text: it contains a NUL character");
	else if (read != '\n' && read != EOF)
		complain(reader, "the line is longer than %d characters", size - 2);
	else if (is_section(reader, buffer))
		return buffer;
	return NULL;
}

static void add(struct arena *arena, const char ***list, size_t *count, const char *text)
{
	const char **slot = arena_push(arena, list, count, sizeof(*slot));

	*slot = arena_strdup(arena, text);
}

/* Words, separated by spaces or commas. */
static void add_words(struct arena *arena, const char ***list, size_t *count, const char *value)
{
	char *words = arena_strdup(arena, value), *rest, *word;

	for (word = strtok_r(words, " ,\t", &rest); word != NULL; word = strtok_r(NULL, " ,\t", &rest))
		add(arena, list, count, word);
}

/* From 1 on: nobody would know which port 0 became. */
static bool has_port(const char *host)
{
	const char *colon = strrchr(host, ':');
	char *end;
	long port;

	if (colon == NULL || colon[1] < '0' || colon[1] > '9')
		return false;
	port = strtol(colon + 1, &end, 10);
	return *end == '\0' && port > 0 && port <= 65535;
}

const char *config_address_fault(const char *address)
{
	if (strncmp(address, "ipc://", 6) == 0)
		return address[6] == '/'
			       ? NULL
			       : "names no full path of a socket, such as ipc:///run/ridealong/ridealong.sock";
	if (strncmp(address, "tcp://", 6) == 0 || strncmp(address, "tls+tcp://", 10) == 0)
		return has_port(strstr(address, "://") + 3)
			       ? NULL
			       : "names no port from 1 to 65535, such as tcp://127.0.0.1:7411";
	return "is no address, such as ipc:///run/ridealong/ridealong.sock";
}

static int set_listen(struct reader *reader, const char *value)
{
	struct config *config = reader->config;
	size_t before = config->n_listen;

	add_words(config->arena, &config->listen, &config->n_listen, value);
	for (size_t i = before; i < config->n_listen; i++)
		if (config_address_fault(config->listen[i]) != NULL)
			return complain(reader, "listen: \"%s\" %s", config->listen[i],
				config_address_fault(config->listen[i]));
	return 1;
}

static int set_data(struct reader *reader, const char *value)
{
	if (value[0] != '/')
		return complain(reader, "data: \"%s\" is no folder that begins with /", value);
	reader->config->data = arena_strdup(reader->config->arena, value);
	return 1;
}

/* A login that is known nowhere is a slip of the pen, and would leave nobody to look after the service. Where the
 * machine cannot say, for its directory does not answer, the name may well be right. */
static bool is_unknown_login(const char *login)
{
	struct passwd entry, *found = NULL;
	char buffer[16384];

	return getpwnam_r(login, &entry, buffer, sizeof(buffer), &found) == 0 && found == NULL;
}

static int set_admin(struct reader *reader, const char *value)
{
	if (value[0] == '\0' || strpbrk(value, " ,\t") != NULL)
		return complain(reader, "admin: \"%s\" is not one login", value);
	if (is_unknown_login(value))
		return complain(reader, "admin: this machine knows no login \"%s\"", value);
	reader->config->admin = arena_strdup(reader->config->arena, value);
	return 1;
}

static int set_same_user(struct reader *reader, const char *value)
{
	if (strcmp(value, "admin") != 0 && strcmp(value, "nobody") != 0)
		return complain(reader, "same_user: \"%s\" is neither admin nor nobody", value);
	reader->config->same_user = strcmp(value, "admin") == 0;
	return 1;
}

static int set_log_level(struct reader *reader, const char *value)
{
	static const char *const levels[] = { "error", "warning", "info", "debug" };

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (strcmp(value, levels[i]) == 0) {
			reader->config->log_level = (enum log_level)i;
			return 1;
		}
	}
	return complain(reader, "log_level: \"%s\" is none of error, warning, info, debug", value);
}

static bool is_plugin_name(const char *name)
{
	return name[0] != '\0' && strlen(name) <= 40 &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

static bool is_part_name(const char *name)
{
	return name[0] != '\0' && strlen(name) <= 40 &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(name);
}

static int set_plugins(struct reader *reader, const char *value)
{
	size_t before = reader->n_names;

	reader->names_given = true;
	reader->config->plugins_line = reader->line;
	add_words(reader->config->arena, &reader->names, &reader->n_names, value);
	for (size_t i = before; i < reader->n_names; i++)
		if (!is_plugin_name(reader->names[i]))
			return complain(reader, "plugins: \"%s\" is no name of a plugin", reader->names[i]);
	return 1;
}

static int set_daemon(struct reader *reader, const char *key, const char *value)
{
	static const struct {
		const char *key;
		int (*set)(struct reader *reader, const char *value);
		bool list; /* may go on in another line */
	} keys[DAEMON_KEYS] = {
		{ "admin", set_admin, false },
		{ "data", set_data, false },
		{ "listen", set_listen, true },
		{ "log_level", set_log_level, false },
		{ "plugins", set_plugins, true },
		{ "same_user", set_same_user, false },
	};

	for (size_t i = 0; i < DAEMON_KEYS; i++) {
		if (strcmp(key, keys[i].key) != 0)
			continue;
		if (reader->given[i] && !keys[i].list)
			return complain(reader, "\"%s\" is there twice", key);
		reader->given[i] = true;
		return keys[i].set(reader, value);
	}
	return complain(
		reader, "there is no \"%s\" in [daemon] (admin, data, listen, log_level, plugins, same_user)", key);
}

/* Shorter than the default is anybody's to choose; longer only as far as the kind may be. */
static int set_retention(struct reader *reader, const char *key, const char *value)
{
	const enum retention_kind kind = retention_find(key);
	char *end;
	long days;

	if (kind == RETENTION_KINDS)
		return complain(reader, "retention: there is no kind \"%s\", such as notes or skips", key);
	if (reader->config->retention.days[kind] != 0)
		return complain(reader, "\"%s\" is there twice", key);
	days = strtol(value, &end, 10);
	if (value[0] < '0' || value[0] > '9' || *end != '\0' || days < 1)
		return complain(reader, "%s: \"%s\" is no number of days", key, value);
	if (days > retention_most(kind))
		return complain(reader, "%s: %ld days is longer than it may be kept: %d at the most", key, days,
			retention_most(kind));
	reader->config->retention.days[kind] = (int)days;
	return 1;
}

static int set_team(struct reader *reader, const char *title, const char *key, const char *value)
{
	struct error error = { 0 };

	if (config_team_set(reader->config, title, key, value, reader->line, &error) == STATUS_OK)
		return 1;
	return complain(reader, "%s", error.message);
}

static void check_teams(struct reader *reader)
{
	struct error error = { 0 };

	if (config_team_check(reader->config, &reader->line, &error) != STATUS_OK)
		complain(reader, "%s", error.message);
}

static struct config_section *section_of(struct reader *reader, const char *plugin)
{
	struct config_section *section;

	for (size_t i = 0; i < reader->n_sections; i++)
		if (strcmp(reader->sections[i].plugin, plugin) == 0)
			return &reader->sections[i];
	section = arena_push(reader->config->arena, &reader->sections, &reader->n_sections, sizeof(*section));
	section->plugin = arena_strdup(reader->config->arena, plugin);
	return section;
}

/* What the keys mean is the plugin's to say. title is "NAME", or "NAME PART" for a section of its own, whose keys
 * become "PART.key". */
static int set_plugin(struct reader *reader, const char *title, const char *key, const char *value)
{
	struct arena *arena = reader->config->arena;
	char *plugin = arena_strdup(arena, title), *part = strchr(plugin, ' ');
	struct config_section *section;
	int *line;

	if (part != NULL)
		*part++ = '\0';
	if (!is_plugin_name(plugin))
		return complain(reader, "\"%s\" is no name of a plugin", plugin);
	if (part != NULL && !is_part_name(part))
		return complain(
			reader, "\"%s\" is no name for a section of %s: small letters, digits, _ and -", part, plugin);
	if (strchr(key, '.') != NULL)
		return complain(reader, "\"%s\" is no name of a setting", key);
	if (part != NULL)
		key = arena_printf(arena, "%s.%s", part, key);
	section = section_of(reader, plugin);
	for (size_t i = 0; i < section->n_keys; i++)
		if (strcmp(section->keys[i], key) == 0)
			return complain(reader, "\"%s\" is there twice", part != NULL ? strchr(key, '.') + 1 : key);
	add(arena, &section->keys, &section->n_keys, key);
	add(arena, &section->values, &section->n_values, value);
	line = arena_push(arena, &section->lines, &section->n_lines, sizeof(*line));
	*line = reader->line;
	return 1;
}

static int on_value(void *arg, const char *section, const char *key, const char *value)
{
	struct reader *reader = arg;

	if (reader->failed)
		return 0;
	if (value == NULL)
		value = "";
	if (strcmp(section, "daemon") == 0)
		return set_daemon(reader, key, value);
	if (strcmp(section, "retention") == 0)
		return set_retention(reader, key, value);
	if (strncmp(section, "plugin ", 7) == 0)
		return set_plugin(reader, section + 7, key, value);
	/* one further in than the margin is inih's to read as it likes, but then it is short */
	if (config_team_is(section))
		return set_team(reader,
			strncmp(reader->section, section, strlen(section)) == 0 ? reader->section : section, key,
			value);
	if (section[0] == '\0')
		return complain(reader, "\"%s\" stands before the first section", key);
	return complain(reader, "there is no section [%s]", section);
}

static int by_name(const void *left, const void *right)
{
	const struct loop_plugin *a = left, *b = right;

	return strcmp(a->name, b->name);
}

static void add_plugin(struct config *config, const char *name, const struct config_section *section)
{
	struct loop_plugin *plugin = arena_push(config->arena, &config->plugins, &config->n_plugins, sizeof(*plugin));

	plugin->name = name;
	if (section == NULL)
		return;
	plugin->keys = section->keys;
	plugin->values = section->values;
	plugin->n_settings = section->n_keys;
}

static const struct config_section *settings_of(const struct reader *reader, const char *name)
{
	for (size_t i = 0; i < reader->n_sections; i++)
		if (strcmp(reader->sections[i].plugin, name) == 0)
			return &reader->sections[i];
	return NULL;
}

static bool has_plugin(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->n_plugins; i++)
		if (strcmp(config->plugins[i].name, name) == 0)
			return true;
	return false;
}

static void gather_plugins(struct reader *reader)
{
	struct config *config = reader->config;

	if (!reader->names_given)
		for (size_t i = 0; i < sizeof(default_plugins) / sizeof(default_plugins[0]); i++)
			add(config->arena, &reader->names, &reader->n_names, default_plugins[i]);
	for (size_t i = 0; i < reader->n_names; i++)
		if (!has_plugin(config, reader->names[i]))
			add_plugin(config, reader->names[i], settings_of(reader, reader->names[i]));
	for (size_t i = 0; i < reader->n_sections; i++) {
		reader->line = reader->sections[i].lines[0];
		if (!has_plugin(config, reader->sections[i].plugin))
			complain(reader, "plugin %s has settings but is not among the plugins of [daemon]",
				reader->sections[i].plugin);
	}
	config->sections = reader->sections;
	config->n_sections = reader->n_sections;
	if (config->n_plugins > 0)
		qsort(config->plugins, config->n_plugins, sizeof(*config->plugins), by_name);
}

static void finish_listen(struct config *config)
{
	const char **end = arena_push(config->arena, &config->listen, &config->n_listen, sizeof(*end));

	*end = NULL;
	config->n_listen--;
}

static enum status read_open(struct reader *reader)
{
	const int wrong = ini_parse_stream(next_line, reader, on_value, reader);

	if (!reader->failed && ferror(reader->file))
		return error_set(reader->reterr, STATUS_NOT_FOUND, "%s: cannot be read: %s", reader->config->file,
			strerror(errno));
	if (!reader->failed && wrong != 0) {
		reader->line = wrong;
		complain(reader, "this is neither a [section] nor \"key = value\"");
	}
	if (!reader->failed)
		gather_plugins(reader);
	if (!reader->failed)
		check_teams(reader);
	finish_listen(reader->config);
	return reader->failed ? STATUS_INVALID_ARGUMENT : STATUS_OK;
}

enum status config_read(const char *file, struct config *ret, struct error *reterr)
{
	struct reader reader = { .config = ret, .reterr = reterr };
	enum status status;

	*ret = (struct config){ .arena = arena_create(), .socket_mode = 0666, .log_level = LOG_LEVEL_INFO };
	ret->file = arena_strdup(ret->arena, file);
	reader.file = fopen(file, "re");
	if (reader.file == NULL)
		return error_set(reterr, STATUS_NOT_FOUND, "%s: cannot be read: %s", file, strerror(errno));
	status = read_open(&reader);
	fclose(reader.file);
	return status;
}

enum status config_private(const char *data, struct config *ret, struct error *reterr)
{
	struct reader reader = { .config = ret, .reterr = reterr };
	const char *home = getenv("HOME"), *state = getenv("XDG_STATE_HOME"), *runtime = getenv("XDG_RUNTIME_DIR");
	const char *socket;

	*ret = (struct config){
		.arena = arena_create(), .same_user = true, .socket_mode = 0600, .log_level = LOG_LEVEL_INFO
	};
	if (data != NULL)
		ret->data = arena_strdup(ret->arena, data);
	else if (state != NULL && state[0] == '/')
		ret->data = arena_printf(ret->arena, "%s/ridealong", state);
	else if (home != NULL && home[0] == '/')
		ret->data = arena_printf(ret->arena, "%s/.local/state/ridealong", home);
	else
		return error_set(reterr, STATUS_FAILED_PRECONDITION,
			"there is neither --config, nor --data, nor a home for a private instance");
	if (runtime != NULL && runtime[0] == '/')
		socket = arena_printf(ret->arena, "ipc://%s/ridealong.sock", runtime);
	else
		socket = arena_printf(ret->arena, "ipc://%s/ridealong.sock", ret->data);
	add(ret->arena, &ret->listen, &ret->n_listen, socket);
	set_plugin(&reader, "reminders", "maildir", arena_printf(ret->arena, "%s/mail", ret->data));
	set_plugin(&reader, "reminders", "inbox", arena_printf(ret->arena, "%s/inbox", ret->data));
	gather_plugins(&reader);
	finish_listen(ret);
	return STATUS_OK;
}

int config_line_of(const struct config *config, const char *plugin, const char *key)
{
	for (size_t i = 0; i < config->n_sections; i++) {
		const struct config_section *section = &config->sections[i];

		for (size_t j = 0; strcmp(section->plugin, plugin) == 0 && j < section->n_keys; j++)
			if (key == NULL || strcmp(section->keys[j], key) == 0)
				return section->lines[j];
	}
	return 0;
}

void config_destroy(struct config *config)
{
	arena_destroy(config->arena);
	config->arena = NULL;
}
