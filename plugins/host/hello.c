/* plugins/host — reads the hello. */
#include "plugins/host/hello.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEMORY_LIMIT_MB 1024

static enum status get_text(const json_t *root, const char *member, char **ret, struct error *reterr)
{
	const json_t *value = json_object_get(root, member);

	if (!json_is_string(value) || json_string_length(value) == 0)
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "the hello's member \"%s\" must be a text", member);
	*ret = strdup(json_string_value(value));
	return *ret != NULL ? STATUS_OK : error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
}

static enum status get_config(const json_t *root, struct hello *ret, struct error *reterr)
{
	json_t *config = json_object_get(root, "config");
	const char *key;
	json_t *value;

	if (config == NULL)
		return STATUS_OK;
	if (!json_is_object(config))
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "the hello's member \"config\" must be an object");
	ret->config = calloc(json_object_size(config) + 1, sizeof(*ret->config));
	if (ret->config == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	json_object_foreach(config, key, value)
	{
		struct hello_setting *setting = &ret->config[ret->n_config];
		const char *dot = strchr(key, '.');

		if (!json_is_string(value))
			return error_set(
				reterr, STATUS_INVALID_ARGUMENT, "the hello's setting \"%s\" must be a text", key);
		ret->n_config++;
		setting->key = strdup(key);
		setting->value = strdup(json_string_value(value));
		setting->part = dot != NULL ? strndup(key, (size_t)(dot - key)) : NULL;
		if (setting->key == NULL || setting->value == NULL || (dot != NULL && setting->part == NULL))
			return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	}
	return STATUS_OK;
}

static enum status get_time(const json_t *root, struct hello *ret, struct error *reterr)
{
	const json_t *now = json_object_get(root, "now_us");

	ret->simulation = json_is_true(json_object_get(root, "simulation"));
	if (now == NULL)
		return STATUS_OK;
	if (!json_is_integer(now) || json_integer_value(now) <= 0)
		return error_set(reterr, STATUS_INVALID_ARGUMENT,
			"the hello's member \"now_us\" must be a time in microseconds since 1970");
	ret->now_us = json_integer_value(now);
	return STATUS_OK;
}

static enum status get_all(const json_t *root, struct hello *ret, struct error *reterr)
{
	const struct {
		const char *member;
		char **place;
	} required[] = {
		{ "plugin", &ret->plugin },
		{ "server", &ret->server },
		{ "token", &ret->token },
		{ "data_dir", &ret->data_dir },
	};
	const json_t *limit = json_object_get(root, "memory_limit_mb");
	size_t n_required = sizeof(required) / sizeof(required[0]);
	enum status st;

	ret->check = json_is_true(json_object_get(root, "check"));
	if (ret->check)
		n_required = 1;
	for (size_t i = 0; i < n_required; i++) {
		st = get_text(root, required[i].member, required[i].place, reterr);
		if (st != STATUS_OK)
			return st;
	}
	if (json_object_get(root, "share_dir") != NULL) {
		st = get_text(root, "share_dir", &ret->share_dir, reterr);
		if (st != STATUS_OK)
			return st;
	}
	ret->memory_limit_mb = MEMORY_LIMIT_MB;
	if (limit != NULL) {
		if (!json_is_integer(limit) || json_integer_value(limit) < 0 || json_integer_value(limit) > 1 << 20)
			return error_set(reterr, STATUS_INVALID_ARGUMENT,
				"the hello's member \"memory_limit_mb\" must be a whole number, 0 for none");
		ret->memory_limit_mb = (int)json_integer_value(limit);
	}
	st = get_time(root, ret, reterr);
	return st == STATUS_OK ? get_config(root, ret, reterr) : st;
}

enum status hello_parse(const char *text, struct hello *ret, struct error *reterr)
{
	struct hello hello = { 0 };
	json_error_t where;
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &where);
	enum status st;

	if (!json_is_object(root)) {
		json_decref(root);
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "the hello is no JSON object (column %d)",
			where.column > 0 ? where.column : 1);
	}
	st = get_all(root, &hello, reterr);
	json_decref(root);
	if (st != STATUS_OK) {
		hello_finish(&hello);
		return st;
	}
	*ret = hello;
	return STATUS_OK;
}

/* Byte by byte, for what follows the line belongs to somebody else; a file has nobody else. */
static enum status read_text(int fd, bool whole, char *line, size_t size, struct error *reterr)
{
	size_t length = 0;

	for (;;) {
		const ssize_t n = read(fd, line + length, 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set(reterr, STATUS_DATA_LOSS, "the hello could not be read: %s", strerror(errno));
		if (n == 0 || (line[length] == '\n' && !whole))
			break;
		if (++length == size)
			return error_set(reterr, STATUS_INVALID_ARGUMENT, "the hello is longer than %zu bytes", size);
	}
	line[length] = '\0';
	if (length == 0)
		return error_set(reterr, STATUS_DATA_LOSS, "there was no hello");
	return STATUS_OK;
}

static enum status read_hello(int fd, bool whole, struct hello *ret, struct error *reterr)
{
	char *line = malloc(HELLO_MAX);
	enum status st;

	if (line == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	st = read_text(fd, whole, line, HELLO_MAX, reterr);
	if (st == STATUS_OK)
		st = hello_parse(line, ret, reterr);
	explicit_bzero(line, HELLO_MAX);
	free(line);
	return st;
}

enum status hello_read(int fd, struct hello *ret, struct error *reterr)
{
	return read_hello(fd, false, ret, reterr);
}

enum status hello_read_credential(struct hello *ret, struct error *reterr)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	char path[4096];
	enum status st;
	int fd;

	if (folder == NULL)
		return error_set(reterr, STATUS_FAILED_PRECONDITION,
			"started without --fd and without credentials: a host is started by ridealongd or by systemd");
	if ((size_t)snprintf(path, sizeof(path), "%s/ridealong-plugin", folder) >= sizeof(path))
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "CREDENTIALS_DIRECTORY is too long");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set(reterr, STATUS_NOT_FOUND, "%s: %s", path, strerror(errno));
	st = read_hello(fd, true, ret, reterr);
	close(fd);
	return st;
}

void hello_finish(struct hello *hello)
{
	if (hello->token != NULL)
		explicit_bzero(hello->token, strlen(hello->token));
	free(hello->plugin);
	free(hello->server);
	free(hello->token);
	free(hello->data_dir);
	free(hello->share_dir);
	for (size_t i = 0; i < hello->n_config; i++) {
		free(hello->config[i].key);
		free(hello->config[i].value);
		free(hello->config[i].part);
	}
	free(hello->config);
	*hello = (struct hello){ 0 };
}
